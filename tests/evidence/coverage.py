#!/usr/bin/env python3
"""How much of the library the tests take: lines and branches as gcc counts them (-O0, gcov), conditions of compound decisions that were shown to matter alone (MC/DC) as clang-19 does.

usage: coverage.py [--gcc BUILD] [--clang BUILD] [--only gcc|clang] [--seconds N] [--jobs 2] [--figures FILE]   builds both, runs the tests in both, prints the table by room and file
       coverage.py --report [--show ROOM|FILE|all] [--gaps FILE]   only looks at what earlier runs counted: what ROOM lacks, line by line; the files that lack most
       coverage.py --run NAME [--run NAME]                     runs some of the tests and adds to what was counted; `--fresh` forgets first what was
       coverage.py --smoke                                     tries the counting itself, and whether uncovered.txt speaks of lines that are there

What counts: every line and every outgoing branch of src/ but src/cli, headers and .def files with it. Not: what bison and flex write, generated tables, headers of the system. Nothing that gcc
can tell apart is left out: branches after a failed allocation count like any other. A file that is compiled once for each level of the processor counts once, taken together. Further
exclusions are in uncovered.txt, a line of code each, with the reason; what is excluded leaves the count altogether, and how much that is gets printed."""
import argparse
import collections
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, HERE)
import figures  # noqa: E402

EXCLUDED = os.path.join(HERE, 'uncovered.txt')
TARGETS = {'lines': 99, 'branches': 95, 'MC/DC': 90}
UNREAD = []  # objects whose counts were not to be read
LEVEL = re.compile(r'_(portable|v[234])$')

ROOMS = ('base', 'source', 'report', 'syntax', 'ops', 'check', 'program', 'facts', 'eval', 'batch', 'scenario', 'compare', 'render', 'format', 'app')
POLICIES = '$(find policies stdlib tests -name "*.pol" | sort)'
# What the tests run: a name, a command. The longest come last, so that a small budget leaves out least; but for the places that ask for memory, which nothing else shows.
RUNS = [(room, 'ctest --test-dir {build} --timeout 1500 -R ^%s$' % room) for room in ROOMS] + [
    ('places', 'python3 tests/evidence/allocations.py {build} --places --worlds 8 --seconds 300 --jobs 1'),
    ('golden', 'python3 tests/golden/run.py {pol}'),
    ('cli', 'python3 tests/cli/run.py {pol}'),
    ('scenarios', '{pol} test policies tests/stdlib'),
    ('shown-secondment', '{pol} test policies/secondment --coverage --mutate --known policies/secondment/unnoticed.txt'),
    ('shown-alliance', '{pol} test policies/alliance/terms --amend policies/alliance/harmonisation.pol --coverage'),
    ('shown-redundancy', '{pol} test stdlib/uk/redundancy.pol --coverage --mutate'),
    ('examples', 'python3 tests/golden/examples.py {pol} grammar/README.md README.md'),
    ('mistakes', 'python3 tests/syntax/mistakes.py {pol}'),
    ('sarif', 'python3 tests/render/sarif.py {pol}'),
    ('machine', 'python3 tests/render/machine.py {pol}'),
    ('rewriting', 'python3 tests/cli/rewriting.py {pol}'),
    ('many', 'python3 tests/cli/batch.py {pol}'),
    ('same', 'python3 tests/batch/same.py {pol} --policies 6'),
    ('workbook', 'python3 tests/cli/workbook.py {pol}'),
    ('withheld', 'python3 tests/render/withheld.py {pol}'),
    ('silence', 'python3 tests/policies/silence.py {pol}'),
    ('force', 'python3 tests/policies/force.py {pol}'),
    ('impact', 'python3 tests/policies/impact.py {pol}'),
    ('consolidated', 'python3 tests/policies/consolidated.py {pol}'),
    ('fuzz', 'ctest --test-dir {build} --timeout 900 -L fuzz'),
    ('limits', 'python3 tests/evidence/limits.py {build}'),
    ('receipts', 'python3 tests/cli/receipts.py {pol}'),
    ('generated', 'python3 tests/golden/generated.py {pol}'),
    ('forms', 'python3 tests/golden/forms.py {pol}'),
    ('second-way', 'python3 tests/compare/second_way.py {pol}'),
    ('stdlib', 'python3 tests/policies/stdlib.py {pol}'),
    ('damaged-facts', 'python3 tests/fuzz/damage.py {pol}'),
    ('stencils', 'python3 tests/fuzz/stencils.py {build} --policies 10'),
    ('layout', 'python3 tests/format/run.py {pol} --cases 60 --many 300'),
    ('oracle', 'python3 tests/oracle/run.py --pol {pol} --cases 1000'),
    ('each-mistake', '{build}/tests/mistakes 61 %s grammar/README.md README.md' % POLICIES),
    ('damaged-policies', '{build}/tests/damage 97 %s' % POLICIES),
]


def say(text):
    print(text, flush=True)


class Gcc:
    """A build that gcov counts; the counts lie beside its objects."""
    name = 'gcc'
    flags = ('-DCMAKE_C_COMPILER=gcc', '-DCMAKE_C_FLAGS=-O0 --coverage -fprofile-update=atomic -fprofile-abs-path')

    def __init__(self, build):
        self.build = build

    def objects(self, ending):
        return sorted(os.path.join(folder, each) for folder, _, names in os.walk(os.path.join(self.build, 'CMakeFiles')) if 'libpol' in folder for each in names if each.endswith(ending))

    def forget(self):
        for path in self.objects('.gcda'):
            os.remove(path)

    def environment(self):
        return {}

    def count(self):
        """(lines, branches): {(file, line): times}, {(file, line, function): [times…]}"""
        lines, branches = collections.Counter(), {}
        for document in gcov([path for path in self.objects('.gcno')], self.build):
            for each in document['files']:
                name = own(each['file'])
                if name:
                    take(name, each['lines'], lines, branches)
        return lines, branches


def gcov(paths, folder):
    """gcov's documents. An object that nothing ran has notes and no counts: gcov says 0 throughout. Counts that cannot be read (a process was stopped while it wrote them) stop it: they are taken one by one then, and named."""
    run = subprocess.run(['gcov', '--json-format', '--branch-probabilities', '--stdout'] + [os.path.abspath(p) for p in paths], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    if run.returncode:
        if len(paths) == 1:
            say('gcov cannot read the counts of %s' % paths[0])
            UNREAD.append(os.path.basename(paths[0]))
            return []
        return [document for path in paths for document in gcov([path], folder)]
    return [json.loads(line) for line in run.stdout.decode().splitlines() if line]


def own(path):
    """The file's name from the root, where it is one that counts."""
    name = os.path.relpath(os.path.realpath(path), ROOT)
    return name if name.startswith('src' + os.sep) and not name.startswith(os.path.join('src', 'cli') + os.sep) else None


def take(name, found, lines, branches):
    """Counts of one compilation of a file, added to those of its others: the same function compiled again (in a header, for another level) has the same branches in the same order."""
    for line in found:
        at = (name, line['line_number'])
        lines[at] += line['count']
        if line['branches']:
            key = at + (LEVEL.sub('', line.get('function_name', '')),)
            counts = [branch['count'] for branch in line['branches']]
            known = branches.setdefault(key, [0] * len(counts))
            if len(known) != len(counts):  # two compilations that gcc does not branch alike: kept apart
                known = branches.setdefault(key + (len(counts),), [0] * len(counts))
            for i, count in enumerate(counts):
                known[i] += count


class Clang:
    """A build that clang counts; every process adds to one profile a program."""
    name = 'clang'
    flags = ('-DCMAKE_C_COMPILER=clang-19', '-DCMAKE_C_FLAGS=-O1 -fprofile-instr-generate -fcoverage-mapping -fcoverage-mcdc -fprofile-update=atomic -Wno-pass-failed')

    def __init__(self, build):
        self.build = build
        self.profiles = os.path.join(build, 'profiles')

    def forget(self):
        shutil.rmtree(self.profiles, ignore_errors=True)

    def environment(self):
        return {'LLVM_PROFILE_FILE': os.path.abspath(self.profiles) + '/%2m.profraw'}

    def count(self):
        """{(file, line, column): [shown to matter alone…]} for each decision of two conditions or more"""
        with tempfile.TemporaryDirectory() as folder:
            merged, whole, empty = (os.path.join(folder, each) for each in ('all.profdata', 'all', 'empty.c'))
            raw = [os.path.join(self.profiles, each) for each in os.listdir(self.profiles)]
            subprocess.run(['llvm-profdata-19', 'merge', '-sparse', '-o', merged] + raw, check=True)
            with open(empty, 'w') as f:
                f.write('int main(void) { return 0; }\n')
            # one program with all of the library in it, for what each counter stands for
            subprocess.run(['clang-19', '-fprofile-instr-generate', '-o', whole, empty, '-Wl,--whole-archive', os.path.join(self.build, 'libpol.a'), '-Wl,--no-whole-archive', '-lpthread'], check=True)
            text = subprocess.run(['llvm-cov-19', 'export', '-skip-expansions', '-instr-profile', merged, whole], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
        found = {}
        for function in json.loads(text)['data'][0]['functions']:
            for record in function.get('mcdc_records', ()):
                name = own(function['filenames'][record[4]] if isinstance(record[4], int) and record[4] < len(function['filenames']) else function['filenames'][0])
                if name:
                    known = found.setdefault((name, record[0], record[1]), [False] * len(record[-1]))
                    for i, shown in enumerate(record[-1]):
                        known[i] = known[i] or shown
        return found


def run(kind, names, seconds, jobs):
    """Runs the tests of these names; gives what went wrong and what there was no time for."""
    deadline = time.monotonic() + seconds if seconds else None
    environment = dict(os.environ, **kind.environment())

    def one(entry):
        name, command = entry
        if deadline and time.monotonic() > deadline:
            return name, None, ''
        text = command.format(build=kind.build, pol=os.path.join(kind.build, 'pol'))
        begun = time.monotonic()
        with tempfile.TemporaryFile() as out:
            status = subprocess.run(['sh', '-c', text], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out, check=False).returncode
            out.seek(0)
            tail = out.read()[-1500:].decode(errors='replace')
        say('  %s: %s %.0f s%s' % (kind.name, name, time.monotonic() - begun, '' if status == 0 else ', status %d' % status))
        return name, status, tail

    with ThreadPoolExecutor(jobs) as pool:
        done = list(pool.map(one, [entry for entry in RUNS if names is None or entry[0] in names]))
    return [(name, tail) for name, status, tail in done if status], [name for name, status, _ in done if status is None]


def make(kind):
    configure = ['cmake', '-S', ROOT, '-B', kind.build, '-DCMAKE_BUILD_TYPE=Debug', '-DPOL_TESTS=ON', '-DPOL_STATIC=OFF', '-DPOL_SANDBOX=OFF'] + list(kind.flags)
    subprocess.run(configure, check=True, stdout=subprocess.DEVNULL, env={k: v for k, v in os.environ.items() if k != 'CMAKE_C_COMPILER_LAUNCHER'})
    subprocess.run(['cmake', '--build', kind.build, '--parallel', str(os.cpu_count())], check=True, stdout=subprocess.DEVNULL)


def exclusions():
    """{(file, text of the line): reason}"""
    found, key = {}, None
    with open(EXCLUDED, encoding='utf-8') as f:
        for line in f:
            if line.startswith('src/') and ': ' in line:
                key = tuple(line.strip().split(': ', 1))
                found[key] = ''
            elif line.startswith(' ') and key:
                found[key] = (found[key] + ' ' + line.strip()).strip()
    return found


class Sources:
    def __init__(self):
        self.texts = {}

    def line(self, name, number):
        if name not in self.texts:
            with open(os.path.join(ROOT, name), encoding='utf-8') as f:
                self.texts[name] = f.read().split('\n')
        lines = self.texts[name]
        return lines[number - 1].strip() if 0 < number <= len(lines) else ''


class Table:
    """What was taken and what was not, by file: {file: {measure: [taken, all]}}, and what lacks: {file: {line: [words…]}}."""

    def __init__(self):
        self.sources, self.excluded = Sources(), exclusions()
        self.used, self.left_out = set(), collections.Counter()
        self.counts = collections.defaultdict(lambda: {measure: [0, 0] for measure in TARGETS})
        self.lacks = collections.defaultdict(lambda: collections.defaultdict(list))

    def add(self, measure, name, line, taken, whole, words):
        if taken < whole:
            key = (name, self.sources.line(name, line))
            if key in self.excluded:
                self.used.add(key)
                self.left_out[measure] += whole - taken
                whole = taken
            else:
                self.lacks[name][line].append(words)
        self.counts[name][measure][0] += taken
        self.counts[name][measure][1] += whole

    def add_gcc(self, lines, branches):
        for (name, line), times in sorted(lines.items()):
            self.add('lines', name, line, times > 0, 1, 'never run')
        for key, times in sorted(branches.items(), key=lambda each: each[0][:2]):
            name, line = key[:2]
            missing = [i for i, count in enumerate(times) if not count]
            words = 'branches %s of %d' % (','.join(map(str, missing)), len(times)) if lines[(name, line)] else '%d branches' % len(times)
            self.add('branches', name, line, len(times) - len(missing), len(times), words)

    def add_clang(self, decisions):
        for (name, line, column), shown in sorted(decisions.items()):
            missing = [i + 1 for i, each in enumerate(shown) if not each]
            self.add('MC/DC', name, line, sum(shown), len(shown), 'at column %d conditions %s of %d were not shown to matter' % (column, ','.join(map(str, missing)), len(shown)))

    def total(self, names=None):
        sums = {measure: [0, 0] for measure in TARGETS}
        for name, counts in self.counts.items():
            if names is None or name in names:
                for measure, (taken, whole) in counts.items():
                    sums[measure][0] += taken
                    sums[measure][1] += whole
        return sums


def percent(taken, whole):
    """Never rounded up."""
    return '%.2f' % (taken * 10000 // whole / 100) if whole else '-'


def row(title, counts, wide=44):
    return title.ljust(wide) + ''.join('%8s %% %-13s' % (percent(*counts[m]), '%d/%d' % tuple(counts[m])) for m in TARGETS)


def room_of(name):
    return name.split('/')[1] if name.count('/') > 1 else '.'


def report(table, show, gaps):
    rooms = collections.defaultdict(list)
    for name in sorted(table.counts):
        rooms[room_of(name)].append(name)
    lines = [' ' * 44 + ''.join(m.rjust(8).ljust(23) for m in TARGETS)]
    for room, names in sorted(rooms.items()):
        lines.append(row(room, table.total(set(names))))
        if 'all' in show or room in show:
            lines += [row('  ' + name[4:], table.counts[name]) for name in names]
    lines.append(row('all', table.total()))
    say('\n'.join(lines))
    for name in sorted(table.lacks):
        if room_of(name) in show or name in show:
            for line, words in sorted(table.lacks[name].items()):
                say('%s:%d: %s\n    %s' % (name, line, table.sources.line(name, line)[:150], '; '.join(words)))
    if gaps:
        write_gaps(table, gaps)


def write_gaps(table, path):
    def lacking(name, measure):
        return table.counts[name][measure][1] - table.counts[name][measure][0]
    with open(path, 'w', encoding='utf-8') as f:
        f.write('| file | lines not run | branches not taken | conditions not shown |\n|---|---|---|---|\n')
        for name in sorted(table.counts, key=lambda n: (-lacking(n, 'branches') - lacking(n, 'lines') - lacking(n, 'MC/DC'), n)):
            if name in table.lacks:
                f.write('| %s | %s |\n' % (name, ' | '.join('%d of %d' % (lacking(name, m), table.counts[name][m][1]) for m in TARGETS)))


def smoke():
    """The counting, on a program of which everything is known; and uncovered.txt."""
    faults = []
    text = 'int f(int a, int b) {\n  if (a && b)\n    return 1;\n  return 0;\n}\nint main(void) { return f(1, 0); }\n'
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, 'a.c'), 'w') as f:
            f.write(text)
        subprocess.run(['gcc', '-O0', '--coverage', '-o', 'a', 'a.c'], cwd=folder, check=True)
        subprocess.run(['./a'], cwd=folder, check=True)
        notes = [os.path.join(folder, each) for each in os.listdir(folder) if each.endswith('.gcno')]
        lines, branches = collections.Counter(), {}
        for document in gcov(notes, folder):
            for _ in range(2):  # as if it were compiled for two levels
                take('a.c', document['files'][0]['lines'], lines, branches)
    if [line for (_, line), times in sorted(lines.items()) if not times] != [3]:
        faults.append('line 3 and no other is never run; counted: %s' % sorted(lines.items()))
    if sorted(sum(branches.values(), [])) != [0, 0, 2, 2]:
        faults.append('two of four branches are taken; counted: %s' % sorted(branches.items()))
    for name, line in exclusions():
        path = os.path.join(ROOT, name)
        if not os.path.isfile(path) or line not in [each.strip() for each in open(path, encoding='utf-8')]:
            faults.append('uncovered.txt: %s has no line `%s`' % (name, line))
    faults += ['uncovered.txt: %s, `%s` has no reason' % key for key, reason in exclusions().items() if not reason]
    return faults


def arguments():
    p = argparse.ArgumentParser()
    p.add_argument('--gcc', default='build-gcov')
    p.add_argument('--clang', default='build-mcdc')
    p.add_argument('--only', choices=('gcc', 'clang'))
    p.add_argument('--seconds', type=float, default=0)
    p.add_argument('--jobs', type=int, default=2)
    p.add_argument('--figures')
    p.add_argument('--report', action='store_true')
    p.add_argument('--run', action='append')
    p.add_argument('--fresh', action='store_true')
    p.add_argument('--show', action='append', default=[])
    p.add_argument('--gaps')
    p.add_argument('--smoke', action='store_true')
    return p.parse_args()


def conclude(table, failed, skipped, given):
    sums = table.total()
    sums = {measure: counts for measure, counts in sums.items() if counts[1]}
    figure = ', '.join('%s %s %%' % (measure, percent(*counts)) for measure, counts in sums.items())
    notes = ['%s: %d of %d' % (measure, counts[0], counts[1]) for measure, counts in sums.items()]
    notes.append('excluded besides, each with its reason in tests/evidence/uncovered.txt: %s' % (', '.join('%d %s' % (n, m) for m, n in sorted(table.left_out.items())) or 'nothing'))
    notes += ['no time for: ' + ', '.join(skipped)] if skipped else []
    notes += ['failed in this build: ' + ', '.join(name for name, _ in failed)] if failed else []
    notes += ['not counted, for gcov could not read it: ' + ', '.join(UNREAD)] if UNREAD else []
    idle = [key for key in table.excluded if key not in table.used] if len(sums) == len(TARGETS) else []
    for key in idle:
        say('uncovered.txt: %s: `%s` is taken by the tests now' % key)
    if given.figures:
        met = len(sums) == len(TARGETS) and all(counts[0] * 100 >= TARGETS[measure] * counts[1] for measure, counts in sums.items()) and not skipped and not UNREAD
        target = ', '.join('%s >= %d %%' % each for each in TARGETS.items())
        figures.write(given.figures, 4, 'Coverage of the library', figure, target, met, 'tests/evidence/coverage.py', notes)
    say('coverage: %s; excluded: %s' % (figure, ', '.join('%d %s' % (n, m) for m, n in sorted(table.left_out.items())) or 'nothing'))
    return 1 if failed else 0


def main():
    given = arguments()
    if given.smoke:
        faults = smoke()
        say('\n'.join(faults + ['coverage: %d faults in the counting' % len(faults)]))
        return 1 if faults else 0
    kinds = [kind for kind in (Gcc(given.gcc), Clang(given.clang)) if given.only in (None, kind.name)]
    failed, skipped = [], []
    for kind in kinds:
        if given.report:
            continue
        make(kind)
        if given.fresh or not given.run:
            kind.forget()
        wrong, late = run(kind, given.run, given.seconds / len(kinds), given.jobs)
        failed += wrong
        skipped += late
    for name, tail in failed:
        say('%s failed:\n%s' % (name, tail))
    table = Table()
    for kind in kinds:
        if kind.name == 'gcc':
            table.add_gcc(*kind.count())
        elif not given.report or os.path.isdir(kind.profiles):
            table.add_clang(kind.count())
    report(table, given.show, given.gaps)
    return conclude(table, failed, skipped, given)


if __name__ == '__main__':
    sys.exit(main())
