"""A fault made small: blocks, rules and lines of the policy and facts of the record taken out as long as there still is a fault."""
import copy
import re
import time

import engine
import texts

SECONDS = 20


def kind_of(fault):
    """What is wrong, whatever it is wrong of."""
    return re.sub(r'\b(?:dec\d+|f\.\w+|[\d.]+\w*)', '', fault.what.split('[')[0])


def smallest(e, w, fault, check):
    """The world and its fault; check says which faults a world has. Of records that with the fault and some others stay: the check throws dice over them."""
    until = time.monotonic() + SECONDS
    best = (w, fault)

    def tried(v):
        if time.monotonic() > until:
            return None
        try:
            v.read(e)
            found = check(v)
        except (engine.Refused, IndexError, ValueError, KeyError):
            return None
        alike = [f for f in found if kind_of(f) == kind_of(fault)]
        return (v, alike[0]) if alike else None
    for change in (without_amendments, smaller_texts, fewer_records, smaller_texts):
        going = True
        while going and time.monotonic() < until:
            going = False
            for v in change(best[0]):
                got = tried(v)
                if got:
                    best, going = got, True
                    break
                if time.monotonic() > until:
                    break
    return best


def copied(w):
    v = copy.copy(w)
    v.domain, v.presumed, v.pool = {}, set(), {}
    return v


def without_amendments(w):
    for i in range(len(w.amended)):
        v = copied(w)
        v.amended = w.amended[:i] + w.amended[i + 1:]
        yield v


def smaller_texts(w):
    for cut in texts.smaller(w.texts):
        v = copied(w)
        v.texts = cut
        yield v


def fewer_records(w):
    for n in (1, 2, 4):
        for i in range(0, len(w.records), n):
            if len(w.records) > n:
                v = copied(w)
                v.records = w.records[i:i + n]
                yield v
