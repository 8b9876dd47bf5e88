"""Facts that are missing, and what the answer is when each of their values is tried: grammar/README.md, "Missing facts"."""
import copy
import itertools

import census
import interview
from answers import agreed, counts, find, keeping_open, merged, others, plain, stages, with_uses
from nodes import Env, Walk
from values import UNKNOWN, truth

COMPLETIONS = 1024


def domain(policy, fact):
    """The values that a fact can take, where they can be listed."""
    info = policy.facts[fact]
    kind = info['type']
    if kind == ('bool',):
        return [True, False]
    if kind == ('party',):
        return policy.parties + ['other']
    if kind[0] != 'option':
        return []
    names, bound = policy.options[kind[1]], info.get('bound')
    if not bound:
        return names
    low, high = (names.index(bound[k]['text']) if bound.get(k) else None for k in ('low', 'high'))
    test = {'at_least': lambda i: i >= low, 'more_than': lambda i: i > low, 'at_most': lambda i: i <= low, 'less_than': lambda i: i < low, 'range': lambda i: low <= i <= high}
    return [n for i, n in enumerate(names) if test[bound['text']](i)]


def sure_parties(d, env):
    """Who certain referrals name."""
    return [p for r in d.rules if r.effect == 'refers' and truth(r.in_force.value(env)) is True for p in r.parties]


def needs(policy, f, env):
    """The facts that what is open in an answer rests on, through parts that are not known."""
    d, walk = policy.decisions[f.stage], Walk(UNKNOWN)
    if d.is_members:
        if f.outcome in ('undetermined', 'value'):
            settled = {r.option for r in d.rules if r.effect == 'includes' and truth(r.in_force.value(env)) is True}
            for r in d.rules:
                if r.effect == 'duty' or (r.effect == 'includes' and r.option not in settled):
                    walk.go((r.in_force, env))
                    if r.value and truth(r.in_force.value(env)) is not False:
                        walk.go((r.value, env))
            if d.scope:
                walk.go((d.scope, env))
    elif f.outcome == 'undetermined':
        walk.go((d.own_outcome if d.is_permission else d.own_value, env))
    elif f.outcome == 'permitted' and d.amount:
        walk.go((d.amount, env))
    if d.is_permission and f.outcome in ('undetermined', 'referred'):
        sure = sure_parties(d, env)
        walk.go(*[(r.in_force, env) for r in d.rules if others(r, sure, env)])
    if d.is_permission and d.amount and f.outcome == 'undetermined':  # how much it may be permitted with: of that, what can be tried
        asked = set(walk.missing)
        walk.go((d.amount, env))
        return asked | {x for x in walk.missing if domain(policy, x)}
    return walk.missing


class Answer:
    """first: stages before this place are known to permit; passed: the rules by which."""

    def __init__(self, name):
        self.name, self.f, self.missing, self.possible, self.because, self.first, self.passed = name, None, [], [], set(), 0, set()


def answer(policy, name, facts, as_of):
    """The whole answer."""
    env = Env(facts, as_of)
    a = Answer(name)
    fill(policy, env, a)
    answering(policy, a, env)
    a.read = env.read
    return a


def fill(policy, env, a):
    f = a.f = find(policy, a.name, env, a.first)
    a.because = with_uses(policy, f.because, env, f.outcome) | (a.passed if f.outcome in ('permitted', 'value') else set())
    if not f.definite():
        complete(policy, env, a)
    elif f.open:
        parts(policy, env, a)


def parts(policy, env, a):
    """Definite, and a part of it is open: the facts of few values are tried for that too. What comes out the same is no longer open; elements and duties that no completion has are not pending."""
    f, wanted = a.f, needs(policy, a.f, env)
    tried = completions(policy, a, env, wanted)
    if not tried:
        a.missing = in_order(policy, a, env, wanted, None)
        return
    finite, table, endless = tried
    kept, ways = {x for i, x in enumerate(finite) if matters(policy, table, i, x)} | endless, list(table.values())
    duties = policy.decisions[f.stage].type == ('obligations',)
    if one_answer(ways) and not (duties and any(g.open or shown(g) != shown(ways[0]) for g in ways)):
        settled(policy, a, ways)
    elif f.outcome == 'value':
        f.pending = [p for p in f.pending if any(not g.definite() or g.outcome == 'value' and p in g.value + g.pending for g in ways)]
        if not f.value and not f.pending:  # silent, or in error
            f.outcome, f.value, f.open = 'undetermined', None, False
            a.possible = may_be_told(policy, a.name, [p for g in ways for p in g.possible])
            a.because = with_uses(policy, keeping_open(policy.decisions[f.stage], env), env, f.outcome)
    a.missing = in_order(policy, a, env, kept, (finite, table))


def one_answer(ways):
    """Whether they all come to the same, as far as they say: of a permission also where its amount is open, of anything else open alike."""
    return all(g.definite() for g in ways) and len({(agreed(g), g.open and g.outcome != 'permitted') for g in ways}) == 1


def completions(policy, a, env, wanted):
    """The facts of few values, what comes of each way to give them all, and the other facts that some way still needs; nothing where there are too many."""
    finite = [x for x in policy.facts if x in wanted and domain(policy, x)]
    size = 1
    for x in finite:
        size *= len(domain(policy, x))
    if finite:
        census.met('more combinations than are tried' if size > COMPLETIONS else 'missing facts tried in every combination')
    if not finite or size > COMPLETIONS:
        return None
    table, endless = {}, set()
    for way in itertools.product(*[domain(policy, x) for x in finite]):
        inner = env.with_facts(dict(zip(finite, way)))
        g = table[way] = find(policy, a.name, inner, a.first)
        g.env = inner
        g.needs = {x for x in needs(policy, g, inner) & wanted if not domain(policy, x)} if not g.definite() or g.open else set()
        endless |= g.needs
    return finite, table, endless


def unique(possible):
    """Each once: best for the person first, values in their order."""
    found = {}
    for p in possible:
        found[repr(plain(p) if isinstance(p, str) else p[1])] = plain(p) if isinstance(p, str) else p
    return list(found.values())


def may_be_told(policy, name, possible):
    """Of a value, not that it or a stage before it may be in conflict or in error."""
    return [p for p in unique(possible) if policy.decisions[name].is_permission or p not in ('conflict', 'error')]


def complete(policy, env, a):
    """Every value of the missing facts that have few of them, tried in every combination."""
    f = a.f
    a.possible = may_be_told(policy, a.name, f.possible)
    wanted = needs(policy, f, env)
    tried = completions(policy, a, env, wanted)
    if not tried:
        a.missing = in_order(policy, a, env, wanted, None)
        return
    finite, table, endless = tried
    kept = {x for i, x in enumerate(finite) if matters(policy, table, i, x)} | endless
    ways, wide = list(table.values()), tried
    if not one_answer(ways):
        if through(policy, a, ways) > through(policy, a, [f]):
            go_on(policy, env, a, ways)
            return
        wide = widened(policy, a, env, tried, wanted)
        ways = list(wide[1].values())
    if one_answer(ways):
        finite, table, endless = wide
        kept = {x for i, x in enumerate(finite) if matters(policy, table, i, x)} | endless
        kept |= {x for g in ways if g.open for x in needs(policy, g, g.env) if not domain(policy, x)}  # of what it may be permitted with
        settled(policy, a, ways)
    else:
        a.possible = may_be_told(policy, a.name, [p for g in ways for p in g.possible])
    a.missing = in_order(policy, a, env, kept, (finite, table), wide)


def widened(policy, a, env, tried, wanted):
    """Nobody is asked for the facts of later stages yet. But what is possible, and what a value settles, is what comes out when those of few values are tried too."""
    place = through(policy, a, [a.f])
    while True:
        later = {x for g in tried[1].values() if through(policy, a, [g]) > place and (not g.definite() or g.open) for x in needs(policy, g, g.env)}
        if not any(domain(policy, x) for x in later - wanted):
            return tried
        wanted = wanted | later
        more = completions(policy, a, env, wanted)
        if not more:
            return tried
        tried = more


def through(policy, a, ways):
    """The place of the first stage that some of them do not get through."""
    return min(stages(policy, a.name).index(g.stage) for g in ways)


def go_on(policy, env, a, ways):
    """Whatever is missing, this stage permits: what is asked is the next one, with facts of its own."""
    a.first = through(policy, a, ways)
    before = stages(policy, a.name)[:a.first]
    for g in ways:
        a.passed |= with_uses(policy, {r for r in g.passed if r.decision in before}, g.env, 'permitted')
    fill(policy, env, a)


def settled(policy, a, ways):
    """Definite after all: nothing that is missing changes it, but perhaps the amount."""
    f = a.f = copy.copy(ways[0])  # what it came to stays in the table
    same, is_open = all(g.value == f.value for g in ways), any(g.open for g in ways)
    a.because = {r for g in ways for r in with_uses(policy, g.because, g.env, g.outcome)} | (a.passed if ways[0].outcome in ('permitted', 'value') else set())
    f.outcome, f.open, f.value, a.possible = merged(g.outcome for g in ways), is_open or not same, f.value if same else None, []
    if f.outcome == 'silent':
        a.because = {r for r in a.because if r.effect != 'applies only if'}


def shown(g):
    """What a completion comes to, for telling whether a fact makes a difference: the answer, or what is possible, and which other facts that hangs on."""
    if g.shown is None:
        g.shown = g.says(), g.open, sorted(map(repr, unique(g.possible))), sorted(g.needs), [(repr(r), repr(v)) for r, v in g.duties]
    return g.shown


def matters(policy, table, i, fact):
    """Whether two completions that differ in this fact alone come to something else."""
    first = domain(policy, fact)[0]
    return any(shown(g) != shown(table[way[:i] + (first,) + way[i + 1:]]) for way, g in table.items() if way[i] != first)


def in_order(policy, a, env, wanted, tried, wide=None):
    """The one that settles most first; with what each of its values settles."""
    found, wide = [], wide or tried
    for fact in policy.facts:
        if fact not in wanted:
            continue
        settles = []
        for v in domain(policy, fact):
            if tried and fact in tried[0]:
                i = wide[0].index(fact)
                ways = [g for way, g in wide[1].items() if way[i] == v]
                same = one_answer(ways)
                settles.append((v, ways[0] if same else None))
            else:
                g = find(policy, a.name, env.with_facts({fact: v}), a.first)
                settles.append((v, g if g.definite() else None))
        found.append((fact, settles))
    if tried:
        asked = interview.in_order([fact for fact, _ in found], {fact: domain(policy, fact) for fact in policy.facts}, tried[0], tried[1], shown)
        return sorted(found, key=lambda x: asked.index(x[0]))
    share = {fact: sum(1 for _, g in settles if g and not g.open) / max(1, len(settles)) for fact, settles in found}
    return sorted(found, key=lambda x: -share[x[0]])


def answering(policy, a, env):
    """What else an answer says: what gave way, which presumptions it used, which referrals would come next, reservations."""
    d, walk = policy.decisions[a.f.stage], Walk()
    a.gave_way = gave_way(d, env)
    all_stages = stages(policy, a.name)
    at = all_stages.index(d.name)
    for stage in all_stages[:at + 1]:
        x = policy.decisions[stage]
        if x.is_members:
            walk.go(*[(e, env) for e in [x.scope] + [e for r in x.rules for e in (r.in_force, r.value)] if e])
        else:
            walk.go(*[(e, env) for e in (x.outcome if x.is_permission else x.value, x.scope) if e])
            if x.is_permission and x.amount and x is d and a.f.outcome == 'permitted':
                walk.go((x.amount, env))
    a.presumed = walk.presumed
    later = all_stages[at:] if a.f.outcome == 'refused' else []
    a.next = [r for stage in later for r in policy.decisions[stage].rules if r.effect == 'refers' and truth(r.in_force.value(env)) is True]
    asked = policy.decisions[a.name]
    a.reservations = [c.id for c in sorted(asked.reservations, key=lambda c: c.order) if a.f.outcome == 'permitted' and policy.within([c.dates]).value(env)]


def gave_way(d, env):
    """Rules that hold and are not in force, and the clause that each gave way to, or was set aside by."""
    found = []
    for r in d.rules:
        if r.effect == 'sets aside' or truth(r.own.value(env)) is not True or truth(r.effective.value(env)) is not True:
            continue
        guard = truth(r.guard.value(env))
        if guard is False:
            to = next((s for s in r.set_by if truth(s.guard.value(env)) is True), None)
        else:
            over = [x for x in r.above if counts(x, env) is True]
            to = over[0] if guard is True and over and truth(r.in_force.value(env)) is False else None
        one = (r.clause.id, r.line, r.effect, to.clause.id if to else None)
        if to and one not in found:
            found.append(one)
    return [(clause, to) for clause, _, _, to in found]

