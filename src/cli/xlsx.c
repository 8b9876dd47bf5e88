/* A workbook from a grid, through libxlsxwriter. Rows go to its temporary files as they come, so that memory does not grow with them; the workbook is made beside, and
 * copied to standard output once it is whole. The same cells give the same bytes: its date of creation is the as-of date.
 *
 * The library takes longer to load than most commands take, so that pol itself is built without it; pol-xlsx is the same program built with it, and pol becomes that one
 * when it is to write a workbook. */
#define _XOPEN_SOURCE 700
#include "cli/cli.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *pol_xlsx_folder(void) {
  const char *folder = getenv("TMPDIR");
  return folder && *folder ? folder : "/tmp";
}

#ifndef POL_HAVE_XLSX

/* Beside the program, or where it is installed: what is to be run in its place. */
static void become(char **argv, const char *from) {
  char path[4096];
  ssize_t n = readlink("/proc/self/exe", path, sizeof path - 64);
  if (n <= 0) return;
  while (n > 0 && path[n - 1] != '/') n--;
  memcpy(path + n, from, strlen(from) + 1);
  execv(path, argv);
}

pol_exit pol_xlsx_ready(char **argv) {
  static const char name[] = "pol-xlsx";
  become(argv, name);
  if (errno == ENOENT) become(argv, POL_XLSX_INSTALLED);
  if (errno == ENOENT) execvp(name, argv);
  if (errno != ENOENT) return pol_say("pol-xlsx, which writes workbooks, cannot be run: %s", strerror(errno)), POL_EXIT_COULD_NOT;
  pol_say("this pol was built without workbooks: install libxlsxwriter (Debian: libxlsxwriter-dev) and build pol again, or take --format csv, which has the same people");
  return POL_EXIT_COULD_NOT;
}

pol_exit pol_xlsx_open(pol_xlsx **out, const char *as_of) { /* ready says so first */
  (void)as_of;
  *out = NULL;
  return POL_EXIT_COULD_NOT;
}

pol_grid pol_xlsx_grid(pol_xlsx *x) {
  (void)x;
  return (pol_grid){0};
}

pol_exit pol_xlsx_close(pol_xlsx *x, const pol_sink *to, pol_exit status) {
  (void)x;
  (void)to;
  return status;
}

#else

#include "base/date.h"
#include "base/utf8.h"
#include <fcntl.h>
#include <xlsxwriter.h>

enum {
  ROWS = 1048576, COLUMNS = 32, SHEETS = 64, /* of a sheet; of a workbook */
  DIGITS = 15,                               /* that a number of a spreadsheet has for certain */
  LONGEST = 32767, WIDEST = 60, NARROWEST = 9, /* characters of a cell, shown columns */
  TITLE = 31,
  FORMATS = 64
};

typedef struct page { /* a sheet, and where it goes on */
  char title[TITLE + 1];
  lxw_worksheet *sheet;
  uint32_t rows, columns, parts; /* parts: sheets that it takes */
  unsigned width[COLUMNS];
  char *heading[COLUMNS]; /* repeated where it goes on */
} page;

typedef struct kind { char name[48]; lxw_format *format; } kind; /* how numbers of a unit look */

struct pol_xlsx {
  lxw_workbook *book;
  char *path, *folder;
  page pages[SHEETS];
  size_t n, now;
  kind kinds[FORMATS];
  size_t nkinds;
  lxw_format *heading, *date, *text;
  bool failed;
};

/* ---- text ---- */

/* As XML and a cell can hold it: at most so many characters, none of them odd. The caller frees it. */
static char *fitting(const char *text, size_t length, size_t most) {
  char *out = malloc(length * 3 + 4), *end = out;
  if (!out) return NULL;
  for (size_t at = 0, n = 0; at < length && n < most; n++) {
    uint32_t code;
    unsigned bytes = pol_utf8_next(&code, text + at, length - at);
    bool odd = bytes == 0 || pol_utf8_odd(code);
    if (n + 1 == most && at + (bytes ? bytes : 1) < length) code = 0x2026, odd = false; /* … */
    end += pol_utf8_put(end, odd ? 0xfffd : code);
    at += bytes ? bytes : 1;
  }
  *end = '\0';
  return out;
}

static unsigned columns_of(const char *text) { /* of its longest line */
  size_t most = 0;
  while (*text) {
    size_t n = strcspn(text, "\n"), columns = pol_text_columns(text, n);
    if (columns > most) most = columns;
    text += n + (text[n] == '\n');
  }
  return most > WIDEST ? WIDEST : (unsigned)most;
}

/* ---- numbers ---- */

static unsigned places_of(const char *text) {
  const char *point = strchr(text, '.');
  return point ? (unsigned)strlen(point + 1) : 0;
}

/* Whether a spreadsheet's number is this one to the last digit. */
static bool is_exact(const char *text) {
  unsigned digits = 0;
  bool leading = true;
  for (const char *at = text; *at; at++) {
    if (*at == '-' || *at == '.') continue;
    if (*at < '0' || *at > '9') return false;
    if (*at != '0') leading = false;
    digits += !leading;
  }
  return digits <= DIGITS;
}

/* "#,##0.00", of money with its currency, of percentages with their sign. false: out of memory. */
static bool name_format(char out[48], const char *text, const char *unit) {
  unsigned places = places_of(text);
  char digits[24] = "#,##0";
  size_t n = strlen(digits);
  if (places > 6) places = 6;
  if (places) digits[n++] = '.';
  memset(digits + n, '0', places);
  digits[n + places] = '\0';
  pol_text t;
  pol_text_init(&t, NULL);
  if (unit && strcmp(unit, "percent") == 0) pol_text_format(&t, "%s%%", digits);
  else if (unit && strncmp(unit, "GBP", 3) == 0) pol_text_format(&t, "[$£-809]%s", digits);
  else if (unit && strncmp(unit, "EUR", 3) == 0) pol_text_format(&t, "[$€-2]\\ %s", digits);
  else if (unit && strncmp(unit, "USD", 3) == 0) pol_text_format(&t, "[$$-409]%s", digits);
  else pol_text_add(&t, digits);
  const char *made = pol_text_get(&t);
  size_t length = strlen(made) < 47 ? strlen(made) : 47;
  bool fine = pol_text_ok(&t);
  memcpy(out, made, length);
  out[length] = '\0';
  pol_text_drop(&t);
  return fine;
}

static lxw_format *format_of(pol_xlsx *x, const char *text, const char *unit) {
  char name[48];
  if (!name_format(name, text, unit)) return x->failed = true, NULL;
  for (size_t i = 0; i < x->nkinds; i++)
    if (strcmp(x->kinds[i].name, name) == 0) return x->kinds[i].format;
  if (x->nkinds == FORMATS) return NULL; /* it looks plain */
  kind *k = &x->kinds[x->nkinds];
  memcpy(k->name, name, sizeof name);
  k->format = workbook_add_format(x->book);
  if (!k->format) return x->failed = true, NULL;
  format_set_num_format(k->format, k->name);
  format_set_align(k->format, LXW_ALIGN_VERTICAL_TOP);
  x->nkinds++;
  return k->format;
}

/* Its value, read as written: a percentage is a hundredth of it, which only the exponent says. */
static double number_of(const char *text, bool percent) {
  char all[40];
  size_t n = strlen(text); /* is_exact: few digits; zeros may be many */
  if (n + 4 > sizeof all) return percent ? strtod(text, NULL) / 100 : strtod(text, NULL);
  memcpy(all, text, n);
  memcpy(all + n, percent ? "e-2" : "", percent ? 4 : 1);
  return strtod(all, NULL);
}

/* ---- sheets ---- */

static lxw_worksheet *add_sheet(pol_xlsx *x, page *p) {
  char title[TITLE + 8];
  size_t length = strlen(p->title);
  pol_text t;
  pol_text_init(&t, NULL);
  if (p->parts == 0) pol_text_add(&t, p->title);
  else pol_text_format(&t, "%.*s (%u)", (int)(length > TITLE - 6 ? TITLE - 6 : length), p->title, p->parts + 1);
  bool fine = pol_text_ok(&t);
  if (fine) memcpy(title, pol_text_get(&t), t.n < sizeof title ? t.n + 1 : sizeof title);
  title[sizeof title - 1] = '\0';
  pol_text_drop(&t);
  lxw_worksheet *sheet = fine ? workbook_add_worksheet(x->book, title) : NULL;
  p->parts++;
  p->sheet = sheet;
  p->rows = 0;
  return sheet;
}

static bool write_text(pol_xlsx *x, page *p, uint32_t column, const char *text, size_t length, lxw_format *format) {
  char *fit = fitting(text, length, LONGEST);
  bool fine = fit && worksheet_write_string(p->sheet, p->rows, (lxw_col_t)column, fit, format) == LXW_NO_ERROR; /* a string, whatever it begins with: never a formula */
  unsigned columns = fit ? columns_of(fit) : 0;
  if (columns > p->width[column]) p->width[column] = columns;
  if (fine && p->rows == 0 && p->parts == 1 && format == x->heading && !p->heading[column]) p->heading[column] = fit;
  else free(fit);
  return fine;
}

static bool write_number(pol_xlsx *x, page *p, uint32_t column, const pol_cell *c) {
  bool percent = c->unit && strcmp(c->unit, "percent") == 0;
  unsigned columns = (unsigned)c->length + 4;
  if (columns > p->width[column]) p->width[column] = columns > WIDEST ? WIDEST : columns;
  return worksheet_write_number(p->sheet, p->rows, (lxw_col_t)column, number_of(c->text, percent), format_of(x, c->text, c->unit)) == LXW_NO_ERROR;
}

static bool write_date(pol_xlsx *x, page *p, uint32_t column, const pol_cell *c) {
  enum { MARCH_1900 = -25508 }; /* a spreadsheet's days before it are out by one */
  pol_date d;
  if (!pol_date_read(&d, c->text, c->length) || d < MARCH_1900) return write_text(x, p, column, c->text, c->length, x->text);
  pol_ymd day = pol_date_split(d);
  lxw_datetime when = {.year = day.year, .month = day.month, .day = day.day};
  if (p->width[column] < 16) p->width[column] = 16;
  return worksheet_write_datetime(p->sheet, p->rows, (lxw_col_t)column, &when, x->date) == LXW_NO_ERROR;
}

static bool write_cell(pol_xlsx *x, page *p, uint32_t column, const pol_cell *c) {
  switch (c->kind) {
  case POL_CELL_EMPTY: return true;
  case POL_CELL_NUMBER:
    if (is_exact(c->text)) return write_number(x, p, column, c);
    break;
  case POL_CELL_DATE: return write_date(x, p, column, c);
  case POL_CELL_TEXT: break;
  }
  return write_text(x, p, column, c->text, c->length, c->heading ? x->heading : x->text);
}

/* The rows of this sheet have its headings above them while one looks, and can be filtered by them. */
static void finish(page *p) {
  if (!p->sheet || p->rows == 0) return;
  bool headed = p->heading[0] != NULL;
  for (uint32_t c = 0; c < p->columns; c++)
    worksheet_set_column(p->sheet, (lxw_col_t)c, (lxw_col_t)c, (p->width[c] < NARROWEST ? NARROWEST : p->width[c]) + 2, NULL);
  if (headed) worksheet_freeze_panes(p->sheet, 1, 0);
  if (headed && p->rows > 1 && p->columns > 2) worksheet_autofilter(p->sheet, 0, 0, p->rows - 1, (lxw_col_t)(p->columns - 1)); /* two columns are names and values */
  worksheet_set_landscape(p->sheet);
  worksheet_set_paper(p->sheet, 9); /* A4 */
  worksheet_fit_to_pages(p->sheet, 1, 0);
  if (headed) worksheet_repeat_rows(p->sheet, 0, 0);
}

static bool go_on(pol_xlsx *x, page *p) { /* on another sheet, under the same headings */
  finish(p);
  if (!add_sheet(x, p)) return false;
  for (uint32_t c = 0; c < p->columns && p->heading[0]; c++)
    if (p->heading[c] && worksheet_write_string(p->sheet, 0, (lxw_col_t)c, p->heading[c], x->heading) != LXW_NO_ERROR) return false;
  p->rows = p->heading[0] ? 1 : 0;
  return true;
}

static bool take_sheet(void *user, const char *title) {
  pol_xlsx *x = user;
  for (x->now = 0; x->now < x->n; x->now++)
    if (strcmp(x->pages[x->now].title, title) == 0) return true;
  if (x->n == SHEETS || strlen(title) > TITLE) return !(x->failed = true);
  page *p = &x->pages[x->n++];
  memcpy(p->title, title, strlen(title) + 1);
  return add_sheet(x, p) != NULL || !(x->failed = true);
}

static bool take_row(void *user, const pol_cell *cell, size_t cells) {
  pol_xlsx *x = user;
  if (x->now >= x->n || cells > COLUMNS) return !(x->failed = true);
  page *p = &x->pages[x->now];
  bool fine = p->rows < ROWS || go_on(x, p);
  for (size_t i = 0; i < cells && fine; i++) fine = write_cell(x, p, (uint32_t)i, &cell[i]);
  if (cells > p->columns) p->columns = (uint32_t)cells;
  p->rows++;
  if (!fine) x->failed = true;
  return fine;
}

pol_grid pol_xlsx_grid(pol_xlsx *x) { return (pol_grid){.sheet = take_sheet, .row = take_row, .user = x}; }

/* ---- from the beginning to the end ---- */

static void drop(pol_xlsx *x) {
  for (size_t i = 0; i < x->n; i++)
    for (size_t c = 0; c < COLUMNS; c++) free(x->pages[i].heading[c]);
  if (x->path) unlink(x->path), pol_unfinished_let_go(x->path);
  free(x->path);
  free(x->folder);
  free(x);
}

static pol_exit say_failed(const char *what) {
  pol_say("the workbook could not be written: %s", what);
  return POL_EXIT_COULD_NOT;
}

/* A file of its own in TMPDIR, which the library then writes to by its name. */
static bool make_path(pol_xlsx *x) {
  const char *folder = pol_xlsx_folder();
  static const char name[] = "/pol-XXXXXX";
  size_t n = strlen(folder);
  x->folder = malloc(n + 1);
  x->path = malloc(n + sizeof name);
  if (!x->folder || !x->path) return errno = ENOMEM, free(x->path), x->path = NULL, false;
  memcpy(x->folder, folder, n + 1);
  memcpy(x->path, folder, n);
  memcpy(x->path + n, name, sizeof name);
  int descriptor = pol_unfinished_make(x->path);
  if (descriptor < 0) return free(x->path), x->path = NULL, false;
  close(descriptor);
  return true;
}

static bool begin(pol_xlsx *x, const char *as_of) {
  pol_date created = 0;
  pol_date_read(&created, as_of, strlen(as_of));
  lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = x->folder, .use_zip64 = LXW_FALSE};
  x->book = workbook_new_opt(x->path, &options);
  if (!x->book) return false;
  lxw_doc_properties about = {.created = (time_t)(created == 0 ? 1 : created) * 86400}; /* 0 would be now */
  x->heading = workbook_add_format(x->book);
  x->date = workbook_add_format(x->book);
  x->text = workbook_add_format(x->book);
  if (workbook_set_properties(x->book, &about) != LXW_NO_ERROR || !x->heading || !x->date || !x->text) return false;
  format_set_bold(x->heading);
  format_set_text_wrap(x->heading);
  format_set_bottom(x->heading, LXW_BORDER_THIN);
  format_set_num_format(x->date, "d mmmm yyyy");
  format_set_align(x->date, LXW_ALIGN_VERTICAL_TOP);
  format_set_align(x->date, LXW_ALIGN_LEFT);
  format_set_text_wrap(x->text);
  format_set_align(x->text, LXW_ALIGN_VERTICAL_TOP);
  return true;
}

pol_exit pol_xlsx_ready(char **argv) {
  (void)argv;
  return POL_EXIT_DONE;
}

pol_exit pol_xlsx_open(pol_xlsx **out, const char *as_of) {
  *out = NULL;
  pol_xlsx *x = calloc(1, sizeof *x);
  if (!x) return pol_exit_of(POL_OUT_OF_MEMORY);
  if (!make_path(x)) {
    pol_exit said = say_failed(strerror(errno));
    drop(x);
    return said;
  }
  if (!begin(x, as_of)) {
    if (x->book) lxw_workbook_free(x->book);
    drop(x);
    return pol_exit_of(POL_OUT_OF_MEMORY);
  }
  *out = x;
  return POL_EXIT_DONE;
}

static pol_exit copy_out(const char *path, const pol_sink *to, pol_exit status) {
  char bytes[65536];
  int from = pol_open(path, O_RDONLY);
  ssize_t n = -1;
  if (from < 0) return say_failed(strerror(errno));
  do {
    n = read(from, bytes, sizeof bytes);
    if (n > 0 && !to->put(to->user, bytes, (size_t)n)) break; /* whoever takes them says why not */
  } while (n > 0 || (n < 0 && errno == EINTR));
  if (n < 0) status = say_failed(strerror(errno));
  close(from);
  return status;
}

pol_exit pol_xlsx_close(pol_xlsx *x, const pol_sink *to, pol_exit status) {
  bool whole = status == POL_EXIT_DONE || status == POL_EXIT_BAD_NEWS;
  if (!whole || x->failed) {
    lxw_workbook_free(x->book);
    if (whole || x->failed) status = say_failed("there is no room for its temporary files, or no memory");
  } else {
    for (size_t i = 0; i < x->n; i++) finish(&x->pages[i]);
    lxw_error error = workbook_close(x->book);
    int lost = pol_streams_lost();
    status = lost ? say_failed(strerror(lost)) : error == LXW_NO_ERROR ? copy_out(x->path, to, status) : say_failed(lxw_strerror(error));
  }
  drop(x);
  return status;
}

#endif
