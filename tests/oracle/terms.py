"""Random amounts and conditions, each well typed. What is written here must pass `pol check` without an error."""
import re

DATES = ['2024-02-29', '2023-02-28', '2024-01-31', '2023-12-31', '2024-03-31', '2020-02-29', '2024-04-01', '2024-03-30', '2019-04-01', '2025-02-28', '2024-06-30']
ENDS = ['0001-01-31', '0001-01-01', '9999-12-31', '9998-04-01', '0001-02-28', '9996-02-29', '9999-12-01']
LARGE = 2 ** 127 - 1
RANKS, KINDS, STEPS, COLOURS = ['low', 'middle', 'high', 'top'], ['red', 'green', 'blue'], ['one', 'two', 'three', 'four'], ['cyan', 'teal', 'navy']
BOOLS = ['f.b1', 'f.b2', 'f.b3', 'f.b4', 'f.b5']
TIMES = ['07:00', '19:00', '00:00', '23:30', '12:15']
DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']


def unsigned(number):
    """A number that may stand beside a percentage: one as it is written is taken for a percentage without its sign."""
    return number + ' * 1' if re.fullmatch(r'[\d,./ ]+', number) else number


class Terms:
    """`r` is the source of chance; `usable(kind)` are decisions that may be used at the place at hand; `has` the constructs that this policy has."""

    def some(self, items):
        return self.r.choice(items)

    def maybe(self, p):
        return self.r.random() < p

    def one_of(self, *makers):
        """Calls one of several makers."""
        return self.some(makers)()

    # ---- amounts
    def number(self, depth=2):
        if depth == 0 or self.maybe(0.3):
            plain = ['f.x', 'f.y', 'f.n', 'f.p', str(self.r.randint(0, 6)), '2.5', '1/3', '2 1/4', 'level', 'rate', '1,000', '50%', 'weight', '-%d' % self.r.randint(1, 3)]
            return self.some(plain + self.usable('number'))
        a, b = self.number(depth - 1), self.number(depth - 1)
        if 'many' in self.has and self.maybe(0.12):
            return self.huge(a)
        return self.one_of(
            lambda: '(%s) %s (%s)' % (a, self.some('+-*/'), b), lambda: '(%s) %s (%s)' % (a, self.some('+-*'), b),
            lambda: '%s(%s, %s)' % (self.some(['least', 'greatest']), unsigned(a), unsigned(b)),
            lambda: self.listed(depth), lambda: 'whole(%s)' % a, lambda: self.ratio(depth - 1),
            lambda: '%s(%s, %s)' % (self.some(['round_half_up', 'round_half_even', 'round_up', 'round_down']), '(%s) * 1' % a, self.some(['0.1', '2', '0.25', '1'])),
            lambda: self.some(['year(f.d1)', 'month(%s)' % self.day(), 'day(f.d2)', 'share', 'share', '1 / f.x', 'doubled(%s)' % a, 'count(each k in numbers(1, 5) where k is more than f.x)',
                               '1/2 of (%s)' % a, '50%% of (%s)' % a, 'sum(k for each k in numbers(%d, 4) where k is not %s)' % (self.r.randint(-1, 2), a)]),
            lambda: self.graded() if 'grade' in self.has else a, lambda: self.graded() if 'grade' in self.has else a,
            lambda: '-(%s)' % a, lambda: self.huge(a) if self.maybe(0.35) else 'steep(%s, %s)' % (unsigned(a), unsigned(b)), lambda: 'fee / £0.01' if self.maybe(0.5) else 'f.sum')

    def huge(self, a):
        """At the limits of exact numbers, of lists and of periods."""
        if 'many' in self.has:
            return self.some(['count(each k in numbers(0, 65536))', 'count(each d in days_from(f.d1, f.d1 + 65537 days))', 'count(each k in numbers(f.x, f.x + 65536))', 'sum(k for each k in numbers(-9223372036854775808, -9223372036854775807))',
                              'sum(k for each k in numbers(-9223372036854775809, 0))', self.some(['count(each k in numbers(f.x, f.x + 65535))', 'count(each d in days_from(f.d1, f.d1 + 65536 days))'])])
        return self.some(['(%s) * %d' % (a, LARGE), '(%s) + %d' % (a, LARGE), '%d - (%s)' % (LARGE, a), '1/%d * (%s)' % (LARGE, a), '(%s) * 18446744073709551616 * 9223372036854775807' % a, '(%s) / %d' % (a, LARGE),
                          'round_half_up((%s) * %d, 2)' % (a, LARGE), 'months_between(f.d1, (f.n * 1 month) after f.d1) / 1 month', '((f.n * 1 year) after f.d1 - f.d1) / 1 day', 'year(date(f.n, 2, 29))',
                          'count(each k in numbers(f.n, f.n + f.x))', 'day(date(2024, f.n, 31))'])

    def graded(self):
        return 'grade(%s, %s)' % (self.some(['f.kind', 'f.kind', 'red']), self.day(0))

    def ratio(self, depth):
        return self.one_of(
            lambda: '(%s) / 1 hour' % self.hours(depth), lambda: '(%s) / £1' % self.money(depth), lambda: '((%s) + 0 days) / 1 day' % self.days(depth),
            lambda: 'months_between(%s, %s) / 1 month' % (self.day(), self.day()), lambda: 'years_between(%s, as_of) / 1 year' % self.day())

    def listed(self, depth=1):
        where = self.item_test()
        return self.one_of(
            lambda: 'sum(i.amount for each i in f.items where %s)' % where, lambda: 'count(each i in f.items where %s)' % where,
            lambda: 'count(each i in f.items)', lambda: 'sum(i.amount * %s for each i in f.items)' % self.number(0),
            lambda: '%s(i.amount for each i in f.items where %s)' % (self.some(['greatest', 'least']), where),
            lambda: 'sum(sum(p.size for each p in i.parts where %s) for each i in f.items where %s)' % (self.part_test(), where),
            lambda: 'count(each i in f.items where %s)' % self.nested())

    def part_test(self):
        return self.some(['p.ok', 'p.size is more than 1', 'p.size is at most i.amount', 'not p.ok and p.size is at least f.x', 'p.ok or i.paid'])

    def nested(self):
        return '%s(each p in i.parts where %s)' % (self.some(['any', 'every']), self.part_test())

    def item_test(self):
        return self.some(['i.paid', 'i.amount is more than f.x', 'i.day is on or before f.d1', 'not i.paid and i.amount is at least 2', 'i.day is monday to friday', 'i.hue is cyan or i.paid',
                          'i.hue is not teal', 'i.day is sunday', 'i.day is within 6 weeks from f.d2', 'i.amount is not 1 and f.b1', 'i.paid and i.day is saturday to monday', 'f.b2'])

    def hours(self, depth=1):
        if depth == 0 or self.maybe(0.3):
            return self.some(['f.h', 'f.h', '7.4 hours', '24 minutes', '3 days of 7.4 hours', '0 hours'] + self.usable('hours'))
        a = self.hours(depth - 1)
        return self.one_of(
            lambda: '%s %s %s' % (a, self.some('+-'), self.hours(0)), lambda: '(%s) * (%s)' % (self.number(0), a), lambda: 'f.hw * 2 weeks', lambda: 'f.hw * f.ww', lambda: '(%s) of 7.4 hours' % self.days(0),
            lambda: '(%s) / 2' % a, lambda: 'least(%s, 40 hours)' % a, lambda: 'round_half_even(%s, %s)' % (a, self.some(['0.5 hours', '6 minutes'])), lambda: '50%% of (%s)' % a,
            lambda: self.paced() if 'pace' in self.has else a, lambda: self.paced() if 'pace' in self.has else a)

    def paced(self):
        return 'sum(piece.length * pace(piece.date, piece.start) for each piece in pieces(f.d1, f.t, %s, pace))' % self.some(['f.h', 'f.h', '30 hours'])

    def money(self, depth=1):
        if depth == 0 or self.maybe(0.3):
            return self.some(['f.m', '£10', '£23.05', '£0.01', '£1,000', '£0', '£0.005'] + self.usable('money'))
        return self.one_of(
            lambda: '(%s) %s (%s)' % (self.money(depth - 1), self.some('+-'), self.money(0)), lambda: '£15 per hour * (%s)' % self.hours(0), lambda: 'f.mm * 12 months', lambda: 'f.mm * f.mo',
            lambda: '(%s) * (%s)' % (self.money(depth - 1), self.number(0)), lambda: '(f.mm * 12 months per year) * 2 years', lambda: 'greatest(%s, £5)' % self.money(0),
            lambda: '12.5% of f.m', lambda: 'round_up(%s, £0.01)' % self.money(depth - 1), lambda: 'tariff * 1 hour', lambda: self.some(['fee', 'fee', 'f.m / 3', 'round_half_up(fee, £0.01)', 'round_half_even(f.m, £0.01)', 'round_down(f.m / 8, £0.05)']))

    def days(self, depth=1):
        if 'calendar' in self.has and self.maybe(0.1):
            return 'sum(days_in(y, f.d1, %s) for each y in financial_years(f.d1, f.d2))' % self.some(['f.d2', '2024-06-01'])
        if depth == 0 or self.maybe(0.3):
            return self.some(['f.dd', '5 days', '2 weeks', 'f.ww', '0 days'])
        return self.one_of(
            lambda: '(%s) %s (%s)' % (self.days(depth - 1), self.some('+-'), self.days(0)), lambda: 'days_between(%s, %s)' % (self.day(), self.day()), lambda: '(%s) - (%s)' % (self.day(), self.day()),
            lambda: '(%s) * (%s)' % (self.days(0), self.number(0)), lambda: 'greatest(%s, %s)' % (self.days(0), self.days(0)))

    def day(self, depth=1):
        if depth == 0 or self.maybe(0.5):
            return self.some(['f.d1', 'f.d2', 'f.d1', self.some(DATES), 'as_of'] + self.usable('date'))
        return self.one_of(
            lambda: self.some(['3 months before f.d1', '1 year after f.d2', 'f.d1 + 5 days', 'later(f.d1, 2)', '1 month after f.d1', 'last_day_of_month(f.d2)', '1 year 1 month 3 days before f.d1',
                               'f.d2 - 2 weeks', 'f.d1 + f.dd', 'f.d1 + f.mo', 'f.d2 - f.span', 'date(year(f.d1), 2, day(f.d2))', 'yearly_in(29 February, year(f.d1))', 'yearly_in(1 April, f.n)',
                               'least(f.d1, f.d2)', 'greatest(f.d1, 2024-02-29)', '1 month before 1 month after f.d1']),
            lambda: 'least(i.day for each i in f.items where %s)' % self.item_test(),
            lambda: self.some(['next_working_day(f.d1, known.holidays)', 'last_working_day(year(f.d1), month(f.d1), known.holidays)', 'anniversary(f.d1, 3)']) if 'calendar' in self.has else 'f.d2',
            lambda: 'greatest(y.start for each y in years_beginning(%s, f.d1, %s))' % (self.some(['1 April', '29 February']), self.some(['f.d2', '2025-06-01'])),
            lambda: 'greatest(d for each d in days_from(f.d1, f.d1 + %d days) where d is not saturday to sunday)' % self.r.randint(0, 12))

    def rank(self):
        return self.some(['f.r1', 'f.r2', '1 rank above f.r1', 'middle', '1 rank below f.r2', 'least(f.r1, f.r2)', 'greatest(f.r1, middle)', '2 ranks above f.r2', 'capped_rank'] + self.usable('rank'))

    def colour(self):
        return self.some(COLOURS + ['f.hue', 'f.hue', 'shade'])

    # ---- conditions
    def test(self, depth=2):
        if depth and self.maybe(0.5):
            parts = [self.test(depth - 1) for _ in range(self.r.randint(2, 3))]
            if depth == 2 and self.maybe(0.15):
                return self.some(['all of', 'any of']) + ''.join('\n      - ' + p for p in parts)
            joined = self.some([' and ', ' or ']).join(p if '\n' not in p else 'f.b1' for p in parts)
            return '(%s)' % joined if self.maybe(0.85) else 'not (%s)' % joined
        return self.simple()

    def simple(self):
        kind = self.r.random()
        if kind < 0.03:
            return self.some(['share is at least 1', '1 / f.x is more than f.y', 'date(2023, 2, f.n) is before f.d1', 'f.d1 is before 9000 years after f.d2', 'share is not 2'])
        if kind < 0.3:
            return self.some(['', 'not ']) + self.some(BOOLS + ['grown', 'odd_case'])
        if kind < 0.5:
            return self.of_choice()
        if kind < 0.62:
            return self.some([self.of_decision(), self.of_agreement()])
        if kind < 0.75:
            return self.of_list()
        if kind < 0.87:
            return self.of_date()
        return self.of_amount()

    def of_choice(self):
        return self.one_of(
            lambda: 'f.kind is %s%s' % (self.some(['', 'not ']), self.some(KINDS)),
            lambda: 'f.kind is %sone of %s, %s' % ((self.some(['', 'not ']),) + tuple(self.r.sample(KINDS, 2))),
            lambda: 'f.hue is %s%s' % (self.some(['', 'not ']), self.colour()),
            lambda: 'f.hue is one of f.hue2, %s' % self.some(COLOURS),
            lambda: 'f.who is %s%s' % (self.some(['', 'not ']), self.some(['p', 'q', 'other'])),
            lambda: 'f.r1 is %s %s' % (self.some(['above', 'below', 'at least', 'at most']), self.some(['f.r2', self.some(RANKS), '1 rank above f.r2'])),
            lambda: 'f.r2 is %smiddle to %s' % (self.some(['', 'not ']), self.some(['high', 'top', 'f.r1'])),
            lambda: '(f.r1 - f.r2) is %s %d' % (self.some(['at least', 'at most', 'more than']), self.r.randint(0, 2)),
            lambda: '(f.b5 and %sf.%s)' % (self.some(['', 'not ']), self.some(['inner', 'gate'])), lambda: '(f.r1 is above low and f.b2 and f.grade is %s %s)' % (self.some(['at least', 'below', 'one of low,']), self.some(RANKS)), lambda: '%sf.more.flag' % self.some(['', 'not ']), lambda: '(f.kind is blue and f.deep is more than 2)', lambda: 'f.words is %s"red"' % self.some(['', 'not ']),
            lambda: 'f.t is %s%s to %s' % ((self.some(['', 'not ']),) + tuple(self.r.sample(TIMES, 2))), lambda: 'f.t is %s 12:15' % self.some(['before', 'at least', 'after']))

    def of_decision(self):
        found = []
        for name in self.usable('permission'):
            found.append('%s is %s' % (name, self.some(['permitted', 'refused', 'not permitted', 'referred', 'not_applicable', 'one of refused, referred'])))
        found += ['%s is at least 3' % name for name in self.usable('number')] + [name for name in self.usable('yes')]
        return self.some(found) if found else self.some(BOOLS)

    def of_agreement(self):
        return self.some(['agreed ag', 'pending ag', 'agreed ag2', 'not agreed ag', 'pending ag2', 'ag.status is declined', 'ag2.decided_by is other'])

    def of_list(self):
        return self.one_of(
            lambda: '%s(each i in f.items where %s)' % (self.some(['any', 'every']), self.item_test()),
            lambda: '%s(each i in f.items where %s)' % (self.some(['any', 'every']), self.nested()),
            lambda: '%s is %s %d' % (self.listed(), self.some(['at least', 'more than', 'at most']), self.r.randint(0, 3)),
            lambda: 'any(each i in f.items)')

    def of_date(self):
        if 'calendar' in self.has and self.maybe(0.2):
            return self.some(['working_day(f.d1, known.holidays)', 'working_days_between(f.d1, f.d1 + 9 days, known.holidays) is at least 6', 'f.d2 is weekday_of_work', 'whole_months(f.d1, f.d2) is at least 3 months'])
        return self.one_of(
            lambda: '%s is %s %s' % (self.day(), self.some(['before', 'after', 'on or before', 'on or after', '', 'not']), self.day()),
            lambda: 'f.d1 is %swithin %s from %s' % (self.some(['', 'not ']), self.some(['6 weeks', '2 months', '31 days', '1 year', '20 weeks', 'f.dd']), self.some(['1 February', 'f.d2', '1 December', '29 February'])),
            lambda: 'f.d1 is at most %s after f.d2' % self.some(['4 months', '31 days', '1 year', '1 year 3 days']),
            lambda: '%s is %s' % (self.day(), self.some(['monday to thursday', 'friday to monday', 'not sunday', 'saturday to f.wd', 'one of monday, sunday'])),
            lambda: 'f.d1 is %s to %s' % (self.some(['2019-04-01', 'f.d2']), self.some(['2024-03-31', 'as_of'])),
            lambda: 'f.late is %s %s' % (self.some(['before', 'on or after', 'on or before', 'after', 'not']), self.some(['1 April 2024', '2024-02-29', 'f.d1', 'as_of'])), lambda: 'weekday(%s) is %s' % (self.day(), self.some(DAYS)), lambda: '%s is off_day' % self.day())

    def of_amount(self):
        how = self.some(['at least', 'at most', 'more than', 'less than', '', 'not'])
        return self.one_of(
            lambda: '(%s) is %s (%s)' % (unsigned(self.number(1)), how, unsigned(self.number(1))), lambda: 'f.x is %s to %s' % (self.some(['1', 'f.y']), self.some(['3', 'f.n'])),
            lambda: '(%s) is %s %s' % (self.hours(), how, self.hours(0)), lambda: '(%s) is %s %s' % (self.money(), how, self.some([self.money(0), '0'])), lambda: '(%s) is %s %s' % (self.days(), how, self.days(0)),
            lambda: 'months_between(f.d1, %s) is %s %s' % (self.day(), how, self.some(['6 months', '1 year', 'f.mo'])), lambda: 'f.x is one of f.y, 2, f.n', lambda: 'f.p is %s %s' % (how, self.some(['50%', '1/2 * 1', '12.5%'])), lambda: 'f.sum is %s %s' % (how, self.some(['2.5', 'f.x', '-2.5 * 1'])), lambda: 'fee is %s f.m' % how,
            lambda: 'f.ww is %s %s' % (how, self.some(['14 days', 'f.dd', '2 weeks'])), lambda: 'f.mo is %s %s' % (how, self.some(['6 months', '1 year', '18 months'])))
