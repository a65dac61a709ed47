"""The sheets of the comparisons: one row an indicator, a function or a theme, and columns for each plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from documents.columns import Columns
from documents.models import Plan, Region
from documents.text import fold
from indicators.compare_views import IndicatorColumns
from indicators.comparison import MatrixFamily, Value, matrix
from indicators.models import Target
from qpolicy.exports.asked import Asked
from qpolicy.exports.sheets import Column, Row, Sheet, chunks
from tasks.compare_views import TaskColumns
from tasks.coverage import CountRow, functions, themes, unassigned

INDICATOR = Column("indicator", "指标", 34)
FAMILY = Column("family", "指标组", 24)
RULES = Column("rules", "各项任务通用", 30)
TOTAL = Column("total", "合计", 8)
NOBODY = "没有写明部门的事项"


def indicators(asked: Asked) -> Sheet:
    columns = IndicatorColumns(asked.request.GET, asked.shelf)
    of_plans = tuple(Column(plan.slug, _named(plan, columns), 26) for plan in columns.plans)
    told = (
        *_conditions(columns),
        *_if_asked(columns, "q", "指标名称中的词"),
        *([("性质", str(Target.Attribute(columns.asked["attribute"]).label))] if "attribute" in columns.asked else []),
        *([("范围", "只看几份规划都有的")] if "shared" in columns.asked else []),
    )
    notes = ("名称相近、口径可能不同的指标归在一组，分行列出，不合并。",)
    return Sheet(
        "compare-indicators", "指标对比", (FAMILY, INDICATOR, *of_plans), _of_families(columns, asked.wanted), told, notes, asked.script
    )  # fmt: skip


def duties(asked: Asked) -> Sheet:
    """For each plan how many tasks name the function, and how many of them it leads."""
    columns = TaskColumns(asked.request.GET, asked.shelf)
    of_plans = [
        Column(f"{plan.slug}{suffix}", f"{_named(plan, columns)}{word}", 14)
        for plan in columns.plans
        for suffix, word in (("", "：事项"), ("-lead", "：其中牵头"))
    ]
    shown = (Column("function", "职能", 24), *of_plans, TOTAL, RULES)
    notes = ("计入任务、保障措施和专栏工程。",)
    return Sheet("compare-duties", "职责对比", shown, _of_functions(columns), _conditions(columns), notes, asked.script)


def coverage(asked: Asked) -> Sheet:
    columns = TaskColumns(asked.request.GET, asked.shelf)
    of_plans = (Column(plan.slug, _named(plan, columns), 16) for plan in columns.plans)
    shown = (Column("theme", "主题", 16), *of_plans, TOTAL)
    return Sheet("compare-coverage", "任务覆盖", shown, _of_themes(columns), _conditions(columns), script=asked.script)


def _of_families(columns: IndicatorColumns, wanted: str) -> Iterator[Row]:
    for some in chunks(columns.families):
        for family in matrix(some, columns.plans, columns.targets, wanted=wanted):
            yield from _of_family(family)


def _of_family(family: MatrixFamily) -> Iterator[Row]:
    label = "" if family.is_alone else family.label
    for row in family.rows:
        yield (label, row.name, *("\n".join(map(_said, cell.values)) for cell in row.cells))


def _said(value: Value) -> str:
    """≥98%（2025年，约束性）; 合 12,000家; where it stands, if another value of the cell says the same."""
    row = value.row
    base = f"合 {value.in_base}" if value.in_base else ""
    aside = "，".join(filter(None, (f"{row.year}年" if row.year else "", row.attribute, base, value.place)))
    return f"{row.statement}{row.unit}" + (f"（{aside}）" if aside else "")


def _of_functions(columns: TaskColumns) -> Iterator[Row]:
    for row in functions(columns.plans):
        numbers = (number for cell in row.cells for number in (cell.number, cell.leading))
        yield (row.name, *numbers, row.total, _ruled(row))
    nobody = unassigned(columns.plans)
    yield (NOBODY, *(value for cell in nobody for value in (cell.number, None)), sum(c.number for c in nobody), "")


def _of_themes(columns: TaskColumns) -> Iterator[Row]:
    for row in themes(columns.plans):
        yield (row.name, *(cell.number for cell in row.cells), row.total)


def _ruled(row: CountRow) -> str:
    """Name the plans whose rule for all tasks names the function."""
    return "、".join(
        cell.plan.region.name if cell.plan.region else cell.plan.title for cell in row.cells if cell.has_rule
    )


def _named(plan: Plan, columns: Columns) -> str:
    """Name the plan by its title, and its region where the title does not."""
    region = plan.region.name if plan.region else ""
    title = columns.shelf.title_of(plan)
    return title if region in fold(title) else f"{region} {title}"


def _conditions(columns: Columns) -> tuple[tuple[str, str], ...]:
    asked = columns.asked
    chosen: Sequence[Plan] = columns.plans if "plan" in asked else ()
    return (
        *(("规划", columns.shelf.title_of(plan)) for plan in chosen),
        *([("地区", columns.shelf.regions[asked["region"]][1].region.name)] if "region" in asked else []),
        *([("层级", str(Region.Level(asked["level"]).label))] if "level" in asked else []),
        *([("未识别", "有的条件无法识别，没有起作用")] if columns.is_misread else []),
        *(
            [("范围", f"共有 {len(columns.within)} 份规划，列出 {len(columns.plans)} 份")]
            if columns.are_some_left_out
            else []
        ),
    )


def _if_asked(columns: Columns, name: str, label: str) -> list[tuple[str, str]]:
    return [(label, str(columns.asked[name]))] if name in columns.asked else []
