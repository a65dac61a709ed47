"""What is needed of an entry, said in runs of letters that are all or some of them there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part is needed."""

    parts: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part is enough; there is at least one."""

    parts: tuple[Need, ...]


Need = str | AllOf | AnyOf  # a string is a run of letters


def all_of(parts: Iterable[Need]) -> Need:
    kept = tuple(dict.fromkeys(parts))
    return kept[0] if len(kept) == 1 else AllOf(kept)


def any_of(parts: Iterable[Need]) -> Need:
    kept = tuple(dict.fromkeys(parts))
    return kept[0] if len(kept) == 1 else AnyOf(kept)


def runs_of(need: Need) -> Iterator[str]:
    """Yield the runs that are spoken of."""
    if isinstance(need, str):
        yield need
        return
    for part in need.parts:
        yield from runs_of(part)
