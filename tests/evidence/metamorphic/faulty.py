"""Faults put in on purpose, one a relation, between `pol` and the checks: each relation must find its own."""
import copy

import engine


class Planted(engine.Engine):
    """Answers as `pol` gives them, but for what `change` does to those of a record."""

    def __init__(self, pol):
        super().__init__(pol)
        self.calls = 0

    def decide(self, texts, amended, as_of, records, trace=False):
        self.calls += 1
        found = copy.deepcopy(super().decide(texts, amended, as_of, records, trace))
        for r, answers in zip(records, found):
            for d in (answers or {}).values():
                self.change(d, r)
        return found

    def change(self, d, record):
        pass


class Order(Planted):
    """What gives way is forgotten the second time."""

    def change(self, d, record):
        if self.calls % 2 == 0:
            d['gave_way'] = []


class Facts(Planted):
    """Who tells enough is refused."""

    def change(self, d, record):
        if d['outcome'] == 'permitted' and len(record) > 30:
            d['outcome'], d['value'] = 'refused', None


class Possible(Planted):
    """The last thing that is possible is not told."""

    def change(self, d, record):
        d['possible'] = d['possible'][:-1]


class Missing(Planted):
    """The first fact to ask for is not told."""

    def change(self, d, record):
        d['missing'] = d['missing'][1:]


class Removal(Planted):
    """A clause that is taken away is still there."""
    first = None

    def decide(self, texts, amended, as_of, records, trace=False):
        self.first = self.first or texts
        return super().decide(self.first, amended, as_of, records, trace)


class Layout(Planted):
    """After fmt, nobody is referred."""
    written = None

    def lines(self, texts, amended, as_of, records, trace=False, name=None):
        self.written = self.written or texts
        found = super().lines(texts, amended, as_of, records, trace, name)
        return found if texts == self.written else [line.replace(b'"referred"', b'"refused"').replace(b'"referral', b'"refusal') for line in found]


# of `chunk`, the program that compares has its own: it is asked for it by an argument
PLANTS = {'order': Order, 'facts': Facts, 'possible': Possible, 'missing': Missing, 'removal': Removal, 'layout': Layout, 'chunk': engine.Engine}
