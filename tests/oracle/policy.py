"""A policy of the oracle: declarations, clauses and rules of the tree, and the answers. Rules are objects; precedence is a set of pairs; settling tries every case."""
from expressions import BOOL, BROKEN, DATE, NOTHING, OUTCOME, OUTCOMES, PARTY, PERIOD, TEXT, TIME, UNITS, WEEKDAYS, Compiler, E, Scope, certain, constant, num, opposite
from values import NA, PLAIN, UNKNOWN, Err, all_of, any_of, known, read_date, unit

STATUS = ['not_sought', 'sought', 'given_in_writing', 'given_orally', 'declined']
TYPES = {'number': num(), 'count': num(PLAIN, 'count'), 'percent': num(PLAIN, 'percent'), 'date': DATE, 'time': TIME, 'text': TEXT, 'period': PERIOD, 'party': PARTY}
DIMENSIONS = {'money': 'money', 'hours': 'hour', 'days': 'day', 'weeks': 'week', 'months': 'month', 'years': 'year'}
PERMISSION_EFFECTS = ('applies only if', 'refuses', 'only if', 'refers', 'permits')


def words(n):
    return n['text'] if n else None


class Rule:
    """One effect on one decision. own: when, not except, test; `above` and `set_by` are filled in later."""

    def __init__(self, effect, clause, decision, when, except_, test, value, line):
        self.effect, self.clause, self.decision, self.line = effect, clause, decision, line
        self.value, self.parties, self.option, self.duty, self.date = value, [], None, None, None
        parts = [certain(when)] if when else []
        if except_:
            parts.append(opposite(certain(except_)))
        if test:
            parts.append(E(BOOL, lambda env: not_test(test.value(env)), [test]))
        self.when, self.except_, self.test = when, except_, test
        self.own = E(BOOL, lambda env: all_of(p.value(env) for p in parts), parts)
        self.above, self.set_by, self.dates, self.referrals = [], [], None, False
        self.despite, self.subject, self.targets = [], [], []


def awaited(n, named):
    """The same condition with `pending A` in the place of `agreed A`."""
    if isinstance(n, dict):
        if n.get('kind') == 'agreed':
            named.append(n['text'])
            return dict(n, kind='pending')
        return {k: awaited(v, named) for k, v in n.items()}
    return [awaited(x, named) for x in n] if isinstance(n, list) else n


def not_test(v):
    return False if v is NA else v if not known(v) else not v


class Policy:
    def __init__(self, trees):
        self.x = Compiler(self)
        self.options = {'weekday': {'names': WEEKDAYS, 'ordered': True}}
        self.parties, self.facts, self.agreements, self.defines, self.tables = [], {}, {}, {}, {}
        self.records = {' year': {'start': DATE, 'end': DATE}, ' piece': {'date': DATE, 'start': TIME, 'length': num(unit(hour=1))}}
        self.decisions, self.clauses, self.rules, self.sections = {}, {}, [], {}
        self.short_months, self.dated = 'last_day', None
        self.used, self.made, self.uses, self.ruling = {}, {}, {}, None
        declarations = [d for tree in trees for d in tree['declaration']]
        for d in declarations:
            self.declare_names(d)
        for d in declarations:
            self.declare(d)
        self.section = None
        for tree in trees:
            self.section = None
            for d in tree['declaration']:
                if d['kind'] in ('section', 'clause'):
                    self.clause(d)
        for d in declarations:
            if d['kind'] == 'table' and not d.get('params'):
                self.rows(d)
        self.rank()

    # ---- declarations
    def declare_names(self, d):
        kind, name = d['kind'], d.get('text')
        if kind == 'policy':
            for line in d['header']['item']:
                if line['kind'] == 'short_months':
                    self.short_months = line['text']
                if line['kind'] == 'effective':
                    self.dated = line
        elif kind == 'party':
            self.parties.append(name)
        elif kind in ('options', 'order'):
            self.options[name] = {'names': [o['text'] for o in d['items']['item']], 'ordered': kind == 'order'}
        elif kind == 'define' or kind == 'value':
            self.defines[name] = {'params': [p['text'] for p in (d.get('params') or {'item': []})['item']], 'body': d['body']}
        elif kind == 'table' and d.get('params'):
            self.tables[name] = self.function_table(d)
        elif kind == 'agreement':
            self.agreements[name] = {'party': d['party']['text'], 'writing': bool(d.get('writing'))}

    def declare(self, d):
        kind, name = d['kind'], d.get('text')
        if kind == 'record':
            self.records[name] = {e['text']: self.type(e['type'], name + '.' + e['text']) for e in d['entries']['item']}
        elif kind == 'facts':
            for e in d['entries']['item']:
                self.entry(name + '.' + e['text'], e)
        elif kind == 'agreement':
            self.options[' status'] = {'names': STATUS, 'ordered': False}
            self.facts[name + '.status'] = {'type': ('option', ' status')}
            self.facts[name + '.decided_by'] = {'type': PARTY}
        elif kind == 'decision':
            self.decision(name, d)

    def type(self, n, label):
        kind = n['kind']
        if kind == 'type_yes_or_no':
            return BOOL
        if kind == 'type_one_of':
            self.options[label] = {'names': [o['text'] for o in n['option']], 'ordered': False}
            return ('option', label)
        if kind == 'type_list_of':
            return ('list', ('record', n['text']))
        if kind in ('type_set_of', 'type_sequence_of'):
            return (kind[5:-3], n['text'])
        name = n['text']
        per = {UNITS[n['per']['text']][0]: -1} if n.get('per') else {}
        if name in DIMENSIONS:
            return num(unit(**dict({DIMENSIONS[name]: 1}, **per)))
        if name == 'number' and per:
            return num(unit(**per))
        if name in self.options:
            return ('option', name)
        return TYPES.get(name, (name,))

    def entry(self, name, e):
        fact = self.facts[name] = {'type': self.type(e['type'], name)}
        for q in e['quals']['item']:
            if q['kind'] in ('presumed', 'only_when'):
                fact[q['kind']] = q.get('value') or q.get('test')

    def decision(self, name, d):
        self.uses[name] = set()
        info = self.decisions[name] = {'type': self.type(d['type'], name), 'rules': [], 'after': [], 'combine': None, 'rounded': None, 'reservations': []}
        for q in d['quals']['item']:
            if q['kind'] == 'after':
                info['after'] = [x['text'] for x in q['decision']]
            elif q['kind'] == 'combine':
                info['combine'] = q['text']
            elif q['kind'] == 'rounded':
                mode = q['text'] + (' ' + q['mode2']['text'] if q.get('mode2') else '')
                info['rounded'] = (mode, self.x.amount(q['unit_of'], None).value(None_env))

    def fact(self, name):
        if name in self.used:
            return self.used[name]
        f = self.facts[name]
        e = E(f['type'], lambda env: env.facts.get(name, UNKNOWN), fact=name)
        if 'only_when' in f:
            given, condition = e, self.x.test(f['only_when'], None)

            def exists(env):
                c = condition.value(env)
                return NA if c is NA or c is False else given.value(env)
            e = E(f['type'], exists, [condition, given])
        if 'presumed' in f:
            given2, default = e, self.x.amount(f['presumed'], None, f['type'])

            def presume(env):
                v = given2.value(env)
                if v is not UNKNOWN:
                    return v
                env.presumed.add(name)
                return default.value(env)
            e = E(f['type'], presume, [given2, default])
        self.used[name] = e
        return e

    def dates_hold(self, line):
        low = self.x.amount(line['from'], None, DATE).value(None_env) if line.get('from') else None
        high = self.x.amount(line['to'], None, DATE).value(None_env) if line.get('to') else None
        return E(BOOL, lambda env: (low is None or env.as_of >= low) and (high is None or env.as_of <= high))

    # ---- clauses and rules
    def clause(self, d):
        lines = d['lines']['item']
        dates = [self.dates_hold(line) for line in lines if line['kind'] == 'effective']
        if d['kind'] == 'section':
            self.section = {'id': d['text'], 'dates': dates, 'tests': [line['test'] for line in lines if line['kind'] == 'section_applies_only_if'], 'clauses': [], 'applied': set()}
            self.sections[d['text']] = self.section
            return
        ident = d['text']
        if self.section:
            self.section['clauses'].append(ident)
            dates = dates or self.section['dates']
        self.clauses.setdefault(ident, {'dates': dates, 'section': self.section})
        for line in lines:
            if line['kind'] == 'rule':
                self.rule(ident, line, dates)
            elif line['kind'] == 'incomplete' and line.get('reservation'):
                for x in line['reservation']['item']:
                    self.decisions[x['text']]['reservations'].append(ident)

    def rule(self, ident, n, dates):
        effect, kind = n['effect'], n['effect']['kind']
        self.ruling = self.spoken_to(effect)
        when = self.x.test(n['when'], None) if n.get('when') else None
        except_ = self.x.test(n['except'], None) if n.get('except') else None
        if kind == 'sets_aside':
            r = Rule('sets aside', ident, None, when, except_, None, None, n['line'])
            r.targets, r.referrals = self.ids(effect['refs']), effect['text'] == 'referrals'
            self.keep(r, n, dates)
            return
        if kind == 'duty':
            target = effect['in']['text'] if effect.get('in') else next(k for k, v in self.decisions.items() if v['type'] == ('obligations',))
            r = Rule('duty', ident, target, when, except_, None, None, n['line'])
            r.parties, r.duty = [a['text'] for a in effect['actors']['item']], effect['duty']['text']
            r.strength = effect['text']
            self.keep(r, n, dates)
            return
        names = [effect['decision']['text']] if kind in ('adds', 'multiplies') else [x['text'] for x in effect['decisions']['item']]
        for name in names:
            r = self.effect(kind, effect, name, ident, when, except_, n['line'])
            self.keep(r, n, dates)
            if n.get('except') and r.effect in PERMISSION_EFFECTS:
                self.waiting(r, n, ident, dates)

    def waiting(self, rule, n, ident, dates):
        """`except when agreed A`: while the agreement is pending, the decision is referred to A's party."""
        named = []
        pending = self.x.test(awaited(n['except'], named), None)
        if not named:
            return
        r = Rule('refers', ident, rule.decision, None, None, None, None, n['line'])
        parts = ([certain(rule.when)] if rule.when else []) + [certain(pending), opposite(certain(rule.except_))]
        if rule.test:
            parts.append(E(BOOL, lambda env: not_test(rule.test.value(env)), [rule.test]))
        r.own = E(BOOL, lambda env: all_of(p.value(env) for p in parts), parts)
        for a in named:
            if self.agreements[a]['party'] not in r.parties:
                r.parties.append(self.agreements[a]['party'])
        self.keep(r, n, dates)
        r.over = rule

    def spoken_to(self, effect):
        kind = effect['kind']
        if kind == 'sets_aside':
            return list(self.decisions)
        if kind == 'duty':
            return [effect['in']['text']] if effect.get('in') else [k for k, v in self.decisions.items() if v['type'] == ('obligations',)]
        return [effect['decision']['text']] if kind in ('adds', 'multiplies') else [x['text'] for x in effect['decisions']['item']]

    def effect(self, kind, effect, name, ident, when, except_, line):
        want = self.decisions[name]['type']
        test = self.x.test(effect['test'], None) if kind in ('only_if', 'applies_only_if') else None
        value = None
        if kind == 'is':
            value = self.x.body(effect['value'], None, want)
        elif kind in ('cap', 'floor'):
            value = self.x.amount(effect['value'], None, want)
        elif kind == 'multiplies':
            value = self.x.amount(effect['factor'], None)
        elif kind == 'adds' and want[0] not in ('set', 'sequence'):
            value = self.x.amount(effect['value'], None, want)
        elif kind == 'permits' and effect.get('amount'):
            value = self.x.amount(effect['amount'], None)
        label = {'only_if': 'only if', 'applies_only_if': 'applies only if', 'cap': 'is capped at', 'floor': 'is no less than'}.get(kind, kind)
        r = Rule(label, ident, name, when, except_, test, value, line)
        if kind == 'refers':
            r.parties = [p['text'] for p in effect['parties']['item']]
        if kind == 'adds' and value is None:
            r.effect, r.option = 'includes', effect['value']['text']
        return r

    def keep(self, r, n, dates):
        r.dates = dates or ([self.dates_hold(self.dated)] if self.dated else [])
        for rank in (n.get('ranks') or {'item': []})['item']:
            (r.despite if rank['kind'] == 'despite' else r.subject).extend(self.ids(rank['refs']))
        self.rules.append(r)

    def ids(self, refs):
        found = []
        for ref in (refs['item'] if isinstance(refs, dict) else refs):
            found.append((ref['text'], ref['ref']['text']) if ref['kind'] == 'ref_kind' else ('clause', ref['text']))
        return found

    # ---- tables
    def columns(self, d):
        return [c['text'] for c in d['rows']['head']['column']]

    def function_table(self, d):
        borders = set()
        for row in d['rows']['row']:
            for name, cell in zip(self.columns(d), row['cell']):
                for item in cell['item']:
                    for o in item.get('operand', [item]):
                        if o.get('kind') == 'time':
                            h, m = o['text'].split(':')
                            borders.add(int(h) * 60 + int(m))
        return {'node': d, 'params': [p['text'] for p in d['params']['item']], 'borders': borders}

    def cell_test(self, subject, cell, scope, above=None):
        """What a cell asks of its column, or None when it asks nothing."""
        items = cell['item']
        if not items or (items[0]['kind'] == 'name' and items[0]['text'] == 'any'):
            return None
        how = cell.get('text')
        if how == 'from':
            relation = {'kind': 'relation', 'text': 'at_least', 'operand': [items[0]]}
            e = self.x.relation(subject, relation, scope)
            top = items[1] if len(items) > 1 else above
            if not top:
                return e
            below = self.x.relation(subject, {'kind': 'relation', 'text': 'less_than', 'operand': [top]}, scope)
            return E(BOOL, lambda env: all_of([e.value(env), below.value(env)]), [e, below])
        tests = [self.x.relation(subject, i, scope) for i in items]
        e = tests[0] if len(tests) == 1 else E(BOOL, lambda env: any_of(t.value(env) for t in tests), tests)
        return opposite(e) if how == 'not' else e

    def band_tops(self, d, column):
        """For each row that has only `from X` in the column: the next higher X, or None."""
        lows = [(self.x.amount(r['cell'][column]['item'][0], None), r['cell'][column]['item'][0]) if r['cell'][column].get('text') == 'from' else None for r in d['rows']['row']]
        tops = []
        for low in lows:
            if low is None:
                tops.append(None)
                continue
            here = self.order_of(low[0])
            higher = sorted(((self.order_of(o[0]), i) for i, o in enumerate(lows) if o and self.order_of(o[0]) > here))
            tops.append(lows[higher[0][1]][1] if higher else None)
        return tops

    def order_of(self, e):
        from values import SPANS, single_span
        v = e.value(None_env)
        if e.type[0] == 'num' and single_span(e.type[1]):
            return v * SPANS[single_span(e.type[1])][1]
        return v

    def rows(self, d):
        columns = self.columns(d)
        by = d.get('by')
        heading = by['text'] if by and by['kind'] == 'name' else None
        for i, row in enumerate(d['rows']['row']):
            tests, sets, clause, despite = [], [], None, []
            for j, (name, cell) in enumerate(zip(columns, row['cell'])):
                if name == 'clause':
                    clause = cell['item'][0]['text']
                elif name == 'despite':
                    despite = cell['item']
                elif name in self.decisions and cell['item']:
                    sets.append((name, cell['item'][0]))
                elif name not in self.decisions:
                    subject = self.x.amount(by if name == heading else {'kind': 'name', 'text': name}, None)
                    test = self.cell_test(subject, cell, None, self.band_tops(d, j)[i] if name == heading else None)
                    if test:
                        tests.append(test)
            when = E(BOOL, lambda env, tests=tests: all_of(t.value(env) for t in tests), tests) if tests else None
            for name, item in sets:
                r = Rule('is', clause, name, when, None, None, self.x.amount(item, None, self.decisions[name]['type']), row['line'])
                info = self.clauses[clause]
                r.dates = info['dates'] or ([self.dates_hold(self.dated)] if self.dated else [])
                r.table = (d['text'], despite)
                self.rules.append(r)

    def table_call(self, name, arguments):
        t = self.tables[name]
        d, scope = t['node'], None
        for p, a in zip(t['params'], arguments):
            scope = Scope(p, a, scope)
        by_name = dict(zip(t['params'], arguments))
        rows = []
        for row in d['rows']['row']:
            tests, value, clause, others = [], None, None, False
            for column, cell in zip(self.columns(d), row['cell']):
                if column == 'clause':
                    clause = cell['item'][0]['text'] if cell['item'] else None
                elif column == 'despite':
                    others = [i['text'] for i in cell['item']]
                elif column == name:
                    value = self.x.amount(cell['item'][0], scope)
                else:
                    subject = by_name[column] if column in by_name else self.x.amount({'kind': 'name', 'text': column}, scope)
                    e = self.cell_test(subject, cell, scope)
                    if e:
                        tests.append(e)
            rows.append((E(BOOL, lambda env, tests=tests: all_of(certain(t).value(env) for t in tests), tests), value, clause, others or []))
        holds_ = []
        for i, (test, value, clause, others) in enumerate(rows):
            above = [o[0] for o in rows if o[2] != clause and ('others' in o[3] or clause in o[3])]
            holds_.append((E(BOOL, lambda env, test=test, above=above: all_of([test.value(env), not_any(a.value(env) for a in above)]), [test] + above), value))
        return E(rows[0][1].type, lambda env: pick([(h.value(env), v.value(env)) for h, v in holds_]), [e for pair in holds_ for e in pair])

    # ---- precedence
    def rank(self):
        order = {c: i for i, c in enumerate(self.clauses)}
        for s in self.sections.values():
            for test in s['tests']:
                for name in [n for n in self.decisions if any(r.decision == n and r.clause in s['clauses'] for r in self.rules)]:
                    r = Rule('applies only if', s['id'], name, None, None, self.x.test(test, None), None, 0)
                    r.dates = s['dates'] or ([self.dates_hold(self.dated)] if self.dated else [])
                    self.rules.append(r)
                    order.setdefault(s['id'], order[s['clauses'][0]] - 0.5)
        self.rules.sort(key=lambda r: order[r.clause])
        for r in self.rules:
            if r.decision:
                self.decisions[r.decision]['rules'].append(r)
        for name, d in self.decisions.items():
            self.precedence(d['rules'])
        for r in [r for r in self.rules if r.effect == 'sets aside']:
            wanted = ('refers',) if r.referrals else ('refuses', 'only if')
            for target in self.rules:
                if target.effect in wanted and target is not r and self.meant(r.targets, target):
                    target.set_by.append(r)

    def meant(self, ids, rule):
        for kind, ident in ids:
            if kind == 'clause' and rule.clause == ident:
                return True
            if kind == 'section' and self.clauses.get(rule.clause, {}).get('section') and self.clauses[rule.clause]['section']['id'] == ident:
                return True
            if kind == 'table' and getattr(rule, 'table', (None,))[0] == ident:
                return True
        return False

    def precedence(self, rules):
        pairs = set()
        for i, a in enumerate(rules):
            despite = list(a.despite)
            table = getattr(a, 'table', None)
            for j, b in enumerate(rules):
                if getattr(a, 'over', None) is b:
                    pairs.add((i, j))
                if i == j or a.clause == b.clause:
                    continue
                if self.meant(despite, b):
                    pairs.add((i, j))
                if self.meant(a.subject, b):
                    pairs.add((j, i))
                if table and any(x['text'] == b.clause or (x['text'] == 'others' and getattr(b, 'table', (None,))[0] == table[0]) for x in table[1]):
                    pairs.add((i, j))
        grown = True
        while grown:
            more = {(a, d) for a, b in pairs for c, d in pairs if b == c} - pairs
            pairs |= more
            grown = bool(more)
        for i, r in enumerate(rules):
            r.above = [rules[a] for a, b in sorted(pairs) if b == i]

    # ---- decisions in expressions
    def decision_value(self, name):
        for using in self.ruling or []:
            self.uses[using].add(name)
        if name not in self.made:
            kind = self.decisions[name]['type']
            self.made[name] = Decided(OUTCOME if kind == ('permission',) else kind, self, name)
        return self.made[name]


class Decided(E):
    """The answer of a decision in an expression. Its rules are complete only after everything is compiled, so what it rests on is asked for late."""

    def __init__(self, kind, policy, name):
        from answers import combined
        E.__init__(self, kind, lambda env: combined(policy, name, env))
        self.policy, self.name = policy, name

    def needs(self, env):
        if self.value(env) is not UNKNOWN:
            return set()
        d, found = self.policy.decisions[self.name], set()
        for r in d['rules']:
            for part in [r.own] + [s.own for s in r.set_by] + ([r.value] if r.value else []):
                found |= part.needs(env)
        for earlier in d['after']:
            found |= self.policy.decision_value(earlier).needs(env)
        return found


def not_any(values):
    v = any_of(values)
    return v if not known(v) else not v


def pick(rows, how=None):
    """PICK of the reference: (in force, value) pairs to a value, not applicable, unknown or an error."""
    rows = [(f, v) for f, v in rows if f is not False and f is not NA and v is not NA]
    sure = [v for f, v in rows if f is True]
    values = [v for v in sure if known(v)]
    if how is None:
        if any(v != values[0] for v in values):
            return Err('conflict')
    open_ = [v for f, v in rows if f is UNKNOWN]
    if how is None and values and not any(v is UNKNOWN for v in sure):
        doubtful = [v for v in open_ if not (known(v) and v == values[0])]
    else:
        doubtful = open_
    if doubtful or any(v is UNKNOWN for v in sure):
        return UNKNOWN
    for f, v in rows:
        if isinstance(f, Err):
            return f
        if f is True and isinstance(v, Err):
            return v
    if not values:
        return NA
    return values[0] if how is None else (min if how == 'least' else max)(values)


class Env:
    """Facts and the as-of date; `inside` gives the environment of one element of a list."""

    def __init__(self, facts, as_of):
        self.facts, self.as_of, self.memo, self.elements, self.presumed = facts, as_of, {}, {}, set()

    def inside(self, key, item):
        env = Env(self.facts, self.as_of)
        env.elements = dict(self.elements)
        env.elements[key] = item
        env.presumed = self.presumed
        return env


None_env = Env({}, None)
