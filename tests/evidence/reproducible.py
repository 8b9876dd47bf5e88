#!/usr/bin/env python3
"""A build elsewhere, later, gives the same bytes: the project is copied to a folder with another name and built there. usage: reproducible.py BUILD"""
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def digest(path):
    with open(path, 'rb') as f:
        return hashlib.sha256(f.read()).hexdigest()


def main():
    build = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        copy, other = os.path.join(folder, 'another name'), os.path.join(folder, 'built')
        subprocess.run(['git', 'clone', '--quiet', '--no-hardlinks', ROOT, copy], check=True)
        for name in subprocess.run(['git', 'ls-files', '--modified', '--others', '--exclude-standard'], cwd=ROOT, stdout=subprocess.PIPE, check=True, universal_newlines=True).stdout.split('\n'):
            if name and os.path.isfile(os.path.join(ROOT, name)):  # what is not committed yet counts too
                os.makedirs(os.path.dirname(os.path.join(copy, name)), exist_ok=True)
                shutil.copy2(os.path.join(ROOT, name), os.path.join(copy, name))
        for name in subprocess.run(['git', 'ls-files', '--deleted'], cwd=ROOT, stdout=subprocess.PIPE, check=True, universal_newlines=True).stdout.split('\n'):
            if name and os.path.exists(os.path.join(copy, name)):
                os.remove(os.path.join(copy, name))
        with open(os.path.join(build, 'CMakeCache.txt'), encoding='utf-8') as f:
            compiler = next((line.split('=', 1)[1].strip() for line in f if line.startswith('CMAKE_C_COMPILER:')), 'cc')
        subprocess.run(['cmake', '-S', copy, '-B', other, '-DCMAKE_BUILD_TYPE=Release', '-DCMAKE_C_COMPILER=' + compiler], check=True, stdout=subprocess.DEVNULL)
        subprocess.run(['cmake', '--build', other, '--target', 'pol', '--parallel', str(os.cpu_count())], check=True, stdout=subprocess.DEVNULL)
        here, there = digest(os.path.join(build, 'pol')), digest(os.path.join(other, 'pol'))
    print('%s\n%s\nreproducible: %s' % (here, there, 'the same bytes' if here == there else 'they differ'))
    return 0 if here == there else 1


if __name__ == '__main__':
    sys.exit(main())
