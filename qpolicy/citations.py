"""Citations of sections of many plans: how official papers name the place, and where it stands in the source. One query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from documents.citing import cite, place_of
from documents.excerpts import excerpts
from documents.models import Plan, Section
from documents.reading import assemble
from documents.text import Script

ENDS_OF_SENTENCES = "。！？；\n"
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """A place of a plan in its own script: `spans` count the characters of the plan's source text, none where there is none.

    `anchor` is empty where the whole plan is cited, and `number` where the section has none of its own.
    """

    text: str
    plan: Plan
    place: str
    anchor: str
    number: str
    quote: str
    spans: Spans


class Citations:
    """What is needed to cite these sections, whose plans are loaded."""

    def __init__(self, sections: Iterable[Section]) -> None:
        self._plans = {section.plan_id: section.plan for section in sections}
        self._places: dict[int, str] = {}
        keys = {section.pk for section in sections}
        found = excerpts(keys, self._plans) if keys else {}
        for plan, rows in found.items():
            script = cast(Script, self._plans[plan].script)
            reading = assemble(rows, str)
            self._places |= {key: place_of(reading[key], script) for key in keys if key in reading}

    def of(self, section: Section, *, quote: str = "", spans: Spans = ()) -> Citation:
        """Cite the section by its title or first sentence, or by what is quoted of it."""
        plan = self._plans[section.plan_id]
        place = self._places.get(section.pk, "")
        return Citation(
            text=cite(plan.title, plan.document_number, place),
            plan=plan,
            place=place,
            anchor=section.anchor,
            number=section.number,
            quote=quote or section.title or first_sentence(section.text),
            spans=spans or own_spans(section.spans),
        )


def of_plan(plan: Plan) -> Citation:
    """Cite the plan as a whole by its title."""
    return Citation(
        text=cite(plan.title, plan.document_number, ""),
        plan=plan,
        place="",
        anchor="",
        number="",
        quote=plan.title,
        spans=(),
    )


def span(start: int | None, end: int | None) -> Spans:
    return () if start is None or end is None else ((start, end),)


def own_spans(stored: Any) -> Spans:
    return tuple((start, end) for start, end in stored or ())


def first_sentence(text: str) -> str:
    ends = [at for sign in ENDS_OF_SENTENCES if (at := text.find(sign)) >= 0]
    return text[: min(ends) + 1].strip() if ends else text.strip()
