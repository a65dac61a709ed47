"""The automatic numbering of Word, counted as Word counts it and written out as text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from documents.readers.docx.labels import written
from documents.readers.docx.markup import Element, W, is_on, number, value
from documents.readers.docx.styles import Styles

LEVELS = range(9)
LABEL_AT_MOST = 100
PLACE = re.compile(r"%(?P<level>[1-9])")
BULLET = "•"
SYMBOL_FONTS = ("Wingdings", "Webdings", "Symbol", "Marlett")
# After these nothing needs to divide the number from the text: 一、总体要求, （一）主要目标
CLOSING = "、．。，：；）〕】》—"


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered."""

    start: int
    style: str
    text: str
    suffix: str
    restarts_after: int | None  # the level, counted from 1, that makes it start again; 0 is none, None is any above
    is_legal: bool  # all numbers in Arabic numerals
    paragraph_style: str | None

    def starts_again(self, higher: int) -> bool:
        """Tell whether a paragraph of a higher level (counted from 0) makes this level start again."""
        return self.restarts_after is None or higher < self.restarts_after


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A list as paragraphs refer to it. Lists of one pattern count on, but for the levels with a start of their own."""

    pattern: int
    levels: dict[int, Level]
    own_starts: frozenset[int]


class Numbering:
    """Counts the numbered paragraphs of a document: ask for every one of them once, in reading order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists = {} if root is None else _lists(root, styles)
        self._counts: dict[int, dict[int, int]] = {}
        self._begun: set[int] = set()

    def label(self, properties: Element | None) -> str:
        """Return the number that Word puts before a paragraph with these properties, with the blank that follows it."""
        style = value(None if properties is None else properties.find(W + "pStyle"))
        direct = None if properties is None else properties.find(W + "numPr")
        number_id, level = _resolved(direct, self._styles.list_of(style))
        found = self._lists.get(number_id) if number_id else None
        if found is None:
            return ""
        if level is None:
            level = next((at for at, each in found.levels.items() if style and each.paragraph_style == style), 0)
        if level not in found.levels:
            return ""
        counts = self._count(number_id or 0, found, level)
        return _label(found.levels, level, counts)

    def _count(self, number_id: int, counted: NumberedList, level: int) -> dict[int, int]:
        counts = self._counts.setdefault(counted.pattern, {})
        if number_id not in self._begun:
            self._begun.add(number_id)
            for own in counted.own_starts & counts.keys():
                del counts[own]
        counts[level] = counts[level] + 1 if level in counts else counted.levels[level].start
        for deeper in [at for at in counts if at > level]:
            if deeper not in counted.levels or counted.levels[deeper].starts_again(level):
                del counts[deeper]
        return counts


def _resolved(direct: Element | None, inherited: tuple[int | None, int | None]) -> tuple[int | None, int | None]:
    """Return number and level of a paragraph's list: its own, else its style's. List 0 is no list."""
    if direct is None:
        return inherited
    own_list, own_level = number(direct.find(W + "numId")), number(direct.find(W + "ilvl"))
    return (inherited[0] if own_list is None else own_list), (inherited[1] if own_level is None else own_level)


def _label(levels: dict[int, Level], at: int, counts: dict[int, int]) -> str:
    level = levels[at]

    def numeral(found: re.Match[str]) -> str:
        place = int(found["level"]) - 1
        if place not in levels:
            return ""
        return written(counts.get(place, levels[place].start), "decimal" if level.is_legal else levels[place].style)

    text = level.text if level.style == "bullet" else PLACE.sub(numeral, level.text)[:LABEL_AT_MOST]
    return text + _suffix(text, level.suffix)


def _suffix(label: str, suffix: str) -> str:
    """A tab shows as a gap only where no full-width mark ends the number."""
    if not label or suffix == "nothing" or (suffix == "tab" and label.endswith(tuple(CLOSING))):
        return ""
    return " "


def _lists(root: Element, styles: Styles) -> dict[int, NumberedList]:
    patterns = {number(each, "abstractNumId") or 0: each for each in root.findall(W + "abstractNum")}
    levels = {pattern: _levels(element) for pattern, element in patterns.items()}
    nums = {number(each, "numId") or 0: each for each in root.findall(W + "num")}
    pattern_of = {number_id: number(each.find(W + "abstractNumId")) or 0 for number_id, each in nums.items()}
    found: dict[int, NumberedList] = {}
    for number_id, element in nums.items():
        pattern = pattern_of[number_id]
        link = value(patterns[pattern].find(W + "numStyleLink")) if pattern in patterns else None
        if link:  # the pattern only names a numbering style, which stands for a list of another pattern
            pattern = pattern_of.get(styles.list_of(link)[0] or 0, pattern)
        found[number_id] = _with_overrides(element, pattern, levels.get(pattern, {}))
    return found


def _levels(parent: Element) -> dict[int, Level]:
    elements = {number(each, "ilvl"): each for each in parent.findall(W + "lvl")}
    return {at: _level(elements[at]) for at in LEVELS if at in elements}


def _with_overrides(element: Element, pattern: int, pattern_levels: dict[int, Level]) -> NumberedList:
    levels, own_starts = dict(pattern_levels), set()
    for override in element.findall(W + "lvlOverride"):
        at, start = number(override, "ilvl") or 0, number(override.find(W + "startOverride"))
        levels |= _levels(override)
        if start is not None and at in levels:
            levels[at] = replace(levels[at], start=start)
            own_starts.add(at)
    return NumberedList(pattern, levels, frozenset(own_starts))


def _level(element: Element) -> Level:
    style = value(element.find(W + "numFmt")) or "decimal"
    text = (value(element.find(W + "lvlText")) or "")[:LABEL_AT_MOST]
    start = number(element.find(W + "start"))
    return Level(
        start=0 if start is None else start,
        style=style,
        text=_bullet(element, text) if style == "bullet" else text,
        suffix=value(element.find(W + "suff")) or "tab",
        restarts_after=number(element.find(W + "lvlRestart")),
        is_legal=is_on(element.find(W + "isLgl")),
        paragraph_style=value(element.find(W + "pStyle")),
    )


def _bullet(element: Element, text: str) -> str:
    """Characters of symbol fonts look like bullets, but are letters or private characters."""
    font = value(element.find(f"{W}rPr/{W}rFonts"), "ascii") or ""
    is_symbol = font.startswith(SYMBOL_FONTS) or any("\ue000" <= char <= "\uf8ff" for char in text)
    return BULLET if is_symbol or not text.strip() else text
