"""Scenarios on policies that the oracle's generator writes, and on those of the repository with records thrown: every way to look at them, and at what they decide. For places that no golden file asks
from; texts and facts are written to a folder, and what is done with them is as in scenarios.py."""
import glob
import json
import os
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
        yield from of_world(folder, label, [write(folder, label + '.pol', text)], changes, AS_OF[seed % len(AS_OF)], records)
    for paths in OURS if worlds else ():
        files = [name for path in paths for name in ([path] if path.endswith('.pol') else sorted(glob.glob(path + '/*.pol')))]
        thrown = subprocess.run([sys.executable, 'tests/bench/records.py', os.path.join(build, 'pol')] + paths + ['--records', '12', '--form', 'ndjson'], stdout=subprocess.PIPE, check=True).stdout
        yield from of_world(folder, os.path.basename(paths[0]), files, [], AS_OF[0], [json.loads(line) for line in thrown.decode().splitlines()])
