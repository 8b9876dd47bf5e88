#!/usr/bin/env python3
"""The layout: golden examples, and what must hold for every file: laying out twice is laying out once, the tree and the comments stay as they were.
Over every .pol of the repository, and over generated policies (--cases, --seed), each as it is and with its lines broken and its spaces changed at random.
--many: many more in one process, which a sanitized build can do too. POL_GOLDEN=write rewrites the examples (data/NAME.pol becomes data/NAME.out).
usage: run.py POL [--cases 500] [--seed 1] [--many 0]"""
import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'oracle'))
import generate  # noqa: E402

MONTHS = 'January|February|March|April|May|June|July|August|September|October|November|December'
PARTS = re.compile(r'\d+ (?:%s)(?: \d{4})?\b' % MONTHS + r'|\d+ \d+/\d+|\d+ %|[A-Z]{3} \d\S*|"(?:\\.|[^"\\\n])*"|#[^\n]*|\s+|[(),|]|[^\s"#(),|]+')
GOES_ON = {'when', 'except', 'reason', 'and', 'or', 'despite', 'subject', 'for', 'where', 'asks', 'presumed', 'only', 'under', 'missing', 'then', 'in', 'added', 'better', 'after', 'rounded'}
BATCH = 100


def pol(program, *args, **more):
    return subprocess.run([program] + list(args), input=more.get('given'), stdout=subprocess.PIPE, stderr=subprocess.PIPE)


# which may come in any order, and are laid out in this one
QUALIFIERS = [['presumed', 'only_when', 'cannot_change', 'confidential', 'known_to', 'for_information', 'asks'], ['after', 'combine', 'rounded', 'better_when neutral', 'may_be_silent'],
              ['despite', 'subject_to'], ['reason', 'added', 'departure_decided_by'], ['under', 'not_under', 'missing', 'expect_presumed', 'reserved_by', 'blocked_by']]
PLACE = {kind: place for family in QUALIFIERS for place, kinds in enumerate(family, 1) for kind in kinds.split()}


def in_order(value):
    """A tree with its qualifiers in their order."""
    if isinstance(value, dict):
        return {key: in_order(v) for key, v in value.items()}
    if isinstance(value, list):
        return sorted((in_order(v) for v in value), key=lambda v: PLACE.get(v.get('kind'), 0) if isinstance(v, dict) else 0)
    return value


def comments(text):
    return [part.rstrip() for part in PARTS.findall(text) if part.startswith('#')]


# ---- the same text, badly written

class Mangler:
    """Wildness 0 changes spaces and adds comments and empty lines, and can never change what a file says; 1 also breaks and joins lines at words that go on with
    them; 2 breaks them anywhere, now and then."""

    def __init__(self, seed, wildness):
        self.r = random.Random(seed)
        self.wildness = wildness
        self.number = 0

    def comment(self):
        self.number += 1
        return '# remark %d' % self.number + ' ' * self.r.randrange(3)

    def line_end(self):
        lines = '\n' * self.r.choice([1, 1, 1, 1, 2, 3])
        if self.r.random() < 0.03:
            lines = ' ' * self.r.randrange(4) + self.comment() + '\n' + lines[1:]
        if self.r.random() < 0.03:
            lines += ' ' * self.r.randrange(6) + self.comment() + '\n' * self.r.choice([1, 2])
        if not lines.endswith('\n'):
            lines += '\n'
        return lines + ' ' * self.r.randrange(8)

    def space(self, space, before, after, in_row):
        goes_on = after in GOES_ON or after.startswith('"') or before in (',', '(')
        if before.startswith('#'):
            return '\n' + ' ' * self.r.randrange(5)
        if '\n' in space:
            joins = self.wildness and goes_on and not after.startswith('#') and self.r.random() < 0.4
            return ' ' if joins else self.line_end()
        if in_row or after.startswith('#'):
            return ' ' * self.r.randrange(1, 4)
        chance = (0, 0.3 if goes_on else 0, 0.3 if goes_on else 0.003)[self.wildness]
        return self.line_end() if self.r.random() < chance else ' ' * self.r.choice([1, 1, 1, 2, 5])

    def mangle(self, text):
        parts, out, in_row, fresh = PARTS.findall(text), [], False, True
        for i, part in enumerate(parts):
            before, after = parts[i - 1] if i else '', parts[i + 1] if i + 1 < len(parts) else ''
            if part.isspace():
                next_row = after == '|' and '\n' in part
                out.append(self.space(part, before, after, (in_row and '\n' not in part) or (in_row and next_row)))
                in_row = in_row and '\n' not in part
                fresh = '\n' in part
                continue
            in_row = in_row or (fresh and part == '|')
            fresh = False
            out.append(part)
            if part in '(' or (after and part in ')|' and not after.isspace() and after not in '),|'):
                out.append(' ' * self.r.randrange(2))
        return ''.join(out)


# ---- what must hold

class Trial:
    def __init__(self, program):
        self.program = program
        self.folder = tempfile.mkdtemp()
        self.faults = 0
        self.files = 0
        self.wild = {1: 0, 2: 0} # texts that could be mangled so wildly

    def fault(self, what, name, text):
        self.faults += 1
        kept = os.path.join(tempfile.gettempdir(), 'pol-format-%d.pol' % self.faults)
        with open(kept, 'w', encoding='utf-8') as f:
            f.write(text)
        print('FAIL  %s: %s; kept as %s' % (name, what, kept))

    def write(self, texts):
        shutil.rmtree(self.folder)
        os.mkdir(self.folder)
        paths = []
        for i, text in enumerate(texts):
            paths.append(os.path.join(self.folder, 'f%04d.pol' % i))
            with open(paths[-1], 'w', encoding='utf-8', newline='') as f:
                f.write(text)
        return paths

    def read(self, path):
        with open(path, encoding='utf-8', newline='') as f:
            return f.read()

    def trees(self, paths):
        """The tree of each file, without places and with its qualifiers in order; None of one that has a mistake."""
        p = pol(self.program, 'tree', *paths)
        text = re.sub(r',\s*"(line|column)": ?\d+', '', p.stdout.decode())
        wrong = set(re.findall(r'^error .*\n *--> (.*?):\d', p.stderr.decode(), re.M))
        return [None if path in wrong else json.dumps(in_order(f['tree'])) for path, f in zip(paths, json.loads(text)['files'])]

    def mangled(self, texts, seed):
        """Each text mangled as wildly as it still says the same."""
        wanted = self.trees(self.write(texts))
        best = [Mangler(seed + i, 0).mangle(t) for i, t in enumerate(texts)]
        for wildness in (1, 2):
            wilder = [Mangler(seed + i, wildness).mangle(t) for i, t in enumerate(texts)]
            same = [a == b for a, b in zip(self.trees(self.write(wilder)), wanted)]
            best = [w if s else b for w, s, b in zip(wilder, same, best)]
            self.wild[wildness] += sum(same)
        return best

    def hold(self, names, texts):
        """Lays out a batch and looks at it."""
        paths = self.write(texts)
        before = self.trees(paths)
        p = pol(self.program, 'fmt', *paths)
        if p.returncode:
            print('FAIL  fmt of %s …: status %d, %s' % (names[0], p.returncode, p.stderr.decode()[:500]))
            self.faults += 1
        laid = [self.read(path) for path in paths]
        after = self.trees(paths)
        again = pol(self.program, 'fmt', '--check', *paths).stdout.decode().split()
        for name, path, old, new, was, is_now in zip(names, paths, texts, laid, before, after):
            self.files += 1
            if was != is_now:
                self.fault('the tree is another', name, old)
            if comments(old) != comments(new):
                self.fault('the comments are others', name, old)
            if path in again:
                self.fault('laying out twice is not laying out once', name, old)
            if re.search(r'[ \t]$|\n\n\n\n', new, re.M) or not new.endswith('\n'):
                self.fault('spaces at the end of a line, or too many empty lines', name, old)

    def batch(self, names, texts, seed):
        self.hold(names, texts)
        self.hold(['%s, mangled with seed %d' % (n, seed + i) for i, n in enumerate(names)], self.mangled(texts, seed))


# ---- the runs

def golden(trial):
    data = os.path.join(HERE, 'data')
    for name in sorted(os.listdir(data)):
        if not name.endswith('.pol'):
            continue
        path, out = os.path.join(data, name), os.path.join(data, name[:-4] + '.out')
        with open(path, 'rb') as f:
            p = pol(trial.program, 'fmt', '-', given=f.read())
        if os.environ.get('POL_GOLDEN') == 'write':
            with open(out, 'wb') as f:
                f.write(p.stdout)
        with open(out, 'rb') as f:
            if p.returncode or f.read() != p.stdout:
                trial.faults += 1
                print('FAIL  %s is not laid out as in %s %s' % (name, out, p.stderr.decode()))


def laid_out(trial):
    """Files that stand as people lay them out: nothing is to be changed."""
    p = pol(trial.program, 'fmt', '--diff', '--check', os.path.join(HERE, 'data', 'laid-out'))
    if p.returncode:
        trial.faults += 1
        print('FAIL  fmt would change what is laid out well: %s%s' % (p.stdout.decode(), p.stderr.decode()))


def repository(trial):
    names, texts = [], []
    for at, folders, files in os.walk(ROOT):
        folders[:] = [d for d in folders if not d.startswith(('.', 'build'))]
        for name in files:
            path = os.path.join(at, name)
            if not name.endswith(('.pol', '.out')) or pol(trial.program, 'fmt', '--check', path).returncode == 2:
                continue
            with open(path, encoding='utf-8') as f:
                texts.append(f.read())
            names.append(os.path.relpath(path, ROOT))
    straight = [i for i, t in enumerate(texts) if '\u201c' not in t and "'x" not in t]
    for round_ in range(5):
        trial.batch([names[i] for i in straight], [texts[i] for i in straight], 1000 * round_)
    return [(names[i], texts[i]) for i in straight], len(names)


def generated(trial, cases, seed):
    for start in range(seed, seed + cases, BATCH):
        seeds = range(start, min(start + BATCH, seed + cases))
        texts = [text if text.endswith('\n') else text + '\n' for text in (generate.policy(s, 1)[0] for s in seeds)]
        trial.batch(['seed %d' % s for s in seeds], texts, start)


def many(program, files, cases, seed):
    """The same over many, in one process that is fed while it works (tests/fuzz/layouts.c): generated policies, and the files of the repository with other seeds. A policy
    and its three manglings follow from its seed alone."""
    p = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    fed = [('', s) for s in range(seed, seed + cases)] + [(name, s) for s in range(seed, seed + max(1, cases // 1000)) for name, _ in files]
    texts = dict(files)
    for name, s in fed:
        text = texts[name] if name else generate.policy(s, 1)[0]
        group = [t.encode() for t in [text] + [Mangler(s, wildness).mangle(text) for wildness in (2, 1, 0)]]
        p.stdin.write(b'%d %d %d %d\n' % tuple(map(len, group)) + b''.join(group))
    out = p.communicate()[0].decode().splitlines()
    for line in out[:-1]:
        group, which, what = line.split(' ', 2)
        print('FAIL  %s seed %d%s: %s' % (*fed[int(group)], ', mangled with wildness %d' % (3 - int(which)) if int(which) else '', what))
    print('layout of %d more, with seeds from %d: %s' % (len(fed), seed, out[-1] if out else 'no answer'))
    return max(p.returncode != 0, len(out) - 1)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument('pol')
    arguments.add_argument('--cases', type=int, default=500)
    arguments.add_argument('--seed', type=int, default=1)
    arguments.add_argument('--many', type=int, default=0, help='this many more, by build/tests/layouts')
    a = arguments.parse_args()
    trial = Trial(os.path.abspath(a.pol))
    golden(trial)
    laid_out(trial)
    straight, files = repository(trial)
    generated(trial, a.cases, a.seed)
    shutil.rmtree(trial.folder)
    if a.many:
        trial.faults += many(os.path.join(os.path.dirname(os.path.abspath(a.pol)), 'tests', 'layouts'), straight, a.many, a.seed + a.cases)
    print('layout: %d files of the repository, %d generated; %d laid out, %d of them with broken lines; %d faults' % (files, a.cases, trial.files, trial.wild[1], trial.faults))
    return 1 if trial.faults or not files else 0


if __name__ == '__main__':
    sys.exit(main())
