#!/usr/bin/env python3
"""What the alliance amendment does to a force of people who do not exist, held to what is expected of it, decision by decision: who may gain, lose, see something else, or
not be told, and whether anybody does. usage: impact.py POL"""
import csv
import io
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ALLIANCE = os.path.join(ROOT, 'policies', 'alliance')
PEOPLE = '3000'

# +: some gain; -: some lose; ~: for some it changes otherwise; ?: for some it cannot be told. Nobody else is affected.
EXPECTED = {
    'annual_leave_days': '+', 'annual_leave_hours': '+', 'leave_purchase': '+', 'leave_purchase_window_last_day': '~', 'leave_purchase_cap_hours': '+',
    'career_break': '-~', 'career_break_resignation_required': '+', 'compassionate_leave': '+',
    'esp_leave': '+-',  # + a good last quarter after a poor average
    'magistrate_leave': '+', 'magistrate_leave_cap_hours': '+', 'magistrate_further_leave': '+', 'jury_leave_recorded_as': '~',
    'reserve_leave': '+', 'reserve_roster_adjustment': '-', 'reserve_roster_cap_hours': '-', 'reserve_other_leave': '+',
    'sport_duty_time': '-', 'sport_duty_time_cap_hours': '+-', 'training_time_off': '+-', 'exam_study_days': '+', 'exam_attendance': '+',
    'unpaid_leave': '+-~', 'unpaid_leave_cap_days': '-', 'first_aider_allowance': '+-', 'honorarium': '+-', 'honorarium_last_day': '~',
    'market_supplement_last_day': '~', 'increment_date': '~?', 'pay_protection_percent': '+-', 'pay_protection_amount': '+-',
    'overtime': '+', 'overtime_weighted_hours': '+-?', 'overtime_pay': '+-?', 'standby_pay': '+-?',
    'best_endeavours_allowance': '-', 'best_endeavours_expected': '~', 'best_endeavours_review': '+',
    'professional_subscription': '+-?',  # + where Dorset's earlier practice is known
    'redundancy_pay': '+?', 'fire_warden_allowance': '+-',
    'standard_day_hours': '~', 'set_hours_duties': '~', 'fixed_start_finish': '+', 'non_workday_variation': '+',
    'severe_weather_absence': '-', 'severe_weather_late_early': '-', 'severe_weather_sent_home': '+', 'honorarium_duties': '~',
}
SIGNS = {'gains': '+', 'loses': '-', 'changed': '~', 'undetermined': '?'}


def main():
    pol = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else 'build/pol')
    force = subprocess.run([sys.executable, os.path.join(ALLIANCE, 'force.py'), '--people', PEOPLE], stdout=subprocess.PIPE, check=True).stdout
    p = subprocess.run([pol, 'compare', os.path.join(ALLIANCE, 'terms'), '--amend', os.path.join(ALLIANCE, 'harmonisation.pol'), '--facts', '-', '--facts-format', 'csv',
                        '--given', os.path.join(ALLIANCE, 'calendar.json'), '--as-of', '2024-04-01', '--format', 'csv'], input=force, stdout=subprocess.PIPE, check=True)
    found = {}
    for row in csv.DictReader(io.StringIO(p.stdout.decode('utf-8'))):
        found.setdefault(row['decision'], set()).add(SIGNS[row['impact']])
    faults = 0
    for decision in sorted(set(found) | set(EXPECTED)):
        want, got = set(EXPECTED.get(decision, '')), found.get(decision, set())
        if want != got:
            faults += 1
            print('%s: expected %s, found %s' % (decision, ''.join(sorted(want)) or 'nobody', ''.join(sorted(got)) or 'nobody'))
    print('the amendment over %s people: %d decisions, %d faults' % (PEOPLE, len(EXPECTED), faults))
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
