#include "base/cpu.h"
#include <stdbool.h>

/* glibc has asked the processor already, once a process; asking again by cpuid costs microseconds where a hypervisor answers. */
#if defined POL_HAS_VARIANTS && defined __has_include
#if __has_include(<sys/platform/x86.h>)
#define CAN_ASK
#endif
#endif

#ifdef CAN_ASK
#include <sys/platform/x86.h>
#define HAS(feature) is_active(x86_cpu_##feature)

/* As CPU_FEATURE_ACTIVE, which shifts a one into the sign. */
static bool is_active(unsigned feature) {
  enum { REGISTER = 32, LEAF = 4 * REGISTER };
  const struct cpuid_feature *leaf = __x86_get_cpuid_feature_leaf(feature / LEAF);
  return leaf->active_array[feature % LEAF / REGISTER] >> feature % REGISTER & 1;
}

pol_cpu pol_cpu_level(void) {
  bool v2 = HAS(SSE4_2) && HAS(SSSE3) && HAS(POPCNT);
  bool v3 = v2 && HAS(AVX2) && HAS(BMI1) && HAS(BMI2) && HAS(FMA) && HAS(LZCNT) && HAS(MOVBE) && HAS(F16C);
  bool v4 = v3 && HAS(AVX512F) && HAS(AVX512BW) && HAS(AVX512CD) && HAS(AVX512DQ) && HAS(AVX512VL);
  return v4 ? POL_CPU_V4 : v3 ? POL_CPU_V3 : v2 ? POL_CPU_V2 : POL_CPU_PORTABLE;
}
#else
pol_cpu pol_cpu_level(void) { return POL_CPU_PORTABLE; }
#endif

const char *pol_cpu_name(pol_cpu level) {
  static const char *const name[POL_CPUS] = {"portable", "v2", "v3", "v4"};
  return name[level];
}
