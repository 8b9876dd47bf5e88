#!/usr/bin/env python3
"""A second way to a comparison: each version of the alliance terms decides the people of the generated force by itself, and here, from what the document's model says of impact,
follows who gains and who loses. It must be what `pol compare` says, person by person. usage: second_way.py POL"""
import collections
import json
import os
import re
import subprocess
import sys
from fractions import Fraction

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDER = os.path.join(ROOT, 'policies', 'alliance')
AMEND = ['--amend', os.path.join(FOLDER, 'harmonisation.pol')]
RANK = {'permitted': 2, 'referred': 1, 'refused': 0, 'not_applicable': 0}
PEOPLE = '150'


def run(pol, command, people, *more):
    args = [pol, command, os.path.join(FOLDER, 'terms'), *more, '--as-of', '2024-04-01', '--given', os.path.join(FOLDER, 'calendar.json'),
            '--facts', '-', '--facts-format', 'ndjson', '--format', 'json']
    done = subprocess.run(args, input=people, capture_output=True)
    if not done.stdout:
        sys.exit('%s: %s' % (command, done.stderr.decode()[:2000]))
    return json.loads(done.stdout)['records']


def directions():
    """Which way each decision is better, from the text of the terms and of the amendment."""
    found = {}
    for at, _, names in os.walk(FOLDER):
        for name in sorted(names):
            if not name.endswith('.pol'):
                continue
            with open(os.path.join(at, name), encoding='utf-8') as f:
                text = re.sub(r'\n {4,}', ' ', f.read())
            for line in re.findall(r'^decision (.*)$', text, re.M):
                better = re.search(r'better when (\w+)', line)
                found[line.split()[0]] = better.group(1) if better else 'neutral' if 'neutral' in line else None
    return found


def value(side):
    v = side and side.get('value')
    return json.dumps(v['value'], sort_keys=True) if isinstance(v, dict) and v.get('value') is not None else None


def number(text):
    try:
        return Fraction(json.loads(text))
    except (TypeError, ValueError):
        return None


def impact(name, before, after, better):
    a, b = (before or {'outcome': 'not_applicable'}), (after or {'outcome': 'not_applicable'})
    if 'value' not in (a['outcome'], b['outcome']) and a['outcome'] in RANK and b['outcome'] in RANK:
        if RANK[a['outcome']] != RANK[b['outcome']]:
            good = RANK[b['outcome']] > RANK[a['outcome']]
            return 'changed' if better == 'neutral' else 'gains' if good else 'loses'
        who = [sorted(p['name'] for p in side.get('authorities') or []) for side in (a, b)]
        return 'changed' if a['outcome'] == 'referred' and who[0] != who[1] else 'unaffected'
    if any(side['outcome'] not in ('value', 'not_applicable') for side in (a, b)):
        return 'undetermined'
    x, y = value(a), value(b)
    if x == y:
        return 'unaffected'
    if better in (None, 'neutral'):
        return 'changed'
    if x is None or y is None:
        return 'gains' if x is None else 'loses'
    if better in ('higher', 'lower'):
        return 'gains' if (number(y) > number(x)) == (better == 'higher') else 'loses'
    good = {'yes': True, 'no': False}.get(better, better)
    return 'gains' if json.loads(y) in (good, better) else 'loses' if json.loads(x) in (good, better) else 'changed'


def main():
    pol = os.path.abspath(sys.argv[1])
    people = subprocess.run([sys.executable, os.path.join(FOLDER, 'force.py'), '--people', PEOPLE, '--seed', '7', '--ndjson'], check=True, capture_output=True).stdout
    compared, before, after = run(pol, 'compare', people, *AMEND), run(pol, 'decide', people), run(pol, 'decide', people, *AMEND)
    better, wrong, seen = directions(), 0, collections.Counter()
    for person, old, new in zip(compared, before, after):
        was, now = ({d['decision']: d for d in side['decisions']} for side in (old, new))
        for d in person['decisions']:
            name = d['decision']
            want = impact(name, was.get(name), now.get(name), better.get(name))
            seen[want] += 1
            delta = [number(value(side.get(name))) for side in (was, now)]
            same = delta[0] is None or delta[1] is None or d['delta'] is None or Fraction(d['delta']) == delta[1] - delta[0]
            if d['impact'] == want and same and (d['because'] or want in ('unaffected', 'undetermined')):
                continue
            wrong += 1
            if wrong <= 20:
                print('%s %s: compare says %s %s %s, two decisions come to %s (%s, %s)' % (person['id'], name, d['impact'], d['delta'], d['because'], want, was.get(name, {}).get('outcome'), now.get(name, {}).get('outcome')))
    if len(seen) < 5:
        print('only %s was met' % ', '.join(sorted(seen)))
    print('a second way: %d people, %d effects, %d faults' % (len(compared), sum(seen.values()), wrong))
    return 1 if wrong or len(seen) < 5 else 0


if __name__ == '__main__':
    sys.exit(main())
