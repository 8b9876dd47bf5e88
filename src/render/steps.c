#include "render/steps.h"
#include "eval/watch.h"
#include "render/withheld.h"
#include <string.h>

enum { SUM_PARTS_MOST = 6 }; /* a longer sum is shown as its value */

const char *pol_step_name(pol_step_kind k) {
  static const char *const name[] = {"is", "adds", "multiplies", "cap", "floor", "equals", "rounded"};
  return name[k];
}

/* ---- sums with their values ---- */

typedef struct summing {
  const pol_case *c;
  pol_text *to;
  uint32_t parts;
  bool failed;
} summing;

static int binding(uint8_t op) {
  return op == POL_OP_ADD || op == POL_OP_SUB ? 1 : op == POL_OP_MUL || op == POL_OP_DIV ? 2 : op == POL_OP_NEG ? 3 : 4;
}

static const char *sign_of(uint8_t op) {
  switch (op) {
  case POL_OP_ADD: return " + ";
  case POL_OP_SUB: return " - ";
  case POL_OP_MUL: return " × ";
  default: return " / ";
  }
}

static void part(summing *s, const pol_expr *e, bool bare) { /* bare: without its unit, which cancels */
  pol_value v;
  if (!pol_expr_read(&v, s->c, NULL, e) || v.state != POL_KNOWN || ++s->parts > SUM_PARTS_MOST) {
    s->failed = true;
    return;
  }
  if (bare) v.type.unit = (pol_unit){0};
  pol_text_add(s->to, pol_say_value(s->c, &v));
}

static void sum(summing *s, const pol_expr *e, int outer, bool bare) {
  int mine = binding(e->op);
  if (mine > 2) {
    part(s, e, bare);
    return;
  }
  bool cancels = e->op == POL_OP_DIV && pol_unit_same(e->arg[0]->type.unit, e->arg[1]->type.unit);
  bool brackets = mine < outer;
  if (brackets) pol_text_char(s->to, '(');
  sum(s, e->arg[0], mine, bare || cancels);
  pol_text_add(s->to, sign_of(e->op));
  sum(s, e->arg[1], e->op == POL_OP_SUB || e->op == POL_OP_DIV ? mine + 1 : mine, bare || cancels);
  if (brackets) pol_text_char(s->to, ')');
}

/* NULL: it is no sum, or too long a one. outer: how tightly what stands before it binds. */
static const char *sum_words(const pol_case *c, const pol_expr *e, int outer) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(c->page.arena));
  summing s = {.c = c, .to = &t};
  if (binding(e->op) <= 2) sum(&s, e, outer, false);
  else s.failed = true;
  const char *words = pol_page_keep(&c->page, &t);
  return s.failed ? NULL : words;
}

const char *pol_sum_words(const pol_case *c, const pol_expr *e, const pol_value *value) {
  const char *words = sum_words(c, e, 0);
  return words != NULL ? words : pol_say_value(c, value);
}

/* ---- the steps ---- */

static pol_step *add_step(pol_steps *out, const pol_case *c, pol_step_kind kind, uint32_t rule) {
  pol_step *s = POL_VEC_PUSH(c->page.arena, &out->list);
  if (s == NULL) {
    pol_page_lost(&c->page);
    return NULL;
  }
  *s = (pol_step){.kind = kind, .rule = rule, .amount = "", .note = ""};
  return s;
}

/* Of an amount with a name, what it stands for; of any other, its words with values. */
static const char *named(const pol_case *c, const pol_expr *value) {
  bool name = (value->flags & POL_X_DEFINE) != 0 && pol_is_node(value->node, POL_N_NAME);
  if (!name) return pol_condition_people(c, value);
  const char *title = c->model->defines.at[value->define].title;
  return pol_page_format(&c->page, "%s: %s", pol_say_titled(c, title, c->model->defines.at[value->define].name),
                         pol_condition_body(c, value));
}

static const char *note_of(const pol_case *c, const pol_cited *cited, const pol_expr *value, bool plain) {
  const pol_rule *r = pol_case_rule(c, cited->rule);
  if (cited->reason != NULL && !pol_withheld_reasons(c, r)) return cited->reason;
  const char *when = r->when != NULL ? pol_condition_words(c, r->when, POL_MARK_YES) : "";
  if (plain || value->op == POL_OP_CONST) return when;
  const char *source = named(c, value);
  return when[0] == '\0' ? source : pol_page_format(&c->page, "%s; %s", when, source);
}

static void rule_step(pol_steps *out, const pol_case *c, const pol_cited *cited, pol_step_kind kind) {
  const pol_rule *r = pol_case_rule(c, cited->rule);
  pol_value v = {.state = POL_UNKNOWN};
  if (!pol_case_rule_value(&v, c, cited->rule)) return;
  bool hidden = pol_withheld_expr(c, r->value);
  const char *sum = hidden ? "withheld" : sum_words(c, r->value, kind == POL_STEP_TIMES ? 2 : 0);
  bool summed = sum != NULL; /* the sum says already where the value comes from */
  const char *amount = summed ? sum : pol_say_value(c, &v);
  const char *note = note_of(c, cited, r->value, summed);
  pol_step *s = add_step(out, c, kind, cited->rule);
  if (s == NULL) return;
  s->amount = amount;
  s->summed = summed;
  s->note = hidden && note[0] == '\0' ? pol_withheld_words(c, r->value) : note;
  s->value = v;
  bool first = true; /* how a clause is read is said once */
  for (uint32_t i = 0; i + 1 < out->list.n; i++)
    if (out->list.at[i].rule != POL_NO_REF && pol_case_rule(c, out->list.at[i].rule)->clause == r->clause) first = false;
  pol_cited_remarks(&s->more, c, cited->rule, first);
}

/* Whether two known values of one type are one; of a run that is watched, noted. */
static bool are_same(const pol_case *c, const pol_value *a, const pol_value *b) {
  pol_watch *w = pol_run_watching(c->run);
  if (w == NULL) return pol_value_same(a, b);
  bool alike = a->type.kind == b->type.kind && a->type.show == b->type.show && a->type.ref == b->type.ref && pol_unit_same(a->type.unit, b->type.unit);
  if (!alike) pol_watch_lost(w);
  return pol_watch_cmp(w, c->model, a, b) == 0;
}

/* Whether the step before says this already. */
static bool is_said(const pol_case *c, const pol_step *last, const pol_value *v, const char *amount) {
  if (last->kind != POL_STEP_IS && last->kind != POL_STEP_EQUALS) return false;
  bool marked = pol_run_watching(c->run) != NULL && !last->summed && last->value.state == POL_KNOWN && v->state == POL_KNOWN;
  return marked ? are_same(c, &last->value, v) : strcmp(last->amount, amount) == 0;
}

static void equals(pol_steps *out, const pol_case *c, uint32_t node, pol_step_kind kind) {
  if (node == POL_NO_NODE) return;
  pol_value v = pol_run_value(c->run, node, c->row);
  bool answers = node == c->program->decision[c->answer->decision].value;
  if (answers && v.state != POL_KNOWN) v = c->answer->value; /* the same whatever the facts that are not known turn out to be */
  /* a step on the way, of which not even may be told whether it is known; the answer itself is told */
  bool hidden = kind == POL_STEP_EQUALS && pol_withheld_node(c, node) && !answers;
  if (v.state != POL_KNOWN && !hidden) return;
  v.type = pol_case_decision(c)->type;
  const char *amount = pol_say_rounded(c, &v);
  if (kind == POL_STEP_EQUALS) amount = pol_say_value(c, &v);
  if (hidden) amount = "withheld";
  if (kind == POL_STEP_EQUALS && out->list.n > 0 && is_said(c, &out->list.at[out->list.n - 1], &v, amount)) return;
  pol_step *s = add_step(out, c, kind, POL_NO_REF);
  if (s == NULL) return;
  s->amount = amount;
  s->value = v;
}

/* ---- a value that another decision goes into: how that was worked out comes first ---- */

enum { WITHIN_MOST = 3, LOOKED_MOST = 2000 };

typedef struct uses {
  uint32_t decision, visits; /* decision: POL_NO_REF when there is none */
  bool several;
} uses;

static void look_for_use(uses *u, const pol_expr *e) {
  if (e == NULL || ++u->visits > LOOKED_MOST) return;
  if (e->op == POL_OP_DECISION) {
    if (u->decision != POL_NO_REF && u->decision != e->ref) u->several = true;
    u->decision = e->ref;
    return;
  }
  for (uint32_t i = 0; i < e->n; i++) look_for_use(u, e->arg[i]);
}

/* The one decision that an amount uses; POL_NO_REF when it uses none, or several. */
static uint32_t sole_use(const pol_expr *e) {
  uses u = {.decision = POL_NO_REF};
  look_for_use(&u, e);
  return u.several ? POL_NO_REF : u.decision;
}

static void read_steps(pol_steps *out, const pol_case *c, uint32_t within);

/* Reads the steps of the decision used. What is left of a product is then a factor: "× 7.4 hours". */
static const pol_expr *read_use(pol_steps *out, const pol_case *c, const pol_expr *value, uint32_t within) {
  uint32_t use = within == WITHIN_MOST ? POL_NO_REF : sole_use(value), before = out->list.n;
  if (use >= c->model->decisions.n || c->model->decisions.at[use].type.kind != POL_T_NUMBER || pol_withheld_decision(c, use)) return NULL;
  pol_answer inner = *c->answer; /* its rules are among those cited */
  pol_case sub = *c;
  inner.decision = use;
  inner.value = (pol_value){.state = POL_UNKNOWN}; /* that is the outer one's */
  sub.answer = &inner;
  read_steps(out, &sub, within + 1);
  if (out->list.n == before || value->op != POL_OP_MUL) return NULL;
  if (value->arg[0]->op == POL_OP_DECISION) return value->arg[1];
  return value->arg[1]->op == POL_OP_DECISION ? value->arg[0] : NULL;
}

static void base_step(pol_steps *out, const pol_case *c, const pol_cited *cited, uint32_t within) {
  const pol_expr *value = pol_case_rule(c, cited->rule)->value, *factor = read_use(out, c, value, within);
  pol_value v;
  rule_step(out, c, cited, POL_STEP_IS);
  if (factor == NULL || out->list.n == 0 || !pol_expr_read(&v, c, NULL, factor) || pol_withheld_expr(c, factor)) return;
  pol_step *last = &out->list.at[out->list.n - 1];
  if (last->rule != cited->rule) return;
  const char *sum = sum_words(c, factor, 2), *amount = sum != NULL ? sum : pol_say_value(c, &v);
  last = &out->list.at[out->list.n - 1];
  last->kind = POL_STEP_TIMES;
  last->amount = amount;
}

static bool bases(pol_steps *out, const pol_case *c, pol_effect effect, uint32_t within) {
  uint32_t before = out->list.n;
  for (uint32_t i = 0; i < c->answer->becauses; i++) {
    const pol_rule *r = pol_case_rule(c, c->answer->because[i].rule);
    if (r->effect == effect && r->decision == c->answer->decision) base_step(out, c, &c->answer->because[i], within);
  }
  return out->list.n > before;
}

static bool phase(pol_steps *out, const pol_case *c, pol_effect effect, pol_step_kind kind) { /* the deciding rules of one kind */
  uint32_t before = out->list.n;
  for (uint32_t i = 0; i < c->answer->becauses; i++) {
    const pol_rule *r = pol_case_rule(c, c->answer->because[i].rule);
    if (r->effect == effect && r->decision == c->answer->decision) rule_step(out, c, &c->answer->because[i], kind);
  }
  return out->list.n > before;
}

static const char *rounding_words(const pol_case *c) {
  static const char *const mode[] = {"half up", "half even", "half down", "up", "down", "down", "up"};
  const pol_decision *d = pol_case_decision(c);
  pol_value grain = {.state = POL_KNOWN, .type = d->type, .as.num = d->grain};
  if (d->round == POL_ROUND_FLOOR || d->round == POL_ROUND_CEILING)
    return pol_page_format(&c->page, "rounded to the %s %s", d->round == POL_ROUND_FLOOR ? "lower" : "higher", pol_say_value(c, &grain));
  return pol_page_format(&c->page, "rounded %s to %s", mode[d->round], pol_say_value(c, &grain));
}

/* The last line: rounded, or said not to be. */
static void finish(pol_steps *out, const pol_case *c, uint32_t value, uint32_t within) {
  if (pol_case_decision(c)->rounded) {
    const char *note = rounding_words(c);
    equals(out, c, value, POL_STEP_ROUNDED);
    pol_step *last = &out->list.at[out->list.n - 1];
    last->note = note;
    /* there was nothing to round: one line */
    bool hidden = pol_withheld_node(c, value); /* then that would tell what the value was before */
    if (out->list.n > 1 && !hidden && last[-1].kind == POL_STEP_EQUALS && are_same(c, &last->value, &last[-1].value)) {
      last[-1] = *last;
      out->list.n--;
    }
  } else if (out->list.n > 1 && within == 0 && pol_case_decision(c)->type.kind == POL_T_NUMBER) {
    pol_step *last = &out->list.at[out->list.n - 1];
    if (last->kind == POL_STEP_EQUALS) last->note = "not rounded; the policy states no rounding";
  }
}

static void read_steps(pol_steps *out, const pol_case *c, uint32_t within) {
  const pol_decision *d = pol_case_decision(c);
  const pol_program_decision *nodes = &c->program->decision[c->answer->decision];
  bool amount = d->type.kind == POL_T_PERMISSION, worked = false;
  if (!bases(out, c, amount ? POL_E_PERMITS : POL_E_IS, within) || amount) return;
  if (d->type.kind != POL_T_NUMBER && d->type.kind != POL_T_DATE) return;
  equals(out, c, nodes->base, POL_STEP_EQUALS);
  if (phase(out, c, POL_E_ADDS, POL_STEP_ADDS)) equals(out, c, nodes->added, POL_STEP_EQUALS);
  if (phase(out, c, POL_E_MULTIPLIES, POL_STEP_TIMES)) equals(out, c, nodes->multiplied, POL_STEP_EQUALS);
  worked = phase(out, c, POL_E_CAP, POL_STEP_CAP);
  worked = phase(out, c, POL_E_FLOOR, POL_STEP_FLOOR) || worked;
  if (worked) equals(out, c, nodes->capped, POL_STEP_EQUALS);
  if (out->list.n > 0) finish(out, c, nodes->value, within);
}

void pol_steps_read(pol_steps *out, const pol_case *c) {
  *out = (pol_steps){.list = {.n = 0}};
  read_steps(out, c, 0);
}

/* ---- as text ---- */

const char *pol_step_sign(pol_step_kind k) {
  static const char *const sign[] = {
      [POL_STEP_IS] = "", [POL_STEP_ADDS] = "+", [POL_STEP_TIMES] = "×", [POL_STEP_CAP] = "≤", [POL_STEP_FLOOR] = "≥", [POL_STEP_EQUALS] = "=", [POL_STEP_ROUNDED] = "="};
  return sign[k];
}

enum { SIGN = 2, AMOUNT = 6, AMOUNT_LEAST = 12, AMOUNT_MOST = 32, ID_LEAST = 6, ID_MOST = 24 };
typedef struct columns {
  size_t amount, id;
} columns;

static columns columns_of(const pol_case *c, const pol_steps *steps) {
  columns w = {AMOUNT_LEAST, ID_LEAST};
  for (uint32_t i = 0; i < steps->list.n; i++) {
    const pol_step *s = &steps->list.at[i];
    size_t wide = pol_columns(s->amount), key = s->rule == POL_NO_REF ? 0 : pol_columns(pol_say_clause(c, s->rule));
    if (wide > w.amount && wide <= AMOUNT_MOST) w.amount = wide;
    if (key > w.id && key <= ID_MOST) w.id = key;
  }
  return w;
}

/* sign and amount, up to where the rest of the line starts */
static void amount_column(const pol_case *c, const pol_step *s, size_t width) {
  size_t wide = pol_columns(s->amount);
  pol_text *to = c->page.to;
  pol_text_pad(to, ' ', SIGN);
  pol_text_add(to, pol_step_sign(s->kind));
  pol_text_pad(to, ' ', AMOUNT - SIGN - pol_columns(pol_step_sign(s->kind)));
  pol_text_add(to, s->amount);
  if (s->rule == POL_NO_REF && s->note[0] == '\0') return;
  if (wide > width) { /* too long to stand beside it */
    pol_text_char(to, '\n');
    pol_text_pad(to, ' ', AMOUNT + width + 2);
  } else {
    pol_text_pad(to, ' ', width - wide + 2);
  }
}

static void step_line(const pol_case *c, const pol_step *s, columns w) {
  size_t column = AMOUNT + w.amount + 2;
  pol_text *to = c->page.to;
  amount_column(c, s, w.amount);
  if (s->rule == POL_NO_REF) {
    pol_text_wrap(to, s->note, column, column, c->page.width - 1);
    pol_text_char(to, '\n');
    return;
  }
  const char *key = pol_say_clause(c, s->rule);
  size_t title = column + w.id + 2;
  pol_text_add(to, key);
  pol_text_pad(to, ' ', pol_columns(key) < w.id ? w.id - pol_columns(key) + 2 : 2);
  pol_text_wrap(to, pol_say_title(c, pol_case_rule(c, s->rule)->clause), title, title, c->page.width - 1);
  pol_page_end_line(&c->page);
  if (s->note[0] != '\0') pol_page_para(&c->page, column, s->note);
  for (uint32_t i = 0; i < s->more.note.n; i++) pol_page_para(&c->page, column, s->more.note.at[i]);
}

void pol_steps_tell(const pol_case *c, bool pieces) {
  pol_steps steps;
  pol_steps_read(&steps, c);
  for (uint32_t i = 0; i < steps.list.n && pieces; i++) steps.list.at[i].note = "";
  columns w = columns_of(c, &steps);
  for (uint32_t i = 0; i < steps.list.n; i++) step_line(c, &steps.list.at[i], w);
}

void pol_amount_tell(const pol_case *c) {
  pol_steps steps;
  pol_steps_read(&steps, c);
  if (steps.list.n == 0) return;
  if (steps.list.n > 1) {
    pol_page_line(&c->page, POL_INK_STRONG, "The amount");
    columns w = columns_of(c, &steps);
    for (uint32_t i = 0; i < steps.list.n; i++) {
      steps.list.at[i].more.note.n = 0; /* the reasons have it */
      step_line(c, &steps.list.at[i], w);
    }
    return;
  }
  const char *sum = steps.list.at[0].amount, *value = pol_say_rounded(c, &c->answer->value);
  if (strcmp(sum, value) == 0) return; /* the answer line has it */
  pol_page_line(&c->page, POL_INK_STRONG, "The amount");
  pol_page_para(&c->page, 2, pol_page_format(&c->page, "%s = %s", sum, value));
}
