/* Withdrawal by silence: an amendment that replaces clauses of a section, and says nothing of others that have rules. They go on, which may be a slip; so it is to be said: they are
 * withdrawn, or kept. An amendment speaks for a section when it opens it by its heading, or changes more of its clauses than it leaves. */
#include "check/rules.h"

typedef enum word { WORD_NONE, WORD_GONE /* before the amendment */, WORD_CHANGED, WORD_KEPT } word; /* what there is about a clause */

typedef struct topic {
  pol_checker *c;
  uint32_t tree;
  uint8_t *about;        /* by clause: word */
  const uint32_t *rules; /* by clause: how many it has */
  const pol_node *at;    /* a line that changes something in the section at hand */
  pol_numbers left;
} topic;

static uint32_t tree_of(const pol_checker *c, uint32_t amendment) {
  for (uint32_t t = 0; t < c->rules->trees.n; t++)
    if (c->rules->trees.at[t].number == amendment) return t;
  return POL_NO_REF;
}

static void read_words(topic *t) {
  pol_checker *c = t->c;
  for (uint32_t i = 0; i < c->m->clauses.n; i++) t->about[i] = WORD_NONE;
  for (uint32_t i = 0; i < c->m->endings.n; i++) {
    const pol_ending *e = &c->m->endings.at[i];
    uint32_t tree = tree_of(c, e->amendment);
    if (tree == t->tree) t->about[e->clause] = WORD_CHANGED;
    else if (tree < t->tree && e->how != POL_ENDS_IN_PART) t->about[e->clause] = WORD_GONE;
  }
  for (uint32_t i = 0; i < c->rules->kept.n; i++)
    if (c->rules->kept.at[i].tree == t->tree) t->about[c->rules->kept.at[i].clause] = WORD_KEPT;
}

/* The section's heading in the amendment, or NULL. */
static const pol_node *heading_in(const topic *t, pol_atom section) {
  const pol_node *file = t->c->trees.at[t->tree].tree->root;
  for (uint32_t i = 0; i < file->n; i++)
    if (pol_is_node(file->kid[i], POL_N_SECTION) && file->kid[i]->text == section) return file->kid[i];
  return NULL;
}

static const pol_node *line_about(const pol_checker *c, uint32_t clause) {
  for (uint32_t i = c->m->endings.n; i > 0; i--)
    if (c->m->endings.at[i - 1].clause == clause) return c->m->endings.at[i - 1].line;
  return NULL;
}

/* How many of the section's clauses the amendment changes; those that are left are kept aside. */
static uint32_t count(topic *t, const pol_section_work *s) {
  pol_checker *c = t->c;
  pol_span_of_time dates = c->rules->trees.at[t->tree].dates;
  uint32_t changed = 0;
  t->left.n = 0;
  t->at = NULL;
  for (uint32_t i = 0; i < s->clauses.n; i++) {
    uint32_t x = s->clauses.at[i];
    const pol_clause_work *w = &c->rules->clauses.at[x];
    const pol_clause *clause = &c->m->clauses.at[x];
    if (w->is_section || w->tree >= t->tree) continue;
    if (t->about[x] == WORD_CHANGED && changed++ == 0) t->at = line_about(c, x);
    bool over = clause->to_set && dates.from_set && clause->to < dates.from; /* by itself */
    if (t->about[x] == WORD_NONE && t->rules[x] > 0 && !over) POL_PUSH(c, &t->left, x);
  }
  return changed;
}

static const char *id_of(const topic *t, uint32_t i) {
  return pol_check_text(t->c, t->c->m->clauses.at[t->left.at[i]].id);
}

static void say_left(topic *t, pol_span at, const pol_section *s, uint32_t changed) {
  pol_checker *c = t->c;
  uint32_t n = t->left.n;
  const char *section = pol_check_text(c, s->id), *first = id_of(t, 0);
  pol_report *r = pol_report_add(c->in->reports, POL_R_ENDS_SILENTLY, at, "%u %s of section %s %s on without a word about %s", n, n == 1 ? "clause" : "clauses", section, n == 1 ? "goes" : "go",
                                 n == 1 ? "it" : "them");
  pol_report_label(c->in->reports, r, "the amendment changes %u %s of it", changed, changed == 1 ? "clause" : "clauses");
  const char *all = first;
  for (uint32_t i = 0; i < n; i++) c->rules->clauses.at[t->left.at[i]].missed = true;
  for (uint32_t i = 1; i < n && i < 6; i++) all = pol_check_format(c, "%s%s%s", all, i + 1 == n ? " and " : ", ", pol_rules_short_id(id_of(t, i - 1), id_of(t, i)));
  if (n > 1) pol_report_note(c->in->reports, r, "%s%s", all, n > 6 ? pol_check_format(c, " and %u more", n - 6) : "");
  pol_report_help(c->in->reports, r, "where the new text drops %s: withdraws %s%s added \"why\"; where it stays: keeps %s", n == 1 ? "it" : "one", first, n == 1 ? "" : ", …", first);
}

static void look_at_tree(topic *t) {
  pol_checker *c = t->c;
  read_words(t);
  for (uint32_t s = 0; s < c->m->sections.n && !c->no_memory; s++) {
    const pol_section *section = &c->m->sections.at[s];
    if (c->rules->sections.at[s].tree >= t->tree) continue;
    uint32_t changed = count(t, &c->rules->sections.at[s]);
    if (changed == 0 || t->left.n == 0) continue;
    const pol_node *heading = heading_in(t, section->id);
    if (heading != NULL) say_left(t, pol_check_name_span(c, heading, heading->text), section, changed);
    else if (changed > t->left.n && t->at != NULL) say_left(t, t->at->span, section, changed);
  }
}

void pol_rules_topics(pol_checker *c, const pol_numbers *of) {
  uint32_t n = c->m->clauses.n;
  topic t = { .c = c, .about = POL_NEW_N(c->in->arena, uint8_t, n + 1u) };
  uint32_t *rules = POL_NEW_N(c->in->arena, uint32_t, n + 1u);
  if (t.about == NULL || rules == NULL) {
    c->no_memory = true;
    return;
  }
  for (uint32_t x = 0; x < n; x++)
    for (uint32_t i = 0; i < of[x].n; i++) {
      uint32_t table = c->rules->rules.at[of[x].at[i]].table;
      rules[x] += table == POL_NO_REF || c->rules->tables.at[table].replaced_by == POL_NO_REF; /* a row goes with its table */
    }
  for (uint32_t i = 0; i < c->rules->asides.n; i++) rules[c->rules->asides.at[i].clause]++;
  t.rules = rules;
  for (t.tree = 0; t.tree < c->rules->trees.n && !c->no_memory; t.tree++)
    if (c->rules->trees.at[t.tree].number != POL_NO_REF) look_at_tree(&t);
}
