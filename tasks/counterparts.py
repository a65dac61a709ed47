"""Find for each work item of a plan the one of another plan that is most about the same.

By words, the rarer in all plans the more they count, by the runs of the titles, and a little by theme and kind. What
is near to everything is taken to be less near: a general task is not the counterpart of all that is special.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import TypeVar

from documents.search.cuts import TITLE_END, pairs, rarity, words_of
from documents.search.likeness import telling_words

RULES = 1  # to be counted up when what is found changes, so that it is known to be of older rules
WORDS, TITLE, SAME_THEME, SAME_KIND = 0.8, 0.2, 0.04, 0.04
COMMON, NEIGHBOURS = 0.3, 3  # how much of what an item has in common with its nearest is taken off for all
LEAST = 0.09  # below, the other plan says nothing of it; chosen on tests/tasks/judged_counterparts.json

Vector = Mapping[str, float]
Key = tuple[int, int]
Cell = TypeVar("Cell")


@dataclass(frozen=True, slots=True)
class Item:
    """A work item, its words as the search keeps them."""

    key: int
    kind: str
    theme: int | None
    cuts: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """An item with the words that it speaks of, how much of each, and the runs of its title."""

    item: Item
    words: Mapping[str, float]
    runs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """What an item is about, in vectors of length 1."""

    item: Item
    words: Vector
    title: Vector


@dataclass(frozen=True, slots=True)
class Match:
    """Two items of two plans of which one is the nearest of the other, or both are; `score` is from 0 to about 1."""

    first: int
    second: int
    score: float
    is_nearest_of_first: bool
    is_nearest_of_second: bool


class Rarities:
    """How rare words are, and runs of titles, among the items of all plans."""

    def __init__(self, spoken: Iterable[Spoken]) -> None:
        words: Counter[str] = Counter()
        runs: Counter[str] = Counter()
        number = 0
        for one in spoken:
            words.update(one.words.keys())
            runs.update(one.runs)
            number += 1
        self._of_words = {word: rarity(count, number) for word, count in words.items()}
        self._of_runs = {run: rarity(count, number) for run, count in runs.items()}
        self._of_others = rarity(1, max(number, 1))

    def profile(self, spoken: Spoken) -> Profile:
        words = {word: told * self._of_words.get(word, self._of_others) for word, told in spoken.words.items()}
        runs = {run: self._of_runs.get(run, self._of_others) for run in spoken.runs}
        return Profile(spoken.item, _of_length_one(words), _of_length_one(runs))


def read(item: Item) -> Spoken:
    """Return the words that an item speaks of, and the runs of its title."""
    title, _, _ = item.cuts.partition(TITLE_END)
    return Spoken(item, telling_words(item.cuts), tuple(pairs("".join(words_of(title)))))


def likenesses(firsts: Sequence[Profile], seconds: Sequence[Profile]) -> list[list[float]]:
    """Return how like each of the first is each of the second. Costs as much as they share words."""
    words = _products([one.words for one in firsts], [one.words for one in seconds])
    titles = _products([one.title for one in firsts], [one.title for one in seconds])
    return [
        [
            WORDS * of_words[at] + TITLE * of_titles[at] + _kinship(first.item, second.item)
            for at, second in enumerate(seconds)
        ]
        for first, of_words, of_titles in zip(firsts, words, titles, strict=True)
    ]


def match(
    firsts: Sequence[Profile],
    seconds: Sequence[Profile],
    *,
    confirmed: Collection[Key] = (),
    rejected: Collection[Key] = (),
) -> list[Match]:
    """Return for each item of both plans its nearest in the other one, as far as that has one, each pair once.

    What an editor has confirmed is nearest, what was rejected never is; both are keys of (first, second). Of equally
    near ones the first in reading order.
    """
    table = likenesses(firsts, seconds)
    keys = [[(first.item.key, second.item.key) for second in seconds] for first in firsts]
    of_first = _nearest(table, keys, confirmed, rejected)
    of_second = _nearest(_turned(table), _turned(keys), confirmed, rejected)
    scores = {key: score for row in zip(keys, table, strict=True) for key, score in zip(*row, strict=True)}
    return [
        Match(*key, round(min(scores[key], 1.0), 4), key in of_first, key in of_second)
        for key in scores
        if key in of_first or key in of_second
    ]


def _nearest(
    table: Sequence[Sequence[float]],
    keys: Sequence[Sequence[Key]],
    confirmed: Collection[Key],
    rejected: Collection[Key],
) -> set[Key]:
    """Return for each row the key of its best column, if that is good enough."""
    common = [COMMON * _mean_of_nearest(column) for column in _turned(table)]
    found: set[Key] = set()
    for row, row_keys in zip(table, keys, strict=True):
        sure = set(confirmed).intersection(row_keys)
        ranked = [
            (score - less, key) for score, less, key in zip(row, common, row_keys, strict=True) if key not in rejected
        ]
        best = max(ranked, key=lambda pair: pair[0], default=(0.0, (0, 0)))
        found |= sure or ({best[1]} if best[0] >= LEAST else set())
    return found


def _mean_of_nearest(scores: Sequence[float]) -> float:
    nearest = nlargest(NEIGHBOURS, scores)
    return sum(nearest) / len(nearest)


def _products(firsts: Sequence[Vector], seconds: Sequence[Vector]) -> list[list[float]]:
    """Return the cosine of each of the first with each of the second."""
    holders: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for at, vector in enumerate(firsts):
        for word, weight in vector.items():
            holders[word].append((at, weight))
    products = [[0.0] * len(seconds) for _ in firsts]
    for at, vector in enumerate(seconds):
        for word, weight in vector.items():
            for first, other in holders.get(word, ()):
                products[first][at] += weight * other
    return products


def _kinship(first: Item, second: Item) -> float:
    is_of_theme = first.theme is not None and first.theme == second.theme
    return SAME_THEME * is_of_theme + SAME_KIND * (first.kind == second.kind)


def _of_length_one(weights: Mapping[str, float]) -> Vector:
    length = math.hypot(*weights.values())
    return {word: weight / length for word, weight in weights.items()} if length else {}


def _turned(table: Sequence[Sequence[Cell]]) -> list[tuple[Cell, ...]]:
    return list(zip(*table, strict=True))
