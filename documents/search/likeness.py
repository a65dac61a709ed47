"""How much two sections are about the same: by the rare words they share, those of their titles above all.

Who is to do a task does not make it like another: clauses that name departments count nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

from documents.search.cuts import TITLE_END, rarity
from documents.search.words import EMPTY_WORDS

IN_TITLE = 3.0  # times as much as in the text
K1, B, USUAL_LENGTH = 1.2, 0.5, 100  # words; as in documents.search.ranking
MOST_COUNTED, MOST_WORDS = 60, 40  # of a section: words whose frequency is looked up, words that it is known by
COMMON_SHARE = 0.25  # of all sections; a word that more of them hold makes none of them alike
LEAST, LEAST_OF_BEST, LEAST_SHARED = 0.09, 0.4, 3  # below, two sections merely use the same language
MOST_SHOWN = 6
CLAUSE_ENDS = re.compile(r"[,.]")
# 市农业农村局/市商务局/市市场监管局按职责分工负责
DUTY = re.compile(
    r"(?:负责|牵头|配合|参与|参加|落实|实施|分工|责任单位|牵头单位|配合单位)$|^(?:责任|牵头|配合|参与|参加)(?:单位|部门)"
)
BODY = re.compile(
    r"(?:局|厅|委|办|部|会|院|署|政府|部门|单位|公司|集团|中心|银行|支行|海关|法院|检察院|各.{0,3}[区县市])$"
)
BODY_WITHIN = re.compile(r"(?:局|厅|委|办|政府|部门|单位)(?:等|按|分别|共同|牵头|负责|配合)")
LEAST_BODIES = 0.6  # of the members of an enumeration


@dataclass(frozen=True, slots=True)
class Profile:
    """What a section is about: its words with their weights, the heaviest first; together they weigh 1."""

    weights: Mapping[str, float]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self.weights)


@dataclass(frozen=True, slots=True)
class Alike:
    """A section that is like another, from 0 to 1, and the words that make it so, the most telling first."""

    key: int
    likeness: float
    shared: tuple[str, ...]


def most_telling(cuts: str) -> list[str]:
    """Return the words that a section speaks of most: as many as are worth counting."""
    spoken = telling_words(cuts)
    return nlargest(MOST_COUNTED, spoken, key=lambda word: (spoken[word], len(word), word))


def telling_words(cuts: str) -> dict[str, float]:
    """Return the words of a section and how much it speaks of each."""
    title, _, text = cuts.partition(TITLE_END)
    counts: Counter[str] = Counter(_words(CLAUSE_ENDS.split(text)))
    length = sum(counts.values())
    weights = Counter({word: float(number) for word, number in counts.items()})
    weights.update(dict.fromkeys(_words(CLAUSE_ENDS.split(title)), IN_TITLE))
    norm = K1 * (1 - B + B * length / USUAL_LENGTH)
    return {word: weight / (weight + norm) for word, weight in weights.items()}


def profile(cuts: str, frequencies: Mapping[str, int], number: int) -> Profile:
    """Return what a section is about, given in how many of how many sections each of its words stands."""
    weights = {
        word: spoken * rarity(frequencies[word], number) ** 1.5
        for word, spoken in telling_words(cuts).items()
        if word in frequencies and frequencies[word] <= COMMON_SHARE * number
    }
    kept = nlargest(MOST_WORDS, weights.items(), key=lambda pair: (pair[1], pair[0]))
    total = sum(weight for _, weight in kept)
    return Profile({word: weight / total for word, weight in kept if weight})


def most_alike(own: Profile, others: Iterable[tuple[int, str]], most: int) -> list[Alike]:
    """Return the nearest of the others, which come as (key, cuts); those of equal likeness stay in order."""
    compared = (_compare(own, key, cuts) for key, cuts in others)
    near = [one for one in compared if one.likeness >= LEAST and len(one.shared) >= LEAST_SHARED]
    ranked = sorted(near, key=lambda one: -one.likeness)[:most]
    return [one for one in ranked if one.likeness >= LEAST_OF_BEST * ranked[0].likeness]


def _compare(own: Profile, key: int, cuts: str) -> Alike:
    other = telling_words(cuts)
    common = {word: weight * other[word] for word, weight in own.weights.items() if word in other}
    shared = nlargest(MOST_SHOWN, common, key=lambda word: (common[word], word))
    return Alike(key, round(sum(common.values()), 6), tuple(shared))


def _words(clauses: Sequence[str]) -> list[str]:
    said = (clause for clause in clauses if not _is_duty(clause))
    return [
        word
        for clause in said
        for word in clause.replace("/", " ").split()
        if len(word) > 1 and word not in EMPTY_WORDS
    ]


def _is_duty(clause: str) -> bool:
    """Tell whether a clause says who does something, rather than what."""
    members = [member.replace(" ", "") for member in clause.split("/")]
    bodies = sum(BODY.search(member) is not None for member in members)
    if len(members) > 1 and bodies >= LEAST_BODIES * len(members):
        return True
    return DUTY.search(members[-1]) is not None and (bodies > 0 or BODY_WITHIN.search(members[-1]) is not None)
