/* How far a comparison is from turning: beside a condition ("2 ranks over"), and as what stands in the way ("1 rank too many", "1 day after
 * the last day, 14 March 2023"). */
#include "render/condition.h"
#include "eval/watch.h"

typedef struct sides {
  pol_value left;
  pol_value gap;    /* left less right, as a number with its unit */
  pol_value limit;  /* the right side */
  bool date, whole; /* whole: nothing lies between two neighbours */
} sides;

static bool read_sides(sides *s, const pol_case *c, const pol_rows *rows, const pol_expr *e) {
  pol_value a, b;
  if (e->n != 2 || !pol_expr_read(&a, c, rows, e->arg[0]) || !pol_expr_read(&b, c, rows, e->arg[1])) return false;
  if (a.state != POL_KNOWN || b.state != POL_KNOWN) return false;
  const pol_type *t = &e->arg[0]->type;
  *s = (sides){.left = a, .gap = {.state = POL_KNOWN, .type = {.kind = POL_T_NUMBER}}, .limit = b, .date = t->kind == POL_T_DATE};
  switch (t->kind) {
  case POL_T_NUMBER:
    s->gap.type = *t;
    s->whole = t->show == POL_SHOW_COUNT;
    if (pol_num_sub(&s->gap.as.num, a.as.num, b.as.num) == POL_NUM_FINE) return true;
    pol_watch_lost(pol_run_watching(c->run)); /* the numbers themselves say that there is no margin */
    return false;
  case POL_T_DATE:
    s->gap.type.unit.day = 1;
    s->gap.as.num = pol_num_int((int64_t)a.as.i - b.as.i);
    return true;
  case POL_T_OPTION:
    s->whole = true;
    s->gap.type.unit = (pol_unit){.step = 1, .order = t->ref};
    s->gap.as.num = pol_num_int((int64_t)a.as.i - b.as.i);
    return true;
  default: return false;
  }
}

/* Its sign is asked, and then its size is written. */
static int sign_of_gap(const pol_case *c, const sides *s) {
  pol_watch *w = pol_run_watching(c->run);
  return w != NULL ? pol_watch_cmp(w, c->model, &s->left, &s->limit) : s->gap.as.num.n < 0 ? -1 : s->gap.as.num.n > 0;
}

static const char *size_of_gap(const pol_case *c, const sides *s) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(c->page.arena));
  if (!pol_watch_gap(pol_run_watching(c->run), &t, &s->gap.type, &s->left, &s->limit)) pol_value_words(&t, c->model, &s->gap);
  return pol_page_keep(&c->page, &t);
}

/* ---- beside a condition ---- */

/* Less than a limit that is not to be passed is below it; beside a condition, people ask how much is missing. */
static const char *compared(const pol_case *c, const pol_rows *rows, const pol_expr *e, bool aside) {
  sides s;
  if (!read_sides(&s, c, rows, e)) return "";
  bool upper = e->op == POL_OP_LE || e->op == POL_OP_LT; /* the right side is a most, not a least */
  int sign = sign_of_gap(c, &s);
  if (sign == 0) return s.date ? "the same day" : "exactly at the limit";
  bool more = sign > 0;
  if (!more) s.gap.as.num = pol_num_neg(s.gap.as.num);
  const char *size = size_of_gap(c, &s);
  if (s.date) return pol_page_format(&c->page, "%s %s", size, more ? "after" : "before");
  if (more) return pol_page_format(&c->page, "%s over", size);
  return pol_page_format(&c->page, "%s %s", size, upper ? "under" : aside && e->op == POL_OP_GT ? "below" : "short");
}

/* ---- what stands in the way ---- */

/* A day past the last one that would do, or before the first. */
static const char *days_off(const pol_case *c, const sides *s, bool late, bool included) {
  pol_value gap = s->gap;
  pol_date edge = s->limit.as.i;
  if (!late) gap.as.num = pol_num_neg(gap.as.num);
  if (!included) edge += late ? -1 : 1;
  if (edge < POL_DATE_FIRST || edge > POL_DATE_LAST) return "";
  if (!included && pol_num_add(&gap.as.num, gap.as.num, pol_num_int(1)) != POL_NUM_FINE) return "";
  return pol_page_format(&c->page, "%s %s, %s", pol_say_value(c, &gap), late ? "after the last day" : "before the first day",
                         pol_say_date(c, edge));
}

static const char *amount_off(const pol_case *c, sides *s, bool more, bool included) {
  pol_value *gap = &s->gap;
  if (!more) gap->as.num = pol_num_neg(gap->as.num);
  if (s->whole && !included && pol_num_add(&gap->as.num, gap->as.num, pol_num_int(1)) != POL_NUM_FINE) return "";
  if (gap->as.num.n <= 0) return "exactly at the limit";
  bool mass = gap->type.unit.money != 0 || gap->type.show == POL_SHOW_PERCENT;
  return pol_page_format(&c->page, "%s too %s", pol_say_value(c, gap), mass ? more ? "much" : "little" : more ? "many" : "few");
}

/* `holds`: what the comparison is; it would have to be the other. */
static const char *off(const pol_case *c, const pol_rows *rows, const pol_expr *e, bool holds) {
  sides s;
  if (!read_sides(&s, c, rows, e)) return "";
  bool upper = e->op == POL_OP_LE || e->op == POL_OP_LT, more = upper != holds;
  bool included = (e->op == POL_OP_LE || e->op == POL_OP_GE) != holds; /* the limit itself would do */
  return s.date ? days_off(c, &s, more, included) : amount_off(c, &s, more, included);
}

/* ---- of any condition ---- */

typedef enum telling { TELL_MARGIN, TELL_ASIDE, TELL_EXCESS } telling;

static const char *tell(const pol_case *c, const pol_rows *rows, const pol_expr *e, telling what) {
  pol_mark mark;
  while (e->op == POL_OP_NOT || e->op == POL_OP_HOLDS) e = e->arg[0];
  switch (e->op) {
  case POL_OP_LT:
  case POL_OP_LE:
  case POL_OP_GT:
  case POL_OP_GE:
    mark = pol_mark_of(c, rows, e);
    if (what != TELL_EXCESS) return compared(c, rows, e, what == TELL_ASIDE);
    return mark == POL_MARK_YES || mark == POL_MARK_NO ? off(c, rows, e, mark == POL_MARK_YES) : "";
  case POL_OP_AND: /* a range: the end that fails */
    for (uint32_t i = 0; i < e->n; i++)
      if (pol_mark_of(c, rows, e->arg[i]) == POL_MARK_NO) return tell(c, rows, e->arg[i], what);
    return "";
  default: return "";
  }
}

const char *pol_margin(const pol_case *c, const pol_rows *rows, const pol_expr *e) { return tell(c, rows, e, TELL_MARGIN); }

const char *pol_margin_aside(const pol_case *c, const pol_rows *rows, const pol_expr *e) { return tell(c, rows, e, TELL_ASIDE); }

const char *pol_margin_excess(const pol_case *c, const pol_rows *rows, const pol_expr *e) { return tell(c, rows, e, TELL_EXCESS); }
