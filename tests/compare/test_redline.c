/* Redlines, written as text: old lines after '-', new ones after '+', what goes in [-…-] and what comes in {+…+}. */
#include "base/failing.h"
#include "compare/redline.h"
#include "support/policy.h"

static pol_redline_text text_of(const char *text) { return (pol_redline_text){ text, (uint32_t)strlen(text) }; }

static void write_line(pol_text *t, char sign, const pol_redline_line *l) {
  pol_text_char(t, sign);
  for (uint32_t i = 0; i < l->runs; i++) {
    const pol_redline_run *r = &l->run[i];
    const char *open = r->kind == POL_REDLINE_REMOVED ? "[-" : "{+", *close = r->kind == POL_REDLINE_REMOVED ? "-]" : "+}";
    if (r->kind != POL_REDLINE_SAME) pol_text_add(t, open);
    pol_text_add_n(t, r->text.at, r->text.n);
    if (r->kind != POL_REDLINE_SAME) pol_text_add(t, close);
  }
  pol_text_char(t, '\n');
}

static void write_redline(pol_text *t, const pol_redline *r) {
  for (uint32_t i = 0; i < r->rows.n; i++) {
    const pol_redline_row *row = &r->rows.at[i];
    if (row->same && row->side[1].there) write_line(t, ' ', &row->side[1]);
    else if (row->side[0].there && row->side[1].there) pol_text_add(t, "=\n");
    if (!row->same && row->side[0].there) write_line(t, '-', &row->side[0]);
    if (!row->same && row->side[1].there) write_line(t, '+', &row->side[1]);
  }
}

static void redline(pol_text *t, const char *old, const char *new) {
  pol_arena *arena = pol_arena_new(NULL);
  pol_redline r;
  cr_assert_eq(pol_redline_make(&r, arena, text_of(old), text_of(new)), POL_OK);
  write_redline(t, &r);
  pol_arena_drop(arena);
}

/* The rows of a clause's table, and what is said around the clause. */
Test(redline, text_of_a_clause) {
  static const char policy_text[] =
      "facts x \"X\"\n  n \"is\" is number\ndecision d \"D\" is number\ndecision e \"E\" is number\n# before\nclause 1 \"One\" # beside\n  # inside\n  d is 5 when x.n is 1\n\n"
      "# after\nclause 2 \"Two\"\ntable d\n  | clause | x.n | d | e |\n  | 1      | 2   | 6 | 7 |\n  | 2      | 3   | 7 | 1 |\n  | 1      | 4   | 8 |   |\n";
  policy p;
  cr_assert_eq(policy_open(&p, policy_text, NULL), POL_OK);
  pol_redline_text t;
  cr_assert_eq(pol_redline_clause(&t, p.arena, p.model, 0), POL_OK);
  cr_expect_str_eq(t.at, "clause 1 \"One\" # beside\n  # inside\n  d is 5 when x.n is 1\n  | clause | x.n | d | e |\n  | 1      | 2   | 6 | 7 |\n  | 1      | 4   | 8 |   |\n");
  cr_assert_eq(pol_redline_clause(&t, p.arena, p.model, 1), POL_OK);
  cr_expect_str_eq(t.at, "clause 2 \"Two\"\n  | clause | x.n | d | e |\n  | 2      | 3   | 7 | 1 |\n");
  cr_assert_eq(pol_redline_clause(&t, p.arena, p.model, POL_NO_REF), POL_OK);
  cr_expect_eq(t.n, 0);
  policy_close(&p);
}

static uint32_t words(pol_text *t, const char *stem, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) pol_text_format(t, "%s%u%s", stem, i, i % 10 == 9 ? "\n" : " ");
  return n;
}

/* One below, at and above the limit: beyond it nothing in the middle is the same. */
Test(redline, limit) {
  for (uint32_t n = POL_REDLINE_MOST / 2 - 1; n <= POL_REDLINE_MOST / 2 + 1; n++) {
    pol_arena *arena = pol_arena_new(NULL);
    pol_text old, new;
    pol_text_init(&old, NULL);
    pol_text_init(&new, NULL);
    pol_text_add(&old, "first\n");
    pol_text_add(&new, "first\n");
    words(&old, "a", n);
    words(&new, "b", n);
    pol_text_add(&old, "\nmiddle one two three\nx\nlast");
    pol_text_add(&new, "\nmiddle one two three\nlast");
    pol_redline r;
    cr_assert_eq(pol_redline_make(&r, arena, (pol_redline_text){ old.at, (uint32_t)old.n }, (pol_redline_text){ new.at, (uint32_t)new.n }), POL_OK);
    uint32_t more = 2 * n + 1 > POL_REDLINE_MOST ? 4 : 0;
    cr_expect_eq(r.removed, n + 1 + more, "%u", n);
    cr_expect_eq(r.added, n + more, "%u", n);
    pol_text_drop(&old);
    pol_text_drop(&new);
    pol_arena_drop(arena);
  }
}

static bool make_one(const pol_alloc *from) {
  pol_arena *arena = pol_arena_new(from);
  pol_redline r;
  pol_status s = arena == NULL ? POL_NO_MEMORY : pol_redline_make(&r, arena, text_of("a b c\nd e\nf"), text_of("a x c\ne\ng f"));
  pol_arena_drop(arena);
  return s == POL_OK;
}

Test(redline, memory_runs_out) { failing_everywhere(make_one); }

Test(redline, marks_words) {
  static const struct { const char *old, *new, *want; } rows[] = {
    { "", "", "" },
    { "a b\n", "a b\n", " a b\n" },
    { "", "a\n  b\n", "+{+a+}\n+  {+b+}\n" },
    { "a\n  b", "", "-[-a-]\n-  [-b-]\n" },
    { "leave is 22 days of 7.4 hours", "leave is 25 days of 7.4 hours", "=\n-leave is [-22-] days of 7.4 hours\n+leave is {+25+} days of 7.4 hours\n" },
    { "from 2024-04-01", "from 2024-05-01", "=\n-from [-2024-04-01-]\n+from {+2024-05-01+}\n" },
    { "clause a.existing.1 \"Pay\"\n  pay is £5", "clause a.new.1 \"Pay\"\n  pay is £6.50",
      "=\n-clause [-a.existing.1-] \"Pay\"\n+clause {+a.new.1+} \"Pay\"\n=\n-  pay is [-£5-]\n+  pay is {+£6.50+}\n" },
    { "x is y when a and b", "x is y\n  when a\n    and b\n", " x is y\n   when a\n     and b\n" },
    { "x is y\n  when a\n    and b\n", "x is y when a and b\n", " x is y when a and b\n" },
    { "x is y when a and b", "x is y\n  when a\n    and c\n", "=\n-x is y when a and [-b-]\n+x is y\n   when a\n+    and {+c+}\n" },
    { "one two three four a five six seven eight", "eins zwei drei vier a sechs sieben acht neun",
      "=\n-[-one two three four a five six seven eight-]\n+{+eins zwei drei vier a sechs sieben acht neun+}\n" },
    { "one\n\n\ntwo   \n", "one\ntwo\n", " one\n two\n" },
    { "a\nb\nc\n", "a\nc\n", " a\n-[-b-]\n c\n" },
    { "a\nc\n", "a\nb\nc\n", " a\n+{+b+}\n c\n" },
    { "a\nb old words\nc\n", "a\nnothing like it\nc\n", " a\n=\n-[-b old words-]\n+{+nothing like it+}\n c\n" },
    { "pays £5 a day", "pays £5, a day", "=\n-pays £5 a day\n+pays £5{+,+} a day\n" },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    pol_text t;
    pol_text_init(&t, NULL);
    redline(&t, rows[i].old, rows[i].new);
    cr_expect_str_eq(pol_text_get(&t), rows[i].want, "%s\n--\n%s\n--\n%s", rows[i].old, rows[i].new, pol_text_get(&t));
    pol_text_drop(&t);
  }
}
