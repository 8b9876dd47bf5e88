#!/usr/bin/env python3
"""Whether the tests notice when the library is wrong. Mutants of two kinds: one conditional jump of the -O0 code of a file flipped, never taken or always taken, in the linked programs; and, in the
engine, the exact numbers, the dates and precedence, one operator, constant, condition or statement of the text changed.

usage: mutants.py [--seconds N] [--seed N] [--jobs 2] [--figures FILE] [--survivors FILE] [--only WORD] [--kind jumps|text] [--build build-mutants] [--again FILE]
       mutants.py --smoke     tries the tool itself, on a small program

A mutant is tried by the tests that run the very block that it is in: unit tests (of any room), golden files, scenarios, policies of the oracle's generator, pieces of work whose allocations fail, the
corpora of the fuzz targets, scripts of the command line; those that noticed others of the same function or file come first, then the quickest. It is killed when one of them fails, prints something
else, or takes ten times as long. What no test runs has survived, without being tried. A jump is changed in the memory of the program (served.c); a change of the text is compiled and linked; when
nothing noticed it, once more with address and undefined-behaviour sanitizers, as tests/run has them, too: what reads one too far gives the right answer as often as not. Which tests run which block,
and which noticed what, stays in the build's folder for the next time.
Mutants are tens of thousands: in each area they are drawn at random, by the seed, all alike, until the time is over; how many of how many is said. Those in equivalent.txt change nothing that anyone
could see: each has the reason beside it, and leaves the count. With --only, files whose name holds the word; with --as-built, programs as
they were built; with --again, those that a list of survivors names; with --judge, none: what was tried last is counted again, after survivors were read and found equivalent."""
import argparse
import collections
import errno
import glob
import json
import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, HERE)
import known  # noqa: E402
import machine_code  # noqa: E402
import served  # noqa: E402
import source_mutants  # noqa: E402
import verdicts  # noqa: E402
from verdicts import area  # noqa: E402

FLAGS = ('-O0', '-g1', '-gdwarf-4', '-fsanitize-coverage=trace-pc')  # of DWARF 5 objdump gives the file of the .c for lines of headers
HOW = ('flipped', 'never taken', 'always taken')
PATIENCE = 12.0  # seconds of tests for one mutant
SANITIZED_ROOMS = ('base', 'ops', 'check', 'eval')
SANITIZED = 1.0  # seconds of tests for one mutant, where they run without sanitizers
QUICK, SOON = 1.5, 4  # after so many seconds, so many pieces of work without memory

Mutant = collections.namedtuple('Mutant', 'kind file line what object jump text bits')


def say(text):
    print(text, flush=True)


def configure(build, words, options):
    """Configures a build in which served.c is, and its programs are linked again when that changed."""
    os.makedirs(build, exist_ok=True)
    inside = os.path.abspath(os.path.join(build, 'served.o'))
    source = os.path.join(HERE, 'served.c')
    if not os.path.exists(inside) or os.path.getmtime(inside) < os.path.getmtime(source):
        subprocess.run(['gcc', '-O1'] + words + ['-c', source, '-o', inside], check=True)
        for path in [path for folder in ('pol', 'tests/*', 'tests/fuzz/*') for path in glob.glob(os.path.join(build, folder)) if os.path.isfile(path) and os.access(path, os.X_OK)]:
            os.remove(path)
    subprocess.run(['cmake', '-S', ROOT, '-B', build, '-DCMAKE_BUILD_TYPE=Debug', '-DPOL_TESTS=ON', '-DPOL_STATIC=OFF', '-DPOL_SANDBOX=OFF', '-DPOL_XLSX=OFF', '-DCMAKE_C_COMPILER=gcc',
                    '-DCMAKE_EXE_LINKER_FLAGS=-Wl,--wrap=main ' + inside] + options, check=True, stdout=subprocess.DEVNULL)


def make(build):
    targets = [word for name in ('pol',) + tuple('test_' + room for room in SANITIZED_ROOMS) for word in ('--target', name)]
    for folder, words, options, only in ((build, [], ['-DCMAKE_C_FLAGS=' + ' '.join(FLAGS), '-DCMAKE_C_FLAGS_DEBUG='], []),
                                         (sanitized(build), ['-DPOL_SANITIZED'], ['-DPOL_SANITIZE=ON'], targets)):
        configure(folder, words, options)
        subprocess.run(['cmake', '--build', folder, '--parallel', str(os.cpu_count())] + only, check=True, stdout=subprocess.DEVNULL)


def sanitized(build):
    return build + '-sanitized'


def has_sanitized(build):
    return os.path.exists(os.path.join(sanitized(build), 'pol'))


class Worker:
    """Programs that serve, and for scripts copies of them, one of them changed at a time."""

    def __init__(self, folder):
        self.folder, self.copies, self.servers = folder, {}, {}
        os.makedirs(folder, exist_ok=True)

    def copy(self, program):
        if program not in self.copies:
            path = os.path.join(self.folder, os.path.basename(program))
            if os.path.exists(path):
                os.remove(path)
            shutil.copy(program, path)
            self.copies[program] = path
        return self.copies[program]

    def server(self, program):
        if program not in self.servers:
            self.servers[program] = served.Server(program)
        return self.servers[program]

    def close(self):
        for each in self.servers.values():
            each.close()

    def write(self, program, at, code):
        for _ in range(2):
            try:
                with open(self.copy(program), 'r+b') as f:
                    f.seek(at)
                    before = f.read(len(code))
                    f.seek(at)
                    f.write(code)
                return before
            except OSError as e:
                if e.errno != errno.ETXTBSY:  # something that it started still runs: another copy
                    raise
                del self.copies[program]
        raise OSError('%s is busy' % program)


class Trial:
    def __init__(self, build, given):
        self.build, self.given = build, given
        self.objects, self.programs = {}, {}
        for path in sorted(glob.glob(os.path.join(build, 'CMakeFiles', 'libpol*.dir', 'src', '**', '*.o'), recursive=True)):
            self.objects[path] = machine_code.Object(path)
        tests = os.path.join(build, 'tests')
        for path in [os.path.join(build, 'pol')] + [os.path.join(tests, name) for name in ('allocations_each', 'stencils', 'alone')] + [os.path.join(tests, 'test_' + room) for room in known.ROOMS] + sorted(glob.glob(os.path.join(tests, 'fuzz', 'fuzz_*'))):
            self.programs[path] = machine_code.Program(path)
        self.known = known.Known(build, self.objects, self.programs)
        self.known.learn(given.jobs, say)
        self.run_by, self.kills = {}, known.Kills(build)
        self.results, self.lock, self.sound = [], threading.Lock(), {}
        self.commands = {folder: {each['file']: each for each in json.load(open(os.path.join(folder, 'compile_commands.json'), encoding='utf-8')) if 'libpol.dir' in each['command']}
                         for folder in (build, sanitized(build)) if os.path.exists(os.path.join(folder, 'pol'))}
        self.originals = {}

    # -- which mutants

    def tests_of(self, mutant):
        if mutant.bits not in self.run_by:
            self.run_by[mutant.bits] = [t for t in self.known.tests if any(t.runs(bit) for bit in mutant.bits)]
        return self.run_by[mutant.bits]

    def by_source(self):
        """{file: object}: of a file that is compiled for several levels, the one that most tests run."""
        found = collections.defaultdict(list)
        for path, each in self.objects.items():
            found[os.path.relpath(path, self.build).split('.dir/')[1][:-2]].append(each)
        ran = 0
        for t in self.known.tests:
            ran |= int.from_bytes(t.blocks, 'little')
        ran = ran.to_bytes(len(self.known.every), 'little')

        def runs(each):
            bits = [self.known.bits[(each.path, f, o)] for b in each.blocks.values() for f, o in b]
            return sum(1 for bit in bits if ran[bit >> 3] >> (bit & 7) & 1)
        return {name: max(each, key=runs) if len(each) > 1 else each[0] for name, each in found.items()}

    def jumps(self, name, each, draw):
        seen = collections.Counter()
        for jump in each.jumps:
            file = os.path.relpath(os.path.realpath(jump.line[0]), ROOT)
            seen[(file, jump.line[1], jump.function)] += 1
            if file != name and not file.startswith('src/'):
                continue
            bit = self.known.bits.get((each.path, jump.function, jump.block))
            for how in HOW if self.given.again else [draw.choice(HOW)]:
                what = 'jump %d of %s %s' % (seen[(file, jump.line[1], jump.function)], jump.function, how)
                yield Mutant('jumps', file, jump.line[1], what, each, jump, None, (bit,) if bit is not None else ())

    def texts(self, name, each):
        with open(os.path.join(ROOT, name), encoding='utf-8') as f:
            text = f.read()
        lines = {}
        for (file, line), blocks in each.blocks.items():
            if os.path.relpath(os.path.realpath(file), ROOT) == name:
                lines[line] = [self.known.bits[(each.path, f, o)] for f, o in blocks]
        numbers = sorted(lines)
        for line, what, changed in source_mutants.mutants(text):
            at = max((n for n in numbers if n <= line), default=None)
            yield Mutant('text', name, line, what, each, None, changed, tuple(lines[at]) if at else ())

    def all_mutants(self):
        """{(area, kind): mutants}, in an order that the seed gives"""
        found, named = collections.defaultdict(list), verdicts.survivors_of(self.given.again) if self.given.again else ()
        for name, each in sorted(self.by_source().items()):
            if self.given.only and self.given.only not in name:
                continue
            draw = random.Random('%d %s' % (self.given.seed, name))
            if self.given.kind in (None, 'jumps'):
                found[area(name), 'jumps'] += self.jumps(name, each, draw)
            if area(name) != 'elsewhere' and self.given.kind in (None, 'text'):
                found[area(name), 'text'] += self.texts(name, each)
        for place, mutants in found.items():
            if self.given.again:
                found[place] = [m for m in mutants if (m.file, verdicts.text_of(m.file, m.line), m.what) in named]
            random.Random(self.given.seed).shuffle(found[place])
        return found

    # -- one mutant

    def order(self, mutant):
        room = mutant.file.split('/')[1]
        file, function = (self.kills.of(place) for place in self.places(mutant))
        tests = sorted(self.tests_of(mutant), key=lambda t: (t.seconds + 0.002) * (0.5 if t.room == room else 1) / (1 + 2 * file.get(t.name, 0) + 30 * function.get(t.name, 0)))
        spent, soon = 0.0, [t for t in tests if t.name.startswith('allocations')][:SOON]  # what only they notice, no number of quick tests does
        for at, t in enumerate(tests):
            spent += t.seconds
            if spent > QUICK:
                return tests[:at] + [t for t in soon if t not in tests[:at]] + [t for t in tests[at:] if t not in soon]
        return tests

    def places(self, mutant):
        return mutant.file, '%s:%s' % (mutant.file, mutant.jump.function if mutant.jump else mutant.line // 20)

    def stages(self, tests):
        """The tests in three helpings: 0.3 seconds, two more, what patience allows; in each, those of one program follow each other."""
        spent, at, stages = 0.0, 0, [collections.OrderedDict() for _ in range(3)]
        for t in tests:
            if spent + t.seconds > PATIENCE and spent > 0:
                continue
            while at < 2 and spent + t.seconds > (0.3, 2.3)[at] and stages[at]:
                at += 1
            stages[at].setdefault((t.kind == 'script', t.program), []).append(t)
            spent += t.seconds
        return stages

    def try_all(self, mutant, prepare):
        """The test that kills it, or None. prepare(program, script): a server and what it changes; for a script, a path; None where it is not in it."""
        for stage in self.stages(self.order(mutant)):
            for (script, program), tests in stage.items():
                prepared = prepare(program, script)
                if prepared is None:
                    continue
                for t in tests:
                    if not self.sound.get(t.name, True):
                        continue
                    if script:
                        right = known.run_script(t, prepared, 2 + 4 * t.seconds)[0] == 0
                    else:
                        right = t.is_right(t.ask(*prepared))
                    if not right and self.is_sound(t):
                        return t
        return None

    def is_sound(self, t, program=None):
        """Whether a test is still right about the program as it is; asked when it first notices something."""
        name = (program, t.name) if program else t.name
        if name not in self.sound:
            server = None if t.kind == 'script' else served.Server(program or t.program)
            self.sound[name] = known.run_script(t, t.program, 2 + 4 * t.seconds)[0] == 0 if server is None else all(t.is_right(t.ask(server)) for _ in range(2))
            if server:
                server.close()
            if not self.sound[name]:
                say('  %s is not the same each time%s: left out' % (t.name, ', or with sanitizers' if program else ''))
        return self.sound[name]

    def try_jump(self, mutant, worker):
        jump, how = mutant.jump, mutant.what.split(' ', 4)[4]
        new = machine_code.changed(jump.code, how)
        copies = []

        def prepare(program, script):
            begins = self.programs[program].start(mutant.object, jump.function)
            if begins is None:
                return None
            if not script:
                return worker.server(program), (begins + jump.offset, new)
            at = self.programs[program].offset(begins + jump.offset)
            if not copies:
                before = worker.write(program, at, new)
                copies.append((program, at, before))
                if before != jump.code[:len(new)]:
                    raise ValueError('%s: other code at %x than in %s' % (program, at, mutant.object.path))
            return worker.copy(program)

        try:
            return self.try_all(mutant, prepare)
        finally:
            for program, at, before in copies:
                worker.write(program, at, before)

    def compile(self, name, text, worker, build):
        source, out = os.path.join(worker.folder, os.path.basename(name)), os.path.join(worker.folder, 'mutant.o')
        with open(source, 'w', encoding='utf-8') as f:
            f.write(text)
        entry = self.commands[build][os.path.join(ROOT, name)]
        words = shlex.split(entry['command'])
        words[words.index('-o') + 1] = out
        words = [source if w == entry['file'] else w for w in words if w not in ('-g1', '-gdwarf-4', '-Werror')] + ['-w', '-I', os.path.dirname(os.path.join(ROOT, name))]
        if subprocess.run(words, cwd=entry['directory'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode:
            return None
        with open(out, 'rb') as f:
            return f.read()

    def try_text(self, mutant, worker):
        """As try_jump; 'same' where the compiler makes the same of it, 'no C' where it is none."""
        with open(os.path.join(ROOT, mutant.file), encoding='utf-8') as f:
            lines = f.read().split('\n')
        if (worker.folder, mutant.file) not in self.originals:
            self.originals[(worker.folder, mutant.file)] = self.compile(mutant.file, '\n'.join(lines), worker, self.build)
        lines[mutant.line - 1] = mutant.text
        made = self.compile(mutant.file, '\n'.join(lines), worker, self.build)
        if made is None or made == self.originals[(worker.folder, mutant.file)]:
            return 'no C' if made is None else 'same'
        if not self.tests_of(mutant):
            return None
        linked = {}

        def prepare(program, script):
            if program not in linked:
                if self.programs[program].start(mutant.object, next(f.name for f in mutant.object.functions if not f.local)) is None:
                    return None
                path = self.link(program, worker)
                linked[program] = path, served.Server(path)
            return linked[program][0] if script else (linked[program][1],)

        try:
            killer = self.try_all(mutant, prepare)
        finally:
            for _, server in linked.values():
                server.close()
        return killer or self.try_sanitized(mutant, '\n'.join(lines), worker)

    def try_sanitized(self, mutant, text, worker):
        """What reads or writes where it must not, and is noticed by nothing else: the quickest tests again, with sanitizers."""
        folder = sanitized(self.build)
        known_by = {os.path.join(self.build, 'tests', 'test_' + room) for room in SANITIZED_ROOMS} | {os.path.join(self.build, 'pol')}
        if folder not in self.commands or self.compile(mutant.file, text, worker, folder) is None:
            return None
        servers, spent, tests = {}, 0.0, [t for t in self.tests_of(mutant) if t.program in known_by and t.kind in ('unit', 'command')]
        try:
            for t in sorted(tests, key=lambda t: t.seconds):
                spent += t.seconds
                if spent > SANITIZED and servers:
                    break
                program = os.path.join(folder, os.path.relpath(t.program, self.build))
                if t.program not in servers:
                    servers[t.program] = served.Server(self.link(program, worker))
                if not t.is_right(t.ask(servers[t.program])) and self.is_sound(t, program):
                    return t
        finally:
            for server in servers.values():
                server.close()
        return None

    def link(self, program, worker):
        folder = next(f for f in (os.path.dirname(program), os.path.dirname(os.path.dirname(program))) if os.path.exists(os.path.join(f, 'CMakeFiles', os.path.basename(program) + '.dir', 'link.txt')))
        with open(os.path.join(folder, 'CMakeFiles', os.path.basename(program) + '.dir', 'link.txt'), encoding='utf-8') as f:
            words = shlex.split(f.read())
        out = os.path.join(worker.folder, 'linked_' + os.path.basename(program))
        if os.path.exists(out):
            os.remove(out)
        words[words.index('-o') + 1] = out
        first = next(i for i, w in enumerate(words) if w.endswith('libpol.a'))
        words[first:first] = [os.path.join(worker.folder, 'mutant.o')]
        subprocess.run(words + ['-Wl,--strip-debug'], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        return out

    def one(self, mutant, worker):
        begun = time.monotonic()
        killer = None
        if mutant.kind == 'text':
            killer = self.try_text(mutant, worker)
        elif self.tests_of(mutant):
            killer = self.try_jump(mutant, worker)
        if isinstance(killer, known.Test):
            with self.lock:
                self.kills.add(killer, *self.places(mutant))
        verdict = killer if killer in ('same', 'no C') else 'killed' if killer else 'survived' if self.tests_of(mutant) else 'not run'
        with self.lock:
            self.results.append((mutant, verdict, time.monotonic() - begun))
            if len(self.results) % 100 == 0:
                say('  %d tried, %d of them noticed' % (len(self.results), sum(1 for _, v, _ in self.results if v == 'killed')))
            if self.given.survivors and verdict in ('survived', 'not run'):
                with open(self.given.survivors, 'a', encoding='utf-8') as f:  # as they come; sorted at the end
                    f.write(told(mutant, verdict))

    def go(self, queue, deadline, folder):
        """Tries mutants until none is left, or no time."""
        def work(n):
            worker = Worker(os.path.join(folder, str(n)))
            while time.monotonic() < deadline:
                with self.lock:
                    mutant = queue.popleft() if queue else None
                if mutant is None:
                    break
                self.one(mutant, worker)
            worker.close()
        with ThreadPoolExecutor(self.given.jobs) as pool:
            for each in [pool.submit(work, n) for n in range(self.given.jobs)]:
                each.result()
        self.kills.save()


def in_turn(lists):
    """One of each list after the other, until all are empty."""
    lists = [collections.deque(each) for each in lists if each]
    while lists:
        for each in lists:
            yield each.popleft()
        lists = [each for each in lists if each]


SMALL = '''int held(int a, int most) {
  if (a > most) return most;
  return a;
}
int plain(int a) {
  if (a == 0) return 0;
  return a;
}
int main(void) { return held(3, 2) == 2 && held(1, 2) == 1 && plain(0) == 0 && plain(5) == 5 && least(1, 2) == 1 ? 0 : 1; }
'''
HEADER = '''static inline int least(int a, int b) {
  if (a < b) return a;
  return b;
}
'''


def smoke():
    """Of a small program three mutants are killed and one cannot be, as jumps and as text."""
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        source, header, out, program = (os.path.join(folder, each) for each in ('small.c', 'small.h', 'small.o', 'small'))
        for path, text in ((source, SMALL), (header, HEADER)):
            with open(path, 'w', encoding='utf-8') as f:
                f.write(text)
        subprocess.run(('gcc',) + FLAGS + ('-include', header, '-c', source, '-o', out), check=True)
        subprocess.run(['gcc', '-Wl,--wrap=main', out, os.path.join(HERE, 'served.c'), '-o', program], check=True)
        each, linked = machine_code.Object(out), machine_code.Program(program)
        if [j.line for j in each.jumps if j.function == 'least'] != [(header, 2)]:
            faults.append('a jump of a header is said to be elsewhere')
        server = served.Server(program)
        if not server.ask([], '', 1000, None, True).blocks:
            faults.append('the program says no blocks')
        worker = Worker(os.path.join(folder, 'work'))
        for function, how, killed in (('held', 'flipped', True), ('held', 'never taken', True), ('held', 'always taken', True), ('plain', 'always taken', False)):
            jump = next(j for j in each.jumps if j.function == function)
            begins = linked.start(each, function) + jump.offset
            at, new = linked.offset(begins), machine_code.changed(jump.code, how)
            before = worker.write(program, at, new)
            if jump.block is None or before != jump.code[:len(before)]:
                faults.append('the jump of %s was not found in the program' % function)
            copied, asked = subprocess.run([worker.copy(program)], check=False).returncode, server.ask([], '', 1000, (begins, new)).status
            if copied != asked or (asked != 0) != killed:
                faults.append('the jump of %s %s: %s in a copy, %s in memory' % (function, how, copied, asked))
            worker.write(program, at, before)
        if server.ask([], '', 1000).status != 0:
            faults.append('what was changed for one stays changed')
        server.close()
    lines = SMALL.split('\n')
    for line, what, text in source_mutants.mutants(SMALL):
        if line < 9 and ('becomes' not in what and 'negated' not in what or text == lines[line - 1]):
            faults.append('%d: %s: %s' % (line, what, text))
    whats = [what for line, what, _ in source_mutants.mutants(SMALL) if line == 2]
    if len(whats) != 3:
        faults.append('line 2 has other mutants: %s' % whats)
    for name, line, _ in verdicts.equivalents():
        if line not in [each.strip() for each in open(os.path.join(ROOT, name), encoding='utf-8')]:
            faults.append('equivalent.txt: %s has no line `%s`' % (name, line))
    return faults


def arguments():
    p = argparse.ArgumentParser()
    p.add_argument('--build', default='build-mutants')
    p.add_argument('--seconds', type=float, default=600)
    p.add_argument('--seed', type=int, default=1)
    p.add_argument('--jobs', type=int, default=2)
    p.add_argument('--figures')
    p.add_argument('--survivors')
    p.add_argument('--only')
    p.add_argument('--again')
    p.add_argument('--kind', choices=('jumps', 'text'))
    p.add_argument('--smoke', action='store_true')
    p.add_argument('--as-built', action='store_true')
    p.add_argument('--judge', action='store_true')
    return p.parse_args()


def main():
    given = arguments()
    build = os.path.abspath(given.build)
    results = os.path.join(build, 'results.json')
    if given.judge:
        return verdicts.conclude(results, given, has_sanitized(build))
    if given.smoke:
        faults = smoke()
        say('\n'.join(faults + ['mutants: %d faults in the tool' % len(faults)]))
        return 1 if faults else 0
    deadline = time.monotonic() + given.seconds
    if given.survivors:
        open(given.survivors, 'w', encoding='utf-8').close()
    if not given.as_built:
        make(build)
    trial = Trial(build, given)
    found = trial.all_mutants()
    inside = list(in_turn([mutants for place, mutants in found.items() if place[0] != 'elsewhere']))
    outside = found.get(('elsewhere', 'jumps'), [])
    with tempfile.TemporaryDirectory() as folder:
        trial.go(collections.deque(in_turn([inside, outside])), deadline, folder)
    verdicts.write_results(results, trial, found)
    return verdicts.conclude(results, given, has_sanitized(build))


if __name__ == '__main__':
    sys.exit(main())
