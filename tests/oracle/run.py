#!/usr/bin/env python3
"""Holds the engine against the oracle: on generated policies and facts, and on every scenario of the repository's policies.

usage: run.py --pol build/pol [--cases 20000] [--seed 1] [--keep DIR] [--policies FOLDER…]

A difference is printed with its seed; `--seed N --cases 1` runs that policy again, `--keep DIR` leaves its files there. The last line is 'N passed, N failed'."""
import argparse
import glob
import json
import os
import re
import subprocess
import sys
import tempfile
from multiprocessing import Pool

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.setrecursionlimit(20000)
import compare  # noqa: E402
import facts  # noqa: E402
import generate  # noqa: E402
from policy import Policy  # noqa: E402
from values import iso, read_date  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
AS_OF = ['2024-04-01', '2024-02-29', '2023-12-31', '2024-03-31']
RECORDS = 16
PEOPLE = '100'
PASSED_OVER = {'POL0502', 'POL0714'}


def pol(args, expect=(0, 1)):
    p = subprocess.run(args, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300)
    if p.returncode not in expect or not p.stdout.strip():
        raise RuntimeError('%s: exit %d\n%s' % (' '.join(args[:3]), p.returncode, p.stderr.decode(errors='replace')[:3000]))
    return json.loads(p.stdout.decode())


def with_modules(program, tree, used):
    """The tree behind those of the modules that it uses. Of a module's own head and scenarios nothing is left."""
    found = []
    for d in tree['declaration']:
        if d['kind'] == 'use' and d['text'] not in used:
            used.append(d['text'])
            for f in pol([program, 'tree', os.path.join(ROOT, 'stdlib', d['text'].replace('.', '/') + '.pol')])['files']:
                f['tree']['declaration'] = [x for x in f['tree']['declaration'] if x['kind'] not in ('policy', 'scenario', 'scenarios')]
                found += with_modules(program, f['tree'], used)
    return found + [tree]


def trees(program, paths):
    """The policy's files, each behind the modules that it uses."""
    used = []
    return [t for f in pol([program, 'tree'] + paths)['files'] for t in with_modules(program, f['tree'], used)]


def decide(program, paths, records, as_of, folder, options=()):
    path = os.path.join(folder, 'facts.json')
    with open(path, 'w') as f:
        json.dump(records, f, indent=1)
    return pol([program, 'decide'] + paths + ['--facts', path, '--as-of', as_of, '--format', 'json'] + list(options))


def explains(program, path, folder, as_of):
    """Whether every answer can be told, with all that `explain` has, and the policy read back: the text is for golden files to judge."""
    for form in (['--trace'], ['--trace', '--why-not', 'permitted', '--format', 'json']):
        run = subprocess.run([program, 'explain', path, '--facts', os.path.join(folder, 'facts.json'), '--as-of', as_of] + form, capture_output=True, text=True)
        if run.returncode not in (0, 1) or run.stderr:
            return ['explain %s: status %d: %s' % (' '.join(form), run.returncode, run.stderr)]
    run = subprocess.run([program, 'read', path], capture_output=True, text=True)
    return ['read: status %d: %s' % (run.returncode, run.stderr)] if run.returncode or run.stderr else []


def differences(policy, records, as_of, decided, label):
    """(answers compared, differences in words)."""
    count, bad = 0, []
    for record, got in zip(records, decided['records']):
        by_name, given = {d['decision']: d for d in got['decisions']}, facts.read(policy, record)
        for name in policy.decisions:
            count += 1
            wrong = compare.wrong(policy, name, given, as_of, by_name.get(name))
            if wrong:
                bad.append('%s, record %s, %s as of %s\n%s' % (label, record.get('id'), name, as_of, wrong))
    return count, bad


def write_amendments(folder, seed, amended):
    """Paths, days as numbers, and what the program is given."""
    paths, days, options = [], [], []
    for i, (text, day) in enumerate(amended):
        paths.append(os.path.join(folder, '%d-%d.pol' % (seed, i + 1)))
        with open(paths[-1], 'w') as f:
            f.write(text)
        days.append(read_date(day) if day else None)
        options += ['--amend', paths[-1] + ('@' + day if day else '')]
    return paths, days, options


def is_possible(program, path, options):
    """An amendment's clause may by chance stand above and below another at the same time, or change what is not in force yet: such policies are passed over."""
    codes = {r['code'] for r in pol([program, 'check', path, '--format', 'json'] + options)['reports'] if r['severity'] == 'error'}
    if codes - PASSED_OVER:
        raise RuntimeError('check: ' + ', '.join(sorted(codes)))
    return not codes


def generated(job):
    """One generated policy and its records; perhaps with amendments, and then its consolidated text too."""
    program, seed, keep = job
    text, records, amended = generate.policy(seed, RECORDS)
    with tempfile.TemporaryDirectory() as folder:
        folder = keep or folder
        path = os.path.join(folder, '%d.pol' % seed)
        with open(path, 'w') as f:
            f.write(text)
        try:
            as_of = AS_OF[seed % len(AS_OF)]
            more, days, options = write_amendments(folder, seed, amended)
            if options and not is_possible(program, path, options):
                return 0, []
            policy = Policy(trees(program, [path]) + [f['tree'] for m in more for f in pol([program, 'tree', m])['files']], days)
            decided = decide(program, [path], records, as_of, folder, options)
            count, bad = differences(policy, records, as_of, decided, 'seed %d' % seed)
            if options and '  applies only if' not in text and one_rank_a_clause(text):  # a section's scope speaks also of what its clauses no longer do
                n, b = consolidated(program, path, options, records, as_of, folder, decided)
                return count + n, bad + ['seed %d, consolidated: %s' % (seed, text) for text in b]
            return count, bad + ['seed %d: %s' % (seed, text) for text in explains(program, path, folder, as_of)]
        except Exception as e:  # a crash of either side is a difference, named by its seed
            if keep:
                raise
            return 1, ['seed %d: %s: %s' % (seed, type(e).__name__, e)]


SAME = ('outcome', 'reason', 'value', 'unit', 'parties', 'to', 'fault', 'pending', 'duties')  # what is missing may be asked in another order


def one_rank_a_clause(text):
    """Whether the rules of each clause on one decision stand above and below the same: a text can name clauses only, and ranks that came by ways that are gone may be of one rule."""
    for clause in re.split(r'^(?=clause )', text, flags=re.M):
        ranks = {}
        for line in clause.split('\n'):
            rule = re.match(r'  (?:adds .* to |multiplies |refuses |permits |refers )?(dec\d)\b', line)
            if rule:
                ranks.setdefault(rule.group(1), set()).add(tuple(re.findall(r'(?:despite|subject to) [\d., ]*\d', line)))
        if any(len(found) > 1 for found in ranks.values()):
            return False
    return True


def consolidated(program, path, options, records, as_of, folder, decided):
    """The consolidated text: laid out, without errors, and of the same answers."""
    path2 = os.path.join(folder, 'consolidated.pol')
    run = subprocess.run([program, 'fmt', '--consolidated', path, '--as-of', as_of] + options, capture_output=True, text=True, timeout=60)
    if run.returncode == 1 and 'in force' in run.stderr:
        return 0, []
    if run.returncode:
        return 1, ['exit %d: %s' % (run.returncode, run.stderr)]
    with open(path2, 'w') as f:
        f.write(run.stdout)
    run = subprocess.run([program, 'fmt', '--check', path2], capture_output=True, text=True)
    bad = ['not laid out'] if run.returncode else []
    again = decide(program, [path2], records, as_of, folder)
    count = 0
    for one, other in zip(decided['records'], again['records']):
        for d, e in zip(sorted(one['decisions'], key=lambda d: d['decision']), sorted(other['decisions'], key=lambda d: d['decision'])):
            count += 1
            differ = [k for k in SAME if plainly(d.get(k)) != plainly(e.get(k))]
            if differ:
                bad.append('record %s, %s: %s: %s and %s' % (one.get('id'), d['decision'], ', '.join(differ), [d.get(k) for k in differ], [e.get(k) for k in differ]))
    return count, bad


def plainly(v):
    """Without places in the texts."""
    if isinstance(v, dict):
        return {k: plainly(x) for k, x in v.items() if k not in ('line', 'column', 'file', 'clause', 'at', 'place')}
    return sorted((plainly(x) for x in v), key=repr) if isinstance(v, list) else v


def force(folder):
    """Some of the people whom a policy's generator makes up, with what is given for all of them."""
    with open(os.path.join(folder, 'calendar.json')) as f:
        calendar = json.load(f)
    made = subprocess.run([sys.executable, os.path.join(folder, 'force.py'), '--people', PEOPLE, '--ndjson'], stdout=subprocess.PIPE, check=True).stdout
    return [dict(calendar, **json.loads(line)) for line in made.splitlines()]


def of_policy(program, path, amendment=None):
    """The facts of each scenario of a policy and of its amendment, of the facts files beside them, and of people who are made up, decided by both."""
    files = trees(program, [path] + ([amendment] if amendment else []))
    policy = Policy(files)
    dated = {}
    for title, date, given in facts.Scenarios(policy, files).all:
        record = {k: facts.written(policy, policy.facts[k]['type'], v) for k, v in given.items()}
        dated.setdefault(iso(date) if date else AS_OF[0], []).append(dict(record, id=title))
    beside = os.path.dirname(amendment or os.path.join(path, ''))
    for name in sorted(glob.glob(os.path.join(beside, 'facts', '*.json'))):
        with open(name) as f:
            records = json.load(f)
        dated.setdefault(AS_OF[0], []).extend(records if isinstance(records, list) else [records])
    if os.path.exists(os.path.join(beside, 'force.py')):
        dated.setdefault(AS_OF[0], []).extend(force(beside))
    count, bad = 0, []
    for as_of, records in sorted(dated.items()):
        with tempfile.TemporaryDirectory() as folder:
            options = ['--amend', amendment] if amendment else []
            n, b = differences(policy, records, as_of, decide(program, [path], records, as_of, folder, options), amendment or path)
        count, bad = count + n, bad + b
    return count, bad


def repository(folder):
    """The policies of the repository: those of its folders, of the tests of the stdlib, and the examples of the reference."""
    terms, harmonisation = (os.path.join(ROOT, 'policies', 'alliance', name) for name in ('terms', 'harmonisation.pol'))
    alone = [os.path.join(ROOT, 'policies', 'secondment'), terms] + sorted(glob.glob(os.path.join(ROOT, 'tests', 'stdlib', '*', ''))) + [os.path.join(ROOT, 'stdlib', 'uk', m + '.pol') for m in ('holiday', 'redundancy')]
    found = [(terms, harmonisation)] + [(p,) for p in alone]
    with open(os.path.join(ROOT, 'grammar', 'README.md')) as f:
        examples = re.findall(r'```pol\n(.*?)```', f.read(), re.S)
    for i, text in enumerate(examples):
        found.append((os.path.join(folder, 'example%d.pol' % (i + 1)),))
        with open(found[-1][0], 'w') as f:
            f.write(text)
    return found


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--pol', default='build/pol')
    ap.add_argument('--cases', type=int, default=20000)
    ap.add_argument('--seed', type=int, default=1)
    ap.add_argument('--keep')
    ap.add_argument('--show', type=int, default=10)
    ap.add_argument('--jobs', type=int, default=os.cpu_count())
    ap.add_argument('--policies', nargs='*')
    a = ap.parse_args()
    if a.keep:
        os.makedirs(a.keep, exist_ok=True)
    count, bad, seed = 0, [], a.seed
    with Pool(a.jobs) as pool:
        while count < a.cases:
            seeds = range(seed, seed + (16 if a.cases > 1 else 1))
            for n, b in pool.imap(generated, [(a.pol, s, a.keep) for s in seeds]):
                count, bad = count + n, bad + b
            seed += len(seeds)
    with tempfile.TemporaryDirectory() as folder, Pool(a.jobs) as pool:
        policies = [] if a.cases == 1 else repository(folder) if a.policies is None else [(p,) for p in a.policies]
        for n, b in pool.starmap(of_policy, [(a.pol, *p) for p in policies], 1):
            count, bad = count + n, bad + b
    for text in bad[:a.show]:
        print(text)
    print('oracle: %d generated policies, seeds %d to %d; %d policies of the repository' % (seed - a.seed, a.seed, seed - 1, len(policies)))
    print('%d passed, %d failed' % (count - len(bad), len(bad)))
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
