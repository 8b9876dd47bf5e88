"""Small domains: every value of every fact that is missing. What is possible is what comes of it, no more and no less; what is missing is what makes a difference, no more and no less."""
import re

import engine
import worlds
from relations import Fault, stays

MOST = 96  # ways to complete a record


def permissions(w):
    return set(re.findall(r'^decision (\w+) "[^"\n]*" is permission', '\n'.join(w.texts + [t for t, _ in w.amended]), re.M))


def left_open(e, w, dice):
    """Whole records without some facts of few values, and the names of those. Facts that are missing when none of them is known come first: others change nothing."""
    usable = [k for k in w.named() if len(w.domain.get(k, ())) > 1 and k not in w.presumed]
    whole = [w.whole(r, dice) for r in w.records]
    found = []
    for full, answers in zip(whole, w.decide(e, [worlds.taken_out(r, usable) for r in whole])):
        wanted = sorted({m['fact'] for d in (answers or {}).values() for m in d['missing']} & set(usable))
        names, ways, most = [], 1, dice.choice([6, 12, 36, MOST])
        for k in dice.sample(wanted, len(wanted)) + dice.sample(usable, min(1, len(usable))):
            if k not in names and ways * len(w.domain[k]) <= most:
                names.append(k)
                ways *= len(w.domain[k])
        if names:
            found.append((worlds.taken_out(full, names), names))
    return found


def outcomes(d, titles):
    """How an answer is listed among what is possible: choices by their names, sets of them and all else as people read it."""
    if d['outcome'] != 'value':
        return d['outcome']
    v = d['value']
    if isinstance(v['value'], list):
        return tuple(sorted(titles.get(x, x) if isinstance(x, str) else x['duty'] for x in v['value']))
    return v['value'] if v['type'] == 'party' or not re.search(r'\d|^(yes|no)$', v['value']) and v['value'] in titles else v['text']


def titles_of(w):
    """The words for parties and options."""
    found = {}
    for text in w.texts + [t for t, _ in w.amended]:
        found.update(re.findall(r'^party +(\w+) +"([^"]*)"', text, re.M))
        for line in re.findall(r'(?:^options|^order|is one of)[^\n]*(?:\n +[^\n]*)*', text, re.M):
            found.update(re.findall(r'(\w+) "([^"]*)"', line))
    return dict({'other': 'somebody else'}, **found)


class Completed:
    """One answer of a record, and the answers of all its completions."""

    def __init__(self, name, d, names, ways, w, is_permission):
        self.staged = re.search(r'^decision %s [^\n]*, after ' % name, '\n'.join(w.texts), re.M) is not None  # it asks for the facts of its first open stage only
        self.name, self.d, self.names, self.ways, self.domain, self.is_permission, self.titles = name, d, names, ways, w.domain, is_permission, titles_of(w)

    def possible(self):
        """Whether what is listed is what is reached: what is wrong, in words."""
        reached = {outcomes(x, self.titles) for x in self.ways}
        of_sets = any(isinstance(x, tuple) for x in reached)
        listed = set()
        for p in self.d['possible']:
            plain = p in ('permitted', 'referred', 'refused', 'not_applicable', 'error', 'conflict')
            listed.add(p if plain or not of_sets else tuple(sorted(p.split(', '))) if p != 'none' else ())
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

    def matters(self, name):
        """Two completions that differ in this fact alone, of different answers."""
        n, size = self.stride(name), len(self.domain[name])
        for i, x in enumerate(self.ways):
            if i // n % size == 0 and any(engine.answer(self.ways[i + k * n]) != engine.answer(x) for k in range(1, size)):
                return i
        return None

    def settles(self, m):
        """Of a missing fact, what each value is said to settle."""
        n, size = self.stride(m['fact']), len(self.domain[m['fact']])
        for s in m['settles']:
            value = {'yes': True, 'no': False}.get(s['value'], s['value']) if True in self.domain[m['fact']] else s['value']
            if value not in self.domain[m['fact']]:
                return 'a value that it cannot have: %s' % s['value']
            at = self.domain[m['fact']].index(value)
            got = {engine.answer(x) if x['outcome'] != 'permitted' else ('permitted',) for i, x in enumerate(self.ways) if i // n % size == at}
            if s['outcome'] == 'value' and {g[0] for g in got} <= {'value', 'not_applicable'} and isinstance(engine.value_of(self.ways[0]) or [], list):
                continue  # a list is settled element by element
            if (s['outcome'] == 'undetermined') != (len(got) > 1) or (len(got) == 1 and next(iter(got))[0] != s['outcome']):
                return '%s is said to lead to %s, and leads to %s' % (s['value'], s['outcome'], sorted(map(str, got)))
        return None


def completed(e, w, dice):
    """Answers with all their completions, and the records."""
    open_records = left_open(e, w, dice)
    todo = []
    for r, names in open_records:
        todo += [r] + worlds.completions(w, r, names)
    found, of_permission = iter(w.decide(e, todo)), permissions(w)
    out = []
    for r, names in open_records:
        size = 1
        for k in names:
            size *= len(w.domain[k])
        base, ways = next(found), [next(found) for _ in range(size)]
        for name in base or {}:
            if all(x is not None and x[name]['outcome'] != 'undetermined' for x in ways):
                out.append((r, Completed(name, base[name], names, [x[name] for x in ways], w, name in of_permission)))
    return out


def spread(c):
    """The completions, for people: each answer with how often it comes."""
    found = {}
    for x in c.ways:
        text = engine.short(x)
        found[text] = found.get(text, 0) + 1
    return '\n        '.join('%d times %s' % (n, text) for text, n in sorted(found.items())[:8])


def possible(e, w, dice):
    """What is undetermined lists what is reached by completions, all of it and nothing else; what is definite stays so in each."""
    count, faults = 0, []
    for r, c in completed(e, w, dice):
        if c.d['outcome'] == 'undetermined':
            count += 1
            wrong = c.possible()
            if not wrong and len({engine.answer(x) if x['outcome'] != 'permitted' else 1 for x in c.ways}) == 1:
                wrong = 'undetermined, and every completion gives the same'
        else:
            wrong = None if all(stays(c.d, x) for x in c.ways) else 'definite, and completions differ'
        if wrong:
            faults.append(Fault('%s: %s' % (c.name, wrong), r, engine.short(c.d), spread(c), 'left open: %s' % ', '.join(c.names)))
    return count, faults


def missing(e, w, dice):
    """Every fact that is listed as missing makes a difference, and every other makes none; what its values settle is so."""
    count, faults = 0, []
    for r, c in completed(e, w, dice):
        wrong, listed = [], [m['fact'] for m in c.d['missing']]
        for m in c.d['missing']:
            count += 1
            if m['fact'] not in c.names:
                wrong.append('%s is said to be missing, and is given' % m['fact'])
            elif c.matters(m['fact']) is None:
                wrong.append('%s is missing, and makes no difference' % m['fact'])
            elif c.d['outcome'] == 'undetermined' and c.settles(m):
                wrong.append('%s: %s' % (m['fact'], c.settles(m)))
        for k in c.names:
            if k not in listed and c.matters(k) is not None and not (c.d['outcome'] == 'undetermined' and c.staged):
                wrong.append('%s makes a difference, and is not missing' % k)
        if wrong:
            faults.append(Fault('%s: %s' % (c.name, '; '.join(wrong)), r, engine.short(c.d), spread(c), 'left open: %s' % ', '.join(c.names)))
    return count, faults
