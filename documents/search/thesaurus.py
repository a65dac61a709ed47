"""What means the same as a piece: words of a table that administrators edit, and other names of a body's function."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from documents.functions import function_of
from documents.search.cuts import letters
from documents.search.words import segment

MOST_SYNONYMS = 16
# 工信局, 发展改革委, 市场监管部门
BODY = re.compile(r"(?P<function>.{2,16}?)(?P<ending>局|厅|委员会|委|办公室|办|部门|总局|部)")
LEVEL = re.compile(r"省|自治区|市|区|县|州")
BODY_LETTERS = 24


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """Words with those that may stand for them, and the names of bodies by their function; all of them letters.

    The names that most departments have come first: more than MOST_SYNONYMS are not asked for.
    """

    exchanges: Sequence[tuple[str, Sequence[str]]] = ()
    bodies: Mapping[str, Sequence[str]] = field(default_factory=dict)
    abbreviations: frozenset[str] = frozenset()

    def synonyms(self, run: str) -> tuple[str, ...]:
        """Return other runs that mean the same as this one, each once, the nearest first."""
        others = [*self._exchanged(run), *self._bodies(run)]
        return tuple(one for one in dict.fromkeys(others) if one != run)[:MOST_SYNONYMS]

    def is_body(self, run: str) -> bool:
        """Tell whether this is the name of a body, known by its function; that is more than the words in it."""
        return bool(self.bare(run))

    def bare(self, run: str) -> str:
        """Return the name of a body without the level before it, nothing where this is none: 省发展改革委."""
        return _bare(run)

    def _exchanged(self, run: str) -> Iterable[str]:
        """Put what means the same in the place of a word, where it stands as whole words."""
        borders = _borders(run)
        for word, others in self.exchanges:
            at = run.find(word)
            if at < 0 or not (len(word) == len(run) or {at, at + len(word)} <= borders):
                continue
            yield from (f"{run[:at]}{other}{run[at + len(word) :]}" for other in others if other != run)

    def _bodies(self, run: str) -> Iterable[str]:
        function = function_of(run) if len(run) <= BODY_LETTERS else None
        if function is None:
            return
        level, bare = _divided(run, function)
        if BODY.fullmatch(bare):
            yield from (f"{level[-1:]}{name}" for name in self.bodies.get(function, ()))


def thesaurus(
    groups: Iterable[Sequence[str]],
    bodies: Iterable[tuple[str, Sequence[str]]],
    abbreviations: Iterable[Sequence[str]] = (),
) -> Thesaurus:
    """Make a thesaurus of groups as administrators write them, and of (function, names) of departments.

    Each word of a group stands for the others; of an abbreviation with its full names only the first stands for them.
    """
    by_function: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for function, names in bodies:
        by_function[function].update({bare for name in names if (bare := _bare(letters(name)))})
    exchanges = [(word, [same for same in group if same != word]) for group in _kept(groups) for word in group]
    expansions = [(group[0], group[1:]) for group in _kept(abbreviations)]
    return Thesaurus(
        [*exchanges, *expansions],
        {function: sorted(names, key=lambda name: (-names[name], name)) for function, names in by_function.items()},
        frozenset(word for word, _ in expansions),
    )


def _kept(groups: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    """Yield the letters of each group's words, each once; a fixture may hold anything."""
    for group in groups:
        if isinstance(group, (list, tuple)) and (
            kept := list(dict.fromkeys(filter(None, map(letters, map(str, group)))))
        ):
            yield kept


def _bare(name: str) -> str:
    """Return a body's name without the region and level before it: 西安市工业和信息化局 is 工业和信息化局."""
    function = function_of(name) if len(name) <= BODY_LETTERS else None
    bare = _divided(name, function)[1] if function else ""
    return bare if BODY.fullmatch(bare) else ""


def _divided(name: str, function: str) -> tuple[str, str]:
    """Divide a name after its level, as far as what is left still serves the function: 市|市场监管局."""
    ends = [found.end() for found in LEVEL.finditer(name)]
    end = next((end for end in reversed(ends) if function_of(name[end:]) == function), 0)
    return name[:end], name[end:]


def _borders(run: str) -> set[int]:
    borders, at = {0}, 0
    for word in segment(run):
        at += len(word)
        borders.add(at)
    return borders
