"""The staff benchmark: every row of the table of targets."""
import os
import re
import subprocess
import sys

from harness import FLOOR, STAFF, Side, digest, have, median, middle, per_second, said, speed

MILLION = 1000000


def same_output(bench, n):
    """Nothing is measured of a program that gives other answers."""
    table, lines = bench.records(n)
    floor = Side('floor', [bench.floor('floor_csv'), 'full'], table, bench.path('floor.csv'))
    bench.once(floor)
    wanted = digest(floor.output)
    out = bench.path('ours.csv')
    for facts in (table, lines):
        for threads in (1, 2):
            bench.once(Side('pol', bench.decide([STAFF], facts, threads=threads), None, out))
            if digest(out, ours=True) != wanted:
                sys.exit('%s: other answers than those of the hand-written program: %s' % (out, floor.output))


def csv_rows(bench):
    n = MILLION
    table, _ = bench.records(n)
    out = bench.path('ours.csv')
    floor = Side('floor', [bench.floor('floor_csv'), 'full'], table, bench.path('floor.csv'))
    one = Side('pol', bench.decide([STAFF], table), None, out)
    two = Side('pol', bench.decide([STAFF], table, threads=2), None, out)
    sides = [floor, one, two]
    simd = bench.floor('floor_simd')
    if simd:
        sides += [Side('simd', [simd, 'full', '1'], table, bench.path('floor.csv')), Side('simd', [simd, 'full', '2'], table, bench.path('floor.csv'))]
    runs = bench.in_turn(*sides)
    bench.row('CSV to CSV, 1,000,000 records, one thread, to scalar C', per_second(n, runs[1]), per_second(n, runs[0]), speed(runs[1], runs[0]), '0.7', '1.0', bench.shown(one.command))
    bench.row('the same, two threads, to scalar C on one', per_second(n, runs[2]), per_second(n, runs[0]), speed(runs[2], runs[0]), '1.3', '1.9', bench.shown(two.command))
    if simd:
        bench.row('one thread, to AVX-512 C', per_second(n, runs[1]), per_second(n, runs[3]), speed(runs[1], runs[3]))
        bench.row('two threads, to AVX-512 C on two', per_second(n, runs[2]), per_second(n, runs[4]), speed(runs[2], runs[4]))


def small_rows(bench):
    for n, what, target, reach, better in ((1000, 'CSV, 1,000 records, whole process', '0.5', '0.8', 'more'), (1, 'one record, cold, policy loaded from text: times the floor\'s', '2', '1.3', 'less')):
        table, _ = bench.records(n)
        floor = Side('floor', [bench.floor('floor_csv'), 'full'], table, bench.path('floor.csv'))
        ours = Side('pol', bench.decide([STAFF], table), None, bench.path('ours.csv'))
        a, b = bench.in_turn(ours, floor, rounds=101)
        ratio = speed(a, b) if better == 'more' else 1 / speed(a, b)
        bench.row(what, '%.2f ms' % (middle(a) * 1e3), '%.2f ms' % (middle(b) * 1e3), ratio, target, reach, bench.shown(ours.command), better)


def ndjson_rows(bench):
    floor_json = bench.floor('floor_json', 'floor_json.cpp', compiler='g++', flags=['-std=c++17'], libraries=['-lsimdjson'])
    n = MILLION
    _, lines = bench.records(n)
    ours = [Side('pol', bench.decide([STAFF], lines, threads=t), None, bench.path('ours.csv')) for t in (1, 2)]
    if not floor_json:
        return
    floor = Side('simdjson', [floor_json, 'full', lines], None, bench.path('floor.csv'))
    one, two, beside = bench.in_turn(*ours, floor)
    bench.row('NDJSON to CSV, 1,000,000 records, one thread, to simdjson', per_second(n, one), per_second(n, beside), speed(one, beside), '1.0', '1.6', bench.shown(ours[0].command))
    bench.row('the same, two threads, to simdjson on one', per_second(n, two), per_second(n, beside), speed(two, beside), command=bench.shown(ours[1].command))


def duckdb(bench, threads, form, facts, out):
    script = os.path.join(FLOOR, 'duckdb.mjs')
    return Side('DuckDB', ['node', '--no-warnings', script, str(threads), form, facts, out])


def peer_rows(bench):
    n = MILLION
    table, lines = bench.records(n)
    out = bench.path('ours.csv')
    if have('luajit'):
        lua = Side('LuaJIT FFI', ['luajit', os.path.join(FLOOR, 'staff_ffi.lua'), 'batch'], table, bench.path('peer.csv'))
        a, b = bench.in_turn(Side('pol', bench.decide([STAFF], table), None, out), lua)
        bench.row('CSV, one thread, to LuaJIT FFI', per_second(n, a), per_second(n, b), speed(a, b), '4', '6')
    else:
        print('LuaJIT is not installed')
    if not (have('node') and bench.node and os.path.isdir(os.path.join(bench.node, 'node_modules', '@duckdb'))):
        print('DuckDB is not installed: --node FOLDER names one where `npm install @duckdb/node-api` was run')
        return
    for form, facts, threads in (('csv', table, 1), ('csv', table, 2), ('ndjson', lines, 1)):
        a, b = bench.in_turn(Side('pol', bench.decide([STAFF], facts, threads=threads), None, out), duckdb(bench, threads, form, facts, bench.path('peer.csv')))
        bench.row('%s, %s, to DuckDB on as many' % (form.upper(), 'one thread' if threads == 1 else 'two threads'), per_second(n, a), per_second(n, b), speed(a, b), '7', '10')


def trace_row(bench):
    probe = bench.once(Side('pol', bench.decide([STAFF], bench.records(1000)[0], '--trace', form='ndjson'))).wall
    n = MILLION if probe < 0.02 else 100000 if probe < 0.1 else 10000
    table, _ = bench.records(n)
    floor = Side('floor', [bench.floor('floor_csv'), 'trace'], table)
    ours = Side('pol', bench.decide([STAFF], table, '--trace', form='ndjson'))
    both = Side('pol', bench.decide([STAFF], table, '--trace', form='ndjson', threads=2))
    a, two, b = bench.in_turn(ours, both, floor)
    bench.row('trace of every record, NDJSON, to the null device', per_second(n, a), per_second(n, b), speed(a, b), '0.3', '0.6', bench.shown(ours.command))
    bench.row('the same, two threads, to C on one', per_second(n, two), per_second(n, b), speed(two, b))


def alone_rows(bench):
    """Columns in memory to columns, beside the hand-written decide() over records in memory."""
    table, _ = bench.records(MILLION)
    ours, floor = bench.against_library('alone'), bench.floor('proto_vec')
    if not ours or not floor:
        return
    pairs = []
    for _ in range(3 if not bench.quick else 1):
        a = said([ours, STAFF, table], table)
        with open(table) as f:
            b = subprocess.run([floor], stdin=f, stdout=subprocess.PIPE, check=True, universal_newlines=True).stdout
        scalar = float(re.search(r'scalar decide +([\d.]+)', b).group(1))
        sketch = min(map(float, re.findall(r'interpreter batch +\d+ +([\d.]+)', b)))
        pairs.append((a['decide_ns'], scalar, sketch))
    mine, scalar, sketch = (median([p[i] for p in pairs]) for i in range(3))
    command = 'build/bench/bin/alone policies/benchmark/staff.pol build/bench/data/1000000.csv'
    bench.row('deciding alone, columns in memory to columns, to scalar C', '%.1f ns' % mine, '%.1f ns' % scalar, median([p[1] / p[0] for p in pairs]), '1.0', '2.0', command)
    bench.row('the same, to the sketch of 76 vector instructions', '%.1f ns' % mine, '%.1f ns' % sketch, median([p[2] / p[0] for p in pairs]))


def warm_rows(bench):
    one, thousand = bench.records(1)[0], bench.records(1000)[0]
    ours, floor = bench.against_library('warm'), bench.floor('floor_csv')
    if not ours:
        return
    pairs = [(said([ours, STAFF, thousand], one), said([floor, 'warm', '2000000'], one)) for _ in range(3)]
    for what, target, reach in (('plain', '10', '5'), ('trace', '20', '10')):
        a, b = median([p[0][what + '_us'] for p in pairs]), median([p[1][what + '_us'] for p in pairs])
        words = 'eight decisions' if what == 'plain' else 'with the full trace as JSON'
        bench.row('one record through the library, warm, %s: times the floor\'s' % words, '%.3f us' % a, '%.3f us' % b, median([p[0][what + '_us'] / p[1][what + '_us'] for p in pairs]),
                  target, reach, 'build/bench/bin/warm policies/benchmark/staff.pol build/bench/data/1000.csv', better='less')
        turn = median([p[0]['turn_%s_us' % what] for p in pairs])
        bench.row('the same, 1,000 records in turn', '%.3f us' % turn, '%.3f us' % b, turn / b, better='less')


def quick(bench):
    """Seconds: 100,000 records, beside scalar C."""
    n = 100000
    if not bench.floor('gen') or not bench.floor('floor_csv') or not bench.floor('meas'):
        return None
    same_output(bench, 1000)
    table, _ = bench.records(n)
    floor = Side('floor', [bench.floor('floor_csv'), 'full'], table, bench.path('floor.csv'))
    ours = Side('pol', bench.decide([STAFF], table), None, bench.path('ours.csv'))
    a, b = bench.in_turn(ours, floor, rounds=7)
    bench.row('CSV to CSV, 100,000 records, one thread, to scalar C', per_second(n, a), per_second(n, b), speed(a, b))
    return speed(a, b)
