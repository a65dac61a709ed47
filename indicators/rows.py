"""Targets as pages about indicators and tasks show them, each with its sentence and its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from documents.headings import heading
from documents.models import Plan, Section
from documents.scripted import language_of, writer_for
from documents.scripts import LANGUAGES
from indicators.models import Target
from indicators.statements import amount, comparison

LONGEST_LABEL = 20
SHOWN = (
    *(
        "name",
        "operator",
        "value",
        "upper",
        "unit",
        "year",
        "basis",
        "attribute",
        "quote",
        "source",
        "position",
        "start",
        "end",
    ),
    "indicator__name",
    *(
        f"section__{name}"
        for name in ("number", "title", "text", "rows", "anchor", "kind", "as_read", "spans", "position")
    ),
    *(f"section__plan__{name}" for name in ("title", "slug", "script", "validity", "document_number")),
    *(f"section__plan__region__{name}" for name in ("name", "short_name", "code")),
)


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target in the script the reader wants; `place` names the section that sets it, `url` leads there.

    A relative target is stated in words (超过全省平均水平). `quote` is empty where the section is a table, for a row
    says no more than the table.
    """

    name: str
    indicator: str
    indicator_url: str
    statement: str
    unit: str
    year: int | None
    attribute: str
    quote: str
    place: str
    url: str
    plan: Plan
    plan_title: str
    region: str
    language: str
    is_corrected: bool
    is_relative: bool

    @property
    def figure_language(self) -> str:
        """The language of the statement: figures of all plans are drawn alike, words are those of the plan."""
        return self.language if self.is_relative else LANGUAGES["hans"]

    @property
    def has_unit_apart(self) -> bool:
        """Tell whether the unit is a word of another language than the statement, not a sign as %."""
        return self.language != self.figure_language and not self.unit.isascii()


def shown(targets: QuerySet[Target]) -> QuerySet[Target]:
    """Load no more than `rows` shows."""
    return targets.select_related("indicator", "section__plan__region").only(*SHOWN)


def rows(targets: Iterable[Target], *, wanted: str) -> list[TargetRow]:
    """Return the targets from `shown`, as they come."""
    return [_row(target, target.section, wanted) for target in targets]


def _row(target: Target, section: Section, wanted: str) -> TargetRow:
    plan = section.plan
    write = writer_for(plan, wanted)
    printed = target.printed_value.removesuffix(target.unit)
    stated = amount(target.get_basis_display(), printed, target.name, target.indicator.name)
    return TargetRow(
        name=write(target.name),
        indicator=target.indicator.name,
        indicator_url=reverse("indicators:indicator-detail", args=[target.indicator_id]),
        statement=write(stated or comparison(target.name, target.quote)),
        unit=write(target.unit),
        year=target.year,
        attribute=target.get_attribute_display(),
        quote="" if section.rows else write(target.quote),
        place=write(_place(section)),
        url=section.get_absolute_url(),
        plan=plan,
        plan_title=write(plan.title),
        region=plan.region.name if plan.region else "",
        language=language_of(plan, wanted),
        is_corrected=target.is_corrected,
        is_relative=not printed,
    )


def _place(section: Section) -> str:
    title = section.title or ("" if section.rows else section.text)
    label = title if len(title) <= LONGEST_LABEL else f"{title[:LONGEST_LABEL].rstrip()}…"
    # A dash before the project of a box counts nothing.
    number = section.number if any(map(str.isalnum, section.number)) else ""
    return heading(number, label) or section.number
