"""Clauses that are taken away: they never take effect. A clause that is said to decide makes a difference: to the answer, or, where several each suffice, to the answer without those others."""
import itertools
import re

import engine
import texts
from relations import Fault, some_known

MOST = 4  # others that are taken away together, to see what a clause does without them
NOTES = r'(effective|cited as|says|interpreted as|guidance|incomplete|hands over|placed|unchanged|replaces|withdraws)\b'
LIMITS = {'is capped at': 'is capped at|is no later than', 'is no less than': 'is no less than|is no earlier than'}  # dates have words of their own


def given(d):
    """What is answered, with the reason for not applying, for out of scope is another reason than silence; and what is in error, where."""
    return engine.answer(d) + (d['reason'] if d['outcome'] == 'not_applicable' else (d['error']['code'], d['error']['clause']) if d['error'] else None,)


def stages(texts_of, name):
    """A decision and those that it comes after."""
    said = re.search(r'^decision %s "[^"\n]*" is [^\n]*?, after ([\w, ]+?)(?=, (?:rounded|least|greatest|better|neutral|may)|$)' % name, texts_of, re.M)
    found = {name}
    for earlier in said.group(1).split(', ') if said else []:
        found |= stages(texts_of, earlier)
    return found


def speakers(w, name, before=True):
    """Clauses and sections with a rule on a decision or, before, on one that it comes after. Those of what these use are not among them: where a condition holds in two ways, one of them through a clause, both count as what
    it rests on, and without the clause the other is left."""
    text = '\n'.join(w.texts)
    names, found = stages(text, name) if before else {name}, set()
    for b in [b for t in w.texts for b in texts.blocks(t)]:
        if b.kind == 'section':
            found.add(b.ident)
        elif b.kind == 'clause' and any(re.search(r'\b(%s)\b' % '|'.join(names), i[0]) or 'sets aside' in i[0] or not re.search(r'\b(is|to|in|by|permits|refuses|refers|adds|multiplies)\b', i[0])
                                      for i in b.items if not re.match(NOTES, i[0].strip())):
            found.add(b.ident)
        elif b.kind == 'table':
            rows = [[c.strip() for c in i[0].strip().strip('|').split('|')] for i in b.items if i[0].lstrip().startswith('|')]
            if rows and names & set(rows[0]) and 'clause' in rows[0]:
                found |= {r[rows[0].index('clause')] for r in rows[1:]}
    return found


def unrounded(w):
    """Rounding takes away differences that a clause makes: without it, each addition and factor tells."""
    w.texts = [re.sub(r', rounded (?:half )?\w+ to \S+(?: hours| days)?', '', t) for t in w.texts]


class Removal:
    """Answers without the rules of some clauses, for all records at once; each set of clauses is run once."""

    def __init__(self, e, w, records):
        self.e, self.w, self.records, self.known = e, w, records, {}

    def without(self, clauses):
        """By record, or None where the policy has no meaning without them. A clause may come with a decision, or the words of an effect: then only its rules on that are gone."""
        key = frozenset(clauses)
        if key not in self.known:
            whole, single = {c for c in key if isinstance(c, str)}, {c for c in key if not isinstance(c, str)}
            try:
                self.known[key] = self.w.decide(self.e, self.records, texts=[texts.without_rules(t, whole, single) for t in self.w.texts])
            except engine.Refused as x:
                if x.crash:
                    raise
                self.known[key] = None
        return self.known[key]

    def answer(self, clauses, i, name):
        found = self.without(clauses)
        return None if found is None or found[i] is None or name not in found[i] else found[i][name]


def difference(removal, i, name, d, clause, others, idle):
    """How a clause tells: 1 alone; 2 where others that decide are gone too, and the answer had stayed the same without those; 3 where they are gone, whatever that did; 0 not at all; None: it cannot be tried.
    idle: sets of clauses that do not decide, gone as well at last, so that none of them takes the place of what is gone. Where the others are used besides, only their rules on this decision are gone."""
    alone = removal.answer([clause], i, name)
    if alone is None:
        return None
    if given(alone) != given(d):
        return 1
    some, untried = 0, False
    for rest in [()] + idle:
        for gone in ways(others, name, least=0 if rest else 1):
            before, after = removal.answer(gone + rest, i, name), removal.answer(gone + rest + (clause,), i, name)
            if before is None or after is None:
                untried = True
            elif given(before) != given(after):
                if given(before) == given(d):
                    return 2
                some = 3
        if some:
            return some
    return None if untried else 0


def differs(removal, i, name, gone, more):
    """Whether taking some away makes a difference once others are gone."""
    before, after = removal.answer(gone, i, name), removal.answer(gone + more, i, name)
    return before is not None and after is not None and given(before) != given(after)


def by_rules(removal, i, name, d, clause, named):
    """Rules, where whole clauses do not tell: a clause that sets aside a refusal of its own decides by that rule; of limits of several clauses that bite alike, or contradict the same other limit, each does
    without the other limits of its kind; and what a limit swallows tells without all limits."""
    effects = {b['effect'] for b in d['because'] if b['clause'] == clause}
    if 'sets aside' in effects and differs(removal, i, name, (), ((clause, 'sets aside'),)):
        return True
    if any(differs(removal, i, name, tuple((c, '(?:%s)' % words) for c in sorted(named - {clause})), ((clause, '(?:%s)' % words),)) for effect, words in LIMITS.items() if effect in effects):
        return True
    limits = '(?:%s)' % '|'.join(LIMITS.values())
    return bool(effects & {'is', 'adds', 'multiplies'}) and differs(removal, i, name, tuple((c, limits) for c in sorted(named)), (clause,))


def ways(others, name, least):
    for n in range(least, min(len(others), MOST) + 1):
        yield from itertools.combinations(others, n)
    if others:
        yield tuple((c, name) for c in others)


def named_as(w, kind):
    return {b.ident for t in w.texts for b in texts.blocks(t) if b.kind == kind}


def cases(e, w, dice):
    unrounded(w)
    records = some_known(w, dice)
    removal = Removal(e, w, records)
    return removal, [(i, name, d) for i, found in enumerate(removal.without([]) or []) for name, d in (found or {}).items() if d['outcome'] != 'undetermined']


def nothing_multiplied(d, clause):
    """A factor made the value, also where there was nothing to multiply."""
    return engine.value_of(d) is not None and re.fullmatch(r'[0.]+', str(engine.value_of(d))) and any(b['clause'] == clause and b['effect'] == 'multiplies' for b in d['because'])


def of_a_stage(text, found, name):
    """Whether the answer is that of a decision that this one comes after: it is looked at there."""
    return any(found[s]['outcome'] not in ('permitted', 'undetermined') for s in stages(text, name) - {name} if s in found)


def only_limits(d, clause):
    """A conflict names every cap and every floor that is in force: of several, one alone may contradict nothing."""
    return d['outcome'] == 'conflict' and {b['effect'] for b in d['because'] if b['clause'] == clause} <= set(LIMITS)


def without_open(removal, suspects):
    """Of suspects (a fault, a record, a decision, a clause) those whose clause has nothing open: a rule that is open is taken to hold and not to hold, and cited where it would decide if it held. Whether it can is not asked."""
    traced = removal.e.decide(removal.w.texts, removal.w.amended, removal.w.as_of, [removal.records[i] for _, i, _, _ in suspects], True) if suspects else []
    return [fault for (fault, _, name, clause), found in zip(suspects, traced) if not any(r['clause'] == clause and r['status'] == 'open' for r in found[name]['trace']['rules'])]


def decisive(e, w, dice):
    """Each clause that decides a definite answer."""
    removal, todo = cases(e, w, dice)
    count, suspects, speak, named, sections, text = 0, [], {}, named_as(w, 'clause'), named_as(w, 'section'), '\n'.join(w.texts)
    for i, name, d in todo:
        if of_a_stage(text, removal.without([])[i], name):
            continue
        clauses = sorted(engine.clauses_of(d))
        if name not in speak:
            speak[name] = [speakers(w, name, stages_too) for stages_too in (False, True)]
        idle = [tuple(sorted(((named | sections) & found) - set(clauses))) for found in speak[name]]
        idle.append(tuple(c if c in sections else (c, name) for c in idle[0]))  # what they say of other decisions stays
        for clause in clauses:
            if clause not in speak[name][True]:
                continue
            how = difference(removal, i, name, d, clause, [c for c in clauses if c != clause], idle)
            if how is None:
                continue
            count += 1
            if how == 0 and not nothing_multiplied(d, clause) and not by_rules(removal, i, name, d, clause, named) and not only_limits(d, clause):
                fault = Fault('%s is the same without %s, which decides it' % (name, clause), removal.records[i], engine.short(d), engine.short(removal.answer([clause], i, name)))
                suspects.append((fault, i, name, clause))
    return count, without_open(removal, suspects)
