/* The annexes of a letter: every clause, every condition, every fact, and how to check it again. */
#include "render/amended.h"
#include "render/letter.h"
#include "render/trace.h"
#include <string.h>

static void annex(const pol_letter *l, unsigned number, const char *title) {
  pol_html(&l->c->page, "<details id=\"annex-%u\"", number);
  if (l->paper->open) pol_html(&l->c->page, " open");
  pol_html(&l->c->page, ">\n<summary><h2>Annex %u. %s</h2></summary>\n", number, title);
}

static void annex_end(const pol_letter *l) { pol_html(&l->c->page, "</details>\n"); }

/* ---- which clauses ---- */

typedef struct clause_list {
  unsigned char *seen;
  uint32_t *at, n;
} clause_list;

static void add_clause(clause_list *list, uint32_t clause) {
  if (list->seen[clause] != 0) return;
  list->seen[clause] = 1;
  list->at[list->n++] = clause;
}

/* Those that speak to the question, then the others that this letter cites. */
static bool read_clauses(clause_list *out, const pol_case *c, const pol_trace *t) {
  const pol_answer *a = c->answer;
  pol_stretches pieces;
  *out = (clause_list){.seen = pol_arena_take_n(c->page.arena, 1, c->model->clauses.n + 1u, 1),
                       .at = POL_NEW_N(c->page.arena, uint32_t, c->model->clauses.n + 1u)};
  if (out->seen == NULL || out->at == NULL) return false;
  for (uint32_t i = 0; i < t->rules.n; i++) add_clause(out, pol_case_rule(c, t->rules.at[i].rule)->clause);
  for (uint32_t i = 0; i < a->becauses; i++) add_clause(out, pol_case_rule(c, a->because[i].rule)->clause);
  for (uint32_t i = 0; i < a->reservations; i++) add_clause(out, a->reservation[i]);
  for (uint32_t i = 0; i < a->nexts; i++)
    if (!pol_withheld_rule(c, a->next[i].rule)) add_clause(out, pol_case_rule(c, a->next[i].rule)->clause);
  if (a->error.rule != POL_NO_REF) add_clause(out, pol_case_rule(c, a->error.rule)->clause);
  if (pol_stretches_read(&pieces, c) && !pol_withheld_expr(c, pieces.value)) {
    for (uint32_t i = 0; i < pieces.rows.n; i++)
      if (pieces.rows.at[i].rule != POL_NO_REF) add_clause(out, pol_case_rule(c, pieces.rows.at[i].rule)->clause);
    for (uint32_t i = 0; i < pieces.unused.n; i++) add_clause(out, pol_case_rule(c, pieces.unused.at[i])->clause);
  }
  return true;
}

/* ---- annex 1: clauses ---- */

static bool decides(const pol_case *c, uint32_t rule) {
  for (uint32_t i = 0; i < c->answer->becauses; i++)
    if (c->answer->because[i].rule == rule) return true;
  return false;
}

/* What became of a rule. That a clause decides is the answer itself; anything else about a rule on what is withheld would tell of it. */
static void status(const pol_letter *l, const pol_trace_rule *r) {
  const pol_case *c = l->c;
  if (pol_withheld_rule(c, r->rule)) {
    pol_html(&c->page, decides(c, r->rule) ? "decides; %s" : "%s", pol_withheld_rule_words(c, r->rule));
    return;
  }
  const char *words = pol_trace_status_words(c, r), *to = r->to == POL_NO_REF ? "" : pol_say_clause(c, r->to);
  size_t n = strlen(words), tail = strlen(to);
  bool linked = tail > 0 && n > tail && strcmp(words + n - tail, to) == 0;
  pol_html(&c->page, "%s", pol_page_format(&c->page, "%.*s", (int)(linked ? n - tail : n), words));
  if (linked) pol_letter_id(l, pol_case_rule(c, r->to)->clause);
}

static void clause_row(const pol_letter *l, const pol_trace *t, uint32_t clause) {
  const pol_case *c = l->c;
  const pol_page *pg = &c->page;
  const pol_clause *k = &c->model->clauses.at[clause];
  const char *id = pol_say_atom(c, k->id);
  uint32_t shown = 0;
  pol_html(pg, "<tr id=\"clause-%s\">\n<th scope=\"row\" class=\"id\">%s</th>\n<td>%s</td>\n<td>", id, id, pol_say_title(c, clause));
  for (uint32_t i = 0; i < t->rules.n; i++) {
    const pol_trace_rule *r = &t->rules.at[i];
    if (pol_case_rule(c, r->rule)->clause != clause) continue;
    if (shown++ > 0) pol_html(pg, "<br>\n");
    bool conditional = pol_case_rule(c, r->rule)->test != NULL; /* "only if" alone is half a sentence */
    pol_html(pg, "%s%s – ", pol_effect_name(pol_case_rule(c, r->rule)->effect), conditional ? " …" : "");
    status(l, r);
  }
  if (shown == 0) pol_html(pg, k->incomplete != NULL ? "text is missing from the published copy" : "the answer rests on it");
  pol_html(pg, "</td>\n</tr>\n");
}

static void clauses(const pol_letter *l, const pol_trace *t) {
  const pol_page *pg = &l->c->page;
  clause_list list;
  if (!read_clauses(&list, l->c, t)) {
    pol_page_lost(pg);
    return;
  }
  annex(l, 1, "Every clause that speaks to this question");
  if (list.n > 0) {
    pol_html(pg, "<table class=\"clauses\">\n<caption>%s to this question, %u %s not</caption>\n<thead>\n<tr><th scope=\"col\">Clause</th>"
                 "<th scope=\"col\">Title</th><th scope=\"col\">What became of it</th></tr>\n</thead>\n<tbody>\n",
             t->clauses == 1 ? "1 clause speaks" : pol_page_format(pg, "%u clauses speak", t->clauses), t->others, t->others == 1 ? "does" : "do");
    for (uint32_t i = 0; i < list.n; i++) clause_row(l, t, list.at[i]);
    pol_html(pg, "</tbody>\n</table>\n");
  } else {
    pol_letter_paragraph(l, "No clause speaks to it.");
  }
  annex_end(l);
}

/* ---- annex 2: conditions ---- */

/* A line and its parts, nested as the condition is; gives the index after them. */
static uint32_t line(const pol_letter *l, const pol_lines *lines, uint32_t i) {
  const pol_page *pg = &l->c->page;
  const pol_line *at = &lines->list.at[i];
  bool hidden = at->mark == POL_MARK_WITHHELD && !at->group;
  pol_html(pg, "<li><span class=\"mark\">%s</span> %s", pol_mark_words(at->mark), hidden ? pol_page_format(pg, "(%s)", at->text) : at->text);
  if (at->title[0] != '\0') pol_html(pg, " (%s)", at->title);
  if (at->margin[0] != '\0') pol_html(pg, " <span class=\"margin\">%s</span>", at->margin);
  uint32_t next = i + 1;
  bool parts = next < lines->list.n && lines->list.at[next].depth > at->depth;
  if (parts) pol_html(pg, "\n<ul>\n");
  while (next < lines->list.n && lines->list.at[next].depth > at->depth) next = line(l, lines, next); /* as deep as the lines */
  if (parts) pol_html(pg, "</ul>\n");
  pol_html(pg, "</li>\n");
  return next;
}

static void condition(const pol_letter *l, const pol_trace_condition *condition, bool first) {
  const pol_page *pg = &l->c->page;
  if (!first) {
    const char *word = condition->role == POL_ROLE_WHEN ? "when" : "except when";
    pol_html(pg, "<p class=\"rule\">%s%s%s</p>\n", word, condition->lines.joined[0] == '\0' ? "" : " ", condition->lines.joined);
  }
  pol_html(pg, "<ul class=\"conditions\">\n");
  for (uint32_t i = 0; i < condition->lines.list.n;) i = line(l, &condition->lines, i);
  pol_html(pg, "</ul>\n");
}

static void rule(const pol_letter *l, const pol_trace_rule *r) {
  pol_html(&l->c->page, "<p class=\"rule\">%s; <em>", r->head);
  status(l, r);
  pol_html(&l->c->page, "</em></p>\n");
  for (uint32_t i = 0; i < r->conditions; i++) condition(l, &r->condition[i], i == 0);
}

static void conditions(const pol_letter *l, const pol_trace *t) {
  const pol_case *c = l->c;
  annex(l, 2, "Conditions");
  pol_letter_paragraph(l, t->rules.n == 0 ? "There are none." : "Each begins with whether it holds in this case. What a fact is stands behind its name, in square brackets.");
  for (uint32_t i = 0; i < t->rules.n; i++) {
    uint32_t of = pol_case_rule(c, t->rules.at[i].rule)->clause;
    const pol_clause *k = &c->model->clauses.at[of];
    bool told = false;
    for (uint32_t n = 0; n < i && !told; n++) told = pol_case_rule(c, t->rules.at[n].rule)->clause == of;
    if (told) continue;
    pol_html(&c->page, "<h3>");
    pol_letter_id(l, of);
    pol_html(&c->page, " %s</h3>\n", pol_say_title(c, of));
    for (uint32_t n = 0; n < k->readings.n; n++) pol_html(&c->page, "<p class=\"why\">%s</p>\n", pol_reading_words(c, &k->readings.at[n]));
    for (uint32_t n = i; n < t->rules.n; n++)
      if (pol_case_rule(c, t->rules.at[n].rule)->clause == of) rule(l, &t->rules.at[n]);
  }
  annex_end(l);
}

/* ---- annex 3: facts ---- */

/* A line's number would tell how many lines facts that are withheld take before it. */
static bool withholds(const pol_case *c) {
  for (uint32_t i = 0; i < c->model->facts.n; i++)
    if (pol_withheld_fact(c, i)) return true;
  return false;
}

static const char *origin_words(const pol_case *c, uint32_t fact) {
  const pol_origin *o = &c->record->origin[fact];
  bool given = c->record->value[fact].state != POL_UNKNOWN;
  if (given && o->kind == POL_FROM_FILE) {
    const char *path = pol_sources_get(c->model->sources, o->file)->name, *name = strrchr(path, '/');
    if (withholds(c)) return name == NULL ? path : name + 1;
    return pol_page_format(&c->page, "%s, line\u00a0%u", name == NULL ? path : name + 1, o->line);
  }
  if (given) return pol_say_origin(c, fact);
  switch ((pol_state)pol_case_fact(c, fact).state) {
  case POL_KNOWN: return "presumed by the policy";
  case POL_NOT_APPLICABLE: return "does not arise";
  default: return "nobody has said";
  }
}

static bool any_known_to(const pol_case *c, const pol_trace *t) {
  for (uint32_t i = 0; i < t->facts; i++)
    if (!pol_withheld_fact(c, t->fact[i]) && c->model->facts.at[t->fact[i]].known_tos > 0) return true;
  return false;
}

static void fact_row(const pol_letter *l, uint32_t fact, bool known_to) {
  const pol_case *c = l->c;
  const pol_page *pg = &c->page;
  const pol_fact *f = &c->model->facts.at[fact];
  pol_value v = pol_case_fact(c, fact);
  pol_html(pg, "<tr>\n<th scope=\"row\">%s<br>\n<code>", pol_say_fact(c, fact));
  pol_html_plain(pg, pol_say_atom(c, f->name));
  pol_html(pg, "</code></th>\n<td>%s</td>\n<td>%s</td>\n", pol_say_value(c, &v), origin_words(c, fact));
  if (known_to) {
    pol_html(pg, "<td>");
    for (uint32_t k = 0; k < f->known_tos; k++) pol_html(pg, "%s%s", k == 0 ? "" : " and ", pol_say_party_named(c, f->known_to[k]));
    pol_html(pg, f->known_tos == 0 ? "not stated</td>\n" : "</td>\n");
  }
  pol_html(pg, "</tr>\n");
}

static void facts(const pol_letter *l, const pol_trace *t) {
  const pol_case *c = l->c;
  const pol_page *pg = &c->page;
  bool known_to = any_known_to(c, t);
  uint32_t withheld = 0;
  annex(l, 3, "Facts");
  if (t->facts > 0) {
    pol_html(pg, "<table class=\"facts\">\n<caption>The facts that the answer rests on</caption>\n<thead>\n<tr><th scope=\"col\">Fact</th>"
                 "<th scope=\"col\">Value</th><th scope=\"col\">Who says so</th>");
    pol_html(pg, known_to ? "<th scope=\"col\">Known to</th></tr>\n</thead>\n<tbody>\n" : "</tr>\n</thead>\n<tbody>\n");
    for (uint32_t i = 0; i < t->facts; i++) {
      if (pol_withheld_fact(c, t->fact[i])) withheld++;
      else fact_row(l, t->fact[i], known_to);
    }
    if (withheld > 0) {
      pol_html(pg, "<tr>\n<th scope=\"row\">%s</th>\n<td>withheld</td>\n<td>withheld</td>\n", pol_withheld_count(c, withheld));
      pol_html(pg, known_to ? "<td>withheld</td>\n</tr>\n" : "</tr>\n");
    }
    pol_html(pg, "</tbody>\n</table>\n");
  } else {
    pol_letter_paragraph(l, "The answer rests on no fact.");
  }
  annex_end(l);
}

/* ---- annex 4: checking this again ---- */

static bool is_of_stdlib(const pol_source *s) {
  for (size_t i = 0; i < pol_stdlib_count(); i++) {
    size_t length;
    const char *shown = NULL;
    if (pol_stdlib_find(pol_stdlib_name(i), &length, &shown) != NULL && shown != NULL && strcmp(shown, s->name) == 0) return true;
  }
  return false;
}

static uint32_t facts_file(const pol_case *c) {
  for (uint32_t i = 0; i < c->model->facts.n; i++)
    if (c->record->origin[i].kind == POL_FROM_FILE) return c->record->origin[i].file;
  return POL_NO_REF;
}

static void quoted(const pol_letter *l, const char *word) { /* as a shell takes it */
  static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:,@+=%";
  bool plain = word[0] != '\0' && word[strspn(word, safe)] == '\0';
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(l->c->page.arena));
  if (!plain) pol_text_char(&t, '\'');
  for (const char *at = word; *at != '\0'; at++) {
    if (*at == '\'') pol_text_add(&t, "'\\''");
    else pol_text_char(&t, *at);
  }
  if (!plain) pol_text_char(&t, '\'');
  pol_html_plain(&l->c->page, pol_page_keep(&l->c->page, &t));
}

static void argument(const pol_letter *l, const char *option, const char *word) {
  pol_html(&l->c->page, " ");
  if (option[0] != '\0') pol_html(&l->c->page, "%s ", option);
  quoted(l, word);
}

/* The policy's own texts; of many in one folder, the folder. */
static void texts(const pol_letter *l, uint32_t facts) {
  enum { FEW = 3 };
  const pol_case *c = l->c;
  const pol_sources *sources = c->model->sources;
  const char *folder = NULL;
  uint32_t own = 0;
  bool together = true;
  for (uint32_t i = 0; i < sources->files.n; i++) {
    const pol_source *s = pol_sources_get(sources, i);
    const char *slash = strrchr(s->name, '/');
    if (i == facts || is_of_stdlib(s)) continue;
    const char *in = slash == NULL ? "." : pol_page_format(&c->page, "%.*s", (int)(slash - s->name), s->name);
    together = together && (folder == NULL || strcmp(folder, in) == 0);
    folder = in;
    own++;
  }
  if (together && own > FEW) {
    argument(l, "", folder);
    return;
  }
  for (uint32_t i = 0; i < sources->files.n; i++)
    if (i != facts && !is_of_stdlib(pol_sources_get(sources, i))) argument(l, "", pol_sources_get(sources, i)->name);
}

static void command(const pol_letter *l) {
  const pol_case *c = l->c;
  uint32_t file = facts_file(c);
  pol_text date;
  pol_text_init(&date, pol_arena_alloc(c->page.arena));
  pol_date_write(&date, c->as_of);
  pol_html(&c->page, "<p><code>pol explain");
  texts(l, file);
  argument(l, "--facts", file == POL_NO_REF ? "FACTS" : pol_sources_get(c->model->sources, file)->name);
  if (c->record->id != NULL) argument(l, "--id", pol_page_format(&c->page, "%.*s", (int)c->record->id_length, c->record->id));
  argument(l, "--ask", pol_say_atom(c, pol_case_decision(c)->name));
  argument(l, "--as-of", pol_page_keep(&c->page, &date));
  if (l->x->why_not != NULL) argument(l, "--why-not", pol_outcome_name(l->x->why_not->wanted));
  pol_html(&c->page, " --trace</code></p>\n");
}

static void entry(const pol_letter *l, const char *name, const char *text) {
  pol_html(&l->c->page, "<div><dt>%s</dt><dd>%s</dd></div>\n", name, text);
}

static void again(const pol_letter *l) {
  const pol_case *c = l->c;
  const pol_model *m = c->model;
  const pol_page *pg = &c->page;
  annex(l, 4, "Checking this again");
  pol_html(pg, "<dl>\n");
  entry(l, "Policy", pol_page_format(pg, "%s%s%s", pol_say_titled(c, m->title, m->name), m->reference == NULL ? "" : ", ",
                                     m->reference == NULL ? "" : m->reference));
  if (m->publisher != NULL) entry(l, "Published by", m->publisher);
  for (uint32_t i = 0; i < m->amendments.n; i++) entry(l, "Amended by", pol_amendment_words(pg, &m->amendments.at[i], m->atoms, l->x->edition->as_of));
  if (m->from_set || m->to_set)
    entry(l, "In force", pol_page_format(pg, "%s%s%s%s", m->from_set ? "from " : "", m->from_set ? pol_say_date(c, m->from) : "", m->to_set ? " until " : "",
                                         m->to_set ? pol_say_date(c, m->to) : ""));
  entry(l, "Decided for", pol_page_format(pg, "%s: each clause is the version in force on that day", pol_say_date(c, c->as_of)));
  pol_html(pg, "<div><dt>Digest</dt><dd><code class=\"long\">sha256:%s</code> (of the policy’s own texts)</dd></div>\n", m->digest);
  if (l->paper->version != NULL) entry(l, "Decided with", pol_page_format(pg, "pol %s", l->paper->version));
  pol_html(pg, "</dl>\n");
  pol_letter_paragraph(l, "This gives the answer again, with every clause, condition and fact:");
  command(l);
  annex_end(l);
}

void pol_letter_annexes(const pol_letter *l) {
  pol_trace t;
  if (pol_trace_read(&t, l->c) != POL_OK) {
    pol_page_lost(&l->c->page);
    return;
  }
  pol_html(&l->c->page, "<div class=\"annexes\">\n<p class=\"unprinted\">Annexes 1 to 4 are in the electronic copy of this decision.</p>\n");
  clauses(l, &t);
  conditions(l, &t);
  facts(l, &t);
  again(l);
  pol_html(&l->c->page, "</div>\n");
}
