/* The command line: one table of commands and options, from which arguments are read and help is written. The commands know the library by pol.h only. */
#ifndef POL_CLI_CLI_H
#define POL_CLI_CLI_H
#include "base/text.h"
#include "pol.h"
#include <stdatomic.h>

typedef enum pol_exit { POL_EXIT_DONE = 0, POL_EXIT_BAD_NEWS = 1, POL_EXIT_COULD_NOT = 2 } pol_exit;

typedef enum pol_option { /* ORDER: as in commands.c */
  POL_OPT_FACTS, POL_OPT_FACTS_FORMAT, POL_OPT_ASK, POL_OPT_AS_OF, POL_OPT_ID, POL_OPT_WHY_NOT, POL_OPT_TRACE, POL_OPT_OUTCOMES, POL_OPT_FILTER,
  POL_OPT_FIX, POL_OPT_CHECK, POL_OPT_DIFF, POL_OPT_FORMAT, POL_OPT_COLOR, POL_OPT_HELP, POL_OPTIONS
} pol_option;

typedef struct pol_option_row {
  const char *name;     /* without its dashes */
  const char *argument; /* what help calls it; NULL: the option takes none */
  const char *what;     /* one line for help */
  bool repeated;
} pol_option_row;
extern const pol_option_row pol_option_rows[POL_OPTIONS];

typedef struct pol_format_row { const char *name; pol_form form; } pol_format_row;

typedef struct pol_args pol_args;
typedef struct pol_command {
  const char *name;
  const char *operands;            /* what help shows after the name */
  const char *what;                /* one line for help */
  const char *more;                /* a few lines for its own help */
  const pol_format_row *formats;   /* ends with a NULL name; the first is the default; NULL: there is no choice */
  unsigned options;                /* bits 1u << pol_option; help is always one */
  bool needs_operand;
  pol_exit (*run)(const pol_args *args);
} pol_command;
extern const pol_command pol_commands[];
extern const size_t pol_command_count;
const pol_command *pol_command_find(const char *name); /* NULL when there is none */

struct pol_args {
  const pol_command *command;
  const pol_allocator *memory;     /* of sessions; NULL: malloc */
  const char *value[POL_OPTIONS];  /* NULL: not given; "" for an option without argument */
  const char **ask;
  size_t asks;
  const char **operand;
  size_t operands;
};
/* Reads what follows the command's name. false: something is wrong and was said. */
bool pol_args_read(pol_args *out, const pol_command *command, char **argv, size_t n);
void pol_args_drop(pol_args *args);
bool pol_args_form(pol_form *out, const pol_args *args);                    /* --format; false: said */
bool pol_args_colour(bool *out, const pol_args *args, int descriptor);      /* --color, NO_COLOR and the terminal; false: said */

/* -- help.c */
pol_exit pol_help_all(void);
pol_exit pol_help_command(const pol_command *command);
pol_exit pol_help_run(const pol_args *args); /* the command `help` */

/* -- memory.c: for sessions. Several threads may use one; it is never given back. */
typedef struct pol_memory {
  pol_allocator hook;
  char *next, *end;      /* what is left of the region at hand */
  size_t region;         /* the size of the next */
  union head *free[72];  /* blocks put back, by their size */
  atomic_flag busy;
} pol_memory;
const pol_allocator *pol_memory_start(pol_memory *m);

/* -- files.c: bytes in and out. What goes wrong is said here. */
typedef struct pol_bytes { char *at; size_t n; } pol_bytes;
bool pol_file_read(pol_bytes *out, const char *path);                       /* "-" is standard input */
typedef struct pol_names { char **at; size_t n, cap; } pol_names;
void pol_names_drop(pol_names *names);
/* The .pol files of a folder, sorted by their bytes, each with the folder in front; and its folders. false: out of memory, or unreadable. */
bool pol_folder_read(pol_names *files, pol_names *folders, const char *path);
bool pol_is_folder(const char *path);
/* The operands, with the .pol files of a folder in its place. false: said. */
bool pol_files_of(pol_names *out, const pol_args *args);
bool pol_write_all(int descriptor, const char *bytes, size_t n);
pol_exit pol_write_result(pol_string *result, pol_exit status);             /* to standard output; drops it */
void pol_say(const char *format, ...) __attribute__((format(printf, 1, 2))); /* to standard error, as "pol: …" */

/* -- replace.c: the text of a file that is there, whole or not at all. false: said. */
bool pol_file_replace(const char *path, pol_bytes text);

/* -- diff.c: the unified difference. false: out of memory. */
bool pol_diff_write(pol_text *out, const char *name, pol_bytes old, pol_bytes new);

/* -- fix.c: as pol_policy_open and pol_session_check, after the files were mended; bad news: it has errors left */
pol_exit pol_fix_open(pol_session **out, const pol_args *args);

/* -- policy.c: from operands to a session */
pol_exit pol_policy_open(pol_session **out, const pol_args *args);          /* added, not checked */
pol_exit pol_policy_check(pol_session **out, const pol_args *args);         /* checked too: with errors said, the session is dropped */
pol_exit pol_policy_add(pol_session *s, const char *path);
pol_exit pol_policy_ask(pol_session *s, const pol_args *args);              /* every --ask */
void pol_policy_say_reports(pol_session *s, const pol_args *args);          /* to standard error */
pol_exit pol_exit_of(pol_result result);                                    /* out of memory is said */

/* -- one file a command, or several alike */
pol_exit pol_check_run(const pol_args *args);
pol_exit pol_fmt_run(const pol_args *args);
pol_exit pol_decide_run(const pol_args *args);
pol_exit pol_explain_run(const pol_args *args);
pol_exit pol_test_run(const pol_args *args);
pol_exit pol_facts_run(const pol_args *args);
pol_exit pol_tree_run(const pol_args *args);
pol_exit pol_program_run(const pol_args *args);
#endif
