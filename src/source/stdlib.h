/* The table of embedded modules, made at build time by embed.cmake. Private to source/. */
#ifndef POL_SOURCE_STDLIB_H
#define POL_SOURCE_STDLIB_H
#include <stddef.h>
typedef struct pol_stdlib_module { const char *name, *shown, *text; size_t length; } pol_stdlib_module;
extern const pol_stdlib_module pol_stdlib_modules[]; /* sorted by path */
extern const size_t pol_stdlib_modules_count;
#endif
