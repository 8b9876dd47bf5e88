/* Receipts: a line of JSON each for what was decided, from what, by what; then the facts as they came, and the answers as pol_decide writes them in NDJSON. schema/receipt.schema.json has each line.
 * Nothing in them is of the machine, the day or the person at it: the same question gives the same bytes. */
#ifndef POL_RENDER_RECEIPT_H
#define POL_RENDER_RECEIPT_H
#include "render/render.h"

#define POL_RECEIPT_SCHEMA "pol.receipt/1"

/* -- what a policy's text means, in digests: app/meaning.h */

enum { POL_PART_DIGEST = 32 }; /* digits of a declaration's digest: half of SHA-256's */

typedef struct pol_part { /* one declaration */
  const char *what;       /* "clause 3.15.3", "fact applicant.rank" */
  const char *meaning, *words;
} pol_part;

typedef enum pol_file_role { POL_FILE_POLICY, POL_FILE_AMENDMENT, POL_FILE_MODULE } pol_file_role;
const char *pol_file_role_name(pol_file_role r); /* "policy" */
typedef struct pol_policy_file {
  pol_file_role role;
  const char *name;
  const char *from;       /* of an amendment, the day that it was given with, YYYY-MM-DD; NULL: none */
  const char *digest, *meaning, *words; /* SHA-256, in hexadecimal: of its bytes, and of its parts, whatever their order */
  POL_VEC(pol_part) parts;
} pol_policy_file;

typedef struct pol_policy_files {
  POL_VEC(pol_policy_file) files; /* the policy's own in the order of adding, then the modules that it uses, in that of their names */
  const char *meaning;    /* of all of them, however they are spread over files */
} pol_policy_files;

/* -- the lines */

typedef struct pol_receipt_mapped { const char *heading, *fact; } pol_receipt_mapped;

typedef struct pol_receipt_head { /* what the first line says, and the lines about files */
  const char *engine;
  const char *policy, *title, *digest; /* its name; NULL: it has no title; digest: 64 digits */
  const char *as_of;
  const char *const *asked; uint32_t askeds; /* names of decisions; none: all */
  const char *facts, *form;            /* name of the file, and json, ndjson or csv */
  char delimiter;                      /* 0: none was said */
  const pol_receipt_mapped *mapped; uint32_t mappeds;
  const char *given;                   /* the name of what holds for every record; NULL: there is nothing */
  bool trace;
  pol_policy_files files;
} pol_receipt_head;

void pol_receipt_head_json(pol_text *to, pol_arena *scratch, const pol_receipt_head *head, const pol_model *m);
void pol_receipt_file_json(pol_text *to, const pol_policy_file *file);
void pol_receipt_text_json(pol_text *to, const char *key, const char *bytes, size_t n); /* a piece of the facts, or of what is given */

typedef struct pol_receipt_end { uint64_t records; char facts[65], answers[65], receipt[65]; /* SHA-256: of the facts' bytes, of the answers' lines, of the receipt up to what seals it */ } pol_receipt_end;
void pol_receipt_end_json(pol_text *to, const pol_receipt_end *end);      /* without the seal */
void pol_receipt_seal_json(pol_text *to, const pol_receipt_end *end);     /* ,"receipt":"sha256:…"} and a line end */
enum { POL_RECEIPT_SEAL = 86 };                                           /* its length */
#endif
