"""Which pieces of three letters prove a run on PostgreSQL, and what tears it (documents.search.backends.postgres)."""

from __future__ import annotations

from documents.search.cuts import grams, spread
from documents.search.needs import AllOf, Need, all_of, any_of, runs_of

BITS = 21  # of a letter; three go into one number of the database
SPREAD = 1_000_003  # what a fourth letter is multiplied by, so that few runs of four share a number
MOST_PLACES = 20  # of a pair in a row, to be set against each other
LONGEST_CERTAIN = 24  # letters; what is longer stands in few rows, and is looked for there


def certain_part(need: Need) -> Need | None:
    """Return what is needed without the alternatives of which the index cannot be certain; None where no other is left."""
    if isinstance(need, str):
        return need if len(need) <= LONGEST_CERTAIN else None
    kept = [part for part in map(certain_part, need.parts) if part is not None]
    if isinstance(need, AllOf):
        return all_of(kept) if len(kept) == len(need.parts) else None
    return any_of(kept) if kept else None


def threes(run: str) -> list[str]:
    """Return the threes of a run; of a very long one as many as suffice."""
    found = grams(run, 3) or [run]
    return found if len(run) <= LONGEST_CERTAIN else spread(found)


def number(piece: str) -> int:
    """Return the number of a piece of one to three letters; each has its own."""
    found = 0
    for letter in piece:
        found = found << BITS | ord(letter)
    return found


def numbers(run: str) -> list[int]:
    """Return the numbers of the threes of a run."""
    return list(map(number, threes(run)))


def torn_number(run: str) -> int:
    """Return the number of a run of four letters that is torn; where others share it, a text is looked into for nothing."""
    return -(number(run[:3]) ^ ord(run[3]) * SPREAD)


def tearing(need: Need) -> list[int]:
    """Return the numbers of what in a row tears one of the runs, if its threes are there; all are below 0."""
    long = [run for run in runs_of(need) if len(run) > 3]
    twice = (-number(piece) for run in long for length in (2, 3) for piece in grams(run[1:-1], length))
    return list(dict.fromkeys((*(torn_number(four) for run in long for four in grams(run, 4)), *twice)))


def middle(run: str) -> str:
    """Return the three letters in the middle of a run."""
    at = max(0, (len(run) - 3) // 2)
    return run[at : at + 3]
