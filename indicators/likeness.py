"""Which names of indicators are near to each other: they share most of their pairs of characters."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from documents.search.cuts import letters, pairs

NEAR = 0.7  # of the pairs of both names
MOST_HOLDERS = 200  # a pair that more names have tells none of them
SHORTEST = 3


def near_names(names: Mapping[int, str]) -> dict[int, list[int]]:
    """Return for each name, by its key, the keys of those near to it, the nearest first; names without any are left out."""
    held = {key: set(pairs(letters(name))) for key, name in names.items() if len(letters(name)) >= SHORTEST}
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for key, some in held.items():
        for one in some:
            holders[one].append(key)
    return {key: found for key in held if (found := _nearest(key, held, holders))}


def _nearest(key: int, held: Mapping[int, set[str]], holders: Mapping[str, list[int]]) -> list[int]:
    shared: Counter[int] = Counter()
    for one in held[key]:
        if len(holders[one]) <= MOST_HOLDERS:
            shared.update(holders[one])
    shared.pop(key, None)
    likeness = {other: 2 * number / (len(held[key]) + len(held[other])) for other, number in shared.items()}
    return sorted(
        (other for other, near in likeness.items() if near >= NEAR), key=lambda other: (-likeness[other], other)
    )
