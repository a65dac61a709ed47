"""What plans want done, and by whom."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from documents.models import Department, Plan, Section, superseded


class Role(models.TextChoices):
    LEAD = "lead", "牵头"
    PARTICIPANT = "participant", "配合"
    RESPONSIBLE = "responsible", "负责"


KNOWN_ROLE = Q(role__in=["lead", "participant", "responsible"])


class TaskQuerySet(models.QuerySet["Task"]):
    def get_by_natural_key(self, plan: str, anchor: str) -> Task:
        return self.get(section__plan__slug=plan, section__anchor=anchor)

    def in_order(self) -> TaskQuerySet:
        return self.order_by("section__plan", "section__position")

    def of_plan(self, plan: Plan) -> TaskQuerySet:
        return self.filter(section__plan=plan)

    def published(self) -> TaskQuerySet:
        return self.filter(section__plan__status=Plan.Status.PUBLISHED)

    def current(self) -> TaskQuerySet:
        """Return what stands in the newest editions of published plans."""
        return self.published().exclude(section__plan__in=superseded())

    def of_department(self, department: Department) -> TaskQuerySet:
        return self.filter(responsibilities__department=department).distinct()


class Task(models.Model):
    """What is more to say of a section that is to be done: a task, a safeguard or a project.

    Its number, title and text are the section's; tasks.kinds keeps this row and the section's kind together.
    """

    section = models.OneToOneField(
        Section, models.CASCADE, verbose_name="章节条", related_name="task", primary_key=True
    )
    deadline = models.CharField("完成时限", max_length=100, blank=True, help_text="照原文，如 2025年底前")
    notes = models.TextField("备注", blank=True)

    objects = TaskQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="任务历史", verbose_name_plural="任务历史")

    class Meta:
        verbose_name = verbose_name_plural = "任务"
        ordering = ["section__plan", "section__position"]

    def __str__(self) -> str:
        return str(self.section)

    def get_absolute_url(self) -> str:
        return self.section.get_absolute_url()

    def natural_key(self) -> tuple[str, str]:
        return self.section.natural_key()

    natural_key.dependencies = ["documents.section"]  # type: ignore[attr-defined]


class ResponsibilityQuerySet(models.QuerySet["Responsibility"]):
    def get_by_natural_key(self, plan: str, anchor: str, position: int) -> Responsibility:
        return self.get(task__section__plan__slug=plan, task__section__anchor=anchor, position=position)

    def in_order(self) -> ResponsibilityQuerySet:
        return self.order_by("task", "position")

    def published(self) -> ResponsibilityQuerySet:
        return self.filter(task__section__plan__status=Plan.Status.PUBLISHED)

    def current(self) -> ResponsibilityQuerySet:
        """Return what stands in the newest editions of published plans."""
        return self.published().exclude(task__section__plan__in=superseded())


class Responsibility(models.Model):
    """A department's part in a task; `name` is how the plan writes it, and `start` to `end` where."""

    task = models.ForeignKey(Task, models.CASCADE, verbose_name="任务", related_name="responsibilities")
    position = models.IntegerField("次序", default=1)
    department = models.ForeignKey(Department, models.PROTECT, verbose_name="部门", related_name="responsibilities")
    role = models.CharField("角色", max_length=12, choices=Role, default=Role.RESPONSIBLE)
    name = models.CharField("文中写法", max_length=200, blank=True)
    start = models.PositiveIntegerField("原文起点", null=True, blank=True, editable=False)
    end = models.PositiveIntegerField("原文终点", null=True, blank=True, editable=False)

    objects = ResponsibilityQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="责任分工历史", verbose_name_plural="责任分工历史")

    class Meta:
        verbose_name = verbose_name_plural = "责任分工"
        ordering = ["task", "position"]
        constraints = [
            models.UniqueConstraint(fields=["task", "position"], name="responsibility_position_is_unique_in_task"),
            models.UniqueConstraint(
                fields=["task", "department", "role"],
                name="responsibility_is_stated_once",
                violation_error_message="该部门在本任务中已有同样的责任分工。",
            ),
            models.CheckConstraint(condition=KNOWN_ROLE, name="responsibility_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.name or self.department}（{self.get_role_display()}）"

    def natural_key(self) -> tuple[str, str, int]:
        return (*self.task.natural_key(), self.position)

    natural_key.dependencies = ["tasks.task", "documents.department"]  # type: ignore[attr-defined]


class DefaultResponsibilityQuerySet(models.QuerySet["DefaultResponsibility"]):
    def get_by_natural_key(self, plan: str, position: int) -> DefaultResponsibility:
        return self.get(plan__slug=plan, position=position)

    def published(self) -> DefaultResponsibilityQuerySet:
        return self.filter(plan__status=Plan.Status.PUBLISHED)

    def current(self) -> DefaultResponsibilityQuerySet:
        """Return what stands in the newest editions of published plans."""
        return self.published().exclude(plan__in=superseded())


class DefaultResponsibility(models.Model):
    """A department that has a part in every task of a plan (以下工作均需…落实,不再列出).

    Applied when read, never copied to the tasks; `section` is the one that states the rule.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name="规划", related_name="default_responsibilities")
    position = models.IntegerField("次序", default=1)
    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name="部门", related_name="default_responsibilities"
    )
    role = models.CharField("角色", max_length=12, choices=Role, default=Role.RESPONSIBLE)
    name = models.CharField("文中写法", max_length=200, blank=True)
    section = models.ForeignKey(
        Section,
        models.SET_NULL,
        verbose_name="所在章节条",
        related_name="default_responsibilities",
        null=True,
        blank=True,
    )
    start = models.PositiveIntegerField("原文起点", null=True, blank=True, editable=False)
    end = models.PositiveIntegerField("原文终点", null=True, blank=True, editable=False)

    objects = DefaultResponsibilityQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="通用分工历史", verbose_name_plural="通用分工历史")

    class Meta:
        verbose_name = verbose_name_plural = "通用分工"
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="default_responsibility_position_is_unique"),
            models.UniqueConstraint(
                fields=["plan", "department", "role"],
                name="default_responsibility_is_stated_once",
                violation_error_message="该部门在本规划中已有同样的通用分工。",
            ),
            models.CheckConstraint(condition=KNOWN_ROLE, name="default_responsibility_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.name or self.department}（{self.get_role_display()}）"

    def natural_key(self) -> tuple[str, int]:
        return (*self.plan.natural_key(), self.position)

    natural_key.dependencies = ["documents.plan", "documents.section", "documents.department"]  # type: ignore[attr-defined]


def take_along(collector: Any, field: Any, rows: Any, using: str) -> None:
    """Delete what was computed of a row with it, unseen: thousands of pairs are not loaded, nor listed for confirmation."""
    collector.fast_deletes.append(rows)


take_along.lazy_sub_objs = True  # type: ignore[attr-defined]


class AlignmentQuerySet(models.QuerySet["Alignment"]):
    def among(self, tasks: Collection[int]) -> AlignmentQuerySet:
        """Keep the pairs of which both tasks are among these, such as those of two plans."""
        return self.filter(task__in=tasks, counterpart__in=tasks)

    def touching(self, tasks: Collection[int]) -> AlignmentQuerySet:
        """Keep the pairs of which at least one task is among these."""
        return self.filter(Q(task__in=tasks) | Q(counterpart__in=tasks))

    def judged(self) -> AlignmentQuerySet:
        return self.exclude(judgement=Alignment.Judgement.UNJUDGED)

    def unjudged(self) -> AlignmentQuerySet:
        return self.filter(judgement=Alignment.Judgement.UNJUDGED)


class Alignment(models.Model):
    """Two tasks of two plans of which one is the nearest of the other, or of which an editor has judged that.

    Kept by tasks.aligning, once for each pair: `task` is the one with the smaller key. A judgement stays when the
    pair is computed anew, and as long as both tasks are there.
    """

    class Judgement(models.TextChoices):
        UNJUDGED = "unjudged", "未核对"
        CONFIRMED = "confirmed", "已确认"
        REJECTED = "rejected", "已否定"

    task = models.ForeignKey(Task, take_along, verbose_name="任务", related_name="+", db_index=False)
    counterpart = models.ForeignKey(Task, take_along, verbose_name="对应任务", related_name="+")
    score = models.FloatField("相近程度", default=0.0, help_text="0 到 1，由文字算出")
    is_nearest_of_task = models.BooleanField("是任务的最相近者", default=False)
    is_nearest_of_counterpart = models.BooleanField("任务是它的最相近者", default=False)
    judgement = models.CharField("核对", max_length=9, choices=Judgement, default=Judgement.UNJUDGED)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="核对人", related_name="+", null=True, blank=True
    )
    judged_at = models.DateTimeField("核对时间", null=True, blank=True)

    objects = AlignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任务对应"
        ordering = ["task", "-score", "counterpart"]
        constraints = [
            models.UniqueConstraint(fields=["task", "counterpart"], name="alignment_is_stored_once"),
            models.CheckConstraint(
                condition=Q(task__lt=F("counterpart")), name="alignment_names_the_smaller_key_first"
            ),
            models.CheckConstraint(
                condition=Q(judgement__in=["unjudged", "confirmed", "rejected"]), name="alignment_judgement_is_known"
            ),
            models.CheckConstraint(
                condition=Q(judgement="unjudged") | Q(judged_at__isnull=False), name="alignment_judgement_is_dated"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} ↔ {self.counterpart}"

    @property
    def is_confirmed(self) -> bool:
        return self.judgement == Alignment.Judgement.CONFIRMED

    @property
    def is_rejected(self) -> bool:
        return self.judgement == Alignment.Judgement.REJECTED

    @property
    def is_standing(self) -> bool:
        """Tell whether the tasks stand beside each other where their plans are compared."""
        return not self.is_rejected and (self.is_nearest_of_task or self.is_nearest_of_counterpart)

    @property
    def judged(self) -> str:
        """Who has judged, and when; empty where nobody has. A query where `judged_by` is not loaded."""
        if self.judged_at is None:
            return ""
        who = (self.judged_by.get_full_name() or self.judged_by.get_username()) if self.judged_by else "已删除的账号"
        return f"{who} {timezone.localtime(self.judged_at):%Y-%m-%d}"

    @property
    def version(self) -> str:
        """What changes with each judgement, so that nobody overrules one unseen."""
        return f"{self.judgement} {self.judged_at.isoformat() if self.judged_at else ''}".strip()


class AlignedPlan(models.Model):
    """What a plan said when its tasks were last aligned with those of all others; plans that are not current have none."""

    plan = models.OneToOneField(Plan, take_along, verbose_name="规划", related_name="aligned", primary_key=True)
    lock_version = models.PositiveIntegerField("修改次数")
    fingerprint = models.CharField("内容标记", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "已对应的规划"

    def __str__(self) -> str:
        return str(self.plan)
