#!/usr/bin/env python3
"""What pol prints of policies that the generator of the oracle makes: explanations with their traces, what would have to change, the policy read back, laid out, consolidated and compared with itself as
amended. The oracle knows the decisions of such policies, not how they are explained; too much is printed to keep, so that generated.digests has a digest of each. A digest that changed says that something is
told otherwise than before, in places where no golden file looks: print it with the pol before and the pol now (--keep DIR leaves the policies there, and the commands), and read the difference.
usage: generated.py POL [--keep DIR]      POL_GOLDEN=write rewrites generated.digests"""
import hashlib
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
DIGESTS = os.path.join(HERE, 'generated.digests')
sys.path.insert(0, os.path.join(ROOT, 'tests', 'oracle'))
import generate  # noqa: E402  (its folder is added above)

SEEDS, RECORDS = range(1, 25), 3


def write(folder, name, text):
    with open(os.path.join(folder, name), 'w', encoding='utf-8', newline='\n') as f:
        f.write(text)


def commands(folder, seed):
    """(name, arguments) of one policy, which is written to the folder, where they run."""
    text, records, amended = generate.policy(seed, RECORDS)
    policy, facts = '%d.pol' % seed, '%d.json' % seed
    write(folder, policy, text)
    write(folder, facts, json.dumps(records))
    amends = []
    for i, (change, day) in enumerate(amended):
        name = '%d-%d.pol' % (seed, i + 1)
        write(folder, name, change)
        amends += ['--amend', name + ('@' + day if day else '')]
    asked = [policy] + amends + ['--facts', facts, '--as-of']
    yield 'trace', ['explain'] + asked + ['2024-04-01', '--trace']
    yield 'earlier', ['explain'] + asked + ['2024-02-29', '--format', 'json']
    for each in ('refused', 'permitted'):
        yield 'not-' + each, ['explain'] + asked + ['2024-04-01', '--why-not', each, '--format', 'text' if seed % 2 else 'json']
    yield 'decisions', ['decide'] + asked + ['2024-04-01', '--format', 'csv']
    yield 'read', ['read', policy] + amends
    yield 'check', ['check', policy] + amends
    yield 'laid-out', ['fmt', policy]
    if amends:
        yield 'one-text', ['fmt', policy] + amends + ['--consolidated']
        yield 'compared', ['compare', policy, policy] + amends + ['--facts', facts, '--as-of', '2024-04-01']


def digest(pol, folder, arguments):
    p = subprocess.run([pol] + arguments, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, timeout=120, env={k: v for k, v in os.environ.items() if k != 'NO_COLOR'})
    return '%d %d %s' % (p.returncode, len(p.stdout), hashlib.sha256(p.stdout + b'\0' + p.stderr).hexdigest()[:16])


def main():
    pol, keep = os.path.abspath(sys.argv[1]), sys.argv[3] if sys.argv[2:3] == ['--keep'] else None
    found = {}
    with tempfile.TemporaryDirectory(prefix='pol-generated-') as scratch:
        folder = keep or scratch
        os.makedirs(folder, exist_ok=True)
        for seed in SEEDS:
            for name, arguments in commands(folder, seed):
                found['%d %s' % (seed, name)] = digest(pol, folder, arguments), arguments
    if os.environ.get('POL_GOLDEN') == 'write':
        write(HERE, 'generated.digests', ''.join('%s %s\n' % (key, value) for key, (value, _) in found.items()))
    with open(DIGESTS, encoding='utf-8') as f:
        wanted = dict((' '.join(line.split()[:2]), ' '.join(line.split()[2:])) for line in f if line.strip())
    faults = ['%s: %s, before %s: pol %s' % (key, found[key][0] if key in found else 'not asked any more', wanted.get(key, 'not asked'), ' '.join(found[key][1]) if key in found else '')
              for key in sorted(set(found) | set(wanted)) if key not in found or found[key][0] != wanted.get(key)]
    print('\n'.join(faults + ['generated: %d commands, %d told otherwise' % (len(found), len(faults))]))
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
