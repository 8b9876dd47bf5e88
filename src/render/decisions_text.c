/* One line a decision: question, answer, the clauses that decide it. */
#include "render/answer_line.h"
#include "render/decisions.h"

enum { QUESTION_MOST = 48 };

void pol_decisions_text(const pol_telling *t, const pol_told *told) {
  pol_page page = pol_page_of(t->paper);
  bool named = told->record->id != NULL;
  size_t question = 0, indent = named ? 2 : 0;
  if (t->records > 0) pol_page_blank(&page);
  if (named) {
    pol_text_add_n(page.to, told->record->id, told->record->id_length);
    pol_text_char(page.to, '\n');
  }
  if (told->record->wrong) {
    pol_text_pad(page.to, ' ', indent);
    pol_text_add(page.to, "NOT DECIDED: facts of this record are wrong, and are reported\n");
    return;
  }
  for (uint32_t i = 0; i < t->askeds; i++) {
    pol_case c = pol_case_of(t, told, i);
    size_t columns = pol_columns(pol_say_question(&c, t->asked[i]));
    if (columns > question) question = columns < QUESTION_MOST ? columns : QUESTION_MOST;
  }
  for (uint32_t i = 0; i < t->askeds; i++) {
    pol_case c = pol_case_of(t, told, i);
    const char *title = pol_say_question(&c, t->asked[i]), *clauses = pol_say_cited(&c, c.answer->because, c.answer->becauses);
    size_t columns = pol_columns(title);
    pol_text_pad(page.to, ' ', indent);
    pol_text_add(page.to, title);
    pol_text_pad(page.to, ' ', columns < question ? question - columns + 2 : 2);
    pol_page_ink(&page, POL_INK_STRONG);
    pol_text_add(page.to, pol_answer_line(&c, false));
    pol_page_ink(&page, POL_INK_PLAIN);
    pol_text_format(page.to, "%s%s\n", clauses[0] == '\0' ? "" : "  ", clauses);
  }
}
