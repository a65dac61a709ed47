"""Indicators for assistants: what plans set for them, each with its sentence, set against the level above."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from documents.models import Plan, Section
from documents.shelf import Shelf
from documents.switch import ORIGINAL
from indicators.compare_views import IndicatorColumns
from indicators.comparison import Family
from indicators.models import Target, plain
from indicators.rows import rows, shown
from indicators.standing import standings
from qpolicy.assistants.asked import Asked, Site, Wrong, asked_plan, conditions, misread
from qpolicy.assistants.citations import CITED, Citer
from qpolicy.assistants.shapes import Comparison, TargetEntry

MOST_FAMILIES, MOST_WITHOUT = 30, 50


class EveryColumn(IndicatorColumns):
    """All plans that were asked for, however many."""

    @cached_property
    def plans(self) -> list[Plan]:
        return self.within


def compare_indicator(asked: Asked, indicator: str, *, plans: list[str], **chosen: str) -> Comparison:
    """Return the targets of the families in whose names the words stand, as the matrix of indicators has them."""
    shelf = Shelf()
    slugs = [asked_plan(slug, shelf).slug for slug in plans]
    columns = EveryColumn(conditions(q=indicator, plan=slugs, **chosen), shelf)
    if columns.is_misread:
        raise Wrong(misread(columns.form))
    families = columns.families
    label = {member.pk: family.label for family in families for member in family.members}
    order = {plan.pk: number for number, plan in enumerate(columns.plans)}
    wanted = shown(columns.targets.filter(indicator__in=label).in_order())
    found = sorted(wanted, key=lambda target: _place(target, families, order))
    part = asked.part(len(found))
    shown_here = found[part.rows]
    setting = {target.section.plan_id for target in found}
    without = [plan.title for plan in columns.plans if plan.pk not in setting]
    return Comparison(
        summary=f"{len(families)} 组指标的名称含“{indicator}”，在 {len(columns.plans)} 份规划中的目标值{part.said}。",
        families=[family.label for family in families[:MOST_FAMILIES]],
        plans=len(columns.plans),
        without=without[:MOST_WITHOUT],
        targets=entries(shown_here, asked.site, shelf, label=label, standing=_standings(found, shelf)),
        **part.fields,
    )


def entries(
    targets: Sequence[Target],
    site: Site,
    shelf: Shelf,
    *,
    label: Mapping[int, str] | None = None,
    standing: Mapping[int, str] | None = None,
) -> list[TargetEntry]:
    """Return the targets with their citations. Four queries."""
    keys = [target.pk for target in targets]
    spans = {
        key: (start, end) for key, start, end in Target.objects.filter(pk__in=keys).values_list("pk", "start", "end")
    }
    sections = Section.objects.only(*CITED).in_bulk({target.section_id for target in targets})
    citer = Citer.of(site, shelf, sections.values())
    return [
        TargetEntry(
            indicator=row.indicator,
            family=(label or {}).get(target.indicator_id, ""),
            name=row.name,
            statement=row.statement,
            operator=target.operator,
            value=None if target.value is None else plain(target.value),
            upper=None if target.upper is None else plain(target.upper),
            unit=row.unit,
            year=row.year,
            basis=str(target.get_basis_display()),
            attribute=row.attribute,
            standing=(standing or {}).get(target.pk, ""),
            cited=citer.of_words(sections[target.section_id], target.quote, _spans(spans[target.pk])),
        )
        for target, row in zip(targets, rows(targets, wanted=ORIGINAL), strict=True)
    ]


def _spans(found: tuple[int | None, int | None]) -> list[tuple[int, int]]:
    start, end = found
    return [] if start is None or end is None else [(start, end)]


def _place(target: Target, families: Sequence[Family], order: Mapping[int, int]) -> tuple[int, ...]:
    at = next(n for n, family in enumerate(families) if any(m.pk == target.indicator_id for m in family.members))
    return at, order[target.section.plan_id], target.indicator_id, target.year or 0, target.section.position


def _standings(targets: Sequence[Target], shelf: Shelf) -> dict[int, str]:
    """Return by the keys of the targets how each stands to the level above, indicator by indicator."""
    of_indicator: defaultdict[int, list[Target]] = defaultdict(list)
    for target in targets:
        of_indicator[target.indicator_id].append(target)
    found: dict[int, str] = {}
    for own in of_indicator.values():
        found |= {key: standing.word for key, standing in standings(own, shelf.current).items()}
    return found
