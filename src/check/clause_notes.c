/* What a clause says besides its rules: guidance, what is missing, what it says word for word, how it is read. */
#include "check/rules.h"
#include "syntax/words.h"

/* The same kind of note twice: both are kept, one after the other. */
static const char *more(pol_checker *c, const char *before, const pol_node *text) {
  const char *words = pol_check_words(c, text);
  if (before == NULL || words == NULL) return words == NULL ? before : words;
  return pol_check_format(c, "%s %s", before, words);
}

static void interpreted(pol_checker *c, pol_clause *clause, const pol_node *line) {
  pol_reading r = { .reading = pol_check_words(c, pol_kid(line, 0)), .other = pol_check_words(c, pol_kid(line, 1)), .agreed_by = pol_check_words(c, pol_kid(line, 2)) };
  const pol_node *date = pol_kid(line, 3);
  if (date != NULL) {
    pol_type wanted = pol_rules_type(POL_T_DATE);
    pol_value v = pol_check_constant(c, date, &wanted);
    r.dated = v.state == POL_KNOWN && v.type.kind == POL_T_DATE;
    r.date = v.as.i;
  }
  POL_PUSH(c, &clause->readings, r);
}

static void reservations(pol_checker *c, uint32_t clause, const pol_node *names) {
  for (uint32_t i = 0; i < pol_kids(names); i++) {
    uint32_t d = pol_check_resolve(c, POL_NAME_DECISION, names->kid[i]->text, names->kid[i]);
    if (d == POL_NO_REF) continue;
    pol_decision *decision = &c->m->decisions.at[d];
    if (decision->type.kind != POL_T_PERMISSION && decision->type.kind != POL_T_BROKEN) {
      pol_report *r = pol_check_report(c, POL_R_WRONG_EFFECT, names->kid[i], "a reservation is on a permission, and %s is %s", pol_check_text(c, decision->name),
                                       pol_check_type_name(c, decision->type));
      pol_report_help(c->in->reports, r, "leave %s out of the reservation; the note itself may stay", pol_check_text(c, decision->name));
      continue;
    }
    POL_PUSH(c, &c->rules->decisions[d].reservations, clause);
  }
}

/* What only an amendment can say; NULL of any other line. */
static const char *amending(const pol_node *line) {
  switch ((pol_node_kind)line->kind) {
  case POL_N_REPLACES: return "replaces";
  case POL_N_WITHDRAWS: return "withdraws";
  case POL_N_UNCHANGED: return "unchanged from";
  case POL_N_KEEPS: return "keeps";
  case POL_N_PLACED_AFTER: return "placed after";
  default: return NULL;
  }
}

static void refuse_amending(pol_checker *c, uint32_t tree, const pol_node *line, const char *what) {
  const char *words = amending(line);
  if (words == NULL || c->rules->trees.at[tree].amendment || (c->lost & (1u << POL_KEYWORD_AMENDMENT))) return;
  pol_report *r = pol_check_report(c, POL_R_NOT_AN_AMENDMENT, line, "only an amendment says \"%s\"", words);
  pol_report_help(c->in->reports, r, "take the line away, or put the %s in a file that begins: amendment … of …", what);
}

static void note(pol_checker *c, uint32_t index, const pol_node *line) {
  pol_clause *clause = &c->m->clauses.at[index];
  const pol_node *first = pol_kid(line, 0), *second = pol_kid(line, 1);
  switch ((pol_node_kind)line->kind) {
  case POL_N_GUIDANCE: clause->guidance = more(c, clause->guidance, first); break;
  case POL_N_INCOMPLETE:
    clause->incomplete = more(c, clause->incomplete, first);
    reservations(c, index, second);
    break;
  case POL_N_HANDS_OVER: clause->hands_over = more(c, clause->hands_over, first); break;
  case POL_N_SAYS:
    clause->says = more(c, clause->says, first);
    clause->says_at = more(c, clause->says_at, second);
    break;
  case POL_N_CITED_AS: clause->cited_as = more(c, clause->cited_as, first); break;
  case POL_N_INTERPRETED: interpreted(c, clause, line); break;
  default: refuse_amending(c, c->rules->clauses.at[index].tree, line, "clause");
  }
}

void pol_rules_notes(pol_checker *c, uint32_t clause) {
  const pol_node *lines = c->rules->clauses.at[clause].lines;
  for (uint32_t i = 0; i < pol_kids(lines); i++)
    note(c, clause, lines->kid[i]);
}

void pol_rules_section_notes(pol_checker *c) {
  for (uint32_t i = 0; i < c->rules->sections.n; i++) {
    const pol_section_work *s = &c->rules->sections.at[i];
    const pol_node *lines = pol_kid(s->node, 1);
    for (uint32_t k = 0; k < pol_kids(lines); k++) refuse_amending(c, s->tree, lines->kid[k], "section");
  }
}
