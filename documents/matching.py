"""Tell which sections of a new reading are the sections of an older one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """A section as read, old or new; `parent` is the index of its parent in the same reading."""

    kind: str
    number: str
    title: str
    text: str
    parent: int | None


Key = Callable[[Known, int | None], Hashable | None]

# From the surest sign to the weakest; each is asked only of sections that still have no partner, whose parents are
# partners or unknown. None is no sign at all.
SIGNS: tuple[Key, ...] = (
    lambda section, parent: (parent, section.kind, section.number, section.title, section.text),
    lambda section, _: (section.kind, section.title, section.text) if section.text else None,
    lambda section, _: (section.number, section.title) if section.title else None,
    lambda section, _: (section.kind, section.title) if section.title else None,
    lambda section, parent: (parent, section.kind, section.number) if section.number else None,
)


def match(old: Sequence[Known], new: Sequence[Known]) -> dict[int, int]:
    """Return for each new section the index of the old one that it is, where there is one.

    Both in reading order, parents first. Sections without number and title whose text has changed are partners where
    they stand between the same neighbours. Time is linear in the number of sections.
    """
    pairs: dict[int, int] = {}
    for sign in SIGNS:
        _pair_by(sign, old, new, pairs)
    _pair_neighbours(old, new, pairs)
    return pairs


def _pair_by(sign: Key, old: Sequence[Known], new: Sequence[Known], pairs: dict[int, int]) -> None:
    taken = set(pairs.values())
    waiting: dict[Hashable, list[int]] = {}
    for index in reversed(range(len(old))):
        key = sign(old[index], old[index].parent)
        if key is not None and index not in taken:
            waiting.setdefault(key, []).append(index)
    for index, section in enumerate(new):
        if index in pairs:
            continue
        above = None if section.parent is None else pairs.get(section.parent, -1)
        key = sign(section, above)
        if key is not None and (partners := waiting.get(key)):
            pairs[index] = partners.pop()


def _pair_neighbours(old: Sequence[Known], new: Sequence[Known], pairs: dict[int, int]) -> None:
    taken = set(pairs.values())
    for index, section in enumerate(new):
        if index in pairs:
            continue
        candidate = pairs.get(index - 1, -1) + 1 if index else 0
        if candidate < len(old) and candidate not in taken and _stands_alike(section, old[candidate], pairs):
            pairs[index] = candidate
            taken.add(candidate)


def _stands_alike(section: Known, other: Known, pairs: dict[int, int]) -> bool:
    if section.kind != other.kind:
        return False
    if section.parent is None or other.parent is None:
        return section.parent is other.parent
    return pairs.get(section.parent) == other.parent
