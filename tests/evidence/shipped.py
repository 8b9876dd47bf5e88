#!/usr/bin/env python3
"""What is shipped is hardened, gives up what it does not need, and can be built again to the same bytes: hardening.py, sandbox.py and reproducible.py, with their figures.
usage: shipped.py BUILD [--figures FILE]"""
import argparse
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import figures  # noqa: E402


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('build')
    parser.add_argument('--figures')
    args = parser.parse_args()
    said = {}
    for name in ('hardening', 'sandbox', 'reproducible'):
        p = subprocess.run([sys.executable, os.path.join(HERE, name + '.py'), args.build], stdout=subprocess.PIPE, universal_newlines=True, check=False)
        said[name] = (p.returncode == 0, p.stdout.strip().split('\n'))
        print(p.stdout, end='')
    if args.figures:
        right = [name for name in said if said[name][0]]
        digest = said['reproducible'][1][0] if said['reproducible'][0] else 'they differ'
        figures.write(args.figures, 12, 'What is shipped', 'PIE, full RELRO, canaries, FORTIFY, marked branch targets: %s; two builds in two folders: %s' % (
            said['hardening'][1][-1], 'the same bytes' if said['reproducible'][0] else 'they differ'), 'PIE, full RELRO, stack protector, FORTIFY, CET; two builds, same bytes; checked by a test',
            len(right) == len(said), 'tests/evidence/shipped.py build',
            ['SHA-256 of build/pol and of the second build: %s.' % digest, 'Sandbox: %s.' % '; '.join(said['sandbox'][1]),
             'Branch targets (CET) are marked in every object of ours; the static C library of Debian 12 is not marked, so that the whole program cannot be.'])
    return 0 if all(fine for fine, _ in said.values()) else 1


if __name__ == '__main__':
    sys.exit(main())
