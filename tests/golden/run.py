#!/usr/bin/env python3
"""Runs the commands of cases.txt and compares what they print, byte for byte, with the golden files beside it. JSON is held to its schema
(src/render/schema), and nothing that people read may hold a word of words.txt. POL_GOLDEN=write rewrites the files; the diff is then read.
usage: run.py POL [NAME…]"""
import difflib
import html
import json
import os
import re
import shlex
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SCHEMAS = os.path.join(ROOT, 'src', 'render', 'schema')
sys.path.insert(0, os.path.join(ROOT, 'tests', 'render'))
import validate  # noqa: E402  (its folder is added above)

FOR_PEOPLE = ('.txt', '.csv', '.html', '.dot')
QUOTED = re.compile(r' *\d+ \| ')  # a line of the reader's own file, under a report


def cases():
    """(name, folder, exit status, arguments) for each line; [FOLDER] says where the commands after it run."""
    folder = ''
    with open(os.path.join(HERE, 'cases.txt'), encoding='utf-8') as f:
        for line in f:
            line = re.split(r'(?:^|\s)#', line)[0].strip()  # an id may hold one
            if line.startswith('['):
                folder = line.strip('[]')
            elif line:
                name, status, *arguments = shlex.split(line)
                yield name, folder, int(status), arguments


def forbidden():
    with open(os.path.join(HERE, 'words.txt'), encoding='utf-8') as f:
        words = [line.strip() for line in f if line.strip() and not line.startswith('#')]
    return re.compile(r'(?<![\w.-])(%s)(?![\w-])' % '|'.join(map(re.escape, words)), re.IGNORECASE)


def run(pol, folder, arguments):
    p = subprocess.run([pol] + arguments, cwd=os.path.join(ROOT, folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, timeout=120,
                       env={k: v for k, v in os.environ.items() if k != 'NO_COLOR'})
    return p.stdout.decode('utf-8'), p.stderr.decode('utf-8'), p.returncode


def schema_faults(name, text):
    """What the schema that a document names has against it; a line of ndjson is a record of decisions, explanations or comparisons."""
    if name.endswith('.ndjson'):
        path = os.path.join(SCHEMAS, 'comparison.schema.json' if name.startswith('compare') else 'decision.schema.json')
        check = validate.Check(validate.Schemas(SCHEMAS))
        for i, line in enumerate(text.splitlines()):
            check.rule_ref('#/$defs/record', {}, os.path.basename(path), json.loads(line), '/%d' % i)
        return check.faults
    if not name.endswith('.json'):
        return []
    value = json.loads(text)
    kind = re.fullmatch(r'pol\.(\w+)/1', value.get('schema', '')) if isinstance(value, dict) else None
    if kind is None:
        return [] if '$schema' in value else ['names no schema']
    path = os.path.join(SCHEMAS, kind.group(1) + '.schema.json')
    return validate.faults(path, value)


def shown(name, text):
    """What people see of it: of a letter the text, of a drawing the labels."""
    if name.endswith('.html'):
        return html.unescape(re.sub(r'<style>.*?</style>|<[^>]*>', '', text, flags=re.S))
    if name.endswith('.dot'):
        return '\n'.join(re.findall(r'label="((?:[^"\\\\]|\\\\.)*)"', text))
    return text


def judge(name, folder, wanted, arguments, pol, words):
    """Lines that say what is wrong with one case; none: it is as it was."""
    path = os.path.join(HERE, name)
    text, errors, status = run(pol, folder, arguments)
    faults = []
    if status != wanted:
        faults.append('exit status %d, expected %d' % (status, wanted))
    try:
        faults += schema_faults(name, text)
    except ValueError as e:
        faults.append('no JSON: %s' % e)
    if errors and name.endswith('.txt'):
        text += '--- standard error\n' + errors
    if name.endswith(FOR_PEOPLE):
        faults += ['a word that is never shown: "%s" in: %s' % (m.group(1), line) for line in shown(name, text).splitlines() if not QUOTED.match(line) for m in [words.search(line)] if m]
        faults += ['%d columns: %s' % (len(line), line) for line in text.splitlines() if len(line) > 80 and name.startswith('explain')]
    if os.environ.get('POL_GOLDEN') == 'write':
        with open(path, 'w', encoding='utf-8', newline='\n') as f:
            f.write(text)
        return faults
    if not os.path.exists(path):
        return faults + ['there is no golden file yet: POL_GOLDEN=write makes it']
    with open(path, encoding='utf-8', newline='') as f:
        golden = f.read()
    diff = difflib.unified_diff(golden.splitlines(), text.splitlines(), 'golden/' + name, 'now', lineterm='', n=2)
    lines = list(diff)
    if golden != text and not lines:
        lines = ['the ends of lines differ']
    return faults + lines[:60]


def main():
    pol = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.environ.get('POL', 'build/pol'))
    only, seen, failed, ran = set(sys.argv[2:]), set(), 0, 0
    words = forbidden()
    for name, folder, status, arguments in cases():
        if name in seen:
            print('%s: there are two cases of this name' % name)
            failed += 1
        seen.add(name)
        if only and name not in only:
            continue
        ran += 1
        faults = judge(name, folder, status, arguments, pol, words)
        if faults:
            failed += 1
            print('FAIL  %s: pol %s' % (name, ' '.join(map(shlex.quote, arguments))))
            print('\n'.join('      ' + line for line in faults))
    for name in sorted(os.listdir(HERE)):
        if name not in seen and name.endswith(('.txt', '.json', '.ndjson', '.csv', '.xml', '.tap', '.html', '.dot')) and name not in ('cases.txt', 'words.txt', 'words-allowed.txt'):
            print('%s: no case makes this file' % name)
            failed += 1
    for line in [] if only else validate.faults_of_itself():
        print(line)
        failed += 1
    print('%d golden files, %d failed' % (ran, failed))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
