/* What is reported of a text. Every place is in its file and between characters; no code is reported twice of one place; a message is one line; the reports can be rendered in every form, with
 * colour and in narrow windows; and mending makes the edits that it says it makes, so that mending what is mended comes to an end. */
#include "app/session.h"
#include "base/utf8.h"
#include "fuzz/fuzz.h"

static void hold_span(const pol_session *s, pol_span at, const char *what) {
  if (at.file == UINT32_MAX) return; /* about no file */
  const pol_source *source = pol_sources_get(&s->sources, at.file);
  FUZZ_HOLDS(source, "%s is in a file", what);
  FUZZ_HOLDS(at.start <= at.end && at.end <= source->length, "%s, %u to %u, is in its file of %u bytes", what, at.start, at.end, source->length);
  if (pol_utf8_check(source->text, source->length) != source->length) return;
  FUZZ_HOLDS((source->text[at.start] & 0xC0) != 0x80 && (source->text[at.end] & 0xC0) != 0x80, "%s, %u to %u, begins and ends between characters", what, at.start, at.end);
}

static void hold_report(const pol_session *s, const pol_report *r) {
  FUZZ_HOLDS(r->message && *r->message && !strchr(r->message, '\n'), "a message is one line");
  hold_span(s, r->at.span, r->message);
  for (uint32_t i = 0; i < r->also.n; i++) hold_span(s, r->also.at[i].span, "another place");
  for (uint32_t i = 0; i < r->fixes.n; i++) {
    hold_span(s, r->fixes.at[i].span, "an edit");
    for (uint32_t k = 0; k < i; k++) {
      const pol_span a = r->fixes.at[i].span, b = r->fixes.at[k].span;
      FUZZ_HOLDS(a.file != b.file || a.end <= b.start || b.end <= a.start, "the edits of one report do not overlap: %s", r->message);
    }
  }
  FUZZ_HOLDS(!r->fixes.n || r->fix_text, "a fix says what it does: %s", r->message);
}

static void hold_reports(const pol_session *s) {
  for (uint32_t i = 0; i < s->reports.list.n; i++) {
    const pol_report *r = s->reports.list.at[i];
    hold_report(s, r);
    for (uint32_t k = 0; k < i; k++) {
      const pol_report *b = s->reports.list.at[k];
      bool same = r->code == b->code && r->at.span.file == b->at.span.file && r->at.span.start == b->at.span.start && r->at.span.end == b->at.span.end;
      FUZZ_HOLDS(!same || r->at.span.file == UINT32_MAX, "a code is reported once of a place: %s; %s", b->message, r->message);
    }
  }
}

static void show(pol_session *s) {
  static const pol_form forms[] = {POL_FORM_TEXT, POL_FORM_JSON, POL_FORM_SARIF};
  pol_string out;
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
    pol_view v = {.form = forms[i]};
    FUZZ_HOLDS(pol_render_reports(&out, s, &v) == POL_DONE, "reports can be rendered");
    fuzz_rendered(forms[i], "the reports", &out);
  }
  pol_view narrow = {.colour = true, .width = 20};
  FUZZ_HOLDS(pol_render_reports(&out, s, &narrow) == POL_DONE, "reports can be rendered in a narrow window");
  pol_string_drop(&out);
}

/* Mends again and again; each time there is less to mend in the end. */
static void mend(const char *text, size_t n) {
  enum { TIMES = 24 };
  fuzz_text now = {0};
  fuzz_add(&now, text, n);
  for (int i = 0;; i++) {
    pol_session *s = fuzz_session();
    pol_string out;
    size_t mended;
    pol_session_add(s, "fuzz.pol", now.at, now.n);
    pol_session_check(s);
    hold_reports(s);
    if (i == 0) show(s);
    FUZZ_HOLDS(pol_render_mended(&out, s, 0, &mended) == POL_DONE, "a text can be mended");
    bool same = out.length == now.n && memcmp(out.text, now.at, now.n) == 0;
    FUZZ_HOLDS(mended || same, "where nothing is mended, the text stays as it is");
    FUZZ_HOLDS(!mended || !same, "where something is mended, the text does not stay as it is");
    FUZZ_HOLDS(i < TIMES || !mended, "mending comes to an end");
    fuzz_free(&now);
    fuzz_add(&now, out.text, out.length);
    pol_string_drop(&out);
    pol_session_drop(s);
    if (!mended) break;
  }
  fuzz_free(&now);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  pol_session *s = fuzz_session();
  bool fits = pol_session_add(s, "fuzz.pol", (const char *)data, n) != POL_OUT_OF_MEMORY && s->files.n == 1;
  pol_session_drop(s);
  if (fits) mend((const char *)data, n);
  return 0;
}
