"""What the generated policies and their answers were made of: how often each construct, answer, state and limit was met. What is never met is not tested, so it is to be seen."""
import os
import re
from collections import Counter

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
seen = Counter()

# Of these nodes the generator writes none, for the reason given.
NOT_WRITTEN = {
    'broken': 'a mistake', 'mixed': 'a mistake', 'file': 'every tree has one',
    **dict.fromkeys('scenario scenarios as_of like given but given_fact given_not expect expect_is expect_not under not_under missing expect_presumed reserved_by blocked_by'.split(), 'scenarios: those of the repository'),
}
# Nodes that are told apart by their text.
TOLD_APART = ('relation', 'call', 'call_each', 'duty', 'deadline', 'shift', 'sets_aside', 'combine', 'bound', 'rounded', 'ref_kind', 'short_months', 'cap', 'floor', 'better_when', 'type_set_of')
TEXTS = {
    'relation': 'is at_least at_most more_than less_than before after on_or_before on_or_after above below one_of range within',
    'call': 'least greatest date year month day weekday last_day_of_month yearly_in days_between months_between years_between whole round_up round_down round_half_up round_half_even days_from numbers years_beginning pieces',
    'call_each': 'any every count sum least greatest', 'duty': 'must will should expected normally best_effort', 'deadline': 'by before on', 'shift': 'before after above below',
    'sets_aside': 'refusals referrals', 'combine': 'least greatest', 'bound': 'at_least at_most more_than less_than range', 'rounded': 'half_up half_down half_even up down', 'ref_kind': 'section table',
    'short_months': 'last_day next_first', 'cap': 'capped no_later', 'floor': 'no_less no_earlier', 'better_when': 'higher lower', 'type_set_of': 'step party',
}
FAULTS = ('a division by 0', 'a number too large to be exact', 'a date outside the years 1 to 9999', 'a part of a day, month or year where whole ones are counted', 'a list over the size limit')
KINDS = {'permission': ('permitted', 'refused', 'referred', 'not_applicable', 'undetermined', 'conflict', 'error'), 'value': ('value', 'not_applicable', 'undetermined', 'conflict', 'error'),
         'set or sequence': ('value', 'not_applicable', 'undetermined', 'error'), 'obligations': ('value', 'not_applicable', 'undetermined', 'error')}
OTHER = ['reason: out_of_scope', 'reason: silent', 'missing: 1', 'missing: 2 to 4', 'missing: 5 or more', 'missing: what each value settles', 'possible: more than one', 'gave way', 'presumed', 'reservation', 'would come next',
         'pending', 'amount open', 'referred to several', 'facts: all known', 'facts: some unknown', 'facts: none known', 'missing facts tried in every combination', 'more combinations than are tried', 'rules settled: 1 to 3',
         'rules settled: 4 to 10', 'more open rules than are settled', 'stage: one before', 'stage: several before', 'stage: the answer of an earlier one', 'exceptions: 1 deep', 'exceptions: 2 deep', 'exceptions: 3 deep or more',
         'clause: two versions by date', 'clause: three versions by date', 'amendments: 1', 'amendments: 2', 'amendments: in force from a day', 'amendments: not in force yet', 'amendments: for some cases', 'consolidated text',
         'tie in rounding: half up', 'tie in rounding: half down', 'tie in rounding: half even, to the lower', 'tie in rounding: half even, to the upper', 'rounding of a negative number', 'short month: the last day',
         'short month: the first of the next', '29 February as an answer', 'the last day of a month as an answer', 'list: empty', 'list: an entry is missing', 'list: of lists', 'interval: over midnight', 'interval: several pieces',
         'limit: number at it', 'limit: number 1 beside it', 'limit: date at it', 'limit: date 1 beside it', 'limit: time at it', 'limit: time 1 beside it', 'limit: place in an order at it', 'limit: place in an order 1 beside it']

RARE = ('error: a list over the size limit', 'permission: conflict', 'permission: error', 'set or sequence: error', 'obligations: error', 'clause: three versions by date', 'tie in rounding: half down')


def met(what, times=1):
    seen[what] += times


def take():
    """What was met since the last time."""
    found = Counter(seen)
    seen.clear()
    return found


def required():
    """All that is to be met: every node of the language that is not excused, with its texts; every answer of every kind of decision; and what is listed above."""
    with open(os.path.join(ROOT, 'src', 'syntax', 'nodes.def')) as f:
        nodes = re.findall(r'^POL_NODE\(\w+, "(\w+)"', f.read(), re.M)
    found = ['node: ' + n for n in nodes if n not in NOT_WRITTEN and n not in TEXTS] + ['node: %s %s' % (n, t) for n, texts in TEXTS.items() for t in texts.split()]
    found += ['%s: %s' % (kind, outcome) for kind, outcomes in KINDS.items() for outcome in outcomes] + ['error: ' + f for f in FAULTS]
    return found + OTHER


def tree(n):
    """Counts the nodes of a tree."""
    todo = [n]
    while todo:
        n = todo.pop()
        if isinstance(n, list):
            todo += n
        elif isinstance(n, dict):
            kind = n.get('kind')
            if kind in TOLD_APART:
                text = n['text'] + ('_' + n['mode2']['text'] if n.get('mode2') else '')
                seen['node: %s %s' % (kind, text)] += 1
            elif kind:
                seen['node: ' + kind] += 1
            todo += [v for v in n.values() if isinstance(v, (dict, list))]


def kind_of(d):
    return 'permission' if d.is_permission else 'obligations' if d.type[0] == 'obligations' else 'set or sequence' if d.is_members else 'value'


def precedence(d):
    """How deep exceptions go on one decision."""
    depth = {}
    for r in sorted(d.rules, key=lambda r: len(r.above)):
        depth[r] = max([depth[a] + 1 for a in r.above], default=0)
    deepest = max(depth.values(), default=0)
    if deepest:
        met('exceptions: %s deep' % (deepest if deepest < 3 else '3') + (' or more' if deepest >= 3 else ''))


def of_policy(policy, amended):
    for d in policy.decisions.values():
        precedence(d)
        if d.after:
            met('stage: one before' if len(d.after) == 1 else 'stage: several before')
    for versions in policy.clauses.values():
        dated = {c.dates for c in versions if not c.file}
        if len(dated) in (2, 3):
            met('clause: %s versions by date' % ('two' if len(dated) == 2 else 'three'))
    if amended:
        met('amendments: %d' % len(amended))
        met('amendments: for some cases', sum(bool(c.only_for) for c in policy.every))


def of_days(policy, day):
    for first in policy.days.values():
        met('amendments: ' + ('in force from a day' if first is not None and first <= day else 'not in force yet' if first is not None else 'in force always'))


def of_record(given):
    values = list(given.values())
    lists = [v for v in values if isinstance(v, list)]
    for items in lists:
        if not items:
            met('list: empty')
        for item in items:
            met('list: an entry is missing', any(type(v).__name__ == 'State' for v in item.values()))
            met('list: of lists', any(isinstance(v, list) and v != [] for v in item.values()))


def of_answer(d, asked, got, facts, known):
    """d: the decision; got: the engine's answer as JSON; facts, known: how many there are, and are given."""
    outcome, value = got['outcome'], got['value']
    met('%s: %s' % (kind_of(d), outcome))
    met('facts: ' + ('none known' if not known else 'all known' if known == facts else 'some unknown'))
    if outcome == 'not_applicable':
        met('reason: ' + got['reason'])
    if outcome == 'error':
        met('error: ' + got['error']['text'])
    n = len(got['missing'])
    if n:
        met('missing: ' + ('1' if n == 1 else '2 to 4' if n < 5 else '5 or more'))
        met('missing: what each value settles', any(s['outcome'] != 'undetermined' for m in got['missing'] for s in m['settles']))
        met('amount open', outcome in ('permitted', 'value'))
    met('possible: more than one', outcome == 'undetermined' and len(got['possible']) > 1)
    for key, what in (('gave_way', 'gave way'), ('presumed', 'presumed'), ('reservations', 'reservation'), ('would_come_next', 'would come next')):
        met(what, bool(got[key]))
    met('pending', bool(value and value.get('pending')))
    met('referred to several', len(got['authorities']) > 1)
    met('stage: the answer of an earlier one', asked != d.name)
    date = value and value.get('type') == 'date' and value.get('value')
    if date:
        met('29 February as an answer', date.endswith('-02-29'))
        met('the last day of a month as an answer', date[5:] in ('01-31', '03-31', '04-30', '05-31', '06-30', '07-31', '08-31', '09-30', '10-31', '11-30', '12-31') or date.endswith('-02-29'))


def limit(kind, a, b):
    """A comparison with what it is held against."""
    apart = a - b
    if apart == 0:
        met('limit: %s at it' % kind)
    elif apart in (1, -1):
        met('limit: %s 1 beside it' % kind)


def table(found, decisions):
    """The census in words: each line with its number, and with what was never met first."""
    wanted = required()
    never = [x for x in wanted if not found[x]]
    lines = ['%10d  %s' % (found[x], x) for x in wanted]
    lines += ['%10d  %s (%s)' % (found['node: ' + n], 'node: ' + n, why) for n, why in NOT_WRITTEN.items()]
    return ['census of %d decisions: %d of %d met' % (decisions, len(wanted) - len(never), len(wanted))] + lines, never
