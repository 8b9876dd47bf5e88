"""The tests that mutants.py runs, and what it knows of each: how long it takes, and which basic blocks of the library run in it."""
import glob
import hashlib
import json
import os
import pickle
import resource
import shutil
import struct
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'golden'))
import run as golden  # noqa: E402
sys.path.insert(1, os.path.join(ROOT, 'tests', 'oracle'))
import generate  # noqa: E402

ROOMS = ('base', 'source', 'report', 'syntax', 'ops', 'check', 'program', 'facts', 'eval', 'batch', 'scenario', 'compare', 'render', 'format', 'app')
MEMORY = 3 << 30  # a mutant that takes more is stopped, as one that takes too long is
LONGEST = 40     # seconds: a test that takes longer is of no use here
SCRIPTS = ('tests/cli/run.py', 'tests/render/machine.py', 'tests/syntax/mistakes.py', 'tests/cli/rewriting.py', 'tests/golden/examples.py')


class Test:
    """kind: unit (a Criterion test of a room), command (pol with arguments, whose output is known), script (which is given pol)"""

    def __init__(self, kind, name, program, words=(), folder=''):
        self.kind, self.name, self.program, self.words, self.folder = kind, name, program, list(words), folder
        self.seconds, self.blocks, self.right = 0.0, 0, None

    @property
    def room(self):
        return self.name.split(':')[0] if self.kind == 'unit' else None


def limits():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def start(words, folder, seconds, environment=None):
    """(status, digest of what was printed); a status of None: it took too long"""
    process = subprocess.Popen(words, cwd=os.path.join(ROOT, folder), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=limits, start_new_session=True,
                               env=dict({k: v for k, v in os.environ.items() if k != 'NO_COLOR'}, **(environment or {})))
    try:
        out, errors = process.communicate(timeout=seconds)
        status = process.returncode
    except subprocess.TimeoutExpired:
        out, errors, status = b'', b'', None
    try:
        os.killpg(process.pid, 9)  # what it started, too
    except ProcessLookupError:
        pass
    if status is None:
        process.communicate()
    return status, hashlib.sha256(out + b'\0' + errors).digest()


def words_of(tests, program):
    """How tests of one program are run: unit tests together, anything else alone."""
    first = tests[0]
    if first.kind == 'unit':
        return [program, '--filter', '@(%s)' % '|'.join(t.name.split(':')[1] for t in tests), '-j1', '--fail-fast', '--quiet']
    if first.kind == 'script':
        return [sys.executable, os.path.join(ROOT, first.words[0]), program] + first.words[1:]
    return [program] + first.words


def unit_tests(build):
    for room in ROOMS:
        program = os.path.join(build, 'tests', 'test_' + room)
        listed = subprocess.run([program, '--list', '--ascii'], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True, universal_newlines=True, cwd=build).stdout
        suite = ''
        for line in listed.split('\n'):
            if line and line[0].isalnum() and ': ' in line:
                suite = line.split(':')[0]
            elif line[:1] in '|`' and '-- ' in line:
                yield Test('unit', '%s:%s/%s' % (room, suite, line.split('-- ')[1].split(':')[0].strip()), program)


def golden_tests(pol):
    for name, folder, _, arguments in golden.cases():
        yield Test('command', 'golden ' + name, pol, arguments, folder)


def scenario_tests(pol):
    for folder in ('policies/secondment', 'policies/alliance/terms', 'policies/benchmark', 'tests/stdlib'):
        yield Test('command', 'scenarios ' + folder, pol, ['test', folder])
    yield Test('command', 'scenarios with coverage', pol, ['test', 'policies/secondment', '--coverage', '--format', 'json'])
    yield Test('command', 'scenarios of the amendment', pol, ['test', 'policies/alliance/terms', '--amend', 'policies/alliance/harmonisation.pol', '--coverage', '--format', 'json'])


def oracle_tests(pol, folder, count, seed):
    """Generated policies: what pol says of each is what the oracle says, which mutants.py tries first."""
    for n in range(seed, seed + count):
        text, records, _ = generate.policy(n, 40)
        policy, facts = os.path.join(folder, '%d.pol' % n), os.path.join(folder, '%d.json' % n)
        with open(policy, 'w', encoding='utf-8') as f:
            f.write(text)
        with open(facts, 'w', encoding='utf-8') as f:
            json.dump(records, f)
        yield Test('command', 'oracle %d' % n, pol, ['decide', policy, '--facts', facts, '--as-of', '2024-04-01', '--format', 'json'])


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

    def look(self, test, folder):
        """Runs a test once: its time, its blocks, what is right."""
        prefix = os.path.join(folder, hashlib.md5(test.name.encode()).hexdigest())
        begun = time.monotonic()
        test.right = start(words_of([test], test.program), test.folder, LONGEST, {'POL_BLOCKS': prefix})
        test.seconds = time.monotonic() - begun
        known = self.addresses[test.program]
        bits = set()
        for path in glob.glob(prefix + '.*'):
            with open(path, 'rb') as f:
                data = f.read()
            bits.update(known[at] for at in struct.unpack('<%dI' % (len(data) // 4), data) if at in known)
            os.remove(path)
        number = bytearray(len(self.bits) // 8 + 1)
        for bit in bits:
            number[bit >> 3] |= 1 << (bit & 7)
        test.blocks = int.from_bytes(number, 'little')

    def learn(self, jobs, say):
        pol = os.path.join(self.build, 'pol')
        oracle, traces = os.path.join(self.build, 'oracle'), os.path.join(self.build, 'traces')
        for folder in (oracle, traces):
            shutil.rmtree(folder, ignore_errors=True)
            os.makedirs(folder)
        subprocess.run([sys.executable, 'tests/golden/run.py', pol], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
        self.tests = list(unit_tests(self.build)) + list(golden_tests(pol)) + list(scenario_tests(pol)) + list(oracle_tests(pol, oracle, 60, 1))
        self.tests += [Test('script', 'script ' + path, pol, [path] + (['grammar/README.md', 'README.md'] if 'examples' in path else [])) for path in SCRIPTS]
        with ThreadPoolExecutor(jobs) as pool:  # the times are for choosing an order, so that two at once do no harm
            list(pool.map(lambda t: self.look(t, traces), self.tests))
        wrong = [t.name for t in self.tests if t.right[0] is None or (t.kind != 'command' and t.right[0] != 0)]
        say('  %d tests looked at, %.0f s together%s' % (len(self.tests), sum(t.seconds for t in self.tests), '; left out, for they fail here unchanged, or take too long: ' + ', '.join(wrong) if wrong else ''))
        self.tests = [t for t in self.tests if t.name not in wrong]

    def load_or_learn(self, jobs, say):
        path = os.path.join(self.build, 'known.pickle')
        stamp = [(p, os.stat(p).st_mtime_ns) for p in sorted(self.addresses)]
        if os.path.exists(path):
            with open(path, 'rb') as f:
                kept, tests = pickle.load(f)
            if kept == stamp:
                self.tests = tests
                return
        self.learn(jobs, say)
        with open(path, 'wb') as f:
            pickle.dump((stamp, self.tests), f)
