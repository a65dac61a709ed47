"""Departments and indicators that a draft names: which are known, which will be new, and what an editor decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Model

from documents.functions import function_of
from documents.models import Department, Function, Plan, Region, Section
from documents.store.departments import key_of
from indicators.models import Indicator, Target
from indicators.naming import canonical
from qpolicy.corrections import Corrected, Correction
from qpolicy.drafting.saving import NotPossible
from tasks.models import DefaultResponsibility, Responsibility

Stored = Mapping[str, Sequence[Model]]  # by what spellings of a name have in common


class Site(NamedTuple):
    """Where a name stands: in the section at this index, or behind them all, in a row that was entered by hand."""

    section: int
    row: int = 0


@dataclass(frozen=True, slots=True)
class Named:
    """A name as written, how often and where first; `known` is the row it stands for, None where one is to be made.

    `is_seen` tells that an editor has looked at what is to be made of it.
    """

    key: str
    written: str
    times: int
    place: Site  # the first one
    known: Model | None
    is_mapped: bool
    is_seen: bool
    function: str  # slug, of a department that is to be made


def departments_in(found: Corrected, region: Region | None, plan: Plan | None) -> list[Named]:
    """Return the departments that the draft names, unknown ones first; `plan` is the one that it updates.

    A few queries.
    """
    rows = list(Department.objects.of_region(region).select_related("function"))
    known = {key_of(name): row for row in rows for name in (row.name, *row.aliases)}
    decided = _decided(found.corrections, "department")
    by_pk = {row.pk: row for row in rows}
    return _named(
        ((key_of(name), name, place) for name, place in department_names(found)),
        known,
        {key: by_pk[decision["to"]] for key, decision in decided.items() if decision.get("to") in by_pk},
        {key: decision.get("function", "") for key, decision in decided.items()},
        _stored_departments(plan) if plan else {},
    )


def indicators_in(found: Corrected, plan: Plan | None) -> list[Named]:
    """Return the indicators that the draft sets values for, unknown ones first. Two queries."""
    rows = list(Indicator.objects.all())
    known = {canonical(name): row for row in rows for name in (row.name, *row.aliases)}
    decided = _decided(found.corrections, "indicator")
    by_pk = {row.pk: row for row in rows}
    return _named(
        ((canonical(target.name), target.name, Site(target.section - 1)) for target in found.draft.targets),
        known,
        {key: by_pk[decision["to"]] for key, decision in decided.items() if decision.get("to") in by_pk},
        {},
        _stored_indicators(plan) if plan else {},
    )


def department_names(found: Corrected) -> Iterator[tuple[str, Site]]:
    """Yield each name of a department as written, and where; of what was entered by hand those typed in the draft."""
    sections = found.draft.outline.sections
    for number, duties in sorted(found.draft.duties.items()):
        if sections[number - 1].kind.is_work_item:
            yield from ((duty.name, Site(number - 1)) for duty in duties)
    yield from ((duty.name, Site(max(duty.section - 1, 0))) for duty in found.draft.defaults)
    typed = [(name, one["row"]) for one in found.corrections if one["kind"] == "entered" for name in _typed(one)]
    rows = Section.objects.filter(pk__in={row for _, row in typed}, as_read__isnull=True)
    there = set(rows.values_list("pk", flat=True)) if typed else set()
    yield from ((name, Site(len(sections), row)) for name, row in typed if row in there)


def choices(named: Iterable[Named], functions: Mapping[str, str]) -> dict[str, str]:
    """Say what an editor chose for each name, by its key: 归到“市住房和城乡建设局”, 的职能定为“财政”."""
    return {
        one.key: f"归到“{one.known}”" if one.is_mapped else f"的职能定为“{functions.get(one.function, one.function)}”"
        for one in named
        if one.is_mapped or one.is_seen
    }


@contextmanager
def decided_upon(found: Corrected, region: Region | None, plan: Plan | None, *, by: Any) -> Iterator[None]:
    """Make the catalogue know what the editor decided, and leave in it nothing new that only the misreading named.

    A department that the editor has looked at is confirmed by whoever publishes it, where they may change departments.
    """
    may_confirm = by.has_perm("documents.change_department")
    for named in departments_in(found, region, plan):
        if named.is_mapped and isinstance(named.known, Department):
            _call(named.known, named)
        elif named.known is None and named.function:
            Department.objects.create(
                region=region,
                name=named.key,
                function=Function.objects.filter(slug=named.function).first(),
                aliases=[named.written] if named.written != named.key else [],
                is_confirmed=named.is_seen and may_confirm,
            )
    for named in indicators_in(found, plan):
        if named.is_mapped and isinstance(named.known, Indicator):
            _call(named.known, named)
    bodies = set(Department.objects.of_region(region).values_list("pk", flat=True))
    notions = set(Indicator.objects.values_list("pk", flat=True))
    yield
    _forget_unused(found, region, bodies, notions)


def refuse_missing(found: Corrected, region: Region | None) -> None:
    """Raise NotPossible where a department or indicator that the editor chose is there no more."""
    chosen = {one["to"] for one in found.corrections if one["kind"] == "department" and one.get("to")}
    missing = len(chosen) - Department.objects.of_region(region).filter(pk__in=chosen).count()
    notions = {one["to"] for one in found.corrections if one["kind"] == "indicator" and one.get("to")}
    missing += len(notions) - Indicator.objects.filter(pk__in=notions).count()
    if missing:
        raise NotPossible(
            f"有 {missing} 个选定的部门或指标已不在目录中（可能已合并，或规划的地区已改），请重新核对部门和指标。"
        )


def _call(row: Department | Indicator, named: Named) -> None:
    """Let the row go by this name too: so the next reading finds it."""
    if named.written not in (row.name, *row.aliases):
        row.aliases = [*row.aliases, named.written]
        row.save()


def _forget_unused(found: Corrected, region: Region | None, bodies: set[int], notions: set[int]) -> None:
    """Delete what storing the reading has made since, and nothing uses now that the reading is corrected."""
    reading = found.reading
    read = {key_of(duty.name) for duties in reading.duties.values() for duty in duties}
    read |= {key_of(rule.name) for rule in reading.defaults}
    measured = {canonical(target.name) for target in reading.targets}
    used = set(Responsibility.objects.values_list("department", flat=True))
    used |= set(DefaultResponsibility.objects.values_list("department", flat=True))
    for body in Department.objects.of_region(region).filter(name__in=read).exclude(pk__in=bodies | used):
        body.delete()
    for notion in Indicator.objects.filter(name__in=measured, targets=None).exclude(pk__in=notions):
        notion.delete()


def _typed(correction: Correction) -> Iterator[str]:
    """Yield the departments that are added to what was entered by hand, or called something else."""
    for duty in correction["duties"]:
        if name := duty["name"] if duty.get("added") else duty.get("set", {}).get("name"):
            yield name


def _decided(corrections: Sequence[Correction], kind: str) -> dict[str, Correction]:
    return {correction["name"]: correction for correction in corrections if correction["kind"] == kind}


def _stored_departments(plan: Plan) -> Stored:
    """Return for each name in the plan the department of each row that has it, which editors may have chosen."""
    parts = Responsibility.objects.filter(task__section__plan=plan).select_related("department")
    rules = plan.default_responsibilities.select_related("department")
    return _by_key((key_of(row.name or row.department.name), row.department) for row in (*parts, *rules))


def _stored_indicators(plan: Plan) -> Stored:
    targets = Target.objects.of_plan(plan).select_related("indicator")
    return _by_key((canonical(target.name), target.indicator) for target in targets)


def _by_key(pairs: Iterable[tuple[str, Model]]) -> Stored:
    found: dict[str, list[Model]] = {}
    for key, row in pairs:
        found.setdefault(key, []).append(row)
    return found


def _named(
    names: Iterator[tuple[str, str, Site]],
    known: Mapping[str, Model],
    mapped: Mapping[str, Model],
    functions: Mapping[str, str],
    stored: Stored,
) -> list[Named]:
    """Count each name. As often as the plan has it already it stands for what it does there, however it is written."""
    counted: dict[str, list[tuple[str, Site]]] = {}
    for key, written, place in names:
        counted.setdefault(key, []).append((written, place))
    found = [
        Named(
            key,
            places[0][0],
            len(places),
            min(place for _, place in places),
            mapped.get(key) or (stored[key][0] if len(places) <= len(stored.get(key, ())) else known.get(key)),
            key in mapped,
            bool(functions.get(key)),
            functions.get(key) or function_of(key) or "",
        )
        for key, places in counted.items()
    ]
    return sorted(found, key=lambda named: (named.known is not None, named.place))
