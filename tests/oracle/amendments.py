"""Amendments of the oracle: grammar/README.md section 9. What ends when, what takes whose place, where it stands, and what is restated for some cases only. Files are numbered: 0 is the policy
with its modules, then the amendments in their order."""
NEVER = -10**9


def head(tree):
    return next((d for d in tree['declaration'] if d['kind'] == 'amendment'), None)


def begins(section, ident):
    """3.15 begins 3.15.3 and 3.1 begins 3.1b, but 3.1 does not begin 3.15."""
    rest = ident[len(section):]
    return ident.startswith(section) and (rest == '' or rest[0] == '.' or (section[-1].isdigit() and rest[0].islower()))


def amending(lines):
    return [line for line in lines['item'] if line['kind'] in ('replaces', 'withdraws', 'unchanged_from', 'keeps')]


def named(ref):
    return ref['ref']['text'] if ref['kind'] == 'ref_kind' else ref['text']


class Order:
    """The clauses in the order of the consolidated document."""

    def __init__(self, policy):
        self.p, self.list, self.behind, self.last = policy, [], {}, {}

    def add(self, clause, lines):
        clause.lines = lines
        end = self.last_of(clause.section)
        if clause.file == 0:
            self.list.append(clause)
            self.last[id(clause.section)] = clause
            return
        where = self.said(clause, lines)
        if where is not None:
            anchor = where
            while where in self.behind:
                where = self.behind[where]
            self.behind[anchor] = clause
        else:
            where = end
        if clause.section and (end is None or where is end):  # what stands elsewhere is not the end of its section
            self.last[id(clause.section)] = clause
        self.list.insert(self.list.index(where) + 1 if where in self.list else len(self.list), clause)

    def last_of(self, section):
        return self.last.get(id(section)) if section else None

    def latest(self, ident):
        return next((c for c in sorted(self.list, key=lambda c: -c.made) if c.id == ident), None)

    def said(self, clause, lines):
        taken = None
        for line in lines['item']:
            if line['kind'] == 'placed_after':
                return self.last_of(self.p.sections.get(named(line['ref']))) if line['ref']['kind'] == 'ref_kind' else self.latest(line['ref']['text'])
            for ref in line['refs']['item'] if line['kind'] in ('replaces', 'unchanged_from') and taken is None else []:
                taken = taken or (self.last_of(self.p.sections.get(named(ref))) if ref['kind'] == 'ref_kind' else self.latest(ref['text']))
        return taken if taken and taken.section is clause.section else None


class Amendments:
    def __init__(self, policy):
        self.p = policy

    def carry_out(self, clauses, headings):
        """clauses: in the order of the files; headings: (file, node). What names ids first, then whole sections."""
        for file in sorted({c.file for c in clauses if c.file} | {at for at, _ in headings if at}):
            for whole in (False, 'keeps', True):
                for clause in [c for c in clauses if c.file == file]:
                    self.lines(file, clause, clause.lines, whole)
                for at, node in headings:
                    if at == file:
                        self.lines(file, None, node['lines'], whole)

    def lines(self, file, by, lines, whole):
        for line in amending(lines):
            for ref in line['refs']['item']:
                section = ref['kind'] == 'ref_kind'
                if (('keeps' if line['kind'] == 'keeps' else True) if section else False) != whole:
                    continue
                standing = [c for c in self.p.every if c.file < file and c.ended is None and (c.section is self.p.sections[named(ref)] if section else c.id == ref['text'])]
                for x in standing:
                    if not section or x.spoken != file:
                        self.touch(file, by, line, x)

    def touch(self, file, by, line, x):
        x.spoken = file
        if line['kind'] == 'keeps':
            return
        if line['kind'] in ('replaces', 'unchanged_from') and by and not (line['kind'] == 'replaces' and line['refs']['item'][0]['kind'] == 'ref_kind'):
            x.heirs.append(by)
        first = by.dates[0] if by else self.p.days[file]
        if line.get('cases'):
            x.in_part.append((by, line['cases'], first))
            by.only_for.append(line['cases'])
            return
        if line['kind'] == 'unchanged_from':
            by.adopts.append(x)
        x.ended = file
        low, high = x.dates
        last = NEVER if first is None else first - 1
        x.dates = low, last if high is None else min(high, last)


def shared(policy, clause):
    """The effects and decisions of a clause's own rules and rows."""
    found = set()
    for x in [clause] + clause.adopts:
        for line in x.lines['item']:
            if line['kind'] == 'rule':
                found |= {(effect, name) for effect, name in policy.spoken(line['effect'])}
        for t in policy.deciding_tables:
            found |= {(effect, name) for row, c, name, effect in t.spoken() if c is x}
        found |= shared(policy, x) if x is not clause else set()
    return found


def both(tests, word):
    return tests[0] if len(tests) == 1 else {'kind': word, 'test': tests}


def way(clause, written):
    """From the clause that says something to the one in which it is written, through those that took it over unchanged; none where there is no way."""
    if clause is written:
        return [clause]
    ways = [way(x, written) for x in clause.adopts]
    return next(([clause] + found for found in ways if found), [])


def for_cases(policy, clause, written, n):
    """A rule of a clause that is for some cases only, or is taken over from one that is."""
    only = [c for x in way(clause, written) for c in x.only_for]
    if not only:
        return n
    cases = [c for i, c in enumerate(only) if c not in only[:i]]
    return dict(n, when=both(cases + ([n['when']] if n.get('when') else []), 'and'))


def other_cases(policy, clause, written, effect, name):
    """The cases for which a rule on a decision has been replaced, here or where it is taken over from: nodes."""
    found = []
    for by, cases, first in [part for x in reversed(way(clause, written)) for part in x.in_part]:
        if (effect, name) in shared(policy, by):
            since = first is not None and {'kind': 'test', 'left': {'kind': 'name', 'text': 'as_of'}, 'relation': {'kind': 'relation', 'text': 'on_or_after', 'operand': [{'kind': 'date', 'text': policy.iso(first)}]}}
            found.append(cases if first is None else both([cases, since], 'and'))
    return found


def except_for(policy, clause, written, n, effect, name):
    cases = other_cases(policy, clause, written, effect, name)
    return dict(n, own_except=n.get('except'), **{'except': both(([n['except']] if n.get('except') else []) + cases, 'or')}) if cases else n
