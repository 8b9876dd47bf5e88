/* Every report of the ranges 01 and 02, with the words that it underlines, and what follows from it. */
#include "said.h"
#include <criterion/criterion.h>
#include <string.h>

#define ROW(text, want) { text, sizeof text - 1, want }
static const struct { const char *text; size_t length; const char *want; } rows[] = {
  ROW("party a “the chair”\nparty b “the deputy”",
    "POL0101 1:9 “ | curly quotation marks; a policy uses straight ones"),
  ROW("party\302\240a\302\240\"the chair\"\nparty\302\240b \"the\302\240deputy\"",
    "POL0102 1:6 \302\240 | a no-break space, as word processors paste it"),
  ROW("party\ta\t\t\"the chair\"",
    "POL0103 1:6 \t | a tab; a policy uses spaces"),
  ROW("value a is 2021-02-31",
    "POL0104 1:12 2021-02-31 | there is no 31 February"),
  ROW("value a is 2023-02-29\nvalue b is 2021-13-01\nvalue c is 31 April\nvalue d is 2024-02-29\nvalue e is 2024-04-00",
    "POL0104 1:12 2023-02-29 | there is no 29 February 2023" "\n"
    "POL0104 2:12 2021-13-01 | there is no date 2021-13-01" "\n"
    "POL0104 3:12 31 April | there is no 31 April" "\n"
    "POL0104 5:12 2024-04-00 | there is no date 2024-04-00"),
  ROW("party a 'the chair'\nparty b ‘the deputy’",
    "POL0106 1:9 ' | single quotation marks; a policy uses double ones"),
  ROW("value a is b – c",
    "POL0107 1:14 – | a long dash; a policy uses a hyphen"),
  ROW("options a is\n  • b\n  • c",
    "POL0108 2:3 • | a round bullet; a policy uses a hyphen"),
  ROW("Party A \"the Chair\"\nparty B \"x\"",
    "POL0109 1:1 Party | capital letters; words and names are written small"),
  ROW("\357\273\277party a \"b\"",
    "POL0110 1:1 \357\273\277 | a byte order mark, which a policy does not need"),
  ROW("party a \"caf\351\"\nparty b \"\351\"",
    "POL0111 1:13 \351 | the byte E9 is not UTF-8, in which policies are written"),
  ROW("party a \"b\000\"",
    "POL0112 1:11  | a policy is text, and this is a NUL byte"),
  ROW("party a \"b\342\200\256\"",
    "POL0113 1:11 \342\200\256 | an invisible character: RIGHT-TO-LEFT OVERRIDE (U+202E)"),
  ROW("party a \"b\342\200\213\"\nparty c\342\201\240 \"d\"",
    "POL0130 1:11 \342\200\213 | an invisible character: ZERO WIDTH SPACE (U+200B)" "\n"
    "POL0130 2:8 \342\201\240 | an invisible character: WORD JOINER (U+2060)"),
  ROW("party a \"\331\205\333\214\342\200\214\330\256 \360\237\217\264\363\240\201\247\"\nparty b \"e\342\200\215\363\240\201\247\"", /* joined where letters and flags need it */
    "POL0130 2:11 \342\200\215 | an invisible character: ZERO WIDTH JOINER (U+200D)" "\n"
    "POL0130 2:12 \363\240\201\247 | an invisible character: TAG (U+E0067)"),
  ROW("party ch\320\260ir \"x\"\nvalue b is \357\275\203",
    "POL0131 1:9 \320\260 | a Cyrillic letter (U+0430) that looks like a" "\n"
    "POL0131 2:12 \357\275\203 | a full-width letter (U+FF43) that looks like c"),
  ROW("party a \"the ch\320\260ir, \320\264\320\260, \316\261-rays, \316\272\316\261\317\201\342\204\246\"",
    "POL0132 1:16 \320\260 | a Cyrillic letter (U+0430) that looks like a"),
  ROW("party a \"b\rc\"\r\nparty d \"e\"\r",
    "POL0114 1:11 \r | the invisible character U+000D has no meaning in a policy"),
  ROW("value a is b & c",
    "POL0114 1:14 & | & has no meaning in a policy"),
  ROW("value a is $20",
    "POL0114 1:12 $ | $ has no meaning in a policy"),
  ROW("value a is 50 %%",
    "POL0114 1:16 % | % has no meaning in a policy"),
  ROW("party a \"the chair\nparty b \"x\"",
    "POL0115 1:9 \" | this text has no closing quotation mark on its line"),
  ROW("party a \"one\" is \"two\nparty b \"x\"",
    "POL0115 1:18 \" | this text has no closing quotation mark on its line"),
  ROW("party a the chair\"\nparty b \"x\"",
    "POL0116 1:18 \" | this text has no opening quotation mark on its line"),
  ROW("clause a.1\n  guidance \"one\n    two three\"\n  refuses d",
    "POL0117 2:12 \" | a text ends on its line"),
  ROW("clause 3..7\n  refuses d.",
    "POL0118 1:8 3..7 | there is a dot too many here" "\n"
    "POL0118 2:11 d. | there is a dot too many here"),
  ROW("value a is b.c.",
    "POL0118 1:12 b.c. | there is a dot too many here"),
  ROW("party chaïr \"x\"",
    "POL0119 1:7 chaïr | a name has only the letters a to z, figures and _"),
  ROW("party _x \"y\"",
    "POL0119 1:7 _x | a name has only the letters a to z, figures and _"),
  ROW("value a is 37hours",
    "POL0120 1:12 37hours | a space belongs between a number and its unit"),
  ROW("clause a.1\n  refuses d when a.b >= 5 and a.c = 3 and a.d!=4 and a.e is > 5",
    "POL0121 2:22 >= | a policy compares in words: is at least" "\n"
    "POL0121 2:35 = | a policy compares in words: is" "\n"
    "POL0121 2:46 != | a policy compares in words: is not" "\n"
    "POL0121 2:61 > | a policy compares in words: is more than"),
  ROW("clause a.1: \"x\"\n  refuses d;",
    "POL0122 1:11 : | a policy has no colons" "\n"
    "POL0122 2:12 ; | a policy has no semicolons"),
  ROW("value a is 25:00",
    "POL0123 1:12 25:00 | there is no time 25:00"),
  ROW("value a is 2 1/0",
    "POL0124 1:12 2 1/0 | 2 1/0 is no number: nothing can be divided by 0"),
  ROW("value a is 01/04/2024\nvalue b is 31/12/2024\nvalue c is 1st April 2024\nvalue d is 2024-4-1",
    "POL0125 1:12 01/04/2024 | a date is written 2024-04-01 or 1 April 2024, not with strokes" "\n"
    "POL0125 2:12 31/12/2024 | a date is written 2024-04-01 or 1 April 2024, not with strokes" "\n"
    "POL0125 3:12 1st April 2024 | the day of a date is a number alone: 1, not 1st" "\n"
    "POL0125 4:12 2024-4-1 | a date in figures has two for the month and two for the day"),
  ROW("clause a.1\n  guidance \"see {page 4}\"",
    "POL0126 2:17 { | only the text of a reason is filled in with {…}"),
  ROW("clause a.1\n  refuses d reason \"over {a.b\"",
    "POL0126 2:26 { | this { has no } after it in its text"),
  ROW("value a is b } c",
    "POL0126 1:14 } | there is no { before this }"),
  ROW("options police-officer is a, b",
    "POL0128 1:9 police-officer | a name has _ where this has a hyphen"),
  ROW("facts f\n  permanent yes or no\n  kind \"is\" one of a, b\nfacts g\n  \"only a label\" is date",
    "POL0201 2:13 yes | a fact is declared as: name is type" "\n"
    "POL0201 3:13 one | a fact is declared as: name is type" "\n"
    "POL0215 5:18 is | \"is\" cannot follow a text here"),
  ROW("clause a.1\n  refsues d",
    "POL0202 2:3 refsues | no rule starts with \"refsues\""),
  ROW("clasue a.1\n  refuses d",
    "POL0202 1:1 clasue | no declaration starts with \"clasue\""),
  ROW("clause a.1\n  refuses d when a.b and\nclause a.2",
    "POL0203 3:1 clause | clause a.2 starts before the rule above it is finished"),
  ROW("clause a.1\n  refers d to\n  permits d",
    "POL0203 3:3 permits | \"permits\" starts before the rule above it is finished"),
  ROW("clause a.1\n  adds 5 hours to",
    "POL0203 2:16 to | the file ends before this rule is finished"),
  ROW("clause a.1\n  refuses d whne a.b\n  d onyl if a.b\n  refuses d when a.b is at laest 4",
    "POL0204 2:13 whne | \"whne\" is not a word of a policy" "\n"
    "POL0204 3:5 onyl if | \"onyl if\" is not a word of a policy" "\n"
    "POL0204 4:25 at laest | \"at laest\" is not a word of a policy"),
  ROW("facts f\n  a is date, presumd no, aks \"x\"",
    "POL0204 2:14 presumd | \"presumd\" is not a word of a policy" "\n"
    "POL0204 2:26 aks | \"aks\" is not a word of a policy"),
  ROW("agreement a of b in writting \"x\"",
    "POL0204 1:18 in writting | \"in writting\" is not a word of a policy"),
  ROW("value a is 37 hrs\nvalue b is 4 wekes",
    "POL0204 1:15 hrs | \"hrs\" is not a unit" "\n"
    "POL0204 2:14 wekes | \"wekes\" is not a unit"),
  ROW("clause a.1\n  refuses d except a.b\n  interpreted \"a\" and not as \"b\"",
    "POL0204 2:13 except | \"except\" is not the whole phrase" "\n"
    "POL0204 3:3 interpreted | \"interpreted\" is not the whole phrase"),
  ROW("clause a.1\n  refuses d unless a.b\n  refuses d because \"x\"\n  p shall x\n  refuses d when a.b is greater than 5",
    "POL0205 2:13 unless | a policy says \"except when\", not \"unless\"" "\n"
    "POL0205 3:13 because | a policy says \"reason\", not \"because\"" "\n"
    "POL0205 4:5 shall | a policy says \"must\", not \"shall\"" "\n"
    "POL0205 5:25 greater than | a policy says \"more than\", not \"greater than\""),
  ROW("clause a.1\n  refuses d when a.b is no less than 5",
    "POL0205 2:25 no less than | a condition says \"at least\", not \"no less than\""),
  ROW("authority a \"x\"",
    "POL0205 1:1 authority | a policy says \"party\", not \"authority\""),
  ROW("decision after is permission",
    "POL0206 1:10 after | \"after\" is a word of the language and cannot be a name"),
  ROW("clause a.1\n  refuses d clause a.2 \"x\"",
    "POL0207 2:13 clause | a declaration starts on a line of its own"),
  ROW("decision d \"D\" permission",
    "POL0208 1:16 permission | \"is\" is left out here"),
  ROW("clause a.1\n  refers d director\n  multiplies d 5\n  refuses d, e f",
    "POL0208 2:12 director | \"to\" is left out here" "\n"
    "POL0208 3:16 5 | \"by\" is left out here" "\n"
    "POL0208 4:16 f | the items of a list have commas between them"),
  ROW("a.2 \"Another\"\n  refuses d",
    "POL0220 1:1 a.2 | a declaration belongs here, and a.2 starts none"),
  ROW("clause a.1\na.2 \"Another\"\n  refuses d",
    "POL0208 2:1 a.2 | \"clause\" is left out before this"),
  ROW("clause a.1\n  d only if all of\n    - a.b\n    a.c",
    "POL0208 4:5 a.c | this line of the list has no bullet"),
  ROW("clause a.1\n  refuses d a.b is 4\n  refuses d when a.b a.c\n  refuses d when a.b, a.c",
    "POL0209 2:13 a.b | a condition starts with \"when\"" "\n"
    "POL0209 3:22 a.c | between two conditions stands \"and\" or \"or\"" "\n"
    "POL0209 4:21 , | between two conditions stands \"and\" or \"or\", not a comma"),
  ROW("clause a.1\n  refuses d\n    - a.b",
    "POL0210 3:5 - | a line that starts with - is a bullet, and no list is open here"),
  ROW("clause a.1\n  d is a\n    - b",
    "POL0210 3:5 - | a line that starts with - is a bullet, and no list is open here"),
  ROW("clause a.1\n  d only if\n    - a.b\n    - a.c",
    "POL0210 3:5 - | before these bullets stands \"all of\" or \"any of\""),
  ROW("clause a.1\n  refuses d,\n  permits d\n  permits, d",
    "POL0211 2:12 , | after this comma the list does not go on" "\n"
    "POL0211 4:10 , | a comma stands only between the items of a list"),
  ROW("clause a.1\n  refuses d when (a.b and a.c\n    reason \"x\"",
    "POL0212 2:18 ( | this bracket is not closed"),
  ROW("clause a.1\n  refuses d when a.b)",
    "POL0213 2:21 ) | this bracket closes nothing"),
  ROW("party 37 \"x\"",
    "POL0214 1:7 37 | the name of a party belongs here, not 37"),
  ROW("clause \"Only a title\"\n  refuses d",
    "POL0214 1:8 \"Only a title\" | the id of a clause or a section belongs here, not a text"),
  ROW("clause a.1\n  refuses 5\n  d is\n  replaces \"x\"",
    "POL0214 2:11 5 | the name of a decision belongs here, not 5" "\n"
    "POL0203 4:3 replaces | \"replaces\" starts before the rule above it is finished" "\n"
    "POL0214 4:12 \"x\" | the id of a clause or a section belongs here, not a text"),
  ROW("clause a.1\n  refuses d 37",
    "POL0215 2:13 37 | 37 cannot follow \"d\" here"),
  ROW("table t\n  | a | b |\n  | 1 |\n  | 1 | 2 | 3 |",
    "POL0216 3:3 | 1 | | this row has 1 cell, and its heading has 2" "\n"
    "POL0216 4:3 | 1 | 2 | 3 | | this row has 3 cells, and its heading has 2"),
  ROW("table t\n  | a | b\n  | 1  2 |\n  1 | 2 |",
    "POL0217 2:9 b | a row ends with |" "\n"
    "POL0217 3:5 1 | between two cells stands |" "\n"
    "POL0217 4:3 1 | a row starts with |"),
  ROW("clause a.1\n  eligible 25 days\n  eligible",
    "POL0218 2:3 eligible | this rule has no verb" "\n"
    "POL0218 3:3 eligible | no rule starts with \"eligible\", and no verb follows it"),
  ROW("clause a.1\n  refuses d, despite clause a.2",
    "POL0219 2:22 clause | a clause is named by its id alone"),
  ROW("Dear colleague,",
    "POL0109 1:1 Dear | capital letters; words and names are written small" "\n"
    "POL0220 1:1 Dear | a declaration belongs here, and \"Dear\" starts none"),
  ROW("guidance \"x\"\nclause a.1",
    "POL0220 1:1 guidance | a declaration belongs here, and \"guidance\" starts none"),
  ROW("clause a.1\n  d only if all of\n    - a.b\n    and a.c",
    "POL0221 4:5 and | a condition does not go on after its last bullet"),
  ROW("clause a.1\n  d only if all of\n    - a.b and a.c\n    - a.d",
    "POL0222 3:11 and | a bullet holds one condition"),
};

Test(reports, one_a_cause) {
  pol_text got;
  pol_text_init(&got, NULL);
  for (size_t i = 0; i < COUNT(rows); i++) {
    said_reports(&got, rows[i].text, rows[i].length);
    cr_expect_str_eq(pol_text_get(&got), rows[i].want, "%s\n is  %s\n not %s", rows[i].text, pol_text_get(&got), rows[i].want);
  }
  pol_text_drop(&got);
}

/* Names over the limit, at it, and one above. */
Test(reports, long_names) {
  for (int letters = 199; letters <= 201; letters++) {
    char text[256];
    memset(text, 'a', sizeof text);
    memcpy(text, "party ", 6);
    pol_text got;
    pol_text_init(&got, NULL);
    said_reports(&got, text, 6 + (size_t)letters);
    cr_expect_eq(strncmp(pol_text_get(&got), "POL0127 1:7 aaa", 12) == 0, letters == 201, "%d letters: %s", letters, pol_text_get(&got));
    pol_text_drop(&got);
  }
}

/* A file of mistakes: as many reports, each at its place. */
Test(reports, ten_mistakes_in_one_file) {
  static const char text[] =
    "polcy p \"P\"\n"                                  /* misspelt declaration */
    "party a the chair\"\n"                            /* no opening mark */
    "facts f\n"
    "  paid \"is paid\" yes or no\n"                   /* no is */
    "  since is date, presumd 2021-02-28\n"            /* misspelt qualifier */
    "value v is 2021-02-31\n"                          /* no such date */
    "clause c.1 \"One\"\n"
    "  refuses d unless f.paid\n"                      /* another language's word */
    "  permits d when (f.paid and not f.late\n"        /* no closing bracket */
    "  d only if all of\n"
    "    - f.paid\n"
    "    f.late\n"                                     /* no bullet */
    "clause c.2 \"Two\"\n"
    "  refers d a\n"                                   /* no to */
    "table t\n"
    "  | x | y |\n"
    "  | 1 |\n"                                        /* a cell too few */
    "scenario \"S\"\n"
    "  expect d is refused under c.1\n";
  static const char want[] =
    "POL0202 1:1 polcy | no declaration starts with \"polcy\"\n"
    "POL0116 2:18 \" | this text has no opening quotation mark on its line\n"
    "POL0201 4:18 yes | a fact is declared as: name is type\n"
    "POL0204 5:18 presumd | \"presumd\" is not a word of a policy\n"
    "POL0104 6:12 2021-02-31 | there is no 31 February\n"
    "POL0205 8:13 unless | a policy says \"except when\", not \"unless\"\n"
    "POL0212 9:18 ( | this bracket is not closed\n"
    "POL0208 12:5 f.late | this line of the list has no bullet\n"
    "POL0208 14:12 a | \"to\" is left out here\n"
    "POL0216 17:3 | 1 | | this row has 1 cell, and its heading has 2";
  pol_text got;
  pol_text_init(&got, NULL);
  said_reports(&got, text, sizeof text - 1);
  cr_expect_str_eq(pol_text_get(&got), want, "%s", pol_text_get(&got));
  pol_text_drop(&got);
}

/* What a mistake leaves of the tree. */
static const struct { const char *text, *want; } kept[] = {
  /* mended: nothing is lost */
  { "clause a.1\n  refsues d whne a.b", "(clause a.1 _ [(rule _ (refuses [d]) [] a.b _ [])])" },
  { "clause a.1\n  refuses d unless a.b", "(clause a.1 _ [(rule _ (refuses [d]) [] _ a.b [])])" },
  { "decision d \"D\" permission", "(decision d \"D\" (type permission _) [])" },
  { "clasue a.1\n  permits d\nclause a.2", "(clause a.1 _ [(rule _ (permits [d] _) [] _ _ [])]) (clause a.2 _ [])" },
  { "clause a.1\n  refuses d when a.b >= 5", "(clause a.1 _ [(rule _ (refuses [d]) [] (test a.b (relation at_least 5)) _ [])])" },
  { "clause a.1\n  guidance \"one\n    two\"", "(clause a.1 _ [(guidance \"one two\")])" },
  { "clause a.1\n  refuses d clause a.2", "(clause a.1 _ [(rule _ (refuses [d]) [] _ _ [])]) (clause a.2 _ [])" },
  { "options police-officer is a", "(options police_officer _ [(option a _)])" },
  /* a date, a bullet, a line, an entry, a row, a head */
  { "value a is 2021-02-31", "(value a _ !)" },
  { "clause a.1\n  d only if all of\n    - a.b and c\n    - a.d", "(clause a.1 _ [(rule _ (only_if [d] (all_of ! a.d)) [] _ _ [])])" },
  { "clause a.1\n  permits d\n  refuses d 37\n  permits e", "(clause a.1 _ [(rule _ (permits [d] _) [] _ _ []) ! (rule _ (permits [e] _) [] _ _ [])])" },
  { "clause a.1\n  permits d\n  foo\n  permits e", "(clause a.1 _ [(rule _ (permits [d] _) [] _ _ []) ! (rule _ (permits [e] _) [] _ _ [])])" },
  { "facts f\n  a is date\n  b is 37\n  c is date", "(facts f _ [(entry a _ (type date _) _ []) (broken b) (entry c _ (type date _) _ [])])" },
  { "table t\n  | a | b |\n  | 1 |\n  | 1 | 2 |", "(table t _ _ _ _ (rows (head (column a) (column b)) (broken (cell 1)) (row (cell 1) (cell 2))))" },
  { "decision d is 37, neutral\nparty p", "(broken d) (party p _)" },
  { "clause \"No id\"\n  permits d", "(broken [(rule _ (permits [d] _) [] _ _ [])])" },
  { "party p 37\nparty q", "(party p !) (party q _)" },
  { "Dear colleague,\nparty p", "! (party p _)" },
};

Test(reports, little_is_lost) {
  pol_text got;
  pol_text_init(&got, NULL);
  for (size_t i = 0; i < COUNT(kept); i++) {
    said_tree(&got, kept[i].text);
    cr_expect_str_eq(pol_text_get(&got), kept[i].want, "%s\n is  %s\n not %s", kept[i].text, pol_text_get(&got), kept[i].want);
  }
  pol_text_drop(&got);
}

/* Making the sure fixes gives a text without a report. */
static const struct { const char *text, *want; } mended[] = {
  { "party a “the chair”\n", "party a \"the chair\"\n" },
  { "\357\273\277party\302\240a\t'x'\n", "party a  \"x\"\n" },
  { "Party A\noptions o is\n  • B\n", "party a\noptions o is\n  - b\n" },
  { "value a is b – c\n", "value a is b - c\n" },
  { "party a\342\200\256\n", "party a\n" },
  { "clause a.1: \"x\"\n  refuses d;\n", "clause a.1 \"x\"\n  refuses d\n" },
  { "clause a.1\n  guidance \"one\n    two\n    three\"\n", "clause a.1\n  guidance \"one\"\n    \"two\"\n    \"three\"\n" },
  { "clause 3..7.\n  refuses d.\n", "clause 3.7\n  refuses d\n" },
  { "value a is 37hours\nvalue b is 4 hrs\n", "value a is 37 hours\nvalue b is 4 hours\n" },
  { "clause a.1\n  refuses d when a.b>=5 and a.c is < 6\n", "clause a.1\n  refuses d when a.b is at least 5 and a.c is less than 6\n" },
  { "value a is 31/12/2024\nvalue b is 1st April 2024\nvalue c is 2024-4-1\n", "value a is 2024-12-31\nvalue b is 1 April 2024\nvalue c is 2024-04-01\n" },
  { "options police-officer is a\n", "options police_officer is a\n" },
  { "facts f\n  a \"x\" yes or no\n  b si date\n", "facts f\n  a \"x\" is yes or no\n  b is date\n" },
  { "clasue a.1\n  refsues d whne a.b\n  d onyl if a.b\n", "clause a.1\n  refuses d when a.b\n  d only if a.b\n" },
  { "clause a.1\n  refuses d because \"x\"\n  refuses d when a.b is no less than 5\n", "clause a.1\n  refuses d reason \"x\"\n  refuses d when a.b is at least 5\n" },
  { "clause a.1\n  permits d clause a.2\n", "clause a.1\n  permits d\n clause a.2\n" },
  { "decision d permission\n", "decision d is permission\n" },
  { "clause a.1\n  permits, d\n  refuses d, despite clause a.2\n", "clause a.1\n  permits d\n  refuses d, despite a.2\n" },
  { "table t\n  | a | b\n  | 1  2 |\n  1 | 2 |\n", "table t\n  | a | b |\n  | 1 |  2 |\n  | 1 | 2 |\n" },
  { "clause a.1\n  d only if all of\n    - a.b\n    a.c\n", "clause a.1\n  d only if all of\n    - a.b\n    - a.c\n" },
};

Test(reports, fixes_mend) {
  pol_text got, again;
  pol_text_init(&got, NULL);
  pol_text_init(&again, NULL);
  for (size_t i = 0; i < COUNT(mended); i++) {
    said_mended(&got, mended[i].text, strlen(mended[i].text));
    cr_expect_str_eq(pol_text_get(&got), mended[i].want, "%s gives %s", mended[i].text, pol_text_get(&got));
    said_reports(&again, pol_text_get(&got), got.n);
    cr_expect_eq(again.n, 0, "%s is not mended: %s", pol_text_get(&got), pol_text_get(&again));
  }
  pol_text_drop(&got);
  pol_text_drop(&again);
}
