/* What is told once, after the clauses: what the words in quotation marks stand for, who gives agreements, what is presumed, and what is
 * declared of the questions themselves. */
#include "render/reading.h"
#include <string.h>

static pol_term *add(pol_terms *to, const pol_reader *r, pol_atom name, const char *title) {
  pol_term *t = POL_VEC_PUSH(r->c.page.arena, to);
  if (t == NULL) return NULL;
  *t = (pol_term){.name = pol_say_atom(&r->c, name), .title = pol_say_titled(&r->c, title, name), .text = ""};
  return t;
}

static bool is_test(const pol_expr *e) { return e->type.kind == POL_T_BOOL && e->op != POL_OP_CONST && e->op != POL_OP_DECISION; }

static const char *meaning(pol_reader *r, const pol_expr *e) {
  r->said = 0;
  const char *words = pol_read_meaning(r, e), *last = strrchr(words, '\n');
  const char *text = pol_page_format(&r->c.page, is_test(e) ? "holds when %s" : "is %s", words);
  return last != NULL ? text : pol_page_format(&r->c.page, "%s.", text);
}

/* A meaning may name other definitions: they are told as well, until no new one is named. In the order of the policy. */
static bool told(const pol_terms *terms, const char *name) {
  for (uint32_t i = 0; i < terms->n; i++)
    if (terms->at[i].name == name) return true;
  return false;
}

static bool add_terms(pol_terms *out, pol_reader *r, const bool *before) {
  const pol_model *m = r->c.model;
  for (bool more = true; more;) {
    more = false;
    for (uint32_t i = 0; i < m->defines.n; i++) {
      if (r->define[i] == NULL || (before != NULL && before[i]) || told(out, pol_say_atom(&r->c, m->defines.at[i].name))) continue;
      pol_term *t = add(out, r, m->defines.at[i].name, m->defines.at[i].title);
      if (t == NULL) return false;
      const char *text = meaning(r, r->define[i]);
      out->at[out->n - 1].text = text;
      more = true;
    }
  }
  return true;
}

static uint32_t place_of(const pol_model *m, const char *name) {
  uint32_t i = 0;
  while (i < m->defines.n && pol_atom_get(m->atoms, m->defines.at[i].name) != name) i++;
  return i;
}

bool pol_read_terms(pol_terms *out, pol_reader *r) {
  if (!add_terms(out, r, NULL)) return false;
  for (uint32_t i = 1; i < out->n; i++) /* few, and nearly in order */
    for (uint32_t k = i; k > 0 && place_of(r->c.model, out->at[k].name) < place_of(r->c.model, out->at[k - 1].name); k--) {
      pol_term t = out->at[k];
      out->at[k] = out->at[k - 1];
      out->at[k - 1] = t;
    }
  return true;
}

const char *pol_read_meanings(pol_reader *r, const bool *before) {
  pol_terms terms = {0};
  if (!add_terms(&terms, r, before)) return pol_page_lost(&r->c.page), "";
  const char *text = "";
  for (uint32_t i = 0; i < terms.n; i++) text = pol_page_format(&r->c.page, "%s %s", text, terms.at[i].text);
  return text;
}

bool pol_read_agreements(pol_terms *out, pol_reader *r) {
  const pol_model *m = r->c.model;
  for (uint32_t i = 0; i < m->agreements.n; i++) {
    const pol_agreement *a = &m->agreements.at[i];
    if (!r->agreement[i]) continue;
    pol_term *t = add(out, r, a->name, a->label);
    if (t == NULL) return false;
    const char *who = pol_say_party(&r->c, a->party);
    t->text = a->in_writing
                  ? pol_page_format(&r->c.page, "is given by %s, in writing. Given orally, or by anybody else, it counts as none.", who)
                  : pol_page_format(&r->c.page, "is given by %s, in writing or orally. Given by anybody else, it counts as none.", who);
  }
  return true;
}

bool pol_read_presumed(pol_terms *out, pol_reader *r) {
  const pol_model *m = r->c.model;
  for (uint32_t i = 0; i < m->facts.n; i++) {
    const pol_fact *f = &m->facts.at[i];
    if (!r->presumed[i] || f->presumed == NULL) continue;
    pol_term *t = add(out, r, f->name, NULL);
    if (t == NULL) return false;
    pol_expr input = {.op = POL_OP_INPUT, .ref = i, .type = f->type, .define = POL_NO_REF};
    pol_thing thing;
    pol_thing_of(&thing, r, &input);
    thing.tag = "";
    const char *value = pol_read_amount(r, f->presumed);
    t->title = f->type.kind == POL_T_BOOL ? pol_thing_holds(r, &thing, false) : pol_thing_amount(r, &thing);
    t->text = pol_page_format(&r->c.page, "%s", value);
  }
  return true;
}

/* ---- questions ---- */

static const char *rounding(const pol_reader *r, const pol_decision *d) {
  static const char *const how[] = {
      [POL_ROUND_UP] = "up", [POL_ROUND_DOWN] = "down", [POL_ROUND_HALF_UP] = "to the nearest, a half up", [POL_ROUND_HALF_DOWN] = "to the nearest, a half down",
      [POL_ROUND_HALF_EVEN] = "to the nearest, a half to the even one", [POL_ROUND_FLOOR] = "towards less", [POL_ROUND_CEILING] = "towards more"};
  if (!d->rounded) return "";
  pol_value grain = {.state = POL_KNOWN, .type = d->type, .as.num = d->grain};
  return pol_page_format(&r->c.page, " The answer is a multiple of %s, rounded %s.", pol_say_value(&r->c, &grain), how[d->round]);
}

static const char *combined(const pol_decision *d) {
  static const char *const words[] = {
      [POL_COMBINE_SAME] = "", [POL_COMBINE_LEAST] = " Of the clauses that hold, the one that gives the least counts.",
      [POL_COMBINE_GREATEST] = " Of the clauses that hold, the one that gives the most counts."};
  return words[d->combine];
}

static const char *better(const pol_reader *r, const pol_decision *d) {
  static const char *const words[] = {
      [POL_BETTER_NOT_SAID] = "", [POL_BETTER_HIGHER] = " More is better for the person.", [POL_BETTER_LOWER] = " Less is better for the person.",
      [POL_BETTER_YES] = " \"Yes\" is better for the person.", [POL_BETTER_NO] = " \"No\" is better for the person.", [POL_BETTER_NEUTRAL] = " No answer is better than another."};
  bool option = d->better == POL_BETTER_NOT_SAID && d->better_option != 0;
  return option ? pol_page_format(&r->c.page, " \"%s\" is better for the person.", pol_say_name(&r->c, d->better_option)) : words[d->better];
}

static const char *stages(const pol_reader *r, const pol_decision *d) {
  const char **item = POL_NEW_N(r->c.page.arena, const char *, d->afters + 1u);
  if (item == NULL) return pol_page_lost(&r->c.page), "";
  if (d->afters == 0) return "";
  for (uint32_t i = 0; i < d->afters; i++) item[i] = pol_read_title(r, d->after[i]);
  return pol_page_format(&r->c.page, " It is asked once %s %s permitted; any other answer there is the answer here.",
                         pol_read_list(r, item, d->afters, "and"), d->afters > 1 ? "are" : "is");
}

/* The elements of a sequence stand in the order of its options, whichever clause they come from. */
static const char *sequence(pol_reader *r, const pol_decision *d) {
  if (d->type.kind != POL_T_SEQUENCE || d->type.ref == POL_PARTY_REF) return "";
  const pol_options *o = &r->c.model->options.at[d->type.ref];
  const char **item = POL_NEW_N(r->c.page.arena, const char *, o->n + 1u);
  if (item == NULL) return pol_page_lost(&r->c.page), "";
  for (uint32_t i = 0; i < o->n; i++) {
    pol_value v = {.state = POL_KNOWN, .type = {.kind = POL_T_OPTION, .ref = d->type.ref}, .as.i = (int32_t)i};
    item[i] = pol_page_format(&r->c.page, "\"%s\"", pol_read_constant(r, &v));
  }
  return pol_page_format(&r->c.page, " What it includes stands in this order: %s.", pol_read_list(r, item, o->n, "and"));
}

bool pol_read_questions(pol_terms *out, pol_reader *r, const bool *decision) {
  const pol_model *m = r->c.model;
  for (uint32_t i = 0; i < m->decisions.n; i++) {
    const pol_decision *d = &m->decisions.at[i];
    const char *silent =
        d->may_be_silent == NULL ? "" : pol_page_format(&r->c.page, " It may be that no clause speaks: %s.", d->may_be_silent);
    const char *text =
        pol_page_format(&r->c.page, "%s%s%s%s%s%s", stages(r, d), sequence(r, d), combined(d), rounding(r, d), better(r, d), silent);
    if (text[0] == '\0' || !decision[i]) continue;
    pol_term *t = add(out, r, d->name, d->title);
    if (t == NULL) return false;
    t->text = text + 1;
  }
  return true;
}
