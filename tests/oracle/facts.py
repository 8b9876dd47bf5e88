"""Facts, from the text of records to values and back; and the facts of a policy's own scenarios."""
from fractions import Fraction

from expressions import PERIOD, TIME
from nodes import BOOL
from values import UNKNOWN, Date, Period, iso, number, read_date, read_number, span, SPANS

WORDS = {'hour', 'minute', 'day', 'week', 'month', 'year'}


def quantity(kind, text):
    """£23.05, 37 hours, 24 minutes, 3 years 6 months, 50%, or a bare number in the fact's own unit."""
    text = str(text).replace('£', '').replace('GBP', '').split(' per ')[0].strip()
    if text.endswith('%'):
        return number(read_number(text[:-1]) / 100)
    parts = text.split(' ')
    if not any(w.rstrip('s') in WORDS for w in parts):
        return number(read_number(text) / (100 if kind[2] == 'percent' else 1))
    if kind == PERIOD:
        sums = {'month': 0, 'day': 0}
        for amount, word in zip(parts[::2], parts[1::2]):
            base, factor = SPANS[word.rstrip('s')]
            sums[base] += int(amount) * factor
        return Period(sums['month'], sums['day'])
    own, total = span(kind[1]), Fraction(0)
    for amount, word in zip(parts[::2], parts[1::2]):
        word = word.rstrip('s')
        v = read_number(amount)
        if own and word in SPANS:
            v = v * SPANS[word][1] / SPANS[own][1]
        total += v / 60 if word == 'minute' else v
    return number(total)


def value(policy, kind, raw):
    if kind[0] == 'list':
        fields = policy.records[kind[1][1]]
        return [dict({f: UNKNOWN for f in fields}, **{f: value(policy, fields[f], v) for f, v in row.items() if v is not None}) for row in raw]
    if kind == BOOL:
        return raw if isinstance(raw, bool) else raw == 'yes'
    if kind == ('date',):
        return read_date(raw)
    if kind == TIME:
        h, m = raw.split(':')
        return int(h) * 60 + int(m)
    return quantity(kind, raw) if kind[0] == 'num' or kind == PERIOD else raw


def flat(record, group=''):
    """A group may be written as an object of its own."""
    found = {}
    for k, v in record.items():
        found.update(flat(v, group + k + '.') if isinstance(v, dict) else {group + k: v})
    return found


def read(policy, record):
    return {k: value(policy, policy.facts[k]['type'], v) for k, v in ((whole_name(policy, k), v) for k, v in flat(record).items() if k != 'id') if v is not None}


def whole_name(policy, name):
    """A fact may be given under the last part of its name, where no other ends so."""
    return name if name in policy.facts else next(k for k in policy.facts if k.endswith('.' + name))


def written(policy, kind, v):
    """A value as a facts file has it."""
    if kind[0] == 'list':
        fields = policy.records[kind[1][1]]
        return [{f: written(policy, fields[f], x) for f, x in row.items() if x is not UNKNOWN} for row in v]
    if isinstance(v, (bool, str)):
        return v
    if isinstance(v, Date):
        return iso(v)
    if kind == TIME:
        return '%02d:%02d' % divmod(v, 60)
    return str(v * 100 if kind[2] == 'percent' else v)


# ---- scenarios of a policy

class Scenarios:
    def __init__(self, policy, trees):
        self.p = policy
        declarations = [d for tree in trees for d in tree['declaration'] if d['kind'] in ('scenario', 'scenarios')]
        self.by_title = {}
        for d in declarations:
            self.by_title.setdefault(d['title']['text'], d)
        self.all = [c for d in declarations for c in self.cases(d)]

    def cases(self, d):
        """(title, as-of date or None, facts) of a scenario, or of each row of a table of them."""
        as_of, facts = self.lines(d)
        if d['kind'] == 'scenario':
            return [(d['title']['text'], as_of, facts)]
        found, columns = [], [c['text'] for c in d['rows']['head']['column']]
        for i, row in enumerate(d['rows']['row']):
            given, date = dict(facts), as_of
            for name, cell in zip(columns, row['cell']):
                if name == 'as_of' and cell['item']:
                    date = self.p.x.amount(cell['item'][0]).v
                elif name in self.p.facts and cell['item']:
                    self.give(given, name, cell['item'])
            found.append(('%s, row %d' % (d['title']['text'], i + 1), date, given))
        return found

    def lines(self, d):
        as_of, facts, lines = None, {}, d['lines']['item']
        for line in lines:
            if line['kind'] == 'like':
                date, given = self.lines(self.by_title[line['title']['text']])
                as_of, facts = as_of or date, dict(facts, **given)
        for line in lines:
            if line['kind'] == 'as_of':
                as_of = self.p.x.amount(line['date']).v
            elif line['kind'] in ('given', 'but'):
                for g in line['fact']:
                    yes_or_no = {'kind': 'no' if g['kind'] == 'given_not' else 'yes'}
                    self.give(facts, g['text'], g.get('value') or [yes_or_no])
        return as_of, facts

    def give(self, facts, name, nodes):
        kind = self.p.facts[name]['type']
        word = nodes[0]['text'] if len(nodes) == 1 and nodes[0]['kind'] == 'name' else None
        if word == 'unknown' and not self.p.x.choice(word, kind):
            facts.pop(name, None)
        elif kind[0] == 'list':
            field = list(self.p.records[kind[1][1]].items())[0]
            facts[name] = [] if word == 'none' else [{field[0]: self.constant(n, field[1])} for n in nodes]
        else:
            facts[name] = self.constant(nodes[0], kind)

    def constant(self, n, kind):
        e = self.p.x.fit(self.p.x.amount(n, None, kind), kind)
        from nodes import Env
        return e.value(Env({}, None))
