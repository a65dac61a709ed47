"""What readers say is wrong (纠错)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from documents.headings import heading
from documents.models.plans import Plan
from documents.models.sections import Section


class ErrorReportQuerySet(models.QuerySet["ErrorReport"]):
    def open(self) -> ErrorReportQuerySet:
        """Return those that nobody has decided on."""
        return self.filter(status=ErrorReport.Status.OPEN)


class ErrorReport(models.Model):
    """A reader's report of an error in a section; it says nothing of the reader.

    `quote` is the section as the reader saw it, for the section may be corrected, or go, before anybody looks.
    """

    class Status(models.TextChoices):
        OPEN = "open", "待处理"
        ACCEPTED = "accepted", "已采纳"
        REJECTED = "rejected", "未采纳"

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name="规划", related_name="error_reports", editable=False)
    section = models.ForeignKey(
        Section, models.SET_NULL, verbose_name="章节条", related_name="error_reports", null=True, blank=True
    )
    quote = models.TextField("当时的文字", blank=True, editable=False)
    text = models.TextField("问题")
    status = models.CharField("状态", max_length=8, choices=Status, default=Status.OPEN)
    note = models.TextField("处理说明", blank=True)
    created_at = models.DateTimeField("提交时间", default=timezone.now, editable=False)

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "纠错"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="error_report_says_something"),
            models.CheckConstraint(
                condition=Q(status__in=["open", "accepted", "rejected"]), name="error_report_status_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text[:30]}…" if len(self.text) > 30 else self.text

    def save(self, *args: object, **options: object) -> None:
        """Remember the section as it stands when the report is made."""
        if self._state.adding and self.section:
            self.plan = self.section.plan
            self.quote = self.quote or words_of(self.section)
        super().save(*args, **options)  # type: ignore[arg-type]

    def clean(self) -> None:
        if self._state.adding and self.section is None:
            raise ValidationError({"section": "请选择有错误的章节条。"})


def words_of(section: Section) -> str:
    """Return number, title and text as one piece, as published."""
    return "\n".join(filter(None, (heading(section.number, section.title), section.text)))
