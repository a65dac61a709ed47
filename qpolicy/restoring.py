"""Take back an exported plan: into an empty knowledge base, or over the same plan, which becomes what the file says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction
from simple_history.utils import bulk_create_with_history

from documents.models import Department, Plan, Section
from documents.quoting import quoted
from documents.store import lock_plans
from documents.store.entries import Counts
from qpolicy.collisions import Advice, explained
from qpolicy.importing import Refused
from qpolicy.parts import (
    ANCHOR,
    BODY,
    CATALOGUES,
    DEFAULTS,
    DEPARTMENTS,
    GOALS,
    INDICATORS,
    NAME,
    PLAN,
    RESPONSIBILITIES,
    SECTIONS,
    SLUG,
    TARGETS,
    TASKS,
    Part,
    record_of,
)
from qpolicy.storing import Stored, Then
from qpolicy.unpacking import Unpacked, unpack
from tasks.aligning import align_soon

CALLED = {"sections": "章节条", "goals": "目标", "targets": "指标值", "tasks": "任务", "responsibilities": "分工"}
CALLED |= {"default_responsibilities": "通用分工", "departments": "部门", "indicators": "指标"}
NOT_LINKED = "missing-plan"
ADVICE = Advice("", "请先核对文件中的 slug。")

OTHER = "知识库中已有{title}（{slug}），内容与文件不同。没有存入任何内容。如要把它恢复成文件中的样子，请加 --replace。"
UNKNOWN = "文件的 {place} 有误：知识库的目录中没有 {key}。请先在目录中补上。没有存入任何内容。"
MISSING_PLAN = "知识库中没有 {slug}，与它的联系（{name}）没有建立。导入它之后，请再导入一次本文件。"

Rows = dict[Any, Any]
MOST_BYTES = 8 * 1024 * 1024  # twenty times the longest plan there is
FAR = 10_000_000  # more than any section's position


def restore(content: bytes, *, replaces: bool = False, is_published: bool = False, then: Then | None = None) -> Stored:
    """Store the file's plan, whole or not at all. Raises Refused. What is done `then` is done in the same transaction."""
    file = unpack(content, most_bytes=MOST_BYTES)
    if is_published:
        file.plan["status"] = Plan.Status.PUBLISHED
    try:
        with transaction.atomic():
            stored = _Restoration(file, replaces=replaces).run()
            if then:
                then(stored)
            align_soon()
            return stored
    except (IntegrityError, DataError) as error:
        raise Refused(explained(error, title=file.plan["title"], advice=ADVICE)) from error


class _Restoration:
    """One file on its way into the knowledge base."""

    def __init__(self, file: Unpacked, *, replaces: bool) -> None:
        self.file = file
        self.replaces = replaces
        self.counts: dict[str, Counts] = {}
        self.warnings: list[dict[str, Any]] = []
        self.rows: dict[str, Rows] = {SLUG: {}, ANCHOR: {}, NAME: {}, BODY: {}, "task": {}}

    def run(self) -> Stored:
        stored = Plan.objects.filter(slug=self.file.plan["slug"])
        lock_plans(stored.values_list("pk", flat=True))
        plan = stored.first()
        self._find_catalogues()
        if plan is None:
            plan = self._new_plan()
        else:
            self._change_plan(plan)
        self._keep_catalogue(INDICATORS, NAME)
        self._keep_catalogue(DEPARTMENTS, BODY)
        self._keep_sections(plan)
        self._keep_tasks(plan)
        for part in (GOALS, TARGETS, RESPONSIBILITIES, DEFAULTS):
            self._keep_list(part, plan)
        is_changed = any(self.counts.values())
        if is_changed and not self.replaces and "规划" not in self._created:
            raise Refused(OTHER.format(title=quoted(plan.title), slug=plan.slug))
        if is_changed and "规划" not in self._created:
            Plan.objects.filter(pk=plan.pk).mark_edited()
            plan.refresh_from_db(fields=["lock_version"])
        return Stored(plan, self.counts, self.warnings)

    @property
    def _created(self) -> list[str]:
        return [name for name, counts in self.counts.items() if name == "规划" and counts.created]

    def _find_catalogues(self) -> None:
        for name, model in CATALOGUES.items():
            self.rows[name] = {row.slug: row for row in model._default_manager.all()}  # type: ignore[attr-defined]

    # The plan

    def _new_plan(self) -> Plan:
        plan = Plan(**self._values(PLAN, self.file.plan, "plan"))
        self._check(plan, "plan")
        plan.save()
        plan.based_on.set(self._based_on())
        self.counts["规划"] = Counts(created=1)
        return plan

    def _change_plan(self, plan: Plan) -> None:
        """The number of edits is this knowledge base's own once it has the plan."""
        wanted = {**self.file.plan, "lock_version": plan.lock_version}
        based_on = self._based_on()
        is_changed = self._set(PLAN, plan, wanted, "plan")
        is_linked = {row.pk for row in based_on} != set(plan.based_on.values_list("pk", flat=True))
        if is_changed:
            self._check(plan, "plan")
            plan.save()
        if is_linked:
            plan.based_on.set(based_on)
        self.counts["规划"] = Counts(changed=int(is_changed or is_linked))

    def _based_on(self) -> list[Plan]:
        return [plan for slug in self.file.based_on if (plan := self._plan(slug, "based_on"))]

    def _plan(self, slug: str | None, name: str) -> Plan | None:
        plan = Plan.objects.filter(slug=slug).first() if slug else None
        if slug and plan is None:
            label = {"based_on": "上位文件", "replaces": "替代"}[name]
            message = MISSING_PLAN.format(slug=slug, name=label)
            self.warnings.append({"code": NOT_LINKED, "message": message, "start": 0, "end": 0})
        return plan

    # Its lists

    def _keep_catalogue(self, part: Part, link: str) -> None:
        """What is there already stays as it is: it is looked after here, and shared with other plans."""
        known = {self._key_of(row): row for row in part.model._default_manager.all()}
        records = self.file.lists[part.name]
        new = [
            part.model(**self._values(part, record, f"{part.name} 第 {at} 条"))
            for at, record in enumerate(records, start=1)
            if self._key(part, record) not in known
        ]
        bulk_create_with_history(new, part.model)
        known |= {self._key_of(row): row for row in new}
        self.rows[link] = {self._key(part, record): known[self._key(part, record)] for record in records}
        self.counts[CALLED[part.name]] = Counts(created=len(new))

    @staticmethod
    def _key(part: Part, record: dict[str, Any]) -> Any:
        return record["name"] if part is INDICATORS else (record["region"], record["name"])

    @staticmethod
    def _key_of(row: Any) -> Any:
        if isinstance(row, Department):
            return (row.region.slug if row.region else None, row.name)
        return row.name

    def _keep_sections(self, plan: Plan) -> None:
        """Parents come before what stands below them; positions are given anew where any has changed."""
        stored = {row.anchor: row for row in SECTIONS.rows(plan)}
        records = self.file.lists["sections"]
        wanted = {record["anchor"] for record in records}
        counts = Counts(removed=len(stored.keys() - wanted))
        for row in reversed([row for anchor, row in stored.items() if anchor not in wanted]):
            Section.objects.filter(parent=row).update(parent=None)  # set again below, where it stays
            row.delete()
        kept = {anchor: row for anchor, row in stored.items() if anchor in wanted}
        self.rows[ANCHOR] = dict(kept)
        if any(kept[each["anchor"]].position != each["position"] for each in records if each["anchor"] in kept):
            self._make_room(plan, kept.values())
        for at, record in enumerate(records, start=1):
            if record["anchor"] not in kept:
                self._add_section(plan, record)
                counts.created += 1
                continue
            row = kept[record["anchor"]]
            if self._set(SECTIONS, row, record, f"sections 第 {at} 条"):
                row.save()
                counts.changed += 1
        self.counts[CALLED["sections"]] = counts

    @staticmethod
    def _make_room(plan: Plan, rows: Iterable[Section]) -> None:
        """Move all sections behind every position there was or will be, so that none is taken twice."""
        plan.sections.update(position=models.F("position") + FAR)
        for row in rows:
            row.position += FAR

    def _add_section(self, plan: Plan, record: dict[str, Any]) -> None:
        row = Section(plan=plan, **self._values(SECTIONS, record, f"sections 的 {record['anchor']}"))
        row.save()
        self.rows[ANCHOR][row.anchor] = row

    def _keep_tasks(self, plan: Plan) -> None:
        stored = {row.section.anchor: row for row in TASKS.rows(plan)}
        records = {record["section"]: record for record in self.file.lists["tasks"]}
        counts = Counts(removed=len(stored.keys() - records.keys()))
        for anchor in stored.keys() - records.keys():
            stored.pop(anchor).delete()
        new = [
            TASKS.model(**self._values(TASKS, record, "tasks")) for key, record in records.items() if key not in stored
        ]
        bulk_create_with_history(new, TASKS.model)
        for anchor, row in stored.items():
            if self._set(TASKS, row, records[anchor], "tasks"):
                row.save()
                counts.changed += 1
        counts.created = len(new)
        self.rows["task"] = {row.section.anchor: row for row in (*stored.values(), *new)}
        self.counts[CALLED["tasks"]] = counts

    def _keep_list(self, part: Part, plan: Plan) -> None:
        """Rows that say something else are made anew: two of them may have changed places."""
        stored = {_frozen(record_of(part, row)): row for row in part.rows(plan)}
        records = {_frozen(_written(part, record)): record for record in self.file.lists[part.name]}
        gone = [row for key, row in stored.items() if key not in records]
        for row in gone:
            row.delete()
        has_plan = any(each.name == "plan" for each in part.model._meta.concrete_fields)
        owner = {"plan": plan} if has_plan else {}
        new = []
        for at, (key, record) in enumerate(records.items(), start=1):
            if key not in stored:
                place = f"{part.name} 第 {at} 条"
                new.append(part.model(**owner, **self._values(part, record, place)))
                self._check(new[-1], place)
        bulk_create_with_history(new, part.model)
        self.counts[CALLED[part.name]] = Counts(created=len(new), removed=len(gone))

    # Values

    def _set(self, part: Part, row: Any, record: dict[str, Any], place: str) -> bool:
        """Set what differs, and tell whether anything does."""
        values = self._values(part, record, place)
        changed = [name for name, value in values.items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, values[name])
        return bool(changed)

    def _values(self, part: Part, record: dict[str, Any], place: str) -> dict[str, Any]:
        return {
            name: self._row(part.links[name], name, value, place) if name in part.links else value
            for name, value in record.items()
        }

    def _row(self, link: str, name: str, key: Any, place: str) -> Any:
        if key is None:
            return None
        if name == "replaces":
            return self._plan(key, name)
        rows = self.rows[name] if name in CATALOGUES or name == "task" else self.rows[link]
        if key not in rows:
            raise Refused(UNKNOWN.format(place=f"{place} 的 {name}", key=key))
        return rows[key]

    @staticmethod
    def _check(row: models.Model, place: str) -> None:
        """Let the constraints of one row speak in their own words, before the database does in its."""
        for constraint in row._meta.constraints:
            if isinstance(constraint, models.CheckConstraint):
                try:
                    constraint.validate(type(row), row)
                except ValidationError as error:
                    trouble = "；".join(error.messages).rstrip("。")
                    raise Refused(f"文件的 {place} 有误：{trouble}。没有存入任何内容。") from error


def _written(part: Part, record: dict[str, Any]) -> dict[str, Any]:
    """Return a record as it would be written."""
    row = part.model(**{name: value for name, value in record.items() if name not in part.links})
    written = {}
    for each in part.fields:
        value = record[each.name]
        is_plain = each.name in part.links or value is None or isinstance(value, (str, int, bool, list, dict))
        written[each.name] = value if is_plain else each.value_to_string(row)
    return written


def _frozen(value: Any) -> Any:
    """Return something that can be a key, and is equal where the value says the same."""
    if isinstance(value, dict):
        return tuple(sorted((name, _frozen(part)) for name, part in value.items()))
    return tuple(map(_frozen, value)) if isinstance(value, (list, tuple)) else value
