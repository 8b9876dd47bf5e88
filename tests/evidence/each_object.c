/* Instead of the library's own: every object of an arena is an allocation, so that each can fail. */
#ifndef POL_ARENA_DEBUG
#define POL_ARENA_DEBUG
#endif
#include "../../src/base/alloc.c"
