/* Texts of a receipt beside those of now: which files are which, and which declarations differ. */
#include "app/replay.h"
#include <stdlib.h>
#include <string.h>

/* -- files: the same bytes first, then the same name, then the same name in another folder */

static const char *last_part(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

typedef enum likeness { LIKE_ALL, LIKE_BYTES, LIKE_NAME, LIKE_LAST_PART, LIKENESSES } likeness;

static bool alike(likeness how, const pol_policy_file *a, const pol_policy_file *b) {
  bool bytes = strcmp(a->digest, b->digest) == 0, name = strcmp(a->name, b->name) == 0;
  if (a->role != b->role) return false;
  return how == LIKE_ALL ? bytes && name : how == LIKE_BYTES ? bytes : how == LIKE_NAME ? name : strcmp(last_part(a->name), last_part(b->name)) == 0;
}

static pol_text_change change_of(const pol_policy_file *then, const pol_policy_file *now) {
  bool dated = then->from && now->from ? strcmp(then->from, now->from) != 0 : then->from != now->from;
  if (strcmp(then->meaning, now->meaning) != 0) return POL_TEXT_MEANING;
  if (dated) return POL_TEXT_DATED;
  if (strcmp(then->words, now->words) != 0) return POL_TEXT_WORDS;
  return strcmp(then->digest, now->digest) != 0 ? POL_TEXT_LAYOUT : POL_TEXT_SAME;
}

static pol_status pair_files(pol_replayed *out, pol_arena *arena, const pol_policy_files *then, const pol_policy_files *now) {
  uint32_t n = then->files.n, m = now->files.n;
  out->file = POL_NEW_N(arena, pol_replayed_file, n + m + 1u);
  bool *taken = POL_NEW_N(arena, bool, m + 1u);
  if (!out->file || !taken) return POL_NO_MEMORY;
  for (int how = LIKE_ALL; how < LIKENESSES; how++)
    for (uint32_t i = 0; i < n; i++)
      for (uint32_t k = 0; k < m && !out->file[i].now; k++)
        if (!taken[k] && alike((likeness)how, &then->files.at[i], &now->files.at[k])) taken[k] = true, out->file[i].now = &now->files.at[k];
  for (uint32_t i = 0; i < n; i++) {
    pol_replayed_file *f = &out->file[i];
    f->then = &then->files.at[i];
    f->change = f->now ? change_of(f->then, f->now) : POL_TEXT_GONE;
  }
  out->files = n;
  for (uint32_t k = 0; k < m; k++)
    if (!taken[k]) out->file[out->files++] = (pol_replayed_file){.change = POL_TEXT_NEW, .now = &now->files.at[k]};
  return POL_OK;
}

/* Amendments lie on top of each other: in another order they may say something else. */
static void mark_order(pol_replayed *out) {
  const pol_policy_file *last = NULL;
  for (uint32_t i = 0; i < out->files; i++) {
    pol_replayed_file *f = &out->file[i];
    if (!f->then || !f->now || f->then->role != POL_FILE_AMENDMENT) continue;
    if (last && f->now < last && f->change < POL_TEXT_ORDER) f->change = POL_TEXT_ORDER;
    else last = f->now;
  }
}

/* -- declarations */

typedef struct placed { const pol_part *part; const pol_policy_file *file; uint32_t at; } placed;

static int by_what(const void *a, const void *b) {
  const placed *x = a, *y = b;
  int order = strcmp(x->part->what, y->part->what);
  return order ? order : x->at < y->at ? -1 : x->at > y->at;
}

static placed *place(pol_arena *arena, const pol_policy_files *files, uint32_t *n) {
  *n = 0;
  for (uint32_t i = 0; i < files->files.n; i++) *n += files->files.at[i].parts.n;
  placed *all = POL_NEW_N(arena, placed, *n + 1u);
  uint32_t at = 0;
  for (uint32_t i = 0; all && i < files->files.n; i++)
    for (uint32_t k = 0; k < files->files.at[i].parts.n; k++, at++) all[at] = (placed){&files->files.at[i].parts.at[k], &files->files.at[i], at};
  if (all) qsort(all, *n, sizeof *all, by_what);
  return all;
}

static void add_part(pol_replayed *out, pol_text_change change, const placed *p) { out->part[out->parts++] = (pol_replayed_part){change, p->part->what, p->file}; }

/* What has the same name, as several versions of a clause have, is paired in order. */
static pol_status pair_parts(pol_replayed *out, pol_arena *arena, const pol_policy_files *before, const pol_policy_files *after) {
  uint32_t n, m, i = 0, k = 0;
  const placed *then = place(arena, before, &n), *now = place(arena, after, &m);
  out->part = POL_NEW_N(arena, pol_replayed_part, n + m + 1u);
  if (!then || !now || !out->part) return POL_NO_MEMORY;
  while (i < n || k < m) {
    int order = i == n ? 1 : k == m ? -1 : strcmp(then[i].part->what, now[k].part->what);
    if (order < 0) add_part(out, POL_TEXT_GONE, &then[i++]);
    else if (order > 0) add_part(out, POL_TEXT_NEW, &now[k++]);
    else {
      bool meaning = strcmp(then[i].part->meaning, now[k].part->meaning) == 0, words = strcmp(then[i].part->words, now[k].part->words) == 0;
      if (!meaning || !words) add_part(out, meaning ? POL_TEXT_WORDS : POL_TEXT_MEANING, &now[k]);
      i++, k++;
    }
  }
  return POL_OK;
}

pol_status pol_replay_texts(pol_replayed *out, pol_arena *arena, const pol_policy_files *then, const pol_policy_files *now) {
  POL_TRY(pair_files(out, arena, then, now));
  mark_order(out);
  out->another_meaning = strcmp(then->meaning, now->meaning) != 0;
  return pair_parts(out, arena, then, now);
}
