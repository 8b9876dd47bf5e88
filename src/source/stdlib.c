#include "source/stdlib.h"
#include "source/source.h"
#include <string.h>

const char *pol_stdlib_find(const char *module, size_t *length, const char **shown) {
  for (size_t i = 0; i < pol_stdlib_modules_count; i++) {
    const pol_stdlib_module *m = &pol_stdlib_modules[i];
    if (strcmp(m->name, module) != 0) continue;
    *length = m->length;
    *shown = m->shown;
    return m->text;
  }
  return NULL;
}

size_t pol_stdlib_count(void) { return pol_stdlib_modules_count; }
const char *pol_stdlib_name(size_t i) { return pol_stdlib_modules[i].name; }
