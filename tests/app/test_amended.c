/* Policies and their amendments, and two versions of a policy, held to each other. What an amendment makes of a policy on a day is one text: without errors, laid out, deciding for everybody what the two
 * decide; and whoever compares the policy with that text is told of the same people as who compares it with its amendment. Every form says alike whether two versions differ; the other way round, the
 * same outcomes change; what is compared with itself does not differ.
 * The cases: those of tests/check/said with a second file (`++`), and of pairs.txt beside this, where the second version is the first with other words: behind `~~`, lines `BEFORE ==> AFTER`, `\\n` for the
 * end of a line. */
#include "flow.h"
#include "pol.h"
#include <stdio.h>
#include <stdlib.h>

typedef struct strings { char *at; size_t n; } strings;
typedef struct pair { strings first, second; bool amends, dated; } pair;

static const char *const days[] = {"2024-03-31", "2024-04-01", "2030-01-01"};
enum { DAYS = 3, LINES = 4096 };

static void add(strings *t, const char *from, size_t n) {
  t->at = realloc(t->at, t->n + n + 1);
  cr_assert(t->at);
  memcpy(t->at + t->n, from, n);
  t->at[t->n += n] = '\0';
}

static bool put(void *user, const char *bytes, size_t n) {
  add(user, bytes, n);
  return true;
}

/* People for whom everything differs that the policy asks, of these. */
static char *people(const char *policy) {
  static const struct { const char *name, *column; } facts[] = {{"\n  x is", ",a.x"}, {"\n  y is", ",a.y"}, {"\n  n is", ",a.n"}, {"\n  k is", ",a.k"}, {"\n  g is", ",a.g"}, {"\n  d is", ",a.d"}, {"\n  pay is", ",a.pay"}};
  static const char *const yes[] = {"yes", "no", ""};
  strings all = {0};
  bool has[7];
  add(&all, "id", 2);
  for (size_t k = 0; k < 7; k++) {
    has[k] = strstr(policy, facts[k].name) != NULL;
    if (has[k]) add(&all, facts[k].column, strlen(facts[k].column));
  }
  for (int i = 0; i < 36; i++) {
    char cell[7][24], id[24];
    snprintf(cell[0], 24, ",%s", yes[i % 3]);
    snprintf(cell[1], 24, ",%s", yes[i / 3 % 3]);
    snprintf(cell[2], 24, i % 11 < 10 ? ",%d" : ",", i % 11);
    snprintf(cell[3], 24, ",%s", i % 2 ? "officer" : "staff");
    snprintf(cell[4], 24, ",%s", i % 5 ? "low" : "high");
    snprintf(cell[5], 24, ",2024-0%d-28", 1 + i % 9);
    snprintf(cell[6], 24, ",%d.50", 100 + i);
    add(&all, id, (size_t)snprintf(id, sizeof id, "\nP%d", i));
    for (size_t k = 0; k < 7; k++)
      if (has[k]) add(&all, cell[k], strlen(cell[k]));
  }
  add(&all, "\n", 1);
  return all.at;
}

static pol_session *begin(const pair *p) {
  pol_session *s = NULL;
  cr_assert_eq(pol_session_new(&s, NULL), POL_DONE);
  cr_assert_eq(pol_session_add(s, "p.pol", p->first.at, p->first.n), POL_DONE);
  return s;
}

static pol_session *amended(const pair *p) {
  pol_session *s = begin(p);
  cr_assert_eq(pol_session_amend(s, "am.pol", p->second.at, p->second.n, p->dated ? NULL : "2024-04-01"), POL_DONE);
  return s;
}

static char *decided(pol_session *s, const char *of) {
  flow f = {.text = of, .n = strlen(of)};
  strings out = {0};
  pol_view v = {.form = POL_FORM_CSV};
  cr_assert_neq(pol_decide(&(pol_sink){put, &out}, s, &v, &(pol_feed){.name = "people", .form = POL_FORM_CSV, .get = flow_get, .user = &f}, NULL), POL_OUT_OF_MEMORY);
  return out.at;
}

/* The text of the day; NULL where nothing is in force. */
static char *one_text(const pair *p, const char *day, const char *of) {
  pol_session *s = amended(p);
  pol_string text;
  cr_assert_eq(pol_session_check(s), POL_DONE);
  cr_assert_eq(pol_session_as_of(s, day), POL_DONE);
  pol_result r = pol_render_consolidated(&text, s);
  cr_assert_neq(r, POL_OUT_OF_MEMORY);
  char *copy = r == POL_DONE ? strdup(text.text) : NULL;
  char *apart = decided(s, of);
  if (r == POL_DONE) pol_string_drop(&text);
  if (copy) {
    pol_session *one = NULL;
    pol_string laid_out, said;
    pol_view v = {0};
    cr_assert_eq(pol_session_new(&one, NULL), POL_DONE);
    cr_assert_eq(pol_session_add(one, "one.pol", copy, strlen(copy)), POL_DONE);
    pol_result fine = pol_session_check(one);
    if (fine != POL_DONE && pol_render_reports(&said, one, &v) == POL_DONE) cr_assert(false, "%s\n%s\n%s", p->second.at, copy, said.text);
    cr_assert_eq(pol_session_as_of(one, day), POL_DONE);
    cr_assert_eq(pol_render_formatted(&laid_out, one, 0), POL_DONE);
    cr_expect_str_eq(laid_out.text, copy, "%s\n%s", p->second.at, copy);
    pol_string_drop(&laid_out);
    char *together = decided(one, of);
    if (strcspn(together, "\n") == strcspn(apart, "\n")) /* a decision that the amendment brings is not in the text of the day before */
      cr_expect_str_eq(together, apart, "%s on %s:\n%s\napart:\n%s\ntogether:\n%s", p->second.at, day, copy, apart, together);
    free(together);
    pol_session_drop(one);
  }
  free(apart);
  pol_session_drop(s);
  return copy;
}

static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* "id,decision,before,after" of each change, in the order of the alphabet; turned: after before before. */
static char *changes_of(char *csv, bool turned) {
  static char *line[LINES];
  size_t n = 0;
  strings out = {0};
  for (char *at = strtok(csv, "\n"); at && n < LINES; at = strtok(NULL, "\n")) {
    char *field[5];
    size_t k = 0;
    for (char *f = at; f && k < 5; k++) {
      field[k] = f;
      f = strchr(f, ',');
      if (f) *f++ = '\0';
    }
    cr_assert_eq(k, 5, "%s", at);
    if (strcmp(field[2], "undetermined") == 0) continue; /* is listed though nothing changes */
    line[n] = malloc(400);
    snprintf(line[n++], 400, "%s,%s,%s,%s\n", field[0], field[1], field[turned ? 4 : 3], field[turned ? 3 : 4]);
  }
  if (n > 1) qsort(line + 1, n - 1, sizeof *line, by_text); /* the first is the heading */
  for (size_t i = 0; i < n; i++) {
    if (i > 0) add(&out, line[i], strlen(line[i]));
    free(line[i]);
  }
  add(&out, "", 0);
  return out.at;
}

/* Compared; the changes, and whether there is a difference. whole: in every form. */
static char *compared(pol_session *s, const char *day, const char *of, bool *differ, bool turned, bool whole) {
  static const pol_form forms[] = {POL_FORM_CSV, POL_FORM_TEXT, POL_FORM_JSON, POL_FORM_HTML, POL_FORM_NDJSON};
  char *changes = NULL;
  cr_assert_eq(pol_session_as_of(s, day), POL_DONE);
  if (pol_session_compare(s) != POL_DONE) return NULL;
  for (size_t i = 0; i < (whole ? 5u + 2u : 1u); i++) { /* the last two: by text and by meaning alone */
    flow f = {.text = of, .n = strlen(of)};
    strings out = {0};
    bool differs = false;
    const char *by[] = {"a.x"};
    pol_measuring wanted = {.differ = &differs, .people = i == 1, .redline = i == 1 || i > 4, .by = by, .bys = i == 2};
    pol_view v = {.form = i < 5 ? forms[i] : i == 5 ? POL_FORM_TEXT : POL_FORM_JSON};
    pol_result r = pol_render_comparison(&(pol_sink){put, &out}, s, &v, &wanted, i < 5 ? &(pol_feed){.name = "people", .form = POL_FORM_CSV, .get = flow_get, .user = &f} : NULL);
    cr_assert(r == POL_DONE || r == POL_BAD_NEWS, "%d", (int)r);
    if (i == 0) changes = changes_of(out.at, turned), *differ = differs;
    else if (i < 5) cr_expect_eq(differs, *differ, "form %zu", i);
    free(out.at);
  }
  return changes;
}

static pol_session *versions(const char *before, const char *after) {
  pol_session *s = NULL;
  cr_assert_eq(pol_session_new(&s, NULL), POL_DONE);
  cr_assert_eq(pol_session_add(s, "before.pol", before, strlen(before)), POL_DONE);
  cr_assert_eq(pol_session_add_after(s, "after.pol", after, strlen(after)), POL_DONE);
  return s;
}

static char *compare_texts(const char *before, const char *after, const char *day, const char *of, bool *differ, bool turned, bool whole) {
  pol_session *s = versions(before, after);
  char *changes = compared(s, day, of, differ, turned, whole);
  pol_session_drop(s);
  return changes;
}

static void hold_amendment(const pair *p) {
  char *of = people(p->first.at);
  for (size_t i = 0; i < DAYS; i++) {
    pol_session *s = amended(p);
    bool differ = false, differs = false;
    char *amends = compared(s, days[i], of, &differ, false, i == 1), *text = one_text(p, days[i], of);
    pol_session_drop(s);
    cr_assert(amends);
    if (text) {
      char *whole = compare_texts(p->first.at, text, days[i], of, &differs, false, false), *back = compare_texts(text, p->first.at, days[i], of, &differs, true, false);
      cr_assert(whole && back);
      cr_expect_str_eq(whole, amends, "%s on %s:\nby the amendment:\n%s\nby the text:\n%s", p->second.at, days[i], amends, whole);
      cr_expect_str_eq(back, whole, "%s on %s, and back:\n%s\n%s", p->second.at, days[i], whole, back);
      free(whole), free(back);
    }
    free(amends), free(text);
  }
  free(of);
}

static void hold_versions(const pair *p) {
  char *of = people(p->first.at);
  bool differ = false, differs = false, same = true;
  char *there = compare_texts(p->first.at, p->second.at, days[1], of, &differ, false, true), *back = compare_texts(p->second.at, p->first.at, days[1], of, &differs, true, false);
  cr_assert(there && back, "%s", p->second.at);
  cr_expect_str_eq(back, there, "%s, and back:\n%s\n%s", p->second.at, there, back);
  cr_expect_eq(differ, differs, "%s", p->second.at);
  cr_expect(differ || *there == '\0', "%s", p->second.at);
  free(there), free(back);
  char *none = compare_texts(p->second.at, p->second.at, days[1], of, &same, false, false);
  cr_expect_str_eq(none, "");
  cr_expect(!same, "%s", p->second.at);
  free(none);
  free(of);
}

static bool is_fine(const pair *p) {
  pol_session *s = p->amends ? amended(p) : begin(p);
  bool fine = pol_session_check(s) == POL_DONE;
  pol_session_drop(s);
  return fine;
}

static void unescape(char *text) {
  char *to = text;
  for (; *text; text++) {
    bool end = text[0] == '\\' && text[1] == 'n';
    *to++ = end ? '\n' : *text;
    text += end;
  }
  *to = '\0';
}

/* The first version with the words of each line in place of others. */
static void reword(pair *p) {
  char *lines = p->second.at;
  p->second = (strings){0};
  add(&p->second, p->first.at, p->first.n);
  for (char *line = strtok(lines, "\n"); line; line = strtok(NULL, "\n")) {
    char *new = strstr(line, " ==> ");
    cr_assert(new, "%s", line);
    *new = '\0', new += 5;
    unescape(line), unescape(new);
    char *at = strstr(p->second.at, line);
    cr_assert(at, "nowhere: %s", line);
    strings out = {0};
    add(&out, p->second.at, (size_t)(at - p->second.at));
    add(&out, new, strlen(new));
    add(&out, at + strlen(line), strlen(at + strlen(line)));
    free(p->second.at);
    p->second = out;
  }
  free(lines);
}

typedef struct reader { strings before, text; pair p; strings *into; unsigned held; bool dated; } reader;

static void end_case(reader *r) {
  r->p.first = (strings){0};
  r->p.dated = r->dated;
  add(&r->p.first, r->before.n ? r->before.at : "", r->before.n);
  add(&r->p.first, r->text.n ? r->text.at : "", r->text.n);
  if (r->p.second.n && !r->p.amends) reword(&r->p);
  bool fine = r->p.second.n && is_fine(&r->p);
  if (fine && r->p.amends) hold_amendment(&r->p);
  if (fine && !r->p.amends) hold_versions(&r->p);
  r->held += fine;
  free(r->p.first.at), free(r->p.second.at), free(r->text.at);
  r->text = r->p.first = r->p.second = (strings){0};
  r->into = &r->text;
}

static void hold(const char *path, bool dated, unsigned least) {
  char line[8192];
  reader r = {.dated = dated};
  FILE *f = fopen(path, "rb");
  cr_assert(f, "%s", path);
  while (fgets(line, sizeof line, f)) {
    bool head = strncmp(line, "%%", 2) == 0, amends = strcmp(line, "++\n") == 0;
    if (head || strcmp(line, "--\n") == 0) end_case(&r);
    if (head) free(r.before.at), r.before = (strings){0}, r.into = &r.before;
    else if (amends || strcmp(line, "~~\n") == 0) r.into = &r.p.second, r.p.amends = amends;
    else if (strcmp(line, "--\n") != 0 && strncmp(line, "=> ", 3) != 0) add(r.into, line, strlen(line));
  }
  fclose(f);
  end_case(&r);
  free(r.before.at);
  cr_expect_geq(r.held, least, "%s: %u", path, r.held);
}

Test(amended, of_no_day) { hold(POL_TESTS_DIR "/check/said/amendments.txt", false, 32); }
Test(amended, of_a_day) { hold(POL_TESTS_DIR "/check/said/amendments_dated.txt", true, 30); }
Test(amended, pairs) { hold(POL_TESTS_DIR "/app/pairs.txt", true, 70); }
