"""A policy of the oracle: what the trees declare, and the rules of each decision with what stands above them. Rules are objects; precedence is a set of pairs."""
from amendments import NEVER, Amendments, Order, begins, except_for, for_cases, head, named, other_cases
from expressions import BOOL, DATE, OUTCOME, PARTY, PERIOD, TEXT, TIME, WEEKDAYS, Compiler, num
from functions import RECORDS
from nodes import AddAll, Applies, AsOf, Constant, Decided, E, Fact, Holds, Junction, LimitAll, MultiplyAll, OnlyWhen, Permission, Pick, Presumed, Stage, Strict
from tables import Table
from values import NA, PLAIN, iso, round_to, unit, unit_product

STATUS = ['not_sought', 'sought', 'given_in_writing', 'given_orally', 'declined']
TYPES = {'number': num(), 'count': num(PLAIN, 'count'), 'percent': num(PLAIN, 'percent'), 'date': DATE, 'time': TIME, 'text': TEXT, 'period': PERIOD, 'party': PARTY,
         'permission': ('permission',), 'obligations': ('obligations',)}
DIMENSIONS = {'money': 'money', 'hours': 'hour', 'days': 'day', 'weeks': 'week', 'months': 'month', 'years': 'year'}
GIVES = {'applies only if': 'out_of_scope', 'refuses': 'refused', 'only if': 'refused', 'refers': 'referred', 'permits': 'permitted'}
VALUED = ('is', 'adds', 'multiplies', 'is capped at', 'is no less than')
LABELS = {'only_if': 'only if', 'applies_only_if': 'applies only if', 'cap': 'is capped at', 'floor': 'is no less than'}
NO_LIST = {'item': []}


class Own(E):
    """A rule's own condition: when, not except, and a test that fails. Settled ones are as they were settled."""

    def __init__(self, rule, kids):
        E.__init__(self, BOOL, [Junction(False, kids)])
        self.rule = rule

    def leaf(self):
        return [self.rule] if self.kids[0].kids else []

    def always_worth(self):
        return self.kids[0].fixed()

    def work(self, env):
        return env.settled[self.rule] if self.rule in env.settled else self.kids[0].value(env)


class Rule:
    """One effect on one decision. `above` and `set_by` are filled in once all rules are there."""

    def __init__(self, effect, clause, decision, line, when=None, except_=None, test=None, value=None):
        self.effect, self.clause, self.decision, self.line, self.value = effect, clause, decision, line, value
        self.when, self.except_, self.test = when, except_, test
        self.parties, self.option, self.duty, self.strength, self.event = [], None, None, None, None
        self.despite, self.subject, self.table, self.over, self.targets = [], [], None, None, []
        self.above, self.set_by, self.made = [], [], 0

    def condition(self):
        parts = ([Holds(BOOL, [self.when])] if self.when else []) + ([not_(Holds(BOOL, [self.except_]))] if self.except_ else [])
        return parts + ([Holds(BOOL, [not_(self.test)])] if self.test else [])

    def close(self, policy):
        """Guard and in force, once what sets aside and what stands above are known."""
        self.own = Own(self, [] if self.clause.dates[1] == NEVER else self.condition())  # nothing is asked, or presumed, for what has ended
        self.effective = policy.within([self.clause.dates])

    def guarded(self):
        aside = [s.guard for s in self.set_by]
        self.guard = Junction(False, [self.own, self.effective] + ([not_(Junction(True, aside))] if aside else []))

    def beats(self):
        """Keeps the rules below it out of force: not where it has no value to give."""
        valued = self.effect in VALUED and self.value.may_be_na()
        return Junction(False, [self.in_force, Applies(BOOL, [self.value])]) if valued else self.in_force

    def ranked(self):
        above = [a.beats() for a in self.above]
        self.in_force = Junction(False, [self.guard, not_(Junction(True, above))]) if above else self.guard


def not_(e):
    return Strict(BOOL, lambda v: not v, e)


class Clause:
    def __init__(self, ident, dates, section, file=0, made=0):
        self.id, self.dates, self.section, self.file, self.made, self.order = ident, dates, section, file, made, 0
        self.lines, self.ended, self.spoken, self.heirs, self.adopts, self.in_part, self.only_for = NO_LIST, None, None, [], [], [], []

    def successors(self):
        """The clauses that stand in its place, and those that stand in theirs."""
        found = []
        for h in self.heirs:
            found += [x for x in [h] + h.successors() if x not in found]
        return found

    def bearers(self):
        """Itself, and the clauses under which it goes on unchanged."""
        return [self] + [b for h in self.heirs if self in h.adopts for b in h.bearers()]

    def adopted(self):
        return [a for x in self.adopts for a in [x] + x.adopted()]


def common(spans):
    """What several spans of time have in common."""
    lows, highs = [a for a, _ in spans if a is not None], [b for _, b in spans if b is not None]
    return max(lows, default=None), min(highs, default=None)


class Decision:
    def __init__(self, name, kind):
        self.name, self.type, self.rules, self.after, self.combine, self.rounded, self.reservations = name, kind, [], [], None, None, []
        self.combined, self.is_permission, self.is_members = False, kind == ('permission',), kind[0] in ('set', 'sequence', 'obligations')


class Policy:
    def __init__(self, trees, days=None):
        """Amendments come in their order; days: from which each is in force (None: as it says itself)."""
        self.x, self.file = Compiler(self), 0
        self.options, self.home, self.nouns = {'weekday': WEEKDAYS, ' status': STATUS}, {w: 'weekday' for w in WEEKDAYS}, {}
        self.parties, self.titles, self.facts, self.agreements, self.defines, self.tables, self.records = [], {}, {}, {}, {}, {}, dict(RECORDS)
        self.decisions, self.clauses, self.rules, self.sections = {}, {}, [], {}
        self.short_months, self.dates, self.used, self.made, self.deciding_tables = 'last_day', [], {}, {}, []
        self.every_table, self.refs_to, self.told, self.heard, self.settled = [], {}, {}, {}, {}
        self.every, self.order, self.days, self.iso = [], Order(self), {}, iso
        files = [[d for tree in trees if not head(tree) for d in tree['declaration']]] + [tree['declaration'] for tree in trees if head(tree)]
        declarations = [(file, d) for file, found in enumerate(files) for d in found]
        for n, day in enumerate(days or []):
            self.days[n + 1] = day
        for step in (self.declare_names, self.declare, self.declare_tables, self.declare_clauses):
            self.section = None
            for file, d in declarations:
                if file != self.file:
                    self.section = None
                self.file = file
                step(d)
        for i, clause in enumerate(self.order.list):
            clause.order = i
        Amendments(self).carry_out(self.every, [(file, d) for file, d in declarations if d['kind'] == 'section'])
        self.replace_tables()
        for clause in self.every:
            self.note_clause(clause)
        for t in self.deciding_tables:
            self.note_sections(t)
        for file, d in declarations:
            if d['kind'] in ('section', 'clause'):
                self.read_rules(d)
        for t in self.deciding_tables:
            self.read_table(t)
        self.arrange()
        for name in self.decisions:
            self.combine(name)

    # ---- declarations
    def declare_names(self, d):
        kind, name = d['kind'], d.get('text')
        if kind == 'policy':
            for line in d['header']['item']:
                if line['kind'] == 'short_months':
                    self.short_months = line['text']
                elif line['kind'] == 'effective':
                    self.dates.append(self.span(line))
        elif kind == 'amendment':
            own = [line for line in d['header']['item'] if line['kind'] == 'effective']
            self.days[self.file] = self.span(own[0])[0] if own else self.days.get(self.file)
        elif kind == 'party':
            self.parties.append(name)
            self.titles['party', name] = d['title']['text'] if d.get('title') else name
        elif kind in ('options', 'order'):
            self.add_options(name, d['items']['item'])
            for noun in ('noun', 'nouns'):
                if d.get(noun):
                    self.nouns[d[noun]['text']] = name
        elif kind in ('define', 'value'):
            self.defines[name] = {'params': [p['text'] for p in (d.get('params') or NO_LIST)['item']], 'body': d['body']}
        elif kind == 'agreement':
            self.agreements[name] = {'party': d['party']['text'], 'writing': bool(d.get('writing'))}

    def add_options(self, name, options):
        self.options[name] = [o['text'] for o in options]
        for o in options:
            self.home.setdefault(o['text'], name)
            self.titles[name, o['text']] = o['label']['text'] if o.get('label') else o['text']

    def declare(self, d):
        kind, name = d['kind'], d.get('text')
        if kind == 'record':
            self.records[name] = {e['text']: self.type(e['type'], name + '.' + e['text']) for e in d['entries']['item']}
        elif kind == 'facts':
            for e in d['entries']['item']:
                fact = self.facts[name + '.' + e['text']] = {'type': self.type(e['type'], name + '.' + e['text']), 'group': name, 'bound': e.get('bound')}
                fact.update({q['kind']: q.get('value') or q.get('test') for q in e['quals']['item'] if q['kind'] in ('presumed', 'only_when')})
        elif kind == 'agreement':
            self.facts[name + '.status'] = {'type': ('option', ' status')}
            self.facts[name + '.decided_by'] = {'type': PARTY}
        elif kind == 'decision':
            self.decision(name, d)

    def declare_tables(self, d):
        if d['kind'] == 'table':
            t = Table(self, d)
            t.file = self.file
            self.every_table.append(t)
            if t.params:
                self.tables[t.name] = t
            else:
                self.deciding_tables.append(t)

    def type(self, n, label):
        kind = n['kind']
        if kind == 'type_yes_or_no':
            return BOOL
        if kind == 'type_one_of':
            self.add_options(label, n['option'])
            return ('option', label)
        if kind == 'type_list_of':
            return ('list', ('record', n['text']))
        if kind in ('type_set_of', 'type_sequence_of'):
            return (kind[5:-3], n['text'])
        name = n['text']
        per = unit(**{n['per']['text']: -1}) if n.get('per') else PLAIN
        if name in DIMENSIONS:
            return num(unit_product(unit(**{DIMENSIONS[name]: 1}), per, 1))
        if name == 'number':
            return num(per)
        return ('option', name) if name in self.options else TYPES[name]

    def decision(self, name, d):
        info = self.decisions[name] = Decision(name, self.type(d['type'], name))
        for q in d['quals']['item']:
            if q['kind'] == 'after':
                info.after = [x['text'] for x in q['decision']]
            elif q['kind'] == 'combine':
                info.combine = q['text']
            elif q['kind'] == 'rounded':
                info.rounded = (self.x.fit(self.x.amount(q['unit_of']), info.type).v, q['text'] + (' ' + q['mode2']['text'] if q.get('mode2') else ''))

    def fact(self, name):
        if name not in self.used:
            info = self.facts[name]
            e = self.used[name] = Fact(info['type'], name)  # its own condition asks for it as given
            self.x.group = info.get('group')
            if 'only_when' in info:
                e = OnlyWhen(e.type, [e, self.x.test(info['only_when'])])
            if 'presumed' in info:
                e = Presumed(e, self.x.fit(self.x.amount(info['presumed'], None, e.type), e.type), name)
            self.x.group = None
            self.used[name] = e
        return self.used[name]

    def span(self, line):
        """From and to of a line that says when something is in force."""
        return tuple(self.x.amount(line[k]).v if line.get(k) else None for k in ('from', 'to'))

    def within(self, spans):
        """The as-of date is in all of them."""
        low, high = common(spans)
        if high == NEVER:
            return Constant(BOOL, False)  # on no day: reason enough for what has ended
        return Junction(False, [Strict(BOOL, lambda d: d >= low, AsOf(DATE))] * (low is not None) + [Strict(BOOL, lambda d: d <= high, AsOf(DATE))] * (high is not None))

    def borders(self, table):
        return self.tables[table].borders()

    # ---- clauses
    def declare_clauses(self, d):
        if d['kind'] not in ('section', 'clause'):
            return
        dates = [self.span(line) for line in d['lines']['item'] if line['kind'] == 'effective']
        if d['kind'] == 'section':
            known = self.sections.get(d['text']) if self.file else None
            self.section = known or self.sections.setdefault(d['text'], {'id': d['text'], 'dates': dates, 'clauses': [], 'decisions': set()})
        else:
            if self.file and not self.section:
                homes = [x for ident, x in self.sections.items() if begins(ident, d['text'])]
                section = max(homes, key=lambda x: len(x['id']), default=None)
            else:
                section = self.section
            dates = dates + (section['dates'] if section else [])
        section = self.section if d['kind'] == 'section' else section
        dates = dates + ([(self.days.get(self.file), None)] if self.file else self.dates)
        clause = d['clause'] = Clause(d['text'], common(dates), section, self.file, len(self.every))
        clause.heading = d['kind'] == 'section'
        scope = any(line['kind'] == 'section_applies_only_if' for line in d['lines']['item'])
        self.clauses.setdefault(d['text'], [])
        if clause.heading and not scope:
            return
        if section and not clause.heading:
            section['clauses'].append(d['text'])
        self.every.append(clause)
        self.clauses[d['text']].append(clause)
        self.order.add(clause, d['lines'])
        clause.lines = d['lines']

    def replace_tables(self):
        """The rows of a table that an amendment replaces hold before its day."""
        for t in self.every_table:
            for ref in (t.node.get('replaces') or NO_LIST)['item']:
                for old in [x for x in self.every_table if x.file < t.file and x.name == named(ref) and x.until != NEVER]:
                    day = self.days.get(t.file)
                    old.until = NEVER if day is None else min(old.until or day, day - 1)

    def clause_dates(self, ident):
        """Whether some version of the clause is in force."""
        return self.dated([c for c in self.clauses[ident]])

    def dated(self, versions):
        versions = [c.dates for c in versions]
        return [] if (None, None) in versions else [Junction(True, [self.within([dates]) for dates in versions])]

    def read_rules(self, d):
        clause = d['clause']
        for x in clause.adopted():
            self.read_adopted(clause, x)
        for line in d['lines']['item']:
            if line['kind'] == 'rule':
                self.rule(clause, line, clause)
            elif line['kind'] == 'section_applies_only_if':
                for name in [name for name in self.decisions if name in clause.section['decisions']]:
                    self.keep(Rule('applies only if', clause, name, place(line), test=self.x.test(line['test'])), {})
            elif line['kind'] == 'incomplete' and line.get('reservation'):
                for x in line['reservation']['item']:
                    self.decisions[x['text']].reservations.append(clause)

    def read_adopted(self, clause, x):
        """What one clause says goes on under another."""
        for line in x.lines['item']:
            if line['kind'] == 'rule':
                self.rule(clause, line, x)
            elif line['kind'] == 'incomplete' and line.get('reservation'):
                for name in line['reservation']['item']:
                    if clause not in self.decisions[name['text']].reservations:
                        self.decisions[name['text']].reservations.append(clause)

    def note_clause(self, clause):
        for x in [clause] + clause.adopted() if clause.section and not clause.heading else []:
            for line in x.lines['item']:
                if line['kind'] == 'rule' and line['effect']['kind'] != 'sets_aside':
                    clause.section['decisions'] |= set(self.subjects(line['effect']))

    def note_sections(self, t):
        for row in t.rows:
            for clause in [b for x in self.clauses[row.clause] for b in x.bearers()] if t.until != NEVER else []:
                if clause.section:
                    clause.section['decisions'] |= {c for c in t.columns if c in self.decisions and c != t.by_column()}

    def spoken(self, effect):
        """The effects and decisions of a written rule."""
        kind = effect['kind']
        if kind == 'sets_aside':
            return [('sets aside', '')]  # one restates another, whatever they speak to
        kind = 'includes' if kind == 'adds' and self.decisions[effect['decision']['text']].is_members else LABELS.get(kind, kind)
        return [(kind, name) for name in self.subjects(effect)]

    def subjects(self, effect):
        """The decisions that a rule speaks to."""
        kind = effect['kind']
        if kind == 'duty':
            only = [name for name, d in self.decisions.items() if d.type == ('obligations',)]
            return [effect['in']['text']] if effect.get('in') else only[:1]
        return [effect['decision']['text']] if kind in ('adds', 'multiplies') else [x['text'] for x in effect['decisions']['item']]

    def rule(self, clause, n, written):
        """One line. `written`: the clause in which it stands, where it goes on unchanged in another."""
        n = dict(for_cases(self, clause, written, n), file=written.file)
        parts = {}
        for effect, name in self.spoken(n['effect']):
            parts.setdefault(repr(other_cases(self, clause, written, effect, name)), []).append((effect, name))
        for part in parts.values():
            self.one_rule(clause, except_for(self, clause, written, n, *part[0]), {name for _, name in part})

    def one_rule(self, clause, n, names):
        effect, kind = n['effect'], n['effect']['kind']
        when = self.x.test(n['when']) if n.get('when') else None
        except_node = self.exception(n)
        except_ = self.x.test(except_node) if except_node else None
        if kind == 'sets_aside':
            self.sets_aside(clause, n, when, except_)
        elif kind == 'duty':
            self.duty(clause, n, when, except_)
        else:
            for name in [name for name in self.subjects(effect) if name in names]:
                r = self.keep(self.effect(clause, n, name, when, except_), n)
                if except_node and self.decisions[name].is_permission:
                    self.referrals(r, n, self.exception(dict(n, **{'except': n.get('own_except', n.get('except'))})))

    def exception(self, n):
        """What is written, or an agreement of whoever decides on departures."""
        by = [t['party']['text'] for t in (n.get('tails') or NO_LIST)['item'] if t['kind'] == 'departure_decided_by']
        if not by:
            return n.get('except')
        names = [by[0]] if by[0] in self.agreements else [a for a, info in self.agreements.items() if info['party'] == by[0]]
        if len(names) != 1:
            return n.get('except')
        agreed = {'kind': 'agreed', 'text': names[0]}
        return {'kind': 'or', 'test': [n['except'], agreed]} if n.get('except') else agreed

    def effect(self, clause, n, name, when, except_):
        effect, kind, want = n['effect'], n['effect']['kind'], self.decisions[name].type
        test = value = None
        if kind in ('only_if', 'applies_only_if'):
            test = self.x.test(effect['test'])
        elif kind in ('is', 'cap', 'floor'):
            value = self.x.body(effect['value'], None, want)
        elif kind == 'multiplies':
            value = self.x.body(effect['factor'], None, num())
        elif kind == 'adds' and not self.decisions[name].is_members:
            value = self.x.body(effect['value'], None, want)
        elif kind == 'permits' and effect.get('amount'):
            value = self.x.amount(effect['amount'])
        r = Rule(LABELS.get(kind, kind), clause, name, place(n), when, except_, test, value)
        if kind == 'refers':
            r.parties = [p['text'] for p in effect['parties']['item']]
        if kind == 'adds' and value is None:
            r.effect, r.option = 'includes', effect['value']['text']
        return r

    def referrals(self, rule, n, except_node):
        """`except when agreed A`: while the agreement is pending, the decision is referred to A's party."""
        self.x.agreements = []
        if except_node is None:
            return
        self.x.test(except_node)
        for name in list(self.x.agreements):
            self.x.awaited = name
            awaited = self.x.test(except_node)
            self.x.awaited = None
            when = ([rule.when] if rule.when else []) + ([not_(rule.test)] if rule.test else []) + [Holds(BOOL, [awaited])]
            r = Rule('refers', rule.clause, rule.decision, rule.line, Junction(False, when), rule.except_)
            r.parties, r.over = [self.agreements[name]['party']], rule
            self.keep(r, n)

    def duty(self, clause, n, when, except_):
        effect = n['effect']
        deadline = effect['deadline']['when'] if effect.get('deadline') else None
        for actor in effect['actors']['item']:
            dated = deadline and deadline['kind'] != 'text'
            r = Rule('duty', clause, self.subjects(effect)[0], place(n), when, except_, None, self.x.amount(deadline, None, DATE) if dated else None)
            r.parties, r.duty, r.strength = [actor['text']], effect['duty']['text'], effect['text']
            r.event = deadline['text'] if deadline and not dated else None
            self.keep(r, n)

    def sets_aside(self, clause, n, when, except_):
        """One rule for each decision that the clauses named refuse, or refer; which rules they are is known later."""
        for name in self.decisions:
            r = Rule('sets aside', clause, name, place(n), when, except_)
            r.targets, r.referrals = self.refs(n['effect']['refs']), n['effect']['text'] == 'referrals'
            self.keep(r, {})

    def keep(self, r, n):
        for rank in (n.get('ranks') or NO_LIST)['item']:
            (r.despite if rank['kind'] == 'despite' else r.subject).extend(self.refs(rank['refs']))
        r.made = len(self.rules)
        self.rules.append(r)
        return r

    def refs(self, refs):
        return [(ref['text'], ref['ref']['text']) if ref['kind'] == 'ref_kind' else ('clause', ref['text']) for ref in refs['item']]

    def row_rule(self, row, clause):
        """What is cited for a row of a table that is a function."""
        if clause.id not in row.cited:
            row.cited[clause.id] = Rule('is', clause, None, place(row.node))
        return row.cited[clause.id]

    def read_table(self, t):
        for row, clause, name, cell, when, written in t.rules():
            d, items = self.decisions[name], cell['item']
            if d.is_permission:
                effect = {'permitted': 'permits', 'refused': 'refuses'}.get(items[0]['text'], 'refers')
                made = [Rule(effect, clause, name, place(row.node), when)]
                made[0].parties = [i['text'] for i in items] if effect == 'refers' else []
            elif d.is_members:
                made = [Rule('includes', clause, name, place(row.node), when) for _ in items]
                for r, i in zip(made, items):
                    r.option = i['text']
            else:
                made = [Rule('is', clause, name, place(row.node), when, value=self.x.body(items[0], None, d.type))]
            for r in made:
                only, other = for_cases(self, clause, written, {}).get('when'), other_cases(self, clause, written, r.effect, name)
                tests = ([self.x.test(only)] if only else []) + ([r.when] if r.when else [])
                r.when = Junction(False, tests) if tests else None
                r.except_ = Junction(True, [self.x.test(c) for c in other]) if other else None
                r.table, r.despite = t, [('others' if ident == 'others' else 'clause', ident) for ident in row.despite]
                self.keep(r, {})

    # ---- precedence
    def meant(self, ref, upper, r):
        """Whether a reference of `upper` names the rule r: by its clause, or by one whose place that has taken."""
        kind, ident = ref
        if kind == 'others':
            return r.table is not None and r.table is upper.table and r.line != upper.line
        if kind == 'table':
            return r.table is not None and r.table.name == ident
        return r.clause in self.named(kind, ident)

    def named(self, kind, ident):
        """The clauses that a reference means."""
        if (kind, ident) not in self.refs_to:
            found = [c for c in self.every if c.section is self.sections[ident]] if kind == 'section' else self.clauses[ident]
            self.refs_to[kind, ident] = {x for c in found for x in [c] + c.successors()}
        return self.refs_to[kind, ident]

    def heirs(self, r, rules):
        """The rule, and those in the clauses that took its clause's place; what goes on unchanged there takes over the place of the rule that it is, not of this one."""
        after = r.clause.successors() if r.clause.heirs else []
        others = {q.line for q in rules if q.clause is r.clause and q.line != r.line}
        return [r] + [h for h in rules if h is not r and h.clause in after and h.line not in others]

    def arrange(self):
        self.rules.sort(key=lambda r: (r.clause.order, r.line))
        for r in self.rules:
            if r.effect == 'sets aside':
                able = ('refers',) if r.referrals else ('refuses', 'only if')
                marker = Rule('', Clause(None, (None, None), None, 0), None, 0)
                r.targets = [t for t in self.rules if t.decision == r.decision and t.effect in able and any(self.meant(ref, marker, t) for ref in r.targets)]
                for t in r.targets:
                    t.set_by.append(r)
        self.rules = [r for r in self.rules if r.effect != 'sets aside' or r.targets]
        for d in self.decisions.values():
            d.rules = [r for r in self.rules if r.decision == d.name]
            self.precedence(d.rules)

    def precedence(self, rules):
        rules = [r for r in rules if r.effect != 'sets aside']
        pairs = {(r, r.over) for r in rules if r.over}
        for r in rules:
            heirs = self.heirs(r, rules) if r.despite or r.subject else []
            pairs |= {(h, t) for h in heirs for t in rules for ref in r.despite if t is not r and self.meant(ref, r, t) and self.apart(ref, h, t)}
            pairs |= {(t, h) for h in heirs for t in rules for ref in r.subject if t is not r and self.meant(ref, r, t) and self.apart(ref, h, t)}
        for k in rules:
            uppers, lowers = [a for a, b in pairs if b is k], [b for a, b in pairs if a is k]
            pairs |= {(a, b) for a in uppers for b in lowers}
        for r in rules:
            r.above = [a for a in rules if (a, r) in pairs]

    def apart(self, ref, upper, lower):
        """A clause does not stand above itself; one row of it may stand above another."""
        return upper is not lower and (ref[0] == 'others' or upper.clause is not lower.clause)

    def combine(self, name):
        """What comes out of a decision's rules: base, additions, factors, limits, rounding; then its scope and the stages before it."""
        d = self.decisions[name]
        if d.combined:
            return d
        d.combined = True
        for r in d.rules:
            r.close(self)
        for r in sorted(d.rules, key=lambda r: r.effect != 'sets aside'):
            r.guarded()
        for r in sorted(d.rules, key=lambda r: len(r.above)):
            r.ranked()
        scope = [r.in_force for r in d.rules if r.effect == 'applies only if']
        d.scope = Junction(True, scope) if scope else None
        earlier = [self.combine(e) for e in d.after]
        if d.is_permission:
            d.own_outcome = d.outcome = Permission([(GIVES[r.effect], r.in_force) for r in d.rules if r.effect in GIVES])
            for e in reversed(earlier):
                d.outcome = Stage(OUTCOME, [e.outcome, d.outcome])
            amounts = self.pairs(d, 'permits')
            d.amount = Pick(amounts[0][1].type, amounts) if amounts else None  # asked for only once the answer is permitted
        elif not d.is_members:
            self.combine_value(d, [e.outcome for e in earlier])
        return d

    def pairs(self, d, *effects):
        return [(r.in_force, r.value) for r in d.rules if r.effect in effects and r.value]

    def combine_value(self, d, stages):
        d.place, steps = self.x.place(d.type), self.pairs(d, 'is')
        d.base = Pick(d.type, steps, d.combine, place=d.place) if steps else Constant(d.type, NA)
        adds, factors, limits = self.pairs(d, 'adds'), self.pairs(d, 'multiplies'), self.pairs(d, 'is capped at', 'is no less than')
        d.added = AddAll(d.type, adds, d.base) if adds else d.base
        d.multiplied = MultiplyAll(d.type, factors, d.added) if factors else d.added
        floors = [r.effect == 'is no less than' for r in d.rules if r.effect in ('is capped at', 'is no less than')]
        d.value = LimitAll(d.type, limits, d.multiplied, floors, d.place) if limits else d.multiplied
        if d.rounded:
            grain, mode = d.rounded
            d.value = Strict(d.type, lambda v: round_to(v, grain, mode), d.value)
        if d.scope:
            d.value = Pick(d.type, [(not_(d.scope), d.value)])
        d.own_value = d.value
        for outcome in reversed(stages):
            d.value = Pick(d.type, [(Strict(BOOL, lambda o: o == 'permitted', outcome), d.value)])

    # ---- decisions in expressions
    def decision_value(self, name):
        if name not in self.made:
            d = self.decisions[name]
            self.made[name] = Decided(OUTCOME if d.is_permission else d.type, self, name)
        return self.made[name]


def place(n):
    """Where something is written: rules of one written line are told apart by their effect alone."""
    return n.get('file', 0), n['line'], n['column']

