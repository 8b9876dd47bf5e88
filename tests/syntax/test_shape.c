/* What holds for every tree: places, heights, slots, comments; and the dump. */
#include "base/limits.h"
#include "said.h"
#include "syntax/dump.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static size_t read_data(char *out, size_t room, const char *name) {
  char path[512];
  snprintf(path, sizeof path, "%s/syntax/data/%s", POL_TESTS_DIR, name);
  FILE *f = fopen(path, "rb");
  cr_assert_not_null(f, "%s", path);
  size_t n = fread(out, 1, room, f);
  fclose(f);
  return n;
}

/* The number of fixed slots, and whether a list follows. */
static uint32_t slots_of(const char *slots, bool *list) {
  uint32_t n = 0;
  *list = false;
  for (const char *at = slots; *at; at += strcspn(at, " "), at += *at == ' ') {
    if (*at == '*') *list = true;
    else n++;
  }
  return n;
}

static bool is_blank(char c) { return c == ' ' || c == '\n'; }

/* A kid lies in its parent, is lower, and stands before the next one; a node neither starts nor ends with a blank. */
static void check_node(const pol_node *node, const char *text) {
  bool list;
  uint32_t slots = slots_of(pol_node_slots((pol_node_kind)node->kind), &list), end = 0;
  cr_expect(list ? node->n >= slots : node->n == slots, "%s has %u slots", pol_node_name((pol_node_kind)node->kind), node->n);
  if (node->kind != POL_N_FILE && node->span.end > node->span.start)
    cr_expect(!is_blank(text[node->span.start]) && !is_blank(text[node->span.end - 1]), "%s: '%.*s'", pol_node_name((pol_node_kind)node->kind),
              (int)(node->span.end - node->span.start), text + node->span.start);
  for (uint32_t i = 0; i < node->n; i++) {
    const pol_node *kid = node->kid[i];
    if (!kid) continue;
    cr_expect(kid->span.start >= node->span.start && kid->span.end <= node->span.end, "%s in %s", pol_node_name((pol_node_kind)kid->kind),
              pol_node_name((pol_node_kind)node->kind));
    cr_expect(kid->height < node->height);
    bool in_order = node->kind != POL_N_CALL_EACH && node->kind != POL_N_QUANTITY; /* these have their list or their unit elsewhere */
    cr_expect(!in_order || kid->span.start >= end, "%s in %s", pol_node_name((pol_node_kind)kid->kind), pol_node_name((pol_node_kind)node->kind));
    end = kid->span.end;
    check_node(kid, text);
  }
}

Test(shape, places_and_heights) {
  static const char *const names[] = { "leave.pol", "posting.pol", "tables.pol" };
  for (size_t i = 0; i < COUNT(names); i++) {
    char text[8192];
    size_t n = read_data(text, sizeof text, names[i]);
    said s;
    said_open(&s, text, n, NULL);
    cr_assert_eq(s.status, POL_OK);
    cr_expect_eq(s.reports.list.n, 0);
    check_node(s.tree.root, text);
    said_close(&s);
  }
}

/* The words of a node, by kind. */
static const struct { const char *text; pol_node_kind kind; const char *words; } places[] = {
  { "value a is (b + c) * 2  # that", POL_N_MUL, "(b + c) * 2" },
  { "value a is (b + c) * 2  # that", POL_N_PAREN, "(b + c)" },
  { "decision d \"D\" is hours\nparty p", POL_N_DECISION, "decision d \"D\" is hours" },
  { "clause a.1\n  refuses d,\n    when a.b\n\nclause a.2", POL_N_RULE, "refuses d,\n    when a.b" },
  { "clause a.1\n  refuses d,\n    when a.b\n\nclause a.2", POL_N_CLAUSE, "clause a.1\n  refuses d,\n    when a.b" },
  { "clause a.1\n  d only if all of\n    - a.b\n    - a.c\n", POL_N_ALL_OF, "all of\n    - a.b\n    - a.c" },
  { "clause a.1\n  refuses d reason \"x\"\n    \"y\"\n", POL_N_TEXT, "\"x\"\n    \"y\"" },
  { "value a is 3 years 6 months per year", POL_N_QUANTITY, "3 years 6 months per year" },
  { "table t\n  | a | b |\n  | 1 |   |\n", POL_N_ROW, "| 1 |   |" },
  { "facts f\n  a is one of b, c, presumed b\n", POL_N_TYPE_ONE_OF, "one of b, c" },
  { "party 37 x\nparty q", POL_N_BROKEN, "party 37 x" },
};

static const pol_node *find(const pol_node *node, pol_node_kind kind) {
  if (!node || node->kind == kind) return node;
  for (uint32_t i = 0; i < node->n; i++) {
    const pol_node *found = find(node->kid[i], kind);
    if (found) return found;
  }
  return NULL;
}

Test(shape, tight_places) {
  for (size_t i = 0; i < COUNT(places); i++) {
    said s;
    said_open(&s, places[i].text, strlen(places[i].text), NULL);
    const pol_node *node = find(s.tree.root, places[i].kind);
    cr_assert_not_null(node, "%s", places[i].text);
    size_t n = node->span.end - node->span.start;
    cr_expect(n == strlen(places[i].words) && memcmp(places[i].text + node->span.start, places[i].words, n) == 0, "%s: '%.*s'", places[i].text, (int)n,
              places[i].text + node->span.start);
    said_close(&s);
  }
}

Test(shape, comments) {
  static const char text[] = "# one\nparty a \"# none\" # two\n  # three\n";
  static const struct { const char *words; bool own_line; } want[] = { { "# one", true }, { "# two", false }, { "# three", true } };
  said s;
  said_open(&s, text, sizeof text - 1, NULL);
  cr_assert_eq(s.tree.comments.n, COUNT(want));
  for (size_t i = 0; i < COUNT(want); i++) {
    pol_comment c = s.tree.comments.at[i];
    cr_expect(c.span.end - c.span.start == strlen(want[i].words) && memcmp(text + c.span.start, want[i].words, strlen(want[i].words)) == 0);
    cr_expect_eq(c.own_line, want[i].own_line);
  }
  said_close(&s);
}

/* Line ends of all kinds, and words in any place on their lines, give the same tree. */
Test(shape, line_ends_and_layout) {
  static const char *const same[] = {
    "clause a.1 \"x\"\n  refuses d\n    when a.b\n      and c\n",
    "clause a.1 \"x\"\r\n  refuses d\r\n    when a.b\r\n      and c\r\n",
    "\357\273\277clause a.1 \"x\" refuses d, when a.b and c",
    "clause\na.1\n\"x\"\nrefuses\nd\nwhen\na.b\nand\nc",
  };
  pol_text first, got;
  pol_text_init(&first, NULL);
  pol_text_init(&got, NULL);
  said_tree(&first, same[0]);
  for (size_t i = 1; i < COUNT(same); i++) {
    said_tree(&got, same[i]);
    cr_expect_str_eq(pol_text_get(&got), pol_text_get(&first), "%s", same[i]);
  }
  pol_text_drop(&first);
  pol_text_drop(&got);
}

Test(shape, dump) {
  static const char text[] = "\nparty a \"x\"\n  \"y\"";
  static const char want[] =
    "{\"kind\":\"file\",\"text\":null,\"line\":1,\"column\":1,\"declaration\":[{\"kind\":\"party\",\"text\":\"a\",\"line\":2,\"column\":1,"
    "\"title\":{\"kind\":\"text\",\"text\":\"x y\",\"line\":2,\"column\":9}}]}";
  said s;
  said_open(&s, text, sizeof text - 1, NULL);
  pol_text out;
  pol_json json;
  pol_text_init(&out, NULL);
  pol_json_init(&json, &out, 0);
  pol_tree_dump(&json, s.tree.root, pol_sources_get(&s.sources, s.file), s.atoms);
  cr_expect_str_eq(pol_text_get(&out), want, "%s", pol_text_get(&out));
  pol_text_drop(&out);
  said_close(&s);
}
