"""The sheets of what is to be reached: values of indicators, of one or of all, goals of years, the targets of one plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.http import Http404
from django.shortcuts import get_object_or_404

from documents.models import Plan
from documents.scripted import writer_for
from indicators.filters import GoalFilter, IndicatorFilter
from indicators.listing import goals_shown, values_of
from indicators.merging import successor_of
from indicators.models import Goal, Indicator, Target, TargetQuerySet
from indicators.rows import TargetRow, rows, shown
from indicators.surroundings import Compared, compared, unset
from qpolicy.exports import columns
from qpolicy.exports.asked import Asked, conditions
from qpolicy.exports.sheets import Column, Row, Sheet, chunks, counted

OF_TARGETS = (
    columns.NUMBER,
    Column("indicator", "指标", 30),
    Column("name", "文中名称", 30),
    Column("value", "目标值", 14),
    Column("unit", "单位", 10),
    Column("year", "年份", 8),
    Column("attribute", "性质", 10),
    Column("quote", "原文", 44),
    Column("place", "出处", 24),
    columns.PLAN,
    columns.REGION,
    columns.ADDRESS,
)
OF_INDICATOR = (
    *OF_TARGETS[:7],
    Column("standing", "与上级相比", 14),
    Column("above", "上级目标值", 24),
    *OF_TARGETS[7:],
)
OF_GOALS = (
    columns.NUMBER,
    Column("year", "年份", 8),
    Column("text", "目标", 80),
    columns.PLAN,
    columns.REGION,
    columns.ADDRESS,
)


def indicators(asked: Asked) -> Sheet:
    """One row a value, under the indicators in the order of their list."""
    filters = IndicatorFilter(asked.request.GET, shelf=asked.shelf)
    keys = filters.qs.values_list("pk", flat=True)
    found = counted(of_indicators(keys, filters.targets_without(), asked))
    return Sheet("indicators", "指标", OF_TARGETS, found, conditions(filters), script=asked.script)


def indicator(asked: Asked, pk: int) -> Sheet:
    """The values that plans set for one indicator, each with how it stands to the level above."""
    one = Indicator.objects.filter(pk=pk).first() or successor_of(pk)
    targets = list(shown(Target.objects.published().filter(indicator=one).in_order())) if one else []
    if one is None or not targets:
        raise Http404("没有已发布的规划为这项指标定过目标值。")
    found = compared(targets, rows(targets, wanted=asked.wanted), asked.shelf)
    missing = "、".join(plan.title for plan in unset(targets, asked.shelf))
    return Sheet(
        name=f"indicator-{one.pk}",
        title="指标值",
        columns=OF_INDICATOR,
        rows=counted(_set_against(value, asked) for value in found),
        conditions=(("指标", one.name),),
        notes=(f"上级已设、本级未设：{missing}。",) if missing else (),
        script=asked.script,
    )


def goals(asked: Asked) -> Sheet:
    filters = GoalFilter(asked.request.GET, shelf=asked.shelf)
    found = counted(of_goals(filters.qs.values_list("pk", flat=True), asked))
    return Sheet("goals", "分年目标", OF_GOALS, found, conditions(filters), script=asked.script)


def targets(asked: Asked, slug: str) -> Sheet:
    """The targets of one plan, in reading order."""
    plan = get_object_or_404(Plan.objects.published().without_source(), slug=slug)
    found = shown(Target.objects.of_plan(plan).in_order())
    title = writer_for(plan, asked.wanted)(plan.title)
    return Sheet(
        name=f"{slug}-targets",
        title="指标值",
        columns=OF_TARGETS,
        rows=counted(_row(row, asked) for row in rows(found, wanted=asked.wanted)),
        conditions=(("规划", title),),
        script=asked.script,
    )


def of_indicators(keys: Iterable[int], stated: TargetQuerySet, asked: Asked) -> Iterator[Row]:
    for some in chunks(keys):
        values = values_of(some, stated, wanted=asked.wanted)
        for key in some:
            yield from (_row(row, asked) for row in values.get(key, ()))


def of_goals(keys: Iterable[int], asked: Asked) -> Iterator[Row]:
    for some in chunks(keys):
        known = goals_shown(Goal.objects.published()).in_bulk(some)
        for goal in (known[key] for key in some if key in known):
            plan, write = goal.plan, writer_for(goal.plan, asked.wanted)
            region = plan.region.name if plan.region else ""
            url = asked.address(f"{plan.get_absolute_url()}#{goal.section.anchor}")
            yield (goal.year, write(goal.text), write(plan.title), region, url)


def _set_against(value: Compared, asked: Asked) -> Row:
    row = _row(value.row, asked)
    return (*row[:6], value.word, _said(value.above), *row[6:])


def _said(above: TargetRow | None) -> str:
    """陕西省 94%（2027年）."""
    if above is None:
        return ""
    year = f"（{above.year}年）" if above.year else ""
    return f"{above.region or above.plan_title} {above.statement}{above.unit}{year}"


def _row(row: TargetRow, asked: Asked) -> Row:
    return (
        row.indicator,
        row.name,
        row.statement,
        row.unit,
        row.year,
        row.attribute,
        row.quote,
        row.place,
        row.plan_title,
        row.region,
        asked.address(row.url),
    )
