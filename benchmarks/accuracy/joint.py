"""Table 3 as a whole: which readings of its rows fit together by column.

T3-TOT: the item rows add up to 总计. T3-BAL: received + carried over = 总计 + carried
forward. Exact: sums are followed forward row by row and back again, so a reading stays
only if some choice for all other rows satisfies both identities.
"""

from __future__ import annotations

from itertools import product

from benchmarks.accuracy.readings import Read, Unbounded, counted

Reading = tuple[Read, ...]
Domains = dict[str, list[Reading]]
Vector = tuple[float, ...]
MOST_STATES = 60_000


def fit(domains: Domains, items: list[str]) -> Domains:
    """The readings that fit; empty lists where nothing fits.

    ``domains``: every row's readings. Rows that are absent leave the identity that they
    belong to unused. Raises ``Unbounded``.
    """
    kept = dict(domains)
    totals = kept.get("total_processed")
    if totals is None:
        return _balance(kept, [])
    columns = [n for n in range(7) if all(total[n] is not None for total in totals)]
    if all(row in kept for row in items):
        kept = _items(kept, items, columns)
    for _ in range(3):
        kept = _balance(kept, columns)
        if all(row in kept for row in items):
            kept = _items(kept, items, columns)
    return kept


def _vector(reading: Reading, columns: list[int]) -> Vector:
    return tuple(counted(reading[n]) for n in columns)


def _add(left: Vector, right: Vector) -> Vector:
    return tuple(a + b for a, b in zip(left, right, strict=True))


def _balance(domains: Domains, columns: list[int]) -> Domains:
    rows = ("received", "carried_over", "total_processed", "carried_forward")
    if not columns or not all(row in domains for row in rows):
        return domains
    received, before, total, left = (domains[row] for row in rows)
    if len(received) * len(before) + len(total) * len(left) > MOST_STATES:
        raise Unbounded

    def sums(
        first: list[Reading], second: list[Reading]
    ) -> dict[Vector, list[tuple[Reading, ...]]]:
        found: dict[Vector, list[tuple[Reading, ...]]] = {}
        for pair in product(first, second):
            key = _add(_vector(pair[0], columns), _vector(pair[1], columns))
            found.setdefault(key, []).append(pair)
        return found

    come, gone = sums(received, before), sums(total, left)
    both = come.keys() & gone.keys()
    kept = dict(domains)
    for side, names in ((come, rows[:2]), (gone, rows[2:])):
        for place, name in enumerate(names):
            good = {pair[place] for key in both for pair in side[key]}
            kept[name] = [reading for reading in domains[name] if reading in good]
    return kept


def _items(domains: Domains, items: list[str], columns: list[int]) -> Domains:
    """Forward over the item rows' sums, then back from those that a 总计 can be."""
    order = sorted(items, key=lambda row: len(domains[row]))
    vectors = {
        row: [(reading, _vector(reading, columns)) for reading in domains[row]] for row in order
    }
    goals = {_vector(total, columns) for total in domains["total_processed"]}
    rest = _rest(vectors, order, len(columns))
    layers: list[set[Vector]] = [{(0,) * len(columns)}]
    for place, row in enumerate(order):
        layer = {
            total
            for state in layers[-1]
            for _, vector in vectors[row]
            if _open(total := _add(state, vector), rest[place + 1], goals)
        }
        if len(layer) * len(vectors[row]) > MOST_STATES:
            raise Unbounded
        layers.append(layer)
    alive = layers[-1] & goals
    kept = dict(domains)
    kept["total_processed"] = [
        total for total in domains["total_processed"] if _vector(total, columns) in alive
    ]
    for place in range(len(order) - 1, -1, -1):
        row = order[place]
        good: list[Reading] = []
        before: set[Vector] = set()
        for reading, vector in vectors[row]:
            froms = {state for state in layers[place] if _add(state, vector) in alive}
            if froms:
                good.append(reading)
                before |= froms
        kept[row], alive = good, before
    return kept


def _rest(
    vectors: dict[str, list[tuple[Reading, Vector]]], order: list[str], width: int
) -> list[tuple[Vector, Vector]]:
    """From each place on, the least and the most that is still to come, by column."""
    rest: list[tuple[Vector, Vector]] = [((0,) * width, (0,) * width)]
    for row in reversed(order):
        columns = list(zip(*(vector for _, vector in vectors[row]), strict=True))
        low, high = rest[0]
        least = tuple(min(column) for column in columns) or (0,) * width
        most = tuple(max(column) for column in columns) or (0,) * width
        rest.insert(0, (_add(low, least), _add(high, most)))
    return rest


def _open(state: Vector, rest: tuple[Vector, Vector], goals: set[Vector]) -> bool:
    low, high = _add(state, rest[0]), _add(state, rest[1])
    return any(
        all(a <= goal <= b for a, goal, b in zip(low, aim, high, strict=True)) for aim in goals
    )
