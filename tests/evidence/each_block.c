/* Instead of the library's own: no block is kept for the next who asks, so that each can fail. */
#ifndef POL_ARENA_DEBUG
#define POL_ARENA_DEBUG
#endif
#include "../../src/base/stock.c"
