/* The mutation experiment: every policy with one mistake at a time, in every place: a word deleted, a keyword misspelt, a quotation mark dropped, a comma put in, the file
 * cut off. An author reads one report for one mistake, so at least 99 % of the files may give at most one error: of the parser, and of parser and checker together.
 * usage: mistakes [--show] [--all] STEP FILE… — STEP 1 is every place, 7 every seventh; files are .pol, or .md with examples marked `pol`. Files without a head belong to the
 * one headed policy of their folder. The more text is read for a try, the fewer tries, so that a large policy takes as long as several small ones: --all tries them all.
 * --show prints each that gives more. Prints 'N passed, N failed'; a crash or a hang ends it. */
#include "app/session.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILES_MOST = 256, BYTES_OF_A_STEP = 12288, SECONDS_MOST = 30 /* for one file with a mistake, sanitized on a busy machine */ };

typedef struct file { char *text, name[280]; size_t length, folder; bool headed, clean; } file;
typedef enum kind { DELETED, SWAPPED, DROPPED, QUOTE, COMMA, CUT, KINDS } kind;
static const char *const kind_names[KINDS] = { "word deleted", "letters swapped", "letter dropped", "mark dropped", "comma put in", "cut off" };
/* Cut off between two sentences, a file is as it should be: other files name what it does not declare any more, and each of those names is reported. */
typedef struct count { size_t none, one, more; } count;
typedef struct tally { count parser, whole, shorter; size_t failed; } tally;

static file files[FILES_MOST];
static size_t file_count, step = 1, of_file = 1 /* the step in the file at hand */, places, tried;
static bool show, all;
static char doing[320]; /* for the message of a hang */

static void hangs(int signal_number) {
  (void)signal_number;
  if (write(STDOUT_FILENO, doing, strlen(doing)) < 0 || write(STDOUT_FILENO, " hangs\n", 7) < 0) _exit(2);
  _exit(2);
}

/* -- the files */

static bool is_headed(const char *text) {
  for (const char *line = text; line; line = strchr(line, '\n')) {
    line += *line == '\n';
    if (strncmp(line, "policy ", 7) == 0 || strncmp(line, "amendment ", 10) == 0) return true;
  }
  return false;
}

static void keep(const char *path, unsigned line, const char *text, size_t n) {
  if (file_count == FILES_MOST) return;
  file *f = &files[file_count];
  f->text = malloc(n + 1);
  if (!f->text) return;
  memcpy(f->text, text, n);
  f->text[n] = '\0';
  f->length = n;
  const char *slash = strrchr(path, '/');
  f->folder = slash ? (size_t)(slash - path) : 0;
  snprintf(f->name, sizeof f->name, line ? "%.250s:%u" : "%.250s", path, line);
  f->headed = line || is_headed(f->text);
  file_count++;
}

static bool load(const char *path) {
  FILE *in = fopen(path, "rb");
  if (!in) return false;
  fseek(in, 0, SEEK_END);
  long length = ftell(in);
  rewind(in);
  size_t n = length > 0 ? (size_t)length : 0;
  char *text = calloc(n + 1, 1);
  bool whole = text && fread(text, 1, n, in) == n;
  fclose(in);
  if (whole && strstr(path, ".md")) {
    unsigned line = 1;
    for (char *at = text, *from; (from = strstr(at, "\n```pol\n")) != NULL;) {
      char *end = strstr(from += 8, "\n```");
      if (!end) break;
      for (; at < from; at++) line += *at == '\n';
      keep(path, line, from, (size_t)(end + 1 - from));
    }
  } else if (whole) {
    keep(path, 0, text, n);
  }
  free(text);
  return whole;
}

static bool same_folder(const file *a, const file *b) { return a->folder == b->folder && strncmp(a->name, b->name, a->folder) == 0; }

/* Whether b is checked together with a: a folder's files are one policy when one of them has its head. */
static bool goes_with(const file *a, const file *b) {
  size_t heads = 0;
  for (size_t i = 0; i < file_count; i++) heads += files[i].headed && same_folder(a, &files[i]);
  return a != b && same_folder(a, b) && heads == 1;
}

/* -- one try */

typedef struct outcome { unsigned parser, whole; bool fine; } outcome;

static void show_reports(pol_session *s) {
  pol_reports_sort(&s->reports);
  for (uint32_t i = 0; i < s->reports.list.n; i++) {
    const pol_report *p = s->reports.list.at[i];
    if (p->severity != POL_ERROR) continue;
    const pol_source *source = pol_sources_get(&s->sources, p->at.span.file);
    pol_place place = source ? pol_source_place(source, p->at.span.start) : (pol_place){ 0, 0 };
    printf("    POL%04u %u:%u %s\n", pol_code_number(p->code), place.line, place.column, p->message);
  }
}

static outcome try(const file *f, const char *text, size_t n, bool print) {
  outcome o = { 0, 0, false };
  pol_session *s;
  if (pol_session_new(&s, NULL) != POL_DONE) return o;
  alarm(SECONDS_MOST);
  char *own = malloc(n ? n : 1); /* of its own size, so that reading past its end is seen */
  if (own) memcpy(own, text, n);
  bool fine = own && pol_session_add(s, f->name, own, n) != POL_OUT_OF_MEMORY;
  for (size_t i = 0; i < file_count; i++)
    if (goes_with(f, &files[i])) fine = fine && pol_session_add(s, files[i].name, files[i].text, files[i].length) == POL_DONE;
  o.parser = s->reports.errors;
  pol_result checked = fine ? pol_session_check(s) : POL_OUT_OF_MEMORY;
  o.whole = s->reports.errors;
  o.fine = fine && (checked == POL_DONE || (checked == POL_BAD_NEWS && s->reports.list.n > 0));
  if (print) show_reports(s);
  pol_session_drop(s);
  free(own);
  alarm(0);
  return o;
}

static void add(count *c, unsigned reports) {
  if (reports == 0) c->none++;
  else if (reports == 1) c->one++;
  else c->more++;
}

/* The line around a byte, for --show. */
static void show_line(const file *f, kind k, const char *text, size_t n, size_t at) {
  size_t from = at < n ? at : n, to = from, line = 1;
  while (from > 0 && text[from - 1] != '\n') from--;
  while (to < n && text[to] != '\n') to++;
  for (size_t i = 0; i < from; i++) line += text[i] == '\n';
  printf("%s:%zu:%zu %s: %.*s\n", f->name, line, at - from + 1, kind_names[k], (int)(to - from), text + from);
}

static void one(tally *tallies, const file *f, kind k, const char *text, size_t n, size_t at) {
  if (places++ % of_file) return;
  tried++;
  snprintf(doing, sizeof doing, "%s, %s at byte %zu", f->name, kind_names[k], at);
  outcome o = try(f, text, n, false);
  if (!o.fine) printf("%s: no answer that makes sense\n", doing), tallies[k].failed++;
  add(&tallies[k].parser, o.parser);
  bool shorter = k == CUT && !o.parser;
  if (f->clean) add(shorter ? &tallies[k].shorter : &tallies[k].whole, o.whole);
  if (show && (o.parser > 1 || (f->clean && !shorter && o.whole > 1))) {
    show_line(f, k, text, n, at);
    try(f, text, n, true);
  }
}

/* -- the mistakes */

static bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("_.:%", c)) || (unsigned char)c >= 0x80; }

/* The end of the word, text or sign that starts at `at`; `at` itself for space and comments. */
static size_t piece_end(const char *text, size_t n, size_t at) {
  size_t end = at;
  if (strchr(" \t\r\n#", text[at])) return at;
  if (text[at] == '"') {
    for (end++; end < n && text[end] != '"' && text[end] != '\n';) end += text[end] == '\\' ? 2 : 1;
    return end < n ? end + (text[end] == '"') : n;
  }
  while (end < n && is_word(text[end])) end++;
  return end > at ? end : at + 1;
}

static bool is_keyword(const char *word, size_t n) {
  static const char *const spellings[] = {
#define POL_KEYWORD(TOKEN, spelling, kind, comma) " " spelling " ",
#include "../../grammar/keywords.def"
#undef POL_KEYWORD
  };
  char padded[64];
  if (n < 2 || n > 60) return false;
  snprintf(padded, sizeof padded, " %.*s ", (int)n, word);
  for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
    if (strstr(spellings[i], padded)) return true;
  return false;
}

/* text with the bytes at … end replaced */
static void replaced(tally *t, const file *f, kind k, size_t at, size_t end, const char *by) {
  size_t put = strlen(by), n = f->length - (end - at) + put;
  char *text = malloc(n + 1);
  if (!text) return;
  memcpy(text, f->text, at);
  memcpy(text + at, by, put);
  memcpy(text + at + put, f->text + end, f->length - end);
  one(t, f, k, text, n, at);
  free(text);
}

static void misspelt(tally *t, const file *f, size_t at, size_t end) {
  char word[64];
  size_t n = end - at, middle = n / 2;
  memcpy(word, f->text + at, n);
  word[n] = '\0';
  while (middle > 1 && word[middle] == word[middle - 1]) middle--;
  if (word[middle] != word[middle - 1]) {
    char kept = word[middle];
    word[middle] = word[middle - 1];
    word[middle - 1] = kept;
    replaced(t, f, SWAPPED, at, end, word);
  }
  replaced(t, f, DROPPED, at + n / 2, at + n / 2 + 1, "");
}

static size_t step_of(const file *f) {
  size_t bytes = f->length;
  for (size_t i = 0; i < file_count; i++)
    if (goes_with(f, &files[i])) bytes += files[i].length;
  return all ? step : step * (1 + bytes / BYTES_OF_A_STEP);
}

static void damage(tally *t, const file *f) {
  of_file = step_of(f);
  for (size_t at = 0, end; at < f->length; at = end > at ? end : at + 1) {
    end = piece_end(f->text, f->length, at);
    if (f->text[at] == '#') end = at + strcspn(f->text + at, "\n");
    if (f->text[at] == '#' || end == at) continue;
    replaced(t, f, DELETED, at, end, "");
    replaced(t, f, COMMA, end, end, ",");
    one(t, f, CUT, f->text, end, end);
    if (is_keyword(f->text + at, end - at)) misspelt(t, f, at, end);
    if (f->text[at] == '"') replaced(t, f, QUOTE, at, at + 1, "");
    if (f->text[at] == '"' && end > at + 1) replaced(t, f, QUOTE, end - 1, end, "");
  }
}

/* -- the figures */

static size_t judge(const char *what, const count *c) {
  size_t n = c->none + c->one + c->more;
  printf("%-16s %7zu %9zu %10zu %8zu", what, n, c->none, c->one, c->more);
  printf("   %.2f %%\n", n ? 100.0 - 100.0 * (double)c->more / (double)n : 100.0);
  return n && c->more * 100 > n ? 1 : 0;
}

static size_t judge_all(const char *who, const tally *t, bool whole) {
  count sum = { 0, 0, 0 };
  printf("%s\n                   files  no report  one report    more   at most one\n", who);
  for (int k = 0; k < KINDS; k++) {
    const count *c = whole ? &t[k].whole : &t[k].parser;
    judge(kind_names[k], c);
    sum.none += c->none, sum.one += c->one, sum.more += c->more;
  }
  return judge("all", &sum);
}

int main(int n, char **arg) {
  int first = 1;
  for (; n > first && strncmp(arg[first], "--", 2) == 0; first++) {
    show = show || strcmp(arg[first], "--show") == 0;
    all = all || strcmp(arg[first], "--all") == 0;
  }
  if (n < first + 2) return 2;
  step = (size_t)strtoul(arg[first], NULL, 10);
  if (!step) step = 1;
  tally t[KINDS] = { { { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, 0 } };
  size_t failed = 0;
  signal(SIGALRM, hangs);
  for (int i = first + 1; i < n; i++)
    if (!load(arg[i])) printf("%s cannot be read\n", arg[i]), failed++;
  for (size_t i = 0; i < file_count; i++) {
    outcome o = try(&files[i], files[i].text, files[i].length, false);
    files[i].clean = o.fine && !o.whole;
    if (o.parser) printf("%s has mistakes already and is left out\n", files[i].name);
    else damage(t, &files[i]);
  }
  failed += judge_all("the parser alone", t, false) + judge_all("the whole check", t, true);
  judge("cut, well formed", &t[CUT].shorter);
  for (int k = 0; k < KINDS; k++) failed += t[k].failed;
  for (size_t i = 0; i < file_count; i++) free(files[i].text);
  printf("%zu passed, %zu failed\n", tried - (failed < tried ? failed : 0), failed);
  return failed ? 1 : 0;
}
