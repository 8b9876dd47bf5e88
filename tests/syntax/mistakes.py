#!/usr/bin/env python3
"""One small mistake each: the report that it must give, where, and that it gives no other error. usage: mistakes.py POL

A row: code, whether BASE stands before the text, the text, line (counted after BASE) and column."""
import json
import os
import subprocess
import sys
import tempfile

BASE = 'policy p "P"\nfacts x\n  a is yes or no\n  n is number\n  d is date\n  k is one of red, blue\n  h is hours\ndecision e "E" is permission\nclause 1.1 "One"\n  permits e when x.a\n'
ROWS = [
    ('POL0101', True, b'clause 1.2 \xe2\x80\x9cTwo\xe2\x80\x9d\n  refuses e when not x.a\n', 1, 12),
    ('POL0102', True, b'clause 1.2 "Two"\n  refuses e\xc2\xa0when not x.a\n', 2, 12),
    ('POL0103', True, b'clause 1.2 "Two"\n  refuses e\twhen not x.a\n', 2, 12),
    ('POL0104', True, b'clause 1.2 "Two"\n  refuses e when x.d is before 2021-02-31\n', 2, 32),
    ('POL0106', True, b"clause 1.2 'Two'\n  refuses e when not x.a\n", 1, 12),
    ('POL0107', True, b'clause 1.2 "Two"\n  refuses e when x.n is at least 5 \xe2\x80\x93 2\n', 2, 36),
    ('POL0108', True, b'clause 1.2 "Two"\n  refuses e when all of\n    \xe2\x80\xa2 x.a\n    \xe2\x80\xa2 x.n is 1\n', 3, 5),
    ('POL0109', True, b'Clause 1.2 "Two"\n  refuses e when not x.a\n', 1, 1),
    ('POL0110', False, b'\xef\xbb\xbfpolicy p "P"\nfacts x\n  a is yes or no\n  n is number\n  d is date\n  k is one of red, blue\ndecision e "E" is permission\nclause 1.1 "One"\n  permits e when x.a\n', 1, 1),
    ('POL0111', True, b'clause 1.2 "Tw\xff"\n  refuses e when not x.a\n', 1, 15),
    ('POL0112', True, b'clause 1.2 "Tw\x00o"\n  refuses e when not x.a\n', 1, 15),
    ('POL0113', True, b'clause 1.2 "Tw\xe2\x80\xaeo"\n  refuses e when not x.a\n', 1, 15),
    ('POL0114', True, b'clause 1.2 "Two"\n  refuses e when not x.a @\n', 2, 26),
    ('POL0115', True, b'clause 1.2 "Two\n  refuses e when not x.a\n', 1, 12),
    ('POL0116', True, b'clause 1.2 Two"\n  refuses e when not x.a\n', 1, 15),
    ('POL0117', True, b'clause 1.2 "Two\n  three"\n  refuses e when not x.a\n', 1, 12),
    ('POL0118', True, b'clause 1..2 "Two"\n  refuses e when not x.a\n', 1, 8),
    ('POL0119', True, b'clause 1.2 "Two"\n  refuses e when x.\xc3\xa8\n', 2, 18),
    ('POL0120', True, b'clause 1.2 "Two"\n  refuses e when x.n is 37hours\n', 2, 25),
    ('POL0121', True, b'clause 1.2 "Two"\n  refuses e when x.n >= 5\n', 2, 22),
    ('POL0122', True, b'clause 1.2: "Two"\n  refuses e when not x.a\n', 1, 11),
    ('POL0123', True, b'clause 1.2 "Two"\n  refuses e when x.n is 25:00\n', 2, 25),
    ('POL0124', True, b'clause 1.2 "Two"\n  refuses e when x.n is 2 1/0\n', 2, 25),
    ('POL0125', True, b'clause 1.2 "Two"\n  refuses e when x.d is before 01/02/2024\n', 2, 32),
    ('POL0126', True, b'clause 1.2 "Two"\n  refuses e when not x.a reason "it is {x.n"\n', 2, 40),
    ('POL0127', True, b'clause 1.2 "Two"\n  refuses e when x.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n', 2, 18),
    ('POL0128', True, b'clause one-two "Two"\n  refuses e when not x.a\n', 1, 8),
    ('POL0128', True, b'clause 1.2 "Two"\n  refuses e when x.k is dark blue\n', 2, 25),
    ('POL0129', True, b'clause 1.2 "Two"\n  refuses e when x.n is 2\xc2\xbd \xc3\x97 3 \xc3\xb7 4 and x.n is \xe2\x85\x93\n', 2, 25),
    ('POL0130', True, b'clause 1.2 "Tw\xe2\x80\x8bo"\n  refuses e when not x.a\n', 1, 15),
    ('POL0131', True, b'clause 1.2 "Two"\n  refuses e when not x.\xd0\xb0\n', 2, 24),
    ('POL0132', True, b'clause 1.2 "Tw\xd0\xbe"\n  refuses e when not x.a\n', 1, 15),
    ('POL0201', True, b'facts y\n  b yes or no\n', 2, 5),
    ('POL0202', True, b'clause 1.2 "Two"\n  refuse e when not x.a\n', 2, 3),
    ('POL0203', True, b'clause 1.2 "Two"\n  refuses e when x.a and\nclause 1.3 "Three"\n', 3, 1),
    ('POL0204', True, b'clause 1.2 "Two"\n  refuses e whne not x.a\n', 2, 13),
    ('POL0205', True, b'clause 1.2 "Two"\n  refuses e unless x.a\n', 2, 13),
    ('POL0206', True, b'decision after "A" is permission\n', 1, 10),
    ('POL0207', True, b'clause 1.2 "Two" clause 1.3 "Three"\n', 1, 18),
    ('POL0208', True, b'decision f "F" permission\n', 1, 16),
    ('POL0209', True, b'clause 1.2 "Two"\n  refuses e x.a\n', 2, 13),
    ('POL0210', True, b'clause 1.2 "Two"\n  refuses e when x.a\n    - x.n is 1\n', 3, 5),
    ('POL0212', True, b'clause 1.2 "Two"\n  refuses e when (x.a\n', 2, 18),
    ('POL0214', True, b'clause 1.2 "Two"\n  refuses "e" when x.a\n', 2, 11),
    ('POL0215', True, b'clause 1.2 "Two"\n  guidance "ask first" when x.a\n', 2, 24),
    ('POL0223', True, b'clause 1.2 "Two"\n  refuses e except when x.a when x.n is 1\n', 2, 29),
    ('POL0216', True, b'scenarios "S"\n  | x.a | e |\n  | yes |\n', 3, 3),
    ('POL0217', True, b'scenarios "S"\n  | x.a | e |\n  | yes | permitted\n', 3, 11),
    ('POL0218', True, b'decision v "V" is number\nclause 1.2 "Two"\n  v 25\n', 3, 3),
    ('POL0219', True, b'clause 1.2 "Two"\n  refuses e, despite clause 1.1\n', 2, 22),
    ('POL0220', False, b'hello there\npolicy p "P"\nfacts x\n  a is yes or no\n  n is number\n  d is date\n  k is one of red, blue\ndecision e "E" is permission\nclause 1.1 "One"\n  permits e when x.a\n', 1, 1),
    ('POL0221', True, b'clause 1.2 "Two"\n  refuses e when all of\n    - x.a\n    - x.n is 1\n    and x.n is 2\n', 5, 5),
    ('POL0222', True, b'clause 1.2 "Two"\n  refuses e when all of\n    - x.a and x.n is 1\n    - x.n is 2\n', 3, 11),
]

# As authors make them, with what they read: text after BASE, code, message, and the fix or help.
WORDED = [
    ('clasue 1.2 "Two"\n', 'POL0202', 'no declaration starts with "clasue"', 'clause'),
    ('clause 1.2 "Two"\n  refsues e when not x.a\n', 'POL0202', 'no rule starts with "refsues"', 'refuses'),
    ('clause 1.2 "Two"\n  refuses e whne not x.a\n', 'POL0204', '"whne" is not a word of a policy', 'when'),
    ('clause 1.2 "Two"\n  e onyl if x.a\n', 'POL0204', '"onyl if" is not a word of a policy', 'only if'),
    ('clause 1.2 "Two"\n  refuses e when x.h is more than 37 hrs\n', 'POL0204', '"hrs" is not a unit', 'hours'),
    ('facts y\n  b yes or no\n', 'POL0201', 'a fact is declared as: name is type', 'put "is" before the type'),
    ('clause 1.2 "Two"\n  refuses e because "so"\n', 'POL0205', 'a policy says "reason", not "because"', 'reason'),
    ('clause 1.2 "Two"\n  refuses e when x.n >= 3\n', 'POL0121', 'a policy compares in words: is at least', 'is at least'),
    ('clause 1.2: "Two"\n  refuses e\n', 'POL0122', 'a policy has no colons', 'take it away'),
    ('clause 1.2 "Two"\n  refuses e when x.a, despite 1.1\n', 'POL0223', '"despite" stands before "when"', 'put it before "when"'),
    ('clause 1.2 "Two"\n  refuses e except when x.a when x.n is 1\n', 'POL0223', '"when" stands before "except when"',
     'a rule says in this order: despite …, when …, except when …, reason …'),
    ('clause 1.2 "Two"\n  refuses e when x.a when x.n is 1\n', 'POL0223', 'a rule says "when" once', 'if both have to hold: and; if one is enough: or; or make it two rules'),
    ('clause 1.2 "Two"\n  refuses e when x.d is at most 4 after x.d\n', 'POL0208', 'this number has no unit', 'for example: 4 months after …'),
    ('decision v "V" is number\nclause 1.2 "Two"\n  v is at least 3\n', 'POL0205', 'a rule says "is no less than", not "is at least"', 'is no less than'),
    ('clause 1.2 "Two"\n  refuses e when x.k is dark blue\n', 'POL0128', 'a name is one word, with _ between its parts',
     'if it is one name: dark_blue; a second condition starts with and, or with or'),
    ('"A title"\n  as of 2024-04-01\n  given x.a\n  expect e is permitted\n', 'POL0208', '"scenario" is left out before this', 'if it is meant, start the line with: scenario'),
    ('scenario "S"\n  as of 2024-04-01\n  given x.a\n  then e is permitted\n', 'POL0205', 'a policy says "expect", not "then"', 'expect'),
    ('clause 1.2 "Two"\n  refuses e when x.d is on sunday\n', 'POL0205', 'a policy does not say "is on sunday"', 'write: is sunday'),
    ('clause 1.2 "Two"\n  refuses e when x.d falls on a sunday\n', 'POL0205', 'a policy does not say "falls on a sunday"', 'write: is sunday'),
    ('decision w "W" is hours\nclause 1.2 "Two"\n  w is at double time\n', 'POL0205', 'a policy does not say "double time"', 'say it as a sum: 2 * the amount, for example: 2 * overtime.length'),
    ('decision w "W" is hours\nclause 1.2 "Two"\n  w is 32 hours from 10 years\n', 'POL0205', 'a policy does not say "32 hours from 10 years"', 'what holds from a length of time on is a condition: 32 hours when … is at least 10 years'),
    ('clause 1.2 "Two"\n  refuses e when x.a because they are new\n', 'POL0205', 'a policy does not say "because"', 'the reason of a rule is a text at its end: reason "…"'),
    ('clause 1.2 "Two"\n  refuses e when the applicant is new\n', 'POL0205', 'a policy does not say "the applicant"', 'take "the" away; a fact is written by its name: GROUP.NAME'),
    ('party p "a party"\nagreement g of p "an agreement"\nclause 1.2 "Two"\n  refuses e when x.a without agreed g\n', 'POL0205', 'a policy does not say "without agreed g"', 'write: except when agreed g'),
    ('party p "a party"\nagreement g of p "an agreement"\nclause 1.2 "Two"\n  refuses e except when p agrees\n', 'POL0205', 'a policy does not say "p agrees"', 'an agreement is declared, and named in the condition: except when agreed NAME'),
    ('decision w "W" is hours\nclause 1.2 "Two"\n  w is double x.h\n', 'POL0205', 'a policy does not say "double x.h"', 'write: 2 * x.h'),
    ('decision w "W" is hours\nclause 1.2 "Two"\n  w is twice x.h\n', 'POL0205', 'a policy does not say "twice x.h"', 'write: 2 * x.h'),
    ('decision w "W" is hours\nclause 1.2 "Two"\n  w is 2 x.h\n', 'POL0205', 'a policy does not say "2 x.h"', 'if it is a product: 2 * x.h'),
    ('decision w "W" is hours\nclause 1.2 "Two"\n  w is 2 x x.h\n', 'POL0205', 'a policy does not say "2 x x.h"', 'write: 2 * x.h'),
    ('decision w "W" is hours\nclause 1.2 "Two"\n  w is 2 times x.h\n', 'POL0205', 'a policy does not say "2 times x.h"', 'write: 2 * x.h'),
    ('decision w "W" is hours\nclause 1.2 "Two"\n  w is 15 pounds\n', 'POL0205', 'a policy does not say "15 pounds"', 'write: £15'),
    ('clause 1.2 "Two"\n  refuses e when x.n is at most grade 4\n', 'POL0205', 'a policy does not say "at most grade 4"', 'the number stands alone: at most 4'),
    ('clause 1.2 "Two"\n  refuses e when x.d is sunday 7 January 2024\n', 'POL0205', 'a policy does not say "sunday 7 January 2024"', 'a date stands alone: 7 January 2024'),
    ('clause 1.2 "Two"\n  refuses e when x.n is between 1 and 4\n', 'POL0205', 'a policy does not say "between 1 and 4"', 'write: 1 to 4'),
    ('clause 1.2 "Two"\n  refuses e when x.n is from 1 to 4\n', 'POL0205', 'a policy does not say "is from 1 to 4"', 'write: is 1 to 4'),
    ('clause 1.2 "Two"\n  refuses e when x.n is 1, 2, 3 or 4\n', 'POL0205', 'a policy does not say "is 1, 2"', 'write: is one of 1, 2, …'),
    ('clause 1.2 "Two"\n  refuses e when x.k in red, blue\n', 'POL0205', 'a policy does not say "in red,"', 'write: is one of red, …'),
    ('clause 1.2 "Two"\n  refuses e when x.d is until 2027-01-01\n', 'POL0205', 'a policy does not say "is until 2027-01-01"', 'the last day included: is on or before 2027-01-01; not included: is before 2027-01-01'),
    ('clause 1.2 "Two"\n  refuses e when x.d is on or before 1 Jan 2027\n', 'POL0205', 'a policy does not say "1 Jan 2027"', 'a date is written 1 January 2027, or in figures: 2024-04-01'),
    ('decision v "V" is date\nclause 1.2 "Two"\n  v must be 3 months before x.d\n', 'POL0205', 'a policy does not say "must be"', 'a decision takes "is"; "must" is for what a party has to do: PARTY must DUTY by DATE'),
    ('decision v "V" is date\nclause 1.2 "Two"\n  v is four months before x.d\n', 'POL0205', 'a policy does not say "four months"', 'a number is written in figures: 4 months'),
    ('decision v "V" is date\nclause 1.2 "Two"\n  v is three months\n', 'POL0205', 'a policy does not say "three months"', 'a number is written in figures: 3 months'),
    ('decision v "V" is date\nclause 1.2 "Two"\n  v is 3 months before x.d until 1 January 2027, then 4 months\n', 'POL0205', 'a policy does not say "until 1 January 2027"', 'say it of a date in a condition, the last day included: when … is on or before 1 January 2027'),
    ('clause 1.2 "Two"\n  refuses e when both x.a and x.n is 1\n', 'POL0205', 'a policy does not say "both x.a"', 'each is a condition of its own: A and B, without "both"'),
    ('clause 1.2 "Two"\n  refuses e when x.a even if not x.a\n', 'POL0205', 'a policy does not say "even if"', 'a rule holds whatever it does not name; what has to give way is named: despite CLAUSE, or sets aside the refusals of CLAUSE'),
    ('clause 1.2 "Two"\n  refuses e when x.a regardless of x.n\n', 'POL0205', 'a policy does not say "regardless of"', 'a rule holds whatever it does not name; what has to give way is named: despite CLAUSE, or sets aside the refusals of CLAUSE'),
    ('clause 1.2 "Two"\n  refuses e when x.d is within 6 months of x.d\n  permits e\n', 'POL0205', 'a policy does not say "within 6 months of x.d"', '"within" goes on with "from": within 6 months from x.d'),
    ('clause 1.2 "Two"\n  refuses e when subject to x.a\n', 'POL0205', 'a policy does not say "when subject to"', '"subject to" names a clause, and stands before "when": refuses DECISION, subject to CLAUSE when CONDITION'),
    ('decision w "W" is hours\nclause 1.2 "Two"\n  doubles w\n', 'POL0205', 'a policy does not say "doubles w"', 'write: multiplies w by 2'),
    ('clause 1.2 "Two"\n  waives e\n', 'POL0205', 'a policy does not say "waives e"', 'a rule that gives way is named by its clause: sets aside the refusals of CLAUSE, or of referrals: sets aside the referrals of CLAUSE'),
    ('clause 1.2 "Two"\n  does not permit e\n', 'POL0205', 'a policy does not say "does not permit e"', 'write: refuses e'),
    ('clause 1.2 "Two"\n  except x.a\n', 'POL0205', 'a policy does not say "except x.a"', 'write: except when x.a'),
    ('clause 1.2 "Two"\n  e and f applies only if x.a\n', 'POL0205', 'a policy does not say "e and f applies only if"', 'a comma stands between two decisions: e, f applies only if CONDITION'),
    ('clause 1.2 "Two"\n  bars e\n', 'POL0205', 'a policy says "refuses", not "bars"', 'refuses'),
    ('decision v "V" is date\nclause 1.2 "Two"\n  v is 3 days prior to x.d\n', 'POL0205', 'a policy says "before", not "prior to"', 'before'),
    ('clause 1.2 "Two"\n  refuses e when x.n is no more than 6\n', 'POL0205', 'a policy says "at most", not "no more than"', 'at most'),
    ('clause 1.2 "Two"\n  refuses e when x.d is not later than 2027-01-01\n', 'POL0205', 'a policy says "on or before", not "not later than"', 'on or before'),
    ('clause 1.2 "Two"\n  refuses e when x.a and x a is no\n', 'POL0209', 'between two conditions stands "and" or "or"', 'if it is the fact: x.a; between two conditions: and, or or'),
    ('clause 1.2 "Two"\n  refuses e when x.n is not equal to 4\n', 'POL0306', 'nothing is called equal', 'equal is said with "is" alone: is 4, is not 4'),
    ('clause 1.2 "Two"\n  e: 3 months\n', 'POL0122', 'a policy has no colons', 'if this is what it is: e is …'),
    ('clause 1.2 "Two"\n  from 1 January 2027: refuses e\n', 'POL0122', 'a policy has no colons', 'what holds from a day on says so in a condition, at its end: when … is on or after 1 January 2027'),
    ('facts y\n  b is yes/no\n', 'POL0205', 'a policy does not say "yes/no"', 'write: is yes or no'),
    ('facts y\n  b is yes or no, assumed no\n', 'POL0205', 'a policy does not say "assumed no"', 'write: presumed no'),
    ('facts y\n  b is yes or no "is b"\n', 'POL0208', '"asks" is left out here', 'a question follows "asks"; the words that say the fact stand before "is"'),
    ('scenarios "S"\n  | x.h | e |\n  | six hours | refused |\n', 'POL0205', 'a policy does not say "six hours"', 'a number is written in figures: 6 hours'),
    ('scenarios "S"\n  | x.h | e |\n  | 6 hrs | refused |\n', 'POL0204', '"hrs" is not a unit', 'hours'),
    ('scenarios "S"\n  | x.h | e |\n  | 6 hours odd | refused |\n', 'POL0215', 'this does not go on with what stands before it in the cell', 'a cell holds a value or a comparison: 5 years, at least 5 years, from 5 years, 1 to 4, red'),
    ('decision w "W" is number\nclause 2 "Two"\n  w is t(x.h)\ntable t(length) "T"\n  | clause | length | t |\n  | 2 | >= 10 hours | 2 |\n', 'POL0121', 'a policy compares in words: at least', 'at least'),
]


def worded(pol, path, text, code, message, words):
    """What is wrong with one row; a fix is also made, and then the file has no error."""
    with open(path, 'w', encoding='utf-8') as f:
        f.write(BASE + text)
    run = [pol, 'check', path, '--format', 'json']
    reports = [r for r in json.loads(subprocess.run(run, stdout=subprocess.PIPE).stdout.decode())['reports'] if r['severity'] == 'error']
    if [(r['code'], r['message']) for r in reports] != [(code, message)]:
        return 'want %s %s, got %s' % (code, message, [(r['code'], r['message']) for r in reports])
    if words not in json.dumps(reports[0], ensure_ascii=False).replace('\\"', '"'):
        return 'neither help nor fix is "%s": %s' % (words, reports[0])
    if not reports[0]['fix']:
        return None
    subprocess.run([pol, 'check', '--fix', path], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    left = [r['code'] for r in json.loads(subprocess.run(run, stdout=subprocess.PIPE).stdout.decode())['reports'] if r['severity'] == 'error']
    return 'mended, it still has %s' % left if left else None


def main():
    pol, failed = sys.argv[1], 0
    with tempfile.TemporaryDirectory() as tmp:
        path = os.path.join(tmp, 'mistake.pol')
        for code, based, text, line, column in ROWS:
            with open(path, 'wb') as f:
                f.write((BASE.encode() if based else b'') + text)
            p = subprocess.run([pol, 'check', path, '--format', 'json'], stdout=subprocess.PIPE)
            reports = json.loads(p.stdout.decode())['reports']
            at = [(r['place']['line'] - (BASE.count('\n') if based else 0), r['place']['column']) for r in reports if r['code'] == code]
            others = [r['code'] for r in reports if r['severity'] == 'error' and r['code'] != code]
            if (line, column) not in at or others:
                failed += 1
                print('%s %r: want it at %d:%d, got it at %s, with %s' % (code, text, line, column, at, others))
        for row in WORDED:
            fault = worded(pol, path, *row)
            if fault:
                failed += 1
                print('%r: %s' % (row[0], fault))
    print('%d passed, %d failed' % (len(ROWS) + len(WORDED) - failed, failed))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
