#!/usr/bin/env python3
"""What people read is in their words: nothing of words.txt stands in a golden file, a page of help, a code's summary and explanation, a schema's description or
a text of the sources that can be shown; and a report's message is one line of at most 76 characters without a full stop. What has a reason to stand there all
the same is a line of words-allowed.txt: a place, the word, and why. usage: words.py POL"""
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
ROOMS = ('report', 'syntax', 'check', 'program', 'facts', 'eval', 'scenario', 'compare', 'format', 'render', 'app', 'cli')
QUOTED = re.compile(r' *\d+ \| |[-+ ]{2,}\d+ ')  # a line of the reader's own file
LONGEST = 76
TYPICAL = 'applicant.kind'  # what a name in a message stands for, in its length


def read(path):
    with open(os.path.join(ROOT, path), encoding='utf-8') as f:
        return f.read()


def lines_of(name):
    return [line.strip() for line in read('tests/golden/' + name).split('\n') if line.strip() and not line.startswith('#')]


def forbidden():
    return re.compile(r'(?<![\w.-])(%s)(?![\w-])' % '|'.join(map(re.escape, lines_of('words.txt'))), re.IGNORECASE)


def allowed():
    """(start of a place, word) with their reasons."""
    rows = [re.split(r'\s{2,}', line, maxsplit=2) for line in lines_of('words-allowed.txt')]
    return {(place, word.lower()): why for place, word, why in rows}


def literals(path):
    """The texts of a source file, neighbours joined, without those of comments and preprocessor lines."""
    code = re.sub(r'/\*.*?\*/|_Static_assert\(.*?\);|^\s*#.*?$', '', read(path), flags=re.S | re.M)
    for m in re.finditer(r'"(?:[^"\\\n]|\\.)*"(?:\s*"(?:[^"\\\n]|\\.)*")*', code):
        yield ''.join(re.findall(r'"((?:[^"\\\n]|\\.)*)"', m.group())).replace('\\"', '"').replace('\\n', '\n')


def json_texts(value, key=''):
    if isinstance(value, dict):
        for k, part in value.items():
            yield from json_texts(part, k)
    elif isinstance(value, list):
        for part in value:
            yield from json_texts(part, key)
    elif isinstance(value, str) and (' ' in value or key in ('label', 'title', 'description')):
        yield value


def golden_texts():
    for name in sorted(os.listdir(HERE)):
        path = 'tests/golden/' + name
        if name in ('words.txt', 'words-allowed.txt', 'cases.txt') or not re.search(r'\.(txt|csv|json|ndjson|tap|xml|html|dot|md)$', name):
            continue
        text = read(path)
        if name.endswith('.json'):
            yield from ((path, t) for t in json_texts(json.loads(text)))
        elif name.endswith('.ndjson'):
            yield from ((path, t) for line in text.splitlines() for t in json_texts(json.loads(line)))
        elif name.endswith('.dot'):
            yield from ((path, label) for label in re.findall(r'"((?:[^"\\]|\\.)*)"', text))
        elif name.endswith('.html'):
            yield path, re.sub(r'<style.*?</style>|<script.*?</script>|<[^>]*>', ' ', text, flags=re.S)
        else:
            yield from ((path, line) for line in text.splitlines() if not QUOTED.match(line))


def without_tags(text):
    return re.sub(r'<[^>]*>', ' ', text)


def source_texts():
    for room in ROOMS:
        folder = os.path.join(ROOT, 'src', room)
        for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
            if name.endswith(('.c', '.def')) and name not in ('dump.c', 'dot.c', 'nodes.def', 'forms.def', 'effects_script.c'):
                path = 'src/%s/%s' % (room, name)
                yield from ((path, t) for t in map(without_tags, literals(path)) if ' ' in t.strip())


def schema_texts():
    def descriptions(value):
        if isinstance(value, dict):
            for k, part in value.items():
                if k in ('title', 'description') and isinstance(part, str):
                    yield part
                else:
                    yield from descriptions(part)
        elif isinstance(value, list):
            for part in value:
                yield from descriptions(part)
    folder = os.path.join(ROOT, 'src', 'render', 'schema')
    for name in sorted(os.listdir(folder)):
        if name.endswith('.json'):
            path = 'src/render/schema/' + name
            yield from ((path, t) for t in descriptions(json.loads(read(path))))


def help_texts(pol):
    def run(*arguments):
        return subprocess.run([pol] + list(arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, timeout=60)
    for name in sorted(os.listdir(os.path.join(ROOT, 'src', 'report'))):
        for n in re.findall(r'^POL_CODE\(\w+,\s*(\d+)', read('src/report/' + name), re.M) if name.endswith('.def') else []:
            p = run('help', 'POL%04d' % int(n))
            yield 'help POL%04d' % int(n), p.stdout.decode('utf-8') if p.returncode == 0 else 'undefined'  # a code without a page is a fault


def reported():
    """(path, message) for every text that follows a code in a call."""
    for path, code in ((p, re.sub(r'/\*.*?\*/', '', read(p), flags=re.S)) for room in ROOMS for p in sources(room)):
        for m in re.finditer(r'\bPOL_R_[A-Z0-9_]+\b', code):
            end = re.compile(r'[;{}]').search(code, m.end())
            call = code[m.end():end.start() if end else len(code)]
            text = re.search(r'"((?:[^"\\\n]|\\.)*)"', call)
            if text and '(' not in call[:text.start()].replace('pol_check_text(', '').replace('name(', ''):
                yield path, text.group(1)


def sources(room):
    folder = os.path.join(ROOT, 'src', room)
    return ['src/%s/%s' % (room, n) for n in sorted(os.listdir(folder)) if n.endswith('.c')] if os.path.isdir(folder) else []


def shape_faults():
    for path, text in reported():
        shown = re.sub(r'%(\.\*)?s', TYPICAL, text.replace('\\"', '"').replace('%s%s%s', '%s'))
        shown = re.sub(r'%[0-9]*[ud]', '12', shown).replace('%%', '%')
        if len(shown) > LONGEST + (len(TYPICAL) - 6) * max(0, text.count('%s') - 1):  # the second one is a verb or a kind, and short
            yield '%s: a message of %d characters: %s' % (path, len(shown), text)
        if shown.endswith('.') or '!' in shown or shown[:1].isupper():
            yield '%s: a message ends with a full stop, shouts or begins with a capital: %s' % (path, text)
    for name in sorted(os.listdir(HERE)):
        if not name.endswith('.txt'):
            continue
        for m in re.finditer(r'^(?:error|warning|note) POL\d{4}: (.*)$', read('tests/golden/' + name), re.M):
            if len(m.group(1)) > LONGEST or m.group(1).endswith('.'):
                yield 'tests/golden/%s: a message of %d characters, or with a full stop: %s' % (name, len(m.group(1)), m.group(1))


def main():
    pol = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else 'build/pol')
    words, may, used, failed, n = forbidden(), allowed(), set(), 0, 0
    for texts in (golden_texts(), source_texts(), schema_texts(), help_texts(pol)):
        for path, text in texts:
            n += 1
            for m in words.finditer(text):
                key = [(place, w) for place, w in may if path.startswith(place) and w == m.group(1).lower()]
                used.update(key)
                if not key:
                    print('%s: "%s" is never shown: %s' % (path, m.group(1), text.strip()[:120].replace('\n', ' ')))
                    failed += 1
    for fault in list(shape_faults()) + ['words-allowed.txt: nothing needs this line any more: %s %s' % row for row in may if row not in used]:
        print(fault)
        failed += 1
    print('words: %d texts, %d faults' % (n, failed))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
