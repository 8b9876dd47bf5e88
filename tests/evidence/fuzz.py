#!/usr/bin/env python3
"""Fuzzing: each target of tests/fuzz/targets looks with libFuzzer, address and undefined-behaviour sanitizers, for an input of which something does not hold. What is found is kept in BUILD/findings
until it holds; this says how much was looked, by CPU time, and how much of that is open.
usage: fuzz.py [--seconds N] [--jobs N] [--seed N] [--only NAME]… [--state FILE] [--figures FILE] [--merge] [--build DIR] [--pol BUILD/pol]

--seconds    of wall time, without building; those that have had least CPU time begin
--state      CPU time, executions and findings are added up there, with the commit of each slice, over as many runs as there are
--merge      afterwards tests/fuzz/corpus is made anew: what covers most in fewest bytes, and every input with a name
Inputs that are slow (SLOW seconds for a few KB), take much memory or hang are findings, too."""
import argparse
import concurrent.futures
import datetime
import glob
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

import figures

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'fuzz'))
import seeds  # noqa: E402

CORPUS = os.path.join(ROOT, 'tests', 'fuzz', 'corpus')
LEAST = 12        # targets
MINUTES = 10      # of CPU, each
SLICE = 240       # seconds, at most, before another target has its turn
SLOW, HANGS, MEMORY = 8, 90, 1024  # seconds of CPU, seconds, MiB: of one input, sanitized, each object an allocation of its own
LONGEST = {'numbers': 80, 'dates': 64, 'desk': 400, 'mill': 400, 'words': 512, 'receipt': 12000, 'decide': 6000, 'render': 6000, 'compare': 6000}
USUALLY = 4096    # bytes of an input
KEPT, KEPT_BYTES, KEPT_IN_ALL = 100, 4096, 28 * 1024  # of a target: inputs, bytes of each and of all


def targets():
    return sorted(os.path.basename(p)[:-2] for p in glob.glob(os.path.join(ROOT, 'tests/fuzz/targets/*.c')))


def build(folder):
    clang = shutil.which('clang-19') or shutil.which('clang')
    if not clang:
        raise SystemExit('fuzzing needs clang with its libFuzzer (Debian: clang-19, libclang-rt-19-dev)')
    log = os.path.join(folder, 'build.log')
    os.makedirs(folder, exist_ok=True)
    with open(log, 'wb') as out:
        for command in (['cmake', '-S', ROOT, '-B', folder, '-DPOL_FUZZ=ON', '-DPOL_SANITIZE=ON', '-DCMAKE_BUILD_TYPE=Debug', '-DCMAKE_C_COMPILER=' + clang], ['cmake', '--build', folder, '--parallel', '2']):
            if subprocess.run(command, stdout=out, stderr=subprocess.STDOUT).returncode:
                raise SystemExit('the fuzz targets do not build: %s' % log)


class Campaign:
    def __init__(self, wanted):
        self.wanted = wanted
        self.folder = os.path.abspath(wanted.build)
        self.names = [n for n in targets() if not wanted.only or n in wanted.only]
        self.state = {'slices': []}
        if wanted.state and os.path.exists(wanted.state):
            with open(wanted.state, encoding='utf-8') as f:
                self.state = json.load(f)
        self.commit = figures.commit()
        self.lock = threading.Lock()
        self.busy = set()
        self.findings = os.path.join(self.folder, 'findings')
        os.makedirs(self.findings, exist_ok=True)
        self.words = os.path.join(self.folder, 'words.dict')
        with open(self.words, 'w', encoding='utf-8') as f:
            f.write(seeds.dictionary())

    def grown(self, name):
        return os.path.join(self.folder, 'corpus', name)

    def begin(self, name):
        """The folder that grows, with the repository's texts at first."""
        folder = self.grown(name)
        if os.path.isdir(folder):
            return
        os.makedirs(folder)
        for i, data in enumerate(seeds.of(name, self.wanted.pol)):
            with open(os.path.join(folder, 'seed-%03d' % i), 'wb') as f:
                f.write(data)

    def program(self, name):
        return os.path.join(self.folder, 'tests', 'fuzz', 'fuzz_' + name)

    def command(self, name, seconds):
        return [self.program(name), '-max_total_time=%d' % seconds, '-timeout=%d' % HANGS, '-report_slow_units=%d' % SLOW, '-rss_limit_mb=%d' % MEMORY, '-max_len=%d' % LONGEST.get(name, USUALLY),
                '-dict=' + self.words, '-artifact_prefix=%s/%s-' % (self.findings, name), '-print_final_stats=1', '-seed=%d' % self.wanted.seed, self.grown(name), os.path.join(CORPUS, name)]

    def minutes(self, name):
        return sum(s['cpu_seconds'] for s in self.state['slices'] if s['target'] == name) / 60

    def look(self, name, seconds):
        self.begin(name)
        os.makedirs(os.path.join(CORPUS, name), exist_ok=True)
        log = os.path.join(self.folder, name + '.log')
        before = set(glob.glob(os.path.join(self.findings, name + '-*')))
        with open(log, 'wb') as out:
            p = subprocess.Popen(self.command(name, seconds), stdout=out, stderr=subprocess.STDOUT, cwd=self.folder)
            _, status, used = os.wait4(p.pid, 0)
            p.returncode = os.waitstatus_to_exitcode(status)
        with open(log, encoding='utf-8', errors='replace') as f:
            said = f.read()
        ran = re.findall(r'stat::number_of_executed_units:\s*(\d+)', said)
        covered = re.findall(r'cov: (\d+)', said)
        found = []
        for path in sorted(set(glob.glob(os.path.join(self.findings, name + '-*'))) - before):
            if self.fails(name, path):
                found.append(os.path.basename(path))
            elif re.search(r'-(timeout|slow-unit)-', path):
                os.unlink(path)  # it was the machine that was slow
        return {'target': name, 'commit': self.commit, 'day': datetime.date.today().isoformat(), 'cpu_seconds': round(used.ru_utime + used.ru_stime, 1), 'executions': int(ran[-1]) if ran else 0,
                'covered': int(covered[-1]) if covered else 0, 'found': found, 'exit': p.returncode}

    def keep(self, made):
        with self.lock:
            self.state['slices'].append(made)
            self.busy.discard(made['target'])
            if self.wanted.state:
                with open(self.wanted.state + '.part', 'w', encoding='utf-8') as f:
                    json.dump(self.state, f, indent=1)
                os.replace(self.wanted.state + '.part', self.wanted.state)
        print('%-12s %6.1f s CPU, %9d executions, %6d edges%s' % (made['target'], made['cpu_seconds'], made['executions'], made['covered'], ''.join('\n  FOUND ' + f for f in made['found'])), flush=True)

    def next(self):
        with self.lock:
            free = [n for n in self.names if n not in self.busy]
            if not free:
                return None
            name = min(free, key=lambda n: (self.minutes(n), n))
            self.busy.add(name)
            return name

    def work(self, until, slice_seconds):
        while until - time.time() > 1:
            name = self.next()
            if name is None:
                return
            self.keep(self.look(name, max(1, min(slice_seconds, int(until - time.time())))))

    def run(self):
        share = self.wanted.seconds * self.wanted.jobs / max(1, len(self.names))
        until = time.time() + self.wanted.seconds
        with concurrent.futures.ThreadPoolExecutor(self.wanted.jobs) as hands:
            for done in [hands.submit(self.work, until, max(2, min(SLICE, int(share)))) for _ in range(self.wanted.jobs)]:
                done.result()

    def fails(self, name, path):
        """Alone: whether something does not hold of it, or it takes too long, by CPU time."""
        with subprocess.Popen([self.program(name), '-timeout=%d' % (5 * HANGS), '-rss_limit_mb=%d' % MEMORY, '-exact_artifact_path=/dev/null', path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.findings) as p:
            _, status, used = os.wait4(p.pid, 0)
            p.returncode = os.waitstatus_to_exitcode(status)
        return p.returncode != 0 or used.ru_utime > SLOW

    def open_findings(self):
        """Of everything that was ever found and not put away: what still fails, or is still slow."""
        still = []
        for path in sorted(glob.glob(os.path.join(self.findings, '*'))):
            name = next((n for n in sorted(targets(), key=len, reverse=True) if os.path.basename(path).startswith(n + '-')), None)
            if name and self.fails(name, path):
                still.append(os.path.basename(path))
        return still


# ---- corpora

def is_named(path):
    return not re.fullmatch(r'[0-9a-f]{40}|seed-\d+', os.path.basename(path))


def choose(covers, sizes):
    """Greedily: what covers most that is new, for its bytes."""
    chosen, had, size = [], set(), 0
    left = {f for f in covers if sizes[f] <= KEPT_BYTES}
    while left and len(chosen) < KEPT:
        best = max(sorted(left), key=lambda f: (len(covers[f] - had) / (sizes[f] + 200), f))
        if not covers[best] - had:
            break
        left.discard(best)
        if size + sizes[best] > KEPT_IN_ALL:
            continue
        chosen.append(best)
        had |= covers[best]
        size += sizes[best]
    return chosen


def merge(campaign, name):
    kept = os.path.join(CORPUS, name)
    with tempfile.TemporaryDirectory() as folder:
        control = os.path.join(folder, 'control')
        os.mkdir(os.path.join(folder, 'merged'))
        subprocess.run([campaign.program(name), '-merge=1', '-merge_control_file=' + control, '-timeout=%d' % HANGS, '-use_counters=0', '-max_len=%d' % KEPT_BYTES, '-artifact_prefix=%s/%s-' % (campaign.findings, name), os.path.join(folder, 'merged'), kept, campaign.grown(name)],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        with open(control, encoding='utf-8', errors='replace') as f:
            lines = f.read().splitlines()
        files = lines[2:2 + int(lines[0])]
        covers = {files[int(p[1])]: set(p[2:]) for p in (line.split() for line in lines[2 + len(files):]) if p and p[0] == 'FT'}
        chosen = choose(covers, {f: os.path.getsize(f) for f in files})
        made = {f: open(f, 'rb').read() for f in chosen}
        for path in glob.glob(os.path.join(kept, '*')):
            if not is_named(path):
                os.unlink(path)
        for data in made.values():
            with open(os.path.join(kept, hashlib.sha1(data).hexdigest()), 'wb') as f:
                f.write(data)
    files = glob.glob(os.path.join(kept, '*'))
    print('%-12s keeps %d inputs, %d bytes' % (name, len(files), sum(map(os.path.getsize, files))), flush=True)


# ---- what is said

def tenths(minutes):
    return '%.1f' % (int(minutes * 10) / 10)  # never rounded up


def tell(campaign, still):
    """The figure, of the whole campaign; the commits that it was about; what falls short."""
    slices = campaign.state['slices']
    all_targets = targets()
    minutes = {n: campaign.minutes(n) for n in all_targets}
    enough = [n for n in all_targets if minutes[n] >= MINUTES]
    found = sum(len(s['found']) for s in slices)
    figure = '%d targets, %s to %s CPU minutes each, %s executions; %d open findings' % (
        len(all_targets), tenths(min(minutes.values())), tenths(max(minutes.values())), format(sum(s['executions'] for s in slices), ','), len(still))
    notes = ['%s: %s CPU minutes, %d executions, %d edges' % (n, tenths(minutes[n]), sum(s['executions'] for s in slices if s['target'] == n), max([s['covered'] for s in slices if s['target'] == n] or [0])) for n in all_targets]
    for commit in dict.fromkeys(s['commit'] for s in slices):
        notes.append('of commit %s: %s CPU minutes' % (commit, tenths(sum(s['cpu_seconds'] for s in slices if s['commit'] == commit) / 60)))
    notes.append('inputs found by the campaign, open or mended: %d' % found)
    notes += ['open: ' + f for f in still]
    return figure, len(enough) >= LEAST and len(enough) == len(all_targets) and not still, notes


def main():
    read = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    read.add_argument('--seconds', type=int, default=7200)
    read.add_argument('--jobs', type=int, default=2)
    read.add_argument('--seed', type=int, default=0, help='of what is thrown; 0: another each time')
    read.add_argument('--figures')
    read.add_argument('--only', action='append')
    read.add_argument('--state')
    read.add_argument('--merge', action='store_true')
    read.add_argument('--build', default=os.path.join(ROOT, 'build-fuzz'))
    read.add_argument('--pol', default=os.path.join(ROOT, 'build', 'pol'))
    wanted = read.parse_args()
    build(os.path.abspath(wanted.build))
    campaign = Campaign(wanted)
    campaign.run()
    if wanted.merge:
        for name in campaign.names:
            merge(campaign, name)
    still = campaign.open_findings()
    figure, met, notes = tell(campaign, still)
    if wanted.figures:
        figures.write(wanted.figures, 3, 'Fuzzing', figure, '%d targets, %d CPU minutes each, 0 open findings' % (LEAST, MINUTES), met, 'tests/evidence/fuzz.py --seconds %d --jobs %d' % (wanted.seconds, wanted.jobs), notes)
    for each in still:
        print('open: %s' % os.path.join(campaign.findings, each))
    print('fuzzing: ' + figure)
    return 1 if still else 0


if __name__ == '__main__':
    sys.exit(main())
