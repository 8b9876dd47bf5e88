/* Options and orders: the built-in ones, those that a policy declares, and those that a fact lists for itself. */
#include "check/expr.h"
#include <string.h>

enum { SEVERAL = POL_NO_REF - 1 };

static void put(pol_checker *c, pol_map *m, uint64_t key, uint32_t value) {
  if (!pol_map_put(m, key, value)) c->no_memory = true;
}

static void add(pol_checker *c, uint32_t ref, pol_option option) {
  pol_options *o = &c->m->options.at[ref];
  uint64_t key = POL_MAP_PAIR(ref, option.name);
  uint32_t first = pol_map_get(&c->option_at, key);
  if (first != POL_MAP_NONE) {
    pol_report *r = pol_report_add(c->in->reports, POL_R_DECLARED_TWICE, pol_check_name_span(c, option.node, option.name),
                                   "%s stands twice among the options", pol_check_text(c, option.name));
    pol_report_also(c->in->reports, r, pol_check_name_span(c, o->at[first].node, option.name), "first");
    return;
  }
  put(c, &c->option_at, key, o->n);
  o->at[o->n++] = option;
  uint32_t home = pol_map_get(&c->option_home, option.name);
  put(c, &c->option_home, option.name, home == POL_MAP_NONE ? ref : SEVERAL);
}

static void add_noun(pol_checker *c, const char *noun, uint32_t ref) {
  if (noun == NULL) return;
  pol_atom atom = pol_atom_text(c->in->atoms, noun);
  if (atom == 0) {
    c->no_memory = c->no_memory || *noun != '\0';
    return;
  }
  uint64_t key = POL_MAP_PAIR(POL_NO_REF, atom);
  if (pol_map_get(&c->option_at, key) == POL_MAP_NONE) put(c, &c->option_at, key, ref);
}

static uint32_t new_options(pol_checker *c, const pol_options *head, uint32_t room) {
  pol_option *at = POL_NEW_N(c->in->arena, pol_option, room > 0 ? room : 1);
  pol_options *o = at != NULL ? POL_VEC_PUSH(c->in->arena, &c->m->options) : NULL;
  if (o == NULL) {
    c->no_memory = true;
    return POL_OPTIONS_WEEKDAY;
  }
  *o = *head;
  o->at = at;
  o->n = 0;
  uint32_t ref = c->m->options.n - 1;
  if (o->ordered) {
    add_noun(c, o->noun, ref);
    add_noun(c, o->nouns, ref);
  }
  return ref;
}

uint32_t pol_check_new_options(pol_checker *c, const pol_options *head, pol_node *const *items, uint32_t n) {
  if (n > POL_LIMIT_OPTIONS) {
    pol_report *r = pol_report_add(c->in->reports, POL_R_TOO_MANY_OPTIONS, items[POL_LIMIT_OPTIONS]->span, "a list of options holds at most %d names", (int)POL_LIMIT_OPTIONS);
    pol_report_label(c->in->reports, r, "one too many");
    n = POL_LIMIT_OPTIONS;
  }
  uint32_t ref = new_options(c, head, n);
  if (c->no_memory) return ref;
  for (uint32_t i = 0; i < n; i++) {
    const pol_node *item = items[i];
    if (item->text == 0 || (item->kind != POL_N_OPTION && item->kind != POL_N_NAME)) continue;
    const pol_node *label = item->kind == POL_N_OPTION ? pol_kid(item, 0) : NULL;
    add(c, ref, (pol_option){ item->text, pol_check_label(c, label, item->text), item });
  }
  return ref;
}

static void builtin(pol_checker *c, const pol_options *head, const char *const *names, const char *const *labels, uint32_t n) {
  uint32_t ref = new_options(c, head, n);
  if (c->no_memory) return;
  for (uint32_t i = 0; i < n; i++) {
    pol_atom name = pol_atom_text(c->in->atoms, names[i]);
    if (name == 0) c->no_memory = true;
    else add(c, ref, (pol_option){ name, labels[i], NULL });
  }
}

void pol_check_builtin_options(pol_checker *c) {
  static const char *const days[] = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" };
  static const char *const day_labels[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" };
  static const char *const status[] = { "not_sought", "sought", "given_in_writing", "given_orally", "declined" };
  static const char *const status_labels[] = { "not sought", "sought", "given in writing", "given orally", "declined" };
  pol_atom weekday = pol_atom_text(c->in->atoms, "weekday");
  if (weekday == 0) {
    c->no_memory = true;
    return;
  }
  builtin(c, &(pol_options){ .name = weekday, .ordered = true, .noun = "weekday", .nouns = "weekdays" }, days, day_labels, 7);
  builtin(c, &(pol_options){ .noun = "an agreement's status" }, status, status_labels, 5);
  if (!c->no_memory) pol_check_declare(c, POL_NAME_OPTIONS, weekday, POL_OPTIONS_WEEKDAY, NULL);
}

uint32_t pol_check_option(const pol_checker *c, uint32_t options, pol_atom name) {
  if (options == POL_PARTY_REF) return pol_check_find(c, POL_NAME_PARTY, name);
  uint32_t at = pol_map_get(&c->option_at, POL_MAP_PAIR(options, name));
  return at == POL_MAP_NONE ? POL_NO_REF : at;
}

uint32_t pol_check_order_of_noun(const pol_checker *c, pol_atom noun) {
  uint32_t order = pol_map_get(&c->option_at, POL_MAP_PAIR(POL_NO_REF, noun));
  return order == POL_MAP_NONE ? POL_NO_REF : order;
}

static const char *list_of_names(pol_checker *c, const pol_options *o) {
  const char *list = "";
  for (uint32_t i = 0; i < o->n && i < 8; i++) list = pol_check_format(c, "%s%s%s", list, i > 0 ? ", " : "", pol_check_text(c, o->at[i].name));
  return o->n > 8 ? pol_check_format(c, "%s and %u more", list, o->n - 8) : list;
}

static const char *owner(pol_checker *c, const pol_options *o) {
  return o->name != 0 ? pol_check_text(c, o->name) : o->noun != NULL ? o->noun : "this fact";
}

const char *pol_check_options_words(pol_checker *c, uint32_t options) {
  const pol_options *o = &c->m->options.at[options];
  return pol_check_format(c, "the options of %s are %s", owner(c, o), list_of_names(c, o));
}

uint32_t pol_check_option_of(pol_checker *c, uint32_t options, pol_atom name, const pol_node *at) {
  if (options == POL_PARTY_REF) return pol_check_resolve(c, POL_NAME_PARTY, name, at);
  uint32_t found = pol_check_option(c, options, name);
  if (found != POL_NO_REF || c->m->is_amendment) return found;
  const pol_options *o = &c->m->options.at[options];
  if (pol_check_is_covered(c, o->node) || pol_check_may_be_lost(c, POL_NAME_DEFINE) || pol_check_is_doubtful(c, pol_check_text(c, name))) return POL_NO_REF;
  pol_report **first = pol_check_missing(c, POL_MAP_PAIR(POL_MISSING_OPTION + options, name), at);
  if (first == NULL) return POL_NO_REF;
  pol_report *r = *first = pol_check_report(c, POL_R_NO_OPTION, at, "%s is not among the options of %s", pol_check_text(c, name), owner(c, o));
  pol_report_label(c->in->reports, r, "not one of them");
  pol_nearest near;
  pol_nearest_init(&near, pol_check_text(c, name));
  for (uint32_t i = 0; i < o->n; i++) pol_nearest_offer(&near, pol_check_text(c, o->at[i].name), i);
  if (near.best != NULL) pol_report_help(c->in->reports, r, "did you mean %s? The options are %s", near.best, list_of_names(c, o));
  else pol_report_help(c->in->reports, r, "the options are %s", list_of_names(c, o));
  return POL_NO_REF;
}
