"""The tests that mutants.py runs, and what it knows of each: how long it takes, what is right, and which basic blocks of the library run in it."""
import array
import collections
import glob
import hashlib
import json
import os
import pickle
import resource
import shutil
import subprocess
import sys
import threading
import time
import zlib
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'golden'))
import run as golden  # noqa: E402
import generated  # noqa: E402
sys.path.insert(1, os.path.join(ROOT, 'tests', 'oracle'))
import generate  # noqa: E402
import scenarios  # noqa: E402
import served  # noqa: E402

ROOMS = ('base', 'source', 'report', 'syntax', 'ops', 'check', 'program', 'facts', 'eval', 'batch', 'scenario', 'compare', 'render', 'format', 'app')
MEMORY = 3 << 30  # a script of which more is taken is stopped, as one that takes too long is
LONGEST = {'unit': 8, 'command': 3, 'driver': 3, 'script': 8}  # seconds of the processor: a test that takes longer is of no use here
SLOWER = 10       # how many times as long something may take on the clock: the machine may be busy
SCRIPTS = ('tests/cli/run.py', 'tests/cli/receipts.py', 'tests/render/machine.py', 'tests/syntax/mistakes.py', 'tests/cli/rewriting.py', 'tests/golden/examples.py')
ORACLE = (100, 16)    # generated policies, records of each
MANY = 30            # generated policies with many records
EACH = 8             # every how many pieces of work are done without memory


class Test:
    """kind: unit (a Criterion test of a room), command (pol with arguments, whose output is known), driver (a program that says by its end whether all is well), script (which is given pol)"""

    def __init__(self, kind, name, program, words=(), folder='', status=None):
        self.status = status  # that it must have; None: any, of a command
        self.kind, self.name, self.program, self.words, self.folder = kind, name, program, list(words), folder
        self.seconds, self.blocks, self.right = 0.0, b'', None

    def runs(self, bit):
        return self.blocks[bit >> 3] >> (bit & 7) & 1

    @property
    def room(self):
        return self.name.split(':')[0] if self.kind == 'unit' else None

    def milliseconds(self):
        """Of the processor, after which it took too long."""
        return 500 + 10000 * self.seconds

    def ask(self, server, change=None, blocks=False):
        return server.ask(self.words, os.path.join(ROOT, self.folder), LONGEST[self.kind] * 1000 if blocks else self.milliseconds(), change, blocks)

    def is_right(self, answer):
        if self.kind == 'command':
            return (answer.status, answer.digest) == self.right
        return answer.status == 0


def limits():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run_script(test, program, seconds):
    """(status of a script, seconds of the processor); a status of None: it took too long"""
    words = [sys.executable, os.path.join(ROOT, test.words[0]), program] + test.words[1:]
    process = subprocess.Popen(words, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=limits, start_new_session=True,
                               env={k: v for k, v in os.environ.items() if k != 'NO_COLOR'})
    until, status = time.monotonic() + SLOWER * seconds, None
    while status is None and time.monotonic() < until:
        pid, ended, used = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = status = os.WEXITSTATUS(ended) if os.WIFEXITED(ended) else -os.WTERMSIG(ended)
        else:
            time.sleep(0.01)
    try:
        os.killpg(process.pid, 9)  # what it started, too
    except ProcessLookupError:
        pass
    process.wait()
    return status, used.ru_utime + used.ru_stime


def unit_tests(build):
    for room in ROOMS:
        program = os.path.join(build, 'tests', 'test_' + room)
        for name in subprocess.run([program, '--list'], stdout=subprocess.PIPE, check=True, universal_newlines=True).stdout.split():
            yield Test('unit', '%s:%s' % (room, name), program, [name])


def golden_tests(pol):
    for name, folder, _, arguments in golden.cases():
        yield Test('command', 'golden ' + name, pol, arguments, folder)


def scenario_tests(pol):
    for folder in ('policies/secondment', 'policies/alliance/terms', 'policies/benchmark', 'tests/stdlib'):
        yield Test('command', 'scenarios ' + folder, pol, ['test', folder])
    yield Test('command', 'scenarios with coverage', pol, ['test', 'policies/secondment', '--coverage', '--format', 'json'])
    yield Test('command', 'scenarios of the amendment', pol, ['test', 'policies/alliance/terms', '--amend', 'policies/alliance/harmonisation.pol', '--coverage', '--format', 'json'])


def oracle_tests(pol, folder, seed):
    """Generated policies: what pol says of each is what the oracle says, which mutants.py tries first."""
    for n in range(seed, seed + ORACLE[0]):
        text, records, amended = generate.policy(n, ORACLE[1])
        policy, facts, amends = os.path.join(folder, '%d.pol' % n), os.path.join(folder, '%d.json' % n), []
        for i, (change, day) in enumerate(amended):
            amends += ['--amend', os.path.join(folder, '%d-%d.pol' % (n, i + 1)) + ('@' + day if day else '')]
            with open(os.path.join(folder, '%d-%d.pol' % (n, i + 1)), 'w', encoding='utf-8') as f:
                f.write(change)
        with open(policy, 'w', encoding='utf-8') as f:
            f.write(text)
        with open(facts, 'w', encoding='utf-8') as f:
            json.dump(records, f)
        yield Test('command', 'oracle %d' % n, pol, ['decide', policy] + amends + ['--facts', facts, '--as-of', '2024-02-29' if n % 4 == 0 else '2024-04-01', '--format', 'json'])


def generated_tests(pol, folder):
    for seed in generated.SEEDS:
        for name, arguments in generated.commands(folder, seed):
            yield Test('command', 'generated %d %s' % (seed, name), pol, arguments, folder)


def forms_tests(pol):
    """What forms.py has a digest of."""
    with open(os.path.join(ROOT, 'tests', 'golden', 'forms.digests'), encoding='utf-8') as f:
        for line in f:
            name, digest = line.rstrip('\n').rsplit(' = ', 1)
            folder, words = name.split(': ', 1)
            yield Test('command', 'forms ' + name, pol, words.split(' '), folder, int(digest.split(' ')[0]))


def allocation_tests(program, folder):
    """Pieces of work in which memory is at its end once at each place that asks for it."""
    for n, (name, steps) in enumerate(list(scenarios.scenarios())[::EACH]):
        path = os.path.join(folder, '%d.txt' % n)
        scenarios.write(path, [(name, steps)])
        yield Test('driver', 'allocations of ' + name, program, [path, 'places', '-', '-', '80'])


def lane_tests(build, folder):
    """Many records at once: answers told by stencils are those of the engine alone, and each is the same by itself and among others."""
    for n in range(1, MANY + 1):
        text, records, amended = generate.policy(n, 60)
        policy, facts, amends = os.path.join(folder, '%d.pol' % n), os.path.join(folder, '%d.ndjson' % n), []
        with open(policy, 'w', encoding='utf-8') as f:
            f.write(text)
        with open(facts, 'w', encoding='utf-8') as f:
            f.write(''.join(json.dumps(r) + '\n' for r in records + records[:20]))
        for i, (change, day) in enumerate(amended):
            amends += ['--amend', os.path.join(folder, '%d-%d.pol' % (n, i + 1)), day or '-']
            with open(amends[-2], 'w', encoding='utf-8') as f:
                f.write(change)
        yield Test('driver', 'stencils %d' % n, os.path.join(build, 'tests', 'stencils'), ['2024-04-01', facts, policy])
        yield Test('command', 'alone %d' % n, os.path.join(build, 'tests', 'alone'), ['2024-04-01', facts, policy] + amends)


def corpus_tests(build):
    for program in sorted(glob.glob(os.path.join(build, 'tests', 'fuzz', 'fuzz_*'))):
        yield Test('driver', 'corpus of ' + os.path.basename(program)[5:], program, [os.path.join(HERE, '..', 'fuzz', 'corpus', os.path.basename(program)[5:])])


class Known:
    """All tests, and an index of all blocks: (object, function, offset) to a bit."""

    def __init__(self, build, objects, programs):
        self.build = build
        self.bits = {}
        for path, each in objects.items():
            for blocks in each.blocks.values():
                for function, offset in blocks:
                    self.bits.setdefault((path, function, offset), len(self.bits))
        self.addresses = {path: self.of_program(objects, program) for path, program in programs.items()}
        self.tests = []

    def of_program(self, objects, program):
        found, starts = {}, {}
        for (path, function, offset), bit in self.bits.items():
            if (path, function) not in starts:
                starts[(path, function)] = program.start(objects[path], function)
            begins = starts[(path, function)]
            if begins is not None:
                found[begins + offset] = bit
        return found

    def look(self, test):
        """Runs a test once: its time, its blocks, what is right; unless that is known from before."""
        key = self.key(test)
        if key not in self.kept:
            if test.kind == 'script':
                status, seconds = run_script(test, test.program, LONGEST[test.kind])
                self.kept[key] = (status, None), seconds, None
            else:
                answer = test.ask(self.server(test.program), None, True)
                self.kept[key] = (answer.status, answer.digest), answer.seconds, zlib.compress(array.array('I', answer.blocks).tobytes(), 1)
        test.right, test.seconds, blocks = self.kept[key]
        if blocks is None:
            test.blocks = self.every
            return
        known, number = self.addresses[test.program], bytearray(len(self.bits) // 8 + 1)
        for at in array.array('I', zlib.decompress(blocks)):
            if at in known:
                number[known[at] >> 3] |= 1 << (known[at] & 7)
        test.blocks = bytes(number)

    def key(self, test):
        """What one look at a test holds for: its program, its words, what is on the disk."""
        with self.lock:
            if test.program not in self.digests:
                with open(test.program, 'rb') as f:
                    self.digests[test.program] = hashlib.sha256(f.read()).hexdigest()
        return self.digests[test.program], (test.folder,) + tuple(test.words), '' if test.kind == 'unit' else self.world

    def server(self, program):
        if not hasattr(self.own, 'servers'):
            self.own.servers = {}
        if program not in self.own.servers:
            self.own.servers[program] = served.Server(program)
            self.servers.append(self.own.servers[program])
        return self.own.servers[program]

    def all_tests(self):
        pol, folders = os.path.join(self.build, 'pol'), [os.path.join(self.build, each) for each in ('oracle', 'failing', 'generated', 'many')]
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
            os.makedirs(folder)
        yield from unit_tests(self.build)
        yield from golden_tests(pol)
        yield from scenario_tests(pol)
        yield from oracle_tests(pol, folders[0], 1)
        yield from generated_tests(pol, folders[2])
        yield from forms_tests(pol)
        yield from lane_tests(self.build, folders[3])
        yield from corpus_tests(self.build)
        yield from allocation_tests(os.path.join(self.build, 'tests', 'allocations_each'), folders[1])
        for path in SCRIPTS:
            yield Test('script', 'script ' + path, pol, [path] + (['grammar/README.md', 'README.md'] if 'examples' in path else []))

    def learn(self, jobs, say):
        """What each test is, takes and runs; what was looked at before, and has not changed, is kept in the build's folder."""
        path = os.path.join(self.build, 'known.pickle')
        self.every = b'\xff' * (len(self.bits) // 8 + 1)
        self.kept, self.digests, self.world = {}, {}, world()
        self.own, self.servers, self.lock = threading.local(), [], threading.Lock()
        if os.path.exists(path):
            with open(path, 'rb') as f:
                self.kept = pickle.load(f)
        self.tests = list(self.all_tests())
        with ThreadPoolExecutor(jobs) as pool:
            for at in range(0, len(self.tests), 100):
                before = len(self.kept)
                list(pool.map(self.look, self.tests[at:at + 100]))
                if len(self.kept) > before:
                    with open(path + '.new', 'wb') as f:
                        pickle.dump(self.kept, f)
                    os.replace(path + '.new', path)
        for each in self.servers:
            each.close()
        wrong = [t.name for t in self.tests if t.right[0] is None or (t.kind != 'command' and t.right[0] != 0) or t.status not in (None, t.right[0])]
        say('  %d tests looked at, %.0f s together%s' % (len(self.tests), sum(t.seconds for t in self.tests), '; left out, for they fail here unchanged, or take too long: ' + ', '.join(wrong) if wrong else ''))
        self.tests = [t for t in self.tests if t.name not in wrong]


def world():
    """A digest of when the files were written that tests read."""
    found = [ORACLE, MANY, EACH]
    for folder in ('policies', 'stdlib', 'grammar', 'tests/golden', 'tests/stdlib', 'tests/fuzz/corpus', 'tests/oracle', 'tests/policies'):
        for at, _, names in sorted(os.walk(os.path.join(ROOT, folder))):
            found += [(os.path.relpath(os.path.join(at, n), ROOT), os.stat(os.path.join(at, n)).st_mtime_ns) for n in sorted(names) if not n.endswith('.pyc')]
    return hashlib.sha256(repr(found).encode()).hexdigest()


class Kills:
    """Which tests noticed mutants of a file, and of a function: they are tried first the next time, too."""

    def __init__(self, build):
        self.path, self.counts = os.path.join(build, 'kills.json'), collections.defaultdict(collections.Counter)
        if os.path.exists(self.path):
            with open(self.path, encoding='utf-8') as f:
                self.counts.update({k: collections.Counter(v) for k, v in json.load(f).items()})

    def add(self, test, *places):
        for each in places:
            self.counts[each][test.name] += 1

    def of(self, place):
        return self.counts.get(place, {})

    def save(self):
        with open(self.path, 'w', encoding='utf-8') as f:
            json.dump(self.counts, f)
