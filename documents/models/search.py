"""What the search keeps: the indexed words of each section, words that mean the same, and what was asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from documents.search.conditions import Holds, HoldsAnyWord
from documents.search.cuts import cut, marks

if TYPE_CHECKING:
    from documents.models.sections import Section


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def published(self) -> SearchEntryQuerySet:
        return self.filter(section__plan__status="published")

    def of_kind(self, *kinds: str) -> SearchEntryQuerySet:
        return self.filter(section__kind__in=kinds)

    def holding_run(self, run: str) -> SearchEntryQuerySet:
        """Keep those in whose title or text the letters stand as one run."""
        return self.filter(Holds(run))

    def holding_any_word(self, words: Sequence[str]) -> SearchEntryQuerySet:
        """Keep those that have one of the words, or of the words with the sign of their level."""
        return self.filter(HoldsAnyWord(words))

    def write(self, sections: Iterable[Section]) -> int:
        """Index the sections as they stand, in the transaction of the caller; return how many."""
        entries = [SearchEntry.of(section) for section in sections]
        self.bulk_create(
            entries, update_conflicts=True, unique_fields=["section"], update_fields=["cuts", "marks"], batch_size=500
        )
        return len(entries)


class SearchEntry(models.Model):
    """The folded words of a section's title and text (documents.search.cuts).

    From these the database itself keeps what it searches (documents.search.backends); a trigger takes an entry away
    when title or text are changed behind its back, so that it may be missing, but never says what is no more there.
    """

    section = models.OneToOneField(
        "documents.Section", models.CASCADE, verbose_name="章节条", related_name="search_entry", primary_key=True
    )
    cuts = models.TextField("词")
    marks = models.TextField("词的分量", blank=True)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "检索条目"

    def __str__(self) -> str:
        return self.cuts[:30]

    @classmethod
    def of(cls, section: Section) -> SearchEntry:
        cuts = cut(section.title, section.text)
        return cls(section_id=section.pk, cuts=cuts, marks=marks(cuts))


class SearchIndex(models.Model):
    """By which rules the index was made; there is one row, or none before the first time."""

    fingerprint = models.CharField("规则标记", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "检索索引"

    def __str__(self) -> str:
        return self.fingerprint


class Synonym(models.Model):
    """Words that mean the same: who looks for one of them also finds the others, further down."""

    words = models.JSONField("同义词", default=list, help_text='文本列表，如 ["规上", "规模以上"]')
    note = models.CharField("说明", max_length=200, blank=True)
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "同义词"
        ordering = ["pk"]

    def __str__(self) -> str:
        return "、".join(map(str, self.words)) if isinstance(self.words, list) else ""

    def clean(self) -> None:
        words = self.words if isinstance(self.words, list) else []
        if len({word for word in words if isinstance(word, str) and word.strip()}) < 2:
            raise ValidationError({"words": "至少要有两个不同的词。"})


class SearchLogQuerySet(models.QuerySet["SearchLog"]):
    def without_hits(self) -> SearchLogQuerySet:
        return self.filter(hits=0)


class SearchLog(models.Model):
    """What was looked for and how it went; nothing of who asked."""

    query = models.CharField("检索词", max_length=200)
    hits = models.PositiveIntegerField("命中数")
    milliseconds = models.PositiveIntegerField("耗时（毫秒）")
    created_at = models.DateTimeField("时间", default=timezone.now, db_index=True, editable=False)

    objects = SearchLogQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "检索记录"
        ordering = ["-created_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(query=""), name="search_log_has_a_query")]

    def __str__(self) -> str:
        return self.query
