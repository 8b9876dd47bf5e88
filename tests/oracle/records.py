"""Random records of a generated policy: what is missing, at every rate from nothing to everything; values at the limits that its text names and one step to either side; facts spelt in each way that a file may have."""
import datetime
import json
import re
from fractions import Fraction

from terms import BOOLS, COLOURS, DATES, DAYS, ENDS, KINDS, RANKS, TIMES

LARGE = 2 ** 127 - 1
SMALL = ['0', '0', '1', '2', '3', '-1', '2.5', '1.5', '3.5', '0.025', '0.015', '0.05', '7', '1/3', '0.005', '-2.5', '-0.5', '2 1/4', '1,000']
FAR = [str(LARGE), '-' + str(LARGE), '1/' + str(LARGE), '9' * 38, str(2 ** 64), '65536', '2147483648']
RATES = [(1.0, 1.0), (1.0, 1.0), (0.95, 0.95), (0.85, 1.0), (0.8, 0.95), (0.9, 0.7), (0.75, 0.5), (0.4, 0.4), (1.0, 0.0), (0.0, 1.0)]
BOUNDS = {'': RANKS, ', at least middle': RANKS[1:], ', at most high': RANKS[:3], ', more than low': RANKS[1:], ', less than top': RANKS[:3], ', middle to high': RANKS[1:3], ', presumed high': RANKS}


def plain(number):
    """A number as a file may have it: with a point where that is exact, else as a fraction."""
    for places in range(6):
        if (number * 10 ** places).denominator == 1:
            sign, digits = '-' * (number < 0), '%0*d' % (places + 1, abs(int(number * 10 ** places)))
            return sign + (digits[:-places] + '.' + digits[-places:] if places else digits)
    return str(number)


class Records:
    """The part of the generator that makes records."""

    def limits(self):
        """What the text of the policy compares with, and one step to either side: by kind of fact."""
        text = '\n'.join(self.lines)
        found = {'date': set(), 'time': set(), 'number': set(), 'money': set(), 'hours': set(), 'days': set()}
        for word in re.findall(r'\b(\d{4}-\d\d-\d\d)\b', text):
            day = datetime.date.fromisoformat(word).toordinal()
            found['date'] |= {datetime.date.fromordinal(d).isoformat() for d in (day - 1, day, day + 1)}
        for h, m in re.findall(r'\b(\d\d):(\d\d)\b', text):
            at = int(h) * 60 + int(m)
            found['time'] |= {'%02d:%02d' % divmod(t % 1440, 60) for t in (at - 1, at, at + 1)}
        for kind, pattern, step in (('money', r'£(\d+(?:\.\d+)?)\b', Fraction(1, 100)), ('hours', r'\b(\d+(?:\.\d+)?) hours', Fraction(1, 60)), ('days', r'\b(\d+) days', Fraction(1)),
                                    ('number', r'(?:at least|at most|than|to|from|is|not) (\d+)(?![\d.:-])', Fraction(1))):
            for word in [w for w in re.findall(pattern, text) if len(w) < 12]:
                found[kind] |= {plain(v) if v.denominator < 10 ** 6 else str(v) for v in (Fraction(word) - step, Fraction(word), Fraction(word) + step)}
        return {kind: sorted(values) for kind, values in found.items()}

    def of(self, kind, usual):
        """One of the usual values, or one at a limit."""
        near = self.near[kind]
        return self.some(near) if near and self.maybe(0.4) else self.some(usual)

    def day_near(self, other):
        """So many whole months or years from another day, and perhaps a day more or less: where months are counted."""
        day = datetime.date.fromisoformat(other)
        months = day.year * 12 + day.month - 1 + self.some([-12, -6, -1, 1, 2, 3, 6, 12, 18, 24, 36, 48])
        year, month = divmod(months, 12)
        if not 1 < year < 9998:
            return other
        first = datetime.date(year, month + 1, 1).toordinal()
        last = datetime.date(year + (month == 11), (month + 1) % 12 + 1, 1).toordinal() - 1
        return datetime.date.fromordinal(min(first + day.day - 1, last) + self.some([-1, 0, 0, 1])).isoformat()

    def record(self, ident):
        """Some have everything, some lack only facts of few values, some lack a lot, some all."""
        if not hasattr(self, 'near'):
            self.near = self.limits()
        r = {'id': str(ident)}
        self.finite, self.other = (0, 0) if self.maybe(0.02) else self.some(RATES)
        self.few(r)
        self.many(r)
        return self.spelt(r) if self.maybe(0.3) else r

    def put(self, r, key, rate, make):
        if self.r.random() < rate:
            r[key] = make()
        elif self.maybe(0.1):
            r[key] = None

    def few(self, r):
        """Facts of few values."""
        for b in BOOLS + ['f.inner', 'f.gate', 'f.more.flag']:
            self.put(r, b, self.finite, lambda: self.maybe(0.5))
        for key, options in (('f.kind', KINDS), ('f.hue', COLOURS), ('f.hue2', COLOURS), ('f.who', ['p', 'q', 's', 'other']), ('f.r1', RANKS), ('f.r2', BOUNDS[self.bound]), ('f.wd', DAYS), ('f.grade', RANKS),
                             ('ag.status', ['not_sought', 'sought', 'given_in_writing', 'given_orally', 'declined']), ('ag.decided_by', ['p', 'p', 'q', 'other']),
                             ('ag2.status', ['sought', 'given_in_writing', 'given_orally', 'declined']), ('ag2.decided_by', ['q', 'q', 'other'])):
            self.put(r, key, self.finite, lambda: self.some(options))

    def many(self, r):
        """Facts of many values."""
        small = SMALL + FAR * self.maybe(0.12)
        for key, kind, options in (('f.x', 'number', small), ('f.y', 'number', small), ('f.n', '', ['0', '1', '3', '2024', '2', '4'] + ['2147483647', '2147483648', '9999', '10000', '65536'] * self.maybe(0.1)),
                                   ('f.p', '', ['0', '50', '12.5', '100%', '50%', '49.99%', '50.01']),
                                   ('f.h', 'hours', ['7.4 hours', '24 minutes', '10', '37.5', '0', '7 hours 24 minutes', '7.25', '7.75']), ('f.hw', '', ['37 hours', '18.5']),
                                   ('f.m', 'money', ['£10', '£10.01', '23.05', '24', 'GBP 23.05', '£0.005', '£10.015', '£10.025', '£1,000']), ('f.mm', '', ['£100', '18.38']),
                                   ('f.dd', 'days', ['5', '31 days', '0', '2 weeks', '0.5', '1.25', '0.25 days']), ('f.ww', '', ['2', '14 days', '3 weeks', '2 weeks', '13 days', '15 days', '30 days', '29 days']),
                                   ('f.mo', '', ['1', '18 months', '1 year', '6', '24', '0.5'] if self.maybe(0.1) else ['1', '18 months', '1 year', '0', '6 months', '5', '7']),
                                   ('f.span', '', ['1 month 3 days', '2 weeks', '1 year']), ('f.words', '', ['red', '', 'blue']), ('f.deep', 'number', ['0', '1', '2', '3', '2.5']),
                                   ('f.late', 'date', DATES), ('f.sum', 'number', SMALL)):
            self.put(r, key, self.other, lambda: self.of(kind, options) if kind else self.some(options))
        ends = ENDS * self.maybe(0.15)
        self.put(r, 'f.d1', self.other, lambda: self.of('date', DATES + ends))
        self.put(r, 'f.d2', self.other, lambda: self.day_near(r['f.d1']) if r.get('f.d1') and self.maybe(0.3) else self.of('date', DATES + ends))
        self.put(r, 'f.t', self.other, lambda: self.of('time', TIMES + ['06:59', '23:59']))
        self.put(r, 'f.items', self.other, lambda: [self.item() for _ in range(self.some([0, 0, 1, 1, 2, 3, 4]))])
        if 'calendar' in self.has:
            self.put(r, 'known.holidays', self.other, lambda: [{'date': self.some(DATES)} for _ in range(self.r.randrange(3))])
        for key, (low, high) in self.ranges.items():  # what a fact's own bounds leave
            v = r.get(key)
            if v is not None and not low <= self.measure(v) <= high:
                r[key] = self.some([str(low), str(high)])
        if self.late and r.get('f.late'):
            r['f.late'] = min(max(r['f.late'], self.late[0]), self.late[1])

    def measure(self, v):
        number = re.sub(r'[^\d./ -].*', '', v.replace('£', '').replace('GBP ', '').replace(',', '')).strip()
        whole, _, part = number.partition(' ')
        return Fraction(whole) + (Fraction(part) if part else 0)

    def item(self):
        item = {'day': self.of('date', DATES), 'amount': self.some(['0', '1', '2', '3.5']), 'paid': self.maybe(0.5), 'hue': self.some(COLOURS),
                'parts': [self.part() for _ in range(self.r.randrange(3))]}
        if self.maybe(0.12):
            del item[self.some(list(item))]
        return item

    def part(self):
        part = {'size': self.some(['0', '1', '2.5']), 'ok': self.maybe(0.5)}
        if self.maybe(0.1):
            del part[self.some(list(part))]
        return part

    def spelt(self, r):
        """The same facts otherwise: groups as objects, names by their last part, numbers as JSON has them, yes and no as words."""
        ends = [key.rsplit('.', 1)[-1] for key in self.names()]
        found = {}
        for key, v in r.items():
            if isinstance(v, bool) and self.maybe(0.5):
                v = 'yes' if v else 'no'
            elif isinstance(v, str) and re.fullmatch(r'-?\d{1,9}(\.\d{1,3})?', v) and key != 'id' and self.maybe(0.5) and json.dumps(json.loads(v)) == v:
                v = json.loads(v)
            group, _, last = key.rpartition('.')
            if group == 'f' and self.maybe(0.3):
                found.setdefault('f', {})[last] = v
            elif group and ends.count(last) == 1 and last not in ('f', 'more', 'known') and self.maybe(0.3):
                found[last] = v
            else:
                found[key] = v
        return found

    def names(self):
        """The facts that there are, in full."""
        return BOOLS + ['f.' + x for x in ('inner gate more.flag kind hue hue2 who r1 r2 wd grade x y n p h hw m mm dd ww mo span words deep late sum d1 d2 t items').split()] + \
            ['ag.status', 'ag.decided_by', 'ag2.status', 'ag2.decided_by'] + ['known.holidays'] * ('calendar' in self.has)
