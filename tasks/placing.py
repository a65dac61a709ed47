"""What stands beside what when two plans are laid side by side. Pure: keys in, lines out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

PAIRED, ONLY_FIRST, ONLY_SECOND = "paired", "only-a", "only-b"
STATES = (PAIRED, ONLY_FIRST, ONLY_SECOND)


@dataclass(frozen=True, slots=True)
class Pair:
    """A task of the first plan and one of the second of which one is the nearest of the other, or both are."""

    first: int
    second: int
    is_nearest_of_first: bool
    is_nearest_of_second: bool
    is_confirmed: bool
    score: float

    @property
    def rank(self) -> tuple[bool, bool, bool, float]:
        """The better pair has the smaller one: confirmed, then each other's nearest, then the first's, then the likest."""
        is_mutual = self.is_nearest_of_first and self.is_nearest_of_second
        return not self.is_confirmed, not is_mutual, not self.is_nearest_of_first, -self.score


@dataclass(frozen=True, slots=True)
class Line:
    """A task of the first plan with its pairs, the best first, or a task that only the second plan has."""

    first: int | None = None
    pairs: tuple[Pair, ...] = ()
    second: int | None = None

    @property
    def state(self) -> str:
        if self.first is None:
            return ONLY_SECOND
        return PAIRED if self.pairs else ONLY_FIRST

    @property
    def tasks(self) -> list[int]:
        """The tasks on it, those of the first plan before those of the second."""
        own = [key for key in (self.first, self.second) if key is not None]
        return [*own, *(pair.second for pair in self.pairs)]


def lay_out(firsts: Sequence[int], seconds: Iterable[int], pairs: Iterable[Pair]) -> list[Line]:
    """Return every task of the first plan in its order, then those of the second that stand beside none.

    A task of the second plan may stand beside several.
    """
    beside: defaultdict[int, list[Pair]] = defaultdict(list)
    placed: set[int] = set()
    for pair in pairs:
        beside[pair.first].append(pair)
        placed.add(pair.second)
    lines = [Line(first, tuple(sorted(beside[first], key=lambda pair: pair.rank))) for first in firsts]
    return [*lines, *(Line(second=second) for second in seconds if second not in placed)]
