/* The writer of HTML: no text becomes markup, wherever it stands. Every row is a text and the exact bytes that come. */
#include "render/html.h"
#include <criterion/criterion.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

typedef struct row {
  const char *text, *want;
} row;
typedef void (*writer)(const pol_page *pg, const char *text);

static void in_words(const pol_page *pg, const char *text) { pol_html(pg, "%s", text); }
static void in_attribute(const pol_page *pg, const char *text) { pol_html(pg, "<a id=\"%s\">", text); }

static void check(writer write, const row *rows, size_t n) {
  for (size_t i = 0; i < n; i++) {
    pol_text text;
    pol_text_init(&text, NULL);
    pol_paper paper = {.to = &text, .arena = pol_arena_new(NULL)};
    pol_page page = pol_page_of(&paper);
    write(&page, rows[i].text);
    cr_expect_str_eq(pol_text_get(&text), rows[i].want, "%s", rows[i].text);
    cr_expect_eq(pol_page_end(&page), POL_OK);
    pol_text_drop(&text);
    pol_arena_drop(paper.arena);
  }
}

Test(html, words) {
  static const row rows[] = {
      {"", ""},
      {"a < b & c > d", "a &lt; b &amp; c &gt; d"},
      {"</p><script>alert(1)</script>", "&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;"},
      {"&amp;", "&amp;amp;"},
      {"read as \"yes\" and not as \"no\"", "read as “yes” and not as “no”"},
      {"three months' notice (\"so\")", "three months’ notice (“so”)"},
      {"the director's 'own'", "the director’s ‘own’"},
      {"£13,068.00 × ½ …", "£13,068.00 × ½ …"},
      {"bell\a and escape\x1b[1m", "bell\xef\xbf\xbd and escape\xef\xbf\xbd[1m"},
      {"cut off \xe2\x82", "cut off \xef\xbf\xbd\xef\xbf\xbd"},
      {"turned \xe2\x80\xae round", "turned \xef\xbf\xbd round"}, /* U+202E */
      {"no character \xef\xbf\xbf", "no character \xef\xbf\xbd"}, /* U+FFFF */
  };
  check(in_words, rows, COUNT(rows));
}

Test(html, dates) { /* full ones, where words begin and end */
  static const row rows[] = {
      {"on 1 April 2024.", "on <time datetime=\"2024-04-01\">1 April 2024</time>."},
      {"[29 February 2024]", "[<time datetime=\"2024-02-29\">29 February 2024</time>]"},
      {"29 February 2023", "29 February 2023"},
      {"11 April 20245 and 1 April", "11 April 20245 and 1 April"},
      {"31 days", "31 days"},
      {"clause 3.1 April 2024", "clause 3.<time datetime=\"2024-04-01\">1 April 2024</time>"},
      {"x1 April 2024", "x1 April 2024"},
      {"101 April 2024", "101 April 2024"},
  };
  check(in_words, rows, COUNT(rows));
}

Test(html, attributes) { /* as they are, but for what would end them */
  static const row rows[] = {
      {"clause-3.15.3", "<a id=\"clause-3.15.3\">"},
      {"\" onclick=\"x", "<a id=\"&quot; onclick=&quot;x\">"},
      {"a>b'c", "<a id=\"a&gt;b'c\">"},
      {"1 April 2024", "<a id=\"1 April 2024\">"},
  };
  check(in_attribute, rows, COUNT(rows));
}

Test(html, plain) { /* titles and commands: letter by letter */
  static const row rows[] = {
      {"pol explain 'a b.pol' --id \"x\"", "pol explain 'a b.pol' --id \"x\""},
      {"</title><script>", "&lt;/title&gt;&lt;script&gt;"},
      {"1 April 2024", "1 April 2024"},
  };
  check(pol_html_plain, rows, COUNT(rows));
}

Test(html, css) { /* nothing ends the text, the rule or the style sheet */
  static const row rows[] = {
      {"Secondment (L11080), policy 5f0c", "\"Secondment (L11080), policy 5f0c\""},
      {"\"; } body { display: none", "\"\\22 \\3b  \\7d  body \\7b  display: none\""},
      {"</style>", "\"\\3c \\2f style\\3e \""},
      {"a\\b\nc", "\"a\\5c b\\0a c\""},
      {"Überstunden – £", "\"Überstunden – £\""},
  };
  check(pol_html_css, rows, COUNT(rows));
}

Test(html, numbers) {
  pol_text text;
  pol_text_init(&text, NULL);
  pol_paper paper = {.to = &text, .arena = pol_arena_new(NULL)};
  pol_page page = pol_page_of(&paper);
  pol_html(&page, "<p class=\"%s\">%u of %u, 100%%</p>", "a\"b", 2u, 4000000000u);
  cr_expect_str_eq(pol_text_get(&text), "<p class=\"a&quot;b\">2 of 4000000000, 100%</p>");
  pol_text_drop(&text);
  pol_arena_drop(paper.arena);
}
