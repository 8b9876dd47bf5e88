#include "render/effects.h"
#include <string.h>

/* ---- phrases ---- */

const char *pol_effects_count(const pol_effects_page *k, uint64_t n) { return pol_contrast_count(k->pg, n); }

const char *pol_effects_people_words(const pol_effects_page *k, uint64_t n, const char *one, const char *many) {
  return n == 1 ? pol_page_format(k->pg, "1 person %s", one) : pol_page_format(k->pg, "%s people %s", pol_effects_count(k, n), many);
}

const char *pol_effects_share(const pol_effects_page *k, uint64_t some, uint64_t all) {
  if (some == 0 || all == 0) return "0%";
  if (some == all) return "100%";
  uint64_t tenths = (uint64_t)((pol_u128)some * 1000 / all);
  if (tenths == 0) return "under 0.1%";
  return tenths % 10 == 0 ? pol_page_format(k->pg, "%llu%%", (unsigned long long)(tenths / 10))
                          : pol_page_format(k->pg, "%llu.%u%%", (unsigned long long)(tenths / 10), (unsigned)(tenths % 10));
}

const char *pol_effects_decision(const pol_effects_page *k, uint32_t decision) { return pol_contrast_title(k->t, decision); }

/* A minus sign is one. */
static const char *with_minus(const pol_effects_page *k, const char *text) {
  const char *minus = text[0] == '-' ? text : strncmp(text, "about -", 7) == 0 ? text + 6 : NULL;
  return minus == NULL ? text : pol_page_format(k->pg, "%.*s−%s", (int)(minus - text), text, minus + 1);
}

const char *pol_effects_amount(const pol_effects_page *k, uint32_t decision, pol_num n, bool sign) {
  return with_minus(k, pol_contrast_amount(k->t, decision, n, true, sign));
}

const char *pol_effects_yearly(const pol_effects_page *k, uint32_t decision, pol_num n) {
  pol_value v = pol_contrast_value(k->t, decision, n);
  pol_text t;
  if (v.type.unit.month != 0) v.type.unit.month = 0, v.type.unit.year = -1;
  pol_text_init(&t, pol_arena_alloc(k->pg->arena));
  if (n.n > 0) pol_text_char(&t, '+');
  pol_value_words(&t, k->of->model[pol_contrast_side(k->t, decision)], &v);
  const char *words = with_minus(k, pol_page_keep(k->pg, &t)), *exactly = strstr(words, " (exactly ");
  return exactly == NULL ? words : pol_page_format(k->pg, "%.*s", (int)(exactly - words), words);
}

const char *pol_effects_outcome(const pol_effects_page *k, uint32_t decision, unsigned side, pol_outcome o, const pol_value *v) {
  return with_minus(k, pol_contrast_outcome(k->t, decision, (int)side, o, v));
}

const char *pol_effects_clause(const pol_effects_page *k, unsigned side, uint32_t clause) { return pol_contrast_clause(k->t, (int)side, clause); }

const char *pol_effects_plain(const pol_effects_page *k, pol_num n) {
  pol_num grain = {1, 1000000}, rounded = n;
  unsigned places;
  pol_text t;
  if (!pol_num_ends(n, &places) && pol_num_round(&rounded, n, grain, POL_ROUND_HALF_EVEN) != POL_NUM_FINE) return "";
  pol_text_init(&t, pol_arena_alloc(k->pg->arena));
  pol_num_write(&t, rounded, 0);
  return pol_page_keep(k->pg, &t);
}

bool pol_effects_kept_back(const pol_effects_page *k, uint32_t decision) {
  const pol_compared_decision *d = &k->of->decisions.at[decision];
  for (unsigned side = 0; side < 2; side++)
    if (d->in[side] != POL_NO_REF && pol_withheld_decision(&k->side[side], d->in[side])) return true;
  return false;
}

uint64_t pol_effects_of_decision(const pol_effects_page *k, uint32_t decision, pol_impact i) { return k->s == NULL ? 0 : k->s->decision[decision].n[i]; }

bool pol_effects_differs(const pol_effects_page *k, uint32_t decision) {
  if (k->s == NULL) return k->of->decisions.at[decision].can_change;
  const uint64_t *n = k->s->decision[decision].n;
  return n[POL_IMPACT_GAINS] + n[POL_IMPACT_LOSES] + n[POL_IMPACT_CHANGED] > 0 ||
         (n[POL_IMPACT_UNDETERMINED] > 0 && k->of->decisions.at[decision].can_change);
}

/* ---- markup ---- */

void pol_effects_section(const pol_effects_page *k, const char *id, const char *heading) {
  pol_html(k->pg, "<section id=\"%s\" aria-labelledby=\"%s-heading\">\n<h2 id=\"%s-heading\">%s</h2>\n", id, id, id, heading);
}

void pol_effects_section_end(const pol_effects_page *k) { pol_html(k->pg, "</section>\n"); }

void pol_effects_table(const pol_effects_page *k, const char *id, const char *caption, const char *filter) {
  if (filter != NULL) pol_html(k->pg, "<div class=\"listing\" data-filter=\"%s\">\n", filter);
  else pol_html(k->pg, "<div class=\"listing\">\n");
  pol_html(k->pg, "<div class=\"wide\" role=\"group\" aria-labelledby=\"%s-caption\" tabindex=\"0\">\n<table id=\"%s\">\n<caption id=\"%s-caption\">%s</caption>\n", id, id, id, caption);
}

void pol_effects_head(const pol_effects_page *k, const char *const *column, size_t n) {
  pol_html(k->pg, "<thead>\n<tr>");
  for (size_t i = 0; i < n; i++) {
    const char *name = column[i];
    bool unsorted = *name == '!', amounts = name[unsorted] == '#';
    const char *class = unsorted && amounts ? " class=\"unsorted amount\"" : unsorted ? " class=\"unsorted\"" : amounts ? " class=\"amount\"" : "";
    pol_text_format(k->pg->to, "<th scope=\"col\"%s>", class);
    pol_html(k->pg, "%s</th>", name + unsorted + amounts);
  }
  pol_html(k->pg, "</tr>\n</thead>\n<tbody>\n");
}

void pol_effects_table_end(const pol_effects_page *k) { pol_html(k->pg, "</tbody>\n</table>\n</div>\n</div>\n"); }

void pol_effects_number(const pol_effects_page *k, uint64_t n) {
  pol_html(k->pg, "<td class=\"amount\" data-sort=\"%s\">%s</td>", pol_page_format(k->pg, "%llu", (unsigned long long)n), pol_effects_count(k, n));
}

void pol_effects_person(const pol_effects_page *k, const char *id, uint64_t record) {
  if (id != NULL) pol_html_plain(k->pg, id); /* letter by letter: it is a number of somebody's */
  else pol_html(k->pg, "record %s", pol_effects_count(k, record));
}

bool pol_effects_is_shown(const pol_effects_page *k, uint32_t pairs, unsigned side, uint32_t clause) {
  for (uint32_t i = 0; i < pairs; i++) {
    const pol_clause_pair *p = &k->of->clauses.at[i];
    if (p->fate == POL_FATE_SAME) continue;
    if (side == POL_AFTER && p->after == clause) return true;
    for (uint32_t b = 0; side == POL_BEFORE && b < p->befores; b++)
      if (p->before[b] == clause) return true;
  }
  return false;
}

void pol_effects_clause_link(const pol_effects_page *k, unsigned side, uint32_t clause) {
  const char *id = pol_effects_clause(k, side, clause);
  if (pol_effects_is_shown(k, k->of->clauses.n, side, clause)) pol_html(k->pg, "<a class=\"id\" href=\"#%s-%s\">%s</a>", side == POL_BEFORE ? "before" : "after", id, id);
  else pol_html(k->pg, "<span class=\"id\">%s</span>", id);
}
