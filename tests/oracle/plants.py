"""Faults put into the oracle on purpose, to see that a difference is found and made small. Each is one that somebody could make in an engine."""
import answers
import expressions
import functions
import nodes
import policy
import values


def rounding():
    """Half even is taken for half up."""
    exact = values.round_to

    def wrong(x, grain, mode):
        return exact(x, grain, 'half up' if mode == 'half even' else mode)
    policy.round_to = functions.round_to = wrong


def month_end():
    """A month added to its last day keeps to the number of the day, where the convention is the first of the next month."""
    exact = values.in_month
    values.in_month = lambda y, m, d, convention: exact(y, m, d, 'last_day')


def unknown_is_no():
    """In a list of conditions, what is not known does not hold."""
    exact = values.junction

    def wrong(found, winner):
        v = exact(found, winner)
        return False if v is values.UNKNOWN and winner is True else v
    nodes.junction = functions.junction = wrong


def exceptions():
    """Of all that stands above a rule, only the first is looked at."""
    def ranked(self):
        above = [a.beats() for a in self.above[:1]]
        self.in_force = nodes.Junction(False, [self.guard, policy.not_(nodes.Junction(True, above))]) if above else self.guard
    policy.Rule.ranked = ranked


def last_day():
    """The last day of a clause is not its last: `to` is taken for `before`."""
    def within(self, spans):
        low, high = policy.common(spans)
        day = nodes.AsOf(policy.DATE)
        return nodes.Junction(False, [nodes.Strict(nodes.BOOL, lambda d: d >= low, day)] * (low is not None) + [nodes.Strict(nodes.BOOL, lambda d: d < high, day)] * (high is not None))
    policy.Policy.within = within


def replaced():
    """What an amendment replaces for some cases goes on in those, too."""
    policy.except_for = lambda p, clause, written, n, effect, name: n


def at_least():
    """At least is taken for more than, of numbers and dates."""
    expressions.ORDERS = dict(expressions.ORDERS, at_least=lambda a, b: a > b)


def stages():
    """A later stage is asked although the one before it refuses."""
    answers.stages = lambda p, name, found=None: [name]


PLANTS = {f.__name__: f for f in (rounding, month_end, unknown_is_no, exceptions, last_day, replaced, at_least, stages)}
