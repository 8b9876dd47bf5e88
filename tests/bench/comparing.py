#!/usr/bin/env python3
"""What comparing costs beside deciding, and whether memory grows: the alliance terms with and without their amendment, 20 decisions, over the generated force.
usage: comparing.py POL [--people N] [--memory N,N,…] [--most RATIO]

Deciding and comparing are timed in turn, the best of three; the time is that of the processor, as others may be using the machine. --most makes it a test."""
import argparse
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ALLIANCE = os.path.join(ROOT, 'policies', 'alliance')
DIFFERENT = 5000  # people; more are the same once more
DECISIONS = ('annual_leave_days annual_leave_hours leave_purchase career_break compassionate_leave esp_leave magistrate_leave reserve_leave sport_duty_time '
             'training_time_off unpaid_leave accelerated_increment first_aider_allowance honorarium market_supplement pay_protection_percent overtime '
             'overtime_pay redundancy_pay fire_warden_allowance').split()
AMENDED = ['--amend', os.path.join(ALLIANCE, 'harmonisation.pol')]


def force(path, people):
    made = subprocess.run([sys.executable, os.path.join(ALLIANCE, 'force.py'), '--people', str(min(people, DIFFERENT))], check=True, stdout=subprocess.PIPE).stdout
    heading, rows = made.split(b'\n', 1)
    with open(path, 'wb') as out:
        out.write(heading + b'\n')
        for _ in range(people // DIFFERENT):
            out.write(rows)
        if people < DIFFERENT:
            out.write(rows)


def run(pol, command, facts, form, *more):
    """Seconds of the processor and KiB at the most."""
    asked = [word for name in DECISIONS for word in ('--ask', name)]
    arguments = [pol, command, os.path.join(ALLIANCE, 'terms'), *more, '--facts', facts, '--given', os.path.join(ALLIANCE, 'calendar.json'), '--as-of', '2024-04-01',
                 '--format', form, *asked]
    with open(os.devnull, 'wb') as nowhere, tempfile.TemporaryFile() as said:
        child = subprocess.Popen(arguments, stdout=nowhere, stderr=said)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            said.seek(0)
            sys.exit('%s: exit status %d\n%s' % (' '.join(arguments[:4]), child.returncode, said.read(2000).decode()))
    return used.ru_utime + used.ru_stime, used.ru_maxrss


def options():
    read = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    read.add_argument('pol')
    read.add_argument('--people', type=int, default=100000)
    read.add_argument('--memory', default='1000,100000,1000000')
    read.add_argument('--most', type=float, metavar='RATIO', help='fail where comparing costs more than so many times deciding')
    return read.parse_args()


def main():
    wanted = options()
    pol = os.path.abspath(wanted.pol)
    with tempfile.TemporaryDirectory() as folder:
        facts = os.path.join(folder, 'force.csv')
        force(facts, wanted.people)
        decide, lines, compare = [], [], []
        for _ in range(3):
            decide.append(run(pol, 'decide', facts, 'csv', *AMENDED)[0])
            lines.append(run(pol, 'decide', facts, 'ndjson', *AMENDED)[0])
            compare.append(run(pol, 'compare', facts, 'csv', *AMENDED)[0])
        ratio = min(compare) / min(decide)
        print('%d people, %d decisions, seconds of the processor' % (wanted.people, len(DECISIONS)))
        print('deciding once, outcomes and values (csv)     %7.2f' % min(decide))
        print('deciding once, whole answers (ndjson)        %7.2f' % min(lines))
        print('comparing, with the clauses that carry it    %7.2f   %.2f times csv, %.2f times ndjson' % (min(compare), ratio, min(compare) / min(lines)))
        for people in map(int, wanted.memory.split(',')):
            force(facts, people)
            print('%9d people: %6.1f MiB deciding, %6.1f MiB comparing' %
                  (people, run(pol, 'decide', facts, 'csv', *AMENDED)[1] / 1024, run(pol, 'compare', facts, 'csv', *AMENDED)[1] / 1024), flush=True)
    return 1 if wanted.most and ratio > wanted.most else 0


if __name__ == '__main__':
    sys.exit(main())
