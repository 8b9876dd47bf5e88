/* A comparison as one self-contained page: without scripts complete and readable; with its own, which the page's policy of content names by their digests, its tables
 * sort and filter. Nothing is fetched, and nothing else can run in it. */
#include "base/sha256.h"
#include "render/effects.h"

static const char *title_of(const pol_effects_page *k, unsigned side) {
  const pol_model *m = k->of->model[side];
  return pol_say_titled(&k->side[side], m->title, m->name);
}

/* ---- head ---- */

static const char *joined(const pol_effects_page *k, const char *const *line) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(k->pg->arena));
  pol_text_char(&t, '\n');
  for (size_t i = 0; line[i] != NULL; i++) pol_text_format(&t, "%s\n", line[i]);
  return pol_page_keep(k->pg, &t);
}

static unsigned hex(char c) { return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10); }

/* As a policy of content names a text: 'sha256-…', in base 64. */
static void add_digest(const pol_effects_page *k, const char *text) {
  static const char sign[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  pol_sha256 h;
  char digest[65];
  pol_sha256_init(&h);
  for (size_t n = 0; text[n] != '\0'; n++) pol_sha256_add(&h, text + n, 1);
  pol_sha256_end(&h, digest);
  pol_text_add(k->pg->to, "'sha256-");
  for (unsigned i = 0; i < 32; i += 3) { /* three bytes give four signs; the last two give three, and a filler */
    unsigned three = 0, bytes = i + 3 <= 32 ? 3 : 32 - i;
    for (unsigned x = 0; x < 3; x++) three = three << 8 | (x < bytes ? hex(digest[2 * (size_t)(i + x)]) << 4 | hex(digest[2 * (size_t)(i + x) + 1]) : 0);
    for (unsigned x = 0; x < 4; x++) pol_text_char(k->pg->to, x <= bytes ? sign[three >> (18 - 6 * x) & 63] : '=');
  }
  pol_text_char(k->pg->to, '\'');
}

/* The foot of a printed page speaks of the policy, so the style differs from page to page. */
static const char *style_of(const pol_effects_page *k) {
  pol_text t, foot;
  pol_text_init(&t, pol_arena_alloc(k->pg->arena));
  pol_text_init(&foot, pol_arena_alloc(k->pg->arena));
  pol_page aside = *k->pg;
  aside.to = &foot;
  pol_html_css(&aside, pol_page_format(k->pg, "%s, %.12s and %.12s", title_of(k, POL_BEFORE), k->of->model[POL_BEFORE]->digest, k->of->model[POL_AFTER]->digest));
  const char *said = pol_page_keep(k->pg, &foot);
  pol_text_add(&t, joined(k, pol_effects_style));
  pol_text_format(&t, "@page { @bottom-left { content: %s; } }\n", said);
  return pol_page_keep(k->pg, &t);
}

static void head(const pol_effects_page *k, const char *script) {
  const char *style = style_of(k);
  pol_html(k->pg, "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n");
  pol_text_add(k->pg->to, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; form-action 'none'; style-src ");
  add_digest(k, style);
  pol_text_add(k->pg->to, "; script-src ");
  add_digest(k, script);
  pol_text_add(k->pg->to, "\">\n<title>");
  pol_html_plain(k->pg, pol_contrast_versions(k->t));
  pol_html(k->pg, "</title>\n<style>");
  pol_text_add(k->pg->to, style);
  pol_html(k->pg, "</style>\n</head>\n");
}

/* ---- 1: in one paragraph ---- */

static void figure(const pol_effects_page *k, uint64_t n, const char *class, const char *words) {
  pol_html(k->pg, "<div class=\"%s\"><dt>%s</dt><dd><strong>%s</strong> %s</dd></div>\n", class, words, pol_effects_count(k, n), pol_effects_share(k, n, k->s->people));
}

static void figures(const pol_effects_page *k) {
  const pol_people_summary *s = k->s;
  pol_html(k->pg, "<dl class=\"tiles\">\n");
  figure(k, s->worse, "loses", "only lose");
  figure(k, s->better, "gains", "only gain");
  figure(k, s->mixed, "changed", "lose and gain");
  figure(k, s->same, "same", "stay the same");
  figure(k, s->open, "open", "change otherwise, or not decided");
  pol_html(k->pg, "</dl>\n");
}

/* The decisions in which the most people lose, or gain: the first three. */
static void foremost(const pol_effects_page *k, pol_impact impact, const char *lead) {
  uint32_t told[3] = {0}, n = 0;
  while (n < 3) {
    uint32_t best = POL_NO_REF;
    for (uint32_t i = 0; i < k->of->decisions.n; i++) {
      bool had = false;
      for (uint32_t x = 0; x < n; x++) had = had || told[x] == i;
      if (!had && pol_effects_of_decision(k, i, impact) > (best == POL_NO_REF ? 0 : pol_effects_of_decision(k, best, impact))) best = i;
    }
    if (best == POL_NO_REF) break;
    told[n++] = best;
    pol_html(k->pg, "%s<a href=\"#decision-%u\">%s</a> (%s)", n == 1 ? lead : n == 2 ? "; then " : " and ", best + 1, pol_effects_decision(k, best), pol_effects_count(k, pol_effects_of_decision(k, best, impact)));
  }
  if (n > 0) pol_html(k->pg, ".");
}

static uint32_t differing_clauses(const pol_effects_page *k) {
  uint32_t n = 0;
  for (int f = POL_FATE_SAME; f <= POL_FATE_ENDED_SILENTLY; f++) n += f == POL_FATE_SAME || f == POL_FATE_MOVED || f == POL_FATE_ADOPTED ? 0 : k->of->fates[f];
  return n;
}

static void measured(const pol_effects_page *k) {
  const pol_people_summary *s = k->s;
  uint64_t touched = s->worse + s->better + s->mixed;
  if (s->people == 0) {
    pol_html(k->pg, "The file has no people to compare. ");
    return;
  }
  if (touched == 0) pol_html(k->pg, "Of %s nobody loses and nobody gains. ", s->people == 1 ? "1 person" : pol_page_format(k->pg, "%s people", pol_effects_count(k, s->people)));
  else
    pol_html(k->pg, "Of %s, %s: %s only lose, %s only gain%s. ", s->people == 1 ? "1 person" : pol_page_format(k->pg, "%s people", pol_effects_count(k, s->people)),
             touched == 1 ? "1 is better or worse off" : pol_page_format(k->pg, "%s are better or worse off", pol_effects_count(k, touched)), pol_effects_count(k, s->worse),
             pol_effects_count(k, s->better),
             s->mixed == 0 ? "" : s->mixed == 1 ? ", and 1 loses in one thing and gains in another" : pol_page_format(k->pg, ", and %s lose in one thing and gain in another", pol_effects_count(k, s->mixed)));
  if (s->any[POL_IMPACT_UNDETERMINED] > 0) pol_html(k->pg, "For %s something <a href=\"#open\">could not be decided</a>. ", pol_effects_count(k, s->any[POL_IMPACT_UNDETERMINED]));
  foremost(k, POL_IMPACT_LOSES, "Most losses: ");
  pol_html(k->pg, " ");
  foremost(k, POL_IMPACT_GAINS, "Most gains: ");
  pol_html(k->pg, " ");
}

static void paragraph(const pol_effects_page *k) {
  uint32_t clauses = differing_clauses(k), can = 0;
  for (uint32_t i = 0; i < k->of->decisions.n; i++) can += k->of->decisions.at[i].can_change;
  pol_effects_section(k, "summary", "In one paragraph");
  pol_html(k->pg, "<p class=\"lead\">");
  if (k->s != NULL) measured(k);
  pol_html(k->pg, "%s <a href=\"#text\">%s</a>, and %u of %s can change.", pol_effects_count(k, clauses), clauses == 1 ? "clause differs" : "clauses differ", can,
           pol_say_count(&k->side[POL_AFTER], k->of->decisions.n, "decision", "decisions"));
  if (k->of->fates[POL_FATE_ENDED_SILENTLY] > 0)
    pol_html(k->pg, " %s <strong>without a word about %s</strong>.", k->of->fates[POL_FATE_ENDED_SILENTLY] == 1 ? "1 clause ends" : pol_page_format(k->pg, "%u clauses end", k->of->fates[POL_FATE_ENDED_SILENTLY]),
             k->of->fates[POL_FATE_ENDED_SILENTLY] == 1 ? "it" : "them");
  if (k->s == NULL) pol_html(k->pg, " No people were compared: with a file of facts this page says who gains, who loses, and by how much.");
  pol_html(k->pg, "</p>\n");
  if (k->s != NULL && k->s->people > 0) figures(k);
  pol_effects_section_end(k);
}

/* ---- contents, 8, the document ---- */

static void contents(const pol_effects_page *k) {
  bool people = k->s != NULL;
  pol_html(k->pg, "<nav aria-label=\"Contents\">\n<ul>\n<li><a href=\"#summary\">In one paragraph</a></li>\n<li><a href=\"#decisions\">By decision</a></li>\n");
  bool differ = false;
  for (uint32_t i = 0; i < k->of->decisions.n && !differ; i++) differ = pol_effects_differs(k, i);
  if (people && differ) pol_html(k->pg, "<li><a href=\"#each\">Each decision</a></li>\n");
  if (people) pol_html(k->pg, "<li><a href=\"#people\">Who loses, and who gains</a></li>\n");
  if (people && k->t->bys > 0) pol_html(k->pg, "<li><a href=\"#groups\">By group</a></li>\n");
  if (people) pol_html(k->pg, "<li><a href=\"#open\">What could not be decided</a></li>\n");
  pol_html(k->pg, "<li><a href=\"#text\">The text, old beside new</a></li>\n<li><a href=\"#again\">Doing this again</a></li>\n</ul>\n</nav>\n");
}

static void version(const pol_effects_page *k, unsigned side, const char *term) {
  const pol_model *m = k->of->model[side];
  pol_html(k->pg, "<div><dt>%s</dt><dd>%s", term, title_of(k, side));
  if (m->reference != NULL) pol_html(k->pg, " (%s)", m->reference);
  for (uint32_t i = 0; i < m->amendments.n; i++) {
    const pol_amendment *a = &m->amendments.at[i];
    pol_html(k->pg, "%s%s", i == 0 ? " as amended by " : ", ", pol_say_titled(&k->side[side], a->title, a->name));
    if (a->from_set) pol_html(k->pg, " from %s", pol_say_date(&k->side[side], a->from));
  }
  pol_html(k->pg, "<br>digest <code class=\"long\">%s</code></dd></div>\n", m->digest);
}

static void again(const pol_effects_page *k) {
  pol_effects_section(k, "again", "Doing this again");
  pol_html(k->pg, "<dl>\n");
  if (k->t->command != NULL) {
    pol_html(k->pg, "<div><dt>Command</dt><dd><code class=\"long\">");
    pol_html_plain(k->pg, k->t->command);
    pol_html(k->pg, "</code></dd></div>\n");
  }
  version(k, POL_BEFORE, "Before");
  version(k, POL_AFTER, "After");
  pol_html(k->pg, "<div><dt>Measured for</dt><dd>%s</dd></div>\n", pol_say_date(&k->side[POL_AFTER], k->of->in->as_of));
  if (k->t->facts != NULL) {
    pol_html(k->pg, "<div><dt>People</dt><dd><code class=\"long\">");
    pol_html_plain(k->pg, k->t->facts);
    pol_html(k->pg, "</code>%s</dd></div>\n", k->s == NULL ? "" : pol_page_format(k->pg, ", %s", pol_say_count(&k->side[POL_AFTER], k->s->people + k->s->wrong, "record", "records")));
  }
  if (k->t->paper->version != NULL) pol_html(k->pg, "<div><dt>Program</dt><dd>pol %s</dd></div>\n", k->t->paper->version);
  pol_html(k->pg, "</dl>\n");
  pol_effects_section_end(k);
}

static void document(const pol_effects_page *k) {
  const pol_model *m = k->of->model[POL_AFTER];
  const char *script = joined(k, pol_effects_script);
  head(k, script);
  pol_html(k->pg, "<body>\n<a class=\"skip\" href=\"#main\">Skip to the content</a>\n<header>\n");
  if (m->publisher != NULL) pol_html(k->pg, "<p class=\"publisher\">%s</p>\n", m->publisher);
  pol_html(k->pg, "<h1>%s</h1>\n<p class=\"about\">Measured for %s", pol_contrast_versions(k->t), pol_say_date(&k->side[POL_AFTER], k->of->in->as_of));
  if (k->s != NULL) pol_html(k->pg, " over %s", k->s->people == 1 ? "1 person" : pol_page_format(k->pg, "%s people", pol_effects_count(k, k->s->people)));
  pol_html(k->pg, "</p>\n");
  const char *not_yet = pol_contrast_not_yet(k->t);
  if (*not_yet != '\0') pol_html(k->pg, "<p class=\"note\">%s</p>\n", not_yet);
  for (int side = POL_BEFORE; side <= POL_AFTER; side++) {
    const char *note = pol_contrast_note(k->t, side);
    if (note != NULL) pol_html(k->pg, "<p class=\"note\">%s</p>\n", note);
  }
  pol_html(k->pg, "</header>\n");
  contents(k);
  pol_html(k->pg, "<main id=\"main\">\n");
  paragraph(k);
  pol_effects_decisions(k);
  pol_effects_people(k);
  pol_effects_groups(k);
  pol_effects_open(k);
  pol_effects_text(k);
  again(k);
  pol_html(k->pg, "</main>\n<footer>\n<p>End of comparison</p>\n</footer>\n<script>");
  pol_text_add(k->pg->to, script);
  pol_html(k->pg, "</script>\n</body>\n</html>\n");
}

void pol_contrast_html(const pol_contrast *t, const pol_people_summary *summary) {
  const pol_page page = pol_page_of(t->paper);
  pol_withheld kept[2];
  pol_effects_page k = {.t = t, .of = t->of, .pg = &page};
  pol_people_summary compared;
  if (summary != NULL) { /* the page is about those who were compared */
    compared = *summary;
    compared.people -= compared.wrong;
    k.s = &compared;
  }
  for (unsigned side = 0; side < 2; side++) {
    k.side[side] = (pol_case){.page = page, .program = t->of->program[side], .model = t->of->model[side], .as_of = t->of->in->as_of, .withheld = &kept[side]};
    if (!pol_withheld_make(&kept[side], t->of->program[side], page.arena)) {
      pol_page_lost(&page);
      return;
    }
  }
  document(&k);
}
