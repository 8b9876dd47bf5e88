/* The lines of a receipt. */
#include "base/utf8.h"
#include "render/amended.h"
#include "render/receipt.h"

static const char *const roles[] = {[POL_FILE_POLICY] = "policy", [POL_FILE_AMENDMENT] = "amendment", [POL_FILE_MODULE] = "module"};
const char *pol_file_role_name(pol_file_role r) { return roles[r]; }

static void digest_key(pol_json *j, const char *key, const char *digest) {
  char all[] = "sha256:0123456789012345678901234567890123456789012345678901234567890123";
  memcpy(all + 7, digest, 64);
  pol_json_key_string(j, key, all);
}

static void end_line(pol_text *to, pol_json *j) {
  pol_json_object_end(j);
  pol_text_char(to, '\n');
}

static void facts_of(pol_json *j, const pol_receipt_head *h) {
  const char delimiter[2] = {h->delimiter, '\0'};
  pol_json_key(j, "facts");
  pol_json_object(j);
  pol_json_key_string(j, "name", h->facts);
  pol_json_key_string(j, "form", h->form);
  pol_json_key_string(j, "delimiter", h->delimiter ? delimiter : NULL);
  pol_json_key_array(j, "mapped");
  for (uint32_t i = 0; i < h->mappeds; i++) {
    pol_json_object(j);
    pol_json_key_string(j, "heading", h->mapped[i].heading);
    pol_json_key_string(j, "fact", h->mapped[i].fact);
    pol_json_object_end(j);
  }
  pol_json_array_end(j);
  pol_json_key_string(j, "given", h->given);
  pol_json_object_end(j);
}

void pol_receipt_head_json(pol_text *to, pol_arena *scratch, const pol_receipt_head *h, const pol_model *m) {
  const pol_paper paper = {.to = to, .arena = scratch};
  pol_page page = pol_page_of(&paper);
  pol_json j;
  pol_json_init(&j, to, 0);
  pol_json_object(&j);
  pol_json_key_string(&j, "schema", POL_RECEIPT_SCHEMA);
  pol_json_key_string(&j, "engine", h->engine);
  pol_json_key(&j, "policy");
  pol_json_object(&j);
  pol_json_key_string(&j, "name", h->policy);
  pol_json_key_string(&j, "title", h->title);
  digest_key(&j, "digest", h->digest);
  pol_amendments_json(&j, &page, m);
  digest_key(&j, "meaning", h->files.meaning);
  pol_json_object_end(&j);
  pol_json_key_string(&j, "as_of", h->as_of);
  pol_json_key_array(&j, "asked");
  for (uint32_t i = 0; i < h->askeds; i++) pol_json_string(&j, h->asked[i]);
  pol_json_array_end(&j);
  pol_json_key(&j, "trace");
  pol_json_bool(&j, h->trace);
  facts_of(&j, h);
  end_line(to, &j);
}

void pol_receipt_file_json(pol_text *to, const pol_policy_file *f) {
  pol_json j;
  pol_json_init(&j, to, 0);
  pol_json_object(&j);
  pol_json_key_string(&j, "file", f->name);
  pol_json_key_string(&j, "role", roles[f->role]);
  pol_json_key_string(&j, "from", f->from);
  digest_key(&j, "digest", f->digest);
  digest_key(&j, "meaning", f->meaning);
  digest_key(&j, "words", f->words);
  pol_json_key_array(&j, "parts");
  for (uint32_t i = 0; i < f->parts.n; i++) {
    pol_json_object(&j);
    pol_json_key_string(&j, "what", f->parts.at[i].what);
    pol_json_key_string(&j, "meaning", f->parts.at[i].meaning);
    pol_json_key_string(&j, "words", f->parts.at[i].words);
    pol_json_object_end(&j);
  }
  pol_json_array_end(&j);
  end_line(to, &j);
}

/* Text as it is; what is no UTF-8 in hexadecimal, so that no byte is lost. */
void pol_receipt_text_json(pol_text *to, const char *key, const char *bytes, size_t n) {
  pol_json j;
  pol_json_init(&j, to, 0);
  pol_json_object(&j);
  pol_json_key(&j, key);
  if (pol_utf8_check(bytes, n) == n) pol_json_string_n(&j, bytes, n);
  else {
    pol_json_object(&j);
    pol_json_key(&j, "hex");
    pol_text_char(to, '"');
    for (size_t i = 0; i < n; i++) {
      static const char digit[] = "0123456789abcdef";
      pol_text_char(to, digit[(unsigned char)bytes[i] >> 4]);
      pol_text_char(to, digit[(unsigned char)bytes[i] & 15]);
    }
    pol_text_char(to, '"');
    pol_json_object_end(&j);
  }
  end_line(to, &j);
}

void pol_receipt_end_json(pol_text *to, const pol_receipt_end *end) {
  pol_text_format(to, "{\"records\":%llu,\"facts\":\"sha256:%s\",\"answers\":\"sha256:%s\"", (unsigned long long)end->records, end->facts, end->answers);
}

void pol_receipt_seal_json(pol_text *to, const pol_receipt_end *end) { pol_text_format(to, ",\"receipt\":\"sha256:%s\"}\n", end->receipt); }
