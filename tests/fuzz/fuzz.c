#include "fuzz.h"
#include <stdarg.h>

#ifndef POL_ROOT_DIR
#define POL_ROOT_DIR "."
#endif

void fuzz_fail(const char *format, ...) {
  va_list args;
  va_start(args, format);
  fputs("does not hold: ", stderr);
  vfprintf(stderr, format, args);
  fputc('\n', stderr);
  va_end(args);
  abort();
}

/* -- parts */

static const char divider[] = "\n%%%%\n";

static void keep_part(fuzz_parts *p, const char *bytes, size_t n) {
  fuzz_part *part = &p->part[p->parts++];
  part->n = n;
  part->at = malloc(n ? n : 1);
  if (!part->at) abort();
  if (n) memcpy(part->at, bytes, n);
}

void fuzz_divide(fuzz_parts *out, const uint8_t *data, size_t n) {
  enum { N = sizeof divider - 1 };
  *out = (fuzz_parts){.ways = n ? data[0] : 0};
  const char *at = (const char *)data + (n > 0), *end = (const char *)data + n;
  while (out->parts + 1 < FUZZ_PARTS) {
    const char *next = at;
    while ((size_t)(end - next) >= N && memcmp(next, divider, N) != 0) next++;
    if ((size_t)(end - next) < N) break;
    keep_part(out, at, (size_t)(next + 1 - at));
    at = next + N;
  }
  keep_part(out, at, (size_t)(end - at));
  while (out->parts < FUZZ_PARTS) keep_part(out, "", 0);
}

void fuzz_divided(fuzz_parts *p) {
  for (size_t i = 0; i < p->parts; i++) free(p->part[i].at);
}

/* -- texts */

void fuzz_add(fuzz_text *t, const char *bytes, size_t n) {
  if (t->n + n + 1 > t->cap) {
    t->cap = (t->n + n + 1) * 2;
    t->at = realloc(t->at, t->cap);
    if (!t->at) abort();
  }
  if (n) memcpy(t->at + t->n, bytes, n);
  t->n += n;
  t->at[t->n] = '\0';
}

void fuzz_free(fuzz_text *t) {
  free(t->at);
  *t = (fuzz_text){0};
}

bool fuzz_same(const fuzz_text *a, const fuzz_text *b) { return a->n == b->n && (a->n == 0 || memcmp(a->at, b->at, a->n) == 0); }

void fuzz_hold_same(const char *what, const fuzz_text *a, const fuzz_text *b) {
  enum { BEFORE = 120, SHOWN = 400 };
  if (fuzz_same(a, b)) return;
  size_t at = 0;
  while (at < a->n && at < b->n && a->at[at] == b->at[at]) at++;
  size_t from = at > BEFORE ? at - BEFORE : 0;
  fuzz_fail("%s: they part at byte %zu\n  one   %.*s\n  other %.*s", what, at, (int)(a->n - from > SHOWN ? SHOWN : a->n - from), a->n ? a->at + from : "",
            (int)(b->n - from > SHOWN ? SHOWN : b->n - from), b->n ? b->at + from : "");
}

fuzz_text fuzz_read(const char *path) {
  char whole[1024], room[65536];
  fuzz_text t = {0};
  snprintf(whole, sizeof whole, "%s/%s", POL_ROOT_DIR, path);
  FILE *f = fopen(whole, "rb");
  if (!f) fuzz_fail("%s cannot be read", whole);
  for (size_t n; (n = fread(room, 1, sizeof room, f)) > 0;) fuzz_add(&t, room, n);
  fclose(f);
  return t;
}

/* -- sessions */

pol_session *fuzz_session(void) {
  pol_session *s;
  FUZZ_HOLDS(pol_session_new(&s, NULL) == POL_DONE, "a session can be had");
  return s;
}

pol_session *fuzz_policy(const char *path, const char *as_of) {
  pol_session *s = fuzz_session();
  fuzz_text t = fuzz_read(path);
  FUZZ_HOLDS(pol_session_add(s, path, t.at, t.n) == POL_DONE && pol_session_check(s) == POL_DONE && pol_session_as_of(s, as_of) == POL_DONE, "%s decides", path);
  fuzz_free(&t);
  return s;
}

void fuzz_reports(fuzz_text *out, pol_session *s) {
  pol_string text;
  pol_view v = {.form = POL_FORM_JSON};
  FUZZ_HOLDS(pol_render_reports(&text, s, &v) == POL_DONE, "reports can be rendered");
  fuzz_add(out, text.text, text.length);
  pol_string_drop(&text);
}

typedef struct reading { const char *at; size_t n, next, piece; } reading;

static bool get(void *user, char *bytes, size_t room, size_t *n) {
  reading *r = user;
  *n = r->n - r->next < room ? r->n - r->next : room;
  if (r->piece && *n > r->piece) *n = r->piece;
  if (*n) memcpy(bytes, r->at + r->next, *n);
  r->next += *n;
  return true;
}

static bool put(void *user, const char *bytes, size_t n) {
  fuzz_add(user, bytes, n);
  return true;
}

pol_result fuzz_decide(fuzz_text *out, pol_session *s, const char *facts, size_t n, const fuzz_deciding *how) {
  reading r = {.at = facts, .n = n, .piece = how->piece};
  pol_feed feed = {.name = "facts", .form = how->from, .get = get, .user = &r, .delimiter = how->delimiter};
  pol_view v = {.form = how->to, .trace = how->trace, .outcomes = how->outcomes};
  pol_batch batch = {.speed = how->speed};
  pol_result result = pol_decide(&(pol_sink){.put = put, .user = out}, s, &v, &feed, &batch);
  char line[32];
  int length = snprintf(line, sizeof line, "\nresult %d\n", (int)result);
  FUZZ_HOLDS(result != POL_OUT_OF_MEMORY, "there is memory enough to decide");
  if (result != POL_COULD_NOT) fuzz_well_formed(how->to, "what pol_decide puts", out->n ? out->at : "", out->n);
  fuzz_add(out, line, (size_t)length);
  fuzz_reports(out, s);
  return result;
}

void fuzz_repeat(fuzz_text *out, const char *facts, size_t n, size_t head, size_t lines) {
  size_t from = 0, had = 0;
  while (head-- > 0) {
    while (from < n && facts[from] != '\n') from++;
    from += from < n;
  }
  fuzz_add(out, facts, n);
  for (size_t i = from; i < n; i++) had += facts[i] == '\n';
  if (n == from) return;
  if (facts[n - 1] != '\n') fuzz_add(out, "\n", 1), had++;
  const fuzz_part body = {.at = out->at + from, .n = out->n - from};
  char *own = malloc(body.n);
  if (!own) abort();
  memcpy(own, body.at, body.n);
  size_t each = had; /* a record of several lines is no fewer lines */
  for (; had < lines; had += each) fuzz_add(out, own, body.n);
  free(own);
}
