#!/usr/bin/env python3
"""What reads the code and complains: gcc -fanalyzer, clang-tidy, cppcheck, over every file of src/. What they say wrongly stands in analysers.txt, each with the reason; a line of it that
nothing needs any more is a fault too. usage: analysers.py BUILD [--only gcc,tidy,cppcheck] [--jobs N] [--figures FILE] [--seconds N and --seed N: no matter]"""
import argparse
import json
import os
import re
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import figures  # noqa: E402

ROOT = figures.ROOT
KNOWN = os.path.join(ROOT, 'tests', 'evidence', 'analysers.txt')
CHECKS = ('clang-analyzer-*', 'bugprone-*', 'cert-err33-c', 'cert-err34-c', 'cert-env33-c', 'concurrency-*', 'misc-definitions-in-headers', 'misc-static-assert', 'performance-*')
OFF = {  # checks that are off as a whole, with the reason
    'clang-analyzer-security.insecureAPI.DeprecatedOrUnsafeBufferHandling': 'asks for memcpy_s and the like, which the C library has not',
    'bugprone-macro-parentheses': 'parameters of tables (X-macros) are names, which cannot stand in parentheses',
    'bugprone-easily-swappable-parameters': 'a matter of taste',
    'bugprone-narrowing-conversions': '-Wconversion says it, with casts where they are meant',
    'bugprone-reserved-identifier': '_POSIX_C_SOURCE and the like are to be defined by programs',
    'bugprone-not-null-terminated-result': 'texts are bytes and their number; those that end in a NUL are given it where they are whole',
    'performance-no-int-to-ptr': 'a pointer that loses its const goes through a number, so that it is seen',
    'bugprone-sizeof-expression': 'takes the size of an element that is a pointer for a mistake: lists of pointers are copied and sorted',
    'bugprone-branch-clone': 'cases that do the same stand apart where they mean something else',
    'cert-err33-c': 'wants every printf to a terminal looked at',
}
OFF_AT_THE_COMMAND_LINE = {'concurrency-mt-unsafe': 'the first thread asks for the environment, for words of errors, and leaves; the library does none of it'}
LINE = re.compile(r'^(?P<file>[^\s:][^:]*):(?P<line>\d+):(?P<column>\d+): (?:warning|error|style|performance|portability): (?P<text>.*) \[(?P<id>[^\]]+)\]$')


def files_of(build):
    """Each source file once, with the words it is compiled by."""
    with open(os.path.join(build, 'compile_commands.json'), encoding='utf-8') as f:
        commands = json.load(f)
    found = {}
    for each in commands:
        path = os.path.relpath(os.path.join(each['directory'], each['file']), ROOT)
        if path.startswith('src/'):
            found.setdefault(path, (each['directory'], shlex.split(each['command'])))
    return found


def words_for(words):
    """What a compiler needs to read the file as it is built: neither launchers nor outputs."""
    kept, skip = [], 0
    for word in words:
        if skip:
            skip -= 1
        elif word in ('-o', '-c'):
            skip = 1
        elif word.startswith(('-I', '-D', '-std', '-isystem', '-U')):
            kept.append(word)
    return kept


def gcc(_, file, directory, words):
    return subprocess.run(['gcc', '-fanalyzer', '-O1', '-S', '-o', '/dev/null', '-fdiagnostics-color=never', '-fdiagnostics-path-format=none', os.path.join(ROOT, file)] + words_for(words),
                          cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True, check=False).stdout


def tidy(build, file, _, __):
    checks = '-*,' + ','.join(CHECKS) + ''.join(',-' + name for name in OFF) + ''.join(',-' + name for name in OFF_AT_THE_COMMAND_LINE) * file.startswith('src/cli/')
    return subprocess.run(['clang-tidy', '-p', build, '--quiet', '--checks=' + checks, os.path.join(ROOT, file)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, universal_newlines=True, check=False).stdout


def cppcheck(build, file, _, words):  # which does not read a cast to the type of an expression: to a pointer it is
    return subprocess.run(['cppcheck', '--enable=warning,performance,portability', '--inconclusive', '--std=c11', '--quiet', '--max-configs=4', '-D__typeof__(x)=void*', '--template={file}:{line}:{column}: {severity}: {message} [{id}]']
                          + [word for word in words_for(words) if word.startswith(('-I', '-D'))] + [file], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True, check=False).stdout


TOOLS = {'gcc': gcc, 'tidy': tidy, 'cppcheck': cppcheck}


def known():
    """tool | file | id | what the line of the source holds | reason"""
    with open(KNOWN, encoding='utf-8') as f:
        return [[part.strip() for part in line.split(' | ', 4)] for line in f if line.strip() and not line.startswith('#')]


def source_line(file, number):
    try:
        with open(os.path.join(ROOT, file), encoding='utf-8') as f:
            return f.read().split('\n')[number - 1].strip()
    except (OSError, IndexError):
        return ''


def findings(tool, said):
    found = {}
    for line in re.sub(r'\x1b\[[0-9;]*m', '', said).split('\n'):
        m = LINE.match(line)
        if m:
            file = os.path.relpath(os.path.join(ROOT, m.group('file')), ROOT)
            if file.startswith('src/'):
                found[(tool, file, m.group('id').split(',')[0], int(m.group('line')), m.group('text'))] = source_line(file, int(m.group('line')))
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('build')
    parser.add_argument('--only', default=','.join(TOOLS))
    parser.add_argument('--jobs', type=int, default=2)
    parser.add_argument('--figures')
    parser.add_argument('--seconds')
    parser.add_argument('--seed')
    parser.add_argument('--file', action='append', help='only this one of src/')
    args = parser.parse_args()
    files = files_of(os.path.abspath(args.build))
    wanted = {name: files[name] for name in files if not args.file or name in args.file}
    tools = args.only.split(',')
    found = {}
    with ThreadPoolExecutor(args.jobs) as pool:
        for tool in tools:
            for said in pool.map(lambda file, tool=tool: TOOLS[tool](os.path.abspath(args.build), file, *wanted[file]), sorted(wanted)):
                found.update(findings(tool, said))
    rows, used, open_ones = known(), set(), 0
    for (tool, file, name, line, text), source in sorted(found.items()):
        match = [i for i, row in enumerate(rows) if row[0] == tool and row[1] == file and row[2] == name and row[3] in source]
        used.update(match)
        if not match:
            open_ones += 1
            print('%s:%d: %s: %s [%s]\n    %s' % (file, line, tool, text, name, source))
    stale = [row for i, row in enumerate(rows) if i not in used and row[0] in tools and (not args.file or row[1] in args.file)]
    for row in stale:
        print('analysers.txt: nobody says this any more: ' + ' | '.join(row[:4]))
    print('analysers: %s over %d files: %d open, %d known to be wrong (%d lines of analysers.txt), %d stale' % (', '.join(tools), len(wanted), open_ones, len(found) - open_ones, len(used), len(stale)))
    if args.figures:
        figures.write(args.figures, 11, 'Analysers', '%s over %d files: %d findings open; %d suppressed, each with its reason (%d lines); %d checks off as a whole, %d at the command line' % (
            ', '.join({'gcc': 'gcc -fanalyzer', 'tidy': 'clang-tidy', 'cppcheck': 'cppcheck'}[tool] for tool in tools), len(wanted), open_ones, len(found) - open_ones, len(used), len(OFF), len(OFF_AT_THE_COMMAND_LINE)),
            '0 findings; suppressions counted, each with a reason', not open_ones and not stale and set(tools) == set(TOOLS), 'tests/evidence/analysers.py build',
            ['Off as a whole: %s: %s.' % each for each in sorted(OFF.items())] + ['Off in src/cli: %s: %s.' % each for each in OFF_AT_THE_COMMAND_LINE.items()], part=2)
    return 1 if open_ones or stale else 0


if __name__ == '__main__':
    sys.exit(main())
