/* A receipt beside what comes out today. replay.c decides again, replay_texts.c compares texts, replay_answers.c answers. Private to app/. */
#ifndef POL_APP_REPLAY_H
#define POL_APP_REPLAY_H
#include "app/receipt.h"
#include "render/replay.h"

/* Files and declarations that differ: those of the receipt beside those of now. All in the arena. */
pol_status pol_replay_texts(pol_replayed *out, pol_arena *arena, const pol_policy_files *then, const pol_policy_files *now);

/* How two decisions of one name differ, as decide's JSON has them. Clauses whose traces do: in the arena. */
pol_status pol_replay_compare(pol_replayed_answer *out, pol_arena *arena, const pol_json_value *then, const pol_json_value *now);
#endif
