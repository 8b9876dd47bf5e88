/* Deciding one record after the other from within a program. To be copied: gcc one.c $(pkg-config --cflags --libs pol) */
#include <pol.h>
#include <stdio.h>
#include <string.h>

static const char policy[] = "policy leave \"Leave\"\n"
                             "facts employee \"The member of staff\"\n"
                             "  kind         \"is\"              is one of officer, staff\n"
                             "  weekly_hours \"works each week\" is hours, more than 0 hours\n"
                             "  permanent    \"is permanent\"    is yes or no\n"
                             "decision leave_days \"Annual leave\"        is days, rounded half up to 0.01 days\n"
                             "decision may_buy    \"May they buy leave?\" is permission\n"
                             "clause 1 \"How much\"\n"
                             "  leave_days is 30 days when employee.kind is officer\n"
                             "  leave_days is 25 days * employee.weekly_hours / 37 hours when employee.kind is staff\n"
                             "clause 2 \"Buying leave\"\n"
                             "  permits may_buy\n"
                             "  may_buy only if employee.permanent\n"
                             "    reason \"the post is not permanent\"\n";

/* Once: a policy is read, checked and made ready. NULL: it is wrong, which was printed. Threads share what comes back. */
static pol_decider *load(void) {
  pol_session *s;
  pol_decider *d = NULL;
  if (pol_session_new(&s, NULL) != POL_DONE) return NULL;
  pol_result result = pol_session_add(s, "leave.pol", policy, strlen(policy));
  if (result == POL_DONE) result = pol_session_check(s);
  if (result == POL_DONE) result = pol_session_as_of(s, "2024-04-01");
  if (result == POL_DONE) result = pol_decider_new(&d, s, POL_SPEED_BEST); /* the session is now the decider's */
  if (result != POL_DONE) {
    pol_string reports;
    if (pol_render_reports(&reports, s, NULL) == POL_DONE) {
      fputs(reports.text, stderr);
      pol_string_drop(&reports);
    }
    pol_session_drop(s);
  }
  return d;
}

static void tell(pol_desk *desk, uint32_t leave_days, uint32_t may_buy) {
  char days[32], buying[32];
  pol_reasons why;
  const char *json;
  size_t n;
  pol_desk_cell(desk, leave_days, days, sizeof days);
  pol_desk_cell(desk, may_buy, buying, sizeof buying);
  printf("leave_days %s, may_buy %s", days, buying);
  if (pol_desk_outcome(desk, may_buy) == POL_DECIDED_REFUSED && pol_desk_why(desk, may_buy, &why) == POL_DONE && why.becauses)
    printf(", by clause %s: %s", why.because[0].clause, why.because[0].reason);
  if (pol_desk_json(desk, may_buy, false, &json, &n) == POL_DONE) printf("; as JSON %.40s…", json);
  putchar('\n');
}

int main(void) {
  pol_decider *decider = load();
  pol_desk *desk = NULL; /* one a thread */
  if (!decider) return 1;
  if (pol_desk_new(&desk, decider) != POL_DONE) return 2;
  uint32_t kind = pol_decider_find_fact(decider, "employee.kind"), hours = pol_decider_find_fact(decider, "employee.weekly_hours"), permanent = pol_decider_find_fact(decider, "employee.permanent");
  uint32_t officer = pol_decider_find_option(decider, kind, "officer"), staff = pol_decider_find_option(decider, kind, "staff");
  uint32_t leave_days = pol_decider_find_decision(decider, "leave_days"), may_buy = pol_decider_find_decision(decider, "may_buy");
  for (int i = 0; i < 3; i++) {
    pol_desk_clear(desk);
    pol_desk_option(desk, kind, i == 1 ? officer : staff);
    pol_desk_number(desk, hours, 185, 1); /* 18.5 hours */
    if (i != 2) pol_desk_yes_no(desk, permanent, i == 0);
    pol_result result = pol_desk_decide(desk); /* POL_BAD_NEWS: decided, and something is an error */
    if (result == POL_DONE || result == POL_BAD_NEWS) tell(desk, leave_days, may_buy);
  }
  if (pol_desk_text(desk, hours, "thirty", 6) == POL_COULD_NOT) puts(pol_desk_wrong(desk, hours)); /* and nothing is decided */
  pol_desk_drop(desk);
  pol_decider_drop(decider);
  return 0;
}
