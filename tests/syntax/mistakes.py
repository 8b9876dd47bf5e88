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
