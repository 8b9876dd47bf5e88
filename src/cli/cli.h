/* The command line: one table of commands and options, from which arguments are read and help is written. The commands know the library by pol.h only. */
#ifndef POL_CLI_CLI_H
#define POL_CLI_CLI_H
#include "base/text.h"
#include "pol.h"
#include <stdatomic.h>

typedef enum pol_exit {
  POL_EXIT_DONE = 0, POL_EXIT_BAD_NEWS = 1, POL_EXIT_COULD_NOT = 2,
  POL_EXIT_NO_READER = 3 /* nobody reads the result any more, as under `| head`: main ends as the signal would have ended us, without a word */
} pol_exit;

typedef enum pol_option { /* ORDER: as in commands.c */
  POL_OPT_AMEND, POL_OPT_FACTS, POL_OPT_FACTS_FORMAT, POL_OPT_DELIMITER, POL_OPT_MAP, POL_OPT_GIVEN, POL_OPT_ASK, POL_OPT_AS_OF, POL_OPT_ID, POL_OPT_WHY_NOT, POL_OPT_TRACE, POL_OPT_OPEN, POL_OPT_LETTERHEAD, POL_OPT_OUTCOMES, POL_OPT_ONLY_NEEDED, POL_OPT_RECEIPT, POL_OPT_STRICT, POL_OPT_THREADS, POL_OPT_SPEED,
  POL_OPT_FILTER, POL_OPT_COVERAGE, POL_OPT_MIN_CLAUSE, POL_OPT_MIN_CONDITION,
  POL_OPT_MUTATE, POL_OPT_KNOWN, POL_OPT_WATCH, POL_OPT_NAMES, POL_OPT_FIX, POL_OPT_CHECK, POL_OPT_DIFF, POL_OPT_CONSOLIDATED, POL_OPT_BY, POL_OPT_PEOPLE, POL_OPT_MOST, POL_OPT_REDLINE, POL_OPT_EXIT_CODE, POL_OPT_FORMAT, POL_OPT_OUTPUT, POL_OPT_COLOR, POL_OPT_VERBOSE, POL_OPT_HELP, POL_OPTIONS
} pol_option;

typedef struct pol_option_row {
  const char *name;     /* without its dashes */
  const char *argument; /* what help calls it: FILE, FOLDER, DATE, DECISION …, or the choices, parted by |; NULL: the option takes none */
  const char *what;     /* one line for help */
  const char *choices;  /* parted by |, where `argument` only names them; NULL: those of `argument`, if it has any */
  const char *endings;  /* of a FILE, parted by |, without points; NULL: any */
  bool repeated;
  bool hidden;          /* for those who work on pol: no help speaks of it */
} pol_option_row;
#define POL_OPT_BIT(option) (UINT64_C(1) << (option))
extern const pol_option_row pol_option_rows[POL_OPTIONS];

typedef struct pol_format_row { const char *name; pol_form form; } pol_format_row;

typedef struct pol_example { const char *line, *shows; } pol_example; /* tests/cli/run.py runs each at the project's root */

typedef struct pol_args pol_args;
typedef struct pol_command {
  const char *name;
  const char *also;                /* words that people try for it, parted by |; NULL: none */
  const char *operands;            /* what help shows after the name; completion offers .pol files and folders, or for COMMAND and CODE those */
  const char *what;                /* one line for help */
  const char *more;                /* sentences for its own help; a newline ends a paragraph */
  const char *bad_news;            /* when its exit status is 1; NULL: never */
  const pol_example *examples;     /* ends with a NULL line; every command has one */
  const pol_format_row *formats;   /* ends with a NULL name; the first is the default; NULL: there is no choice */
  uint64_t options;                /* bits POL_OPT_BIT(pol_option); help is always one */
  bool needs_operand;
  pol_exit (*run)(const pol_args *args);
} pol_command;
extern const pol_command pol_commands[];
extern const size_t pol_command_count;
const pol_command *pol_command_find(const char *name); /* NULL when there is none */

struct pol_args {
  const pol_command *command;
  const pol_allocator *memory;     /* of sessions; NULL: malloc */
  struct pol_sandbox *sandbox;     /* NULL: there is none, or files are read to the end */
  const char *value[POL_OPTIONS];  /* NULL: not given; "" for an option without argument */
  const char **ask;
  size_t asks;
  const char **amend;              /* FILE or FILE@DATE, in the order given */
  size_t amends;
  const char **map;                /* HEADING=FACT */
  size_t maps;
  const char **by;                 /* names of facts, or several with commas between them */
  size_t bys;
  const char **operand;
  size_t operands;
  char **words;                    /* the whole command line, as the program was given it */
};
/* Reads what follows the command's name. false: something is wrong and was said. */
bool pol_args_read(pol_args *out, const pol_command *command, char **argv, size_t n);
void pol_args_drop(pol_args *args);
pol_form pol_args_form(const pol_args *args);                               /* --format; pol_args_read has seen that it is one of the command's */
bool pol_args_colour(const pol_args *args, int descriptor);                 /* --color, the environment and the terminal */

/* A word of a list such as "text|json|csv". */
typedef struct pol_choice { const char *at; size_t n; } pol_choice;
bool pol_choice_next(pol_choice *c, const char *list);  /* start with {0}; false: there are no more */
bool pol_choice_in(const char *list, const char *word); /* NULL has none */
/* Where a word is none of a list: "; did you mean x?", or nothing when none is near. */
void pol_choice_nearest(pol_text *out, const char *list, const char *word);
/* What may follow an option of a command, as a list; false: anything, or nothing. The text is emptied first. */
bool pol_option_choices(pol_text *out, const pol_command *c, int option);
const char *pol_option_argument(const pol_command *c, int option); /* for help; "" for an option without; NULL: its choices */
bool pol_option_taken(const pol_command *c, int option);
bool pol_option_shown(const pol_command *c, int option); /* taken, and told of */

/* -- commands.c: what stands before or instead of a command, and what pol reads in its environment */
typedef struct pol_top_row {
  char letter; /* 0: none */
  const char *name, *argument, *what;
  pol_exit (*run)(const char *value);
} pol_top_row;
extern const pol_top_row pol_top_rows[];
extern const size_t pol_top_count;
typedef struct pol_variable { const char *name, *what; } pol_variable;
extern const pol_variable pol_variables[]; /* ends with a NULL name */
extern const char pol_about[];             /* what a POLICY is, where results go, exit statuses: a newline ends a paragraph */
extern const char pol_about_options[];

/* -- help.c */
enum { POL_HELP_WIDTH = 80 };
pol_exit pol_help_all(const char *none);
pol_exit pol_help_write(int descriptor); /* the page of all commands */
pol_exit pol_help_command(const pol_command *command);
pol_exit pol_help_run(const pol_args *args); /* the command `help` */

/* -- generate.c: files that others read about pol: its man page and the shells' completions; version.c */
#define POL_DATE "2026-11-22" /* of the version, as the man page has it: not of the building, so that building twice gives the same */
#define POL_GENERATE_KINDS "man|complete-bash|complete-zsh|complete-fish"
pol_exit pol_generate_run(const char *kind);
void pol_man_write(pol_text *out); /* man.c */
extern const char pol_complete_bash[], pol_complete_zsh[], pol_complete_fish[]; /* the files of that name, embedded */
pol_exit pol_version_run(const char *none);

/* -- complete.c: what may stand at the last of these words, one a line: the word, a tab, what it is. The shells' completions ask for it, by `pol __complete WORD…`. A
 * line ":files json csv" says that files with these endings may stand there, ":files" any file. */
pol_exit pol_complete_run(char **word, size_t n);

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
bool pol_names_add(pol_names *names, const char *name); /* false: said */
/* The .pol files of a folder, sorted by their bytes, each with the folder in front; and its folders. false: out of memory, or unreadable. */
bool pol_folder_read(pol_names *files, pol_names *folders, const char *path);
bool pol_is_folder(const char *path);
/* The operands, with the .pol files of a folder in its place, each once; `below`: also those of the folders in it. false: said. */
bool pol_files_of(pol_names *out, const pol_args *args, bool below);
bool pol_write_all(int descriptor, const char *bytes, size_t n);
int pol_open(const char *path, int flags);   /* as the system's, but that a signal breaks none of them off; -1 with errno */
bool pol_sync(int descriptor);
bool pol_close(int descriptor);              /* closed in any case; false: what was written is perhaps lost, with errno */
/* To standard output, whole. Drops what it is given; `status`, or why it could not be done, which is said. */
pol_exit pol_write_text(pol_text *result, pol_exit status);
pol_exit pol_write_result(pol_string *result, pol_exit status);
bool pol_file_open(int *descriptor, const char *path); /* for reading; false: said */
bool pol_say_unreadable(const char *path, int error);  /* false, so that a reader can end with it */
void pol_say(const char *format, ...) __attribute__((format(printf, 1, 2))); /* to standard error, as "pol: …" */

/* -- flow.c: what is too long to be in memory: an inflow is a file, or - for standard input; nothing moves while it is open. */
typedef struct pol_inflow { pol_feed feed; const char *path; int descriptor, error; uint64_t read, size; /* bytes; size 0: not known */ } pol_inflow;
bool pol_inflow_open(pol_inflow *in, const char *path, pol_form form); /* false: said */
bool pol_inflow_close(pol_inflow *in);                                 /* false: it could not be read to its end, which is said */
/* -- output.c: a long result while it is made; a file has its name only when it is whole */
typedef struct pol_output { int descriptor, error; const char *path; char *real, *beside; bool there; /* before */ bool part; /* what was put is not all, whatever the status */ } pol_output;
bool pol_output_open(pol_output *o, const char *path);                      /* NULL, "-": standard output. false: said */
bool pol_output_open_new(pol_output *o, const char *path);                  /* a file that is not there yet, and that nobody else may read. false: said */
bool pol_output_put(void *user, const char *bytes, size_t n);               /* user: a pol_output; as pol_sink has it */
pol_exit pol_output_close(pol_output *o, pol_exit status);                  /* with POL_EXIT_COULD_NOT, the file is as it was */

/* -- store.c: bytes that are read back from anywhere: a file, or what cannot be gone back in, held whole */
typedef struct pol_stored { const char *path; int descriptor; pol_bytes held; int error; } pol_stored;
bool pol_stored_open(pol_stored *s, const char *path);                      /* false: said */
bool pol_stored_get(void *user, uint64_t at, char *bytes, size_t room, size_t *n); /* user: a pol_stored; as pol_store has it */
bool pol_stored_close(pol_stored *s);                                       /* false: it could not be read, which is said */

/* -- suites.c: policies, each with the amendments that belong to it */
typedef struct pol_suite { pol_names files, amendments; char *title; char policy[64]; } pol_suite; /* amendments: as --amend has them, in their order; title: "" where the files were named */
typedef struct pol_suites { pol_suite *at; size_t n, cap; pol_names loose; } pol_suites;           /* loose: amendments of nothing that is here */
bool pol_suites_find(pol_suites *out, const char *const *path, size_t n);                         /* false: something was said; the rest is there */
bool pol_suites_amend(pol_suites *s, const char *const *given, size_t n);
void pol_suites_drop(pol_suites *s);

/* -- crew.c: threads */
bool pol_args_crew(pol_crew *out, const pol_args *args); /* --threads. false: said */
pol_speed pol_args_speed(const pol_args *args);          /* --speed */
pol_crew pol_crew_start(size_t hands); /* 0: as many as there are processors for us */

/* -- unfinished.c: files that are no use as they are, and go when somebody interrupts us */
void pol_unfinished_let_go(const char *path); /* it is finished, or gone */
int pol_unfinished_make(char *path);        /* mkstemp, held; -1 with errno */
void pol_unfinished_clear_line(bool yes);   /* whether a line of progress is to be erased on the way out */

/* -- progress.c: a line about long work, on a terminal, while nothing else is written there */
typedef struct pol_progress { const pol_inflow *in; bool on, shown; uint64_t begun, last; /* milliseconds */ } pol_progress;
void pol_count_write(pol_text *to, uint64_t n); /* "1,234,567" */
void pol_progress_start(pol_progress *p, const pol_inflow *in, const pol_output *out); /* in: what is read */
void pol_progress_tell(void *user, uint64_t records, uint64_t bytes); /* user: a pol_progress */
void pol_progress_end(pol_progress *p);

/* -- nearby.c: "; did you mean x?" for a file or folder that is not there, and where .pol files are, for a folder without. Nothing is added where nothing is found. */
void pol_nearby_name(pol_text *out, const char *path);
void pol_nearby_folders(pol_text *out, const char *path);
void pol_nearby_part(pol_text *out, const pol_args *args); /* one file without a policy line, among others: perhaps a part was given for the whole. Lines, to be said where it has errors */
void pol_nearby_say(const pol_text *part);
void pol_nearby_say_part(const pol_args *args); /* both */

/* -- watch.c: files, and folders with all .pol files below them; NULL is passed over */
uint64_t pol_watch_look(const char *const *path, size_t n);               /* another number when something has changed */
void pol_watch_wait(uint64_t before, const char *const *path, size_t n);  /* until it has, and is done */

/* -- replace.c: the text of a file that is there, whole or not at all. false: said. */
bool pol_file_replace(const char *path, pol_bytes text);

/* -- diff.c: the unified difference. false: out of memory. */
bool pol_diff_write(pol_text *out, const char *name, pol_bytes old, pol_bytes new, bool colour);

/* -- fix.c: as pol_policy_open and pol_session_check, after the files were mended; bad news: it has errors left */
pol_exit pol_fix_open(pol_session **out, const pol_args *args);

/* -- policy.c: from operands to a session */
const char *pol_amend_split(char *given);                                   /* FILE@DATE: cut after FILE; the date. NULL: there is none */
pol_exit pol_policy_amend(pol_session *s, const char *file, const char *date, pol_bytes text); /* date "": none */
pol_exit pol_policy_open(pol_session **out, const pol_args *args);          /* added, not checked */
pol_exit pol_policy_add(pol_session *s, const pol_args *args, const pol_receipt *receipt); /* files and amendments; of a receipt, which may be NULL, the days of amendments that are given without one */
pol_exit pol_policy_check(pol_session **out, const pol_args *args);         /* checked too: with errors said, the session is dropped */
pol_exit pol_policy_ask(pol_session *s, const pol_args *args);              /* every --ask */
bool pol_policy_standard_input_twice(const pol_args *args);                 /* it was said */
void pol_policy_say_reports(pol_session *s, const pol_args *args);          /* to standard error */
pol_exit pol_exit_of(pol_result result);                                    /* out of memory is said */

/* -- facts.c: what is said about facts */
bool pol_facts_form(pol_form *out, const pol_args *args);                   /* of --facts. false: said */
pol_exit pol_facts_map(pol_session *s, const pol_args *args);               /* every --map, and --delimiter */
pol_exit pol_policy_ready(pol_session *s, const pol_args *args);            /* the day, what is asked, what is given and what headings stand for */
pol_exit pol_policy_given(pol_session *s, const pol_args *args);            /* --given */
pol_exit pol_policy_date(pol_session *s, const pol_args *args);             /* --as-of, or today */
const char *pol_policy_day(char room[11], const pol_args *args);            /* the same as it is written; NULL: said */
pol_exit pol_facts_say_none(const pol_args *args);                          /* where --facts is needed */

/* -- xlsx.c: a workbook, whole or not at all, from what its grid is given; what goes wrong is said. */
const char *pol_xlsx_folder(void); /* where it keeps its temporary files */
pol_exit pol_xlsx_ready(char **argv); /* before anything is read: this program can write one. Else it becomes the one that can, run with the same words, or says why not */
typedef struct pol_xlsx pol_xlsx;
pol_exit pol_xlsx_open(pol_xlsx **out, const char *as_of); /* as_of: the day that it says it was made */
pol_grid pol_xlsx_grid(pol_xlsx *x);
pol_exit pol_xlsx_close(pol_xlsx *x, const pol_sink *to, pol_exit status); /* always, and it drops it; gives it to the sink where the status is done or bad news */

/* -- sandbox.c: what the program gives up; whether it was: */
typedef struct pol_sandbox {
  long version;                              /* Landlock's; below 1: none */
  bool privileges, calls, writing, reading;  /* new privileges; calls of the system; files by name */
  bool some;                                 /* there are folders that are written to all the same */
} pol_sandbox;
typedef struct pol_kept { const char *const *at; size_t n; } pol_kept;
void pol_sandbox_start(pol_sandbox *s);                          /* before anything is read: all but files */
void pol_sandbox_write(pol_sandbox *s, const pol_kept *only);    /* files are written in the folders of these only, or below these folders; s NULL: nothing, as of the next */
void pol_sandbox_close(pol_sandbox *s, const char *output);      /* when all is open, and before threads start: files by name, but for giving this one its name; NULL: none. s NULL: nothing */
void pol_sandbox_close_but(pol_sandbox *s, const pol_kept *outputs); /* the same for several */
void pol_sandbox_say(const pol_sandbox *s);

/* -- streams.c: the first error of the library's streams; 0: none */
int pol_streams_lost(void);

/* -- one file a command, or several alike */
pol_exit pol_check_run(const pol_args *args);
pol_exit pol_fmt_run(const pol_args *args);
pol_exit pol_decide_run(const pol_args *args);
pol_exit pol_replay_run(const pol_args *args);
pol_exit pol_explain_run(const pol_args *args);
pol_exit pol_compare_run(const pol_args *args);
pol_exit pol_test_run(const pol_args *args);
pol_exit pol_facts_run(const pol_args *args);
pol_exit pol_read_run(const pol_args *args);
pol_exit pol_doc_run(const pol_args *args);
pol_exit pol_tree_run(const pol_args *args);
pol_exit pol_program_run(const pol_args *args);
#endif
