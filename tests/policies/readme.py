#!/usr/bin/env python3
"""The generated parts of a policy's README: its clauses (where each stands, what it does, which scenario shows it), the readings taken, the other documents named;
and, in any README, what a command is said to print. usage: readme.py POL README… [--write]

Between `<!-- NAME -->` and `<!-- end of NAME -->` stands what this script writes; NAME is one of figures, clauses, readings, documents. A block after a line
"`build/pol …` prints" is what that command prints. Without --write nothing is written: what is stale is named, with exit status 1."""
import json
import os
import re
import shlex
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WORDS = {'applies_only_if': 'scope', 'only_if': 'condition', 'permits': 'permits', 'refuses': 'refuses', 'refers': 'refers', 'sets_aside': 'sets aside',
         'is': 'value', 'adds': 'adds', 'duty': 'duty'}
CLASSES = {'heading': 'heading', 'informational': 'informational', 'missing text': 'text missing'}


def run(pol, *args):
    p = subprocess.run([pol, *args], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ, NO_COLOR='1'))
    if p.returncode == 2:
        sys.exit('pol %s: %s' % (' '.join(args), p.stderr.strip()))
    return p.stdout


class Policy:
    """What pol says of the policy in a folder: its coverage, and the lines of its clauses."""

    def __init__(self, pol, folder):
        tests = json.loads(run(pol, 'test', folder, '--coverage', '--format', 'json'))
        self.scenarios, self.coverage = tests['scenarios'], tests['coverage']
        self.clauses = sorted(self.coverage['clauses'], key=lambda c: (os.path.basename(c['file']), c['line']))
        self.lines = {}
        for file in json.loads(run(pol, 'tree', folder))['files']:
            for d in file['tree']['declaration']:
                if d['kind'] == 'clause':
                    self.lines[d['text']] = d['lines']['item']

    def notes(self, kind):
        """Each note of this kind, with its clause, in the document's order."""
        return [(c, n) for c in self.clauses for n in self.lines.get(c['clause'], []) if n['kind'] == kind]


def table(head, rows):
    return '\n'.join('| %s |' % ' | '.join(r) for r in [head, ['---'] * len(head)] + rows)


def place(file, line, text=None):
    name = os.path.basename(file)
    return '[%s](%s#L%d)' % (text or '%s:%d' % (name, line), name, line)


def effects(lines):
    """What the rules of a clause do, to which decisions: each once, in the order of the text."""
    said = {}
    for rule in lines:
        if rule['kind'] != 'rule':
            continue
        e = rule['effect']
        if e['kind'] == 'sets_aside':
            said.setdefault('sets aside', []).extend(r['text'] for r in e['refs']['item'])
            continue
        named = e['in'] if e['kind'] == 'duty' else e['decision'] if e['kind'] == 'adds' else e['decisions']
        names = [n['text'] for n in named['item']] if named and named['kind'] == 'list' else [named['text']] if named else []
        said.setdefault(WORDS[e['kind']], []).extend(names)
    return said


def kind(policy, clause):
    if clause['class'] != 'rules':
        reserved = [n['text'] for l in policy.lines.get(clause['clause'], []) if l['kind'] == 'incomplete' and l['reservation'] for n in l['reservation']['item']]
        return CLASSES[clause['class']], 'reservation on ' + ', '.join('`%s`' % n for n in reserved) if reserved else ''
    said = effects(policy.lines[clause['clause']])
    return ', '.join(said), ', '.join(dict.fromkeys('`%s`' % n if '.' not in n else n for names in said.values() for n in names))


def covered(policy, clause):
    """A scenario in which it decides, of its own file where there is one, and how many more there are."""
    found = [policy.scenarios[i] for i in clause['decides']]
    if not found:
        return '' if clause['class'] != 'rules' else 'nothing'
    first = next((s for s in found if s['file'] == clause['file']), found[0])
    more = len(found) - 1
    return place(first['file'], first['line'], first['title']) + (', %d more' % more if more else '')


def clauses(policy):
    rows = []
    for c in policy.clauses:
        what, decisions = kind(policy, c)
        rows.append([c['clause'], c['title'] or '', place(c['file'], c['line']), what, decisions, covered(policy, c)])
    return table(['clause', 'title', 'stands in', 'kind', 'on', 'decides in'], rows)


def readings(policy):
    return table(['clause', 'is read as', 'and not as'], [[c['clause'], n['reading']['text'], n['other']['text']] for c, n in policy.notes('interpreted_as')])


def documents(policy):
    return table(['clause', 'leaves it to'], [[c['clause'], n['text']['text']] for c, n in policy.notes('hands_over_to')])


def figures(policy):
    c = policy.coverage
    alone = [x for x in c['conditions'] if not x['decides_alone']]
    of = [x['class'] for x in policy.clauses]
    text = ('%d clauses: %d with rules, %d headings, %d informational, %d whose text is missing. %d scenarios. %d of %d clauses with rules decide some scenario; %d of %d conditions were seen both '
            'to hold and not to hold, and %d were shown to decide on their own; %d of %d limits have a scenario on both sides.' % (
                len(of), of.count('rules'), of.count('heading'), of.count('informational'), of.count('missing text'), len(policy.scenarios),
                c['clauses_that_decide'], c['clauses_with_rules'], c['conditions_seen_both_ways'], c['conditions_in_all'], c['conditions_that_decide_alone'],
                c['limits_on_both_sides'], c['limits_in_all']))
    if alone:
        text += ' Not shown to decide on their own: %s.' % '; '.join('`%s` (%s)' % (x['condition'], place(x['file'], x['line'], x['clause'])) for x in alone)
    return text


def generated(pol, folder, text):
    """The README with its generated parts anew."""
    policy = None
    for name, make in (('figures', figures), ('clauses', clauses), ('readings', readings), ('documents', documents)):
        first, last = '<!-- %s -->\n' % name, '<!-- end of %s -->' % name
        if first not in text:
            continue
        policy = policy or Policy(pol, folder)
        before, rest = text.split(first, 1)
        text = before + first + make(policy) + '\n' + last + rest.split(last, 1)[1]
    return text


def printed(pol, text):
    """The same with what its commands print."""
    def again(m):
        return '%s%s```' % (m.group(1), run(pol, *shlex.split(m.group(2))))
    return re.sub(r'(^`build/pol ([^`]*)` prints\n\n```\n)(?:.*?)^```', again, text, flags=re.M | re.S)


def main():
    pol, names = os.path.abspath(sys.argv[1]), [a for a in sys.argv[2:] if a != '--write']
    stale = 0
    for name in names:
        with open(name, encoding='utf-8') as f:
            old = f.read()
        new = printed(pol, generated(pol, os.path.relpath(os.path.dirname(os.path.abspath(name)), ROOT), old))
        if new == old:
            continue
        stale += 1
        if '--write' in sys.argv:
            with open(name, 'w', encoding='utf-8') as f:
                f.write(new)
            print('written: %s' % name)
        else:
            print('stale: %s; python3 tests/policies/readme.py build/pol %s --write, and read the diff' % (name, name))
    if '--write' not in sys.argv:
        print('%d READMEs, %d stale' % (len(names), stale))
        sys.exit(1 if stale else 0)


if __name__ == '__main__':
    main()
