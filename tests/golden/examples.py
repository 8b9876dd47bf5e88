#!/usr/bin/env python3
"""Checks and runs every example marked `pol` in a Markdown file: each is a whole policy, without an error, and its scenarios pass. usage: examples.py POL FILE.md…"""
import os
import re
import subprocess
import sys
import tempfile


def main():
    pol, passed, failed = sys.argv[1], 0, 0
    for path in sys.argv[2:]:
        with open(path, encoding='utf-8') as f:
            text = f.read()
        for m in re.finditer(r'^```pol\n(.*?)^```', text, re.M | re.S):
            line = text.count('\n', 0, m.start()) + 2
            with tempfile.NamedTemporaryFile('w', suffix='.pol', delete=False, encoding='utf-8') as f:
                f.write(m.group(1))
            p = subprocess.run([pol, 'test', f.name], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            os.unlink(f.name)
            if p.returncode:
                failed += 1
                print('%s:%d: the example fails\n%s' % (path, line, p.stdout.decode(errors='replace')))
            else:
                passed += 1
    print('%d passed, %d failed' % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == '__main__':
    sys.exit(main())
