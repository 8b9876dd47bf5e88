#!/usr/bin/env python3
"""Workbooks, read back with nothing but a zip and an XML reader: sheets, types of cells, that no text is a formula, that the same people give the same bytes, and that
nothing is left behind or half written. usage: workbook.py POL"""
import csv
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DATA = os.path.join(ROOT, 'tests', 'golden', 'compare')
NS = {'m': 'http://schemas.openxmlformats.org/spreadsheetml/2006/main', 'r': 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'}
SHEETS = ['Summary', 'Decisions', 'People', 'Groups', 'Undetermined', 'Text']
# Ids as people with a sense of humour have them: what a spreadsheet takes for a formula, what XML cannot hold.
ODD = ['=1+1', '+1', '-1', '@SUM(A1)', "=cmd|' /C calc'!A0", '<b>&"x"</b>', ' left', '\u202eturned', 'Zoë 🚒', "'quoted"]
faults = []


def expect(holds, what):
    if not holds:
        faults.append(what)


def run(pol, *arguments, facts='staff.csv', **environment):
    command = [pol, 'compare', 'terms.pol', '--amend', 'new.pol', '--facts', facts, '--as-of', '2024-04-01', *arguments]
    return subprocess.run(command, cwd=DATA, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, timeout=120, env=dict(os.environ, **environment))


def column(reference):
    number = 0
    for letter in re.match('[A-Z]+', reference).group():
        number = number * 26 + ord(letter) - 64
    return number - 1


class Book:
    def __init__(self, data):
        self.zip = zipfile.ZipFile(io.BytesIO(data))
        expect(self.zip.testzip() is None, 'the archive is damaged')
        book = self.part('xl/workbook.xml')
        self.names = [sheet.get('name') for sheet in book.find('m:sheets', NS)]
        self.styles = self.part('xl/styles.xml')
        self.formats = {f.get('numFmtId'): f.get('formatCode') for f in self.styles.iterfind('.//m:numFmt', NS)}
        self.looks = [self.formats.get(x.get('numFmtId'), x.get('numFmtId')) for x in self.styles.find('m:cellXfs', NS)]

    def part(self, name):
        return tree.fromstring(self.zip.read(name))

    def sheet(self, name):
        return self.part('xl/worksheets/sheet%d.xml' % (self.names.index(name) + 1))

    def rows(self, name):
        """Each row as a list of (type, text, look); None where nothing stands."""
        out = []
        for row in self.sheet(name).iterfind('.//m:sheetData/m:row', NS):
            cells = []
            for cell in row:
                while len(cells) < column(cell.get('r')):
                    cells.append(None)
                value = cell.find('m:v', NS)
                text = ''.join(t.text or '' for t in cell.iter('{%s}t' % NS['m'])) if value is None else value.text
                cells.append((cell.get('t', 'n'), text, self.looks[int(cell.get('s', 0))]))
            out.append(cells)
        return out


def text_of(cell):
    return '' if cell is None else cell[1]


def whole(book, listed):
    expect(book.names == SHEETS, 'sheets are %s' % book.names)
    for name in book.names:
        sheet = book.sheet(name)
        rows = book.rows(name)
        expect(not list(sheet.iter('{%s}f' % NS['m'])), '%s has a formula' % name)
        expect(all(c[0] in ('inlineStr', 'n') for row in rows for c in row if c is not None), '%s has a cell that is neither text nor a number' % name)
        expect(sheet.find('.//m:pane[@state="frozen"]', NS) is not None, '%s: its headings are not kept in sight' % name)
        expect(all(text_of(c) for c in rows[0]), '%s has a column without a heading' % name)
        expect(name in ('Summary',) or len(rows) < 2 or sheet.find('m:autoFilter', NS) is not None, '%s cannot be filtered' % name)
        expect(sheet.find('m:cols', NS) is not None, '%s: its columns have no widths' % name)
    people = [[text_of(c) for c in row] for row in book.rows('People')]
    expect(people[0][:6] == ['Record', 'Id', 'Decision', 'Title', 'Impact', 'Before'], 'the headings of People are %s' % people[0])
    expect(len(people) - 1 == len(listed), 'People has %d rows, and the CSV file %d' % (len(people) - 1, len(listed)))
    for row, line in zip(people[1:], listed):
        row += [''] * (13 - len(row))
        expect([row[1], row[2], row[4]] == [line['id'], line['decision'], line['impact']], '%s in the CSV file is %s in the workbook' % (line, row))
        expect(row[12].replace(',', '') == line['missing'], '%s lacks %s' % (row, line['missing']))
        if line['delta'] and '/' not in line['delta']:
            expect(abs(float(row[9]) - float(line['delta'])) < 1e-12, '%s differs by %s' % (row, line['delta']))


def types(book):
    summary = {text_of(row[0]): row[1] for row in book.rows('Summary')}
    expect(summary['Measured for'] == ('n', '45383', 'd mmmm yyyy'), 'the day is %s' % (summary['Measured for'],))  # 1 April 2024
    expect(summary['People compared'][:2] == ('n', '6'), 'people are %s' % (summary['People compared'],))
    decisions = book.rows('Decisions')
    place = {text_of(c): i for i, c in enumerate(decisions[0])}
    first_aid = next(row for row in decisions if text_of(row[0]) == 'first_aid')
    expect(first_aid[place['In a year']] == ('n', '-238.8', '[$£-809]#,##0.00'), 'a year is %s' % (first_aid[place['In a year']],))
    leave = next(row for row in decisions if text_of(row[0]) == 'leave_days')
    expect(leave[place['Change in all']] == ('n', '4.5', '#,##0.0'), 'the change is %s' % (leave[place['Change in all']],))
    clause = next(row for row in book.rows('Text') if text_of(row[0]) == 'ended_silently')
    expect(text_of(clause[1]) == 'other.2' and 'clause other.2' in text_of(clause[3]), 'what ends without a word is %s' % clause)


def odd_ids(pol, folder):
    with open(os.path.join(DATA, 'staff.csv'), encoding='utf-8', newline='') as f:
        heading, *people = list(csv.reader(f))
    path = os.path.join(folder, 'odd.csv')
    with open(path, 'w', encoding='utf-8', newline='') as f:
        writer = csv.writer(f)
        writer.writerow(heading)
        for i, name in enumerate(ODD):
            writer.writerow([name] + people[i % len(people)][1:])
    done = run(pol, '--format', 'xlsx', facts=path)
    expect(done.returncode == 0, 'odd ids: %s' % done.stderr.decode())
    book = Book(done.stdout)
    seen = []
    for row in book.rows('People')[1:]:
        expect(row[1][0] == 'inlineStr', '%s is no text' % (row[1],))
        if row[1][1] not in seen:
            seen.append(row[1][1])
    want = [name.replace('\u202e', '\ufffd') for name in ODD]
    expect(seen == want, 'ids are %s' % seen)


def nothing_left(pol, folder):
    room = os.path.join(folder, 'room')
    os.mkdir(room)
    expect(run(pol, '--format', 'xlsx', TMPDIR=room).returncode == 0 and not os.listdir(room), 'there is something left: %s' % os.listdir(room))
    wrong = run(pol, '--format', 'xlsx', facts='nobody.csv', TMPDIR=room)
    expect(wrong.returncode == 2 and not wrong.stdout and not os.listdir(room), 'without people there is something left: %s' % os.listdir(room))
    lost = run(pol, '--format', 'xlsx', TMPDIR=os.path.join(folder, 'nowhere'))
    expect(lost.returncode == 2 and not lost.stdout and b'the workbook could not be written' in lost.stderr, 'without room for it: %s' % lost.stderr.decode())
    path = os.path.join(folder, 'kept.xlsx')
    expect(run(pol, '--format', 'xlsx', '--output', path).returncode == 0, 'a file')
    expect(zipfile.is_zipfile(path) and sorted(os.listdir(folder)) == ['kept.xlsx', 'odd.csv', 'room'], 'files: %s' % os.listdir(folder))
    run(pol, '--format', 'xlsx', '--output', path, facts='nobody.csv')
    expect(zipfile.is_zipfile(path), 'a failure took the workbook that was there')


def alone(pol, folder):
    """Without pol-xlsx beside it."""
    lonely = shutil.copy(pol, os.path.join(folder, 'pol'))
    done = run(lonely, '--format', 'xlsx', PATH='/nowhere')
    expect(done.returncode == 2 and not done.stdout and b'built without workbooks' in done.stderr, 'pol alone: %s' % done.stderr.decode())


def main():
    pol = os.path.abspath(sys.argv[1])
    if not os.path.exists(os.path.join(os.path.dirname(pol), 'pol-xlsx')):
        print('workbooks: pol was built without them')
        return 1
    listed = list(csv.DictReader(io.StringIO(run(pol, '--format', 'csv').stdout.decode('utf-8'))))
    done = run(pol, '--format', 'xlsx', '--by', 'employee.site')
    expect(done.returncode == 0 and not done.stderr, done.stderr.decode())
    expect(done.stdout == run(pol, '--format', 'xlsx', '--by', 'employee.site').stdout, 'a second time gives other bytes')
    book = Book(done.stdout)
    whole(book, listed)
    types(book)
    with tempfile.TemporaryDirectory() as folder:
        odd_ids(pol, folder)
        nothing_left(pol, folder)
        alone(pol, folder)
    for fault in faults:
        print(fault)
    print('workbooks: %d sheets, %d faults' % (len(book.names), len(faults)))
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
