#!/usr/bin/env python3
"""Holds the engine against the oracle: on generated policies and facts, and on every scenario of the repository's policies.

usage: run.py --pol build/pol [--cases 20000] [--seed 1] [--policy FILE…] [--keep DIR]

A difference is printed with its seed; `--seed N --cases 1` runs that policy again, `--keep DIR` leaves its files there. The last line is 'N passed, N failed'."""
import argparse
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import answers  # noqa: E402
import generate  # noqa: E402
from expressions import read_number  # noqa: E402
from policy import Policy  # noqa: E402
from values import Date, iso, number, read_date  # noqa: E402

AS_OF = ['2024-04-01', '2024-02-29', '2023-12-31', '2024-03-31']
RECORDS = 12


# ---- facts, as the generator and scenarios write them
def value(policy, kind, raw):
    if isinstance(kind, tuple) and kind[0] == 'list':
        fields = policy.records[kind[1][1]]
        return [dict({f: answers.UNKNOWN for f in fields}, **{f: value(policy, fields[f], v) for f, v in row.items()}) for row in raw]
    if kind == ('bool',):
        return raw if isinstance(raw, bool) else raw == 'yes'
    if kind == ('date',):
        return read_date(raw)
    if kind == ('time',):
        h, m = raw.split(':')
        return int(h) * 60 + int(m)
    if kind[0] == 'num':
        text = str(raw).replace('£', '').strip()
        word = text.split(' ')
        amount = read_number(word[0])
        if len(word) > 1 and word[1].startswith('minute'):
            amount = amount / 60
        if kind[2] == 'percent':
            amount = amount / 100
        return number(amount)
    return raw


def facts(policy, record):
    return {k: value(policy, policy.facts[k]['type'], v) for k, v in record.items() if k != 'id'}


# ---- one answer in comparable form, from the oracle and from the engine's JSON
def from_oracle(policy, name, record, as_of):
    a = answers.answer(policy, name, facts(policy, record), read_date(as_of))
    kind = policy.decisions[name]['type']
    outcome = {'out_of_scope': 'not_applicable', 'silent': 'not_applicable'}.get(a.outcome, a.outcome)
    got = {'outcome': outcome, 'reason': a.outcome if outcome == 'not_applicable' else None, 'because': sorted({r.clause for r in a.because})}
    if outcome in ('conflict', 'error'):
        return {'outcome': outcome}
    if a.value is not None and outcome in ('value', 'permitted'):
        got['value'] = shown(kind, a.value)
    got['authorities'] = sorted(a.parties)
    got['missing'] = sorted(a.missing)
    got['pending'] = sorted(a.pending)
    got['reservations'] = sorted(set(a.reservations))
    if outcome == 'undetermined' and a.possible and kind == ('permission',):
        pass
    return got


def shown(kind, v):
    if isinstance(v, list):
        return list(v)
    if isinstance(v, Date):
        return iso(v)
    if isinstance(v, bool):
        return 'yes' if v else 'no'
    if isinstance(v, Fraction):
        return str(v * 100 if kind[0] == 'num' and kind[2] == 'percent' else v)
    return str(v)


def from_engine(d):
    got = {'outcome': d['outcome'], 'reason': d['reason'], 'because': sorted({b['clause'] for b in d['because']})}
    if d['outcome'] in ('conflict', 'error'):
        return {'outcome': d['outcome']}
    v = d.get('value')
    if v and d['outcome'] in ('value', 'permitted'):
        raw = v['value']
        if isinstance(raw, list):
            raw = [x if isinstance(x, str) else x['duty'] for x in raw]
        elif v['type'] not in ('date', 'option', 'yes_or_no', 'text', 'time', 'party'):
            try:
                raw = str(Fraction(raw))
            except ValueError:
                pass
        got['value'] = raw
    got['authorities'] = sorted(a['name'] for a in d['authorities'])
    got['missing'] = sorted(m['fact'] for m in d['missing'])
    got['pending'] = sorted((v or {}).get('pending') or [])
    got['reservations'] = sorted({r['clause'] for r in d['reservations']})
    return got


def pol(args, expect=(0, 1)):
    p = subprocess.run(args, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    if p.returncode not in expect or not p.stdout.strip():
        raise RuntimeError('%s: exit %d\n%s' % (' '.join(args[:3]), p.returncode, p.stderr.decode(errors='replace')[:1500]))
    return json.loads(p.stdout.decode())


def trees(program, paths):
    dump = pol([program, 'tree'] + paths)
    return [f['tree'] for f in dump['files']]


def compare(program, seed, keep):
    """One generated policy: (compared, differences)."""
    text, records, names = generate.policy(seed, RECORDS)
    as_of = AS_OF[seed % len(AS_OF)]
    folder = keep or tempfile.mkdtemp()
    policy_file, facts_file = os.path.join(folder, '%d.pol' % seed), os.path.join(folder, '%d.json' % seed)
    with open(policy_file, 'w') as f:
        f.write(text)
    with open(facts_file, 'w') as f:
        json.dump(records, f)
    try:
        policy = Policy(trees(program, [policy_file]))
        decided = pol([program, 'decide', policy_file, '--facts', facts_file, '--as-of', as_of, '--format', 'json'])
        return differences(policy, records, names, as_of, decided, 'seed %d' % seed)
    except Exception as e:  # a crash of either side is a difference, named by its seed
        return 1, ['seed %d: %s: %s' % (seed, type(e).__name__, e)]
    finally:
        if not keep:
            os.unlink(policy_file)
            os.unlink(facts_file)
            os.rmdir(folder)


def differences(policy, records, names, as_of, decided, label):
    count, bad = 0, []
    for record, got in zip(records, decided['records']):
        by_name = {d['decision']: d for d in got['decisions']}
        for name in names:
            count += 1
            ours, theirs = from_oracle(policy, name, record, as_of), from_engine(by_name[name])
            wrong = {k: (ours.get(k), theirs.get(k)) for k in ours if ours.get(k) != theirs.get(k)}
            if 'because' in wrong and set(ours['because']) <= set(theirs['because']) and policy.uses[name]:
                del wrong['because']  # the engine also cites the rules of other decisions that an answer used: the oracle does not follow those
            if wrong:
                bad.append('%s record %s %s as of %s: oracle, engine: %s' % (label, record.get('id'), name, as_of, wrong))
    return count, bad


# ---- the repository's scenarios: the facts of each, decided by both
def scenarios(program, paths):
    """`pol test --format json` names each scenario's facts and as-of date."""
    policy = Policy(trees(program, paths))
    report = pol([program, 'test'] + paths + ['--format', 'json'])
    cases = [s for s in report['scenarios'] if 'given' in s]
    count, bad = 0, []
    names = list(policy.decisions)
    for as_of in sorted({s.get('as_of') or '2024-04-01' for s in cases}):
        batch = [dict(s['given'], id=s['title']) for s in cases if (s.get('as_of') or '2024-04-01') == as_of]
        with tempfile.NamedTemporaryFile('w', suffix='.json', delete=False) as f:
            json.dump(batch, f)
        decided = pol([program, 'decide'] + paths + ['--facts', f.name, '--as-of', as_of, '--format', 'json'])
        os.unlink(f.name)
        n, b = differences(policy, batch, names, as_of, decided, paths[0])
        count, bad = count + n, bad + b
    return count, bad


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--pol', default='build/pol')
    ap.add_argument('--cases', type=int, default=20000)
    ap.add_argument('--seed', type=int, default=1)
    ap.add_argument('--keep')
    ap.add_argument('--show', type=int, default=10)
    ap.add_argument('--policies', nargs='*', default=['policies/secondment', 'policies/alliance/terms'])
    a = ap.parse_args()
    count, bad, seed = 0, [], a.seed
    with ThreadPoolExecutor(2) as pool:
        while count < a.cases:
            seeds = range(seed, seed + 8) if a.cases > 1 else [seed]
            for n, b in pool.map(lambda s: compare(a.pol, s, a.keep), seeds):
                count += n
                bad += b
            seed += len(seeds)
    if a.cases > 1:
        for path in a.policies:
            n, b = scenarios(a.pol, [path])
            count += n
            bad += b
    for text in bad[:a.show]:
        print(text)
    print('oracle: %d generated policies, seeds %d to %d' % (seed - a.seed, a.seed, seed - 1))
    print('%d passed, %d failed' % (count - len(bad), len(bad)))
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
