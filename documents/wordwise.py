"""Compare two texts word by word, whatever script, width or spelling of characters they are in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain, takewhile

from documents.search.words import finely
from documents.text import fold_each

MOST_WORDS = 400  # of what lies between the first and the last difference; comparing takes time that grows faster
LONGEST = 20_000  # characters; a work item has hundreds, a whole plan is compared by clauses
CLAUSES = re.compile(r"[^,;:。!?\n]+|[,;:。!?\n]")
CLAUSE_ENDS = frozenset(",;:。!?\n")
SHORTEST_BRIDGE = 2  # letters; what is alike between two changes and shorter than that tears them apart for nothing


@dataclass(frozen=True, slots=True)
class Step:
    """What stands in the one text and, at that place, in the other; both as they are written."""

    old: str
    new: str
    is_same: bool


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written, and what of it counts when it is compared."""

    written: str
    folded: str


def folded(word: Word) -> str:
    return word.folded


def as_written(word: Word) -> str:
    return word.written


def steps(old: str, new: str, *, by: Callable[[Word], str] = folded) -> tuple[Step, ...]:
    """Return both texts in pieces, by turns alike and changed; joined, the pieces of either are that text.

    `by` is what of each word counts: whoever looks for any change at all compares what is written.
    """
    olds, news = words(old), words(new)
    said = list(map(by, olds)), list(map(by, news))
    before = _common(*said)
    behind = _common(said[0][before:][::-1], said[1][before:][::-1])
    ends = len(olds) - behind, len(news) - behind
    found = [
        _step(olds[:before], news[:before], is_same=True),
        *_between(olds[before : ends[0]], news[before : ends[1]], by),
        _step(olds[ends[0] :], news[ends[1] :], is_same=True),
    ]
    return tuple(_joined(step for step in found if step.old or step.new))


def words(text: str) -> list[Word]:
    """Return the words, the signs between them, and blanks, each on its own; of a very long text its clauses."""
    found, at = [], 0
    whole = fold_each(text)
    for word in finely(whole) if len(whole) <= LONGEST else CLAUSES.findall(whole):
        found.append(Word(text[at : at + len(word)], word))
        at += len(word)
    return found


def comparable(text: str) -> str:
    """Return what two texts have in common that say the same in either script; blanks and line ends say nothing."""
    return "".join(fold_each(text).split())


def _between(old: list[Word], new: list[Word], by: Callable[[Word], str]) -> Iterator[Step]:
    """Compare long texts by clauses first, and by words what is left of them."""
    if max(len(old), len(new)) <= MOST_WORDS:
        for tag, i1, i2, j1, j2 in _changes(list(map(by, old)), list(map(by, new))):
            yield _step(old[i1:i2], new[j1:j2], is_same=tag == "equal")
        return
    olds, news = _clauses(old), _clauses(new)
    said = [["".join(map(by, clause)) for clause in clauses] for clauses in (olds, news)]
    for tag, i1, i2, j1, j2 in _changes(*said) if max(map(len, said)) <= MOST_WORDS else [("", 0, None, 0, None)]:
        before, after = list(chain(*olds[i1:i2])), list(chain(*news[j1:j2]))
        if tag == "replace" and max(len(before), len(after)) <= MOST_WORDS:
            yield from _between(before, after, by)
        else:
            yield _step(before, after, is_same=tag == "equal")


def _changes(old: list[str], new: list[str]) -> list[tuple[str, int, int | None, int, int | None]]:
    return [*SequenceMatcher(None, old, new, autojunk=False).get_opcodes()]


def _clauses(words: list[Word]) -> list[list[Word]]:
    clauses: list[list[Word]] = [[]]
    for word in words:
        clauses[-1].append(word)
        if word.folded in CLAUSE_ENDS:
            clauses.append([])
    return clauses


def _joined(found: Iterator[Step]) -> Iterator[Step]:
    """Put together what is changed on both sides of a sign or a single character, and neighbours of one kind."""
    held: list[Step] = []
    for step in found:
        if len(held) > 1 and not step.is_same and _is_bridge(held[-1]) and not held[-2].is_same:
            held[-2:] = [_sum(*held[-2:], step)]
        elif held and held[-1].is_same == step.is_same:
            held[-1] = _sum(held[-1], step)
        else:
            held.append(step)
    return iter(held)


def _is_bridge(step: Step) -> bool:
    return step.is_same and len(step.new) < SHORTEST_BRIDGE and step.new.isalnum()


def _sum(first: Step, *others: Step) -> Step:
    every = (first, *others)
    return Step("".join(one.old for one in every), "".join(one.new for one in every), first.is_same)


def _step(old: list[Word], new: list[Word], *, is_same: bool) -> Step:
    return Step("".join(word.written for word in old), "".join(word.written for word in new), is_same)


def _common(one: list[str], other: list[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
