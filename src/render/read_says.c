/* The published words of a clause beside its rules: hedges, numbers, roles and cross references that the words have and the sentences made
 * from the rules do not. Words are compared, not understood: runs of letters and digits, capitals as small letters; phrases by their words
 * in a row, the longest of a table's first; numbers by their value and unit, in figures or in words, weeks as days and years as months. */
#include "render/reading.h"
#include <string.h>

enum { UNIT_NONE = 0, UNIT_MINUTE, UNIT_HOUR, UNIT_DAY, UNIT_MONTH, UNIT_MONEY, UNIT_RANK };

/* ---- tables ---- */

typedef enum carrier { BY_WORDS, BY_NORMALLY, BY_MAY, BY_SHOULD, BY_MUST, BY_WILL, BY_EXPECTED, BY_TRYING } carrier;

/* Longer phrases before those that they begin with. */
static const struct {
  const char *words;
  carrier by;
} hedges[] = {
    {"under normal circumstances", BY_NORMALLY},
    {"in normal circumstances", BY_NORMALLY},
    {"normal circumstances", BY_NORMALLY},
    {"normally", BY_NORMALLY},
    {"usually", BY_NORMALLY},
    {"ordinarily", BY_NORMALLY},
    {"generally", BY_NORMALLY},
    {"in general", BY_NORMALLY},
    {"as a rule", BY_NORMALLY},
    {"typically", BY_NORMALLY},
    {"in principle", BY_WORDS},
    {"in exceptional circumstances", BY_WORDS},
    {"in exceptional cases", BY_WORDS},
    {"exceptional circumstances", BY_WORDS},
    {"exceptional", BY_WORDS},
    {"exceptionally", BY_WORDS},
    {"as far as possible", BY_WORDS},
    {"so far as possible", BY_WORDS},
    {"as far as practicable", BY_WORDS},
    {"as far as reasonably practicable", BY_WORDS},
    {"where possible", BY_WORDS},
    {"wherever possible", BY_WORDS},
    {"whenever possible", BY_WORDS},
    {"if possible", BY_WORDS},
    {"where practicable", BY_WORDS},
    {"if practicable", BY_WORDS},
    {"where appropriate", BY_WORDS},
    {"if appropriate", BY_WORDS},
    {"as appropriate", BY_WORDS},
    {"appropriate", BY_WORDS},
    {"where necessary", BY_WORDS},
    {"if necessary", BY_WORDS},
    {"as necessary", BY_WORDS},
    {"where reasonable", BY_WORDS},
    {"reasonable", BY_WORDS},
    {"reasonably", BY_WORDS},
    {"as soon as reasonably practicable", BY_WORDS},
    {"as soon as possible", BY_WORDS},
    {"as soon as practicable", BY_WORDS},
    {"as soon as", BY_WORDS},
    {"in good time", BY_WORDS},
    {"in due course", BY_WORDS},
    {"in a timely manner", BY_WORDS},
    {"promptly", BY_WORDS},
    {"without delay", BY_WORDS},
    {"at the discretion of", BY_WORDS},
    {"at its discretion", BY_WORDS},
    {"at their discretion", BY_WORDS},
    {"discretion", BY_WORDS},
    {"case by case", BY_WORDS},
    {"on its merits", BY_WORDS},
    {"on their merits", BY_WORDS},
    {"suitable", BY_WORDS},
    {"sufficient", BY_WORDS},
    {"adequate", BY_WORDS},
    {"satisfactory", BY_WORDS},
    {"significant", BY_WORDS},
    {"substantial", BY_WORDS},
    {"approximately", BY_WORDS},
    {"best endeavours", BY_TRYING},
    {"every effort", BY_TRYING},
    {"endeavour", BY_TRYING},
    {"endeavours", BY_TRYING},
    {"aim to", BY_TRYING},
    {"aims to", BY_TRYING},
    {"try to", BY_TRYING},
    {"seek to", BY_TRYING},
    {"expected to", BY_EXPECTED},
    {"expects", BY_EXPECTED},
    {"should", BY_SHOULD},
    {"must", BY_MUST},
    {"shall", BY_MUST},
    {"has to", BY_MUST},
    {"have to", BY_MUST},
    {"required to", BY_MUST},
    {"will", BY_WILL},
    {"may", BY_MAY},
    {"might", BY_MAY},
    {"can", BY_MAY},
    {"could", BY_MAY},
    {"would", BY_WORDS},
};

static const char *const roles[] = {
    "head of human resources",
    "director of human resources",
    "human resources adviser",
    "hr adviser",
    "hr advisers",
    "hr business partner",
    "human resources",
    "hr",
    "head of department",
    "heads of department",
    "senior management team",
    "senior manager",
    "senior managers",
    "senior officer",
    "line manager",
    "line managers",
    "line management",
    "manager",
    "managers",
    "supervisor",
    "supervisors",
    "chief officer",
    "chief officers",
    "chief constable",
    "deputy chief constable",
    "assistant chief constable",
    "police and crime commissioner",
    "director",
    "board",
    "committee",
    "panel",
    "governing body",
    "occupational health",
    "professional standards department",
    "professional standards",
    "payroll",
    "finance",
    "trade union",
    "trade unions",
    "union representative",
    "staff association",
    "staff associations",
    "federation",
    "employer",
    "host organisation",
    "host force",
    "home force",
    "member of police staff",
    "member of staff",
    "members of staff",
    "police officer",
    "police officers",
    "police staff",
    "applicant",
    "applicants",
    "employee",
    "employees",
    "secondee",
    "secondees",
    NULL,
};

static const char *const reference_words[] = {"section",     "sections", "clause",   "clauses", "paragraph", "paragraphs",
                                              "annex",       "appendix", "schedule", "part",    "chapter",   "regulation",
                                              "regulations", "article",  "form",     NULL};

static const struct {
  const char *word;
  int value;
} number_words[] = {
    {"zero", 0},      {"one", 1},      {"two", 2},      {"three", 3},      {"four", 4},      {"five", 5},      {"six", 6},
    {"seven", 7},     {"eight", 8},    {"nine", 9},     {"ten", 10},       {"eleven", 11},   {"twelve", 12},   {"thirteen", 13},
    {"fourteen", 14}, {"fifteen", 15}, {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19}, {"twenty", 20},
    {"thirty", 30},   {"forty", 40},   {"fifty", 50},   {"sixty", 60},     {"seventy", 70},  {"eighty", 80},   {"ninety", 90},
    {"hundred", 100}, {"twice", 2},    {"double", 2},
};

static const struct {
  const char *word;
  int unit, times;
} units[] = {
    {"minute", UNIT_MINUTE, 1}, {"hour", UNIT_HOUR, 1},   {"day", UNIT_DAY, 1},     {"week", UNIT_DAY, 7},  {"fortnight", UNIT_DAY, 14},
    {"month", UNIT_MONTH, 1},   {"year", UNIT_MONTH, 12}, {"pound", UNIT_MONEY, 1}, {"rank", UNIT_RANK, 1}, {"step", UNIT_RANK, 1},
};
static const char *const between[] = {"working", "calendar", "clear", "full", "complete", "consecutive", NULL}; /* four working days */

/* ---- words of a text ---- */

typedef struct token {
  uint32_t at, n;
} token;
typedef struct tokens {
  const char *text;
  char *low;
  POL_VEC(token) list;
} tokens; /* low: the same bytes in small letters */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80; }

/* A dot, a hyphen or an apostrophe belongs to a word in the middle of it, a comma between two figures. */
static bool part_of_word(const char *text, size_t i) {
  char c = text[i], next = c == '\0' ? '\0' : text[i + 1];
  if (is_digit(c) || is_letter(c) || c == '%') return true;
  if (i == 0 || (c == ',' && !(is_digit(text[i - 1]) && is_digit(next)))) return false;
  return (c == '.' || c == '-' || c == '\'' || c == ',') && (is_digit(next) || is_letter(next));
}

static bool is_mark(const char *text) { /* “ ” ‘ ’ – — …: three bytes that belong to no word */
  return memcmp(text, "\xe2\x80", 2) == 0;
}

static bool read_tokens(tokens *out, pol_arena *arena, const char *text) {
  size_t n = strlen(text);
  *out = (tokens){.text = text, .low = pol_arena_copy(arena, text, n)};
  if (out->low == NULL) return false;
  for (size_t i = 0; i < n; i++)
    if (text[i] >= 'A' && text[i] <= 'Z') out->low[i] = (char)(text[i] - 'A' + 'a');
  for (size_t i = 0; i < n;) {
    size_t start = i;
    while (i < n && !(n - i >= 3 && is_mark(out->low + i)) && part_of_word(out->low, i)) i++;
    if (i > start) {
      token *t = POL_VEC_PUSH(arena, &out->list);
      if (t == NULL) return false;
      *t = (token){.at = (uint32_t)start, .n = (uint32_t)(i - start)};
    } else i += n - i >= 3 && is_mark(out->low + i) ? 3 : 1;
  }
  return true;
}

static bool word_is(const tokens *t, uint32_t i, const char *word, size_t n) {
  return i < t->list.n && t->list.at[i].n == n && memcmp(t->low + t->list.at[i].at, word, n) == 0;
}

static bool is_among(const tokens *t, uint32_t i, const char *const *list) {
  for (; *list != NULL; list++)
    if (word_is(t, i, *list, strlen(*list))) return true;
  return false;
}

/* How many words the phrase (small letters, single blanks) takes from word i on; 0: it does not stand there. */
static uint32_t phrase_at(const tokens *t, uint32_t i, const char *phrase) {
  uint32_t n = 0;
  while (*phrase != '\0') {
    size_t length = strcspn(phrase, " ");
    if (!word_is(t, i + n, phrase, length)) return 0;
    n++;
    phrase += length + (phrase[length] == ' ');
  }
  return n;
}

static bool has_phrase(const tokens *t, const char *phrase) {
  for (uint32_t i = 0; i < t->list.n; i++)
    if (phrase_at(t, i, phrase) > 0) return true;
  return false;
}

/* ---- numbers ---- */

typedef struct quantity {
  pol_num value;
  int unit;
  uint32_t words;
} quantity; /* words: that it takes */

static bool number_word(pol_num *out, const char *word, size_t n) {
  for (size_t i = 0; i < sizeof number_words / sizeof *number_words; i++) {
    size_t length = strlen(number_words[i].word);
    if (length == n && memcmp(word, number_words[i].word, n) == 0) return *out = pol_num_int(number_words[i].value), true;
    bool tens = number_words[i].value >= 20 && number_words[i].value <= 90 && n > length + 1 &&
                memcmp(word, number_words[i].word, length) == 0 && word[length] == '-';
    if (!tens) continue;
    pol_num rest;
    if (number_word(&rest, word + length + 1, n - length - 1))
      return pol_num_add(out, pol_num_int(number_words[i].value), rest) == POL_NUM_FINE;
  }
  if (n == 4 && memcmp(word, "half", 4) == 0) return pol_num_ratio(out, 1, 2) == POL_NUM_FINE;
  return n == 7 && memcmp(word, "quarter", 7) == 0 && pol_num_ratio(out, 1, 4) == POL_NUM_FINE;
}

static bool unit_at(const tokens *t, uint32_t i, quantity *q) {
  if (i >= t->list.n) return false;
  const char *word = t->low + t->list.at[i].at;
  size_t n = t->list.at[i].n;
  for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
    size_t length = strlen(units[k].word);
    bool fits = n >= length && memcmp(word, units[k].word, length) == 0 &&
                (n == length || (n <= length + 2 && (word[length] == 's' || word[length] == '\'')));
    if (!fits) continue;
    q->unit = units[k].unit;
    pol_num before = q->value;
    return pol_num_mul(&q->value, before, pol_num_int(units[k].times)) == POL_NUM_FINE;
  }
  return false;
}

static bool percent_at(const tokens *t, uint32_t i, quantity *q) {
  uint32_t words = phrase_at(t, i, "per cent") + phrase_at(t, i, "percent");
  pol_num before = q->value;
  if (words == 0 || pol_num_div(&q->value, before, pol_num_int(100)) != POL_NUM_FINE) return false;
  q->words += words;
  return true;
}

static bool figures(pol_num *out, bool *percent, const char *word, size_t n) {
  pol_num_fault fault = POL_NUM_FINE;
  *percent = n > 1 && word[n - 1] == '%';
  if (*percent) n--;
  size_t dots = 0;
  for (size_t i = 0; i < n; i++) {
    if (!is_digit(word[i]) && word[i] != '.' && word[i] != ',') return false;
    dots += word[i] == '.';
  }
  if (dots > 1) return false;
  if (!pol_num_read(out, &fault, word, n) || fault != POL_NUM_FINE) return false;
  pol_num whole = *out;
  return !*percent || pol_num_div(out, whole, pol_num_int(100)) == POL_NUM_FINE;
}

static bool again(const tokens *t, uint32_t i, pol_num value) { /* four (4) months */
  pol_num same;
  bool percent;
  return i < t->list.n && figures(&same, &percent, t->low + t->list.at[i].at, t->list.at[i].n) && pol_num_cmp(same, value) == 0;
}

static bool quantity_at(quantity *out, const tokens *t, uint32_t i) {
  const char *word = t->low + t->list.at[i].at;
  size_t n = t->list.at[i].n;
  bool percent = false, pound = n > 2 && memcmp(word, "\xc2\xa3", 2) == 0, one = n == 3 && memcmp(word, "one", 3) == 0;
  *out = (quantity){.words = 1, .unit = pound ? UNIT_MONEY : UNIT_NONE};
  if (pound) return figures(&out->value, &percent, word + 2, n - 2);
  if (!number_word(&out->value, word, n) && !figures(&out->value, &percent, word, n)) return false;
  if (percent) return true;
  uint32_t next = i + 1 + again(t, i + 1, out->value);
  out->words = next - i;
  if (percent_at(t, next, out)) return true;
  next += is_among(t, next, between);
  if (unit_at(t, next, out)) out->words = next + 1 - i;
  else if (one) return false; /* "one of" counts nothing */
  return true;
}

static bool has_quantity(const tokens *t, const quantity *wanted) {
  quantity q;
  for (uint32_t i = 0; i < t->list.n; i++)
    if (quantity_at(&q, t, i) && q.unit == wanted->unit && pol_num_cmp(q.value, wanted->value) == 0) return true;
  return false;
}

/* ---- cross references ---- */

static bool is_code(const tokens *t, uint32_t i) { /* L1280 */
  const char *word = t->text + t->list.at[i].at;
  size_t n = t->list.at[i].n, letters = 0, digits = 0;
  while (letters < n && word[letters] >= 'A' && word[letters] <= 'Z') letters++;
  while (letters + digits < n && word[letters + digits] >= '0' && word[letters + digits] <= '9') digits++;
  return letters >= 1 && letters <= 4 && digits >= 2 && letters + digits == n;
}

static bool is_id(const pol_reader *r, const tokens *t, uint32_t i) { /* 3.7.2b, or an id of this policy with a dot in it */
  const char *word = t->low + t->list.at[i].at;
  size_t n = t->list.at[i].n, dots = 0, letters = 0;
  for (size_t k = 0; k < n; k++) {
    dots += word[k] == '.';
    letters += word[k] >= 'a' && word[k] <= 'z';
  }
  if (word[0] >= '0' && word[0] <= '9' && (dots >= 2 || (dots == 1 && letters == 1 && word[n - 1] >= 'a'))) return true;
  pol_atom a = dots > 0 ? pol_atom_find(r->c.model->atoms, word, n) : 0;
  return a != 0 && pol_model_clause(r->c.model, a) != POL_NO_REF;
}

static uint32_t reference_at(const pol_reader *r, const tokens *t, uint32_t i) { /* words that it takes; 0: none */
  if (is_code(t, i) || is_id(r, t, i)) return 1;
  if (!is_among(t, i, reference_words) || i + 1 >= t->list.n) return 0;
  const char *next = t->text + t->list.at[i + 1].at;
  bool capital = next[0] >= 'A' && next[0] <= 'Z' && t->list.at[i + 1].n == 1;
  return (next[0] >= '0' && next[0] <= '9') || capital ? 2 : 0;
}

static bool has_word(const tokens *t, const tokens *of, uint32_t i) { /* the last word of a reference is its id */
  for (uint32_t k = 0; k < t->list.n; k++)
    if (word_is(t, k, of->low + of->list.at[i].at, of->list.at[i].n)) return true;
  return false;
}

/* ---- hedges and roles ---- */

static bool does(const pol_rule *rule, carrier by) {
  bool duty = rule->effect == POL_E_DUTY;
  const char *strength = duty && rule->duty.strength != NULL ? rule->duty.strength : "";
  switch (by) {
  case BY_WORDS: return false;
  case BY_NORMALLY: return rule->normally || strcmp(strength, "normally") == 0;
  case BY_MAY: return rule->effect == POL_E_PERMITS || rule->effect == POL_E_REFERS;
  case BY_SHOULD: return strcmp(strength, "should") == 0;
  case BY_MUST:
    return strcmp(strength, "must") == 0 || rule->effect == POL_E_REFUSES || rule->effect == POL_E_ONLY_IF ||
           rule->effect == POL_E_APPLIES_ONLY_IF;
  case BY_WILL: return !duty || strcmp(strength, "will") == 0;
  case BY_EXPECTED: return strcmp(strength, "expected") == 0;
  default: return strcmp(strength, "best_effort") == 0; /* BY_TRYING */
  }
}

static bool any_does(const pol_reader *r, uint32_t clause, carrier by) {
  const pol_clause *c = &r->c.model->clauses.at[clause];
  for (uint32_t i = 0; i < c->rules; i++)
    if (does(&r->c.model->rules.at[c->rule[i]], by)) return true;
  return false;
}

static const char *bare_party(const char *label) { /* without its article */
  static const char *const articles[] = {"the ", "a ", "an "};
  for (size_t i = 0; label != NULL && i < sizeof articles / sizeof *articles; i++)
    if (strncmp(label, articles[i], strlen(articles[i])) == 0) return label + strlen(articles[i]);
  return label;
}

static const char *small(const pol_reader *r, const char *text) {
  char *low = pol_arena_copy(r->c.page.arena, text, strlen(text));
  for (char *at = low; at != NULL && *at != '\0'; at++)
    if (*at >= 'A' && *at <= 'Z') *at = (char)(*at - 'A' + 'a');
  return low != NULL ? low : "";
}

static uint32_t role_at(const pol_reader *r, const tokens *t, uint32_t i, const char **phrase) {
  uint32_t best = 0;
  for (uint32_t k = 0; k + 2 < r->c.model->parties.n; k++) { /* the last two are `other` and `unnamed` */
    const char *label = bare_party(r->c.model->parties.at[k].label);
    const char *low = label != NULL ? small(r, label) : "";
    uint32_t n = phrase_at(t, i, low);
    if (n > best) best = n, *phrase = low;
  }
  for (const char *const *role = roles; *role != NULL; role++) {
    uint32_t n = phrase_at(t, i, *role);
    if (n > best) best = n, *phrase = *role;
  }
  return best;
}

/* One of them or several are the same role. */
static bool has_role(const pol_reader *r, const tokens *t, const char *phrase) {
  size_t n = strlen(phrase);
  bool many = n > 0 && phrase[n - 1] == 's';
  const char *other = many ? pol_page_format(&r->c.page, "%.*s", (int)n - 1, phrase) : pol_page_format(&r->c.page, "%ss", phrase);
  return has_phrase(t, phrase) || has_phrase(t, other);
}

static uint32_t hedge_at(const tokens *t, uint32_t i, size_t *which) {
  uint32_t best = 0;
  for (size_t k = 0; k < sizeof hedges / sizeof *hedges; k++) {
    uint32_t n = phrase_at(t, i, hedges[k].words);
    if (n > best) best = n, *which = k;
  }
  return best;
}

/* ---- all of them ---- */

static bool add(pol_lefts *out, const pol_reader *r, const tokens *t, uint32_t i, uint32_t n, pol_left_kind kind) {
  const token *first = &t->list.at[i], *last = &t->list.at[i + n - 1];
  const char *words = pol_page_format(&r->c.page, "%.*s", (int)(last->at + last->n - first->at), t->text + first->at);
  for (uint32_t k = 0; k < out->n; k++)
    if (out->at[k].kind == kind && strcmp(out->at[k].words, words) == 0) return true;
  pol_left *left = POL_VEC_PUSH(r->c.page.arena, out);
  if (left != NULL) *left = (pol_left){kind, words};
  return left != NULL;
}

bool pol_read_published(pol_lefts *out, const pol_reader *r, uint32_t clause, const char *said) {
  tokens words, rules;
  const pol_clause *c = &r->c.model->clauses.at[clause];
  if (c->says == NULL) return true;
  if (!read_tokens(&words, r->c.page.arena, c->says) || !read_tokens(&rules, r->c.page.arena, said)) return false;
  bool fine = true;
  for (uint32_t i = 0, n = 1; i < words.list.n && fine; i += n) {
    quantity q;
    const char *phrase = "";
    size_t which = 0;
    uint32_t taken;
    n = 1;
    if ((taken = reference_at(r, &words, i)) > 0) {
      n = taken;
      if (!has_word(&rules, &words, i + n - 1)) fine = add(out, r, &words, i, n, POL_LEFT_REFERENCE);
    } else if (quantity_at(&q, &words, i)) {
      n = q.words;
      if (!has_quantity(&rules, &q)) fine = add(out, r, &words, i, n, POL_LEFT_NUMBER);
    } else if ((taken = role_at(r, &words, i, &phrase)) > 0) {
      n = taken;
      if (!has_role(r, &rules, phrase)) fine = add(out, r, &words, i, n, POL_LEFT_ROLE);
    } else if ((taken = hedge_at(&words, i, &which)) > 0) {
      n = taken;
      if (!has_phrase(&rules, hedges[which].words) && !any_does(r, clause, hedges[which].by))
        fine = add(out, r, &words, i, n, POL_LEFT_HEDGE);
    }
  }
  return fine;
}

const char *pol_left_name(pol_left_kind kind) {
  static const char *const name[] = {[POL_LEFT_HEDGE] = "hedge", [POL_LEFT_NUMBER] = "number", [POL_LEFT_ROLE] = "role", [POL_LEFT_REFERENCE] = "cross reference"};
  return name[kind];
}
