"""What may be typed further: names that begin with or contain what was typed so far, in either script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from documents.search.cuts import letters
from documents.search.query import FIELD, FIELDS
from documents.text import fold

MOST_SHOWN, MOST_OF_KIND = 8, 3
LONGEST_TYPED, LONGEST_NAME = 60, 80
KINDS_OF_FIELDS = {"department": "部门", "plan": "规划"}


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is shown, the letters by which it is found, and in one word what it names."""

    letters: str
    text: str
    kind: str


def named(kind: str, texts: Iterable[str]) -> list[Name]:
    """Return the names once each, those left out that are too long to be offered."""
    found = ((letters(text), " ".join(text.split())) for text in dict.fromkeys(texts))
    return [Name(known, text, kind) for known, text in found if known and len(text) <= LONGEST_NAME]


def complete(typed: str, names: Sequence[Name]) -> list[Name]:
    """Return the best names for what was typed; where there is none, for its last word, the others kept before it.

    The value of a field becomes a name of its kind.
    """
    if len(typed) > LONGEST_TYPED:
        return []
    before, _, last = typed.rstrip().rpartition(" ")
    if found := _of_field(before.strip(), last, names) or _matching(typed, names):
        return found
    if not before.strip():
        return []
    return [Name(name.letters, f"{before.strip()} {name.text}", name.kind) for name in _matching(last, names)]


def _of_field(before: str, last: str, names: Sequence[Name]) -> list[Name]:
    """Return the names that the value of a field may become: 部门:市场 is 部门:市场监管局."""
    field = FIELD.match(fold(last), last.startswith("-"))
    kind = KINDS_OF_FIELDS.get(FIELDS[field["name"]]) if field else None
    if field is None or kind is None:
        return []
    found = _matching(last[field.end() :], [name for name in names if name.kind == kind])
    start = f"{before} {last[: field.end()]}".lstrip()
    return [Name(name.letters, f"{start}{_quoted(name.text)}", name.kind) for name in found]


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text else text


def _matching(typed: str, names: Sequence[Name]) -> list[Name]:
    """Return those that begin so before those that contain it, the shorter ones first, a few of each kind."""
    wanted = letters(typed)
    if not wanted:
        return []
    found = (
        (name.letters.find(wanted) > 0, len(name.letters), at)
        for at, name in enumerate(names)
        if wanted in name.letters and wanted != name.letters
    )
    nearest = [names[at] for _, _, at in nsmallest(MOST_SHOWN * 8, found)]
    return _mixed(nearest)


def _mixed(names: Sequence[Name]) -> list[Name]:
    """Keep a few of each kind, and more of them only where there is room, in their order."""
    distinct = list({name.letters: name for name in reversed(names)}.values())[::-1]
    of_kind: Counter[str] = Counter()
    few: list[Name] = []
    more: list[Name] = []
    for name in distinct:
        of_kind[name.kind] += 1
        (few if of_kind[name.kind] <= MOST_OF_KIND else more).append(name)
    kept = set([*few, *more][:MOST_SHOWN])
    return [name for name in distinct if name in kept]
