"""One answer in comparable form: from the oracle, and from what `pol decide --format json` writes."""
import re
from fractions import Fraction

import census
import missing
from answers import plain
from values import Date, iso, known, read_date, ymd

EFFECTS = {'includes': 'adds', 'no_later': 'is capped at'}
FAULTS = {'division': 'a division by 0', 'large': 'a number too large to be exact', 'date': 'a date outside the years 1 to 9999',
          'whole': 'a part of a day, month or year where whole ones are counted', 'many': 'a list over the size limit', 'conflict': 'two clauses that give different values'}
MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']


def cited(rules):
    """Each written rule once, in the order of the document."""
    found = []
    for r in sorted(rules, key=lambda r: (r.clause.order, r.line, r.made)):
        one = (r.clause.id, EFFECTS.get(r.effect, r.effect), r.line[1])
        if one not in found:
            found.append(one)
    return found


def text(kind, v):
    if isinstance(v, list):
        return list(v)
    if isinstance(v, Date):
        return iso(v)
    if isinstance(v, bool):
        return 'yes' if v else 'no'
    if kind == ('time',):
        return '%02d:%02d' % divmod(v, 60)
    if isinstance(v, Fraction) or isinstance(v, int):
        return str(Fraction(v) * (100 if kind[0] == 'num' and kind[2] == 'percent' else 1))
    return str(v)


def from_oracle(policy, name, given, as_of):
    """The answer, and the decision whose it is; found once for all records that agree in the facts which it asks for."""
    known_by = policy.told.setdefault((name, as_of), {})
    for read, found in known_by.items():
        if (values := agreeing(given, read)) in found:
            return found[values]
    a = missing.answer(policy, name, given, read_date(as_of))
    got, read = (told(policy, name, a), a.f.stage), tuple(sorted(a.read))
    known_by.setdefault(read, {})[agreeing(given, read)] = got
    return got


def agreeing(given, read):
    return repr([given.get(k) for k in read])


def told(policy, name, a):
    f, kind = a.f, policy.decisions[a.f.stage].type
    got = {'outcome': plain(f.outcome), 'reason': f.outcome if plain(f.outcome) == 'not_applicable' else None, 'because': cited(a.because)}
    got['authorities'] = f.parties
    if f.outcome == 'error':
        got['error'] = FAULTS[f.fault]
    got['gave_way'], got['presumed'], got['reservations'] = a.gave_way, sorted(a.presumed), a.reservations
    got['next'] = cited(a.next)
    got['missing'] = [(fact, [(text(policy.facts[fact]['type'], v), plain(g.outcome) if g else 'undetermined') for v, g in settles]) for fact, settles in a.missing]
    if not f.definite():
        got['possible'] = sorted({words(policy, policy.decisions[name].type, p[1]) if isinstance(p, tuple) else p for p in a.possible})
    if f.outcome in ('value', 'permitted'):
        d = policy.decisions[f.stage]
        got['value'] = value(d, f)
        got['pending'] = [duty(r, None) for r in f.pending] if kind == ('obligations',) else f.pending
    return got


def words(policy, kind, v):
    """As people read it, where that is not the plain form."""
    if kind == ('obligations',):
        return ', '.join(r.duty for r in v) or 'none'
    if isinstance(v, list):
        return ', '.join(policy.titles.get((kind[1], x), x) for x in v) or 'none'
    if isinstance(v, Date):
        y, m, d = ymd(v)
        return '%d %s %04d' % (d, MONTHS[m - 1], y)
    return text(kind, v)


def value(d, f):
    if d.type == ('obligations',):
        return [duty(r, v) for r, v in f.duties]
    if f.value is None:
        return None
    return text(d.amount.type if d.is_permission else d.type, f.value)


def duty(r, v):
    by = r.event if r.event is not None else iso(v) if v is not None and known(v) else None
    return r.duty, r.parties[0], r.strength, by


def from_engine(d):
    got = {'outcome': d['outcome'], 'reason': d['reason'], 'because': [(b['clause'], b['effect'], b['line']) for b in d['because']]}
    got['authorities'] = [a['name'] for a in d['authorities']]
    if d['outcome'] == 'error':
        got['error'] = d['error']['text']
    got['gave_way'] = [(g['clause'], g['to']) for g in d['gave_way']]
    got['presumed'], got['reservations'] = sorted(p['fact'] for p in d['presumed']), [r['clause'] for r in d['reservations']]
    got['next'] = [(b['clause'], b['effect'], b['line']) for b in d['would_come_next']]
    got['missing'] = [(m['fact'], [(s['value'], s['outcome']) for s in m['settles']]) for m in d['missing']]
    if d['outcome'] == 'undetermined':
        got['possible'] = d['possible']
    if d['outcome'] in ('value', 'permitted'):
        v = d['value'] or {'value': None, 'type': ''}
        got['value'] = engine_value(v['value'], v['type'])
        got['pending'] = [engine_item(x) for x in v.get('pending') or []]
    return got


def engine_item(x):
    return x if isinstance(x, str) else (x['duty'], x['actor'], x['strength'], x['by'])


def engine_value(raw, kind):
    if isinstance(raw, list):
        return [engine_item(x) for x in raw]
    if raw is None or kind in ('date', 'time', 'yes or no', 'text', 'party'):
        return raw
    try:
        return str(Fraction(raw))
    except ValueError:
        return raw


def possible(policy, name, shown):
    """What is possible is written for people: back to the plain form, where it has one."""
    if policy.decisions[name].type[0] != 'num':
        return sorted(shown)
    found = []
    for x in shown:
        exact = re.search(r'exactly ([\d/-]+)', x) or re.match(r'([\d,.-]+)', x.replace('£', ''))
        found.append(str(Fraction(exact.group(1).replace(',', ''))) if exact else x)
    return sorted(found)


def wrong(policy, name, given, as_of, engine):
    """The lines that differ by what they are about; none where both agree. given: facts as they were read."""
    (ours, stage), theirs = from_oracle(policy, name, given, as_of), from_engine(engine)
    census.of_answer(policy.decisions[stage], name, engine, len(policy.facts), len(given))
    if 'possible' in theirs:
        theirs['possible'] = possible(policy, name, theirs['possible'])
    return {k: '    %-12s oracle %s\n    %-12s engine %s' % (k, ours.get(k), '', theirs.get(k)) for k in sorted(set(ours) | set(theirs)) if ours.get(k) != theirs.get(k)}
