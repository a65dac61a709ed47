"""What means the same as a piece: words of a table that administrators edit, and other names of a body's function."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from documents.functions import function_of
from documents.search.cuts import letters
from documents.search.words import segment

MOST_SYNONYMS = 12
# 工信局, 发展改革委, 市场监管部门
BODY = re.compile(r"(?P<function>.{2,16}?)(?P<ending>局|厅|委员会|委|办公室|办|部门|总局|部)")
LEVEL = re.compile(r"省|自治区|市|区|县|州")
BODY_LETTERS = 24


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """Groups of words that mean the same, and the names of bodies by their function; all of them letters."""

    groups: Sequence[Sequence[str]] = ()
    bodies: Mapping[str, Sequence[str]] = field(default_factory=dict)

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
        """Put one word of a group in the place of another, where it stands as whole words."""
        borders = _borders(run)
        for group in self.groups:
            for word in group:
                at = run.find(word)
                if at < 0 or not (len(word) == len(run) or {at, at + len(word)} <= borders):
                    continue
                yield from (f"{run[:at]}{other}{run[at + len(word) :]}" for other in group if other not in (word, run))

    def _bodies(self, run: str) -> Iterable[str]:
        function = function_of(run) if len(run) <= BODY_LETTERS else None
        if function is None:
            return
        level, bare = _divided(run, function)
        if BODY.fullmatch(bare):
            yield from (f"{level[-1:]}{name}" for name in self.bodies.get(function, ()))


def thesaurus(groups: Iterable[Sequence[str]], bodies: Iterable[tuple[str, Sequence[str]]]) -> Thesaurus:
    """Make a thesaurus of groups as administrators write them, and of (function, names) of departments."""
    by_function: dict[str, dict[str, None]] = {}
    for function, names in bodies:
        for name in names:
            if bare := _bare(letters(name)):
                by_function.setdefault(function, {})[bare] = None
    lists = (group for group in groups if isinstance(group, (list, tuple)))  # a fixture may hold anything
    kept = [tuple(dict.fromkeys(filter(None, map(letters, map(str, group))))) for group in lists]
    return Thesaurus(kept, {function: tuple(names) for function, names in by_function.items()})


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
