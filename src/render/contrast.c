/* A comparison as it is told: which form does it, and the words that the forms share. */
#include "render/contrast.h"
#include "render/value_json.h"
#include <string.h>

/* -- forms */

static pol_status status_of(const pol_contrast *t) { return pol_text_ok(t->paper->to) ? POL_OK : POL_NO_MEMORY; }

pol_status pol_contrast_begin(pol_contrast *t) {
  pol_status status = POL_OK;
  switch (t->paper->form) {
  case POL_WRITE_TEXT: status = pol_contrast_text_begin(t); break;
  case POL_WRITE_JSON: pol_contrast_json_begin(t); break;
  case POL_WRITE_CSV: pol_contrast_csv_begin(t); break;
  case POL_WRITE_CELLS: status = pol_contrast_cells_begin(t); break;
  case POL_WRITE_NDJSON:
  case POL_WRITE_HTML: break;
  default: return POL_REJECTED;
  }
  return status == POL_OK ? status_of(t) : status;
}

pol_status pol_contrast_person(pol_contrast *t, const pol_compared_person *p) {
  pol_status status = POL_OK;
  pol_arena_point here = pol_arena_mark(t->paper->arena);
  switch (t->paper->form) {
  case POL_WRITE_TEXT: status = pol_contrast_text_person(t, p); break;
  case POL_WRITE_JSON:
  case POL_WRITE_NDJSON: pol_contrast_json_person(t, p); break;
  case POL_WRITE_CSV: pol_contrast_csv_person(t, p); break;
  case POL_WRITE_CELLS: status = pol_contrast_cells_person(t, p); break;
  default: break;
  }
  pol_arena_reset(t->paper->arena, here);
  t->records++;
  t->wrong += p->record->wrong;
  return status == POL_OK ? status_of(t) : status;
}

pol_status pol_contrast_end(pol_contrast *t, const pol_people_summary *s) {
  pol_status status = POL_OK;
  switch (t->paper->form) {
  case POL_WRITE_TEXT: status = pol_contrast_text_end(t, s); break;
  case POL_WRITE_JSON: pol_contrast_json_end(t, s); break;
  case POL_WRITE_HTML: pol_contrast_html(t, s); break;
  case POL_WRITE_CELLS: status = pol_contrast_cells_end(t, s); break;
  default: break;
  }
  return status == POL_OK ? status_of(t) : status;
}

void pol_contrast_drop(pol_contrast *t) {
  if (t->paper != NULL && t->paper->form == POL_WRITE_TEXT) pol_kept_people_drop(t->kept);
  t->kept = NULL;
}

/* -- words */

pol_case pol_contrast_case(const pol_contrast *t, int side) {
  return (pol_case){.page = pol_page_of(t->paper), .program = t->of->program[side], .model = t->of->model[side], .as_of = t->of->in->as_of};
}

int pol_contrast_side(const pol_contrast *t, uint32_t decision) { return t->of->decisions.at[decision].in[POL_AFTER] == POL_NO_REF ? POL_BEFORE : POL_AFTER; }

const pol_decision *pol_contrast_decision(const pol_contrast *t, uint32_t decision) {
  int side = pol_contrast_side(t, decision);
  return &t->of->model[side]->decisions.at[t->of->decisions.at[decision].in[side]];
}

const char *pol_contrast_title(const pol_contrast *t, uint32_t decision) {
  const pol_compared_decision *d = &t->of->decisions.at[decision];
  pol_case c = pol_contrast_case(t, pol_contrast_side(t, decision));
  return pol_say_titled(&c, d->title, d->name);
}

static const char *policy_title(const pol_model *m) { return m->title != NULL ? m->title : pol_atom_get(m->atoms, m->name); }

const char *pol_contrast_versions(const pol_contrast *t) {
  pol_page page = pol_page_of(t->paper);
  const pol_model *before = t->of->model[POL_BEFORE], *after = t->of->model[POL_AFTER];
  if (!t->of->in->amends) {
    if (strcmp(policy_title(before), policy_title(after)) != 0) return pol_page_format(&page, "%s, and %s", policy_title(before), policy_title(after));
    return pol_page_format(&page, "%s: policy %.12s, and policy %.12s", policy_title(before), before->digest, after->digest);
  }
  pol_text words;
  pol_text_init(&words, pol_arena_alloc(page.arena));
  for (uint32_t i = 0; i < after->amendments.n; i++) {
    const pol_amendment *a = &after->amendments.at[i];
    pol_text_format(&words, "%s\"%s\"", i == 0 ? "" : i + 1 == after->amendments.n ? " and " : ", ", a->title != NULL ? a->title : pol_atom_get(after->atoms, a->name));
  }
  return pol_page_format(&page, "%s: as they are, and with %s", policy_title(before), pol_page_keep(&page, &words));
}

static const char *day_words(const pol_page *page, pol_date d) {
  pol_text words;
  pol_text_init(&words, pol_arena_alloc(page->arena));
  pol_date_write_for_people(&words, d);
  return pol_page_keep(page, &words);
}

const char *pol_contrast_not_yet(const pol_contrast *t) {
  pol_page page = pol_page_of(t->paper);
  const pol_model *m = t->of->model[POL_AFTER];
  pol_text words;
  pol_text_init(&words, pol_arena_alloc(page.arena));
  for (uint32_t i = 0; t->of->in->amends && i < m->amendments.n; i++) {
    const pol_amendment *a = &m->amendments.at[i];
    if (!a->from_set || a->from <= t->of->in->as_of) continue;
    pol_text_format(&words, "%s\"%s\" is in force from %s, and changes no decision of this day.", words.n > 0 ? " " : "", a->title != NULL ? a->title : pol_atom_get(m->atoms, a->name), day_words(&page, a->from));
  }
  return pol_page_keep(&page, &words);
}

const char *pol_contrast_note(const pol_contrast *t, int side) {
  const char *before = t->of->model[POL_BEFORE]->note, *after = t->of->model[POL_AFTER]->note;
  if (side == POL_BEFORE) return before;
  return before != NULL && after != NULL && strcmp(before, after) == 0 ? NULL : after;
}

const char *pol_contrast_clause(const pol_contrast *t, int side, uint32_t clause) {
  const pol_model *m = t->of->model[side];
  return clause < m->clauses.n ? pol_atom_get(m->atoms, m->clauses.at[clause].id) : "";
}

const char *pol_contrast_fact(const pol_contrast *t, int side, uint32_t fact) {
  const pol_model *m = t->of->model[side];
  return fact < m->facts.n ? pol_atom_get(m->atoms, m->facts.at[fact].name) : "";
}

const char *pol_fate_name(pol_clause_fate f) {
  static const char *const names[] = {"same", "added", "replaced", "replaced_in_part", "adopted", "reworded", "moved", "withdrawn", "ended_silently"};
  return names[f];
}

static void list_clauses(const pol_contrast *t, pol_text *to, int side, const uint32_t *clause, uint32_t n) {
  enum { MOST = 4 };
  for (uint32_t i = 0; i < n && i < MOST; i++) pol_text_format(to, "%s%s", i == 0 ? "" : ", ", pol_contrast_clause(t, side, clause[i]));
  if (n > MOST) pol_text_format(to, " and %u more", n - MOST);
}

static bool has(const uint32_t *clause, uint32_t n, uint32_t wanted) {
  for (uint32_t i = 0; i < n; i++)
    if (clause[i] == wanted) return true;
  return false;
}

/* What a change does to a clause that it ends: what the clauses that it brings say of it. */
static pol_clause_fate fate_of(const pol_contrast *t, const pol_amendment_change *c, uint32_t before) {
  pol_clause_fate fate = POL_FATE_REPLACED;
  for (uint32_t i = 0; i < t->of->clauses.n; i++) {
    const pol_clause_pair *p = &t->of->clauses.at[i];
    bool told = p->fate == POL_FATE_WITHDRAWN || p->fate == POL_FATE_REPLACED_IN_PART || p->fate == POL_FATE_REPLACED;
    if (!told || p->after == POL_NO_REF || !has(c->after, c->afters, p->after) || !has(p->before, p->befores, before)) continue;
    if (p->fate == POL_FATE_REPLACED) return p->fate;
    fate = p->fate;
  }
  return fate;
}

/* " replaces a.1; withdraws a.2, a.3" */
static bool what_it_does(const pol_contrast *t, pol_text *to, const pol_amendment_change *c) {
  static const struct { pol_clause_fate fate; const char *one, *many, *then; } does[] = {
      {POL_FATE_REPLACED, " replaces ", " replace ", ""}, {POL_FATE_REPLACED_IN_PART, " replaces ", " replace ", " for some cases"}, {POL_FATE_WITHDRAWN, " withdraws ", " withdraw ", ""}};
  uint32_t *of = POL_NEW_N(t->paper->arena, uint32_t, c->befores + 1u);
  bool first = true;
  if (of == NULL) return false;
  for (size_t k = 0; k < sizeof does / sizeof *does; k++) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->befores; i++)
      if (fate_of(t, c, c->before[i]) == does[k].fate) of[n++] = c->before[i];
    if (n == 0) continue;
    pol_text_format(to, "%s%s", first ? "" : ";", c->afters == 1 ? does[k].one : does[k].many);
    list_clauses(t, to, POL_BEFORE, of, n);
    pol_text_add(to, does[k].then);
    first = false;
  }
  return true;
}

const char *pol_contrast_change(const pol_contrast *t, uint32_t change) {
  const pol_amendment_change *c = &t->of->changes.at[change];
  pol_page page = pol_page_of(t->paper);
  pol_text words;
  if (c->what != NULL) return pol_page_format(&page, "%s differs", c->what);
  pol_text_init(&words, pol_arena_alloc(page.arena));
  list_clauses(t, &words, POL_AFTER, c->after, c->afters);
  bool itself = c->afters == 1 && c->befores == 1 && strcmp(pol_contrast_clause(t, POL_AFTER, c->after[0]), pol_contrast_clause(t, POL_BEFORE, c->before[0])) == 0;
  if (itself) {
    pol_text_add(&words, " differs");
  } else if (c->befores == 0) {
    pol_text_add(&words, c->afters == 1 ? " is new" : " are new");
  } else if (c->afters == 0) {
    list_clauses(t, &words, POL_BEFORE, c->before, c->befores);
    pol_text_add(&words, c->befores == 1 ? " ends" : " end");
  } else if (!what_it_does(t, &words, c)) {
    page.to->failed = true;
  }
  return pol_page_keep(&page, &words);
}

/* -- amounts */

const char *pol_contrast_count(const pol_page *page, uint64_t n) {
  pol_text words;
  bool about;
  pol_text_init(&words, pol_arena_alloc(page->arena));
  pol_num_write_for_people(&words, pol_num_int((int64_t)n), 0, &about);
  return pol_page_keep(page, &words);
}

/* Without the exact ratio that stands in brackets after what is about so much. */
static const char *short_words(const pol_page *page, const pol_model *m, const pol_value *v) {
  pol_text words;
  pol_text_init(&words, pol_arena_alloc(page->arena));
  pol_value_words(&words, m, v);
  const char *all = pol_page_keep(page, &words), *exactly = strstr(all, " (exactly ");
  return exactly == NULL ? all : pol_page_format(page, "%.*s", (int)(exactly - all), all);
}

/* Where the number ends in "about 211.47 days", "£23.05 per month". */
static size_t number_ends(const char *words) {
  size_t n = strncmp(words, "about ", 6) == 0 ? 6 : 0;
  return n + strcspn(words + n, " ");
}

static bool is_number(const pol_value *v) { return v->state == POL_KNOWN && v->type.kind == POL_T_NUMBER; }

/* What a decision's amounts are measured in; of a permission with an amount the type says it too. */
static pol_type amount_type(const pol_contrast *t, uint32_t decision) {
  pol_type type = pol_contrast_decision(t, decision)->type;
  type.kind = POL_T_NUMBER;
  return type;
}

pol_value pol_contrast_value(const pol_contrast *t, uint32_t decision, pol_num amount) {
  return (pol_value){.state = POL_KNOWN, .type = amount_type(t, decision), .as.num = amount};
}

const char *pol_contrast_amount(const pol_contrast *t, uint32_t decision, pol_num amount, bool unit, bool sign) {
  pol_page page = pol_page_of(t->paper);
  pol_value v = pol_contrast_value(t, decision, amount);
  const char *words = short_words(&page, t->of->model[pol_contrast_side(t, decision)], &v);
  size_t n = unit ? strlen(words) : number_ends(words), about = strncmp(words, "about ", 6) == 0 ? 6 : 0;
  return pol_page_format(&page, "%.*s%s%.*s", (int)about, words, sign && amount.n > 0 ? "+" : "", (int)(n - about), words + about);
}

bool pol_contrast_sums_up(const pol_contrast *t, uint32_t decision, const pol_decision_summary *s) {
  return s->amounts && s->total_known && amount_type(t, decision).show != POL_SHOW_PERCENT;
}

const char *pol_contrast_unit(const pol_contrast *t, uint32_t decision) {
  const char *words = pol_contrast_amount(t, decision, pol_num_int(2), true, false);
  words += number_ends(words);
  return words + (*words == ' ');
}

const char *pol_contrast_unit_name(const pol_contrast *t, uint32_t decision) {
  pol_page page = pol_page_of(t->paper);
  const pol_model *m = t->of->model[pol_contrast_side(t, decision)];
  return pol_type_words(&page, m, amount_type(t, decision));
}

/* -- outcomes */

static const char *items(const pol_page *page, const pol_value *v, const char *words) {
  return v->as.items.n == 0 ? "none" : pol_page_format(page, "%s", words);
}

static const char *shown_value(const pol_contrast *t, int side, const pol_value *v) {
  pol_page page = pol_page_of(t->paper);
  if (v->state != POL_KNOWN) return "";
  const char *words = short_words(&page, t->of->model[side], v);
  return v->type.kind == POL_T_SET || v->type.kind == POL_T_SEQUENCE ? items(&page, v, words) : words;
}

const char *pol_contrast_outcome(const pol_contrast *t, uint32_t decision, int side, pol_outcome outcome, const pol_value *value) {
  pol_page page = pol_page_of(t->paper);
  const pol_compared_decision *d = &t->of->decisions.at[decision];
  if (d->in[side] == POL_NO_REF) return "not asked";
  if (outcome != POL_OUT_VALUE && outcome != POL_OUT_PERMITTED) return pol_outcome_words(outcome);
  const char *words = d->type.kind == POL_T_OBLIGATIONS ? "duties" : value->type.kind == POL_T_BROKEN ? "" : shown_value(t, side, value);
  if (outcome == POL_OUT_VALUE) return words[0] == '\0' ? pol_outcome_words(outcome) : words;
  return words[0] == '\0' ? pol_outcome_words(outcome) : pol_page_format(&page, "permitted, %s", words);
}

const char *pol_contrast_step(const pol_contrast *t, uint32_t decision, const pol_outcome outcome[2], const pol_value value[2]) {
  pol_page page = pol_page_of(t->paper);
  const char *before = pol_contrast_outcome(t, decision, POL_BEFORE, outcome[0], &value[0]), *after = pol_contrast_outcome(t, decision, POL_AFTER, outcome[1], &value[1]);
  if (outcome[0] == POL_OUT_VALUE && outcome[1] == POL_OUT_VALUE && is_number(&value[0]) && is_number(&value[1])) {
    size_t left = number_ends(before), right = number_ends(after); /* "1 hour -> 2 hours": the unit once, as the second amount has it */
    size_t common = strncmp(before + left, after + right, 3) == 0 ? left : strlen(before);
    return pol_page_format(&page, "%.*s -> %s", (int)common, before, after);
  }
  bool others = outcome[0] == POL_OUT_REFERRED && outcome[1] == POL_OUT_REFERRED; /* it differs: somebody else is asked */
  return pol_page_format(&page, "%s -> %s%s", before, after, others ? " to others" : "");
}

const char *pol_contrast_untried(const pol_contrast *t, uint64_t n) {
  pol_page page = pol_page_of(t->paper);
  return pol_page_format(&page, "for %s, not every change could be tried by itself: some of those named may have no part in it", pol_contrast_count(&page, n));
}

const char *pol_contrast_because(const pol_contrast *t, const pol_clause_of *because, uint32_t n) {
  static const char *const alone[] = {"no longer ", "now "}; /* where the other side has none */
  pol_page page = pol_page_of(t->paper);
  uint32_t on[2] = {0, 0};
  pol_text words;
  for (uint32_t i = 0; i < n; i++) on[because[i].side]++;
  pol_text_init(&words, pol_arena_alloc(page.arena));
  for (int side = POL_BEFORE; side <= POL_AFTER; side++) {
    if (on[side] > 0) pol_text_add(&words, on[!side] == 0 ? alone[side] : side == POL_AFTER ? " -> " : "");
    bool first = true;
    for (uint32_t i = 0; i < n; i++) {
      if (because[i].side != side) continue;
      pol_text_format(&words, "%s%s", first ? "" : ", ", pol_contrast_clause(t, side, because[i].clause));
      first = false;
    }
  }
  return pol_page_keep(&page, &words);
}
