"""Departments and indicators that a draft names: which are known, which will be new, and what an editor decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db.models import Model

from documents.functions import function_of
from documents.models import Department, Function, Region
from documents.store.departments import key_of
from indicators.models import Indicator
from indicators.naming import canonical
from qpolicy.corrections import Corrected, Correction
from qpolicy.drafting.saving import NotPossible
from tasks.models import DefaultResponsibility, Responsibility


@dataclass(frozen=True, slots=True)
class Named:
    """A name as written, how often and where first; `known` is the row it stands for, None where one is to be made."""

    key: str
    written: str
    times: int
    place: int  # index of the section that names it first
    known: Model | None
    is_mapped: bool
    function: str  # slug, of a department that is to be made


def departments_in(found: Corrected, region: Region | None) -> list[Named]:
    """Return the departments that the draft names, unknown ones first. One query."""
    rows = list(Department.objects.of_region(region).select_related("function"))
    known = {key_of(name): row for row in rows for name in (row.name, *row.aliases)}
    decided = _decided(found.corrections, "department")
    by_pk = {row.pk: row for row in rows}
    return _named(
        ((key_of(name), name, place) for name, place in department_names(found)),
        known,
        {key: by_pk[decision["to"]] for key, decision in decided.items() if decision.get("to") in by_pk},
        {key: decision.get("function", "") for key, decision in decided.items()},
    )


def indicators_in(found: Corrected) -> list[Named]:
    """Return the indicators that the draft sets values for, unknown ones first. One query."""
    rows = list(Indicator.objects.all())
    known = {canonical(name): row for row in rows for name in (row.name, *row.aliases)}
    decided = _decided(found.corrections, "indicator")
    by_pk = {row.pk: row for row in rows}
    return _named(
        ((canonical(target.name), target.name, target.section - 1) for target in found.draft.targets),
        known,
        {key: by_pk[decision["to"]] for key, decision in decided.items() if decision.get("to") in by_pk},
        {},
    )


def department_names(found: Corrected) -> Iterator[tuple[str, int]]:
    """Yield each name of a department as written, and the index of the section that names it."""
    sections = found.draft.outline.sections
    for number, duties in sorted(found.draft.duties.items()):
        if sections[number - 1].kind.is_work_item:
            yield from ((duty.name, number - 1) for duty in duties)
    yield from ((duty.name, duty.section - 1) for duty in found.draft.defaults)


@contextmanager
def decided_upon(found: Corrected, region: Region | None) -> Iterator[None]:
    """Make the catalogue know what the editor decided, and leave in it nothing new that only the misreading named."""
    for named in departments_in(found, region):
        if named.is_mapped and isinstance(named.known, Department):
            _call(named.known, named)
        elif named.known is None and named.function:
            Department.objects.create(
                region=region,
                name=named.key,
                function=Function.objects.filter(slug=named.function).first(),
                aliases=[named.written] if named.written != named.key else [],
            )
    for named in indicators_in(found):
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
    measured = {canonical(target.name) for target in reading.targets}
    used = set(Responsibility.objects.values_list("department", flat=True))
    used |= set(DefaultResponsibility.objects.values_list("department", flat=True))
    for body in Department.objects.of_region(region).filter(name__in=read).exclude(pk__in=bodies | used):
        body.delete()
    for notion in Indicator.objects.filter(name__in=measured, targets=None).exclude(pk__in=notions):
        notion.delete()


def _decided(corrections: Sequence[Correction], kind: str) -> dict[str, Correction]:
    return {correction["name"]: correction for correction in corrections if correction["kind"] == kind}


def _named(
    names: Iterator[tuple[str, str, int]] | Sequence[tuple[str, str, int]],
    known: dict[str, Department] | dict[str, Indicator],
    mapped: dict[str, Department] | dict[str, Indicator],
    functions: dict[str, str],
) -> list[Named]:
    counted: dict[str, list[tuple[str, int]]] = {}
    for key, written, place in names:
        counted.setdefault(key, []).append((written, place))
    found = [
        Named(
            key,
            places[0][0],
            len(places),
            min(place for _, place in places),
            mapped.get(key) or known.get(key),
            key in mapped,
            functions.get(key) or function_of(key) or "",
        )
        for key, places in counted.items()
    ]
    return sorted(found, key=lambda named: (named.known is not None, named.place))
