"""Duties for assistants: what departments, or all bodies of one function, have to do."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from documents.models import Department, Function, Section
from documents.search.cuts import letters
from documents.shelf import Shelf
from qpolicy.assistants.asked import Asked, Site, Wrong, asked_plan, conditions
from qpolicy.assistants.citations import CITED, Citer, cited_plan
from qpolicy.assistants.shapes import DutyList, HeldDuty
from tasks.body_filters import BodyFilter
from tasks.directory import named_bodies
from tasks.models import Role
from tasks.parts import Held, Rule, held_by
from tasks.parts import Part as TaskPart

MOST_BODIES = 100


def list_duties(asked: Asked, *, department: str, function: str, plan: str, role: str) -> DutyList:
    """Return plan by plan, the newest first, what these bodies hold; plan-wide rules before single tasks."""
    if bool(department.strip()) == bool(function.strip()):
        raise Wrong("department 和 function 请给出其中一个：部门名称，或职能的名称。")
    shelf = Shelf()
    within = asked_plan(plan, shelf) if plan else None
    bodies = _called(department) if department.strip() else _serving(function)
    known = {body.pk: body for body in bodies.select_related("region")}
    held = held_by(bodies)
    plans = [one.pk for one in held.plans if one.pk in shelf.plans and (within is None or one.pk == within.pk)]
    found = [one for key in plans for one in _of_plan(held, key, role)]
    shown = asked.part(len(found))
    return DutyList(
        summary=f"{len(known)} 个部门的分工{shown.said}。",
        departments=[_official(body) for body in list(known.values())[:MOST_BODIES]],
        duties=_duties(found[shown.rows], known, asked.site, shelf),
        **shown.fields,
    )


def _called(typed: str) -> QuerySet[Department]:
    """Return the bodies of this name, as the list of departments finds them. Raises Wrong."""
    keys = list(BodyFilter(conditions(q=typed)).qs.values_list("pk", flat=True)[:MOST_BODIES])
    if not keys:
        raise Wrong(
            f"已发布的规划中没有叫“{typed}”的部门。可用更短的名称（如 市场监管），或用 function 按职能查：{_functions()}。"
        )
    return named_bodies().filter(pk__in=keys)


def _serving(typed: str) -> QuerySet[Department]:
    wanted = letters(typed)
    for one in Function.objects.all():
        if typed.strip() == one.slug or wanted in map(letters, (one.name, *one.aliases)):
            return named_bodies().filter(function=one)
    raise Wrong(f"没有叫“{typed}”的职能。可选：{_functions()}。")


def _functions() -> str:
    return "、".join(Function.objects.values_list("name", flat=True))


def _of_plan(held: Held, plan: int, role: str) -> list[TaskPart | Rule]:
    parts: tuple[TaskPart | Rule, ...] = (*held.rules, *held.parts)
    return [one for one in parts if one.plan == plan and (not role or one.role == role)]


def _duties(found: Iterable[TaskPart | Rule], known: dict[int, Department], site: Site, shelf: Shelf) -> list[HeldDuty]:
    found = list(found)
    sections = Section.objects.only(*CITED).in_bulk([one.task for one in found if isinstance(one, TaskPart)])
    stated = _stating(found)
    citer = Citer.of(site, shelf, [*sections.values(), *stated.values()])
    return [_duty(one, sections, stated, known, citer) for one in found]


def _stating(found: Iterable[TaskPart | Rule]) -> dict[tuple[int, str], Section]:
    """Return the sections that state rules, by plan and anchor. One query."""
    rules = [one for one in found if isinstance(one, Rule) and one.anchor]
    rows = Section.objects.filter(plan__in={one.plan for one in rules}, anchor__in={one.anchor for one in rules})
    return {(row.plan_id, row.anchor): row for row in rows.only(*CITED)} if rules else {}


def _duty(
    one: TaskPart | Rule,
    sections: dict[int, Section],
    stated: dict[tuple[int, str], Section],
    known: dict[int, Department],
    citer: Citer,
) -> HeldDuty:
    section = sections.get(one.task) if isinstance(one, TaskPart) else stated.get((one.plan, one.anchor or ""))
    plan = citer.shelf.plans[one.plan]
    body = known[one.department]
    return HeldDuty(
        department=one.name or body.name,
        official_name=_official(body),
        role=str(Role(one.role).label),
        is_default=isinstance(one, Rule),
        task=citer.heading(section) if section and isinstance(one, TaskPart) else "",
        deadline=one.deadline if isinstance(one, TaskPart) else "",
        cited=citer.cite(section) if section else cited_plan(plan, citer.shelf, citer.site),
    )


def _official(body: Department) -> str:
    return f"{body.name}（{body.region}）" if body.region else body.name
