/* The texts that the library gives away. Each begins with a note, out of sight, of the allocator that it came from, so that it may outlive
 * its session. */
#include "app/strings.h"

typedef struct origin {
  _Alignas(max_align_t) pol_alloc from;
} origin;

void pol_string_begin(pol_text *t, const pol_alloc *from) {
  pol_text_init(t, from);
  pol_text_pad(t, '\0', sizeof(origin));
}

pol_result pol_string_end(pol_string *out, pol_text *t, const pol_session *owner) {
  *out = (pol_string){.owner = owner};
  pol_text_get(t); /* ends it with a NUL */
  if (!pol_text_ok(t)) {
    pol_text_drop(t);
    return POL_OUT_OF_MEMORY;
  }
  ((origin *)(void *)t->at)->from = *t->from;
  out->text = t->at + sizeof(origin);
  out->length = t->n - sizeof(origin);
  return POL_DONE;
}

void pol_string_drop(pol_string *s) {
  if (!s || !s->text) return;
  void *block = s->text - sizeof(origin);
  pol_alloc from = ((origin *)block)->from;
  from.put(from.user, block);
  *s = (pol_string){0};
}
