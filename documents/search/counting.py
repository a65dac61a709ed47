"""How many sections have a run or a word, and how many sections there are: what rarity is told from."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from documents.search.backends import Asked, backend_of

MOST_FREQUENT = 10_000  # counted of a run, and of sections; whatever is so frequent is common
FREQUENT_OF_MANY = 2000  # where many words are counted, of which those shall be known that are rare


def frequencies(runs: Sequence[str]) -> tuple[dict[str, int], int]:
    """Return how many sections have each run, and how many sections there are. One query.

    What is more frequent than MOST_FREQUENT is taken to stand everywhere; so many sections are counted exactly.
    """
    return _counted(backend_of(connection).frequencies(runs, MOST_FREQUENT + 1, MOST_FREQUENT), runs, MOST_FREQUENT)


def frequencies_of_words(words: Sequence[str]) -> tuple[dict[str, int], int]:
    """Return the same of many words, as the index of words knows them. One query."""
    asked = backend_of(connection).frequencies_of_words(words, FREQUENT_OF_MANY + 1, MOST_FREQUENT)
    return _counted(asked, words, FREQUENT_OF_MANY)


def _counted(asked: Asked, words: Sequence[str], most: int) -> tuple[dict[str, int], int]:
    with connection.cursor() as cursor:
        cursor.execute(*asked)
        number, *counted = cursor.fetchone()
    known = zip(words, counted, strict=True)
    return {word: max(count, number) if count > most else count for word, count in known}, number
