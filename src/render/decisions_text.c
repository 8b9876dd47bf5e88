/* One decision after another, in two columns: the question; the answer, and the clauses that decide it. */
#include "render/answer_line.h"
#include "render/decisions.h"
#include <string.h>

enum { QUESTION_MOST = 40, GAP = 2 };

/* As many lines as the longer of the two columns needs, so that no line is wider than the page. The first one has the start of both: who looks for a question
 * finds its answer beside it. */
static void two_columns(const pol_page *page, size_t indent, size_t width, const char *question, const char *answer) {
  while (question[0] != '\0' || answer[0] != '\0') {
    size_t left = strcspn(question, "\n"), right = strcspn(answer, "\n"), columns = pol_text_columns(question, left);
    pol_text_pad(page->to, ' ', indent);
    pol_text_add_n(page->to, question, left);
    if (right > 0) {
      pol_text_pad(page->to, ' ', columns < width ? width - columns + GAP : GAP);
      pol_text_add_n(page->to, answer, right);
    }
    pol_text_char(page->to, '\n');
    question += left + (question[left] == '\n');
    answer += right + (answer[right] == '\n');
  }
}

static const char *wrapped(const pol_page *page, const char *text, size_t width) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(page->arena));
  pol_text_wrap(&t, text, 0, 0, width);
  return pol_page_keep(page, &t);
}

/* The answer in bold, line by line; the clauses after it, or below it where there is no room left. */
static const char *answer_column(const pol_page *page, const char *answer, const char *clauses, size_t width) {
  pol_page column = *page;
  pol_text t;
  const char *lines = wrapped(page, answer, width);
  size_t last = 0;
  pol_text_init(&t, pol_arena_alloc(page->arena));
  column.to = &t;
  for (const char *at = lines; at[0] != '\0';) {
    size_t n = strcspn(at, "\n");
    last = pol_text_columns(at, n);
    if (at != lines) pol_text_char(&t, '\n');
    pol_page_ink(&column, POL_INK_STRONG);
    pol_text_add_n(&t, at, n);
    pol_page_ink(&column, POL_INK_PLAIN);
    at += n + (at[n] == '\n');
  }
  if (clauses[0] != '\0') {
    bool beside = last + GAP + pol_columns(clauses) <= width;
    pol_text_format(&t, "%s%s", beside ? "  " : "\n", beside ? clauses : wrapped(page, clauses, width));
  }
  return pol_page_keep(page, &t);
}

void pol_decisions_text(const pol_telling *t, const pol_told *told) {
  pol_page page = pol_page_of(t->paper);
  bool named = told->record->id != NULL;
  size_t width = 0, indent = named ? 2 : 0;
  if (t->records > 0) pol_page_blank(&page);
  if (named) {
    pol_text_add_shown(page.to, told->record->id, told->record->id_length);
    pol_text_char(page.to, '\n');
  }
  if (told->record->wrong) {
    pol_text_pad(page.to, ' ', indent);
    pol_text_add(page.to, "NOT DECIDED: facts of this record are wrong, and are reported\n");
    return;
  }
  size_t most = page.width < 80 ? page.width / 2 : QUESTION_MOST;
  for (uint32_t i = 0; i < t->askeds; i++) {
    pol_case c = pol_case_of(t, told, i);
    size_t columns = pol_columns(pol_say_question(&c, t->asked[i]));
    if (columns > width) width = columns < most ? columns : most;
  }
  for (uint32_t i = 0; i < t->askeds; i++) {
    pol_case c = pol_case_of(t, told, i);
    const char *clauses = pol_say_cited(&c, c.answer->because, c.answer->becauses);
    const char *answer = answer_column(&page, pol_answer_line(&c, false), clauses, page.width - 1 - indent - width - GAP);
    two_columns(&page, indent, width, wrapped(&page, pol_say_question(&c, t->asked[i]), width), answer);
  }
}
