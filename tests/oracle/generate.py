"""Random well-typed policies and facts, by seed: exceptions to exceptions, ties, boundaries, unknown facts, month ends, errors on purpose. What it writes must pass `pol check`
without an error."""
import random

DATES = ['2024-02-29', '2023-02-28', '2024-01-31', '2023-12-31', '2024-03-31', '2020-02-29', '2024-04-01', '2024-03-30', '2019-04-01', '2025-02-28', '0001-01-31', '9999-12-31']
RANKS = ['low', 'middle', 'high', 'top']
KINDS = ['red', 'green', 'blue']


class Generator:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.lines = []
        self.decided = []

    def some(self, items):
        return self.r.choice(items)

    def maybe(self, p):
        return self.r.random() < p

    # ---- facts
    def header(self):
        convention = self.some(['the last day', 'the first day of the next month'])
        self.lines += ['policy generated "Generated"', '  short months use ' + convention, 'party p "the first"', 'party q "the second"', 'party s "the third"']
        self.writing = self.maybe(0.5)
        self.lines += ['agreement ag of p%s "what p agrees to"' % (', in writing' if self.writing else '')]
        self.lines += ['order rank "rank", "ranks" is ' + ', '.join(RANKS), 'options step is one, two, three, four', 'record item', '  day is date', '  amount is number', '  paid is yes or no']
        presumed = ', presumed ' + self.some(['yes', 'no'])
        self.lines += ['facts f'] + ['  b%d is yes or no%s' % (i, presumed if i == 4 else '') for i in range(1, 6)]
        self.lines += ['  kind is one of ' + ', '.join(KINDS), '  r1 is rank', '  r2 is rank', '  x is number', '  y is number', '  h is hours', '  m is money', '  d1 is date', '  d2 is date',
                       '  t is time', '  items is list of item', '  inner is yes or no, only when f.b5', '  deep is number, only when f.kind is blue']
        self.lines += ['define share is f.x / f.y', 'define grown when f.r1 is above f.r2 or f.b3', 'define later(day, n) is day + n * 1 month',
                       'define level is', '  - 3 when f.b1', '  - f.x when f.b2', '  - 5 otherwise',
                       'value rate is', '  - 2 to 2024-03-31', '  - 4 from 2024-04-01']

    # ---- amounts
    def number(self, depth=2):
        if depth == 0 or self.maybe(0.3):
            return self.some(['f.x', 'f.y', str(self.r.randint(-3, 6)).replace('-', '0 - ') if self.maybe(0.2) else str(self.r.randint(0, 6)), '2.5', '1/3', 'level', 'rate', '1,000', '50%'])
        pick = self.r.randrange(9)
        a, b = self.number(depth - 1), self.number(depth - 1)
        if pick < 4:
            return '(%s) %s (%s)' % (a, self.some('+-*/'), b)
        if pick == 4:
            return '%s(%s, %s)' % (self.some(['least', 'greatest']), a, b)
        if pick == 5:
            return 'sum(i.amount for each i in f.items where %s)' % self.item_test()
        if pick == 6:
            return self.some(['count(each i in f.items where %s)' % self.item_test(), 'greatest(i.amount for each i in f.items where %s)' % self.item_test()])
        if pick == 7:
            return 'whole(%s)' % a
        return self.some(['(months_between(f.d1, f.d2) / 1 month)', '(years_between(f.d1, as_of) / 1 year)', 'year(f.d1)', 'day(f.d2)', 'round_half_up(%s, 0.1)' % a, 'round_down(%s, 2)' % a,
                          'count(each k in numbers(1, 5) where k is more than f.x)', 'share'])

    def item_test(self):
        return self.some(['i.paid', 'i.amount is more than f.x', 'i.day is on or before f.d1', 'not i.paid and i.amount is at least 2', 'i.day is monday to friday'])

    def day(self):
        return self.some(['f.d1', 'f.d2', self.some(DATES[:8]), '3 months before f.d1', '1 year after f.d2', 'f.d1 + 5 days', 'later(f.d1, 2)', '1 month after f.d1', 'last_day_of_month(f.d2)'])

    # ---- conditions
    def test(self, depth=2):
        if depth and self.maybe(0.5):
            parts = [self.test(depth - 1) for _ in range(self.r.randint(2, 3))]
            joined = self.some([' and ', ' or ']).join(parts)
            return '(%s)' % joined if self.maybe(0.85) else 'not (%s)' % joined
        return self.some([
            lambda: self.some(['', 'not ']) + self.some(['f.b1', 'f.b2', 'f.b3', 'f.b4', 'f.b5', 'grown']),
            lambda: 'f.kind is %s%s' % (self.some(['', 'not ']), self.some(KINDS)),
            lambda: 'f.kind is one of %s, %s' % tuple(self.r.sample(KINDS, 2)),
            lambda: 'f.r1 is %s %s' % (self.some(['above', 'below', 'at least', 'at most']), self.some(['f.r2', self.some(RANKS), '1 rank above f.r2'])),
            lambda: 'f.r2 is middle to top',
            lambda: '(%s) is %s (%s)' % (self.number(1), self.some(['at least', 'at most', 'more than', 'less than', '', 'not']), self.number(1)),
            lambda: 'f.x is 1 to 3',
            lambda: '%s is %s %s' % (self.day(), self.some(['before', 'after', 'on or before', 'on or after', '']), self.day()),
            lambda: 'f.d1 is within %s from %s' % (self.some(['6 weeks', '2 months', '31 days', '1 year']), self.some(['1 February', 'f.d2', '1 December'])),
            lambda: 'f.d1 is at most %s after f.d2' % self.some(['4 months', '31 days', '1 year', '1 year 3 days']),
            lambda: 'f.t is %s to %s' % tuple(self.r.sample(['07:00', '19:00', '00:00', '23:30'], 2)),
            lambda: 'f.h is at least %s' % self.some(['7.4 hours', '24 minutes', '10 hours']),
            lambda: 'f.m is more than £%s' % self.some(['10', '23.05']),
            lambda: '(f.b5 and f.inner)',
            lambda: '(f.kind is blue and f.deep is more than 2)',
            lambda: 'any(each i in f.items where %s)' % self.item_test(),
            lambda: 'every(each i in f.items where %s)' % self.item_test(),
            lambda: self.some(['agreed ag', 'pending ag']),
            lambda: 'f.d1 is monday to thursday',
        ] + ([lambda: '%s is %s' % (self.some(self.usable('permission')), self.some(['permitted', 'refused', 'not permitted', 'not_applicable']))] if self.usable('permission') else [])
          + ([lambda: '%s is at least 3' % self.some(self.usable('number'))] if self.usable('number') else []))()

    def usable(self, kind):
        """Decisions before the one at hand: uses form no circle."""
        return [n for n, k in self.decided[:self.at] if k == kind] if hasattr(self, 'at') else []

    # ---- rules
    def decisions(self):
        n = self.r.randint(2, 4)
        for i in range(n):
            kind = self.some(['permission', 'permission', 'permission', 'number', 'number', 'date', 'rank', 'set', 'sequence'])
            name = 'dec%d' % i
            extra = ''
            if kind == 'permission' and self.maybe(0.2) and any(k == 'permission' for _, k in self.decided):
                extra = ', after ' + self.some([x for x, k in self.decided if k == 'permission'])
            if kind == 'number' and self.maybe(0.3):
                extra = ', rounded %s to %s' % (self.some(['half up', 'down', 'up', 'half even']), self.some(['1', '0.01', '0.5']))
            if kind in ('number', 'date') and self.maybe(0.3):
                extra += ', %s of all clauses' % self.some(['least', 'greatest'])
            word = {'set': 'set of step', 'sequence': 'sequence of step'}.get(kind, kind)
            self.lines.append('decision %s "Question %d" is %s%s' % (name, i, word, extra))
            self.decided.append((name, kind))

    def clauses(self):
        n = self.r.randint(4, 9)
        owner = [self.r.randrange(len(self.decided)) for _ in range(n)]
        for i in range(n):
            self.lines.append('clause 1.%da "Clause %d"' % (i, i))
            if self.maybe(0.1):
                self.lines.append('  effective from 2024-03-01' + self.some(['', ' to 2024-06-30']))
            if self.maybe(0.1) and self.decided[owner[i]][1] == 'permission':
                self.lines.append('  incomplete "a list", reservation on ' + self.decided[owner[i]][0])
            for _ in range(self.some([1, 1, 2, 3])):
                self.rule(i, n, owner)

    def rule(self, i, n, owner):
        name, kind = self.decided[owner[i]]
        self.at = owner[i]
        text = '  ' + {'permission': self.permission, 'number': self.value, 'date': self.value, 'rank': self.value, 'set': self.member, 'sequence': self.member}[kind](name, kind, i, n)
        if self.maybe(0.25) and i > 0:
            text += ', despite 1.%da' % self.r.randrange(i)
        if self.maybe(0.1) and i + 1 < n:
            text += ', subject to 1.%da' % self.r.randrange(i + 1, n)
        if self.maybe(0.7):
            text += '\n    when ' + self.test()
        if self.maybe(0.2):
            text += '\n    except when ' + (self.some(['agreed ag', self.test(1)]))
        self.lines.append(text)

    def permission(self, name, _kind, i, n):
        pick = self.r.randrange(10)
        if pick < 3:
            return 'permits ' + name + (' with ' + self.number(1) if self.maybe(0.1) else '')
        if pick < 5:
            return 'refuses ' + name
        if pick == 5:
            return 'refers %s to %s' % (name, self.some(['p', 'q', 'p, q', 'unnamed']))
        if pick == 6:
            return '%s only if %s' % (name, self.test(1))
        if pick == 7:
            return '%s applies only if %s' % (name, self.test(1))
        if pick == 8 and i > 0:
            return 'sets aside the %s of 1.%da' % (self.some(['refusals', 'refusals', 'referrals']), self.r.randrange(i))
        return 'permits ' + name

    def value(self, name, kind, _i, _n):
        if self.maybe(0.1):
            return '%s applies only if %s' % (name, self.test(1))
        if kind == 'rank':
            return '%s is %s' % (name, self.some(['f.r1', '1 rank above f.r1', 'middle', '1 rank below f.r2']))
        if kind == 'date':
            return '%s is %s%s' % (name, self.some(['', '', 'no later than ', 'no earlier than ']), self.day())
        pick = self.r.randrange(10)
        if pick < 5:
            return '%s is %s' % (name, self.number())
        if pick == 5:
            return 'adds %s to %s' % (self.number(1), name)
        if pick == 6:
            return 'multiplies %s by %s' % (name, self.number(1))
        if pick == 7:
            return '%s is capped at %s' % (name, self.number(1))
        if pick == 8:
            return '%s is no less than %s' % (name, self.number(1))
        return '%s is 100%% for 24 months from f.d1, then 50%% for 12 months, then 0%%' % name

    def member(self, name, _kind, _i, _n):
        if self.maybe(0.1):
            return '%s applies only if %s' % (name, self.test(1))
        return 'adds %s to %s' % (self.some(['one', 'two', 'three', 'four']), name)

    # ---- records
    def record(self, ident):
        r = {'id': str(ident)}
        p_known = self.some([1.0, 0.9, 0.9, 0.6, 0.3])

        def put(key, make):
            if self.r.random() < p_known:
                r[key] = make()
        for i in range(1, 6):
            put('f.b%d' % i, lambda: self.maybe(0.5))
        put('f.kind', lambda: self.some(KINDS))
        put('f.r1', lambda: self.some(RANKS))
        put('f.r2', lambda: self.some(RANKS))
        small = ['0', '1', '2', '3', '-1', '2.5', '0.05', '7']
        put('f.x', lambda: self.some(small + ['99999999999999999999999999999999999999'] if self.maybe(0.1) else small))
        put('f.y', lambda: self.some(small))
        put('f.h', lambda: self.some(['7.4 hours', '24 minutes', '10', '37.5']))
        put('f.m', lambda: self.some(['£10', '£10.01', '23.05', '24']))
        put('f.d1', lambda: self.some(DATES))
        put('f.d2', lambda: self.some(DATES))
        put('f.t', lambda: self.some(['07:00', '06:59', '19:00', '00:00', '23:59']))
        put('f.items', lambda: [self.item() for _ in range(self.r.randrange(4))])
        put('f.inner', lambda: self.maybe(0.5))
        put('f.deep', lambda: self.some(small))
        put('ag.status', lambda: self.some(['not_sought', 'sought', 'given_in_writing', 'given_orally', 'declined']))
        put('ag.decided_by', lambda: self.some(['p', 'q', 'other']))
        return r

    def item(self):
        item = {'day': self.some(DATES), 'amount': self.some(['0', '1', '2', '3.5']), 'paid': self.maybe(0.5)}
        if self.maybe(0.15):
            del item[self.some(list(item))]
        return item


def policy(seed, records):
    g = Generator(seed)
    g.header()
    g.decisions()
    g.clauses()
    return '\n'.join(g.lines) + '\n', [g.record(i) for i in range(records)]
