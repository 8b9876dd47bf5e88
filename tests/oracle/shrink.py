"""A case in which the two differ is made smaller while they go on to differ in the same way: amendments, declarations, lines, then words of the texts are left out, and facts of the one record that is kept."""
import json
import re
import tempfile
import time

import pair



class Shrinker:
    """kinds: of the difference that must remain. It ends after so many seconds, with what it has by then."""

    def __init__(self, program, case, kinds, seconds=60):
        self.program, self.case, self.kinds, self.until, self.tried, self.known = program, case, frozenset(kinds), time.monotonic() + seconds, 0, {}

    def differs(self, case):
        """The first difference of the kind that is wanted; None where there is none, or one of the two does not take the case."""
        key = (case.text, json.dumps([case.records, case.amended, case.as_of]))
        if key not in self.known and time.monotonic() < self.until:
            self.tried += 1
            self.known[key] = next((d for d in differences(self.program, case) if d.kinds & self.kinds), None)
        return self.known.get(key)

    def take(self, case):
        """Takes a smaller case over, if it still differs."""
        if self.differs(case):
            self.case = case
            return True
        return False

    def run(self):
        self.record()
        while self.smaller_by(self.amendments, lambda: self.all(declarations), lambda: self.all(lines), self.facts) or self.smaller_by(lambda: self.all(words)):
            pass
        return self.case, self.differs(self.case)

    def smaller_by(self, *steps):
        """Whether these steps left anything out."""
        before = size(self.case)
        for step in steps:
            step()
        return size(self.case) < before and time.monotonic() < self.until

    def all(self, cut):
        for which in range(-1, len(self.case.amended)):
            self.pieces(which, cut)

    # ---- what can be left out
    def record(self):
        """One record, on one day."""
        for as_of in self.case.as_of:
            if self.take(self.case.with_(as_of=[as_of])):
                break
        for record in self.case.records:
            if self.take(self.case.with_(records=[record])):
                break

    def amendments(self):
        for i in reversed(range(len(self.case.amended))):
            self.take(self.case.with_(amended=self.case.amended[:i] + self.case.amended[i + 1:]))

    def facts(self):
        for record in self.case.records[:1]:
            plain = [(k, v) for k, v in record.items() if k != 'id']
            for key, v in plain:
                kept = self.case.records[0]
                if key in kept and not self.take(self.case.with_(records=[{k: x for k, x in kept.items() if k != key}])):
                    self.smaller(key, v)

    def smaller(self, key, v):
        """Of a list, or a group, as few entries as will do."""
        for part in list(v) if isinstance(v, (list, dict)) else []:
            kept = self.case.records[0]
            rest = [x for x in kept[key] if x is not part] if isinstance(v, list) else {k: x for k, x in kept[key].items() if k != part}
            self.take(self.case.with_(records=[dict(kept, **{key: rest})]))

    def pieces(self, which, cut):
        """Leaves out runs of pieces of a text, long ones first. which: of an amendment, or -1: of the policy."""
        text = self.case.text if which < 0 else self.case.amended[which][0]
        parts = cut(text)
        run = max(1, len(parts) // 2)
        while run:
            at = 0
            while at < len(parts):
                rest = parts[:at] + parts[at + run:]
                if rest and self.take(self.with_text(which, ''.join(rest))):
                    parts = rest
                else:
                    at += run
            run //= 2

    def with_text(self, which, text):
        if which < 0:
            return self.case.with_(text=text)
        return self.case.with_(amended=[(text if i == which else t, day) for i, (t, day) in enumerate(self.case.amended)])


def differences(program, case):
    with tempfile.TemporaryDirectory() as folder:
        try:
            return pair.hold(program, case, folder, False)[2]
        except Exception as e:  # noqa: B902: a crash of either side is a difference too, named by what it says
            return [fault(e)]


def fault(e):
    """What went wrong on one side, as a difference: of the same kind where it says the same."""
    said = str(e)
    found = re.findall(r'POL\d{4}|exit -?\d+', said) or [re.sub(r'[\d\W]+', ' ', said)[:60]]
    return pair.Difference(['%s: %s' % (type(e).__name__, x) for x in sorted(set(found))], '%s: %s' % (type(e).__name__, said))


# ---- pieces of a text

def declarations(text):
    """Each line that begins at the margin, with what belongs to it."""
    return re.findall(r'^\S.*\n(?:[ \t].*\n)*', text, re.M)


def lines(text):
    return re.findall(r'.*\n', text)


def words(text):
    """Words and signs, each with the space, and the end of a line, before it."""
    return re.findall(r'\n?[ \t]*(?:\w+(?:[.:-]\w+)*|"[^"\n]*"|[^\w\s"])', text)


def size(case):
    return len(case.text) + sum(len(t) for t, _ in case.amended) + sum(len(json.dumps(r)) for r in case.records) + len(case.as_of) + len(case.records)


def shown(case, difference, seed):
    """A small case in words."""
    found = ['seed %d, made small' % seed, case.text.rstrip()]
    for text, day in case.amended:
        found += ['--- amendment' + (' from ' + day if day else ''), text.rstrip()]
    found += ['--- facts', '\n'.join(json.dumps(r, ensure_ascii=False) for r in case.records), '--- as of ' + ', '.join(case.as_of), difference.words if difference else 'no difference']
    return '\n'.join(found)
