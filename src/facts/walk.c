/* The records of a block, one after the other. */
#include "facts/lanes.h"
#include "facts/lines.h"
#include <string.h>

pol_block_walk pol_block_walk_of(const pol_block *block, pol_facts_form form, char delimiter) {
  return (pol_block_walk){.at = block->text, .end = block->text + block->n, .line = block->line, .form = form, .delimiter = delimiter ? delimiter : ',', .whole = block->too_long};
}

static uint32_t newlines(const char *at, const char *end) {
  uint32_t n = 0;
  while (at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL) at++, n++;
  return n;
}

bool pol_block_walk_next(pol_block_walk *walk, pol_block_record *out) {
  size_t left = (size_t)(walk->end - walk->at);
  if (!left) return false;
  const char *newline = walk->whole ? NULL : memchr(walk->at, '\n', left), *end = newline ? newline + 1 : walk->end;
  bool quoted = walk->form == POL_FACTS_CSV && !walk->whole && memchr(walk->at, '"', (size_t)(end - walk->at));
  if (quoted) {
    pol_csv_place place = POL_CSV_START;
    const char *found = pol_csv_row_end(&place, walk->at, walk->end, walk->delimiter);
    end = found ? found : walk->end;
  }
  *out = (pol_block_record){walk->at, (size_t)(end - walk->at), walk->line};
  walk->line += quoted ? newlines(walk->at, end) : newline != NULL;
  walk->at = end;
  return true;
}
