/* Files that are compiled once more for each level of the processor: CMakeLists.txt lists them. What such a file defines has a name of its own for each level, POL_VARIED(name), and
 * the file beside it chooses from a table by pol_cpu_level. The same C in each, so the same bytes come out. */
#ifndef POL_BASE_VARIANT_H
#define POL_BASE_VARIANT_H
#include "base/cpu.h"

#ifndef POL_VARIANT
#define POL_VARIANT portable
#endif
#define POL_VARIED_(name, variant) name##_##variant
#define POL_VARIED__(name, variant) POL_VARIED_(name, variant)
#define POL_VARIED(name) POL_VARIED__(name, POL_VARIANT)

/* POL_VARIANTS(ROW, name): ROW(level, name_level) for each level that there is in this build. */
#ifdef POL_HAS_VARIANTS
#define POL_VARIANTS(ROW, name) \
  ROW(POL_CPU_PORTABLE, name##_portable) ROW(POL_CPU_V2, name##_v2) ROW(POL_CPU_V3, name##_v3) ROW(POL_CPU_V4, name##_v4)
#else
#define POL_VARIANTS(ROW, name) ROW(POL_CPU_PORTABLE, name##_portable)
#endif
#endif
