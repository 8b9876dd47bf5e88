"""Policy texts taken apart and put together: blocks, their lines, other orders, clauses that never take effect. Read as text, not understood: a block begins at the margin, a rule at two spaces."""
import re


class Block:
    """A declaration with its lines: items begin at two spaces, what goes on with them follows."""

    def __init__(self, head):
        self.head, self.items = head, []
        words = head.split()
        self.kind, self.ident = words[0], words[1] if len(words) > 1 else ''

    def text(self):
        return '\n'.join([self.head] + [line for item in self.items for line in item]) + '\n'


def blocks(text):
    """Comments and empty lines are left out."""
    found = []
    for line in text.split('\n'):
        bare = line.strip()
        if not bare or bare.startswith('#'):
            continue
        if not line.startswith(' '):
            found.append(Block(line))
        elif re.match(r'  [^ ]', line) and not bare.startswith(('and ', 'or ')):
            found[-1].items.append([line])
        elif found[-1].items:
            found[-1].items[-1].append(line)
        else:
            found[-1].head += '\n' + line
    return found


def joined(found):
    return ''.join(b.text() for b in found)


def is_scenario(b):
    return b.kind in ('scenario', 'scenarios')


def shuffled_inside(b, dice):
    """Rules of a clause, and rows of a table behind their heading, in another order."""
    if b.kind == 'clause':
        dice.shuffle(b.items)
    elif b.kind == 'table':
        rows = [i for i in b.items if i[0].lstrip().startswith('|')]
        others = [i for i in b.items if not i[0].lstrip().startswith('|')]
        rest = rows[1:]
        dice.shuffle(rest)
        b.items = others + rows[:1] + rest


def shuffled(texts, dice, files):
    """The same declarations in so many files: sections with their clauses, clauses, and all else, each in any order. A clause stays in its section; an order of options, a list of facts and
    whatever else is one declaration stays as it is."""
    free, alone, sections = [], [], []
    for text in texts:
        section = None
        for b in blocks(text):
            if is_scenario(b):
                continue
            shuffled_inside(b, dice)
            if b.kind == 'section':
                section = [b]
                sections.append(section)
            elif b.kind == 'clause':
                (alone if section is None else section).append(b)
            else:
                free.append(b)
    out = [[[], []] for _ in range(files)]
    dice.shuffle(alone)
    dice.shuffle(sections)
    for b in alone:
        dice.choice(out)[0].append(b)
    for s in sections:
        rest = s[1:]
        dice.shuffle(rest)
        dice.choice(out)[1].extend(s[:1] + rest)
    made = [before + behind for before, behind in out]
    for b in free:
        into = dice.choice(made)
        into.insert(dice.randint(0, len(into)), b)
    return [joined(found) for found in made if found]


def shuffled_amendment(text, dice):
    """Its heading stays in front; what stands before the first section stays there."""
    found = [b for b in blocks(text) if not is_scenario(b)]
    head, rest = found[0], found[1:]
    parts, section = [[]], None
    for b in rest:
        shuffled_inside(b, dice) if not any('placed after' in i[0] for i in b.items) else None
        if b.kind == 'section':
            section = [b]
            parts.append(section)
        else:
            parts[-1].append(b)
    for p in parts:
        start = 1 if p and p[0].kind == 'section' else 0
        tail = p[start:]
        dice.shuffle(tail)
        p[start:] = tail
    later = parts[1:]
    dice.shuffle(later)
    return joined([head] + parts[0] + [b for p in later for b in p])


def without_rules(text, idents, rules=()):
    """The same policy in which some clauses never take effect, and some sections have no scope. Their places in the order of precedence stay: rank passes through what is not in force. rules: pairs of a
    clause and a decision; of these only the rules on that decision are gone."""
    out, years = [], {}
    for b in blocks(text):
        if is_scenario(b):
            continue
        if b.kind == 'clause' and b.ident in idents:
            year = years[b.ident] = years.get(b.ident, 9000) + 1  # versions of one clause may not meet
            b.items = [['  effective from %d-01-01 to %d-12-31' % (year, year)]] + [i for i in b.items if not i[0].strip().startswith('effective')]
        elif b.kind == 'clause':
            b.items = [i for i in b.items if not any(b.ident == c and re.search(r'\b%s\b' % d, i[0]) for c, d in rules)]
        elif b.kind == 'section' and b.ident in idents:
            b.items = [i for i in b.items if not i[0].strip().startswith('applies only if')]
        out.append(b)
    return joined(out)


def smaller(texts):
    """Each text with a block, an item, or half of a clause's lines less: for shrinking."""
    for at, text in enumerate(texts):
        found = blocks(text)
        for i in range(len(found) - 1, -1, -1):
            if found[i].kind not in ('policy', 'amendment'):
                yield [*texts[:at], joined(found[:i] + found[i + 1:]), *texts[at + 1:]]
        for i, b in enumerate(found):
            for k in range(len(b.items) - 1, -1, -1):
                cut = blocks(text)
                del cut[i].items[k]
                yield [*texts[:at], joined(cut), *texts[at + 1:]]
                if len(b.items[k]) > 1:
                    for line in range(len(b.items[k]) - 1, 0, -1):
                        cut = blocks(text)
                        del cut[i].items[k][line]
                        yield [*texts[:at], joined(cut), *texts[at + 1:]]
