"""Departments, the functions they serve, and the regions that have plans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from documents.models import Region
from documents.territories import Branch, find, grow, plans_with_regions, plans_within
from qpolicy.api.asking import Asked, require
from qpolicy.api.parameters import of_filters
from qpolicy.api.serializers.tasks import DepartmentSerializer, FunctionSerializer, RegionSerializer
from qpolicy.api.shown import Shown
from qpolicy.api.views.base import Endpoint, ListEndpoint, MovedError, with_paging
from tasks.body_filters import BodyFilter
from tasks.directory import counted, function_rows, named_bodies
from tasks.merging import successor_of
from tasks.models import DefaultResponsibility, Responsibility


class Departments(ListEndpoint):
    operation, tag = "departments", "部门和地区"
    title = "部门列表"
    about = "各规划最新版本写到的部门，连同各角色的任务数，条件与网站的部门列表相同。"
    example = "departments/?region=xian&page_size=1"
    parameters = with_paging(*of_filters(BodyFilter))
    serializer = DepartmentSerializer

    def answer(self, asked: Asked, **names: Any) -> Any:
        filters = BodyFilter(asked.conditions)
        require(filters.form)
        return self.paged(asked, counted(filters.qs), lambda rows: _serialized(asked, rows))


class OneDepartment(Endpoint):
    operation, tag = "department", "部门和地区"
    title = "一个部门"
    about = "已经并入另一部门的，转到（302）那个部门的地址。任务见 tasks。"
    example = "departments/1/"
    path_words = {"id": "部门的 id"}
    moves = True

    def answer(self, asked: Asked, **names: Any) -> Any:
        body = counted(named_bodies()).filter(pk=names["id"]).first()
        if body is None:
            raise MovedError(Shown(asked).api("department", _heir(names["id"])))
        return _serialized(asked, [body])[0]

    def answers(self) -> Any:
        return DepartmentSerializer


class Functions(ListEndpoint):
    operation, tag = "functions", "部门和地区"
    title = "职能列表"
    about = "部门是做什么的，不论各地叫什么名称：由此可以把各地的同类部门放在一起看。"
    example = "functions/?page_size=1"
    parameters = with_paging()
    serializer = FunctionSerializer

    def answer(self, asked: Asked, **names: Any) -> Any:
        context = {"shown": Shown(asked)}
        return self.paged(
            asked, list(function_rows()), lambda rows: FunctionSerializer(rows, many=True, context=context).data
        )


class OneFunction(Endpoint):
    operation, tag = "function", "部门和地区"
    title = "一项职能"
    about = "部门见 departments，任务见 tasks。"
    example = "functions/market-regulation/"
    path_words = {"slug": "职能的 id"}

    def answer(self, asked: Asked, **names: Any) -> Any:
        row = next((row for row in function_rows() if row.function.slug == names["slug"]), None)
        if row is None:
            raise Http404("没有这项职能。")
        return FunctionSerializer(row, context={"shown": Shown(asked)}).data

    def answers(self) -> Any:
        return FunctionSerializer


class Regions(ListEndpoint):
    operation, tag = "regions", "部门和地区"
    title = "地区列表"
    about = "有规划的地区和它们的上级地区，从上到下。"
    example = "regions/?page_size=1"
    parameters = with_paging()
    serializer = RegionSerializer

    def answer(self, asked: Asked, **names: Any) -> Any:
        branches = list(_every(grow(plans_with_regions().current())))
        context = {"shown": Shown(asked)}
        return self.paged(asked, branches, lambda rows: RegionSerializer(rows, many=True, context=context).data)


class OneRegion(Endpoint):
    operation, tag = "region", "部门和地区"
    title = "一个地区"
    about = "行政区划目录中的任何地区，没有规划的也可以查。"
    example = "regions/xian/"
    path_words = {"slug": "地区的 id"}

    def answer(self, asked: Asked, **names: Any) -> Any:
        region = get_object_or_404(Region.objects.select_related("parent"), slug=names["slug"])
        branch = find(grow(plans_within(region)), region)
        return RegionSerializer(branch, context={"shown": Shown(asked)}).data

    def answers(self) -> Any:
        return RegionSerializer


def _every(branches: Sequence[Branch]) -> Iterator[Branch]:
    for branch in branches:
        yield branch
        yield from _every(branch.branches)


def _heir(key: int) -> int:
    """Return what a merged department has become, where that is to be seen."""
    heir = successor_of(key)
    if heir is None or not named_bodies().filter(pk=heir.pk).exists():
        raise Http404("没有这个部门。")
    return heir.pk


def _serialized(asked: Asked, bodies: Sequence[Any]) -> Any:
    """Two queries: how published plans write the names."""
    keys = [body.pk for body in bodies]
    names: defaultdict[int, dict[str, None]] = defaultdict(dict)
    of_plans: tuple[Any, ...] = (
        Responsibility.objects.published().order_by("department", "name"),
        DefaultResponsibility.objects.published().order_by("department", "name"),
    )
    for parts in of_plans:
        written = parts.filter(department__in=keys).exclude(name="")
        for key, name in written.values_list("department", "name").distinct():
            names[key][name] = None
    return DepartmentSerializer(bodies, many=True, context={"shown": Shown(asked, names=names)}).data
