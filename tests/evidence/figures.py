"""What a check of the evidence found, for tests/TRUST.md: one JSON object a file, with the commit and the day it was found on. `part` where several checks make one row."""
import datetime
import json
import os
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
KEPT = os.path.join(ROOT, 'tests', 'evidence', 'figures')


def commit():
    """The commit that is checked out; with a plus where files of it were changed, those that this evidence itself writes left out."""
    def git(*words):
        return subprocess.run(('git',) + words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False, universal_newlines=True).stdout
    changed = [line for line in git('status', '--porcelain', '--untracked-files=no').splitlines() if line[3:] != 'tests/TRUST.md' and not line[3:].startswith('tests/evidence/figures/')]
    return (git('rev-parse', '--short=7', 'HEAD').strip() or 'unknown') + ('+' if changed else '')


def write(path, row, what, figure, target, met, command, notes=(), part=1):
    """row: of the table; figure, target: a line each; met: whether the figure reaches the target; command: what gives it again; notes: a line each, of what falls short or was left out."""
    found = {'row': row, 'part': part, 'what': what, 'figure': figure, 'target': target, 'met': bool(met), 'command': command, 'notes': list(notes), 'commit': commit(), 'day': datetime.date.today().isoformat()}
    beside = path + '.part'
    with open(beside, 'w', encoding='utf-8') as f:
        json.dump(found, f, ensure_ascii=False, indent=1)
        f.write('\n')
    os.replace(beside, path)


def kept():
    """All that was found, in the order of the table."""
    found = []
    for name in sorted(os.listdir(KEPT)):
        if name.endswith('.json'):
            with open(os.path.join(KEPT, name), encoding='utf-8') as f:
                found.append(json.load(f))
    return sorted(found, key=lambda each: (each['row'], each['part']))
