/* What a receipt says beside what comes out today: told as text and as JSON (schema/replay.schema.json). app/replay.c finds it. */
#ifndef POL_RENDER_REPLAY_H
#define POL_RENDER_REPLAY_H
#include "base/json_read.h"
#include "render/receipt.h"

/* -- texts */

typedef enum pol_text_change { /* the gravest counts */
  POL_TEXT_SAME, POL_TEXT_LAYOUT /* its comments, its layout */, POL_TEXT_WORDS /* titles, labels, reasons: what is only said to people */,
  POL_TEXT_ORDER /* an amendment: on top of another one */, POL_TEXT_DATED /* in force from another day */, POL_TEXT_MEANING, POL_TEXT_GONE, POL_TEXT_NEW
} pol_text_change;
const char *pol_text_change_name(pol_text_change c); /* as JSON has it */

typedef struct pol_replayed_file { pol_text_change change; const pol_policy_file *then, *now; } pol_replayed_file; /* NULL: it was not there, or is no longer */
typedef struct pol_replayed_part { pol_text_change change; const char *what; const pol_policy_file *file; } pol_replayed_part; /* WORDS, MEANING, GONE, NEW; file: of what is there now, unless it is gone */

/* -- answers */

typedef enum pol_answer_change { /* the gravest counts */
  POL_ANSWER_SAME,    /* but for places in files, perhaps */
  POL_ANSWER_WORDS, POL_ANSWER_TRACE, POL_ANSWER_GROUNDS /* clauses, reservations, missing facts */, POL_ANSWER_OTHER /* another outcome or value */,
  POL_ANSWER_GONE /* the decision */, POL_ANSWER_NEW, POL_ANSWER_UNFIT /* the record's facts do not fit any more */, POL_ANSWER_FITS /* they did not, and do */,
  POL_ANSWER_LOST     /* the receipt has no such answer, or has it in another place */
} pol_answer_change;
enum { POL_ANSWER_CHANGES = POL_ANSWER_LOST + 1 };
const char *pol_answer_change_name(pol_answer_change c);

typedef struct pol_replayed_answer {
  pol_answer_change change;
  uint64_t record;                  /* from 1 */
  const pol_json_value *id;         /* a text, or nothing */
  const char *decision;             /* NULL: it is about the whole record */
  const pol_json_value *then, *now; /* decisions, as decide's JSON has them; NULL: there is none */
  const char *const *member; uint32_t members; /* of their JSON: those that differ in more than words */
  const char *const *clause; uint32_t clauses; /* TRACE: those whose trace differs */
} pol_replayed_answer;

/* -- all of it */

typedef struct pol_replayed {
  const pol_receipt_head *head;
  const char *engine;               /* now */
  const char *title, *digest;       /* of the policy now */
  const char *receipt;              /* its digest */
  const char *altered;              /* "its facts", "its answers", "what it says of how they were decided"; NULL: it is as it was written */
  const char *altered_name;         /* the same in JSON */
  bool another_meaning;             /* of the policy as a whole, however it is spread over files */
  pol_replayed_file *file; uint32_t files;
  pol_replayed_part *part; uint32_t parts;
  uint64_t records, records_differ; /* what differs in words alone is not counted there */
  uint64_t n[POL_ANSWER_CHANGES];   /* answers, or records, of each kind */
  uint64_t shown;                   /* of them, told one by one in text */
  bool unread;                      /* the facts could not be read by this policy at all */
  bool trace;                       /* JSON: with both traces */
} pol_replayed;

bool pol_replay_differs(const pol_replayed *r);
uint64_t pol_replay_answers(const pol_replayed *r); /* how many are others, or cannot be had */

/* JSON: begin, answer for each that differs, end. The caller may empty paper->to in between. */
void pol_replay_json_begin(pol_json *j, const pol_paper *p, const pol_replayed *r);
void pol_replay_json_answer(pol_json *j, const pol_replayed *r, const pol_replayed_answer *a);
void pol_replay_json_end(pol_json *j, const pol_paper *p, const pol_replayed *r);

/* Text: an answer of them in lines of its own, as they come; then all of it, with those lines in their place. */
enum { POL_REPLAY_SHOWN = 20 };     /* answers that are others, answers with other reasons, and declarations: of each so many are told one by one */
void pol_replay_text_answer(const pol_paper *p, const pol_replayed_answer *a);
pol_status pol_replay_text(const pol_paper *p, const pol_replayed *r, const char *answers);
#endif
