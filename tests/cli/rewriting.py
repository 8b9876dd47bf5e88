#!/usr/bin/env python3
"""Commands that write files: fmt and check --fix. What they print, what they exit with, and above all what is in the files afterwards. usage: rewriting.py POL"""
import os
import pty
import shutil
import subprocess
import sys
import tempfile

UGLY = 'policy p "P"\n   effective from 2024-01-01\nfacts x\n a is number\n longer is number\ndecision d is permission\nclause 1\n permits   d when x.a is 1\n'
NEAT = 'policy p "P"\n  effective from 2024-01-01\nfacts x\n  a      is number\n  longer is number\ndecision d is permission\nclause 1\n  permits d when x.a is 1\n'
BROKEN = 'policy p "P"\n   effective fron 2024-01-01\n'
NOTES = 'policy p \u201cP\u201d\nfacts x\n  a is number\ndecision d is permission\nclause 1\n  permits d when x.a >= 1\n'
MENDED = 'policy p "P"\nfacts x\n  a is number\ndecision d is permission\nclause 1\n  permits d when x.a is at least 1\n'
HALF = 'policy p "P"\nfacts x\n  a is number\ndecision d is permission\nclause 1\n  permits d when x.a >= 1 and x.nothing\n'
COLOURED = ('\x1b[1m--- short.pol\x1b[0m\n\x1b[1m+++ short.pol\x1b[0m\n\x1b[36m@@ -1,2 +1,2 @@\x1b[0m\n'
            '\x1b[31m-use b   # why\x1b[0m\n\x1b[31m-use   a\x1b[0m\n\x1b[32m+use b                                   # why\x1b[0m\n\x1b[32m+use a\x1b[0m\n')
faults = 0
trials = 0


def fault(text):
    global faults
    faults += 1
    print('FAIL  ' + text)


def write(path, text, mode=0o644):
    if os.path.dirname(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8', newline='') as f:
        f.write(text)
    os.chmod(path, mode)


def read(path):
    with open(path, encoding='utf-8', newline='') as f:
        return f.read()


def run(pol, args, given=''):
    p = subprocess.run([pol] + args, input=given.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    return p.returncode, p.stdout.decode(), p.stderr.decode()


def trial(pol, args, status, out, err, files=None, given=''):
    """out and err: all of it, or (with a * in front) a part; files: what they hold afterwards."""
    global trials
    trials += 1
    got = run(pol, args, given)
    for want, is_now, where in ((out, got[1], 'standard output'), (err, got[2], 'standard error')):
        fine = want[1:] in is_now if want.startswith('*') else want == is_now
        if not fine:
            fault('pol %s: %s is %r, not %r' % (' '.join(args), where, is_now, want))
    if got[0] != status:
        fault('pol %s: exit status %d, not %d' % (' '.join(args), got[0], status))
    for path, text in (files or {}).items():
        if read(path) != text:
            fault('pol %s: %s is %r' % (' '.join(args), path, read(path)))
    left = [name for _, _, names in os.walk('.') for name in names if not name.endswith(('.pol', '.txt', '.patch'))]
    if left:
        fault('pol %s leaves %s behind' % (' '.join(args), left))


def fmt(pol):
    write('ugly.pol', UGLY)
    write('neat.pol', NEAT)
    write('broken.pol', BROKEN)
    write('folder/a.pol', UGLY)
    write('folder/b.pol', NEAT)
    write('folder/deep/c.pol', UGLY)
    trial(pol, ['fmt', '-'], 0, NEAT, '', given=UGLY)
    trial(pol, ['fmt', '-'], 0, NEAT, '', given=NEAT)
    trial(pol, ['fmt', '-'], 0, '', '', given='')
    trial(pol, ['fmt', '-', '--check'], 1, 'standard input\n', '', given=UGLY)
    trial(pol, ['fmt', '--check', 'ugly.pol', 'neat.pol'], 1, 'ugly.pol\n', '', {'ugly.pol': UGLY})
    trial(pol, ['fmt', '--check', 'neat.pol'], 0, '', '')
    trial(pol, ['fmt', '--diff', 'ugly.pol'], 0, '*--- ugly.pol\n+++ ugly.pol\n@@ -1,8 +1,8 @@\n policy p "P"\n-   effective', '', {'ugly.pol': UGLY})
    trial(pol, ['fmt', '--diff', '--check', 'ugly.pol', 'neat.pol'], 1, '*-   effective', '', {'ugly.pol': UGLY})
    trial(pol, ['fmt', 'folder/deep', 'ugly.pol', 'neat.pol'], 0, 'folder/deep/c.pol\nugly.pol\n', '', {'ugly.pol': NEAT, 'folder/deep/c.pol': NEAT})
    write('folder/deep/c.pol', UGLY)
    trial(pol, ['fmt', 'folder'], 0, 'folder/a.pol\nfolder/deep/c.pol\n', '', {'folder/a.pol': NEAT, 'folder/b.pol': NEAT, 'folder/deep/c.pol': NEAT})
    trial(pol, ['fmt', 'folder'], 0, '', '')
    for name in ('one', 'two', 'three'):  # links that lead in circles, in more ways than can be gone
        os.symlink('.', 'folder/' + name)
    trial(pol, ['fmt', 'folder'], 0, '', '')
    write('short.pol', 'use b   # why\nuse   a\n')
    trial(pol, ['fmt', '--diff', '--color', 'always', 'short.pol'], 0, COLOURED, '')
    trial(pol, ['fmt', 'broken.pol', 'neat.pol'], 2, '', '*error POL0204: ', {'broken.pol': BROKEN})
    write('ugly.pol', UGLY)
    trial(pol, ['fmt', 'broken.pol', 'ugly.pol'], 2, 'ugly.pol\n', '*is not a word of a policy', {'broken.pol': BROKEN, 'ugly.pol': NEAT})
    write('word.pol', NOTES.replace('>=', 'is at least'))
    trial(pol, ['fmt', 'word.pol'], 0, 'word.pol\n', '', {'word.pol': MENDED})
    trial(pol, ['fmt', 'nowhere.pol'], 2, '', 'pol: nowhere.pol cannot be read: there is no such file (POL1001)\n')
    os.makedirs('empty', exist_ok=True)
    trial(pol, ['fmt', 'empty'], 2, '', 'pol: the folder empty has no .pol file\n')
    trial(pol, ['fmt'], 2, '', 'pol: fmt needs a policy: pol fmt PATH\u2026\n')


def in_place(pol):
    """The file's mode, links to it, and folders that cannot be written in."""
    write('mode.pol', UGLY, 0o600)
    trial(pol, ['fmt', 'mode.pol'], 0, 'mode.pol\n', '', {'mode.pol': NEAT})
    if os.stat('mode.pol').st_mode & 0o777 != 0o600:
        fault('fmt changes the mode of a file to %o' % os.stat('mode.pol').st_mode)
    write('real.pol', UGLY)
    os.symlink('real.pol', 'link.pol')
    trial(pol, ['fmt', 'link.pol'], 0, 'link.pol\n', '', {'real.pol': NEAT})
    if not os.path.islink('link.pol'):
        fault('fmt puts a file in the place of a link')
    if os.geteuid() == 0:
        return  # for whom nothing is write-protected
    write('fixed/a.pol', UGLY)
    os.chmod('fixed', 0o555)
    trial(pol, ['fmt', 'fixed'], 2, '*fixed/a.pol', '*it is as it was', {'fixed/a.pol': UGLY})
    os.chmod('fixed', 0o755)
    write('read-only.pol', UGLY, 0o444)
    trial(pol, ['fmt', 'read-only.pol'], 2, '*', '*it is as it was', {'read-only.pol': UGLY})


def patch(pol):
    """What --diff prints is what patch takes."""
    if not shutil.which('patch'):
        print('no patch here: what --diff prints is not tried')
        return
    lines = ['clause %d\n d%d is %d\n' % (i, i, i) if i % 17 in (0, 1) else 'clause %d\n  d%d is %d\n' % (i, i, i) for i in range(1, 400)]
    for name, text in (('long.pol', ''.join(lines)), ('open.pol', UGLY.rstrip('\n')), ('all.pol', ''.join('clause %d\n d is 1\n' % i for i in range(4000)))):
        write(name, text)
        with open('p.patch', 'w', encoding='utf-8') as f:
            f.write(run(pol, ['fmt', '--diff', name])[1])
        done = subprocess.run(['patch', '-s', '-i', 'p.patch', '-o', 'patched.pol', name], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode:
            fault('patch does not take the difference of %s: %s' % (name, done.stdout.decode()))
        trial(pol, ['fmt', name], 0, name + '\n', '', {name: read('patched.pol')})


def fix(pol):
    write('notes.pol', NOTES)
    write('half.pol', HALF)
    write('neat.pol', MENDED)
    trial(pol, ['check', '--fix', 'notes.pol'], 0, '*', 'pol: notes.pol: 2 mended\n', {'notes.pol': MENDED})
    trial(pol, ['check', '--fix', 'neat.pol'], 0, '*', 'pol: there is nothing that can be mended for sure\n', {'neat.pol': MENDED})
    trial(pol, ['check', '--fix', 'half.pol'], 1, '*x.nothing', 'pol: half.pol: 1 mended\n', {'half.pol': HALF.replace('>=', 'is at least')})
    write('half.pol', HALF)
    trial(pol, ['check', '--fix', 'half.pol', '--format', 'json'], 1, '*"pol.reports/1"', 'pol: half.pol: 1 mended\n', {'half.pol': HALF.replace('>=', 'is at least')})
    write('parts/a.pol', MENDED.replace('clause 1\n', 'Clause 1\n'))
    write('parts/b.pol', 'clause 2\n  refuses d when x.a > 5\n')
    trial(pol, ['check', '--fix', 'parts'], 0, '*', 'pol: parts/a.pol: 1 mended\npol: parts/b.pol: 1 mended\n',
          {'parts/a.pol': MENDED, 'parts/b.pol': 'clause 2\n  refuses d when x.a is more than 5\n'})
    trial(pol, ['check', '--fix', '-'], 2, '', 'pol: --fix writes files, and standard input (-) is none\n', given=NOTES)
    trial(pol, ['check', '--fix', 'nowhere.pol'], 2, '', 'pol: nowhere.pol cannot be read: there is no such file (POL1001)\n')
    trial(pol, ['decide', '--fix', 'neat.pol'], 2, '', '*pol: decide has no option --fix')


def at_terminal(pol, args):
    """What is said to people, when standard error is a terminal."""
    read, write = pty.openpty()
    subprocess.run([pol] + args, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=write, timeout=60)
    os.write(write, b'\0')
    text = b''
    while not text.endswith(b'\0'):
        text += os.read(read, 65536)
    os.close(read)
    os.close(write)
    return text[:-1].decode().replace('\r\n', '\n')


def said(pol):
    write('one.pol', UGLY)
    write('two/a.pol', UGLY)
    write('two/b.pol', NEAT)
    write('fine.pol', 'policy p "P"\nfacts x\n  a is number\ndecision d is permission, may be silent "so"\nclause 1\n  permits d when x.a is 1\n')
    for args, want in ((['fmt', '--check', 'one.pol'], 'pol: 1 of 1 file is not in the layout: pol fmt changes that\n'),
                       (['fmt', '--diff', 'two'], 'pol: 1 of 2 files is not in the layout: pol fmt changes that\n'),
                       (['fmt', 'one.pol', 'two'], 'pol: 2 of 3 files are laid out anew\n'),
                       (['fmt', '--check', 'two', 'one.pol'], 'pol: 3 files are in the layout\n'),
                       (['fmt', '-'], ''),
                       (['check', 'fine.pol'], 'pol: nothing is wrong, as far as it shows without facts\n')):
        got = at_terminal(pol, args)
        if got != want:
            fault('pol %s says %r at a terminal, not %r' % (' '.join(args), got, want))


def main():
    pol = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        fmt(pol)
        in_place(pol)
        patch(pol)
        fix(pol)
        said(pol)
        os.chdir('/')
    print('rewriting: %d trials, %d faults' % (trials, faults))
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
