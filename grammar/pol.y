/* The grammar of pol. README.md beside this file is the reference; keywords.def holds the words; nodes.def (src/syntax) the nodes.
 *
 * One run reads one declaration: the driver (src/syntax/parse.c) cuts the file at the declaration keywords, so a mistake never reaches the
 * next one. Lists are left-recursive, so the parser's stack is as deep as the nesting and no deeper. Actions build nodes and do nothing
 * else.
 *
 * The word filter (src/syntax/filter.c) stands between the scanner and this grammar: it alone knows which words are keywords where.
 *
 * There are no `error` productions. A run stops at its first mistake; src/syntax/mend.c changes the words there and the declaration is read
 * again. Where nothing better helps, it puts LOST in the place of a bullet, a line or the rest of a head: the places below where LOST
 * stands are what a mistake can cost at most. */
%require "3.8"
%define api.pure full
%define api.prefix {pol_yy}
%define api.token.prefix {TOK_}
%define api.value.type union
%define api.location.type {pol_span}
%define parse.error custom
%define parse.lac full
/* With bison's default a finished list is reduced before the mistake after it is seen, and what could follow there is not known any more. */
%define lr.default-reduction accepting
%locations
%expect 0
%param {pol_reading *r}
%initial-action { @$ = (pol_span){r->file, 0, 0}; }

%code requires {
  #include "syntax/reading.h"
}
%code {
  #include "syntax/build.h"
  #include "syntax/filter.h"
  #include "syntax/messages.h"

  int pol_yylex(POL_YYSTYPE *value, POL_YYLTYPE *at, pol_reading *r); /* the word filter */
  static void pol_yyerror(const pol_span *at, pol_reading *r, const char *message);

  /* An empty construct stands at the end of what is before it, so that spans stay tight. */
  #define YYLLOC_DEFAULT(here, parts, n)                                                          \
    do {                                                                                          \
      (here).file = YYRHSLOC(parts, n).file;                                                      \
      (here).start = (n) ? YYRHSLOC(parts, 1).start : YYRHSLOC(parts, 0).end;                     \
      (here).end = YYRHSLOC(parts, n).end;                                                        \
    } while (0)

  /* The stack has a fixed size and never asks for memory: nesting that does not fit is reported, and deeper than any tree may be. */
  #define YYINITDEPTH 2400
  #define YYMAXDEPTH YYINITDEPTH
  #define YYMALLOC(size) ((void)(size), (void *)0)
  #define YYFREE(block) ((void)(block))

  #define KIDS(...) (uint32_t)(sizeof((pol_node *[]){__VA_ARGS__}) / sizeof(pol_node *)), (pol_node *[]){__VA_ARGS__}
  #define NODE(KIND, at, text, ...) pol_build_node(r, POL_N_##KIND, at, text, KIDS(__VA_ARGS__))
  #define LEAF(KIND, at, text) pol_build_node(r, POL_N_##KIND, at, text, 0, NULL)
  #define ADD(list, item, at) pol_build_add(r, list, item, at)
  #define WORD(text) pol_build_word(r, text)

}

/* -- the words of keywords.def, in its order */
%token END 0 "end of file"
%token POLICY "policy" AMENDMENT "amendment" USE "use" PARTY "party" AGREEMENT "agreement" OPTIONS "options" ORDER "order"
%token RECORD "record" FACTS "facts" VALUE "value" DEFINE "define" TABLE "table" DECISION "decision" SECTION "section"
%token CLAUSE "clause" SCENARIO "scenario" SCENARIOS "scenarios"
%token EFFECTIVE "effective" EFFECTIVE_APPLIED "effective when applied" SHORT_LAST "short months use the last day"
%token SHORT_FIRST "short months use the first day of the next month" APPLIES_ONLY_IF "applies only if" REPLACES "replaces"
%token WITHDRAWS "withdraws" UNCHANGED_FROM "unchanged from" KEEPS "keeps" PLACED_AFTER "placed after" GUIDANCE "guidance"
%token INCOMPLETE "incomplete" HANDS_OVER_TO "hands over to" SAYS "says" CITED_AS "cited as" INTERPRETED_AS "interpreted as"
%token REFUSES "refuses" REFERS "refers" PERMITS "permits" ADDS "adds" MULTIPLIES "multiplies"
%token SETS_ASIDE_REFUSALS "sets aside the refusals of" SETS_ASIDE_REFERRALS "sets aside the referrals of" NORMALLY "normally"
%token AS_OF "as of" GIVEN "given" LIKE "like" BUT "but" EXPECT "expect"
%token WHEN "when" EXCEPT_WHEN "except when" DESPITE "despite" SUBJECT_TO "subject to" REASON "reason" ADDED "added"
%token DEPARTURE "departure decided by" UNDER "under" NOT_UNDER "not under" MISSING "missing" RESERVED_BY "reserved by" BLOCKED_BY "blocked by" THEN "then" PRESUMED "presumed"
%token ONLY_WHEN "only when" ASKS "asks" CONFIDENTIAL "confidential" CANNOT_CHANGE "cannot change" FOR_INFORMATION "for information" KNOWN_TO "known to"
%token BETTER_WHEN "better when" NEUTRAL "neutral" ROUNDED "rounded" MAY_BE_SILENT "may be silent"
%token LEAST_OF_ALL "least of all clauses" GREATEST_OF_ALL "greatest of all clauses" RESERVATION_ON "reservation on"
%token AND_NOT_AS "and not as" AGREED_BY "agreed by" IN_WRITING "in writing" BY "by" WITH "with" OTHERWISE "otherwise" IN "in"
%token AT "at" ON "on" AND "and" OR "or"
%token IS "is" ONLY_IF "only if" MUST "must" WILL "will" SHOULD "should" EXPECTED_TO "is expected to" TRIES_TO "tries to"
%token CAPPED "is capped at" NO_LESS "is no less than" NO_LATER "is no later than" NO_EARLIER "is no earlier than"
%token ONE_OF "one of" AT_LEAST "at least" AT_MOST "at most" MORE_THAN "more than" LESS_THAN "less than" BEFORE "before"
%token AFTER "after" ON_OR_BEFORE "on or before" ON_OR_AFTER "on or after" ABOVE "above" BELOW "below" WITHIN "within"
%token NOT "not" AGREED "agreed" PENDING "pending" FROM "from" TO "to" OF "of" PER "per" ALL_OF "all of" ANY_OF "any of"
%token FOR "for" FOR_EACH "for each" EACH "each" WHERE "where" YES "yes" NO "no" YES_OR_NO "yes or no" LIST_OF "list of"
%token SET_OF "set of" SEQUENCE_OF "sequence of"
/* -- words and signs that are no keywords */
%token <pol_atom> NAME "name" DOTTED "dotted name" CLAUSE_ID "clause id" SUBJECT "subject" ENTRY "entry" REF_KIND "kind of reference"
%token <pol_atom> NUMBER "number" PERCENT "percentage" MONEY "amount of money" DATE "date" YEARLY "day of the year" TIME "time of day"
%token <pol_atom> UNIT "unit" STRING "text" TEXT_HEAD "text up to {" TEXT_MID "text from } to {" TEXT_TAIL "text after }"
/* -- a stretch that could not be read; its text is the name of the entry that was there */
%token <pol_atom> LOST "lost"
%token ROW_END "end of the row" COMMA "," OPEN "(" CLOSE ")" PLUS "+" MINUS "-" STAR "*" SLASH "/" BULLET "bullet" ROW "row" PIPE "|"

%nterm <pol_node *> declaration broken_head title strings words reason pieces opened
%nterm <pol_node *> header header1 header_line effective period
%nterm <pol_node *> writing options option_commas option_bullets option entries entries1 entry entry_quals entry_qual
%nterm <pol_node *> plain_type type options_here bound params body cases case case_tail schedule steps
%nterm <pol_node *> decision_quals decision_qual grain table_replaces
%nterm <pol_node *> section_lines section_lines1 section_line amending lines lines1 line rule effect subjects strength deadline in
%nterm <pol_node *> ranks rank when except tails tail
%nterm <pol_node *> names name dotted dotteds id ref refs
%nterm <pol_node *> full bulleted bullets condition test relation comparison values
%nterm <pol_node *> sum term factor named primary quantity parts unit money call arguments
%nterm <pol_node *> rows heading columns column row cells cell items item
%nterm <pol_node *> scenario_lines scenario_lines1 scenario_line givens given_commas given_bullets given expected_value
%nterm <pol_node *> expect_tails expect_tail
%%
start: declaration                                  { r->declared = $1; } ;

/* -- declarations */
declaration
  : "policy" NAME title header                      { $$ = NODE(POLICY, @$, $2, $3, $4); }
  | "amendment" NAME title "of" name header         { $$ = NODE(AMENDMENT, @$, $2, $3, $5, $6); }
  | "use" NAME                                      { $$ = LEAF(USE, @$, $2); }
  | "use" DOTTED                                    { $$ = LEAF(USE, @$, $2); }
  | "party" NAME title                              { $$ = NODE(PARTY, @$, $2, $3); }
  | "agreement" NAME "of" name writing title        { $$ = NODE(AGREEMENT, @$, $2, $4, $5, $6); }
  | "options" NAME title "is" options               { $$ = NODE(OPTIONS, @$, $2, $3, $5); }
  | "order" NAME title "is" options                 { $$ = NODE(ORDER, @$, $2, $3, NULL, $5); }
  | "order" NAME words "," words "is" options       { $$ = NODE(ORDER, @$, $2, $3, $5, $7); }
  | "record" NAME title entries                     { $$ = NODE(RECORD, @$, $2, $3, $4); }
  | "facts" NAME title entries                      { $$ = NODE(FACTS, @$, $2, $3, $4); }
  | "facts" DOTTED title entries                    { $$ = NODE(FACTS, @$, $2, $3, $4); }
  | "value" NAME title "is" body                    { $$ = NODE(VALUE, @$, $2, $3, $5); }
  | "define" NAME params title "is" body            { $$ = NODE(DEFINE, @$, $2, $3, $4, $6); }
  | "define" NAME params title "when" full          { $$ = NODE(DEFINE, @$, $2, $3, $4, NODE(CONDITION, @6, 0, $6)); }
  | "table" NAME params title table_replaces rows   { $$ = NODE(TABLE, @$, $2, $3, NULL, $4, $5, $6); }
  | "table" NAME "by" sum table_replaces rows       { $$ = NODE(TABLE, @$, $2, NULL, $4, NULL, $5, $6); }
  | "table" words table_replaces rows               { $$ = NODE(TABLE, @$, 0, NULL, NULL, $2, $3, $4); }
  | "decision" NAME title "is" type decision_quals  { $$ = NODE(DECISION, @$, $2, $3, $5, $6); }
  | "section" id title section_lines                { $$ = NODE(SECTION, @$, $2->text, $3, $4); }
  | "clause" id title lines                         { $$ = NODE(CLAUSE, @$, $2->text, $3, $4); }
  | "scenario" words scenario_lines                 { $$ = NODE(SCENARIO, @$, 0, $2, $3); }
  | "scenarios" words scenario_lines rows           { $$ = NODE(SCENARIOS, @$, 0, $2, $3, $4); }
  | broken_head
  ;

/* A declaration with a mistake in its head. What follows it is kept: lines, entries, rows. */
broken_head
  : LOST                                            { $$ = LEAF(BROKEN, @$, 0); }
  | "policy" LOST header                            { $$ = NODE(BROKEN, @$, 0, $3); }
  | "amendment" LOST header                         { $$ = NODE(BROKEN, @$, 0, $3); }
  | "amendment" NAME title LOST header              { $$ = NODE(BROKEN, @$, $2, $5); }
  | "use" LOST                                      { $$ = LEAF(BROKEN, @$, 0); }
  | "party" LOST                                    { $$ = LEAF(BROKEN, @$, 0); }
  | "party" NAME LOST                               { $$ = NODE(PARTY, @$, $2, LEAF(BROKEN, @3, 0)); }
  | "agreement" LOST                                { $$ = LEAF(BROKEN, @$, 0); }
  | "agreement" NAME LOST                           { $$ = LEAF(BROKEN, @$, $2); }
  | "options" LOST                                  { $$ = LEAF(BROKEN, @$, 0); }
  | "options" NAME LOST                             { $$ = LEAF(BROKEN, @$, $2); }
  | "order" LOST                                    { $$ = LEAF(BROKEN, @$, 0); }
  | "order" NAME LOST                               { $$ = LEAF(BROKEN, @$, $2); }
  | "record" LOST entries                           { $$ = NODE(BROKEN, @$, 0, $3); }
  | "facts" LOST entries                            { $$ = NODE(BROKEN, @$, 0, $3); }
  | "value" LOST                                    { $$ = LEAF(BROKEN, @$, 0); }
  | "value" NAME LOST                               { $$ = LEAF(BROKEN, @$, $2); }
  | "define" LOST                                   { $$ = LEAF(BROKEN, @$, 0); }
  | "define" NAME LOST                              { $$ = LEAF(BROKEN, @$, $2); }
  | "table" LOST                                    { $$ = LEAF(BROKEN, @$, 0); }
  | "table" LOST rows                               { $$ = NODE(BROKEN, @$, 0, $3); }
  | "table" NAME LOST                               { $$ = LEAF(BROKEN, @$, $2); }
  | "table" NAME LOST rows                          { $$ = NODE(BROKEN, @$, $2, $4); }
  | "decision" LOST                                 { $$ = LEAF(BROKEN, @$, 0); }
  | "decision" NAME LOST                            { $$ = LEAF(BROKEN, @$, $2); }
  | "section" LOST section_lines                    { $$ = NODE(BROKEN, @$, 0, $3); }
  | "clause" LOST lines                             { $$ = NODE(BROKEN, @$, 0, $3); }
  | "scenario" LOST scenario_lines                  { $$ = NODE(BROKEN, @$, 0, $3); }
  | "scenarios" LOST scenario_lines                 { $$ = NODE(BROKEN, @$, 0, $3); }
  | "scenarios" LOST scenario_lines rows            { $$ = NODE(BROKEN, @$, 0, $3, $4); }
  ;

/* -- texts: neighbours are one */
title: %empty                                       { $$ = NULL; } | words ;
words: strings                                      { $$ = pol_build_text(r, $1); } ;
strings: STRING                                     { $$ = NODE(LIST, @$, 0, LEAF(TEXT, @1, $1)); }
  | strings STRING                                  { $$ = ADD($1, LEAF(TEXT, @2, $2), @$); } ;
reason: pieces                                      { $$ = pol_build_text(r, $1); } ;
pieces
  : STRING                                          { $$ = NODE(LIST, @$, 0, LEAF(TEXT, @1, $1)); }
  | opened TEXT_TAIL                                { $$ = ADD($1, LEAF(TEXT, @2, $2), @$); }
  | pieces STRING                                   { $$ = ADD($1, LEAF(TEXT, @2, $2), @$); }
  ;
opened
  : TEXT_HEAD sum                                   { $$ = NODE(LIST, @$, 0, LEAF(TEXT, @1, $1), $2); }
  | pieces TEXT_HEAD sum                            { $$ = ADD(ADD($1, LEAF(TEXT, @2, $2), @$), $3, @$); }
  | opened TEXT_MID sum                             { $$ = ADD(ADD($1, LEAF(TEXT, @2, $2), @$), $3, @$); }
  ;

/* -- the head of a policy */
header: %empty                                      { $$ = LEAF(LIST, @$, 0); } | header1 ;
header1: header_line                                { $$ = NODE(LIST, @$, 0, $1); }
  | header1 header_line                             { $$ = ADD($1, $2, @$); } ;
header_line
  : NAME words                                      { $$ = NODE(FIELD, @$, $1, $2); }
  | effective
  | "short months use the last day"                 { $$ = LEAF(SHORT_MONTHS, @$, WORD("last_day")); }
  | "short months use the first day of the next month" { $$ = LEAF(SHORT_MONTHS, @$, WORD("next_first")); }
  | LOST                                            { $$ = LEAF(BROKEN, @$, 0); }
  ;
effective: "effective" period                       { $$ = $2; pol_build_widen($$, @$); }
  | "effective when applied"                        { $$ = LEAF(EFFECTIVE_APPLIED, @$, 0); } ;
period
  : "from" sum                                      { $$ = NODE(EFFECTIVE, @$, 0, $2, NULL); }
  | "from" sum "to" sum                             { $$ = NODE(EFFECTIVE, @$, 0, $2, $4); }
  | "to" sum                                        { $$ = NODE(EFFECTIVE, @$, 0, NULL, $2); }
  ;

/* -- options, orders, facts, records */
writing: %empty                                     { $$ = NULL; }
  | "in writing"                                    { $$ = LEAF(WORD, @$, WORD("in writing")); } ;
options: option_commas | option_bullets ;
option_commas: option                               { $$ = NODE(LIST, @$, 0, $1); }
  | option_commas "," option                        { $$ = ADD($1, $3, @$); } ;
option_bullets: BULLET option                       { $$ = NODE(LIST, @$, 0, $2); }
  | option_bullets BULLET option                    { $$ = ADD($1, $3, @$); } ;
option: NAME title                                  { $$ = NODE(OPTION, @$, $1, $2); } | LOST { $$ = LEAF(BROKEN, @$, 0); } ;

entries: %empty                                     { $$ = LEAF(LIST, @$, 0); } | entries1 ;
entries1: entry                                     { $$ = NODE(LIST, @$, 0, $1); }
  | entries1 entry                                  { $$ = ADD($1, $2, @$); } ;
entry
  : ENTRY title "is" type entry_quals               { $$ = NODE(ENTRY, @$, $1, $2, $4, NULL, $5); }
  | ENTRY title "is" plain_type "," bound entry_quals { $$ = NODE(ENTRY, @$, $1, $2, $4, $6, $7); }
  | LOST                                            { $$ = LEAF(BROKEN, @$, $1); }
  ;
plain_type: NAME                                    { $$ = NODE(TYPE, @$, $1, NULL); }
  | NAME "per" unit                                 { $$ = NODE(TYPE, @$, $1, $3); } ;
type
  : plain_type
  | "yes or no"                                     { $$ = LEAF(TYPE_YES_NO, @$, 0); }
  | "one of" options_here                           { $$ = $2; pol_build_widen($$, @$); }
  | "list of" NAME                                  { $$ = LEAF(TYPE_LIST, @$, $2); }
  | "set of" NAME                                   { $$ = LEAF(TYPE_SET, @$, $2); }
  | "sequence of" NAME                              { $$ = LEAF(TYPE_SEQUENCE, @$, $2); }
  ;
options_here: option                                { $$ = NODE(TYPE_ONE_OF, @$, 0, $1); }
  | options_here "," option                         { $$ = ADD($1, $3, @$); } ;
bound
  : "at least" sum                                  { $$ = NODE(BOUND, @$, WORD("at_least"), $2, NULL); }
  | "at most" sum                                   { $$ = NODE(BOUND, @$, WORD("at_most"), $2, NULL); }
  | "more than" sum                                 { $$ = NODE(BOUND, @$, WORD("more_than"), $2, NULL); }
  | "less than" sum                                 { $$ = NODE(BOUND, @$, WORD("less_than"), $2, NULL); }
  | sum "to" sum                                    { $$ = NODE(BOUND, @$, WORD("range"), $1, $3); }
  ;
entry_quals: %empty                                 { $$ = LEAF(LIST, @$, 0); } | entry_quals entry_qual { $$ = ADD($1, $2, @2); } ;
entry_qual
  : "asks" words                                    { $$ = NODE(ASKS, @$, 0, $2); }
  | "presumed" sum                                  { $$ = NODE(PRESUMED, @$, 0, $2); }
  | "only when" condition                           { $$ = NODE(ONLY_WHEN, @$, 0, $2); }
  | "confidential"                                  { $$ = LEAF(CONFIDENTIAL, @$, 0); }
  | "cannot change"                                 { $$ = LEAF(CANNOT_CHANGE, @$, 0); }
  | "for information"                               { $$ = LEAF(FOR_INFORMATION, @$, 0); }
  | "known to" names                                { $$ = pol_build_rename(r, $2, POL_N_KNOWN_TO, @$); }
  ;

/* -- values, definitions, decisions */
params: %empty                                      { $$ = NULL; } | "(" names ")" { $$ = $2; } ;
body: sum | schedule | cases ;
cases: BULLET case                                  { $$ = NODE(CASES, @$, 0, $2); }
  | cases BULLET case                               { $$ = ADD($1, $3, @$); } ;
case: sum case_tail                                 { $$ = NODE(CASE, @$, 0, $1, $2); } | LOST { $$ = LEAF(BROKEN, @$, 0); } ;
case_tail
  : period
  | "when" condition                                { $$ = NODE(CONDITION, @$, 0, $2); }
  | "otherwise"                                     { $$ = LEAF(OTHERWISE, @$, 0); }
  ;
schedule: sum "for" sum "from" sum steps "then" sum { $$ = pol_build_schedule(r, @$, (pol_node *[]){$1, $3, $5}, $6, NODE(STEP, ((pol_span){@7.file, @7.start, @8.end}), 0, $8, NULL)); } ;
steps: %empty                                       { $$ = LEAF(LIST, @$, 0); }
  | steps "then" sum "for" sum                      { $$ = ADD($1, NODE(STEP, ((pol_span){@2.file, @2.start, @5.end}), 0, $3, $5), @$); } ;
decision_quals: %empty                              { $$ = LEAF(LIST, @$, 0); } | decision_quals decision_qual { $$ = ADD($1, $2, @2); } ;
decision_qual
  : "after" names                                   { $$ = pol_build_rename(r, $2, POL_N_AFTER, @$); }
  | "better when" NAME                              { $$ = LEAF(BETTER, @$, $2); }
  | "better when" "yes"                             { $$ = LEAF(BETTER, @$, WORD("yes")); }
  | "better when" "no"                              { $$ = LEAF(BETTER, @$, WORD("no")); }
  | "neutral"                                       { $$ = LEAF(NEUTRAL, @$, 0); }
  | "rounded" NAME "to" grain                       { $$ = NODE(ROUNDED, @$, $2, NULL, $4); }
  | "rounded" NAME name "to" grain                  { $$ = NODE(ROUNDED, @$, $2, $3, $5); }
  | "least of all clauses"                          { $$ = LEAF(COMBINE, @$, WORD("least")); }
  | "greatest of all clauses"                       { $$ = LEAF(COMBINE, @$, WORD("greatest")); }
  | "may be silent" words                           { $$ = NODE(MAY_BE_SILENT, @$, 0, $2); }
  | LOST                                            { $$ = LEAF(BROKEN, @$, 0); }
  ;
grain
  : NUMBER                                          { $$ = LEAF(NUMBER, @$, $1); }
  | quantity
  | money ;
table_replaces: %empty                              { $$ = NULL; } | "replaces" refs { $$ = $2; } ;

/* -- sections and clauses */
section_lines: %empty                               { $$ = LEAF(LIST, @$, 0); } | section_lines1 ;
section_lines1: section_line                        { $$ = NODE(LIST, @$, 0, $1); }
  | section_lines1 section_line                     { $$ = ADD($1, $2, @$); } ;
section_line: amending
  | "applies only if" full                          { $$ = NODE(SECTION_APPLIES, @$, 0, $2); }
  | LOST                                            { $$ = LEAF(BROKEN, @$, 0); }
  ;
/* Of a section as of a clause: when it holds, where it stands, what it does to others. */
amending: effective
  | "placed after" ref                              { $$ = NODE(PLACED_AFTER, @$, 0, $2); }
  | "replaces" refs                                 { $$ = NODE(REPLACES, @$, 0, $2, NULL); }
  | "withdraws" refs                                { $$ = NODE(WITHDRAWS, @$, 0, $2, NULL); }
  | "withdraws" refs "added" words                  { $$ = NODE(WITHDRAWS, @$, 0, $2, $4); }
  | "keeps" refs                                    { $$ = NODE(KEEPS, @$, 0, $2); }
  ;
lines: %empty                                       { $$ = LEAF(LIST, @$, 0); } | lines1 ;
lines1: line                                        { $$ = NODE(LIST, @$, 0, $1); }
  | lines1 line                                     { $$ = ADD($1, $2, @$); } ;
line
  : amending
  | "replaces" refs "for" full                      { $$ = NODE(REPLACES, @$, 0, $2, $4); }
  | "unchanged from" refs                           { $$ = NODE(UNCHANGED, @$, 0, $2); }
  | "guidance" words                                { $$ = NODE(GUIDANCE, @$, 0, $2); }
  | "incomplete" words                              { $$ = NODE(INCOMPLETE, @$, 0, $2, NULL); }
  | "incomplete" words "reservation on" names       { $$ = NODE(INCOMPLETE, @$, 0, $2, $4); }
  | "hands over to" words                           { $$ = NODE(HANDS_OVER, @$, 0, $2); }
  | "says" words                                    { $$ = NODE(SAYS, @$, 0, $2, NULL); }
  | "says" words "at" words                         { $$ = NODE(SAYS, @$, 0, $2, $4); }
  | "cited as" words                                { $$ = NODE(CITED_AS, @$, 0, $2); }
  | "interpreted as" words "and not as" words       { $$ = NODE(INTERPRETED, @$, 0, $2, $4, NULL, NULL); }
  | "interpreted as" words "and not as" words "agreed by" words
                                                    { $$ = NODE(INTERPRETED, @$, 0, $2, $4, $6, NULL); }
  | "interpreted as" words "and not as" words "agreed by" words "," DATE
                                                    { $$ = NODE(INTERPRETED, @$, 0, $2, $4, $6, pol_build_literal(r, POL_N_DATE, @8, $8, NULL)); }
  | "interpreted as" words "and not as" words "agreed by" words "," LOST
                                                    { $$ = NODE(INTERPRETED, @$, 0, $2, $4, $6, LEAF(BROKEN, @8, 0)); }
  | rule
  | LOST                                            { $$ = LEAF(BROKEN, @$, 0); }
  ;
rule: effect ranks when except tails                { $$ = NODE(RULE, @$, 0, NULL, $1, $2, $3, $4, $5); }
  | "normally" effect ranks when except tails       { $$ = NODE(RULE, @$, 0, LEAF(WORD, @1, WORD("normally")), $2, $3, $4, $5, $6); } ;
ranks: %empty                                       { $$ = LEAF(LIST, @$, 0); } | ranks rank { $$ = ADD($1, $2, @2); } ;
rank: "despite" refs                                { $$ = NODE(DESPITE, @$, 0, $2); }
  | "subject to" refs                               { $$ = NODE(SUBJECT_TO, @$, 0, $2); } ;
when: %empty                                        { $$ = NULL; } | "when" full { $$ = $2; } ;
except: %empty                                      { $$ = NULL; } | "except when" full { $$ = $2; } ;
tails: %empty                                       { $$ = LEAF(LIST, @$, 0); } | tails tail { $$ = ADD($1, $2, @2); } ;
tail
  : "reason" reason                                 { $$ = NODE(REASON, @$, 0, $2); }
  | "added" words                                   { $$ = NODE(ADDED, @$, 0, $2); }
  | "departure decided by" name                     { $$ = NODE(DEPARTURE, @$, 0, $2); }
  ;

/* -- what a rule does */
effect
  : "refuses" names                                 { $$ = NODE(REFUSES, @$, 0, $2); }
  | "refers" names "to" names                       { $$ = NODE(REFERS, @$, 0, $2, $4); }
  | "permits" names                                 { $$ = NODE(PERMITS, @$, 0, $2, NULL); }
  | "permits" names "with" sum                      { $$ = NODE(PERMITS, @$, 0, $2, $4); }
  | "adds" sum "to" name                            { $$ = NODE(ADDS, @$, 0, $2, $4); }
  | "multiplies" name "by" sum                      { $$ = NODE(MULTIPLIES, @$, 0, $2, $4); }
  | "sets aside the refusals of" refs               { $$ = NODE(SETS_ASIDE, @$, WORD("refusals"), $2); }
  | "sets aside the referrals of" refs              { $$ = NODE(SETS_ASIDE, @$, WORD("referrals"), $2); }
  | subjects "only if" full                         { $$ = NODE(ONLY_IF, @$, 0, $1, $3); }
  | subjects "applies only if" full                 { $$ = NODE(APPLIES_ONLY_IF, @$, 0, $1, $3); }
  | subjects "is" sum                               { $$ = NODE(IS, @$, 0, $1, $3); }
  | subjects "is" schedule                          { $$ = NODE(IS, @$, 0, $1, $3); }
  | subjects "is capped at" sum                     { $$ = NODE(CAP, @$, WORD("capped"), $1, $3); }
  | subjects "is no later than" sum                 { $$ = NODE(CAP, @$, WORD("no_later"), $1, $3); }
  | subjects "is no less than" sum                  { $$ = NODE(FLOOR, @$, WORD("no_less"), $1, $3); }
  | subjects "is no earlier than" sum               { $$ = NODE(FLOOR, @$, WORD("no_earlier"), $1, $3); }
  | subjects strength name title deadline in        { $$ = NODE(DUTY, @$, $2 ? $2->text : 0, $1, $3, $4, $5, $6); }
  ;
subjects: SUBJECT                                   { $$ = NODE(LIST, @$, 0, LEAF(NAME, @1, $1)); }
  | subjects "," name                               { $$ = ADD($1, $3, @$); } ;
strength
  : "must"                                          { $$ = LEAF(WORD, @$, WORD("must")); }
  | "will"                                          { $$ = LEAF(WORD, @$, WORD("will")); }
  | "should"                                        { $$ = LEAF(WORD, @$, WORD("should")); }
  | "is expected to"                                { $$ = LEAF(WORD, @$, WORD("expected")); }
  | "normally"                                      { $$ = LEAF(WORD, @$, WORD("normally")); }
  | "tries to"                                      { $$ = LEAF(WORD, @$, WORD("best_effort")); }
  ;
deadline: %empty                                    { $$ = NULL; }
  | "by" sum                                        { $$ = NODE(DEADLINE, @$, WORD("by"), $2); }
  | "before" sum                                    { $$ = NODE(DEADLINE, @$, WORD("before"), $2); }
  | "on" sum                                        { $$ = NODE(DEADLINE, @$, WORD("on"), $2); }
  ;
in: %empty                                          { $$ = NULL; } | "in" name { $$ = $2; } ;

/* -- names and references */
name: NAME                                          { $$ = LEAF(NAME, @$, $1); } ;
names: name                                         { $$ = NODE(LIST, @$, 0, $1); }
  | names "," name                                  { $$ = ADD($1, $3, @$); } ;
dotted: name | DOTTED                               { $$ = LEAF(NAME, @$, $1); } ;
dotteds: dotted                                     { $$ = NODE(LIST, @$, 0, $1); }
  | dotteds "," dotted                              { $$ = ADD($1, $3, @$); } ;
id
  : NUMBER                                          { $$ = LEAF(REF, @$, $1); }
  | CLAUSE_ID                                       { $$ = LEAF(REF, @$, $1); }
  | DOTTED                                          { $$ = LEAF(REF, @$, $1); }
  | NAME                                            { $$ = LEAF(REF, @$, $1); }
  ;
ref: id | REF_KIND id                               { $$ = NODE(REF_KIND, @$, $1, $2); } ;
refs: ref                                           { $$ = NODE(LIST, @$, 0, $1); }
  | refs "," ref                                    { $$ = ADD($1, $3, @$); } ;

/* -- conditions; "and" mixed with "or" is read, and reported by the checker */
full
  : condition
  | bulleted
  | condition "and" bulleted                        { $$ = pol_build_junction(r, POL_N_AND, $1, $3, @$); }
  | condition "or" bulleted                         { $$ = pol_build_junction(r, POL_N_OR, $1, $3, @$); }
  ;
bulleted: "all of" bullets                          { $$ = pol_build_rename(r, $2, POL_N_ALL_OF, @$); }
  | "any of" bullets                                { $$ = pol_build_rename(r, $2, POL_N_ANY_OF, @$); } ;
bullets: BULLET test                                { $$ = NODE(LIST, @$, 0, $2); }
  | bullets BULLET test                             { $$ = ADD($1, $3, @$); } ;
condition
  : test
  | condition "and" test                            { $$ = pol_build_junction(r, POL_N_AND, $1, $3, @$); }
  | condition "or" test                             { $$ = pol_build_junction(r, POL_N_OR, $1, $3, @$); }
  ;
test
  : sum
  | sum "is" relation                               { $$ = NODE(TEST, @$, 0, $1, $3); }
  | sum "is" "not" relation                         { $$ = NODE(TEST_NOT, @$, 0, $1, $4); }
  | "not" test                                      { $$ = NODE(NOT, @$, 0, $2); }
  | "agreed" NAME                                   { $$ = LEAF(AGREED, @$, $2); }
  | "pending" NAME                                  { $$ = LEAF(PENDING, @$, $2); }
  ;
relation: sum                                       { $$ = NODE(RELATION, @$, WORD("is"), $1); } | comparison ;
comparison
  : sum "to" sum                                    { $$ = NODE(RELATION, @$, WORD("range"), $1, $3); }
  | "one of" values                                 { $$ = pol_build_rename(r, $2, POL_N_RELATION, @$); pol_build_call_it($$, WORD("one_of")); }
  | "within" sum "from" sum                         { $$ = NODE(RELATION, @$, WORD("within"), $2, $4); }
  | "at least" sum                                  { $$ = NODE(RELATION, @$, WORD("at_least"), $2); }
  | "at most" sum                                   { $$ = NODE(RELATION, @$, WORD("at_most"), $2); }
  | "more than" sum                                 { $$ = NODE(RELATION, @$, WORD("more_than"), $2); }
  | "less than" sum                                 { $$ = NODE(RELATION, @$, WORD("less_than"), $2); }
  | "before" sum                                    { $$ = NODE(RELATION, @$, WORD("before"), $2); }
  | "after" sum                                     { $$ = NODE(RELATION, @$, WORD("after"), $2); }
  | "on or before" sum                              { $$ = NODE(RELATION, @$, WORD("on_or_before"), $2); }
  | "on or after" sum                               { $$ = NODE(RELATION, @$, WORD("on_or_after"), $2); }
  | "above" sum                                     { $$ = NODE(RELATION, @$, WORD("above"), $2); }
  | "below" sum                                     { $$ = NODE(RELATION, @$, WORD("below"), $2); }
  ;
values: sum                                         { $$ = NODE(LIST, @$, 0, $1); }
  | values "," sum                                  { $$ = ADD($1, $3, @$); } ;

/* -- amounts; tightest first: of and 3 months before, minus, * and /, + and - */
sum
  : term
  | sum "+" term                                    { $$ = NODE(ADD, @$, 0, $1, $3); }
  | sum "-" term                                    { $$ = NODE(SUB, @$, 0, $1, $3); }
  ;
term
  : factor
  | term "*" factor                                 { $$ = NODE(MUL, @$, 0, $1, $3); }
  | term "/" factor                                 { $$ = NODE(DIV, @$, 0, $1, $3); }
  ;
factor
  : primary
  | quantity
  | "-" factor                                      { $$ = NODE(NEG, @$, 0, $2); }
  | named "before" factor                           { $$ = NODE(SHIFT, @$, WORD("before"), $1, $3); }
  | named "after" factor                            { $$ = NODE(SHIFT, @$, WORD("after"), $1, $3); }
  | named "above" factor                            { $$ = NODE(SHIFT, @$, WORD("above"), $1, $3); }
  | named "below" factor                            { $$ = NODE(SHIFT, @$, WORD("below"), $1, $3); }
  | primary "of" factor                             { $$ = NODE(OF, @$, 0, $1, $3); }
  | quantity "of" factor                            { $$ = NODE(OF, @$, 0, $1, $3); }
  | quantity "before" factor                        { $$ = NODE(SHIFT, @$, WORD("before"), $1, $3); }
  | quantity "after" factor                         { $$ = NODE(SHIFT, @$, WORD("after"), $1, $3); }
  | quantity "above" factor                         { $$ = NODE(SHIFT, @$, WORD("above"), $1, $3); }
  | quantity "below" factor                         { $$ = NODE(SHIFT, @$, WORD("below"), $1, $3); }
  ;
quantity
  : parts
  | parts "per" unit                                { $$ = pol_build_per(r, $1, $3, @$); }
  ;
parts: NUMBER unit                                  { $$ = NODE(QUANTITY, @$, 0, NULL, NODE(UNIT_OF, @$, $1, $2)); }
  | parts NUMBER unit                               { $$ = ADD($1, NODE(UNIT_OF, ((pol_span){@2.file, @2.start, @3.end}), $2, $3), @$); } ;
unit: UNIT                                          { $$ = LEAF(UNIT, @$, $1); } ;
money: MONEY                                        { $$ = pol_build_literal(r, POL_N_MONEY, @$, $1, NULL); }
  | MONEY "per" unit                                { $$ = pol_build_literal(r, POL_N_MONEY, @$, $1, $3); } ;
named
  : dotted
  | call
  | "(" full ")"                                    { $$ = NODE(PAREN, @$, 0, $2); }
  ;
primary
  : named
  | NUMBER                                          { $$ = LEAF(NUMBER, @$, $1); }
  | PERCENT                                         { $$ = LEAF(PERCENT, @$, $1); }
  | money
  | DATE                                            { $$ = pol_build_literal(r, POL_N_DATE, @$, $1, NULL); }
  | YEARLY                                          { $$ = pol_build_literal(r, POL_N_YEARLY, @$, $1, NULL); }
  | TIME                                            { $$ = pol_build_literal(r, POL_N_TIME, @$, $1, NULL); }
  | words
  | "yes"                                           { $$ = LEAF(YES, @$, 0); }
  | "no"                                            { $$ = LEAF(NO, @$, 0); }
  | LOST                                            { $$ = LEAF(BROKEN, @$, 0); }
  ;
call
  : NAME "(" arguments ")"                          { $$ = pol_build_rename(r, $3, POL_N_CALL, @$); pol_build_call_it($$, $1); }
  | NAME "(" "each" NAME "in" sum ")"               { $$ = NODE(CALL_EACH, @$, $1, NULL, LEAF(EACH, @4, $4), $6, NULL); }
  | NAME "(" "each" NAME "in" sum "where" full ")"  { $$ = NODE(CALL_EACH, @$, $1, NULL, LEAF(EACH, @4, $4), $6, $8); }
  | NAME "(" sum "for each" NAME "in" sum ")"       { $$ = NODE(CALL_EACH, @$, $1, $3, LEAF(EACH, @5, $5), $7, NULL); }
  | NAME "(" sum "for each" NAME "in" sum "where" full ")"
                                                    { $$ = NODE(CALL_EACH, @$, $1, $3, LEAF(EACH, @5, $5), $7, $9); }
  ;
arguments: sum                                      { $$ = NODE(LIST, @$, 0, $1); }
  | arguments "," sum                               { $$ = ADD($1, $3, @$); } ;

/* -- tables; a row is on one line, and the filter says where that ends */
rows: heading                                       { $$ = NODE(ROWS, @$, 0, $1); }
  | rows row                                        { $$ = pol_build_row(r, $1, $2, @$); } ;
heading: ROW columns ROW_END                        { $$ = $2; pol_build_widen($$, @$); }
  | ROW LOST ROW_END                                { $$ = NODE(HEAD, @$, 0, LEAF(BROKEN, @2, 0)); } ;
columns: column "|"                                 { $$ = NODE(HEAD, @$, 0, $1); }
  | columns column "|"                              { $$ = ADD($1, $2, @$); } ;
column
  : NAME                                            { $$ = LEAF(COLUMN, @$, $1); }
  | DOTTED                                          { $$ = LEAF(COLUMN, @$, $1); }
  | "as of"                                         { $$ = LEAF(COLUMN, @$, WORD("as_of")); }
  | "under"                                         { $$ = LEAF(COLUMN, @$, WORD("under")); }
  | "not under"                                     { $$ = LEAF(COLUMN, @$, WORD("not_under")); }
  | "missing"                                       { $$ = LEAF(COLUMN, @$, WORD("missing")); }
  | "presumed"                                      { $$ = LEAF(COLUMN, @$, WORD("presumed")); }
  | "reserved by"                                   { $$ = LEAF(COLUMN, @$, WORD("reserved_by")); }
  | "blocked by"                                    { $$ = LEAF(COLUMN, @$, WORD("blocked_by")); }
  | "despite"                                       { $$ = LEAF(COLUMN, @$, WORD("despite")); }
  ;
row: ROW cells ROW_END                              { $$ = $2; pol_build_widen($$, @$); }
  | ROW LOST ROW_END                                { $$ = LEAF(BROKEN, @$, 0); } ;
cells: cell "|"                                     { $$ = NODE(ROW, @$, 0, $1); }
  | cells cell "|"                                  { $$ = ADD($1, $2, @$); } ;
cell
  : %empty                                          { $$ = LEAF(CELL, @$, 0); }
  | items
  | comparison                                      { $$ = NODE(CELL, @$, WORD("relation"), $1); }
  | "not" sum                                       { $$ = NODE(CELL, @$, WORD("not"), $2); }
  | "not" comparison                                { $$ = NODE(CELL, @$, WORD("not"), $2); }
  | "from" sum                                      { $$ = NODE(CELL, @$, WORD("from"), $2); }
  | "from" sum "to" sum                             { $$ = NODE(CELL, @$, WORD("from"), $2, $4); }
  ;
items: item                                         { $$ = NODE(CELL, @$, 0, $1); }
  | items "," item                                  { $$ = ADD($1, $3, @$); } ;
item: sum | CLAUSE_ID                               { $$ = LEAF(REF, @$, $1); } ;

/* -- scenarios */
scenario_lines: %empty                              { $$ = LEAF(LIST, @$, 0); } | scenario_lines1 ;
scenario_lines1: scenario_line                      { $$ = NODE(LIST, @$, 0, $1); }
  | scenario_lines1 scenario_line                   { $$ = ADD($1, $2, @$); } ;
scenario_line
  : "as of" sum                                     { $$ = NODE(AS_OF, @$, 0, $2); }
  | "like" words                                    { $$ = NODE(LIKE, @$, 0, $2); }
  | "given" givens                                  { $$ = pol_build_rename(r, $2, POL_N_GIVEN, @$); }
  | "but" givens                                    { $$ = pol_build_rename(r, $2, POL_N_BUT, @$); }
  | "expect" dotted expect_tails                    { $$ = pol_build_expect(r, @$, $2, NULL, $3); }
  | "expect" "not" dotted expect_tails              { $$ = pol_build_expect(r, @$, $3, LEAF(EXPECT_NO, @2, 0), $4); }
  | "expect" dotted "is" expected_value expect_tails { $$ = pol_build_expect(r, @$, $2, $4, $5); }
  | LOST                                            { $$ = LEAF(BROKEN, @$, 0); }
  ;
expected_value
  : values                                          { $$ = NODE(EXPECT_IS, @$, 0, $1, NULL, NULL); }
  | values "to" names                               { $$ = NODE(EXPECT_IS, @$, 0, $1, $3, NULL); }
  | values "with" sum                               { $$ = NODE(EXPECT_IS, @$, 0, $1, NULL, $3); }
  ;
expect_tails: %empty                                { $$ = LEAF(LIST, @$, 0); } | expect_tails expect_tail { $$ = ADD($1, $2, @2); } ;
expect_tail
  : "under" refs                                    { $$ = pol_build_rename(r, $2, POL_N_UNDER, @$); }
  | "not under" refs                                { $$ = pol_build_rename(r, $2, POL_N_NOT_UNDER, @$); }
  | "missing" dotteds                               { $$ = pol_build_rename(r, $2, POL_N_MISSING, @$); }
  | "presumed" dotteds                              { $$ = pol_build_rename(r, $2, POL_N_EXPECT_PRESUMED, @$); }
  | "reserved by" refs                              { $$ = pol_build_rename(r, $2, POL_N_RESERVED_BY, @$); }
  | "blocked by" refs                               { $$ = pol_build_rename(r, $2, POL_N_BLOCKED_BY, @$); }
  ;
givens: given_commas | given_bullets ;
given_commas: given                                 { $$ = NODE(LIST, @$, 0, $1); }
  | given_commas "and" given                        { $$ = ADD($1, $3, @$); } ;
given_bullets: BULLET given                         { $$ = NODE(LIST, @$, 0, $2); }
  | given_bullets BULLET given                      { $$ = ADD($1, $3, @$); } ;
given
  : dotted                                          { $$ = LEAF(GIVEN_FACT, @$, $1->text); }
  | "not" dotted                                    { $$ = LEAF(GIVEN_NOT, @$, $2->text); }
  | LOST                                            { $$ = LEAF(BROKEN, @$, 0); }
  | dotted "is" values                              { $$ = pol_build_rename(r, $3, POL_N_GIVEN_FACT, @$); pol_build_call_it($$, $1->text); }
  ;
%%
/* A token's number from bison's own: both are in the order of the declarations above. */
static int token_of(yysymbol_kind_t symbol) { return symbol == YYSYMBOL_YYEOF ? 0 : (int)symbol - (int)YYSYMBOL_POLICY + (int)TOK_POLICY; }
_Static_assert((int)YYSYMBOL_PIPE - (int)YYSYMBOL_POLICY == (int)TOK_PIPE - (int)TOK_POLICY, "tokens and symbols are numbered alike");

static int yyreport_syntax_error(const yypcontext_t *context, pol_reading *r) {
  pol_trouble *t = &r->trouble;
  *t = (pol_trouble){ .token = token_of(yypcontext_token(context)), .before = r->before, .raw = r->given, .at = *yypcontext_location(context) };
  if (r->goal) return 0; /* of a trial, only that it failed counts */
  yysymbol_kind_t wanted[YYNTOKENS];
  int n = yypcontext_expected_tokens(context, wanted, YYNTOKENS);
  for (int i = 0; i < n; i++) pol_trouble_want(t, token_of(wanted[i]));
  return 0;
}

/* Bison calls this for one thing only: its stack is full. */
static void pol_yyerror(const pol_span *at, pol_reading *r, const char *message) {
  (void)message;
  r->exhausted = true;
  r->trouble = (pol_trouble){ .before = r->before, .raw = r->given, .at = *at };
}
