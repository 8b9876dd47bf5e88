/* A desk: facts set, cleared and decided in any order, at a desk that is as fast as it can be and at one of the engine alone. Both take and refuse the same, and say the same of every decision; what
 * is read of a value in one way is what is read of it in another; and a fact that is wrong is never taken for unknown. */
#include "fuzz/targets/bytes.h"

enum { DESKS = 2 };
static pol_decider *decider[DESKS]; /* best, engine */

static void open(void) {
  static const pol_speed speeds[DESKS] = {POL_SPEED_BEST, POL_SPEED_ENGINE};
  for (int i = 0; i < DESKS && !decider[i]; i++)
    FUZZ_HOLDS(pol_decider_new(&decider[i], fuzz_policy("tests/app/kinds.pol", "2024-04-01"), speeds[i]) == POL_DONE, "a decider can be made");
}

typedef struct setting { uint32_t fact; unsigned how, places; int64_t a, b; char text[24]; size_t n; } setting;

static setting take_setting(bytes *b) {
  setting s = {.fact = take_below(b, pol_decider_facts(decider[0]) + 1), .how = take_below(b, 10)};
  s.a = take_number(b, 1 + take_below(b, 8));
  s.b = take_number(b, 1 + take_below(b, 4));
  s.places = take_below(b, 20);
  s.n = s.how == 8 || s.how == 9 ? take_below(b, sizeof s.text) : 0;
  for (size_t i = 0; i < s.n; i++) s.text[i] = (char)take(b);
  return s;
}

static pol_result set(pol_desk *k, const setting *s) {
  switch (s->how) {
  case 0: return pol_desk_unknown(k, s->fact);
  case 1: return pol_desk_yes_no(k, s->fact, s->a & 1);
  case 2: return pol_desk_option(k, s->fact, (uint32_t)s->a);
  case 3: return pol_desk_number(k, s->fact, s->a, s->places);
  case 4: return pol_desk_period(k, s->fact, (int32_t)s->b, (int32_t)s->a);
  case 5: return pol_desk_date(k, s->fact, (int32_t)s->a);
  case 6: return pol_desk_ymd(k, s->fact, (int)(s->b % 12000), (int)(s->a & 15), (int)(s->a >> 4 & 31));
  case 7: return pol_desk_time(k, s->fact, (int32_t)s->b);
  case 8: return pol_desk_text(k, s->fact, s->text, s->n);
  default: return pol_desk_record(k, s->text, s->n);
  }
}

static void hold_value(const pol_desk *k, const pol_desk *other, uint32_t i) {
  int64_t whole[2] = {0}, top[2] = {0}, bottom[2] = {0}, digits[2] = {0};
  int32_t months[2] = {0}, days[2] = {0};
  bool has_whole = pol_desk_whole(k, i, &whole[0]), has_ratio = pol_desk_ratio(k, i, &top[0], &bottom[0]);
  FUZZ_HOLDS(has_whole == pol_desk_whole(other, i, &whole[1]) && whole[0] == whole[1], "a whole value is the same");
  FUZZ_HOLDS(has_ratio == pol_desk_ratio(other, i, &top[1], &bottom[1]) && top[0] == top[1] && bottom[0] == bottom[1], "a ratio is the same");
  FUZZ_HOLDS(!has_ratio || bottom[0] > 0, "a denominator is more than nothing");
  FUZZ_HOLDS(pol_desk_months(k, i, &months[0], &days[0]) == pol_desk_months(other, i, &months[1], &days[1]) && months[0] == months[1] && days[0] == days[1], "a period is the same");
  for (unsigned places = 0; places <= 19; places += places ? 6 : 1) {
    bool has = pol_desk_decimal(k, i, places, &digits[0]);
    FUZZ_HOLDS(has == pol_desk_decimal(other, i, places, &digits[1]) && (!has || digits[0] == digits[1]), "a decimal is the same");
  }
}

static void hold_same(pol_desk *k, pol_desk *other) {
  for (uint32_t i = 0; i <= pol_decider_decisions(decider[0]); i++) {
    char cell[2][64] = {{0}};
    FUZZ_HOLDS(pol_desk_outcome(k, i) == pol_desk_outcome(other, i), "the outcome of %u is the same", i);
    size_t n = pol_desk_cell(k, i, cell[0], sizeof cell[0]);
    FUZZ_HOLDS(n == pol_desk_cell(other, i, cell[1], sizeof cell[1]) && strcmp(cell[0], cell[1]) == 0, "the cell of %u is the same: %s, %s", i, cell[0], cell[1]);
    hold_value(k, other, i);
  }
}

static void hold_why(pol_desk *k, pol_desk *other, uint32_t decision, bool trace) {
  const char *text[2];
  size_t n[2];
  pol_reasons why[2];
  FUZZ_HOLDS(pol_desk_json(k, decision, trace, &text[0], &n[0]) == POL_DONE && pol_desk_json(other, decision, trace, &text[1], &n[1]) == POL_DONE, "what was decided can be told");
  FUZZ_HOLDS(fuzz_json_ends(text[0], n[0], 1000), "it is JSON: %s", text[0]);
  fuzz_hold_same("what two desks tell", &(fuzz_text){.at = (char *)(uintptr_t)text[0], .n = n[0]}, &(fuzz_text){.at = (char *)(uintptr_t)text[1], .n = n[1]});
  if (decision == POL_NONE) return;
  FUZZ_HOLDS(pol_desk_why(k, decision, &why[0]) == POL_DONE && pol_desk_why(other, decision, &why[1]) == POL_DONE, "what was decided has its reasons");
  FUZZ_HOLDS(why[0].becauses == why[1].becauses && why[0].missings == why[1].missings && why[0].items == why[1].items && why[0].out_of_scope == why[1].out_of_scope, "they have as many reasons");
  for (size_t i = 0; i < why[0].missings; i++) FUZZ_HOLDS(why[0].missing[i] == why[1].missing[i], "the same is missing");
}

static void decide(pol_desk *k[DESKS], bytes *b) {
  enum { OFTEN = 70 /* more than a date is met before it gets a plan of its own */ };
  unsigned times = take(b) % 16 == 15 ? OFTEN : 1;
  pol_result result[DESKS] = {POL_DONE};
  for (unsigned i = 0; i < times; i++)
    for (int d = 0; d < DESKS; d++) result[d] = pol_desk_decide(k[d]);
  FUZZ_HOLDS(result[0] == result[1] && result[0] != POL_OUT_OF_MEMORY, "deciding ends alike: %d, %d", (int)result[0], (int)result[1]);
  const char *wrong = pol_desk_wrong(k[0], POL_NONE);
  FUZZ_HOLDS((result[0] == POL_COULD_NOT) == (wrong != NULL), "what is wrong is not decided, and what is decided is not wrong");
  hold_same(k[0], k[1]);
  if (result[0] == POL_DONE || result[0] == POL_BAD_NEWS) hold_why(k[0], k[1], take_below(b, 16) == 15 ? POL_NONE : take_below(b, pol_decider_decisions(decider[0])), take(b) & 1);
}

static void step(pol_desk *k[DESKS], bytes *b) {
  setting s;
  int32_t day;
  switch (take_below(b, 8)) {
  case 0: decide(k, b); break;
  case 1:
    if (take(b) % 4) break;
    for (int d = 0; d < DESKS; d++) pol_desk_clear(k[d]);
    break;
  case 2:
    day = 19814 + (int32_t)take_number(b, 1 + take_below(b, 4));
    FUZZ_HOLDS(pol_desk_as_of(k[0], day) == pol_desk_as_of(k[1], day), "a day is one or not");
    break;
  case 3:
    s = take_setting(b);
    FUZZ_HOLDS(pol_desk_id(k[0], s.text, s.n) && pol_desk_id(k[1], s.text, s.n), "there is memory for an id");
    break;
  default:
    s = take_setting(b);
    pol_result result = set(k[0], &s);
    FUZZ_HOLDS(result == set(k[1], &s), "a fact is taken by both or by none");
    FUZZ_HOLDS(s.how == 9 || s.fact >= pol_decider_facts(decider[0]) || (result == POL_COULD_NOT) == (pol_desk_wrong(k[0], s.fact) != NULL), "what is refused is wrong, and nothing else: %u of %u, %d", s.how, s.fact, (int)result);
    const char *wrong = pol_desk_wrong(k[0], POL_NONE), *too = pol_desk_wrong(k[1], POL_NONE);
    FUZZ_HOLDS((wrong == NULL) == (too == NULL) && (!wrong || strcmp(wrong, too) == 0), "both say the same is wrong: %s; %s", wrong ? wrong : "nothing", too ? too : "nothing");
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  pol_desk *k[DESKS];
  bytes b = {data, data + n};
  open();
  for (int d = 0; d < DESKS; d++) FUZZ_HOLDS(pol_desk_new(&k[d], decider[d]) == POL_DONE, "a desk can be had");
  while (b.at < b.end) step(k, &b);
  decide(k, &b);
  for (int d = 0; d < DESKS; d++) pol_desk_drop(k[d]);
  return 0;
}
