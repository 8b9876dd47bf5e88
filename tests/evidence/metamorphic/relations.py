"""Relations between two runs: another order of the text, more facts, another layout, other records beside. Each takes a world and says how many checks it made and what was wrong."""
import importlib.util
import json
import os
import random
import re
import subprocess

import engine
import texts
import worlds

PLACE = re.compile(rb',?"(?:line|column)":\d+')
DIVISION = re.compile(rb' ?/ ?')  # of two numbers fmt sets it apart; a trace quotes what is written


class Fault:
    """record: what was decided; more: what else it takes to see it; one, other: the two answers."""

    def __init__(self, what, record, one, other, more=''):
        self.what, self.record, self.one, self.other, self.more = what, record, one, other, more


def some_known(w, dice):
    """Records as they are thrown, and whole ones with a few facts taken out."""
    found = [r for r in w.records if dice.random() < 0.5]
    for r in w.records[:len(w.records) - len(found)]:
        full, named = w.whole(r, dice), w.named()
        found.append(worlds.taken_out(full, dice.sample(named, min(len(named), dice.choice([0, 1, 2, 3, 5])))))
    return found


def without_order(d):
    """An answer as a set of what it says. What is possible of obligations is a list of the names of duties, of each as many as there are rules. Of several clauses that prevail over one, and of several that
    are in error, the first in the document is named, with what is wrong there."""
    kept = engine.plainly(dict(d, possible=sorted({', '.join(sorted(set(p.split(', ')))) for p in d['possible']}), gave_way=[g['clause'] for g in d['gave_way']]))
    if kept['error']:
        kept['error'] = kept['error']['code']
    for rule in kept.get('trace', {}).get('rules', []):
        if rule['status'] in ('gives_way', 'set_aside'):
            rule['to'] = None
    return kept


def order(e, w, dice):
    """Clauses, rules, rows, declarations and files in another order: the same answers; with the trace, the same of every rule."""
    records, trace = some_known(w, dice), dice.random() < 0.25
    moved = texts.shuffled(w.texts, dice, dice.choice([1, 1, 2, 3]))
    amended = [(texts.shuffled_amendment(t, dice), day) for t, day in w.amended]
    one = w.decide(e, records, trace)
    other = e.decide(moved, amended, w.as_of, records, trace)
    count, faults = 0, []
    for r, a, b in zip(records, one, other):
        for name in a or {}:
            count += 1
            if b is None or without_order(a[name]) != without_order(b[name]):
                x, y = without_order(a[name]), without_order(b[name]) if b else {}
                faults.append(Fault('%s in another order' % name, r, {k: v for k, v in x.items() if v != y.get(k)}, {k: v for k, v in y.items() if v != x.get(k)}, '\n'.join(moved + [t for t, _ in amended])))
    return count, faults


FAILED = ('error', 'conflict')


def items_of(v):
    """Of a set or of obligations: each element, with its deadlines where they are known. Several clauses may oblige to the same, each on its day."""
    found = {}
    for x in v or []:
        key = json.dumps({k: y for k, y in x.items() if k not in ('by', 'text')} if isinstance(x, dict) else x, sort_keys=True)
        found.setdefault(key, set()).add(x.get('by') if isinstance(x, dict) else None)
    return found


def none_yet(d):
    """A list of which nothing is certain: it may come out that no clause speaks."""
    return d['outcome'] == 'value' and engine.value_of(d) == [] and len((d['value'] or {}).get('pending') or []) > 0


def stays(d, later):
    """Whether an answer that is definite is still the same one when more is known. Where something of it is missing (an amount, an element, a deadline), that may come in, and be in error."""
    if not d['missing']:
        return engine.answer(d) == engine.answer(later)
    if later['outcome'] in FAILED or none_yet(d) and later['outcome'] == 'not_applicable':
        return True
    if later['outcome'] == 'undetermined' and engine.pending_of(d):  # one that was pending is in error now, unless its element comes in by another rule
        return bool(later['missing'])
    if d['outcome'] != later['outcome'] or not set(engine.parties_of(d)) <= set(engine.parties_of(later)) or d['outcome'] != 'referred' and d['authorities'] != later['authorities']:
        return False
    was, now = engine.value_of(d), engine.value_of(later)
    if not isinstance(was, list):
        return was is None or was == now
    was, now, open_before, open_now = items_of(was), items_of(now), items_of(engine.pending_of(d)), items_of(engine.pending_of(later))
    return set(was) <= set(now) <= set(was) | set(open_before) and set(open_now) <= set(open_before) and all(days - {None} <= now[x] for x, days in was.items())


def failing(answers):
    """The clauses that those cite which fail."""
    return {c for d in answers if d['outcome'] in FAILED for c in engine.clauses_of(d)}


def explained(found, name, clauses):
    """Whether a rule was open on which the failure rests: of the decision itself, or, where what it uses was definite for all that, one that is cited now."""
    return any(rule['status'] == 'open' and (d == name or rule['clause'] in clauses) for d, x in found.items() for rule in x['trace']['rules'])


def truly(e, w, suspects):
    """Of a fault, the name of its decision, and the clauses of the failure that explains it (None: it is no failure): the faults that are. An open rule is settled in two ways, holding and not
    (design: "Unknown"), and what is the same in both is definite; that it cannot be worked out at all, once the facts are there, is told when they are. So where the later answer is in error and a rule
    was open before, nothing was promised."""
    asked = [f.record for f, _, failed in suspects if failed is not None]
    traced = iter(w.decide(e, asked, True) if asked else [])
    return [f for f, name, failed in suspects if failed is None or not explained(next(traced), name, failed)]


def fewer(w, full, dice, share):
    """Some facts less, and some entries of lists."""
    out = {}
    for k, v in full.items():
        if k in w.presumed or k == 'id' or dice.random() >= share:
            out[k] = [{e: x for e, x in row.items() if dice.random() >= share / 4} for row in v] if isinstance(v, list) else v
    return out


def more_facts(e, w, dice):
    """A record with ever more facts: what is definite stays. Facts with a presumption are left as they are: giving one is saying otherwise."""
    chains = []
    for r in w.records:
        step = [w.whole(r, dice)]
        for share in dice.choice([(0.05, 0.05, 0.1), (0.1, 0.2, 0.3), (0.2, 0.5, 0.8)]):
            step.append(fewer(w, step[-1], dice, share))
        chains.append(step[::-1])
    found = iter(w.decide(e, [r for c in chains for r in c]))
    count, suspects = 0, []
    for c in chains:
        answers = [next(found) for _ in c]
        for i, (less, more) in enumerate(zip(answers, answers[1:])):
            for name in less or {}:
                if less[name]['outcome'] == 'undetermined' or more is None:  # what is thrown may be a wrong fact
                    continue
                count += 1
                if not stays(less[name], more[name]):
                    added = json.dumps({k: v for k, v in c[i + 1].items() if c[i].get(k) != v})
                    suspects.append((Fault('%s with more facts' % name, c[i], engine.short(less[name]), engine.short(more[name]), 'more: ' + added), name, failing([more[name]]) if more[name]['outcome'] in FAILED else None))
    return count, truly(e, w, suspects)


def mangler():
    """The one of tests/format, which changes spaces, line ends and comments."""
    spec = importlib.util.spec_from_file_location('layout', os.path.join(worlds.ROOT, 'tests', 'format', 'run.py'))
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found.Mangler


def layout(e, w, dice):
    """The same text, badly laid out, and as fmt lays it out: the same bytes of answers and traces, but for lines."""
    records, written = some_known(w, dice), w.texts + [t for t, _ in w.amended]
    mangle = mangler()
    bad = [mangle(dice.randrange(1 << 30), dice.choice([0, 0, 1])).mangle(t) for t in written]
    try:
        good = e.formatted(bad)
    except engine.Refused:  # broken where a line may not be: as it was, then
        bad, good = written, e.formatted(written)
    runs = []
    for version in (written, bad, good):
        n = len(w.texts)
        try:
            lines = e.lines(version[:n], [(t, day) for t, (_, day) in zip(version[n:], w.amended)], w.as_of, records, True, 'same')
        except engine.Refused as x:
            return 1, [Fault('another layout is refused', {}, '', str(x), '\n'.join(version))]
        runs.append([DIVISION.sub(b'/', PLACE.sub(b'', line)) for line in lines])
    faults, count = [], 0
    for r, a, b, c in zip(records, *runs):
        count += 1
        if not a == b == c:
            at = next(i for i in range(len(a)) if not a[i:i + 1] == b[i:i + 1] == c[i:i + 1])
            faults.append(Fault('another layout', r, a[max(0, at - 200):at + 200].decode(), (b if b != a else c)[max(0, at - 200):at + 200].decode(), '\n'.join(good)))
    return count, faults


CHUNK = 2048


def together(e, w, dice, alone):
    """2,048 records and some more decided at once, and each by itself: the same bytes, with traces. alone: the program that does both, and its options."""
    n = CHUNK + dice.randrange(1, 200)
    known = [some_known(w, dice) for _ in range(4)]
    records = [dict(dice.choice(dice.choice(known)), id=str(i)) for i in range(n)]
    for r in records:
        k = dice.choice(sorted(r))
        if k != 'id' and dice.random() < 0.5:
            del r[k]
    paths = e.write(w.texts + [t for t, _ in w.amended])
    facts = os.path.join(os.path.dirname(paths[0]), 'facts.ndjson')
    with open(facts, 'w', encoding='utf-8') as f:
        f.writelines(json.dumps(r, ensure_ascii=False) + '\n' for r in records)
    amended = [x for path, (_, day) in zip(paths[len(w.texts):], w.amended) for x in ('--amend', path, day or '-')]
    p = subprocess.run(alone + [w.as_of, facts] + paths[:len(w.texts)] + amended, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300, check=False)
    out = p.stdout.decode(errors='replace')
    if p.returncode not in (0, 1):
        return 1, [Fault('alone: exit status %d' % p.returncode, {}, out[-2000:], p.stderr.decode(errors='replace')[-2000:])]
    found = [json.loads(line) for line in out.splitlines() if line.startswith('{')]
    return n, [Fault('alone and in a chunk, from byte %d' % x['byte'], records[x['record']], x['alone'], x['together']) for x in found]
