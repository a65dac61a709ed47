"""Positions that keep their order with room in between, so that sections can be put in without moving the others."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

STEP = 10


def positions(current: Sequence[int | None]) -> list[int]:
    """Return a position for each of a list's members in order, None being new ones.

    Those that have a position keep it where the order and the room allow; otherwise all are numbered anew.
    """
    filled = _filled(current)
    if all(before < after for before, after in pairwise(filled)) and all(place > 0 for place in filled[:1]):
        return filled
    return [STEP * index for index in range(1, len(current) + 1)]


def _filled(current: Sequence[int | None]) -> list[int]:
    """Spread new members over the room between their neighbours."""
    filled: list[int] = []
    waiting, before = 0, 0
    for position in [*current, None]:
        if position is None:
            waiting += 1
            continue
        room = (position - before) // (waiting + 1)
        filled += [before + room * index for index in range(1, waiting + 1)]
        filled.append(position)
        waiting, before = 0, position
    return [*filled, *(before + STEP * index for index in range(1, waiting))]


def merged_order(order: Sequence[int], kept: Sequence[int]) -> list[int]:
    """Return `order` with those of `kept` that it lacks, each behind the one it stands behind in `kept`."""
    members = set(order)
    behind: dict[int | None, list[int]] = {}
    before = None
    for member in kept:
        if member in members:
            before = member
        else:
            behind.setdefault(before, []).append(member)
    result = list(behind.get(None, []))
    for member in order:
        result += [member, *behind.get(member, [])]
    return result
