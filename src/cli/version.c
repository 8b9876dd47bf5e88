/* Which pol this is: its version, and how it was built. CMake says what the compiler cannot. */
#include "cli/cli.h"

#if defined __clang__
#define COMPILER "clang " __clang_version__
#elif defined __GNUC__
#define COMPILER "gcc " __VERSION__
#else
#define COMPILER "another compiler"
#endif

pol_exit pol_version_run(const char *none) {
  (void)none;
  pol_text t;
  pol_text_init(&t, NULL);
  pol_text_format(&t, "pol %s%s\nbuilt by %s for %s, %s, linked %s\n", pol_version(), POL_BUILD_REVISION, COMPILER, POL_BUILD_TARGET, POL_BUILD_TYPE,
                  POL_BUILD_LINK);
  return pol_write_text(&t, POL_EXIT_DONE);
}
