#!/usr/bin/env python3
"""The command line: exit statuses, what goes where, usage errors, colour, the examples of the help pages, help pages (golden: tests/golden/help*.txt; POL_GOLDEN=write rewrites them).
usage: run.py POL"""
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GOLDEN = os.path.join(ROOT, 'tests', 'golden')
FILES = {
    'leave/leave.pol': '''policy leave "Leave"

facts employee
  kind "is" is one of officer, staff

decision days "Annual leave" is days

clause 1 "How much"
  days is 30 days when employee.kind is officer
  days is 25 days when employee.kind is staff
''',
    'leave/scenarios.pol': '''scenario "A member of staff"
  given employee.kind is staff
  expect days is 25 days
''',
    'failing/failing.pol': '''policy failing "Failing"

facts employee
  kind "is" is one of officer, staff

decision days "Annual leave" is days

clause 1 "How much"
  days is 30 days when employee.kind is officer
  days is 25 days when employee.kind is staff

scenario "An officer"
  given employee.kind is officer
  expect days is 25 days
''',
    'broken.pol': 'policy broken "Broken"\n\nclause 1 "x"\n  permits nothing_such\n',
    'folder/deep/leave.pol': None,  # as leave/leave.pol
    'empty/readme.txt': 'no policy here\n',
    'one.json': '{"id": "S1", "employee": {"kind": "staff"}}',
    'wrong.json': '{"id": "S1", "employee": {"kind": "boss"}}',
    'two.ndjson': '{"id": "S1", "employee.kind": "staff"}\n{"id": "S2", "employee.kind": "boss"}\n',
    'two.csv': 'id,employee.kind\nS1,staff\nS2,officer\n',
    'odd.txt': '{}',
    'more.pol': 'amendment more "More" of leave\n\nclause 2 "More for staff"\n  adds 1 day to days when employee.kind is staff\n\nscenario "A day more"\n  given employee.kind is staff\n  expect days is 26 days\n',
    'a@b.pol': 'amendment most "Most" of leave\n\nclause 3 "Most for staff"\n  adds 9 days to days when employee.kind is staff\n',
    'stray/more.pol': 'amendment stray "Stray" of nothing_here\n',
    'bare.csv': 'id\nS1\n',
    'many.json': '[{}, {}]',
    'loud.pol': 'policy loud "Loud"\n\nfacts request\n  words "says" is text\n\ndecision heard "Heard" is permission\n\nclause 1 "x"\n  refuses heard when request.words is not ""\n    reason "{request.words}"\n',
    'loud.csv': 'id,request.words\nR\x1b[31mS,a\x1b[32mb\u202ec\n',
    'head.txt': 'The office\n',
}
LETTER = ['explain', 'leave', '--as-of', '2024-04-01', '--facts', 'one.json', '--ask', 'days', '--format', 'html']
DECIDE = ['decide', 'leave', '--as-of', '2024-04-01']

# arguments, standard input, exit status, a part of standard output ('' for none at all, None for anything), the same of standard error
CASES = [
    ([], '', 2, '', 'usage: pol COMMAND'),
    (['--version'], '', 0, 'pol 0.', ''),
    (['-V'], '', 0, 'built by', ''),
    (['-h'], '', 0, 'usage: pol COMMAND', ''),
    (['--help', 'check'], '', 2, '', 'pol: --help stands alone\n'),
    (['--versoin'], '', 2, '', 'pol: there is no option --versoin; did you mean --version?\n'),
    (['--zzzzzz'], '', 2, '', 'pol: there is no option --zzzzzz; pol --help lists them\n'),
    (['--color', 'never', 'check', 'leave'], '', 2, '', 'pol: options come after the command: pol COMMAND --color\n'),
    (['--version=1'], '', 2, '', 'pol: --version takes nothing after it\n'),
    (['--generate'], '', 2, '', 'pol: --generate needs what follows it: pol --help\n'),
    (['--generate', 'complete-bsh'], '', 2, '', 'pol: --generate is man, complete-bash, complete-zsh or complete-fish; did you mean complete-bash?\n'),
    (['--generate=man'], '', 0, '.TH POL 1', ''),
    (['--generate', 'complete-bash'], '', 0, 'complete -F _pol pol', ''),
    (['-v'], '', 2, '', 'pol: there is no option -v; did you mean -V?\n'),
    (['version'], '', 2, '', 'pol: there is no command version; did you mean --version?\n'),
    (['decide', 'leave', '--facts'], '', 2, '', 'pol: --facts needs FILE after it\n'),
    (['compare', 'leave'], '', 2, '', 'pol: compare needs two versions: another POLICY, or --amend FILE\n'),
    (['compare', 'leave', 'one.json', 'two.csv'], '', 2, '', 'pol: compare needs two versions, and there are 3; several files of one are given as their folder\n'),
    (['compare', 'leave', 'failing', '--people'], '', 2, '', 'pol: --people needs --facts FILE\n'),
    (['compare', 'leave', 'failing', '--format', 'csv'], '', 2, '', 'pol: --format csv is a list of people, and needs --facts FILE\n'),
    (['compare', 'leave', 'failing', '--facts', 'two.csv', '--people', '--format', 'json'], '', 2, '', 'pol: --people is a part of the text; every other form has everybody\n'),
    (['compare', 'leave', 'failing', '--redline', '--format', 'html'], '', 2, '', 'pol: --redline is a part of the text; html has every clause, old beside new\n'),
    (['compare', 'leave', 'failing', '--facts', 'two.csv', '--most', '0'], '', 2, '', 'pol: --most is a number from 1 to 100000, and 0 is not\n'),
    (['compare', 'leave', 'failing', '--facts', 'two.csv', '--by', 'employee.kind,'], '', 2, '', 'pol: --by is the name of a fact, or several with commas between them, and "employee.kind," is not\n'),
    (['compare', 'leave', '-', '--facts', '-'], '', 2, '', 'pol: standard input (-) can be read once only\n'),
    (['compare', 'leave', 'broken.pol'], '', 2, '', 'error POL'),
    (['compare', 'leave', 'leave', '--facts', 'two.csv', '--as-of', '2024-04-01', '--exit-code'], '', 0, 'Measured for 1 April 2024 over 2 people', ''),
    (['compare', 'leave', 'leave', '--facts', '-', '--facts-format', 'csv', '--as-of', '2024-04-01', '--format', 'csv'], 'id,employee.kind\nS1,staff\n', 0, 'id,decision,impact,', ''),
    (['compare', 'leave', 'leave', '--facts', 'two.ndjson', '--as-of', '2024-04-01', '--format', 'ndjson'], '', 1, '"wrong"', 'error POL0804'),
    (['compare', 'leave', 'leave', '--facts', 'wrong.json', '--as-of', '2024-04-01', '--format', 'json'], '', 2, '', 'error POL0804'),
    (['compare', 'leave', 'leave', '--facts', 'nothing.csv'], '', 2, '', 'pol: nothing.csv cannot be read: there is no such file (POL1001)\n'),
    (['compare', 'leave', 'leave', '--output', 'nowhere/x.txt'], '', 2, '', 'pol: nowhere/x.txt cannot be written: No such file or directory\n'),
    (['explain', 'leave', '--why-not'], '', 2, '', 'pol: --why-not needs OUTCOME after it: permitted, referred or refused\n'),
    (['decide', 'leave', 'one.json'], '', 2, '', 'pol: decide needs --facts FILE; did you mean --facts one.json?\n'),
    (['check', 'leaf/leave.pol'], '', 2, '', 'pol: leaf/leave.pol cannot be read: there is no such file (POL1001)\n'),
    (['check', 'leave/leaf.pol'], '', 2, '', 'pol: leave/leaf.pol cannot be read: there is no such file (POL1001); did you mean leave/leave.pol?\n'),
    (['check', 'leve/'], '', 2, '', 'pol: leve/ cannot be read: there is no such file (POL1001); did you mean leave?\n'),
    (DECIDE + ['--facts', 'on.json'], '', 2, '', 'there is no such file (POL1001); did you mean one.json?\n'),
    (['check', 'folder'], '', 2, '', 'pol: the folder folder has no .pol file; there are some in folder/deep\n'),
    (['check', 'leave', 'leave/leave.pol', './leave/../leave'], '', 0, None, ''),
    (['help', 'codes'], '', 0, 'POL0301  a fact that is not declared\n', ''),
    (['help', 'code'], '', 2, '', 'did you mean codes?'),
    (['validate'], '', 2, '', 'pol: there is no command validate; did you mean check?\n'),
    (['why'], '', 2, '', 'pol: there is no command why; did you mean explain?\n'),
    (['leave/leave.pol'], '', 2, '', 'pol: a command comes first, as in pol check leave/leave.pol; pol --help lists them\n'),
    (['CHECK'], '', 2, '', 'pol: there is no command CHECK'),
    (['help', 'chek'], '', 2, '', 'pol: chek is neither a command nor a code such as POL0301; did you mean check?\n'),
    (['check', '--format', 'yaml', '--help'], '', 0, 'usage: pol check', ''),
    (['check', 'leave', '-h'], '', 0, 'usage: pol check', ''),
    (['check', '--', '--help'], '', 2, '', 'pol: --help cannot be read: there is no such file (POL1001)\n'),
    (['check', ''], '', 2, '', 'pol: one of the names after check is empty\n'),
    (['check', 'leave', '--form', 'json'], '', 2, '', 'pol: check has no option --form; did you mean --format?\n'),
    (['check', 'leave', '--color', 'nver'], '', 2, '', 'pol: --color is auto, always or never; did you mean never?\n'),
    (['check', 'leave', '--help=yes'], '', 2, '', 'pol: --help takes nothing after it\n'),
    (['chek'], '', 2, '', 'pol: there is no command chek; did you mean check?\n'),
    (['frobnicate'], '', 2, '', 'pol: there is no command frobnicate; pol --help lists them\n'),
    (['check'], '', 2, '', 'pol: check needs a policy: pol check POLICY…\n'),
    (['check', 'leave'], '', 0, None, ''),
    (['check', 'leave/leave.pol'], '', 0, None, ''),
    (['check', '-'], FILES['leave/leave.pol'], 0, None, ''),
    (['check', 'broken.pol'], '', 1, 'nothing_such', ''),
    (['check', 'broken.pol', '--format', 'json'], '', 1, '"pol.reports/1"', ''),
    (['check', 'nowhere.pol'], '', 2, '', 'pol: nowhere.pol cannot be read: there is no such file (POL1001)\n'),
    (['check', 'empty'], '', 2, '', 'pol: the folder empty has no .pol file\n'),
    (['check', 'leave', '--fromat=json'], '', 2, '', 'pol: check has no option --fromat; did you mean --format?\n'),
    (['check', 'leave', '--facts', 'x'], '', 2, '', 'pol: check has no option --facts; pol check --help lists them\n'),
    (['check', 'leave', '--format'], '', 2, '', 'pol: --format needs text, json or sarif after it\n'),
    (['check', 'leave', '--format', 'yaml'], '', 2, '', 'pol: --format of check is text, json or sarif\n'),
    (['check', 'leave', '--format', 'jsn'], '', 2, '', 'pol: --format of check is text, json or sarif; did you mean json?\n'),
    (['check', 'leave', '--color', 'red'], '', 2, '', 'pol: --color is auto, always or never\n'),
    (['check', 'leave', '--color=never', '--color=always'], '', 2, '', 'pol: --color is given twice\n'),
    (['check', 'leave', '-x'], '', 2, '', 'pol: check has no option -x'),
    (['check', 'a\nb\x1b[31m'], '', 2, '', 'pol: a?b?[31m cannot be read: there is no such file (POL1001)\n'),
    (['check', '--', '--leave'], '', 2, '', 'pol: --leave cannot be read: there is no such file (POL1001); did you mean leave?\n'),
    (['check', 'leave/scenarios.pol'], '', 1, None, 'pol: leave/scenarios.pol has no policy line: perhaps it is a part of the policy in leave\n'),
    (['facts', 'leave/scenarios.pol'], '', 2, '', 'perhaps it is a part of the policy in leave\n'),
    (['check', 'broken.pol', '--color', 'always'], '', 1, '\x1b[', ''),
    (['check', 'broken.pol'], '', 1, None, ''),
    (DECIDE, '', 2, '', 'pol: decide needs --facts FILE\n'),
    (DECIDE + ['--facts', 'one.json'], '', 0, '25 days', ''),
    # amendments
    (DECIDE + ['--facts', 'one.json', '--amend', 'more.pol'], '', 0, '26 days', ''),
    (DECIDE + ['--facts', 'one.json', '--amend=more.pol@2024-04-01'], '', 0, '26 days', ''),
    (DECIDE + ['--facts', 'one.json', '--amend=more.pol@2024-04-02'], '', 0, '25 days', ''),
    (DECIDE + ['--facts', 'one.json', '--amend', 'more.pol', '--amend', 'a@b.pol'], '', 0, '35 days', ''),
    (DECIDE + ['--facts', 'one.json', '--amend', 'a@b.pol@2024-04-01'], '', 0, '34 days', ''),
    (DECIDE + ['--facts', 'one.json', '--amend', 'more.pol@1 April'], '', 2, '', 'pol: --amend FILE@DATE: the date is one such as 2024-04-01, and 1 April is not\n'),
    (DECIDE + ['--facts', 'one.json', '--amend', 'more.pol@1.4.2024'], '', 2, '', 'pol: --amend FILE@DATE: the date is one such as 2024-04-01, and 1.4.2024 is not\n'),
    (DECIDE + ['--facts', 'one.json', '--amend', 'more.pol@2024-02-30'], '', 2, '', 'and 2024-02-30 is not\n'),
    (DECIDE + ['--facts', 'one.json', '--amend', 'mor.pol@2024-04-01'], '', 2, '', 'pol: mor.pol cannot be read: there is no such file (POL1001); did you mean more.pol?\n'),
    (DECIDE + ['--facts', '-', '--amend', '-'], '', 2, '', 'pol: standard input (-) can be read once only\n'),
    (DECIDE + ['--facts', 'one.json', '--amend', '-@2024-04-01'], 'amendment more "More" of leave\nclause 2\n  adds 1 day to days\n', 0, '26 days', ''),
    (['check', 'leave', '--amend'], '', 2, '', 'pol: --amend needs FILE[@DATE] after it\n'),
    (['test', 'leave', 'more.pol'], '', 0, 'leave, amended by more.pol\n1 scenario: 1 passed', ''),
    (['test', 'leave', '--amend', 'more.pol', '--format', 'tap'], '', 0, 'TAP version 13\n1..1\nok 1 - A day more', ''),
    (['test', 'leave', 'failing', '--amend', 'stray/more.pol'], '', 2, '', 'pol: --amend stray/more.pol: no policy called nothing_here is among what is named\n'),
    (['test', 'stray'], '', 2, '', 'pol: stray/more.pol is not tested: the policy that it amends is not among what is named; pol test POLICY --amend stray/more.pol\n'),
    (DECIDE + ['--facts=one.json', '--format=json'], '', 0, '"as_of": "2024-04-01"', ''),
    (DECIDE + ['--facts', '-'], FILES['one.json'], 0, '25 days', ''),
    (DECIDE + ['--facts', '-', '--facts-format', 'csv'], FILES['two.csv'], 0, '30 days', ''),
    (DECIDE + ['--facts', 'two.csv', '--format', 'csv'], '', 0, 'S2,30', ''),
    (DECIDE + ['--facts', '-', '--facts-format', 'csv'], 'id\nS1\n', 0, 'NOT DECIDED', 'warning POL0805: standard input has no column for employee.kind\n'),
    (DECIDE + ['--facts', 'two.csv', '--given', 'one.json', '--format', 'csv'], '', 0, 'S1,25\nS2,30', ''),
    (DECIDE + ['--facts', 'bare.csv', '--given', 'one.json', '--format', 'csv'], '', 0, 'S1,25\n', ''),
    (DECIDE + ['--facts', 'bare.csv', '--given', 'wrong.json'], '', 2, '', ' --> wrong.json:1:'),
    (DECIDE + ['--facts', 'bare.csv', '--given', 'many.json'], '', 2, '', 'error POL0810: what holds for every record is one record, and here are 2'),
    (DECIDE + ['--facts', '-', '--given', '-'], '', 2, '', 'pol: standard input (-) can be read once only\n'),
    (DECIDE + ['--facts', 'two.csv', '--threads', '0'], '', 2, '', 'pol: --threads is a number from 1 to 256, and 0 is not\n'),
    (DECIDE + ['--facts', 'two.csv', '--threads', '257'], '', 2, '', 'pol: --threads is a number from 1 to 256, and 257 is not\n'),
    (DECIDE + ['--facts', 'two.csv', '--threads', 'two'], '', 2, '', 'pol: --threads is a number from 1 to 256, and two is not\n'),
    (DECIDE + ['--facts', 'two.csv', '--threads='], '', 2, '', 'pol: --threads is a number from 1 to 256, and nothing is not\n'),
    (DECIDE + ['--facts', 'two.csv', '--threads', '256', '--format', 'csv'], '', 0, 'S2,30', ''),
    (DECIDE + ['--facts', 'two.csv', '--speed', 'fast'], '', 2, '', 'pol: --speed is best, engine, portable, v2, v3 or v4; did you mean best?\n'),
    (DECIDE + ['--facts', 'two.csv', '--sped', 'v2'], '', 2, '', 'pol: decide has no option --sped; pol decide --help lists them\n'),
    (DECIDE + ['--facts', 'two.csv', '--delimiter', 'a'], '', 2, '', 'pol: --delimiter is one character that is no letter, digit or quotation mark, or tab, and a is not\n'),
    (DECIDE + ['--facts', 'two.csv', '--delimiter', '"'], '', 2, '', 'or tab, and " is not\n'),
    (DECIDE + ['--facts', 'two.csv', '--delimiter', '\n'], '', 2, '', 'or tab, and a line end is not\n'),
    (DECIDE + ['--facts', 'two.csv', '--delimiter', ''], '', 2, '', 'or tab, and nothing is not\n'),
    (DECIDE + ['--facts', 'two.csv', '--delimiter', '§'], '', 2, '', 'or tab, and § is not\n'),
    (DECIDE + ['--facts', 'one.json', '--delimiter', ';'], '', 2, '', 'pol: --delimiter is about tables (CSV), and one.json is none\n'),
    (DECIDE + ['--facts', '-', '--facts-format', 'csv', '--delimiter', '\\t', '--format', 'csv'], 'id\temployee.kind\nS1\tstaff\n', 0, 'S1,25', ''),
    (DECIDE + ['--facts', '-', '--facts-format', 'csv', '--delimiter', '|', '--map', 'Name=id', '--map', 'a=b=kind', '--format', 'csv'], 'Name|a=b\nS1|staff\n', 0, 'S1,25', ''),
    (DECIDE + ['--facts', 'two.csv', '--map', 'Kind'], '', 2, '', 'pol: --map is HEADING=FACT, as in --map "Kind=employee.hours", and Kind is not\n'),
    (DECIDE + ['--facts', 'two.csv', '--map', '=id'], '', 2, '', 'pol: --map is HEADING=FACT, as in --map "Hours=employee.hours", and =id is not\n'),
    (DECIDE + ['--facts', 'two.csv', '--map', ''], '', 2, '', 'and nothing is not\n'),
    (DECIDE + ['--facts', 'sheet.tsv'], '', 2, '', 'pol: sheet.tsv ends neither in .json nor .ndjson nor .csv; say which it is with --facts-format csv --delimiter tab\n'),
    (DECIDE + ['--only-needed'], '', 0, 'employee.kind  officer, staff\n', ''),
    (DECIDE + ['--only-needed', '--format', 'csv', '--ask', 'days'], '', 0, 'id,employee.kind\n', ''),
    (DECIDE + ['--only-needed', '--format', 'ndjson'], '', 2, '', 'pol: --only-needed is a list of columns: --format text or csv; pol facts has them as a schema\n'),
    (DECIDE + ['--only-needed', '--output', 'x'], '', 2, '', 'pol: --only-needed is a list, and goes to standard output\n'),
    (DECIDE + ['--only-needed', '--ask', 'dys'], '', 2, '', 'error POL1006: leave has no decision called dys'),
    (['compare', 'leave', 'leave', '--map', 'Kind=employee.kind'], '', 2, '', 'pol: --map needs --facts FILE\n'),
    (['compare', 'leave', 'leave', '--delimiter', ';'], '', 2, '', 'pol: --delimiter needs --facts FILE\n'),
    (['compare', 'leave', 'leave', '--facts', '-', '--facts-format', 'csv', '--delimiter', ';', '--map', 'Kind=kind', '--as-of', '2024-04-01', '--format', 'html'], 'id;Kind\nS1;staff\n', 0, "--facts-format csv --delimiter ';' --map Kind=kind", ''),
    (['explain', 'leave', '--facts', '-', '--facts-format', 'csv', '--delimiter', ';', '--map', 'Kind=kind', '--ask', 'days'], 'id;Kind\nS1;staff\n', 0, 'How much', ''),
    (DECIDE + ['--facts', 'odd.txt'], '', 2, '', 'pol: odd.txt ends neither in .json nor .ndjson nor .csv; say which it is with --facts-format\n'),
    (DECIDE + ['--facts', 'odd.txt', '--facts-format', 'json'], '', 0, None, ''),
    (DECIDE + ['--facts', 'one.json', '--facts-format', 'xml'], '', 2, '', 'pol: --facts-format is json, ndjson or csv\n'),
    (DECIDE + ['--facts', 'nowhere.json'], '', 2, '', 'pol: nowhere.json cannot be read: there is no such file (POL1001)\n'),
    (DECIDE + ['--facts', 'leave', '--facts-format', 'json'], '', 2, '', 'pol: leave cannot be read: it is a folder (POL1001)\n'),
    (DECIDE + ['--facts', 'wrong.json'], '', 2, '', 'error POL0804: "boss" is not a kind of employee'),
    (DECIDE + ['--facts', 'two.ndjson'], '', 1, 'S1', 'error POL0804: "boss" is not a kind of employee'),
    (DECIDE + ['--facts', 'one.json', '--ask', 'day'], '', 2, '', 'error POL1006: leave has no decision called day\nhelp: did you mean days?'),
    (DECIDE + ['--facts', 'one.json', '--ask', 'days', '--ask', 'days'], '', 0, '25 days', ''),
    (DECIDE + ['--facts', 'one.json', '--id', 'S1'], '', 0, '25 days', ''),
    (DECIDE + ['--facts', 'one.json', '--id', 'S2'], '', 2, '', 'error POL1007: no record has the id S2'),
    (DECIDE[:2] + ['--facts', 'one.json'], '', 0, '25 days', ''),
    (DECIDE[:2] + ['--facts', 'one.json', '--as-of', '2024-02-30'], '', 2, '', 'pol: --as-of is a date such as 2024-04-01, and 2024-02-30 is not\n'),
    (['decide', 'broken.pol', '--facts', 'one.json'], '', 2, '', 'nothing_such'),
    (['decide', '-', '--facts', '-'], '', 2, '', 'pol: standard input (-) can be read once only\n'),
    (['explain', 'leave', '--as-of', '2024-04-01', '--facts', 'one.json', '--ask', 'days'], '', 0, 'How much', ''),
    (['explain', 'leave', '--facts', 'one.json', '--why-not', 'permitted', '--ask', 'days'], '', 2, '', 'error POL1008: days is no permission, so nothing stands in its way'),
    (LETTER, '', 0, '<!DOCTYPE html>', ''),
    (LETTER + ['--letterhead', 'head.txt'], '', 0, '<p>The office</p>', ''),
    (LETTER + ['--letterhead', '-'], 'The <b>post</b> room\n', 0, '<p>The &lt;b&gt;post&lt;/b&gt; room</p>', ''),
    (LETTER + ['--open'], '', 0, '<details id="annex-1" open>', ''),
    (LETTER + ['--letterhead', 'none.txt'], '', 2, '', 'pol: none.txt cannot be read: there is no such file'),
    (LETTER + ['--letterhead', '-'], 'not\0text', 2, '', 'is not plain text in UTF-8, as a letterhead is\n'),
    (LETTER[:-1] + ['text', '--open'], '', 2, '', 'pol: --open is for --format html\n'),
    (LETTER[:-1] + ['dot', '--letterhead', 'head.txt'], '', 2, '', 'pol: --letterhead is for --format html\n'),
    (LETTER[:-1] + ['dot'], '', 0, 'digraph reasons {', ''),
    (['explain', 'leave', '--as-of', '2024-04-01', '--facts', 'two.csv', '--format', 'html'], '', 2, '', 'error POL1011: a letter is for one person and one question, and there are 2 records'),
    (['test', 'leave'], '', 0, '1 scenario', ''),
    (['test', 'leave/leave.pol', 'leave/scenarios.pol'], '', 0, '1 scenario', ''),
    (['test', 'failing'], '', 1, 'An officer', ''),
    (['test', 'folder'], '', 0, None, ''),
    (['decide', 'loud.pol', '--facts', 'loud.csv'], '', 0, 'R\ufffd[31mS\n', ''),
    (['explain', 'loud.pol', '--facts', 'loud.csv'], '', 0, 'a\ufffd[32mb\ufffdc\n', ''),
    (['explain', 'loud.pol', '--facts', 'loud.csv', '--format', 'dot', '--trace'], '', 0, 'a\ufffd[32mb\ufffdc', ''),
    (['decide', 'loud.pol', '--facts', 'loud.csv', '--format', 'csv'], '', 0, 'R\x1b[31mS,refused\n', ''),
    (['test', 'leave', '--filter', 'staff'], '', 0, '1 scenario: 1 passed\n', ''),
    (['test', 'leave', 'folder', '--filter', 'staf'], '', 0, None, ''),
    (['test', 'leave', '--filter', 'stuff'], '', 2, '', 'pol: no scenario has stuff in its title\n'),
    (['test', 'leave', '--filter', 'stuff', '--format', 'json'], '', 2, '', 'pol: no scenario has stuff in its title\n'),
    (['test', 'failing', 'leave', '--filter', 'stuff'], '', 2, '', 'pol: no scenario has stuff in its title\n'),
    (['test', 'empty'], '', 2, '', 'pol: there is no policy to test\n'),
    (['test', 'broken.pol'], '', 2, '', 'nothing_such'),
    (['test', 'leave', 'failing', '--format', 'json'], '', 2, None, 'pol: --format json is for one policy at a time\n'),
    (['facts', 'leave'], '', 0, 'employee.kind', ''),
    (['facts', 'leave', '--format', 'json-schema'], '', 0, '"$schema"', ''),
    (['facts', 'leave', '--ask', 'dys'], '', 2, '', 'error POL1006: leave has no decision called dys'),
    (['read', 'leave'], '', 0, '"Annual leave" is 30 days when the employee is officer.', ''),
    (['read', 'leave', '1'], '', 0, '1  How much', ''),
    (['read', '1', 'leave'], '', 2, '', 'pol: 1 cannot be read: there is no such file (POL1001)\n'),
    (['read', 'leave', '1', '2.7'], '', 2, '', 'error POL1010: leave has no clause 2.7\nhelp: pol read without a clause reads them all'),
    (['read', 'leave', '1', '--names', '--format', 'json'], '', 0, '[employee.kind]', ''),
    (['read', 'leave', '--format', 'csv'], '', 2, '', 'pol: --format of read is text or json'),
    (['read', 'broken.pol'], '', 2, '', 'nothing_such'),
    (['doc', 'leave'], '', 0, 'What is decided', ''),
    (['doc', 'leave', '--format', 'markdown'], '', 0, '## The clauses', ''),
    (['doc', 'leave', '--format', 'html'], '', 0, '<h1>', ''),
    (['doc', 'leave', '--format', 'csv'], '', 2, '', 'pol: --format of doc is text, markdown or html'),
    (['doc', 'broken.pol'], '', 2, '', 'nothing_such'),
    (['doc', 'stdlib'], '', 0, 'use uk.redundancy', ''),
    (['doc', 'calendar'], '', 0, 'whole_months(start, end)', ''),
    (['doc'], '', 2, '', 'pol: doc needs'),
    (['tree', 'leave'], '', 0, '"pol.tree/1"', ''),
    (['tree', 'broken.pol'], '', 0, '"pol.tree/1"', ''),
    (['program', 'leave'], '', 0, 'employee.kind', ''),
    (['program', 'broken.pol'], '', 2, '', 'nothing_such'),
    (['help', 'POL0801'], '', 0, 'POL0801', ''),
    (['help', 'check'], '', 0, 'usage: pol check', ''),
    (['help', 'POL9999'], '', 2, '', 'pol: there is no code POL9999; pol help codes lists them all\n'),
    (['help', 'POL0399'], '', 2, '', 'pol: there is no code POL0399; POL0318 and POL0401 are the nearest, and pol help codes lists them all\n'),
    (['help', 'check', 'decide'], '', 2, '', 'pol: help is about one thing at a time\n'),
]
COMMANDS = []  # as pol --help lists them
faults = 0


def fault(text):
    global faults
    faults += 1
    print('FAIL  ' + text)


def run(pol, args, given='', **more):
    settings = {k: v for k, v in os.environ.items() if k != 'NO_COLOR'}
    p = subprocess.run([pol] + args, input=given.encode(), stdout=more.get('out', subprocess.PIPE), stderr=subprocess.PIPE, timeout=60, env=settings)
    return p.returncode, (p.stdout or b'').decode(), p.stderr.decode()


def differs(want, got):
    return want is not None and (got != '' if want == '' else want not in got)


def cases(pol):
    for args, given, status, out, err in CASES:
        got = run(pol, args, given)
        if got[0] != status:
            fault('pol %s: exit status %d, not %d; %s' % (' '.join(args), got[0], status, got[2][:300]))
        if differs(out, got[1]):
            fault('pol %s: standard output is %r, not %r' % (' '.join(args), got[1][:300], out))
        if differs(err, got[2]):
            fault('pol %s: standard error is %r, not %r' % (' '.join(args), got[2][:300], err))


def page(name, text):
    path = os.path.join(GOLDEN, name)
    if os.environ.get('POL_GOLDEN') == 'write':
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)
    try:
        with open(path, encoding='utf-8') as f:
            want = f.read()
    except FileNotFoundError:
        want = ''
    if text != want:
        fault('%s is not what pol says now: look at it, and rewrite it with POL_GOLDEN=write' % path)


def pages(pol):
    page('help.txt', run(pol, ['--help'])[1])
    if run(pol, ['help'])[1] != run(pol, ['--help'])[1]:
        fault('pol help and pol --help differ')
    for command in COMMANDS:
        text = run(pol, [command, '--help'])[1]
        page('help-%s.txt' % command, text)
        for line in text.split('\n'):
            if len(line) > 80:
                fault('pol %s --help: a line of %d signs' % (command, len(line)))


def outputs(pol):
    """A result that cannot be written is an error with a message, whatever the reason."""
    with open('/dev/full', 'wb') as full:
        for args in (['tree', 'leave'], DECIDE + ['--facts', 'one.json'], ['test', 'leave'], ['check', 'broken.pol'], ['--help'], ['--version']):
            status, _, err = run(pol, args, out=full)
            if status != 2 or 'could not be written' not in err:
                fault('pol %s on a full disk: exit status %d, %r' % (' '.join(args), status, err))
    read, write = os.pipe()
    os.close(read)
    status, _, err = run(pol, ['tree', 'leave'], out=write)
    os.close(write)
    if status != -signal.SIGPIPE or err:
        fault('pol tree with nobody to read it: exit status %d, %r' % (status, err))
    status = subprocess.run(['sh', '-c', '"$0" tree leave >&-', pol], stderr=subprocess.PIPE, universal_newlines=True)
    if status.returncode != 2 or 'could not be written' not in status.stderr:
        fault('pol tree without standard output: exit status %d, %r' % (status.returncode, status.stderr))


# settings of the environment, whether standard output is a terminal, arguments, and whether there is colour
COLOURS = [
    ({}, False, [], False),
    ({}, True, [], True),
    ({'TERM': 'dumb'}, True, [], False),
    ({'NO_COLOR': '1'}, True, [], False),
    ({'NO_COLOR': ''}, True, [], True),
    ({'CLICOLOR_FORCE': '1'}, False, [], True),
    ({'CLICOLOR_FORCE': '0'}, False, [], False),
    ({'CLICOLOR_FORCE': '1', 'NO_COLOR': '1'}, False, [], False),
    ({'CLICOLOR_FORCE': '1'}, False, ['--color', 'never'], False),
    ({'NO_COLOR': '1', 'TERM': 'dumb'}, False, ['--color', 'always'], True),
    ({'NO_COLOR': '1'}, True, ['--color', 'auto'], False),
    ({}, True, ['--color', 'never'], False),
]


def colours(pol):
    """Colour is on a terminal and nowhere else, and the environment and --color are heard in this order."""
    plain = {k: v for k, v in os.environ.items() if k not in ('NO_COLOR', 'CLICOLOR_FORCE')}
    plain['TERM'] = 'xterm'
    for settings, terminal, args, want in COLOURS:
        read, write = pty.openpty() if terminal else os.pipe()
        subprocess.run([pol, 'check', 'broken.pol'] + args, stdout=write, stderr=subprocess.PIPE, timeout=60, env=dict(plain, **settings))
        got = b'\x1b[' in os.read(read, 65536)
        os.close(read)
        os.close(write)
        if got != want:
            fault('check %s with %s, %s: %s' % (' '.join(args), settings, 'at a terminal' if terminal else 'into a pipe', 'colour' if got else 'no colour'))


def examples(pol, folder):
    """Every example of a help page does what it says, at the root of a copy of the project. Those that run to a second line are joined as a shell would."""
    root = os.path.join(folder, 'examples')
    for name in ('policies', 'stdlib'):
        shutil.copytree(os.path.join(ROOT, name), os.path.join(root, name))
    os.makedirs(os.path.join(folder, 'bin'))
    os.symlink(pol, os.path.join(folder, 'bin', 'pol'))
    settings = dict(os.environ, PATH=os.path.join(folder, 'bin') + ':' + os.environ['PATH'])
    n = 0
    for command in COMMANDS:
        text = run(pol, [command, '--help'])[1].partition('\nExamples\n')[2].replace('\\\n', '')
        lines = [line.strip() for line in text.split('\n') if line.startswith('    pol ')]
        if not lines:
            fault('pol %s --help has no example' % command)
        for line in lines:
            p = subprocess.run(['sh', '-c', line], cwd=root, env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
            n += 1
            if p.returncode not in (0, 1) or b'pol: ' in p.stderr or not line.startswith('pol ' + command):
                fault('the example %s: exit status %d, %s' % (line, p.returncode, p.stderr.decode()[:300]))
    return n


def main():
    pol = os.path.abspath(sys.argv[1])
    COMMANDS.extend(re.findall(r'^  (\w+) ', run(pol, ['--help'])[1], re.M))
    with tempfile.TemporaryDirectory() as folder:
        for name, text in FILES.items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, 'w', encoding='utf-8') as f:
                f.write(text if text is not None else FILES['leave/leave.pol'])
        os.chdir(folder)
        cases(pol)
        outputs(pol)
        pages(pol)
        colours(pol)
        ran = examples(pol, folder)
    print('command line: %d cases, %d examples, %d faults' % (len(CASES), ran, faults))
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
