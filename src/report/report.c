#include "report/report.h"
#include "base/text.h"
#include "base/utf8.h"
#include <string.h>

static const struct { uint16_t number; uint8_t severity; const char *summary, *name; } registry[POL_CODES] = {
#define POL_CODE(NAME, number, severity, summary) { number, POL_##severity, summary, #NAME },
#include "report/codes.def"
#undef POL_CODE
};

/* A number that is used twice does not compile. */
static inline int numbers_are_unique(unsigned number) {
  switch (number) {
#define POL_CODE(NAME, number, severity, summary) case number:
#include "report/codes.def"
#undef POL_CODE
    return 1;
  default: return 0;
  }
}

unsigned pol_code_number(pol_code c) { return numbers_are_unique(registry[c].number) ? registry[c].number : 0; }
pol_severity pol_code_severity(pol_code c) { return (pol_severity)registry[c].severity; }
const char *pol_code_summary(pol_code c) { return registry[c].summary; }
const char *pol_code_name(pol_code c) { return registry[c].name; }

const char *pol_code_range(pol_code c) {
  static const char *const about[] = { "", "characters, texts and numbers", "sentences", "names", "types and units", "logic and precedence", "reach",
                                       "versions and amendments", "facts files", "scenarios", "files, limits and usage", "met while deciding" };
  unsigned hundred = pol_code_number(c) / 100;
  return hundred < sizeof about / sizeof *about ? about[hundred] : "";
}

static const pol_explanation explanations[POL_CODES] = {
#define POL_EXPLAIN(NAME, text, wrong, right) [POL_R_##NAME] = { text, wrong, right },
#include "report/explain.def"
#include "report/explain_facts.def"
#include "report/explain_text.def"
#undef POL_EXPLAIN
};

const pol_explanation *pol_code_explain(pol_code c) { return explanations[c].text != NULL ? &explanations[c] : NULL; }

void pol_reports_init(pol_reports *r, pol_arena *arena) {
  *r = (pol_reports){ .arena = arena };
  pol_map_init(&r->seen, arena);
}

/* -- messages quote what the user wrote: what would act on the terminal of whoever reads them is spelt out, U+202E as <U+202E> */

static bool is_odd(const char *text, size_t n) {
  for (size_t i = 0, size; i < n; i += size) {
    uint32_t code = 0;
    size = (unsigned char)text[i] < 0x80 ? 1 : pol_utf8_next(&code, text + i, n - i);
    if (!size || pol_utf8_odd(size == 1 ? (unsigned char)text[i] : code)) return true;
  }
  return false;
}

static const char *keep_shown(pol_reports *r, const char *text, size_t n) {
  pol_text shown;
  pol_text_init(&shown, pol_arena_alloc(r->arena));
  for (size_t i = 0, size; i < n; i += size) {
    uint32_t code;
    size = pol_utf8_next(&code, text + i, n - i);
    if (!size) pol_text_add(&shown, "\xef\xbf\xbd"), size = 1;
    else if (pol_utf8_odd(code)) pol_text_format(&shown, "<U+%04X>", code);
    else pol_text_add_n(&shown, text + i, size);
  }
  const char *kept = pol_text_ok(&shown) ? pol_arena_copy(r->arena, pol_text_get(&shown), shown.n) : NULL;
  pol_text_drop(&shown);
  return kept;
}

/* The formatted text, kept in the arena; "" when there is no memory for it. */
static const char *keep(pol_reports *r, const char *format, va_list args) {
  pol_text text;
  pol_text_init(&text, pol_arena_alloc(r->arena));
  pol_text_vformat(&text, format, args);
  bool ok = pol_text_ok(&text);
  const char *kept = !ok ? NULL : is_odd(pol_text_get(&text), text.n) ? keep_shown(r, pol_text_get(&text), text.n) : pol_arena_copy(r->arena, pol_text_get(&text), text.n);
  pol_text_drop(&text);
  if (!kept) r->no_memory = true;
  return kept ? kept : "";
}

static pol_report *spare(pol_reports *r) {
  r->spare = (pol_report){ .message = "", .at.text = "" };
  return &r->spare;
}

/* Two places that share a key are told apart by the report itself; then the later one is only not known to be a repetition. */
static uint64_t key_of(pol_code code, pol_span at) {
  uint64_t key = POL_MAP_PAIR(at.start, at.end);
  return key ^ ((uint64_t)code * 0x9E3779B97F4A7C15u) ^ ((uint64_t)at.file << 20);
}

static bool is_repetition(const pol_reports *r, pol_code code, pol_span at) {
  uint32_t i = pol_map_get(&r->seen, key_of(code, at));
  if (i == POL_MAP_NONE || i >= r->list.n) return false;
  const pol_report *p = r->list.at[i];
  return p->code == code && p->at.span.file == at.file && p->at.span.start == at.start && p->at.span.end == at.end;
}

static uint32_t *count_of(pol_reports *r, pol_severity severity) {
  return severity == POL_ERROR ? &r->errors : severity == POL_WARNING ? &r->warnings : &r->notes;
}

bool pol_reports_cover(pol_reports *r, pol_span stretch) {
  pol_span *slot = POL_VEC_PUSH(r->arena, &r->covered);
  if (slot) *slot = stretch;
  return slot != NULL;
}

bool pol_reports_is_covered(const pol_reports *r, pol_span at) {
  for (uint32_t i = 0; i < r->covered.n; i++) {
    pol_span s = r->covered.at[i];
    if (s.file == at.file && at.start <= s.end && at.end >= s.start) return true;
  }
  return false;
}

pol_report *pol_report_add(pol_reports *r, pol_code code, pol_span at, const char *format, ...) {
  if (is_repetition(r, code, at) || pol_reports_is_covered(r, (pol_span){ at.file, at.start, at.start })) return spare(r);
  pol_report *p = POL_NEW(r->arena, pol_report);
  pol_report **slot = p ? POL_VEC_PUSH(r->arena, &r->list) : NULL;
  if (!slot || !pol_map_put(&r->seen, key_of(code, at), r->list.n - 1)) {
    if (slot) r->list.n--;
    r->no_memory = true;
    return spare(r);
  }
  va_list args;
  va_start(args, format);
  *p = (pol_report){ .code = code, .severity = pol_code_severity(code), .at = { .span = at, .text = "" }, .order = r->list.n - 1 };
  p->message = keep(r, format, args);
  va_end(args);
  *slot = p;
  ++*count_of(r, p->severity);
  return p;
}

void pol_report_label(pol_reports *r, pol_report *p, const char *format, ...) {
  if (!p) return;
  va_list args;
  va_start(args, format);
  p->at.text = keep(r, format, args);
  va_end(args);
}

void pol_report_also(pol_reports *r, pol_report *p, pol_span at, const char *format, ...) {
  if (!p) return;
  pol_label *label = POL_VEC_PUSH(r->arena, &p->also);
  if (!label) {
    r->no_memory = true;
    return;
  }
  va_list args;
  va_start(args, format);
  *label = (pol_label){ .span = at, .text = keep(r, format, args) };
  va_end(args);
}

void pol_report_equally(pol_reports *r, pol_report *p, pol_span at) {
  pol_label *label = POL_VEC_PUSH(r->arena, &p->also);
  if (label) *label = (pol_label){ .span = at, .text = "", .equal = true };
  else r->no_memory = true;
}

void pol_report_note(pol_reports *r, pol_report *p, const char *format, ...) {
  if (!p) return;
  const char **note = POL_VEC_PUSH(r->arena, &p->notes);
  if (!note) {
    r->no_memory = true;
    return;
  }
  va_list args;
  va_start(args, format);
  *note = keep(r, format, args);
  va_end(args);
}

void pol_report_help(pol_reports *r, pol_report *p, const char *format, ...) {
  if (!p) return;
  va_list args;
  va_start(args, format);
  p->help = keep(r, format, args);
  va_end(args);
}

void pol_report_fix(pol_reports *r, pol_report *p, pol_span at, const char *text, const char *format, ...) {
  if (!p) return;
  const char *kept = pol_arena_copy(r->arena, text, strlen(text));
  pol_fix *fix = kept ? POL_VEC_PUSH(r->arena, &p->fixes) : NULL;
  if (!fix) {
    r->no_memory = true;
    return;
  }
  *fix = (pol_fix){ at, kept };
  if (p->fix_text) return;
  va_list args;
  va_start(args, format);
  p->fix_text = keep(r, format, args);
  va_end(args);
}

static bool comes_before(const pol_report *a, const pol_report *b) {
  if (a->at.span.file != b->at.span.file) return a->at.span.file < b->at.span.file;
  if (a->at.span.start != b->at.span.start) return a->at.span.start < b->at.span.start;
  return a->order < b->order;
}

/* A heap sort: no memory, no recursion, and never slow, whatever order the reports came in. */
static void sift(pol_report **list, uint32_t root, uint32_t n) {
  for (uint32_t child; (child = 2 * root + 1) < n; root = child) {
    if (child + 1 < n && comes_before(list[child], list[child + 1])) child++;
    if (!comes_before(list[root], list[child])) return;
    pol_report *swap = list[root];
    list[root] = list[child];
    list[child] = swap;
  }
}

/* What was seen is found by its index in the list. An index that is left behind is past the list, or of another report: then nothing was seen. */
static void index_again(pol_reports *r) {
  for (uint32_t i = 0; i < r->list.n; i++)
    if (!pol_map_put(&r->seen, key_of(r->list.at[i]->code, r->list.at[i]->at.span), i)) r->no_memory = true;
}

void pol_reports_sort(pol_reports *r) {
  pol_report **list = r->list.at;
  for (uint32_t i = r->list.n / 2; i-- > 0;) sift(list, i, r->list.n);
  for (uint32_t n = r->list.n; n > 1; n--) {
    pol_report *last = list[n - 1];
    list[n - 1] = list[0];
    list[0] = last;
    sift(list, 0, n - 1);
  }
  index_again(r);
}

void pol_reports_withdraw(pol_reports *r, pol_code code, pol_span inside) {
  uint32_t kept = 0;
  for (uint32_t i = 0; i < r->list.n; i++) {
    const pol_report *p = r->list.at[i];
    pol_span at = p->at.span;
    if (p->code == code && at.file == inside.file && at.start >= inside.start && at.end <= inside.end) --*count_of(r, p->severity);
    else r->list.at[kept++] = r->list.at[i];
  }
  if (kept == r->list.n) return;
  r->list.n = kept;
  index_again(r);
}

/* -- the nearest name */

enum { INSIDE = 100 /* further than any slip of the pen */, SHORTEST_INSIDE = 3 };

void pol_nearest_init(pol_nearest *n, const char *wanted) { *n = (pol_nearest){ .wanted = wanted, .distance = UINT32_MAX }; }

enum { NEAREST_BYTES = 256 };

/* Names of one group are compared by what follows the group: applicant.rank is nearer to applicant.substantive_rank than to applicant.kind. */
static size_t group_of(const char *a, const char *b) {
  const char *dot = strrchr(a, '.');
  size_t n = dot ? (size_t)(dot - a) + 1 : 0;
  return n > 0 && strncmp(a, b, n) == 0 && !strchr(b + n, '.') ? n : 0;
}

/* Short names allow no slip but this one: two letters that changed places. */
static bool letters_swapped(const char *a, const char *b, size_t n) {
  size_t i = 0;
  while (i < n && a[i] == b[i]) i++;
  return i + 1 < n && a[i] == b[i + 1] && a[i + 1] == b[i] && strcmp(a + i + 2, b + i + 2) == 0;
}

/* Large letters as small ones, and blanks and dashes as what stands for them in names. */
static bool fold(char out[NEAREST_BYTES], const char *name) {
  size_t n = strlen(name);
  if (n >= NEAREST_BYTES) return false;
  for (size_t i = 0; i <= n; i++) out[i] = name[i] == ' ' || name[i] == '-' ? '_' : name[i] >= 'A' && name[i] <= 'Z' ? (char)(name[i] + 32) : name[i];
  return true;
}

void pol_nearest_offer(pol_nearest *n, const char *candidate, uint32_t tag) {
  char folded[2][NEAREST_BYTES];
  bool fits = fold(folded[0], n->wanted) && fold(folded[1], candidate);
  const char *a = fits ? folded[0] : n->wanted, *b = fits ? folded[1] : candidate;
  size_t group = group_of(a, b);
  a += group, b += group;
  size_t wanted = strlen(a), offered = strlen(b);
  size_t longer = wanted > offered ? wanted : offered, shorter = wanted > offered ? offered : wanted;
  unsigned most = (unsigned)(longer / 4);
  unsigned distance = longer - shorter <= most ? pol_text_distance(a, b, most) : most + 1;
  if (most == 0 && wanted == offered && letters_swapped(a, b, wanted)) distance = most = 1;
  if (distance > most) {
    if (shorter < SHORTEST_INSIDE || !(wanted < offered ? strstr(b, a) : strstr(a, b))) return;
    distance = INSIDE + (unsigned)(longer - shorter);
  }
  if (distance < n->distance) *n = (pol_nearest){ n->wanted, candidate, distance, tag };
}
