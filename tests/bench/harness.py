"""What the parts of tests/bench share: building the hand-written programs, starting commands in turn, ratios, and the tables of RESULTS.md."""
import collections
import hashlib
import os
import re
import shutil
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
FLOOR = os.path.join(HERE, 'floor')
STAFF = os.path.join(ROOT, 'policies', 'benchmark', 'staff.pol')
SEED = '42'
AS_OF = '2024-04-01'

Run = collections.namedtuple('Run', 'wall processor megabytes')   # seconds, seconds, of one process
Side = collections.namedtuple('Side', 'name command input output processor', defaults=(None, None, False))  # what is started: input a file, output a file or nothing


class Bench:
    """One run: where things are, how thoroughly, and the rows that came of it."""

    def __init__(self, build, work, quick, node, rounds):
        self.pol = os.path.join(os.path.abspath(build), 'pol')
        self.build, self.work, self.quick, self.rounds = os.path.abspath(build), os.path.abspath(work), quick, rounds
        self.bin, self.data = os.path.join(self.work, 'bin'), os.path.join(self.work, 'data')
        self.node = node
        self.rows, self.tables, self.commit = [], [], commit()
        for folder in (self.bin, self.data):
            os.makedirs(folder, exist_ok=True)
        self.null = os.devnull

    def path(self, name):
        return os.path.join(self.work, name)

    # -- building

    def compiled(self, name, sources, compiler='gcc', flags=(), libraries=()):
        """The program's path; None where it cannot be built here, which is said."""
        out = os.path.join(self.bin, name)
        optimised = ['-O3', '-march=native'] if not any(f.startswith('-march') for f in flags) else ['-O3']
        command = [compiler, *optimised, '-D_GNU_SOURCE', '-pthread', *flags, '-o', out, *sources, *libraries]
        if not all(os.path.exists(s) for s in sources):
            return None
        newest = max(os.path.getmtime(s) for s in sources)
        if os.path.exists(out) and os.path.getmtime(out) > newest:
            return out
        made = subprocess.run(command, stderr=subprocess.PIPE, universal_newlines=True)
        if made.returncode:
            print('not built: %s (%s)' % (name, made.stderr.strip().split('\n')[0][:150]))
            return None
        return out

    def floor(self, name, source=None, **more):
        return self.compiled(name, [os.path.join(FLOOR, source or name + '.c')], **more)

    def against_library(self, name):
        """A program of this folder that uses the library as others do: by its header, linked with what was built."""
        library = os.path.join(self.build, 'libpol.a')
        out = os.path.join(self.bin, name)
        if os.path.exists(out) and os.path.getmtime(out) < os.path.getmtime(library):
            os.remove(out)
        return self.compiled(name, [os.path.join(HERE, name + '.c')], flags=['-Wall', '-Wextra', '-I' + os.path.join(ROOT, 'src')], libraries=[library])

    # -- data

    def records(self, n):
        """The staff benchmark's records, as CSV and as NDJSON."""
        table, lines = (os.path.join(self.data, '%d.%s' % (n, form)) for form in ('csv', 'ndjson'))
        if not os.path.exists(lines):
            half = lines + '.half'
            subprocess.run([self.floor('gen'), str(n), SEED, table, half], check=True)
            os.rename(half, lines)
        return table, lines

    def thrown(self, name, policies, n, *more):
        """Records of records.py for another policy."""
        path = os.path.join(self.data, '-'.join([name, str(n), *(word.strip('-') for word in more)]))
        if not os.path.exists(path):
            with open(path + '.half', 'wb') as out:
                subprocess.run([sys.executable, os.path.join(HERE, 'records.py'), self.pol, *policies, '--records', str(n), *more], stdout=out, check=True)
            os.rename(path + '.half', path)
        return path

    # -- starting

    def decide(self, policies, facts, *more, threads=1, form='csv'):
        command = [self.pol, 'decide', *policies, '--facts', facts, '--as-of', AS_OF, '--format', form, *more]
        return command + ['--threads', str(threads)]

    def once(self, side):
        report = self.path('report')
        if os.path.exists(report):
            os.remove(report)
        meas = self.floor('meas')
        out = side.output or self.null
        if out != self.null and os.path.exists(out):
            os.remove(out)
        environment = dict(os.environ, BENCH_NODE=self.node or '')
        said = subprocess.run([meas, side.input or self.null, out, report, *side.command], stderr=subprocess.PIPE, env=environment)
        with open(report) as f:
            wall, user, system, peak, status = map(int, f.read().split())
        if status:
            sys.exit('%s: exit status %d\n%s' % (' '.join(side.command), status, said.stderr[-1500:].decode('utf-8', 'replace')))
        return Run(wall / 1e6, (user + system) / 1e6, peak / 1024)

    def in_turn(self, *sides, rounds=None):
        """Each once a round, one after the other: what else goes on here meets all of them. A list of runs for each."""
        runs = [[self.once(side)] for side in sides]   # the first round warms the caches, and says how many more
        if rounds is None:
            longest = max(r[0].wall for r in runs)
            rounds = 25 if longest < 0.1 else 9 if longest < 1 else 5 if longest < 6 else 3
        if max(r[0].wall for r in runs) > 10:
            return runs   # so long that a warm cache makes no difference
        rounds = max(2, int(rounds * self.rounds))
        runs = [[] for _ in sides]
        for _ in range(rounds):
            for kept, side in zip(runs, sides):
                kept.append(self.once(side))
        return runs

    # -- keeping

    def row(self, what, ours, beside, ratio, target='', reach='', command='', better='more'):
        """A line of the table of the targets: `ratio` in the words of the targets."""
        met = '' if target == '' else 'yes' if (ratio >= float(target) if better == 'more' else ratio <= float(target)) else 'NO'
        self.rows.append((what, ours, beside, '%.2f' % ratio, target, reach, met, command))
        print('%-58s %-22s %-28s %7.2f   target %s%s' % (what, ours, beside, ratio, target, '' if met in ('', 'yes') else '  not met'), flush=True)

    def table(self, title, heading, lines, note=''):
        self.tables.append((title, heading, lines, note))
        print('\n%s\n  %s' % (title, ' | '.join(heading)))
        for line in lines:
            print('  ' + ' | '.join(line), flush=True)

    def shown(self, command):
        """As somebody would type it at the top of the project, and the same on every machine."""
        words = []
        for word in command:
            for whole, brief in ((self.work, 'build/bench'), (ROOT + os.sep, ''), (self.build + os.sep, 'build/')):
                word = word.replace(whole, brief)
            words.append(word)
        return ' '.join(words)


def said(command, source):
    with open(source) as f:
        out = subprocess.run(command, stdin=f, stdout=subprocess.PIPE, check=True, universal_newlines=True).stdout
    return {name: float(number) for name, number in re.findall(r'^(\w+) ([\d.]+)', out, re.M)}


def median(numbers):
    return statistics.median(numbers)


def speed(ours, beside, of='wall'):
    """How many times as fast as what is beside: the median of the ratios of each round."""
    return median([getattr(b, of) / getattr(a, of) for a, b in zip(ours, beside)])


def middle(runs, of='wall'):
    return median([getattr(r, of) for r in runs])


def per_second(n, runs):
    return '%.2f M/s' % (n / middle(runs) / 1e6)


def digest(path, ours=False):
    """Of a table as the hand-written program writes it: its `not applicable` is one word with us."""
    h = hashlib.sha256()
    with open(path, 'rb') as f:
        for line in f:
            h.update(line if ours else line.replace(b'not applicable', b'not_applicable'))
    return h.hexdigest()


def have(program):
    return shutil.which(program) is not None


def machine():
    name = ''
    with open('/proc/cpuinfo') as f:
        for line in f:
            if line.startswith('model name'):
                name = line.split(':', 1)[1].strip()
    levels = 'AVX-512' if 'avx512bw' in open('/proc/cpuinfo').read() else 'AVX2'
    return '%s (%s), %d cores' % (name, levels, os.cpu_count())


def commit():
    def git(*words):
        return subprocess.run(['git', *words], cwd=ROOT, stdout=subprocess.PIPE, universal_newlines=True).stdout.strip()
    changed = ' with changes' if git('status', '--porcelain', '--untracked-files=no', 'src') else ''
    return git('rev-parse', '--short=10', 'HEAD') + changed
