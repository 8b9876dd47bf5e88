#!/usr/bin/env python3
"""What a letter or a drawing shows must not depend on confidential facts beyond the answer itself: records that differ only in such facts and get the same
answer, by the same clauses, must get the same bytes. The facts are varied at random over confidential.pol, which has them in every part of a policy.
usage: withheld.py POL"""
import json
import os
import random
import subprocess
import sys
import tempfile

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'data')
POLICY = os.path.join(DATA, 'confidential.pol')
VALUES = {
    'ill': [True, False, None],
    'since': ['2023-05-17', '2024-02-29', '2019-11-30', None],
    'stage': ['first', 'second', 'third', None],
    'carer': [True, False, None],
    'aid': ['£412.50', '£20', '£1', None],
    'treatment': [True, False, None],
    'spells': [[], [{'start': '2024-01-08', 'days': 23}], [{'start': '2024-01-08', 'days': 3}, {'start': '2024-02-08', 'days': 11}], None],
}
ALIKE = 4  # records of one answer whose letters are compared
ASSIGNMENTS = 120


def pol(program, arguments):
    p = subprocess.run([program] + arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, timeout=60)
    if p.returncode not in (0, 1):
        sys.exit('pol %s: %s' % (' '.join(arguments), p.stderr.decode('utf-8')))
    return p.stdout.decode('utf-8')


def variants(record, rng):
    """The record with other confidential facts; what exists only for the ill goes with illness."""
    for _ in range(ASSIGNMENTS):
        health = {name: rng.choice(values) for name, values in VALUES.items()}
        if not health['ill']:
            health['since'] = health['treatment'] = None
        health = {name: value for name, value in health.items() if value is not None}
        changed = dict(record, health=health)
        if 'stint' in record:
            changed['stint'] = dict(record['stint'], length=rng.choice(['4', '4.5', '1', '12']))
        yield changed


def answer_of(decision):
    """What the answer is, and by which clauses: all that a letter may depend on."""
    kept = {key: decision[key] for key in decision if key not in ('reason', 'gave_way', 'would_come_next', 'because', 'missing', 'normally')}
    kept['because'] = [(b['clause'], b['effect'], b['line']) for b in decision['because']]
    kept['missing'] = [m['fact'] for m in decision['missing']]
    return json.dumps(kept, sort_keys=True)


def asked():
    with open(POLICY, encoding='utf-8') as f:
        lines = [line for line in f if line.startswith('decision ')]
    return [line.split()[1] for line in lines], [line.split()[1] for line in lines if ' is permission' in line]


def check(program, record, decisions, permissions, folder, rng):
    path = os.path.join(folder, 'facts.json')
    records = list(variants(record, rng))
    with open(path, 'w', encoding='utf-8') as f:
        json.dump([dict(r, id=str(i)) for i, r in enumerate(records)], f)
    told = json.loads(pol(program, ['decide', POLICY, '--facts', path, '--as-of', '2024-04-01', '--format', 'json']))['records']
    faults = compared = 0
    for at, decision in enumerate(decisions):
        groups = {}
        for i, one in enumerate(told):
            groups.setdefault(answer_of(one['decisions'][at]), []).append(i)
        for group in groups.values():
            for form in ('html', 'dot') if len(group) > 1 else ():
                first = None
                for i in group[:ALIKE]:
                    with open(path, 'w', encoding='utf-8') as f:
                        json.dump(records[i], f)
                    more = ['--why-not', 'permitted'] if form == 'html' and decision in permissions else []
                    text = pol(program, ['explain', POLICY, '--facts', path, '--as-of', '2024-04-01', '--ask', decision, '--format', form] + more)
                    compared += 1
                    if first is None:
                        first = (i, text)
                    elif text != first[1]:
                        faults += 1
                        differs = next((a, b) for a, b in zip(first[1].splitlines() + [''], text.splitlines() + ['']) if a != b)
                        print('%s, %s of %s differs:\n  %s\n  %s\n  %r\n  %r' % (
                            record['id'], form, decision, json.dumps(records[first[0]]['health']), json.dumps(records[i]['health']), *differs))
    return faults, compared


def main():
    program = os.path.abspath(sys.argv[1])
    rng = random.Random(7)
    decisions, permissions = asked()
    with open(os.path.join(DATA, 'confidential.json'), encoding='utf-8') as f:
        records = json.load(f)
    faults = compared = 0
    with tempfile.TemporaryDirectory() as folder:
        for record in records:
            more, n = check(program, record, decisions, permissions, folder, rng)
            faults += more
            compared += n
    print('%d letters and drawings compared, %d tell of a confidential fact' % (compared, faults))
    return 1 if faults or compared < 100 else 0


if __name__ == '__main__':
    sys.exit(main())
