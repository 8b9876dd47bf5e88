#!/usr/bin/env python3
"""The generated parts of a policy's README: its clauses (where each stands, what it does, which scenario shows it), the readings taken, the other documents named;
and, in any README, what a command is said to print. usage: readme.py POL README… [--write]

Between `<!-- NAME -->` and `<!-- end of NAME -->` stands what this script writes; NAME is one of figures, clauses, readings, documents, about the policy in the README's
folder. `NAME of POLICY` is about the one in a folder below; `NAME of POLICY before AMENDMENT` says of its clauses too what an amendment makes of them, and
`NAME of AMENDMENT on POLICY` is about the amendment's clauses. A block after a line "`build/pol …` prints" is what that command prints. Without --write nothing is
written: what is stale is named, with exit status 1."""
import json
import os
import re
import shlex
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WORDS = {'applies_only_if': 'scope', 'only_if': 'condition', 'permits': 'permits', 'refuses': 'refuses', 'refers': 'refers', 'sets_aside': 'sets aside',
         'is': 'value', 'adds': 'adds', 'multiplies': 'factor', 'cap': 'cap', 'floor': 'floor', 'duty': 'duty'}
CLASSES = {'heading': 'heading', 'informational': 'informational', 'missing text': 'text missing'}


def run(pol, *args):
    p = subprocess.run([pol, *args], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ, NO_COLOR='1'))
    if p.returncode == 2:
        sys.exit('pol %s: %s' % (' '.join(args), p.stderr.strip()))
    return p.stdout


class Policy:
    """What pol says of a policy, or of an amendment of it: its coverage, and the lines of its clauses. `home`: the README's folder, from which links go."""

    def __init__(self, pol, home, folder, amendment=None):
        self.home, self.amendment = home, amendment
        tests = json.loads(run(pol, 'test', folder, *(['--amend', amendment] if amendment else []), '--coverage', '--format', 'json'))
        own = (lambda path: path == amendment) if amendment else (lambda path: True)
        self.scenarios, self.coverage = tests['scenarios'], {k: [x for x in tests['coverage'][k] if own(x['file'])] for k in ('clauses', 'conditions', 'limits')}
        self.own_scenarios = [x for x in self.scenarios if own(x['file'])]
        self.clauses = sorted(self.coverage['clauses'], key=lambda c: (os.path.basename(c['file']), c['line']))
        self.lines, self.endings = {}, {}
        for path in [folder] + ([amendment] if amendment else []):
            for file in json.loads(run(pol, 'tree', path))['files']:
                for d in file['tree']['declaration']:
                    if d['kind'] in ('clause', 'section') and d['lines']:
                        self.lines[d['text']] = d['lines']['item']
                        self.end(d)

    def end(self, d):
        """What the lines of a clause, or of a section's heading, make of other clauses."""
        for line in d['lines']['item']:
            said = {'replaces': 'replaced by %s', 'unchanged_from': 'goes on as %s', 'withdraws': 'withdrawn by %s', 'keeps': 'goes on'}.get(line['kind'])
            for ref in line['refs']['item'] if said else []:
                words = said % d['text'] if '%s' in said else said
                words += ', for some cases' if line.get('cases') else ', the text being silent' if line.get('why') else ''
                self.endings.setdefault(ref['text'], []).append(words)

    def notes(self, kind):
        """Each note of this kind, with its clause, in the document's order."""
        return [(c, n) for c in self.clauses if c['class'] != 'heading' for n in self.lines.get(c['clause'], []) if n['kind'] == kind]

    def place(self, file, line, text=None):
        return '[%s](%s#L%d)' % (text or '%s:%d' % (os.path.basename(file), line), os.path.relpath(file, self.home), line)


def table(head, rows):
    return '\n'.join('| %s |' % ' | '.join(r) for r in [head, ['---'] * len(head)] + rows)


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
        named = e['in'] if e['kind'] == 'duty' else e.get('decisions') or e['decision']
        names = [n['text'] for n in named['item']] if named and named['kind'] == 'list' else [named['text']] if named else []
        said.setdefault(WORDS[e['kind']], []).extend(names)
    return said


def kind(policy, clause):
    if clause['class'] != 'rules':
        reserved = [n['text'] for l in policy.lines.get(clause['clause'], []) if l['kind'] == 'incomplete' and l['reservation'] for n in l['reservation']['item']]
        return CLASSES[clause['class']], 'reservation on ' + ', '.join('`%s`' % n for n in reserved) if reserved else ''
    lines = policy.lines[clause['clause']]
    if any(l['kind'] == 'section_applies_only_if' for l in lines):
        return 'scope', 'every clause of the section'
    same = [l for line in lines if line['kind'] == 'unchanged_from' for r in line['refs']['item'] for l in policy.lines[r['text']]]
    said = effects(lines + same)
    return ', '.join(said), ', '.join(dict.fromkeys('`%s`' % n if '.' not in n else n for names in said.values() for n in names))


def covered(policy, clause):
    """A scenario in which it decides, of its own file where there is one, and how many more there are."""
    found = [policy.scenarios[i] for i in clause['decides']]
    if not found:
        return '' if clause['class'] != 'rules' else 'nothing'
    first = next((s for s in found if s['file'] == clause['file']), found[0])
    more = len(found) - 1
    return policy.place(first['file'], first['line'], first['title']) + (', %d more' % more if more else '')


def instead(policy, clause):
    """What of the policy a clause of an amendment stands for."""
    said = {'replaces': '', 'unchanged_from': 'the same as ', 'withdraws': 'withdraws '}
    found = [said[l['kind']] + ', '.join(r['text'] for r in l['refs']['item']) + (', for some cases' if l.get('cases') else '')
             for l in policy.lines.get(clause['clause'], []) if l['kind'] in said]
    return '; '.join(found) if found or clause['class'] == 'heading' else 'new'


def clauses(policy, amended=None):
    rows = []
    for c in policy.clauses:
        what, decisions = kind(policy, c)
        row = [c['clause'], c['title'] or '', policy.place(c['file'], c['line']), what, decisions, covered(policy, c)]
        if policy.amendment:
            row.insert(3, instead(policy, c))
        if amended:
            row.append('; '.join(dict.fromkeys(amended.endings.get(c['clause'], []))) or ('' if c['class'] == 'heading' else 'goes on'))
        rows.append(row)
    head = ['clause', 'title', 'stands in', 'kind', 'on', 'decides in']
    if policy.amendment:
        head.insert(3, 'in place of')
    return table(head + (['with the amendment'] if amended else []), rows)


def readings(policy):
    return table(['clause', 'is read as', 'and not as'], [[c['clause'], n['reading']['text'], n['other']['text']] for c, n in policy.notes('interpreted_as')])


def documents(policy):
    return table(['clause', 'leaves it to'], [[c['clause'], n['text']['text']] for c, n in policy.notes('hands_over_to')])


def figures(policy):
    c = policy.coverage
    of, rules = [x['class'] for x in policy.clauses], [x for x in policy.clauses if x['class'] == 'rules']
    both, alone = [x for x in c['conditions'] if x['seen_to_hold'] and x['seen_not_to_hold']], [x for x in c['conditions'] if not x['decides_alone']]
    text = ('%d clauses: %d with rules, %d headings, %d informational, %d whose text is missing. %d scenarios. %d of %d clauses with rules decide some scenario; %d of %d conditions were seen both '
            'to hold and not to hold, and %d were shown to decide on their own; %d of %d limits have a scenario on both sides.' % (
                len(of), len(rules), of.count('heading'), of.count('informational'), of.count('missing text'), len(policy.own_scenarios), len([x for x in rules if x['decides']]), len(rules),
                len(both), len(c['conditions']), len(c['conditions']) - len(alone), len([x for x in c['limits'] if x['below'] is not None and x['above'] is not None]), len(c['limits'])))
    if alone:
        text += ' Not shown to decide on their own: %s.' % '; '.join('`%s` (%s)' % (x['condition'], policy.place(x['file'], x['line'], x['clause'])) for x in alone)
    return text


class Home:
    """The README's folder, and the policies that its parts are about: each asked for once."""

    def __init__(self, pol, folder):
        self.pol, self.folder, self.asked = pol, folder, {}

    def policy(self, below=None, amendment=None):
        paths = tuple(None if x is None else os.path.normpath(os.path.join(self.folder, x)) for x in (below or '.', amendment))
        if paths not in self.asked:
            self.asked[paths] = Policy(self.pol, self.folder, *paths)
        return self.asked[paths]


def generated(pol, folder, text):
    """The README with its generated parts anew."""
    home, made = Home(pol, folder), {'figures': figures, 'clauses': clauses, 'readings': readings, 'documents': documents}

    def again(m):
        name, one, how, other = m.group('name', 'one', 'how', 'other')
        policy = home.policy(other, one) if how == 'on' else home.policy(one)
        more = [home.policy(one, other)] if how == 'before' else []
        return '%s%s\n%s' % (m.group('first'), made[name](policy, *more), m.group('last'))
    return re.sub(r'(?P<first><!-- (?P<all>(?P<name>%s)(?: of (?P<one>\S+)(?: (?P<how>on|before) (?P<other>\S+))?)?) -->\n)(?:.*?)(?P<last><!-- end of (?P=all) -->)' % '|'.join(made),
                  again, text, flags=re.S)


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
