#!/usr/bin/env python3
"""Every answer that the golden cases and the policies here ask for, told in forms that no golden file keeps: each record and decision as a letter, as a drawing, with its trace, with what would have to change; each policy documented,
read, laid out, its facts and scenarios in every form. What is printed is whole in its form (JSON and XML parse, tags are closed, braces pair), forms agree on the exit status, and a digest of each
command is in forms.digests: one that changed says that something is told otherwise. Print it with the pol before and the pol now, and read the difference.
usage: forms.py POL      POL_GOLDEN=write rewrites forms.digests"""
import hashlib
import html.parser
import json
import os
import re
import subprocess
import sys
import xml.dom.minidom
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
DIGESTS = os.path.join(HERE, 'forms.digests')
sys.path.insert(0, HERE)
import run as golden  # noqa: E402  (its folder is added above)

VALUED = {'--facts', '--as-of', '--amend', '--facts-format', '--delimiter', '--map', '--given'}  # what makes a world; other options choose how it is looked at
OTHERS = {'--ask', '--id', '--format', '--why-not', '--letterhead', '--color', '--by', '--most', '--filter', '--min-clause', '--min-condition', '--known'}
MOST = 100  # answers of a world that are told one by one
ALONE = (['--format', 'html', '--open', '--why-not', 'permitted'], ['--format', 'dot'], ['--trace', '--why-not', 'referred'], ['--format', 'html', '--why-not', 'refused'], ['--format', 'json', '--trace', '--why-not', 'refused'])
PLAIN = (['--format', 'html', '--open'], ['--format', 'dot'], ['--trace'], ['--format', 'json', '--trace'], ['--format', 'html'])
LOOKS = (['read'], ['read', '--names'], ['read', '--format', 'json'], ['doc'], ['doc', '--format', 'markdown'], ['doc', '--format', 'html'], ['facts'], ['facts', '--format', 'csv'], ['facts', '--format', 'json-schema'],
         ['facts', '--only-needed'], ['check'], ['check', '--format', 'json'], ['check', '--format', 'sarif'], ['test', '--coverage', '--mutate'], ['test', '--coverage', '--mutate', '--format', 'json'], ['test', '--format', 'tap'],
         ['test', '--format', 'junit'], ['test', '--format', 'html', '--mutate'], ['test', '--trace'])
DECIDES = (['--trace', '--format', 'json'], ['--format', 'csv', '--outcomes'], ['--format', 'ndjson'], [])
COMPARES = (['--format', 'html'], ['--format', 'json'], ['--format', 'csv'], ['--people', '--redline', '--most', '3'], ['--format', 'ndjson'])
VOID = {'meta', 'br', 'hr', 'link', 'img', 'input', 'col', 'wbr'}


class Tags(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.wrong = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def not_whole(arguments, text):
    """What is wrong with the form; None: nothing."""
    form = arguments[arguments.index('--format') + 1] if '--format' in arguments else 'text'
    try:
        if form in ('json', 'sarif', 'json-schema'):
            json.loads(text)
        elif form == 'ndjson':
            [json.loads(line) for line in text.splitlines()]
        elif form == 'junit':
            xml.dom.minidom.parseString(text)
        elif form == 'html':
            tags = Tags()
            tags.feed(text)
            if tags.wrong or tags.open:
                return 'tags: %s' % (tags.wrong or tags.open)
        elif form == 'dot':
            bare = re.sub(r'"(?:[^"\\]|\\.)*"', '', text)
            if bare.count('{') != bare.count('}') or '"' in bare:
                return 'braces or quotation marks do not pair'
    except Exception as e:  # noqa: BLE001  (whatever a parser says)
        return str(e)
    return None


def split(arguments):
    """(operands, what makes the world, how it is looked at)"""
    operands, world, rest = [], [], iter(arguments)
    for word in rest:
        if word in VALUED:
            world += [word, next(rest)]
        elif word in OTHERS:
            next(rest)
        elif not word.startswith('-'):
            operands.append(word)
    return operands, world


def worlds():
    """(folder, verb, policies, facts and date and amendments) of the golden cases, each once."""
    found = {}
    for _, folder, status, arguments in golden.cases():
        verb = arguments[0]
        if status == 2 or verb not in ('explain', 'decide', 'compare', 'check', 'test', 'read', 'doc'):
            continue
        operands, world = split(arguments[1:])
        operands = [each for each in operands if os.path.exists(os.path.join(ROOT, folder, each))]
        if operands:
            found[(folder, {'explain': 'decide', 'decide': 'decide', 'compare': 'compare'}.get(verb, 'look'), tuple(operands), tuple(world))] = True
    return sorted(found)


def pol_of(program):
    def run(folder, arguments):
        p = subprocess.run([program] + arguments, cwd=os.path.join(ROOT, folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, timeout=120, env={k: v for k, v in os.environ.items() if k != 'NO_COLOR'})
        return p.stdout, p.stderr, p.returncode
    return run


def answers(run, folder, asked):
    """(id, decision, whether it is a permission) of all that is decided."""
    out = run(folder, ['decide'] + asked + ['--format', 'json'])[0]
    for record in json.loads(out)['records'] if out else []:
        for each in record['decisions']:
            yield record.get('id'), each['decision'], each['outcome'] in ('permitted', 'refused', 'referred')


def commands(run, world):
    folder, verb, operands, rest = world
    asked = list(operands) + list(rest)
    if verb == 'look':
        wrong = run(folder, ['check'] + asked)[2]
        return [[look[0]] + asked + look[1:] for look in LOOKS if not wrong or look[0] == 'check']
    if verb == 'compare':
        return [['compare'] + asked + form for form in COMPARES]
    told = [['decide'] + asked + form for form in DECIDES] + [['explain'] + asked + form for form in (['--trace'], ['--format', 'json', '--trace'])]
    every = list(answers(run, folder, asked))
    for i, (name, decision, permission) in enumerate(every):
        if i * MOST // len(every) != (i - 1) * MOST // len(every) or not i:  # spread over all of them
            told.append(['explain'] + asked + ['--ask', decision] + (['--id', name] if name else []) + (ALONE if permission else PLAIN)[i % len(ALONE)])
    return told


def judge(run, folder, arguments):
    """(its digest, what is wrong)"""
    out, errors, status = run(folder, arguments)
    wrong = not_whole(arguments, out.decode('utf-8')) if out else None
    if status not in (0, 1, 2):
        wrong = 'status %d' % status
    return '%d %d %s' % (status, len(out), hashlib.sha256(out + b'\0' + errors).hexdigest()[:16]), wrong


def main():
    run, faults, found = pol_of(os.path.abspath(sys.argv[1])), [], {}
    asked = [(world[0], arguments) for world in worlds() for arguments in commands(run, world)]
    with ThreadPoolExecutor(2) as pool:
        for (folder, arguments), (digest, wrong) in zip(asked, pool.map(lambda each: judge(run, *each), asked)):
            name = '%s: %s' % (folder, ' '.join(arguments))
            found[name] = digest
            faults += ['%s: %s' % (name, wrong)] if wrong else []
    if os.environ.get('POL_GOLDEN') == 'write':
        with open(DIGESTS, 'w', encoding='utf-8', newline='\n') as f:
            f.write(''.join('%s = %s\n' % each for each in found.items()))
    with open(DIGESTS, encoding='utf-8') as f:
        wanted = dict(line.rstrip('\n').rsplit(' = ', 1) for line in f)
    faults += ['%s: %s, before %s' % (name, found.get(name, 'not asked any more'), wanted.get(name, 'not asked')) for name in sorted(set(found) | set(wanted)) if found.get(name) != wanted.get(name)]
    print('\n'.join(faults + ['forms: %d commands, %d told otherwise' % (len(found), len(faults))]))
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
