#!/usr/bin/env python3
"""Holds the tree to the rules of the house: include arrows, no writable globals, nothing that prints or exits below the doors, a public header that
compiles alone, a README in each folder, file lengths, report codes that are used and numbered once. usage: check.py BUILD"""
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MAY = {
    'base': '', 'source': 'base', 'report': 'base source', 'syntax': 'base source report', 'ops': 'base',
    'check': 'base source report syntax ops', 'program': 'base report check ops syntax source',
    'facts': 'base source report program check ops syntax', 'eval': 'base report source check program ops facts syntax',
    'batch': 'base report source check program eval facts ops syntax',
    'scenario': 'base report source check program eval facts ops syntax',
    'compare': 'base source report syntax ops check program facts eval batch scenario',
    'render': 'base source report syntax ops check program facts eval batch scenario compare',
    'format': 'base source report syntax',
    'app': 'base source report syntax ops check program facts eval batch scenario compare render format', 'cli': 'base',
}
PUBLIC = {'app': True, 'cli': True}
# flex's own last resort, which the scanner never reaches: its buffer and memory come from us
SCANNER_MAY = {'fprintf', 'exit', 'fwrite', '__fprintf_chk'}
faults = []


def fault(text):
    faults.append(text)


def files(folder, endings):
    for at, _, names in os.walk(os.path.join(ROOT, folder)):
        for name in sorted(names):
            if name.endswith(endings):
                yield os.path.relpath(os.path.join(at, name), ROOT)


def read(path):
    with open(os.path.join(ROOT, path), encoding='utf-8') as f:
        return f.read()


def includes():
    for path in files('src', ('.c', '.h', '.def')):
        parts = path.split(os.sep)
        if len(parts) < 3:
            continue
        room = parts[1]
        if room not in MAY:
            fault('%s: the house has no room %s' % (path, room))
            continue
        allowed = set(MAY[room].split()) | {room}
        for line, text in enumerate(read(path).split('\n'), 1):
            m = re.match(r'\s*#\s*include\s+"([^"]+)"', text)
            if not m:
                continue
            name = m.group(1)
            if name == 'pol.h':
                if room not in PUBLIC:
                    fault('%s:%d: only the doors and app see pol.h' % (path, line))
            elif name.endswith('grammar/keywords.def'):
                if room != 'syntax':
                    fault('%s:%d: only syntax reads the keywords' % (path, line))
            elif '/' in name and name.split('/')[0] not in allowed:
                fault('%s:%d: %s may not look at %s' % (path, line, room, name))


def globals_and_calls(build):
    library = os.path.join(build, 'libpol.a')
    symbols = subprocess.run(['objdump', '-t', library], stdout=subprocess.PIPE, check=True, universal_newlines=True).stdout
    banned = {'printf', 'puts', 'putchar', 'fprintf', 'vfprintf', 'fputs', 'fwrite', 'exit', 'abort', '_exit', 'time', 'clock_gettime', 'gettimeofday', 'localtime',
              'getenv', 'setlocale', 'strtod', 'atof', 'rand', 'srand', '__assert_fail', 'longjmp', 'perror', '__printf_chk', '__fprintf_chk', 'localeconv'}
    where = ''
    for line in symbols.split('\n'):
        m = re.match(r'(\S+\.o):\s+file format', line)
        if m:
            where = m.group(1)
            continue
        m = re.match(r'[0-9a-f]+ (.{7}) (\S+)\s+([0-9a-f]+)\s+(?:\.hidden )?(\S+)$', line)
        if not m:
            continue
        flags, section, size, name = m.groups()
        if 'O' in flags and int(size, 16) and re.match(r'\.(data|bss|tdata|tbss)', section) and not section.startswith('.data.rel.ro'):
            fault('%s: writable global %s' % (where, name))
        if section == '*UND*' and name in banned and not (where.startswith('pol_scanner') and name in SCANNER_MAY):
            fault('%s: the library calls %s' % (where, name))


def header_alone():
    header = os.path.join(ROOT, 'src', 'pol.h')
    with tempfile.TemporaryDirectory() as tmp:
        for language, standard, compiler in (('c', 'c99', 'gcc'), ('c++', 'c++11', 'g++')):
            p = subprocess.run([compiler, '-x', language, '-std=' + standard, '-pedantic', '-Wall', '-Wextra', '-Werror', '-c', header, '-o', os.path.join(tmp, 'x.o')],
                               stderr=subprocess.PIPE, universal_newlines=True)
            if p.returncode:
                fault('src/pol.h does not compile alone as %s: %s' % (standard, p.stderr.strip()))


def shape():
    top = {'CMakeLists.txt', 'grammar', 'src', 'policies', 'stdlib', 'tests', 'README.md', 'LICENSE'}
    tracked = subprocess.run(['git', 'ls-files'], cwd=ROOT, stdout=subprocess.PIPE, universal_newlines=True).stdout.split('\n')
    for name in sorted({t.split('/')[0] for t in tracked if t}):
        if name not in top and not name.startswith('.'):
            fault('%s does not belong at the top level' % name)
    folders = ['grammar', 'src', 'policies', 'stdlib', 'tests'] + [os.path.join('src', d) for d in sorted(os.listdir(os.path.join(ROOT, 'src')))]
    for folder in folders:
        if os.path.isdir(os.path.join(ROOT, folder)) and not os.path.exists(os.path.join(ROOT, folder, 'README.md')):
            fault('%s has no README.md' % folder)
    for path in list(files('src', ('.c', '.h', '.def'))) + list(files('grammar', ('.l', '.y', '.def'))) + list(files('tests', ('.c', '.py'))):
        lines = read(path).count('\n')
        if lines > 660:
            fault('%s has %d lines' % (path, lines))
    for room in MAY:
        readme = os.path.join('src', room, 'README.md')
        if not os.path.exists(os.path.join(ROOT, readme)):
            continue
        text = read(readme)
        for path in files(os.path.join('src', room), ('.c', '.h', '.def', '.cmake')):
            stem = os.path.basename(path).rsplit('.', 1)[0]
            if os.path.dirname(path) == os.path.join('src', room) and stem not in text:
                fault('%s does not speak of %s' % (readme, os.path.basename(path)))


def codes():
    seen = {}
    source = ''.join(read(p) for p in list(files('src', ('.c', '.h'))) + list(files('grammar', ('.l', '.y'))))
    tests = ''.join(read(p) for p in files('tests', ('.c', '.py', '.txt', '.json', '.pol', '.def')))
    for path in files('src/report', ('.def',)):
        for m in re.finditer(r'^POL_CODE\((\w+),\s*(\d+)', read(path), re.M):
            name, number = m.groups()
            if number in seen:
                fault('POL%04d is both %s and %s' % (int(number), seen[number], name))
            seen[number] = name
            if not re.search(r'POL_R_%s\b' % name, source) and 'POL%04d' % int(number) not in source:
                fault('%s: nothing reports %s' % (path, name))
            if 'POL%04d' % int(number) not in tests and not re.search(r'POL_R_%s\b' % name, tests):
                fault('%s: no test produces POL%04d (%s)' % (path, int(number), name))


def main():
    build = os.path.join(ROOT, sys.argv[1])
    includes()
    globals_and_calls(build)
    header_alone()
    shape()
    codes()
    for text in faults:
        print(text)
    print('the house: %d faults' % len(faults))
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
