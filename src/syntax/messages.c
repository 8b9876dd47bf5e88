#include "syntax/messages.h"
#include "base/limits.h"
#include "pol_parser.h"
#include "syntax/filter.h"
#include <string.h>

_Static_assert(TOK_PIPE - POL_FIRST_TOKEN < POL_TOKENS, "room for every token");

static const struct { uint16_t token; const char *called, *written; } forms[] = {
#define POL_FORM(TOKEN, called, written) { TOK_##TOKEN, called, written },
#include "syntax/forms.def"
#undef POL_FORM
};

bool pol_trouble_wants(const pol_trouble *t, int token) { return t->wanted[token ? token - POL_FIRST_TOKEN : 0]; }
void pol_trouble_want(pol_trouble *t, int token) { t->wanted[token ? token - POL_FIRST_TOKEN : 0] = true; }

enum { SHOWN_MOST = 40 /* bytes of the author's words in a message */ };

static bool is_first(const pol_reading *r, uint32_t i) { return i >= r->to || (r->raw.at[i].flags & POL_RAW_FIRST); }

/* The form of the declaration or line that a token starts; -1 when it starts none. */
static int form_of(int token) {
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
    if (forms[i].token == token) return (int)i;
  return -1;
}

static const char *called(int form) { return form < 0 ? "declaration" : forms[form].called; }

static int token_at(const pol_reading *r, uint32_t i) {
  uint32_t words;
  const pol_keyword *k = pol_filter_keyword(r, i, &words);
  return k ? k->token : 0;
}

/* The form of the line that the words before `i` belong to: by its keyword, by the verb after its subject, or else the declaration's. */
static int form_around(const pol_reading *r, uint32_t i) {
  uint32_t line = i;
  while (line > r->from && !(line < i && pol_filter_starts_line(r, line))) line--;
  int form = -1;
  if (line > r->from && (r->declaration == TOK_FACTS || r->declaration == TOK_RECORD)) return form_of(TOK_ENTRY);
  if (line > r->from) {
    form = form_of(token_at(r, line));
    if (form < 0) form = form_of(token_at(r, pol_filter_after_names(r, line)));
  }
  return form < 0 ? form_of(r->declaration) : form;
}

static const char *need_of_name(const pol_reading *r, const pol_trouble *t) {
  switch (t->before) {
  case TOK_REFUSES: case TOK_REFERS: case TOK_PERMITS: case TOK_MULTIPLIES: case TOK_AFTER: case TOK_RESERVATION_ON: return "the name of a decision";
  case TOK_PARTY: case TOK_DEPARTURE: case TOK_KNOWN_TO: return "the name of a party";
  case TOK_OF: return r->declaration == TOK_AGREEMENT ? "the name of a party" : "a name";
  case TOK_TO: return form_around(r, t->raw) == form_of(TOK_REFERS) ? "the name of a party" : "the name of a decision";
  default: return "a name";
  }
}

/* What has to come next, in words; NULL when what is there is complete. */
static const char *need(const pol_reading *r, const pol_trouble *t) {
  bool value = pol_trouble_wants(t, TOK_NUMBER) && pol_trouble_wants(t, TOK_OPEN);
  if (value && pol_trouble_wants(t, TOK_PIPE)) return NULL;
  if (value && pol_trouble_wants(t, TOK_AGREED)) return "a condition";
  if (value && pol_trouble_wants(t, TOK_AT_LEAST)) return "a value or a comparison";
  if (value) return "an amount, a date or a name";
  if (t->before == TOK_PER) return "a unit such as hour or month";
  if (pol_trouble_wants(t, TOK_CLAUSE_ID)) return "the id of a clause or a section";
  if (pol_trouble_wants(t, TOK_DOTTED)) return "the name of a fact";
  if (pol_trouble_wants(t, TOK_NAME) && pol_trouble_wants(t, TOK_YES_OR_NO)) return "a type such as hours or date";
  if (pol_trouble_wants(t, TOK_NAME) && !pol_trouble_wants(t, 0)) return need_of_name(r, t);
  if (pol_trouble_wants(t, TOK_STRING) && !pol_trouble_wants(t, TOK_IS) && !pol_trouble_wants(t, 0)) return "a text in quotation marks";
  return NULL;
}

/* The one keyword that fits, in quotation marks in `out`; NULL when there are others or none. */
static const char *only_keyword(const pol_trouble *t, char out[64]) {
  const pol_keyword *only = NULL;
  for (int token = TOK_POLICY; token < TOK_NAME; token++) {
    if (!pol_trouble_wants(t, token)) continue;
    if (only) return NULL;
    only = pol_keyword_of(token);
  }
  if (!only || pol_trouble_wants(t, 0) || only->length > 60) return NULL;
  out[0] = '"';
  memcpy(out + 1, only->spelling, only->length);
  memcpy(out + 1 + only->length, "\"", 2);
  return out;
}

/* The author's words at `i`, in quotation marks where they are words: text in `out`. */
static const char *shown(const pol_reading *r, uint32_t i, char out[SHOWN_MOST + 8]) {
  const pol_raw *w = &r->raw.at[i];
  if (w->kind == TOK_STRING || w->kind == TOK_TEXT_HEAD || w->kind == TOK_TEXT_MID || w->kind == TOK_TEXT_TAIL) return "a text";
  if (w->kind == TOK_MINUS && is_first(r, i)) return "a bullet";
  if (w->kind == TOK_PIPE && is_first(r, i)) return "a row";
  if (w->kind == TOK_LOST) return "this";
  uint32_t words = 1;
  const pol_keyword *k = pol_filter_keyword(r, i, &words);
  uint32_t n = r->raw.at[i + (k ? words : 1) - 1].end - w->start;
  if (n > SHOWN_MOST) return "this";
  bool quoted = w->kind == POL_RAW_WORD || w->kind == POL_RAW_KEYWORD || w->kind == TOK_COMMA;
  size_t used = 0;
  if (quoted) out[used++] = '"';
  memcpy(out + used, r->text + w->start, n);
  used += n;
  for (char *c = out; c < out + used; c++)
    if (*c == '\n' || *c == '\r' || *c == '\t') *c = ' '; /* a phrase over two lines */
  if (quoted) out[used++] = '"';
  out[used] = '\0';
  return out;
}

static pol_span span_at(const pol_reading *r, uint32_t i) { return pol_reading_span(r, r->raw.at[i].start, r->raw.at[i].end); }

/* The declaration after the one that is read, by its keyword and its name or id: clause 3.7.6. NULL when the file ends. */
static const pol_raw *next_declaration(const pol_reading *r, char out[2 * SHOWN_MOST]) {
  const pol_raw *next = r->to < r->raw.n ? &r->raw.at[r->to] : r->stretch_end < r->all.n ? &r->all.at[r->stretch_end] : NULL;
  if (!next) return NULL;
  bool named = next + 1 < (r->to < r->raw.n ? r->raw.at + r->raw.n : r->all.at + r->all.n) && !(next[1].flags & POL_RAW_FIRST) && next[1].kind != TOK_STRING;
  uint32_t end = named ? next[1].end : next->end, n = end - next->start;
  if (n >= 2 * SHOWN_MOST) n = next->end - next->start;
  memcpy(out, r->text + next->start, n);
  out[n] = '\0';
  return next;
}

/* A line or declaration that breaks off: the next one starts, or the file ends. */
static void say_unfinished(pol_reading *r, const char *needed, int form) {
  const pol_trouble *t = &r->trouble;
  const char *above = called(form);
  char words[2 * SHOWN_MOST];
  pol_report *p;
  if (t->raw < r->to) {
    p = pol_reading_report(r, POL_R_UNFINISHED, t->at, "%s starts before the %s above it is finished", shown(r, t->raw, words), above);
  } else {
    const pol_raw *next = next_declaration(r, words);
    if (next) p = pol_reading_report(r, POL_R_UNFINISHED, pol_reading_span(r, next->start, next->end), "%s starts before the %s above it is finished", words, above);
    else p = pol_reading_report(r, POL_R_UNFINISHED, span_at(r, r->to - 1), "the file ends before this %s is finished", above);
    if (next) pol_report_label(r->reports, p, "the next declaration starts here");
  }
  if (!p || t->raw == r->from) return;
  uint32_t last = t->raw - 1;
  char before[SHOWN_MOST + 8];
  pol_report_also(r->reports, p, span_at(r, last), "%s should follow", needed);
  if (t->before == TOK_AND || t->before == TOK_OR || t->before == TOK_COMMA)
    pol_report_help(r->reports, p, "take %s away, or write %s after it", shown(r, last, before), needed);
  else if (form >= 0) pol_report_help(r->reports, p, "it is written like this: %s", forms[form].written);
}

/* What cannot start a line where it stands first on one. */
static void say_no_line(pol_reading *r, int form) {
  const pol_trouble *t = &r->trouble;
  char words[SHOWN_MOST + 8];
  const char *what = shown(r, t->raw, words);
  pol_report *p;
  if (pol_trouble_wants(t, TOK_ENTRY)) {
    p = pol_reading_report(r, POL_R_FACT_FORM, t->at, "a fact is declared as: name is type");
    pol_report_label(r->reports, p, "no entry starts like this");
    return;
  }
  if (r->declaration == TOK_CLAUSE && pol_trouble_wants(t, TOK_SUBJECT) && pol_filter_is_name(r, t->raw)) {
    p = pol_reading_report(r, POL_R_NO_VERB, t->at, "no rule starts with %s, and no verb follows it", what);
    pol_report_help(r->reports, p, "after a decision: is, only if, applies only if; after a party: must, should");
    return;
  }
  if (t->token == TOK_BULLET) {
    p = pol_reading_report(r, POL_R_STRAY_BULLET, t->at, "a line that starts with - is a bullet, and no list is open here");
    pol_report_help(r->reports, p, "bullets follow all of, any of, is or given");
    return;
  }
  p = pol_reading_report(r, POL_R_NO_SUCH_LINE, t->at, "no line of this %s can start with %s", called(form_of(r->declaration)), what);
  if (form >= 0) pol_report_help(r->reports, p, "it is written like this: %s", forms[form].written);
}

/* Before the first declaration. */
static void say_no_declaration(pol_reading *r) {
  char words[SHOWN_MOST + 8];
  const char *what = r->trouble.raw < r->to ? shown(r, r->trouble.raw, words) : "this";
  pol_report *p = pol_reading_report(r, POL_R_NO_DECLARATION, r->trouble.at, "a declaration belongs here, and %s starts none", what);
  pol_report_help(r->reports, p, "declarations start with policy, party, facts, decision, section, clause, scenario …");
}

void pol_message(pol_reading *r) {
  const pol_trouble *t = &r->trouble;
  if (r->quiet) return;
  if (!r->declaration) {
    say_no_declaration(r);
    return;
  }
  char words[SHOWN_MOST + 8], before[SHOWN_MOST + 8], keyword[64];
  int form = form_around(r, t->raw);
  const char *needed = need(r, t);
  if (!needed) needed = only_keyword(t, keyword);
  bool at_end = t->raw >= r->to, first = is_first(r, t->raw);
  pol_report *p;
  if (at_end || (needed && first && pol_filter_starts_line(r, t->raw))) {
    say_unfinished(r, needed ? needed : "more", form);
    return;
  }
  if (pol_trouble_wants(t, TOK_BULLET) && (t->token == TOK_AND || t->token == TOK_OR)) {
    p = pol_reading_report(r, POL_R_BULLET_HOLDS_ONE, t->at, "a bullet holds one condition");
    pol_report_help(r->reports, p, "put the two in brackets, or make them two bullets");
    return;
  }
  if (!needed && first && t->raw > r->from) {
    say_no_line(r, form);
    return;
  }
  if (needed) p = pol_reading_report(r, POL_R_WRONG_PART, t->at, "%s belongs here, not %s", needed, shown(r, t->raw, words));
  else if (t->raw > r->from)
    p = pol_reading_report(r, POL_R_CANNOT_FOLLOW, t->at, "%s cannot follow %s here", shown(r, t->raw, words), shown(r, t->raw - 1, before));
  else p = pol_reading_report(r, POL_R_CANNOT_FOLLOW, t->at, "%s cannot stand here", shown(r, t->raw, words));
  if (form >= 0) pol_report_help(r->reports, p, "it is written like this: %s", forms[form].written);
}

void pol_message_too_deep(pol_reading *r) {
  pol_report *p = pol_reading_report(r, POL_R_TOO_DEEP, r->trouble.at, "this is nested more than %d deep", POL_LIMIT_TREE_HEIGHT);
  pol_report_help(r->reports, p, "give parts of it a name: define … is …");
}
