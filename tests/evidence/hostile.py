#!/usr/bin/env python3
"""Hostile input: nesting and chains of 200,000, names of 1 MB, 100,000 clauses, bytes that no text has, characters that turn lines around, tables made by hand. Each goes through every command that
reads it, on a stack of 256 KiB, and must come to a report or an answer within a second of processor time and 64 MiB; no control character of the input comes out in a form for people.
usage: hostile.py BUILD [--seconds N] [--seed N] [--jobs N] [--only NAME] [--figures FILE] [--verbose]
First each input goes through one command, and through those that it was too much for once; then through all others, in an order that hangs on the seed, until the seconds are over (without --seconds: all)."""
import argparse
import json
import os
import random
import re
import resource
import signal
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import figures

DEEP = 200000
CLAUSES = 100000
LONG = 1 << 20
FIT = 40000  # so many that a file may have them
SECOND, MIB, STACK = 1.0, 64, 256 * 1024

HEAD = '''policy p "P"
options colour is red, green
record absence
  date is date
  hours is hours
facts a "The applicant"
  x "is" is number, presumed 7
  y "is so" is yes or no
  n "is called" is text
  c "is" is colour
  l is list of absence
decision d "D" is number
decision e "E" is permission
'''
SMALL = HEAD + '''clause 1 "One"
  d is a.x
  refuses e when a.y and a.n is "k"
    reason "{a.n} is not good"
scenario "s"
  given a.x is 1
  expect d is 1
'''
FACTS = '{"id": "r1", "a.x": 2, "a.y": true, "a.n": "k"}'

# What a form for people must not have of the input: controls, and what turns or hides characters.
CONTROLS = re.compile('[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]')


def rule(text):
    return HEAD + 'clause 1 "C"\n  ' + text + '\n'


def policies():
    """name, text, and the code that `check` reports; None: it has no error; '': it has one."""
    yield 'parentheses', rule('d is ' + '(' * DEEP + '1' + ')' * DEEP), 'POL1016'
    yield 'parentheses-fit', rule('d is ' + '(' * FIT + '1' + ')' * FIT), 'POL1003'
    yield 'parentheses-open', rule('d is ' + '(' * DEEP), ''
    yield 'parentheses-closed', rule('d is 1' + ')' * DEEP), ''
    yield 'not', rule('permits e when ' + 'not ' * DEEP + 'a.y'), 'POL1016'
    yield 'not-fit', rule('permits e when ' + 'not ' * 2 * FIT + 'a.y'), 'POL1003'
    yield 'minus', rule('d is ' + '- ' * DEEP + '1'), 'POL1016'
    yield 'minus-fit', rule('d is ' + '- ' * 2 * FIT + '1'), 'POL1003'
    yield 'any', rule('permits e when ' + 'any(each q in a.l where ' * DEEP), 'POL1016'
    yield 'any-fit', rule('permits e when ' + 'any(each q in a.l where ' * 15000), ''
    yield 'calls', rule('d is ' + 'least(' * DEEP + '1' + ')' * DEEP), 'POL1016'
    yield 'calls-fit', rule('d is ' + 'least(' * 40000 + '1' + ')' * 40000), ''
    yield 'braces', rule('refuses e when a.y\n    reason "' + '{' * DEEP + '"'), ''
    yield 'fills', rule('refuses e when a.y\n    reason "' + '{a.x}' * 100000 + '"'), 'POL1016'
    yield 'bullets', rule('permits e when\n' + ''.join('%s- a.y and\n' % (' ' * min(i, 50)) for i in range(20000))), ''
    yield 'sum', rule('d is 1' + ' + 1' * DEEP), 'POL1016'
    yield 'sum-fits', rule('d is 1' + ' + 1' * FIT), 'POL1003'
    yield 'difference', rule('d is 1' + ' - 1' * 2000), 'POL1003'
    yield 'and', rule('permits e when a.y' + ' and a.y' * DEEP), 'POL1016'
    yield 'or', rule('permits e when a.y' + '\n    or a.y' * DEEP), 'POL1016'
    yield 'and-fits', rule('permits e when a.y' + ' and a.y' * FIT), ''
    yield 'and-or-fits', rule('permits e when ' + '(' * 150 + 'a.y' + ' and a.y) or a.y' * 150), ''
    yield 'choices', rule('permits e when a.c is one of red' + ', green' * DEEP), 'POL1016'
    yield 'choices-fit', rule('permits e when a.c is one of red' + ', green' * FIT), ''
    yield 'list', HEAD + 'scenario "s"\n  given a.l is 2024-01-01' + ', 2024-01-01' * DEEP + '\n  expect d is 1\n', 'POL1016'
    yield 'givens', HEAD + 'clause 1 "C"\n  d is 1\nscenario "s"\n  given a.y' + ' and a.y' * 100000 + '\n  expect d is 1\n', 'POL1016'
    yield 'givens-fit', HEAD + 'clause 1 "C"\n  d is 1\nscenario "s"\n  given a.y' + ' and a.y' * 5000 + '\n  expect d is 1\n', ''
    yield 'texts', rule('refuses e when a.y\n    reason ' + '"x" ' * DEEP), 'POL1016'
    yield 'texts-fit', rule('refuses e when a.y\n    reason ' + '"x" ' * 2 * FIT), None
    yield 'options', 'policy p "P"\noptions o is a0' + ''.join(', a%d' % i for i in range(1, FIT)) + '\n', 'POL0425'
    yield 'clauses', HEAD + ''.join('clause 1.%d "C"\n  d is %d when a.x is %d\n' % (i, i, i) for i in range(CLAUSES)), 'POL1016'
    yield 'clauses-fit', HEAD + ''.join('clause 1.%d "C"\n  d is %d when a.x is %d\n' % (i, i, i) for i in range(2500)), None
    yield 'clauses-empty', HEAD + ''.join('clause 1.%d "C"\n' % i for i in range(CLAUSES)), 'POL1016'
    yield 'clauses-same', HEAD + 'clause 1 "C"\n  d is 1\n' * 10000, ''
    yield 'rules-fit', HEAD + 'clause 1 "C"\n' + ''.join('  d is %d when a.x is %d\n' % (i, i) for i in range(2500)), None
    yield 'scopes-fit', HEAD + 'clause 1 "C"\n' + ''.join('  d applies only if a.x is %d\n  d is %d\n' % (i, i) for i in range(2000)), None
    yield 'rules', HEAD + 'clause 1 "C"\n' + ''.join('  d is %d when a.x is %d\n' % (i, i) for i in range(CLAUSES)), 'POL1016'
    yield 'facts', 'policy p "P"\nfacts a "A"\n' + ''.join('  f%d is number\n' % i for i in range(CLAUSES)), 'POL1016'
    yield 'facts-fit', 'policy p "P"\nfacts a "A"\n' + ''.join('  f%d is number\n' % i for i in range(3000)), None
    yield 'tables', rule('d is 1\ntable t(x)\n  | x | t |\n' + ''.join('  | %d | 1 |\n' % i for i in range(CLAUSES))), 'POL1016'
    yield 'tables-fit', HEAD + 'define t0 is 1\ndecision q is number\nclause 1 "C"\n  q is t(a.x)\ntable t(x)\n  | clause | x | t |\n' + ''.join('  | 1 | %d | 1 |\n' % i for i in range(15000)), ''
    yield 'columns', rule('d is 1\ntable t(x)\n  |' + ' x |' * CLAUSES), ''
    yield 'scenarios', SMALL + 'scenario "s"\n  given a.x is 1\n  expect d is 1\n' * CLAUSES, 'POL1016'
    yield 'scenarios-fit', SMALL + ''.join('scenario "s%d"\n  given a.x is 1\n  expect d is 1\n' % i for i in range(5000)), None
    yield 'definitions', 'policy p "P"\nfacts a "A"\n  x is number\ndefine f0 is a.x\n' + ''.join('define f%d is f%d + f%d\n' % (i, i - 1, i - 1) for i in range(1, 5000)) + 'decision d is number\nclause 1 "C"\n  d is f4999\n', ''
    yield 'like', SMALL + ''.join('scenario "s%d"\n  like "s%d"\n  expect d is 1\n' % (i + 1, i) for i in range(20000)), ''
    yield 'despite', HEAD + ''.join('clause %d "C"\n  d is %d, despite %d\n' % (i, i, (i + 1) % 5000) for i in range(5000)), 'POL0502'
    yield 'despite-section', HEAD + 'section 1 "S"\nclause 0 "C"\n  d is 0\n' + ''.join('clause %d "C"\n  d is %d, despite %d\n' % (i, i, i - 1) for i in range(1, 10000)), ''
    yield 'uses', 'policy p "P"\n' + 'use calendar\n' * 100000, 'POL1016'
    yield 'uses-fit', 'policy p "P"\n' + 'use calendar\n' * FIT, ''
    yield 'amendments', 'amendment q "Q" of p\n' + ''.join('clause n.%d "C"\n  replaces 1.%d\n' % (i, i) for i in range(20000)), None
    yield 'name', rule('d is ' + 'a' * LONG), 'POL0127'
    yield 'name-dotted', rule('d is ' + 'a.' * (LONG // 2) + 'b'), ''
    yield 'id', HEAD + 'clause ' + '1.' * (LONG // 2) + '1 "C"\n  d is 1\n', ''
    yield 'label', HEAD.replace('"is called"', '"' + 'w' * LONG + '"'), None
    yield 'title', HEAD + 'clause 1 "' + 'word ' * (LONG // 5) + '"\n  d is 1\n', None
    yield 'text', rule('permits e when a.n is "' + 'k' * LONG + '"'), None
    yield 'text-open', rule('permits e when a.n is "' + 'k' * LONG), ''
    yield 'comment', SMALL + '#' * LONG, None
    yield 'spaces', rule(' ' * LONG + 'd is 1'), None
    yield 'lines', SMALL + '\n' * LONG, None
    yield 'word', SMALL + 'w' * LONG, ''
    yield 'words', SMALL + 'rubbish ' * (LONG // 8), ''
    yield 'keywords', SMALL + 'when and if clause policy is ' * (LONG // 30), ''
    yield 'quotes', SMALL + '"' * LONG, ''
    yield 'signs', SMALL + '=' * LONG, ''
    yield 'capitals', SMALL.upper() * 1000, ''
    yield 'number', rule('d is ' + '9' * LONG), ''
    yield 'number-40', rule('d is ' + '1234567890' * 4), ''
    yield 'number-37', rule('d is ' + '9' * 37), None
    yield 'number-small', rule('d is 0.' + '0' * 40 + '1'), ''
    yield 'number-power', rule('d is 1e999'), ''
    yield 'overflow', rule('d is ' + ' * '.join(['99999999999999999'] * 8)), ''
    yield 'nul', SMALL.replace('"One"', '"O\0ne"').encode(), 'POL0112'
    yield 'nuls', b'\0' * LONG, 'POL0112'
    yield 'controls', SMALL.replace('"One"', '"O\x1b[31mne\x7f\x08"').encode(), 'POL0114'
    yield 'c1', SMALL.replace('"One"', '"O\u0085\u009bne"').encode(), 'POL0130'
    yield 'mark', '\ufeff' + SMALL, None
    yield 'mark-utf16', SMALL.encode('utf-16'), 'POL0111'
    yield 'crlf', SMALL.replace('\n', '\r\n'), None
    yield 'cr', SMALL.replace('\n', '\r'), 'POL0114'
    yield 'cr-stray', SMALL.replace('"One"', '"O\rne"'), 'POL0114'
    yield 'overlong', SMALL.encode().replace(b'"One"', b'"O\xc0\xafne\xe0\x80\xaf"'), 'POL0111'
    yield 'surrogates', SMALL.encode().replace(b'"One"', b'"O\xed\xa0\x80ne\xed\xbf\xbf"'), 'POL0111'
    yield 'beyond', SMALL.encode().replace(b'"One"', b'"O\xf4\x90\x80\x80\xff"'), 'POL0111'
    yield 'bytes', bytes(random.Random(1).randrange(256) for _ in range(LONG)), ''
    yield 'latin-1', SMALL.replace('"One"', '"Caf\u00e9"').encode('latin-1'), 'POL0111'
    for code in list(range(0x202a, 0x202f)) + list(range(0x2066, 0x206a)) + [0x61c, 0x200e, 0x200f]:
        yield 'turning-%04x' % code, SMALL.replace('"One"', '"O%sne"' % chr(code)), 'POL0113'
    yield 'turning-name', SMALL.replace('d is a.x', 'd is a\u202e.x'), 'POL0113'
    yield 'turning-comment', SMALL + '# a \u2066 b\u202e\n', 'POL0113'
    yield 'turning-many', SMALL + '# ' + '\u202e' * 300000 + '\n', 'POL0113'
    for code in (0xad, 0x34f, 0x180e, 0x200b, 0x2060, 0x2063, 0xfeff, 0x3164, 0xfff9, 0xe0041):
        yield 'hidden-%04x' % code, SMALL.replace('"One"', '"O%sne"' % chr(code)), 'POL0130'
    yield 'hidden-name', SMALL.replace('d is a.x', 'd is a\u200b.x'), 'POL0130'
    yield 'hidden-many', SMALL + '# ' + '\u200b' * 300000 + '\n', 'POL0130'
    yield 'joined', SMALL.replace('"One"', '"\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \U0001f469\u200d\U0001f4bb"'), None
    yield 'lookalike', SMALL.replace('d is a.x', 'd is \u0430.x'), 'POL0131'
    yield 'lookalike-declared', SMALL.replace('  x "is"', '  \u0445 "is"'), 'POL0131'
    yield 'lookalike-wide', SMALL.replace('d is a.x', 'd is \uff41.x'), 'POL0131'
    yield 'lookalike-text', SMALL.replace('is "k"', 'is "P\u0430ris"'), None
    yield 'lookalike-many', SMALL + '\u0430b ' * 100000, ''
    yield 'space-odd', SMALL.replace('d is a.x', 'd\u00a0is\u2003a.x'), None
    yield 'line-separator', SMALL.replace('"One"', '"O\u2028ne"'), ''


def deep_json(opening, closing, at='"a.n": '):
    return '{"a.x": 1, ' + at + opening * DEEP + closing * DEEP + '}'


def facts():
    """name, form, text, and what must be told: a code, None for nothing wrong, '' for anything."""
    yield 'arrays', 'json', deep_json('[', ']'), 'POL1003'
    yield 'arrays-open', 'json', '[' * DEEP, ''
    yield 'objects', 'json', deep_json('{"a":', '}'), 'POL1003'
    yield 'objects-open', 'json', '{"a":' * DEEP, ''
    yield 'arrays-lines', 'ndjson', deep_json('[', ']'), 'POL1003'
    yield 'objects-lines', 'ndjson', deep_json('{"a":', '}') + '\n' + FACTS, 'POL1003'
    yield 'keys', 'json', '{' + ', '.join('"k%d": 1' % i for i in range(CLAUSES)) + '}', 'POL0801'
    yield 'keys-same', 'json', '{' + ', '.join(['"a.x": 1'] * CLAUSES) + '}', 'POL0803'
    yield 'keys-same-lines', 'ndjson', '{"a.x": 1, "a.x": 2}\n' + FACTS, 'POL0803'
    yield 'keys-same-nested', 'json', '{"a": {"x": 1}, "a.x": 2}', 'POL0803'
    yield 'key', 'json', '{"%s": 1}' % ('k' * LONG), 'POL0801'
    yield 'id', 'json', '{"id": "%s", "a.x": 1}' % ('k' * LONG), None
    yield 'text', 'json', '{"a.n": "%s", "a.y": true}' % ('k' * LONG), None
    yield 'text-controls', 'json', '{"id": "A\\u202eB\\u001b[31m", "a.y": true, "a.n": "x\\u202ey\\u2066\\u001b[2J\\u0085q\\u200bz\\u0000\\u061c\\ufeff"}', None
    yield 'text-raw-controls', 'json', '{"id": "A\u202eB", "a.y": true, "a.n": "x\u202ey\u2066\u0085q\u200bz\u200f"}', None
    yield 'key-controls', 'json', '{"b\\u202e\\u001b[2J": 1, "c\u2066d": 2}', 'POL0801'
    yield 'choice-controls', 'json', '{"a.c": "re\u202ed"}', 'POL0804'
    yield 'choice-lookalike', 'json', '{"a.c": "r\u0435d"}', 'POL0804'
    yield 'number-controls', 'json', '{"a.x": "1\u202e2"}', 'POL0802'
    yield 'raw-escape', 'json', '{"a.n": "x\x1b[2Jy"}', 'POL0813'
    yield 'nul', 'json', b'{"a.n": "x\0y"}', 'POL0813'
    yield 'nul-outside', 'json', b'{"a.x": 1}\0', ''
    yield 'mark', 'json', '\ufeff' + FACTS, None
    yield 'utf16', 'json', FACTS.encode('utf-16'), ''
    yield 'overlong', 'json', b'{"a.n": "\xc0\xaf"}', 'POL0814'
    yield 'surrogate-raw', 'json', b'{"a.n": "\xed\xa0\x80"}', 'POL0814'
    yield 'surrogate-high', 'json', '{"a.n": "\\ud800"}', 'POL0813'
    yield 'surrogate-low', 'json', '{"a.n": "\\udc00x"}', 'POL0813'
    yield 'surrogate-twice', 'json', '{"a.n": "\\ud800\\ud800"}', 'POL0813'
    yield 'surrogate-pair', 'json', '{"a.n": "\\ud83d\\ude00"}', None
    yield 'escape', 'json', '{"a.n": "\\x41"}', 'POL0813'
    yield 'cr', 'json', FACTS.replace(' ', '\r'), None
    yield 'lines-cr', 'ndjson', (FACTS + '\r') * 3, ''
    yield 'lines-crlf', 'ndjson', (FACTS + '\r\n') * 3, None
    yield 'lines-empty', 'ndjson', '\n' * LONG, ''
    yield 'lines-wrong', 'ndjson', '{"a.x": ]\n' * 50000, ''
    yield 'lines-rubbish', 'ndjson', 'rubbish\n' * 100000, ''
    for n, number in enumerate(('1e999', '1' * 40, '1e-999', '-1e999', '1E+999999999999999999999', '0.' + '1' * 40, '1' * LONG, '1e' + '9' * 1000)):
        yield 'number-%d' % n, 'json', '{"a.x": %s}' % number, ''
        yield 'number-text-%d' % n, 'json', '{"a.x": "%s"}' % number, ''
        yield 'number-table-%d' % n, 'csv', 'id,x,y,n,c\nr,%s,,,\n' % number, ''
    yield 'number-zero', 'json', '{"a.x": 0e999}', ''
    yield 'number-not', 'json', '{"a.x": NaN}', ''
    yield 'number-infinite', 'json', '{"a.x": -Infinity}', ''
    yield 'number-hex', 'json', '{"a.x": 0x1F}', ''
    yield 'items', 'json', '{"a.l": [' + ', '.join(['{"date": "2024-01-01", "hours": 1}'] * 65537) + ']}', 'POL0819'
    yield 'items-wrong', 'json', '{"a.l": [' + ', '.join(['1'] * DEEP) + ']}', ''
    yield 'comma', 'json', '{' + ',' * LONG + '}', ''
    yield 'colons', 'json', '{"a.x"' + ':' * LONG + '1}', ''
    yield 'quotes', 'json', '"' * LONG, ''
    yield 'spaces', 'json', ' ' * LONG + FACTS + ' ' * LONG, None
    yield 'empty', 'json', '', ''
    yield 'empty-table', 'csv', '', ''
    yield 'ragged', 'csv', 'id,x,y,n,c\nr1,1\nr2,1,yes,k,red,more,and more\nr3\n\nr4,1,yes,k,red\n', 'POL0822'
    yield 'ragged-many', 'csv', 'id,x,y,n,c\n' + 'r,1\n' * 100000, 'POL0822'
    yield 'quotes-table', 'csv', 'id,x,y,n,c\nr1,1,yes,"k""k",red\nr2,1,yes,"k,k\n",red\nr3,1,yes,k"k,red\n', ''
    yield 'quote-open', 'csv', 'id,x,y,n,c\nr1,1,yes,"k,red\n' + 'r,1,yes,k,red\n' * 100000, ''
    yield 'quote-after', 'csv', 'id,x,y,n,c\nr1,1,yes,"k"x,red\n', ''
    yield 'semicolons', 'csv', 'id;x;y;n;c\nr1;1;yes;k;red\n', 'POL0825'
    yield 'semicolons-sep', 'csv', 'sep=;\nid;x;y;n;c\nr1;1;yes;k;red\n', 'POL0825'
    yield 'formulas', 'csv', 'id,x,y,n,c\n=cmd|\' /C calc\'!A0,1,yes,k,red\n@SUM(1),2,yes,"=HYPERLINK(""http://x"")",red\n+1,3,no,-2,green\n-1,=1+1,yes,k,red\n', ''
    yield 'table-crlf', 'csv', 'id,x,y,n,c\r\nr1,1,yes,k,red\r\n', None
    yield 'table-cr', 'csv', 'id,x,y,n,c\rr1,1,yes,k,red\r', ''
    yield 'table-mark', 'csv', '\ufeffid,x,y,n,c\nr1,1,yes,k,red\n', None
    yield 'table-nul', 'csv', b'id,x,y,n,c\nr1,1,yes,k\0k,red\n', ''
    yield 'table-overlong', 'csv', b'id,x,y,n,c\nr1,1,yes,\xc0\xaf,red\n', 'POL0814'
    yield 'table-controls', 'csv', 'id,x,y,n,c,b\u202e\nr\u202e1,1,yes,k\u2066\x1b[2J,red,\nr2,1\u202e,yes,k,r\u202eed,\n', ''
    yield 'headings', 'csv', 'id' + ',h' * DEEP + '\nr' + ',1' * DEEP + '\n', ''
    yield 'headings-same', 'csv', 'id' + ',x' * DEEP + '\nr' + ',1' * DEEP + '\n', 'POL0803'
    yield 'heading', 'csv', 'id,' + 'h' * LONG + '\nr,1\n', ''
    yield 'field', 'csv', 'id,x,y,n,c\nr,1,yes,' + 'k' * LONG + ',red\n', None
    yield 'commas', 'csv', 'id,x,y,n,c\n' + ',' * LONG + '\n', ''
    yield 'rows-empty', 'csv', 'id,x,y,n,c\n' + '\n' * LONG, ''
    yield 'records', 'csv', 'id,x,y,n,c\n' + 'r,1,yes,k,red\n' * 20000, None


AS_OF = ['--as-of', '2024-04-01']
POLICY_COMMANDS = [('check', '{p}'), ('check', '--format', 'json', '{p}'), ('check', '--format', 'sarif', '{p}'), ('fmt', '--check', '{p}'), ('fmt', '--diff', '{p}'), ('fmt', '--consolidated', *AS_OF, '{p}'),
                   ('tree', '{p}'), ('program', '{p}'), ('test', '{p}'), ('test', '--coverage', '--trace', '{p}'), ('facts', '{p}'), ('facts', '--format', 'json-schema', '{p}'), ('facts', '--format', 'csv', '{p}'),
                   ('read', '{p}'), ('read', '--format', 'json', '{p}'), ('doc', '{p}'), ('doc', '--format', 'markdown', '{p}'), ('doc', '--format', 'html', '{p}'), ('decide', '{p}', '--only-needed'),
                   ('decide', '{p}', '--facts', '{f}', *AS_OF), ('decide', '{p}', '--facts', '{f}', '--format', 'csv', *AS_OF), ('decide', '{p}', '--facts', '{f}', '--format', 'json', '--trace', *AS_OF),
                   ('explain', '{p}', '--facts', '{f}', '--trace', *AS_OF), ('explain', '{p}', '--facts', '{f}', '--ask', 'e', '--why-not', 'permitted', *AS_OF),
                   ('explain', '{p}', '--facts', '{f}', '--ask', 'e', '--format', 'html', *AS_OF), ('explain', '{p}', '--facts', '{f}', '--ask', 'e', '--format', 'dot', *AS_OF),
                   ('compare', '{s}', '{p}', *AS_OF), ('compare', '{p}', '{s}', '--redline', *AS_OF), ('compare', '{p}', '{p}', *AS_OF), ('compare', '{s}', '{p}', '--format', 'html', *AS_OF), ('check', '{s}', '--amend', '{p}'),
                   ('decide', '{s}', '--facts', '{f}', '--given', '{p}', *AS_OF)]
FACTS_COMMANDS = [('decide', '{s}', '--facts', '{f}', *AS_OF), ('decide', '{s}', '--facts', '{f}', '--trace', *AS_OF), ('decide', '{s}', '--facts', '{f}', '--format', 'csv', *AS_OF),
                  ('decide', '{s}', '--facts', '{f}', '--format', 'json', '--trace', *AS_OF), ('decide', '{s}', '--facts', '{f}', '--format', 'ndjson', '--threads', '2', *AS_OF),
                  ('explain', '{s}', '--facts', '{f}', '--trace', *AS_OF), ('explain', '{s}', '--facts', '{f}', '--ask', 'e', '--why-not', 'permitted', *AS_OF),
                  ('explain', '{s}', '--facts', '{f}', '--ask', 'e', '--format', 'html', *AS_OF), ('explain', '{s}', '--facts', '{f}', '--ask', 'e', '--format', 'dot', *AS_OF),
                  ('compare', '{s}', '{o}', '--facts', '{f}', '--people', *AS_OF), ('compare', '{s}', '{o}', '--facts', '{f}', '--format', 'html', *AS_OF), ('compare', '{s}', '{o}', '--facts', '{f}', '--format', 'csv', *AS_OF),
                  ('compare', '{s}', '{o}', '--facts', '{f}', '--by', 'a.n', *AS_OF), ('decide', '{s}', '--facts', '{k}', '--given', '{f}', *AS_OF), ('check', '{f}'), ('fmt', '--check', '{f}')]


# What was over a second or 64 MiB once, and is run each time: input, words of the command.
MENDED = {
    'facts-fit': ['compare {s} {p}'], 'uses-fit': ['compare {p} {p}', 'compare {p} {s} --redline', 'compare {s} {p} --format html'], 'clauses-same': ['check --format sarif'], 'despite-section': ['check --format sarif'], 'capitals': ['check --format sarif'],
    'scenarios-fit': ['fmt --consolidated'], 'tables-fit': ['compare {p} {p}'],
    'and-fits': ['tree', 'test --coverage', 'decide {p} --facts {f} --format json', 'fmt --consolidated'], 'choices-fit': ['tree'],
    'lines-rubbish': ['explain {s} --facts {f} --trace', 'explain {s} --facts {f} --ask e --format dot'], 'ragged-many': ['explain {s} --facts {f} --trace', 'explain {s} --facts {f} --ask e --format html'],
    'headings-same': ['decide {s} --facts {f} --format csv', 'decide {s} --facts {f} --format ndjson'],
}


class Starter:
    """Starts programs from a process that stays small: what the kernel gives as a program's most memory begins with that of the process that started it."""

    def __init__(self):
        down, up = os.pipe(), os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(down[1])
            os.close(up[0])
            with os.fdopen(down[0]) as asked, os.fdopen(up[1], 'w') as told:
                for line in asked:
                    told.write(json.dumps(self.start(*json.loads(line))) + '\n')
                    told.flush()
            os._exit(0)
        os.close(down[0])
        os.close(up[1])
        self.ask, self.tell = os.fdopen(down[1], 'w'), os.fdopen(up[0])

    @staticmethod
    def start(command, out, err):
        pid = os.fork()
        if pid == 0:
            try:
                os.dup2(os.open('/dev/null', os.O_RDONLY), 0)
                os.dup2(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
                os.dup2(os.open(err, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
                resource.setrlimit(resource.RLIMIT_STACK, (STACK, STACK))
                resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
                resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
                os.execv(command[0], command)
            finally:
                os._exit(127)
        _, status, used = os.wait4(pid, 0)
        return os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024

    def run(self, *what):
        self.ask.write(json.dumps(what) + '\n')
        self.ask.flush()
        return json.loads(self.tell.readline())


class Trial:
    def __init__(self, options):
        self.options, self.faults, self.lock = options, [], threading.Lock()
        self.runs, self.slowest, self.largest = 0, (0, ''), (0, '')

    def fault(self, text):
        with self.lock:
            self.faults.append(text)
            print('hostile: ' + text)

    def go(self, starter, folder, case, command, first):
        kind, name, text, wanted, path = case
        out, err = os.path.join(folder, 'out-%d' % starter.pid), os.path.join(folder, 'err-%d' % starter.pid)
        status, seconds, mib = starter.run([self.options.pol] + [word.format(**path) for word in command], out, err)
        called = '%s %s: pol %s' % (kind, name, ' '.join(command))
        with self.lock:
            self.runs += 1
            self.slowest, self.largest = max(self.slowest, (seconds, called)), max(self.largest, (mib, called))
        if self.options.verbose:
            print('%6.2f s %6.1f MiB %d %s' % (seconds, mib, status, called))
        if status not in (0, 1, 2):
            self.fault('%s: ended by %s' % (called, signal.Signals(-status).name if status < 0 else 'status %d' % status))
        if seconds > SECOND:
            self.fault('%s: %.2f seconds' % (called, seconds))
        if mib > MIB:
            self.fault('%s: %.1f MiB' % (called, mib))
        with open(out, 'rb') as f:
            told = f.read(1 << 22)
        with open(err, 'rb') as f:
            complained = f.read(1 << 22)
        self.look(called, command, told, complained)
        if first:
            self.hold(called, wanted, status, (told + complained).decode(errors='replace'))

    def look(self, called, command, told, complained):
        """What people read has no control character of the input; what goes wrong is told."""
        form = command[command.index('--format') + 1] if '--format' in command else 'text'
        for of, text in (('standard error', complained),) + ((('the result', told),) if form in ('text', 'html', 'dot', 'markdown') and command[0] not in ('tree', 'fmt') else ()):
            found = CONTROLS.search(text.decode(errors='replace'))
            if found:
                self.fault('%s: %s has U+%04X of the input' % (called, of, ord(found.group())))

    def hold(self, called, wanted, status, text):
        code = re.search(r'error (POL\d+)', text)
        if wanted is None and (status == 2 or code):
            self.fault('%s: nothing is wrong, and it is told %s' % (called, code.group(1) if code else 'status %d' % status))
        if wanted and wanted not in text:
            self.fault('%s: not told %s, but %s' % (called, wanted, text[:300]))
        if wanted == '' and status and not re.search(r'POL\d{4}', text):
            self.fault('%s: fails, and says nothing: %s' % (called, text[:300]))


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, 'wb') as f:
        f.write(text if isinstance(text, bytes) else text.encode())
    return path


def cases(folder, only):
    base = {'s': write(folder, 'small.pol', SMALL), 'o': write(folder, 'other.pol', SMALL.replace('d is a.x', 'd is a.x + 1').replace('is "k"', 'is "kk"')), 'k': write(folder, 'known.json', FACTS)}
    for name, text, wanted in policies():
        if only in name:
            yield 'policy', name, None, wanted, dict(base, p=write(folder, 'policy-%s.pol' % name, text), f=base['k'])
    for name, form, text, wanted in facts():
        if only in name:
            yield 'facts', name, None, wanted, dict(base, f=write(folder, 'facts-%s.%s' % (name, form), text))


def several(trial, starters, folder, work, until):
    """As many at once as there are starters."""
    lock = threading.Lock()

    def hand(starter):
        while not until or time.monotonic() < until:
            with lock:
                if not work:
                    return
                case, command, first = work.pop()
            trial.go(starter, folder, case, command, first)
    hands = [threading.Thread(target=hand, args=(starter,)) for starter in starters]
    for each in hands:
        each.start()
    for each in hands:
        each.join()


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument('build')
    ask.add_argument('--seconds', type=float)
    ask.add_argument('--seed', type=int, default=1)
    ask.add_argument('--jobs', type=int, default=1)
    ask.add_argument('--only', default='')
    ask.add_argument('--figures')
    ask.add_argument('--verbose', action='store_true')
    options = ask.parse_args()
    options.pol = os.path.abspath(os.path.join(options.build, 'pol'))
    begun = time.monotonic()
    starters = [Starter() for _ in range(options.jobs)]
    trial = Trial(options)
    with tempfile.TemporaryDirectory() as folder:
        every = list(cases(folder, options.only))
        firsts, rest = [], []
        for case in every:
            for i, command in enumerate(POLICY_COMMANDS if case[0] == 'policy' else FACTS_COMMANDS):
                once = i == 0 or any(' '.join(command).startswith(begin) for begin in MENDED.get(case[1], ()))
                (firsts if once else rest).append((case, command, i == 0))
        number = len(firsts) + len(rest)
        firsts.reverse()
        random.Random(options.seed).shuffle(rest)
        several(trial, starters, folder, firsts, None)
        several(trial, starters, folder, rest, begun + options.seconds if options.seconds else None)
    print('hostile: %d inputs, %d of %d runs (seed %d), %d faults; at most %.2f seconds of the processor (%s) and %.1f MiB (%s)' % (
        (len(every), trial.runs, number, options.seed, len(trial.faults)) + trial.slowest[:1] + trial.slowest[1:] + trial.largest))
    if options.figures:
        figures.write(options.figures, 8, 'Hostile input', '%d inputs, %d runs: %d over a second, over 64 MiB, or without a report; at most %.2f s and %.1f MiB, on a stack of 256 KiB' % (
            len(every), trial.runs, len(trial.faults), trial.slowest[0], trial.largest[0]), 'a report within a second and within 64 MiB each', not trial.faults and trial.runs == number,
            'tests/evidence/hostile.py BUILD', ['the second is one of the processor, as the kernel counts it, of user and system together: the machine may be busy',
                                              'memory is the most that was resident; each input is tried with every command that reads it'] + ([] if trial.runs == number else ['%d of %d runs fitted the time' % (trial.runs, number)]))
    return 1 if trial.faults else 0


if __name__ == '__main__':
    sys.exit(main())
