"""What an edited ledger would change: line by line against what is stored, with every line that cannot be brought back."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from documents.admin.publishing import ONLY_BY_DRAFT, is_barred
from documents.models import Department, Plan
from documents.store.departments import LONGEST_NAME, key_of
from indicators.models import Target
from qpolicy.bringing.changes import TO_BE_MADE, Change, Holder, PartChange, TargetChange
from qpolicy.bringing.wording import JOINTS, NotUnderstood, Stated, lines_of, names_in, paired, same, target_in
from qpolicy.bringing.workbook import Line
from qpolicy.exports import columns
from qpolicy.exports.cells import said as printed
from tasks.ledger import RULE_ANCHOR, stated
from tasks.models import DefaultResponsibility, Responsibility, Task
from tasks.store import LONGEST_DEADLINE

ROLES = [column.key for column in columns.ROLES]
DEADLINE, TARGETS = columns.DEADLINE.key, columns.TARGETS.key
MOST_TARGETS = 50
NO_RIGHT = "您没有权限作这一行的改动（如增加、修改或删除责任分工、指标值），请联系管理员。"
COMPUTED = "这一行的部门、时限、指标值或标识中有公式或错误值，请改为文字（复制后选择性粘贴为数值）再带回。"
Identity = tuple[str, int | str]  # a role, and the key of a department or what a new one is called


@dataclass(slots=True)
class Comparison:
    """`refused` are the lines that cannot be brought back, with the reason; `strangers` have no key, so are new lines."""

    changes: list[Change] = field(default_factory=list)
    refused: list[tuple[Line, str]] = field(default_factory=list)
    strangers: list[int] = field(default_factory=list)
    unchanged: int = 0

    @property
    def number(self) -> int:
        return sum(len(list(change.words)) for change in self.changes)

    @property
    def digest(self) -> str:
        """Tell one comparison from another: what is confirmed must be what was seen.

        Whether a department is in the catalogue or has to be made does not count: another may make it first.
        """
        said = repr(
            [(change.line.key, [words.removesuffix(TO_BE_MADE) for words in change.words]) for change in self.changes]
        )
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]


class Refused(ValueError):  # noqa: N818  it says why
    """The line cannot be brought back."""


def compare(lines: Sequence[Line], user: Any) -> Comparison:
    """Compare the lines with what is stored now. The number of queries does not depend on how many there are."""
    found = Comparison(strangers=[line.number for line in lines if line.is_stranger])
    keyed = [line for line in lines if line.key or line.is_computed]
    stored = _Stored(keyed)
    twice = {key for key, number in Counter(line.key for line in keyed).items() if number > 1}
    continued = {before.number for before, line in pairwise(lines) if line.is_continued and any(line.cells.values())}
    for line in keyed:
        try:
            if line.is_computed:
                raise Refused(COMPUTED)
            if line.key in twice:
                raise Refused("这一行的标识在表中出现不止一次，无法判断以哪一行为准。")
            if line.number in continued:
                raise Refused("内容太长，分成了几行，请在后台的任务页修改。")
            change = stored.change(line, user)
        except (Refused, NotUnderstood) as error:
            found.refused.append((line, str(error)))
            continue
        if change:
            found.changes.append(change)
        else:
            found.unchanged += 1
    return found


class _Stored:
    """What is stored of the lines' tasks and plans."""

    def __init__(self, lines: Iterable[Line]) -> None:
        anchors: defaultdict[str, set[str]] = defaultdict(set)
        for line in lines:
            slug, _, anchor = line.key.partition("#")
            anchors[slug].add(anchor)
        plans = Plan.objects.without_source().select_related("region").filter(slug__in=anchors)
        self.plans = {plan.slug: plan for plan in plans}
        keys = [plan.pk for plan in self.plans.values()]
        tasks = Task.objects.filter(section__plan__in=keys).select_related("section__plan")
        self.tasks = {
            (task.section.plan.slug, task.section.anchor): task
            for task in tasks.defer("section__plan__source_text")
            if task.section.anchor in anchors[task.section.plan.slug]
        }
        parts = Responsibility.objects.filter(task__section__plan__in=keys).select_related("department")
        rules = DefaultResponsibility.objects.filter(plan__in=keys).select_related("department")
        self.parts: defaultdict[int, list[Holder]] = defaultdict(list)
        self.rules: defaultdict[int, list[Holder]] = defaultdict(list)
        for part in parts.order_by("task", "position"):
            self.parts[part.task_id].append(part)
        for rule in rules.order_by("plan", "position"):
            self.rules[rule.plan_id].append(rule)
        self.targets: defaultdict[int, list[Target]] = defaultdict(list)
        targets = Target.objects.filter(section__plan__in=keys).select_related("indicator")
        for target in targets.order_by("section", "position"):
            self.targets[target.section_id].append(target)
        self.bodies: defaultdict[int | None, dict[str, Department]] = defaultdict(dict)
        for body in Department.objects.filter(region__in={plan.region_id for plan in self.plans.values()}):
            self._know(body)
        for body in Department.objects.filter(region=None):
            self._know(body)

    def _know(self, body: Department) -> None:
        for name in (body.name, *body.aliases):
            self.bodies[body.region_id].setdefault(key_of(name), body)

    def change(self, line: Line, user: Any) -> Change:
        """Return what the line changes. Raises Refused or NotUnderstood."""
        slug, _, anchor = line.key.partition("#")
        plan = self.plans.get(slug)
        if plan is None:
            raise Refused(f"没有网址标识为“{slug[:50]}”的规划，可能已经删除。")
        if anchor == RULE_ANCHOR:
            change = Change(line, plan, None, parts=self._parts(line, plan, self.rules[plan.pk]))
        else:
            change = self._of_task(line, plan, self.tasks.get((slug, anchor)))
        if change and is_barred(user, plan.pk):
            raise Refused(ONLY_BY_DRAFT)
        if not all(map(user.has_perm, change.rights)):
            raise Refused(NO_RIGHT)
        return change

    def _of_task(self, line: Line, plan: Plan, task: Task | None) -> Change:
        if task is None:
            raise Refused("规划中没有这一项任务，可能已经删除，或已不是任务。")
        parts = self._parts(line, plan, self.parts[task.pk])
        deadline = _deadline(line, task)
        return Change(line, plan, task.section, parts, deadline, tuple(_targets(line, self.targets[task.pk])))

    def _parts(self, line: Line, plan: Plan, holders: Sequence[Holder]) -> tuple[PartChange, ...]:
        """Return which departments come, go, or get another role; only cells that were edited are compared."""
        told = [role for role in ROLES if role in line.cells and not _is_unedited(line.cells[role], role, holders)]
        stored: dict[Identity, Holder] = {(row.role, row.department_id): row for row in holders if row.role in told}
        written: dict[Identity, str] = {}
        for role in told:
            for name in names_in(line.cells[role], _names(holders, self.bodies[plan.region_id])):
                _check_name(name)
                written.setdefault((role, self._identity(name, role, plan, holders)), name)
        gone = {key: row for key, row in stored.items() if key not in written}
        return tuple(_part_changes(written, stored, gone))

    def _identity(self, name: str, role: str, plan: Plan, holders: Sequence[Holder]) -> int | str:
        """Return the key of the department that is meant: one of the task's own first, of those one in the role."""
        key = key_of(name)
        near = sorted(holders, key=lambda row: row.role != role)
        own = next((row.department_id for row in near if key in (key_of(row.name), key_of(row.department.name))), None)
        body = self.bodies[plan.region_id].get(key)
        return own or (body.pk if body else key)


def _names(holders: Sequence[Holder], bodies: Mapping[str, Department]) -> list[str]:
    """Return the names in which a 、 or a comma divides nothing."""
    named = (name for row in holders for name in (row.name, row.department.name))
    return [name for name in (*named, *bodies) if JOINTS.search(name)]


def _is_unedited(cell: str, role: str, holders: Sequence[Holder]) -> bool:
    """Tell whether the cell says what the ledger says there, whatever signs its names hold."""
    names = dict.fromkeys(row.name or row.department.name for row in holders if row.role == role)
    return same(cell, printed(tuple(names)))


def _check_name(name: str) -> None:
    """A number or a sign, as is left where a cell was dragged, names no department."""
    if not key_of(name):
        raise Refused("部门名称没有文字，只有看不见的字符。")
    if len(name) > LONGEST_NAME:
        raise Refused(f"部门名称“{name[:20]}……”太长，最多 {LONGEST_NAME} 字。")
    if not any(map(str.isalpha, name)):
        raise Refused(f"“{name}”不是部门名称。")


def _part_changes(
    written: Mapping[Identity, str], stored: Mapping[Identity, Holder], gone: dict[Identity, Holder]
) -> Iterator[PartChange]:
    for (role, body), name in written.items():
        if (role, body) in stored:
            continue
        was = next((key for key in gone if key[1] == body), None)
        row = gone.pop(was) if was else None
        yield PartChange(name, role, was[0] if was else "", body if isinstance(body, int) else None, row)
    for (role, _), row in gone.items():
        yield PartChange(row.name or row.department.name, "", role, row.department_id, row)


def _deadline(line: Line, task: Task) -> tuple[str, str] | None:
    written = line.cells.get(DEADLINE)
    if written is None or same(written, task.deadline):
        return None
    if len(written) > LONGEST_DEADLINE:
        raise Refused(f"完成时限太长，最多 {LONGEST_DEADLINE} 字。")
    return task.deadline, written


def _targets(line: Line, targets: Sequence[Target]) -> Iterator[TargetChange]:
    if TARGETS not in line.cells or same(line.cells[TARGETS], "\n".join(map(stated, targets))):
        return
    lines = lines_of(line.cells[TARGETS])
    if len(lines) > MOST_TARGETS:
        raise Refused(f"一项任务最多 {MOST_TARGETS} 个指标值。")
    changed, new, left = paired(lines, targets)
    for text, target in changed:
        said = target_in(text, target)
        if _differs(said, target):
            yield TargetChange(target, said.values, text)
    yield from (TargetChange(None, target_in(text).values, text) for text in new)
    yield from (TargetChange(target, None, "") for target in left)


def _differs(said: Stated, target: Target) -> bool:
    return any(getattr(target, name) != value for name, value in said.values.items())
