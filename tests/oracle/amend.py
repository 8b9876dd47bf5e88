"""Random amendments of a generated policy: clauses replaced, also for some cases only, withdrawn, unchanged under another id, new ones; tables; whole sections; facts; amendments of amendments;
from a day, or whenever they are applied. Each clause is touched once, or else what stands in its place is."""

DAYS = [None, None, '2024-03-01', '2024-03-31', '2024-04-01', '2025-01-01']


class Amender:
    def __init__(self, g, number, standing, owner):
        """standing: ids that may still be touched; owner: by id, the number of the decision that its rules are on."""
        self.g, self.number, self.standing, self.owner, self.made = g, number, standing, owner, []

    def take(self, n):
        """Some clauses of one decision, so that what takes their place speaks to it too."""
        g = self.g
        if not self.standing:
            return []
        first = g.some(self.standing)
        alike = [i for i in self.standing if self.owner.get(i) == self.owner.get(first)]
        taken = [first] + [i for i in alike if i != first][:n - 1]
        self.standing[:] = [i for i in self.standing if i not in taken]
        return taken

    def clause(self, k):
        g = self.g
        how = g.some(['replaces'] * 4 + ['for'] * 4 + ['unchanged'] * 3 + ['withdraws', 'new', 'new'])
        taken = self.take(g.some([1, 1, 1, 2])) if how != 'new' else []
        if not taken and how != 'new':
            return []
        owner = self.owner.get(taken[0]) if taken else g.r.randrange(len(g.decided))
        owner = g.r.randrange(len(g.decided)) if owner is None or g.maybe(0.1) else owner
        section = taken[0].split('.')[0] if taken and g.maybe(0.8) else g.some('12')
        ident = '%s.%d%d' % (section, self.number + 4, k)
        lines = ['clause %s "New"' % ident]
        if how in ('replaces', 'for'):
            lines.append('  replaces ' + ', '.join(taken) + (' for ' + self.cases() if how == 'for' else ''))
        elif how != 'new':
            lines.append('  %s %s' % ('unchanged from' if how == 'unchanged' else 'withdraws', ', '.join(taken)))
            if how == 'withdraws' and g.maybe(0.4):
                lines.append('    added "the new text is silent"')
        elif g.maybe(0.5):
            headings = ['section ' + s for s in self.sections()]
            lines.append('  placed after ' + g.some(headings if headings and g.maybe(0.3) else g.ids))
        if g.maybe(0.05):
            lines.append('  effective from ' + g.some(['2024-03-10', '2024-04-01']))
        rules = g.some([1, 1, 2]) if how in ('replaces', 'for', 'new') else g.some([0, 0, 0, 1])
        at = g.ids.index(taken[0]) if taken and taken[0] in g.ids else len(g.ids) - 1
        kept, g.lines = g.lines, []
        for _ in range(rules):
            self.rule(at, owner)
        lines, g.lines = lines + g.lines, kept
        self.made.append(ident)
        self.owner[ident] = owner
        return lines

    def cases(self):
        g = self.g
        g.at = 0
        return g.test(g.some([0, 0, 1]))

    def rule(self, at, owner):
        g = self.g
        n = len(g.ids)
        owners = [g.owners[i] for i in range(n)]
        owners[at] = owner
        g.rule(at, n, owners)

    def table(self):
        """Takes the place of one that decides."""
        g = self.g
        tables = [line for line in g.lines if line.startswith('table t_')]
        if not tables or g.maybe(0.6):
            return []
        line = g.some(tables)
        at = g.lines.index(line)
        rows = []
        for row in g.lines[at + 1:]:
            if not row.startswith('  |'):
                break
            rows.append(row)
        g.lines_of_table = None
        rows = rows[:1] + [r.replace('| any |', '| %s |' % g.some(['any', 'any', '']), 1) for r in g.r.sample(rows[1:], g.r.randint(1, len(rows) - 1))]
        return [line, '  replaces table ' + line.split()[1]] + rows

    def sections(self):
        return [s for s in '12' if 'section %s "Section"' % s in self.g.lines]

    def heading(self):
        """What is done to a whole section, or to clauses of it, under its heading."""
        g = self.g
        if not self.sections() or g.maybe(0.65):
            return []
        section = g.some(self.sections())
        lines, inside = ['section %s "Section"' % section], [i for i in self.standing if i.startswith(section + '.') or (i.startswith('9.') and section == self.sections()[-1])]  # those of tables come last
        how = g.some(['keeps', 'keeps', 'keeps section', 'replaces', 'replaces section', 'withdraws', 'withdraws section'])
        if how.endswith('section'):
            lines.append('  %s %s' % (how, section))
            gone = inside if how != 'keeps section' else []
        else:
            gone = g.r.sample(inside, min(len(inside), g.some([1, 2])))
            lines += ['  %s %s' % (how, ', '.join(gone))] if gone else []
        self.standing[:] = [i for i in self.standing if i not in gone]
        self.made = [i for i in self.made if i not in gone]
        return lines if len(lines) > 1 else []

    def brought(self):
        """What an amendment may bring besides clauses."""
        g, n = self.g, self.number
        if g.maybe(0.75):
            return []
        return ['party n%d "one more"' % n, 'value bonus%d is %s' % (n, g.some(['5', '1/4'])), 'define longer%d(a) is a + bonus%d' % (n, n), 'decision more%d "More" is number' % n,
                'clause 3.%d "Brought"' % n, '  more%d is longer%d(f.x)' % (n, n), '  adds 1 to more%d' % n, '    when f.who is n%d or %s' % (n, g.some(['f.b1', 'f.d1 is before 2024-02-29']))]

    def text(self):
        g = self.g
        day = g.some(DAYS)
        said = g.maybe(0.5)
        lines = ['amendment change%d "Change" of generated' % self.number, '  effective ' + ('from ' + day if day and said else 'when applied')]
        if g.maybe(0.2):
            lines += ['facts f', '  new%d is yes or no' % self.number]
        for k in range(g.some([1, 2, 2, 3, 4])):
            lines += self.clause(k)
        lines += self.brought()
        if self.number == 1:
            lines += self.table()
        lines += self.heading()
        return '\n'.join(lines) + '\n', None if said else day


def of(g):
    """Texts of amendments, each with the day that it is given with (None: none)."""
    standing = list(dict.fromkeys(g.ids + (['9.%d' % i for i in range(1, 9)] if any('| 9.' in line for line in g.lines) else [])))
    declared = {line.split()[1] for line in g.lines if line.startswith('clause ')}
    standing = [i for i in standing if i in declared]
    owner = {ident: g.owners[i] for i, ident in enumerate(g.ids)}
    found, days = [], []
    for number in range(1, g.some([2, 2, 3])):
        a = Amender(g, number, standing, owner)
        text, day = a.text()
        found.append((text, day))
        standing += a.made if g.maybe(0.5) else []
    return found
