#include "cli/cli.h"
#include <string.h>

const pol_option_row pol_option_rows[POL_OPTIONS] = {
    [POL_OPT_AMEND] = {.name = "amend", .argument = "FILE[@DATE]", .what = "apply this amendment too; in force from DATE; may be repeated", .endings = "pol", .repeated = true},
    [POL_OPT_FACTS] = {.name = "facts", .argument = "FILE", .what = "the facts, as JSON, NDJSON or CSV; - is standard input", .endings = "json|ndjson|csv"},
    [POL_OPT_FACTS_FORMAT] = {.name = "facts-format", .argument = "json|ndjson|csv", .what = "their form, where the file's ending does not tell it"},
    [POL_OPT_DELIMITER] = {.name = "delimiter", .argument = "C", .what = "what the fields of a CSV stand apart by: ; or | or tab; left out: a comma"},
    [POL_OPT_MAP] = {.name = "map", .argument = "HEADING=FACT", .what = "a heading of the CSV, or a key of the JSON, that stands for this fact, or for id; with nothing after =, for none; may be repeated", .repeated = true},
    [POL_OPT_GIVEN] = {.name = "given", .argument = "FILE", .what = "what holds for every record that does not say otherwise, as JSON", .endings = "json"},
    [POL_OPT_ASK] = {.name = "ask", .argument = "DECISION", .what = "only this decision; may be repeated; left out: all", .repeated = true},
    [POL_OPT_AS_OF] = {.name = "as-of", .argument = "DATE", .what = "the date to decide for, YYYY-MM-DD; left out: today"},
    [POL_OPT_ID] = {.name = "id", .argument = "ID", .what = "only the record with this id"},
    [POL_OPT_WHY_NOT] = {.name = "why-not", .argument = "OUTCOME", .what = "what would have to change: permitted, referred or refused", .choices = "permitted|referred|refused"},
    [POL_OPT_TRACE] = {.name = "trace", .what = "every clause, condition and fact, not only what decides"},
    [POL_OPT_OPEN] = {.name = "open", .what = "in HTML, the annexes open, so that they are printed too"},
    [POL_OPT_LETTERHEAD] = {.name = "letterhead", .argument = "FILE", .what = "in HTML, plain text to stand above, open and close the letter"},
    [POL_OPT_OUTCOMES] = {.name = "outcomes", .what = "in CSV, a column with the outcome beside each value"},
    [POL_OPT_ONLY_NEEDED] = {.name = "only-needed", .what = "decide nothing: list the columns that the decisions read"},
    [POL_OPT_RECEIPT] = {.name = "receipt", .argument = "FILE", .what = "write there what was decided, from what and why, for pol replay; a new file, for your eyes only", .endings = "ndjson"},
    [POL_OPT_STRICT] = {.name = "strict", .what = "stop at the first record that has a wrong fact, or an answer that is an error or a contradiction"},
    [POL_OPT_THREADS] = {.name = "threads", .argument = "N", .what = "how many threads decide; left out: one a processor"},
    [POL_OPT_SPEED] = {.name = "speed", .argument = "best|engine|portable|v2|v3|v4", .what = "which code decides", .hidden = true}, /* the same comes out, at another speed */
    [POL_OPT_FILTER] = {.name = "filter", .argument = "TEXT", .what = "only scenarios with this text in their title"},
    [POL_OPT_COVERAGE] = {.name = "coverage", .what = "what the scenarios show of the policy, and what they do not"},
    [POL_OPT_MIN_CLAUSE] = {.name = "min-clause", .argument = "PERCENT", .what = "how many clauses with rules must decide some scenario"},
    [POL_OPT_MIN_CONDITION] = {.name = "min-condition", .argument = "PERCENT", .what = "how many conditions must be shown to decide alone"},
    [POL_OPT_WATCH] = {.name = "watch", .what = "go on: run them again whenever a file changes"},
    [POL_OPT_NAMES] = {.name = "names", .what = "with the names of facts, definitions and decisions in brackets"},
    [POL_OPT_MUTATE] = {.name = "mutate", .what = "small changes of the policy that no scenario notices"},
    [POL_OPT_KNOWN] = {.name = "known", .argument = "FILE", .what = "changes that need not be noticed: lines of an id and the reason"},
    [POL_OPT_FIX] = {.name = "fix", .what = "mend in the files what is sure, and show what remains"},
    [POL_OPT_CHECK] = {.name = "check", .what = "write nothing; name what differs, with exit status 1"},
    [POL_OPT_DIFF] = {.name = "diff", .what = "write nothing; show what would change"},
    [POL_OPT_CONSOLIDATED] = {.name = "consolidated", .what = "print one text: the policy with its amendments carried out"},
    [POL_OPT_BY] = {.name = "by", .argument = "FACT", .what = "people grouped by this fact; may be repeated; several with commas", .repeated = true},
    [POL_OPT_PEOPLE] = {.name = "people", .what = "a line a person whose outcome changes: losses first, the largest first"},
    [POL_OPT_MOST] = {.name = "most", .argument = "N", .what = "how many of the largest differences of each decision are shown"},
    [POL_OPT_REDLINE] = {.name = "redline", .what = "the words of the clauses that differ, with - before the old and + before the new"},
    [POL_OPT_EXIT_CODE] = {.name = "exit-code", .what = "status 1 where the versions differ, for a build"},
    [POL_OPT_OUTPUT] = {.name = "output", .argument = "FILE", .what = "where the result goes; it has this name only when it is whole"},
    [POL_OPT_FORMAT] = {.name = "format", .what = "the form of the result; the first is the default"}, /* its choices are the command's formats */
    [POL_OPT_COLOR] = {.name = "color", .argument = "auto|always|never", .what = "colour; auto: on a terminal, and as the environment says"},
    [POL_OPT_VERBOSE] = {.name = "verbose", .what = "say at the end what the program gave up, so that no mistake of it can reach further; -v is the same"},
    [POL_OPT_HELP] = {.name = "help", .what = "this page; -h is the same"},
};

static const pol_format_row check_formats[] = {{"text", POL_FORM_TEXT}, {"json", POL_FORM_JSON}, {"sarif", POL_FORM_SARIF}, {NULL, 0}};
static const pol_format_row decide_formats[] = {
    {"text", POL_FORM_TEXT}, {"json", POL_FORM_JSON}, {"ndjson", POL_FORM_NDJSON}, {"csv", POL_FORM_CSV}, {NULL, 0}};
static const pol_format_row explain_formats[] = {
    {"text", POL_FORM_TEXT}, {"json", POL_FORM_JSON}, {"ndjson", POL_FORM_NDJSON}, {"html", POL_FORM_HTML}, {"dot", POL_FORM_DOT}, {NULL, 0}};
static const pol_format_row test_formats[] = {
    {"text", POL_FORM_TEXT}, {"tap", POL_FORM_TAP}, {"junit", POL_FORM_JUNIT}, {"json", POL_FORM_JSON}, {"html", POL_FORM_HTML}, {NULL, 0}};
static const pol_format_row facts_formats[] = {
    {"text", POL_FORM_TEXT}, {"json-schema", POL_FORM_JSON_SCHEMA}, {"csv", POL_FORM_CSV}, {NULL, 0}};
static const pol_format_row compare_formats[] = {
    {"text", POL_FORM_TEXT}, {"json", POL_FORM_JSON}, {"ndjson", POL_FORM_NDJSON}, {"csv", POL_FORM_CSV}, {"html", POL_FORM_HTML}, {"xlsx", POL_FORM_XLSX}, {NULL, 0}};
static const pol_format_row replay_formats[] = {{"text", POL_FORM_TEXT}, {"json", POL_FORM_JSON}, {NULL, 0}};
static const pol_format_row read_formats[] = {{"text", POL_FORM_TEXT}, {"json", POL_FORM_JSON}, {NULL, 0}};

static const pol_format_row doc_formats[] = {{"text", POL_FORM_TEXT}, {"markdown", POL_FORM_MARKDOWN}, {"html", POL_FORM_HTML}, {NULL, 0}};

/* -- examples */

static const pol_example check_examples[] = {
    {"pol check policies/secondment", "all that is wrong with a policy"},
    {"pol check --format json policies/secondment", "the same for an editor or a build"},
    {"pol check policies/alliance/terms --amend policies/alliance/harmonisation.pol", "a policy with an amendment on top"},
    {NULL, NULL}};
static const pol_example fmt_examples[] = {
    {"pol fmt policies", "all files of a folder are laid out anew"},
    {"pol fmt --diff policies/secondment", "what that would change"},
    {"pol fmt --check policies stdlib/hr", "for a build: exit status 1 when a file is not laid out"},
    {"pol fmt - < stdlib/calendar.pol", "as a filter, for an editor"},
    {"pol fmt --consolidated policies/alliance/terms --amend policies/alliance/harmonisation.pol --as-of 2024-04-01", "the policy as it stands that day, its amendment carried out"},
    {NULL, NULL}};
static const pol_example decide_examples[] = {
    {"pol decide policies/secondment --facts policies/secondment/facts/refused.json --as-of 2024-04-01", "every decision about one application"},
    {"pol decide policies/secondment --facts - --ask acting_rank_permitted --format csv < policies/secondment/facts/refused.json",
     "one decision, with the facts from standard input and a table out"},
    {"pol decide policies/alliance/terms --ask annual_leave_hours --only-needed", "what has to be exported for one decision"},
    {"pol decide policies/alliance/terms --facts policies/alliance/roster.csv --ask annual_leave_hours --format csv --output leave.csv", "everybody's, into a file that is whole, or as it was before"},
    {"pol decide policies/secondment --facts policies/secondment/facts/refused.json --as-of 2024-04-01 --ask acting_rank_permitted --receipt refused.ndjson", "with a receipt, which pol replay reads"},
    {NULL, NULL}};
static const pol_example replay_examples[] = {
    {"pol replay refused.ndjson policies/secondment", "whether it would be decided so today"},
    {"pol replay refused.ndjson policies/secondment --format json", "the same for a program"},
    {NULL, NULL}};
static const pol_example explain_examples[] = {
    {"pol explain policies/secondment --facts policies/secondment/facts/refused.json --ask acting_rank_permitted", "why an application is refused"},
    {"pol explain policies/secondment --facts policies/secondment/facts/refused.json --ask acting_rank_permitted --why-not permitted",
     "what would have to change"},
    {"pol explain policies/secondment --facts policies/secondment/facts/refused.json --ask acting_rank_permitted --format html > letter.html",
     "a letter to the applicant"},
    {NULL, NULL}};
static const pol_example compare_examples[] = {
    {"pol compare policies/alliance/terms --amend policies/alliance/harmonisation.pol", "what an amendment changes, with an example for each decision"},
    {"pol compare policies/alliance/terms --amend policies/alliance/harmonisation.pol --redline", "its clauses, old beside new"},
    {"pol compare policies/alliance/terms --amend policies/alliance/harmonisation.pol --facts policies/alliance/roster.csv --as-of 2023-04-01 "
     "--ask annual_leave_hours --ask unpaid_leave_cap_days --people",
     "who gains and who loses"},
    {"pol compare policies/alliance/terms --amend policies/alliance/harmonisation.pol --facts - --facts-format csv --format csv < policies/alliance/roster.csv", "a table of everybody whom it changes something for"},
    {NULL, NULL}};
static const pol_example test_examples[] = {
    {"pol test policies", "the scenarios of every policy below a folder"},
    {"pol test policies/secondment --filter rank", "those with rank in their title"},
    {"pol test policies/alliance/terms --amend policies/alliance/harmonisation.pol --filter leave", "a policy, and the policy with an amendment on top"},
    {"pol test policies/secondment --coverage --trace", "what no scenario shows yet"},
    {"pol test policies/secondment --mutate", "which small changes nobody would notice"},
    {"pol test policies/secondment --format junit", "for a build server"},
    {NULL, NULL}};
static const pol_example facts_examples[] = {
    {"pol facts policies/secondment --ask acting_rank_permitted", "what one decision needs to know"},
    {"pol facts policies/secondment --format csv", "the heading of a table to fill in"},
    {NULL, NULL}};
static const pol_example read_examples[] = {
    {"pol read policies/secondment 3.15.3", "what one clause was understood to say"},
    {"pol read policies/secondment 3.15 --names", "a section, with the names that the policy uses"},
    {NULL, NULL}};
static const pol_example doc_examples[] = {
    {"pol doc policies/secondment --format html > secondment.html", "a page to approve a policy from"},
    {"pol doc stdlib", "all that the standard library has"},
    {"pol doc hr.rounding", "one module of it"},
    {NULL, NULL}};
static const pol_example tree_examples[] = {{"pol tree policies/secondment", "what pol reads there"}, {NULL, NULL}};
static const pol_example program_examples[] = {{"pol program policies/secondment", "what pol computes there"}, {NULL, NULL}};
static const pol_example help_examples[] = {
    {"pol help decide", "the page of a command"}, {"pol help POL0301", "what a code means, with an example"}, {"pol help codes", "all of them, a line each"}, {NULL, NULL}};

#define BIT(name) POL_OPT_BIT(POL_OPT_##name)
#define SHOWN (BIT(FORMAT) | BIT(COLOR))
#define TABLE (BIT(FACTS) | BIT(FACTS_FORMAT) | BIT(DELIMITER) | BIT(MAP) | BIT(GIVEN))
#define ASKED (BIT(AMEND) | TABLE | BIT(ASK) | BIT(AS_OF) | BIT(ID))

const pol_command pol_commands[] = {
    {.name = "check", .also = "lint|validate|verify|build", .operands = "POLICY…",
     .what = "what is wrong with a policy, as far as it shows without facts",
     .more = "A fix is sure when it can only be what was meant; --fix writes those into the files and names them.",
     .bad_news = "there are errors; warnings and notes alone give 0",
     .examples = check_examples, .formats = check_formats, .options = SHOWN | BIT(AMEND) | BIT(FIX), .needs_operand = true, .run = pol_check_run},
    {.name = "fmt", .also = "format|tidy|layout", .operands = "PATH…",
     .what = "write policies in the layout of the house",
     .more = "A folder stands for the .pol files in it and in the folders below. The words and comments of a file stay as they are; spaces, line ends and the order of qualifiers change. Files are written in place, and those that changed are named; "
             "- reads standard input and writes standard output. A file with mistakes in its words is left as it is, and the exit status is 2. "
             "With --consolidated nothing is written in place: the paths are one policy, and its text of one day (--as-of; today, where none is given) goes to standard output, with what each --amend changes carried out, and without "
             "the scenarios that hold no longer.",
     .bad_news = "with --check, a file is not in the layout; with --consolidated, nothing is in force that day",
     .examples = fmt_examples, .options = BIT(CHECK) | BIT(DIFF) | BIT(CONSOLIDATED) | BIT(AMEND) | BIT(AS_OF) | BIT(COLOR), .needs_operand = true, .run = pol_fmt_run},
    {.name = "decide", .also = "run|eval|evaluate|ask|answer", .operands = "POLICY… --facts FILE",
     .what = "the outcome of each decision, for one record or many",
     .more = "A fact is given under its name, or under the last part of it where no other fact ends so: employee.grade, grade. --map says what other headings stand for. Of a fact that both a "
             "record and --given have, the record's own value counts. --only-needed lists the columns that are worth exporting, a line each, or with --format csv as the heading of a table; "
             "it needs no facts.\n"
             "A record with a wrong fact is not decided; the others are, and at the end it is said how many were not. With --strict nothing is decided after the first record that has one, or an answer that is an error or a contradiction: the records before it are written to standard output, but no file of "
             "--output. Decisions are "
             "written while facts are read: tables and lines of any length, in memory that does not grow, in the order of the records, whatever the number of threads.\n"
             "A receipt is lines of JSON: what was decided from (digests of every text, and of what each clause means), all facts as they came, the answers with every clause, condition and fact, and a digest of all that. "
             "It holds personal data: only you may read the file, and it is written whole, before the first decision is, or not at all. It names no machine, no time and nobody who is not in the facts, so that the same question gives the same bytes.",
     .bad_news = "a record has a wrong fact, or an answer is an error or a contradiction",
     .examples = decide_examples, .formats = decide_formats, .options = SHOWN | ASKED | BIT(OUTCOMES) | BIT(TRACE) | BIT(ONLY_NEEDED) | BIT(RECEIPT) | BIT(STRICT) | BIT(THREADS) | BIT(SPEED) | BIT(OUTPUT), .needs_operand = true, .run = pol_decide_run},
    {.name = "replay", .also = "verify-receipt|redo|audit|receipt", .operands = "RECEIPT POLICY…",
     .what = "decide a receipt again: whether anything differs, and why",
     .more = "The facts, the day and what was asked come from the receipt that pol decide --receipt wrote; the policy from the files named, an amendment with --amend, in force from the day that the receipt has where none is given. "
             "What differs is told apart: the receipt itself (it was altered: its digest does not fit), the engine, texts (their layout and comments; their words, such as titles and reasons; their meaning, clause by clause), facts that "
             "do not fit the policy any more, and the answers, the old beside the new, with the grounds and traces behind them. Where a file stands is no difference. pol compare OLD NEW --redline has the words of two versions side by side.\n"
             "The digest shows that a receipt is not what was written to whoever keeps the digest apart from it, say in the letter: who can write a file can write another receipt.",
     .bad_news = "anything differs, be it a comment",
     .examples = replay_examples, .formats = replay_formats, .options = SHOWN | BIT(AMEND) | BIT(TRACE) | BIT(THREADS) | BIT(SPEED), .needs_operand = true, .run = pol_replay_run},
    {.name = "explain", .also = "why|trace", .operands = "POLICY… --facts FILE",
     .what = "why: the clauses that decide, and what is missing",
     .more = "html is a letter to the person, dot a drawing of the reasons: both of one record and one decision, with confidential facts withheld. A letterhead is plain text; lines of --- "
             "in it part what stands above the letter, what opens it and what closes it.",
     .bad_news = "a record has a wrong fact, or an answer is an error or a contradiction",
     .examples = explain_examples, .formats = explain_formats, .options = SHOWN | ASKED | BIT(WHY_NOT) | BIT(TRACE) | BIT(OPEN) | BIT(LETTERHEAD), .needs_operand = true, .run = pol_explain_run},
    {.name = "compare", .also = "diff|impact|versions|redline", .operands = "OLD NEW | POLICY… --amend FILE",
     .what = "two versions of a policy: what differs, who gains and who loses",
     .more = "By text: clauses added, withdrawn, replaced and reworded, and the facts newly needed. By meaning: the decisions that can change at all, each with facts for which it does. "
             "By people, with --facts: for each record and decision the outcome before and after, and the changes that carry the difference, found by switching them on one at a time. "
             "OLD and NEW are a file or a folder each.\n"
             "CSV and NDJSON of any length are read piece by piece. The text lists the largest differences; csv has a row for each person and decision that changes or cannot be told.",
     .bad_news = "a record has a wrong fact; with --exit-code, the versions differ",
     .examples = compare_examples, .formats = compare_formats,
     .options = SHOWN | BIT(AMEND) | TABLE | BIT(ASK) | BIT(AS_OF) | BIT(ID) | BIT(BY) | BIT(PEOPLE) | BIT(MOST) | BIT(REDLINE) | BIT(EXIT_CODE) | BIT(OUTPUT), .needs_operand = true, .run = pol_compare_run},
    {.name = "test", .also = "tests|scenarios|scenario", .operands = "[PATH…]",
     .what = "run the scenarios of policies",
     .more = "Files given together are one policy. A folder is one policy when just one of its .pol files has a policy header, else each of its files is one; "
             "the folders in it are tested too. No PATH: the folder we are in. "
             "A policy is tested alone, and then with its amendments on top, one more at a time: those of --amend, or those in its folder or in one above, in the order of their names. A scenario holds for the policy "
             "as the file with the scenario leaves it; coverage and changes are those of that file. With --amend, --known and the forms for programs are about the last amendment. "
             "--coverage counts the clauses that decide, the conditions seen both ways and shown to decide on their own, and the limits with a case on both sides; "
             "with --trace it lists every gap, with --format html it shows them in the policy's text, and with --min-clause and --min-condition what is missing. "
             "--mutate changes one thing at a time (an edge, a constant, and or or, a condition, an exception, an effect, a precedence) and shows the changes with which every scenario would still pass, "
             "each with its id and, where one is found, a case that shows it. A change that makes no difference is waved through by a line of the file of --known: its id, a blank, and the reason.",
     .bad_news = "a scenario fails, less is covered than is asked for, a change is neither noticed nor known, or what is known does not hold any more",
     .examples = test_examples, .formats = test_formats, .options = SHOWN | BIT(AMEND) | BIT(FILTER) | BIT(COVERAGE) | BIT(MIN_CLAUSE) | BIT(MIN_CONDITION) | BIT(MUTATE) | BIT(KNOWN) | BIT(WATCH) | BIT(TRACE), .run = pol_test_run},
    {.name = "facts", .also = "schema|inputs|decisions", .operands = "POLICY…",
     .what = "the facts and decisions that a policy declares", .more = "With --ask, only the facts that those decisions read.",
     .examples = facts_examples, .formats = facts_formats, .options = SHOWN | BIT(AMEND) | BIT(ASK), .needs_operand = true, .run = pol_facts_run},
    {.name = "read", .also = "say|speak|readback|print|clauses", .operands = "POLICY… [CLAUSE…]",
     .what = "the clauses read back in sentences, as they were understood",
     .more = "The sentences are made from what was understood, not from its words, to be held beside the document. A CLAUSE is an id or a section's; left out: all. What "
             "is in quotation marks is a question, or a term that is explained below the clauses. Of a clause with its published words, the hedges, numbers, roles and cross "
             "references that no rule has are listed.",
     .examples = read_examples, .formats = read_formats, .options = SHOWN | BIT(AMEND) | BIT(NAMES), .needs_operand = true, .run = pol_read_run},
    {.name = "doc", .also = "docs|document|documentation|manual", .operands = "POLICY… | stdlib | MODULE",
     .what = "documentation: of a policy, or of the standard library",
     .more = "Of a policy: what it decides and how its questions rest on each other, every clause with its rules in sentences, the words it uses, its facts, the readings taken, what "
             "was added and what is missing. html is one page with every cross reference a link. stdlib lists all that modules declare, with what it means and its source; a name such as "
             "hr.rounding, one module.",
     .examples = doc_examples, .formats = doc_formats, .options = SHOWN | BIT(AMEND), .needs_operand = true, .run = pol_doc_run},
    {.name = "tree", .also = "ast|parse|dump", .operands = "POLICY…", .what = "what was read from a policy, as JSON, for tools", .more = "",
     .examples = tree_examples, .options = BIT(AMEND) | BIT(COLOR), .needs_operand = true, .run = pol_tree_run},
    {.name = "program", .also = "compile", .operands = "POLICY…", .what = "the compiled steps of a policy, for people who work on pol", .more = "",
     .examples = program_examples, .options = BIT(AMEND) | BIT(COLOR), .needs_operand = true, .run = pol_program_run},
    {.name = "help", .also = "man|usage", .operands = "[COMMAND | CODE | codes]", .what = "this page, a command's, or what a code such as POL0301 means", .more = "codes lists them all.",
     .examples = help_examples, .run = pol_help_run},
};
const size_t pol_command_count = sizeof pol_commands / sizeof *pol_commands;

const pol_command *pol_command_find(const char *name) {
  for (size_t i = 0; i < pol_command_count; i++)
    if (strcmp(pol_commands[i].name, name) == 0) return &pol_commands[i];
  return NULL;
}

const pol_top_row pol_top_rows[] = {
    {'h', "help", NULL, "this page", pol_help_all},
    {'V', "version", NULL, "which pol this is, and how it was built", pol_version_run},
    {0, "generate", POL_GENERATE_KINDS, "the man page, or what makes a shell complete what you type", pol_generate_run},
};
const size_t pol_top_count = sizeof pol_top_rows / sizeof *pol_top_rows;

const pol_variable pol_variables[] = {
    {"NO_COLOR", "with any text in it: no colour, unless --color always is given"},
    {"CLICOLOR_FORCE", "with any text in it but 0: colour everywhere, unless --color or NO_COLOR says otherwise"},
    {"TERM", "dumb: a terminal without colour"},
    {NULL, NULL},
};

const char pol_about[] =
    "A POLICY is a file, a folder (the .pol files in it) or - (standard input); several are read as one policy. --amend FILE puts an amendment on top of it, several in the order in which they are named; "
    "FILE@2024-04-01 says from which day one is in force that does not say so itself. Results go to standard output, whole or not at all (decisions about many records: in "
    "whole records); everything else goes to standard error.\n"
    "Exit status: 0 done; 1 done, and the answer is bad news; 2 could not be done. A refusal is not bad news.";
const char pol_about_options[] =
    "Options come after the command and may stand before, between and after files; -- ends them, so that a file may be called --x. --ask days and --ask=days are the same. "
    "Names of options are never shortened, so that a command written today means the same when there are more of them.";
