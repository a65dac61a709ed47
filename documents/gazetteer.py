"""Regions of GB/T 2260 named in a text: 重庆市荣昌区人民政府 is of 荣昌区, 500153."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from documents.text import fold

CATALOGUE = Path(__file__).resolve().parent.parent / "fixtures" / "regions.json"
LEVELS = ("national", "province", "city", "district")
# Forms that folding leaves alone: 陜西 is 陕西.
VARIANTS = str.maketrans("陜", "陕")
# Names of districts that are ordinary words too; they name a place only right behind the place they belong to.
ORDINARY = re.compile(
    "城区|矿区|郊区|东区|西区|老城区|新城区|新市区|市[中南北]区|城[中东西北]区|港口区|解放区|河口区|资源县|公安县"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A region as the catalogue holds it; the generic city 某市 has no code."""

    code: str | None
    name: str
    short_name: str
    level: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text names a region, and which regions of that name there are."""

    start: int
    end: int
    places: tuple[Place, ...]
    is_full: bool  # 西安市; 西安 is not


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    places: tuple[Place, ...]
    is_full: bool


def country() -> Place:
    return _places()["000000"]


def mentions_in(folded: str) -> list[Mention]:
    """Return the regions named, in order, none overlapping; linear.

    Provinces and prefectures are found by their short names too (河北, 西安), counties and districts by full ones.
    """
    text, heads = folded.translate(VARIANTS), _heads()
    found: list[Mention] = []
    at, last = 0, len(text) - 1
    while at < last:
        entries = heads.get(text[at : at + 2], ())
        entry = next((entry for entry in entries if text.startswith(entry.name, at)), None)
        if entry is not None:
            found.append(Mention(at, at + len(entry.name), entry.places, entry.is_full))
        at += len(entry.name) if entry is not None else 1
    return found


def innermost(
    mentions: Sequence[Mention], first: int, folded: str, *, near: Sequence[Mention] = ()
) -> tuple[Place | None, int]:
    """Return the region that a chain of names such as 重庆市荣昌区 ends in, and the end of the chain.

    Of several regions of one name only one whose parent is named as well counts (朝阳区: 北京 or 长春), or the one
    of the highest level where the name is a short one (吉林 is the province); else None.
    """
    places, end = mentions[first].places, mentions[first].end
    chain = first + 1
    for mention in mentions[first + 1 :]:
        inner = tuple(place for place in mention.places if any(is_within(place, above) for above in places))
        if folded[end : mention.start].strip() or not inner:
            break
        places, end, chain = inner, mention.end, chain + 1
    if chain == first + 1 and ORDINARY.fullmatch(folded, mentions[first].start, end):
        return None, end
    return _single(places, [*mentions[:first], *mentions[chain:], *near]), end


def called(name: str, ending: str = "", *, near: Sequence[Mention] = ()) -> Place | None:
    """Return the region of this full or short name (荣昌), if need be the one whose full name has such an ending."""
    places = _names().get(name.translate(VARIANTS), ())
    fitting = tuple(place for place in places if place.name.endswith(ending))
    return _single(fitting or places, near)


def is_within(place: Place, above: Place) -> bool:
    """Tell whether a region lies in another one."""
    code = place.parent
    while code is not None:
        if code == above.code:
            return True
        code = _places()[code].parent
    return False


def _single(places: tuple[Place, ...], near: Iterable[Mention]) -> Place | None:
    if len(places) == 1:
        return places[0]
    named = {above for mention in near for above in mention.places if above.level != "national"}
    fitting = [place for place in places if any(is_within(place, above) for above in named)]
    if len(fitting) == 1:
        return fitting[0]
    highest = min((LEVELS.index(place.level) for place in places), default=0)
    foremost = [place for place in places if LEVELS.index(place.level) == highest]
    return foremost[0] if len(foremost) == 1 else None


@cache
def _places() -> dict[str | None, Place]:
    records = (record["fields"] for record in json.loads(CATALOGUE.read_text(encoding="utf-8")))
    return {
        record["code"]: Place(
            record["code"],
            record["name"],
            record["short_name"],
            record["level"],
            record["parent"][0] if record["parent"] else None,
        )
        for record in records
    }


@cache
def _names() -> dict[str, tuple[Place, ...]]:
    """Return the regions by every name they go by, the country aside."""
    names: dict[str, tuple[Place, ...]] = {}
    for place in _places().values():
        for name in {*_full_names(place), place.short_name, fold(place.short_name)} if place != country() else ():
            names[name] = (*names.get(name, ()), place)
    return names


@cache
def _heads() -> dict[str, tuple[_Entry, ...]]:
    """Return what may begin with two given characters, longest first."""
    full: dict[str, tuple[Place, ...]] = {}
    short: dict[str, tuple[Place, ...]] = {}
    for place in _places().values():
        if place.level == "national":
            continue
        for name in _full_names(place):
            full[name] = (*full.get(name, ()), place)
        if place.level in ("province", "city"):
            short[place.short_name] = (*short.get(place.short_name, ()), place)
    entries = [_Entry(name, places, True) for name, places in full.items()]
    entries += [_Entry(name, places, False) for name, places in short.items() if name not in full]
    heads: dict[str, list[_Entry]] = {}
    for entry in sorted(entries, key=lambda entry: -len(entry.name)):
        heads.setdefault(entry.name[:2], []).append(entry)
    return {head: tuple(begun) for head, begun in heads.items()}


def _full_names(place: Place) -> set[str]:
    """延边朝鲜族自治州 is 延边州 as well, and folding may write a name in its own way (乾县, 干县)."""
    names = {place.name, fold(place.name)}
    ending = re.search(r"自治([州县旗])$", place.name)
    return names | {place.short_name + ending.group(1)} if ending else names
