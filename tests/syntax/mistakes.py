#!/usr/bin/env python3
"""One small mistake each: the report that it must give, where, and that it gives no other error. usage: mistakes.py POL

A row: code, whether BASE stands before the text, the text, line (counted after BASE) and column."""
import json
import os
import subprocess
import sys
import tempfile

BASE = 'policy p "P"\nfacts x\n  a is yes or no\n  n is number\n  d is date\n  k is one of red, blue\ndecision e "E" is permission\nclause 1.1 "One"\n  permits e when x.a\n'
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
    print('%d passed, %d failed' % (len(ROWS) - failed, failed))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
