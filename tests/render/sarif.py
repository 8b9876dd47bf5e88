#!/usr/bin/env python3
"""`pol check --format sarif` over policies with faults of every kind: each document fits src/render/schema/sarif.schema.json, keeps what the standard asks for and
no schema can say (a result's rule, places inside their files, one rule a code), and tells the same reports as the JSON form. usage: sarif.py POL"""
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, HERE)
import validate  # noqa: E402  (its folder is added above)

SCHEMA = os.path.join(ROOT, 'src', 'render', 'schema', 'sarif.schema.json')
HEAD = 'policy p "P"\nfacts a\n  x is yes or no\n  n is number\ndecision d is permission\n'
TEXTS = {
    'fine.pol': HEAD + 'clause 1\n  permits d when a.x and a.n is 1\n  refuses d when not a.x or a.n is not 1\n',
    'name.pol': HEAD + 'clause 1\n  permits d when a.y or a.n is 1\n  refuses d when a.y\n',
    'two places.pol': HEAD + 'clause 1\n  permits d, despite 2 when a.x\nclause 2\n  refuses d, despite 1 when a.n is 1\n',
    'curly é#1%.pol': HEAD + 'clause 1 “Größe 👍”\n  permits d when a.x and a.n ist 1\n',
    'colon:here.pol': HEAD + 'clause 1\n\tpermits d when a.x and a.n is 1\n',
    'end.pol': HEAD + 'clause 1\n  permits d when',
    'empty.pol': '',
}


def run(pol, arguments, folder):
    p = subprocess.run([pol] + arguments, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, timeout=60)
    return p.stdout.decode('utf-8'), p.returncode


def registry():
    """Code, severity of every line of the registry, in its order."""
    rows = []
    with open(os.path.join(ROOT, 'src', 'report', 'codes.def'), encoding='utf-8') as f:
        files = re.findall(r'#include "report/(\w+\.def)"', f.read())
    for name in files:
        with open(os.path.join(ROOT, 'src', 'report', name), encoding='utf-8') as f:
            rows += [('POL%04d' % int(n), s.lower()) for n, s in re.findall(r'^POL_CODE\(\w+, (\d+), (\w+),', f.read(), re.M)]
    return rows


def path_of(uri):
    path = urllib.parse.unquote(uri, errors='strict')
    return path[len('file://'):] if path.startswith('file:///') else path


def place(location):
    at, region = location['physicalLocation']['artifactLocation'], location['physicalLocation']['region']
    return (path_of(at['uri']),) + tuple(region[k] for k in ('startLine', 'startColumn', 'endLine', 'endColumn')) + (location.get('message', {}).get('text', ''),)


def place_in_json(p):
    return tuple(p[k] for k in ('file', 'line', 'column', 'end_line', 'end_column')) + (p.get('label', ''),)


def regions(value):
    if isinstance(value, dict):
        if 'artifactLocation' in value and 'region' in value:
            yield value['artifactLocation'], value['region']
        for r in value.get('replacements', []):
            yield value['artifactLocation'], r['deletedRegion']
        for part in value.values():
            yield from regions(part)
    elif isinstance(value, list):
        for part in value:
            yield from regions(part)


def outside(artifacts, texts, value):
    for at, region in regions(value):
        if artifacts[at['index']]['location']['uri'] != at['uri']:
            yield 'artifact %d is not %s' % (at['index'], at['uri'])
        lines = texts[os.path.basename(path_of(at['uri']))].split('\n')
        start, end = (region['startLine'], region['startColumn']), (region['endLine'], region['endColumn'])
        for line, column in (start, end):
            if not 1 <= line <= len(lines) or not 1 <= column <= len(lines[line - 1]) + 1:
                yield 'no place in the file: %d:%d' % (line, column)
        if end < start:
            yield 'ends before it starts: %s' % (region,)


def compare(result, report):
    wanted = {'ruleId': report['code'], 'level': report['severity']}
    for key, value in wanted.items():
        if result[key] != value:
            yield '%s is %s, and JSON says %s' % (key, result[key], value)
    if result['message']['text'].split('\n')[0] != report['message']:
        yield 'another message: ' + result['message']['text']
    if [place(p) for p in result['locations']] != ([place_in_json(report['place'])] if report['place']['file'] is not None else []):
        yield 'another place: %s' % result['locations']
    if [place(p) for p in result.get('relatedLocations', [])] != [place_in_json(p) for p in report['also']]:
        yield 'other related places: %s' % result.get('relatedLocations')
    edits = [(r['deletedRegion']['startLine'], r['deletedRegion']['startColumn'], r['insertedContent']['text'])
             for f in result.get('fixes', []) for c in f['artifactChanges'] for r in c['replacements']]
    if edits != [(e['line'], e['column'], e['text']) for e in (report['fix'] or {'edits': []})['edits']]:
        yield 'other edits: %s' % edits


def faults(pol, folder, name, texts):
    text, status = run(pol, ['check', name, '--format', 'sarif'], folder)
    other, same = run(pol, ['check', name, '--format', 'json'], folder)
    log, plain = json.loads(text), json.loads(other)
    yield from validate.faults(SCHEMA, log)
    one = log['runs'][0]
    if status != same or len(log['runs']) != 1 or len(one['results']) != len(plain['reports']):
        yield 'exit status %d and %d, %d results and %d reports' % (status, same, len(one['results']), len(plain['reports']))
    rules = one['tool']['driver']['rules']
    if [(r['id'], r['defaultConfiguration']['level']) for r in rules] != registry():
        yield 'the rules are not the registry'
    if len({r['name'] for r in rules}) != len(rules):
        yield 'two rules of one name'
    for result, report in zip(one['results'], plain['reports']):
        if rules[result['ruleIndex']]['id'] != result['ruleId']:
            yield 'ruleIndex %d is not %s' % (result['ruleIndex'], result['ruleId'])
        yield from compare(result, report)
    yield from outside(one['artifacts'], texts, one['results'])


def main():
    pol = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else 'build/pol')
    failed, seen = 0, set()
    with tempfile.TemporaryDirectory() as folder:
        for name, text in TEXTS.items():
            with open(os.path.join(folder, name), 'w', encoding='utf-8', newline='') as f:
                f.write(text)
        for name in list(TEXTS) + [os.path.join(folder, 'name.pol')]:
            seen |= {r['ruleId'] for r in json.loads(run(pol, ['check', name, '--format', 'sarif'], folder)[0])['runs'][0]['results']}
            for fault in faults(pol, folder, name, TEXTS):
                print('%s: %s' % (name, fault))
                failed += 1
    for code in {'POL0101', 'POL0103', 'POL0301', 'POL0502'} - seen:
        print('no text here gives %s any more' % code)
        failed += 1
    print('sarif: %d documents, %d faults' % (len(TEXTS) + 1, failed))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
