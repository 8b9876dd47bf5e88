/* Which clauses there are, in the order of the document: a policy's own, and an amendment's where they stand in the consolidated text. */
#include "check/rules.h"

typedef struct planner {
  pol_checker *c;
  pol_clause_plans *plans;
  uint32_t tail;         /* the last plan, or POL_NO_REF */
  pol_map by_id;         /* clause id: the latest plan */
  pol_map last_of;       /* section: the last plan that stands in it */
  pol_map after;         /* plan: the last plan that an amendment put behind it */
} planner;

static void keep(planner *p, pol_map *map, uint64_t key, uint32_t value) {
  if (!pol_map_put(map, key, value)) p->c->no_memory = true;
}

/* The first of a section's declarations makes it; an amendment, or another file of it, reopens what the policy has. */
static uint32_t open_section(planner *p, const pol_node *node, uint32_t tree) {
  pol_checker *c = p->c;
  uint32_t found = pol_check_find(c, POL_NAME_SECTION, node->text);
  bool reopened = found != POL_NO_REF && c->rules->sections.at[found].tree != tree;
  if (reopened && c->rules->trees.at[tree].amendment) return found;
  uint32_t index = c->m->sections.n;
  pol_section section = { .id = node->text, .title = pol_check_words(c, pol_kid(node, 0)), .node = node };
  pol_section_work work = { .tree = tree, .node = node };
  POL_PUSH(c, &c->m->sections, section);
  POL_PUSH(c, &c->rules->sections, work);
  if (c->no_memory) return POL_NO_REF;
  (void)pol_check_declare(c, POL_NAME_SECTION, node->text, index, node);
  return index;
}

static void link_after(planner *p, uint32_t where, uint32_t plan) {
  pol_clause_plan *list = p->plans->list.at;
  if (where == POL_NO_REF) where = p->tail;
  if (where == POL_NO_REF) {
    p->plans->first = plan;
  } else {
    list[plan].next = list[where].next;
    list[where].next = plan;
  }
  if (where == p->tail) p->tail = plan;
}

/* What an amendment put behind a clause before stays between the two. */
static uint32_t behind(planner *p, uint32_t plan) {
  for (uint32_t next; (next = pol_map_get(&p->after, plan)) != POL_MAP_NONE && next != plan;) plan = next;
  return plan;
}

static uint32_t plan_of_ref(planner *p, const pol_node *ref) {
  if (ref->kind == POL_N_REF_KIND) {
    const pol_node *inner = pol_kid(ref, 0);
    if (!pol_rules_word(p->c, ref->text, "section")) return POL_NO_REF;
    uint32_t section = pol_check_find(p->c, POL_NAME_SECTION, inner->text);
    uint32_t last = section == POL_NO_REF ? POL_MAP_NONE : pol_map_get(&p->last_of, section);
    return last == POL_MAP_NONE ? POL_NO_REF : last;
  }
  uint32_t plan = pol_map_get(&p->by_id, ref->text);
  return plan == POL_MAP_NONE ? POL_NO_REF : plan;
}

/* `placed after` says; else the place of what the clause takes over, where that is in its own section. */
static uint32_t said_place(planner *p, const pol_node *lines, uint32_t section) {
  uint32_t taken = POL_NO_REF;
  for (uint32_t i = 0; i < pol_kids(lines); i++) {
    const pol_node *line = lines->kid[i];
    if (line->kind == POL_N_PLACED_AFTER) return plan_of_ref(p, pol_kid(line, 0));
    if (line->kind != POL_N_REPLACES && line->kind != POL_N_UNCHANGED) continue;
    const pol_node *refs = pol_kid(line, 0);
    for (uint32_t k = 0; k < pol_kids(refs) && taken == POL_NO_REF; k++) taken = plan_of_ref(p, refs->kid[k]);
  }
  return taken != POL_NO_REF && p->plans->list.at[taken].section == section ? taken : POL_NO_REF;
}

static uint32_t section_of_id(planner *p, pol_atom id) {
  uint32_t best = POL_NO_REF;
  size_t longest = 0;
  const char *text = pol_check_text(p->c, id);
  for (uint32_t i = 0; i < p->c->m->sections.n; i++) {
    pol_atom s = p->c->m->sections.at[i].id;
    size_t n = pol_atom_length(p->c->in->atoms, s);
    if (n > longest && pol_rules_prefix(pol_check_text(p->c, s), text)) best = i, longest = n;
  }
  return best;
}

static void wrong_section(planner *p, const pol_clause_plan *plan, uint32_t under, uint32_t belongs) {
  pol_checker *c = p->c;
  const char *id = pol_check_text(c, plan->node->text);
  const char *stands = pol_check_text(c, c->m->sections.at[under].id), *own = pol_check_text(c, c->m->sections.at[belongs].id);
  pol_span at = pol_check_name_span(c, plan->node, plan->node->text);
  pol_report *r = pol_report_add(c->in->reports, POL_R_WRONG_SECTION, at, "clause %s stands under section %s", id, stands);
  pol_report_label(c->in->reports, r, "its id begins with that of section %s", own);
  pol_report_help(c->in->reports, r, "put it under section %s, or say where it stands: placed after …", own);
}

static void place_amendment(planner *p, uint32_t index) {
  pol_clause_plan *plan = &p->plans->list.at[index];
  uint32_t home = section_of_id(p, plan->node->text);
  if (plan->section == POL_NO_REF) plan->section = home;
  uint32_t where = plan->is_section ? POL_NO_REF : said_place(p, pol_kid(plan->node, 1), plan->section);
  bool own = plan->section != POL_NO_REF && pol_rules_prefix(pol_check_text(p->c, p->c->m->sections.at[plan->section].id), pol_check_text(p->c, plan->node->text));
  if (where == POL_NO_REF && !own && home != POL_NO_REF && home != plan->section) wrong_section(p, plan, plan->section, home);
  uint32_t last = plan->section == POL_NO_REF ? POL_MAP_NONE : pol_map_get(&p->last_of, plan->section);
  if (where != POL_NO_REF) {
    uint32_t anchor = where;
    where = behind(p, where);
    keep(p, &p->after, anchor, index);
  } else if (last != POL_MAP_NONE) {
    where = last;
  } else if (plan->section != POL_NO_REF) {
    where = said_place(p, pol_kid(p->c->rules->sections.at[plan->section].node, 1), POL_NO_REF);
    if (where != POL_NO_REF) keep(p, &p->after, where, index);
  }
  link_after(p, where, index);
  if (plan->section != POL_NO_REF && (last == POL_MAP_NONE || where == last)) keep(p, &p->last_of, plan->section, index);
}

static void add(planner *p, const pol_node *node, uint32_t tree, uint32_t section, bool is_section) {
  pol_clause_plan plan = { .node = node, .tree = tree, .section = section, .next = POL_NO_REF, .is_section = is_section };
  uint32_t index = p->plans->list.n;
  POL_PUSH(p->c, &p->plans->list, plan);
  if (p->c->no_memory) return;
  if (p->c->rules->trees.at[tree].amendment && p->c->rules->amended) {
    place_amendment(p, index);
  } else {
    link_after(p, p->tail, index);
    if (section != POL_NO_REF) keep(p, &p->last_of, section, index);
  }
  keep(p, &p->by_id, node->text, index);
}

static bool has_scope(const pol_node *section) {
  const pol_node *lines = pol_kid(section, 1);
  for (uint32_t i = 0; i < pol_kids(lines); i++)
    if (pol_is_node(lines->kid[i], POL_N_SECTION_APPLIES)) return true;
  return false;
}

void pol_rules_plan(pol_checker *c, pol_clause_plans *out) {
  planner p = { .c = c, .plans = out, .tail = POL_NO_REF };
  pol_map_init(&p.by_id, c->in->arena);
  pol_map_init(&p.last_of, c->in->arena);
  pol_map_init(&p.after, c->in->arena);
  out->first = POL_NO_REF;
  for (uint32_t t = 0; t < c->trees.n; t++) {
    const pol_node *file = c->trees.at[t].tree->root;
    uint32_t section = POL_NO_REF;
    c->importing = c->trees.at[t].imported;
    for (uint32_t i = 0; i < file->n && !c->no_memory; i++) {
      const pol_node *d = file->kid[i];
      if (d->text == 0) continue;
      if (d->kind == POL_N_SECTION) {
        section = open_section(&p, d, t);
        if (has_scope(d)) add(&p, d, t, section, true);
      } else if (d->kind == POL_N_CLAUSE) {
        add(&p, d, t, section, false);
      }
    }
  }
  c->importing = false;
}
