#!/usr/bin/env python3
"""Records for any policy, thrown from what it declares of its facts: to measure with, or to try it on.
usage: records.py POL POLICY… [--records N] [--seed S] [--ask D]… [--form csv|ndjson] [--empty PERCENT] [--short] [--ids plain|text] [--different N]

The same policy, options and seed give the same bytes on every machine. Options, parties and yes or no are spread evenly; numbers lie within their bounds, some at them; dates are of twelve years. So many
fields in a hundred are empty (7), and so are those of lists. Beyond the first 5,000 records (--different) the same come again under other ids."""
import argparse
import datetime
import json
import re
import subprocess
import sys

MASK = (1 << 64) - 1
FIRST_DAY = datetime.date(2014, 1, 1)
DAYS = 12 * 365


class Dice:
    """Whole numbers that look thrown (splitmix64): its own, as those of a library may change."""

    def __init__(self, seed):
        self.state = seed * 0x9E3779B97F4A7C15 & MASK

    def below(self, n):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return ((z ^ (z >> 31)) >> 11) * n >> 53


class Choice:
    def __init__(self, values):
        self.values = values

    def throw(self, dice):
        return self.values[dice.below(len(self.values))]


class Date:
    def throw(self, dice):
        return (FIRST_DAY + datetime.timedelta(days=dice.below(DAYS))).isoformat()


class Time:
    def throw(self, dice):
        minute = dice.below(96) * 15 if dice.below(4) else dice.below(1440)
        return '%02d:%02d' % divmod(minute, 60)


class Number:
    """In hundredths, where its unit has parts."""

    def __init__(self, unit, low, high, whole):
        self.unit, self.whole = unit, whole
        self.low, self.high = low, high

    def throw(self, dice):
        at_limit = dice.below(20)
        n = self.low if at_limit == 0 else self.high if at_limit == 1 else self.low + dice.below(self.high - self.low + 1)
        if self.whole or dice.below(3) == 0:
            n = min(max(n // 100 * 100, -(-self.low // 100) * 100), self.high)
        text = '%s%d' % ('-' if n < 0 else '', abs(n) // 100)
        return text if n % 100 == 0 else text + ('.%02d' % (abs(n) % 100)).rstrip('0')


class Text:
    WORDS = ['north site', 'Smith, Ann', 'O\'Brien', 'the "Annex"', 'Ward 7', 'Café', '']

    def throw(self, dice):
        return self.WORDS[dice.below(len(self.WORDS))]


class Items:
    """A list: of two items at most."""

    def __init__(self, fields, empty):
        self.fields, self.empty = fields, empty

    def throw(self, dice):
        return [item(self.fields, dice, self.empty) for _ in range(dice.below(3))]


def number_of(about):
    """"In hours. It is 0 hours to 37 hours." """
    unit = re.search(r'In ((?:a |an )?[a-z ]+)\. ?(?:It is ([^?]*?)\.(?: Presumed|$))?', about)
    name, bound = (unit.group(1), unit.group(2) or '') if unit else ('number', '')
    whole = name in ('count', 'days', 'weeks', 'months', 'years')
    numbers = [int(round(float(n.replace(',', '')) * 100)) for n in re.findall(r'\d[\d,]*(?:\.\d+)?', bound)]
    step = 100 if whole else 1
    low, high = (0, {'percent': 100, 'hours': 60, 'count': 40}.get(name, 5000 if name.startswith('money') else 100) * 100)
    if bound.startswith('at least'):
        low = numbers[0]
    elif bound.startswith('more than'):
        low = numbers[0] + step
    elif bound.startswith('at most'):
        high = numbers[0]
    elif bound.startswith('less than'):
        high = numbers[0] - step
    elif len(numbers) == 2:
        low, high = numbers
    return Number(name, low, max(low, high), whole)


def throws(schema, empty):
    if 'enum' in schema:
        values = [v for v in schema['enum'] if v is not None]
        return Choice([True, False] if True in values else values)
    kinds = schema.get('type', [])
    if 'array' in kinds:
        return Items({name: throws(s, empty) for name, s in schema.get('items', {}).get('properties', {}).items()}, empty)
    if 'number' in kinds:
        return number_of(schema.get('description', ''))
    if schema.get('format') == 'date':
        return Date()
    if 'pattern' in schema:
        return Time()
    return Text()


def item(fields, dice, empty):
    """Each has a throw for whether it is empty and one for what it is, so that one that is left out moves no other."""
    out = {}
    for name, field in fields.items():
        gone = dice.below(1000) < empty * 10
        value = field.throw(dice)
        if not gone:
            out[name] = (value, field)
    return out


def as_json(value, field):
    if isinstance(field, Number):
        return value
    if isinstance(field, Items):
        return '[' + ','.join(line(i) for i in value) + ']'
    return json.dumps(value, ensure_ascii=False)


def line(record):
    return '{' + ','.join('%s:%s' % (json.dumps(name), as_json(*cell)) for name, cell in record.items()) + '}'


def as_cell(value):
    if isinstance(value, bool):
        return 'yes' if value else 'no'
    return '"%s"' % value.replace('"', '""') if re.search('[",\r\n]', value) or value == '' else value


def ident(n, ids):
    return str(n) if ids == 'plain' else '"S-%07d, ""%s"""' % (n, 'ABCD'[n % 4])


def facts_of(pol, policies, asked, empty):
    command = [pol, 'facts', *policies, '--format', 'json-schema']
    for name in asked:
        command += ['--ask', name]
    schema = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return {name: throws(s, empty) for name, s in schema['properties'].items() if name != 'id'}


def short(names):
    """By the last part of a name, where no other fact ends so."""
    ends = [name.rsplit('.', 1)[-1] for name in names]
    return {name: end if ends.count(end) == 1 and end != 'id' else name for name, end in zip(names, ends)}


def write(out, fields, wanted):
    dice = Dice(wanted.seed)
    if wanted.form == 'csv':
        fields = {name: f for name, f in fields.items() if not isinstance(f, Items)}
    called = short(list(fields)) if wanted.short else {name: name for name in fields}
    if wanted.form == 'csv':
        out.write(','.join(['id'] + [called[name] for name in fields]) + '\n')
    rows = []
    for _ in range(min(wanted.records, wanted.different)):
        record = item(fields, dice, wanted.empty)
        if wanted.form == 'csv':
            rows.append(','.join(as_cell(record[name][0]) if name in record else '' for name in fields))
        else:
            rows.append(line({called[name]: cell for name, cell in record.items()})[1:])
    written = 0
    while written < wanted.records:
        part = rows[:wanted.records - written]
        if wanted.form == 'csv':
            out.write(''.join('%s,%s\n' % (ident(written + i + 1, wanted.ids), row) for i, row in enumerate(part)))
        else:
            name = '%d' if wanted.ids == 'plain' else '"S-%07d"'
            out.write(''.join('{"id":%s%s%s\n' % (name % (written + i + 1), ',' if row != '}' else '', row) for i, row in enumerate(part)))
        written += len(part)


def main():
    read = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    read.add_argument('pol')
    read.add_argument('policy', nargs='+')
    read.add_argument('--records', type=int, default=1000)
    read.add_argument('--seed', type=int, default=1)
    read.add_argument('--ask', action='append', default=[])
    read.add_argument('--form', choices=['csv', 'ndjson'], default='csv')
    read.add_argument('--empty', type=float, default=7, metavar='PERCENT')
    read.add_argument('--short', action='store_true', help='headings without their groups, where they tell a fact')
    read.add_argument('--ids', choices=['plain', 'text'], default='plain')
    read.add_argument('--different', type=int, default=5000)
    wanted = read.parse_args()
    fields = facts_of(wanted.pol, wanted.policy, wanted.ask, wanted.empty)
    with open(sys.stdout.fileno(), 'w', encoding='utf-8', newline='') as out:
        write(out, fields, wanted)
    return 0


if __name__ == '__main__':
    sys.exit(main())
