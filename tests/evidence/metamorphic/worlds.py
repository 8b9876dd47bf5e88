"""What the checks are made on: a policy, perhaps amended, a day, and records; from the oracle's generator, and the repository's own policies with facts thrown for them. Whole records are had by filling
gaps with values that other records have; what is not known is then taken out on purpose."""
import copy
import glob
import itertools
import json
import os
import random
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'oracle'))
import generate  # noqa: E402

AS_OF = ['2024-04-01', '2024-02-29', '2023-12-31', '2024-03-31', '2024-06-30']
OURS = [['policies/secondment'], ['policies/alliance/terms'], ['policies/benchmark/staff.pol'], ['tests/bench/second/relocation.pol'], ['tests/batch/ratios.pol']]
OURS_EVERY = 40  # so many generated ones for one of ours


class World:
    def __init__(self, label, texts, amended, as_of, records):
        self.label, self.texts, self.amended, self.as_of, self.records = label, texts, amended, as_of, records
        self.domain, self.presumed, self.pool = {}, set(), {}

    def decide(self, engine, records, trace=False, texts=None):
        return engine.decide(self.texts if texts is None else texts, self.amended, self.as_of, records, trace)

    def read(self, engine):
        """What is declared of the facts. Of an option with bounds only values within them are kept: a wrong one is said to be wrong."""
        schema = engine.facts(self.texts, self.amended)
        self.presumed = {k for k, v in schema.items() if 'resumed' in v.get('description', '')}
        for text in self.texts + [t for t, _ in self.amended]:
            self.presumed |= {k for k in schema if re.search(r'^ +%s\b[^\n]*presumed' % re.escape(k.split('.')[-1]), text, re.M)}
        for k, v in schema.items():
            if 'enum' in v:
                values = [x for x in v['enum'] if x is not None]
                self.domain[k] = [True, False] if True in values else values
        bounded = [(k, x) for k, values in self.domain.items() if 'It is' in schema[k].get('description', '') or re.search(r'^ +%s\b.*(at least|at most|more than|less than|\bto\b)' % re.escape(k.split('.')[-1]), '\n'.join(self.texts), re.M)
                   for x in values]
        for (k, x), got in zip(bounded, self.decide(engine, [{k: x} for k, x in bounded]) if bounded else []):
            if got is None:
                self.domain[k] = [y for y in self.domain[k] if y != x]
        for k, values in self.domain.items():
            self.pool[k] = values
        self.records = [in_full(r, schema) for r in self.records]
        for r in self.records:
            for k, x in r.items():
                if k != 'id' and x is not None and k not in self.domain:
                    self.pool.setdefault(k, []).append(x)

    def whole(self, record, dice):
        """Every fact that has a value somewhere has one here; a list's elements have all their entries. What is presumed stays as it is."""
        full = copy.deepcopy({k: v for k, v in record.items() if v is not None})
        for k in self.pool:
            if k not in full and k not in self.presumed:
                full[k] = copy.deepcopy(dice.choice(self.pool[k]))
            if isinstance(full.get(k), list):
                self.fill([row for rows in self.pool[k] for row in rows], full[k], dice)
        return full

    def fill(self, alike, rows, dice):
        entries = sorted({e for row in alike if isinstance(row, dict) for e in row})
        for row in rows:
            for e in entries if isinstance(row, dict) else []:
                values = [r[e] for r in alike if r.get(e) is not None]
                if row.get(e) is None and values:
                    row[e] = copy.deepcopy(dice.choice(values))
                if isinstance(row.get(e), list):
                    self.fill([x for v in values for x in v], row[e], dice)

    def named(self):
        """Facts that the policy speaks of, where they are declared left aside: those that are worth taking out."""
        text = '\n'.join(self.texts + [t for t, _ in self.amended])
        found = [k for k in self.pool if re.search(r'\b%s\b' % re.escape(k), text) or k.split('.')[-1] in ('status', 'decided_by') and re.search(r'\b%s\b' % re.escape(k.split('.')[0]), text)]
        return found


def in_full(record, schema, group=''):
    """Facts under their whole names, however they are written."""
    found = {}
    for k, v in record.items():
        if isinstance(v, dict):
            found.update(in_full(v, schema, group + k + '.'))
            continue
        name = group + k
        long = [name] if name in schema or name == 'id' else [s for s in schema if s.endswith('.' + name)]
        found[long[0] if long else name] = v
    return found


def taken_out(record, names):
    return {k: v for k, v in record.items() if k not in names}


def completions(world, record, names):
    """Every way to give these facts, as records, in the order of itertools.product."""
    domains = [world.domain[k] for k in names]
    return [dict(record, **dict(zip(names, way))) for way in itertools.product(*domains)]


def generated(seed, records, amendments=True):
    text, found, amended = generate.policy(seed, max(records, 24))
    return World('seed %d' % seed, [text], amended if amendments else [], AS_OF[seed % len(AS_OF)], found[:max(records, 24)])


def own(pol, which, seed, records):
    paths = OURS[which % len(OURS)]
    texts, modules = [], []
    for path in paths:
        path = os.path.join(ROOT, path)
        for name in [path] if path.endswith('.pol') else sorted(glob.glob(path + '/*.pol')):
            with open(name, encoding='utf-8') as f:
                texts.append(f.read())
    thrown = subprocess.run([sys.executable, os.path.join(ROOT, 'tests', 'bench', 'records.py'), pol] + [os.path.join(ROOT, p) for p in paths] + [
        '--records', str(records), '--seed', str(seed), '--form', 'ndjson', '--empty', '0'], stdout=subprocess.PIPE, check=True).stdout
    found = [json.loads(line) for line in thrown.decode().splitlines()]
    del modules
    return World('%s, records thrown with seed %d' % (paths[0], seed), texts, [], AS_OF[seed % len(AS_OF)], found)


def of(engine, seed, records, amendments=True, ours=True):
    """The world of a seed, read."""
    w = own(engine.pol, seed // OURS_EVERY, seed, records) if ours and seed % OURS_EVERY == OURS_EVERY - 1 else generated(seed, records, amendments)
    w.read(engine)
    return w


def dice_of(seed, relation):
    return random.Random('%d %s' % (seed, relation))


PASSED_OVER = ('POL0502', 'POL0714')  # as the oracle does: an amendment's clause may by chance stand above and below another, or change what is not in force yet


def may_be_refused(words):
    """Of an amended policy that has no meaning: whether that is all that is wrong."""
    codes = set(re.findall(r'POL\d{4}', '\n'.join(line for line in words.split('\n') if line.startswith('error'))))
    return bool(codes) and codes <= set(PASSED_OVER)
