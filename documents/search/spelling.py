"""The nearest words to what was typed: by their sound, or with one character wrong, missing, doubled or moved.

A word that stands in the text is what was meant; anything else may be a slip for one that does.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from itertools import pairwise

from documents.search.sounds import confused, difference, is_latin, sounds_of, spelled

SHORTEST, LONGEST = 2, 8  # letters of a word
LONGEST_PIECE, LONGEST_LATIN = 40, 80
MOST_NEAR = 8
SHORTEST_TWICE = 6  # letters; two slips in fewer would leave little of what was typed
ANY = "?"  # stands for a character; no word has it
SLIP, MOVED, DOUBLED = 1.0, 0.7, 0.6
SHORTEST_INITIALS, SHORTEST_LATIN = 3, 4
DIGIT = re.compile(r"\d")


@dataclass(frozen=True, order=True, slots=True)
class Guess:
    """What may have been meant; the lower the cost, the likelier."""

    cost: float
    shortness: int
    rarity: int
    text: str


class Vocabulary:
    """Words with the number of their occurrences; one that stands nowhere may be meant, and may itself be a slip."""

    def __init__(self, counts: Mapping[str, int]):
        self.counts = {word: n for word, n in counts.items() if SHORTEST <= len(word) <= LONGEST and ANY not in word}

    def nearest(self, piece: str) -> list[Guess]:
        """Return what may have been meant instead of a piece, the likeliest first; linear in its length."""
        if self.counts.get(piece) or len(piece) > LONGEST_LATIN:
            return []
        if is_latin(piece) and (meant := self._latin(piece)):
            return meant
        if len(piece) > LONGEST_PIECE:
            return []
        once = self._best(self._mended(piece))
        if len(piece) < SHORTEST_TWICE:
            return once
        twice = (
            Guess(first.cost + second.cost, second.shortness, second.rarity, second.text)
            for first in once[: MOST_NEAR // 2]
            for second in self._mended(first.text)
            if second.text != piece
        )
        return self._best((*once, *twice))

    def _best(self, guesses: Iterable[Guess]) -> list[Guess]:
        best: dict[str, Guess] = {}
        for guess in guesses:
            if guess.text not in best or guess < best[guess.text]:
                best[guess.text] = guess
        return nsmallest(MOST_NEAR, best.values())

    def _mended(self, piece: str) -> Iterator[Guess]:
        """Yield the piece with one part that is no word in place of which a word may have been meant."""
        for start in range(len(piece) - SHORTEST + 1):
            for end in range(start + SHORTEST, min(start + LONGEST + 1, len(piece)) + 1):
                part = piece[start:end]
                if not self.counts.get(part) and not DIGIT.search(part):  # another number is another meaning
                    yield from (
                        Guess(cost, -len(part), -self.counts[word], piece[:start] + word + piece[end:])
                        for word, cost in self._near(part)
                    )

    def _near(self, part: str) -> Iterator[tuple[str, float]]:
        found = {word for sound in sounds_of(part) for word in self._sounding(sound)} | set(self._moved(part))
        for word in found - {part}:
            cost = _cost(part, word)
            if cost <= _most(len(part)):
                yield word, cost

    def _sounding(self, sound: str) -> Iterator[str]:
        """Yield the words of this sound, but for at most one character of one of both."""
        yield from self._by_sound.get(sound, ())
        for at in range(len(sound)):
            yield from self._by_sound.get(sound[:at] + sound[at + 1 :], ())
            yield from self._by_gap.get(f"{sound[:at]}{ANY}{sound[at + 1 :]}", ())
        for at in range(len(sound) + 1):
            yield from self._by_gap.get(f"{sound[:at]}{ANY}{sound[at:]}", ())

    def _moved(self, part: str) -> Iterator[str]:
        for at in range(len(part) - 1):
            moved = part[:at] + part[at + 1] + part[at] + part[at + 2 :]
            if moved in self.counts:
                yield moved

    def _latin(self, piece: str) -> list[Guess]:
        """Return the words that are spelled or begin so; words in a row where no single one is."""
        whole = self._spelled.get(confused(piece), []) if len(piece) >= SHORTEST_LATIN else []
        short = self._initials.get(piece, []) if len(piece) >= SHORTEST_INITIALS else []
        row = [] if whole else self._row(confused(piece))
        ways = ((0.0, whole), (0.5, row), (1.0, short))
        return self._best(Guess(cost, 0, -self.counts.get(text, 0), text) for cost, texts in ways for text in texts)

    def _row(self, latin: str) -> list[str]:
        """Return the fewest words that together are spelled so, as one text."""
        ways: list[list[str] | None] = [[], *[None] * len(latin)]
        for end in range(1, len(latin) + 1):
            for start in range(max(0, end - LONGEST * 6), end):
                before, words = ways[start], self._spelled.get(latin[start:end])
                if before is not None and words and (ways[end] is None or len(before) + 1 < len(ways[end] or [])):
                    ways[end] = [*before, words[0]]
        return ["".join(ways[-1])] if ways[-1] else []

    @cached_property
    def _by_sound(self) -> Mapping[str, Sequence[str]]:
        return _grouped((sound, word) for word in self.counts for sound in sounds_of(word))

    @cached_property
    def _by_gap(self) -> Mapping[str, Sequence[str]]:
        """Return the words of three characters and more by their commonest sound with one character unknown."""
        long = ((sounds_of(word)[0], word) for word in self.counts if len(word) > SHORTEST)
        return _grouped(
            (f"{sound[:at]}{ANY}{sound[at + 1 :]}", word) for sound, word in long for at in range(len(sound))
        )

    @property
    def _spelled(self) -> Mapping[str, Sequence[str]]:
        return self._latins[0]

    @property
    def _initials(self) -> Mapping[str, Sequence[str]]:
        return self._latins[1]

    @cached_property
    def _latins(self) -> tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]]:
        """Return the words by their spelling and by their initials, the commonest first."""
        words = sorted(
            (word for word in self.counts if not word.isascii()), key=lambda word: (-self.counts[word], word)
        )
        known = [(word, *spelled(word)) for word in words]
        return _grouped((whole, word) for word, whole, _ in known), _grouped((short, word) for word, _, short in known)


def _grouped(keyed: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for key, word in keyed:
        groups[key].append(word)
    return dict(groups)


def _most(length: int) -> float:
    """Return what a guess for a part of this length may cost: two characters must sound alike."""
    return {2: 0.6, 3: 1.0, 4: 1.1}.get(length, 1.6)


def _cost(typed: str, meant: str) -> float:
    """Return how far apart two words are that differ by one character at most, or by the sound of several."""
    if len(typed) == len(meant):
        costs = [difference(one, other) for one, other in zip(typed, meant, strict=True)]
        return MOVED if sorted(typed) == sorted(meant) else sum(costs)
    longer, shorter = (typed, meant) if len(typed) > len(meant) else (meant, typed)
    doubled = any(one == other for one, other in pairwise(typed)) and len(typed) > len(meant)
    slip = DOUBLED if doubled else SLIP
    return slip + min(
        sum(difference(one, other) for one, other in zip(longer[:at] + longer[at + 1 :], shorter, strict=True))
        for at in range(len(longer))
    )
