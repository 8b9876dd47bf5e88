/* pol --generate: files that others read about pol, each written from the table of commands or, for a shell, asking pol when it needs to know. */
#include "cli/cli.h"
#include <string.h>

pol_exit pol_generate_run(const char *kind) {
  static const struct { const char *kind, *text; } fixed[] = {
      {"complete-bash", pol_complete_bash}, {"complete-zsh", pol_complete_zsh}, {"complete-fish", pol_complete_fish}};
  pol_text t;
  pol_text_init(&t, NULL);
  for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
    if (strcmp(kind, fixed[i].kind) == 0) pol_text_add(&t, fixed[i].text);
  if (strcmp(kind, "man") == 0) pol_man_write(&t);
  if (t.n || !pol_text_ok(&t)) return pol_write_text(&t, POL_EXIT_DONE);
  pol_choice_nearest(&t, POL_GENERATE_KINDS, kind);
  pol_say("--generate is man, complete-bash, complete-zsh or complete-fish%s", pol_text_get(&t));
  pol_text_drop(&t);
  return POL_EXIT_COULD_NOT;
}
