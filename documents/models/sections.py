"""The sections of plans: the one place where text lives."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from simple_history.models import HistoricalRecords

from documents.headings import heading
from documents.models.catalogue import Theme
from documents.models.plans import Plan, superseded
from documents.models.search import SearchEntry
from documents.text import with_plain_ends

INDEXED = frozenset(["plan", "plan_id", "kind", "title", "text"])
MOST_AT_ONCE = 10_000  # rows of one statement; SQLite takes no more than 32,766 parameters


class SectionQuerySet(models.QuerySet["Section"]):
    def get_by_natural_key(self, plan: str, anchor: str) -> Section:
        return self.get(plan__slug=plan, anchor=anchor)

    def in_order(self) -> SectionQuerySet:
        """Return them in reading order, plan by plan."""
        return self.order_by("plan", "position")

    def of_kind(self, *kinds: str) -> SectionQuerySet:
        return self.filter(kind__in=kinds)

    def work_items(self) -> SectionQuerySet:
        """Return what is to be done: tasks, safeguards and the projects of boxes."""
        return self.filter(kind__in=Section.WORK_ITEMS)

    def headings(self) -> SectionQuerySet:
        return self.filter(kind=Section.Kind.HEADING)

    def published(self) -> SectionQuerySet:
        return self.filter(plan__status=Plan.Status.PUBLISHED)

    def current(self) -> SectionQuerySet:
        """Return what stands in the newest editions of published plans."""
        return self.published().exclude(plan__in=superseded())

    def as_indexed(self) -> SectionQuerySet:
        """Return them with nothing but what the index is made of."""
        return self.only("pk", "plan", "kind", "title", "text")

    @transaction.atomic
    def bulk_create(self, objs: Iterable[Section], *args: Any, **options: Any) -> list[Section]:
        created = super().bulk_create(objs, *args, **options)
        if len(args) > 1 or {"ignore_conflicts", "update_conflicts"} & options.keys():
            # Which rows were made, and what the others say, only the database knows; those that it changed wait.
            plans = {section.plan_id for section in created}
            SearchEntry.objects.write(Section.objects.filter(plan__in=plans, search_entry=None).as_indexed())
        else:
            SearchEntry.objects.write(created)
        return created

    @transaction.atomic
    def update(self, **changes: Any) -> int:
        """Change the rows, and index what they say now; `bulk_update` comes by here too."""
        if not INDEXED.intersection(changes):
            return super().update(**changes)
        keys = list(self.values_list("pk", flat=True))
        batches = (keys[at : at + MOST_AT_ONCE] for at in range(0, len(keys), MOST_AT_ONCE))
        return sum(self.filter(pk__in=some)._rewrite(some, changes) for some in batches)

    @transaction.atomic
    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete the rows; whoever is saving one of them is waited for (Section.delete)."""
        self.lock()
        return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def lock(self) -> list[int]:
        """Lock the rows before what belongs to them: entries of the index are locked after their sections everywhere."""
        rows = self.order_by("pk").select_for_update(of=("self",))
        return list(rows.values_list("pk", flat=True))

    def _rewrite(self, keys: list[int], changes: dict[str, Any]) -> int:
        """Change these rows and no others: one that is added meanwhile would be changed, and not indexed."""
        updated = super().update(**changes)
        SearchEntry.objects.write(Section.objects.filter(pk__in=keys).as_indexed())
        return updated


class Section(models.Model):
    """A heading, paragraph, work item, box or table of a plan.

    The anchor is given once and stays (documents.anchors). `spans` are its places in the plan's source text, null
    where it was entered by hand; `rows` holds a table's cells; `as_read` keeps what was last read from the source,
    so that reading again can tell a correction from an older reading.
    """

    class Kind(models.TextChoices):
        HEADING = "heading", "标题"
        PARAGRAPH = "paragraph", "段落"
        TABLE = "table", "表格"
        TASK = "task", "任务"
        SAFEGUARD = "safeguard", "保障措施"
        BOX = "box", "专栏"
        PROJECT = "project", "专栏工程"

    WORK_ITEMS = (Kind.TASK, Kind.SAFEGUARD, Kind.PROJECT)

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name="规划", related_name="sections")
    parent = models.ForeignKey(
        "self", models.RESTRICT, verbose_name="上级章节条", related_name="children", null=True, blank=True
    )
    position = models.IntegerField("位置", help_text="按从小到大的顺序排列，可留空当以便插入")
    kind = models.CharField("类型", max_length=10, choices=Kind, default=Kind.PARAGRAPH)
    number = models.CharField("编号", max_length=100, blank=True, help_text="照原文，如 （八）、专栏2")
    title = models.TextField("标题", blank=True)
    text = models.TextField("正文", blank=True)
    spans = models.JSONField("原文位置", null=True, blank=True, editable=False)
    rows = models.JSONField("表格单元", null=True, blank=True, help_text="各行单元格文字的列表，仅用于表格")
    theme = models.ForeignKey(
        Theme, models.SET_NULL, verbose_name="主题", related_name="sections", null=True, blank=True
    )
    anchor = models.CharField("锚点", max_length=120, editable=False)
    as_read = models.JSONField("读取结果", null=True, blank=True, editable=False)

    objects = SectionQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name="章节条历史", verbose_name_plural="章节条历史", excluded_fields=["as_read"]
    )

    class Meta:
        verbose_name = verbose_name_plural = "章节条"
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "anchor"], name="section_anchor_is_unique_in_plan"),
            models.UniqueConstraint(
                fields=["plan", "position"],
                name="section_position_is_unique_in_plan",
                violation_error_message="该位置已有章节条，请换一个数字。",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["heading", "paragraph", "table", "task", "safeguard", "box", "project"]),
                name="section_kind_is_known",
            ),
            models.CheckConstraint(condition=~Q(anchor=""), name="section_has_an_anchor"),
        ]

    def __str__(self) -> str:
        return heading(self.number, self.title) or self.text[:30] or self.anchor

    def save(self, *args: Any, **options: Any) -> None:
        """Save, and index in the same transaction what the row says now; not all that is said here may be saved."""
        changed = options.get("update_fields")
        with transaction.atomic():
            super().save(*args, **options)
            if changed is None or INDEXED.intersection(changed):
                SearchEntry.objects.write(Section.objects.filter(pk=self.pk).as_indexed())

    def get_absolute_url(self) -> str:
        return f"{self.plan.get_absolute_url()}#{self.anchor}"

    @transaction.atomic
    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        """Delete the row, once nobody is saving it: whoever saves holds the row and then asks for its entry in the index."""
        Section.objects.filter(pk=self.pk).lock()
        return super().delete(*args, **options)

    def natural_key(self) -> tuple[str, str]:
        return (self.plan.slug, self.anchor)

    natural_key.dependencies = ["documents.plan", "documents.theme"]  # type: ignore[attr-defined]

    @property
    def is_work_item(self) -> bool:
        return self.kind in Section.WORK_ITEMS

    @property
    def is_corrected(self) -> bool:
        """Tell whether number, title or text were corrected by hand since they were read from the source."""
        read: dict[str, Any] | None = self.as_read
        return read is not None and any(
            read.get(name) != with_plain_ends(getattr(self, name)) for name in ("number", "title", "text")
        )
