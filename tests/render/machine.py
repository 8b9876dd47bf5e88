#!/usr/bin/env python3
"""`pol test` for programs: TAP is read by a strict reader here and by prove, JUnit's XML is held to src/render/schema/junit.xsd by xmllint and read back, JSON to its schema; and
all three tell the same: the same scenarios in the same order, with the same failures. xmllint and prove are left out, and said, where they are not. usage: machine.py POL"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SCHEMAS = os.path.join(ROOT, 'src', 'render', 'schema')
sys.path.insert(0, HERE)
import validate  # noqa: E402  (its folder is added above)

HEAD = ('policy odd "Odd \\"titles\\" & <signs>"\nfacts a\n  x is yes or no\n  n is number\ndecision d is permission\ndecision m is number\n'
        'clause 1\n  permits d when a.x\n  refuses d when not a.x\n  m is a.n + 1\n')
TEXTS = {
    'fine.pol': HEAD + 'scenario "one"\n  given a.x\n  expect d is permitted under 1\n',
    'none.pol': HEAD,
    'odd <&\'> name.pol': HEAD + 'scenario "a \\"quoted\\" # title \\\\ with & and <b> ]]>, é € 👍 # SKIP"\n  given a.x\n  expect d is refused under 1\n'
                                 'scenario "# skip"\n  given a.x\n  expect d is permitted\nscenario "1..9"\n  given a.n is 1\n  expect m is 3\n  expect d is permitted\n'
                                 'scenario "not ok"\n  given not a.x\n  expect d is refused\nscenario "two\ttabs -- and ..."\n  given a.x\n  expect d is permitted\n',
    'rows.pol': HEAD + 'scenarios "Rows"\n  | a.n | m |\n  | 1 | 2 |\n  | 2 | 4 |\n  | 3 | 4 |\n',
}
faults = 0


def fault(text):
    global faults
    faults += 1
    print('FAIL  ' + text)


def run(*command, **more):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)


# ---- TAP: a reader of what we write and nothing else

ITEM = re.compile(r'    - (decision|expected): (".*")|      (expected|got|at): (".*")')


def tap(text):
    """[(passed, title, [failure])]; ValueError says what is not TAP 13."""
    lines = text.split('\n')
    if lines[:1] != ['TAP version 13'] or lines[-1] != '' or not re.fullmatch(r'1\.\.\d+', lines[1]):
        raise ValueError('no version, no plan, or no newline at the end')
    results, i = [], 2
    while i < len(lines) - 1:
        point = re.fullmatch(r'(not )?ok (\d+) - ((?:[^#\\]|\\[#\\])*)', lines[i])
        if not point or int(point.group(2)) != len(results) + 1:
            raise ValueError('not a test point, or out of turn: ' + lines[i])
        failures = []
        i += 1
        if lines[i:i + 2] == ['  ---', '  failures:']:
            i += 2
            while lines[i] != '  ...':
                item = ITEM.fullmatch(lines[i])
                if not item:
                    raise ValueError('not of the list of failures: ' + lines[i])
                if item.group(1):
                    failures.append({})
                failures[-1][item.group(1) or item.group(3)] = json.loads(item.group(2) or item.group(4))
                i += 1
            i += 1
        if bool(failures) != bool(point.group(1)):
            raise ValueError('failures of what is ok, or none of what is not: ' + point.group(0))
        results.append((not point.group(1), re.sub(r'\\([#\\])', r'\1', point.group(3)), failures))
    if len(results) != int(lines[1][3:]):
        raise ValueError('the plan was ' + lines[1])
    return results


def prove(name, text, results):
    with tempfile.NamedTemporaryFile('w', suffix='.tap', encoding='utf-8') as f:
        f.write(text)
        f.flush()
        p = run('prove', '-e', 'cat', f.name)
    out = p.stdout.decode('utf-8', 'replace') + p.stderr.decode('utf-8', 'replace')
    failed = sum(not passed for passed, _, _ in results)
    told = re.search(r'Tests: (\d+) Failed: (\d+)', out)
    counts = (int(told.group(1)), int(told.group(2))) if told else (len(results), 0)
    if 'Parse errors' in out or counts != (len(results), failed):
        fault('%s: prove does not read the same: %s' % (name, out))


# ---- JUnit

def junit(name, text):
    if shutil.which('xmllint'):
        p = run('xmllint', '--noout', '--schema', os.path.join(SCHEMAS, 'junit.xsd'), '-', input=text.encode())
        if p.returncode:
            fault('%s: xmllint: %s' % (name, p.stderr.decode()))
    root = xml.etree.ElementTree.fromstring(text.encode())
    cases = []
    for suite in root:
        found = [(case.find('failure') is None, case.get('name'), [f.get('message') for f in case.findall('failure')], case.get('file'), int(case.get('line'))) for case in suite]
        if int(suite.get('tests')) != len(found) or int(suite.get('failures')) != sum(not passed for passed, *_ in found):
            fault('%s: the counts of the suite are not those of its cases' % name)
        cases += found
    return cases


# ---- the three together

def same(name, document, points, cases):
    told = [(s['passed'], s['title'] + (', row %d' % s['row'] if s['row'] else ''), len(s['failures'])) for s in document['scenarios']]
    if [(p, t, len(f)) for p, t, f in points] != told:
        fault('%s: TAP tells %r, JSON %r' % (name, points, told))
    if [(p, t.replace('\t', ' '), n) for p, t, n in told] != [(p, t, len(f)) for p, t, f, *_ in cases]:
        fault('%s: JUnit tells %r, JSON %r' % (name, cases, told))
    for scenario, (_, _, failures), case in zip(document['scenarios'], points, cases):
        if (scenario['file'], scenario['line']) != case[3:]:
            fault('%s: JUnit has the scenario at %s, JSON at %s:%d' % (name, case[3:], scenario['file'], scenario['line']))
        for a, b, message in zip(scenario['failures'], failures, case[2]):
            if (a['expected'], a['got'], '%s:%d' % (a['file'], a['line'])) != (b['expected'], b['got'], b['at']) or a['expected'] not in message:
                fault('%s: a failure is told differently: %r, %r, %r' % (name, a, b, message))


def hold(pol, name, arguments, folder):
    """What is wrong with one run in its three forms; the number of its scenarios."""
    texts = {}
    for form in ('tap', 'junit', 'json'):
        p = run(pol, 'test', *arguments, '--format', form, cwd=folder, timeout=120)
        texts[form] = p.stdout.decode('utf-8')
        if p.returncode not in (0, 1) or p.stderr:
            fault('%s, %s: exit status %d, %s' % (name, form, p.returncode, p.stderr.decode()))
            return 0
    document = json.loads(texts['json'])
    for what in validate.faults(os.path.join(SCHEMAS, 'tests.schema.json'), document):
        fault('%s: %s' % (name, what))
    try:
        points = tap(texts['tap'])
    except ValueError as e:
        fault('%s: TAP: %s' % (name, e))
        return 0
    if shutil.which('prove') and points:
        prove(name, texts['tap'], points)
    same(name, document, points, junit(name, texts['junit']))
    return len(points)


def main():
    pol = os.path.abspath(sys.argv[1])
    for tool in ('xmllint', 'prove'):
        if not shutil.which(tool):
            print('without %s' % tool)
    n = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, text in TEXTS.items():
            with open(os.path.join(folder, name), 'w', encoding='utf-8') as f:
                f.write(text)
            n += hold(pol, name, [name], folder)
        n += hold(pol, 'placement, some left out', ['placement.pol', '--filter', 'Two grades'], os.path.join(HERE, 'data'))
    n += hold(pol, 'policies/alliance', ['policies/alliance/terms'], ROOT)
    n += hold(pol, 'tests that fail', ['placement.pol', 'tests-that-fail.pol'], os.path.join(HERE, 'data'))
    print('test results for programs: %d scenarios in three forms, %d faults' % (n, faults))
    return 1 if faults or not n else 0


if __name__ == '__main__':
    sys.exit(main())
