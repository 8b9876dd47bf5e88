"""`pol` as the checks use it: records in, answers out, in comparable form."""
import json
import os
import subprocess
import tempfile

KEYS_OF_PLACE = {'line', 'column', 'file'}


class Refused(Exception):
    """pol could not do it: the text is wrong, or it crashed (then `crash`)."""

    def __init__(self, words, crash):
        super().__init__(words)
        self.crash = crash


class Engine:
    """A folder of its own; texts are kept there under names of theirs."""

    def __init__(self, pol):
        self.pol, self.kept = pol, tempfile.TemporaryDirectory()
        self.folder, self.number = self.kept.name, 0

    def close(self):
        self.kept.cleanup()

    def write(self, texts, name=None):
        """Texts to files of one folder: their paths."""
        self.number += 1
        folder = os.path.join(self.folder, name or '%d' % (self.number % 64))
        os.makedirs(folder, exist_ok=True)
        paths = []
        for i, text in enumerate(texts):
            paths.append(os.path.join(folder, '%d.pol' % i))
            with open(paths[-1], 'w', encoding='utf-8') as f:
                f.write(text)
        return paths

    def run(self, args, given=None, good=(0, 1)):
        p = subprocess.run([self.pol] + args, input=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300, check=False)
        if p.returncode not in good:
            raise Refused('pol %s: exit status %d\n%s' % (' '.join(args[:2]), p.returncode, p.stderr.decode(errors='replace')[:200000]), p.returncode not in (0, 1, 2))
        return p.stdout

    def lines(self, texts, amended, as_of, records, trace=False, name=None):
        """NDJSON as it comes: a line a record, as bytes."""
        paths = self.write(list(texts) + [text for text, _ in amended], name)
        args = ['decide'] + paths[:len(texts)] + ['--facts', '-', '--facts-format', 'ndjson', '--as-of', as_of, '--format', 'ndjson', '--threads', '1'] + (['--trace'] if trace else [])
        for path, (_, day) in zip(paths[len(texts):], amended):
            args += ['--amend', path + ('@' + day if day else '')]
        given = ('\n'.join(r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in records) + '\n').encode()
        return self.run(args, given).splitlines()

    def decide(self, texts, amended, as_of, records, trace=False):
        """By record: its answers by decision, or None of one with a wrong fact. Records that are answered alike share their answers: nobody changes those."""
        found, alike = [], {}
        for line in self.lines(texts, amended, as_of, records, trace):
            at = line.find(b'"decisions":')
            rest = line[at:] if at >= 0 and b'"wrong"' not in line else line
            if rest not in alike:
                record = json.loads(line)
                alike[rest] = None if record.get('wrong') else {d['decision']: d for d in record['decisions']}
            found.append(alike[rest])
        return found

    def facts(self, texts, amended=()):
        paths = self.write(list(texts) + [text for text, _ in amended])
        args = ['facts'] + paths[:len(texts)] + ['--format', 'json-schema']
        for path, (_, day) in zip(paths[len(texts):], amended):
            args += ['--amend', path + ('@' + day if day else '')]
        return {k: v for k, v in json.loads(self.run(args))['properties'].items() if k != 'id'}

    def formatted(self, texts):
        """Laid out, file by file: fmt writes where it reads."""
        paths = self.write(texts)
        self.run(['fmt'] + paths)
        out = []
        for path in paths:
            with open(path, encoding='utf-8') as f:
                out.append(f.read())
        return out


def plainly(v):
    """Whatever order the document has: without places, lists as sets."""
    if isinstance(v, dict):
        return {k: plainly(x) for k, x in v.items() if k not in KEYS_OF_PLACE}
    if isinstance(v, list):
        return sorted((plainly(x) for x in v), key=lambda x: json.dumps(x, sort_keys=True))
    return v


def value_of(d):
    """Of sets, sequences and obligations the elements, in no order; of others the exact value."""
    v = d['value']
    if v is None:
        return None
    return plainly(v['value']) if isinstance(v['value'], list) else v['value']


def pending_of(d):
    return plainly((d['value'] or {}).get('pending') or [])


def parties_of(d):
    return sorted(a['name'] for a in d['authorities'])


def answer(d):
    """The answer itself: what makes two of them the same."""
    if 'answer' not in d:  # worked out once
        d['answer'] = d['outcome'], json.dumps(value_of(d), sort_keys=True), tuple(parties_of(d)), json.dumps(pending_of(d), sort_keys=True)
    return d['answer']


def clauses_of(d):
    return {b['clause'] for b in d['because']}


def short(d):
    """For people who look at a difference."""
    kept = {k: d[k] for k in ('outcome', 'reason', 'error') if d.get(k)}
    if d['value']:
        kept['value'] = d['value'].get('text', d['value']['value'])
        if d['value'].get('pending'):
            kept['pending'] = d['value']['pending']
    if d['authorities']:
        kept['to'] = parties_of(d)
    kept['because'] = ['%s %s' % (b['clause'], b['effect']) for b in d['because']]
    for key in ('possible', 'presumed', 'gave_way'):
        if d.get(key):
            kept[key] = d[key]
    if d['missing']:
        kept['missing'] = [m['fact'] for m in d['missing']]
    return json.dumps(kept, ensure_ascii=False)
