"""Answers of the oracle: the combination of rules, settling of what is open, missing facts. grammar/README.md section 7 and language.md 5 and 6 in code."""
import itertools

from expressions import OUTCOME
from policy import Env, not_any, pick
from values import NA, UNKNOWN, Err, add, all_of, any_of, holds, known, multiply, round_to

RANK = {'out_of_scope': 0, 'refused': 1, 'referred': 2, 'permitted': 3, 'silent': 4}
GIVES = {'applies only if': 'out_of_scope', 'refuses': 'refused', 'only if': 'refused', 'refers': 'referred', 'permits': 'permitted'}
SETTLE_RULES, COMPLETIONS = 10, 1024


class Guards:
    """In force or not, for every rule of one decision; `settled` overrides own guards that are unknown."""

    def __init__(self, rules, env, settled=None):
        self.env, self.settled, self.memo = env, settled or {}, {}
        self.rules = rules

    def own(self, r):
        return self.settled[r] if r in self.settled else r.own.value(self.env)

    def dated(self, r):
        return all_of(d.value(self.env) for d in r.dates)

    def guard(self, r):
        return all_of([self.dated(r), self.own(r), not_any(self.guard(s) for s in r.set_by)])

    def in_force(self, r):
        if r not in self.memo:
            self.memo[r] = all_of([self.guard(r), not_any(self.in_force(a) for a in r.above)])
        return self.memo[r]


def permission(rules, g):
    """Outcome, UNKNOWN or an error; out of scope beats all."""
    best = 'silent'
    for r in rules:
        if r.effect in GIVES and g.in_force(r) is True and RANK[GIVES[r.effect]] < RANK[best]:
            best = GIVES[r.effect]
    better = [g.in_force(r) for r in rules if r.effect in GIVES and RANK[GIVES[r.effect]] < RANK[best]]
    if UNKNOWN in [v for v in better if not known(v) and not isinstance(v, Err)]:
        return UNKNOWN
    for v in better:
        if isinstance(v, Err):
            return v
    return best


def scope(rules, g):
    return any_of(g.in_force(r) for r in rules if r.effect == 'applies only if')


def of(rules, *effects):
    return [r for r in rules if r.effect in effects]


def value_steps(d, g, env):
    """base, added, multiplied, capped, final: the steps of a value decision, out of scope left aside."""
    rules = d['rules']
    base = pick([(g.in_force(r), r.value.value(env)) for r in of(rules, 'is')], d['combine'])
    added = more(base, [(g.in_force(r), r.value.value(env)) for r in of(rules, 'adds')], add, 0, True)
    multiplied = more(added, [(g.in_force(r), r.value.value(env)) for r in of(rules, 'multiplies')], multiply, 1, False)
    capped = limit(multiplied, [(g.in_force(r), r.value.value(env), r.effect == 'is capped at') for r in of(rules, 'is capped at', 'is no less than')])
    final = capped
    if d['rounded'] and known(capped):
        final = round_to(capped, d['rounded'][1], d['rounded'][0])
    return base, added, multiplied, capped, final


def more(base, rows, how, neutral, from_nothing):
    rows = [(f, v) for f, v in rows if f is not False and f is not NA and v is not NA]
    rows = [(f, v) for f, v in rows if not (f is UNKNOWN and known(v) and v == neutral and base is not NA)]
    if not rows:
        return base
    if base is NA and not from_nothing:
        return NA
    states = [f for f, _ in rows] + [v for _, v in rows] + [base]
    if any(s is UNKNOWN for s in states):
        return UNKNOWN
    total = 0 if base is NA else base
    for s in [base] + [x for row in rows for x in row]:
        if isinstance(s, Err):
            return s
    for _, v in rows:
        total = how(total, v)
    return total


def limited(v, rows):
    caps, floors = [x for x, c in rows if c], [x for x, c in rows if not c]
    if caps and floors and max(floors) > min(caps):
        return Err('conflict')
    if caps:
        v = min(v, min(caps))
    return max(v, max(floors)) if floors else v


def limit(v, rows):
    rows = [(f, x, c) for f, x, c in rows if f is not False and f is not NA and x is not NA]
    if not rows or v is NA:
        return v
    if v is UNKNOWN or any(x is UNKNOWN for _, x, _ in rows):
        return UNKNOWN
    sure = [(x, c) for f, x, c in rows if f is True and known(x)]
    open_ = [(x, c) for f, x, c in rows if f is UNKNOWN]
    if open_:
        if isinstance(v, Err) or any(isinstance(x, Err) or isinstance(f, Err) for f, x, _ in rows):
            return UNKNOWN
        ways = [limited(v, sure + [o for o, take in zip(open_, way) if take]) for way in itertools.product((False, True), repeat=len(open_))]
        return ways[0] if all(known(w) and known(ways[0]) and w == ways[0] for w in ways) else UNKNOWN
    for s in [v] + [y for f, x, _ in rows for y in (f, x)]:
        if isinstance(s, Err):
            return s
    return limited(v, sure)


def combined(policy, name, env):
    """The answer as a value, for other decisions: Kleene's, without settling."""
    d = policy.decisions[name]
    g = Guards(d['rules'], env)
    if d['type'] == ('permission',):
        own = permission(d['rules'], g)
        if own == 'out_of_scope' or own == 'silent':
            own = 'not_applicable'
        for earlier in d['after']:
            e = policy.decision_value(earlier).value(env)
            if not known(e) or e != 'permitted':
                return e
        return own
    s = scope(d['rules'], g)
    final = value_steps(d, g, env)[-1]
    for earlier in d['after']:
        e = policy.decision_value(earlier).value(env)
        if not known(e):
            return e
        if e != 'permitted':
            return NA
    return outside(s, final)


def outside(s, final):
    """A value that is out of scope is not applicable; a doubtful scope makes it unknown, unless nothing would come anyway."""
    if s is False:
        return final
    if s is True or final is NA:
        return NA
    return s if s is UNKNOWN or isinstance(final, Err) is False and final is not UNKNOWN else final


class Answer:
    def __init__(self, outcome):
        self.outcome, self.value, self.parties, self.because = outcome, None, [], []
        self.possible, self.missing, self.pending, self.duties, self.reservations, self.presumed = [], [], [], [], [], []

    def key(self):
        """What makes two answers the same one: the outcome, its parties and its value."""
        return (self.outcome, tuple(self.parties), str(self.value), tuple(self.pending))


def straight(policy, name, env):
    """The answer without completions: Kleene's, with `possible` settled guard by guard."""
    d = policy.decisions[name]
    for earlier in d['after']:
        first = straight(policy, earlier, env)
        if first.outcome != 'permitted':
            return first
    kind = d['type'][0]
    g = Guards(d['rules'], env)
    if kind == 'permission':
        a = permission_answer(d, g, env)
    elif kind in ('set', 'sequence', 'obligations'):
        a = elements(policy, d, g, env)
    else:
        a = value_answer(d, g, env)
    if a.outcome == 'permitted':
        a.reservations = list(d['reservations'])
        for earlier in reversed(d['after']):
            a.because = straight(policy, earlier, env).because + a.because
    return a


def cite(rules):
    seen, out = set(), []
    for r in rules:
        if (r.clause, r.effect, r.line) not in seen:
            seen.add((r.clause, r.effect, r.line))
            out.append(r)
    return out


def setters(rules, g, beats):
    """Rules that set aside one which would have beaten the outcome."""
    found = []
    for r in rules:
        if beats(r) and all_of([g.dated(r), g.own(r)]) is True:
            found += [s for s in r.set_by if g.guard(s) is True]
    return found


def permission_answer(d, g, env):
    rules = d['rules']
    outcome = permission(rules, g)
    if isinstance(outcome, Err):
        return Answer('conflict' if outcome.fault == 'conflict' else 'error')
    if outcome is UNKNOWN:
        a = Answer('undetermined')
        best = min([RANK[GIVES[r.effect]] for r in rules if r.effect in GIVES and g.in_force(r) is True] + [4])
        a.open = [r for r in rules if r.effect in GIVES and g.in_force(r) is UNKNOWN and RANK[GIVES[r.effect]] < best]
        a.because = cite(a.open)
        a.possible = settle(d, g, env, lambda way: name_of(permission(rules, way)))
        return a
    a = Answer(outcome)
    if outcome != 'silent':
        deciding = [r for r in rules if r.effect in GIVES and GIVES[r.effect] == outcome and g.in_force(r) is True]
        a.because = cite(deciding + setters(rules, g, lambda r: r.effect in GIVES and RANK[GIVES[r.effect]] < RANK[outcome]))
        if outcome == 'referred':
            for r in deciding:
                a.parties += [p for p in r.parties if p not in a.parties]
        amounts = [(True, r.value.value(env)) for r in deciding if outcome == 'permitted' and r.value]
        if amounts:
            a.value = pick(amounts)
            if isinstance(a.value, Err):
                return Answer('conflict' if a.value.fault == 'conflict' else 'error')
            if a.value is UNKNOWN:
                a.open_value = [r.value for r in deciding if r.value]
            a.value = a.value if known(a.value) else None
    return a


def name_of(outcome):
    return outcome if known(outcome) else 'undetermined' if outcome is UNKNOWN else 'error'


def settle(d, g, env, outcome):
    """Every own guard that is unknown settled yes and no in all combinations: the outcomes reached."""
    open_ = [r for r in d['rules'] + sorted({s for r in d['rules'] for s in r.set_by}, key=lambda r: r.line) if r.own.value(env) is UNKNOWN]
    if len(open_) > SETTLE_RULES:
        return None
    found = set()
    for way in itertools.product((False, True), repeat=len(open_)):
        found.add(outcome(Guards(d['rules'], env, dict(zip(open_, way)))))
    return found


def elements(policy, d, g, env):
    rules = d['rules']
    s = scope(rules, g)
    if s is True:
        a = Answer('out_of_scope')
        a.because = cite([r for r in of(rules, 'applies only if') if g.in_force(r) is True])
        return a
    members = of(rules, 'duty', 'includes')
    states = [g.in_force(r) for r in members]
    if s is UNKNOWN or isinstance(s, Err):
        a = Answer('undetermined' if s is UNKNOWN else 'error')
        a.open = [r for r in of(rules, 'applies only if') if g.in_force(r) is UNKNOWN]
        a.because = cite(a.open)
        if all(f is False for f in states):
            a = Answer('undetermined') if s is UNKNOWN else a
            a.open, a.because = getattr(a, 'open', []), a.because
        return a
    for f in states:
        if isinstance(f, Err):
            return Answer('error')
    if all(f is False for f in states):
        return Answer('silent')
    a = Answer('value')
    present = [r for r, f in zip(members, states) if f is True]
    a.because = cite(present)
    doubtful = [r for r, f in zip(members, states) if f is UNKNOWN]
    a.open = doubtful
    if d['type'][0] == 'obligations':
        a.duties = [(r.duty, r.parties[0], r.strength) for r in present]
        a.pending = [r.duty for r in doubtful]
        a.value = [r.duty for r in present]
        return a
    names = policy.options[d['type'][1]]['names'] if d['type'][1] in policy.options else policy.parties
    inside = {r.option for r in present}
    a.value = [n for n in names if n in inside]
    a.pending = [n for n in names if n not in inside and n in {r.option for r in doubtful}]
    a.open = [r for r in doubtful if r.option in a.pending]
    if a.pending and d['type'][0] == 'sequence':
        b = Answer('undetermined')
        b.open = a.open
        b.because = cite(b.open)
        return b
    return a


def value_answer(d, g, env):
    rules = d['rules']
    s = scope(rules, g)
    if s is True:
        a = Answer('out_of_scope')
        a.because = cite([r for r in of(rules, 'applies only if') if g.in_force(r) is True])
        return a
    base, added, multiplied, capped, final = value_steps(d, g, env)
    if known(s) is False and final is not NA:
        final = UNKNOWN if s is UNKNOWN else s if known(final) else final
    if isinstance(final, Err):
        return Answer('conflict' if final.fault == 'conflict' else 'error')
    if final is UNKNOWN:
        a = Answer('undetermined')
        a.open = [r for r in rules if g.in_force(r) is UNKNOWN]
        a.open_value = [r.value for r in rules if r.value and g.in_force(r) is True]
        a.because = cite([r for r in rules if g.in_force(r) is UNKNOWN or (g.in_force(r) is True and r.value and r.value.value(env) is UNKNOWN)])
        a.possible = settle(d, g, env, lambda way: value_of(d, way, env))
        return a
    if final is NA:
        if s is UNKNOWN:
            pass
        return Answer('silent')
    a = Answer('value')
    a.value = final
    a.because = cite([r for r in rules if g.in_force(r) is True and counts(r, base, added, multiplied, capped, env, rules, g, d)])
    return a


def counts(r, base, added, multiplied, capped, env, rules, g, d):
    v = r.value.value(env) if r.value else None
    if v is NA or r.effect == 'applies only if':
        return False
    if r.effect == 'is':
        return known(v) and v == base
    if r.effect == 'adds':
        return v != 0 or base is NA
    if r.effect == 'multiplies':
        return v != 1
    return capped != multiplied and v == capped


def value_of(d, way, env):
    s = scope(d['rules'], way)
    if s is True:
        return 'not_applicable'
    final = value_steps(d, way, env)[-1]
    return 'not_applicable' if final is NA else final if known(final) else 'undetermined' if final is UNKNOWN else final.fault


def needs(policy, name, env, a):
    """Unknown facts behind what keeps an answer open."""
    d = policy.decisions[name]
    for earlier in d['after']:
        first = straight(policy, earlier, env)
        if first.outcome != 'permitted':
            return needs(policy, earlier, env, first)
    found = set()
    todo, seen = list(getattr(a, 'open', [])), set()
    g = Guards(d['rules'], env)
    while todo:
        r = todo.pop()
        if id(r) in seen:
            continue
        seen.add(id(r))
        found |= r.own.needs(env)
        todo += [s for s in r.set_by if g.guard(s) is UNKNOWN]
        todo += [x for x in r.above if g.in_force(x) is UNKNOWN]
        if d['type'] != ('permission',) and r.value:
            found |= r.value.needs(env)
    for e in getattr(a, 'open_value', []):
        found |= e.needs(env)
    return found


def domain(policy, fact):
    kind = policy.facts[fact]['type']
    if kind == ('bool',):
        return [True, False]
    if kind[0] == 'option':
        return policy.options[kind[1]]['names']
    if kind == ('party',):
        return policy.parties + ['other']
    return None


def answer(policy, name, facts, as_of):
    """The whole answer: straight, then completions of missing facts with few values."""
    env = Env(facts, as_of)
    a = straight(policy, name, env)
    if a.outcome == 'undetermined':
        refine(policy, name, facts, as_of, env, a)
    elif a.pending or getattr(a, 'open_value', None):
        a.missing = sorted(needs(policy, name, env, a))
    return a


def refine(policy, name, facts, as_of, env, a):
    wanted = sorted(needs(policy, name, env, a))
    finite = [f for f in wanted if domain(policy, f)]
    size = 1
    for f in finite:
        size *= len(domain(policy, f))
    a.missing = wanted
    if not finite or size > COMPLETIONS:
        return
    table, outcomes, endless, stuck = {}, set(), set(), False
    deciding = []
    for way in itertools.product(*[domain(policy, f) for f in finite]):
        inner = Env(dict(facts, **dict(zip(finite, way))), as_of)
        b = straight(policy, name, inner)
        if b.outcome == 'undetermined':
            stuck = True
            endless |= needs(policy, name, inner, b) - set(finite)
            table[way] = ('open', frozenset(map(str, b.possible or ['?'])))
            outcomes |= {('possible', str(x)) for x in (b.possible or [])}
        else:
            table[way] = b.key()
            outcomes.add(b.key())
            deciding += b.because
    a.table = table
    matter = [f for i, f in enumerate(finite) if any(table[w] != table[v] for w in table for v in [w[:i] + (o,) + w[i + 1:] for o in domain(policy, f)])]
    a.missing = sorted(set(matter) | endless)
    a.outcomes = outcomes
    if not stuck and len(outcomes) == 1:
        (outcome, parties, _, _), = outcomes
        a.settled = True
        a.outcome, a.parties, a.missing = outcome, list(parties), []
        a.because = [r for r in cite(policy.decisions[name]['rules']) if r in deciding]
