#!/usr/bin/env python3
"""What is shipped is hardened: position-independent, relocations read-only before it runs, nothing both writable and executable, canaries on the stack, checked string functions, and branch
targets marked in every object of ours (the C library of Debian 12 is not marked, so the whole program cannot be). usage: hardening.py BUILD"""
import os
import re
import subprocess
import sys

faults = []


def fault(text):
    faults.append(text)


def read(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, check=True, universal_newlines=True).stdout


def program(path):
    header, segments, dynamic = read('readelf', '-hW', path), read('readelf', '-lW', path), read('readelf', '-dW', path)
    if not re.search(r'Type:\s+DYN', header) or 'PIE' not in dynamic:
        fault('%s is not position-independent' % path)
    if 'GNU_RELRO' not in segments:
        fault('%s: relocations stay writable' % path)
    if not re.search(r'FLAGS.*\bNOW\b|BIND_NOW', dynamic):
        fault('%s: relocations are made while it runs' % path)
    if 'GNU_STACK' not in segments:
        fault('%s does not say that its stack is not executable' % path)
    for line in segments.split('\n'):
        m = re.match(r'\s+(\w+)\s+(?:0x\w+\s+){5}([RWE ]{3})', line)
        if m and 'W' in m.group(2) and 'E' in m.group(2):
            fault('%s: %s is writable and executable' % (path, m.group(1)))
    if 'TEXTREL' in dynamic:
        fault('%s: its code is relocated' % path)


def objects(library):
    names = read('ar', 't', library).split()
    marked = read('readelf', '-nW', library)
    machine = read('readelf', '-hW', library)
    symbols = read('nm', library)
    if 'X86-64' in machine:
        n = len(re.findall(r'x86 feature: IBT, SHSTK', marked))
        if n != len(names):
            fault('%s: branch targets are marked in %d of %d objects' % (library, n, len(names)))
    if symbols.count('U __stack_chk_fail') < len(names) // 8:
        fault('%s: few functions have canaries' % library)
    if not re.search(r'U __\w+_chk\b', symbols.replace('__stack_chk_fail', '')):
        fault('%s: string functions are not checked' % library)


def main():
    build = sys.argv[1]
    program(os.path.join(build, 'pol'))
    objects(os.path.join(build, 'libpol.a'))
    for text in faults:
        print(text)
    print('hardening: %d faults' % len(faults))
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
