/* A plan as text: facts, then a line a step of each list, then what comes out. For tests and for people who work on pol. */
#include "batch/step.h"

const char *pol_batch_kernel_name(pol_batch_kernel k) {
  static const char *const names[] = {
#define K(name) #name,
#define W(name) POL_BATCH_WIDE(K, name)
#include "batch/kernels.def"
#undef W
#undef K
  };
  return names[k];
}

static void dump_reg(pol_text *to, const pol_plan *p, uint32_t reg) {
  static const char *const special[POL_REG_FIRST] = {"-", "open", "none", "yes"};
  if (reg < POL_REG_FIRST) pol_text_add(to, special[reg]);
  else if (p->reg[reg].lane != POL_NO_REF) pol_text_format(to, p->reg[reg].is_state ? "f%u'" : "f%u", p->reg[reg].lane);
  else pol_text_format(to, p->reg[reg].is_state ? "s%u" : "r%u", reg);
}

static void dump_step(pol_text *to, const pol_plan *p, const pol_plan_list *list, const pol_step *x) {
  const uint32_t arg[] = {x->a, x->b, x->c, x->s};
  pol_text_add(to, "  ");
  dump_reg(to, p, x->out);
  if (x->out2 != 0) pol_text_char(to, ' '), dump_reg(to, p, x->out2);
  pol_text_format(to, " = %s", pol_batch_kernel_name((pol_batch_kernel)x->kernel));
  for (int j = 0; j < 4; j++)
    if (arg[j] != 0) pol_text_format(to, " %c:", "abcs"[j]), dump_reg(to, p, arg[j]);
  for (uint32_t j = 0; j < x->n; j++) {
    const pol_operand *o = &list->operand[x->at + j];
    pol_text_add(to, o->opposite ? " (not " : " (");
    dump_reg(to, p, o->v);
    if (o->s != 0) pol_text_char(to, ' '), dump_reg(to, p, o->s);
    if (o->of != 0) pol_text_add(to, " of "), dump_reg(to, p, o->of);
    pol_text_format(to, o->rank != 0 ? " rank %u)" : ")", o->rank);
  }
  if ((x->k[0] | x->k[1] | x->k[2] | x->k[3]) != 0) pol_text_add(to, " k");
  for (int j = 0; j < 4 && (x->k[0] | x->k[1] | x->k[2] | x->k[3]) != 0; j++) pol_text_format(to, " %lld", (long long)x->k[j]);
  pol_text_char(to, '\n');
}

void pol_plan_dump(pol_text *to, const pol_plan *p) {
  static const char *const title[POL_LISTS] = {"known", "stated"};
  static const char *const kind[] = {"long", "outcome", "yes or no", "option", "party", "date", "time", "period", "number"};
  for (uint32_t i = 0; i < p->facts; i++) {
    const pol_fact_lane *f = &p->fact[i];
    pol_text_format(to, "f%u: fact %u, %u bits, %u places, %lld to %lld\n", i, f->fact, 8u << f->width, f->places, (long long)f->least, (long long)f->most);
  }
  for (int which = 0; which < POL_LISTS; which++) {
    const pol_plan_list *list = &p->list[which];
    pol_text_format(to, "%s: %u steps, rooms %u %u %u %u\n", title[which], list->steps, list->rooms[0], list->rooms[1], list->rooms[2], list->rooms[3]);
    for (uint32_t i = 0; i < list->steps; i++) dump_step(to, p, list, &list->step[i]);
  }
  for (uint32_t i = 0; i < p->verdicts; i++) {
    const pol_verdict_form *v = &p->verdict[i];
    const pol_plan_out *out = &p->verdict_out[i];
    pol_text_format(to, "decision %u: %s", v->decision, kind[v->kind]);
    if (v->kind != POL_VERDICT_LONG) {
      pol_text_format(to, ", %u bits, scale %lld, %lld to %lld, ", 8u << v->width, (long long)v->scale, (long long)v->least, (long long)v->most);
      if (out->part[0].constant) pol_text_format(to, "%lld", (long long)out->part[0].k);
      else dump_reg(to, p, out->part[0].reg);
      pol_text_char(to, ' ');
      dump_reg(to, p, out->state);
    }
    pol_text_char(to, '\n');
  }
  pol_text_add(to, "again: ");
  dump_reg(to, p, p->again);
  pol_text_char(to, '\n');
}
