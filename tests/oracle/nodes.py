"""Expressions of the oracle: each is worth something in an environment, and knows which of its parts mattered for that. From the second, everything else
follows: which facts are missing, which presumptions were used, which other decisions and rows of tables an answer rests on."""
from values import KNOWN, NA, UNKNOWN, Err, add, junction, known, multiply, state_of, strict, truth

BOOL = ('bool',)


class Env:
    """What is given, and which facts were asked for. One that varies another (`varied`: the facts and rules that differ) takes over whatever cannot have changed."""

    def __init__(self, facts, as_of, base=None, varied=frozenset(), settled=None, read=None):
        self.facts, self.as_of, self.base, self.varied, self.settled = facts, as_of, base, varied, settled or {}
        self.memo, self.elements, self.rows, self.read = {}, {}, {}, base.read if base else set() if read is None else read

    def with_facts(self, facts):
        return Env(dict(self.facts, **facts), self.as_of, self, frozenset(facts), self.settled)

    def with_settled(self, settled):
        return Env(self.facts, self.as_of, self, frozenset(settled), settled)

    def inside(self, loop, items):
        """One environment for each element."""
        if loop not in self.rows:
            self.rows[loop] = []
            for item in items:
                inner = Env(self.facts, self.as_of, settled=self.settled, read=self.read)
                inner.elements = dict(self.elements)
                inner.elements[loop] = item
                self.rows[loop].append(inner)
        return self.rows[loop]


class E:
    """work(env) is what it is worth; rests(env) the parts, with their environments, that this rests on."""

    def __init__(self, kind, kids=()):
        self.type, self.kids, self.own_leaves, self.always = kind, tuple(kids), None, self

    def value(self, env):
        memo = env.memo
        if self in memo:
            return memo[self]
        same = env.base is not None and (self.own_leaves or self.leaves()).isdisjoint(env.varied)
        v = memo[self] = self.value(env.base) if same else self.work(env)
        return v

    def leaves(self):
        """Names of facts, and rules whose conditions can be settled, that it can depend on at all."""
        if self.own_leaves is None:
            self.own_leaves = frozenset(self.leaf()).union(*[k.leaves() for k in self.parts()])
        return self.own_leaves

    def leaf(self):
        return ()

    def parts(self):
        return self.kids

    def rests(self, env):
        """Known: all parts; else those that are in the same state."""
        state = state_of(self.value(env))
        return [(k, env) for k in self.kids if state is KNOWN or state_of(k.value(env)) is state]

    def note(self, walk, env):
        """Tells a walk what was met."""

    def fixed(self):
        """What it is worth whatever is given; None when that depends."""
        if self.always is self:
            self.always = self.always_worth()
        return self.always

    def always_worth(self):
        return None if self.leaves() else self.value(Env({}, None))

    def may_be_na(self):
        """Whether it can be not applicable at all, whatever the facts."""
        return any(k.may_be_na() for k in self.parts())


class Walk:
    """Backwards through what mattered; with a state, only through parts that are in it. At decisions that are used it stops, where `stop` says so."""

    def __init__(self, through=None, stop=False):
        self.through, self.stop = through, stop
        self.missing, self.presumed, self.rows, self.decisions, self.seen = set(), set(), set(), set(), set()

    def go(self, *pairs):
        todo = list(pairs)
        while todo:
            e, env = todo.pop()
            if (e, env) in self.seen or (self.through and state_of(e.value(env)) is not self.through):
                continue
            self.seen.add((e, env))
            e.note(self, env)
            if not (self.stop and isinstance(e, Decided)):
                todo += e.rests(env)
        return self


# ---- leaves

class Constant(E):
    def __init__(self, kind, v):
        E.__init__(self, kind)
        self.v = v

    def work(self, env):
        return self.v

    def may_be_na(self):
        return self.v is NA


class AsOf(E):
    def leaf(self):
        return ['as of']

    def work(self, env):
        return env.as_of


class Fact(E):
    def __init__(self, kind, name):
        E.__init__(self, kind)
        self.name = name

    def leaf(self):
        return [self.name]

    def work(self, env):
        env.read.add(self.name)
        return env.facts.get(self.name, UNKNOWN)

    def note(self, walk, env):
        if self.value(env) is UNKNOWN:
            walk.missing.add(self.name)


class Element(E):
    """What a list is gone through with; `fact` is the fact that the list comes from, if it comes from one."""

    def __init__(self, kind, loop, fact):
        E.__init__(self, kind)
        self.loop, self.fact = loop, fact

    def leaf(self):
        return [self.loop]

    def work(self, env):
        return env.elements[self.loop]


class Field(E):
    """An entry of an element: one that is not given is missing in the fact that has the list."""

    def __init__(self, kind, element, name):
        E.__init__(self, kind)
        self.element, self.name, self.fact = element, name, element.fact

    def leaf(self):
        return [self.element.loop]

    def work(self, env):
        return strict(lambda record: record[self.name], [self.element.value(env)])

    def note(self, walk, env):
        if self.fact and self.value(env) is UNKNOWN:
            walk.missing.add(self.fact)


# ---- computing

class Strict(E):
    """A function of values that are all known; `partial`: it may have no value even then."""

    def __init__(self, kind, function, *kids, partial=False):
        E.__init__(self, kind, kids)
        self.function, self.partial = function, partial

    def may_be_na(self):
        return self.partial or E.may_be_na(self)

    def always_worth(self):
        worth = [k.fixed() for k in self.kids]
        return None if None in worth else strict(self.function, worth)

    def work(self, env):
        return strict(self.function, [k.value(env) for k in self.kids])


class Holds(E):
    """What is not applicable does not hold."""

    def work(self, env):
        return truth(self.kids[0].value(env))

    def always_worth(self):
        return truth(self.kids[0].fixed())

    def may_be_na(self):
        return False


class Applies(E):
    """Whether an amount is applicable; one in error is."""

    def work(self, env):
        v = self.kids[0].value(env)
        return UNKNOWN if v is UNKNOWN else v is not NA

    def may_be_na(self):
        return False


class Junction(E):
    """`and` (winner False) or `or` (winner True)."""

    def __init__(self, winner, kids):
        E.__init__(self, BOOL, kids)
        self.winner = winner

    def work(self, env):
        return junction((k.value(env) for k in self.kids), self.winner)

    def rests(self, env):
        v = self.value(env)
        if v is (not self.winner):
            return [(k, env) for k in self.kids]
        mattered = [k for k in self.kids if (k.value(env) is v if known(v) else state_of(k.value(env)) is state_of(v))]
        return [(k, env) for k in mattered if k.fixed() is v] or [(k, env) for k in mattered]  # what can never be otherwise is reason enough

    def always_worth(self):
        worth = [k.fixed() for k in self.kids]
        return self.winner if self.winner in worth else None if None in worth else junction(worth, self.winner)


class Select(E):
    """The second where the first holds, else the third; open where the first is, unless both are the same."""

    def work(self, env):
        condition, first, second = self.kids
        c = truth(condition.value(env))
        if isinstance(c, Err):
            return c
        if c is not UNKNOWN:
            return (first if c else second).value(env)
        a, b = first.value(env), second.value(env)
        return a if known(a) and known(b) and a == b else UNKNOWN

    def rests(self, env):
        condition, first, second = self.kids
        c = truth(condition.value(env))
        taken = [first] * (c is True or c is UNKNOWN) + [second] * (c is False or c is UNKNOWN)
        return [(k, env) for k in [condition] + taken]

    def may_be_na(self):
        return any(k.may_be_na() for k in self.kids[1:])


class OnlyWhen(E):
    """A fact that exists only under a condition."""

    def work(self, env):
        given, condition = self.kids
        return NA if truth(condition.value(env)) is False else given.value(env)

    def rests(self, env):
        given, condition = self.kids
        return [(condition, env)] + [(given, env)] * (truth(condition.value(env)) is not False)

    def may_be_na(self):
        return True


class Presumed(E):
    """A fact, or what is presumed where nobody says."""

    def __init__(self, given, presumed, name):
        E.__init__(self, given.type, [given, presumed])
        self.name = name

    def work(self, env):
        return self.kids[self.is_presumed(env)].value(env)

    def is_presumed(self, env):
        """A value with a history may have none on the as-of date: then nothing is presumed."""
        return self.kids[0].value(env) is UNKNOWN and known(self.kids[1].value(env))

    def rests(self, env):
        if self.kids[0].value(env) is UNKNOWN and self.kids[1].value(env) is UNKNOWN:
            return [(kid, env) for kid in self.kids]  # to know what is presumed would do as well
        return [(self.kids[self.is_presumed(env)], env)]

    def note(self, walk, env):
        if self.is_presumed(env):
            walk.presumed.add(self.name)


class Each(E):
    """Over the elements of a list: `function` of their pairs of where and value; `partial`: of none there is no value."""

    def __init__(self, kind, function, source, loop, where, v, partial=False):
        E.__init__(self, kind, [source])
        self.function, self.source, self.loop, self.where, self.v, self.partial = function, source, loop, where, v, partial

    def may_be_na(self):
        return self.partial or self.source.may_be_na()

    def parts(self):
        return [self.source, self.where] + ([self.v] if self.v else [])

    def work(self, env):
        items = self.source.value(env)
        if not known(items):
            return items
        if self.counts():
            return self.function([(True, None)] * len(items))
        return self.function([(truth(self.where.value(e)), self.v.value(e) if self.v else None) for e in env.inside(self.loop, items)])

    def counts(self):
        """Whether it asks nothing of the elements, of which there may be tens of thousands."""
        return self.v is None and self.where.fixed() is True

    def rests(self, env):
        found = [(self.source, env)]
        if known(self.source.value(env)) and not self.counts():
            for inner in env.inside(self.loop, self.source.value(env)):
                found.append((self.where, inner))
                if self.v and truth(self.where.value(inner)) is not False:
                    found.append((self.v, inner))
        return found


# ---- combining rules: pairs of "in force" and amount, in the order of the document

class Pairs(E):
    """`first`, if there is one, is what the pairs are added to, multiplied with or held against."""

    def __init__(self, kind, pairs, first=None, rows=None):
        E.__init__(self, kind, ([first] if first else []) + [e for pair in pairs for e in pair])
        self.pairs, self.first, self.rows = pairs, first, rows

    def may_be_na(self):
        always = [amount for in_force, amount in self.pairs if in_force.fixed() is True]
        never = [amount for in_force, amount in self.pairs if in_force.fixed() is False or amount.fixed() is NA]
        return self.first is not None or self.rows is not None or not always or len(always) + len(never) < len(self.pairs) or always[0].may_be_na()

    def speaking(self, env):
        """(in force, amount, index) of the pairs that are not out: in force True or UNKNOWN, or an error."""
        found = []
        for i, (in_force, amount) in enumerate(self.pairs):
            f = truth(in_force.value(env))
            if f is False:
                continue
            v = amount.value(env)
            if v is not NA:
                found.append((f, v, i))
        return found

    def rests(self, env):
        found = [(self.first, env)] if self.first else []
        for in_force, amount in self.pairs:
            out = truth(in_force.value(env)) is False
            if out or amount.value(env) is not NA:
                found.append((in_force, env))
            if not out:
                found.append((amount, env))
        return found

    def note(self, walk, env):
        """Rows of a table that gave the value, or keep it open, or in error."""
        for (in_force, amount), row in zip(self.pairs, self.rows or []):
            f, v = in_force.value(env), amount.value(env)
            if v is NA:
                continue
            if walk.through is None:
                mattered = known(f) and truth(f) is True
            else:
                mattered = truth(f) is not False and walk.through in (state_of(f), state_of(v))
            if mattered:
                walk.rows.add(row)


def why_not(speaking):
    """Why a combination has no value: unknown before an error."""
    if any(v is UNKNOWN or (f is UNKNOWN and not known(v)) for f, v, _ in speaking):
        return UNKNOWN
    for f, v, _ in speaking:
        for x in (f, v):
            if isinstance(x, Err):
                return x
    return None


class Pick(Pairs):
    """The one value that all in force give; of two that differ, a conflict, or the least or greatest (`how`)."""

    def __init__(self, kind, pairs, how=None, rows=None, place=None):
        Pairs.__init__(self, kind, pairs, None, rows)
        self.how, self.place = how, place or (lambda v: v)

    def best(self, values):
        if self.how is None:
            return values[0]
        return (min if self.how == 'least' else max)(values, key=self.place)

    def work(self, env):
        speaking = self.speaking(env)
        sure = [v for f, v, _ in speaking if f is True and known(v)]
        if self.how is None and any(v != sure[0] for v in sure):
            return Err('conflict')
        reason = why_not([s for s in speaking if s[0] is not UNKNOWN or not known(s[1])])
        if reason is UNKNOWN:
            return UNKNOWN
        for f, v, _ in speaking:  # what may yet come into force must not change what is certain
            if f is UNKNOWN and (not sure or self.best([self.best(sure), v]) != self.best(sure) or (self.how is None and v != sure[0])):
                return UNKNOWN
        return reason or (self.best(sure) if sure else NA)


class AddAll(Pairs):
    """Additions; they start from 0 where there is nothing to add to."""

    def work(self, env):
        total, speaking = self.first.value(env), self.speaking(env)
        sure = [s for s in speaking if s[0] is not UNKNOWN or not known(s[1])]
        has = known(total) or any(f is True and known(v) for f, v, _ in sure)
        may = [v for f, v, _ in speaking if f is UNKNOWN and known(v)]
        reason = why_not([(True, total, 0)] * (total is not NA) + sure)
        if reason is UNKNOWN or any(v != 0 for v in may) or (may and not has):
            return UNKNOWN
        if reason or not has:
            return reason or NA
        total = 0 if total is NA else total
        for _, v, _ in sure:
            total = add(total, v)
        return total


class MultiplyAll(Pairs):
    """Factors; where there is nothing to multiply there is still nothing."""

    def work(self, env):
        total, speaking = self.first.value(env), self.speaking(env)
        if total is NA:
            return NA
        sure = [s for s in speaking if s[0] is not UNKNOWN or not known(s[1])]
        reason = why_not([(True, total, 0)] + sure)
        if reason is UNKNOWN or any(v != 1 for f, v, _ in speaking if f is UNKNOWN and known(v)):
            return UNKNOWN
        if reason:
            return reason
        for _, v, _ in sure:
            total = multiply(total, v)
        return total


class LimitAll(Pairs):
    """Caps and floors (`floors` by pair): the least cap, the greatest floor, a conflict where they cross."""

    def __init__(self, kind, pairs, first, floors, place):
        Pairs.__init__(self, kind, pairs, first)
        self.floors, self.place = floors, place

    def within(self, v, limits):
        caps = [x for x, i in limits if not self.floors[i]]
        floors = [x for x, i in limits if self.floors[i]]
        cap, floor = min(caps, key=self.place, default=None), max(floors, key=self.place, default=None)
        if caps and floors and self.place(floor) > self.place(cap):
            return Err('conflict')
        if caps and self.place(v) > self.place(cap):
            return cap
        return floor if floors and self.place(v) < self.place(floor) else v

    def work(self, env):
        v, speaking = self.first.value(env), self.speaking(env)
        if v is NA:
            return NA
        reason = why_not([(True, v, 0)] + [s for s in speaking if s[0] is not UNKNOWN or not known(s[1])])
        if reason:
            return reason
        out = self.within(v, [(x, i) for f, x, i in speaking if f is True])
        if not known(out):
            return out
        held = self.within(v, [(x, i) for _, x, i in speaking])  # open ones as well: with all in and with all out the same
        return out if known(held) and held == out else UNKNOWN


RANKS = {'out_of_scope': 0, 'refused': 1, 'referred': 2, 'permitted': 3, 'silent': 4}


class Permission(E):
    """The best effect in force; `ranked` are pairs of outcome and "in force"."""

    def __init__(self, ranked):
        E.__init__(self, ('outcome',), [e for _, e in ranked])
        self.ranked = ranked

    def may_be_na(self):
        return False

    def best(self, env):
        return min([o for o, e in self.ranked if truth(e.value(env)) is True] + ['silent'], key=RANKS.get)

    def work(self, env):
        best = self.best(env)
        better = [e.value(env) for o, e in self.ranked if RANKS[o] < RANKS[best]]
        if any(v is UNKNOWN for v in better):
            return UNKNOWN
        errors = [(RANKS[o], e.value(env)) for o, e in self.ranked if RANKS[o] < RANKS[best] and isinstance(e.value(env), Err)]
        return min(errors, key=lambda x: x[0])[1] if errors else best

    def rests(self, env):
        best, v = self.best(env), self.value(env)
        return [(e, env) for o, e in self.ranked if RANKS[o] < RANKS[best] or (known(v) and o == best and truth(e.value(env)) is True)]


class Stage(E):
    """The answer of an earlier stage, or, once that permits, one's own."""

    def work(self, env):
        v = self.kids[0].value(env)
        return self.kids[1].value(env) if known(v) and v == 'permitted' else v

    def rests(self, env):
        return [(k, env) for k in self.kids[:1 + (known(self.kids[0].value(env)) and self.kids[0].value(env) == 'permitted')]]


class Decided(E):
    """The answer of a decision, used in another; its rules are known only once everything is read."""

    def __init__(self, kind, policy, name):
        E.__init__(self, kind)
        self.policy, self.name = policy, name

    def answer(self):
        d = self.policy.combine(self.name)
        return d.outcome if d.is_permission else d.value

    def parts(self):
        return [self.answer()]

    def work(self, env):
        v = self.answer().value(env)
        return 'not_applicable' if v in ('out_of_scope', 'silent') and self.type == ('outcome',) else v

    def rests(self, env):
        return [(self.answer(), env)]

    def always_worth(self):
        return None  # what uses it rests on the rules that decide it, even where they always decide the same

    def note(self, walk, env):
        walk.decisions.add(self.name)
