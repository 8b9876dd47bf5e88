"""What a campaign of fuzzing begins with: the repository's own policies, facts, scenarios and amendments, in the form that each target takes, and words for its dictionary."""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DIVIDER = b'\n%%%%\n'
MOST = 4096  # bytes of a seed; more of a text is left out from its end, at a line
DECIDED = ['tests/app/kinds.pol', 'tests/batch/ratios.pol', 'tests/render/data/placement.pol', 'tests/bench/second/relocation.pol']  # in the order of targets/lanes.h
RECEIPTS = 'tests/golden/tables/leave.pol'  # what targets/receipt.c decides by


def read(path):
    with open(os.path.join(ROOT, path), 'rb') as f:
        return f.read()


def short(data):
    return data if len(data) <= MOST else data[:data.rfind(b'\n', 0, MOST) + 1]


def policies():
    """Whole policies and amendments, and the reference's examples."""
    found = []
    for folder in ('policies', 'stdlib', 'tests'):
        for path in sorted(glob.glob(os.path.join(ROOT, folder, '**', '*.pol'), recursive=True)):
            if not path.startswith(os.path.join(ROOT, 'tests', 'fuzz')):
                found.append(read(path))
    for path in ('grammar/README.md', 'README.md'):
        found += [m.group(1) for m in re.finditer(rb'\n```pol\n(.*?\n)```', read(path), re.S)]
    return found


def pieces(data):
    """A long text in parts that begin with a declaration, under the head that it has."""
    if len(data) <= MOST:
        return [data]
    head = re.match(rb'(?:#.*\n|\n)*(?:policy|amendment) .*\n(?:  .*\n)*', data)
    parts, now = [], b''
    for block in re.split(rb'\n(?=(?:facts|decision|clause|section|table|scenario|scenarios|record|define|value) )', data):
        if len(now) + len(block) > MOST - 400:
            parts.append(now)
            now = head.group(0) if head else b'policy part "A part"\n'
        now += block + b'\n'
    return [short(p) for p in parts + [now]]


def scenarios():
    """Each with what follows it, up to the next empty line; titles are made others."""
    found = []
    for data in policies():
        blocks = re.findall(rb'(?m)^(scenarios? ".*\n(?:[ |].*\n|\n(?= ))*)', data)
        if blocks:
            found.append(short(b'\n'.join(b.replace(b' "', b' "Also ', 1) for b in blocks)))
    return found


def records(pol, path, form, seed):
    p = subprocess.run([sys.executable, os.path.join(ROOT, 'tests/bench/records.py'), pol, os.path.join(ROOT, path), '--records', '4', '--seed', str(seed), '--form', form, '--ids', 'plain' if seed % 2 else 'text'],
                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return p.stdout if p.returncode == 0 else b''


def tables(pol, form):
    found = []
    for i, path in enumerate(DECIDED):
        for seed in (1, 2, 3):
            data = records(pol, path, form, seed)
            if data:
                found += [bytes([i + 4 * way]) + b',' + short(data) for way in (0, 2, 19)]
    if form == 'csv':
        for path in sorted(glob.glob(os.path.join(ROOT, 'tests/golden/tables/*.csv'))):
            found.append(b'\x00' + (b';' if b';' in read(path) else b',') + short(read(path)))
    return found


def documents(pol):
    found = [b'\x01' + short(read(path)) for path in sorted(glob.glob(os.path.join(ROOT, 'tests/render/data/*.json')))] + [b'\x03' + read('tests/render/data/values.json')]
    for i, path in ((0, DECIDED[0]), (2, DECIDED[1]), (1, DECIDED[2])):
        for line in records(pol, path, 'ndjson', 5).splitlines():
            found += [bytes([i]) + line, bytes([i]) + b'[' + line + b']']
    return found


def together(pol):
    """A policy with facts, for those that decide."""
    found = []
    for path in DECIDED + ['tests/render/data/answers.pol', 'tests/render/data/values.pol', 'tests/golden/compare/terms.pol', 'tests/golden/tables/leave.pol', 'tests/render/data/confidential.pol']:
        for form in ('csv', 'ndjson'):
            data = records(pol, path, form, 9)
            if data and len(read(path)) <= 2 * MOST:
                found += [bytes([way]) + read(path) + DIVIDER[1:] + data for way in (0, 1, 2, 6)]
    return found + generated(3)


def generated(each):
    """Of the oracle's generator."""
    sys.path.insert(0, os.path.join(ROOT, 'tests', 'oracle'))
    import generate
    found = []
    for seed in range(40):
        text, facts, _ = generate.policy(seed, each)
        data = '\n'.join(json.dumps(f) for f in facts)
        found.append(bytes([2 + 4 * (seed % 2)]) + (text + '%%%%\n' + data + '\n').encode())
    return [f for f in found if len(f) <= 3 * MOST]


def shown(pol):
    found = []
    for path in sorted(glob.glob(os.path.join(ROOT, 'tests/render/data/*.pol'))):
        facts = path[:-4] + '.json'
        data = read(path)
        found.append(b'\x80' + short(data) + DIVIDER[1:])
        if path.endswith('placement.pol'):
            facts = os.path.join(ROOT, 'tests/render/data/people.json')
        if not os.path.exists(facts):
            continue
        given = json.loads(read(facts))
        for i, record in enumerate(given if isinstance(given, list) else [given]):
            found.append(bytes([128 + i * 5 % 128]) + data + DIVIDER[1:] + json.dumps(record).encode())
    return found + [b'\x80' + f[1:] for f in generated(1)]


def amendments():
    found = [read('tests/golden/compare/new.pol')]
    for path in sorted(glob.glob(os.path.join(ROOT, 'tests/golden/amendments/**/*.pol'), recursive=True)):
        if b'amendment ' in read(path):
            found.append(read(path))
    seeds = [bytes([0]) + found[0], bytes([64]) + found[0]] + [bytes([1 + way]) + f for f in found[1:] for way in (0, 64)]
    return seeds + [bytes([1]) + a + DIVIDER[1:] + b for a in found[1:4] for b in found[1:4]]


def compared():
    office, other, new, staff = (read('tests/golden/compare/' + n) for n in ('terms.pol', 'other.pol', 'new.pol', 'staff.csv'))
    hours, numbers, two = (read('tests/golden/compare/' + n) for n in ('hours.pol', 'numbers.pol', 'two.csv'))
    found = [bytes([way]) + new for way in (0, 8, 16, 32)] + [bytes([way]) + other for way in (1, 9, 17, 33)]
    found += [bytes([way]) + a + DIVIDER[1:] + b + DIVIDER[1:] + c for way in (2, 3, 10) for a, b, c in ((hours, numbers, two), (office, other, staff), (office, office, staff))]
    return found


def bytes_of(sizes):
    """Thrown by a congruence, the same everywhere."""
    found, state = [], 1
    for n in sizes:
        data = bytearray()
        for _ in range(n):
            state = (state * 6364136223846793005 + 1442695040888963407) & (1 << 64) - 1
            data.append(state >> 56)
        found.append(bytes(data))
    return found


def receipts(pol):
    """Facts to write receipts of, and receipts of them."""
    found = []
    for i, form in enumerate(('csv', 'ndjson', 'json')):
        facts = records(pol, RECEIPTS, form if form == 'csv' else 'ndjson', 3)
        facts = facts if form != 'json' else b'[' + b',\n'.join(facts.splitlines()) + b']'
        found += [bytes([1 + 8 * i + way, 7, 11]) + short(facts) for way in (0, 2, 6, 32)]
        with tempfile.TemporaryDirectory() as folder:
            receipt = os.path.join(folder, 'receipt')
            p = subprocess.run([pol, 'decide', RECEIPTS, '--facts', '-', '--facts-format', form, '--as-of', '2024-04-01', '--receipt', receipt], input=facts, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if os.path.exists(receipt):
                found += [bytes([way, 0, 0]) + read(receipt) for way in (0, 2, 6)]
    return found


def numbers():
    texts = ['0', '-3', '12.50', '1,950', '2 1/4', '750/37', '-1,234,567.875', '1e3', '1.5E-7', '0.1', '170141183460469231731687303715884105727', '340282366920938463463374607431768211456/3', '1e999', '00.10', '1,95']
    return [t.encode() for t in texts] + [bytes([255]) + b for b in bytes_of([2, 18, 34, 50, 66, 66, 66])] + [bytes([128, 3 + i, i]) + b for i, b in enumerate(bytes_of([64] * 7))]


def of(target, pol):
    """The seeds of a target. `pol`: the program, for those that need facts thrown."""
    texts = [p for data in policies() for p in pieces(data)]
    made = {'policy': lambda: texts, 'layout': lambda: texts, 'reports': lambda: texts, 'facts_json': lambda: documents(pol), 'facts_csv': lambda: tables(pol, 'csv'),
            'facts_ndjson': lambda: tables(pol, 'ndjson'), 'decide': lambda: together(pol), 'render': lambda: shown(pol), 'amendment': amendments, 'compare': compared, 'numbers': numbers, 'receipt': lambda: receipts(pol),
            'scenarios': lambda: [bytes([way]) + s for s in scenarios() for way in (0, 1, 18, 43)],
            'dates': lambda: [b'2024-02-29', b'29 February 2024', b'24:00', b'1 April 0001', b'9999-12-31'] + bytes_of([18] * 8),
            'words': lambda: [b'plain words to be wrapped, \xc2\xa31,950 per month', b'\xf0\x9f\x98\x80\xe2\x80\xae\xed\xa0\x80', b'"\\\x01\x7f', b'approved aproved'] + [short(t) for t in texts[:20]]}
    return made.get(target, lambda: bytes_of([8, 40, 120, 250, 400]))()


# ---- words

def quoted(word):
    return '"%s"\n' % ''.join(c if 32 <= ord(c) < 127 and c not in '"\\' else ''.join('\\x%02X' % b for b in c.encode()) for c in word)


def words_of_the_language():
    return re.findall(r'^POL_KEYWORD\(\w+, "([^"]+)"', read('grammar/keywords.def').decode(), re.M)


def keys_of_json():
    keys = set()

    def look(node):
        if isinstance(node, dict):
            keys.update(node.get('properties', {}))
            for value in node.values():
                look(value)
        elif isinstance(node, list):
            for value in node:
                look(value)
    for path in sorted(glob.glob(os.path.join(ROOT, 'src/render/schema/*.json'))):
        if 'sarif' not in path:
            look(json.loads(read(path)))
    return sorted(keys)


def names_of(paths):
    names = set()
    for path in paths:
        text = read(path).decode()
        names.update(re.findall(r'^  (\w+) +"[^"]*" +is ', text, re.M))
        names.update(re.findall(r'^(?:facts|decision|value|define|party|record|options|order) (\w+)', text, re.M))
    return sorted(names)


def dictionary():
    """For libFuzzer: the language's keywords, names of the policies that are decided, keys of JSON, and what numbers, dates and tables have of their own."""
    signs = ['%%%%\n', '{"', '": ', '"}', 'true', 'false', 'null', '\\u00e9', '1e999', '0.5', '1,950', '2 1/4', '50%', '\u00a3', 'GBP', '2024-02-29', '29 February 2024', '07:00', '24:00', '37 hours', '3 years 6 months', 'yes', 'no',
             '\ufeff', '\r\n', '""', ';', '\t', '= ', '#', '- ', '| ', '(', ')', '\u00a0', '\u201c', '\u00bd', '\u202e', 'sep=;\n', 'id']
    words = words_of_the_language() + keys_of_json() + names_of(DECIDED + ['tests/golden/compare/terms.pol', 'tests/golden/amendments/terms.pol']) + signs
    return ''.join(quoted(w) for w in dict.fromkeys(words))
