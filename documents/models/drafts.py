"""Plans that are being entered: nothing of a draft is in the knowledge base before it is published."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from documents.models.plans import Plan

MOST_LOGGED = 300  # entries of the log


class DraftQuerySet(models.QuerySet["Draft"]):
    def open(self) -> DraftQuerySet:
        """Return those that are still worked on."""
        return self.filter(state__in=Draft.OPEN)

    def of_text(self, digest: str) -> Draft | None:
        """Return the open draft of the very text; the database lets there be one at most."""
        return self.open().filter(source_sha256=digest).select_related("owner", "plan").first()


class Draft(models.Model):
    """The text of a plan, what its form says, and what was corrected in its reading (qpolicy.corrections).

    `plan` is the one that an update changes or that a new edition replaces, and after publishing what was stored;
    `is_another` tells that the editor takes the text for none of the plans that it resembles;
    `base_lock_version` tells which state of it the editor began with. `log` tells who did what; `contributors` are the
    keys of the accounts that entered it, changed it or submitted it.
    """

    class State(models.TextChoices):
        EDITING = "editing", "录入中"
        SUBMITTED = "submitted", "待审核"
        RETURNED = "returned", "已退回"
        PUBLISHED = "published", "已发布"
        DISCARDED = "discarded", "已放弃"

    class Manner(models.TextChoices):
        NEW = "new", "新规划"
        UPDATE = "update", "更新已有规划"
        EDITION = "edition", "已有规划的新版本"

    OPEN = (State.EDITING, State.SUBMITTED, State.RETURNED)
    EDITABLE = (State.EDITING, State.RETURNED)

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="录入人", related_name="drafts", null=True
    )
    plan = models.ForeignKey(
        Plan, models.SET_NULL, verbose_name="对应规划", related_name="drafts", null=True, blank=True
    )
    manner = models.CharField("方式", max_length=10, choices=Manner, default=Manner.NEW)
    base_lock_version = models.PositiveIntegerField("开始时的修改次数", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.EDITING)
    title = models.CharField("标题", max_length=300, blank=True)
    source_text = models.TextField("原文")
    source_name = models.CharField("来源文件", max_length=200, blank=True)
    source_url = models.CharField("来源网址", max_length=500, blank=True)
    source_sha256 = models.CharField("原文校验值", max_length=64, db_index=True)
    notes = models.JSONField("读取说明", default=list, blank=True)
    metadata = models.JSONField("发文信息", default=dict, blank=True)
    corrections = models.JSONField("校订", default=list, blank=True)
    resembling = models.JSONField("相近的规划", default=list, blank=True)
    is_another = models.BooleanField("是另一份规划", default=False)
    remark = models.TextField("审核意见", blank=True)
    as_returned = models.JSONField("退回时的内容", null=True, blank=True, editable=False)
    contributors = models.JSONField("录入、改动或提交过的人", default=list, blank=True)
    log = models.JSONField("经过", default=list, blank=True)
    lock_version = models.PositiveIntegerField("修改次数", default=0)
    created_at = models.DateTimeField("开始时间", default=timezone.now)
    updated_at = models.DateTimeField("更新时间", default=timezone.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "草稿"
        ordering = ["-updated_at", "-pk"]
        default_permissions = ("view", "add", "change")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["editing", "submitted", "returned", "published", "discarded"]),
                name="draft_state_is_known",
            ),
            models.CheckConstraint(condition=Q(manner__in=["new", "update", "edition"]), name="draft_manner_is_known"),
            models.UniqueConstraint(
                fields=["source_sha256"],
                condition=Q(state__in=["editing", "submitted", "returned"]),
                name="draft_of_a_text_is_open_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.source_name or "没有标题的草稿"

    @property
    def updated(self) -> Plan | None:
        """Return the plan that publishing will change; None where it will make another."""
        return self.plan if self.manner == Draft.Manner.UPDATE else None

    @property
    def is_editable(self) -> bool:
        return self.state in Draft.EDITABLE

    @property
    def is_open(self) -> bool:
        return self.state in Draft.OPEN

    def take_part(self, by: Any) -> None:
        """Remember that what is published is this person's doing too. The caller saves."""
        if by.pk not in self.contributors:
            self.contributors = [*self.contributors, by.pk]

    def note(self, who: str, what: str) -> None:
        """Count one more change and remember it. The caller saves."""
        now = timezone.now()
        self.lock_version += 1
        self.updated_at = now
        entry = {"version": self.lock_version, "at": now.isoformat(), "who": who, "what": what}
        self.log = [*self.log, entry][-MOST_LOGGED:]

    def told_since(self, version: int) -> list[str]:
        """Return a sentence for each change since the draft was at this version."""
        return [_sentence(entry) for entry in self.log if entry["version"] > version]

    @property
    def history(self) -> list[str]:
        return [_sentence(entry) for entry in reversed(self.log)]


def _sentence(entry: dict[str, Any]) -> str:
    at = timezone.localtime(datetime.datetime.fromisoformat(entry["at"]))
    return f"{entry['who']}（{at:%m-%d %H:%M}）{entry['what']}"
