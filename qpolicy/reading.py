"""Bring a plan's text, duties, targets and goals together for the reading page. A fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import groupby, zip_longest
from typing import cast

from documents.caveats import caveats
from documents.citing import cite, place_of
from documents.imprint import imprint
from documents.models import Plan, Section
from documents.outline.sections import Kind
from documents.reading import Reading, Write, assemble
from documents.scripts import LANGUAGES, Writer
from documents.switch import script_for
from documents.text import Script
from indicators.models import Goal, Target
from indicators.statements import amount
from qpolicy.addresses import address
from qpolicy.remarks import remarks
from qpolicy.shown import Block, Defaults, GoalsOfYear, PlanPage, ShownGoal, ShownTarget
from tasks.duties import Duty, by_role
from tasks.models import DefaultResponsibility, Responsibility, Task


def compose(plan: Plan, *, wanted: str, is_superseded: bool, with_remarks: bool) -> PlanPage:
    """Return all that the reading page shows. The text is converted from what is stored, never from a conversion."""
    script = script_for(plan, wanted)
    write = Writer(cast(Script, plan.script), script)
    sections = list(Section.objects.filter(plan=plan).in_order())
    reading = assemble(sections, write)
    corrected = {section.pk for section in sections if section.is_corrected}
    targets = tuple(_targets(plan, reading, {section.pk: section for section in sections}, write))
    return PlanPage(
        title=write(plan.title),
        language=LANGUAGES[script],
        caveats=caveats(plan.source_name, plan.notes),
        imprint=imprint(plan, wanted=wanted, is_superseded=is_superseded),
        source_length=len(plan.source_text),
        source_sha256=plan.source_sha256 or sha256(plan.source_text.encode()).hexdigest(),
        task_count=sum(section.kind is Kind.TASK for section in reading),
        contents=reading.contents,
        blocks=tuple(_blocks(plan, reading, targets, corrected, write)),
        defaults=_defaults(plan, reading, write),
        goals=tuple(_goals(plan, reading, write)),
        targets=targets,
        notes=tuple(filter(str.strip, plan.notes.splitlines())),
        remarks=tuple(remarks(plan, sections, reading, write)) if with_remarks else (),
    )


def _targets(plan: Plan, reading: Reading, rows: Mapping[int, Section], write: Write) -> Iterator[ShownTarget]:
    for target in Target.objects.of_plan(plan).in_order():
        if target.section_id not in reading:
            continue  # stored a moment after the sections were read
        target.section = rows[target.section_id]
        yield ShownTarget(
            name=write(target.name),
            amount=write(_amount(target)),
            unit=write(target.unit),
            year=target.year,
            attribute=target.get_attribute_display(),
            # A row of a table says no more than the table, to which the place leads.
            quote=write(target.quote) if reading[target.section_id].table is None else "",
            section=reading[target.section_id],
            is_corrected=target.is_corrected,
            as_read=write(_as_read(target)),
            url=address("indicators:indicator-detail", target.indicator_id),
        )


def _as_read(target: Target) -> str:
    """What the source says where the value was corrected by hand: ≥94 %, 2025年; empty where it was not."""
    read, corrected = target.reading, set(target.corrected_fields)
    if read is None or not corrected:
        return ""
    parts = {
        "name": read.name,
        "value": f"{_amount(read) or '未读出数值'} {read.unit}".strip(),
        "year": f"{read.year}年" if read.year else "未注明年份",
        "attribute": read.get_attribute_display() or "未注明性质",
        "quote": f"“{read.quote}”",
    }
    if corrected & {"operator", "upper", "unit", "basis"}:
        corrected.add("value")
    return "，".join(text for name, text in parts.items() if name in corrected)


def _amount(target: Target) -> str:
    """年均 7, ≥98, 约3.5: the unit stands in a column of its own."""
    printed = target.printed_value.removesuffix(target.unit)
    return amount(target.get_basis_display(), printed, target.name)


def _goals(plan: Plan, reading: Reading, write: Write) -> Iterator[GoalsOfYear]:
    # A section may have been stored a moment after the sections were read.
    goals = (goal for goal in Goal.objects.filter(plan=plan).in_order() if goal.section_id in reading)
    for year, of_year in groupby(goals, key=lambda goal: goal.year):
        shown = (ShownGoal(year, write(goal.text), reading[goal.section_id]) for goal in of_year)
        yield GoalsOfYear(year, tuple(shown))


def _blocks(
    plan: Plan, reading: Reading, targets: Sequence[ShownTarget], corrected: set[int], write: Writer
) -> Iterator[Block]:
    title, number = write(plan.title), write(plan.document_number)
    duties = _duties(plan, write)
    tasks = dict(Task.objects.of_plan(plan).values_list("pk", "deadline"))
    beside: defaultdict[int, list[ShownTarget]] = defaultdict(list)
    for target in targets:
        beside[target.section.id].append(target)
    for section, after in zip_longest(reading.sections, reading.sections[1:]):
        yield Block(
            section=section,
            cited=cite(title, number, place_of(section, write.wanted)),
            task_url=address("tasks:task-detail", plan.slug, section.anchor) if section.id in tasks else "",
            report_url=address("site:report", plan.slug, section.anchor),
            duties=duties.get(section.id, ()),
            # A table's values stand in the table itself.
            targets=() if section.table else tuple(beside[section.id]),
            deadline=write(tasks.get(section.id, "")),
            is_corrected=section.id in corrected,
            ends_box=section.is_in_box and not (after and after.is_boxed),
        )


def _duties(plan: Plan, write: Write) -> Mapping[int, tuple[Duty, ...]]:
    parts: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    found = Responsibility.objects.filter(task__section__plan=plan).select_related("department").in_order()
    for part in found:
        parts[part.task_id].append((part.role, write(part.name or part.department.name)))
    return {task: by_role(pairs) for task, pairs in parts.items()}


def _defaults(plan: Plan, reading: Reading, write: Write) -> Defaults | None:
    found = list(DefaultResponsibility.objects.filter(plan=plan).select_related("department"))
    if not found:
        return None
    stated = next((section for part in found if (section := reading.get(part.section_id))), None)
    duties = by_role((part.role, write(part.name or part.department.name)) for part in found)
    return Defaults(duties, stated)
