/* The page of a comparison, over figures made by hand: what is escaped, what is kept back, and that it stays as small with a million people as with ten. */
#include "render/contrast.h"
#include "support/policy.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LEAVE, SICK, BREAK, DECISIONS };

static const char before_text[] =
    "policy terms \"Terms & <conditions>\"\n  short months use the last day\n"
    "facts staff \"The member of staff\"\n  hours \"works\" is hours per week\n  grade \"has the grade\" is one of junior, senior\n  ill \"is ill\" is yes or no, confidential\n"
    "decision leave \"Annual leave\" is days, better when higher\ndecision sick_pay \"Sick pay\" is money per month, better when higher\ndecision long_break \"A long break\" is permission\n"
    "section 1 \"Leave\"\nclause 1.1 \"Twenty-four days\"\n  leave is 24 days\nclause 1.2 \"More for seniors\"\n  adds 2 days to leave when staff.grade is senior\n"
    "section 2 \"Pay\"\nclause 2.1 \"When ill\"\n  sick_pay is £200.00 per month when staff.ill\n  sick_pay is £0.00 per month when not staff.ill\n"
    "clause 2.2 \"Breaks\"\n  permits long_break when staff.hours is at least 20 hours per week\n  refuses long_break when staff.hours is less than 20 hours per week\n";
static const char after_text[] =
    "policy terms \"Terms & <conditions>\"\n  short months use the last day\n"
    "facts staff \"The member of staff\"\n  hours \"works\" is hours per week\n  grade \"has the grade\" is one of junior, senior\n  ill \"is ill\" is yes or no, confidential\n"
    "decision leave \"Annual leave\" is days, better when higher\ndecision sick_pay \"Sick pay\" is money per month, better when higher\ndecision long_break \"A long break\" is permission\n"
    "section 1 \"Leave\"\nclause 1.1 \"Twenty-five days\"\n  leave is 25 days\n"
    "section 2 \"Pay\"\nclause 2.1 \"When ill\"\n  sick_pay is £150.00 per month when staff.ill\n  sick_pay is £0.00 per month when not staff.ill\n"
    "clause 2.2 \"Breaks\"\n  permits long_break when staff.hours is at least 20 hours per week\n  refuses long_break when staff.hours is less than 20 hours per week\n";

typedef struct fixture {
  policy side[2];
  pol_compare_input in;
  pol_comparison of;
  pol_decision_summary decision[DECISIONS];
  pol_group_summary group[8];
  pol_value value[8];
  uint64_t counts[8][DECISIONS][POL_IMPACTS];
  pol_people_summary people;
  pol_extreme extreme[64];
  char name[64][32];
  pol_counted cause, missing;
  uint32_t first, second, both[2];
  pol_text text;
  pol_paper paper;
  pol_contrast contrast;
} fixture;

static uint32_t *one(uint32_t *at, uint32_t value) {
  *at = value;
  return at;
}

static pol_value days(const fixture *f, int64_t n) {
  return (pol_value){.state = POL_KNOWN, .type = f->of.decisions.at[LEAVE].type, .as.num = pol_num_int(n)};
}

static void compared(fixture *f) { /* what core would find */
  static pol_compared_decision decisions[DECISIONS];
  static pol_amendment_change changes[2];
  static pol_clause_pair pairs[4];
  const pol_model *m = f->side[POL_AFTER].model;
  f->in = (pol_compare_input){.as_of = 19814};
  f->of = (pol_comparison){.in = &f->in, .model = {f->side[0].model, f->side[1].model}, .program = {f->side[0].program, f->side[1].program}};
  for (uint32_t i = 0; i < DECISIONS; i++) {
    const pol_decision *d = &m->decisions.at[i];
    decisions[i] = (pol_compared_decision){.name = d->name, .title = d->title, .type = d->type, .better = d->better, .in = {i, i}, .can_change = i != BREAK, .change = &f->both[0], .changes = 1};
  }
  changes[0] = (pol_amendment_change){.before = one(&f->both[0], 0), .befores = 1, .after = one(&f->first, 0), .afters = 1};
  changes[1] = (pol_amendment_change){.before = one(&f->both[1], 1), .befores = 1};
  pairs[0] = (pol_clause_pair){.fate = POL_FATE_REPLACED, .before = &f->both[0], .befores = 1, .after = 0};
  pairs[1] = (pol_clause_pair){.fate = POL_FATE_ENDED_SILENTLY, .before = &f->both[1], .befores = 1, .after = POL_NO_REF};
  pairs[2] = (pol_clause_pair){.fate = POL_FATE_REPLACED, .before = one(&f->second, 2), .befores = 1, .after = 1};
  pairs[3] = (pol_clause_pair){.fate = POL_FATE_SAME, .after = 2};
  f->of.decisions.at = decisions, f->of.decisions.n = DECISIONS;
  f->of.changes.at = changes, f->of.changes.n = 2;
  f->of.clauses.at = pairs, f->of.clauses.n = 4;
  f->of.fates[POL_FATE_REPLACED] = 2, f->of.fates[POL_FATE_SAME] = f->of.fates[POL_FATE_ENDED_SILENTLY] = 1;
}

static void extremes(fixture *f, pol_extreme *at, uint32_t n, int64_t delta) {
  for (uint32_t i = 0; i < n; i++) {
    char *name = f->name[at - f->extreme + i];
    snprintf(name, sizeof f->name[0], i == 0 ? "<b>%u</b>" : "S%03u", i);
    at[i] = (pol_extreme){.id = name, .record = i + 1, .value = {days(f, 26), days(f, 26 + delta)}, .outcome = {POL_OUT_VALUE, POL_OUT_VALUE}, .has_delta = true, .delta = pol_num_int(delta), .change = &f->cause.of, .changes = 1};
  }
}

/* So many people, half of them gaining a day, a tenth losing one. */
static void measured(fixture *f, uint64_t people) {
  pol_decision_summary *leave = &f->decision[LEAVE], *sick = &f->decision[SICK];
  uint64_t gain = people / 2, lose = people / 10, open = people / 20, same = people - gain - lose - open;
  f->people = (pol_people_summary){.people = people, .worse = lose, .better = gain, .same = same, .open = open, .decision = f->decision};
  uint64_t n[POL_IMPACTS] = {[POL_IMPACT_GAINS] = gain, [POL_IMPACT_LOSES] = lose, [POL_IMPACT_UNAFFECTED] = same, [POL_IMPACT_UNDETERMINED] = open};
  memcpy(leave->n, n, sizeof n), memcpy(sick->n, n, sizeof n), memcpy(f->people.any, n, sizeof n);
  f->decision[BREAK].n[POL_IMPACT_UNAFFECTED] = people;
  leave->amounts = leave->total_known = true;
  leave->total[0] = pol_num_int((int64_t)people * 24), leave->total[1] = pol_num_int((int64_t)(people * 24 + gain - lose));
  leave->gains = (pol_spread){.n = gain, .sum = pol_num_int((int64_t)gain), .least = {1, 1}, .most = {1, 1}, .middle = {1, 1}, .sum_known = true, .middle_known = true};
  leave->losses = (pol_spread){.n = lose, .sum = pol_num_int((int64_t)lose), .least = {1, 1}, .most = {3, 1}, .middle = {750, 370}, .sum_known = true, .middle_known = true, .least_id = "S9", .most_id = "<b>0</b>"};
  leave->all = (pol_spread){.n = people};
  for (int64_t i = -3; i <= 1; i++) pol_bands_add(&leave->bands, pol_num_int(i));
  extremes(f, f->extreme, 10, -1), extremes(f, f->extreme + 10, 10, 1), extremes(f, f->extreme + 20, 10, -1);
  leave->loss = f->extreme, leave->nloss = 10, leave->gain = f->extreme + 10, leave->ngain = 10;
  sick->loss = f->extreme + 20, sick->nloss = 10, sick->amounts = true, sick->yearly = true, sick->per_year = pol_num_int(-12);
  leave->open = f->extreme + 1, leave->nopen = 9;
  f->cause = (pol_counted){.of = 0, .n = {gain, lose}};
  f->missing = (pol_counted){.of = 1, .n = {[POL_IMPACT_UNDETERMINED] = open}};
  leave->cause = &f->cause, leave->causes = 1, leave->missing = &f->missing, leave->missings = 1;
}

static void grouped(fixture *f, const uint64_t *people, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    f->value[i] = (pol_value){.state = POL_KNOWN, .type = f->side[1].model->facts.at[0].type, .as.num = pol_num_int(10 + (int64_t)i)};
    f->counts[i][LEAVE][POL_IMPACT_LOSES] = people[i] / 2;
    f->group[i] = (pol_group_summary){.value = &f->value[i], .people = people[i], .n = f->counts[i], .any = {[POL_IMPACT_LOSES] = people[i] / 2}};
  }
  f->people.group = f->group, f->people.groups = n;
}

static void open_fixture(fixture *f, uint64_t people) {
  *f = (fixture){0};
  cr_assert_eq(policy_open(&f->side[0], before_text, NULL), POL_OK);
  cr_assert_eq(policy_open(&f->side[1], after_text, NULL), POL_OK);
  compared(f);
  if (people > 0) measured(f, people);
  pol_text_init(&f->text, NULL);
  f->paper = (pol_paper){.to = &f->text, .arena = pol_arena_new(NULL), .form = POL_WRITE_HTML, .version = "0"};
  f->contrast = (pol_contrast){.paper = &f->paper, .of = &f->of, .measured = people > 0, .command = "pol compare 'a \"b\".pol' </code>", .facts = "staff.csv"};
}

static const char *page(fixture *f) {
  cr_assert_eq(pol_contrast_begin(&f->contrast), POL_OK);
  cr_assert_eq(pol_contrast_end(&f->contrast, f->contrast.measured ? &f->people : NULL), POL_OK);
  return pol_text_get(&f->text);
}

static void close_fixture(fixture *f) {
  pol_contrast_drop(&f->contrast);
  pol_text_drop(&f->text);
  pol_arena_drop(f->paper.arena);
  policy_close(&f->side[0]);
  policy_close(&f->side[1]);
}

static bool has(const char *text, const char *part) { return strstr(text, part) != NULL; }

Test(effects, whole) {
  fixture f;
  open_fixture(&f, 1000);
  const uint64_t people[] = {900, 60, 40};
  const uint32_t by[] = {0};
  grouped(&f, people, COUNT(people));
  f.contrast.by = by, f.contrast.bys = 1;
  const char *html = page(&f);
  const char *path = getenv("POL_PAGE"); /* to look at it */
  if (path != NULL) {
    FILE *to = fopen(path, "w");
    fputs(html, to), fclose(to);
  }
  cr_expect(has(html, "<h1>Terms &amp; &lt;conditions&gt;"));
  cr_expect(has(html, "Of 1,000 people, 600 are better or worse off: 100 only lose, 500 only gain"));
  cr_expect(has(html, "&lt;b&gt;0&lt;/b&gt;") && !has(html, "<b>"), "what people are called is no markup");
  cr_expect(has(html, "<code class=\"long\">pol compare 'a \"b\".pol' &lt;/code&gt;</code>"));
  cr_expect(has(html, "leave is <del>24</del> days") && has(html, "leave is <ins>25</ins> days"));
  cr_expect(has(html, "<h3>Ended without a word about it</h3>"));
  cr_expect(has(html, "about 2.03 days") && !has(html, "(exactly"));
  cr_expect(has(html, "−£12.00 per year"));
  cr_expect(has(html, "1 further decision is the same for everybody here: no clause that differs reaches it."));
  close_fixture(&f);
}

Test(effects, confidential) { /* sick pay rests on illness: its figures are told, and nobody by name; nobody is grouped by it */
  fixture f;
  open_fixture(&f, 1000);
  const uint32_t by[] = {2};
  const uint64_t people[] = {500, 500};
  grouped(&f, people, COUNT(people));
  f.contrast.by = by, f.contrast.bys = 1;
  const char *html = page(&f);
  cr_expect(has(html, "Sick pay: 100 people lose, and nobody is named, because the answer rests on something confidential."));
  cr_expect(has(html, "Groups are left out: <strong>staff ill</strong> is confidential"));
  cr_expect(!has(html, "id=\"by-group\""));
  unsigned named = 0;
  for (const char *at = html; (at = strstr(at, "<a href=\"#decision-2\">Sick pay</a></td><th")) != NULL; at++) named++;
  cr_expect_eq(named, 0);
  close_fixture(&f);
}

static void groups(const uint64_t *people, uint32_t n, uint64_t all, const char *want, const char *not) {
  fixture f;
  const uint32_t by[] = {0};
  open_fixture(&f, all);
  grouped(&f, people, n);
  f.contrast.by = by, f.contrast.bys = 1;
  const char *html = page(&f);
  cr_expect(has(html, want), "%s", want);
  cr_expect(not == NULL || !has(html, not), "%s", not);
  close_fixture(&f);
}

Test(effects, small_groups) { /* of fewer than five, with one more where even those together are too few */
  static const uint64_t large[] = {5, 6}, small[] = {3, 4, 50}, lone[] = {4, 7, 50}, few[] = {2, 2};
  groups(large, COUNT(large), 11, ">10 hours per week</th>", "small groups");
  groups(small, COUNT(small), 57, ">2 small groups together</th><td class=\"amount\" data-sort=\"7\">7</td>", ">11 hours per week</th>");
  groups(lone, COUNT(lone), 61, ">2 small groups together</th><td class=\"amount\" data-sort=\"11\">11</td>", ">11 hours per week</th>");
  groups(few, COUNT(few), 4, "with fewer than 5 people in all", "<table id=\"by-group\"");
}

Test(effects, bounded) { /* a million people take no more room than a thousand, but for the digits */
  fixture small, large;
  open_fixture(&small, 1000), open_fixture(&large, 1000000);
  size_t few = strlen(page(&small)), many = strlen(page(&large));
  cr_expect(many < few + 1000, "%zu and %zu bytes", few, many);
  cr_expect(has(pol_text_get(&large.text), "99,990 more are not listed here"));
  close_fixture(&small), close_fixture(&large);
}

Test(effects, nobody) { /* by text and by meaning */
  fixture f;
  open_fixture(&f, 0);
  const char *html = page(&f);
  cr_expect(has(html, "No people were compared"));
  cr_expect(has(html, "Decisions that can change"));
  cr_expect(!has(html, "id=\"people\"") && !has(html, "href=\"#people\"") && !has(html, "href=\"#each\""));
  close_fixture(&f);
}

static void *limited(void *user, size_t size) {
  size_t *left = user;
  if (*left == 0) return NULL;
  --*left;
  return malloc(size);
}
static void put(void *user, void *block) {
  (void)user;
  free(block);
}

Test(effects, no_memory) { /* each allocation may fail, and then nothing is whole */
  fixture f;
  for (size_t allowed = 0, whole = 0; whole == 0; allowed = allowed < 40 ? allowed + 1 : allowed + allowed / 8) {
    size_t left = allowed;
    pol_alloc from = {limited, put, &left};
    open_fixture(&f, 1000);
    pol_arena *kept = f.paper.arena;
    pol_text_drop(&f.text);
    pol_text_init(&f.text, &from);
    f.paper.arena = pol_arena_new(&from);
    if (f.paper.arena != NULL) {
      pol_status status = pol_contrast_end(&f.contrast, &f.people);
      cr_expect(status == POL_OK || status == POL_NO_MEMORY);
      whole = status == POL_OK;
      pol_text_drop(&f.text);
      pol_arena_drop(f.paper.arena);
    }
    pol_text_init(&f.text, NULL);
    f.paper.arena = kept;
    close_fixture(&f);
  }
}
