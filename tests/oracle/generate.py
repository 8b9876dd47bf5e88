"""Random policies and facts, by seed: exceptions to exceptions, tables, stages, duties, ties, boundaries, month ends, facts that are missing, errors on purpose."""
import random

import amend
from terms import BOOLS, COLOURS, DATES, DAYS, ENDS, KINDS, RANKS, STEPS, TIMES, Terms

TYPES = {'set': 'set of step', 'sequence': 'sequence of step', 'parties': 'set of party', 'colour': 'colour', 'yes': 'yes or no', 'monthly': 'money per month'}
GRAINS = {'number': ['1', '0.01', '0.5'], 'hours': ['0.5 hours', '0.1 hours'], 'money': ['£0.01', '£1'], 'days': ['1 days', '0.5 days']}
DECISIONS = ['permission'] * 7 + ['number', 'number', 'hours', 'money', 'days', 'date', 'date', 'rank', 'colour', 'yes', 'set', 'sequence', 'parties', 'duties', 'party', 'time', 'text', 'percent', 'monthly', 'weeks']


class Generator(Terms):
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.lines, self.decided, self.at, self.ladder, self.barring = [], [], 0, None, {}
        self.has = {'calendar'} if self.maybe(0.25) else set()

    def usable(self, kind):
        """Decisions before the one at hand: uses form no circle."""
        return [n for n, k in self.decided[:self.at] if k == kind] if self.maybe(0.5) else []

    # ---- declarations
    def header(self):
        self.lines += ['policy generated "Generated"', '  short months use ' + self.some(['the last day', 'the first day of the next month'])]
        if self.maybe(0.1):
            self.lines.append('  effective from ' + self.some(['2024-01-01', '2024-03-01']))
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
        self.lines += ['facts f'] + ['  %s is yes or no%s' % (b[2:], ', presumed ' + self.some(['yes', 'no']) if b == 'f.b4' else '') for b in BOOLS]
        self.lines += ['  kind is one of ' + ', '.join(KINDS), '  hue is colour', '  hue2 is colour', '  who is party', '  r1 is rank', '  r2 is rank%s' % self.some(['', '', ', at least middle', ', presumed high']),
                       '  x is number', '  y is number%s' % self.some(['', '', ', presumed 2 * 3', ', presumed f.x + 1', ', presumed rate * 2', ', presumed early']), '  n is count', '  p is percent', '  h is hours', '  hw is hours per week', '  m is money', '  mm is money per month',
                       '  dd is days', '  ww is weeks', '  mo is months', '  span is period', '  d1 is date', '  d2 is date%s' % self.some(['', '', ', presumed 1 year after 2023-02-28', ', presumed f.d1']), '  t is time', '  wd is weekday',
                       '  words is text', '  items is list of item', '  inner is yes or no, only when f.b5', '  deep is number, only when %s' % self.some(['f.kind is blue', 'kind is blue'])]

    def definitions(self):
        self.lines += ['define share is f.x / f.y', 'define grown when f.r1 is above f.r2 or f.b3', 'define later(day, n) is day + n * 1 month', 'define doubled(a) is a * 2',
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
            if kind in GRAINS and self.maybe(0.3):
                quals += ', rounded %s to %s' % (self.some(['half up', 'down', 'up', 'half even', 'half down']), self.some(GRAINS[kind]))
            if kind in ('number', 'date', 'hours', 'money') and self.maybe(0.3):
                quals += ', %s of all clauses' % self.some(['least', 'greatest'])
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
        for name, kind in self.decided:
            if self.maybe(0.75) or kind not in ('number', 'permission', 'rank', 'set', 'hours'):
                continue
            self.at = [n for n, _ in self.decided].index(name)
            cell = {'number': lambda: self.some(['1', 'f.x', '50%']), 'rank': lambda: self.some(RANKS), 'hours': lambda: self.some(['7.4 hours', 'f.h', '0']),
                    'permission': lambda: self.some(['permitted', 'refused', 'p', 'p, q']), 'set': lambda: self.some(['one', 'two, three'])}[kind]
            if self.maybe(0.6):
                by, bands = self.some([('f.x', ['0', '2', '3']), ('f.ww', ['0 days', '2 weeks', '30 days']), ('f.d1', ['2019-04-01', '2024-01-01', '2024-02-29']), ('f.r1', ['low', 'high', 'top']),
                                       ('years_between(f.d1, as_of)', ['0 years', '18 months', '5 years'])])
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
        versions = ['  effective to 2024-03-30', '  effective from 2024-03-31'] if self.maybe(0.07) else ['  effective from 2024-03-01' + self.some(['', ' to 2024-06-30'])] if self.maybe(0.08) else [None]
        for dates in versions:
            self.lines.append('clause %s "Clause"' % ident)
            if dates:
                self.lines.append(dates)
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
            text += self.precedence(i, n, owner)
        if self.maybe(0.7) and not base:
            text += '\n    when ' + self.test()
        if self.maybe(0.22):
            text += '\n    except when ' + self.some(['agreed ag', 'agreed ag', self.test(1), 'agreed ag or agreed ag2', 'f.b3 and agreed ag2', 'agreed ag and not f.b1'])
        if normally:
            text += '\n    departure decided by ' + self.some(['ag', 'q', 'unnamed', 's'])
        self.lines.append(text)

    def base(self, name, kind):
        plain = {'permission': 'permits %s', 'set': 'adds one to %s', 'sequence': 'adds two to %s', 'parties': 'adds p to %s', 'duties': 'q must do_c, in %s'}
        return plain[kind] % name if kind in plain else self.value(name, kind, True)

    def precedence(self, i, n, owner):
        """Above a clause before it, or below one after it: so there is no circle."""
        if i > 0 and self.maybe(0.6 if owner[i] == self.ladder else 0.3):
            related = [k for k in range(i) if owner[k] == owner[i]]
            k = self.some(related) if related and self.maybe(0.8) else self.r.randrange(i)
            return ', despite ' + ('section 1' if self.sections and self.ids[i].startswith('2') and self.maybe(0.12) else self.ids[k])
        if i + 1 < n and self.maybe(0.1):
            return ', subject to ' + self.ids[self.r.randrange(i + 1, n)]
        return ''

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
        if base or kind in ('colour', 'yes', 'party', 'text'):
            return '%s is %s' % (name, make())
        if kind in ('date', 'rank', 'time'):
            cap, floor = ('is no later than', 'is no earlier than') if kind == 'date' else ('is capped at', 'is no less than')
            return '%s %s %s' % (name, self.some(['is', 'is', 'is', cap, floor]), make())
        return self.one_of(
            lambda: '%s is %s' % (name, make()), lambda: '%s is %s' % (name, make()), lambda: '%s is %s' % (name, make()), lambda: 'adds %s to %s' % (make(), name), lambda: 'multiplies %s by %s' % (name, self.number(1)),
            lambda: '%s is %s %s' % (name, self.some(['capped at', 'no less than']), make()),
            lambda: '%s is 100%% for 24 months from f.d1, then %s for f.mo, then 0%%' % (name, self.some(['50%', 'f.x', '1/3'])) if kind in ('number', 'percent') else '%s is %s' % (name, make()))

    # ---- records
    def record(self, ident):
        """Some have everything, some lack only facts of few values, some lack a lot."""
        r = {'id': str(ident)}
        finite, other = self.some([(1.0, 1.0), (0.95, 0.95), (0.85, 1.0), (0.8, 0.95), (0.9, 0.7), (0.75, 0.5), (0.4, 0.4)])

        def put(key, p, make):
            if self.r.random() < p:
                r[key] = make()
            elif self.maybe(0.1):
                r[key] = None
        small = ['0', '1', '2', '3', '-1', '2.5', '0.05', '7', '1/3']
        for b in BOOLS + ['f.inner']:
            put(b, finite, lambda: self.maybe(0.5))
        for key, options in (('f.kind', KINDS), ('f.hue', COLOURS), ('f.hue2', COLOURS), ('f.who', ['p', 'q', 's', 'other']), ('f.r1', RANKS), ('f.r2', RANKS[1:]), ('f.wd', DAYS),
                             ('ag.status', ['not_sought', 'sought', 'given_in_writing', 'given_orally', 'declined']), ('ag.decided_by', ['p', 'p', 'q', 'other']),
                             ('ag2.status', ['sought', 'given_in_writing', 'given_orally', 'declined']), ('ag2.decided_by', ['q', 'q', 'other'])):
            put(key, finite, lambda: self.some(options))
        for key, options in (('f.x', small + ['99999999999999999999999999999999999999'] * self.maybe(0.1)), ('f.y', small), ('f.n', ['0', '1', '3', '2024']), ('f.p', ['0', '50', '12.5', '100%']),
                             ('f.h', ['7.4 hours', '24 minutes', '10', '37.5', '0']), ('f.hw', ['37 hours', '18.5']), ('f.m', ['£10', '£10.01', '23.05', '24']), ('f.mm', ['£100', '18.38 per month'.split()[0]]),
                             ('f.dd', ['5', '31 days', '0', '2 weeks', '0.5']), ('f.ww', ['2', '14 days', '3 weeks']), ('f.mo', ['1', '18 months', '1 year', '0.5'] if self.maybe(0.1) else ['1', '18 months', '1 year']),
                             ('f.span', ['1 month 3 days', '2 weeks', '1 year']), ('f.d1', DATES + ENDS * self.maybe(0.3)), ('f.d2', DATES + ENDS * self.maybe(0.3)), ('f.t', TIMES + ['06:59', '23:59']),
                             ('f.words', ['red', '', 'blue']), ('f.deep', small)):
            put(key, other, lambda: self.some(options))
        put('f.items', other, lambda: [self.item() for _ in range(self.r.randrange(4))])
        if 'calendar' in self.has:
            put('known.holidays', other, lambda: [{'date': self.some(DATES)} for _ in range(self.r.randrange(3))])
        return r

    def item(self):
        item = {'day': self.some(DATES), 'amount': self.some(['0', '1', '2', '3.5']), 'paid': self.maybe(0.5), 'hue': self.some(COLOURS),
                'parts': [self.part() for _ in range(self.r.randrange(3))]}
        if self.maybe(0.12):
            del item[self.some(list(item))]
        return item

    def part(self):
        part = {'size': self.some(['0', '1', '2.5']), 'ok': self.maybe(0.5)}
        if self.maybe(0.1):
            del part[self.some(list(part))]
        return part


def policy(seed, records):
    """Its text, its records, and its amendments: every third policy has some."""
    g = Generator(seed)
    g.header()
    g.tables()
    g.decisions()
    g.clauses()
    g.lines += g.table_lines()
    amended = amend.of(g) if seed % 3 == 0 else []
    return '\n'.join(g.lines) + '\n', [g.record(i) for i in range(records)], amended
