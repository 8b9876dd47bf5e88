"""Answers of the oracle to one decision: language.md sections 5, 6 and 9. What is certain comes out of the expressions of policy.py; what is open is settled
rule by rule here, and fact by fact in missing.py."""
import copy
import itertools

import census
from nodes import RANKS, Walk
from policy import GIVES, VALUED
from values import ERROR, UNKNOWN, Err, known, truth

SETTLE_RULES = 10


class Finding:
    """An answer, or what is left of one. stage: the decision whose answer it is; possible: outcomes, and pairs of 'value' and a value."""

    def __init__(self, stage, outcome):
        self.stage, self.outcome, self.value, self.parties, self.pending, self.duties = stage, outcome, None, [], [], []
        self.possible, self.because, self.open, self.fault = [], set(), False, None
        self.shown = None  # what a completion comes to
        self.passed = set()  # by what the stages before it permit

    def again(self):
        """One that may be changed without changing this."""
        other = copy.copy(self)
        other.because = set(self.because)
        return other

    def definite(self):
        return self.outcome != 'undetermined'

    def says(self):
        """What makes two answers the same one. Out of scope and silent are both: not applicable."""
        return plain(self.outcome), tuple(sorted(self.parties)), repr(self.value), tuple(self.pending)


def plain(outcome):
    return 'not_applicable' if outcome in ('out_of_scope', 'silent') else outcome


def fails(f, v):
    f.outcome, f.fault = 'conflict' if v.fault == 'conflict' else 'error', v.fault


def stages(policy, name, found=None):
    """The decisions that stand before, first ones first, and at the end the decision itself."""
    found = [] if found is None else found
    for earlier in policy.decisions[name].after:
        if earlier not in found:
            found = stages(policy, earlier, found)
    return found + [name]


# ---- what comes out of the rules of one decision

def counts(r, env):
    """In force, and with a value to give where it gives one."""
    if r.effect in VALUED and state_is_na(r.value.value(env)):
        return False
    return truth(r.in_force.value(env))


def state_is_na(v):
    return not known(v) and v is not UNKNOWN and not isinstance(v, Err)


def members(d):
    return [r for r in d.rules if r.effect in ('includes', 'duty')]


def parts(d, env):
    """Of each rule its own condition and, where it may speak, its amount."""
    found = []
    for r in d.rules:
        holds = r.own.value(env)
        found.append((r, told_apart(holds), (told_apart(r.value.value(env)),) if r.value and truth(holds) is not False else ()))
    return found


def heard(parts_of, env):
    """All that a decision's own answer can hang on; what is settled is as it is settled."""
    said, settled = [env.as_of], env.settled
    for r, holds, amount in parts_of:
        holds = settled.get(r, holds)
        said.append(holds)
        if holds is not False:
            said.extend(amount)
    return tuple(said)


def told_apart(v):
    return ('error', v.fault) if isinstance(v, Err) else v


def own(policy, name, env, parts_of=None):
    """The decision's own answer, whatever stage stands before it. What was heard before is answered as before. parts_of: where nothing else is settled, what they are without."""
    known_by = policy.heard.setdefault(name, {})
    said = heard(parts_of or parts(policy.decisions[name], env), env)
    if said not in known_by:
        known_by[said] = own_anew(policy, name, env)
    return known_by[said].again()


def own_anew(policy, name, env):
    d = policy.decisions[name]
    f = Finding(name, 'silent')
    if d.is_permission:
        own_permission(d, env, f)
    elif d.is_members:
        own_members(policy, d, env, f)
    else:
        v = d.own_value.value(env)
        f.outcome, f.value = ('value', v) if known(v) else ('undetermined' if v is UNKNOWN else outside(d, env), None)
        if isinstance(v, Err):
            fails(f, v)
    f.because = decisive(d, env, f.outcome)
    return f


def outside(d, env):
    return 'out_of_scope' if d.scope and truth(d.scope.value(env)) is True else 'silent'


def own_permission(d, env, f):
    v = d.own_outcome.value(env)
    f.outcome = v if known(v) else 'undetermined'
    if isinstance(v, Err):
        fails(f, v)
    if f.outcome == 'referred':
        for r in d.rules:
            if r.effect == 'refers' and truth(r.in_force.value(env)) is True:
                f.parties += [p for p in r.parties if p not in f.parties]
        f.open = any(others(r, f.parties, env) for r in d.rules)
    if f.outcome == 'permitted' and d.amount:
        amount = d.amount.value(env)
        f.value, f.open = amount if known(amount) else None, amount is UNKNOWN
        if isinstance(amount, Err):
            fails(f, amount)


def others(r, parties, env):
    """Whether an open referral may still bring in somebody else."""
    return r.effect == 'refers' and truth(r.in_force.value(env)) is UNKNOWN and any(p not in parties for p in r.parties)


def own_members(policy, d, env, f):
    """Element by element: in, once one of its rules is certain; pending, where one is open."""
    states = [(r, truth(r.in_force.value(env))) for r in members(d)]
    inside = [r for r, t in states if t is True]
    settled = {r.option for r in inside if r.option}
    doubtful = [(r, t) for r, t in states if t is not True and t is not False and r.option not in settled]
    pending = [r for r, t in doubtful if t is UNKNOWN]
    erred = [(r, t) for r, t in doubtful if isinstance(t, Err)]
    may_come_in = {r.option for r in pending if r.option}  # then an error puts in what is in anyway
    scope = truth(d.scope.value(env)) if d.scope else False
    some = any(t is not False for _, t in states)
    if scope is True:
        f.outcome = 'out_of_scope'
    elif (scope is UNKNOWN and some) or (pending and d.type[0] == 'sequence'):
        f.outcome = 'undetermined'
    elif (isinstance(scope, Err) and inside) or any(r.option not in may_come_in for r, _ in erred):
        fails(f, next(t for t in [t for _, t in doubtful] + [scope] if isinstance(t, Err)))
        f.outcome = 'error'  # elements never contradict each other; what one of them rests on may
    elif erred or (isinstance(scope, Err) and pending):  # an error, or silent if nothing comes in
        f.outcome = 'undetermined'
    elif some:
        f.outcome = 'value'
        if d.type[0] == 'obligations':
            f.duties = [(r, r.value.value(env) if r.value else None) for r in inside]
            f.value, f.pending = inside, pending
            f.open = bool(pending) or any(v is UNKNOWN for _, v in f.duties)
        else:
            names = policy.options[d.type[1]] if d.type[1] != 'party' else policy.parties
            f.value = [n for n in names if n in settled]
            f.pending = [n for n in names if any(r.option == n for r in pending)]
            f.open = bool(pending)


# ---- which rules decide

def decisive(d, env, outcome):
    """The rules of the decision that make the answer; of an undetermined one, that keep it open."""
    if outcome == 'undetermined':
        return keeping_open(d, env)
    if outcome == 'conflict':
        return contradicting(d, env)
    if outcome == 'error':
        return erring(d, env)
    if outcome != 'value':
        found = {r for r in d.rules if GIVES.get(r.effect) == outcome and truth(r.in_force.value(env)) is True}
        return found | {s for s in d.rules if s.effect == 'sets aside' and truth(s.guard.value(env)) is True and any(would_beat(t, env, outcome, [True]) for t in s.targets)}
    if d.is_members:
        return {r for r in members(d) if truth(r.in_force.value(env)) is True}
    return {r for r in d.rules if gives(r, env) and adds_up(d, r, env)} | limits(d, env)


def beaten(r, env):
    return any(counts(a, env) is True for a in r.above)


def would_beat(r, env, outcome, states):
    """A rule that is set aside: whether it would otherwise have beaten the outcome."""
    own_state = truth(r.own.value(env)) if truth(r.effective.value(env)) is True else False
    return RANKS[GIVES[r.effect]] < RANKS[outcome] and own_state in states and not beaten(r, env)


def gives(r, env):
    return r.value is not None and truth(r.in_force.value(env)) is True and known(r.value.value(env))


def adds_up(d, r, env):
    """Whether a rule in force had a part in the value, limits left aside."""
    v, base = r.value.value(env), d.base.value(env)
    if r.effect == 'is':
        return known(base) and v == base
    return (r.effect == 'adds' and (v != 0 or not known(base))) or (r.effect == 'multiplies' and v != 1)


def limits(d, env):
    """The tightest cap, and the tightest floor, of those that bite."""
    if d.is_permission or not known(d.multiplied.value(env)):
        return set()
    before, found = d.multiplied.value(env), set()
    place = d.place
    for effect, bites, tightest in (('is capped at', lambda v: place(before) > place(v), min), ('is no less than', lambda v: place(before) < place(v), max)):
        biting = [r for r in d.rules if r.effect == effect and gives(r, env) and bites(r.value.value(env))]
        if biting:
            best = tightest((r.value.value(env) for r in biting), key=place)
            found |= {r for r in biting if r.value.value(env) == best}
    return found


def contradicting(d, env):
    """The rules that give different values, the floors that are above the caps, and the rules that rest on what is in conflict itself."""
    values, caps, floors = ([r for r in d.rules if r.effect in effects and gives(r, env)] for effects in (('is', 'permits'), ('is capped at',), ('is no less than',)))
    found = erring(d, env, lambda e: e.fault == 'conflict')
    if d.combine is None and any(r.value.value(env) != values[0].value.value(env) for r in values):
        found |= set(values)
    if caps and floors and known(d.multiplied.value(env)) and max(d.place(r.value.value(env)) for r in floors) > min(d.place(r.value.value(env)) for r in caps):
        found |= {*caps, *floors}
    return found


def best(d, env):
    """The best outcome that is certain."""
    return min([GIVES[r.effect] for r in d.rules if r.effect in GIVES and truth(r.in_force.value(env)) is True] + ['silent'], key=RANKS.get)


def better(d, r, env):
    return r.effect not in GIVES or RANKS[GIVES[r.effect]] < RANKS[best(d, env)]


def erring(d, env, counted=lambda e: True):
    """The rules in error that matter; counted: which errors."""
    def errs(v):
        return isinstance(v, Err) and counted(v)

    found = set()
    for r in d.rules:
        f = truth(r.in_force.value(env)) if r.effect != 'sets aside' else False
        if errs(f) and better(d, r, env) or f is True and r.value and errs(r.value.value(env)):
            found.add(r)
    return found | {s for r in found for s in r.set_by if errs(s.guard.value(env))}


def keeping_open(d, env):
    """Rules that are open and would change the answer, or in force with a value that nobody knows; and those that such a rule may give way to."""
    found, settled = set(), {r.option for r in d.rules if r.effect == 'includes' and truth(r.in_force.value(env)) is True}
    for r in d.rules:
        if r.effect == 'sets aside' or not better(d, r, env) or (r.effect == 'includes' and r.option in settled):
            continue
        f, v = truth(r.in_force.value(env)), r.value.value(env) if r.value and r.effect in VALUED else None
        if state_is_na(v) if v is not None and not known(v) else False:
            continue
        if f is UNKNOWN or (f is True and v is UNKNOWN):
            found.add(r)
    for r in list(found):
        found |= {a for a in r.above if counts(a, env) is UNKNOWN}
    for r in list(found):
        found |= {s for s in r.set_by if truth(s.guard.value(env)) is UNKNOWN}
    return found


def with_uses(policy, found, env, outcome):
    """Besides, the rules that decide what these use: other decisions, and rows of tables that gave a value."""
    found, todo, answered = set(found), list(found), set()
    walk = Walk({'undetermined': UNKNOWN, 'error': ERROR}.get(outcome), stop=True)
    while todo:
        r = todo.pop()
        walk.go(*[(e, env) for e in (r.test, r.when, r.except_, r.value) if e is not None])
        new = {row for row in walk.rows}
        for name in walk.decisions - answered:
            answered.add(name)
            new |= reached(policy, name, env)[1]
        todo += [r for r in new if r not in found]
        found |= new
    return found


def reached(policy, name, env):
    """The answer as far as it is certain, through the stages, and the rules that decide it."""
    because = set()
    for stage in stages(policy, name):
        f = own(policy, stage, env)
        if f.outcome != 'permitted' or stage == name:
            return f, f.because | (because if f.outcome in ('permitted', 'value') else set())
        because |= f.because
    return None


# ---- settling

def open_rules(d, env):
    return [r for r in d.rules if r.own.value(env) is UNKNOWN and truth(r.effective.value(env)) is True]


def settle(policy, name, env):
    """As settle_anew; what was heard before is settled as before."""
    known_by = policy.settled.setdefault(name, {})
    said = heard(parts(policy.decisions[name], env), env)
    if said not in known_by:
        known_by[said] = settle_anew(policy, name, env)
    return known_by[said].again()


def settle_anew(policy, name, env):
    """An undetermined answer, every own condition that is open taken both ways: definite where it is always the same."""
    d = policy.decisions[name]
    f = own(policy, name, env)
    rules = open_rules(d, env)
    census.met('more open rules than are settled' if len(rules) > SETTLE_RULES else 'rules settled: ' + ('1 to 3' if len(rules) < 4 else '4 to 10'))
    if len(rules) > SETTLE_RULES:
        if d.is_permission:
            b = best(d, env)
            f.possible = [b] + [GIVES[r.effect] for r in d.rules if r.effect in GIVES and r.in_force.value(env) is UNKNOWN and RANKS[GIVES[r.effect]] < RANKS[b]]
        return f
    same = parts(d, env)
    ways = [own(policy, name, env.with_settled(dict(zip(rules, way))), same) for way in itertools.product((False, True), repeat=len(rules))]
    f.possible = [p for w in ways for p in listed(d, w)]
    first = ways[0]
    if any(not w.definite() for w in ways) or any(agreed(w) != agreed(first) for w in ways):
        return f
    g = Finding(name, merged(w.outcome for w in ways))
    g.parties, g.pending, g.duties, g.possible, g.fault = first.parties, first.pending, first.duties, f.possible, first.fault
    g.value = first.value if all(w.value == first.value for w in ways) else None
    g.open = any(w.open for w in ways) or (g.value is None and any(w.value is not None for w in ways))
    g.because = {r for w in ways for r in w.because if g.outcome != 'silent' or r.effect != 'applies only if'}
    return g


def agreed(f):
    """Two permissions agree whatever their amounts: the outcome stands, and only the amount is open."""
    return f.says() if f.outcome != 'permitted' else ('permitted',)


def merged(outcomes):
    """Not applicable both ways: nothing certain says that it is out of scope."""
    outcomes = set(outcomes)
    return 'silent' if len(outcomes) > 1 else outcomes.pop()


def listed(d, f):
    """What of an answer is possible; that a value may also be in conflict or in error is not listed."""
    if not f.definite() or (not d.is_permission and f.outcome in ('conflict', 'error')):
        return []
    return [('value', f.value)] if f.outcome == 'value' else [f.outcome]


def find(policy, name, env, first=0):
    """The answer with open rules settled, through the stages from one on; because: without uses."""
    passed = set()
    for stage in stages(policy, name)[first:]:
        f = own(policy, stage, env)
        if not f.definite():
            f = settle(policy, stage, env)
        elif not f.possible:
            f.possible = listed(policy.decisions[name], f)
        f.passed = passed
        if f.outcome != 'permitted' or stage == name:
            f.because |= passed if f.outcome in ('permitted', 'value') else set()
            return f
        passed = passed | f.because
    return None
