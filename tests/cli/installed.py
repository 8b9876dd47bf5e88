#!/usr/bin/env python3
"""Installs a build into an empty folder: everything is in the place where it is looked for, and it works from there. usage: installed.py BUILD"""
import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WANTED = [
    'bin/pol', 'include/pol.h', 'lib/libpol.a', 'lib/pkgconfig/pol.pc', 'share/man/man1/pol.1', 'share/bash-completion/completions/pol', 'share/zsh/site-functions/_pol',
    'share/fish/vendor_completions.d/pol.fish', 'share/doc/pol/README.md', 'share/doc/pol/LICENSE', 'share/doc/pol/reference.md', 'share/doc/pol/stdlib/calendar.pol',
    'share/doc/pol/embed/one.c', 'share/doc/pol/embed/many.c',
]
PROGRAM = r'''
#include <pol.h>
#include <string.h>
int main(void) {
  pol_session *s;
  if (pol_session_new(&s, NULL) != POL_DONE) return 1;
  pol_result result = pol_session_add(s, "a.pol", "policy a \"A\"\n", 13);
  if (result == POL_DONE) result = pol_session_check(s);
  pol_session_drop(s);
  return (int)result != 0 || strcmp(pol_version(), POL_VERSION) != 0;
}
'''


def run(*command, **more):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True, **more)


def look(build, prefix):
    """What is wrong, a line each."""
    done = run('cmake', '--install', build, '--prefix', prefix)
    if done.returncode:
        return [done.stdout]
    found = [os.path.relpath(os.path.join(at, name), prefix) for at, _, names in os.walk(prefix) for name in names]
    faults = ['%s is not installed' % name for name in WANTED if name not in found]
    faults += ['%s is installed, and nobody looks there' % name for name in found if name not in WANTED + ['libexec/pol/pol-xlsx'] and not name.startswith('share/doc/pol/stdlib/')]
    pol = os.path.join(prefix, 'bin', 'pol')
    with open(os.path.join(prefix, 'share/man/man1/pol.1'), encoding='ascii') as f:
        if f.read() != run(pol, '--generate', 'man').stdout:
            faults.append('the man page is not what pol generates')
    for shell, name in (('bash', 'share/bash-completion/completions/pol'), ('zsh', 'share/zsh/site-functions/_pol'), ('fish', 'share/fish/vendor_completions.d/pol.fish')):
        with open(os.path.join(prefix, name), encoding='utf-8') as f:
            if f.read() != run(pol, '--generate', 'complete-' + shell).stdout:
                faults.append('the completion for %s is not what pol generates' % shell)
    source, program = os.path.join(prefix, 'a.c'), os.path.join(prefix, 'a.out')
    with open(source, 'w', encoding='utf-8') as f:
        f.write(PROGRAM)
    flags = ['-I' + os.path.join(prefix, 'include'), '-L' + os.path.join(prefix, 'lib'), '-lpol']
    if shutil.which('pkg-config'):
        flags = run('pkg-config', '--cflags', '--libs', 'pol', env=dict(os.environ, PKG_CONFIG_PATH=os.path.join(prefix, 'lib/pkgconfig'))).stdout.split()
    made = run('gcc', '-std=c99', source, '-o', program, *flags)
    if made.returncode or run(program).returncode:
        faults.append('a program with what is installed does not build or work: %s' % made.stdout)
    return faults + examples(prefix, program, flags)


def examples(prefix, program, flags):
    """The programs to be copied: as C and as C++, with what is installed, and what they print."""
    faults = []
    for name in ('one', 'many'):
        source = os.path.join(prefix, 'share/doc/pol/embed', name + '.c')
        with open(os.path.join(ROOT, 'tests/app/embed', name + '.txt'), encoding='utf-8') as f:
            wanted = f.read()
        for language in (['gcc', '-std=c99'], ['g++', '-x', 'c++', '-std=c++11']):
            made = run(*language, '-pedantic', '-Wall', '-Wextra', '-Wno-overlength-strings', '-Werror', source, '-o', program, '-x', 'none', *flags)
            said = '' if made.returncode else run(program).stdout
            if said != wanted:
                faults.append('%s with what is installed: %s' % (' '.join(language + [name + '.c']), made.stdout or said))
    return faults


def main():
    with tempfile.TemporaryDirectory() as prefix:
        faults = look(os.path.abspath(sys.argv[1]), prefix)
    for text in faults:
        print('FAIL  ' + text)
    print('installed: %d files, %d faults' % (len(WANTED), len(faults)))
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
