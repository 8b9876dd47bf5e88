/* Memory that is used again: an allocator on top of another, which keeps what is put back for the next who asks for as much. Work that is the same over and over asks nothing more of the
 * allocator below after its first rounds. For one thread at a time; it owns everything that was got from it. */
#ifndef POL_BASE_STOCK_H
#define POL_BASE_STOCK_H
#include "base/alloc.h"

typedef struct pol_stock pol_stock;
pol_stock *pol_stock_new(const pol_alloc *from);       /* NULL: out of memory */
const pol_alloc *pol_stock_alloc(const pol_stock *s);
void pol_stock_drop(pol_stock *s);                     /* with all blocks, also those that were not put back; accepts NULL */
#endif
