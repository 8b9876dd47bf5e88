/* A machine: the registers of a plan in one block, and the steps one after another. */
#include "batch/step.h"
#include <string.h>

struct pol_machine {
  pol_alloc from;
  const pol_plan *plan;
  pol_reg *reg[POL_LISTS];
  const pol_step_kernel *kernel[POL_LISTS]; /* by step */
  pol_lane *verdict;                        /* by decision asked */
  pol_lane *kept;                           /* two for each that is kept */
};

/* -- one block: first what is pointed at, then the lanes, each on its own line of the cache */

enum { LINE = 64, SPECIAL = 3 };
typedef struct layout { size_t reg[POL_LISTS], kernel[POL_LISTS], verdict, kept, special, constants, rooms, all; } layout;

static size_t lane_bytes(unsigned width) { return POL_LANE_ROWS * POL_LANE_BYTES(width); }

static size_t take(size_t *at, size_t bytes) {
  size_t here = *at;
  *at += (bytes + LINE - 1) / LINE * LINE;
  return here;
}

static void take_constants(const pol_plan_out *out, uint32_t n, size_t *at) {
  for (uint32_t i = 0; i < n; i++)
    for (int j = 0; j < 2; j++)
      if (out[i].part[j].constant) take(at, lane_bytes(out[i].part[j].width));
}

static layout lay_out(const pol_plan *p) {
  layout l = {.all = 0};
  take(&l.all, sizeof(pol_machine));
  for (int k = 0; k < POL_LISTS; k++) {
    l.reg[k] = take(&l.all, p->regs * sizeof(pol_reg));
    l.kernel[k] = take(&l.all, p->list[k].steps * sizeof(pol_step_kernel));
  }
  l.verdict = take(&l.all, p->verdicts * sizeof(pol_lane));
  l.kept = take(&l.all, 2 * (size_t)p->keeps * sizeof(pol_lane));
  l.special = take(&l.all, SPECIAL * lane_bytes(POL_LANE_8));
  l.constants = l.all;
  take_constants(p->verdict_out, p->verdicts, &l.all);
  take_constants(p->kept_out, p->keeps, &l.all);
  l.rooms = l.all;
  for (unsigned width = 0; width < POL_LANE_WIDTHS; width++) {
    uint32_t n = p->list[0].rooms[width] > p->list[1].rooms[width] ? p->list[0].rooms[width] : p->list[1].rooms[width];
    take(&l.all, n * lane_bytes(width));
  }
  return l;
}

static void place_rooms(pol_machine *m, int which, unsigned char *at) {
  const pol_plan *p = m->plan;
  const pol_plan_list *list = &p->list[which];
  unsigned char *first[POL_LANE_WIDTHS];
  for (unsigned width = 0; width < POL_LANE_WIDTHS; width++) {
    first[width] = at;
    at += (p->list[0].rooms[width] > p->list[1].rooms[width] ? p->list[0].rooms[width] : p->list[1].rooms[width]) * lane_bytes(width);
  }
  for (uint32_t r = POL_REG_FIRST; r < p->regs; r++) {
    if (list->room[r] == POL_NO_REF) continue;
    m->reg[which][r].own = m->reg[which][r].at = first[p->reg[r].width] + list->room[r] * lane_bytes(p->reg[r].width);
  }
}

static void place_special(pol_machine *m, unsigned char *at) {
  static const uint8_t value[SPECIAL] = {0, 1, POL_ST_NONE}, of[POL_REG_FIRST] = {0, 1, 2, 1}; /* known, open, not applicable, yes */
  for (int i = 0; i < SPECIAL; i++) memset(at + (size_t)i * lane_bytes(POL_LANE_8), value[i], lane_bytes(POL_LANE_8));
  for (int which = 0; which < POL_LISTS; which++) {
    for (int r = 0; r < POL_REG_FIRST; r++) {
      m->reg[which][r].at = at + of[r] * lane_bytes(POL_LANE_8);
      m->reg[which][r].stated = r == POL_REG_OPEN || r == POL_REG_NONE;
    }
  }
}

static void fill(void *at, uint8_t width, int64_t k) {
  for (uint32_t i = 0; i < POL_LANE_ROWS; i++) {
    switch (width) {
    case POL_LANE_8: ((int8_t *)at)[i] = (int8_t)k; break;
    case POL_LANE_16: ((int16_t *)at)[i] = (int16_t)k; break;
    case POL_LANE_32: ((int32_t *)at)[i] = (int32_t)k; break;
    default: ((int64_t *)at)[i] = k; break;
    }
  }
}

static unsigned char *place_constants(const pol_plan_out *out, uint32_t n, pol_lane *lane, uint32_t each, unsigned char *at) {
  for (uint32_t i = 0; i < n; i++) {
    for (uint32_t j = 0; j < 2; j++) {
      if (!out[i].part[j].constant) continue;
      fill(at, out[i].part[j].width, out[i].part[j].k);
      if (j < each) lane[i * each + j].at = at;
      at += lane_bytes(out[i].part[j].width);
    }
  }
  return at;
}

/* -- kernels of the level */

#define POL_BATCH_LEVEL(level, name) [level] = name,
static const pol_step_kernel *const numbers[POL_CPUS] = {POL_VARIANTS(POL_BATCH_LEVEL, pol_batch_numbers)};
static const pol_step_kernel *const choices[POL_CPUS] = {POL_VARIANTS(POL_BATCH_LEVEL, pol_batch_choices)};
static const pol_step_kernel *const dates[POL_CPUS] = {POL_VARIANTS(POL_BATCH_LEVEL, pol_batch_dates)};
static const pol_step_kernel *const states[POL_CPUS] = {POL_VARIANTS(POL_BATCH_LEVEL, pol_batch_states)};

pol_step_kernel pol_batch_find(pol_batch_kernel kernel, pol_cpu level) {
  if (numbers[level] == NULL) level = POL_CPU_PORTABLE;
  pol_step_kernel found = numbers[level][kernel];
  if (found == NULL) found = choices[level][kernel];
  if (found == NULL) found = dates[level][kernel];
  return found != NULL ? found : states[level][kernel];
}

pol_status pol_machine_new(pol_machine **out, const pol_plan *p, const pol_alloc *from, pol_cpu level) {
  const layout l = lay_out(p);
  if (from == NULL) from = pol_alloc_default();
  unsigned char *block = from->get(from->user, l.all + LINE);
  if (block == NULL) return POL_NO_MEMORY;
  unsigned char *base = block + (LINE - (uintptr_t)block % LINE); /* the byte before says by how much */
  base[-1] = (unsigned char)(base - block);
  memset(base, 0, l.special);
  pol_machine *m = (pol_machine *)(void *)base;
  *m = (pol_machine){.from = *from, .plan = p};
  m->verdict = (pol_lane *)(void *)(base + l.verdict);
  m->kept = (pol_lane *)(void *)(base + l.kept);
  for (int which = 0; which < POL_LISTS; which++) {
    pol_step_kernel *kernel = (pol_step_kernel *)(void *)(base + l.kernel[which]);
    for (uint32_t i = 0; i < p->list[which].steps; i++) kernel[i] = pol_batch_find((pol_batch_kernel)p->list[which].step[i].kernel, level);
    m->kernel[which] = kernel;
    m->reg[which] = (pol_reg *)(void *)(base + l.reg[which]);
    place_rooms(m, which, base + l.rooms);
  }
  place_special(m, base + l.special);
  unsigned char *at = place_constants(p->verdict_out, p->verdicts, m->verdict, 1, base + l.constants);
  place_constants(p->kept_out, p->keeps, m->kept, 2, at);
  *out = m;
  return POL_OK;
}

void pol_machine_drop(pol_machine *m) {
  if (m == NULL) return;
  pol_alloc from = m->from;
  unsigned char *base = (unsigned char *)m;
  from.put(from.user, base - base[-1]);
}

/* -- a run */

static void read_out(pol_lane *lane, uint32_t parts, const pol_plan_out *out, const pol_plan_list *list, const pol_reg *reg) {
  for (uint32_t j = 0; j < parts; j++)
    if (!out->part[j].constant) lane[j].at = reg[list->name[out->part[j].reg]].at;
  const pol_reg *state = &reg[list->name[out->state]];
  lane->stated = state->stated;
  lane->state = state->at;
}

pol_status pol_machine_run(pol_machine *m, pol_verdicts *out, const pol_lane *lane, uint32_t n) {
  const pol_plan *p = m->plan;
  int which = POL_LIST_KNOWN;
  if (n > POL_LANE_ROWS) return POL_LIMIT;
  for (uint32_t i = 0; i < p->facts; i++)
    if (lane[i].stated) which = POL_LIST_STATED;
  const pol_plan_list *list = &p->list[which];
  pol_reg *reg = m->reg[which];
  for (uint32_t i = 0; i < p->facts; i++) {
    reg[p->fact_value[i]].at = lane[i].at;
    reg[p->fact_state[i]].at = lane[i].state;
    reg[p->fact_state[i]].stated = lane[i].stated;
  }
  const pol_step_call call = {.reg = reg, .operand = list->operand, .n = n};
  const pol_step_kernel *kernel = m->kernel[which];
  for (uint32_t i = 0; i < list->steps; i++) kernel[i](&list->step[i], &call);
  for (uint32_t i = 0; i < p->verdicts; i++) read_out(&m->verdict[i], 1, &p->verdict_out[i], list, reg);
  for (uint32_t i = 0; i < p->keeps; i++) read_out(&m->kept[(size_t)2 * i], 2, &p->kept_out[i], list, reg);
  const pol_reg *again = &reg[list->name[p->again]];
  const uint8_t *stated = again->stated ? again->at : NULL;
  *out = (pol_verdicts){.value = m->verdict, .again = stated};
  for (uint32_t i = 0; stated && i < n; i++) out->agains += stated[i];
  return POL_OK;
}

const pol_lane *pol_machine_kept(const pol_machine *m, uint32_t i) { return m->plan->kept[i].kind == POL_KEPT_NONE ? NULL : &m->kept[(size_t)2 * i]; }
