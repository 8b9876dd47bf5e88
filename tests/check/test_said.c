/* Everything that is said of many small policies, in the words in which it is said: tests/check/said/NAME.txt. There, a line `%% …` begins what the cases below it stand behind, a line `--` a case,
 * `++` its second file; the lines `=> …` are what is said, places counted from the case's first line. What is said of the lines before it is left out, but for errors.
 * POL_GOLDEN=write writes the files anew; the difference is then read. */
#include "ruled.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct strings { char *at; size_t n; } strings;

static void add(strings *t, const char *from, size_t n) {
  t->at = realloc(t->at, t->n + n + 1);
  cr_assert(t->at);
  memcpy(t->at + t->n, from, n);
  t->at[t->n += n] = '\0';
}

static unsigned lines_of(const strings *t) {
  unsigned lines = 0;
  for (size_t i = 0; i < t->n; i++) lines += t->at[i] == '\n';
  return lines;
}

static void say_one(const checked *k, pol_text *t, const pol_report *r, unsigned before) {
  pol_place place = pol_source_place(pol_sources_get(&k->sources, r->at.span.file), r->at.span.start);
  bool second = strcmp(pol_sources_get(&k->sources, r->at.span.file)->name, "2.pol") == 0, early = !second && place.line <= before;
  if (r->code == POL_R_FACT_UNUSED || r->code == POL_R_NO_CLAUSE_SPEAKS || (early && r->severity != POL_ERROR)) return;
  pol_text_format(t, "=> POL%04u %s%u:%u %s", pol_code_number(r->code), second ? "second " : early ? "before " : "", second || early ? place.line : place.line - before, place.column, r->message);
  if (r->at.text != NULL && r->at.text[0] != '\0') pol_text_format(t, " | %s", r->at.text);
  for (uint32_t i = 0; i < r->also.n; i++)
    if (r->also.at[i].text != NULL && r->also.at[i].text[0] != '\0') pol_text_format(t, " | also: %s", r->also.at[i].text);
  for (uint32_t i = 0; i < r->notes.n; i++) pol_text_format(t, " | note: %s", r->notes.at[i]);
  if (r->help != NULL) pol_text_format(t, " | help: %s", r->help);
  if (r->fix_text != NULL) pol_text_format(t, " | fix: %s", r->fix_text);
  pol_text_char(t, '\n');
}

/* What is said of the case, in one text. */
static void judge(const strings *before, const strings *text, const strings *second, strings *said) {
  strings first = {0};
  checked k;
  pol_text t;
  add(&first, before->n ? before->at : "", before->n);
  add(&first, text->n ? text->at : "", text->n);
  checked_open(&k, NULL, (const char *const[]){ first.at, second->n ? second->at : NULL, NULL });
  cr_assert_neq(k.status, POL_NO_MEMORY);
  pol_text_init(&t, NULL);
  for (uint32_t i = 0; i < k.reports.list.n; i++) say_one(&k, &t, k.reports.list.at[i], lines_of(before));
  add(said, pol_text_get(&t), t.n);
  pol_text_drop(&t);
  checked_close(&k);
  free(first.at);
}

typedef struct reader { strings before, text, second, want, out; strings *into; unsigned cases; bool started, same; } reader;

static void end_case(reader *r) {
  strings said = {0};
  if (r->started) {
    judge(&r->before, &r->text, &r->second, &said);
    r->cases++;
    bool same = strcmp(said.at, r->want.at ? r->want.at : "") == 0;
    r->same = r->same && same;
    if (getenv("POL_GOLDEN") == NULL) cr_expect(same, "%s\n  want:\n%s  got:\n%s", r->text.at, r->want.at ? r->want.at : "", said.at);
    add(&r->out, said.at, said.n);
  }
  free(said.at);
  free(r->text.at), free(r->second.at), free(r->want.at);
  r->text = r->second = r->want = (strings){0};
  r->into = &r->text;
  r->started = true;
}

static void take_line(reader *r, const char *line) {
  size_t n = strlen(line);
  if (strncmp(line, "%%", 2) == 0) {
    end_case(r);
    r->started = false;
    free(r->before.at);
    r->before = (strings){0};
    r->into = &r->before;
  } else if (strcmp(line, "--\n") == 0) {
    end_case(r);
  } else if (strcmp(line, "++\n") == 0) {
    r->into = &r->second;
  } else if (strncmp(line, "=> ", 3) == 0) {
    add(&r->want, line, n);
    return; /* said anew */
  } else {
    add(r->into, line, n);
  }
  add(&r->out, line, n);
}

static void hold(const char *name, unsigned least) {
  char path[1024], line[8192];
  reader r = { .same = true };
  snprintf(path, sizeof path, POL_TESTS_DIR "/check/said/%s.txt", name);
  FILE *f = fopen(path, "rb");
  cr_assert(f, "%s", path);
  r.into = &r.before;
  while (fgets(line, sizeof line, f)) take_line(&r, line);
  fclose(f);
  end_case(&r);
  cr_expect_geq(r.cases, least);
  if (getenv("POL_GOLDEN") != NULL && !r.same) {
    f = fopen(path, "wb");
    cr_assert(f, "%s", path);
    fwrite(r.out.at, 1, r.out.n, f);
    cr_assert_eq(fclose(f), 0);
  }
  free(r.before.at), free(r.text.at), free(r.out.at);
}

Test(check_said, amounts) { hold("amounts", 100); }
Test(check_said, conditions) { hold("conditions", 60); }
Test(check_said, names) { hold("names", 100); }
Test(check_said, declared) { hold("declared", 80); }
Test(check_said, effects) { hold("effects", 100); }
Test(check_said, ranks) { hold("ranks", 30); }
Test(check_said, never) { hold("never", 60); }
Test(check_said, pairs) { hold("pairs", 60); }
Test(check_said, silence) { hold("silence", 80); }
Test(check_said, tables) { hold("tables", 20); }
Test(check_said, scenarios) { hold("scenarios", 120); }
Test(check_said, scenario_tables) { hold("scenario_tables", 15); }
Test(check_said, amendments) { hold("amendments", 50); }
Test(check_said, amendments_dated) { hold("amendments_dated", 40); }
