#!/usr/bin/env python3
"""pol test --watch: the scenarios run again when a file changes, when one comes, goes, or is written anew under its name. usage: watching.py POL"""
import os
import select
import subprocess
import sys
import tempfile
import time

POLICY = 'policy p "P"\nfacts x\n  a is yes or no\ndecision d is permission\nclause 1\n  permits d\n  refuses d when x.a\n'
SCENARIO = 'scenario "One"\n  given not x.a\n  expect d is permitted\n'
PATIENCE = 30  # seconds; the machine may be busy
faults = 0


def fault(text):
    global faults
    faults += 1
    print('FAIL  ' + text)


def write(path, text):
    """As editors do: beside it, then in its place."""
    with open(path + '.new', 'w', encoding='utf-8') as f:
        f.write(text)
    os.replace(path + '.new', path)


def wait_for(stream, seen, wanted, what):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if wanted in seen[0]:
            seen[0] = seen[0].split(wanted, 1)[1]
            return
        if select.select([stream], [], [], 0.5)[0]:
            piece = os.read(stream.fileno(), 65536).decode('utf-8')
            if not piece:
                break
            seen[0] += piece
    fault('%s: "%s" does not come; there is: %s' % (what, wanted, seen[0]))


def main():
    pol = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        at = os.path.join(folder, 'p.pol')
        write(at, POLICY + SCENARIO)
        p = subprocess.Popen([pol, 'test', folder, '--watch'], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        seen = ['']
        wait_for(p.stdout, seen, '1 scenario: 1 passed\n', 'at first')
        wait_for(p.stdout, seen, 'waiting for a change', 'at first')
        write(at, POLICY + SCENARIO.replace('is permitted', 'is refused'))
        wait_for(p.stdout, seen, '1 scenario: 0 passed, 1 failed\n', 'a file that is written anew')
        wait_for(p.stdout, seen, 'waiting for a change', 'a file that is written anew')
        with open(at, 'a', encoding='utf-8') as f:
            f.write('scenario "Two"\n  given x.a\n  expect d is refused\n')
        wait_for(p.stdout, seen, '2 scenarios: 1 passed, 1 failed\n', 'a file that grows')
        wait_for(p.stdout, seen, 'waiting for a change', 'a file that grows')
        write(at, 'policy p "P"\nclause 1\n  permit d\n')
        wait_for(p.stdout, seen, 'error POL0202', 'a file with a mistake')
        wait_for(p.stdout, seen, 'waiting for a change', 'a file with a mistake')
        write(at, POLICY)
        wait_for(p.stdout, seen, '0 scenarios', 'a file that is mended')
        wait_for(p.stdout, seen, 'waiting for a change', 'a file that is mended')
        write(os.path.join(folder, 'q.pol'), SCENARIO)
        wait_for(p.stdout, seen, '1 scenario: 1 passed\n', 'another file')
        wait_for(p.stdout, seen, 'waiting for a change', 'another file')
        if p.poll() is not None:
            fault('it has ended by itself')
        p.terminate()
        p.wait(timeout=PATIENCE)
    p = subprocess.run([pol, 'test', '-', '--watch'], input=POLICY.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=PATIENCE, check=False)
    if p.returncode != 2 or b'standard input does not change' not in p.stderr:
        fault('standard input: exit status %d, %s' % (p.returncode, p.stderr))
    p = subprocess.run([pol, 'test', folder, '--watch', '--min-clause', 'x'], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=PATIENCE, check=False)
    if p.returncode != 2:
        fault('a wrong option: exit status %d' % p.returncode)
    print('watching: %d faults' % faults)
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
