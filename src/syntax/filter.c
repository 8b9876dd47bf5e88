#include "syntax/filter.h"
#include "pol_parser.h"
#include <string.h>

static const pol_raw *raw_at(const pol_reading *r, uint32_t i) { return i < r->to ? &r->raw.at[i] : NULL; }
static bool is_first(const pol_raw *w) { return (w->flags & POL_RAW_FIRST) != 0; }
/* The raw word, if it stands on the line of the one before it. */
static const pol_raw *same_line(const pol_reading *r, uint32_t i) {
  const pol_raw *w = raw_at(r, i);
  return w && !is_first(w) ? w : NULL;
}

static bool is_spelt(const pol_reading *r, const pol_raw *w, const char *word, size_t n) {
  if (!w || w->kind != POL_RAW_WORD || (w->flags & POL_RAW_PLAIN)) return false;
  size_t length;
  const char *text = pol_raw_text(r, w, &length);
  return length == n && memcmp(text, word, n) == 0;
}

static const char *word_end(const char *at) {
  while (*at && *at != ' ') at++;
  return at;
}

/* Whether the rest of a keyword stands there, whose first word does. */
static bool has_words(const pol_reading *r, uint32_t i, const pol_keyword *k, uint32_t *words) {
  uint32_t n = 1;
  for (const char *at = word_end(k->spelling); *at; n++) {
    const char *word = at + 1;
    at = word_end(word);
    if (!is_spelt(r, raw_at(r, i + n), word, (size_t)(at - word))) return false;
  }
  *words = n;
  return true;
}

/* Words that are names anywhere but first on a line: declarations, and the lines of scenarios ("given" is an option of many a fact). */
static bool only_first(const pol_keyword *k) {
  return k->kind == POL_WORD_DECLARATION || k->token == TOK_GIVEN || k->token == TOK_LIKE || k->token == TOK_BUT || k->token == TOK_EXPECT;
}

const pol_keyword *pol_filter_keyword(const pol_reading *r, uint32_t i, uint32_t *words) {
  const pol_raw *w = raw_at(r, i);
  if (!w || w->word == POL_NO_WORD || (w->flags & POL_RAW_PLAIN)) return NULL;
  if (w->kind == POL_RAW_KEYWORD) {
    *words = w->as.takes;
    return pol_keyword_get(w->word);
  }
  if (w->kind != POL_RAW_WORD) return NULL;
  for (uint8_t k = w->word; k != POL_NO_WORD; k = r->words.next[k])
    if (has_words(r, i, pol_keyword_get(k), words)) return pol_keyword_get(k);
  return NULL;
}

static int token_at(const pol_reading *r, uint32_t i) {
  uint32_t words;
  const pol_keyword *k = pol_filter_keyword(r, i, &words);
  return k ? k->token : 0;
}

bool pol_filter_is_name(const pol_reading *r, uint32_t i) {
  const pol_raw *w = raw_at(r, i);
  uint32_t words;
  return w && w->kind == POL_RAW_WORD && !pol_filter_keyword(r, i, &words);
}

bool pol_filter_is_verb(int token) {
  switch (token) {
  case TOK_IS: case TOK_ONLY_IF: case TOK_APPLIES_ONLY_IF: case TOK_MUST: case TOK_WILL: case TOK_SHOULD: case TOK_EXPECTED_TO: case TOK_NORMALLY:
  case TOK_TRIES_TO: case TOK_CAPPED: case TOK_NO_LESS: case TOK_NO_LATER: case TOK_NO_EARLIER: return true;
  default: return false;
  }
}

/* Tokens that complete something: after any other keyword or sign, the line goes on. */
bool pol_filter_is_open(int token) {
  switch (token) {
  case 0: case TOK_EFFECTIVE_APPLIED: case TOK_SHORT_LAST: case TOK_SHORT_FIRST: case TOK_CONFIDENTIAL: case TOK_CANNOT_CHANGE: case TOK_NEUTRAL:
  case TOK_FOR_INFORMATION: case TOK_LEAST_OF_ALL: case TOK_GREATEST_OF_ALL: case TOK_IN_WRITING: case TOK_OTHERWISE: case TOK_YES: case TOK_NO:
  case TOK_YES_OR_NO: case TOK_CLOSE: case TOK_PIPE: return false;
  case TOK_COMMA: case TOK_OPEN: case TOK_PLUS: case TOK_MINUS: case TOK_STAR: case TOK_SLASH: case TOK_BULLET: return true;
  default: return pol_keyword_of(token) != NULL;
  }
}

uint32_t pol_filter_after_names(const pol_reading *r, uint32_t i) {
  uint32_t at = i;
  while (pol_filter_is_name(r, at)) {
    const pol_raw *comma = same_line(r, ++at);
    if (!comma || comma->kind != TOK_COMMA) break;
    at++;
  }
  return at;
}

/* A word that starts lines or goes on with them is no subject, whatever follows it. */
static bool starts_subject(const pol_reading *r, uint32_t i) {
  uint32_t words;
  const pol_keyword *k = pol_filter_keyword(r, i, &words);
  if (k && (k->kind == POL_WORD_LINE || k->kind == POL_WORD_QUALIFIER || k->kind == POL_WORD_DECLARATION)) return false;
  uint32_t after = k ? i + 1 : pol_filter_after_names(r, i);
  return after > i && r->raw.at[i].kind == POL_RAW_WORD && same_line(r, after) && pol_filter_is_verb(token_at(r, after));
}

static bool is_is(const pol_reading *r, uint32_t i) {
  const pol_raw *w = raw_at(r, i);
  return w && (is_spelt(r, w, "is", 2) || (w->kind == POL_RAW_KEYWORD && w->word == POL_KEYWORD_IS));
}

/* reason "is because of" is …: a keyword is an entry when its label is followed by "is"; any other word when a label follows. */
static bool starts_entry(const pol_reading *r, uint32_t i) {
  const pol_raw *w = raw_at(r, i);
  if (!w || (w->kind != POL_RAW_WORD)) return false;
  if (is_is(r, i + 1)) return true;
  const pol_raw *label = same_line(r, i + 1);
  if (!label || label->kind != TOK_STRING) return false;
  uint32_t words, after = i + 2;
  if (!pol_filter_keyword(r, i, &words)) return true;
  while (raw_at(r, after) && r->raw.at[after].kind == TOK_STRING) after++;
  return is_is(r, after);
}

static bool has_entries(int declaration) { return declaration == TOK_FACTS || declaration == TOK_RECORD; }

bool pol_filter_declares(const pol_reading *r, uint32_t i, bool among_entries) {
  const pol_raw *w = raw_at(r, i);
  if (!w || !is_first(w)) return false;
  uint32_t words;
  const pol_keyword *k = pol_filter_keyword(r, i, &words);
  if (!k || k->kind != POL_WORD_DECLARATION || (among_entries && starts_entry(r, i))) return false;
  const pol_raw *after = same_line(r, i + 1);
  return !after || after->kind != TOK_PIPE; /* a heading that misses its first | */
}

uint32_t pol_filter_declaration_end(const pol_reading *r, uint32_t from) {
  bool among_entries = has_entries(token_at(r, from));
  uint32_t i = from + 1;
  while (i < r->to && !pol_filter_declares(r, i, among_entries)) i++;
  return i;
}

bool pol_filter_starts_line(const pol_reading *r, uint32_t i) {
  const pol_raw *w = raw_at(r, i);
  if (!w || !is_first(w)) return false;
  if (w->kind == TOK_PIPE || w->kind == TOK_LOST) return true;
  if (has_entries(r->declaration)) return starts_entry(r, i);
  if (r->declaration == TOK_CLAUSE && starts_subject(r, i)) return true;
  if ((r->declaration == TOK_POLICY || r->declaration == TOK_AMENDMENT) && pol_filter_is_name(r, i)) {
    const pol_raw *words = same_line(r, i + 1);
    if (words && words->kind == TOK_STRING) return true;
  }
  uint32_t n;
  const pol_keyword *k = pol_filter_keyword(r, i, &n);
  return k && k->kind == POL_WORD_LINE;
}

/* -- tokens */

static int give(pol_reading *r, uint32_t words, int token, POL_YYLTYPE *at) {
  at->start = r->raw.at[r->at].start;
  at->end = r->raw.at[r->at + words - 1].end;
  r->at += words;
  return token;
}

static int give_text(pol_reading *r, int token, POL_YYSTYPE *value, POL_YYLTYPE *at) {
  const pol_raw *w = &r->raw.at[r->at];
  bool spelt = !w->as.text && w->kind != TOK_STRING && w->kind != TOK_TEXT_HEAD && w->kind != TOK_TEXT_MID && w->kind != TOK_TEXT_TAIL && w->kind != TOK_LOST;
  value->TOK_NAME = spelt ? pol_atom_make(r->atoms, r->text + w->start, w->end - w->start) : w->as.text;
  if (spelt && !value->TOK_NAME) r->failed = true;
  return give(r, 1, token, at);
}

/* A unit after a number or "per"; an order's noun before "above" and "below". */
static bool is_unit(const pol_reading *r, const char **unit) {
  const pol_raw *w = same_line(r, r->at);
  if (!w || w->kind != POL_RAW_WORD || (r->previous != TOK_NUMBER && r->previous != TOK_PER)) return false;
  size_t length;
  const char *word = pol_raw_text(r, w, &length);
  *unit = pol_word_unit(word, length);
  if (*unit) return true;
  if (r->previous != TOK_NUMBER || w->word != POL_NO_WORD) return false;
  int next = token_at(r, r->at + 1);
  return next == TOK_ABOVE || next == TOK_BELOW;
}

/* section and table name what an id is of, when one follows: they are no keywords in the middle of a line. */
static bool is_ref_kind(const pol_reading *r, const pol_keyword *k) {
  if (!k || (k->token != TOK_SECTION && k->token != TOK_TABLE) || !same_line(r, r->at)) return false;
  const pol_raw *id = same_line(r, r->at + 1);
  if (!id) return false;
  return id->kind == TOK_NUMBER || id->kind == TOK_CLAUSE_ID || id->kind == TOK_DOTTED || pol_filter_is_name(r, r->at + 1);
}

static bool is_agreement(const pol_reading *r) {
  const pol_raw *next = same_line(r, r->at + 1);
  return next && pol_filter_is_name(r, r->at + 1);
}

static int word(pol_reading *r, POL_YYSTYPE *value, POL_YYLTYPE *at) {
  const pol_raw *w = &r->raw.at[r->at];
  const char *unit = NULL;
  if (is_unit(r, &unit)) {
    int token = give_text(r, TOK_UNIT, value, at);
    if (unit) value->TOK_NAME = pol_atom_text(r->atoms, unit);
    if (!value->TOK_NAME) r->failed = true;
    return token;
  }
  if (w->kind == POL_RAW_WORD) {
    if (has_entries(r->previous)) return give_text(r, TOK_NAME, value, at);
    bool fresh = r->at > r->from && is_first(w) && !pol_filter_is_open(r->previous);
    if (fresh && has_entries(r->declaration) && starts_entry(r, r->at)) return give_text(r, TOK_ENTRY, value, at);
    bool begins = fresh || r->previous == TOK_NORMALLY; /* normally standard_day is 7.4 hours */
    if (begins && r->declaration == TOK_CLAUSE && starts_subject(r, r->at)) return give_text(r, TOK_SUBJECT, value, at);
  }
  uint32_t words = 1;
  const pol_keyword *k = pol_filter_keyword(r, r->at, &words);
  if (is_ref_kind(r, k)) return give_text(r, TOK_REF_KIND, value, at);
  bool counts = k && (is_first(w) || !only_first(k));
  if (counts && (k->token == TOK_AGREED || k->token == TOK_PENDING)) counts = is_agreement(r);
  if (!counts) return give_text(r, TOK_NAME, value, at);
  return give(r, words, k->token, at);
}

/* A row ends with its line. */
static bool ends_row(pol_reading *r) {
  if (r->previous == TOK_ROW) r->in_row = true;
  if (!r->in_row || same_line(r, r->at)) return false;
  r->in_row = false;
  return true;
}

static int next_token(pol_reading *r, POL_YYSTYPE *value, POL_YYLTYPE *at) {
  if (ends_row(r)) {
    r->given = r->at;
    at->start = at->end = r->raw.at[r->at - 1].end;
    return TOK_ROW_END;
  }
  while (r->at < r->to) {
    const pol_raw *w = &r->raw.at[r->at];
    uint32_t words;
    const pol_keyword *after = w->kind == TOK_COMMA ? pol_filter_keyword(r, r->at + 1, &words) : NULL;
    r->given = r->at;
    if (w->kind == POL_RAW_NOTHING || (after && after->comma)) r->at++;
    else if (w->kind == POL_RAW_WORD || w->kind == POL_RAW_KEYWORD) return word(r, value, at);
    else if (w->kind == TOK_MINUS && is_first(w)) return give(r, 1, TOK_BULLET, at);
    else if (w->kind == TOK_PIPE && is_first(w)) return give(r, 1, TOK_ROW, at);
    else if (w->kind < TOK_NAME || w->kind > TOK_LOST) return give(r, 1, w->kind, at);
    else return give_text(r, w->kind, value, at);
  }
  r->given = r->to;
  if (r->to > r->from) at->start = at->end = r->raw.at[r->to - 1].end;
  return TOK_END;
}

void pol_filter_start(pol_reading *r) {
  r->at = r->given = r->from;
  uint32_t words;
  const pol_keyword *head = pol_filter_keyword(r, r->from, &words);
  r->declaration = head && head->kind == POL_WORD_DECLARATION ? head->token : 0;
  r->previous = r->before = 0;
  r->in_row = false;
  r->reached = false;
}

int pol_yylex(POL_YYSTYPE *value, POL_YYLTYPE *at, pol_reading *r) {
  at->file = r->file;
  /* A trial that has come past the mistake ends at once, and so does everything when memory is gone. */
  if (r->at >= r->goal && r->goal) r->reached = true;
  if (r->reached || r->failed) {
    at->start = at->end = r->at ? r->raw.at[r->at - 1].end : 0;
    return TOK_END;
  }
  r->before = r->previous;
  return r->previous = next_token(r, value, at);
}
