#!/usr/bin/env python3
"""A force that does not exist: people to try the alliance terms on. Every line is one person who asks for one of everything once, so that each topic can be
told for everybody whom it concerns. The same seed gives the same bytes on every machine, and the first lines do not change when there are more.

usage: force.py [--people N] [--seed S] [--as-of YYYY-MM-DD] [--ndjson]      (10000, 1, 2024-04-01, CSV) to standard output

Grades, hours, service and roles are spread as in a force of its size; limits that the terms print have people just below, at and just above. What
only another document has (the Handbook, Dorset's earlier terms) is empty for most, as it is in payroll. Public holidays are the same for all: calendar.json,
for --given."""
import argparse
import datetime
import json
import sys

MASK = (1 << 64) - 1
GRADES = [(3, 4), (5, 7), (8, 12), (13, 17), (18, 23), (24, 29), (30, 34), (35, 39), (40, 43), (44, 47), (48, 51), (52, 55)]  # spinal column points
HOURS = ['37'] * 62 + ['18.5'] * 8 + ['30'] * 8 + ['22.2'] * 6 + ['29.6'] * 5 + ['25', '20', '32', '16', '36.5'] * 2 + ['7.4']
ROLES = (['none'] * 86 + ['local_authority_member'] * 2 + ['school_governor'] * 4 + ['magistrate'] * 2 + ['juror'] * 2 + ['reservist'] * 2 +
         ['rescue_volunteer', 'retained_firefighter'])
EVENTS = ['departmental_lifesaving', 'departmental_first_aid', 'force_lifesaving', 'force_first_aid', 'national_final', 'national_final',
          'national_representation', 'national_representation', 'committee_meeting', 'sports_association_agm', 'psuk_meeting', 'psuk_national_section']
REASONS = ['bereavement'] * 5 + ['serious_illness'] * 4 + ['domestic_abuse', 'sexual_abuse', 'other']


class Dice:
    """Whole numbers that look thrown (splitmix64): its own, as those of a library may change."""

    def __init__(self, seed, person):
        self.state = (seed * 0x9E3779B97F4A7C15 + person * 0xD1B54A32D192ED03) & MASK
        self.below(2)

    def below(self, n):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return ((z ^ (z >> 31)) >> 11) * n >> 53

    def between(self, low, high):
        return low + self.below(high - low + 1)

    def one_of(self, things):
        return things[self.below(len(things))]

    def percent(self, n):
        """yes for so many in a hundred"""
        return self.below(100) < n


def tenths(n):
    """A number of tenths as it is written: 185 is 18.5"""
    return '%d.%d' % divmod(n, 10) if n % 10 else str(n // 10)


def money(pence):
    return '%d.%02d' % divmod(pence, 100)


def months_after(day, months):
    """The same day of another month, or its last."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for length in (31, 30, 29, 28):
        if day.day <= length or length == 28:
            try:
                return datetime.date(year, month, min(day.day, length))
            except ValueError:
                pass


def days(n):
    return datetime.timedelta(days=n)


def person(d, number, as_of):
    """Everything about one of them: a name and a value each, None where nobody knows."""
    p = {'id': 'F%06d' % number}
    weekly = d.one_of(HOURS)
    share = int(weekly.replace('.', '')) * (1 if '.' in weekly else 10)  # tenths of an hour a week; 370 is full time
    employment(d, p, weekly, as_of)
    request(d, p, share, as_of)
    volunteering(d, p, share)
    events(d, p)
    first_aid_and_fire(d, p)
    payments(d, p, as_of)
    overtime(d, p, as_of)
    other_terms(d, p)
    weather(d, p, as_of)
    return p


def service_start(d, as_of):
    """Most have served for some years; some begin or end five years within a day of today."""
    five = months_after(as_of, -60)
    edge = d.below(40)
    if edge < 3:
        return five + days(edge - 1)
    if edge == 3:
        return datetime.date(2020, 2, 29)
    years = d.one_of([0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 23, 26, 30, 34])
    return months_after(as_of, -12 * years) - days(d.between(1, 365))


def employment(d, p, weekly, as_of):
    grade = d.one_of([1, 2, 2, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 8, 8, 9, 10, 11, 12])
    low, high = GRADES[grade - 1]
    scp = d.one_of([high, high, d.between(low, high)])
    start = service_start(d, as_of)
    served = (as_of - start).days
    new = served < 180
    p['employee.category'] = 'police_officer' if d.percent(4) else 'police_staff'
    p['employee.force'] = 'dorset' if d.percent(30) else 'devon_and_cornwall'
    p['employee.weekly_hours'] = weekly
    p['employee.full_time_hours'] = '37'
    p['employee.continuous_service_start'] = start
    p['employee.probation_completed'] = served > 182 or d.percent(10)
    p['employee.grade'] = grade
    p['employee.scp'] = scp
    p['employee.at_grade_maximum'] = scp == high
    p['employee.hourly_rate'] = money(1110 + 43 * scp)
    p['employee.public_role'] = d.one_of(ROLES)
    p['employee.new_appointment'] = new
    p['employee.due_september_increment'] = not new and scp < high and d.percent(90)
    p['employee.moved_role_since_harmonisation'] = not new and d.percent(6)
    p['employee.redundant'] = d.percent(2)
    p['employee.flexitime'] = d.percent(60)
    p['employee.shift_pattern'] = d.percent(25)
    p['employee.best_endeavours_arrangement'] = d.percent(5)
    p['performance.excellent_sustained'] = d.percent(12)
    p['pay.accelerated_increments_this_financial_year'] = d.one_of([0] * 11 + [1])


def request(d, p, share, as_of):
    window = datetime.date(as_of.year, 2, 1)
    opens = d.one_of([-1, 0, 0, 10, 20, 30, 40, 41, 41, 42, 75])
    start = as_of + days(d.between(0, 364))
    if d.percent(15):  # over the end of the financial year
        start = datetime.date(as_of.year + 1, 3, d.between(5, 31))
    length = d.one_of([1, 3, 5, 7, 10, 14, 14, 21, 28, 30, 31, 31, 32, 45])
    reason = d.one_of(REASONS)
    role = p['employee.public_role']
    p['request.date'] = window + days(opens)
    p['request.hours'] = d.one_of(['3.7', '7.4', '7.4', '14.8', '22.2', '37', tenths(share), tenths(share + 1), tenths(2 * share), tenths(2 * share + 1), '66.6', '74'])
    p['request.days'] = d.one_of(['1', '1', '2', '3', '4', '5', '5', '6', '10'])
    p['request.start'] = start
    p['request.return_date'] = start + days(length)
    p['request.reason'] = reason
    p['request.close_family'] = d.percent(85) if reason in ('bereavement', 'serious_illness') else False
    p['request.employee_is_victim'] = d.percent(80) if reason in ('domestic_abuse', 'sexual_abuse') else False
    p['request.exceptional_circumstances'] = d.percent(8)
    p['request.purpose'] = {'reservist': 'duty_or_training', 'rescue_volunteer': 'call_out', 'retained_firefighter': 'training'}.get(role, 'other')
    p['leave.purchase.already_requested_hours'] = d.one_of(['0', '0', '0', '7.4', '37'])
    p['leave.esp.taken_hours'] = d.one_of(['0', '0', '7.4', '14.8', '37'])
    p['leave.public_service.taken_hours'] = d.one_of(['0', '0', '7.4', '22.2', '37'])
    p['leave.reserve.taken_hours'] = d.one_of(['0', '0', '0', '37', '66.6'])
    p['leave.unpaid.taken_in_year_of_start'] = d.one_of([0, 0, 0, 0, 5, 10, 31])
    p['leave.unpaid.taken_in_following_year'] = d.one_of([0, 0, 0, 0, 0, 14])
    p['career_break.start'] = start
    p['career_break.return_date'] = d.one_of([start + days(30), start + days(31), start + days(60), months_after(start, 4), months_after(start, 4) + days(1),
                                              months_after(start, 12), months_after(start, 24), months_after(start, 36), months_after(start, 36) + days(1),
                                              months_after(start, 60), months_after(start, 60) + days(1)])
    p['career_break.meets_other_eligibility'] = d.percent(92)


def volunteering(d, p, share):
    role = d.one_of(['none'] * 46 + ['special_constable'] * 3 + ['police_cadet_leader'])
    average = d.one_of([15, 16, 16, 17, 18, 20, 24]) * 10
    p['volunteer.role'] = role
    if role == 'none':
        p.update({'volunteer.months_accrued': 0, 'volunteer.average_monthly_hours': None, 'volunteer.hours_last_three_months': None, 'volunteer.lowest_month_hours': None})
    else:
        p['volunteer.months_accrued'] = d.between(0, 12)
        p['volunteer.average_monthly_hours'] = tenths(average)
        p['volunteer.hours_last_three_months'] = tenths(d.one_of([3 * average, 3 * average, 470, 480, 481]))
        p['volunteer.lowest_month_hours'] = d.one_of(['0', '3.9', '4', '5', '8'])
    p['reserve.time_still_needed'] = d.percent(20)
    p['magistrate.further_leave_needed_to_retain_position'] = d.percent(40)


def events(d, p):
    event = d.one_of(EVENTS)
    length = d.one_of([1, 1, 2, 3, 3, 4]) if event.startswith(('national', 'psuk')) else 1
    travel = d.one_of(['0', '1.2', '2', '3.6', '5', '8', '16', '18.4', '20'])
    funding = d.one_of(['self'] * 3 + ['force'] * 5 + ['sponsored_learning_panel'])
    p['sport.event'] = event
    p['sport.days'] = length
    p['sport.travel_hours'] = travel
    p['sport.activity_beyond_one_day'] = length > 1
    p['sport.travel_beyond_one_day'] = d.percent(20)
    p['sport.psuk_approved'] = d.percent(85)
    p['study.funding'] = funding
    p['study.approved'] = d.percent(85)
    p['study.away_from_workplace'] = d.percent(70)
    p['exam.half_days'] = d.one_of([0, 0, 1, 2, 2, 4])


def first_aid_and_fire(d, p):
    for name, part in (('first_aider', 8), ('fire_warden', 6)):
        volunteers = d.percent(part)
        p['force.needs_' + name] = volunteers and d.percent(95)
        p[name + '.volunteers'] = volunteers
        if name == 'first_aider':
            p['first_aider.qualified'] = volunteers and d.percent(88)
        else:
            p['fire_warden.performs_duties'] = volunteers and d.percent(97)
            p['fire_warden.trained'] = volunteers and d.percent(92)
            p['fire_warden.competent'] = volunteers and d.percent(94)
        p[name + '.available_in_workplace'] = volunteers and d.percent(90)
    p['fire_warden.part_of_role'] = d.percent(1)


def payments(d, p, as_of):
    months = d.one_of([1, 2, 3, 3, 6, 6, 6, 7, 9, 12, 12, 13])
    extended = months > 6 and d.percent(70)
    element = d.one_of(['basic', 'basic', 'allowance', 'entitlement'])
    applies = d.percent(7)
    p['honorarium.approved'] = d.percent(85)
    p['honorarium.months'] = months
    p['honorarium.start'] = as_of + days(d.between(0, 200))
    p['honorarium.extended'] = extended
    p['honorarium.extension_approved'] = extended and d.percent(80)
    p['honorarium.budget_available'] = d.percent(75)
    p['market_supplement.start'] = as_of + days(d.between(0, 200))
    p['market_supplement.approved_months'] = d.one_of([6, 12, 12, 18, 24, 24, 24, 25])
    p['market_supplement.reapplication_made'] = p['market_supplement.approved_months'] >= 12
    p['pay_day.year'] = as_of.year
    p['pay_day.month'] = d.between(1, 12)
    p['protection.applicable'] = applies
    for name in ('element', 'start', 'in_place_at_harmonisation', 'protected_amount'):
        p['protection.' + name] = None
    if applies:
        p['protection.element'] = element
        edge = months_after(as_of, -d.one_of([0, 3, 6, 7, 9, 10, 12, 13, 20, 24, 30, 36]))
        p['protection.start'] = edge + days(d.one_of([0, 0, 1, 15]))
        if p['protection.start'] > as_of:
            p['protection.start'] = as_of
        p['protection.in_place_at_harmonisation'] = d.percent(30)
        p['protection.protected_amount'] = money(500 * d.between(4, 80))


def overtime(d, p, as_of):
    halves = d.one_of([2, 4, 4, 6, 8, 8, 10, 16, 20, 24])
    national = d.percent(20)
    periods = d.one_of([0, 0, 0, 0, 1, 2, 7])
    p['overtime.date'] = as_of + days(d.between(0, 364))
    p['overtime.start'] = '%02d:%02d' % (d.one_of([5, 6, 7, 8, 12, 16, 17, 18, 18, 19, 20, 22, 23]), d.one_of([0, 0, 30, 45]))
    p['overtime.length'] = tenths(5 * halves)
    p['overtime.payment_made'] = d.percent(80)
    p['handbook.national_overtime_weighted_hours'] = tenths(5 * halves * d.one_of([10, 15, 20]) // 10) if national else None
    p['handbook.part_time_overtime_weighted_hours'] = tenths(5 * halves) if national else None
    p['handbook.standby_rate'] = money(d.one_of([2918, 3005, 3223, 3310])) if d.percent(15) else None
    p['standby.periods'] = periods
    p['standby.called_out'] = periods > 0 and d.percent(30)


def other_terms(d, p):
    dorset = p['employee.force'] == 'dorset'
    p['subscription.essential_for_role'] = d.percent(12)
    p['subscription.body_approved'] = d.percent(90)
    p['subscription.fees_paid_this_financial_year'] = d.one_of([0, 0, 0, 0, 1])
    p['dorset_existing.professional_subscription'] = d.percent(60) if dorset and d.percent(10) else None
    p['dorset_existing.redundancy_multiplier'] = d.one_of(['1.5', '2', '2.25']) if dorset and d.percent(10) else None
    p['redundancy.statutory_payment'] = money(100 * d.between(10, 180)) if p['employee.redundant'] else None
    p['demand.specific_event'] = d.percent(10)


def weather(d, p, as_of):
    severe = d.percent(30)
    reach = severe and d.percent(50)
    p['weather.severe'] = severe
    p['weather.can_attend_workplace'] = not reach
    p['weather.can_attend_alternative'] = not reach or d.percent(40)
    p['weather.can_work_from_home'] = d.percent(45)
    p['weather.late_or_early'] = severe and d.percent(25)
    p['weather.annual_leave_exhausted'] = d.percent(10)
    p['weather.uses_flexi_or_toil'] = p['employee.flexitime'] and d.percent(50)
    p['weather.absence_date'] = datetime.date(as_of.year, 12, 1) + days(d.between(0, 89)) if severe else None
    p['weather.attended_alternative'] = severe and d.percent(12)
    p['weather.work_available_there'] = d.percent(60)
    p['weather.other_options_exhausted'] = d.percent(50)


def plain(value):
    return '' if value is None else 'yes' if value is True else 'no' if value is False else str(value)


def as_json(value):
    """A number stays as it is written."""
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    text = str(value)
    return text if text.replace('.', '', 1).isdigit() and text != '' else json.dumps(text)


def options():
    read = argparse.ArgumentParser(description=__doc__.split('\n\n')[0], formatter_class=argparse.RawDescriptionHelpFormatter)
    read.add_argument('--people', type=int, default=10000, metavar='N')
    read.add_argument('--seed', type=int, default=1, metavar='S')
    read.add_argument('--as-of', type=datetime.date.fromisoformat, default=datetime.date(2024, 4, 1), metavar='DATE')
    read.add_argument('--ndjson', action='store_true')
    return read.parse_args()


def main():
    wanted = options()
    for number in range(1, wanted.people + 1):
        p = person(Dice(wanted.seed, number), number, wanted.as_of)
        if wanted.ndjson:
            line = '{' + ', '.join('"%s": %s' % (name, as_json(value)) for name, value in p.items() if value is not None) + '}'
        else:
            line = ','.join(map(plain, p.values()))
            if number == 1:
                line = ','.join(p) + '\n' + line
        sys.stdout.write(line + '\n')


if __name__ == '__main__':
    try:
        main()
    except BrokenPipeError:
        sys.stderr.close()
