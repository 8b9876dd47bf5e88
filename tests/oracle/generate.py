"""Random policies and facts, by seed: exceptions to exceptions, tables, stages, duties, ties, boundaries, month ends, facts that are missing, errors on purpose."""
import random

import amend
from records import BOUNDS, Records
from terms import BOOLS, COLOURS, KINDS, RANKS, STEPS, TIMES, Terms

TYPES = {'set': 'set of step', 'sequence': 'sequence of step', 'parties': 'set of party', 'colour': 'colour', 'yes': 'yes or no', 'monthly': 'money per month'}
GRAINS = {'number': ['1', '0.01', '0.5', '5'], 'hours': ['0.5 hours', '0.1 hours', '1 hours'], 'money': ['£0.01', '£1', '£0.05'], 'days': ['1 days', '0.5 days'], 'weeks': ['1 weeks']}
DECISIONS = ['permission'] * 7 + ['number', 'number', 'hours', 'money', 'days', 'date', 'date', 'rank', 'colour', 'yes', 'set', 'sequence', 'parties', 'duties', 'party', 'time', 'text', 'percent', 'monthly', 'weeks']


class Generator(Terms, Records):
    def __init__(self, seed):
        """ranges, late: what the bounds of facts leave; bound: of f.r2."""
        self.ranges, self.late, self.bound, self.tabled, self.rounded = {}, None, '', [], []
        self.r = random.Random(seed)
        self.amends = seed % 3 == 0
        self.even, self.ranks = self.amends and self.maybe(0.75), {}  # all rules of a clause stand above and below the same: one text can say that
        self.lines, self.decided, self.at, self.ladder, self.barring = [], [], 0, None, {}
        self.has = ({'calendar'} if self.maybe(0.25) else set()) | ({'many'} if self.maybe(0.03) else set())

    def usable(self, kind):
        """Decisions before the one at hand: uses form no circle."""
        return [n for n, k in self.decided[:self.at] if k == kind] if self.maybe(0.5) else []

    # ---- declarations
    def header(self):
        self.lines += ['policy generated "Generated"', '  short months use ' + self.some(['the last day', 'the first day of the next month'])]
        self.dated = self.maybe(0.1)
        if self.dated:
            self.lines.append('  effective from ' + self.some(['2024-01-01', '2024-03-01', '2023-12-31 to 2024-03-31']))
        if self.maybe(0.1):
            self.lines += ['  publisher "Nobody"', '  note "made up"']
        if 'calendar' in self.has:
            self.lines += ['use calendar', 'record holiday', '  date is date', 'facts known', '  holidays is list of holiday']
        self.lines += ['party p "the first"', 'party q "the second"', 'party s "the third"',
                       'agreement ag of p%s "what p agrees to"' % self.some([', in writing', '']), 'agreement ag2 of q "what q agrees to"',
                       'order rank "rank", "ranks" is ' + ', '.join(RANKS), 'options step is ' + ', '.join(STEPS), 'options colour is ' + ', '.join(COLOURS),
                       'record part', '  size is number', '  ok is yes or no',
                       'record item', '  day is date', '  amount is number', '  paid is yes or no', '  hue is colour', '  parts is list of part']
        self.facts()
        self.definitions()

    def facts(self):
        told = lambda: self.some([''] * 6 + [', confidential', ', cannot change', ', for information', ', known to p', ', asks "And this?"'])  # noqa: E731
        self.bound = self.some([''] * 4 + sorted(BOUNDS)[1:])
        self.lines += ['facts f'] + ['  %s is yes or no%s' % (b[2:], ', presumed ' + self.some(['yes', 'no']) if b == 'f.b4' else told()) for b in BOOLS]
        self.lines += ['  kind is one of ' + ', '.join(KINDS), '  hue is colour', '  hue2 is colour', '  who is party' + told(), '  r1 is rank', '  r2 is rank' + self.bound,
                       '  x is number', '  y is number%s' % self.some(['', '', ', presumed 2 * 3', ', presumed f.x + 1', ', presumed rate * 2', ', presumed early']), '  n is count' + self.within('f.n', [', at least 0']),
                       '  p is percent' + self.within('f.p', [', 0% to 100%', ', at most 100%']), '  h is hours' + self.within('f.h', [', at least 0 hours', ', 0 hours to 100 hours', ', less than 1,000 hours']),
                       '  hw is hours per week', '  m is money' + told(), '  mm is money per month', '  dd is days', '  ww is weeks', '  mo is months', '  span is period', '  d1 is date',
                       '  d2 is date%s' % self.some(['', '', ', presumed 1 year after 2023-02-28', ', presumed f.d1']), '  t is time', '  wd is weekday', '  words is text', '  items is list of item',
                       '  inner is yes or no, only when f.b5', '  deep is number, only when %s' % self.some(['f.kind is blue', 'kind is blue']),
                       'facts f "Opened again"', '  gate is yes or no, presumed %s, only when f.b5' % self.some(['yes', 'no']), '  grade is rank, only when f.r1 is above low%s' % self.some(['', ' and f.b2']),
                       '  sum is number' + self.within('f.sum', [', at least -3', ', more than -3', ', -3 to 1,000', ', at most 1,000']), '  late is date' + self.between_days(),
                       'facts f.more', '  flag "is flagged" is yes or no' + told()]

    def within(self, fact, bounds):
        """Perhaps a bound of a fact; what it leaves is kept for the records."""
        if self.maybe(0.6):
            return ''
        bound = self.some(bounds)
        self.ranges[fact] = {'f.n': (0, 2 ** 62), 'f.p': (0, 100), 'f.h': (0, 100), 'f.sum': (-2, 1000)}[fact]
        return bound

    def between_days(self):
        bound = self.some(['', '', ', at least 2019-04-01', ', 2019-04-01 to 2025-02-28', ', at most 2025-02-28'])
        self.late = ('2019-04-01', '2025-02-28') if bound else None
        return bound

    def definitions(self):
        self.lines += ['define share is f.x / f.y', 'define grown when f.r1 is above f.r2 or f.b3', 'define later(day, n) is day + n * 1 month', 'define doubled(a) is a * 2',
                       'define steep(a, b) is', '  - a when a is more than b', '  - b when f.b2', '  - a - b when f.n is at most 3', '  - 0 otherwise',
                       'value fee is', '  - £10.005 to 2023-12-31', '  - £12.345 from 2024-02-29 to 2024-03-30', '  - £15 from 2024-03-31',
                       'define level is', '  - 3 when f.b1', '  - f.x when f.b2', '  - 5 otherwise',
                       'value rate is', '  - 2 to 2024-03-31', '  - 4 from 2024-04-01', 'value early is', '  - 3 to 2024-02-29', 'value tariff is £12 per hour',
                       'define odd_case when f.n is more than 2 and not f.b1', 'define off_day(day) when day is saturday to sunday',
                       'define weight is %s' % self.some(['100% for 24 months from f.d1, then 50% for 12 months, then 0%', '\n  - 1 when f.kind is red\n  - 2 when f.hue is cyan']),
                       'define capped_rank is least(1 rank above f.r1, high)', 'define shade is', '  - cyan when f.b2', '  - f.hue2 otherwise']

    def decisions(self):
        for i in range(self.r.randint(2, 5)):
            kind = self.some(DECISIONS)
            name, quals = 'dec%d' % i, ''
            stages = [n for n, k in self.decided if k == 'permission']
            if stages and self.maybe(0.25):
                quals = ', after ' + ', '.join(self.r.sample(stages, min(len(stages), self.some([1, 1, 2]))))
            if kind in GRAINS and self.maybe(0.4):
                self.rounded.append(name)
                quals += ', rounded %s to %s' % (self.some(['half up', 'down', 'up', 'half even', 'half down']), self.some(GRAINS[kind]))
            if kind in ('number', 'date', 'hours', 'money') and self.maybe(0.3):
                quals += ', %s of all clauses' % self.some(['least', 'greatest'])
            if kind != 'duties' and self.maybe(0.1):
                quals += self.some([', may be silent "so it is meant"', ', neutral'] + [', better when higher', ', better when lower'] * (kind in ('number', 'hours', 'money', 'days')))
            word = 'obligations' if kind == 'duties' else TYPES.get(kind, kind)
            self.lines.append('decision %s "Question %d" is %s%s' % (name, i, word, quals))
            self.decided.append((name, kind))

    # ---- tables
    def tables(self):
        """Clauses 9.x have only rows of tables."""
        rows = self.r.randint(2, 3)
        if self.maybe(0.4):
            self.has.add('pace')
        if self.maybe(0.4):
            self.has.add('grade')
        self.rows = ['9.%d' % i for i in range(1, rows + 1)]

    def table_lines(self):
        used = set()
        lines = []
        if 'pace' in self.has:
            used |= {'9.1', '9.2', '9.3'}
            lines += ['table pace(day, time) "Pace"', '  | clause | day | time | pace | despite |',
                      '  | 9.1 | monday to friday | 07:00 to 19:00 | 1 | |', '  | 9.2 | %s | 19:00 to 07:00 | 1.5 | |' % self.some(['monday to friday', 'any', '']),
                      '  | 9.3 | %s | any | 2 | %s |' % (self.some(['off_day', 'saturday, sunday', 'friday to sunday', 'f.wd']), self.some(['others', '9.1, 9.2', '9.2']))]
        if 'grade' in self.has:
            used |= {'9.1', '9.2'}
            lines += ['table grade(colour_of, day) "Grade"', '  | clause | colour_of | f.b1 | day | grade | despite |',
                      '  | 9.1 | red, green | %s | any | %s | |' % (self.some(['yes', 'any', 'no']), self.some(['1', 'f.x'])),
                      '  | 9.2 | %s | any | %s | %s | %s |' % (self.some(['blue', 'not red', 'any']), self.some(['any', 'from 2020-01-01 to 2024-03-01', 'before f.d2']), self.some(['2', 'f.n']), self.some(['', 'others', '9.1']))]
        lines += self.deciding_tables(used)
        clauses = []
        for ident in sorted(used):
            clauses += ['clause %s "Row"' % ident] + (['  effective from 2024-03-01'] if self.maybe(0.1) else [])
        return clauses + lines

    def deciding_tables(self, used):
        found = []
        self.over_tables = self.some(['despite', 'subject to'])
        for name, kind in self.decided:
            if self.maybe(0.75) or kind not in ('number', 'permission', 'rank', 'set', 'hours'):
                continue
            self.at = [n for n, _ in self.decided].index(name)
            self.tabled.append(name)
            cell = {'number': lambda: self.some(['1', 'f.x', '50%']), 'rank': lambda: self.some(RANKS), 'hours': lambda: self.some(['7.4 hours', 'f.h', '0']),
                    'permission': lambda: self.some(['permitted', 'refused', 'p', 'p, q']), 'set': lambda: self.some(['one', 'two, three'])}[kind]
            if self.maybe(0.6):
                by, bands = self.some([('f.x', ['0', '2', '3']), ('f.ww', ['0 days', '2 weeks', '30 days']), ('f.d1', ['2019-04-01', '2024-01-01', '2024-02-29']), ('f.r1', ['low', 'high', 'top']),
                                       ('years_between(f.d1, as_of)', ['0 years', '18 months', '5 years']), ('f.m', ['£0', '£10', '£23.05']), ('f.h', ['0 hours', '7.4 hours', '10 hours'])])
                column = by if by.startswith('f.') else 'service'
                used |= {'9.4', '9.5', '9.6'}
                found += ['table %s by %s' % ('t_' + name, by), '  | clause | %s | f.b2 | %s |' % (column, name)]
                order = self.r.sample(range(3), 3)
                tested = self.some(['any', 'any', 'yes'])
                found += ['  | 9.%d | from %s | %s | %s |' % (4 + i, bands[i], tested, cell()) for i in order]
            else:
                used |= {'9.7', '9.8'}
                if self.both(name, kind, found):
                    continue
                found += ['table t_' + name, '  | clause | f.kind | f.x | f.t | %s | despite |' % name,
                          '  | 9.7 | %s | at least 2 | any | %s | |' % (self.some(['red', 'red, blue', 'not green']), cell()),
                          '  | 9.8 | any | %s | %s | %s | %s |' % (self.some(['1 to 3', 'any', 'not 2']), self.some(['07:00 to 19:00', 'any', '23:30 to 12:15']), cell(), self.some(['', 'others', '9.7']))]
        return found

    def both(self, name, kind, found):
        """A table that decides two questions at once."""
        others = [n for n, k in self.decided if k == 'number' and n != name]
        if kind != 'number' or not others or self.maybe(0.5):
            return False
        found += ['table t_%s' % name, '  | clause | f.hue | f.d1 | %s | %s |' % (name, others[0]), '  | 9.7 | %s | before 2024-01-01 | 1 | 2 |' % self.some(COLOURS), '  | 9.8 | not navy | monday to friday | f.x | |']
        return True

    # ---- clauses
    def clauses(self):
        n = self.r.randint(4, 9)
        owner = [self.r.randrange(len(self.decided)) for _ in range(n)]
        if self.maybe(0.3):  # one decision with many clauses, each an exception to those before
            self.ladder = self.r.randrange(len(self.decided))
            n = self.r.randint(5, 10)
            owner = [self.ladder if self.maybe(0.7) else self.r.randrange(len(self.decided)) for _ in range(n)]
        second = self.r.randint(2, n)
        self.owners = owner
        for i in range(n):
            if i in (0, second):
                self.section(1 if i == 0 else 2)
            ident = '%d.%d' % (1 if i < second else 2, i)
            self.ids = ['%d.%d' % (1 if k < second else 2, k) for k in range(n)]
            self.clause(ident, i, n, owner)

    def section(self, number):
        """Both sections or none: a clause stands in the section whose id begins its own."""
        self.sections = self.maybe(0.6) if number == 1 else self.sections
        if self.sections:
            self.lines.append('section %d "Section"' % number)
            if self.maybe(0.15):
                self.at = 0
                self.lines.append('  applies only if ' + self.test(1))
            if self.maybe(0.05):
                self.lines.append('  effective from 2023-06-01')

    def clause(self, ident, i, n, owner):
        versions = self.some([['to 2024-03-30', 'from 2024-03-31'], ['to 2023-12-31', 'from 2024-01-01 to 2024-02-29', 'from 2024-03-01'], ['to 2024-02-28', 'from 2024-03-01']][:1 if self.dated else 3])
        versions = ['  effective ' + v for v in versions] if self.maybe(0.1) else ['  effective from 2024-03-01' + self.some(['', ' to 2024-06-30'])] if self.maybe(0.08) else [None]
        for dates in versions:
            self.lines.append('clause %s "Clause"' % ident)
            if dates:
                self.lines.append(dates)
            if self.maybe(0.12):
                self.lines.append('  ' + self.some(['guidance "Ask first."', 'incomplete "a page"', 'hands over to "L1280"', 'says "Members normally ask within four (4) weeks." at "page 7"', 'says "Nothing else."', 'cited as "1, second sentence"',
                                                    'interpreted as "this" and not as "that"', 'interpreted as "this" and not as "that" agreed by "both sides"', 'interpreted as "this" and not as "that" agreed by "both sides", 2024-02-29']))
            if self.maybe(0.1) and self.decided[owner[i]][1] == 'permission':
                self.lines.append('  incomplete "a list", reservation on ' + self.decided[owner[i]][0])
            for _ in range(self.some([1, 1, 2, 3])):
                self.rule(i, n, owner)

    def rule(self, i, n, owner):
        name, kind = self.decided[owner[i]]
        self.at = owner[i]
        base = owner.index(owner[i]) == i and self.maybe(0.4)  # many decisions have an answer that exceptions are made to
        text = '  ' + (self.base(name, kind) if base else self.effect(name, kind, i))
        aside = text.startswith('  sets aside')
        self.at = 0 if aside else self.at  # it may speak to a decision before this one
        for word, outcome in (('refuses', 'refusals'), ('only if', 'refusals'), ('refers', 'referrals')):
            if word in text and not aside:
                self.barring.setdefault((name, outcome), []).append(self.ids[i])
        word = text.split()[0]
        normally = (kind == 'permission' and word in ('refuses', 'permits', 'refers') or kind != 'duties' and word == name) and self.maybe(0.06)
        text = text.replace('  ', '  normally ', 1) if normally else text
        if not aside:
            text += self.ranks.setdefault(i, self.precedence(i, n, owner)) if self.even else self.precedence(i, n, owner)
        if self.maybe(0.7) and not base:
            text += '\n    when ' + self.test()
        if self.maybe(0.22):
            text += '\n    except when ' + self.some(['agreed ag', 'agreed ag', self.test(1), 'agreed ag or agreed ag2', 'f.b3 and agreed ag2', 'agreed ag and not f.b1'])
        if normally:
            text += '\n    departure decided by ' + self.some(['ag', 'q', 'unnamed', 's'])
        elif self.maybe(0.08):
            text += '\n    ' + self.some(['reason "so it is"', 'reason "{f.x} of {f.d1} at {share}"', 'added "the text is silent"'])
        self.lines.append(text)

    def base(self, name, kind):
        if kind == 'number' and 'many' in self.has and self.maybe(0.8):  # that comes to nothing else
            return '%s is %s' % (name, self.some(['count(each k in numbers(0, 65536))', 'count(each d in days_from(f.d1, f.d1 + 65537 days))', 'count(each k in numbers(f.x, f.x + 65536))']))
        plain = {'permission': 'permits %s', 'set': 'adds one to %s', 'sequence': 'adds two to %s', 'parties': 'adds p to %s', 'duties': 'q must do_c, in %s'}
        return plain[kind] % name if kind in plain else self.value(name, kind, True)

    def precedence(self, i, n, owner):
        """Above clauses before it, or below some after it: so there is no circle."""
        text = ''
        if i > 0 and self.maybe(0.6 if owner[i] == self.ladder else 0.3):
            related = [k for k in range(i) if owner[k] == owner[i]]
            k = self.some(related) if related and self.maybe(0.8) else self.r.randrange(i)
            more = ', ' + self.ids[self.r.randrange(i)] if self.maybe(0.1) else ''
            text = ', despite ' + ('section 1' if self.sections and self.ids[i].startswith('2') and self.maybe(0.12) else self.ids[k] + more)
        if i + 1 < n and self.maybe(0.1 if not text else 0.05):
            text += ', subject to ' + ('section 2' if self.sections and self.ids[i].startswith('1') and self.ids[-1].startswith('2') and self.maybe(0.2) else self.ids[self.r.randrange(i + 1, n)])
        elif not text and self.maybe(0.04):
            text = ', %s table t_%s' % (self.over_tables, self.some(self.tabled)) if self.tabled else ''  # all above, or all below: no circle
        return text

    def aside(self, name):
        """Sets aside what bars this decision so far."""
        outcome = self.some(['refusals', 'refusals', 'referrals'])
        targets = sorted(set(self.barring.get((name.split(',')[0], outcome), [])))
        return 'sets aside the %s of %s' % (outcome, ', '.join(self.r.sample(targets, min(len(targets), self.some([1, 1, 2]))))) if targets else 'permits ' + name

    def effect(self, name, kind, i):
        if self.maybe(0.12 if kind == 'duties' else 0.06):
            return '%s applies only if %s' % (name, self.test(1))
        if kind == 'permission':
            others = [n for n, k in self.decided[self.at + 1:] if k == kind]
            return self.permission(', '.join([name] + self.r.sample(others, self.r.randint(0, min(1, len(others))))) if self.maybe(0.15) else name, i)
        if kind in ('set', 'sequence'):
            return 'adds %s to %s' % (self.some(STEPS), name)
        if kind == 'parties':
            return 'adds %s to %s' % (self.some(['p', 'q', 's']), name)
        if kind == 'duties':
            alone = sum(k == kind for _, k in self.decided) == 1 and self.maybe(0.4)
            return '%s %s do_%s%s%s' % (self.some(['p', 'q', 'p, s', 'unnamed']), self.some(['must', 'should', 'is expected to', 'tries to', 'will', 'normally']), self.some('abc'),
                                            self.some(['', ' by ' + self.day(), ' before "the end"', ' on f.d2', ' "in words" by ' + self.day(0)]), '' if alone else ', in ' + name)
        return self.value(name, kind)

    def permission(self, name, i):
        return self.one_of(
            lambda: 'permits ' + name, lambda: 'permits ' + name, lambda: 'permits %s with %s' % (name, self.number(1)) if self.maybe(0.25) else 'permits ' + name, lambda: 'refuses ' + name,
            lambda: 'refuses ' + name, lambda: 'refers %s to %s' % (name, self.some(['p', 'q', 'p, q', 'unnamed', 's, p'])), lambda: '%s only if %s' % (name, self.test(1)),
            lambda: self.aside(name), lambda: self.aside(name))

    def value(self, name, kind, base=False):
        make = {'number': self.number, 'hours': self.hours, 'money': self.money, 'days': self.days, 'date': self.day, 'rank': self.rank, 'colour': self.colour, 'yes': lambda: self.some(['yes', 'no', 'f.b1', '(%s)' % self.simple()]),
                'party': lambda: self.some(['f.who', 'p', 'q', 'ag.decided_by']), 'time': lambda: self.some(TIMES + ['f.t', 'f.t']), 'text': lambda: self.some(['"red"', '"blue"', 'f.words']),
                'percent': lambda: self.some(['50%', 'f.p', 'f.p * 2', 'share', '1/3']), 'monthly': lambda: self.some(['f.mm', '£100 per month', 'f.m / f.mo', '£30 / 1 month']),
                'weeks': lambda: self.some(['f.ww', '2 weeks', 'f.dd', 'f.ww + f.dd', '%s / 7 days * 1 week' % self.some(['f.dd', '10 days'])])}[kind]
        if name in self.rounded and self.maybe(0.4):  # so that there are ties
            return '%s is %s' % (name, {'number': 'f.x', 'hours': 'f.h', 'money': self.some(['f.m', 'fee']), 'days': 'f.dd', 'weeks': 'f.ww'}[kind])
        others = [n for n, k in self.decided[self.at + 1:] if k == kind]
        several = name + ', ' + self.some(others) if others and not base and self.maybe(0.25) else name
        if base or kind in ('colour', 'yes', 'party', 'text'):
            return '%s is %s' % (several, make())
        if kind in ('date', 'rank', 'time'):
            cap, floor = ('is no later than', 'is no earlier than') if kind == 'date' else ('is capped at', 'is no less than')
            return '%s %s %s' % (several, self.some(['is', 'is', 'is', cap, floor]), make())
        return self.one_of(
            lambda: '%s is %s' % (name, make()), lambda: '%s is %s' % (name, make()), lambda: '%s is %s' % (name, make()), lambda: 'adds %s to %s' % (make(), name), lambda: 'multiplies %s by %s' % (name, self.number(1)),
            lambda: '%s is %s %s' % (several, self.some(['capped at', 'no less than']), make()), lambda: '%s is %s' % (several, make()),
            lambda: '%s is 100%% for 24 months from f.d1, then %s for f.mo, then 0%%' % (name, self.some(['50%', 'f.x', '1/3'])) if kind in ('number', 'percent') else '%s is %s' % (name, make()))


def policy(seed, records):
    """Its text, its records, and its amendments: every third policy has some."""
    g = Generator(seed)
    g.header()
    g.tables()
    g.decisions()
    tables = g.table_lines()
    g.clauses()
    g.lines += tables
    amended = amend.of(g) if seed % 3 == 0 else []
    return '\n'.join(g.lines) + '\n', [g.record(i) for i in range(records)], amended
