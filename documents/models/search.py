"""What the search keeps: the indexed words of each section, words that mean the same, and what was asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connections, models
from django.db.models import Q
from django.utils import timezone

from documents.models.plans import Plan
from documents.search.backends import backend_of
from documents.search.conditions import Holds, IsAmong
from documents.search.cuts import cut, letters, marks
from documents.search.needs import Need

if TYPE_CHECKING:
    from documents.models.sections import Section

SHORTEST_SYNONYM, LONGEST_SYNONYM = 2, 100  # letters


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def published(self) -> SearchEntryQuerySet:
        """Said by the plans that are not: the database then keeps a table of those few, and reads no plan for each entry."""
        return self.exclude(plan__in=Plan.objects.exclude(status=Plan.Status.PUBLISHED))

    def of_kind(self, *kinds: str) -> SearchEntryQuerySet:
        return self.filter(kind__in=kinds)

    def holding_run(self, run: str) -> SearchEntryQuerySet:
        """Keep those in whose title or text the letters stand as one run."""
        return self.filter(Holds(run))

    def matching(self, need: Need) -> SearchEntryQuerySet:
        """Keep those whose pieces in the index allow for what is needed: all that hold it, and a few more.

        Streams. For a query of its own, not for one within another, where its table would have another name.
        """
        kept: SearchEntryQuerySet = backend_of(connections[self.db]).matching(self, need)
        return kept

    def proving(self, proof: Need) -> SearchEntryQuerySet:
        """Keep those of which the index itself knows that they have the runs; others may have them too. Streams as well."""
        kept: SearchEntryQuerySet = backend_of(connections[self.db]).proving(self, proof)
        return kept

    def doubtful(self, need: Need, proof: Need) -> SearchEntryQuerySet:
        """Keep those that `matching` keeps and `proving` does not: the ones to be looked into. Streams as well."""
        kept: SearchEntryQuerySet = backend_of(connections[self.db]).doubtful(self, need, proof)
        return kept

    def matching_words(self, groups: Sequence[Sequence[str]]) -> SearchEntryQuerySet:
        """Keep those that have a word of every group. Streams, and as `matching` only in a query of its own."""
        kept: SearchEntryQuerySet = backend_of(connections[self.db]).matching_words(self, groups)
        return kept

    def among(self, keys: Iterable[int]) -> SearchEntryQuerySet:
        """Keep those with these keys, of which there may be thousands."""
        return self.filter(IsAmong(keys))

    def write(self, sections: Iterable[Section]) -> int:
        """Index the sections as they stand, in the transaction of the caller; return how many."""
        entries = [SearchEntry.of(section) for section in sections]
        written = ["plan", "kind", "cuts", "marks"]
        self.bulk_create(
            entries, update_conflicts=True, unique_fields=["section"], update_fields=written, batch_size=500
        )
        backend_of(connections[self.db]).written(connections[self.db])
        return len(entries)


class SearchEntry(models.Model):
    """The folded words of a section's title and text (documents.search.cuts).

    Plan and kind are the section's, so that counting thousands of hits needs no other table. From the words the database itself keeps what it searches (documents.search.backends); a trigger takes an entry away
    when title or text are changed behind its back, so that it may be missing, but never says what is no more there.
    """

    section = models.OneToOneField(
        "documents.Section", models.CASCADE, verbose_name="章节条", related_name="search_entry", primary_key=True
    )
    plan = models.ForeignKey("documents.Plan", models.CASCADE, verbose_name="规划", related_name="+")
    kind = models.CharField("类型", max_length=10)
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
        return cls(section_id=section.pk, plan_id=section.plan_id, kind=section.kind, cuts=cuts, marks=marks(cuts))


class SearchIndex(models.Model):
    """By which rules the index was made; there is one row, or none before the first time."""

    fingerprint = models.CharField("规则标记", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "检索索引"

    def __str__(self) -> str:
        return self.fingerprint


class Synonym(models.Model):
    """Words that mean the same: who looks for one of them also finds the others, further down.

    Of an abbreviation only the first word finds the others: it stands inside other words too (国标 in 中国标准), where who
    looks for the full name must not be led.
    """

    words = models.JSONField("同义词", default=list, help_text='文本列表，如 ["规上", "规模以上"]')
    is_abbreviation = models.BooleanField("首词为简称", default=False)
    note = models.CharField("说明", max_length=200, blank=True)
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "同义词"
        ordering = ["pk"]

    def __str__(self) -> str:
        words = self._words()
        if self.is_abbreviation and words:
            return f"{words[0]} → {'、'.join(words[1:])}"
        return "、".join(words)

    def finding(self) -> list[str]:
        """Return the words that find the others."""
        return self._words()[:1] if self.is_abbreviation else self._words()

    def _words(self) -> list[str]:
        return [str(word) for word in self.words] if isinstance(self.words, list) else []  # a fixture may hold anything

    def clean(self) -> None:
        if wrong := list(self._faults()):
            raise ValidationError({"words": wrong})

    def _faults(self) -> Iterator[str]:
        words = self._words()
        kept: dict[str, str] = {}
        for word in words:
            counted = letters(word)
            if len(counted) < SHORTEST_SYNONYM:
                yield f"“{word}”太短：不计标点，至少要有 {SHORTEST_SYNONYM} 个字，否则会命中无关的文字。"
            elif len(counted) > LONGEST_SYNONYM:
                yield f"“{word[:20]}……”太长：最多 {LONGEST_SYNONYM} 个字。"
            elif counted in kept:
                yield f"“{word}”与“{kept[counted]}”检索时视为同一个词，只需写一个。"
            kept.setdefault(counted, word)
        if len(kept) < 2:
            yield "至少要有两个不同的词。"


class SearchLogQuerySet(models.QuerySet["SearchLog"]):
    def without_hits(self) -> SearchLogQuerySet:
        return self.filter(hits=0)

    def older_than(self, days: int) -> SearchLogQuerySet:
        return self.filter(created_at__lt=timezone.now() - timedelta(days=days))

    def counted(self) -> Any:
        """Return each query once with how often it was asked, when last, and its hits at best; the most asked first."""
        times = self.order_by().values("query").annotate(times=models.Count("pk"), last=models.Max("created_at"))
        return times.annotate(most=models.Max("hits")).order_by("-times", "-last", "query")

    def forget_old(self) -> int:
        """Delete what is older than SEARCH_LOG_DAYS; return how many."""
        return self.older_than(settings.SEARCH_LOG_DAYS).delete()[0]


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
