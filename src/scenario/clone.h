/* A copy of a model whose rules and expressions may be changed and compiled: the model itself stays as it is. What is shared in the model is shared in the copy.
 * Inside scenario only; the copy reads everything else of the model, which must outlive it. */
#ifndef POL_SCENARIO_CLONE_H
#define POL_SCENARIO_CLONE_H
#include "base/map.h"
#include "check/model.h"

pol_status pol_model_clone(pol_model **out, pol_arena *arena, const pol_model *m);
#endif
