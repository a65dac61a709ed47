"""Find for each item of a plan the one of its new edition that it has become."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from documents.search.cuts import cut, words_of
from documents.search.words import EMPTY_WORDS
from documents.wordwise import comparable

MOST_WORDS = 60  # of an item, the rarest first
MOST_HOLDERS = 40  # a word that more items of both editions hold tells none of them
LEAST = 0.3  # of their words; below, an item was dropped and another one added
IN_TITLE = 2  # times as much as in the text


class Fate(StrEnum):
    """What has become of an item."""

    SAME = "same"
    REWORDED = "reworded"
    ADDED = "added"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Item:
    """A work item, or what else a plan says, as published; `key` is its own, whatever it is compared with."""

    key: int
    title: str
    text: str
    is_work: bool = True

    @property
    def said(self) -> tuple[bool, str, str]:
        return self.is_work, comparable(self.title), comparable(self.text)


@dataclass(frozen=True, slots=True)
class Pair:
    """An item of the old edition and what it is in the new one; one of them is missing where it was added or dropped."""

    old: Item | None
    new: Item | None

    @property
    def fate(self) -> Fate:
        if self.old is None:
            return Fate.ADDED
        if self.new is None:
            return Fate.DROPPED
        return Fate.SAME if self.old.said == self.new.said else Fate.REWORDED


def pair(old: Sequence[Item], new: Sequence[Item]) -> list[Pair]:
    """Return every item of both editions in exactly one pair, in the order of the new one.

    Equal items are paired first, then those that alone have a title, then those that share most words, the rarer the
    more; work items with work items only, the rest with the rest. What was dropped follows what it followed in the old edition.
    """
    matches: dict[int, int] = {}  # the place in the old edition by that in the new one
    _match(matches, [item.said for item in old], [item.said for item in new])
    _match_titles(matches, old, new)
    _match_alike(matches, old, new)
    return list(_in_order(matches, old, new))


def _match(matches: dict[int, int], old: Sequence[object], new: Sequence[object]) -> None:
    """Match what is equal; of several, the first with the first."""
    places: defaultdict[object, list[int]] = defaultdict(list)
    for at in reversed(range(len(old))):
        places[old[at]].append(at)
    for at, said in enumerate(new):
        if places[said]:
            matches[at] = places[said].pop()


def _match_titles(matches: dict[int, int], old: Sequence[Item], new: Sequence[Item]) -> None:
    olds, news = _left(matches, old, new)
    old_of, new_of = _by_title(olds, old), _by_title(news, new)
    for title, places in new_of.items():
        if len(places) == 1 and len(old_of.get(title, ())) == 1:
            matches[places[0]] = old_of[title][0]


def _by_title(places: Sequence[int], items: Sequence[Item]) -> Mapping[tuple[bool, str], list[int]]:
    found: defaultdict[tuple[bool, str], list[int]] = defaultdict(list)
    for at in places:
        if title := comparable(items[at].title):
            found[items[at].is_work, title].append(at)
    return found


def _match_alike(matches: dict[int, int], old: Sequence[Item], new: Sequence[Item]) -> None:
    """Match the likest first; of equally like ones those that stand nearest to each other's place."""
    olds, news = _left(matches, old, new)
    taken: set[int] = set()
    for _, _, at, before in sorted(_likenesses(olds, news, old, new)):
        if at not in matches and before not in taken:
            matches[at] = before
            taken.add(before)


def _likenesses(
    olds: Sequence[int], news: Sequence[int], old: Sequence[Item], new: Sequence[Item]
) -> Iterator[tuple[float, float, int, int]]:
    """Yield how unlike, and how far from each other, are those that share words; each item has few, and they few holders."""
    held_old, held_new = _weights([old[at] for at in olds], [new[at] for at in news])
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for place, words in enumerate(held_old):
        for word in words:
            holders[word].append(place)
    totals = [sum(words.values()) for words in held_old]
    for place, words in enumerate(held_new):
        shared: defaultdict[int, float] = defaultdict(float)
        for word, weight in words.items():
            for other in holders[word]:
                shared[other] += min(weight, held_old[other][word])
        total = sum(words.values())
        for other, weight in shared.items():
            likeness = 2 * weight / (total + totals[other])
            at, before = news[place], olds[other]
            if likeness >= LEAST and new[at].is_work == old[before].is_work:
                distance = abs(at / len(new) - before / len(old))
                yield -round(likeness, 6), distance, at, before


def _weights(old: Sequence[Item], new: Sequence[Item]) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    """Return the telling words of each item with their weights."""
    counts = [_counts(item) for item in (*old, *new)]
    holders = Counter(word for count in counts for word in count)
    number = len(counts)
    weighed = []
    for count in counts:
        told = sorted((word for word in count if holders[word] <= MOST_HOLDERS), key=lambda word: (holders[word], word))
        weighed.append({word: count[word] * math.log(1 + number / holders[word]) for word in told[:MOST_WORDS]})
    return weighed[: len(old)], weighed[len(old) :]


def _counts(item: Item) -> dict[str, int]:
    cuts = cut(item.title, item.text)
    title, _, _ = cuts.partition("|")
    weights = dict.fromkeys(words_of(cuts), 1) | dict.fromkeys(words_of(title), IN_TITLE)
    return {word: weight for word, weight in weights.items() if len(word) > 1 and word not in EMPTY_WORDS}


def _left(matches: Mapping[int, int], old: Sequence[Item], new: Sequence[Item]) -> tuple[list[int], list[int]]:
    taken = set(matches.values())
    return [at for at in range(len(old)) if at not in taken], [at for at in range(len(new)) if at not in matches]


def _in_order(matches: Mapping[int, int], old: Sequence[Item], new: Sequence[Item]) -> Iterator[Pair]:
    become = {before: at for at, before in matches.items()}
    after: defaultdict[int, list[Item]] = defaultdict(list)  # what was dropped, by the new place it would follow
    follows = -1
    for place, item in enumerate(old):
        if place in become:
            follows = become[place]
        else:
            after[follows].append(item)
    for at in range(-1, len(new)):
        if at >= 0:
            yield Pair(old[matches[at]] if at in matches else None, new[at])
        yield from (Pair(item, None) for item in after[at])
