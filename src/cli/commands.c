#include "cli/cli.h"
#include <string.h>

const pol_option_row pol_option_rows[POL_OPTIONS] = {
    /* ORDER: as pol_option */
    {"facts", "FILE", "the facts, as JSON, NDJSON or CSV; - is standard input", false},
    {"facts-format", "json|ndjson|csv", "their form, where the file's ending does not tell it", false},
    {"ask", "DECISION", "only this decision; may be repeated; all when left out", true},
    {"as-of", "DATE", "the date to decide for, YYYY-MM-DD; today when left out", false},
    {"id", "ID", "only the record with this id", false},
    {"why-not", "OUTCOME", "what would have to change: permitted, referred or refused", false},
    {"trace", NULL, "every clause, condition and fact, not only what decides", false},
    {"outcomes", NULL, "in CSV, a column with the outcome beside each value", false},
    {"filter", "TEXT", "only scenarios with this text in their title", false},
    {"fix", NULL, "mend in the files what is sure, and show what remains", false},
    {"check", NULL, "write nothing; name what differs, with exit status 1", false},
    {"diff", NULL, "write nothing; show what would change", false},
    {"format", NULL, "the form of the result", false}, /* its argument is the command's formats */
    {"color", "auto|always|never", "colour; auto is on a terminal, unless NO_COLOR is set", false},
    {"help", NULL, "this page", false},
};

static const pol_format_row check_formats[] = {{"text", POL_FORM_TEXT}, {"json", POL_FORM_JSON}, {"sarif", POL_FORM_SARIF}, {NULL, 0}};
static const pol_format_row decide_formats[] = {
    {"text", POL_FORM_TEXT}, {"json", POL_FORM_JSON}, {"ndjson", POL_FORM_NDJSON}, {"csv", POL_FORM_CSV}, {NULL, 0}};
static const pol_format_row explain_formats[] = {{"text", POL_FORM_TEXT}, {"json", POL_FORM_JSON}, {"ndjson", POL_FORM_NDJSON}, {NULL, 0}};
static const pol_format_row test_formats[] = {
    {"text", POL_FORM_TEXT}, {"tap", POL_FORM_TAP}, {"junit", POL_FORM_JUNIT}, {"json", POL_FORM_JSON}, {NULL, 0}};
static const pol_format_row facts_formats[] = {
    {"text", POL_FORM_TEXT}, {"json-schema", POL_FORM_JSON_SCHEMA}, {"csv", POL_FORM_CSV}, {NULL, 0}};

#define BIT(name) (1u << POL_OPT_##name)
#define SHOWN (BIT(FORMAT) | BIT(COLOR))
#define ASKED (BIT(FACTS) | BIT(FACTS_FORMAT) | BIT(ASK) | BIT(AS_OF) | BIT(ID))

const pol_command pol_commands[] = {
    {"check", "POLICY…", "what is wrong with a policy, as far as it shows without facts",
     "Exit status 1 when there are errors; warnings and notes alone give 0.\n", check_formats, SHOWN | BIT(FIX), true, pol_check_run},
    {"fmt", "FILE…", "write policies in the layout of the house",
     "The words and comments of a file stay as they are; spaces and line ends change. Files are written\n"
     "in place, and those that changed are named; - reads standard input and writes standard output.\n"
     "A file with mistakes in its words is left as it is, and the exit status is 2.\n",
     NULL, BIT(CHECK) | BIT(DIFF) | BIT(COLOR), true, pol_fmt_run},
    {"decide", "POLICY… --facts FILE", "the outcome of each decision, for one record or many",
     "A record with a wrong fact is not decided; the others are, and the exit status is 1.\n", decide_formats,
     SHOWN | ASKED | BIT(OUTCOMES) | BIT(TRACE), true, pol_decide_run},
    {"explain", "POLICY… --facts FILE", "why: the clauses that decide, and what is missing", "", explain_formats,
     SHOWN | ASKED | BIT(WHY_NOT) | BIT(TRACE), true, pol_explain_run},
    {"test", "[PATH…]", "run the scenarios of policies",
     "Files given together are one policy. A folder is one policy when just one of its .pol files\n"
     "has a policy header, else each of its files is one; the folders in it are tested too. No PATH:\n"
     "the folder we are in. Exit status 1 when a scenario fails.\n",
     test_formats, SHOWN | BIT(FILTER), false, pol_test_run},
    {"facts", "POLICY…", "the facts and decisions that a policy declares", "With --ask, only the facts that those decisions read.\n",
     facts_formats, SHOWN | BIT(ASK), true, pol_facts_run},
    {"tree", "POLICY…", "what was read from a policy, as JSON, for tools", "", NULL, BIT(COLOR), true, pol_tree_run},
    {"program", "POLICY…", "the compiled steps of a policy, for people who work on pol", "", NULL, BIT(COLOR), true, pol_program_run},
    {"help", "[COMMAND | CODE]", "this page, a command's, or what a code such as POL0301 means", "", NULL, 0, false, pol_help_run},
};
const size_t pol_command_count = sizeof pol_commands / sizeof *pol_commands;

const pol_command *pol_command_find(const char *name) {
  for (size_t i = 0; i < pol_command_count; i++)
    if (strcmp(pol_commands[i].name, name) == 0) return &pol_commands[i];
  return NULL;
}
