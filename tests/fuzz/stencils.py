#!/usr/bin/env python3
"""Answers told by stencils are those of the engine alone, to the byte: on generated policies (those of the oracle), and on the repository's with thrown records.
usage: stencils.py BUILD [--policies 120] [--seed 1]. A difference is printed with its seed; `--seed N --policies 1` tries that one again."""
import argparse
import glob
import json
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'oracle'))
sys.setrecursionlimit(20000)
import generate  # noqa: E402

OURS = ('policies/secondment', 'policies/alliance/terms', 'policies/benchmark', 'tests/bench/second')
AS_OF = ('2024-04-01', '2024-02-29', '2023-12-31')


def parts(program, as_of, facts, policies):
    """What is printed where the two part; '' where they do not."""
    run = subprocess.run([program, as_of, facts] + policies, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
    return '' if run.returncode == 0 else run.stdout.decode(errors='replace') or 'status %d' % run.returncode


def generated(program, folder, seed):
    text, records, _ = generate.policy(seed, 60)
    path, facts = os.path.join(folder, 'generated.pol'), os.path.join(folder, 'facts.ndjson')
    with open(path, 'w') as f:
        f.write(text)
    with open(facts, 'w') as f:
        for record in records + records[:20]:
            f.write(json.dumps(record) + '\n')
    return parts(program, AS_OF[seed % len(AS_OF)], facts, [path])


def ours(build, program, folder, policy, form, seed):
    thrown = [sys.executable, os.path.join(ROOT, 'tests', 'bench', 'records.py'), os.path.join(build, 'pol'), os.path.join(ROOT, policy), '--records', '150', '--seed', str(seed), '--form', form]
    facts = os.path.join(folder, 'facts.' + form)
    with open(facts, 'wb') as f:
        subprocess.run(thrown, stdout=f, check=True)
    return parts(program, AS_OF[0], facts, sorted(glob.glob(os.path.join(ROOT, policy, '**', '*.pol'), recursive=True)))


def main():
    p = argparse.ArgumentParser()
    p.add_argument('build')
    p.add_argument('--policies', type=int, default=120)
    p.add_argument('--seed', type=int, default=1)
    a = p.parse_args()
    program, bad, tried = os.path.join(a.build, 'tests', 'stencils'), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        jobs = [('seed %d' % seed, lambda seed=seed: generated(program, folder, seed)) for seed in range(a.seed, a.seed + a.policies)]
        if a.policies > 1:
            jobs += [('%s, %s' % (policy, form), lambda policy=policy, form=form: ours(a.build, program, folder, policy, form, a.seed)) for policy in OURS for form in ('csv', 'ndjson')]
        for name, job in jobs:
            wrong, tried = job(), tried + 1
            if wrong:
                bad += 1
                print('%s: %s' % (name, wrong[:2000]))
    print('%d policies and files, %d told otherwise by stencils' % (tried, bad))
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
