#!/usr/bin/env python3
"""Receipts: what `pol decide --receipt` writes fits its schema, is the same for the same question, whole or not there, and for its owner's eyes; what `pol replay` says of each way in which today may differ from
then (golden: tests/cli/receipts/*.txt and *.json; POL_GOLDEN=write rewrites them); the policies of the project with generated records; many records in memory that does not grow.
usage: receipts.py POL [RECORDS]  (how many records are many: 10,000)"""
import hashlib
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GOLDEN = os.path.join(ROOT, 'tests', 'cli', 'receipts')
SCHEMAS = os.path.join(ROOT, 'src', 'render', 'schema')
sys.path.insert(0, os.path.join(ROOT, 'tests', 'render'))
import validate  # noqa: E402  (its folder is added above)

TERMS = '''policy terms "Terms"

options grade is clerk "a clerk", officer "an officer", manager "a manager"

party director "the Director"

facts person
  grade "is" is grade
  years "has served" is count, at least 0
  hours "works each week" is hours

decision leave "Annual leave" is days
decision bonus "Bonus" is permission
decision travel "Travel abroad" is permission

section 1 "Leave"

clause 1.1 "Basic"
  leave is 24 days

clause 1.2 "Long service"
  adds 3 days to leave when person.years is at least 10
    reason "ten years of service"

section 2 "Bonus"

clause 2.1 "Everybody"
  permits bonus

clause 2.2 "Not part time"
  refuses bonus when person.hours is less than 30 hours
    reason "{person.hours} is part time"

clause 2.3 "Ten years"
  permits bonus, despite 2.2 when person.years is at least 10

clause 2.4 "Travel"
  permits travel when person.grade is manager
  refers travel to director when person.grade is officer
  refuses travel when person.grade is clerk
'''
AMENDMENT = 'amendment more "More leave" of terms\n  effective when applied\n\nclause 1.1n "Better"\n  replaces 1.1\n  leave is 25 days\n'
SECOND = 'amendment yet_more "Yet more leave" of terms\n  effective when applied\n\nclause 1.1m "Better still"\n  replaces 1.1n\n  leave is 26 days\n'
STAFF = 'id,grade,years,hours\nS1,clerk,3,37\nS2,officer,12,20\nS3,manager,9,20\nS4,boss,9,20\nS5,clerk,,18.5\n'
DECIDE = ['decide', 'terms.pol', '--facts', 'staff.csv', '--as-of', '2024-04-01', '--receipt', 'r.ndjson']
POL = ''
faults = 0
trials = 0


def expect(holds, text):
    global faults, trials
    trials += 1
    if not holds:
        faults += 1
        print('FAIL  ' + text)


def run(args, cwd, given=b'', timeout=300):
    p = subprocess.run([POL] + args, cwd=cwd, input=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout, env={k: v for k, v in os.environ.items() if k not in ('NO_COLOR', 'CLICOLOR_FORCE')})
    return p.returncode, p.stdout.decode(), p.stderr.decode(errors='replace')


def write(path, text):
    with open(path, 'w', encoding='utf-8', newline='') as f:
        f.write(text)


def read(path):
    with open(path, encoding='utf-8', newline='') as f:
        return f.read()


def seal(text):
    """The receipt with digests that fit what is in it, as who forges one would make them."""
    lines = text.split('\n')[:-1]
    facts = b''.join((bytes.fromhex(v['hex']) if isinstance(v, dict) else v.encode()) for v in (json.loads(line)['facts'] for line in lines if line.startswith('{"facts":')))
    answers = ''.join(line + '\n' for line in lines if line.startswith('{"id":')).encode()
    records = sum(line.startswith('{"id":') for line in lines)
    body = '\n'.join(lines[:-1]) + '\n{"records":%d,"facts":"sha256:%s","answers":"sha256:%s"' % (records, hashlib.sha256(facts).hexdigest(), hashlib.sha256(answers).hexdigest())
    return body + ',"receipt":"sha256:%s"}\n' % hashlib.sha256(body.encode()).hexdigest()


def change(path, old, new, times=1):
    text = read(path)
    expect(old in text, '%s has no %r to change' % (path, old))
    write(path, text.replace(old, new, times))


# -- each way in which today may differ: name, exit status, what is done between deciding and replaying, arguments of replay after the receipt

def nothing(folder):
    pass


def edit(old, new, name='terms.pol', times=1):
    return lambda folder: change(os.path.join(folder, name), old, new, times)


def forged(old, new, sealed=True):
    def do(folder):
        path = os.path.join(folder, 'r.ndjson')
        change(path, old, new)
        if sealed:
            write(path, seal(read(path)))
    return do


def elsewhere(folder):
    os.mkdir(os.path.join(folder, 'copy'))
    shutil.move(os.path.join(folder, 'terms.pol'), os.path.join(folder, 'copy', 'terms.pol'))


def in_two(folder):
    text = read(os.path.join(folder, 'terms.pol'))
    at = text.index('section 2')
    write(os.path.join(folder, 'terms.pol'), text[:at])
    write(os.path.join(folder, 'bonus.pol'), text[at:])


def fmt(folder):
    expect(run(['fmt', 'terms.pol'], folder)[0] == 0, 'pol fmt')


def ill_laid(folder):
    change(os.path.join(folder, 'terms.pol'), '  adds 3 days to leave when', '     adds 3 days\n       to leave   when')


CASES = [
    ('same', 0, nothing, ['terms.pol']),
    ('same-elsewhere', 0, elsewhere, ['copy/terms.pol']),
    ('same-json', 0, nothing, ['terms.pol', '--format', 'json']),
    ('comment', 1, edit('clause 2.2', '# who works part time\nclause 2.2'), ['terms.pol']),
    ('layout', 1, ill_laid, ['terms.pol']),
    ('brackets', 1, edit('person.years is at least 10\n    reason', '(person.years is at least 10)\n    reason'), ['terms.pol']),
    ('title', 1, edit('"Not part time"', '"Whole time only"'), ['terms.pol']),
    ('label', 1, edit('"a clerk"', '"a junior clerk"'), ['terms.pol']),
    ('question', 1, edit('"Annual leave"', '"Leave in a year"'), ['terms.pol']),
    ('threshold', 1, edit('less than 30 hours', 'less than 20 hours'), ['terms.pol']),
    ('threshold-json', 1, edit('less than 30 hours', 'less than 20 hours'), ['terms.pol', '--format', 'json']),
    ('threshold-trace-json', 1, edit('less than 30 hours', 'less than 20 hours'), ['terms.pol', '--format', 'json', '--trace']),
    ('unnoticed', 1, edit('less than 30 hours', 'less than 31 hours'), ['terms.pol']),
    ('grounds', 1, edit('permits bonus, despite 2.2 when', 'permits bonus when'), ['terms.pol']),
    ('presumed', 1, edit('is count, at least 0', 'is count, at least 0, presumed 0'), ['terms.pol']),
    ('dropped', 1, edit('clause 2.3 "Ten years"\n  permits bonus, despite 2.2 when person.years is at least 10\n', ''), ['terms.pol']),
    ('inserted', 1, edit('clause 2.4', 'clause 2.3b "Managers"\n  refuses bonus when person.grade is manager\n\nclause 2.4'), ['terms.pol']),
    ('moved', 1, in_two, ['terms.pol', 'bonus.pol']),
    ('decision-gone', 1, lambda folder: (change(os.path.join(folder, 'terms.pol'), 'decision travel "Travel abroad" is permission\n', ''),
                                         write(os.path.join(folder, 'terms.pol'), read(os.path.join(folder, 'terms.pol')).split('clause 2.4')[0])), ['terms.pol']),
    ('decision-new', 1, lambda folder: write(os.path.join(folder, 'terms.pol'), read(os.path.join(folder, 'terms.pol')).replace('decision travel', 'decision pay "Pay" is money\ndecision travel') + '  pay is £1\n'), ['terms.pol']),
    ('option-gone', 1, edit('clerk "a clerk", officer "an officer", manager "a manager"', 'clerk "a clerk", officer "an officer", manager "a manager", boss "a boss"'), ['terms.pol']),
    ('unfit', 1, edit('count, at least 0', 'count, at least 10'), ['terms.pol']),
    ('unread', 1, lambda folder: (change(os.path.join(folder, 'terms.pol'), '  years "', '  service "'), change(os.path.join(folder, 'terms.pol'), 'person.years', 'person.service', 9)), ['terms.pol']),
    ('unread-json', 1, lambda folder: (change(os.path.join(folder, 'terms.pol'), '  years "', '  service "'), change(os.path.join(folder, 'terms.pol'), 'person.years', 'person.service', 9)), ['terms.pol', '--format', 'json']),
    ('engine', 1, forged('"engine":"0.1.0"', '"engine":"0.0.9"'), ['terms.pol']),
    ('engine-answers', 1, lambda folder: (forged('"engine":"0.1.0"', '"engine":"0.0.9"')(folder), forged('"outcome":"permitted"', '"outcome":"refused"')(folder)), ['terms.pol']),
    ('mistakes', 2, edit('permits bonus\n', 'permits bonos\n'), ['terms.pol']),
    ('altered-head', 1, forged('"engine":"0.1.0"', '"engine":"0.1.9"', sealed=False), ['terms.pol']),
    ('altered-facts', 1, forged('S1,clerk', 'S1,officer', sealed=False), ['terms.pol']),
    ('altered-answers', 1, forged('"outcome":"permitted"', '"outcome":"refused"', sealed=False), ['terms.pol']),
    ('altered-end', 1, forged('{"records":5', '{"records":6', sealed=False), ['terms.pol']),
    ('altered-spaces', 1, forged('{"records":5,', '{"records":5, ', sealed=False), ['terms.pol']),
    ('altered-more', 1, lambda folder: write(os.path.join(folder, 'r.ndjson'), read(os.path.join(folder, 'r.ndjson')) + 'and so on\n'), ['terms.pol']),
    ('altered-json', 1, forged('S1,clerk', 'S1,officer', sealed=False), ['terms.pol', '--format', 'json']),
    ('answer-lost', 1, lambda folder: forged('\n' + [line for line in read(os.path.join(folder, 'r.ndjson')).split('\n') if line.startswith('{"id":"S2"')][0], '')(folder), ['terms.pol']),
    ('answer-broken', 1, forged('{"id":"S2","decisions":[', '{"id":"S2","decisions":{'), ['terms.pol']),
    ('absent', 2, lambda folder: (edit('permits bonus\n', 'permits bonos\n')(folder), edit('terms.pol","role"', 'all-terms.pol","role"', 'r.ndjson')(folder)), ['terms.pol']),
    ('cut', 2, lambda folder: write(os.path.join(folder, 'r.ndjson'), read(os.path.join(folder, 'r.ndjson'))[:-200]), ['terms.pol']),
    ('cut-line', 2, lambda folder: write(os.path.join(folder, 'r.ndjson'), read(os.path.join(folder, 'r.ndjson')).split('{"records"')[0]), ['terms.pol']),
    ('empty', 2, lambda folder: write(os.path.join(folder, 'r.ndjson'), ''), ['terms.pol']),
    ('other-file', 2, lambda folder: write(os.path.join(folder, 'r.ndjson'), STAFF), ['terms.pol']),
    ('later', 2, forged('pol.receipt/1', 'pol.receipt/2'), ['terms.pol']),
    ('long-line', 2, lambda folder: write(os.path.join(folder, 'r.ndjson'), '{"schema":"' + 'x' * (64 * 1024 * 1024)), ['terms.pol']),
    ('long-facts', 2, forged('"facts":"id', '"facts":"' + 'x' * (128 * 1024) + 'id'), ['terms.pol']),
    ('deep', 2, forged('"trace":true', '"trace":' + '[' * 200000), ['terms.pol']),
    ('no-policy', 2, nothing, []),
    ('no-file', 2, lambda folder: os.remove(os.path.join(folder, 'r.ndjson')), ['terms.pol']),
]
AMENDED = [
    ('amended-same', 0, nothing, ['terms.pol', '--amend', 'more.pol']),
    ('amended-dated', 0, nothing, ['terms.pol', '--amend', 'more.pol@2024-01-01']),
    ('amended-later', 1, nothing, ['terms.pol', '--amend', 'more.pol@2024-05-01']),
    ('amended-not', 1, nothing, ['terms.pol']),
    ('amended-twice', 1, lambda folder: write(os.path.join(folder, 'second.pol'), SECOND), ['terms.pol', '--amend', 'more.pol', '--amend', 'second.pol@2024-02-01']),
    ('amended-otherwise', 1, edit('25 days', '20 days', 'more.pol'), ['terms.pol', '--amend', 'more.pol']),
]


def forbidden():
    with open(os.path.join(ROOT, 'tests', 'golden', 'words.txt'), encoding='utf-8') as f:
        words = [line.strip() for line in f if line.strip() and not line.startswith('#')]
    return re.compile(r'(?<![\w.-])(%s)(?![\w-])' % '|'.join(map(re.escape, words)), re.IGNORECASE)


def held(name, text):
    """Beside the golden file."""
    path = os.path.join(GOLDEN, name)
    if os.environ.get('POL_GOLDEN') == 'write':
        write(path, text)
        return
    golden = read(path) if os.path.exists(path) else ''
    expect(golden == text, '%s:\n%s\n--- it was\n%s' % (name, text, golden))


def judge(case, decide, words):
    name, wanted, between, arguments = case
    with tempfile.TemporaryDirectory() as folder:
        for file, text in (('terms.pol', TERMS), ('more.pol', AMENDMENT), ('staff.csv', STAFF)):
            write(os.path.join(folder, file), text)
        status, _, errors = run(decide, folder)
        expect(status == 1 and 'POL0804' in errors, '%s: decide gave %d, %s' % (name, status, errors))
        between(folder)
        status, text, errors = run(['replay', 'r.ndjson'] + arguments, folder)
    expect(status == wanted, '%s: exit status %d, expected %d' % (name, status, wanted))
    form = '.json' if '--format' in arguments else '.txt'
    if form == '.json':
        for fault in validate.faults(os.path.join(SCHEMAS, 'replay.schema.json'), json.loads(text or 'null')):
            expect(False, '%s: %s' % (name, fault))
    else:
        text += '--- standard error\n' + errors if errors else ''
        for line in text.splitlines():
            expect(len(line) <= 80 or line.startswith('pol: '), '%s: %d columns: %s' % (name, len(line), line))
            found = None if re.match(r' *\d+ \| ', line) else words.search(line)
            expect(found is None, '%s: a word that is never shown: %s' % (name, line))
    held(name + form, re.sub('sha256:[0-9a-f]{64}', 'sha256:…', text))


def verdicts():
    words = forbidden()
    names = set()
    for case in CASES:
        judge(case, DECIDE, words)
        names.add(case[0])
    for case in AMENDED:
        judge(case, DECIDE + ['--amend', 'more.pol@2024-01-01'], words)
        names.add(case[0])
    for file in os.listdir(GOLDEN):
        expect(os.path.splitext(file)[0] in names, '%s: no case makes this file' % file)


# -- the receipt itself

def lines_fit(path):
    schema = os.path.join(SCHEMAS, 'receipt.schema.json')
    for i, line in enumerate(read(path).splitlines()):
        for fault in validate.faults(schema, json.loads(line)):
            expect(False, '%s, line %d: %s' % (path, i + 1, fault))


def receipts():
    """The same bytes every time, whatever the threads, the form of the result and the day; facts that are kept to the byte; nothing where there is no result."""
    with tempfile.TemporaryDirectory() as folder:
        def at(name):
            return os.path.join(folder, name)
        write(at('terms.pol'), TERMS)
        write(at('staff.csv'), STAFF)
        one = None
        for i, more in enumerate(([], ['--threads', '1'], ['--format', 'csv'], ['--format', 'json', '--trace'], ['--format', 'ndjson', '--speed', 'engine'], ['--output', 'out.txt'])):
            name = 'r%d.ndjson' % i
            plain = run(['decide', 'terms.pol', '--facts', 'staff.csv', '--as-of', '2024-04-01'] + more, folder)
            status, text, errors = run(['decide', 'terms.pol', '--facts', 'staff.csv', '--as-of', '2024-04-01', '--receipt', name] + more, folder)
            expect((status, text, errors) == plain, 'a receipt changes what is said: %s' % errors)
            one = one or read(at(name))
            expect(read(at(name)) == one, 'another receipt with %s' % more)
            expect(stat.S_IMODE(os.stat(at(name)).st_mode) == 0o600, 'somebody else may read %s' % name)
        lines_fit(at('r0.ndjson'))
        expect(seal(one) == one, 'the digests of a receipt are not those that its schema says')
        expect(sorted(os.listdir(folder)) == sorted(['terms.pol', 'staff.csv', 'out.txt'] + ['r%d.ndjson' % i for i in range(6)]), 'something is left: %s' % os.listdir(folder))
        facts = [('x.json', '[{"id": "a", "person.hours": "20 hours"},\n {"id": 7}]\n'), ('x.ndjson', '{"id":"a"}\n\n{"id":"\\u00e9"}'), ('x.csv', '\ufeffid;years\r\n"a\nb";3\r\n' + '"' + 'é' * 20000 + '";1\r\n')]
        for name, text in facts:
            write(at(name), text)
            semicolon = ['--delimiter', ';'] if name == 'x.csv' else []
            status, _, errors = run(['decide', 'terms.pol', '--facts', name, '--as-of', '2024-04-01', '--receipt', name + '.r'] + semicolon, folder)
            expect(status == 0, '%s: %s' % (name, errors))
            lines_fit(at(name + '.r'))
            kept = ''.join(json.loads(line)['facts'] for line in read(at(name + '.r')).splitlines() if line.startswith('{"facts"'))
            expect(kept == text, '%s is not kept to the byte' % name)
            expect(run(['replay', name + '.r', 'terms.pol'], folder)[0] == 0, '%s is not the same again' % name)
        with open(at('odd.csv'), 'wb') as f:
            f.write(b'id,years\nS1,3\nS\xff\xfe2,4\n')
        status, _, errors = run(['decide', 'terms.pol', '--facts', 'odd.csv', '--as-of', '2024-04-01', '--receipt', 'odd.r'], folder)
        expect(status == 1 and '"hex":"53fffe322c340a"' in read(at('odd.r')), 'bytes that are no text: %d %s' % (status, errors))
        lines_fit(at('odd.r'))
        expect(run(['replay', 'odd.r', 'terms.pol'], folder)[0] == 0, 'bytes that are no text are not the same again')
        mapped(folder)
        refusals(folder)


def mapped(folder):
    """What the headings stand for, what is given for everybody, which decisions: all of it is in the receipt, and is asked again."""
    write(os.path.join(folder, 'given.json'), '{"person.hours": "20 hours"}\n')
    write(os.path.join(folder, 'm.csv'), 'No|Rank|Name\n1|clerk|Ng\n2|officer|Li\n')
    more = ['--map', 'No=id', '--map', 'Rank=person.grade', '--map', 'Name=', '--delimiter', '|', '--given', 'given.json', '--ask', 'bonus', '--ask', 'travel']
    status, _, errors = run(['decide', 'terms.pol', '--facts', 'm.csv', '--as-of', '2024-04-01', '--receipt', 'm.r'] + more, folder)
    expect(status == 0, 'mapped: %s' % errors)
    lines_fit(os.path.join(folder, 'm.r'))
    status, text, errors = run(['replay', 'm.r', 'terms.pol'], folder)
    expect(status == 0 and text.startswith('NOTHING DIFFERS\n'), 'mapped: %s %s' % (text, errors))
    status, text, errors = run(['replay', '-', 'terms.pol'], folder, given=read(os.path.join(folder, 'm.r')).encode())
    expect(status == 0 and text.startswith('NOTHING DIFFERS\n'), 'a receipt from standard input: %s %s' % (text, errors))
    write(os.path.join(folder, 'other.pol'), TERMS.replace('  grade "is"', '  rank "is"').replace('person.grade', 'person.rank'))
    status, text, errors = run(['replay', 'm.r', 'other.pol'], folder)
    expect(status == 1 and 'THE FACTS DO NOT FIT' in text and 'POL1013' in errors, 'a heading for a fact that is gone: %s %s' % (text, errors))
    write(os.path.join(folder, 'other.pol'), TERMS.split('clause 2.4')[0].replace('decision travel "Travel abroad" is permission\n', ''))
    status, text, errors = run(['replay', 'm.r', 'other.pol'], folder)
    expect(status == 1 and 'no such decision' in text and 'travel' in text, 'a decision that is gone: %s %s' % (text, errors))
    write(os.path.join(folder, 'other.pol'), 'policy terms "Terms"\nfacts person\n  grade is text\n  hours is hours\ndecision x is permission\nclause 1\n  permits x when person.grade is "x" and person.hours is 1 hour\n')
    status, text, errors = run(['replay', 'm.r', 'other.pol'], folder)
    expect(status == 1 and 'the decisions that were asked are no longer there' in text, 'all decisions are gone: %s %s' % (text, errors))


REFUSALS = [
    (['--receipt', '-'], 'pol: --receipt is a file of its own; standard output is none\n'),
    (['--receipt', 'terms.pol'], 'pol: terms.pol is there already, and nothing is written over it\n'),
    (['--receipt', 'n.r', '--output', 'n.r'], 'pol: --receipt and --output are two files, and n.r is one\n'),
    (['--receipt', 'n.r', '--id', 'S1'], 'pol: --receipt has all the facts of its file: to have those of one record alone, give a file with nothing else\n'),
    (['--receipt', 'n.r', '--only-needed'], 'pol: --only-needed decides nothing, so that there is no receipt of it\n'),
    (['--receipt', 'nowhere/n.r'], 'pol: nowhere/n.r cannot be written: No such file or directory\n'),
]


def refusals(folder):
    for more, message in REFUSALS:
        status, text, errors = run(['decide', 'terms.pol', '--facts', 'staff.csv', '--as-of', '2024-04-01'] + more, folder)
        expect((status, text, errors) == (2, '', message), '%s: %d %s %s' % (more, status, text, errors))
    status, text, errors = run(['decide', 'terms.pol', '--facts', 'staff.csv', '--as-of', '2024-04-01', '--strict', '--receipt', 'n.r', '--output', 'n.csv', '--format', 'csv'], folder)
    expect(status == 1 and text == '' and 'stopped at record 4' in errors and 'n.r is not written' in errors, 'strict: %d %s %s' % (status, text, errors))
    write(os.path.join(folder, 'wrong.csv'), 'id,grade\nS1,boss\n')
    status, text, errors = run(['decide', 'terms.pol', '--facts', 'wrong.csv', '--as-of', '2024-04-01', '--receipt', 'n.r'], folder)
    expect(status == 2 and text == '' and 'POL0804' in errors, 'nothing to decide: %d %s %s' % (status, text, errors))
    expect(not os.path.exists(os.path.join(folder, 'n.r')) and not os.path.exists(os.path.join(folder, 'n.csv')), 'a receipt of nothing is there')
    expect(not [name for name in os.listdir(folder) if re.search(r'\.r\.', name)], 'an unfinished receipt is left')
    status, _, errors = run(['decide', 'terms.pol', '--facts', 'staff.csv', '--as-of', '2024-04-01', '--receipt', '/dev/full'], folder)
    expect(status == 2 and 'is there already' in errors, '/dev/full: %d %s' % (status, errors))


# -- the policies of the project

POLICIES = [(['policies/secondment'], []), (['policies/alliance/terms'], []), (['policies/alliance/terms'], ['--amend', 'policies/alliance/harmonisation.pol']), (['policies/benchmark'], [])]


def generated(policy, n, form='ndjson'):
    p = subprocess.run([sys.executable, os.path.join(ROOT, 'tests', 'bench', 'records.py'), POL] + policy + ['--records', str(n), '--form', form], cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return p.stdout


def first_line(text):
    return text.split('\n', 1)[0]


def policies():
    """Generated records: nothing differs; then a change of every kind, and what is said of it."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(os.path.join(ROOT, 'policies'), os.path.join(folder, 'policies'))
        for i, (policy, more) in enumerate(POLICIES):
            with open(os.path.join(folder, 'facts.ndjson'), 'wb') as f:
                f.write(generated(policy, 6))
            name = 'r%d.ndjson' % i
            status, _, errors = run(['decide'] + policy + more + ['--facts', 'facts.ndjson', '--as-of', '2024-04-01', '--receipt', name], folder)
            expect(status in (0, 1), '%s: %s' % (policy, errors))
            status, text, errors = run(['replay', name] + policy + more, folder)
            expect((status, first_line(text)) == (0, 'NOTHING DIFFERS'), '%s: %s %s' % (policy, text, errors))
            files = sorted(os.path.join(at, file) for at, _, found in os.walk(os.path.join(folder, policy[0])) for file in found if file.endswith('.pol'))
            for path in files:
                text = read(path)
                write(path, '\n# a comment\n' + re.sub(r'(?m)^  (permits|refuses)', r'   \1', text))
            status, text, errors = run(['replay', name] + policy + more, folder)
            expect(status == 1 and first_line(text) == 'THE ANSWERS ARE THE SAME' and 'What differs in the answers' not in text and 'what the policy means is the same' in text, '%s, laid out anew: %s %s' % (policy, text, errors))
            run(['fmt'] + policy, folder)
            status, text, errors = run(['replay', name] + policy + more, folder)
            expect(status == 1 and first_line(text) == 'THE ANSWERS ARE THE SAME', '%s, pol fmt: %s %s' % (policy, text, errors))
            shutil.rmtree(os.path.join(folder, 'policies'))
            shutil.copytree(os.path.join(ROOT, 'policies'), os.path.join(folder, 'policies'))
            for path in files:
                text = read(path)
                write(path, re.sub(r'(?m)^(clause \S+ ")', r'\1Once more: ', text))
            status, text, errors = run(['replay', name] + policy + more, folder)
            expect(status == 1 and first_line(text) == 'THE ANSWERS ARE THE SAME, in other words' and 'what the policy means is the same' in text, '%s, other titles: %s %s' % (policy, text, errors))
            shutil.rmtree(os.path.join(folder, 'policies'))
            shutil.copytree(os.path.join(ROOT, 'policies'), os.path.join(folder, 'policies'))
            write(os.path.join(folder, name), seal(re.sub('"engine":"[^"]*"', '"engine":"0.0.1"', read(os.path.join(folder, name)), count=1)))
            status, text, errors = run(['replay', name] + policy + more, folder)
            expect(status == 1 and first_line(text) == 'THE ANSWERS ARE THE SAME' and 'pol 0.0.1 then' in text, '%s, another engine: %s %s' % (policy, text, errors))


# -- many

def peak(args, folder):
    """The most memory that it takes, in KiB; output to nowhere."""
    code = 'import os,resource,subprocess,sys\ns=subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL,stderr=subprocess.DEVNULL).returncode\nprint(s,resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)'
    p = subprocess.run([sys.executable, '-c', code, POL] + args, cwd=folder, stdout=subprocess.PIPE, check=True)
    status, most = map(int, p.stdout.split())
    return status, most


def many(lots):
    few = lots // 10
    with tempfile.TemporaryDirectory() as folder:
        write(os.path.join(folder, 'terms.pol'), TERMS)
        most = {}
        for n in (few, lots):
            with open(os.path.join(folder, 'f.csv'), 'wb') as f:
                f.write(b'id,grade,years,hours\n' + b''.join(b'S%d,%s,%d,%d\n' % (i, (b'clerk', b'officer', b'manager')[i % 3], i % 30, 15 + i % 23) for i in range(n)))
            status, most['decide', n] = peak(['decide', 'terms.pol', '--facts', 'f.csv', '--as-of', '2024-04-01', '--format', 'csv', '--threads', '2', '--receipt', '%d.r' % n], folder)
            expect(status == 0, '%d records: exit status %d' % (n, status))
            status, most['replay', n] = peak(['replay', '%d.r' % n, 'terms.pol', '--threads', '2'], folder)
            expect(status == 0, '%d records again: exit status %d' % (n, status))
        change(os.path.join(folder, 'terms.pol'), '30 hours', '25 hours')
        status, text, _ = run(['replay', '%d.r' % lots, 'terms.pol'], folder)
        expect(status == 1 and re.match(r'THE ANSWERS DIFFER, for \d+ of %d records\n' % lots, text) is not None and 'more; --format json has them all' in text, '%d records, another limit: %s' % (lots, text[:400]))
        for what in ('decide', 'replay'):
            expect(most[what, lots] < most[what, few] + 16 * 1024, '%s: %d KiB for %d records, %d KiB for %d' % (what, most[what, few], few, most[what, lots], lots))
        return ', '.join('%s: %d KiB for %d records, %d KiB for %d' % (what, most[what, few], few, most[what, lots], lots) for what in ('decide', 'replay'))


def main():
    global POL
    POL = os.path.abspath(sys.argv[1])
    verdicts()
    receipts()
    policies()
    figures = many(int(sys.argv[2]) if len(sys.argv) > 2 else 10000)
    print('receipts: %d trials, %d faults; %s' % (trials, faults, figures))
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
