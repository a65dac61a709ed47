"""What reading the source left for an editor to look at, each with the words and the section it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from documents.models import Plan, Section
from documents.reading import Reading, ReadSection, Write
from qpolicy.shown import Remark

LONGEST_QUOTE = 60

Places = list[tuple[int, int, int]]  # start, end, section


def remarks(plan: Plan, sections: Sequence[Section], reading: Reading, write: Write) -> Iterator[Remark]:
    """Yield the plan's warnings. They are JSON that anyone may have edited, so any shape is put up with."""
    places = [(start, end, section.pk) for section in sections for start, end in section.spans or ()]
    for warning in plan.warnings if isinstance(plan.warnings, list) else ():
        if not isinstance(warning, dict):
            yield Remark(str(warning), "", None)
            continue
        start, end = _offset(warning.get("start")), _offset(warning.get("end"))
        quote = write(_quote(plan.source_text[start:end]))
        yield Remark(str(warning.get("message", "")), quote, _section_at(start, places, reading) if end else None)


def _offset(value: Any) -> int:
    return value if isinstance(value, int) and value > 0 else 0


def _quote(text: str) -> str:
    quote = " ".join(text.split())
    return quote if len(quote) <= LONGEST_QUOTE else f"{quote[:LONGEST_QUOTE]}…"


def _section_at(place: int, places: Places, reading: Reading) -> ReadSection | None:
    return next((reading[section] for start, end, section in places if start <= place < end), None)
