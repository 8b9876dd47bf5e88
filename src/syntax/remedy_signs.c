/* Commas, brackets, braces, bullets, rows. */
#include "syntax/remedies.h"

/* -- commas */

static bool comma_at(pol_reading *r, uint32_t i, bool before) {
  if (!is_kind(r, i, TOK_COMMA)) return false;
  pol_span at = span_of(r, i, 1);
  if (!pol_try_without(r, i, 1)) return false;
  pol_report *p;
  if (before) {
    p = pol_reading_report(r, POL_R_STRAY_COMMA, at, "after this comma the list does not go on");
    pol_report_help(r->reports, p, "take it away, or write what comes after it");
  } else {
    p = pol_reading_report(r, POL_R_STRAY_COMMA, at, "a comma stands only between the items of a list");
    pol_report_fix(r->reports, p, at, "", "take it away");
  }
  return true;
}

/* A comma too many: where reading stopped, just before, or in the middle of a phrase that was not recognised for it (applies, only if). */
bool pol_remedy_comma(pol_reading *r) {
  enum { LOOK_AHEAD = 4 };
  uint32_t here = r->trouble.raw;
  if (comma_at(r, here, false) || (here > r->from && comma_at(r, here - 1, true))) return true;
  for (uint32_t i = here + 1; r->strict && i <= here + LOOK_AHEAD && exists(r, i) && !is_first(r, i); i++)
    if (comma_at(r, i, false)) return true;
  if (!is_kind(r, here, TOK_COMMA) || !wants(r, TOK_AND)) return false;
  pol_span at = span_of(r, here, 1);
  if (!pol_try_keyword(r, here, 1, POL_KEYWORD_AND)) return false;
  pol_report *p = pol_reading_report(r, POL_R_NO_WHEN, at, "between two conditions stands \"and\" or \"or\", not a comma");
  pol_report_help(r->reports, p, "if both have to hold: and; if one is enough: or");
  return true;
}

/* -- brackets and braces */

/* The opening bracket that is not closed before `to`, or `to`. */
static uint32_t open_bracket(const pol_reading *r, uint32_t to) {
  uint32_t depth = 0;
  for (uint32_t i = to; i-- > r->from;) {
    if (r->raw.at[i].kind == TOK_CLOSE) depth++;
    else if (r->raw.at[i].kind == TOK_OPEN && depth-- == 0) return i;
  }
  return to;
}

bool pol_remedy_bracket(pol_reading *r) {
  uint32_t here = r->trouble.raw, open = open_bracket(r, here);
  if (r->trouble.token == TOK_CLOSE) {
    pol_span at = span_of(r, here, 1);
    if (open != here || !pol_try_without(r, here, 1)) return false;
    pol_report *p = pol_reading_report(r, POL_R_STRAY_BRACKET, at, "this bracket closes nothing");
    pol_report_help(r->reports, p, "take it away, or write ( where it should open");
    return true;
  }
  pol_span gap = pol_gap_before(r, here);
  if (!wants(r, TOK_CLOSE) || open == here || !pol_try_sign(r, here, TOK_CLOSE, 1)) return false;
  pol_report *p = pol_reading_report(r, POL_R_OPEN_BRACKET, span_of(r, open, 1), "this bracket is not closed");
  pol_report_also(r->reports, p, gap, ") at the latest here");
  pol_report_help(r->reports, p, "write ) where it ends");
  return true;
}

/* guidance "see {page}": only a reason is filled in. The pieces become the text that they were. */
bool pol_remedy_brace(pol_reading *r) {
  uint32_t here = r->trouble.raw, last = here;
  if (r->trouble.token != TOK_TEXT_HEAD || !wants(r, TOK_STRING)) return false;
  while (exists(r, last) && r->raw.at[last].kind != TOK_TEXT_TAIL) last++;
  if (!exists(r, last)) return false;
  pol_span text = span_of(r, here, last + 1 - here);
  uint32_t brace = r->raw.at[here].end;
  pol_edit e = { .at = here, .take = last + 1 - here, .put = 1, .words = { r->raw.at[here] }, .past = 1 };
  e.words[0].kind = TOK_STRING;
  e.words[0].end = text.end;
  e.words[0].as.text = pol_atom_make(r->atoms, r->text + text.start + 1, text.end - text.start - 2);
  if (!pol_mend_try(r, &e)) return false;
  pol_report *p = pol_reading_report(r, POL_R_BRACE, pol_reading_span(r, brace - 1, brace), "only the text of a reason is filled in with {…}");
  pol_report_help(r->reports, p, "for the sign itself, write \\{");
  return true;
}

/* -- bullets */

/* A line that starts with - where no list is open, or where "all of" is left out. */
static bool stray_bullet(pol_reading *r, uint32_t here) {
  pol_report *p;
  if (wants(r, TOK_MINUS) && !wants(r, TOK_ALL_OF) && pol_try_flags(r, here, 0, POL_RAW_FIRST, 2)) {
    p = pol_reading_report(r, POL_R_STRAY_BULLET, span_of(r, here, 1), "a line that starts with - is a bullet, and no list is open here");
    pol_report_help(r->reports, p, "if it takes something off, write the - at the end of the line above");
    return true;
  }
  if (!wants(r, TOK_ALL_OF) || !pol_try_keyword(r, here, 0, POL_KEYWORD_ALL_OF)) return false;
  p = pol_reading_report(r, POL_R_STRAY_BULLET, span_of(r, here + 1, 1), "before these bullets stands \"all of\" or \"any of\"");
  pol_report_help(r->reports, p, "if all have to hold: all of; if one is enough: any of");
  return true;
}

bool pol_remedy_bullet(pol_reading *r) {
  uint32_t here = r->trouble.raw;
  if (r->trouble.token == TOK_BULLET) return stray_bullet(r, here);
  if (!wants(r, TOK_BULLET) || !is_first(r, here) || (r->trouble.token != TOK_AND && r->trouble.token != TOK_OR)) return false;
  pol_span at = span_of(r, here, 1);
  pol_edit e = { .at = here, .take = 1, .put = 1, .words = { pol_mend_sign(r, here, TOK_MINUS) }, .past = 2 };
  e.words[0].flags = POL_RAW_FIRST;
  if (!pol_mend_try(r, &e)) return false;
  pol_report *p = pol_reading_report(r, POL_R_AFTER_BULLETS, at, "a condition does not go on after its last bullet");
  pol_report_help(r->reports, p, "make it one more bullet, or write it before \"all of\" or \"any of\"");
  return true;
}

bool pol_remedy_bullet_left_out(pol_reading *r) {
  uint32_t here = r->trouble.raw;
  if (!wants(r, TOK_BULLET) || !exists(r, here) || !is_first(r, here) || pol_filter_starts_line(r, here)) return false;
  if (!pol_try_at_start(r, here, pol_mend_sign(r, here, TOK_MINUS), 2)) return false;
  pol_span at = span_of(r, here + 1, 1);
  pol_report *p = pol_reading_report(r, POL_R_MISSING_WORD, at, "this line of the list has no bullet");
  pol_report_fix(r->reports, p, pol_reading_span(r, at.start, at.start), "- ", "put - before it");
  return true;
}

/* -- rows: a | at the start, between the cells and at the end */

static bool row_start(pol_reading *r, uint32_t first) {
  uint32_t bar = first + 1;
  if (is_kind(r, first, TOK_PIPE)) return false;
  while (exists(r, bar) && !is_first(r, bar) && r->raw.at[bar].kind != TOK_PIPE) bar++;
  if (!is_kind(r, bar, TOK_PIPE) || is_first(r, bar) || !pol_try_at_start(r, first, pol_mend_sign(r, first, TOK_PIPE), 2)) return false;
  pol_span at = span_of(r, first + 1, 1);
  pol_report *p = pol_reading_report(r, POL_R_ROW_END, at, "a row starts with |");
  pol_report_fix(r->reports, p, pol_reading_span(r, at.start, at.start), "| ", "put | before it");
  return true;
}

static uint32_t bars(const pol_reading *r, uint32_t first) {
  uint32_t n = 0;
  for (uint32_t i = first; exists(r, i) && (i == first || !is_first(r, i)); i++) n += r->raw.at[i].kind == TOK_PIPE;
  return n;
}

/* Whether the row at `first` has as many | as the heading of its table. */
static bool is_full_row(const pol_reading *r, uint32_t first) {
  uint32_t heading = r->from;
  while (heading < first && !(is_kind(r, heading, TOK_PIPE) && is_first(r, heading))) heading++;
  return heading < first && bars(r, first) >= bars(r, heading);
}

/* One | more would make a cell too many: what stands in this one is no value. */
static bool odd_cell(pol_reading *r, uint32_t here) {
  uint32_t start = here, end = here;
  while (start > r->from && r->raw.at[start - 1].kind != TOK_PIPE) start--;
  while (exists(r, end) && !is_first(r, end) && r->raw.at[end].kind != TOK_PIPE) end++;
  if (end == start) return false;
  pol_report *p = pol_reading_report(r, POL_R_CANNOT_FOLLOW, span_of(r, here, 1), "this does not go on with what stands before it in the cell");
  pol_report_also(r->reports, p, span_of(r, start, end - start), "the cell");
  pol_report_help(r->reports, p, "a cell holds a value or a comparison: 5 years, at least 5 years, from 5 years, 1 to 4, red");
  return pol_mend_give_up(r);
}

bool pol_remedy_row(pol_reading *r) {
  uint32_t here = r->trouble.raw, first = here;
  if (wants(r, TOK_ROW) && is_first(r, here)) return exists(r, here) && row_start(r, here);
  while (first > r->from && !is_first(r, first)) first--;
  if (r->trouble.token == TOK_PIPE && first > r->from && row_start(r, first)) return true;
  bool ends = r->trouble.token == TOK_ROW_END;
  if (!wants(r, TOK_PIPE) || here == r->from || (is_first(r, here) && !ends)) return false;
  if (!ends && r->trouble.token != TOK_PIPE && is_full_row(r, first)) return odd_cell(r, here);
  if (!pol_try_sign(r, here, TOK_PIPE, ends ? 1 : 2)) return false;
  pol_span last = span_of(r, here - 1, 1);
  pol_report *p = pol_reading_report(r, POL_R_ROW_END, last, ends ? "a row ends with |" : "between two cells stands |");
  pol_report_fix(r->reports, p, pol_reading_span(r, last.end, last.end), " |", ends ? "put | at its end" : "put | after this");
  return true;
}
