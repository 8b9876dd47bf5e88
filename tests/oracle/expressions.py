"""Nodes of the tree become expressions: conditions, amounts, bodies of definitions. Types are found on the way: ('num', unit, shown as), ('option', list) and so on."""
from fractions import Fraction

import census
from functions import Functions
from nodes import BOOL, AsOf, Constant, Junction, Select, Strict
from values import (
    DAY, NA, PLAIN, SPANS, Err, Period, add, day_of_year, divide, multiply, number, period, read_date, read_number, shift, span, unit, unit_product, ymd)

DATE, TIME, TEXT, PERIOD, PARTY, OUTCOME, YEARLY = ('date',), ('time',), ('text',), ('period',), ('party',), ('outcome',), ('yearly',)
WEEKDAY = ('option', 'weekday')
WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
OUTCOMES = ['permitted', 'refused', 'referred', 'not_applicable']
UNITS = ('hour', 'day', 'week', 'month', 'year')
ORDERS = {'at_least': lambda a, b: a >= b, 'on_or_after': lambda a, b: a >= b, 'at_most': lambda a, b: a <= b, 'on_or_before': lambda a, b: a <= b,
          'more_than': lambda a, b: a > b, 'after': lambda a, b: a > b, 'above': lambda a, b: a > b,
          'less_than': lambda a, b: a < b, 'before': lambda a, b: a < b, 'below': lambda a, b: a < b}


LIMITS = {'date': 'date', 'time': 'time', 'option': 'place in an order'}


def num(u=PLAIN, show=''):
    return ('num', u, show)


class Scope:
    """Parameters and elements in sight, innermost first."""

    def __init__(self, name, e, outer):
        self.name, self.e, self.outer = name, e, outer


def found(scope, name):
    while scope and scope.name != name:
        scope = scope.outer
    return scope.e if scope else None


class Compiler(Functions):
    """Makes expressions of one policy's nodes. `awaited`: the agreement that counts as pending where the text says agreed; `agreements`: those met."""

    def __init__(self, policy):
        self.p, self.awaited, self.agreements, self.group = policy, None, [], None

    # ---- conditions
    def test(self, n, scope=None):
        kind = n['kind']
        if kind in ('and', 'all_of', 'or', 'any_of'):
            return Junction(kind in ('or', 'any_of'), [self.test(t, scope) for t in n['test']])
        if kind == 'not':
            return self.opposite(self.test(n['test'], scope))
        if kind == 'paren':
            return self.test(n['inner'], scope)
        if kind == 'condition':
            return self.test(n['test'], scope)
        if kind in ('test', 'test_not'):
            e = self.relation(self.amount(n['left'], scope), n['relation'], scope)
            return self.opposite(e) if kind == 'test_not' else e
        if kind in ('agreed', 'pending'):
            return self.agreement(n['text'], kind == 'agreed')
        return self.amount(n, scope)

    def opposite(self, e):
        return Strict(BOOL, lambda v: not v, e)

    def agreement(self, name, agreed):
        a, status = self.p.agreements[name], self.p.fact(name + '.status')
        if agreed and name not in self.agreements:
            self.agreements.append(name)
        if not agreed or self.awaited == name:
            return Strict(BOOL, lambda s: s == 'sought', status)
        given = ['given_in_writing'] + ['given_orally'] * (not a['writing'])
        return Junction(False, [Strict(BOOL, lambda s: s in given, status), Strict(BOOL, lambda by: by == a['party'], self.p.fact(name + '.decided_by'))])

    def relation(self, left, n, scope):
        how, operands = (n['text'], n['operand']) if n['kind'] == 'relation' else ('is', [n])
        if how == 'is':
            return self.same(left, operands[0], scope)
        if how == 'one_of':
            return Junction(True, [self.same(left, o, scope) for o in operands])
        if how == 'range':
            return self.between(left, operands, scope)
        if how == 'within':
            return self.within(left, operands, scope)
        return self.compared(left, how, self.amount(operands[0], scope, left.type))

    def compared(self, left, how, right):
        left, right = self.unify(left, right)
        place, kind, order = self.place(left.type), LIMITS.get(left.type[0], 'number'), ORDERS[how]

        def compare(a, b):
            a, b = place(a), place(b)
            census.limit(kind, a, b)
            return order(a, b)
        return Strict(BOOL, compare, left, right)

    def place(self, kind):
        """How values of a type are ordered."""
        if kind[0] == 'option':
            return self.p.options[kind[1]].index
        return lambda v: v

    def same(self, left, n, scope):
        name = n['text'] if n['kind'] == 'name' else None
        if name in self.p.defines and len(self.p.defines[name]['params']) == 1 and not self.choice(name, left.type):
            return self.inline(name, [left])
        left, right = self.unify(left, self.amount(n, scope, left.type))
        return Strict(BOOL, lambda a, b: a == b, left, right)

    def between(self, left, operands, scope):
        low, high = (self.amount(o, scope, left.type) for o in operands)
        from_, to = self.compared(left, 'at_least', low), self.compared(left, 'less_than' if left.type == TIME else 'at_most', high)
        straight, wrapped = Junction(False, [from_, to]), Junction(True, [from_, to])
        low, high = self.unify(left, low)[1], self.unify(left, high)[1]
        if low.type not in (TIME, WEEKDAY):
            return straight
        place = self.place(low.type)
        if isinstance(low, Constant) and isinstance(high, Constant):
            return straight if place(low.v) <= place(high.v) else wrapped
        return Junction(True, [Junction(False, [Strict(BOOL, lambda a, b: place(a) <= place(b), low, high), straight]),
                               Junction(False, [Strict(BOOL, lambda a, b: place(a) > place(b), low, high), wrapped])])

    def within(self, left, operands, scope):
        length, start = self.amount(operands[0], scope), self.amount(operands[1], scope, DATE)
        if start.type != YEARLY:
            return self.window(left, start, length)
        this = self.window(left, self.in_year_of(left, start, 0), length)
        return Junction(True, [this, self.window(left, self.in_year_of(left, start, 1), length)]) if self.crosses(start, length) else this

    def in_year_of(self, day, yearly, back):
        return Strict(DATE, lambda d, q: self.in_year(q, ymd(d)[0] - back), day, yearly)

    def crosses(self, yearly, length):
        """Whether a window can still be open in the next year."""
        p = self.period(length)
        if not isinstance(p, Constant):
            return True
        ends = [shift(self.in_year(yearly.v, y), p.v, 1, self.p.short_months) for y in (2023, 2024)]
        return any(end > read_date('%d-01-01' % (y + 1)) for y, end in zip((2023, 2024), ends))

    def window(self, left, begin, length):
        return Junction(False, [self.compared(left, 'at_least', begin), self.compared(left, 'less_than', self.shifted(begin, length, 1))])

    def in_year(self, yearly, year):
        return day_of_year(year, yearly[0], yearly[1], self.p.short_months)

    # ---- units
    def unify(self, a, b):
        """Two amounts in one type: days with weeks, months with years; a date beside a weekday is its weekday; 0 has every unit."""
        if a.type == DATE and b.type == WEEKDAY:
            return self.weekday(a), b
        if b.type == DATE and a.type == WEEKDAY:
            return a, self.weekday(b)
        if PERIOD in (a.type, b.type):
            a, b = self.pure(a), self.pure(b)
            if PERIOD in (a.type, b.type):
                return self.period(a), self.period(b)
        if a.type[0] == 'num' and b.type[0] == 'num' and a.type[1] != b.type[1]:
            if self.is_zero(a) or self.is_zero(b) or not span(a.type[1]):
                kind = num(b.type[1] if self.is_zero(a) or not a.type[1] else a.type[1])
                return [Strict(kind, lambda v: v, e) if not isinstance(e, Constant) else Constant(kind, e.v) for e in (a, b)]
            base = num(unit(**{SPANS[span(a.type[1])][0]: 1}))
            return self.fit(a, base), self.fit(b, base)
        return a, b

    def is_zero(self, e):
        return isinstance(e, Constant) and e.type == num() and e.v == 0

    def fit(self, e, want):
        """An amount in the type of the place that takes it."""
        if not want or want[0] not in ('num', 'period') or e.type == want:
            return e
        if want == PERIOD:
            return self.period(e)
        e = self.pure(e)
        if self.is_zero(e):
            return Constant(want, e.v)
        have, to = span(e.type[1]), span(want[1])
        if not have or not to or have == to:
            return e
        factor = Fraction(SPANS[have][1], SPANS[to][1])
        return Constant(want, e.v * factor) if isinstance(e, Constant) else Strict(want, lambda v: number(v * factor), e)

    def pure(self, e):
        """A written period of months only, or of days only, as a number of them."""
        if e.type != PERIOD or not isinstance(e, Constant) or (e.v.months and e.v.days):
            return e
        return Constant(num(unit(day=1) if e.v.days else unit(month=1)), Fraction(e.v.days or e.v.months))

    def period(self, e):
        """A span as a calendar period."""
        if e.type == PERIOD:
            return e
        if self.is_zero(e):
            return Constant(PERIOD, Period(0, 0))
        base, factor = SPANS[span(e.type[1])]

        def make(v):
            if v.denominator != 1:
                return Err('whole')
            return period(int(v) * factor, 0) if base == 'month' else period(0, int(v) * factor)
        return Constant(PERIOD, make(e.v)) if isinstance(e, Constant) else Strict(PERIOD, make, e)

    def weekday(self, e):
        return Strict(WEEKDAY, lambda d: WEEKDAYS[(d - 1) % 7], e)

    # ---- amounts
    def choice(self, name, want):
        """Whether the name is one of the options of what is wanted."""
        if not want:
            return False
        names = {'option': lambda: self.p.options[want[1]], 'party': lambda: self.p.parties + ['unnamed', 'other'], 'outcome': lambda: OUTCOMES}.get(want[0])
        return bool(names) and name in names()

    def amount(self, n, scope=None, want=None):
        return getattr(self, 'x_' + n['kind'])(n, scope, want)

    def body(self, n, scope=None, want=None):
        """What may follow `is`: an amount, a schedule, cases, or a condition."""
        if n['kind'] in ('schedule', 'cases'):
            return getattr(self, n['kind'])(n, scope, want)
        return self.test(n, scope) if n['kind'] == 'condition' else self.fit(self.amount(n, scope, want), want)

    def boolean(self, n, scope, _want):
        return self.test(n, scope)

    x_and = x_or = x_all_of = x_any_of = x_not = x_test = x_test_not = x_agreed = x_pending = boolean

    def x_paren(self, n, scope, want):
        return self.amount(n['inner'], scope, want)

    def x_number(self, n, _scope, _want):
        return Constant(num(), read_number(n['text']))

    def x_percent(self, n, _scope, _want):
        return Constant(num(PLAIN, 'percent'), read_number(n['text']) / 100)

    def x_money(self, n, _scope, _want):
        u = unit(money=1)
        if n.get('per'):
            u = unit_product(u, unit(**{n['per']['text']: 1}), -1)
        return Constant(num(u), read_number(n['text'].split(' ', 1)[1]))

    def x_date(self, n, _scope, _want):
        return Constant(DATE, read_date(n['text']))

    def x_yearly(self, n, _scope, _want):
        return Constant(YEARLY, tuple(int(x) for x in n['text'].split('-')))

    def x_time(self, n, _scope, _want):
        h, m = n['text'].split(':')
        return Constant(TIME, int(h) * 60 + int(m))

    def x_text(self, n, _scope, _want):
        return Constant(TEXT, n['text'] or '')

    def x_yes(self, _n, _scope, _want):
        return Constant(BOOL, True)

    def x_no(self, _n, _scope, _want):
        return Constant(BOOL, False)

    def x_quantity(self, n, _scope, _want):
        parts = [(read_number(p['text']), p['unit']['text']) for p in n['part']]
        if len(parts) > 1 and all(u in SPANS for _, u in parts):
            sums = {'month': 0, 'day': 0}
            for v, u in parts:
                sums[SPANS[u][0]] += int(v) * SPANS[u][1]
            return Constant(PERIOD, Period(sums['month'], sums['day']))
        total = sum(v / 60 if u == 'minute' else v for v, u in parts)
        name = parts[0][1]
        name = 'hour' if name == 'minute' else name if name in UNITS else 'step ' + self.p.nouns[name]
        u = unit(**{name: 1})
        return Constant(num(unit_product(u, unit(**{n['per']['text']: 1}), -1) if n.get('per') else u), total)

    def x_name(self, n, scope, want):
        """By place: an option of what is wanted, a parameter or element, a fact, a definition, a decision, the as-of date; else an option by itself."""
        name, p = n['text'], self.p
        head, _, rest = name.partition('.')
        if rest:
            element = found(scope, head)
            return p.fact(name) if element is None else self.field(element, rest)
        if self.choice(name, want):
            return Constant(want, name)
        if found(scope, name) is not None:
            return found(scope, name)
        if self.group and self.group + '.' + name in p.facts:
            return p.fact(self.group + '.' + name)
        if name in p.defines:
            return self.inline(name, [])
        if name in p.decisions:
            return p.decision_value(name)
        if name == 'as_of':
            return AsOf(DATE)
        if name in p.home:
            return Constant(('option', p.home[name]), name)
        if name in p.parties:
            return Constant(PARTY, name)
        raise KeyError('oracle: no meaning for %s at line %s' % (name, n.get('line')))

    def inline(self, name, arguments):
        define, scope, group = self.p.defines[name], None, self.group
        for param, e in zip(define['params'], arguments):
            scope = Scope(param, e, scope)
        self.group = None
        e = self.body(define['body'], scope)
        self.group = group
        return e

    def x_neg(self, n, scope, want):
        e = self.pure(self.amount(n['value'], scope, want))
        return Strict(e.type, lambda v: number(-v), e)

    def x_add(self, n, scope, want):
        return self.sum(n, scope, want, 1)

    def x_sub(self, n, scope, want):
        return self.sum(n, scope, want, -1)

    def sum(self, n, scope, want, sign):
        a = self.amount(n['left'], scope, want)
        b = self.amount(n['right'], scope, a.type if a.type[0] == 'option' else want)
        if a.type == DATE and b.type == DATE:
            return Strict(num(DAY), lambda x, y: Fraction(x - y), a, b)
        if a.type[0] == 'option' and b.type == a.type:
            place = self.place(a.type)
            return Strict(num(unit(**{'step ' + a.type[1]: 1})), lambda x, y: Fraction(place(x) - place(y)), a, b)
        if a.type == DATE or a.type[0] == 'option':
            return self.shifted(a, b, sign)
        if b.type == DATE or b.type[0] == 'option':
            return self.shifted(b, a, 1)
        a, b = self.unify(a, b)
        if a.type == PERIOD:
            return Strict(PERIOD, lambda x, y: period(x.months + sign * y.months, x.days + sign * y.days), a, b)
        kind = a.type if a.type == b.type else num(a.type[1])
        return Strict(kind, lambda x, y: add(x, sign * y), a, b)

    def product(self, a, b, sign):
        a, b = self.pure(a), self.pure(b)
        return Strict(num(unit_product(a.type[1], b.type[1], sign)), multiply if sign > 0 else divide, a, b)

    def x_mul(self, n, scope, _want):
        return self.product(self.amount(n['left'], scope), self.amount(n['right'], scope), 1)

    def x_div(self, n, scope, _want):
        left, right = n['left'], n['right']
        if left['kind'] == 'number' and right['kind'] == 'of' and right['amount']['kind'] == 'number':  # 1/2 of x
            half = self.product(self.amount(left, scope), self.amount(right['amount'], scope), -1)
            return self.product(half, self.amount(right['whole'], scope), 1)
        return self.product(self.amount(left, scope), self.amount(right, scope), -1)

    def x_of(self, n, scope, _want):
        """25 days of 7.4 hours is hours: the length of a day is what stands after `of`; a rate is multiplied as it stands."""
        a, b = self.pure(self.amount(n['amount'], scope)), self.pure(self.amount(n['whole'], scope))
        e = self.product(a, b, 1)
        if span(a.type[1]) and not any(power < 0 and name in UNITS for name, power in b.type[1]):
            e.type = num(b.type[1])
        return e

    def shifted(self, start, by, sign):
        if start.type == DATE:
            return Strict(DATE, lambda d, p: shift(d, p, sign, self.p.short_months), start, self.period(by))
        names = self.p.options[start.type[1]]

        def move(v, steps):
            if steps.denominator != 1:
                return Err('whole')
            i = names.index(v) + sign * int(steps)
            return names[i] if 0 <= i < len(names) else NA
        return Strict(start.type, move, start, by, partial=True)

    def x_shift(self, n, scope, _want):
        by = self.amount(n['amount'], scope)
        step = [name[5:] for name, power in (by.type[1] if by.type[0] == 'num' else ()) if name.startswith('step ')]
        start = self.amount(n['from'], scope, ('option', step[0]) if step else DATE)
        return self.shifted(start, by, 1 if n['text'] in ('after', 'above') else -1)

    # ---- choices
    def common(self, values, want):
        """To one type: the one wanted, or that of the first which is no plain 0."""
        want = want or next((e.type for e in values if not self.is_zero(e)), values[0].type)
        return [self.fit(e, want) for e in values]

    def cases(self, n, scope, want):
        tests, values = [], []
        for case in n['case']:
            tail = case['tail']
            tests.append(None if not tail or tail['kind'] == 'otherwise' else self.p.within([self.p.span(tail)]) if tail['kind'] == 'effective' else self.test(tail, scope))
            values.append(self.amount(case['value'], scope, want or (values[0].type if values else None)))
        values = self.common(values, want)
        result = next((v for t, v in zip(tests, values) if t is None), Constant(values[0].type, NA))
        for t, v in reversed(list(zip(tests, values))):
            result = result if t is None else Select(v.type, [t, v, result])
        return result

    def schedule(self, n, scope, want):
        """Steps on corresponding dates, all counted from the start, as of the as-of date; before the start there is no value."""
        start, steps = self.amount(n['from'], scope, DATE), [(n['first'], n['length'])] + [(s['value'], s.get('length')) for s in n['step']]
        first = self.amount(n['first'], scope, want)
        values = self.common([first] + [self.amount(v, scope, want or first.type) for v, _ in steps[1:]], want)
        ends, total = [], None
        for _, length in steps[:-1]:
            e = self.period(self.amount(length, scope))
            total = e if total is None else self.whole_period(total, e)
            ends.append(self.shifted(start, total, 1))
        result = values[-1]
        for v, end in reversed(list(zip(values, ends))):
            result = Select(v.type, [self.compared(AsOf(DATE), 'less_than', end), v, result])
        return Select(result.type, [self.compared(AsOf(DATE), 'less_than', start), Constant(result.type, NA), result])

    def whole_period(self, a, b):
        join = lambda x, y: period(x.months + y.months, x.days + y.days)  # noqa: E731
        return Constant(PERIOD, join(a.v, b.v)) if isinstance(a, Constant) and isinstance(b, Constant) else Strict(PERIOD, join, a, b)
