/* Names: what is not there, what is there twice, and what was meant. Lines count from `policy`, which is the first. */
#include "checked.h"
#include <stdio.h>
#include <string.h>

#define HEAD "policy p \"P\"\n"

static const struct { const char *text, *want; } rows[] = {
  { "facts a\n  kind is yes or no\ndefine x when a.knd\n", "POL0301 4:15" },
  { "facts a\n  kind is yes or no\ndefine x when a.knd\ndefine y when a.knd\ndefine z when a.knd\n", "POL0301 4:15" }, /* once for all its places */
  { "decision d is permission\nclause 1\n  permits d, despite 3.72b\n", "POL0302 4:22" },
  { "decision d is permission\nclause 1\n  permits d, despite section 3.72\n", "POL0318 4:30" },
  { "party chief_officer\ndecision d is permission\nclause 1\n  refers d to chief_oficer\n", "POL0303 5:15" },
  { "facts a\n  x is nmber\n", "POL0304 3:8" },
  { "facts a\n  x is colour\n", "POL0304 3:8" },
  { "facts a\n  x is list of trip\n", "POL0304 3:8" },
  { "decision d is set of colour\n", "POL0304 2:15" },
  { "define x is 1 rank above 3\n", "POL0304 2:15" },
  { "decision d is permission\nclause 1\n  permits e\n", "POL0305 4:11" },
  { "define x is y + 1\n", "POL0306 2:13" },
  { "define x is f(1)\n", "POL0306 2:13" },
  { "facts a\n  l is list of t\nrecord t\n  n is number\ndefine x is average(y.n for each y in a.l)\n", "POL0306 6:13" },
  { "define x when agreed nothing\n", "POL0307 2:15" },
  { "facts a\n  d is date\n  t is time\n  h is hours\ndefine x is count(each q in pieces(a.d, a.t, a.h, rates))\n", "POL0308 6:51" },
  { "facts a\n  x is one of red, green\ndefine y when a.x is gren\n", "POL0310 4:22" },
  { "options colour is red, green\nfacts a\n  x is colour\ndefine y when a.x is one of red, blue\n", "POL0310 5:34" },
  { "decision d is permission\ndefine y when d is allowed\n", "POL0310 3:20" },
  { "decision d is number, better when bigger\n", "POL0310 2:23" },
  { "decision d is number, rounded sideways to 1\n", "POL0310 2:23" },
  { "use hr.police_rank\n", "POL0312 2:1" },
  { "policy q \"Q\"\n", "POL0316 2:8" },
  { "facts a\n  x is one of red, green\n  y is one of red, blue\ndefine z is least(red, green)\n", "POL0306 5:19" },
  /* twice */
  { "party boss\nparty boss\n", "POL0311 3:7" },
  { "facts a\n  x is number\nfacts a\n  y is number\n  x is number\n", "POL0311 6:3" },
  { "facts a.b\n  x is number\nfacts a\n  x is number\n", "" },
  { "options o is red, green, red\n", "POL0311 2:26" },
  { "options o is red\norder o is red\n", "POL0311 3:7" },
  { "value v is 1\ndefine v is 2\n", "POL0311 3:8" },
  { "define v is 1\ndecision v is number\n", "POL0311 2:8" },
  { "define f(x, x) is x\n", "POL0311 2:13" },
  { "record r\n  x is number\n  x is date\n", "POL0311 4:3" },
  { "party boss\nagreement a of boss\nfacts a\n  status is number\n", "POL0311 5:3" },
  { "party boss\noptions boss is red\ndecision boss is permission\n", "" }, /* a name has one meaning of each kind */
  /* always there */
  { "party other\n", "POL0314 2:7" },
  { "party unnamed\n", "POL0314 2:7" },
  { "define least(a, b) is a\n", "POL0314 2:8" },
  { "define as_of is 2024-01-01\n", "POL0314 2:8" },
  { "define count(x) is x\n", "POL0314 2:8" },
  /* entries of records */
  { "record r\n  x is number\nfacts a\n  l is list of r\ndefine s is sum(e.y for each e in a.l)\n", "POL0315 6:17" },
  { "define s is sum(e.y for each e in numbers(1, 3))\n", "POL0315 2:17" },
  /* a name that the parser could not finish declaring is known all the same */
  { "decision e \"E\" permission\nclause 1\n  permits e\n", "POL0201 2:12" },
  { "use calendar\nuse calendar\ndefine whole_years(a, b) is 1\n", "POL0311 4:8" },
};

Test(check_names, rows) {
  for (size_t i = 0; i < COUNT(rows); i++) {
    char text[2048];
    snprintf(text, sizeof text, HEAD "%s", rows[i].text);
    checked k;
    checked_one(&k, text);
    const char *got = checked_errors(&k);
    if (strncmp(rows[i].want, "POL02", 5) == 0) cr_expect(strncmp(got, "POL02", 5) == 0 && strchr(got, ',') == NULL, "%s\n  is   %s", rows[i].text, got);
    else cr_expect_str_eq(got, rows[i].want, "%s\n  is   %s\n  want %s", rows[i].text, got, rows[i].want);
    cr_expect_eq(k.status, *got == '\0' ? POL_OK : POL_REJECTED);
    checked_close(&k);
  }
}

/* The words: message, label, help, other places, notes. NULL: not looked at. */
static const struct { const char *text; unsigned code; const char *message, *label, *help, *note; } words[] = {
  { HEAD "facts applicant\n  substantive_rank is number\ndefine x is applicant.rank\n", 301, "no fact is called applicant.rank", "not declared",
    "did you mean applicant.substantive_rank?", NULL },
  { HEAD "facts a\n  kind is yes or no\ndefine x when a.knd\ndefine y when a.knd\ndefine z when a.knd\n", 301, "no fact is called a.knd", "not declared",
    "did you mean a.kind?", "and in 2 other places" },
  { HEAD "decision d is permission\nclause 3.7.2b \"Officers\"\n  refuses d\nclause 1\n  permits d, despite 3.72b\n", 302, "no clause has the id 3.72b", "not in this policy",
    "did you mean 3.7.2b \"Officers\"?", NULL },
  { HEAD "party chief_officer\ndecision d is permission\nclause 1\n  refers d to chief_oficer\n", 303, "no party is called chief_oficer", "not declared",
    "did you mean chief_officer? If the document names nobody: unnamed", NULL },
  { HEAD "facts officer\n  rank is number\nfacts a\n  x is number\ndefine x is applicant.rank\n", 301, NULL, NULL, "did you mean officer.rank?", NULL },
  { HEAD "facts a\n  x is nmber\n", 304, "no type is called nmber", NULL, "did you mean number?", NULL },
  { HEAD "facts a\n  rank_sought is number\ndefine x is rank_sought\n", 306, "nothing is called rank_sought", NULL,
    "did you mean a.rank_sought? A fact is named with its group", NULL },
  { HEAD "facts a\n  n is number\ndecision d is permission\nclause 1\n  permits d when a.n is 1\n  n is 3\n", 305, NULL, NULL, NULL, NULL },
  { HEAD "define young when as_of is before 2024-01-01\ndecision d is permission\nclause 1\n  refuses young\n", 305, "no decision is called young", NULL,
    "young is a definition; a rule speaks to a decision. To go on with the condition above: and young", NULL },
  { HEAD "facts a\n  x is one of red, green\ndefine y when a.x is gren\n", 310, "gren is not among the options of a.x", NULL,
    "did you mean green? The options are red, green", NULL },
  /* a clause that is not there: its neighbours, and the declaration where a row of a table names it */
  { HEAD "decision d is permission\nclause 3.7.2a \"A\"\nclause 3.7.2b \"B\"\nclause 3.7.3\n  permits d, despite 3.7.2e\n", 302, NULL, NULL,
    "did you mean 3.7.2a \"A\" or 3.7.2b \"B\"?", NULL },
  { HEAD "decision d is permission\nclause 3.2a\nclause 3.2b\nclause 3.2c\nclause 3.2d\nclause 3.2f\n  permits d, despite 3.2e\n", 302, NULL, NULL,
    "did you mean 3.2a, 3.2b, 3.2c or 3.2d?", NULL },
  { HEAD "decision d is permission\nclause 1\nclause 2\nclause 3\nclause 4\n  permits d, despite 9\n", 302, NULL, NULL,
    "write the id that stands after the word clause, or declare it: clause 9 \"…\"", NULL },
  { HEAD "facts a\n  n is number\ndecision d is number\nclause leave.1 \"One\"\ntable d by a.n\n  | clause   | a.n    | d |\n  | leave.1  | from 0 | 1 |\n  | leave.1b | from 2 | 2 |\n",
    302, NULL, NULL, "did you mean leave.1 \"One\"? Or declare it: clause leave.1b \"…\"", NULL },
  { HEAD "facts a\n  n is number\ndecision d is number\nclause 1\ntable d by a.n\n  | clause | a.n    | d |\n  | 1      | from 0 | 1 |\n  | 22     | from 2 | 2 |\n",
    302, NULL, NULL, "declare it, before or after the table: clause 22 \"…\"", NULL },
  /* nothing near: what to declare, and where */
  { HEAD "facts a\n  n is number\ndefine x when a.on_probation\n", 301, NULL, NULL, "declare it: under facts a, a line: on_probation is yes or no", NULL },
  { HEAD "facts a\n  n is number\ndefine x when a.wage is more than 3\n", 301, NULL, NULL, "declare it: under facts a, a line: wage is …", NULL },
  { HEAD "define x when staff.on_probation\n", 301, NULL, NULL, "declare it: a line facts staff, and under it: on_probation is yes or no", NULL },
  { HEAD "party boss\nagreement go of boss\ndefine x when go.length is 3\n", 301, NULL, NULL, "of an agreement there are go.status and go.decided_by", NULL },
  { HEAD "party hr\ndefine x when agreed hr\n", 307, NULL, NULL, "hr is a party; its agreement has a name: agreement NAME of hr \"the words\"", NULL },
  { HEAD "define x when agreed go\n", 307, NULL, NULL, "declare it: agreement go of PARTY \"the words\"", NULL },
  { HEAD "clause 1\n  permits go\n", 305, NULL, NULL, "declare it: decision go \"the question\" is permission", NULL },
  { HEAD "decision d is permission\nclause 1\n  refers d to boss\n", 303, NULL, NULL, "declare it: party boss \"the words\". If the document names nobody: unnamed", NULL },
  { HEAD "define x when zebra\n", 306, NULL, NULL, "say what it means: define zebra when …; a fact is named with its group: GROUP.zebra", NULL },
  { HEAD "define x is zebra + 1\n", 306, NULL, NULL, "say what it is: value zebra is …, or define zebra is …; a fact is named with its group: GROUP.zebra", NULL },
  { HEAD "define x is zebra(1)\n", 306, NULL, NULL, "say what it is: define zebra(…) is …, or define zebra(…) when …", NULL },
  { HEAD "decision d is permission\nclause 1\n  permits d, despite section 7\n", 318, NULL, NULL, "declare it: section 7 \"…\", or name the clauses", NULL },
  { HEAD "facts a\n  x is colour\n", 304, NULL, NULL, "declare it: options colour is a, b; or name a type: yes or no, date, hours, days, money …", NULL },
  { HEAD "party boss\nparty boss\n", 311, "boss is declared twice", "again", NULL, NULL },
  { HEAD "define x is lest(1, 2)\n", 306, "nothing is called lest", NULL, "did you mean least?", NULL },
  { HEAD "decision d is permission\nfacts a\n  x is yes or no\ndefine y when a\n", 306, "nothing is called a", NULL, "a is a group of facts; name the fact with a dot: a. and its name", NULL },
};

Test(check_names, what_is_said) {
  for (size_t i = 0; i < COUNT(words); i++) {
    checked k;
    checked_one(&k, words[i].text);
    const pol_report *r = checked_report(&k, words[i].code);
    cr_expect(r, "POL%04u: %s", words[i].code, words[i].text);
    if (r != NULL && words[i].message != NULL) cr_expect_str_eq(r->message, words[i].message, "%s", r->message);
    if (r != NULL && words[i].label != NULL) cr_expect_str_eq(r->at.text, words[i].label, "%s", r->at.text);
    if (r != NULL && words[i].help != NULL) cr_expect(r->help != NULL && strcmp(r->help, words[i].help) == 0, "%s", r->help != NULL ? r->help : "no help");
    if (r != NULL && words[i].note != NULL) cr_expect(r->notes.n == 1 && strcmp(r->notes.at[0], words[i].note) == 0, "%s", r->notes.n > 0 ? r->notes.at[0] : "no note");
    checked_close(&k);
  }
}

/* An amendment without its base: names of the base are not missed. */
Test(check_names, amendment_alone) {
  checked k;
  checked_one(&k, "amendment a \"A\" of p\n  effective when applied\ndecision d is permission\nclause 1\n  permits d when facts_of.base and other_thing\n");
  cr_expect_str_eq(checked_errors(&k), "");
  cr_expect_eq(k.status, POL_REJECTED);
  cr_expect(k.m->is_amendment);
  checked_close(&k);
}

/* With another policy than its own, an amendment says so. */
Test(check_names, amendment_of_another) {
  checked k;
  checked_open(&k, NULL, (const char *const[]){ "amendment m \"M\" of q\n  effective when applied\n", HEAD, NULL });
  cr_expect_str_eq(checked_errors(&k), "POL0317 1:20");
  checked_close(&k);
}

Test(check_names, the_model_finds_them) {
  checked k;
  checked_one(&k, HEAD "facts a\n  x is number\ndecision d is number\nclause 1\n  d is a.x\n");
  cr_expect_eq(pol_model_fact(k.m, pol_atom_text(k.atoms, "a.x")), 0);
  cr_expect_eq(pol_model_fact(k.m, pol_atom_text(k.atoms, "a.y")), POL_NO_REF);
  cr_expect_eq(pol_model_decision(k.m, pol_atom_text(k.atoms, "d")), 0);
  cr_expect_eq(pol_model_clause(k.m, pol_atom_text(k.atoms, "1")), 0);
  cr_expect_eq(pol_model_clause(k.m, pol_atom_text(k.atoms, "2")), POL_NO_REF);
  checked_close(&k);
}
