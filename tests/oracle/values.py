"""Values of the oracle: states, units, numbers, dates. Written from grammar/README.md, slow and obvious on purpose; shares nothing with the engine."""
import calendar
import datetime
from fractions import Fraction

LARGEST = 2 ** 127 - 1


class State:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


UNKNOWN = State('unknown')
NA = State('not applicable')


class Err(State):
    """An error value: fault is division, large, date, whole, conflict or many."""

    def __init__(self, fault):
        State.__init__(self, 'error ' + fault)
        self.fault = fault

    def __eq__(self, other):
        return isinstance(other, Err)

    __hash__ = None


def known(v):
    return not isinstance(v, State)


def strict(function, *values):
    """Not applicable wins, then unknown, then the first error; else the function of the values."""
    for v in values:
        if v is NA:
            return NA
    for v in values:
        if v is UNKNOWN:
            return UNKNOWN
    for v in values:
        if isinstance(v, Err):
            return v
    return function(*values)


def kleene(values, winner):
    """`and` with winner False, `or` with winner True."""
    values = list(values)
    if any(v is winner for v in values):
        return winner
    if any(v is UNKNOWN for v in values):
        return UNKNOWN
    for v in values:
        if isinstance(v, Err):
            return v
    if any(v is NA for v in values):
        return NA
    return not winner


def all_of(values):
    return kleene(values, False)


def any_of(values):
    return kleene(values, True)


def negate(v):
    return strict(lambda x: not x, v)


def holds(v):
    return False if v is NA else v


# ---- units: a dict of dimension to exponent, frozen

def unit(**dims):
    return frozenset((k, v) for k, v in dims.items() if v)


PLAIN = unit()
SPANS = {'day': ('day', 1), 'week': ('day', 7), 'month': ('month', 1), 'year': ('month', 12)}


def unit_mul(a, b, sign):
    dims = dict(a)
    for k, v in b:
        dims[k] = dims.get(k, 0) + sign * v
    return unit(**dims)


def single_span(u):
    """The calendar unit that u is, when it is just one."""
    if len(u) == 1:
        (name, power), = u
        if power == 1 and name in SPANS:
            return name
    return None


def number(x):
    """Whether an exact number fits: the one limit that arithmetic has."""
    return x if abs(x.numerator) <= LARGEST and x.denominator <= LARGEST else Err('large')


def add(a, b):
    return strict(lambda x, y: number(x + y), a, b)


def subtract(a, b):
    return strict(lambda x, y: number(x - y), a, b)


def multiply(a, b):
    return strict(lambda x, y: number(x * y), a, b)


def divide(a, b):
    return strict(lambda x, y: Err('division') if y == 0 else number(x / y), a, b)


def round_to(x, grain, mode):
    q = x / grain
    low = Fraction(q.numerator // q.denominator)
    part = q - low
    if part == 0:
        r = low
    elif mode == 'floor':
        r = low
    elif mode == 'ceiling':
        r = low + 1
    elif mode == 'up':
        r = low + 1 if q > 0 else low
    elif mode == 'down':
        r = low if q > 0 else low + 1
    elif part != Fraction(1, 2):
        r = low + (1 if part > Fraction(1, 2) else 0)
    elif mode == 'half up':
        r = low + 1 if q > 0 else low
    elif mode == 'half down':
        r = low if q > 0 else low + 1
    else:  # half even
        r = low if low % 2 == 0 else low + 1
    return number(r * grain)


# ---- dates: ordinals of datetime.date

class Date(int):
    """A day, as datetime's ordinal."""


class Period:
    def __init__(self, months, days):
        self.months, self.days = months, days

    def __eq__(self, other):
        return isinstance(other, Period) and (self.months, self.days) == (other.months, other.days)

    def __hash__(self):
        return hash((self.months, self.days))


FIRST, LAST = datetime.date.min.toordinal(), datetime.date.max.toordinal()


def date(y, m, d):
    try:
        return Date(datetime.date(y, m, d).toordinal())
    except (ValueError, OverflowError):
        return Err('date')


def ymd(d):
    x = datetime.date.fromordinal(d)
    return x.year, x.month, x.day


def iso(d):
    return datetime.date.fromordinal(d).isoformat()


def read_date(text):
    y, m, d = text.split('-')
    return date(int(y), int(m), int(d))


def day_or_short(y, m, d, convention):
    """The day d of a month, or what the convention makes of one that the month has not."""
    if not 1 <= y <= 9999:
        return Err('date')
    if d <= calendar.monthrange(y, m)[1]:
        return date(y, m, d)
    if convention == 'next_first':
        y, m = (y, m + 1) if m < 12 else (y + 1, 1)
        return date(y, m, 1)
    return date(y, m, calendar.monthrange(y, m)[1])


def shift(d, period, sign, convention):
    y, m, day = ymd(d)
    total = y * 12 + m - 1 + sign * period.months
    start = d if period.months == 0 else day_or_short(total // 12, total % 12 + 1, day, convention)
    if isinstance(start, Err):
        return start
    moved = start + sign * period.days
    return Date(moved) if FIRST <= moved <= LAST else Err('date')


def months_between(a, b, convention):
    """Complete months from a to b: the greatest n with a + n months on or before b."""
    (ya, ma, _), (yb, mb, _) = ymd(a), ymd(b)
    n = (yb - ya) * 12 + mb - ma + 1
    while True:
        moved = shift(a, Period(n, 0), 1, convention)
        if not isinstance(moved, Err) and moved <= b:
            return n
        n -= 1
        if n < -130000:
            return n
