/* What differs between a receipt and today, in names and counts. */
#include "render/replay.h"

const char *pol_text_change_name(pol_text_change c) {
  static const char *const names[] = {[POL_TEXT_SAME] = "same", [POL_TEXT_LAYOUT] = "layout", [POL_TEXT_WORDS] = "words", [POL_TEXT_ORDER] = "order",
                                      [POL_TEXT_DATED] = "dated", [POL_TEXT_MEANING] = "meaning", [POL_TEXT_GONE] = "gone", [POL_TEXT_NEW] = "new"};
  return names[c];
}

const char *pol_answer_change_name(pol_answer_change c) {
  static const char *const names[] = {[POL_ANSWER_SAME] = "same", [POL_ANSWER_WORDS] = "words", [POL_ANSWER_TRACE] = "trace", [POL_ANSWER_GROUNDS] = "grounds", [POL_ANSWER_OTHER] = "answer",
                                      [POL_ANSWER_GONE] = "gone", [POL_ANSWER_NEW] = "new", [POL_ANSWER_UNFIT] = "facts_do_not_fit", [POL_ANSWER_FITS] = "facts_fit", [POL_ANSWER_LOST] = "not_in_receipt"};
  return names[c];
}

uint64_t pol_replay_answers(const pol_replayed *r) {
  uint64_t n = 0;
  for (int i = POL_ANSWER_OTHER; i < POL_ANSWER_CHANGES; i++) n += r->n[i];
  return n;
}

static bool texts_differ(const pol_replayed *r) {
  for (uint32_t i = 0; i < r->files; i++)
    if (r->file[i].change != POL_TEXT_SAME) return true;
  return r->another_meaning;
}

bool pol_replay_differs(const pol_replayed *r) {
  bool answers = false;
  for (int i = POL_ANSWER_WORDS; i < POL_ANSWER_CHANGES; i++) answers = answers || r->n[i] > 0;
  return answers || r->unread || r->altered != NULL || strcmp(r->engine, r->head->engine) != 0 || texts_differ(r);
}
