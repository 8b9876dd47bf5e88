#!/usr/bin/env python3
"""Damages every facts file of the repository: cut off at a byte, or the byte flipped. The program must report or succeed: exit status 0, 1 or 2, no sanitizer report, no leak, no hang.
usage: damage.py POL [--step N] [--seed N]. By default a sample of the positions; --step 1 is every byte. Policies are damaged in one process, by damage.c."""
import argparse
import os
import random
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def targets():
    for folder in ('policies', 'tests'):
        for at, _, names in sorted(os.walk(os.path.join(ROOT, folder))):
            for name in sorted(names):
                if name.endswith('.json') and os.path.basename(at) == 'facts':
                    yield os.path.join(at, name)


def run(pol, path, data):
    suffix = os.path.splitext(path)[1]
    with tempfile.NamedTemporaryFile(suffix=suffix, delete=False) as f:
        f.write(data)
    args = [pol, 'decide', os.path.join(ROOT, 'policies/secondment'), '--as-of', '2024-04-01', '--facts', f.name]
    try:
        p = subprocess.run(args, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
        out = p.stdout + p.stderr
        bad = p.returncode not in (0, 1, 2) or b'Sanitizer' in out or b'runtime error' in out
        return (p.returncode, out[-2000:]) if bad else None
    except subprocess.TimeoutExpired:
        return ('hang', b'')
    finally:
        os.unlink(f.name)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('pol')
    ap.add_argument('--step', type=int, default=0, help='every N-th byte; 0: 24 positions a file')
    ap.add_argument('--seed', type=int, default=1)
    a = ap.parse_args()
    rng = random.Random(a.seed)
    jobs = []
    for path in targets():
        with open(path, 'rb') as f:
            data = f.read()
        at = range(0, len(data), a.step) if a.step else sorted(rng.sample(range(len(data)), min(24, len(data))))
        for i in at:
            jobs.append((path, i, 'cut off', data[:i]))
            jobs.append((path, i, 'flipped', data[:i] + bytes([data[i] ^ (1 << rng.randrange(8))]) + data[i + 1:]))
    failed = 0
    with ThreadPoolExecutor(2) as pool:
        for job, bad in zip(jobs, pool.map(lambda j: run(a.pol, j[0], j[3]), jobs)):
            if bad:
                failed += 1
                print('%s %s at byte %d: %s\n%s' % (os.path.relpath(job[0], ROOT), job[2], job[1], bad[0], bad[1].decode(errors='replace')))
    print('%d passed, %d failed' % (len(jobs) - failed, failed))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
