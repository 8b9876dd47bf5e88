#!/usr/bin/env python3
"""What the new provisions of the alliance drop without a word: `pol check` finds it in an amendment that does not speak of it either, and has nothing to say of the
amendment as it is. usage: silence.py POL"""
import json
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TERMS, AMENDMENT = 'policies/alliance/terms', 'policies/alliance/harmonisation.pol'
DROPPED = {'leave.sport': ['leave.sport.existing.2', '.3'], 'leave.training': ['leave.training.existing.3'], 'other.severe_weather': ['other.severe_weather.existing.3']}


def reports(pol, amendment):
    p = subprocess.run([pol, 'check', TERMS, '--amend', amendment, '--format', 'json'], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    return json.loads(p.stdout)['reports']


def main():
    pol, wrong = os.path.abspath(sys.argv[1]), []
    for r in reports(pol, AMENDMENT):
        wrong.append('the amendment as it is: %s %s' % (r['code'], r['message']))
    with open(os.path.join(ROOT, AMENDMENT), encoding='utf-8') as f:
        text, n = re.subn(r'^  withdraws [^\n]*\n    added "[^\n]*"\n', '', f.read(), flags=re.M)
    if n != len(DROPPED):
        wrong.append('%d places say what is dropped, and %d were meant' % (n, len(DROPPED)))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'harmonisation.pol')
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)
        found = [r for r in reports(pol, path) if r['code'] == 'POL0703']
    for section, ids in DROPPED.items():
        if not any(' of section %s ' % section in r['message'] and all(i in ' '.join(r['notes'] + [r['help'] or '']) for i in ids) for r in found):
            wrong.append('%s: nothing is reported of %s' % (section, ', '.join(ids)))
    if len(found) != len(DROPPED):
        wrong.append('%d sections are reported: %s' % (len(found), '; '.join(r['message'] for r in found)))
    print('\n'.join(wrong + ['%d topics, %d wrong' % (len(DROPPED), len(wrong))]))
    sys.exit(1 if wrong else 0)


if __name__ == '__main__':
    main()
