#include "facts/complaints.h"
#include "base/limits.h"
#include "base/utf8.h"
#include <string.h>

pol_span pol_complaints_span(const pol_complaints *c, uint32_t start, uint32_t end) { return (pol_span){c->file, c->base + start, c->base + end}; }

void pol_complaints_enough(pol_complaints *c) {
  if (c->made < POL_LIMIT_FACTS_REPORTS) c->made = POL_LIMIT_FACTS_REPORTS;
}

pol_report *pol_complain(pol_complaints *c, pol_code code, uint32_t start, uint32_t end, const char *format, ...) {
  c->wrong = true;
  if (!c->reports) c->made = 1;
  if (!c->reports || c->made > POL_LIMIT_FACTS_REPORTS) return NULL;
  pol_span at = pol_complaints_span(c, start, end);
  if (c->made++ == POL_LIMIT_FACTS_REPORTS) {
    pol_report_add(c->reports, POL_R_FACTS_MANY, at, "%s has more than %d faults", c->source->name, POL_LIMIT_FACTS_REPORTS);
    return NULL;
  }
  pol_text message;
  pol_text_init(&message, pol_arena_alloc(c->reports->arena));
  va_list args;
  va_start(args, format);
  pol_text_vformat(&message, format, args);
  va_end(args);
  if (!pol_text_ok(&message)) c->no_memory = true;
  pol_report *r = pol_report_add(c->reports, code, at, "%s", pol_text_get(&message));
  pol_text_drop(&message);
  if (c->reports->no_memory) c->no_memory = true;
  return r;
}

const char *pol_complaints_quote(char out[POL_QUOTED_BYTES], const char *bytes, size_t n) {
  enum { MOST = 30 };
  size_t used = 0;
  while (used < n && used < MOST) {
    uint32_t code;
    unsigned size = pol_utf8_next(&code, bytes + used, n - used);
    if (!size || used + size > MOST) break;
    /* controls would act on the terminal of whoever reads the message */
    if (code < 0x20 || (code >= 0x7f && code < 0xa0)) memset(out + used, '?', size);
    else memcpy(out + used, bytes + used, size);
    used += size;
  }
  if (used < n) memcpy(out + used, "…", sizeof "…"), used += sizeof "…" - 1;
  out[used] = '\0';
  return out;
}
