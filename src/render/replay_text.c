/* A replay as people read it: first whether anything differs, then in what, then one thing after the other. */
#include "render/layout.h"
#include "render/replay.h"

enum { HEAD = 7, KEY = 8 }; /* columns of what stands before a text: at the top, and of an answer */

/* -- one answer, from its JSON */

static const char *names_of(const pol_page *pg, const pol_json_value *list, const char *key) {
  const char *words = "";
  for (const pol_json_value *v = list == NULL ? NULL : list->first; v != NULL; v = v->next) {
    const char *name = pol_json_member_text(v, key);
    bool again = name == NULL;
    for (const pol_json_value *u = list->first; u != v && !again; u = u->next) {
      const char *other = pol_json_member_text(u, key);
      again = other != NULL && strcmp(other, name) == 0;
    }
    if (!again) words = pol_page_format(pg, "%s%s%s", words, *words == '\0' ? "" : ", ", pol_page_shown(pg, name, strlen(name)));
  }
  return words;
}

static const char *value_of(const pol_page *pg, const pol_json_value *decision) {
  const pol_json_value *value = pol_json_member(decision, "value"), *list = pol_json_member(value, "value");
  const char *text = pol_json_member_text(value, "text"), *words = "";
  if (text != NULL) return pol_page_shown(pg, text, strlen(text));
  for (const pol_json_value *v = list == NULL ? NULL : list->first; v != NULL; v = v->next) {
    const char *name = v->is == POL_JSON_IS_STRING ? v->text : pol_json_member_text(v, "duty");
    if (name != NULL) words = pol_page_format(pg, "%s%s%s", words, *words == '\0' ? "" : ", ", pol_page_shown(pg, name, strlen(name)));
  }
  return list == NULL ? "" : *words == '\0' ? "nothing" : words;
}

static const char *outcome_of(const pol_page *pg, const pol_json_value *decision) {
  const char *outcome = pol_json_member_text(decision, "outcome"), *reason = pol_json_member_text(decision, "reason"), *value = value_of(pg, decision);
  if (outcome == NULL) return "an answer that is none";
  if (strcmp(outcome, "value") == 0) return value;
  if (strcmp(outcome, "permitted") == 0) return *value == '\0' ? "PERMITTED" : pol_page_format(pg, "PERMITTED: %s", value);
  if (strcmp(outcome, "refused") == 0) return "REFUSED";
  if (strcmp(outcome, "referred") == 0) return pol_page_format(pg, "REFERRED to %s", names_of(pg, pol_json_member(decision, "authorities"), "text"));
  if (strcmp(outcome, "not_applicable") == 0) return reason != NULL && strcmp(reason, "silent") == 0 ? "THE POLICY IS SILENT" : "OUTSIDE THIS POLICY";
  if (strcmp(outcome, "undetermined") == 0) return pol_page_format(pg, "NOT DECIDED YET (not known: %s)", names_of(pg, pol_json_member(decision, "missing"), "fact"));
  return strcmp(outcome, "conflict") == 0 ? "THE POLICY CONTRADICTS ITSELF" : "CANNOT BE WORKED OUT";
}

static const char *answer_of(const pol_page *pg, const pol_json_value *decision) {
  if (decision == NULL) return "no such decision";
  const char *clauses = names_of(pg, pol_json_member(decision, "because"), "clause"), *reservations = names_of(pg, pol_json_member(decision, "reservations"), "clause");
  const char *words = outcome_of(pg, decision);
  if (*clauses != '\0') words = pol_page_format(pg, "%s, by %s", words, clauses);
  return *reservations == '\0' ? words : pol_page_format(pg, "%s, with reservations by %s", words, reservations);
}

static const char *record_of(const pol_page *pg, const pol_replayed_answer *a) {
  if (a->id != NULL && a->id->is == POL_JSON_IS_STRING) return pol_page_shown(pg, a->id->text, a->id->length);
  return pol_page_format(pg, "record %llu", (unsigned long long)a->record);
}

static const char *clauses_of(const pol_page *pg, const pol_replayed_answer *a) {
  const char *words = "";
  for (uint32_t i = 0; i < a->clauses; i++) words = pol_page_format(pg, "%s%s%s", words, i == 0 ? "" : ", ", pol_page_shown(pg, a->clause[i], strlen(a->clause[i])));
  return a->clauses == 0 ? "the same clauses, with other amounts or facts" : pol_page_format(pg, "another course of clause %s", words);
}

static const char *members_of(const pol_page *pg, const pol_replayed_answer *a) {
  static const struct { const char *key, *words; } rows[] = {
      {"value", "the value"}, {"possible", "what is possible"}, {"error", "the error"}, {"because", "clauses that decide"}, {"gave_way", "clauses that give way"}, {"would_come_next", "what would come next"}, {"reservations", "reservations"},
      {"presumed", "what is presumed"}, {"missing", "facts that are not known"}, {"trace", "the trace"}};
  const char *words = "";
  for (uint32_t i = 0; i < a->members; i++)
    for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++)
      if (strcmp(rows[k].key, a->member[i]) == 0) words = pol_page_format(pg, "%s%s%s", words, *words == '\0' ? "" : ", ", rows[k].words);
  return words;
}

/* What does not show in them is named. */
static void then_and_now(const pol_page *pg, const pol_replayed_answer *a) {
  const char *then = answer_of(pg, a->then), *now = answer_of(pg, a->now), *members = members_of(pg, a);
  pol_page_item(pg, 4, "then", KEY, then);
  pol_page_item(pg, 4, "now", KEY, now);
  if (*members != '\0' && (a->change == POL_ANSWER_GROUNDS || strcmp(then, now) == 0)) pol_page_item(pg, 4, "differ", KEY, members);
}

void pol_replay_text_answer(const pol_paper *p, const pol_replayed_answer *a) {
  pol_page page = pol_page_of(p);
  pol_arena_point here = pol_arena_mark(p->arena);
  const char *decision = a->decision == NULL ? NULL : pol_page_shown(&page, a->decision, strlen(a->decision));
  pol_page_para(&page, 2, decision == NULL ? record_of(&page, a) : pol_page_format(&page, "%s: %s", record_of(&page, a), decision));
  switch (a->change) {
  case POL_ANSWER_UNFIT: pol_page_para(&page, 4, "its facts do not fit the policy any more, and nothing is decided"); break;
  case POL_ANSWER_FITS: pol_page_para(&page, 4, "its facts did not fit the policy then, and do now"); break;
  case POL_ANSWER_LOST: pol_page_para(&page, 4, "what is decided now is not what stands there in the receipt"); break;
  case POL_ANSWER_TRACE:
    pol_page_item(&page, 4, "the same", KEY, answer_of(&page, a->then));
    pol_page_item(&page, 4, "trace", KEY, clauses_of(&page, a));
    break;
  default:
    if (a->decision == NULL) pol_page_para(&page, 4, "the decisions that were asked are no longer there");
    else then_and_now(&page, a);
  }
  pol_arena_reset(p->arena, here);
}

/* -- the head */

static const char *count(const pol_page *pg, uint64_t n, const char *one, const char *many) { return pol_page_format(pg, "%llu %s", (unsigned long long)n, n == 1 ? one : many); }

/* ", for 2 of 3 records" */
static const char *for_some(const pol_page *pg, const pol_replayed *r) {
  return r->records == 1 ? "" : pol_page_format(pg, ", for %llu of %s", (unsigned long long)r->records_differ, count(pg, r->records, "record", "records"));
}

static const char *verdict(const pol_page *pg, const pol_replayed *r) {
  uint64_t others = pol_replay_answers(r), reasons = r->n[POL_ANSWER_GROUNDS] + r->n[POL_ANSWER_TRACE];
  if (!pol_replay_differs(r)) return "NOTHING DIFFERS";
  if (r->unread) return "THE FACTS DO NOT FIT THE POLICY ANY MORE: nothing is decided";
  if (others > 0) return pol_page_format(pg, "THE ANSWERS DIFFER%s", for_some(pg, r));
  if (reasons > 0) return pol_page_format(pg, "THE ANSWERS ARE THE SAME; how they come about differs%s", for_some(pg, r));
  return r->n[POL_ANSWER_WORDS] > 0 ? "THE ANSWERS ARE THE SAME, in other words" : "THE ANSWERS ARE THE SAME";
}

static const char *file_words(const pol_replayed *r, const pol_replayed_file *f) {
  switch (f->change) {
  case POL_TEXT_LAYOUT: return "another layout, or other comments";
  case POL_TEXT_WORDS: return "other words, the same meaning";
  case POL_TEXT_ORDER: return "on top of another amendment";
  case POL_TEXT_DATED: return "in force from another day";
  case POL_TEXT_MEANING: return r->another_meaning ? "another meaning" : "has what stood elsewhere, or not what it had";
  case POL_TEXT_GONE: return "not there now";
  default: return "not there then";
  }
}

static const char *texts_words(const pol_page *pg, const pol_replayed *r) {
  uint64_t n = 0;
  pol_text_change most = POL_TEXT_SAME;
  for (uint32_t i = 0; i < r->files; i++) {
    n += r->file[i].change != POL_TEXT_SAME;
    if (r->file[i].change > most) most = r->file[i].change;
  }
  if (n == 0) return pol_page_format(pg, "%s, the same to the byte", count(pg, r->files, "text", "texts"));
  const char *differ = pol_page_format(pg, "%llu of %s differ%s", (unsigned long long)n, count(pg, r->files, "text", "texts"), n == 1 ? "s" : "");
  if (r->another_meaning) return pol_page_format(pg, "%s, and so does what the policy means", differ);
  return most == POL_TEXT_DATED || most == POL_TEXT_ORDER ? differ : pol_page_format(pg, "%s; what the policy means is the same", differ);
}

static const char *day(const pol_page *pg, const char *as_of) {
  pol_date d;
  pol_text t;
  if (!pol_date_read(&d, as_of, strlen(as_of))) return as_of;
  pol_text_init(&t, pol_arena_alloc(pg->arena));
  pol_date_write_for_people(&t, d);
  return pol_page_keep(pg, &t);
}

static void head(const pol_page *pg, const pol_replayed *r) {
  const pol_receipt_head *h = r->head;
  const char *title = h->title != NULL ? h->title : h->policy;
  pol_page_ink(pg, POL_INK_STRONG);
  if (r->altered != NULL) pol_page_para(pg, 0, pol_page_format(pg, "THE RECEIPT WAS ALTERED: %s", r->altered));
  pol_page_para(pg, 0, verdict(pg, r));
  pol_page_ink(pg, POL_INK_PLAIN);
  pol_page_blank(pg);
  pol_page_item(pg, 0, "Receipt", HEAD, pol_page_format(pg, "%s for %s under %s", count(pg, r->records, "record", "records"), day(pg, h->as_of), pol_page_shown(pg, title, strlen(title))));
  pol_page_item(pg, 0, "", HEAD, pol_page_format(pg, "sha256:%s", r->receipt));
  bool engine = strcmp(h->engine, r->engine) == 0;
  const char *then = pol_page_shown(pg, h->engine, strlen(h->engine));
  pol_page_item(pg, 0, "Engine", HEAD, engine ? pol_page_format(pg, "pol %s, the same", r->engine) : pol_page_format(pg, "pol %s then, pol %s now", then, r->engine));
  pol_page_item(pg, 0, "Policy", HEAD, texts_words(pg, r));
}

/* -- the texts that differ, each with its declarations */

static void part_lines(const pol_page *pg, const pol_replayed *r, const pol_replayed_file *f, uint32_t *shown) {
  static const char *const words[] = {[POL_TEXT_WORDS] = "other words", [POL_TEXT_MEANING] = "another meaning", [POL_TEXT_GONE] = "not there now", [POL_TEXT_NEW] = "not there then"};
  uint32_t left = 0;
  for (uint32_t i = 0; i < r->parts && f->then != NULL && f->now != NULL; i++) {
    const pol_replayed_part *part = &r->part[i];
    if (part->file != f->then && part->file != f->now) continue;
    if (*shown < POL_REPLAY_SHOWN) pol_page_heading(pg, 4, pol_page_shown(pg, part->what, strlen(part->what)), words[part->change]), (*shown)++;
    else left++;
  }
  if (left > 0) pol_page_para(pg, 4, pol_page_format(pg, "and %u more; --format json has them all", left));
}

static void texts(const pol_page *pg, const pol_replayed *r) {
  uint32_t shown = 0;
  bool any = false;
  for (uint32_t i = 0; i < r->files; i++) {
    const pol_replayed_file *f = &r->file[i];
    if (f->change == POL_TEXT_SAME) continue;
    if (!any) pol_page_blank(pg), pol_page_line(pg, POL_INK_STRONG, "What differs in the texts");
    any = true;
    const char *name = (f->now != NULL ? f->now : f->then)->name;
    pol_page_heading(pg, 2, pol_page_shown(pg, name, strlen(name)), file_words(r, f));
    part_lines(pg, r, f, &shown);
  }
}

/* -- the answers */

static void counts(const pol_page *pg, const pol_replayed *r) {
  static const struct { pol_answer_change change; const char *one, *many; } rows[] = {
      {POL_ANSWER_OTHER, "answer is another", "answers are others"},
      {POL_ANSWER_GONE, "answer is to a question that is not there now", "answers are to questions that are not there now"},
      {POL_ANSWER_NEW, "answer is to a question that was not there then", "answers are to questions that were not there then"},
      {POL_ANSWER_UNFIT, "record has facts that do not fit now", "records have facts that do not fit now"},
      {POL_ANSWER_FITS, "record has facts that did not fit then", "records have facts that did not fit then"},
      {POL_ANSWER_LOST, "record is not as it stands in the receipt", "records are not as they stand in the receipt"},
      {POL_ANSWER_GROUNDS, "answer is the same, on other grounds", "answers are the same, on other grounds"},
      {POL_ANSWER_TRACE, "answer is the same, with another trace", "answers are the same, with other traces"},
      {POL_ANSWER_WORDS, "answer is the same, in other words", "answers are the same, in other words"}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    if (r->n[rows[i].change] > 0) pol_page_para(pg, 2, count(pg, r->n[rows[i].change], rows[i].one, rows[i].many));
}

pol_status pol_replay_text(const pol_paper *p, const pol_replayed *r, const char *answers) {
  pol_page page = pol_page_of(p);
  pol_arena_point here = pol_arena_mark(p->arena);
  uint64_t n = 0;
  head(&page, r);
  texts(&page, r);
  for (int i = POL_ANSWER_WORDS; i < POL_ANSWER_CHANGES; i++) n += r->n[i];
  if (n > 0) {
    pol_page_blank(&page);
    pol_page_line(&page, POL_INK_STRONG, "What differs in the answers");
    counts(&page, r);
    if (*answers != '\0') pol_page_blank(&page);
    pol_text_add(p->to, answers);
    if (n > r->shown + r->n[POL_ANSWER_WORDS]) pol_page_para(&page, 2, pol_page_format(&page, "and %llu more; --format json has them all", (unsigned long long)(n - r->shown - r->n[POL_ANSWER_WORDS])));
  }
  pol_arena_reset(p->arena, here);
  return pol_page_end(&page);
}
