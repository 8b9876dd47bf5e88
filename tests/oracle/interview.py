"""In which order missing facts are asked: src/eval/README.md, "Orders"."""


def in_order(facts, values, finite, table, shown):
    """`facts` in the order in which somebody would ask them: each time the one that settles most of what the answers so far leave open, then the one that
    spares most other questions, then as declared. values: of each fact; table: what each way of completing the finite ones comes to; shown: that, comparable."""
    seen = {way: repr(shown(g)) for way, g in table.items()}
    left, asked, still = list(facts), [], list(table)
    place = {fact: i for i, fact in enumerate(finite)}

    def settled(ways):
        return bool(ways) and all(table[w].definite() and not table[w].open for w in ways) and len({seen[w] for w in ways}) == 1

    def split(fact):
        return [[w for w in still if w[place[fact]] == v] for v in values[fact]]

    def matters(ways, fact):
        i, first = place[fact], values[fact][0]
        return any(seen[w] != seen[w[:i] + (first,) + w[i + 1:]] for w in ways)

    def worth(fact):
        if fact not in place:
            return 0, 0
        parts = split(fact)
        others = [f for f in left if f != fact and f in place]
        return sum(len(p) for p in parts if settled(p)), sum(len(p) for p in parts for f in others if not matters(p, f))

    while left:
        fact = max(left, key=worth)
        left.remove(fact)
        asked.append(fact)
        if fact in place:
            still = [w for part in split(fact) if not settled(part) for w in part]
    return asked
