"""The plans, and the words in which they are asked for."""

from __future__ import annotations

from typing import Any

from django.core.validators import URLValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from documents.models.catalogue import Region

LINKS = ("based_on", "basis_of", "replaced_by")  # of a plan, kept in no column of its own


class PlanQuerySet(models.QuerySet["Plan"]):
    def get_by_natural_key(self, slug: str) -> Plan:
        return self.get(slug=slug)

    def published(self) -> PlanQuerySet:
        """Return what the public may read."""
        return self.filter(status=Plan.Status.PUBLISHED)

    def current(self) -> PlanQuerySet:
        """Return of what is published the newest editions: what lists and counts are of."""
        return self.published().exclude(pk__in=superseded())

    def superseded(self) -> PlanQuerySet:
        """Return of what is published the plans that another published one replaces."""
        return self.published().filter(pk__in=superseded())

    def in_force(self) -> PlanQuerySet:
        return self.filter(validity=Plan.Validity.IN_FORCE)

    def of_level(self, level: str) -> PlanQuerySet:
        """Return the plans of national, province, city or district level."""
        return self.filter(region__level=level)

    def of_region(self, region: Region) -> PlanQuerySet:
        return self.filter(region=region)

    def of_year(self, year: int) -> PlanQuerySet:
        """Return the plans whose period covers the year."""
        return self.filter(period_start__lte=year, period_end__gte=year)

    def without_source(self) -> PlanQuerySet:
        """Leave out what only the reading page and the download need: it is most of a row."""
        return self.defer("source_text", "notes", "warnings")

    def mark_edited(self) -> int:
        """Count one more edit of the plan or of what belongs to it, so that whoever sees an older state is told."""
        return self.update(lock_version=F("lock_version") + 1)

    def update(self, **changes: Any) -> int:
        """Date every change, so that pages written before it are known to be old (documents.keeping)."""
        return super().update(**{"updated_at": timezone.now(), **changes})


class PlanRecord(models.Model):
    """A state of a plan in its history. That of its deletion keeps beside it what histories do not (Plan.delete)."""

    beside = models.JSONField("删除时另存的内容", null=True, editable=False)

    class Meta:
        abstract = True


class Plan(models.Model):
    """A plan as published. `source_text` is never altered; `lock_version` counts edits, so that none is lost unseen.

    `as_read` keeps what was last read from the source, as that of a section does.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        REVIEW = "review", "待审核"
        PUBLISHED = "published", "已发布"
        WITHDRAWN = "withdrawn", "已撤回"

    class Validity(models.TextChoices):
        IN_FORCE = "in_force", "现行有效"
        EXPIRED = "expired", "已失效"

    class Script(models.TextChoices):
        SIMPLIFIED = "hans", "简体"
        TRADITIONAL = "hant", "繁体"

    title = models.CharField("标题", max_length=300)
    slug = models.SlugField(
        "网址标识", max_length=80, unique=True, help_text="网址中使用，只含小写字母、数字和连字符，如 xian"
    )
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="地区", related_name="plans", null=True, blank=True)
    issuer = models.CharField("发文机关", max_length=200, blank=True)
    document_number = models.CharField("发文字号", max_length=100, blank=True)
    index_number = models.CharField(
        "索引号", max_length=60, blank=True, help_text="政府信息公开目录中的编号，没有则不填"
    )
    kind = models.CharField("文种", max_length=30, blank=True, help_text="如 实施方案、行动计划、纲要、意见、解读")
    issued_on = models.DateField("成文日期", null=True, blank=True)
    published_on = models.DateField("发布日期", null=True, blank=True)
    period_start = models.PositiveSmallIntegerField("起始年份", null=True, blank=True)
    period_end = models.PositiveSmallIntegerField("截止年份", null=True, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.DRAFT)
    validity = models.CharField("有效性", max_length=10, choices=Validity, default=Validity.IN_FORCE)
    edition = models.PositiveSmallIntegerField("版次", default=1)
    replaces = models.ForeignKey(
        "self", models.SET_NULL, verbose_name="替代", related_name="replaced_by", null=True, blank=True
    )
    based_on = models.ManyToManyField(
        "self", verbose_name="上位文件", symmetrical=False, related_name="basis_of", blank=True
    )
    script = models.CharField("原文字形", max_length=4, choices=Script, default=Script.SIMPLIFIED)
    source_text = models.TextField("原文", blank=True, help_text="导入时的全文，导入后不再改动")
    source_name = models.CharField("来源文件", max_length=200, blank=True)
    source_url = models.CharField("来源网址", max_length=500, blank=True, validators=[URLValidator(["http", "https"])])
    source_sha256 = models.CharField("原文校验值", max_length=64, blank=True, help_text="原文（UTF-8）的 SHA-256")
    notes = models.TextField("校订说明", blank=True, help_text="人工更正之处，每行一条")
    warnings = models.JSONField("读取提示", default=list, blank=True)
    as_read = models.JSONField("读取结果", null=True, blank=True, editable=False)
    lock_version = models.PositiveIntegerField("修改次数", default=0, editable=False)
    created_at = models.DateTimeField("录入时间", default=timezone.now, editable=False)
    updated_at = models.DateTimeField("更新时间", default=timezone.now, editable=False)

    objects = PlanQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name="规划历史", verbose_name_plural="规划历史", excluded_fields=["as_read"], bases=[PlanRecord]
    )

    class Meta:
        verbose_name = verbose_name_plural = "规划"
        permissions = [("publish_plan", "可以发布和撤回规划")]
        ordering = [F("issued_on").desc(nulls_last=True), "slug"]
        indexes = [models.Index(fields=["updated_at", "lock_version"], name="plan_edits")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""), name="plan_has_a_title", violation_error_message="规划必须有标题。"
            ),
            models.CheckConstraint(
                condition=Q(period_start__isnull=True)
                | Q(period_end__isnull=True)
                | Q(period_end__gte=F("period_start")),
                name="plan_period_runs_forward",
                violation_error_message="截止年份不能早于起始年份。",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "review", "published", "withdrawn"]), name="plan_status_is_known"
            ),
            models.CheckConstraint(condition=Q(validity__in=["in_force", "expired"]), name="plan_validity_is_known"),
            models.UniqueConstraint(
                fields=["document_number", "title", "edition"],
                condition=~Q(document_number=""),
                name="plan_is_stored_once",
                violation_error_message="已有同一发文字号、标题和版次的规划。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.updated_at = timezone.now()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "updated_at"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("documents:plan-detail", args=[self.slug])

    @transaction.atomic
    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        """Delete the plan, and keep with the record of it what it needs to come back whole (qpolicy.returning)."""
        self.sections.lock()
        key, beside = self.pk, self._beside()
        deleted = super().delete(*args, **options)
        record = Plan.history.filter(id=key, history_type="-").latest("history_id")
        Plan.history.filter(pk=record.pk).update(beside={**beside, "until": timezone.now().isoformat()})
        return deleted

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    natural_key.dependencies = ["documents.region"]  # type: ignore[attr-defined]

    @property
    def is_public(self) -> bool:
        return self.status == Plan.Status.PUBLISHED

    def _beside(self) -> dict[str, Any]:
        """Return what no history keeps: links to other plans, what was last read, and from when the deletion went on."""
        links = {name: getattr(self, name).values_list("pk", flat=True) for name in LINKS}
        return {
            "since": timezone.now().isoformat(),
            "as_read": self.as_read,
            "sections": {str(key): read for key, read in self.sections.values_list("pk", "as_read")},
            **{name: sorted(keys) for name, keys in links.items()},
        }


def superseded() -> models.QuerySet[Any, Any]:
    """Return the keys of the plans that a published one replaces."""
    return Plan.objects.published().exclude(replaces=None).order_by().values("replaces")
