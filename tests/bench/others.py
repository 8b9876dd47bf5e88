"""Beside the staff benchmark: other policies, memory, growth, and instructions counted."""
import os
import re
import shutil
import subprocess
import sys

from harness import HERE, ROOT, SEED, STAFF, Side, middle, said

RELOCATION = os.path.join(HERE, 'second', 'relocation.pol')
SECONDMENT = os.path.join(ROOT, 'policies', 'secondment')
ALLIANCE = os.path.join(ROOT, 'policies', 'alliance')
# those decisions of the alliance terms that a table can say everything for: the others read lists
FORCE_DECISIONS = ('annual_leave_days annual_leave_hours leave_purchase career_break compassionate_leave esp_leave magistrate_leave reserve_leave sport_duty_time '
                   'training_time_off unpaid_leave accelerated_increment first_aider_allowance honorarium market_supplement pay_protection_percent '
                   'redundancy_pay fire_warden_allowance').split()


def asked(names):
    return [word for name in names for word in ('--ask', name)]


def repeated(path, out, times):
    """A table's rows once more, so often: ids come again."""
    if os.path.exists(out):
        return out
    with open(path, 'rb') as f, open(out + '.half', 'wb') as to:
        heading = f.readline()
        begin = f.tell()
        to.write(heading)
        for _ in range(times):
            f.seek(begin)
            shutil.copyfileobj(f, to, 1 << 20)
    os.rename(out + '.half', out)
    return out


def force(bench, n):
    path = os.path.join(bench.data, 'force.csv')
    if not os.path.exists(path):
        with open(path + '.half', 'wb') as out:
            subprocess.run([sys.executable, os.path.join(ALLIANCE, 'force.py'), '--people', '5000'], stdout=out, check=True)
        os.rename(path + '.half', path)
    return repeated(path, os.path.join(bench.data, 'force-%d.csv' % n), n // 5000)


def head_of(path, n):
    """The first records of a table or of lines."""
    out = re.sub(r'(\.\w+)$', r'-first-%d\1' % n, path)
    if not os.path.exists(out):
        with open(path, 'rb') as f, open(out, 'wb') as to:
            for _ in range(n + path.endswith('.csv')):
                to.write(f.readline())
    return out


def workload(bench, name, policies, facts, n, more=()):
    """One thread, two threads, and the engine alone, which decides record by record."""
    one, two = (Side('pol', bench.decide(policies, facts, *more, threads=t)) for t in (1, 2))
    runs = bench.in_turn(one, two, rounds=3)
    line = [name, '%d' % n, '%.2f s' % middle(runs[0]), '%.3f M/s' % (n / middle(runs[0]) / 1e6), '%.3f M/s' % (n / middle(runs[1]) / 1e6), '%.0f MiB' % max(r.megabytes for r in runs[1])]
    fewer, least = head_of(facts, n // 20), head_of(facts, 1)
    best, engine, start = (middle(r) for r in bench.in_turn(Side('best', bench.decide(policies, fewer, *more)), Side('engine', bench.decide(policies, fewer, *more) + ['--speed', 'engine']),
                                                            Side('start', bench.decide(policies, least, *more)), rounds=3))
    line.append('%.1f' % ((engine - start) / max(best - start, 1e-4)))
    return line


def named(path, ending):
    """A file whose ending tells its form."""
    link = path + ending
    if not os.path.exists(link):
        os.symlink(path, link)
    return link


def relocation_facts(bench, n, form='csv', empty=7):
    path = bench.thrown('relocation', [RELOCATION], n, '--form', form, '--ids', 'text', '--seed', SEED, '--empty', str(empty))
    return named(path, '.' + form)


def single_answers(bench, policy):
    """The decisions whose answer is one cell."""
    page = subprocess.run([bench.pol, 'facts', policy], stdout=subprocess.PIPE, check=True, universal_newlines=True).stdout
    told = re.findall(r'^  (\w+) +(\S.*)$', page[page.index('\nDecisions'):], re.M)
    return [name for name, kind in told if not re.match(r'set of|sequence of|obligations', kind)]


def workloads(bench):
    n = bench.many
    terms, given = [os.path.join(ALLIANCE, 'terms')], ['--given', os.path.join(ALLIANCE, 'calendar.json'), *asked(FORCE_DECISIONS)]
    application = named(bench.thrown('secondment', [SECONDMENT], n, '--empty', '0'), '.csv')
    lines = [
        workload(bench, 'relocation, CSV: 10 decisions of 22 facts, quoted ids, nothing empty', [RELOCATION], relocation_facts(bench, n, 'csv', 0), n),
        workload(bench, 'relocation, CSV, 7 fields in 100 empty', [RELOCATION], relocation_facts(bench, n), n),
        workload(bench, 'relocation, NDJSON, nothing empty', [RELOCATION], relocation_facts(bench, n, 'ndjson', 0), n),
        workload(bench, 'relocation, NDJSON, 7 fields in 100 left out', [RELOCATION], relocation_facts(bench, n, 'ndjson'), n),
        workload(bench, 'secondment, CSV, nothing empty: all 40 decisions', [SECONDMENT], application, n),
        workload(bench, 'secondment: the 31 that are no set, sequence or duties', [SECONDMENT], application, n, asked(single_answers(bench, SECONDMENT))),
        workload(bench, 'alliance terms, CSV of the generated force: 18 decisions', terms, force(bench, n), n, given),
        workload(bench, 'the same with the amendment', terms, force(bench, n), n, ['--amend', os.path.join(ALLIANCE, 'harmonisation.pol'), *given]),
    ]
    heading = ['what', 'records', 'one thread', 'records a second', 'on two threads', 'peak', 'times the engine alone']
    bench.table('Other policies, %s generated records' % format(n, ','), heading, lines,
                'Records of `records.py` (relocation, secondment: every fact thrown by itself; with 7 fields in 100 empty, 62 records in 100 leave a decision open, which the engine then looks into) and of `policies/alliance/force.py`; to the null device.')


def memory(bench):
    lines, sizes = [], [1000, 10000, 100000, 1000000, 10000000]
    table = bench.records(1000000)[0]
    for n in sizes:
        facts = bench.records(n)[0] if n <= 1000000 else repeated(table, os.path.join(bench.data, '%d.csv' % n), n // 1000000)
        runs = [bench.once(Side('pol', bench.decide([STAFF], facts, threads=t))) for t in (1, 2)]
        lines.append(['%d' % n, '%.1f MiB' % runs[0].megabytes, '%.1f MiB' % runs[1].megabytes, '%.2f s' % runs[0].wall])
        if n == sizes[-1]:
            os.remove(facts)
            bench.row('peak memory, 10,000,000 records, two threads, MiB', '%.1f MiB' % runs[1].megabytes, '-', runs[1].megabytes, '16', '4', bench.shown(bench.decide([STAFF], facts, threads=2)), better='less')
    bench.table('Peak memory', ['records', 'one thread', 'two threads', 'time, one thread'], lines)


def clauses(n, per_decision):
    """A policy of n clauses over ten facts, so many for a decision."""
    out = ['policy many "Many clauses"', '', 'facts f', '  a is count, 0 to 1,000', '  b is count, 0 to 1,000', '  c is hours, 0 to 1,000 hours', '  d is date', '  e is yes or no', '  g is yes or no',
           '  kind is one of red, green, blue', '  band is count, 1 to 12', '  h is hours, 0 to 100 hours', '  i is money, £0 to £10,000', '']
    conditions = ['f.a is at least %d', 'f.b is less than %d', 'f.kind is red and f.a is more than %d', 'f.e and f.c is at most %d hours', 'not f.g and f.h is at least %d hours',
                  'f.d is after 2020-01-01 and f.b is at least %d', 'f.band is 3 to 7 and f.a is less than %d', 'f.i is more than £%d and f.g', 'f.kind is not blue and f.c is more than %d hours']
    decisions = -(-n // per_decision)
    out += ['decision d%d "Question %d" is permission, may be silent "-"' % (i, i) for i in range(decisions)]
    for i in range(n):
        verb = 'permits' if i % per_decision % 3 == 0 else 'refuses'
        out += ['', 'clause %d.%d "Clause"' % (i // per_decision + 1, i % per_decision + 1), '  %s d%d when %s' % (verb, i // per_decision, conditions[i % 9] % (7 * i % 100))]
    return '\n'.join(out) + '\n'


def growth(bench, records=200000):
    """Whole runs, reading and writing too: so the time for a clause falls until deciding is most of it, and must not rise again."""
    lines, alone = [], bench.against_library('alone')
    for per_decision, what in ((10, 'ten clauses a decision'), (1000000, 'one decision')):
        for n in (10, 30, 100, 300, 1000):
            policy = bench.path('clauses-%d-%d.pol' % (n, per_decision))
            with open(policy, 'w') as f:
                f.write(clauses(n, per_decision))
            facts = named(bench.thrown('clauses', [policy], records, '--empty', '0'), '.csv')
            runs = bench.in_turn(Side('pol', bench.decide([policy], facts)), rounds=3)[0]
            each = middle(runs) / records * 1e9
            only = said([alone, policy, facts], facts)['decide_ns'] if alone else None
            lines.append([what, '%d' % n, '%.2f s' % middle(runs), '%.0f ns' % each, '%.2f ns' % (each / n)] + (['%.1f ns' % only, '%.3f ns' % (only / n)] if alone else []))
    bench.table('Growth: more clauses over the same ten facts, %d records, one thread' % records,
                ['clauses', 'how many', 'time', 'a record', 'a clause and record'] + (['deciding alone, a record', 'a clause and record'] if alone else []), lines,
                'Whole runs from the policy\'s text on; of ten clauses a decision, the output has a column a decision. Deciding alone: columns in memory to columns.')


GROUPS = (  # by the names of functions: the first that fits. Kernels have names in capitals
    ('decide', r'^[A-Z][A-Z_0-9]+$|machine|pol_run|_run_chunk|answer|settle|pol_row|pol_num_|gcd|weigh|stage'),
    ('read', r'lane|route|block|csv|ndjson|layout|scan|feed|read|stretch|utf8|memchr|^cut|^find$|days_from|field|flow|fact|value_|quantity|given|piece'),
    ('write', r'writ|ledger|put_|text_|print|json|stencil|decisions|told'),
)


def instructions(bench):
    """The difference of two runs, so that starting and loading are not counted. As far as AVX2: the tool knows no further."""
    if not shutil.which('valgrind'):
        print('valgrind is not installed: no instructions are counted')
        return
    few, many = (bench.records(n) for n in (1000, 10000))
    floor = bench.floor('floor_v3', 'floor_csv.c', flags=['-march=x86-64-v3', '-fno-lto', '-fno-pie', '-no-pie', '-static'])
    lines = []
    for name, which, command in (('scalar C, CSV', 0, lambda f: [floor, 'full']), ('pol, CSV', 0, lambda f: bench.decide([STAFF], f)), ('pol, NDJSON', 1, lambda f: bench.decide([STAFF], f)),
                                 ('pol, NDJSON with the trace', 0, lambda f: bench.decide([STAFF], f, '--trace', form='ndjson')),
                                 ('relocation, CSV', 2, lambda f: bench.decide([RELOCATION], f))):
        files = [relocation_facts(bench, n, 'csv', 0) for n in (1000, 10000)] if which == 2 else [few[which], many[which]]
        totals, parts = zip(*[counted(bench, command(f), f) for f in files])
        each = {g: (parts[1].get(g, 0) - parts[0].get(g, 0)) / 9000 for g in ('read', 'decide', 'write', 'other')}
        lines.append([name, '%.0f' % ((totals[1] - totals[0]) / 9000)] + ['%.0f' % each[g] if name != 'scalar C, CSV' else '' for g in ('read', 'decide', 'write', 'other')])
    bench.table('Instructions a record (callgrind, one thread, AVX2)', ['what', 'in all', 'reading', 'deciding', 'writing', 'other'], lines,
                'From 1,000 to 10,000 records; parts by the names of functions, so they are rough.')


def counted(bench, command, facts):
    out = bench.path('callgrind.out')
    with open(facts, 'rb') as f, open(os.devnull, 'wb') as nowhere:
        subprocess.run(['valgrind', '--tool=callgrind', '--callgrind-out-file=' + out, *command], stdin=f, stdout=nowhere, stderr=nowhere, check=True)
    told = subprocess.run(['callgrind_annotate', '--threshold=100', out], stdout=subprocess.PIPE, check=True, universal_newlines=True).stdout
    total, parts = 0, {}
    for line in told.split('\n'):
        m = re.match(r'\s*([\d,]+) \(\s*[\d.]+%\)\s+(.*)', line)
        if not m:
            continue
        count = int(m.group(1).replace(',', ''))
        if 'PROGRAM TOTALS' in m.group(2):
            total = count
            continue
        name = re.sub(r'^\S*?:', '', m.group(2)).split(' ')[0]
        group = next((g for g, pattern in GROUPS if re.search(pattern, name)), 'other') # memory and what is the system's, too
        parts[group] = parts.get(group, 0) + count
    return total, parts

