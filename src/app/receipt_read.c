/* A receipt read back: its lines are gone through once, to know what they are and whether they are as they were written. */
#include "app/receipt.h"
#include "base/json_read.h"
#include "base/limits.h"
#include <string.h>

enum { PIECE_LINE_MOST = 128 * 1024 }; /* bytes of a line of facts: it has 16 KiB of them, each written with six at most */

typedef struct reading {
  pol_receipt *r;
  pol_session *s;
  const char *name;
  pol_receipt_lines lines;
  const char *line;      /* the one at hand, with its end; NULL: there is none */
  size_t n;
  uint64_t number, at;   /* of it: from 1; where it stands in the store */
  pol_sha256 whole;      /* of the lines before it */
  pol_text piece;
} reading;

/* -- what is wrong with it */

static pol_status report(const reading *g, const char *why, const char *help) {
  pol_report *r = g->line ? pol_report_add(&g->s->reports, POL_R_RECEIPT, pol_no_place, "%s, line %llu: %s", g->name, (unsigned long long)g->number, why)
                          : pol_report_add(&g->s->reports, POL_R_RECEIPT, pol_no_place, "%s: %s", g->name, why);
  pol_report_help(&g->s->reports, r, "%s", help);
  return g->s->reports.no_memory ? POL_NO_MEMORY : POL_REJECTED;
}

static pol_status report_no_receipt(const reading *g) { return report(g, "this is no line of a receipt", "pol decide --receipt FILE writes receipts"); }
static pol_status report_cut(const reading *g) { return report(g, "the receipt ends before its last line", "a receipt ends with the digest of all that stands before"); }

/* -- lines */

static pol_status next(reading *g) {
  g->at += g->n;
  if (g->line) pol_sha256_add(&g->whole, g->line, g->n);
  pol_status status = pol_receipt_lines_next(&g->lines, &g->line, &g->n);
  if (status == POL_LIMIT) return report(g, "a line is longer than 64 MiB", "no receipt has such a line");
  POL_TRY(status);
  g->number++;
  pol_arena_reset(g->r->line, (pol_arena_point){NULL, 0});
  return g->line ? POL_OK : report_cut(g);
}

static bool begins(const reading *g, const char *with) {
  size_t n = strlen(with);
  return g->line && g->n >= n && memcmp(g->line, with, n) == 0;
}

static pol_status parse(const reading *g, pol_arena *arena, const pol_json_value **out) {
  pol_status status = pol_json_read(out, arena, g->line, g->n);
  return status == POL_REJECTED ? report_no_receipt(g) : status;
}

/* "sha256:" and 64 digits. */
static const char *digest_of(const pol_json_value *v, const char *key) {
  const char *text = pol_json_member_text(v, key);
  return text && strncmp(text, "sha256:", 7) == 0 && strlen(text) == 71 && strspn(text + 7, "0123456789abcdef") == 64 ? text + 7 : NULL;
}

static const char *part_digest_of(const pol_json_value *v, const char *key) {
  const char *text = pol_json_member_text(v, key);
  return text && strlen(text) == POL_PART_DIGEST ? text : NULL;
}

static uint32_t count(const pol_json_value *list) {
  uint32_t n = 0;
  for (const pol_json_value *v = list ? list->first : NULL; v; v = v->next) n++;
  return n;
}

/* -- the head */

static pol_status read_asked(reading *g, const pol_json_value *all) {
  const pol_json_value *list = pol_json_member(all, "asked");
  const char **asked = POL_NEW_N(g->r->arena, const char *, count(list) + 1u);
  if (!asked) return POL_NO_MEMORY;
  if (!list || list->is != POL_JSON_IS_ARRAY) return report_no_receipt(g);
  for (const pol_json_value *v = list->first; v; v = v->next) {
    if (v->is != POL_JSON_IS_STRING || strlen(v->text) != v->length) return report_no_receipt(g);
    asked[g->r->head.askeds++] = v->text;
  }
  g->r->head.asked = asked;
  return POL_OK;
}

static pol_status read_mapped(reading *g, const pol_json_value *facts) {
  const pol_json_value *list = pol_json_member(facts, "mapped");
  pol_receipt_mapped *mapped = POL_NEW_N(g->r->arena, pol_receipt_mapped, count(list) + 1u);
  if (!mapped) return POL_NO_MEMORY;
  if (!list || list->is != POL_JSON_IS_ARRAY) return report_no_receipt(g);
  for (const pol_json_value *v = list->first; v; v = v->next) {
    pol_receipt_mapped one = {pol_json_member_text(v, "heading"), pol_json_member_text(v, "fact")};
    if (!one.heading || !one.fact) return report_no_receipt(g);
    mapped[g->r->head.mappeds++] = one;
  }
  g->r->head.mapped = mapped;
  return POL_OK;
}

static pol_status read_facts_head(reading *g, const pol_json_value *all) {
  const pol_json_value *facts = pol_json_member(all, "facts");
  pol_receipt_head *h = &g->r->head;
  const char *delimiter = pol_json_member_text(facts, "delimiter");
  h->facts = pol_json_member_text(facts, "name");
  h->form = pol_json_member_text(facts, "form");
  h->given = pol_json_member_text(facts, "given");
  h->delimiter = delimiter ? *delimiter : '\0';
  bool form = h->form && (strcmp(h->form, "csv") == 0 || strcmp(h->form, "ndjson") == 0 || strcmp(h->form, "json") == 0);
  return h->facts && form && (!delimiter || strlen(delimiter) == 1) ? read_mapped(g, facts) : report_no_receipt(g);
}

static pol_status read_head(reading *g) {
  const pol_json_value *all, *policy;
  pol_receipt_head *h = &g->r->head;
  if (!begins(g, "{\"schema\":")) return report_no_receipt(g);
  POL_TRY(parse(g, g->r->arena, &all));
  const char *schema = pol_json_member_text(all, "schema");
  if (!schema || strncmp(schema, "pol.receipt/", 12) != 0) return report_no_receipt(g);
  if (strcmp(schema, POL_RECEIPT_SCHEMA) != 0) return report(g, "a later pol wrote it, in another form", "a receipt is read by the pol that wrote it, and by every later one");
  policy = pol_json_member(all, "policy");
  h->engine = pol_json_member_text(all, "engine");
  h->policy = pol_json_member_text(policy, "name");
  h->title = pol_json_member_text(policy, "title");
  h->digest = digest_of(policy, "digest");
  h->files.meaning = digest_of(policy, "meaning");
  h->as_of = pol_json_member_text(all, "as_of");
  h->trace = pol_json_member_true(all, "trace");
  pol_date day;
  if (!h->engine || !h->policy || !h->digest || !h->files.meaning || !h->as_of || !pol_date_of(&day, h->as_of)) return report_no_receipt(g);
  POL_TRY(read_asked(g, all));
  return read_facts_head(g, all);
}

/* -- files */

static bool read_role(pol_file_role *out, const char *name) {
  for (int i = POL_FILE_POLICY; name && i <= POL_FILE_MODULE; i++)
    if (strcmp(name, pol_file_role_name((pol_file_role)i)) == 0) return *out = (pol_file_role)i, true;
  return false;
}

static pol_status read_file(reading *g) {
  const pol_json_value *all;
  POL_TRY(parse(g, g->r->arena, &all));
  const pol_json_value *parts = pol_json_member(all, "parts");
  pol_policy_file *f = POL_VEC_PUSH(g->r->arena, &g->r->head.files.files);
  if (!f) return POL_NO_MEMORY;
  f->name = pol_json_member_text(all, "file");
  f->from = pol_json_member_text(all, "from");
  f->digest = digest_of(all, "digest");
  f->meaning = digest_of(all, "meaning");
  f->words = digest_of(all, "words");
  if (!f->name || !f->digest || !f->meaning || !f->words || !parts || !read_role(&f->role, pol_json_member_text(all, "role"))) return report_no_receipt(g);
  for (const pol_json_value *v = parts->first; v; v = v->next) {
    pol_part *part = POL_VEC_PUSH(g->r->arena, &f->parts);
    if (!part) return POL_NO_MEMORY;
    *part = (pol_part){pol_json_member_text(v, "what"), part_digest_of(v, "meaning"), part_digest_of(v, "words")};
    if (!part->what || !part->meaning || !part->words) return report_no_receipt(g);
  }
  return POL_OK;
}

/* -- texts and answers */

static pol_status read_given(reading *g) {
  pol_text given;
  pol_text_init(&given, &g->r->from);
  pol_status status = POL_OK;
  while (status == POL_OK && begins(g, "{\"given\":")) {
    status = g->n > PIECE_LINE_MOST ? POL_REJECTED : pol_receipt_piece(&given, g->r->line, "given", g->line, g->n);
    if (status == POL_REJECTED) status = report_no_receipt(g);
    if (status == POL_OK && given.n > POL_LIMIT_SOURCE_BYTES) status = report(g, "what is given for every record is longer than 16 MiB", "no receipt has so much");
    if (status == POL_OK) status = next(g);
  }
  g->r->common_n = given.n;
  if (status == POL_OK && !(g->r->common = pol_arena_copy(g->r->arena, pol_text_get(&given), given.n))) status = POL_NO_MEMORY;
  pol_text_drop(&given);
  return status;
}

static pol_status read_facts(reading *g) {
  pol_sha256 sha;
  char digest[65];
  pol_sha256_init(&sha);
  g->r->facts_at = g->at;
  while (begins(g, "{\"facts\":")) {
    if (g->n > PIECE_LINE_MOST) return report_no_receipt(g);
    pol_text_clear(&g->piece);
    pol_status status = pol_receipt_piece(&g->piece, g->r->line, "facts", g->line, g->n);
    if (status == POL_REJECTED) return report_no_receipt(g);
    POL_TRY(status);
    pol_sha256_add(&sha, g->piece.at, g->piece.n);
    POL_TRY(next(g));
  }
  g->r->answers_at = g->at;
  pol_sha256_end(&sha, digest);
  memcpy(g->r->end.facts, digest, sizeof digest); /* to be held beside what is said of them */
  return POL_OK;
}

static pol_status read_answers(reading *g) {
  pol_sha256 sha;
  pol_sha256_init(&sha);
  for (; begins(g, "{\"id\":"); g->r->end.records++) {
    pol_sha256_add(&sha, g->line, g->n);
    POL_TRY(next(g));
  }
  g->r->end_at = g->at;
  pol_sha256_end(&sha, g->r->end.answers);
  return POL_OK;
}

/* -- the end */

/* What was counted and summed up so far is held beside what is said. */
static pol_status read_end(reading *g) {
  pol_receipt *r = g->r;
  const pol_json_value *all;
  const pol_receipt_end found = r->end;
  pol_text said;
  if (!begins(g, "{\"records\":") || g->n <= POL_RECEIPT_SEAL) return report_no_receipt(g);
  POL_TRY(parse(g, r->arena, &all));
  const char *facts = digest_of(all, "facts"), *answers = digest_of(all, "answers"), *receipt = digest_of(all, "receipt");
  if (!facts || !answers || !receipt) return report_no_receipt(g);
  memcpy(r->end.receipt, receipt, sizeof r->end.receipt);
  pol_sha256_add(&g->whole, g->line, g->n - POL_RECEIPT_SEAL);
  pol_sha256_end(&g->whole, r->digest);
  pol_text_init(&said, &r->from);
  pol_receipt_end_json(&said, &found);
  pol_receipt_seal_json(&said, &r->end);
  bool ok = pol_text_ok(&said), as_said = ok && said.n == g->n && memcmp(said.at, g->line, g->n) == 0;
  pol_text_drop(&said);
  if (!ok) return POL_NO_MEMORY;
  if (strcmp(facts, found.facts) != 0) r->altered = POL_RECEIPT_FACTS;
  else if (strcmp(answers, found.answers) != 0) r->altered = POL_RECEIPT_ANSWERS;
  else if (!as_said || strcmp(receipt, r->digest) != 0) r->altered = POL_RECEIPT_REST;
  const char *more;
  size_t n;
  pol_status status = pol_receipt_lines_next(&g->lines, &more, &n);
  if (status == POL_OK && more) r->altered = POL_RECEIPT_REST;
  return status == POL_LIMIT ? POL_OK : status;
}

static pol_status read_all(reading *g) {
  pol_status status = next(g);
  if (status == POL_REJECTED) return status;
  POL_TRY(status);
  POL_TRY(read_head(g));
  POL_TRY(next(g));
  while (begins(g, "{\"file\":")) {
    POL_TRY(read_file(g));
    POL_TRY(next(g));
  }
  POL_TRY(read_given(g));
  POL_TRY(read_facts(g));
  POL_TRY(read_answers(g));
  return read_end(g);
}

pol_result pol_receipt_read(pol_receipt **out, pol_session *s, const char *name, const pol_store *from) {
  reading g = {.s = s, .name = name};
  *out = NULL;
  pol_status status = pol_receipt_new(&g.r, &s->from, from);
  if (status != POL_OK) return pol_result_of(status);
  pol_sha256_init(&g.whole);
  pol_text_init(&g.piece, &s->from);
  pol_receipt_lines_begin(&g.lines, &g.r->store, 0, UINT64_MAX, &s->from);
  status = read_all(&g);
  pol_receipt_lines_drop(&g.lines);
  pol_text_drop(&g.piece);
  if (status == POL_OK) *out = g.r;
  else pol_receipt_drop(g.r);
  return pol_result_of(status);
}

/* -- files */

const char *pol_receipt_file(const pol_receipt *r, size_t i) {
  for (uint32_t k = 0; k < r->head.files.files.n; k++)
    if (r->head.files.files.at[k].role != POL_FILE_MODULE && i-- == 0) return r->head.files.files.at[k].name;
  return NULL;
}

static const char *last_part(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

const char *pol_receipt_amended_from(const pol_receipt *r, const char *name) {
  const pol_policy_file *like = NULL;
  for (uint32_t i = 0; i < r->head.files.files.n; i++) {
    const pol_policy_file *f = &r->head.files.files.at[i];
    if (f->role != POL_FILE_AMENDMENT) continue;
    if (strcmp(f->name, name) == 0) return f->from;
    if (!like && strcmp(last_part(f->name), last_part(name)) == 0) like = f;
  }
  return like ? like->from : NULL;
}
