/* NDJSON into lanes, key by key: the records that are not on the route, and the one that becomes it. */
#include "base/utf8.h"
#include "facts/lane_route.h"

/* -- bytes */

static const char *past_space(const char *p) {
  while (*p == ' ' || *p == '\t' || *p == '\r') p++;
  return p;
}

/* Where a text ends that has neither an escape nor a control character; NULL: it has. */
static const char *text_end(const char *p) {
  for (;; p++) {
    unsigned char c = (unsigned char)*p;
    if (c == '"') return p;
    if (c < 0x20 || c == '\\') return NULL;
  }
}

static const char *past_digits(const char *p) {
  while (*p >= '0' && *p <= '9') p++;
  return p;
}

/* Where the number at p ends, by JSON's grammar; NULL: it is none. */
static const char *number_end(const char *p) {
  const char *start = p + (*p == '-'), *end = past_digits(start);
  if (end == start || (*start == '0' && end > start + 1)) return NULL;
  if (*end == '.') {
    start = end + 1;
    if ((end = past_digits(start)) == start) return NULL;
  }
  if (*end == 'e' || *end == 'E') {
    start = end + 1;
    if (*start == '+' || *start == '-') start++;
    if ((end = past_digits(start)) == start) return NULL;
  }
  return end;
}

/* -- values, however they are written */

bool pol_value_absent(pol_json_lanes *j, uint32_t lane) {
  const pol_plain *plain = &j->r->layout->plain[lane];
  pol_lane *to = &j->r->out.lane[lane];
  if (plain->blank_odd) return false;
  pol_lane_put(to->at, (pol_lane_width)plain->width, j->row, plain->blank_value);
  if (plain->blank == POL_CELL(POL_KNOWN, POL_FAULT_NONE)) return true;
  if (!to->stated) memset(to->state, POL_CELL(POL_KNOWN, POL_FAULT_NONE), POL_LANE_ROWS);
  to->stated = true;
  to->state[j->row] = plain->blank;
  return true;
}

static bool read_text(pol_json_lanes *j, const pol_json_column *c, const char *at, size_t n) {
  int64_t v;
  if (c->form == POL_JSON_PASSED || (c->plain && c->plain->kind == POL_PLAIN_ANY)) return pol_utf8_check(at, n) == n;
  if (!c->plain || !pol_plain_read(&v, c->plain, at, n)) return false;
  if (c->lane != POL_NO_REF) pol_lane_put(j->r->out.lane[c->lane].at, (pol_lane_width)c->plain->width, j->row, v);
  return true;
}

static bool take_id(pol_json_lanes *j, const char *at, const char *end) {
  j->r->out.id[j->row] = at;
  j->r->out.id_length[j->row] = (uint32_t)(end - at);
  j->has_id = true;
  return pol_utf8_check(at, (size_t)(end - at)) == (size_t)(end - at);
}

/* 5.00 in a lane without places. */
static const char *without_zeros(const char *at, const char *end, unsigned decimals) {
  const char *point = memchr(at, '.', (size_t)(end - at));
  if (!point) return end;
  while (end > point + 1 + decimals && end[-1] == '0') end--;
  return end == point + 1 ? point : end;
}

static const char *read_number(pol_json_lanes *j, const pol_json_column *c, const char *p) {
  int64_t v;
  const char *end = number_end(p);
  if (!end) return NULL;
  if (c->form == POL_JSON_PASSED) return end;
  if (c->form == POL_JSON_ID) return take_id(j, p, end) ? end : NULL;
  if (!c->plain || c->plain->kind != POL_PLAIN_NUMBER) return NULL;
  const char *shorter = without_zeros(p, end, c->plain->decimals);
  if (!pol_plain_read(&v, c->plain, p, (size_t)(shorter - p))) return NULL;
  if (c->lane != POL_NO_REF) pol_lane_put(j->r->out.lane[c->lane].at, (pol_lane_width)c->plain->width, j->row, v);
  return end;
}

const char *pol_value_at(pol_json_lanes *j, uint32_t place, const char *p) {
  const pol_json_column *c = &j->column[place];
  p = past_space(p); /* more than the route has */
  if (*p == '"') {
    const char *end = text_end(p + 1);
    if (!end || !(c->form == POL_JSON_ID ? take_id(j, p + 1, end) : read_text(j, c, p + 1, (size_t)(end - p - 1)))) return NULL;
    return end + 1;
  }
  if (*p == 'n') {
    if (memcmp(p, "null", 4) != 0 || (c->lane != POL_NO_REF && !pol_value_absent(j, c->lane))) return NULL;
    return p + 4;
  }
  if (*p != 't' && *p != 'f') return read_number(j, c, p);
  bool yes = *p == 't';
  if (memcmp(p, yes ? "true" : "false", 5 - yes) != 0) return NULL;
  if (c->form == POL_JSON_PASSED) return p + 5 - yes;
  if (c->form != POL_JSON_YES_NO || !pol_in_lane(c, yes)) return NULL;
  if (c->lane != POL_NO_REF) ((int8_t *)c->at)[j->row] = yes;
  return p + 5 - yes;
}

/* -- keys */

typedef enum found { FOUND_VALUE, FOUND_END, FOUND_ODD } found;

static void pass(pol_json_lanes *j, uint32_t stop) {
  if (j->past < stop) j->past = stop;
}

static bool open_group(pol_json_lanes *j, const pol_fact_name *name) {
  pol_json_level *level = &j->level;
  pol_route *route = &j->route;
  if (j->entered[name->group] == j->serial || level->depth == POL_ROUTE_DEPTH) return false;
  j->entered[name->group] = j->serial;
  if (j->learn) route->group[route->groups++] = name->group;
  else if (route->at_group[name->group]) pass(j, route->at_group[name->group] - 1);
  level->path = name->text;
  level->upto[level->depth++] = (uint8_t)name->length;
  return j->fresh = true;
}

/* A key, from after its quotation mark: which column's value stands after it, at *at, or the group that begins there. */
static found read_key(pol_json_lanes *j, uint32_t *place, const char **at) {
  const char *key = *at, *end = text_end(key), *value = end ? past_space(end + 1) : NULL;
  size_t path = j->level.upto[j->level.depth - 1], n = end ? (size_t)(end - key) : 0, whole = path + (path != 0) + n;
  if (!end || *value != ':' || whole > POL_LIMIT_NAME_BYTES) return FOUND_ODD;
  *at = value = past_space(value + 1);
  if (path) j->path[path] = '.';
  memcpy(j->path + whole - n, key, n);
  const pol_fact_name *name = pol_fact_names_find(&j->names, j->path, whole);
  if (name && name->group != POL_NO_REF && *value == '{') {
    if (!open_group(j, name)) return FOUND_ODD;
    ++*at;
    return FOUND_END;
  }
  bool known = name && (name->fact != POL_NO_REF || name->group != POL_NO_REF);
  const uint32_t id = j->columns - 2, passed = j->columns - 1;
  *place = known ? name->fact : !path && n == 2 && memcmp(key, "id", 2) == 0 ? id : POL_NO_REF;
  if (*place == POL_COLUMN_NONE) return *place = passed, FOUND_VALUE; /* as often as it likes */
  if (*place == POL_NO_REF || j->given[*place] == j->serial) return FOUND_ODD;
  j->given[*place] = j->serial;
  return FOUND_VALUE;
}

/* From after a value, or the start of the record: the next value there is, or the end of the record. */
static found next_value(pol_json_lanes *j, uint32_t *place, const char **at) {
  pol_json_level *level = &j->level;
  for (const char *p = *at;;) {
    p = past_space(p);
    if (*p == '}' && level->depth) {
      j->fresh = false;
      *at = ++p;
      if (!--level->depth) return FOUND_END;
      continue;
    }
    if (!level->depth) {
      if (*p++ != '{') return FOUND_ODD;
      level->upto[level->depth++] = 0;
      j->fresh = true;
      continue;
    }
    if (!j->fresh) p = *p == ',' ? past_space(p + 1) : "";
    if (*p++ != '"') return FOUND_ODD;
    j->fresh = false;
    *at = p;
    found f = read_key(j, place, at);
    if (f != FOUND_END) return f;
    p = *at;
  }
}

/* -- the route */

static bool set_lead(pol_lead *lead, const char *at, const char *end) {
  size_t n = (size_t)(end - at);
  if (n > POL_LEAD_MOST) return false;
  *lead = (pol_lead){.n = (uint32_t)n, .counts = n < POL_LEAD_FIRST ? ((uint32_t)1 << n) - 1 : UINT32_MAX};
  memcpy(lead->at, at, n);
  return true;
}

static void forget_route(pol_json_lanes *j) {
  pol_route *route = &j->route;
  memset(route->at_column, 0, j->columns * sizeof *route->at_column);
  memset(route->at_group, 0, j->names.groups * sizeof *route->at_group);
  route->n = route->groups = route->absents = 0;
  route->known = false;
}

static bool learn_stop(pol_json_lanes *j, uint32_t place, const char *lead, const char *value) {
  pol_route *route = &j->route;
  if (route->n == route->room) return false;
  pol_stop *s = &route->stop[route->n++], *before = s == route->stop ? NULL : s - 1;
  s->place = place;
  s->column = j->column[place];
  s->level = j->level;
  s->group = before ? before->group + before->groups : 0;
  s->groups = route->groups - s->group;
  if (s->column.form != POL_JSON_PASSED) route->at_column[place] = route->n; /* which may be there several times */
  for (uint32_t g = 0; g < s->groups; g++) route->at_group[route->group[s->group + g]] = route->n;
  return set_lead(&s->lead, lead, value);
}

static void learn_end(pol_json_lanes *j, const char *lead, const char *end) {
  pol_route *route = &j->route;
  const pol_layout *layout = j->r->layout;
  for (uint32_t lane = 0; lane < layout->lanes; lane++)
    if (!route->at_column[layout->plain[lane].fact]) route->absent[route->absents++] = lane;
  route->known = end[-1] == '\n' && set_lead(&route->tail, lead, end);
  j->learn = !route->known;
  j->keys = 0;
}

void pol_keys_recall(pol_json_lanes *j) {
  const pol_route *route = &j->route;
  for (uint32_t i = j->from; i < j->stop; i++) {
    const pol_stop *s = &route->stop[i];
    j->given[s->place] = j->serial;
    for (uint32_t g = 0; g < s->groups; g++) j->entered[route->group[s->group + g]] = j->serial;
  }
  pass(j, j->stop);
  j->from = j->stop;
}

/* Whether the route goes on from here: the value of its stop is the next. */
static bool join(pol_json_lanes *j, uint32_t place) {
  const pol_route *route = &j->route;
  if (j->learn || !route->at_column[place]) return false;
  uint32_t stop = route->at_column[place] - 1;
  const pol_json_level *level = &route->stop[stop].level;
  bool here = stop >= j->past && level->depth == j->level.depth && memcmp(level->upto, j->level.upto, level->depth) == 0;
  pass(j, stop + 1);
  if (here) j->from = j->stop = stop + 1;
  return here;
}

/* -- records */

static void go_astray(pol_json_lanes *j) {
  if (!++j->serial) {
    memset(j->given, 0, j->columns * sizeof *j->given);
    memset(j->entered, 0, j->names.groups * sizeof *j->entered);
    j->serial = 1;
  }
  j->astray = true;
  j->past = j->keys = 0;
  if (j->learn) forget_route(j);
}

pol_way pol_keys_read(pol_json_lanes *j) {
  const char *p = j->at;
  if (!j->astray) go_astray(j);
  pol_keys_recall(j);
  if (j->stop) {
    j->level = j->route.stop[j->stop - 1].level;
    memcpy(j->path, j->level.path, j->level.upto[j->level.depth - 1]);
  } else {
    j->level = (pol_json_level){.path = ""};
  }
  j->fresh = false;
  for (uint32_t place;;) {
    const char *lead = p;
    found f = next_value(j, &place, &p);
    if (f == FOUND_ODD) return POL_WAY_ODD;
    if (f == FOUND_END) {
      p = past_space(p);
      if (*p == '\n') p++;
      else if (p != j->r->end) return POL_WAY_ODD;
      if (j->learn) learn_end(j, lead, p);
      j->at = p;
      return POL_WAY_THROUGH;
    }
    if (j->learn && !learn_stop(j, place, lead, p)) return POL_WAY_ODD;
    bool back = join(j, place);
    j->keys++;
    if (!(p = pol_value_at(j, place, p))) return POL_WAY_ODD;
    if (!back) continue;
    j->at = p;
    return POL_WAY_FULL;
  }
}
