"""Expressions of the oracle: a node of the tree becomes an E, which has a type, evaluates in an environment, and knows the unknown facts that it rests on."""
from fractions import Fraction

from values import (
    LAST, NA, PLAIN, SPANS, UNKNOWN, Date, Err, Period, add, all_of, any_of, date, divide, holds, known, months_between, multiply, negate, number, read_date, round_to,
    shift, single_span, strict, subtract, unit, unit_mul, ymd)

BOOL, DATE, TIME, TEXT, PERIOD = ('bool',), ('date',), ('time',), ('text',), ('period',)
PARTY, OUTCOME, YEARLY, BROKEN = ('party',), ('outcome',), ('yearly',), ('broken',)


def num(u=PLAIN, show=''):
    return ('num', u, show)


class E:
    """kids are what it rests on; value(env) is worked out once an environment."""

    def __init__(self, kind, function, kids=(), fact=None):
        self.type, self.function, self.kids, self.fact = kind, function, tuple(kids), fact

    def value(self, env):
        memo = env.memo
        if self not in memo:
            memo[self] = self.function(env)
        return memo[self]

    def needs(self, env):
        if self.value(env) is not UNKNOWN:
            return set()
        if self.fact:
            return {self.fact}
        found = set()
        for kid in self.kids:
            found |= kid.needs(env)
        return found


class Each(E):
    """What is worked out for every element of a list: its needs are those of each element's own environment."""

    def __init__(self, kind, function, source, parts, scope_key):
        E.__init__(self, kind, function, ())
        self.source, self.parts, self.key = source, [p for p in parts if p], scope_key

    def needs(self, env):
        if self.value(env) is not UNKNOWN:
            return set()
        items = self.source.value(env)
        if items is UNKNOWN:
            return self.source.needs(env)
        found = set()
        if known(items):
            for item in items:
                inner = env.inside(self.key, item)
                for part in self.parts:
                    found |= part.needs(inner)
        return found


def constant(kind, v):
    return E(kind, lambda env: v)


def apply(kind, function, *kids):
    return E(kind, lambda env: strict(function, *[k.value(env) for k in kids]), kids)


def both(kids, how):
    return E(BOOL, lambda env: how(k.value(env) for k in kids), kids)


def opposite(e):
    return E(BOOL, lambda env: negate(e.value(env)), [e])


def certain(e):
    return E(BOOL, lambda env: holds(e.value(env)), [e])


def select(condition, first, second):
    def choose(env):
        c = holds(condition.value(env))
        a, b = first.value(env), second.value(env)
        if c is UNKNOWN:
            return a if known(a) and known(b) and a == b else UNKNOWN
        return c if isinstance(c, Err) else a if c else b
    return E(first.type if first.type != BROKEN else second.type, choose, [condition, first, second])


NOTHING = constant(BROKEN, NA)
WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
OUTCOMES = ['permitted', 'refused', 'referred', 'not_applicable']
UNITS = {'hour': ('hour', 1), 'minute': ('hour', Fraction(1, 60)), 'day': ('day', 1), 'week': ('week', 1), 'month': ('month', 1), 'year': ('year', 1)}


def read_number(text):
    text = text.replace(',', '')
    if ' ' in text:
        whole, part = text.split(' ')
        return Fraction(whole) + Fraction(part)
    return Fraction(text)


class Compiler:
    """Makes expressions of one policy's nodes; `p` is the Policy (policy.py)."""

    def __init__(self, policy):
        self.p = policy

    # ---- conditions
    def test(self, n, scope):
        kind = n['kind']
        if kind in ('and', 'all_of'):
            return both([self.test(t, scope) for t in n['test']], all_of)
        if kind in ('or', 'any_of'):
            return both([self.test(t, scope) for t in n['test']], any_of)
        if kind == 'not':
            return opposite(self.test(n['test'], scope))
        if kind == 'paren':
            return self.test(n['inner'], scope)
        if kind == 'condition':
            return self.test(n['test'], scope)
        if kind in ('test', 'test_not'):
            e = self.relation(self.amount(n['left'], scope), n['relation'], scope)
            return opposite(e) if kind == 'test_not' else e
        if kind in ('agreed', 'pending'):
            return self.agreement(n['text'], kind == 'agreed')
        return self.amount(n, scope)

    def agreement(self, name, agreed):
        a = self.p.agreements[name]
        status, by = self.p.fact(name + '.status'), self.p.fact(name + '.decided_by')
        if not agreed:
            return apply(BOOL, lambda s: s == 'sought', status)
        given = ['given_in_writing'] if a['writing'] else ['given_in_writing', 'given_orally']
        return both([apply(BOOL, lambda s: s in given, status), apply(BOOL, lambda b: b == a['party'], by)], all_of)

    def relation(self, left, n, scope):
        if n['kind'] != 'relation':
            return self.same(left, n, scope)
        how, operands = n['text'], n['operand']
        if how == 'is':
            return self.same(left, operands[0], scope)
        if how == 'one_of':
            return both([self.same(left, o, scope) for o in operands], any_of)
        if how == 'range':
            return self.between(left, operands, scope)
        if how == 'within':
            return self.within(left, operands, scope)
        right = self.amount(operands[0], scope, left.type)
        left, right = self.comparable(left, right)
        order = {'at_least': lambda a, b: a >= b, 'on_or_after': lambda a, b: a >= b, 'at_most': lambda a, b: a <= b, 'on_or_before': lambda a, b: a <= b,
                 'more_than': lambda a, b: a > b, 'after': lambda a, b: a > b, 'above': lambda a, b: a > b,
                 'less_than': lambda a, b: a < b, 'before': lambda a, b: a < b, 'below': lambda a, b: a < b}[how]
        place = self.place(left.type)
        return apply(BOOL, lambda a, b: order(place(a), place(b)), left, right)

    def place(self, kind):
        """How values of a type are ordered."""
        if kind[0] == 'option':
            names = self.p.options[kind[1]]['names']
            return names.index
        return lambda v: v

    def comparable(self, a, b):
        if a.type == DATE and b.type == ('option', 'weekday'):
            return self.weekday(a), b
        if b.type == DATE and a.type == ('option', 'weekday'):
            return a, self.weekday(b)
        if a.type[0] == 'num' and b.type[0] == 'num':
            sa, sb = single_span(a.type[1]), single_span(b.type[1])
            if sa and sb and sa != sb:
                return self.in_base(a, sa), self.in_base(b, sb)
        return a, b

    def in_base(self, e, span):
        base, factor = SPANS[span]
        return apply(num(unit(**{base: 1})), lambda v: number(v * factor), e)

    def weekday(self, e):
        return apply(('option', 'weekday'), lambda d: WEEKDAYS[(d - 1) % 7], e)

    def same(self, left, n, scope):
        if n['kind'] == 'name' and '.' not in n['text']:
            name = n['text']
            if not self.is_choice(name, left.type) and name in self.p.defines and len(self.p.defines[name]['params']) == 1:
                return self.inline(self.p.defines[name], [left], name)
        if n['kind'] == 'relation':
            return self.relation(left, n, scope)
        right = self.amount(n, scope, left.type)
        left, right = self.comparable(left, right)
        return apply(BOOL, lambda a, b: a == b, left, right)

    def between(self, left, operands, scope):
        low, high = (self.amount(o, scope, left.type) for o in operands)
        if left.type == TIME:
            def inside(t, a, b):
                return a <= t < b if a < b else t >= a or t < b
            return apply(BOOL, inside, left, low, high)
        l1, low = self.comparable(left, low)
        l2, high = self.comparable(left, high)
        place = self.place(l1.type)
        return both([apply(BOOL, lambda a, b: place(a) >= place(b), l1, low), apply(BOOL, lambda a, b: place(a) <= place(b), l2, high)], all_of)

    def within(self, left, operands, scope):
        period, start = self.period(self.amount(operands[0], scope)), self.amount(operands[1], scope, DATE)
        if start.type == YEARLY:
            ways = []
            for back in (0, 1):
                begin = E(DATE, lambda env, back=back: strict(lambda d, y: self.in_year(y, ymd(d)[0] - back), left.value(env), start.value(env)), [left, start])
                ways.append(self.window(left, begin, period))
            return both(ways, any_of)
        return self.window(left, start, period)

    def window(self, left, begin, period):
        end = self.shifted(begin, period, 1)
        return both([apply(BOOL, lambda a, b: a >= b, left, begin), apply(BOOL, lambda a, b: a < b, left, end)], all_of)

    def in_year(self, yearly, year):
        from values import day_or_short
        return day_or_short(year, yearly[0], yearly[1], self.p.short_months)

    # ---- amounts
    def is_choice(self, name, want):
        if not want:
            return False
        if want[0] == 'option':
            return name in self.p.options[want[1]]['names']
        if want == DATE:
            return name in WEEKDAYS
        if want == PARTY:
            return name in self.p.parties
        return want == OUTCOME and name in OUTCOMES

    def amount(self, n, scope, want=None):
        return getattr(self, 'x_' + n['kind'])(n, scope, want)

    def body(self, n, scope, want=None):
        if n['kind'] == 'schedule':
            return self.schedule(n, scope, want)
        if n['kind'] == 'cases':
            return self.cases(n, scope, want)
        if n['kind'] == 'condition':
            return self.test(n, scope)
        return self.amount(n, scope, want)

    def boolean(self, n, scope, _want):
        return self.test(n, scope)

    x_and = x_or = x_all_of = x_any_of = x_not = x_test = x_test_not = x_agreed = x_pending = boolean

    def x_paren(self, n, scope, want):
        return self.amount(n['inner'], scope, want)

    def x_number(self, n, _scope, want):
        v = read_number(n['text'])
        return constant(num(want[1]) if want and want[0] == 'num' and v == 0 else num(), v)

    def x_percent(self, n, _scope, _want):
        return constant(num(), read_number(n['text']) / 100)

    def x_money(self, n, _scope, _want):
        currency, amount = n['text'].split(' ', 1)
        u = {'money': 1}
        if n.get('per'):
            u[UNITS[n['per']['text']][0]] = -1
        return constant(num(unit(**u)), read_number(amount))

    def x_date(self, n, _scope, _want):
        return constant(DATE, read_date(n['text']))

    def x_yearly(self, n, _scope, _want):
        m, d = n['text'].split('-')
        return constant(YEARLY, (int(m), int(d)))

    def x_time(self, n, _scope, _want):
        h, m = n['text'].split(':')
        return constant(TIME, int(h) * 60 + int(m))

    def x_text(self, n, _scope, _want):
        return constant(TEXT, n['text'] or '')

    def x_yes(self, _n, _scope, _want):
        return constant(BOOL, True)

    def x_no(self, _n, _scope, _want):
        return constant(BOOL, False)

    def x_quantity(self, n, _scope, _want):
        parts = [(read_number(p['text']), p['unit']['text']) for p in n['part']]
        per = n.get('per')
        names = {UNITS[u][0] if u in UNITS else 'step' for _, u in parts}
        if len(parts) > 1 and 'hour' not in names:
            months = sum(v * {'month': 1, 'year': 12}.get(u, 0) for v, u in parts)
            days = sum(v * {'day': 1, 'week': 7}.get(u, 0) for v, u in parts)
            return constant(PERIOD, Period(int(months), int(days)))
        total = sum((v * (UNITS[u][1] if u in UNITS else 1) for v, u in parts), Fraction(0))
        dims = {names.pop(): 1}
        if per:
            d = UNITS[per['text']][0]
            dims[d] = dims.get(d, 0) - 1
        return constant(num(unit(**dims)), Fraction(total))

    def x_name(self, n, scope, want):
        name = n['text']
        if '.' in name:
            head, _, rest = name.partition('.')
            bound = scope and scope.find(head)
            if bound is not None:
                return self.field(bound, rest)
            return self.p.fact(name)
        if self.is_choice(name, want):
            return constant(('option', 'weekday') if want == DATE else want, name)
        bound = scope and scope.find(name)
        if bound is not None:
            return bound
        if name == 'as_of':
            return E(DATE, lambda env: env.as_of)
        if name in self.p.defines:
            return self.inline(self.p.defines[name], [], name, want)
        if name in self.p.decisions:
            return self.p.decision_value(name)
        if name in WEEKDAYS:
            return constant(('option', 'weekday'), name)
        raise KeyError('oracle: no meaning for %s at line %s' % (name, n.get('line')))

    def field(self, bound, rest):
        kind = self.p.records[bound.type[1]][rest]
        return E(kind, lambda env: strict(lambda r: r[rest], bound.value(env)), [bound], getattr(bound, 'list_fact', None))

    def inline(self, define, arguments, name, want=None):
        scope = None
        for param, e in zip(define['params'], arguments):
            scope = Scope(param, e, scope)
        return self.body(define['body'], scope, want)

    def x_neg(self, n, scope, want):
        e = self.amount(n['value'], scope, want)
        if e.type == PERIOD:
            return apply(PERIOD, lambda p: Period(-p.months, -p.days), e)
        return apply(e.type, lambda v: number(-v), e)

    def x_add(self, n, scope, want):
        return self.sum(n, scope, want, 1)

    def x_sub(self, n, scope, want):
        return self.sum(n, scope, want, -1)

    def sum(self, n, scope, want, sign):
        a, b = self.amount(n['left'], scope, want), self.amount(n['right'], scope, want)
        if a.type == DATE and b.type == DATE:
            return apply(num(unit(day=1)), lambda x, y: Fraction(x - y), a, b)
        if a.type == DATE:
            return self.shifted(a, self.period(b), sign)
        if b.type == DATE:
            return self.shifted(b, self.period(a), 1)
        if a.type == PERIOD or b.type == PERIOD:
            return apply(PERIOD, lambda x, y: Period(x.months + sign * y.months, x.days + sign * y.days), self.period(a), self.period(b))
        a, b = self.comparable(a, b)
        kind = a.type if a.type[1] else b.type
        return E(kind, lambda env: (add if sign > 0 else subtract)(a.value(env), b.value(env)), [a, b])

    def x_mul(self, n, scope, _want):
        a, b = self.amount(n['left'], scope), self.amount(n['right'], scope)
        return E(num(unit_mul(a.type[1], b.type[1], 1)), lambda env: multiply(a.value(env), b.value(env)), [a, b])

    def x_div(self, n, scope, _want):
        a, b = self.amount(n['left'], scope), self.amount(n['right'], scope)
        return E(num(unit_mul(a.type[1], b.type[1], -1)), lambda env: divide(a.value(env), b.value(env)), [a, b])

    def x_of(self, n, scope, _want):
        a, b = self.amount(n['amount'], scope), self.amount(n['whole'], scope)
        u = b.type[1] if a.type[1] == unit(day=1) and b.type[1] == unit(hour=1) else unit_mul(a.type[1], b.type[1], 1)
        return E(num(u), lambda env: multiply(a.value(env), b.value(env)), [a, b])

    def period(self, e):
        """A span as a calendar period."""
        if e.type == PERIOD:
            return e
        span = single_span(e.type[1])
        if not span:
            return constant(PERIOD, Period(0, 0))
        base, factor = SPANS[span]

        def make(v):
            if v.denominator != 1:
                return Err('whole')
            whole = int(v) * factor
            if abs(whole) > 2 ** 31 - 1:
                return Err('date')
            return Period(whole, 0) if base == 'month' else Period(0, whole)
        return apply(PERIOD, make, e)

    def shifted(self, start, period, sign):
        return apply(DATE, lambda d, p: shift(d, p, sign, self.p.short_months), start, period)

    def x_shift(self, n, scope, want):
        how, amount = n['text'], self.amount(n['amount'], scope)
        start = self.amount(n['from'], scope, want)
        if how in ('before', 'after'):
            return self.shifted(start, self.period(amount), 1 if how == 'after' else -1)
        names = self.p.options[start.type[1]]['names']

        def move(v, steps):
            if steps.denominator != 1:
                return Err('whole')
            i = names.index(v) + (1 if how == 'above' else -1) * int(steps)
            return names[i] if 0 <= i < len(names) else NA
        return apply(start.type, move, start, amount)

    # ---- choices
    def cases(self, n, scope, want):
        result = None
        made = []
        for case in n['case']:
            tail, v = case['tail'], self.body(case['value'], scope, want)
            if not tail or tail['kind'] == 'otherwise':
                made.append((None, v))
            elif tail['kind'] == 'effective':
                made.append((self.p.dates_hold(tail), v))
            else:
                made.append((self.test(tail, scope), v))
        result = NOTHING
        for condition, v in reversed(made):
            result = v if condition is None else select(condition, v, result)
        return result

    def schedule(self, n, scope, want):
        start = self.amount(n['from'], scope, DATE)
        steps = [(self.amount(n['first'], scope, want), n['length'])] + [(self.amount(s['value'], scope, want), s['length']) for s in n['step']]
        ends, total = [], None
        for _, length in steps[:-1]:
            e = self.period(self.amount(length, scope))
            total = e if total is None else apply(PERIOD, lambda x, y: Period(x.months + y.months, x.days + y.days), total, e)
            ends.append(self.shifted(start, total, 1))
        as_of = E(DATE, lambda env: env.as_of)
        result = steps[-1][0]
        for (v, _), end in reversed(list(zip(steps[:-1], ends))):
            result = select(apply(BOOL, lambda a, b: a < b, as_of, end), v, result)
        return select(apply(BOOL, lambda a, b: a < b, as_of, start), NOTHING, result)

    # ---- calls
    def x_call(self, n, scope, want):
        name, nodes = n['text'], n['arg']
        if name in self.p.tables:
            return self.p.table_call(name, [self.amount(a, scope) for a in nodes])
        if name in self.p.defines:
            return self.inline(self.p.defines[name], [self.amount(a, scope) for a in nodes], name, want)
        return getattr(self, 'f_' + name)(nodes, scope, want)

    def extreme(self, nodes, scope, want, largest):
        es = [self.amount(a, scope, want) for a in nodes]
        first = next((e for e in es if not (e.type[0] == 'num' and not e.type[1])), es[0])
        place = self.place(first.type)
        return apply(first.type, lambda *v: (max if largest else min)(v, key=place), *es)

    def f_least(self, nodes, scope, want):
        return self.extreme(nodes, scope, want, False)

    def f_greatest(self, nodes, scope, want):
        return self.extreme(nodes, scope, want, True)

    def whole_arguments(self, nodes, scope):
        return [self.amount(a, scope) for a in nodes]

    def f_date(self, nodes, scope, _want):
        def make(y, m, d):
            if any(v.denominator != 1 for v in (y, m, d)):
                return Err('whole')
            return date(int(y), int(m), int(d))
        return apply(DATE, make, *self.whole_arguments(nodes, scope))

    def part(self, nodes, scope, i):
        return apply(num(), lambda d: Fraction(ymd(d)[i]), self.amount(nodes[0], scope))

    def f_year(self, nodes, scope, _want):
        return self.part(nodes, scope, 0)

    def f_month(self, nodes, scope, _want):
        return self.part(nodes, scope, 1)

    def f_day(self, nodes, scope, _want):
        return self.part(nodes, scope, 2)

    def f_weekday(self, nodes, scope, _want):
        return self.weekday(self.amount(nodes[0], scope))

    def f_last_day_of_month(self, nodes, scope, _want):
        import calendar

        def last(d):
            y, m, _ = ymd(d)
            return date(y, m, calendar.monthrange(y, m)[1])
        return apply(DATE, last, self.amount(nodes[0], scope))

    def f_yearly_in(self, nodes, scope, _want):
        yearly, year = self.amount(nodes[0], scope), self.amount(nodes[1], scope)
        return apply(DATE, lambda q, y: self.in_year(q, int(y)) if y.denominator == 1 else Err('whole'), yearly, year)

    def f_days_between(self, nodes, scope, _want):
        a, b = self.whole_arguments(nodes, scope)
        return apply(num(unit(day=1)), lambda x, y: Fraction(y - x), a, b)

    def f_months_between(self, nodes, scope, _want):
        a, b = self.whole_arguments(nodes, scope)
        return apply(num(unit(month=1)), lambda x, y: Fraction(months_between(x, y, self.p.short_months)), a, b)

    def f_years_between(self, nodes, scope, _want):
        a, b = self.whole_arguments(nodes, scope)
        return apply(num(unit(year=1)), lambda x, y: Fraction(months_between(x, y, self.p.short_months) // 12), a, b)

    def f_whole(self, nodes, scope, want):
        e = self.amount(nodes[0], scope, want)
        return apply(e.type, lambda v: Fraction(v.numerator // v.denominator), e)

    def rounding(self, nodes, scope, want, mode):
        e, grain = self.amount(nodes[0], scope, want), self.amount(nodes[1], scope, want)
        return apply(e.type, lambda v, g: round_to(v, g, mode), e, grain)

    def f_round_up(self, nodes, scope, want):
        return self.rounding(nodes, scope, want, 'up')

    def f_round_down(self, nodes, scope, want):
        return self.rounding(nodes, scope, want, 'down')

    def f_round_half_up(self, nodes, scope, want):
        return self.rounding(nodes, scope, want, 'half up')

    def f_round_half_even(self, nodes, scope, want):
        return self.rounding(nodes, scope, want, 'half even')

    # ---- lists
    def f_days_from(self, nodes, scope, _want):
        a, b = self.whole_arguments(nodes, scope)
        return apply(('list', DATE), lambda x, y: [Date(d) for d in range(x, y)], a, b)

    def f_numbers(self, nodes, scope, _want):
        a, b = self.whole_arguments(nodes, scope)
        return apply(('list', num()), lambda x, y: [Fraction(i) for i in range(int(x), int(y) + 1)], a, b)

    def f_years_beginning(self, nodes, scope, _want):
        yearly, a, b = self.whole_arguments(nodes, scope)

        def years(q, x, y):
            found = []
            if x < y:
                for year in range(max(1, ymd(x)[0] - 1), min(9998, ymd(y)[0]) + 1):
                    start, end = self.in_year(q, year), self.in_year(q, year + 1)
                    if start < y and end > x:
                        found.append({'start': start, 'end': end})
            return found
        return apply(('list', ('record', ' year')), years, yearly, a, b)

    def f_pieces(self, nodes, scope, _want):
        day, start, length = (self.amount(a, scope) for a in nodes[:3])
        borders = sorted(set(self.p.tables[nodes[3]['text']]['borders']) | {0, 1440})

        def cut(d, t, hours):
            found, at, left = [], t, hours * 60
            while left > 0:
                if d > LAST:
                    return Err('date')
                stop = min(b for b in borders if b > at)
                take = min(left, stop - at)
                found.append({'date': d, 'start': at, 'length': take / 60})
                left -= take
                at += take
                if at == 1440:
                    d, at = Date(d + 1), 0
            return found
        return apply(('list', ('record', ' piece')), cut, day, start, length)

    def x_call_each(self, n, scope, want):
        source = self.amount(n['list'], scope)
        key = object()
        kind = source.type[1] if source.type[0] == 'list' else BROKEN
        element = E(kind, lambda env: env.elements[key])
        element.list_fact = source.fact
        inner = Scope(n['each']['text'], element, scope)
        where = certain(self.test(n['where'], inner)) if n.get('where') else constant(BOOL, True)
        v = self.amount(n['value'], inner, want) if n.get('value') else None
        return getattr(self, 'e_' + n['text'])(source, key, where, v)

    def over(self, kind, source, key, where, v, function):
        def work(env):
            items = source.value(env)
            if not known(items):
                return items
            return function([(where.value(e), v.value(e) if v else None) for e in (env.inside(key, i) for i in items)])
        return Each(kind, work, source, [where, v], key)

    def e_any(self, source, key, where, v):
        return self.over(BOOL, source, key, where, v, lambda rows: any_of(w for w, _ in rows))

    def e_every(self, source, key, where, v):
        return self.over(BOOL, source, key, where, v, lambda rows: all_of(w for w, _ in rows))

    def chosen(self, rows, function):
        """Values of the elements that count, or why that cannot be told: unknown first, then an error."""
        states = [w if not known(w) else x if w and x is not None and not known(x) and x is not NA else None for w, x in rows]
        if any(s is UNKNOWN for s in states):
            return UNKNOWN
        for s in states:
            if isinstance(s, Err):
                return s
        return function([x for w, x in rows if w and x is not NA])

    def e_count(self, source, key, where, v):
        return self.over(num(), source, key, where, v, lambda rows: self.chosen(rows, lambda xs: Fraction(len(xs))))

    def e_sum(self, source, key, where, v):
        def total(xs):
            s = Fraction(0)
            for x in xs:
                s = add(s, x)
            return s
        return self.over(v.type, source, key, where, v, lambda rows: self.chosen(rows, total))

    def e_least(self, source, key, where, v):
        place = self.place(v.type)
        return self.over(v.type, source, key, where, v, lambda rows: self.chosen(rows, lambda xs: min(xs, key=place) if xs else NA))

    def e_greatest(self, source, key, where, v):
        place = self.place(v.type)
        return self.over(v.type, source, key, where, v, lambda rows: self.chosen(rows, lambda xs: max(xs, key=place) if xs else NA))


class Scope:
    """Parameters and elements in sight, innermost first."""

    def __init__(self, name, e, outer):
        self.name, self.e, self.outer = name, e, outer

    def find(self, name):
        at = self
        while at:
            if at.name == name:
                return at.e
            at = at.outer
        return None
