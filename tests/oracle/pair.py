"""One case: a policy with its amendments and records, decided by the engine and by the oracle, and where the two differ."""
import json
import os
import re
import subprocess

import census
import compare
import facts
from policy import Policy
from values import read_date

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PASSED_OVER = {'POL0502', 'POL0714'}  # an amendment's clause may by chance stand above and below another at once, or change what is not in force yet
UNSAID = {'outcome': 'not_applicable', 'reason': 'silent'}  # a decision that the consolidated text does not have
SAME = ('outcome', 'reason', 'value', 'unit', 'parties', 'to', 'fault', 'pending', 'duties')  # of a consolidated text: what is missing may be asked in another order


class Refused(Exception):
    """The engine does not take the case."""


class Difference:
    """kinds: what differs, in words; record: None where it is not about one."""

    def __init__(self, kinds, words, record=None, decision=None, as_of=None):
        self.kinds, self.words, self.record, self.decision, self.as_of = frozenset(kinds), words, record, decision, as_of


class Case:
    """amended: texts of amendments, each with the day that it is given with, or None. as_of: days."""

    def __init__(self, text, records, amended, as_of):
        self.text, self.records, self.amended, self.as_of = text, records, amended, as_of

    def with_(self, **changed):
        return Case(**dict({'text': self.text, 'records': self.records, 'amended': self.amended, 'as_of': self.as_of}, **changed))


def pol(args, expect=(0, 1)):
    p = subprocess.run(args, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300)
    if p.returncode not in expect or not p.stdout.strip():
        raise Refused('pol %s: exit %d\n%s' % (args[1], p.returncode, p.stderr.decode(errors='replace')[:3000]))
    return json.loads(p.stdout.decode())


def with_modules(program, tree, used):
    """The tree behind those of the modules that it uses. Of a module's own head and scenarios nothing is left."""
    found = []
    for d in tree['declaration']:
        if d['kind'] == 'use' and d['text'] not in used:
            used.append(d['text'])
            for f in pol([program, 'tree', os.path.join(ROOT, 'stdlib', d['text'].replace('.', '/') + '.pol')])['files']:
                f['tree']['declaration'] = [x for x in f['tree']['declaration'] if x['kind'] not in ('policy', 'scenario', 'scenarios')]
                found += with_modules(program, f['tree'], used)
    return found + [tree]


def trees(program, paths):
    """The policy's files, each behind the modules that it uses."""
    used = []
    return [t for f in pol([program, 'tree'] + paths)['files'] for t in with_modules(program, f['tree'], used)]


def decide(program, paths, records, as_of, folder, options=()):
    path = os.path.join(folder, 'facts.json')
    with open(path, 'w') as f:
        json.dump(records, f, indent=1)
    return pol([program, 'decide'] + paths + ['--facts', path, '--as-of', as_of, '--format', 'json'] + list(options))


def compared(policy, records, as_of, decided):
    """(answers compared, differences)."""
    count, found = 0, []
    for record, got in zip(records, decided['records']):
        by_name, given = {d['decision']: d for d in got['decisions']}, facts.read(policy, record)
        census.of_record(given)
        for name in policy.decisions:
            count += 1
            wrong = compare.wrong(policy, name, given, as_of, by_name.get(name))
            if wrong:
                found.append(Difference(wrong, 'record %s, %s as of %s\n%s' % (record.get('id'), name, as_of, '\n'.join(wrong.values())), record, name, as_of))
    return count, found


def write(case, folder):
    """The case as files: the policy's path, the amendments', and how they are given."""
    path, paths, options = os.path.join(folder, 'policy.pol'), [], []
    with open(path, 'w') as f:
        f.write(case.text)
    for i, (text, day) in enumerate(case.amended):
        paths.append(os.path.join(folder, 'amendment%d.pol' % (i + 1)))
        with open(paths[-1], 'w') as f:
            f.write(text)
        options += ['--amend', paths[-1] + ('@' + day if day else '')]
    return path, paths, options


def is_possible(program, path, options):
    codes = {r['code'] for r in pol([program, 'check', path, '--format', 'json'] + options)['reports'] if r['severity'] == 'error'}
    if codes - PASSED_OVER:
        raise Refused('pol check: ' + ', '.join(sorted(codes)))
    return not codes


def hold(program, case, folder, more=True):
    """Both on one case, once for each day: answers compared, answers of consolidated texts, differences. more: also what is not about an answer."""
    path, paths, options = write(case, folder)
    if options and not is_possible(program, path, options):
        return 0, 0, []
    files = trees(program, [path]) + [f['tree'] for m in paths for f in pol([program, 'tree', m])['files']]
    policy = Policy(files, [read_date(day) if day else None for _, day in case.amended])
    census.of_policy(policy, case.amended)
    for t in files if more else []:
        census.tree(t)
    count, again, found = 0, 0, []
    for as_of in case.as_of:
        census.of_days(policy, read_date(as_of))
        decided = decide(program, [path], case.records, as_of, folder, options)
        n, differ = compared(policy, case.records, as_of, decided)
        count, found = count + n, found + differ
        if options and one_text(case.text):
            n, differ = consolidated(program, path, options, case.records, as_of, folder, decided)
            again, found = again + n, found + differ
    return count, again, found


# ---- consolidated texts

def one_text(text):
    """Whether one text can say it: a section's scope speaks also of what its clauses no longer do; and the rules of each clause on one decision stand above and below the same, for a text can name clauses only, and
    ranks that came by ways that are gone may be of one rule."""
    if '  applies only if' in text:
        return False
    for clause in re.split(r'^(?=clause )', text, flags=re.M):
        ranks = {}
        for line in clause.split('\n'):
            rule = re.match(r'  (?:normally )?(?:adds .* to |multiplies |refuses |permits |refers )?(dec\d)\b', line)
            if rule:
                ranks.setdefault(rule.group(1), set()).add(tuple(re.findall(r'(?:despite|subject to) [\w., ]*\d', line)))
        if any(len(found) > 1 for found in ranks.values()):
            return False
    return True


def consolidated(program, path, options, records, as_of, folder, decided):
    """The consolidated text: laid out, without errors, and of the same answers."""
    path2 = os.path.join(folder, 'consolidated.pol')
    run = subprocess.run([program, 'fmt', '--consolidated', path, '--as-of', as_of] + options, capture_output=True, text=True, timeout=60)
    if run.returncode == 1 and 'in force' in run.stderr:
        return 0, []
    if run.returncode:
        return 1, [Difference(['consolidated: exit %d' % run.returncode], 'consolidated as of %s: exit %d: %s' % (as_of, run.returncode, run.stderr), as_of=as_of)]
    with open(path2, 'w') as f:
        f.write(run.stdout)
    run = subprocess.run([program, 'fmt', '--check', path2], capture_output=True, text=True)
    found = [Difference(['consolidated: layout'], 'consolidated as of %s: not laid out' % as_of, as_of=as_of)] if run.returncode else []
    again, count = decide(program, [path2], records, as_of, folder), 0
    for record, one, other in zip(records, decided['records'], again['records']):
        answers = {e['decision']: e for e in other['decisions']}
        for d in one['decisions']:
            count += 1
            e = answers.get(d['decision'], UNSAID)  # what only an amendment still to come declares
            differ = [k for k in SAME if plainly(d.get(k)) != plainly(e.get(k))]
            differ += ['reservations'] if [r['clause'] for r in d['reservations']] != [r['clause'] for r in e.get('reservations', [])] else []
            if differ:
                words = 'consolidated as of %s, record %s, %s: %s: %s and %s' % (as_of, one.get('id'), d['decision'], ', '.join(differ), [d.get(k) for k in differ], [e.get(k) for k in differ])
                found.append(Difference(['consolidated: ' + k for k in differ], words, record, d['decision'], as_of))
    census.met('consolidated text')
    return count, found


def plainly(v):
    """Without places in the texts, and what a number is called: a count, if all rules that the text has left say so."""
    if isinstance(v, dict):
        return {k: plainly(x) for k, x in v.items() if k not in ('line', 'column', 'file', 'clause', 'at', 'place', 'type')}
    return sorted((plainly(x) for x in v), key=repr) if isinstance(v, list) else v


# ---- telling

def explains(program, case, folder):
    """Whether every answer can be told, with all that `explain` has, and the policy read back: the text is for golden files to judge. Of a few records, for it takes long."""
    path, _, options = write(case, folder)
    given = os.path.join(folder, 'few.json')
    with open(given, 'w') as f:
        json.dump(case.records[:2], f)
    for form in (['--trace'], ['--trace', '--why-not', 'permitted', '--format', 'json']):
        run = subprocess.run([program, 'explain', path, '--facts', given, '--as-of', case.as_of[0]] + form + options, capture_output=True, text=True)
        if run.returncode not in (0, 1) or run.stderr:
            return [Difference(['explain'], 'explain %s: status %d: %s' % (' '.join(form), run.returncode, run.stderr))]
    run = subprocess.run([program, 'read', path], capture_output=True, text=True)
    return [Difference(['read'], 'read: status %d: %s' % (run.returncode, run.stderr))] if run.returncode or run.stderr else []
