"""指标对比, 职责对比, 任务覆盖 and 任务对应 as JSON: the columns are the plans, in the order of `plans`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict
from rest_framework import serializers

from documents.columns import ColumnForm, Columns
from documents.models import Section
from documents.shelf import Shelf
from indicators.compare_views import IndicatorColumns, IndicatorForm
from indicators.comparison import Family, matrix
from qpolicy.api.asking import Asked, require
from qpolicy.api.parameters import SCRIPT, Parameter, of_form
from qpolicy.api.problems import Fault, InvalidQueryError, Said
from qpolicy.api.serializers.comparing import (
    STATE_NAMES,
    AlignedPlanSerializer,
    AlignedSerializer,
    CoverageSerializer,
    DutiesSerializer,
    FamilySerializer,
)
from qpolicy.api.serializers.shared import PlanReferenceSerializer
from qpolicy.api.shown import Shown
from qpolicy.api.views.base import Endpoint, ListEndpoint, with_paging
from tasks.alignment import Comparison
from tasks.alignment_views import VIEWS, Narrowed
from tasks.compare_views import TaskColumns
from tasks.coverage import functions, themes, unassigned
from tasks.placing import Line, Pair
from tasks.two_plans import TwoPlans

FIRST = Parameter("a", "甲：规划的 id（见 /plans/），须是最新版本。不写则取一份有上级规划的。")
SECOND = Parameter("b", "乙：另一份规划的 id，须是最新版本。不写则取甲的上级规划，没有则取同级的。")
OF_THEME = Parameter("theme", "主题的 id，见任务的 theme；none 为未归类。只列甲或乙的任务属于它的。")
SHOW = Parameter("show", "只列：paired 有对应，only-a 仅甲有，only-b 仅乙有。不写则全部。", choices=STATE_NAMES)
NO_PLAN = Said("没有这份规划，或它已被替代、没有发布。", "There is no such plan, or it is replaced or not published.")
NO_THEME = Said("这两份规划都没有这个主题的任务。", "Neither plan has a task of this theme.")
THE_SAME = Said("两份规划须不相同。", "The two plans must differ.")
UNREAD = ("source_text", "notes", "warnings", "as_read")
DIGITS = 3  # of a score


class ComparedIndicators(ListEndpoint):
    operation, tag = "compare-indicators", "对比"
    title = "指标对比"
    about = "各规划为同一指标定的目标值：每组指标几行，每份规划一格。几份规划都有的在前；名称相近的列为一组而不合并。"
    example = "compare/indicators/?plan=rongchang&plan=xian&shared=true&page_size=1"
    parameters = with_paging(*of_form(IndicatorForm))
    serializer = FamilySerializer
    further = {
        "plans": PlanReferenceSerializer(many=True),
        "plans_omitted": serializers.BooleanField(help_text="规划很多而没有选定时，只取其中几份"),
    }

    def answer(self, asked: Asked, **names: Any) -> Any:
        columns = IndicatorColumns(asked.conditions, Shelf(asked.script))
        require(columns.form)
        paged = self.paged(asked, columns.families, lambda chosen: _families(asked, columns, chosen))
        return {**paged, **_columns(asked, columns)}


class ComparedDuties(Endpoint):
    operation, tag = "compare-duties", "对比"
    title = "职责对比"
    about = "各规划交给各类部门的任务数，以及没有写明由谁负责的任务数。"
    example = "compare/duties/?plan=rongchang&plan=xian"
    parameters = (*of_form(ColumnForm), SCRIPT)

    def answer(self, asked: Asked, **names: Any) -> Any:
        columns = TaskColumns(asked.conditions, Shelf(asked.script))
        require(columns.form)
        rows = {"results": functions(columns.plans), "unassigned": unassigned(columns.plans)}
        compared = {"plans": columns.plans, "plans_omitted": columns.are_some_left_out, **rows}
        return DutiesSerializer(compared, context={"shown": Shown(asked)}).data

    def answers(self) -> Any:
        return DutiesSerializer


class ComparedCoverage(Endpoint):
    operation, tag = "compare-coverage", "对比"
    title = "任务覆盖"
    about = "各规划在各主题上的任务数。"
    example = "compare/coverage/?plan=rongchang&plan=xian"
    parameters = (*of_form(ColumnForm), SCRIPT)

    def answer(self, asked: Asked, **names: Any) -> Any:
        columns = TaskColumns(asked.conditions, Shelf(asked.script))
        require(columns.form)
        compared = {
            "plans": columns.plans,
            "plans_omitted": columns.are_some_left_out,
            "results": themes(columns.plans),
        }
        return CoverageSerializer(compared, context={"shown": Shown(asked)}).data

    def answers(self) -> Any:
        return CoverageSerializer


class ComparedTasks(ListEndpoint):
    operation, tag = "compare-alignment", "对比"
    title = "任务对应"
    about = (
        "两份规划（甲、乙）的任务逐条对照：先是甲的每一条，连同乙中与它相近的各条；然后是只有乙才有的。"
        "由文字算出，is_confirmed 的经人工核对；一条可以是对方几条的最相近者。"
    )
    example = "compare/alignment/?a=rongchang&b=xian&show=paired&page_size=1"
    parameters = with_paging(FIRST, SECOND, OF_THEME, SHOW)
    serializer = AlignedSerializer
    further = {"plans": AlignedPlanSerializer(many=True, help_text="甲、乙；没有两份可以对照的现行规划，则为空")}
    is_kept = False  # plans are aligned, and judged of, after the edit that they are kept by

    def answer(self, asked: Asked, **names: Any) -> Any:
        plans = TwoPlans(asked.conditions, Shelf(asked.script))
        _require_two(plans, asked.conditions)
        if not (plans.first and plans.second):
            return {**self.paged(asked, [], list), "plans": []}
        comparison = Comparison(plans.first, plans.second, wanted=asked.script)
        narrowed = Narrowed(comparison, asked.conditions)
        if asked.conditions.get("theme") and not narrowed.theme:
            raise InvalidQueryError([Fault("theme", "unknown-value", NO_THEME)])
        paged = self.paged(asked, narrowed.lines, lambda lines: _aligned(asked, lines))
        heads = zip(comparison.plans.values(), comparison.heads(), strict=True)
        sides = [{"plan": plan, "number": head.number, "only": head.only} for plan, head in heads]
        return {**paged, "plans": AlignedPlanSerializer(sides, many=True, context={"shown": Shown(asked)}).data}


def _require_two(plans: TwoPlans, conditions: QueryDict) -> None:
    """Raise InvalidQueryError where a plan that was asked for is none that can be set against another."""
    known = {plan.slug for plan in plans.plans}
    unknown = [name for name in ("a", "b") if conditions.get(name) and conditions[name] not in known]
    if unknown:
        raise InvalidQueryError([Fault(name, "unknown-value", NO_PLAN) for name in unknown])
    if plans.are_the_same:
        raise InvalidQueryError([Fault("b", "the-same", THE_SAME)])


def _aligned(asked: Asked, lines: Sequence[Line]) -> Any:
    """Two queries: the tasks, and where they stand."""
    keys = {key for line in lines for key in line.tasks}
    loaded = Section.objects.select_related("plan", "theme").defer("as_read", *(f"plan__{name}" for name in UNREAD))
    sections = loaded.in_bulk(keys)
    rows = [_row(line, sections) for line in lines]
    return AlignedSerializer(rows, many=True, context={"shown": Shown(asked, sections.values())}).data


def _row(line: Line, sections: Mapping[int, Section]) -> dict[str, Any]:
    return {
        "state": line.state,
        "state_name": VIEWS[line.state],
        "a": sections.get(line.first or 0),
        "counterparts": [_counterpart(pair, sections) for pair in line.pairs if pair.second in sections],
        "b": sections.get(line.second or 0),
    }


def _counterpart(pair: Pair, sections: Mapping[int, Section]) -> dict[str, Any]:
    return {
        "task": sections[pair.second],
        "is_nearest_of_a": pair.is_nearest_of_first,
        "is_nearest_of_b": pair.is_nearest_of_second,
        "is_confirmed": pair.is_confirmed,
        "score": round(pair.score, DIGITS),
    }


def _columns(asked: Asked, columns: Columns) -> dict[str, Any]:
    plans = PlanReferenceSerializer(columns.plans, many=True, context={"shown": Shown(asked)}).data
    return {"plans": plans, "plans_omitted": columns.are_some_left_out}


def _families(asked: Asked, columns: IndicatorColumns, chosen: Sequence[Family]) -> Any:
    found = matrix(chosen, columns.plans, columns.targets, wanted=asked.script)
    cells = (cell for family in found for row in family.rows for cell in row.cells)
    sections = [value.target.section for cell in cells for value in cell.values]
    return FamilySerializer(found, many=True, context={"shown": Shown(asked, sections)}).data
