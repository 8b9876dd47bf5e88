"""Scenarios on policies that the oracle's generator writes, and on those of the repository with records thrown: every way to look at them, and at what they decide. For places that no golden file asks
from; texts and facts are written to a folder, and what is done with them is as in scenarios.py."""
import glob
import json
import os
import random
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'oracle'))
import generate  # noqa: E402

RECORDS = 12
AS_OF = ('2024-04-01', '2024-02-29', '2023-12-31')
OURS = (['policies/secondment'], ['policies/alliance/terms'], ['policies/benchmark/staff.pol'], ['tests/bench/second/relocation.pol'], ['tests/batch/ratios.pol'], ['tests/app/kinds.pol'])
FORMS = ('text', 'json', 'ndjson', 'csv')
LOOKS = ('reports', 'tree', 'program', 'formatted file=0', 'names of=0', 'names of=1', 'names of=2', 'doc', 'doc form=html', 'doc form=markdown', 'doc form=dot', 'reading', 'reading form=json', 'reading form=html',
         'needed', 'needed form=json', 'needed form=csv', 'needed form=json-schema', 'needed form=json brief', 'needed brief', 'tests coverage', 'tests coverage form=json')


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text)
    return path


def told(record):
    """Its facts, as scenarios give them; those that are lists, or have units, are left out."""
    for name, value in record.items():
        if '.' in name and isinstance(value, bool):
            yield name if value else 'not ' + name
        elif '.' in name and isinstance(value, str) and (re.match(r'[a-z_]+$', value) and name != 'f.words' or name in ('f.x', 'f.y') and re.match(r'-?\d+$', value) or re.match(r'\d{4}-\d\d-\d\d$', value)):
            yield '%s is %s' % (name, value)


def with_scenarios(pol, folder, label, text, records, as_of):
    """The policy, and a scenario for each record: what is expected is what is answered, but of each third something else."""
    known = [[each for each in told(record)] for record in records]
    decisions = re.findall(r'^decision (\w+)(?: "[^"]*")? is (\w+)', text, re.M)
    facts = write(folder, label + '-asked.json', json.dumps([{k: v for k, v in record.items() if k == 'id' or any(k in each for each in known[i])} for i, record in enumerate(records)]))
    decided = subprocess.run([pol, 'decide', write(folder, label + '-plain.pol', text), '--facts', facts, '--as-of', as_of, '--format', 'ndjson'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout
    outcome = [{d['decision']: d['outcome'] for d in json.loads(line).get('decisions', [])} for line in decided.decode().splitlines()]
    for i, facts in enumerate(known[:len(outcome)]):
        text += 'scenario "Record %d"\n  as of %s\n%s' % (i, as_of, '  given\n' * bool(facts) + ''.join('    - %s\n' % each for each in facts))
        text += ''.join('  expect %s is %s\n' % (d, 'refused' if i % 3 == 2 and kind == 'permission' else outcome[i].get(d)) for d, kind in decisions if outcome[i].get(d) in ('not_applicable', 'undetermined') + (('permitted', 'refused', 'referred') if kind == 'permission' else ()))
    return write(folder, label + '-told.pol', text)


def altered(text, dice):
    """Another text of the policy: a clause less, numbers and comparisons changed, a clause elsewhere."""
    parts = re.split(r'(?m)^(?=(?:clause|section|table|define|value|decision|facts|scenario)\b)', text)
    clauses = [i for i, part in enumerate(parts) if part.startswith('clause')]
    for i in dice.sample(clauses, min(3, len(clauses))):
        named = text.count(parts[i].split()[1]) > 1
        parts[i] = dice.choice(([] if named else ['']) + [parts[i].replace(' is more than ', ' is at least '), parts[i].replace('"Clause"', '"Another"'), re.sub(r'\b2\b', '3', parts[i]), parts[i].replace('permits', 'refuses'),
                               re.sub(r' *reason "[^"]*"', '', parts[i])])
    if len(clauses) > 1 and dice.random() < 0.5:
        i, k = dice.sample(clauses, 2)
        parts[i], parts[k] = parts[k], parts[i]
    others = [i for i, part in enumerate(parts) if re.match('value|define|table|facts', part)]
    for i in dice.sample(others, min(2, len(others))):
        parts[i] = dice.choice([re.sub(r'\b(\d+)\b(?![-.])', lambda m: str(int(m[1]) + 1), parts[i], count=1), parts[i].replace('£15', '£16')])
    return ''.join(parts)


def looked_at(policy):
    return policy + [['check']] + [['render'] + look.split() for look in LOOKS]


def explained(ready, facts, records):
    """Each record alone in one form or another, so that one that is wrong does not stop the others."""
    for i, path in enumerate(records):
        for form in ('text', 'html', 'json'):
            more = (['trace'], ['names'], ['open'], [])[i % 4]
            yield 'record %d, %s' % (i, form), ready + [['facts', path, 'json'], ['render', 'explanation', 'form=' + form] + more, ['render', 'decisions', 'form=' + form.replace('html', 'csv')]]


def decided(ready, facts):
    for i, form in enumerate(FORMS):
        yield 'decided, %s' % form, ready + [['decide', facts, 'ndjson', 'form=' + form] + (['speed=engine'] if i % 2 else [])]
        yield 'traced, %s' % form, ready + [['decide', facts, 'ndjson', 'form=' + form, 'trace', 'crew=2']]
    yield 'receipt', ready + [['receipt', facts, 'ndjson'], ['reread']] + [step for step in ready if step[0] == 'add'] + [['check'], ['replay', 'form=text', 'trace']]


def amended(ready, changes, as_of, facts):
    policy = [step for step in ready if step[0] != 'check' and step[0] != 'as_of'] + changes
    yield 'consolidated', policy + [['check'], ['as_of', as_of], ['render', 'consolidated']]
    yield 'amended', looked_at(policy)
    for form in ('text', 'json', 'html', 'csv', 'ndjson'):
        compared = policy + [['as_of', as_of], ['compare']]
        yield 'compared, %s' % form, compared + [['comparison', facts, 'ndjson', 'form=' + form, 'people', 'redline']]
        yield 'meaning compared, %s' % form, compared + [['comparison', '-', '-', 'form=' + form]]
    yield 'compared, sheets', policy + [['as_of', as_of], ['compare'], ['sheets', facts, 'ndjson']]


def two_texts(ready, other, as_of, facts):
    policy = [step for step in ready if step[0] in ('rules_only', 'add')]
    both = policy + [['after', other], ['as_of', as_of], ['compare']]
    for form in ('text', 'json', 'html', 'csv', 'ndjson'):
        yield 'two texts, %s' % form, both + [['comparison', facts, 'ndjson', 'form=' + form, 'people', 'redline', 'by=f.b1']]
    yield 'two texts, meaning', both + [['comparison', '-', '-', 'redline']]
    yield 'two texts, sheets', both + [['sheets', facts, 'ndjson']]


def tested(path):
    for form in ('text', 'json', 'html', 'tap', 'junit'):
        yield 'tested, %s' % form, [['add', path], ['check'], ['render', 'tests', 'coverage', 'form=' + form], ['render', 'tests', 'mutate', 'crew=2', 'form=' + form]]
    yield 'tests laid out', [['add', path], ['check'], ['render', 'formatted', 'file=0'], ['render', 'doc', 'form=html'], ['render', 'reading', 'form=html'], ['render', 'reading']]


def of_world(folder, label, paths, changes, as_of, records):
    """(name, steps)"""
    policy = [['add', path] for path in paths]
    facts = write(folder, label + '.ndjson', ''.join(json.dumps(record) + '\n' for record in records))
    alone = [write(folder, '%s-%d.json' % (label, i), json.dumps(record)) for i, record in enumerate(records[:4])]
    ready = [['rules_only']] + policy + [['check'], ['as_of', as_of]]
    yield label + ', looked at', looked_at(policy)
    for name, steps in list(explained(ready, facts, alone)) + list(decided(ready, facts)):
        yield '%s, %s' % (label, name), steps
    for name, steps in amended(ready, changes, as_of, facts) if changes else ():
        yield '%s, %s' % (label, name), steps


def scenarios(build, folder, worlds):
    for seed in range(1, worlds + 1):
        text, records, changed = generate.policy(seed, RECORDS)
        label = 'generated-%d' % seed
        changes = [['amend', write(folder, '%s-by-%d.pol' % (label, i), text_)] + ([day] if day else []) for i, (text_, day) in enumerate(changed)]
        path, as_of = write(folder, label + '.pol', text), AS_OF[seed % len(AS_OF)]
        yield from of_world(folder, label, [path], changes, as_of, records)
        other = write(folder, label + '-other.pol', altered(text, random.Random(seed)))
        for name, steps in list(two_texts([['rules_only'], ['add', path]], other, as_of, os.path.join(folder, label + '.ndjson'))) + list(tested(with_scenarios(os.path.join(build, 'pol'), folder, label, text, records, as_of))):
            yield '%s, %s' % (label, name), steps
    for paths in OURS if worlds else ():
        files = [name for path in paths for name in ([path] if path.endswith('.pol') else sorted(glob.glob(path + '/*.pol')))]
        thrown = subprocess.run([sys.executable, 'tests/bench/records.py', os.path.join(build, 'pol')] + paths + ['--records', '12', '--form', 'ndjson'], stdout=subprocess.PIPE, check=True).stdout
        yield from of_world(folder, os.path.basename(paths[0]), files, [], AS_OF[0], [json.loads(line) for line in thrown.decode().splitlines()])
