/* What the processor can do, in the steps of the x86-64 psABI; on others, and where nobody tells, portable. */
#ifndef POL_BASE_CPU_H
#define POL_BASE_CPU_H

typedef enum pol_cpu { POL_CPU_PORTABLE, POL_CPU_V2 /* SSE4.2 */, POL_CPU_V3 /* AVX2 */, POL_CPU_V4 /* AVX-512 */, POL_CPUS } pol_cpu;
pol_cpu pol_cpu_level(void); /* the highest that this processor has and this build has code for */
const char *pol_cpu_name(pol_cpu level); /* "portable", "v2" … */
#endif
