#include "render/amended.h"
#include "render/letter.h"
#include <string.h>

void pol_letter_id(const pol_letter *l, uint32_t clause) {
  const char *id = pol_say_atom(l->c, l->c->model->clauses.at[clause].id);
  pol_html(&l->c->page, "<a class=\"id\" href=\"#clause-%s\">%s</a>", id, id);
}

void pol_letter_ids(const pol_letter *l, const uint32_t *rule, uint32_t n) {
  uint32_t shown = 0;
  for (uint32_t i = 0; i < n; i++) {
    uint32_t clause = pol_case_rule(l->c, rule[i])->clause;
    bool told = false;
    for (uint32_t k = 0; k < i && !told; k++) told = pol_case_rule(l->c, rule[k])->clause == clause;
    if (told) continue;
    if (shown++ > 0) pol_html(&l->c->page, ", ");
    pol_letter_id(l, clause);
  }
}

void pol_letter_section(const pol_letter *l, const char *id, const char *heading) {
  pol_html(&l->c->page, "<section id=\"%s\" aria-labelledby=\"%s-heading\">\n<h2 id=\"%s-heading\">%s</h2>\n", id, id, id, heading);
}

void pol_letter_section_end(const pol_letter *l) { pol_html(&l->c->page, "</section>\n"); }

void pol_letter_paragraph(const pol_letter *l, const char *text) {
  if (text[0] != '\0') pol_html(&l->c->page, "<p>%s</p>\n", text);
}

void pol_letter_more(const pol_letter *l, uint32_t more) {
  pol_html(&l->c->page, "<li>%u more in <a href=\"#annex-1\">annex 1</a></li>\n", more);
}

/* ---- the letterhead ---- */

/* One part of it: lines as they are, an empty line between paragraphs. Gives what comes after the part: parts end at a line of three hyphens. */
static const char *letterhead_part(const pol_letter *l, const char *text, const char *name) {
  const pol_page *pg = &l->c->page;
  bool part = false, paragraph = false;
  while (text != NULL && *text != '\0') {
    size_t n = strcspn(text, "\n"), kept = n;
    while (kept > 0 && (text[kept - 1] == '\r' || text[kept - 1] == ' ')) kept--;
    const char *line = pol_page_format(pg, "%.*s", (int)kept, text);
    text += n + (text[n] == '\n');
    if (strcmp(line, "---") == 0) break;
    if (line[0] == '\0') {
      if (paragraph) pol_html(pg, "</p>\n");
      paragraph = false;
      continue;
    }
    if (!part) pol_html(pg, "<div class=\"%s\">\n", name);
    pol_html(pg, paragraph ? "<br>\n" : "<p>");
    pol_html_plain(pg, line); /* whoever wrote it chose its quotation marks */
    part = paragraph = true;
  }
  if (paragraph) pol_html(pg, "</p>\n");
  if (part) pol_html(pg, "</div>\n");
  return text;
}

/* What stands above the letter and opens it; gives the part that closes it. */
static const char *head(const pol_letter *l) {
  const pol_page *pg = &l->c->page;
  const pol_model *m = l->c->model;
  const char *rest = l->paper->letterhead;
  pol_html(pg, "<header>\n");
  if (rest != NULL) rest = letterhead_part(l, rest, "letterhead");
  else if (m->publisher != NULL) pol_html(pg, "<div class=\"letterhead\">\n<p>%s</p>\n</div>\n", m->publisher);
  pol_html(pg, "<p class=\"about\"><span>Decided for %s</span>", pol_say_date(l->c, l->c->as_of));
  if (l->c->record->id != NULL) pol_html(pg, " <span>%s</span>", pol_say_case(l->c));
  pol_html(pg, "</p>\n");
  rest = letterhead_part(l, rest, "opening");
  pol_html(pg, "</header>\n");
  return rest;
}

/* ---- the answer ---- */

static bool tells_all(const pol_case *c) { return !pol_withheld_decision(c, c->answer->decision); }

static const char *kind_of(pol_outcome o) { /* what the border and the tint go by, which only repeat the word */
  switch (o) {
  case POL_OUT_REFUSED: return "refused";
  case POL_OUT_REFERRED: return "referred";
  case POL_OUT_PERMITTED: return "permitted";
  case POL_OUT_VALUE: return "value";
  default: return "none";
  }
}

static size_t list_length(const pol_case *c, const char *line) { /* up to what limits it */
  const char *open = pol_page_format(&c->page, ", and %u not settled yet", c->answer->pendings);
  const char *pending = c->answer->pendings == 0 ? NULL : strstr(line, open), *limits = strstr(line, "; with ");
  const char *end = pending != NULL ? pending : limits;
  return end == NULL ? strlen(line) : (size_t)(end - line);
}

/* The word first, strong; then how it is limited. */
static void answer(const pol_letter *l) {
  const pol_case *c = l->c;
  const char *line = pol_answer_line(c, tells_all(c)), *loud = pol_say_outcome_loud(c->answer->outcome);
  pol_type_kind kind = (pol_type_kind)pol_case_decision(c)->type.kind;
  bool list = kind == POL_T_SET || kind == POL_T_SEQUENCE; /* its commas are part of the answer */
  size_t word = strncmp(line, loud, strlen(loud)) == 0 ? strlen(loud) : list ? list_length(c, line) : strcspn(line, ",;");
  pol_html(&c->page, "<p class=\"answer %s\"><strong>%s</strong>%s</p>\n", kind_of(c->answer->outcome),
           pol_page_format(&c->page, "%.*s", (int)word, line), line + word);
}

/* ---- the closing paragraph ---- */

/* Facts are counted here by what may be told of them: how many were given, presumed, not known, and how many are withheld. */
static void counts(const pol_letter *l) {
  const pol_case *c = l->c;
  uint32_t *fact, n, used = 0, presumed = 0, unknown = 0, withheld = 0;
  if (pol_answer_facts(&fact, &n, c->page.arena, c->run, c->answer->decision) != POL_OK) {
    pol_page_lost(&c->page);
    return;
  }
  for (uint32_t i = 0; i < n; i++) {
    if (pol_withheld_fact(c, fact[i])) withheld++;
    else if (c->record->value[fact[i]].state != POL_UNKNOWN) used++;
    else if (pol_case_fact(c, fact[i]).state == POL_KNOWN) presumed++;
    else if (pol_case_fact(c, fact[i]).state == POL_UNKNOWN) unknown++;
  }
  pol_html(&c->page, " %s used, %u presumed, %u not known%s.", pol_say_count(c, used, "fact", "facts"), presumed, unknown,
           withheld == 0 ? "" : pol_page_format(&c->page, ", %u withheld", withheld));
}

static void closing(const pol_letter *l) {
  const pol_case *c = l->c;
  const pol_model *m = c->model;
  const pol_page *pg = &c->page;
  bool dated = true;
  pol_html(pg, "<p class=\"closing\">Decided for %s under %s", pol_say_date(c, c->as_of), pol_say_titled(c, m->title, m->name));
  if (m->reference != NULL) pol_html(pg, " (%s)", m->reference);
  pol_html(pg, "%s", pol_amended_by(pg, m, l->x->edition->as_of));
  if (m->from_set) pol_html(pg, ", in force from %s", pol_say_date(c, m->from));
  if (m->to_set) pol_html(pg, " until %s", pol_say_date(c, m->to));
  pol_html(pg, ", policy <span class=\"digest\">%s</span>.", pol_page_format(pg, "%.12s", m->digest));
  counts(l);
  if (!pol_explain_dated(c, &dated)) pol_page_lost(pg);
  if (!dated) pol_html(pg, " No clause here looks at the date.");
  pol_html(pg, "</p>\n");
}

/* ---- the document ---- */

static void style(const pol_letter *l) {
  const pol_page *pg = &l->c->page;
  const pol_model *m = l->c->model;
  pol_html(pg, "<style>\n");
  for (size_t i = 0; pol_letter_style[i] != NULL; i++) {
    pol_text_add(pg->to, pol_letter_style[i]);
    pol_text_char(pg->to, '\n');
  }
  pol_text_add(pg->to, "@page { @bottom-left { content: ");
  const char *title = pol_say_titled(l->c, m->title, m->name);
  pol_html_css(pg, pol_page_format(pg, "%s, policy %.12s", title, m->digest));
  pol_text_add(pg->to, "; } }\n</style>\n");
}

static void document_head(const pol_letter *l) {
  const pol_case *c = l->c;
  const pol_page *pg = &c->page;
  pol_html(pg, "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
  const char *id = pol_say_case(c);
  pol_html_plain(pg, pol_page_format(pg, "%s – %s%s%s", pol_answer_line(c, false), pol_say_question(c, c->answer->decision),
                                     id[0] == '\0' ? "" : ", ", id));
  pol_html(pg, "</title>\n");
  style(l);
  pol_html(pg, "</head>\n");
}

pol_status pol_letter_write(const pol_explaining *x, const pol_paper *paper) {
  pol_letter letter = {.x = x, .c = x->c, .paper = paper};
  const pol_letter *l = &letter;
  const pol_page *pg = &x->c->page;
  document_head(l);
  pol_html(pg, "<body>\n");
  const char *rest = head(l);
  pol_html(pg, "<main>\n<h1>%s</h1>\n", pol_say_question(x->c, x->c->answer->decision));
  answer(l);
  pol_letter_reasons(l);
  pol_letter_change(l);
  pol_letter_next(l);
  letterhead_part(l, rest, "signature");
  closing(l);
  pol_letter_annexes(l);
  pol_html(pg, "</main>\n<footer>\n<p>End of decision</p>\n</footer>\n</body>\n</html>\n");
  return pol_page_end(pg);
}
