"""The functions that the language has, those over lists, and calls of tables."""
import functools
from fractions import Fraction

import census
from nodes import BOOL, Constant, Each, Element, Field, Holds, Strict
from values import DAY, HOUR, LAST, MANY, MONTH, NA, PIECES, PLAIN, UNKNOWN, YEAR, Date, Err, add, date, junction, known, month_length, months_between, round_to, ymd

DATE, TIME, WEEKDAY, NUMBER, COUNT = ('date',), ('time',), ('option', 'weekday'), ('num', PLAIN, ''), ('num', PLAIN, 'count')
RECORDS = {' year': {'start': DATE, 'end': DATE}, ' piece': {'date': DATE, 'start': TIME, 'length': ('num', HOUR, '')}}


@functools.lru_cache(maxsize=64)
def wholes(first, last):
    return [Fraction(i) for i in range(first, last + 1)]


def whole(*values):
    return all(v.denominator == 1 for v in values)


class Functions:
    """The part of the compiler that knows calls."""

    def x_call(self, n, scope, _want):
        name, nodes = n['text'], n['arg']
        if name in self.p.tables:
            return self.p.tables[name].call([self.amount(a, scope) for a in nodes])
        if name in self.p.defines:
            return self.inline(name, [self.amount(a, scope) for a in nodes])
        return getattr(self, 'f_' + name)(nodes, scope)

    def several(self, nodes, scope, *wants):
        """Arguments, each in the type wanted of it."""
        return [self.fit(self.amount(a, scope, w), w) for a, w in zip(nodes, wants)]

    # ---- amounts
    def extreme(self, nodes, scope, choose):
        es = [self.amount(nodes[0], scope)]
        es += [self.amount(a, scope, es[0].type) for a in nodes[1:]]
        for _ in range(2):  # the common type grows from left to right; a second round brings the earlier ones to it
            for i in range(1, len(es)):
                es[0], es[i] = self.unify(es[0], es[i])
        place = self.place(es[0].type)
        return Strict(es[0].type, lambda *values: choose(values, key=place), *es)

    def f_least(self, nodes, scope):
        return self.extreme(nodes, scope, min)

    def f_greatest(self, nodes, scope):
        return self.extreme(nodes, scope, max)

    def f_whole(self, nodes, scope):
        e = self.pure(self.amount(nodes[0], scope))
        return Strict(e.type, lambda v: Fraction(v.numerator // v.denominator), e)

    def rounding(self, nodes, scope, mode):
        e = self.pure(self.amount(nodes[0], scope))
        grain = self.fit(self.amount(nodes[1], scope, e.type), e.type)
        return Strict(e.type, lambda v, g: round_to(v, g, mode), e, grain)

    def f_round_up(self, nodes, scope):
        return self.rounding(nodes, scope, 'up')

    def f_round_down(self, nodes, scope):
        return self.rounding(nodes, scope, 'down')

    def f_round_half_up(self, nodes, scope):
        return self.rounding(nodes, scope, 'half up')

    def f_round_half_even(self, nodes, scope):
        return self.rounding(nodes, scope, 'half even')

    # ---- dates
    def f_date(self, nodes, scope):
        def make(y, m, d):
            return date(int(y), int(m), int(d)) if whole(y, m, d) else Err('whole')
        return Strict(DATE, make, *self.several(nodes, scope, NUMBER, NUMBER, NUMBER))

    def part(self, nodes, scope, i):
        return Strict(COUNT, lambda d: Fraction(ymd(d)[i]), self.amount(nodes[0], scope, DATE))

    def f_year(self, nodes, scope):
        return self.part(nodes, scope, 0)

    def f_month(self, nodes, scope):
        return self.part(nodes, scope, 1)

    def f_day(self, nodes, scope):
        return self.part(nodes, scope, 2)

    def f_weekday(self, nodes, scope):
        return self.weekday(self.amount(nodes[0], scope, DATE))

    def f_last_day_of_month(self, nodes, scope):
        def last(d):
            y, m, _ = ymd(d)
            return date(y, m, month_length(y, m))
        return Strict(DATE, last, self.amount(nodes[0], scope, DATE))

    def f_yearly_in(self, nodes, scope):
        yearly, year = self.several(nodes, scope, ('yearly',), NUMBER)
        return Strict(DATE, lambda q, y: self.in_year(q, int(y)) if whole(y) else Err('whole'), yearly, year)

    def f_days_between(self, nodes, scope):
        return Strict(('num', DAY, ''), lambda x, y: Fraction(y - x), *self.several(nodes, scope, DATE, DATE))

    def f_months_between(self, nodes, scope):
        return Strict(('num', MONTH, ''), lambda x, y: Fraction(months_between(x, y, self.p.short_months)), *self.several(nodes, scope, DATE, DATE))

    def f_years_between(self, nodes, scope):
        return Strict(('num', YEAR, ''), lambda x, y: Fraction(months_between(x, y, self.p.short_months) // 12), *self.several(nodes, scope, DATE, DATE))

    # ---- lists that are made
    def f_days_from(self, nodes, scope):
        return Strict(('list', DATE), lambda x, y: Err('many') if y - x > MANY else [Date(d) for d in range(x, y)], *self.several(nodes, scope, DATE, DATE))

    def f_numbers(self, nodes, scope):
        def count(x, y):
            if not whole(x, y):
                return Err('whole')
            if not all(-2 ** 63 <= v < 2 ** 63 for v in (x, y)):
                return Err('large')
            return Err('many') if y - x >= MANY else wholes(int(x), int(y))
        return Strict(('list', NUMBER), count, *self.several(nodes, scope, NUMBER, NUMBER))

    def f_years_beginning(self, nodes, scope):
        def years(q, first, end):
            """From the last beginning on or before the first day."""
            year, found = ymd(first)[0], []
            start = self.in_year(q, year)
            if first >= end:
                return []
            if start > first:
                year, start = year - 1, self.in_year(q, year - 1)
            while known(start) and start < end:
                year, following = year + 1, self.in_year(q, year + 1)
                if not known(following):
                    return following
                found.append({'start': start, 'end': following})
                start = following
            return found if known(start) else start
        return Strict(('list', ('record', ' year')), years, *self.several(nodes, scope, ('yearly',), DATE, DATE))

    def f_pieces(self, nodes, scope):
        borders = self.p.borders(nodes[3]['text'])

        def cut(day, at, length):
            found, left = [], length * 60
            if at >= 1440:
                day, at = Date(day + 1), 0
            while left > 0:
                if day > LAST:
                    return Err('date')
                if len(found) >= PIECES:
                    return Err('many')
                stop = min(b for b in borders if b > at)
                found.append({'date': day, 'start': at, 'length': min(left, Fraction(stop - at)) / 60})
                left -= stop - at
                day, at = (Date(day + 1), 0) if stop == 1440 else (day, stop)
            census.met('interval: several pieces', len(found) > 1)
            census.met('interval: over midnight', bool(found) and found[0]['date'] != found[-1]['date'])
            return found
        return Strict(('list', ('record', ' piece')), cut, *self.several(nodes, scope, DATE, TIME, ('num', HOUR, '')))

    # ---- going through lists
    def field(self, element, name):
        return Field(self.p.records[element.type[1]][name], element, name)

    def x_call_each(self, n, scope, _want):
        from expressions import Scope
        source, loop = self.amount(n['list'], scope), object()
        element = Element(source.type[1], loop, self.origin(source))
        inner = Scope(n['each']['text'], element, scope)
        where = Holds(BOOL, [self.test(n['where'], inner)]) if n.get('where') else Constant(BOOL, True)
        v = self.amount(n['value'], inner) if n.get('value') else None
        return getattr(self, 'e_' + n['text'])(source, loop, where, v)

    def origin(self, source):
        """The fact that a list comes from: a list inside an element comes from the fact of the outermost one."""
        for e in [source] + [k for k in source.kids]:
            if getattr(e, 'fact', None) or hasattr(e, 'name'):
                return getattr(e, 'fact', None) or e.name
        return None

    def e_any(self, source, loop, where, v):
        return Each(BOOL, lambda rows: junction((w for w, _ in rows), True), source, loop, where, v)

    def e_every(self, source, loop, where, v):
        return Each(BOOL, lambda rows: junction((w for w, _ in rows), False), source, loop, where, v)

    def over(self, kind, function, source, loop, where, v, partial=False):
        """The values of the elements that count, or why that cannot be told: unknown first, then an error."""
        def work(rows):
            states = [w if not known(w) else x for w, x in rows if w is not False and not (known(w) and (x is None or x is NA or known(x)))]
            if any(s is UNKNOWN for s in states):
                return UNKNOWN
            return states[0] if states else function([x for w, x in rows if w and x is not NA])
        return Each(kind, work, source, loop, where, v, partial)

    def e_count(self, source, loop, where, v):
        return self.over(COUNT, lambda xs: Fraction(len(xs)), source, loop, where, v)

    def e_sum(self, source, loop, where, v):
        def total(xs):
            s = Fraction(0)
            for x in xs:
                s = add(s, x)
            return s
        return self.over(v.type, total, source, loop, where, v)

    def e_least(self, source, loop, where, v):
        place = self.place(v.type)
        return self.over(v.type, lambda xs: min(xs, key=place) if xs else NA, source, loop, where, v, True)

    def e_greatest(self, source, loop, where, v):
        place = self.place(v.type)
        return self.over(v.type, lambda xs: max(xs, key=place) if xs else NA, source, loop, where, v, True)
