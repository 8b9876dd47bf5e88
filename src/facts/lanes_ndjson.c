/* Lanes from NDJSON: records along the route, and the others key by key. */
#include "facts/lane_route.h"

/* -- what is known beforehand */

static uint8_t form_of(const pol_layout *l, const pol_plain *plain) {
  switch ((pol_plain_kind)plain->kind) {
  case POL_PLAIN_NUMBER: return plain->least < 0 ? POL_JSON_SIGNED : plain->decimals ? POL_JSON_POINT : POL_JSON_WHOLE;
  case POL_PLAIN_WORD: return l->model->facts.at[plain->fact].type.kind == POL_T_BOOL ? POL_JSON_YES_NO : POL_JSON_CHOICE;
  case POL_PLAIN_DATE: return POL_JSON_DATE;
  default: return POL_JSON_OTHER;
  }
}

/* The bounds of a number in as many places as may be written. */
static void set_bounds(pol_json_column *c, const pol_plain *p) {
  int64_t least = p->least, most = p->most;
  c->places = p->places;
  for (; p->kind == POL_PLAIN_NUMBER && c->places > p->decimals && c->lane == POL_NO_REF; c->places--) {
    least = least / 10 + (least % 10 > 0);
    most = most / 10 - (most % 10 < 0);
  }
  c->least = least;
  c->span = (uint64_t)most - (uint64_t)least;
  if (least > most || (p->kind == POL_PLAIN_NUMBER && c->places > p->decimals)) c->form = POL_JSON_OTHER; /* no value, or whole ones in a lane with places */
}

static bool make_columns(pol_json_lanes *j) {
  const pol_layout *l = j->r->layout;
  uint32_t facts = l->model->facts.n;
  char *unread = pol_arena_take(j->arena, (POL_LANE_ROWS + 1) * sizeof(int64_t), sizeof(int64_t));
  j->columns = facts + 2;
  j->column = POL_NEW_N(j->arena, pol_json_column, j->columns);
  if (!j->column || !unread) return false;
  for (uint32_t i = 0; i < j->columns; i++) {
    const pol_plain *p = i < facts && l->of_fact[i] != POL_NO_REF ? &l->plain[l->of_fact[i]] : NULL;
    j->column[i] = (pol_json_column){.plain = p, .at = unread, .form = i < facts ? POL_JSON_OTHER : i == facts ? POL_JSON_ID : POL_JSON_PASSED, .lane = POL_NO_REF};
    if (!p) continue;
    pol_json_column *c = &j->column[i];
    c->form = form_of(l, p);
    if (l->of_fact[i] < l->lanes) {
      c->lane = l->of_fact[i];
      c->at = j->r->out.lane[c->lane].at;
      c->shift = p->width;
    }
    set_bounds(c, p);
  }
  return true;
}

static pol_status make(pol_json_lanes *j) {
  pol_route *route = &j->route;
  const pol_layout *l = j->r->layout;
  POL_TRY(pol_fact_names_make(&j->names, j->arena, l->model, l->names));
  if (!make_columns(j)) return POL_NO_MEMORY;
  uint32_t columns = j->columns, groups = j->names.groups;
  route->room = columns + (l->names ? l->names->n : 0);
  route->stop = POL_NEW_N(j->arena, pol_stop, route->room);
  route->group = POL_NEW_N(j->arena, uint32_t, groups + 1u);
  route->at_column = POL_NEW_N(j->arena, uint32_t, columns);
  route->at_group = POL_NEW_N(j->arena, uint32_t, groups + 1u);
  route->absent = POL_NEW_N(j->arena, uint32_t, columns);
  j->given = POL_NEW_N(j->arena, uint32_t, columns);
  j->entered = POL_NEW_N(j->arena, uint32_t, groups + 1u);
  return route->stop && route->group && route->at_column && route->at_group && route->absent && j->given && j->entered ? POL_OK : POL_NO_MEMORY;
}

pol_status pol_ndjson_lanes_new(pol_lanes_reader *r) {
#define LEVEL(level, run) [level] = run,
  static pol_way (*const run[POL_CPUS])(pol_json_lanes *) = {POL_VARIANTS(LEVEL, pol_route_run)};
#undef LEVEL
  pol_arena *arena = pol_arena_new(r->from);
  pol_json_lanes *j = r->own = arena ? POL_NEW(arena, pol_json_lanes) : NULL;
  if (!j) {
    pol_arena_drop(arena);
    return POL_NO_MEMORY;
  }
  *j = (pol_json_lanes){.arena = arena, .r = r, .run = run[r->level], .learn = true};
  return make(j);
}

void pol_ndjson_lanes_drop(pol_lanes_reader *r) {
  pol_json_lanes *j = r->own;
  if (j) pol_arena_drop(j->arena); /* it is in it */
  r->own = NULL;
}

/* -- records */

static void start_record(pol_json_lanes *j) {
  static const char mark[] = "\xef\xbb\xbf";
  bool marked = j->r->line == 1 && memcmp(j->record, mark, sizeof mark - 1) == 0;
  j->at = j->record + (marked ? sizeof mark - 1 : 0);
  j->stop = j->from = 0;
  j->astray = j->has_id = false;
}

/* A line of nothing but spaces is no record. */
static bool pass_empty(pol_json_lanes *j) {
  const char *p = j->at;
  while (*p == ' ' || *p == '\t' || *p == '\r') p++;
  if (*p != '\n' && p != j->r->end) return false;
  j->record = p + (p != j->r->end);
  j->r->line++;
  return true;
}

static void odd_record(pol_json_lanes *j) {
  const char *newline = memchr(j->record, '\n', (size_t)(j->r->end - j->record));
  const pol_layout *l = j->r->layout;
  for (uint32_t lane = 0; lane < l->lanes; lane++) pol_lane_put(j->r->out.lane[lane].at, (pol_lane_width)l->plain[lane].width, j->row, l->plain[lane].blank_value);
  j->r->odd[j->row] = 1;
  j->r->out.odds++;
  j->has_id = false;
  pol_json_record(j, newline ? newline + 1 : j->r->end);
}

/* A record that has been astray: what it did not give is absent. */
static void end_record(pol_json_lanes *j) {
  const pol_layout *layout = j->r->layout;
  pol_keys_recall(j);
  for (uint32_t lane = 0; lane < layout->lanes; lane++)
    if (j->given[layout->plain[lane].fact] != j->serial && !pol_value_absent(j, lane)) return odd_record(j);
  bool strange = j->keys > 2 + j->route.n / 4;
  pol_json_record(j, j->at);
  if (strange) j->learn = true;
}

/* One record, or as many as are on the route. */
static void read_on(pol_json_lanes *j) {
  pol_way way = j->route.known && !j->learn ? j->run(j) : POL_WAY_OFF;
  if (j->record == j->r->end) return;
  if (way == POL_WAY_OFF && !j->astray && !j->stop && pass_empty(j)) return start_record(j);
  if (way == POL_WAY_OFF) way = pol_keys_read(j);
  if (way == POL_WAY_FULL) return;
  if (way == POL_WAY_THROUGH) end_record(j);
  else odd_record(j);
  start_record(j);
}

pol_status pol_ndjson_lanes_read(pol_lanes_reader *r) {
  pol_json_lanes *j = r->own;
  j->row = 0;
  j->record = r->at;
  memset(r->odd, 0, POL_LANE_ROWS);
  for (uint32_t lane = 0; lane < r->layout->lanes; lane++) r->out.lane[lane].stated = false;
  start_record(j);
  while (j->row < POL_LANE_ROWS && j->record < r->end) read_on(j);
  r->at = j->record;
  r->out.n = j->row;
  return POL_OK;
}
