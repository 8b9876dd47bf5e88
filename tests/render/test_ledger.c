/* Rows straight from lanes, held to the words and numbers that everything else writes. */
#include "render/decisions.h"
#include "render/ledger.h"
#include "support/policy.h"
#include <criterion/criterion.h>
#include <stdlib.h>

static const char text[] = "options colour is red, blue, very_long_name_of_a_colour_that_no_cell_of_thirty_two_bytes_holds\n"
                           "decision d_permission \"A\" is permission\n"
                           "decision d_yes \"B\" is yes or no\n"
                           "decision d_option \"C\" is one of colour\n"
                           "decision d_date \"E\" is date\n"
                           "decision d_time \"F\" is time\n"
                           "decision d_period \"G\" is period\n"
                           "decision d_number \"H\" is number\n"
                           "decision d_percent \"I\" is percent\n"
                           "decision d_money \"J\" is money\n"
                           "decision d_hours \"K\" is hours, rounded half up to 0.01 hours\n"
                           "decision d_fine \"L\" is number, rounded half up to 0.0001\n"
                           "decision d_count \"M\" is count\n";

typedef struct lanes { int64_t v[POL_LANE_ROWS]; uint8_t state[POL_LANE_ROWS]; } lanes;

static uint64_t seed;
static uint64_t some(uint64_t below) { /* xorshift */
  seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
  return below ? seed % below : 0;
}

static pol_lane_width width_for(int64_t least, int64_t most) {
  if (least >= INT8_MIN && most <= INT8_MAX) return POL_LANE_8;
  if (least >= INT16_MIN && most <= INT16_MAX) return POL_LANE_16;
  return least >= INT32_MIN && most <= INT32_MAX ? POL_LANE_32 : POL_LANE_64;
}

static void make_form(pol_verdict_form *f, const pol_model *m, uint32_t decision) {
  static const int64_t scales[] = {1, 1, 10, 100, 100, 1000, 10000, 1000000, 1000000000, 2, 4, 8, 3, 37, 60, 120, 250, 7400};
  static const int64_t mosts[] = {9, 100, 127, 9999, 30000, 99999, 9999999, 99999999, 100000000, 2000000000, 999999999999, 9999999999999999, 900000000000000000};
  static const pol_verdict_kind kinds[] = {[POL_T_PERMISSION] = POL_VERDICT_OUTCOME, [POL_T_BOOL] = POL_VERDICT_YES_NO, [POL_T_OPTION] = POL_VERDICT_OPTION, [POL_T_PARTY] = POL_VERDICT_PARTY,
                                           [POL_T_DATE] = POL_VERDICT_DATE, [POL_T_TIME] = POL_VERDICT_TIME, [POL_T_PERIOD] = POL_VERDICT_PERIOD, [POL_T_NUMBER] = POL_VERDICT_NUMBER};
  const pol_type *type = &m->decisions.at[decision].type;
  *f = (pol_verdict_form){.kind = kinds[type->kind], .decision = decision, .scale = 1};
  switch (f->kind) {
  case POL_VERDICT_OUTCOME: f->most = POL_OUT_SILENT; break;
  case POL_VERDICT_YES_NO: f->most = 1; break;
  case POL_VERDICT_OPTION: f->most = m->options.at[type->ref].n - 1; break;
  case POL_VERDICT_DATE: f->least = POL_DATE_FIRST, f->most = POL_DATE_LAST; break;
  case POL_VERDICT_TIME: f->most = 1440; break;
  case POL_VERDICT_PERIOD: f->least = INT64_MIN, f->most = INT64_MAX; break;
  default:
    f->scale = scales[some(COUNT(scales))];
    f->most = mosts[some(COUNT(mosts))];
    f->least = some(2) ? -f->most : 0;
  }
  f->width = f->kind == POL_VERDICT_DATE ? POL_LANE_32 : width_for(f->least, f->most);
  if (f->kind == POL_VERDICT_NUMBER && f->width < POL_LANE_64 && some(2)) f->width++;
}

static int64_t make_value(const pol_verdict_form *f) {
  if (f->kind == POL_VERDICT_PERIOD) return (int64_t)((uint64_t)(int64_t)((int64_t)some(60) - 30) << 32 | (uint32_t)(int32_t)((int64_t)some(60) - 30));
  uint64_t range = (uint64_t)(f->most - f->least) + 1;
  int64_t v = some(8) == 0 ? f->most : some(8) == 0 ? f->least : (int64_t)((uint64_t)f->least + some(range));
  if (f->kind == POL_VERDICT_NUMBER && some(2)) v %= (int64_t[]){10, 1000, 100000}[some(3)];
  if (f->kind == POL_VERDICT_NUMBER && some(3) == 0) v -= v % 100;
  return v < f->least ? f->least : v;
}

static void put(void *at, pol_lane_width width, uint32_t i, int64_t v) {
  switch (width) {
  case POL_LANE_8: ((int8_t *)at)[i] = (int8_t)v; break;
  case POL_LANE_16: ((int16_t *)at)[i] = (int16_t)v; break;
  case POL_LANE_32: ((int32_t *)at)[i] = (int32_t)v; break;
  default: ((int64_t *)at)[i] = v;
  }
}

static void expect_cell(pol_text *to, const pol_model *m, const pol_verdict_form *f, int64_t n, uint8_t state, bool outcomes) {
  const pol_decision *d = &m->decisions.at[f->decision];
  pol_value v = {.type = d->type, .as.i = (int32_t)n};
  pol_text cell;
  pol_text_init(&cell, NULL);
  if (f->kind == POL_VERDICT_PERIOD) v.as.period = (pol_period){(int32_t)(n >> 32), (int32_t)(uint32_t)(uint64_t)n};
  if (f->kind == POL_VERDICT_NUMBER) cr_assert_eq(pol_num_ratio(&v.as.num, n, f->scale), POL_NUM_FINE);
  if (f->kind == POL_VERDICT_OUTCOME) pol_text_add(&cell, pol_outcome_name((pol_outcome)n));
  else if (!state) pol_value_plain(&cell, m, &v, pol_decision_places(d));
  pol_csv_field(to, pol_text_get(&cell), cell.n, false);
  const char *outcome = f->kind == POL_VERDICT_OUTCOME ? pol_outcome_name((pol_outcome)n) : state ? "not_applicable" : "value";
  if (outcomes) pol_csv_field(to, outcome, strlen(outcome), false);
  pol_text_drop(&cell);
}

static const char *const ids[] = {"S1", "", "a,b", " x", "x ", "say \"so\"", "1234567890123456", "12345678901234567", "two\nlines", "x\r", "an id that is longer than most, as somebody put a name there",
                                  "a b", ",", "\"", " ", "123456789012345 ", "caf\xc3\xa9"};

typedef struct trial { policy p; pol_verdict_form form[16]; lanes value[16]; pol_lane lane[16]; uint32_t decisions; } trial;

static void fill(trial *t, uint32_t n) {
  for (uint32_t d = 0; d < t->decisions; d++) {
    make_form(&t->form[d], t->p.model, d);
    t->lane[d].stated = some(3) == 0 && t->form[d].kind != POL_VERDICT_OUTCOME;
    for (uint32_t i = 0; i < n; i++) {
      put(t->lane[d].at, t->form[d].width, i, t->value[d].v[i] = make_value(&t->form[d]));
      t->lane[d].state[i] = t->value[d].state[i] = t->lane[d].stated && some(4) == 0 ? POL_CELL(POL_NOT_APPLICABLE, 0) : 0;
    }
  }
}

static void try(trial *t, pol_cpu level) {
  static const char *id[POL_LANE_ROWS];
  static uint32_t id_length[POL_LANE_ROWS];
  static uint8_t told[POL_LANE_ROWS];
  static size_t told_end[POL_LANE_ROWS];
  static char ids_room[COUNT(ids)][128]; /* beyond an id may be anything */
  uint32_t n = some(3) ? 1 + (uint32_t)some(300) : (uint32_t)(1 + some(POL_LANE_ROWS)), asked[16], tolds = 0;
  bool outcomes = some(2);
  pol_text want, got, others;
  pol_paper paper = {.outcomes = outcomes};
  pol_edition edition = {.program = t->p.program};
  pol_telling telling = {.paper = &paper, .edition = &edition, .asked = asked, .askeds = t->decisions};
  pol_ledger *ledger;
  pol_text_init(&want, NULL), pol_text_init(&got, NULL), pol_text_init(&others, NULL);
  for (uint32_t d = 0; d < t->decisions; d++) asked[d] = d;
  fill(t, n);
  for (size_t k = 0; k < COUNT(ids); k++) memset(ids_room[k], k % 2 ? ' ' : ',', sizeof ids_room[k]), memcpy(ids_room[k], ids[k], strlen(ids[k]));
  bool several = some(2);
  for (uint32_t i = 0; i < n; i++) {
    size_t k = some(COUNT(ids));
    bool none = some(20) == 0;
    id[i] = none ? NULL : ids_room[k];
    id_length[i] = none ? 0 : (uint32_t)strlen(ids[k]);
    told[i] = several && some(5) == 0;
    if (told[i]) {
      for (uint64_t c = some(200); c > 0; c--) pol_text_char(&others, 'o'), pol_text_char(&want, 'o');
      told_end[tolds++] = others.n;
      continue;
    }
    pol_csv_field(&want, none ? "" : ids[k], id_length[i], true);
    for (uint32_t d = 0; d < t->decisions; d++) expect_cell(&want, t->p.model, &t->form[d], t->value[d].v[i], t->value[d].state[i], outcomes);
    pol_text_char(&want, '\n');
  }
  cr_assert_eq(pol_ledger_new(&ledger, NULL, &telling, t->form, level), POL_OK);
  const pol_ledger_rows rows = {n, id, id_length, t->lane, several ? told : NULL, pol_text_get(&others), told_end};
  cr_assert_eq(pol_ledger_write(ledger, &got, &rows), POL_OK);
  pol_ledger_drop(ledger);
  size_t same = 0;
  while (same < want.n && same < got.n && want.at[same] == got.at[same]) same++;
  if (same != want.n || got.n != want.n)
    cr_assert_fail("level %s, at byte %zu: %.80s instead of %.80s", pol_cpu_name(level), same, pol_text_get(&got) + (same > 40 ? same - 40 : 0), pol_text_get(&want) + (same > 40 ? same - 40 : 0));
  pol_text_drop(&want), pol_text_drop(&got), pol_text_drop(&others);
}

Test(ledger, is_what_everything_else_writes) {
  trial *t = calloc(1, sizeof *t);
  seed = 20240401;
  pol_status opened = policy_open(&t->p, text, NULL);
  if (opened != POL_OK) {
    pol_text reports;
    pol_text_init(&reports, NULL);
    policy_reports(&reports, &t->p, false);
    cr_assert_fail("%s", pol_text_get(&reports));
  }
  t->decisions = t->p.model->decisions.n;
  for (uint32_t d = 0; d < t->decisions; d++) {
    t->lane[d].at = aligned_alloc(64, POL_LANE_ROWS * 8 + 64);
    t->lane[d].state = aligned_alloc(64, POL_LANE_ROWS + 64);
  }
  for (unsigned i = 0; i < 400; i++) try(t, (pol_cpu)(i % (pol_cpu_level() + 1u)));
  for (uint32_t d = 0; d < t->decisions; d++) free(t->lane[d].at), free(t->lane[d].state);
  policy_close(&t->p);
  free(t);
}
