#!/usr/bin/env python3
"""The alliance terms with their amendment carried out in one text: laid out, without an error, its scenarios pass, and a force of people who do not exist gets the answers
that it gets from the terms and the amendment, on the day before it is in force, too. usage: consolidated.py POL"""
import csv
import io
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ALLIANCE = os.path.join(ROOT, 'policies', 'alliance')
AMENDMENT = ['--amend', os.path.join(ALLIANCE, 'harmonisation.pol') + '@2024-04-01']
PEOPLE = '300'
faults = []


def run(arguments, given=None):
    p = subprocess.run(arguments, input=given, capture_output=True)
    if p.returncode:
        faults.append('%s: exit status %d\n%s' % (' '.join(arguments[:4]), p.returncode, p.stderr.decode()[:2000]))
    return p.stdout


def answers(pol, policy, amendment, day, force):
    text = run([pol, 'decide', policy, *amendment, '--facts', '-', '--facts-format', 'csv', '--given', os.path.join(ALLIANCE, 'calendar.json'), '--as-of', day, '--format', 'csv'], force)
    return list(csv.DictReader(io.StringIO(text.decode())))


def main():
    pol = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else 'build/pol')
    terms, compared = os.path.join(ALLIANCE, 'terms'), 0
    force = run([sys.executable, os.path.join(ALLIANCE, 'force.py'), '--people', PEOPLE])
    with tempfile.TemporaryDirectory() as folder:
        for day in ('2024-03-31', '2024-04-01'):
            path = os.path.join(folder, day + '.pol')
            with open(path, 'wb') as f:
                f.write(run([pol, 'fmt', '--consolidated', terms, *AMENDMENT, '--as-of', day]))
            run([pol, 'fmt', '--check', path])
            run([pol, 'test', path])
            one, other = answers(pol, terms, AMENDMENT, day, force), answers(pol, path, [], day, force)
            compared += sum(len(line) - 1 for line in other)
            if len(one) != int(PEOPLE) or len(one) != len(other):
                faults.append('%s: %d lines, and %d of the consolidated text' % (day, len(one), len(other)))
            for a, b in zip(one, other):  # a decision that the amendment brings is not in the text of the day before, and nobody has an answer to it
                faults.extend('%s, %s, %s: %r, and %r by the consolidated text' % (day, a['id'], k, a.get(k), b.get(k)) for k in {**a, **b} if (a.get(k) or '') != (b.get(k) or ''))
    for text in faults[:10]:
        print(text)
    print('the consolidated alliance terms: %d answers for %s people, %d faults' % (compared, PEOPLE, len(faults)))
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
