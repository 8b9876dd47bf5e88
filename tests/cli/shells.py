#!/usr/bin/env python3
"""What the shells complete, in the real ones: bash and zsh are typed into at a terminal, fish is asked by `complete -C`. And the man page, held to mandoc, groff and man.
A tool that is missing is a fault, unless --if-there. usage: shells.py POL [--if-there]"""
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FILES = {
    'leave/leave.pol': 'policy leave "Leave"\nfacts employee\n  officer "is an officer" is yes or no\ndecision days_of_leave "Annual leave" is days\n'
                       'decision days_sick "Sick leave" is days\nclause 1 "How much"\n  days_of_leave is 30 days when employee.officer\n  days_sick is 3 days\n',
    'leave/notes.txt': '', 'people.json': '{}', 'people.txt': '', 'a folder/one.json': '{}',
}
# what is typed before the tab, and what stands there after it: each goes on in one way only
TYPED = [
    ('pol che', 'pol check '),
    ('pol --vers', 'pol --version '),
    ('pol --generate complete-b', 'pol --generate complete-bash '),
    ('pol --generate=ma', 'pol --generate=man '),
    ('pol check --fo', 'pol check --format '),
    ('pol check --format j', 'pol check --format json '),
    ('pol check --format=j', 'pol check --format=json '),
    ('pol check --color al', 'pol check --color always '),
    ('pol check le', 'pol check leave/'),
    ('pol check leave/', 'pol check leave/leave.pol '),
    ('pol decide leave --facts pe', 'pol decide leave --facts people.json '),
    ('pol decide leave --facts=pe', 'pol decide leave --facts=people.json '),
    ('pol decide leave --ask days_o', 'pol decide leave --ask days_of_leave '),
    ('pol explain leave --why-not refe', 'pol explain leave --why-not referred '),
    ('pol fmt --ch', 'pol fmt --check '),
    ('pol help expl', 'pol help explain '),
    ('pol help POL0301', 'pol help POL0301 '),
]
# what is offered where there are several ways, by `pol __complete`: the words alone
OFFERED = [
    (['check', '--format', ''], ['text', 'json', 'sarif']),
    (['check', '--format=j'], ['--format=json']),
    (['check', '--color', ''], ['auto', 'always', 'never']),
    (['check', '--fix', '--fi'], []),                                       # given once is given
    (['decide', 'leave', '--ask', 'days_sick', '--as'], ['--ask', '--as-of']),  # but this may be repeated
    (['decide', 'leave', '--ask', 'days'], ['days_of_leave', 'days_sick']),
    (['decide', 'leave', '--ask=days_s'], ['--ask=days_sick']),
    (['decide', 'nowhere', '--ask', 'days'], []),
    (['compare', 'leave', 'leave', '--ask', 'days'], ['days_of_leave', 'days_sick']),
    (['compare', 'leave', 'leave', '--by', 'employee.'], ['employee.officer']),
    (['decide', '-', '--ask', 'days'], []),
    (['decide', '--facts', ''], [':files json ndjson csv']),
    (['replay', ''], [':files ndjson']),
    (['replay', 'r.ndjson', ''], [':files pol']),
    (['check', '--', '--'], [':files pol']),
    (['check', 'leave', '--amend', ''], [':files pol']),
    (['help', 'POL030'], ['POL0301', 'POL0302', 'POL0303', 'POL0304', 'POL0305', 'POL0306', 'POL0307', 'POL0308']),
    (['help', 'cod'], ['codes']),
    (['frobnicate', ''], []),
    (['--generate', ''], ['man', 'complete-bash', 'complete-zsh', 'complete-fish']),
    (['--'], ['--help', '--version', '--generate']),
]
faults = 0


def fault(text):
    global faults
    faults += 1
    print('FAIL  ' + text)


class Terminal:
    """A shell at a terminal. What it shows after a line is typed is read until the mark comes that we have it print."""

    def __init__(self, command, environment):
        self.child, self.at = pty.fork()
        if self.child == 0:
            os.execvpe(command[0], command, environment)

    def read(self, until, seconds=20):
        text, end = '', time.monotonic() + seconds
        while until not in text and time.monotonic() < end:
            if select.select([self.at], [], [], 0.2)[0]:
                try:
                    text += os.read(self.at, 65536).decode('utf-8', 'replace')
                except OSError:
                    break
        return text

    def say(self, line, until):
        os.write(self.at, line.encode())
        return self.read(until)

    def close(self):
        os.close(self.at)
        os.waitpid(self.child, 0)


def typed_into(shell, command, setup, typed, environment):
    """The line after the tab: a key of ours ends it, and the shell prints it."""
    terminal = Terminal(command, environment)
    terminal.say(setup + '\n', '<ready>\r\n')
    for before, after in typed:
        text = terminal.say(before + '\t' + '\x18\x05', '<end>')
        found = re.search(r'<line>(.*)<end>', text, re.S)
        got = found.group(1) if found else text
        if got != after:
            fault('%s: %r and a tab gives %r, not %r' % (shell, before, got, after))
    terminal.close()


def bash(environment):
    setup = ('PS1=; bind "set bell-style none"; bind -x \'"\\C-x\\C-e": printf "<line>%s<end>" "$READLINE_LINE"; READLINE_LINE=\'; source <(pol --generate complete-bash); '
             'printf "<%s>\\n" ready')
    typed_into('bash', ['bash', '--norc', '--noprofile', '-i'], setup, TYPED + [('pol decide leave --facts a', 'pol decide leave --facts a\\ folder/')], environment)


def zsh(environment):
    setup = ('PS1=; unsetopt beep; autoload -U compinit; compinit -u -d $HOME/.zcompdump; source <(pol --generate complete-zsh); '
             'shown() { printf "<line>%s<end>" "$BUFFER"; BUFFER= }; zle -N shown; bindkey "^X^E" shown; printf "<%s>\\n" ready')
    typed_into('zsh', ['zsh', '-f', '-i'], setup, TYPED + [('pol decide leave --facts a', 'pol decide leave --facts a\\ folder/')], environment)


def fish(environment):
    for before, after in TYPED:
        p = subprocess.run(['fish', '--no-config', '-c', 'pol --generate complete-fish | source; complete -C "$argv[1]"', before], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                           universal_newlines=True, env=environment)
        got = [line.split('\t')[0] for line in p.stdout.splitlines()]
        want = after.rstrip(' ').split(' ')[-1]
        if got != [want] or p.stderr:
            fault('fish: %r gives %r, not %r %s' % (before, got, [want], p.stderr))


def offered(pol, environment):
    for words, want in OFFERED:
        p = subprocess.run([pol, '__complete'] + words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, env=environment, stdin=subprocess.DEVNULL)
        got = [line.split('\t')[0] for line in p.stdout.splitlines()]
        if got != want or p.returncode or p.stderr:
            fault('pol __complete %s: %r, not %r %s' % (' '.join(words), got, want, p.stderr))


def every_row_is_there(pol, page):
    """The table is read back from the help pages: each command and option must be completed, and be in the man page."""
    plain = page.replace('\\-', '-')
    commands = re.findall(r'^  (\w+) ', subprocess.run([pol, '--help'], stdout=subprocess.PIPE, universal_newlines=True).stdout, re.M)
    for command in commands:
        text = subprocess.run([pol, command, '--help'], stdout=subprocess.PIPE, universal_newlines=True).stdout
        offers = subprocess.run([pol, '__complete', command, '--'], stdout=subprocess.PIPE, universal_newlines=True).stdout
        section = plain.split('.SS pol %s\n' % command)[-1].split('.SS ')[0]
        for option in re.findall(r'^  (--[\w-]+)', text, re.M):
            if option + '\t' not in offers:
                fault('%s is not completed after pol %s' % (option, command))
            if '\\fB%s\\fR' % option not in section:
                fault('the man page does not have %s of pol %s' % (option, command))
    return len(commands)


def man(page, tools):
    with tempfile.NamedTemporaryFile('w', suffix='.1', encoding='ascii') as f:
        f.write(page)
        f.flush()
        checks = {'mandoc': ['mandoc', '-Tlint', f.name], 'groff': ['groff', '-ww', '-man', '-Tutf8', '-z', f.name], 'man': ['man', '--warnings', '-E', 'UTF-8', '-l', '-Tutf8', f.name]}
        for tool in tools:
            p = subprocess.run(checks[tool], stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, env=dict(os.environ, MANPAGER='cat', LC_ALL='C.UTF-8'))
            if p.returncode or p.stderr or (tool != 'man' and p.stdout):
                fault('%s of the man page: %s%s' % (tool, p.stderr, p.stdout if tool != 'man' else ''))


def main():
    pol = os.path.abspath(sys.argv[1])
    there = {tool: shutil.which(tool) is not None for tool in ('bash', 'zsh', 'fish', 'mandoc', 'groff', 'man')}
    for tool in sorted(t for t in there if not there[t]):
        if '--if-there' in sys.argv:
            print('without %s' % tool)
        else:
            fault('%s is not installed' % tool)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in FILES.items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, 'w', encoding='utf-8') as f:
                f.write(text)
        os.mkdir(os.path.join(folder, '.bin'))
        os.symlink(pol, os.path.join(folder, '.bin', 'pol'))
        os.chdir(folder)
        environment = dict(os.environ, HOME=folder, TERM='dumb', LC_ALL='C.UTF-8', PATH=os.path.join(folder, '.bin') + ':' + os.environ['PATH'])
        offered(pol, environment)
        for name, test in (('bash', bash), ('zsh', zsh), ('fish', fish)):
            if there[name]:
                test(environment)
        page = subprocess.run([pol, '--generate', 'man'], stdout=subprocess.PIPE, universal_newlines=True).stdout
        commands = every_row_is_there(pol, page)
        man(page, [t for t in ('mandoc', 'groff', 'man') if there[t]])
    print('shells: %d lines typed in each, %d commands in the man page, %d faults' % (len(TYPED), commands, faults))
    return 1 if faults or not commands else 0


if __name__ == '__main__':
    sys.exit(main())
