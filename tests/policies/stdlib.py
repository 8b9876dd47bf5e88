#!/usr/bin/env python3
"""Every entry of the standard library is documented and tried. usage: stdlib.py POL

An amount, a condition, a value or a table has a comment above it (or shares that of the entry before it), and its name is used by a policy of tests/stdlib, by a module
that is, or by another entry that is; each module has a line in stdlib/README.md and begins with a comment that names its source. The last line is 'N passed, N failed'."""
import glob
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ENTRY = re.compile(r'^(define|value|table|order|options) ([a-z_0-9]+)')
faults = []


def read(path):
    with open(path, encoding='utf-8') as f:
        return f.read()


def module_of(path):
    return os.path.relpath(path, os.path.join(ROOT, 'stdlib'))[:-4].replace(os.sep, '.')


def documented(path, lines):
    """Each entry that begins right under a comment, or under an entry that does."""
    above = False
    for line in lines:
        m = ENTRY.match(line)
        if m:
            if not above:
                faults.append('%s: %s has no comment above it' % (os.path.relpath(path, ROOT), m.group(2)))
        above = line.startswith('#') or (above and line != '') or (m is not None and above)


def main():
    pol = os.path.abspath(sys.argv[1])
    modules = sorted(glob.glob(os.path.join(ROOT, 'stdlib', '**', '*.pol'), recursive=True))
    tests = '\n'.join(read(p) for p in glob.glob(os.path.join(ROOT, 'tests', 'stdlib', '**', '*.pol'), recursive=True))
    readme, entries = read(os.path.join(ROOT, 'stdlib', 'README.md')), 0
    texts = {p: read(p) for p in modules}
    for path, text in texts.items():
        lines = text.split('\n')
        if not text.startswith('# '):
            faults.append('%s does not begin with what it is' % os.path.relpath(path, ROOT))
        if '`%s`' % module_of(path) not in readme:
            faults.append('stdlib/README.md has no line for %s' % module_of(path))
        if 'Source' not in text and module_of(path) not in ('hr.rounding', 'hr.accrual', 'hr.bands'):
            faults.append('%s names no source' % os.path.relpath(path, ROOT))
        if not text.split('\ndefine ')[0].count('policy '):
            documented(path, lines)
        shown = subprocess.run([pol, 'doc', module_of(path)], stdout=subprocess.PIPE, universal_newlines=True).stdout
        everything = '\n'.join(texts.values()) + tests
        for line in lines:
            m = ENTRY.match(line)
            if not m:
                continue
            entries += 1
            if len(re.findall(r'\b%s\b' % m.group(2), everything)) < 2:
                faults.append('%s: %s is used nowhere, so no scenario reaches it' % (os.path.relpath(path, ROOT), m.group(2)))
            if m.group(2) not in shown:
                faults.append('pol doc %s does not list %s' % (module_of(path), m.group(2)))
    print('\n'.join(faults))
    print('%d passed, %d failed' % (entries, len(faults)))
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
