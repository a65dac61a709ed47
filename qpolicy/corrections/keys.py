"""Keys of sections: what they say, whatever they are and wherever they stand, so that a new reading has them too."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from documents.matching import Known, match
from documents.outline import Outline, Section
from documents.text import fold
from qpolicy.corrections.keeping import Correction, put

SPLIT = "~"  # between the key of a section and the place where a later part of it begins
NAMING = ("section", "with")


def keys_of(outline: Outline) -> list[str]:
    """Return a key for each section; of sections that say the same, the first, the second and so on."""
    seen: Counter[str] = Counter()
    keys = []
    for section in outline.sections:
        digest = _digest(section)
        seen[digest] += 1
        keys.append(f"{digest}-{seen[digest]}")
    return keys


def rekeyed(corrections: Iterable[Correction], old: Outline, new: Outline) -> list[Correction]:
    """Return the corrections with the keys of another reading; those whose section is gone keep theirs."""
    names = dict(zip(keys_of(old), [""] * len(old.sections), strict=True))
    before, after = keys_of(old), keys_of(new)
    for index, partner in partners(old, new).items():
        names[before[partner]] = after[index]
    return put([], *(_renamed(correction, names) for correction in corrections))


def partners(old: Outline, new: Outline) -> dict[int, int]:
    """Return for each section of the new reading the index of the old one that it is, where there is one."""
    return match(_known(old), _known(new))


def _known(outline: Outline) -> Sequence[Known]:
    return [
        Known(section.kind.value, section.number or "", section.title or "", section.text, parent and parent - 1)
        for section in outline.sections
        for parent in (section.parent,)
    ]


def _renamed(correction: Correction, names: dict[str, str]) -> Correction:
    renamed = {name: _now(value, names) if name in NAMING else value for name, value in correction.items()}
    if "parent" in (values := correction.get("set") or {}):
        renamed["set"] = {**values, "parent": _now(values["parent"], names)}
    return renamed


def _now(key: str, names: dict[str, str]) -> str:
    stem, sign, place = str(key).partition(SPLIT)
    return f"{names.get(stem) or stem}{sign}{place}"


def _digest(section: Section) -> str:
    said = "".join(fold(f"{section.number or ''}{section.title or ''}{section.text}").split())
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
