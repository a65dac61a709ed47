"""How many sections have a run or a word, and how many sections there are: what rarity is told from."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from documents.search.backends import backend_of

MANY = 10_000  # sections; of more it is enough to know about how many
COUNTED, COUNTED_OF_MANY = 2000, 250  # of a run, and where many words are asked for; from these the rest is concluded


def frequencies(runs: Sequence[str]) -> tuple[dict[str, int], int]:
    """Return how many sections have each run, and how many sections there are. One query."""
    counts, number = backend_of(connection).frequencies(connection, runs, COUNTED, MANY)
    return dict(zip(runs, counts, strict=True)), number


def frequencies_of_words(words: Sequence[str]) -> tuple[dict[str, int], int]:
    """Return the same of many words, as the index of words knows them. One query."""
    counts, number = backend_of(connection).frequencies_of_words(connection, words, COUNTED_OF_MANY, MANY)
    return dict(zip(words, counts, strict=True)), number
