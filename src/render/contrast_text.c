/* A comparison as people read it in a terminal: what differs in the text, a table of impacts, and a paragraph for each decision that somebody's outcome changes in. */
#include "render/contrast.h"
#include <string.h>

pol_status pol_contrast_text_begin(pol_contrast *t) {
  pol_kept_people *kept;
  if (!t->measured || (!t->people && t->most == 0)) return POL_OK;
  POL_TRY(pol_kept_people_new(&kept, t));
  t->kept = kept;
  return POL_OK;
}

pol_status pol_contrast_text_person(pol_contrast *t, const pol_compared_person *p) { return t->kept == NULL ? POL_OK : pol_kept_people_look(t->kept, t, p); }

static const char *count_of(const pol_page *page, uint64_t n, const char *one, const char *many) {
  return pol_page_format(page, "%s %s", pol_contrast_count(page, n), n == 1 ? one : many);
}

static const char *day(const pol_page *page, pol_date d) {
  pol_text words;
  pol_text_init(&words, pol_arena_alloc(page->arena));
  pol_date_write_for_people(&words, d);
  return pol_page_keep(page, &words);
}

/* -- the head */

static void head(const pol_contrast *t, const pol_people_summary *s) {
  pol_page page = pol_page_of(t->paper);
  const char *on = day(&page, t->of->in->as_of);
  pol_page_ink(&page, POL_INK_STRONG);
  pol_page_para(&page, 0, pol_contrast_versions(t));
  pol_page_ink(&page, POL_INK_PLAIN);
  if (s == NULL) pol_page_para(&page, 0, pol_page_format(&page, "Compared for %s %s; --facts FILE says who gains and who loses", on, t->redline ? "by text" : "by text and by meaning"));
  else pol_page_para(&page, 0, pol_page_format(&page, "Measured for %s over %s", on, count_of(&page, s->people - s->wrong, "person", "people")));
  const char *not_yet = pol_contrast_not_yet(t);
  if (*not_yet != '\0') pol_page_para(&page, 0, not_yet);
  if (s != NULL && s->wrong > 0) pol_page_para(&page, 0, pol_page_format(&page, "%s wrong, and not compared", count_of(&page, s->wrong, "record is", "records are")));
  for (int side = POL_BEFORE; side <= POL_AFTER; side++)
    if (pol_contrast_note(t, side) != NULL) pol_page_para(&page, 0, pol_contrast_note(t, side));
}

/* -- by text */

/* The ids of the clauses that end without a word: those of a section are shortened to what differs, ".3". */
static const char *silent_clauses(const pol_contrast *t) {
  pol_page page = pol_page_of(t->paper);
  pol_text words;
  const char *last = NULL;
  pol_text_init(&words, pol_arena_alloc(page.arena));
  for (uint32_t i = 0; i < t->of->clauses.n; i++) {
    const pol_clause_pair *pair = &t->of->clauses.at[i];
    for (uint32_t k = 0; pair->fate == POL_FATE_ENDED_SILENTLY && k < pair->befores; k++) {
      const char *id = pol_contrast_clause(t, POL_BEFORE, pair->before[k]), *point = strrchr(id, '.');
      bool alike = last != NULL && point != NULL && strncmp(last, id, (size_t)(point - id) + 1) == 0 && strchr(last + (point - id) + 1, '.') == NULL;
      pol_text_format(&words, "%s%s", words.n == 0 ? "" : ", ", alike ? point : id);
      last = id;
    }
  }
  return pol_page_keep(&page, &words);
}

static const char *fates(const pol_contrast *t) {
  static const struct { pol_clause_fate fate; const char *words; } order[] = {
      {POL_FATE_REPLACED, "replaced"}, {POL_FATE_REPLACED_IN_PART, "replaced in part"}, {POL_FATE_REWORDED, "reworded"}, {POL_FATE_ADDED, "inserted"},
      {POL_FATE_WITHDRAWN, "withdrawn"}, {POL_FATE_MOVED, "moved"}, {POL_FATE_ADOPTED, "adopted unchanged"}};
  pol_page page = pol_page_of(t->paper);
  pol_text words;
  pol_text_init(&words, pol_arena_alloc(page.arena));
  for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
    uint32_t n = t->of->fates[order[i].fate];
    if (n == 0) continue;
    pol_text_format(&words, "%s%s%s %s", words.n == 0 ? "" : ", ", pol_contrast_count(&page, n), words.n > 0 ? "" : n == 1 ? " clause" : " clauses", order[i].words);
  }
  const char *all = pol_page_keep(&page, &words);
  return *all == '\0' ? "no clause differs" : all;
}

static void text_part(const pol_contrast *t) {
  enum { KEY = 6 };
  pol_page page = pol_page_of(t->paper);
  uint32_t silent = t->of->fates[POL_FATE_ENDED_SILENTLY], needed = t->of->neededs, unneeded = t->of->unneededs, can = 0, all = t->of->decisions.n;
  for (uint32_t i = 0; i < all; i++) can += t->of->decisions.at[i].can_change;
  pol_page_blank(&page);
  pol_page_item(&page, 0, "Text", KEY, fates(t));
  if (silent > 0) pol_page_item(&page, 0, "", KEY, pol_page_format(&page, "%s without a word about %s (POL0703): %s", silent == 1 ? "1 ends" : pol_page_format(&page, "%u end", silent), silent == 1 ? "it" : "them", silent_clauses(t)));
  pol_page_item(&page, 0, "Facts", KEY, pol_page_format(&page, "%u newly needed, %u no longer needed", needed, unneeded));
  if (all > 1) pol_page_item(&page, 0, "", KEY, pol_page_format(&page, "%u of %u decisions can change", can, all));
  else if (all == 1 && can == 0) pol_page_item(&page, 0, "", KEY, "the decision cannot change");
}

/* -- the table of impacts */

/* With many decisions, those that are as they were for everybody are told in one line. */
static bool folded(const pol_contrast *t, const pol_people_summary *s, uint32_t d) {
  enum { MANY = 12 };
  return t->of->decisions.n > MANY && s->decision[d].n[POL_IMPACT_UNAFFECTED] == s->people - s->wrong;
}

static void as_before(const pol_contrast *t, const pol_people_summary *s) {
  pol_page page = pol_page_of(t->paper);
  pol_text words;
  pol_text_init(&words, pol_arena_alloc(page.arena));
  for (uint32_t d = 0; d < t->of->decisions.n; d++)
    if (folded(t, s, d)) pol_text_format(&words, "%s%s", words.n == 0 ? "" : "; ", pol_contrast_title(t, d));
  const char *titles = pol_page_keep(&page, &words);
  if (*titles != '\0') pol_page_para(&page, 0, pol_page_format(&page, "The same for everybody: %s.", titles));
}

static void table(const pol_contrast *t, const pol_people_summary *s) {
  pol_page page = pol_page_of(t->paper);
  size_t widest = 0;
  for (uint32_t d = 0; d < t->of->decisions.n; d++) {
    size_t n = folded(t, s, d) ? 0 : pol_columns(pol_contrast_title(t, d));
    if (n > widest) widest = n;
  }
  pol_counts_table w = pol_counts_table_of(&page, widest, s->people);
  pol_page_blank(&page);
  pol_counts_heading(&page, &w, "");
  for (uint32_t d = 0; d < t->of->decisions.n; d++) {
    pol_arena_point here = pol_arena_mark(page.arena);
    if (!folded(t, s, d)) pol_counts_row(&page, &w, pol_contrast_title(t, d), s->decision[d].n);
    pol_arena_reset(page.arena, here);
  }
  pol_counts_legend(&page);
  as_before(t, s);
}

/* -- a paragraph a decision */

typedef struct block { pol_page page; size_t label; } block; /* a paragraph's lines, with a column of labels */
static void line(const block *b, const char *label, const char *text) { pol_page_item(&b->page, 2, label, b->label, text); }

static const char *whose(const pol_page *page, const char *id) { return id == NULL ? "" : pol_page_format(page, " (%s)", pol_page_shown(page, id, strlen(id))); }

/* "from 1.48 (S10) to 7.40 hours (S01), middle 5.18" */
static const char *range(const pol_contrast *t, uint32_t d, const pol_spread *of) {
  pol_page page = pol_page_of(t->paper);
  const char *most = pol_contrast_amount(t, d, of->most, true, false);
  if (of->n == 1 || pol_num_cmp(of->least, of->most) == 0) return pol_page_format(&page, "%s%s", most, of->n == 1 ? whose(&page, of->most_id) : " each");
  const char *least = pol_contrast_amount(t, d, of->least, false, false);
  const char *middle = of->middle_known ? pol_page_format(&page, ", middle %s", pol_contrast_amount(t, d, of->middle, false, false)) : "";
  return pol_page_format(&page, "from %s%s to %s%s%s", least, whose(&page, of->least_id), most, whose(&page, of->most_id), middle);
}

/* "6 gain    from 1.48 (S10) to 7.40 hours (S01), middle 5.18"; "40 lose   18 all of it; 22 from …": those who have nothing any more are no part of the range. */
static void spread(const block *b, const pol_contrast *t, uint32_t d, const pol_spread *of, uint64_t n, const char *verb, const char *whole) {
  pol_page page = b->page;
  const char *label = pol_page_format(&page, "%s %s%s", pol_contrast_count(&page, n), verb, n == 1 ? "s" : "");
  if (n == 0) return;
  if (of->n == 0 && of->whole == 0) pol_page_para(&page, 2, label); /* outcomes, not amounts */
  else if (of->n == n) line(b, label, range(t, d, of));
  else if (of->n == 0) line(b, label, of->whole == n ? whole : pol_page_format(&page, "%s %s", pol_contrast_count(&page, of->whole), whole));
  else if (of->whole == 0) line(b, label, pol_page_format(&page, "%s %s", pol_contrast_count(&page, of->n), range(t, d, of)));
  else line(b, label, pol_page_format(&page, "%s %s; %s %s", pol_contrast_count(&page, of->whole), whole, pol_contrast_count(&page, of->n), range(t, d, of)));
}

/* "1,340.76 to 1,369.70 hours in all, +28.94" */
static const char *totals(const pol_contrast *t, uint32_t d, const pol_decision_summary *s) {
  pol_page page = pol_page_of(t->paper);
  pol_num difference;
  if (!pol_contrast_sums_up(t, d, s) || pol_num_sub(&difference, s->total[1], s->total[0]) != POL_NUM_FINE) return NULL;
  return pol_page_format(&page, "%s to %s in all, %s", pol_contrast_amount(t, d, s->total[0], false, false), pol_contrast_amount(t, d, s->total[1], true, false),
                         pol_contrast_amount(t, d, difference, false, true));
}

static void causes(const block *b, const pol_contrast *t, const pol_decision_summary *s) {
  enum { MOST = 3 };
  pol_page page = b->page;
  for (uint32_t i = 0; i < s->causes && i < MOST; i++) {
    uint64_t n = 0;
    for (int k = 0; k < POL_IMPACTS; k++) n += s->cause[i].n[k];
    const char *times = s->causes == 1 ? "" : pol_page_format(&page, ", for %s", pol_contrast_count(&page, n));
    line(b, i == 0 ? "because" : "", pol_page_format(&page, "%s%s", pol_contrast_change(t, s->cause[i].of), times));
  }
  if (s->causes > MOST) line(b, "", pol_page_format(&page, "and %s", count_of(&page, s->causes - MOST, "more change", "more changes")));
  if (s->untried > 0) line(b, "", pol_contrast_untried(t, s->untried));
}

/* What cannot be told, and the facts that it takes. */
static const char *needed(const pol_contrast *t, const pol_decision_summary *s) {
  enum { MOST = 4 };
  pol_page page = pol_page_of(t->paper);
  pol_text words;
  pol_text_init(&words, pol_arena_alloc(page.arena));
  uint64_t n = s->n[POL_IMPACT_UNDETERMINED];
  pol_text_format(&words, "not decided for %s", pol_contrast_count(&page, n));
  for (uint32_t i = 0; i < s->missings && i < MOST; i++) {
    uint64_t times = s->missing[i].n[POL_IMPACT_UNDETERMINED];
    pol_text_format(&words, "%s%s", i == 0 ? "; needed: " : ", ", pol_contrast_fact(t, POL_AFTER, s->missing[i].of));
    if (times != n) pol_text_format(&words, " (for %s)", pol_contrast_count(&page, times));
  }
  if (s->missings > MOST) pol_text_format(&words, " and %u more", s->missings - MOST);
  return pol_page_keep(&page, &words);
}

static void yearly(const block *b, const pol_contrast *t, uint32_t d, const pol_decision_summary *s) {
  pol_page page = b->page;
  if (!s->yearly || s->per_year.n == 0) return;
  pol_value v = {.state = POL_KNOWN, .type = pol_contrast_decision(t, d)->type, .as.num = s->per_year.n < 0 ? pol_num_neg(s->per_year) : s->per_year};
  v.type.unit = (pol_unit){.money = v.type.unit.money, .currency = v.type.unit.currency};
  pol_text words;
  pol_text_init(&words, pol_arena_alloc(page.arena));
  pol_value_words(&words, t->of->model[POL_AFTER], &v);
  line(b, "a year", pol_page_format(&page, "%s %s", pol_page_keep(&page, &words), s->per_year.n < 0 ? "less" : "more"));
}

static size_t label_width(const pol_page *page, const pol_decision_summary *s) {
  size_t width = 8, gain = s->gains.n + s->gains.whole > 0 ? pol_columns(pol_contrast_count(page, s->n[POL_IMPACT_GAINS])) + 5 : 0, lose = s->losses.n + s->losses.whole > 0 ? pol_columns(pol_contrast_count(page, s->n[POL_IMPACT_LOSES])) + 5 : 0;
  if (gain > width) width = gain;
  return lose > width ? lose : width;
}

static void paragraph(const pol_contrast *t, uint32_t d, const pol_decision_summary *s) {
  pol_page page = pol_page_of(t->paper);
  uint64_t differ = s->n[POL_IMPACT_GAINS] + s->n[POL_IMPACT_LOSES] + s->n[POL_IMPACT_CHANGED], open = s->n[POL_IMPACT_UNDETERMINED];
  const char *title = pol_contrast_title(t, d), *all = totals(t, d, s);
  if (differ == 0 && open == 0) return;
  if (differ == 0) {
    pol_page_para(&page, 0, pol_page_format(&page, "%s: %s", title, needed(t, s)));
    return;
  }
  pol_page_para(&page, 0, all == NULL ? pol_page_format(&page, "%s", title) : pol_page_format(&page, "%s: %s", title, all));
  const block b = {page, label_width(&page, s)};
  spread(&b, t, d, &s->gains, s->n[POL_IMPACT_GAINS], "gain", "had none");
  spread(&b, t, d, &s->losses, s->n[POL_IMPACT_LOSES], "lose", "all of it");
  if (s->n[POL_IMPACT_CHANGED] > 0) pol_page_para(&page, 2, pol_page_format(&page, "%s, neither better nor worse", count_of(&page, s->n[POL_IMPACT_CHANGED], "changes", "change")));
  yearly(&b, t, d, s);
  causes(&b, t, s);
  if (open > 0) line(&b, "open", needed(t, s));
}

/* -- all of it */

/* What becomes of the people over all decisions, in a sentence. */
static void together(const pol_contrast *t, const pol_people_summary *s) {
  pol_page page = pol_page_of(t->paper);
  const struct { uint64_t n; const char *one, *many; } parts[] = {{s->better, "only gains", "only gain"}, {s->worse, "only loses", "only lose"}, {s->mixed, "both gains and loses", "both gain and lose"},
                                                                {s->open, "is open or changes otherwise", "are open or change otherwise"}, {s->same, "stays as it is", "stay as they are"}};
  pol_text words;
  if (t->of->decisions.n < 2) return;
  pol_text_init(&words, pol_arena_alloc(page.arena));
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
    if (parts[i].n > 0) pol_text_format(&words, "%s%s", words.n == 0 ? "" : ", ", count_of(&page, parts[i].n, parts[i].one, parts[i].many));
  const char *all = pol_page_keep(&page, &words);
  if (*all != '\0') pol_page_para(&page, 0, pol_page_format(&page, "Of the people, all decisions together: %s.", all));
}

pol_status pol_contrast_text_end(pol_contrast *t, const pol_people_summary *s) {
  pol_page page = pol_page_of(t->paper);
  head(t, s);
  text_part(t);
  if (s != NULL) {
    table(t, s);
    pol_page_blank(&page);
    for (uint32_t d = 0; d < t->of->decisions.n; d++) {
      pol_arena_point here = pol_arena_mark(page.arena);
      paragraph(t, d, &s->decision[d]);
      pol_arena_reset(page.arena, here);
    }
    together(t, s);
    pol_contrast_groups(t, s);
    if (t->kept != NULL) pol_kept_people_write(t->kept, t, s);
  } else if (!t->redline) {
    pol_contrast_meaning(t);
  }
  return t->redline ? pol_contrast_redline(t) : POL_OK;
}
