"""How mutants ended, of mutants.py: kept and counted by area; those in equivalent.txt leave the count."""
import collections
import json
import os

import figures

ROOT = figures.ROOT
EQUIVALENT = os.path.join(ROOT, 'tests', 'evidence', 'equivalent.txt')
AREAS = (('engine', ('src/eval/', 'src/ops/')), ('exact numbers', ('src/base/num', 'src/base/wide')), ('dates', ('src/base/date', 'src/ops/dates')), ('precedence', ('src/check/precedence', 'src/check/rank')))
TARGET = {True: 98, False: 90}  # of an area; elsewhere


def area(name):
    found = [each for each, starts in AREAS if name.startswith(starts)]
    return found[-1] if found else 'elsewhere'  # src/ops/dates is dates


def equivalents():
    """{(file, text of the line, what): reason}"""
    found, key = {}, None
    with open(EQUIVALENT, encoding='utf-8') as f:
        for line in f:
            if line.startswith('src/') and ': ' in line:
                key = tuple(line.rstrip('\n').split(': ', 1))
            elif line.startswith('  ') and key and ': ' in line:
                whats, reason = line.strip().split(': ', 1)
                found.update({key + (what,): reason for what in whats.split(' | ')})
    return found


def text_of(name, line, cache={}):
    if name not in cache:
        with open(os.path.join(ROOT, name), encoding='utf-8') as f:
            cache[name] = f.read().split('\n')
    return cache[name][line - 1].strip() if line <= len(cache[name]) else ''


def survivors_of(path):
    """{(file, text of the line, what)}"""
    with open(path, encoding='utf-8') as f:
        lines = f.read().split('\n')
    found = set()
    for head, text in zip(lines[::2], lines[1::2]):
        place, _, what = head.split(': ', 2)
        found.add((place.split(':')[0], text.strip(), what))
    return found


class Sum:
    def __init__(self, all_of_it):
        self.all, self.counts, self.seconds = all_of_it, collections.Counter(), 0.0

    @property
    def tried(self):
        return sum(self.counts[v] for v in ('killed', 'survived', 'not run'))

    def percent(self):
        return '%.2f' % (self.counts['killed'] * 10000 // self.tried / 100) if self.tried else '-'


def told(m, verdict):
    return '%s:%d: %s: %s\n  %s\n' % (m.file, m.line, 'no test runs it' if verdict == 'not run' else 'survived', m.what, text_of(m.file, m.line))


def write_results(path, trial, found):
    """What was tried and how it ended, for --judge."""
    tried = [(area(m.object.source), m.kind, m.file, m.line, m.what, verdict, seconds) for m, verdict, seconds in trial.results]
    with open(path, 'w', encoding='utf-8') as f:
        json.dump({'all': [[place, kind, len(mutants)] for (place, kind), mutants in found.items()], 'tried': tried}, f)


Tried = collections.namedtuple('Tried', 'area kind file line what verdict seconds')


def judge(results):
    """{(area, kind): Sum}, and the survivors, of the results that write_results wrote"""
    given = equivalents()
    sums, survivors = {(place, kind): Sum(n) for place, kind, n in results['all']}, []
    for each in results['tried']:
        m = Tried(*each)
        s, verdict = sums[(m.area, m.kind)], m.verdict
        if verdict in ('survived', 'not run') and (m.file, text_of(m.file, m.line), m.what) in given:
            verdict = 'equivalent'
        s.counts[verdict] += 1
        s.seconds += m.seconds
        if verdict in ('survived', 'not run'):
            survivors.append((m, verdict))
    return sums, survivors


def conclude(path, given, sanitized):
    """Counts the results that stand there, says them, and writes the survivors and the figure that are asked for. sanitized: whether survivors were tried with sanitizers, too."""
    with open(path, encoding='utf-8') as f:
        sums, survivors = judge(json.load(f))
    survivors.sort(key=lambda s: (s[0].file, s[0].line, s[0].what))
    if given.survivors:
        with open(given.survivors, 'w', encoding='utf-8') as f:
            f.write(''.join(told(m, verdict) for m, verdict in survivors))
    met, figure, notes = True, [], []
    for name in [each for each, _ in AREAS] + ['elsewhere']:
        both = Sum(0)
        for kind in ('jumps', 'text'):
            s = sums.get((name, kind))
            if s and s.counts:
                both.counts += s.counts
                notes.append('%s, %s: %d of %d drawn: %d killed, %d survived, %d that no test runs, %d equivalent with reasons, %d the same to the compiler, %d no C; %s %%; %.2f s each'
                             % (name, kind, sum(s.counts.values()), s.all, s.counts['killed'], s.counts['survived'], s.counts['not run'], s.counts['equivalent'], s.counts['same'], s.counts['no C'],
                                s.percent(), s.seconds / sum(s.counts.values())))
        figure.append('%s %s %%' % (name, both.percent()))
        met = met and both.tried > 0 and both.counts['killed'] * 100 >= TARGET[name != 'elsewhere'] * both.tried
    print('\n'.join(notes), flush=True)
    notes.append('seed %d; a mutant that no test runs counts as one that survived%s' % (given.seed, '' if sanitized else '; nothing was tried with sanitizers'))
    if given.figures:
        figures.write(given.figures, 5, 'Mutants of the C code', ', '.join(figure), '>= 98 % in those four, >= 90 % elsewhere', met, 'tests/evidence/mutants.py --seconds %d --seed %d' % (given.seconds, given.seed), notes)
    print('mutants, killed: %s' % ', '.join(figure), flush=True)
    return 0
