"""Scenarios for allocations.c: pieces of work of the library, from the commands of the golden files, the policies, the standard library, and desks and mills over them. A scenario is a name and steps;
a step is a list of words."""
import glob
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'golden'))
import run as golden  # noqa: E402  (its folder is added above)

WITH_VALUE = {'--facts', '--facts-format', '--delimiter', '--map', '--given', '--ask', '--as-of', '--id', '--why-not', '--letterhead', '--amend', '--format', '--color', '--filter', '--min-clause',
              '--min-condition', '--known', '--by', '--most', '--threads', '--speed', '--output'}


class Command:
    """A command line as its options have it."""

    def __init__(self, folder, arguments):
        self.verb, self.folder, self.operands, self.options, self.several = arguments[0], folder, [], {}, {}
        rest = iter(arguments[1:])
        for word in rest:
            if not word.startswith('--'):
                self.operands.append(word)
                continue
            name, equals, value = word.partition('=')
            value = (value if equals else next(rest)) if name in WITH_VALUE else ''
            self.options[name] = value
            self.several.setdefault(name, []).append(value)

    def path(self, name):
        return os.path.normpath(os.path.join(self.folder, name))

    def files(self, operand):
        path = self.path(operand)
        return sorted(glob.glob(os.path.join(path, '*.pol'))) if os.path.isdir(path) else [path]

    def view(self):
        words = ['form=' + self.options['--format']] if '--format' in self.options else []
        words += [w for w, option in (('trace', '--trace'), ('outcomes', '--outcomes'), ('names', '--names'), ('open', '--open')) if option in self.options]
        words += ['colour'] if self.options.get('--color') == 'always' else []
        words += ['%s=%s' % (w, self.options[option]) for w, option in (('id', '--id'), ('why_not', '--why-not')) if option in self.options]
        return words + (['letterhead=' + self.path(self.options['--letterhead'])] if '--letterhead' in self.options else [])

    def amendments(self):
        for given in self.several.get('--amend', []):
            name, at, date = given.rpartition('@')
            yield ['amend', self.path(name), date] if at else ['amend', self.path(given)]

    def policy(self, operands=None):
        steps = [['rules_only']] if '--facts' in self.options else []
        steps += [['add', path] for operand in (self.operands if operands is None else operands) for path in self.files(operand)]
        return steps + list(self.amendments())

    def ready(self):
        steps = [['as_of', self.options.get('--as-of', '2024-04-01')]] + [['ask', name] for name in self.several.get('--ask', [])]
        return steps + self.maps() + self.given()

    def given(self):
        return [['given', self.path(self.options['--given'])]] if '--given' in self.options else []

    def delimiter(self):
        return {'tab': '\t'}.get(self.options.get('--delimiter', ''), self.options.get('--delimiter', ''))

    def maps(self):
        delimiter = self.delimiter()
        steps = [['delimiter', delimiter]] if delimiter and delimiter != '\t' else []
        return steps + [['map'] + list(m.rpartition('=')[::2]) for m in self.several.get('--map', [])]

    def facts(self):
        path = self.options['--facts']
        return [self.path(path), self.options.get('--facts-format', os.path.splitext(path)[1][1:])]


REPORTS = [['render', 'reports']]


def of_check(c):
    return c.policy() + [['check'], ['render', 'reports'] + c.view()] + ([['render', 'mended', 'file=0']] if 'mistakes' in c.operands[0] else [])


def of_decide(c):
    if '--only-needed' in c.options:
        return c.policy() + [['check']] + c.ready()[1:] + [['render', 'needed', 'brief'] + c.view()]
    return c.policy() + [['check']] + c.ready() + [['decide'] + c.facts() + c.view() + (['strict'] if '--strict' in c.options else [])] + REPORTS


def of_explain(c):
    return c.policy() + [['check']] + c.ready() + [['facts'] + c.facts(), ['render', 'explanation'] + c.view()] + REPORTS


def of_compare(c):
    if '--amend' in c.options:
        steps = c.policy()
    else:
        steps = [['rules_only']] + [[verb, path] for verb, operand in zip(('add', 'after'), c.operands) for path in c.files(operand)]
    steps += [s for s in c.ready() if s[0] in ('as_of', 'ask')] + c.given() + [['compare']] + c.maps()
    facts = c.facts() if '--facts' in c.options else ['-', '-']
    how = ['%s=%s' % (w, c.options[option]) for w, option in (('person', '--id'), ('most', '--most')) if option in c.options]
    how += ['by=' + name for by in c.several.get('--by', []) for name in by.split(',')] + [w for w, option in (('people', '--people'), ('redline', '--redline')) if option in c.options]
    view = [w for w in c.view() if not w.startswith('id=')]
    return steps + [['comparison'] + facts + view + how] + REPORTS


def of_test(c):
    if any(os.path.isdir(c.path(o)) and not glob.glob(os.path.join(c.path(o), '*.pol')) for o in c.operands):
        return None
    how = [w for w, option in (('coverage', '--coverage'), ('mutate', '--mutate')) if option in c.options] + (['crew=2'] if '--mutate' in c.options else [])
    how += ['%s=%s' % (w, c.options[option].rstrip('%')) for w, option in (('filter', '--filter'), ('min_clause', '--min-clause'), ('min_condition', '--min-condition')) if option in c.options]
    how += ['known=' + c.path(c.options['--known'])] if '--known' in c.options else []
    return c.policy() + [['check'], ['render', 'tests'] + c.view() + how] + REPORTS


def of_facts(c):
    return c.policy() + [['check']] + [['ask', name] for name in c.several.get('--ask', [])] + [['render', 'needed'] + c.view()]


def of_read(c):
    files = [o for i, o in enumerate(c.operands) if i == 0 or o.endswith('.pol')]
    return c.policy(files) + [['check']] + [['read', o] for o in c.operands if o not in files] + [['render', 'reading'] + c.view()]


def of_doc(c):
    first = c.operands[0]
    if not os.path.exists(c.path(first)):
        return [['render', 'modules', 'module=' + first] + c.view()]
    return c.policy() + [['check'], ['render', 'doc'] + c.view()]


def of_fmt(c):
    if '--consolidated' in c.options:
        return c.policy() + [['check'], ['as_of', c.options.get('--as-of', '2024-04-01')], ['render', 'consolidated']]
    return [['add', c.path(c.operands[0])], ['render', 'formatted', 'file=0']]


MAKERS = {'check': of_check, 'decide': of_decide, 'explain': of_explain, 'compare': of_compare, 'test': of_test, 'facts': of_facts, 'read': of_read, 'doc': of_doc, 'fmt': of_fmt}


def of_golden_files():
    for name, folder, _, arguments in golden.cases():
        if arguments[0] == 'help' and len(arguments) == 2 and arguments[1].startswith('POL'):
            yield name, [['render', 'code', 'code=' + arguments[1]]]
        if arguments[0] not in MAKERS or '--help' in arguments:
            continue
        steps = MAKERS[arguments[0]](Command(folder, arguments))
        if steps:
            yield name, steps


def of_small_policies():
    """Every way to look at the small policies of the tests of rendering."""
    data = 'tests/render/data/'
    loaded = [['add', data + 'placement.pol'], ['check']]
    for what in ('tree', 'program', 'formatted file=0', 'names of=0', 'names of=1', 'names of=2', 'doc form=html', 'reading form=json', 'tests coverage form=json', 'needed form=json-schema', 'reports form=sarif'):
        yield what + ' of placement', loaded + [['render'] + what.split()]
    for name in ('placement', 'answers', 'sayable', 'values', 'confidential', 'covered', 'ranks', 'faults', 'many', 'pending', 'added', 'mistakes'):
        path = data + name + '.pol'
        yield 'laid out: ' + name, [['add', path], ['render', 'formatted', 'file=0']]
        yield 'tree: ' + name, [['add', path], ['render', 'tree']]
        yield 'mended: ' + name, [['add', path], ['check'], ['render', 'mended', 'file=0']] + REPORTS
    yield 'codes', [['render', 'codes']]
    for module in ('', 'hr.service', 'uk.holiday', 'calendar'):
        for form in ('text', 'html', 'markdown'):
            yield 'module %s as %s' % (module or 'none', form), [['render', 'modules', 'form=' + form] + (['module=' + module] if module else [])]
    yield 'reports as SARIF', [['add', data + 'mistakes.pol'], ['check'], ['render', 'reports', 'form=sarif']]


def of_many_records():
    data, tables, compared = 'tests/render/data/', 'tests/golden/tables/', 'tests/golden/compare/'
    people = [['rules_only'], ['add', data + 'placement.pol'], ['check'], ['as_of', '2024-04-01']]
    table = [['rules_only'], ['add', tables + 'leave.pol'], ['check'], ['as_of', '2024-04-01']]
    for how in ('crew=2', 'crew=3', 'threads=2', 'threads=3', 'speed=engine', 'speed=portable', 'speed=v2', 'strict', 'piece=1', 'piece=7', 'trace'):
        for form in ('text', 'json', 'ndjson', 'csv'):
            yield 'placement, %s, %s' % (form, how), people + [['decide', data + 'people.json', 'json', 'form=' + form, how]] + REPORTS
            if how != 'trace' and form in ('csv', 'ndjson'):
                yield 'leave of a table, %s, %s' % (form, how), table + [['decide', tables + 'good.csv', 'csv', 'form=' + form, how]] + REPORTS
    for form, facts in (('ndjson', 'mapped.ndjson'), ('csv', 'mapped.csv')):
        maps = [['map', heading, fact] for heading, fact in (('Staff', 'id'), ('person.fte', 'weekly_hours'), ('person.shoe', ''))] if form == 'ndjson' else []
        yield 'mapped lines, %s' % form, table + maps + [['decide', tables + facts, form, 'form=json']] + REPORTS
    yield 'told by stencils', people[:-1] + [['as_of', '2024-04-01'], ['ask', 'eligible'], ['decide', data + 'people.json', 'json', 'form=ndjson', 'trace']]
    both = [['rules_only'], ['add', compared + 'terms.pol'], ['amend', compared + 'new.pol'], ['as_of', '2024-04-01'], ['compare']]
    yield 'compared, as sheets', both + [['sheets', compared + 'staff.csv', 'csv', 'by=employee.site']]
    yield 'meaning, as sheets', both + [['sheets', '-', '-']]
    for form in ('text', 'json', 'csv', 'ndjson', 'html'):
        yield 'compared, %s, byte by byte' % form, both + [['comparison', compared + 'staff.csv', 'csv', 'form=' + form, 'piece=3', 'people', 'redline']]


def of_desks():
    data = 'tests/render/data/'
    policies = [('placement', [data + 'placement.pol']), ('answers', [data + 'answers.pol']), ('values', [data + 'values.pol']), ('leave', ['tests/golden/tables/leave.pol']), ('faults', [data + 'faults.pol']),
                ('kinds', ['tests/app/kinds.pol']), ('relocation', ['tests/bench/second/relocation.pol']), ('staff', ['policies/benchmark/staff.pol']), ('confidential', [data + 'confidential.pol']),
                ('pending', [data + 'pending.pol'])]
    for name, files in policies:
        ready = [['rules_only']] + [['add', f] for f in files] + [['check'], ['as_of', '2024-04-01']]
        for speed in ('best', 'engine'):
            made = ready + [['decider', speed]]
            yield 'desk of %s, %s' % (name, speed), made + [['cells', 'seed=1', 'records=3']]
            yield 'mill of %s, %s' % (name, speed), made + [['mill', 'seed=2', 'rows=70']]
        yield 'mill of %s, with texts' % name, ready + [['decider', 'best'], ['mill', 'seed=3', 'rows=40', 'texts']]
    for record in ('employee', 'eligible'):
        yield 'desk of lines, ' + record, [['rules_only'], ['add', data + 'placement.pol'], ['check'], ['as_of', '2024-04-01']] + ([['ask', 'eligible']] if record == 'eligible' else []) + \
            [['decider', 'best'], ['desk', 'tests/evidence/records.ndjson', 'trace']]


def of_receipts():
    data, tables, compared = 'tests/render/data/', 'tests/golden/tables/', 'tests/golden/compare/'
    cases = [('placement', [data + 'placement.pol'], data + 'people.json', 'json', ['eligible']), ('values', [data + 'values.pol'], data + 'values.json', 'json', []),
             ('leave', [tables + 'leave.pol'], tables + 'good.csv', 'csv', []), ('terms', [compared + 'terms.pol'], compared + 'staff.csv', 'csv', ['first_aid']), ('faults', [data + 'faults.pol'], data + 'faults.json', 'json', []),
             ('wrong', [data + 'placement.pol'], data + 'wrong.json', 'json', ['eligible'])]
    for name, files, facts, form, asked in cases:
        written = [['rules_only']] + [['add', f] for f in files] + [['check'], ['as_of', '2024-04-01']] + [['ask', a] for a in asked]
        for how in ('crew=2', 'strict', 'piece=5'):
            yield 'receipt of %s, %s' % (name, how), written + [['receipt', facts, form, how]] + REPORTS
        for view in ('text', 'json'):
            again = [['reread']] + [['add', f] for f in files] + [['check']]
            yield 'receipt of %s, replayed as %s' % (name, view), written + [['receipt', facts, form]] + again + [['replay', 'form=' + view, 'trace']] + REPORTS
    other = [['rules_only'], ['add', compared + 'terms.pol'], ['check'], ['as_of', '2024-04-01'], ['receipt', compared + 'staff.csv', 'csv'], ['reread'], ['add', compared + 'other.pol'], ['check']]
    for view in ('text', 'json'):
        yield 'receipt replayed by another policy, as %s' % view, other + [['replay', 'form=' + view]] + REPORTS
        amended = other[:-2] + [['add', compared + 'terms.pol'], ['amend', compared + 'new.pol', '2024-01-01'], ['check'], ['replay', 'form=' + view]]
        yield 'receipt replayed with an amendment, as %s' % view, amended + REPORTS


def of_policies():
    """The standard library, and the policies that people try first."""
    for path in sorted(glob.glob('stdlib/**/*.pol', recursive=True)) + sorted(glob.glob('policies/try/*.pol')) + ['policies/benchmark/staff.pol', 'tests/bench/second/relocation.pol']:
        yield 'checked: ' + path, [['add', path], ['check']] + REPORTS
        yield 'laid out: ' + path, [['add', path], ['render', 'formatted', 'file=0']]
        yield 'tests: ' + path, [['add', path], ['check'], ['render', 'tests', 'coverage']]
    for path in sorted(glob.glob('tests/stdlib/*/*.pol')):
        yield 'tests: ' + path, [['add', path], ['check'], ['render', 'tests']]
    terms = [['add', f] for f in sorted(glob.glob('policies/alliance/terms/*.pol'))]
    yield 'alliance, checked', terms + [['check']] + REPORTS
    yield 'alliance, amended, drawn together', terms + [['amend', 'policies/alliance/harmonisation.pol'], ['check'], ['as_of', '2030-01-01'], ['render', 'consolidated']]
    yield 'alliance, compared', [['rules_only']] + terms + [['amend', 'policies/alliance/harmonisation.pol'], ['as_of', '2030-01-01'], ['compare'], ['comparison', '-', '-']]
    protocol = [['add', f] for f in sorted(glob.glob('policies/secondment/*.pol'))]
    for name in ('permitted', 'referred', 'refused', 'undetermined'):
        yield 'secondment, %s, why' % name, [['rules_only']] + protocol + [['check'], ['as_of', '2024-04-01'], ['facts', 'policies/secondment/facts/%s.json' % name, 'json'], ['render', 'explanation']]


def scenarios():
    """All of them, as (name, steps)."""
    os.chdir(ROOT)
    seen = set()
    for maker in (of_golden_files, of_small_policies, of_many_records, of_desks, of_receipts, of_policies):
        for name, steps in maker():
            if name in seen:
                raise SystemExit('scenarios: %s is there twice' % name)
            seen.add(name)
            yield name, steps


def write(path, chosen):
    with open(path, 'w', encoding='utf-8') as f:
        for name, steps in chosen:
            f.write('scenario\t%s\n' % name)
            for step in steps:
                f.write('\t'.join(step) + '\n')
