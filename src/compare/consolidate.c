/* The document: what stands in it, in which order. The policy's own declarations stand where they stood. What amendments add comes where it belongs: clauses after
 * those that they follow in the order of the model, facts into their group, other declarations after the last of their kind, tables and scenarios with the clauses
 * that they follow in the amendment. */
#include "base/date.h"
#include "compare/consolidating.h"

typedef struct item {
  const pol_node *node;
  uint32_t tree, section; /* section: of clauses and headings, in the model; else POL_NO_REF */
  uint32_t next;
  bool gone;              /* a place in the order, of what is not in the text */
  uint32_t from, start, to; /* its chunk of the source: from its comments, from its own, to the end of its last line */
  POL_VEC(const pol_node *) added; /* groups of facts that amendments reopen: theirs */
} item;

typedef struct document {
  pol_consolidating *c;
  POL_VEC(item) items;
  uint32_t first, last;
  pol_map by_node;   /* node: item */
  bool *applies;     /* by tree */
} document;

static const pol_node *head_of(const pol_tree *tree) {
  for (uint32_t i = 0; i < tree->root->n; i++)
    if (tree->root->kid[i]->kind == POL_N_POLICY || tree->root->kid[i]->kind == POL_N_AMENDMENT) return tree->root->kid[i];
  return NULL;
}

static bool is_amendment(const document *d, uint32_t tree) {
  const pol_node *head = head_of(&d->c->in->tree[tree]);
  return pol_is_node(head, POL_N_AMENDMENT);
}

/* -- chunks: a comment right above a declaration is about it; one with an empty line below it stands for itself */

static bool is_blank(const pol_source *s, uint32_t from, uint32_t to) {
  for (; from < to; from++)
    if (s->text[from] != ' ' && s->text[from] != '\t' && s->text[from] != '\r' && s->text[from] != '\n') return false;
  return true;
}

static void find_chunk(document *d, item *it, const pol_node *before) {
  const pol_source *s = pol_consolidating_source(d->c, it->node);
  uint32_t after = before != NULL ? pol_consolidating_line_end(s, before->span.end) : 0, start = pol_consolidating_line_start(s, it->node->span.start);
  if (before != NULL && s->text[before->span.end > 0 ? before->span.end - 1 : 0] == '\n') after = before->span.end; /* rows end with their line */
  if (after > start) after = start;
  it->to = s->text[it->node->span.end - 1] == '\n' ? it->node->span.end : pol_consolidating_line_end(s, it->node->span.end);
  it->from = after;
  it->start = start;
  while (it->start > after) {
    uint32_t line = pol_consolidating_line_start(s, it->start - 1);
    if (is_blank(s, line, it->start)) break;
    it->start = line;
  }
}

/* -- the list */

static uint32_t make_item(document *d, const pol_node *node, uint32_t tree, const pol_node *before) {
  item *it = POL_VEC_PUSH(d->c->arena, &d->items);
  if (it == NULL) {
    d->c->no_memory = true;
    return POL_NO_REF;
  }
  *it = (item){ .node = node, .tree = tree, .section = POL_NO_REF, .next = POL_NO_REF };
  find_chunk(d, it, before);
  if (!pol_map_put(&d->by_node, (uint64_t)(uintptr_t)node, d->items.n - 1)) d->c->no_memory = true;
  return d->items.n - 1;
}

static void link_after(document *d, uint32_t where, uint32_t i) {
  item *list = d->items.at;
  if (i == POL_NO_REF) return;
  if (where == POL_NO_REF) {
    list[i].next = d->first;
    d->first = i;
    if (d->last == POL_NO_REF) d->last = i;
    return;
  }
  list[i].next = list[where].next;
  list[where].next = i;
  if (d->last == where) d->last = i;
}

/* The last item before the next heading. */
static uint32_t block_end(const document *d, uint32_t i) {
  while (d->items.at[i].next != POL_NO_REF && d->items.at[d->items.at[i].next].node->kind != POL_N_SECTION) i = d->items.at[i].next;
  return i;
}

static uint32_t item_of(const document *d, const pol_node *node) {
  uint32_t i = pol_map_get(&d->by_node, (uint64_t)(uintptr_t)node);
  return i == POL_MAP_NONE ? POL_NO_REF : i;
}

static bool is_declared(const pol_node *n) { return n->kind != POL_N_BROKEN; }

static void add_policy(document *d) {
  const pol_consolidate_input *in = d->c->in;
  for (int head = 1; head >= 0; head--)
    for (uint32_t t = 0; t < in->trees; t++) {
      const pol_node *file = in->tree[t].root, *first = head_of(&in->tree[t]);
      if ((first != NULL) != (head == 1) || is_amendment(d, t)) continue;
      uint32_t section = POL_NO_REF;
      for (uint32_t i = 0; i < file->n && !d->c->no_memory; i++) {
        if (!is_declared(file->kid[i])) continue;
        uint32_t it = make_item(d, file->kid[i], t, i > 0 ? file->kid[i - 1] : NULL);
        if (it == POL_NO_REF) return;
        uint32_t s = file->kid[i]->kind == POL_N_SECTION ? pol_map_get(&d->c->section_of, file->kid[i]->text) : POL_MAP_NONE;
        if (s != POL_MAP_NONE) section = s;
        d->items.at[it].section = file->kid[i]->kind == POL_N_SECTION || file->kid[i]->kind == POL_N_CLAUSE ? section : POL_NO_REF;
        link_after(d, d->last, it);
      }
    }
}

/* -- what amendments add: clauses */

static uint32_t heading(document *d, uint32_t section, uint32_t after) {
  const pol_node *node = d->c->m->sections.at[section].node;
  uint32_t i = item_of(d, node);
  if (i == POL_NO_REF) return POL_NO_REF;
  if (d->items.at[i].section == POL_NO_REF) { /* new: after what its first clause follows */
    d->items.at[i].section = section;
    link_after(d, after == POL_NO_REF ? d->last : block_end(d, after), i);
  }
  return i;
}

static uint32_t before_headings(const document *d) {
  uint32_t before = POL_NO_REF;
  for (uint32_t i = d->first; i != POL_NO_REF && d->items.at[i].node->kind != POL_N_SECTION; i = d->items.at[i].next) before = i;
  return before;
}

static void place_clauses(document *d) {
  const pol_model *m = d->c->m;
  uint32_t *last_of = POL_NEW_N(d->c->arena, uint32_t, m->sections.n + 1u), before = POL_NO_REF;
  if (last_of == NULL) {
    d->c->no_memory = true;
    return;
  }
  for (uint32_t i = 0; i <= m->sections.n; i++) last_of[i] = POL_NO_REF;
  for (uint32_t x = 0; x < m->clauses.n && !d->c->no_memory; x++) {
    const pol_clause *clause = &m->clauses.at[x];
    uint32_t i = pol_is_node(clause->node, POL_N_CLAUSE) ? item_of(d, clause->node) : POL_NO_REF;
    if (i == POL_NO_REF) continue;
    uint32_t *last = &last_of[clause->section != POL_NO_REF ? clause->section : m->sections.n];
    if (clause->amendment != POL_NO_REF) {
      uint32_t where = *last;
      if (where == POL_NO_REF) where = clause->section != POL_NO_REF ? heading(d, clause->section, before) : before_headings(d);
      d->items.at[i].section = clause->section;
      link_after(d, where, i);
    }
    *last = before = i;
  }
}

/* -- what amendments add: the rest */

static uint32_t group_of(const document *d, pol_atom name) {
  for (uint32_t i = d->first; i != POL_NO_REF; i = d->items.at[i].next)
    if (d->items.at[i].node->kind == POL_N_FACTS && d->items.at[i].node->text == name) return i;
  return POL_NO_REF;
}

static bool is_used(const document *d, pol_atom module) {
  for (uint32_t i = d->first; i != POL_NO_REF; i = d->items.at[i].next)
    if (d->items.at[i].node->kind == POL_N_USE && d->items.at[i].node->text == module) return true;
  return false;
}

/* Kinds in the order in which a policy declares them. */
static int order_of(const pol_node *n) {
  switch ((pol_node_kind)n->kind) {
  case POL_N_POLICY: return 0;
  case POL_N_USE: return 1;
  case POL_N_PARTY: return 2;
  case POL_N_AGREEMENT: return 3;
  case POL_N_OPTIONS: case POL_N_ORDER: return 4;
  case POL_N_RECORD: return 5;
  case POL_N_FACTS: return 6;
  case POL_N_VALUE: return 7;
  case POL_N_DEFINE: return 8;
  case POL_N_DECISION: return 9;
  default: return -1;
  }
}

/* After the last of its kind, or of the kinds that come before it. */
static uint32_t place_of_kind(const document *d, const pol_node *n) {
  uint32_t best = POL_NO_REF;
  int order = -1;
  for (uint32_t i = d->first; i != POL_NO_REF; i = d->items.at[i].next) {
    int other = order_of(d->items.at[i].node);
    if (other >= order && other <= order_of(n)) order = other, best = i;
  }
  return best;
}

static void add_reopened(document *d, uint32_t group, const pol_node *facts) {
  const pol_node **slot = POL_VEC_PUSH(d->c->arena, &d->items.at[group].added);
  if (slot == NULL) d->c->no_memory = true;
  else *slot = facts;
}

static uint32_t replaced_table(const document *d, const pol_node *table) {
  const pol_node *refs = table->kid[3], *ref = pol_kid(refs, 0);
  if (ref == NULL) return POL_NO_REF;
  pol_atom name = ref->kind == POL_N_REF_KIND ? ref->kid[0]->text : ref->text;
  for (uint32_t i = d->first; i != POL_NO_REF; i = d->items.at[i].next)
    if (d->items.at[i].node->kind == POL_N_TABLE && d->items.at[i].node->text == name) return i;
  return POL_NO_REF;
}

static void end_tables(document *d, const pol_node *table, uint32_t tree) {
  const pol_node *refs = table->kid[3];
  for (uint32_t k = 0; k < pol_kids(refs); k++) {
    const pol_node *ref = refs->kid[k];
    pol_atom name = ref->kind == POL_N_REF_KIND ? ref->kid[0]->text : ref->text;
    for (uint32_t i = d->first; i != POL_NO_REF; i = d->items.at[i].next)
      if (d->items.at[i].node->kind == POL_N_TABLE && d->items.at[i].node->text == name && d->items.at[i].tree != tree) d->items.at[i].gone = true;
  }
}

/* `after`: the item that stands before it in the amendment. */
static void place_other(document *d, uint32_t it, uint32_t after) {
  const pol_node *n = d->items.at[it].node;
  uint32_t tree = d->items.at[it].tree, where = after;
  switch ((pol_node_kind)n->kind) {
  case POL_N_FACTS:
    where = group_of(d, n->text);
    if (where != POL_NO_REF) {
      add_reopened(d, where, n);
      return;
    }
    where = place_of_kind(d, n);
    break;
  case POL_N_TABLE:
    where = replaced_table(d, n);
    end_tables(d, n, tree);
    if (where == POL_NO_REF) where = after;
    break;
  case POL_N_SCENARIO: case POL_N_SCENARIOS: where = after == POL_NO_REF ? d->last : block_end(d, after); break;
  case POL_N_USE:
    if (is_used(d, n->text)) return;
    where = place_of_kind(d, n);
    break;
  default: where = place_of_kind(d, n);
  }
  link_after(d, where == POL_NO_REF ? d->last : where, it);
}

static void place_rest(document *d) {
  for (uint32_t t = 0; t < d->c->in->trees; t++) {
    const pol_node *file = d->c->in->tree[t].root;
    uint32_t after = POL_NO_REF;
    for (uint32_t i = 0; is_amendment(d, t) && d->applies[t] && i < file->n && !d->c->no_memory; i++) {
      const pol_node *n = file->kid[i];
      uint32_t it = item_of(d, n), s = n->kind == POL_N_SECTION ? pol_map_get(&d->c->section_of, n->text) : POL_MAP_NONE;
      if (it == POL_NO_REF || n->kind == POL_N_AMENDMENT) continue;
      if (n->kind != POL_N_SECTION && n->kind != POL_N_CLAUSE) place_other(d, it, after);
      else if (n->kind == POL_N_CLAUSE) after = it;
      else if (s != POL_MAP_NONE && item_of(d, d->c->m->sections.at[s].node) != POL_NO_REF && d->items.at[item_of(d, d->c->m->sections.at[s].node)].section != POL_NO_REF) after = item_of(d, d->c->m->sections.at[s].node);
    }
  }
}

static void make_amended(document *d) {
  for (uint32_t t = 0; t < d->c->in->trees; t++) {
    const pol_node *file = d->c->in->tree[t].root, *head = head_of(&d->c->in->tree[t]);
    d->applies[t] = !is_amendment(d, t);
    for (uint32_t k = 0; k < d->c->m->amendments.n; k++)
      if (d->c->m->amendments.at[k].node == head) d->applies[t] = !d->c->m->amendments.at[k].from_set || d->c->m->amendments.at[k].from <= d->c->in->as_of;
    for (uint32_t i = 0; is_amendment(d, t) && i < file->n && !d->c->no_memory; i++)
      if (is_declared(file->kid[i])) (void)make_item(d, file->kid[i], t, i > 0 ? file->kid[i - 1] : NULL);
  }
}

/* -- writing */

static void write_free(document *d, pol_text *out, const item *it) {
  const pol_source *s = pol_consolidating_source(d->c, it->node);
  if (it->start > it->from && !is_blank(s, it->from, it->start)) {
    pol_text_add_n(out, s->text + it->from, it->start - it->from);
    pol_text_char(out, '\n');
  }
}

static void end_line(pol_text *out) {
  if (out->n > 0 && out->at[out->n - 1] != '\n') pol_text_char(out, '\n');
}

static void write_entries(document *d, pol_text *out, const item *it) {
  for (uint32_t i = 0; i < it->added.n; i++) {
    const pol_node *entries = it->added.at[i]->kid[1];
    const pol_source *s = pol_consolidating_source(d->c, it->added.at[i]);
    if (entries->n == 0) continue;
    uint32_t from = pol_consolidating_line_start(s, entries->kid[0]->span.start), to = pol_consolidating_line_end(s, it->added.at[i]->span.end);
    uint32_t head = pol_consolidating_line_end(s, it->added.at[i]->kid[0] != NULL ? it->added.at[i]->kid[0]->span.end : it->added.at[i]->span.start);
    pol_text_add_n(out, s->text + (head < from ? head : from), to - (head < from ? head : from)); /* comments above the first entry too */
    end_line(out);
  }
}

static bool is_gone(const document *d, const item *it) {
  if (it->gone || !d->applies[it->tree]) return true;
  if (it->node->kind == POL_N_AMENDMENT) return true;
  uint32_t x = it->node->kind == POL_N_CLAUSE ? pol_map_get(&d->c->clause_of, (uint64_t)(uintptr_t)it->node) : POL_MAP_NONE;
  if (it->node->kind == POL_N_CLAUSE) return x == POL_MAP_NONE || !d->c->alive[x];
  return it->node->kind == POL_N_SECTION && (it->section == POL_NO_REF || !d->c->section_alive[it->section]);
}

static void write_item(document *d, pol_text *out, item *it) {
  const pol_source *s = pol_consolidating_source(d->c, it->node);
  write_free(d, out, it);
  if (is_gone(d, it)) return;
  if (it->node->kind == POL_N_CLAUSE) {
    pol_consolidating_clause(d->c, out, pol_map_get(&d->c->clause_of, (uint64_t)(uintptr_t)it->node), it->start, it->to);
  } else if (it->node->kind == POL_N_POLICY) {
    pol_consolidating_header(d->c, out, it->node, it->start, it->to);
  } else if (it->node->kind == POL_N_SECTION) {
    pol_consolidating_heading(d->c, out, it->node, it->start, it->to);
  } else if (it->node->kind == POL_N_TABLE) {
    (void)pol_consolidating_table(d->c, out, it->node, it->start, it->to);
  } else {
    pol_text_add_n(out, s->text + it->start, it->to - it->start);
    end_line(out);
    write_entries(d, out, it);
  }
  end_line(out);
}

/* Empty lines: as the author had them, one where something new comes in. */
static void write_items(document *d, pol_text *out) {
  uint32_t before = POL_NO_REF;
  for (uint32_t i = d->first; i != POL_NO_REF && !d->c->no_memory; i = d->items.at[i].next) {
    item *it = &d->items.at[i];
    size_t n = out->n;
    const pol_source *s = pol_consolidating_source(d->c, it->node);
    bool run = before != POL_NO_REF && d->items.at[before].node->kind == it->node->kind && order_of(it->node) >= 0 && it->node->kind != POL_N_FACTS;
    bool empty = it->start >= 2 && s->text[it->start - 1] == '\n' && pol_consolidating_line_start(s, it->start - 1) < it->start && is_blank(s, pol_consolidating_line_start(s, it->start - 1), it->start);
    if (n > 0 && (empty || !run)) pol_text_char(out, '\n');
    size_t begun = out->n;
    write_item(d, out, it);
    if (out->n == begun) {
      out->n = n; /* nothing of it is here: neither is its empty line */
      if (out->at != NULL) out->at[n] = '\0';
    } else {
      before = i;
    }
  }
}

/* Comments after the last declaration of a file. */
static void write_ends(document *d, pol_text *out) {
  for (uint32_t t = 0; t < d->c->in->trees; t++) {
    const pol_node *file = d->c->in->tree[t].root;
    if (!d->applies[t] || file->n == 0) continue;
    const pol_source *s = pol_sources_get(d->c->m->sources, d->c->in->file[t]);
    uint32_t i = item_of(d, file->kid[file->n - 1]), to = i == POL_NO_REF ? s->length : d->items.at[i].to;
    if (to < s->length && !is_blank(s, to, s->length)) {
      pol_text_char(out, '\n');
      pol_text_add_n(out, s->text + to, s->length - to);
      end_line(out);
    }
  }
}

static void write_head(document *d, pol_text *out) {
  const pol_model *m = d->c->m;
  pol_text_format(out, "# %s as it stands on ", pol_consolidating_name(d->c, m->name));
  pol_date_write(out, d->c->in->as_of);
  uint32_t applied = 0;
  for (uint32_t i = 0; i < m->amendments.n; i++) {
    const pol_amendment *a = &m->amendments.at[i];
    if (a->from_set && a->from > d->c->in->as_of) continue;
    pol_text_format(out, "%s\n#   %u. %s%s%s%s", applied == 0 ? ", with these amendments carried out, in this order:" : "", applied + 1, pol_consolidating_name(d->c, a->name), a->title != NULL ? " (" : "",
                    a->title != NULL ? a->title : "", a->title != NULL ? ")" : "");
    applied++;
    pol_text_add(out, a->from_set ? ", in force from " : ", in force since it is applied");
    if (a->from_set) pol_date_write(out, a->from);
  }
  if (applied == 0) pol_text_add(out, ", which no amendment has changed");
  pol_text_add(out, ".\n");
  for (uint32_t i = 0; i < m->amendments.n; i++) {
    const pol_amendment *a = &m->amendments.at[i];
    if (!a->from_set || a->from <= d->c->in->as_of) continue;
    pol_text_format(out, "# Not yet in force: %s, from ", pol_consolidating_name(d->c, a->name));
    pol_date_write(out, a->from);
    pol_text_add(out, ".\n");
  }
  pol_text_char(out, '\n');
}

static bool is_anything_alive(const pol_consolidating *c) {
  for (uint32_t i = 0; i < c->m->clauses.n; i++)
    if (c->alive[i] && !c->kept[i]) return true;
  return false;
}

static void add_case_names(document *d, pol_text *out) {
  pol_text names;
  pol_text_init(&names, out->from);
  pol_consolidating_case_names(d->c, &names);
  if (!pol_text_ok(&names)) d->c->no_memory = true;
  if (names.n > 0) {
    pol_text_char(out, '\n');
    pol_text_add_n(out, pol_text_get(&names), names.n);
  }
  pol_text_drop(&names);
}

pol_status pol_consolidate(pol_text *out, const pol_consolidate_input *in) {
  pol_consolidating c = { .in = in, .m = in->model, .arena = in->arena };
  document d = { .c = &c, .first = POL_NO_REF, .last = POL_NO_REF, .applies = POL_NEW_N(in->arena, bool, in->trees + 1u) };
  pol_map_init(&d.by_node, in->arena);
  if (d.applies == NULL || !pol_consolidating_begin(&c)) return POL_NO_MEMORY;
  if (!is_anything_alive(&c)) return POL_REJECTED;
  pol_consolidating_rank(&c);
  make_amended(&d);
  add_policy(&d);
  place_clauses(&d);
  place_rest(&d);
  pol_text text;
  pol_text_init(&text, pol_arena_alloc(in->arena));
  write_head(&d, &text);
  write_items(&d, &text);
  add_case_names(&d, &text);
  write_ends(&d, &text);
  pol_status status = c.no_memory || !pol_text_ok(&text) ? POL_NO_MEMORY : POL_OK;
  if (status == POL_OK) pol_text_add_n(out, text.at, text.n);
  pol_text_drop(&text);
  return status == POL_OK && !pol_text_ok(out) ? POL_NO_MEMORY : status;
}
