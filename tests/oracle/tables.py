"""Tables: rows that are rules of the clauses they name, and tables that are functions."""
from amendments import NEVER
from expressions import Scope
from nodes import BOOL, Constant, Holds, Junction, Pick
from values import SPANS, span


def named(cell, word):
    return bool(cell['item']) and cell['item'][0]['kind'] == 'name' and cell['item'][0]['text'] == word


class Row:
    def __init__(self, node, columns):
        self.node, self.line, self.cited = node, node['line'], {}
        self.cells = dict(zip(columns, node['cell']))
        self.clause = self.cells['clause']['item'][0]['text']
        self.despite = [i['text'] for i in self.cells['despite']['item']] if 'despite' in self.cells else []


class Table:
    def __init__(self, policy, node):
        self.p, self.x, self.node, self.name = policy, policy.x, node, node['text']
        self.columns = [c['text'] for c in node['rows']['head']['column']]
        self.params = [p['text'] for p in (node.get('params') or {'item': []})['item']]
        self.rows = [Row(r, self.columns) for r in node['rows']['row']]
        self.until, self.file = None, 0  # replaced: its last day, or NEVER

    # ---- cells
    def test(self, subject, cell, scope=None, below=None):
        """What a cell asks of its column; None when it asks nothing. `below`: where the next higher row begins."""
        items, how = cell['item'], cell.get('text')
        if not items or named(cell, 'any'):
            return None
        if how == 'from':
            low = self.x.compared(subject, 'at_least', self.x.amount(items[0], scope, subject.type))
            top = items[1] if len(items) > 1 else below
            return Junction(False, [low, self.x.compared(subject, 'less_than', self.x.amount(top, scope, subject.type))]) if top else low
        tests = [self.x.relation(subject, i, scope) for i in items]
        e = tests[0] if len(tests) == 1 else Junction(True, tests)
        return self.x.opposite(e) if how == 'not' else e

    def subject(self, column, scope=None):
        return self.x.amount({'kind': 'name', 'text': column}, scope)

    def testing(self):
        """Columns that test something: all but the clause, the precedence and what is decided."""
        return [c for c in self.columns if c not in ('clause', 'despite') and c != self.name and not (not self.params and c in self.p.decisions and c != self.by_column())]

    # ---- tables that decide
    def by_column(self):
        """The column headed like what the table is `by`; where that is no name, the one that nothing else explains."""
        by = self.node.get('by')
        if not by or self.params:
            return None
        if by['kind'] == 'name' and by['text'] in self.columns:
            return by['text']
        return next(c for c in self.columns if c not in ('clause', 'despite') and not any(c in names for names in (self.p.decisions, self.p.facts, self.p.defines)))

    def below(self, row, clause):
        """Where the next higher band begins, among the rows that otherwise read the same and can hold at the same time."""
        column = self.by_column()
        cell = row.cells.get(column) if column else None
        if not cell or cell.get('text') != 'from' or len(cell['item']) > 1:
            return None
        higher = [r for r in self.rows if r.cells[column].get('text') == 'from' and self.ladder(r) == self.ladder(row) and self.low(r) > self.low(row)
                  and any(meet(clause.dates, other.dates) for x in self.p.clauses[r.clause] for other in x.bearers())]
        return min(higher, key=self.low).cells[column]['item'][0] if higher else None

    def low(self, row):
        e = self.x.amount(row.cells[self.by_column()]['item'][0], None, self.x.amount(self.node['by']).type)
        if e.type[0] == 'num' and span(e.type[1]):
            return e.v * SPANS[span(e.type[1])][1]
        return self.x.place(e.type)(e.v)

    def ladder(self, row):
        return repr([plain(row.cells[c]) for c in self.testing() if c != self.by_column()])

    def rules(self):
        """(row, clause, decision, cell, condition, the clause that it names) of each cell that decides; a row belongs to every version of its clause, and to what goes on from it."""
        if self.until == NEVER:
            return
        for row, written, clause in [(row, x, b) for row in self.rows for x in self.p.clauses[row.clause] for b in x.bearers()]:
            row.node['file'] = self.file
            since = self.p.days.get(self.file) if self.file else None  # an amendment's rows are not older than it
            tests = [] if self.until is None and since is None else [self.p.within([(since, self.until)])]
            for c in self.testing():
                by = c == self.by_column()
                tests.append(self.test(self.x.amount(self.node['by']) if by else self.subject(c), row.cells[c], None, self.below(row, clause) if by else None))
            tests = [t for t in tests if t]
            for c in self.columns:
                if c in self.p.decisions and c != self.by_column() and row.cells[c]['item']:
                    yield row, clause, c, row.cells[c], Junction(False, tests) if tests else None, written

    def spoken(self):
        """(row, clause, decision, effect) of each cell that decides."""
        for row in self.rows if self.until != NEVER else []:
            for clause in self.p.clauses[row.clause]:
                for c in [c for c in self.columns if c in self.p.decisions and c != self.by_column() and row.cells[c]['item']]:
                    d, first = self.p.decisions[c], row.cells[c]['item'][0].get('text')
                    effect = {'permitted': 'permits', 'refused': 'refuses'}.get(first, 'refers') if d.is_permission else 'includes' if d.is_members else 'is'
                    yield row, clause, c, effect

    # ---- tables that are functions
    def call(self, arguments):
        """The value of the rows that match and have none above them."""
        scope, by_name = None, dict(zip(self.params, arguments))
        for name, e in by_name.items():
            scope = Scope(name, e, scope)
        borne = self.borne()
        matches = [self.matches(row, versions, by_name, scope) for row, versions in borne]
        values, above = [self.x.amount(row.cells[self.name]['item'][0], scope) for row, _ in borne], self.above(borne)
        values = self.x.common(values, None)
        pairs = []
        for i, v in enumerate(values):
            higher = [matches[j] for j in above[i]]
            pairs.append((Junction(False, [matches[i], self.x.opposite(Junction(True, higher))]) if higher else matches[i], v))
        return Pick(values[0].type, pairs, rows=[self.p.row_rule(row, versions[0]) for row, versions in borne])

    def borne(self):
        """Each row once for each id under which it stands, with the clauses that have that id."""
        found = []
        for row in self.rows:
            bearers = [b for x in self.p.clauses[row.clause] for b in x.bearers()]
            for ident in dict.fromkeys(b.id for b in bearers):
                found.append((row, [b for b in bearers if b.id == ident]))
        return found

    def matches(self, row, versions, by_name, scope):
        tests = [self.test(by_name[c] if c in by_name else self.subject(c, scope), row.cells[c], scope) for c in self.testing()]
        if all(c.dates[1] == NEVER for c in versions):
            return Constant(BOOL, False)
        tests = [t for t in tests if t] + self.p.dated(versions)
        return Holds(BOOL, [Junction(False, tests)]) if tests else Constant(BOOL, True)

    def above(self, borne):
        """For each row the rows above it, one above the other included."""
        n = range(len(borne))

        def over_it(i, j):
            upper, lower = borne[i][0], borne[j][0]
            named = [c for ident in upper.despite if ident != 'others' for x in self.p.clauses[ident] for c in [x] + x.successors()]
            return upper is not lower and ('others' in upper.despite or any(b in named for b in borne[j][1]))
        over = {(i, j) for i in n for j in n if i != j and over_it(i, j)}
        for k in n:
            over |= {(i, j) for i in n for j in n if (i, k) in over and (k, j) in over}
        return [[i for i in n if (i, j) in over] for j in n]

    def borders(self):
        """Times of day at which a row begins or ends."""
        found = {1440}
        for row in self.rows:
            for cell in row.cells.values():
                for item in cell['item']:
                    for o in item.get('operand', [item]):
                        if o.get('kind') == 'time':
                            found.add(self.x.amount(o).v)
        return sorted(found)


def meet(a, b):
    """Whether two spans of time have a day in common."""
    if NEVER in (a[1], b[1]):
        return False
    return (a[0] is None or b[1] is None or a[0] <= b[1]) and (b[0] is None or a[1] is None or b[0] <= a[1])


def plain(cell):
    """A cell without its place."""
    return [cell.get('text')] + [strip(i) for i in cell['item']]


def strip(n):
    if isinstance(n, dict):
        return {k: strip(v) for k, v in n.items() if k not in ('line', 'column')}
    return [strip(x) for x in n] if isinstance(n, list) else n

