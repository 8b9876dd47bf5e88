#!/usr/bin/env python3
"""What the command line says that it gives up is given up: each thing is tried, before and after, and a running pol is looked at from outside. Where the system has no seccomp or no Landlock,
that is said and passed over. usage: sandbox.py BUILD"""
import os
import platform
import subprocess
import sys
import tempfile
import time

NONE = dict.fromkeys('thread memory socket read overwrite make rename finish make-inner fork exec'.split(), 'done')
CALLS = dict(NONE, socket='denied', fork='denied', exec='denied')
WRITE = dict(CALLS, overwrite='denied', make='denied', rename='denied')  # what is inside the folder of the result goes on
CLOSE = dict(WRITE, read='denied')
CLOSE['make-inner'] = 'denied'  # a file can be made, but not opened for writing: only one that is open already is finished
faults = []


def tried(build, stage):
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, 'inner'))
        for name in 'there', 'inner/result.part':
            with open(os.path.join(folder, name), 'w', encoding='utf-8') as f:
                f.write('x')
        done = subprocess.run([os.path.join(build, 'tests', 'given_up'), stage, folder], stdout=subprocess.PIPE, universal_newlines=True, check=False)
    return dict(line.split() for line in done.stdout.splitlines())


def look(build):
    """A pol that waits for its facts: what the kernel says of it."""
    p = subprocess.Popen([os.path.join(build, 'pol'), 'decide', 'policies/benchmark', '--facts', '-', '--facts-format', 'ndjson', '--as-of', '2024-04-01'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    until = time.monotonic() + 20
    status = {}
    while status.get('Seccomp', '0').strip() == '0' and time.monotonic() < until:
        with open('/proc/%d/status' % p.pid, encoding='utf-8') as f:
            status = dict(line.rstrip('\n').split(':\t', 1) for line in f if ':\t' in line)
    p.communicate()
    return status


def main():
    build = sys.argv[1]
    if platform.system() != 'Linux':
        print('sandbox: only Linux has one; nothing to try')
        return 0
    if tried(build, 'none') != dict(NONE, privileges='kept', calls='kept', writing='kept', reading='kept'):
        faults.append('without a sandbox not everything can be done: the trial is no good')
    skipped = set()
    for stage, expected in (('calls', CALLS), ('write', WRITE), ('close', CLOSE)):
        seen = tried(build, stage)
        for part in ('privileges', 'calls') + {'calls': (), 'write': ('writing',), 'close': ('writing', 'reading')}[stage]:
            if seen.get(part) != 'gone':
                skipped.add(part)
        if not skipped:
            faults.extend('%s, %s: %s, not %s' % (stage, what, seen.get(what), expected[what]) for what in expected if seen.get(what) != expected[what])
    if skipped:
        print('sandbox: this system, or this build, cannot give up: ' + ', '.join(sorted(skipped)))
    else:
        said = subprocess.run([os.path.join(build, 'pol'), 'check', '-v', 'policies/benchmark'], stderr=subprocess.PIPE, universal_newlines=True, check=False).stderr
        if said.count('given up') != 4:
            faults.append('check -v does not say all that was given up:\n' + said)
        status = look(build)
        for field, value in ('NoNewPrivs', '1'), ('Seccomp', '2'):
            if status.get(field, '').strip() != value:
                faults.append('a running pol has %s %s, not %s' % (field, status.get(field), value))
    for text in faults:
        print(text)
    print('sandbox: %d faults' % len(faults))
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
