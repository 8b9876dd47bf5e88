#!/usr/bin/env python3
"""Many records at the command line: files that are whole or not there (interrupted at any time, on a full disk, with nobody to read), threads that change no byte, records in error and how many
they are, --strict, --only-needed, progress on a terminal. usage: batch.py POL [SEED]"""
import os
import pty
import random
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HEADING = 'id,grade,weekly_hours,started,permanent,hourly_rate,note\n'
DECIDE = ['decide', 'leave.pol', '--as-of', '2024-04-01', '--format', 'csv']
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
POL = ''
faults = 0
trials = 0


def expect(holds, text):
    global faults, trials
    trials += 1
    if not holds:
        faults += 1
        print('FAIL  ' + text)


def settings(**more):
    return {**{k: v for k, v in os.environ.items() if k not in ('NO_COLOR', 'CLICOLOR_FORCE')}, 'TERM': 'xterm', **more}


def run(args, given=b'', **more):
    p = subprocess.run([POL] + args, input=given, stdout=more.get('out', subprocess.PIPE), stderr=subprocess.PIPE, timeout=120, env=settings())
    return p.returncode, (p.stdout or b'').decode(), p.stderr.decode()


def row(dice, i, wrong=False):
    """Some plain, some only the long way can read, some wrong."""
    grade = 'Clerk' if wrong else dice.choice(('clerk', 'officer', 'manager', '"clerk"', ''))
    hours = dice.choice(('37', '18.5', '"18.5"', '30 hours', '', '0.333', '37.000000000000000001'))
    started = dice.choice(('2010-02-28', '2014-04-01', '2014-03-31', '"2020-02-29"', ''))
    note = dice.choice(('', 'none', '"a, b"', '"two\nlines"', '"said ""no"""', 'é'))
    return 'S%d,%s,%s,%s,%s,%s,%s\n' % (i, grade, hours, started, dice.choice(('yes', 'no', 'TRUE', '')), dice.choice(('12', '£45.50', '39.99', '')), note)


def write(path, text):
    with open(path, 'w', encoding='utf-8', newline='') as f:
        f.write(text)


def read(path):
    with open(path, encoding='utf-8', newline='') as f:
        return f.read()


# -- the same whatever the threads, right whatever is wrong

def threads(dice):
    n, wrong = 8000, set(dice.sample(range(8000), 300))
    write('many.csv', HEADING + ''.join(row(dice, i, i in wrong) for i in range(n)))
    for form in ('csv', 'ndjson'):
        want = run(DECIDE[:-1] + [form, '--facts', 'many.csv', '--speed', 'engine', '--threads', '1'])
        expect(want[0] == 1 and want[1].count('\n') == n + (form == 'csv'), 'many.csv as %s: exit status %d, %d lines' % (form, want[0], want[1].count('\n')))
        expect(want[2].endswith('\n300 errors in 1 file\n300 of 8,000 records are in error; the others are decided\n'), 'many.csv: the end is %r' % want[2][-200:])
        for how in (['--threads', '1'], ['--threads', '2'], ['--threads', '7', '--speed', 'portable']):
            got = run(DECIDE[:-1] + [form, '--facts', 'many.csv'] + how)
            expect(got == want, 'many.csv as %s with %s: %s' % (form, ' '.join(how), 'other bytes' if got[1] != want[1] else 'exit status %d' % got[0] if got[0] != want[0] else 'other messages: ' + got[2][-300:]))
    with open('many.csv', 'rb') as f:
        got = run(DECIDE + ['--facts', '-', '--facts-format', 'csv'], f.read())
    expect(got[1] == run(DECIDE + ['--facts', 'many.csv'])[1], 'many.csv from standard input: other bytes')


def many_faults():
    write('bad.csv', 'id,weekly_hours\n' + ''.join('S%d,%s\n' % (i, 'x' if i % 5 else '37') for i in range(20000)))
    for how in ('1', '2'):
        status, out, err = run(DECIDE + ['--facts', 'bad.csv', '--threads', how])
        expect(status == 1 and out.count('\n') == 20001, 'bad.csv: exit status %d, %d lines' % (status, out.count('\n')))
        expect(err.count('error POL0802') == 20 and '\nmore than 10000 errors in 1 file\n16,000 of 20,000 records are in error; the others are decided\n' in err, 'bad.csv: the end is %r' % err[-300:])


def strict():
    write('three.csv', 'id,grade,weekly_hours,started\nS1,clerk,37,2020-01-01\nS2,clark,37,2020-01-01\nS3,clerk,37,2020-01-01\n')
    write('old.csv', 'as it was\n')
    for how in (['--threads', '1'], ['--threads', '2'], ['--speed', 'engine']):
        status, out, err = run(DECIDE + ['--facts', 'three.csv', '--strict', '--ask', 'days'] + how)
        expect((status, out) == (1, 'id,days\nS1,25\n'), '--strict %s: %d, %r' % (how, status, out))
        expect(' --> three.csv:3:4\n' in err and err.endswith('\nstopped at record 2, which is in error; nothing after it is decided\n'), '--strict %s says %r' % (how, err))
        for path in ('new.csv', 'old.csv'):
            status, out, err = run(DECIDE + ['--facts', 'three.csv', '--strict', '--output', path] + how)
            expect(status == 1 and err.endswith('pol: %s %s: there is no whole result\n' % (path, 'is as it was' if path == 'old.csv' else 'is not written')), '--strict --output %s: %d, %r' % (path, status, err[-200:]))
        expect(not os.path.exists('new.csv') and read('old.csv') == 'as it was\n', '--strict left something under the name of the result')
    status, out, _ = run(DECIDE + ['--facts', 'three.csv', '--ask', 'days'])
    expect((status, out) == (1, 'id,days\nS1,25\nS2,\nS3,25\n'), 'without --strict: %d, %r' % (status, out))
    status, out, err = run(DECIDE + ['--facts', 'three.csv', '--strict', '--id', 'S1', '--ask', 'days'])
    expect((status, out) == (1, 'id,days\nS1,25\n') and err.endswith('\nstopped at record 2, which is in error; nothing after it is decided\n'), '--strict --id: %d, %r, %r' % (status, out, err))
    strict_first()


def strict_first():
    """Where it stops is said however few records were read, and whichever was asked for; what could not be decided at all is no bad news."""
    for how in (['--threads', '1'], ['--threads', '2'], ['--speed', 'engine']):
        status, out, err = run(DECIDE + ['--facts', 'three.csv', '--strict', '--id', 'S3', '--ask', 'days'] + how)
        expect((status, out) == (2, '') and err.endswith('\nstopped at record 2, which is in error; nothing after it is decided\n'), '--strict --id S3 %s: %d, %r, %r' % (how, status, out, err))
        write('first.csv', 'id,grade,weekly_hours,started\nS1,clark,37,2020-01-01\n' + 'S2,clerk,37,2020-01-01\n' * 9)
        status, out, err = run(DECIDE + ['--facts', 'first.csv', '--strict', '--ask', 'days'] + how)
        expect((status, out) == (2, '') and err.endswith('\nstopped at record 1, which is in error; nothing after it is decided\n'), '--strict, the first %s: %d, %r, %r' % (how, status, out, err))


# -- whole under its name, or not there

def left(*known):
    return sorted(set(os.listdir('.')) - set(known))


def output():
    want = run(DECIDE + ['--facts', 'many.csv'])[1]
    os.mkdir('results')
    os.mkdir('results/folder')
    write('results/there.csv', 'old\n')
    os.chmod('results/there.csv', 0o640)
    os.symlink('there.csv', 'results/link.csv')
    for name in ('new.csv', 'there.csv', 'link.csv'):
        status, out, err = run(DECIDE + ['--facts', 'many.csv', '--output', 'results/' + name])
        expect(status == 1 and out == '' and read('results/' + name) == want, '--output %s: %d, %r' % (name, status, err[-200:]))
    expect(os.path.islink('results/link.csv') and os.stat('results/there.csv').st_mode & 0o777 == 0o640, '--output: a link or a mode was lost')
    status, _, err = run(DECIDE + ['--facts', 'many.csv', '--output', 'results/folder'])
    expect(status == 2 and err == 'pol: results/folder cannot be written: Is a directory\n', '--output onto a folder: %d, %r' % (status, err))
    status, _, err = run(DECIDE + ['--facts', 'many.csv', '--output', 'nowhere/x.csv'])
    expect(status == 2 and err == 'pol: nowhere/x.csv cannot be written: No such file or directory\n', '--output into no folder: %d, %r' % (status, err))
    status, _, err = run(DECIDE + ['--facts', 'many.csv', '--output', '/dev/full'])
    expect(status == 2 and err == 'pol: /dev/full could not be written: No space left on device\n', '--output /dev/full: %d, %r' % (status, err))
    with open('/dev/full', 'wb') as full:
        status, _, err = run(DECIDE + ['--facts', 'many.csv'], out=full)
    expect(status == 2 and err == 'pol: the result could not be written: No space left on device\n', 'a full disk: %d, %r' % (status, err))
    status, out, _ = run(DECIDE + ['--facts', 'many.csv', '--output', '-'])
    expect(status == 1 and out == want, '--output -: %d' % status)
    expect(sorted(os.listdir('results')) == ['folder', 'link.csv', 'new.csv', 'there.csv'], 'there are %s' % os.listdir('results'))


def closed_pipes():
    for how in ('1', '2'):
        p = subprocess.Popen([POL] + DECIDE + ['--facts', 'huge.csv', '--threads', how], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=settings())
        first = p.stdout.readline()
        p.stdout.close()
        err = p.stderr.read()
        p.stderr.close()
        expect(p.wait(timeout=60) == -signal.SIGPIPE and first == b'id,days,carry\n' and not err, 'nobody reads on: %d, %r, %r' % (p.returncode, first, err[-200:]))
    status = subprocess.run(['sh', '-c', '"$0" "$@" <&-', POL] + DECIDE + ['--facts', '-', '--facts-format', 'csv'], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    expect(status.returncode == 2 and status.stdout == b'' and b'standard input cannot be read: Bad file descriptor' in status.stderr, 'without standard input: %d, %r' % (status.returncode, status.stderr))


def commands(workbooks):
    yield DECIDE + ['--output', 'result']
    yield DECIDE[:-1] + ['ndjson', '--trace', '--threads', '2', '--output', 'result']
    yield ['compare', 'leave.pol', 'more.pol', '--as-of', '2024-04-01', '--format', 'csv', '--output', 'result']
    if workbooks:
        yield ['compare', 'leave.pol', 'more.pol', '--as-of', '2024-04-01', '--format', 'xlsx', '--output', 'result']


def interrupted(dice, workbooks):
    """Facts come for ever, until a signal does: what had the name of the result is as it was, and nothing is beside it."""
    os.mkdir('tmp')
    shutil.copy('leave.pol', 'more.pol')
    piece = ''.join(row(dice, i) for i in range(500)).encode()
    for k, args in enumerate(list(commands(workbooks)) * 4):
        there, sent = k % 2 == 1, SIGNALS[k % len(SIGNALS)]
        if there:
            write('result', 'as it was\n')
        known = os.listdir('.')
        p = subprocess.Popen([POL] + args + ['--facts', '-', '--facts-format', 'csv'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0, env=settings(TMPDIR=os.path.abspath('tmp')))
        until = time.monotonic() + dice.choice((0, 0.002, 0.01, 0.03, 0.08, 0.15))
        try:
            p.stdin.write(HEADING.encode())
            while time.monotonic() < until:
                if select.select([], [p.stdin], [], 0.01)[1]:
                    os.write(p.stdin.fileno(), piece[:4096] if k % 3 else piece[:piece.rindex(b'\n', 0, 4096) + 1])
        except BrokenPipeError:
            pass
        p.send_signal(sent)
        out, err = p.communicate(timeout=60)
        expect(p.returncode == -sent, '%s, signal %d: exit status %d, %r' % (' '.join(args), sent, p.returncode, err[-300:]))
        expect(os.listdir('tmp') == [] and left(*known) == [], 'signal %d left %s and %s' % (sent, left(*known), os.listdir('tmp')))
        expect(not there or read('result') == 'as it was\n', 'signal %d: the result is another' % sent)
        expect(not out, '%s: something went to standard output' % ' '.join(args))
        if there:
            os.remove('result')


def ignored():
    """What is ignored, as under nohup, stays so."""
    def ignore():
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    p = subprocess.Popen([POL] + DECIDE + ['--facts', '-', '--facts-format', 'csv', '--output', 'result'], stdin=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=ignore, env=settings())
    p.stdin.write(b'id,weekly_hours,started\nS1,37,2020-01-01\n')
    p.stdin.flush()
    until = time.time() + 60
    while time.time() < until and not any(name.startswith('result') for name in os.listdir('.')):
        time.sleep(0.01)
    p.send_signal(signal.SIGHUP)
    p.communicate(timeout=60)
    expect(p.returncode == 0 and read('result') == 'id,days,carry\nS1,25,refused\n', 'a signal that is ignored: exit status %d' % p.returncode)
    os.remove('result')


# -- progress

def on_terminal(args, feed=None, pause=0.0, end=None, **more):
    """What is shown on a terminal at standard error. feed: pieces of standard input, one every tenth of a second; pause: stopped for so long on the way; end: a signal to end it with."""
    mine, theirs = pty.openpty()
    p = subprocess.Popen([POL] + args, stdin=subprocess.PIPE if feed else subprocess.DEVNULL, stdout=more.get('out', subprocess.PIPE), stderr=theirs, env=settings(**more.get('env', {})))
    os.close(theirs)
    if pause:
        p.stdout.read(1)  # it is at work, and knows when it began
        p.send_signal(signal.SIGSTOP)
        time.sleep(pause)
        p.send_signal(signal.SIGCONT)
    for piece in feed or []:
        p.stdin.write(piece)
        p.stdin.flush()
        time.sleep(0.1)
    if end:
        p.send_signal(end)
    elif feed:
        p.stdin.close()
    shown = b''
    if p.stdout:
        p.stdout.read()
        p.stdout.close()
    try:
        while True:
            more_bytes = os.read(mine, 65536)
            if not more_bytes:
                break
            shown += more_bytes
    except OSError:
        pass
    os.close(mine)
    if feed and end:
        p.stdin.close()
    return p.wait(timeout=60), shown.decode()


def progress():
    dice = random.Random(3)
    rows = [HEADING.encode()] + [''.join(row(dice, i) for i in range(3000)).encode()] * 15
    stdin = DECIDE + ['--facts', '-', '--facts-format', 'csv']
    status, shown = on_terminal(stdin + ['--output', 'result'], rows)
    lines = shown.split('\r')
    expect(status == 0 and any(' records, ' in line and ' a second' in line and '%' not in line for line in lines), 'progress of standard input: %d, %r' % (status, shown[-300:]))
    expect(shown.endswith('\r\x1b[K') and all(len(line) < 80 for line in lines), 'progress is not erased: %r' % shown[-100:])
    os.remove('result')
    status, shown = on_terminal(stdin + ['--output', 'result'], rows, end=signal.SIGTERM)
    expect(status == -signal.SIGTERM and ' a second' in shown and shown.endswith('\r\x1b[K') and not os.path.exists('result'), 'progress, ended: %d, %r' % (status, shown[-100:]))
    status, shown = on_terminal(DECIDE + ['--facts', 'huge.csv', '--threads', '2'], pause=1.2)
    expect(status == 0 and '% read, ' in shown and ' s left\x1b[K' in shown and shown.endswith('\r\x1b[K'), 'progress of a file: %d, %r' % (status, shown[-300:]))
    status, shown = on_terminal(['compare', 'leave.pol', 'more.pol', '--as-of', '2024-04-01', '--facts', 'huge.csv', '--format', 'csv'], pause=1.2)
    expect(status == 0 and ' a second, ' in shown and ' s left\x1b[K' in shown, 'progress of compare: %d, %r' % (status, shown[-300:]))
    status, shown = on_terminal(DECIDE + ['--facts', 'huge.csv'], pause=1.2, env={'TERM': 'dumb'})
    expect(status == 0 and not shown, 'progress on a dumb terminal: %r' % shown[-100:])
    status, shown = on_terminal(DECIDE + ['--facts', 'heading.csv'])
    expect(status == 0 and not shown, 'progress of nothing: %r' % shown[-100:])


# -- what has to be exported

def only_needed():
    for policy, asked in (('leave.pol', ['days']), ('leave.pol', ['carry', 'days']), (os.path.join(ROOT, 'policies/alliance/terms'), ['annual_leave_hours'])):
        ask = [word for name in asked for word in ('--ask', name)]
        heading = run(['decide', policy, '--only-needed', '--format', 'csv'] + ask)
        expect(heading[0] == 0 and heading[1:] == run(['facts', policy, '--format', 'csv'] + ask)[1:], '--only-needed of %s: %r' % (asked, heading))
        lines = run(['decide', policy, '--only-needed'] + ask)[1].splitlines()
        expect([line.split()[0] for line in lines] == heading[1].strip().split(','), '--only-needed of %s: %r' % (asked, lines))
        status, _, err = run(['decide', policy, '--as-of', '2024-04-01', '--facts', '-', '--facts-format', 'csv'] + ask, (heading[1] + 'S1' + ',' * heading[1].count(',') + '\n').encode())
        expect(status == 0 and not err, 'a table of what is needed for %s: %d, %s' % (asked, status, err))
    everything = run(['decide', 'leave.pol', '--only-needed', '--format', 'csv', '--facts', 'many.csv'])
    expect(everything == (0, 'id,employee.weekly_hours,employee.started,employee.permanent,employee.hourly_rate\n', ''), '--only-needed of all: %r' % (everything,))


def main():
    for sent in SIGNALS:  # run in the background or under nohup, some of them are ignored, and would be in what is started here
        if signal.getsignal(sent) == signal.SIG_IGN:
            signal.signal(sent, signal.SIG_DFL)
    global POL
    POL = os.path.abspath(sys.argv[1])
    signal.alarm(600)  # whoever waits for ever has failed
    dice = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 7)
    workbooks = os.path.exists(os.path.join(os.path.dirname(POL), 'pol-xlsx'))
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        shutil.copy(os.path.join(ROOT, 'tests/golden/tables/leave.pol'), 'leave.pol')
        shutil.copy('leave.pol', 'more.pol')
        write('heading.csv', HEADING)
        rows = ''.join(row(dice, i) for i in range(20000))
        write('huge.csv', HEADING + rows * 10)
        threads(dice)
        many_faults()
        strict()
        output()
        closed_pipes()
        interrupted(dice, workbooks)
        ignored()
        progress()
        only_needed()
        os.chdir('/')
    print('many records: %d trials, %d faults' % (trials, faults))
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
