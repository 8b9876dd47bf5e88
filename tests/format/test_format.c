/* Layout: small examples of each rule, the edges of files, memory that runs out, and files that are long, wide and deep. tests/format/run.py does it with whole files. */
#include "base/failing.h"
#include "base/limits.h"
#include "format/format.h"
#include "syntax/parse.h"
#include <string.h>
#include <time.h>

/* Lays out a text; false: memory ran out. An error in the text fails the test. */
static bool lay_out(pol_text *out, const char *text, size_t length, const pol_alloc *from) {
  pol_arena *arena = pol_arena_new(from);
  pol_atoms *atoms = arena ? pol_atoms_new(arena) : NULL;
  pol_sources sources;
  pol_reports reports;
  pol_tree tree;
  uint32_t file;
  bool fine = false;
  pol_text_init(out, from);
  if (atoms) {
    pol_sources_init(&sources, arena);
    pol_reports_init(&reports, arena);
    fine = pol_sources_add(&sources, &file, "a.pol", text, length) == POL_OK && pol_parse(&tree, arena, atoms, &sources, file, &reports) == POL_OK;
  }
  if (fine) {
    cr_assert_eq(reports.errors, 0, "%s: %s", text, reports.list.n ? reports.list.at[0]->message : "");
    pol_format_input in = {.sources = &sources, .file = file, .tree = &tree, .atoms = atoms};
    pol_status status = pol_format(out, &in);
    cr_assert_neq(status, POL_REJECTED, "another tree for %.2000s", text);
    fine = status == POL_OK;
  }
  pol_arena_drop(arena);
  return fine;
}

static void expect_layout(const char *text, const char *want) {
  pol_text out, again;
  cr_assert(lay_out(&out, text, strlen(text), NULL));
  cr_expect_str_eq(pol_text_get(&out), want, "%s\nis\n%s\nand not\n%s", text, pol_text_get(&out), want);
  cr_assert(lay_out(&again, pol_text_get(&out), out.n, NULL));
  cr_expect_str_eq(pol_text_get(&again), pol_text_get(&out), "twice: %s", text);
  pol_text_drop(&again);
  pol_text_drop(&out);
}

Test(format, rows) {
  static const struct { const char *text, *want; } rows[] = {
      {"", ""},
      {"\n\n  \n", ""},
      {"# alone", "# alone\n"},
      {"\n\n# one\n\n\n   # two  \n\n", "# one\n\n# two\n"},
      {"use   calendar", "use calendar\n"},
      {"use calendar\r\nuse hr.pro_rata\r\n", "use calendar\nuse hr.pro_rata\n"},
      {"use calendar # why\n", "use calendar                            # why\n"},
      {"use a # b\n\nuse quite.a.long.name.of.a.module.of.mine # c\nuse e  # f\n",
       "use a                                   # b\n\nuse quite.a.long.name.of.a.module.of.mine  # c\nuse e                                   # f\n"},
      {"use a      # b\nuse bcdefg # d\n", "use a                                   # b\nuse bcdefg                              # d\n"},
      {"use calendar\n  # of above\n\nuse b", "use calendar\n  # of above\n\nuse b\n"},
      {"use calendar\n  # of below\nuse b", "use calendar\n# of below\nuse b\n"},
      /* empty lines: one between declarations, two before a section and the first scenario */
      {"use a\n\n\n\nuse b\n\n\n\nsection 1\n\n\nclause 1.1\n\n\n\nscenario \"s\"\n\n\nscenario \"t\"\n",
       "use a\n\nuse b\n\n\nsection 1\n\nclause 1.1\n\n\nscenario \"s\"\n\nscenario \"t\"\n"},
      {"clause 1\n\n  d is 1\n\n\n  e is 2\n  f is 3", "clause 1\n  d is 1\n\n  e is 2\n  f is 3\n"},
      /* columns */
      {"party a \"x\"\nparty long \"y\"\n\nparty another_one \"z\"", "party a    \"x\"\nparty long \"y\"\n\nparty another_one \"z\"\n"},
      {"facts x\n a is date\n bcd \"is\" is number,at least 1,presumed 2", "facts x\n  a        is date\n  bcd \"is\" is number, at least 1, presumed 2\n"},
      {"facts x\n a \"l\" is date\n  asks \"?\"\n b is date,\n asks \"??\"", "facts x\n  a \"l\" is date\n    asks \"?\"\n  b     is date\n    asks \"??\"\n"},
      {"facts x\n a \"l\"\n is date\n bc \"m\" is date", "facts x\n  a  \"l\"\n     is date\n  bc \"m\" is date\n"},
      {"options o is\n - a\n \"x\"\n - bcd \"y\"\n - e \"z\"", "options o is\n  - a\n    \"x\"\n  - bcd \"y\"\n  - e   \"z\"\n"},
      {"table d by x\n |clause|x|\n | 1 | not f( 1,- 2 ) |", "table d by x\n  | clause | x            |\n  | 1      | not f(1, -2) |\n"},
      /* a rule and its limits: on one line, or each on its own from the first that the author put there */
      {"clause 1\n permits d when a.b,except when a.c reason \"r\"", "clause 1\n  permits d when a.b except when a.c reason \"r\"\n"},
      {"clause 1\n permits d when a.b\n except when a.c reason \"r\"", "clause 1\n  permits d when a.b\n    except when a.c\n    reason \"r\"\n"},
      {"clause 1\n refuses d\n , despite 2 , 3 when a.b", "clause 1\n  refuses d\n    despite 2, 3\n    when a.b\n"},
      {"clause 1\n refuses d despite 2 when a.b and\n a.c or\n (a.d\n or a.e)", "clause 1\n  refuses d, despite 2\n    when a.b\n     and a.c\n      or (a.d\n          or a.e)\n"},
      {"clause 1\n d only if all of\n - a.b\n - (a.c and any of\n - a.d\n - a.e)\n reason \"r\"",
       "clause 1\n  d only if all of\n    - a.b\n    - (a.c and any of\n        - a.d\n        - a.e)\n    reason \"r\"\n"},
      {"clause 1\n p must q \"w\" by a.b in c", "clause 1\n  p must q \"w\" by a.b, in c\n"},
      {"clause 1\n guidance \"a\" \"b\"", "clause 1\n  guidance \"a\"\n           \"b\"\n"},
      {"scenario \"s\"\n given a.b and a.c\n and not a.d\n expect d not under 1", "scenario \"s\"\n  given a.b and a.c\n    and not a.d\n  expect d, not under 1\n"},
      /* spaces within a line */
      {"clause 1\n d is ( -1+2 )*3 -f( 1 ,2 )", "clause 1\n  d is (-1 + 2) * 3 - f(1, 2)\n"},
      {"clause 1\n d is 4-1+x\n e is 4\xE2\x80\x93" "1\n f is 4  -1", "clause 1\n  d is 4-1 + x\n  e is 4-1\n  f is 4 - 1\n"}, /* else check would not ask whether 1 to 4 is meant */
      {"clause 1\n d is 2 1/4 + 1,950 - 50 % of £ 5 + GBP 3 + 3 days", "clause 1\n  d is 2 1/4 + 1,950 - 50% of £5 + GBP 3 + 3 days\n"},
      {"clause 1\n refuses d reason \"a { x.y +1 } b\"", "clause 1\n  refuses d reason \"a {x.y + 1} b\"\n"},
      {"clause 1\n d is - a_name_that_is_quite_long_to_fill_the_line(another_name_that_is_quite_long_too, - a_third_name_that_is_quite_long_to_fill_the_line_of_it)",
       "clause 1\n  d is -a_name_that_is_quite_long_to_fill_the_line(another_name_that_is_quite_long_too, -a_third_name_that_is_quite_long_to_fill_the_line_of_it)\n"},
      {"define f( a,b ) \"l\" is a", "define f(a, b) \"l\" is a\n"},
      /* qualifiers in their order, each with the line end before it; not where a comment stands among them */
      {"facts f\n a is yes or no asks \"?\", presumed no", "facts f\n  a is yes or no, presumed no, asks \"?\"\n"},
      {"facts f\n a is yes or no\n asks \"?\" confidential,\n only when f.b, presumed no\n b is date",
       "facts f\n  a is yes or no, presumed no\n    only when f.b, confidential\n    asks \"?\"\n  b is date\n"},
      {"facts f\n a is date asks \"?\", for information, known to b", "facts f\n  a is date, known to b, for information, asks \"?\"\n"},
      {"scenario \"s\"\n expect d is 1, blocked by 4, 5, reserved by 3, presumed f.a, under 1", "scenario \"s\"\n  expect d is 1 under 1, presumed f.a, reserved by 3, blocked by 4, 5\n"},
      {"facts f\n a is date asks \"?\" # why\n confidential", "facts f\n  a is date, asks \"?\"                   # why\n    confidential\n"},
      {"decision d is number, better when lower, rounded up to 1, after e", "decision d is number, after e, rounded up to 1, better when lower\n"},
      {"clause 1\n refuses d subject to 3, despite 2, subject to 1 when x added \"a\" reason \"r\"",
       "clause 1\n  refuses d, despite 2, subject to 3, subject to 1 when x reason \"r\" added \"a\"\n"},
      {"scenario \"s\"\n expect d is 1 missing f.a, not under 2, under 1", "scenario \"s\"\n  expect d is 1 under 1, not under 2, missing f.a\n"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) expect_layout(rows[i].text, rows[i].want);
}

static const char every_part[] = "# a\npolicy a \"x\" # b\n publisher \"y\"\nfacts f \"g\"\n a \"l\" is date, asks \"?\", confidential\n # c\n b is one of x, y\noptions o is\n - a \"x\"\n - b\n"
                                 "define f(x, y) is x * y\nclause 1\n refuses d when f.a is 2024-01-01 and f.b is x reason \"not {f.b} or “so”\"\n"
                                 "table d by f.b\n | clause | f.b |\n | 1 | x |\n # end\n";

static bool work(const pol_alloc *from) {
  pol_text out;
  bool fine = lay_out(&out, every_part, sizeof every_part - 1, from);
  pol_text_drop(&out);
  return fine;
}

Test(format, memory) { failing_everywhere(work); }

/* -- long, wide and deep */

static void add_times(pol_text *t, const char *part, size_t times) {
  for (size_t i = 0; i < times; i++) pol_text_add(t, part);
}

static double seconds_for(const char *before, const char *part, size_t times, const char *after) {
  pol_text text, out, again;
  pol_text_init(&text, NULL);
  pol_text_add(&text, before);
  add_times(&text, part, times);
  pol_text_add(&text, after);
  clock_t start = clock();
  cr_assert(lay_out(&out, pol_text_get(&text), text.n, NULL));
  double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
  cr_assert(lay_out(&again, pol_text_get(&out), out.n, NULL));
  cr_expect_str_eq(pol_text_get(&again), pol_text_get(&out), "%s … %s twice", before, part);
  pol_text_drop(&again);
  pol_text_drop(&out);
  pol_text_drop(&text);
  return seconds;
}

Test(format, time_grows_with_the_text) {
  static const struct { const char *before, *part, *after; } rows[] = {
      {"", "clause 1\n  d is 1\n", ""},
      {"facts f\n", "  a \"b\" is date, asks \"?\"\n", ""},
      {"", "party a \"b\"\n", ""},
      {"clause 1\n  d is f(1", ", some_name", ")\n"},
      {"clause 1\n  refuses d when a.b", " and a.b is c", "\n"},
      {"scenario \"s\"\n  given a.b", " and a.b is c", "\n"},
      {"clause 1\n  refuses a", ", b", " despite 1 when c.d reason \"r\"\n"},
      {"options o is a", ", b", "\n"},
      {"clause 1\n  guidance", " \"text\"", "\n"},
      {"clause 1\n  d only if all of", "\n  - a.b", "\n"},
      {"table t by x\n  | x | clause |\n", "  | 1 | 2 |\n", ""},
      {"", "# a comment\n", ""},
      {"", "use a # a comment\n", ""},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    double some = seconds_for(rows[i].before, rows[i].part, 1500, rows[i].after), many = seconds_for(rows[i].before, rows[i].part, 12000, rows[i].after);
    cr_expect(many < 8 * 3 * some + 0.3, "row %zu: %.3f s, and 8 times as long %.3f s", i, some, many);
  }
}

Test(format, deep) {
  static const struct { const char *before, *open, *middle, *close, *after; } rows[] = {
      {"clause 1\n  refuses d when ", "(a.b and ", "a.c", ")", "\n"},
      {"clause 1\n  d is ", "f(1, ", "2", ")", "\n"},
      {"clause 1\n  d is ", "(some_name + ", "2", ")", "\n"},
      {"clause 1\n  refuses d when ", "not ", "a.c", "", "\n"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    pol_text text, out, again;
    pol_text_init(&text, NULL);
    pol_text_add(&text, rows[i].before);
    add_times(&text, rows[i].open, 60);
    pol_text_add(&text, rows[i].middle);
    add_times(&text, rows[i].close, 60);
    pol_text_add(&text, rows[i].after);
    cr_assert(lay_out(&out, pol_text_get(&text), text.n, NULL));
    cr_assert(lay_out(&again, pol_text_get(&out), out.n, NULL));
    cr_expect_str_eq(pol_text_get(&again), pol_text_get(&out), "row %zu twice", i);
    pol_text_drop(&again);
    pol_text_drop(&out);
    pol_text_drop(&text);
  }
}
