/* The clauses that differ: the old text beside the new, in the order of the document; and what of the text else changes: facts, and what ends without a word. */
#include "compare/redline.h"
#include "render/effects.h"
#include <string.h>

/* ---- counts ---- */

typedef struct fate_words { const char *one, *many; } fate_words; /* "clause is replaced" */
static const fate_words fates[] = {
    [POL_FATE_SAME] = {"stays as it is", "stay as they are"},
    [POL_FATE_ADDED] = {"is new", "are new"},
    [POL_FATE_REPLACED] = {"is replaced", "are replaced"},
    [POL_FATE_REPLACED_IN_PART] = {"is replaced for some cases", "are replaced for some cases"},
    [POL_FATE_ADOPTED] = {"is adopted unchanged", "are adopted unchanged"},
    [POL_FATE_REWORDED] = {"is reworded, with the same rules", "are reworded, with the same rules"},
    [POL_FATE_MOVED] = {"is moved", "are moved"},
    [POL_FATE_WITHDRAWN] = {"is withdrawn", "are withdrawn"},
    [POL_FATE_ENDED_SILENTLY] = {"ends without a word about it", "end without a word about them"},
};

static void counts(const pol_effects_page *k) {
  static const pol_clause_fate order[] = {POL_FATE_REPLACED, POL_FATE_REPLACED_IN_PART, POL_FATE_ADDED,  POL_FATE_WITHDRAWN, POL_FATE_ENDED_SILENTLY,
                                          POL_FATE_REWORDED, POL_FATE_MOVED,            POL_FATE_ADOPTED, POL_FATE_SAME};
  pol_html(k->pg, "<ul class=\"figures\">\n");
  for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
    uint32_t n = k->of->fates[order[i]];
    if (n > 0) pol_html(k->pg, "<li><strong>%s</strong> %s</li>\n", pol_effects_count(k, n), n == 1 ? fates[order[i]].one : fates[order[i]].many);
  }
  pol_html(k->pg, "</ul>\n");
}

static void facts(const pol_effects_page *k, const char *heading, unsigned side, const uint32_t *fact, uint32_t n) {
  if (n == 0) return;
  pol_html(k->pg, "<h3>%s</h3>\n<ul class=\"names\">\n", heading);
  for (uint32_t i = 0; i < n; i++) {
    pol_html(k->pg, "<li>%s (<code>", pol_say_fact(&k->side[side], fact[i]));
    pol_html_plain(k->pg, pol_say_atom(&k->side[side], k->of->model[side]->facts.at[fact[i]].name));
    pol_html(k->pg, "</code>)</li>\n");
  }
  pol_html(k->pg, "</ul>\n");
}

static void silent(const pol_effects_page *k) {
  if (k->of->fates[POL_FATE_ENDED_SILENTLY] == 0) return;
  pol_html(k->pg, "<div class=\"box\">\n<h3>Ended without a word about it</h3>\n<p>Nothing takes the place of these clauses, and nothing says that they end. Was it meant?</p>\n<ul>\n");
  for (uint32_t i = 0; i < k->of->clauses.n; i++) {
    const pol_clause_pair *p = &k->of->clauses.at[i];
    if (p->fate != POL_FATE_ENDED_SILENTLY) continue;
    for (uint32_t b = 0; b < p->befores; b++) {
      pol_html(k->pg, "<li>");
      pol_effects_clause_link(k, POL_BEFORE, p->before[b]);
      pol_html(k->pg, " %s</li>\n", pol_say_title(&k->side[POL_BEFORE], p->before[b]));
    }
  }
  pol_html(k->pg, "</ul>\n</div>\n");
}

/* ---- a clause ---- */

static void side_lines(const pol_effects_page *k, const pol_redline *r, unsigned side) {
  pol_html(k->pg, "<div class=\"side\">\n<h5>%s</h5>\n<pre>", side == 0 ? "Before" : "After");
  bool begun = false;
  for (uint32_t i = 0; i < r->rows.n; i++) {
    const pol_redline_line *line = &r->rows.at[i].side[side];
    if (!line->there) continue;
    if (begun) pol_text_char(k->pg->to, '\n');
    begun = true;
    for (uint32_t x = 0; x < line->runs; x++) {
      const pol_redline_run *run = &line->run[x];
      const char *text = pol_page_format(k->pg, "%.*s", (int)run->text.n, run->text.at);
      if (run->kind != POL_REDLINE_SAME) pol_html(k->pg, run->kind == POL_REDLINE_REMOVED ? "<del>" : "<ins>");
      pol_html_plain(k->pg, text);
      if (run->kind != POL_REDLINE_SAME) pol_html(k->pg, run->kind == POL_REDLINE_REMOVED ? "</del>" : "</ins>");
    }
  }
  pol_html(k->pg, "</pre>\n</div>\n");
}

/* The clauses before, one after the other. */
static bool old_text(pol_redline_text *out, const pol_effects_page *k, const pol_clause_pair *p) {
  pol_text all;
  bool fine = true;
  pol_text_init(&all, pol_arena_alloc(k->pg->arena));
  for (uint32_t i = 0; i < p->befores && fine; i++) {
    pol_redline_text one;
    fine = pol_redline_clause(&one, k->pg->arena, k->of->model[POL_BEFORE], p->before[i]) == POL_OK;
    if (fine && i > 0) pol_text_add(&all, "\n\n");
    if (fine) pol_text_add_n(&all, one.at, one.n);
  }
  const char *kept = pol_page_keep(k->pg, &all);
  *out = (pol_redline_text){kept, (uint32_t)strlen(kept)};
  return fine;
}

static void texts(const pol_effects_page *k, const pol_clause_pair *p) {
  pol_redline_text old, new = {"", 0};
  pol_redline r = {0};
  bool withdrawn = p->fate == POL_FATE_WITHDRAWN;
  bool fine = old_text(&old, k, p) && (p->after == POL_NO_REF || pol_redline_clause(&new, k->pg->arena, k->of->model[POL_AFTER], p->after) == POL_OK);
  if (!fine || pol_redline_make(&r, k->pg->arena, old, withdrawn ? (pol_redline_text){"", 0} : new) != POL_OK) {
    pol_page_lost(k->pg);
    return;
  }
  pol_html(k->pg, "<div class=\"sides\">\n");
  if (p->befores > 0) side_lines(k, &r, 0);
  if (p->after != POL_NO_REF && !withdrawn) side_lines(k, &r, 1);
  pol_html(k->pg, "</div>\n");
}

static void anchored(const pol_effects_page *k, uint32_t pair, unsigned side, uint32_t clause) {
  const char *id = pol_effects_clause(k, side, clause);
  bool told = pol_effects_is_shown(k, pair, side, clause); /* by an earlier pair: an id stands once */
  if (told) pol_html(k->pg, "<span class=\"id\">%s</span>", id);
  else pol_html(k->pg, "<span class=\"id\" id=\"%s-%s\">%s</span>", side == POL_BEFORE ? "before" : "after", id, id);
}

static void befores(const pol_effects_page *k, uint32_t pair) {
  const pol_clause_pair *p = &k->of->clauses.at[pair];
  for (uint32_t b = 0; b < p->befores; b++) {
    if (b > 0) pol_html(k->pg, b + 1 == p->befores ? " and " : ", ");
    anchored(k, pair, POL_BEFORE, p->before[b]);
  }
}

static void fate_sentence(const pol_effects_page *k, uint32_t pair) {
  static const struct { const char *before, *after; } words[] = { /* round the ids of the clauses before */
      [POL_FATE_SAME] = {"", ""},
      [POL_FATE_ADDED] = {"New", ""},
      [POL_FATE_REPLACED] = {"In place of ", ""},
      [POL_FATE_REPLACED_IN_PART] = {"For some cases in place of ", ", which goes on for the others"},
      [POL_FATE_ADOPTED] = {"Unchanged from ", ""},
      [POL_FATE_REWORDED] = {"Other words than ", ", the same rules"},
      [POL_FATE_MOVED] = {"Moved, as it was: ", ""},
      [POL_FATE_WITHDRAWN] = {"Withdrawn: ", ""},
      [POL_FATE_ENDED_SILENTLY] = {"Ends without a word about it: ", ""},
  };
  const pol_clause_pair *p = &k->of->clauses.at[pair];
  bool itself = p->befores == 1 && p->after != POL_NO_REF && strcmp(pol_effects_clause(k, POL_BEFORE, p->before[0]), pol_effects_clause(k, POL_AFTER, p->after)) == 0;
  if (itself && (p->fate == POL_FATE_REPLACED || p->fate == POL_FATE_REWORDED)) {
    pol_html(k->pg, p->fate == POL_FATE_REPLACED ? "<p class=\"fate\">Says something else than " : "<p class=\"fate\">Other words, the same rules as ");
    anchored(k, pair, POL_BEFORE, p->before[0]);
    pol_html(k->pg, " before.</p>\n");
    return;
  }
  pol_html(k->pg, "<p class=\"fate\">%s", words[p->fate].before);
  befores(k, pair);
  pol_html(k->pg, "%s", words[p->fate].after);
  if (p->fate == POL_FATE_WITHDRAWN && p->after != POL_NO_REF) {
    pol_html(k->pg, ", by ");
    anchored(k, pair, POL_AFTER, p->after);
  }
  pol_html(k->pg, ".</p>\n");
}

static void pair(const pol_effects_page *k, uint32_t i) {
  const pol_clause_pair *p = &k->of->clauses.at[i];
  bool stands = p->after != POL_NO_REF && p->fate != POL_FATE_WITHDRAWN;
  unsigned side = stands ? POL_AFTER : POL_BEFORE;
  uint32_t clause = stands ? p->after : p->before[0];
  pol_html(k->pg, "<article class=\"clause\" aria-labelledby=\"clause-%u\">\n<h4 id=\"clause-%u\">", i + 1, i + 1);
  if (stands) anchored(k, i, side, clause);
  else pol_html(k->pg, "<span class=\"id\">%s</span>", pol_effects_clause(k, side, clause));
  pol_html(k->pg, " %s</h4>\n", pol_say_title(&k->side[side], clause));
  fate_sentence(k, i);
  if (p->fate != POL_FATE_ADOPTED && p->fate != POL_FATE_MOVED) texts(k, p);
  pol_html(k->pg, "</article>\n");
}

/* ---- all of them, topic by topic ---- */

static const char *topic_of(const pol_effects_page *k, const pol_clause_pair *p) {
  bool stands = p->after != POL_NO_REF && p->fate != POL_FATE_WITHDRAWN;
  const pol_model *m = k->of->model[stands ? POL_AFTER : POL_BEFORE];
  uint32_t section = m->clauses.at[stands ? p->after : p->before[0]].section;
  if (section == POL_NO_REF || m->sections.at[section].title == NULL) return "Other clauses";
  return m->sections.at[section].title;
}

static void pairs(const pol_effects_page *k) {
  const char *topic = NULL;
  for (uint32_t i = 0; i < k->of->clauses.n; i++) {
    const pol_clause_pair *p = &k->of->clauses.at[i];
    const pol_arena_point here = pol_arena_mark(k->pg->arena);
    if (p->fate == POL_FATE_SAME || (p->after == POL_NO_REF && p->befores == 0)) continue;
    const char *next = topic_of(k, p);
    if (topic == NULL) pol_html(k->pg, "<div class=\"listing\" data-filter=\"Find a clause or a word\">\n");
    if (topic == NULL || strcmp(topic, next) != 0) pol_html(k->pg, topic == NULL ? "<div class=\"topic\">\n<h3>%s</h3>\n" : "</div>\n<div class=\"topic\">\n<h3>%s</h3>\n", next);
    topic = next; /* the model's */
    pair(k, i);
    pol_arena_reset(k->pg->arena, here);
  }
  pol_html(k->pg, topic == NULL ? "<p>No clause differs.</p>\n" : "</div>\n</div>\n");
}

void pol_effects_text(const pol_effects_page *k) {
  pol_effects_section(k, "text", "The text, old beside new");
  counts(k);
  silent(k);
  facts(k, "Facts newly needed", POL_AFTER, k->of->needed, k->of->neededs);
  facts(k, "Facts no longer needed", POL_BEFORE, k->of->unneeded, k->of->unneededs);
  pairs(k);
  pol_effects_section_end(k);
}
