"""Values of the oracle: states, units, numbers, dates. Written from grammar/README.md, slow and obvious on purpose; shares nothing with the engine."""
import calendar
import datetime
from fractions import Fraction

import census

LARGEST = 2 ** 127 - 1
MANY = 65536  # elements of one list
PIECES = 4096  # pieces of one interval


class State:
    """What an amount can be when it is not known: unknown, not applicable, or in error."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


UNKNOWN, NA, ERROR, KNOWN = State('unknown'), State('not applicable'), State('error'), State('known')


class Err(State):
    """An error value; fault is division, large, date, whole, many or conflict."""

    def __init__(self, fault):
        State.__init__(self, 'error ' + fault)
        self.fault = fault


def known(v):
    return not isinstance(v, State)


def state_of(v):
    return KNOWN if known(v) else ERROR if isinstance(v, Err) else v


def strict(function, values):
    """Not applicable wins, then unknown, then the first error; else the function of the values."""
    unknown, first = False, None
    for v in values:
        if v is NA:
            return NA
        unknown = unknown or v is UNKNOWN
        if first is None and isinstance(v, Err):
            first = v
    return UNKNOWN if unknown else first or function(*values)


def junction(values, winner):
    """`and` with winner no, `or` with winner yes: what wins, then unknown, error, not applicable, what loses."""
    unknown, first, na = False, None, False
    for v in values:
        if v is winner:
            return winner
        unknown, na = unknown or v is UNKNOWN, na or v is NA
        if first is None and isinstance(v, Err):
            first = v
    return UNKNOWN if unknown else first or (NA if na else not winner)


def truth(v):
    """Of a condition: what is not applicable does not hold."""
    return False if v is NA else v


# ---- units: a frozen set of (dimension, exponent)

def unit(**dims):
    return frozenset((k, v) for k, v in dims.items() if v)


PLAIN, DAY, HOUR, MONTH, YEAR = unit(), unit(day=1), unit(hour=1), unit(month=1), unit(year=1)
SPANS = {'day': ('day', 1), 'week': ('day', 7), 'month': ('month', 1), 'year': ('month', 12)}  # in the smallest of its family


def unit_product(a, b, sign):
    dims = dict(a)
    for k, v in b:
        dims[k] = dims.get(k, 0) + sign * v
    return frozenset((k, v) for k, v in dims.items() if v)


def span(u):
    """The calendar unit that u is, when it is just one."""
    if len(u) == 1:
        (name, power), = u
        if power == 1 and name in SPANS:
            return name
    return None


# ---- numbers: exact, within 127 bits

def number(x):
    return x if abs(x.numerator) <= LARGEST and x.denominator <= LARGEST else Err('large')


def add(a, b):
    return strict(lambda x, y: number(x + y), (a, b))


def multiply(a, b):
    return strict(lambda x, y: number(x * y), (a, b))


def divide(a, b):
    return strict(lambda x, y: Err('division') if y == 0 else number(x / y), (a, b))


def read_number(text):
    """1,950.50, 750/37, 2 1/4."""
    whole, _, part = text.replace(',', '').partition(' ')
    return Fraction(whole) + (Fraction(part) if part else 0)


def round_to(x, grain, mode):
    """up and half up go away from zero, down and half down towards it."""
    q = abs(x) / grain
    low = q.numerator // q.denominator
    part = q - low
    if part == Fraction(1, 2) and mode.startswith('half'):
        census.met('tie in rounding: ' + mode + (', to the %s' % ('upper' if low % 2 else 'lower') if mode == 'half even' else ''))
    census.met('rounding of a negative number', x < 0 and part != 0)
    if mode == 'up':
        more = part > 0
    elif mode == 'down':
        more = False
    elif part != Fraction(1, 2):
        more = part > Fraction(1, 2)
    else:
        more = mode == 'half up' or (mode == 'half even' and low % 2 == 1)
    return number((low + more) * grain * (-1 if x < 0 else 1))


# ---- dates: days as datetime counts them

class Date(int):
    """A day, as datetime's ordinal."""


class Period:
    """So many months, then so many days."""

    def __init__(self, months, days):
        self.months, self.days = months, days

    def __eq__(self, other):
        return isinstance(other, Period) and (self.months, self.days) == (other.months, other.days)

    def __hash__(self):
        return hash((self.months, self.days))


def period(months, days):
    return Period(months, days) if -2 ** 31 <= min(months, days) and max(months, days) < 2 ** 31 else Err('large')


FIRST, LAST = datetime.date.min.toordinal(), datetime.date.max.toordinal()


def date(y, m, d):
    try:
        return Date(datetime.date(y, m, d).toordinal())
    except (ValueError, OverflowError):
        return Err('date')


def ymd(d):
    x = datetime.date.fromordinal(d)
    return x.year, x.month, x.day


def month_length(y, m):
    return calendar.monthrange(y, m)[1]


def iso(d):
    return datetime.date.fromordinal(d).isoformat()


def read_date(text):
    return date(*(int(x) for x in text.split('-')))


def day_number(y, m, d):
    """As datetime counts days, for years that it does not have as well: a step on the way may leave the calendar."""
    cycles, year = divmod(y - 1, 400)
    return datetime.date(year + 1, m, d).toordinal() + cycles * 146097


def in_month(y, m, d, convention):
    """The day d of a month, or what the convention makes of one that the month has not."""
    short = d > calendar.monthrange(2000 + y % 400, m)[1]
    if short:
        census.met('short month: ' + ('the last day' if convention == 'last_day' else 'the first of the next'))
    if short and convention == 'next_first':
        return day_number(y + m // 12, m % 12 + 1, 1)
    return day_number(y, m, month_length(2000 + y % 400, m) if short else d)


def on_calendar(day):
    return Date(day) if FIRST <= day <= LAST else Err('date')


def day_of_year(y, m, d, convention):
    """A yearly date in a year."""
    return on_calendar(in_month(y, m, d, convention)) if 1 <= y <= 9999 else Err('date')


def shifted(d, by, sign, convention):
    """Months first, then days."""
    y, m, day = ymd(d)
    year, month = divmod(y * 12 + m - 1 + sign * by.months, 12)
    return in_month(year, month + 1, day, convention) + sign * by.days


def shift(d, by, sign, convention):
    return on_calendar(shifted(d, by, sign, convention))


def months_between(a, b, convention):
    """The greatest number of months that, counted from a, end on or before b."""
    (ya, ma, _), (yb, mb, _) = ymd(a), ymd(b)
    n = (yb - ya) * 12 + mb - ma + 1
    while shifted(a, Period(n, 0), 1, convention) > b:
        n -= 1
    return n
