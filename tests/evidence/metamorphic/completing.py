"""Small domains: every value of every fact that is missing. What is possible is what comes of it, no more and no less; what is missing is what makes a difference, no more and no less."""
import re

import engine
import worlds
from relations import FAILED, Fault, failing, stays, truly

MOST = 96   # ways to complete a record
VARIED = 12  # records with some of its open facts given, besides: their completions are among its own


def permissions(w):
    return set(re.findall(r'^decision (\w+) "[^"\n]*" is permission', '\n'.join(w.texts + [t for t, _ in w.amended]), re.M))


def left_open(e, w, dice):
    """Whole records without some facts of few values, and the names of those. Facts that are missing when none of them is known come first: others change nothing."""
    usable = [k for k in w.named() if len(w.domain.get(k, ())) > 1 and k not in w.presumed]
    whole = [w.whole(r, dice) for r in w.records]
    found = []
    for full, answers in zip(whole, w.decide(e, [worlds.taken_out(r, usable) for r in whole])):
        wanted = sorted({m['fact'] for d in (answers or {}).values() for m in d['missing']} & set(usable))
        names, ways, most = [], 1, dice.choice([12, 36, MOST, MOST])
        for k in dice.sample(wanted, len(wanted)) + dice.sample(usable, min(1, len(usable))):
            if k not in names and ways * len(w.domain[k]) <= most:
                names.append(k)
                ways *= len(w.domain[k])
        if names:
            found.append(Space(w, worlds.taken_out(full, names), names, dice))
    return found


class Space:
    """A record, the facts that it leaves open, every way to give them (in the order of itertools.product), and records that leave open some of them only."""

    def __init__(self, w, record, names, dice):
        self.record, self.names, self.sizes = record, names, [len(w.domain[k]) for k in names]
        self.completions = worlds.completions(w, record, names)
        self.partial = {(None,) * len(names)}
        for _ in range(VARIED if len(names) > 1 else 0):
            self.partial.add(tuple(None if dice.random() < 0.6 else dice.randrange(n) for n in self.sizes))
        self.partial = sorted((p for p in self.partial if None in p), key=str)

    def records(self, w):
        """The partial ones, and then all that are complete."""
        return [dict(self.record, **{k: w.domain[k][at] for k, at in zip(self.names, p) if at is not None}) for p in self.partial] + self.completions

    def open_of(self, partial):
        return [k for k, at in zip(self.names, partial) if at is None]

    def ways_of(self, partial):
        """Which completions are its own, in their order."""
        found = [0]
        for size, at in zip(self.sizes, partial):
            found = [f * size + i for f in found for i in (range(size) if at is None else (at,))]
        return found


def outcomes(d, titles):
    """How an answer is listed among what is possible: sets by the words for what is in them, values by their name or as people read them."""
    if d['outcome'] != 'value':
        return {d['outcome']}
    v = d['value']
    if isinstance(v['value'], list):
        return {tuple(sorted({titles.get(x, x) if isinstance(x, str) else x['duty'] for x in v['value']}))}
    return {v['value'], v['text']}


def titles_of(w):
    """The words for parties and options."""
    found = {}
    for text in w.texts + [t for t, _ in w.amended]:
        found.update(re.findall(r'^party +(\w+) +"([^"]*)"', text, re.M))
        for line in re.findall(r'(?:^options|^order|is one of)[^\n]*(?:\n +[^\n]*)*', text, re.M):
            found.update(re.findall(r'(\w+) +"([^"]*)"', line))
    return dict({'other': 'somebody else'}, **found)


class Said:
    """What a policy's text says of its decisions."""

    def __init__(self, w):
        self.titles, self.permissions, text = titles_of(w), permissions(w), '\n'.join(w.texts)
        self.staged = set(re.findall(r'^decision (\w+) [^\n]*, after ', text, re.M))  # they ask for the facts of their first open stage only


class Completed:
    """One answer of a record, and the answers of all its completions."""

    def __init__(self, name, d, names, ways, w, said):
        self.name, self.d, self.names, self.ways, self.domain = name, d, names, ways, w.domain
        self.staged, self.is_permission, self.titles = name in said.staged, name in said.permissions, said.titles
        self.answers = [engine.answer(x) for x in ways]

    def possible(self):
        """Whether what is listed is what is reached: what is wrong, in words."""
        each = [outcomes(self.ways[i], self.titles) for i in {a: i for i, a in enumerate(self.answers)}.values()]
        of_sets = any(isinstance(x, tuple) for names in each for x in names)
        listed = set()
        for p in self.d['possible']:
            plain = p in ('permitted', 'referred', 'refused', 'not_applicable', 'error', 'conflict')
            listed.add(p if plain or not of_sets else tuple(sorted(set(p.split(', ')))) if p != 'none' else ())
        reached = {next(iter(sorted(names & listed, key=str)), min(names, key=str)) for names in each}
        unlisted = reached - listed - (set() if self.is_permission else {'error', 'conflict'})
        if 'not_applicable' in reached:
            listed -= {()} - reached  # a list of which nothing is certain may come out as silence
        if listed - reached:
            return 'possible, and never reached: %s' % sorted(map(str, listed - reached))
        return 'reached, and not listed as possible: %s' % sorted(map(str, unlisted)) if unlisted else None

    def stride(self, name):
        n = 1
        for k in reversed(self.names):
            if k == name:
                return n
            n *= len(self.domain[k])
        return 0

    def matters(self, name, failing=True):
        """Whether two completions that differ in this fact alone have different answers, or need other facts (those whose values cannot be listed may be open yet); or any that are not in error."""
        n, size = self.stride(name), len(self.domain[name])
        needs = [tuple(m['fact'] for m in x['missing']) for x in self.ways]
        for i in range(len(self.answers)):
            if i // n % size == 0 and len({(self.answers[i + k * n], needs[i + k * n]) for k in range(size) if failing or self.answers[i + k * n][0] not in FAILED}) > 1:
                return True
        return False

    def settles(self, m, failing=True):
        """Of a missing fact, what each value is said to settle, and does not: in words; or does not settle whatever is not in error."""
        n, size = self.stride(m['fact']), len(self.domain[m['fact']])
        for s in m['settles']:
            value = {'yes': True, 'no': False}.get(s['value'], s['value']) if True in self.domain[m['fact']] else s['value']
            if value not in self.domain[m['fact']]:
                return 'a value that it cannot have: %s' % s['value']
            at = self.domain[m['fact']].index(value)
            got = {x if x[0] != 'permitted' else ('permitted',) for i, x in enumerate(self.answers) if i // n % size == at}
            if s['outcome'] == 'value' and {g[0] for g in got} <= {'value', 'not_applicable'} and isinstance(engine.value_of(self.ways[0]) or [], list):
                continue  # a list is settled element by element
            if failing is False and s['outcome'] not in FAILED:
                got = {g for g in got if g[0] not in FAILED} or got
            if (s['outcome'] == 'undetermined') != (len(got) > 1) or (len(got) == 1 and next(iter(got))[0] != s['outcome']):
                return '%s is said to lead to %s, and leads to %s' % (s['value'], s['outcome'], sorted(map(str, got)))
        return None


def completed(e, w, dice):
    """Answers with all their completions, and the records."""
    spaces, said = left_open(e, w, dice), Said(w)
    found = iter(w.decide(e, [r for s in spaces for r in s.records(w)]))
    for s in spaces:
        partly = [next(found) for _ in s.partial]
        ways = [next(found) for _ in s.completions]
        records = s.records(w)
        for name in (ways[0] or {}):
            if not all(x is not None and x[name]['outcome'] != 'undetermined' for x in ways):
                continue
            for p, base, r in zip(s.partial, partly, records):
                if base is not None:
                    yield r, Completed(name, base[name], s.open_of(p), [ways[i][name] for i in s.ways_of(p)], w, said)


def spread(c):
    """The completions, for people: each answer with how often it comes."""
    found = {}
    for x in c.ways:
        text = engine.short(x)
        found[text] = found.get(text, 0) + 1
    return '\n        '.join('%d times %s' % (n, text) for text, n in sorted(found.items())[:8])


def possible(e, w, dice):
    """What is undetermined lists what is reached by completions, all of it and nothing else; what is definite stays so in each."""
    count, suspects = 0, []
    for r, c in completed(e, w, dice):
        failed = None
        if c.d['outcome'] == 'undetermined':
            count += 1
            wrong = c.possible()
            if not wrong and len({x if x[0] != 'permitted' else 1 for x in c.answers}) == 1:
                wrong = 'undetermined, and every completion gives the same'
        else:
            each = {a: x for a, x in zip(c.answers, c.ways)}
            others = [x for x in each.values() if not stays(c.d, x)]
            failed = failing(others) if all(x['outcome'] in FAILED for x in others) else None
            wrong = 'definite, and completions differ' if others else None
        if wrong:
            suspects.append((Fault('%s: %s' % (c.name, wrong), r, engine.short(c.d), spread(c), 'left open: %s' % ', '.join(c.names)), c.name, failed))
    return count, truly(e, w, suspects)


def missing(e, w, dice):
    """Every fact that is listed as missing makes a difference, and every other makes none; what its values settle is so."""
    count, suspects = 0, []
    for r, c in completed(e, w, dice):
        wrong, perhaps, listed = [], [], [m['fact'] for m in c.d['missing']]
        for m in c.d['missing']:
            count += 1
            settles = c.settles(m) if m['fact'] in c.names and c.d['outcome'] == 'undetermined' else None
            if m['fact'] not in c.names and r.get(m['fact']) is not None:
                wrong.append('%s is said to be missing, and is given' % m['fact'])
            elif m['fact'] in c.names and not c.matters(m['fact']):
                wrong.append('%s is missing, and makes no difference' % m['fact'])
            elif settles and c.settles(m, False):
                wrong.append('%s: %s' % (m['fact'], settles))
            elif settles:
                perhaps.append('%s: %s' % (m['fact'], settles))
        unlisted = [k for k in c.names if k not in listed and c.matters(k) and not (c.d['outcome'] == 'undetermined' and c.staged)]
        for k in unlisted:
            (wrong if c.matters(k, False) else perhaps).append('%s makes a difference, and is not missing' % k)
        failed, wrong = None if wrong else failing(c.ways), wrong + perhaps
        if wrong:
            suspects.append((Fault('%s: %s' % (c.name, '; '.join(wrong)), r, engine.short(c.d), spread(c), 'left open: %s' % ', '.join(c.names)), c.name, failed))
    return count, truly(e, w, suspects)
