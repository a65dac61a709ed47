"""What plans want to reach: goals in words, indicators and their values."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from documents.models import Plan, Section, superseded
from documents.text import with_plain_ends

SENSIBLE_YEAR = Q(year__gte=1900, year__lte=2200)


class GoalQuerySet(models.QuerySet["Goal"]):
    def get_by_natural_key(self, plan: str, anchor: str, position: int) -> Goal:
        return self.get(section__plan__slug=plan, section__anchor=anchor, position=position)

    def published(self) -> GoalQuerySet:
        return self.filter(plan__status=Plan.Status.PUBLISHED)

    def in_order(self) -> GoalQuerySet:
        return self.order_by("plan", "year", "section__position", "position")


class Goal(models.Model):
    """What a plan wants to be true in a year, in its own words."""

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name="规划", related_name="goals")
    section = models.ForeignKey(Section, models.CASCADE, verbose_name="所在章节条", related_name="goals")
    position = models.IntegerField("次序", default=1)
    year = models.PositiveSmallIntegerField("年份")
    text = models.TextField("目标")
    start = models.PositiveIntegerField("原文起点", null=True, blank=True, editable=False)
    end = models.PositiveIntegerField("原文终点", null=True, blank=True, editable=False)

    objects = GoalQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="目标历史", verbose_name_plural="目标历史")

    class Meta:
        verbose_name = verbose_name_plural = "目标"
        ordering = ["plan", "year", "position"]
        constraints = [
            models.UniqueConstraint(fields=["section", "position"], name="goal_position_is_unique_in_section"),
            models.CheckConstraint(condition=SENSIBLE_YEAR, name="goal_year_is_sensible"),
        ]

    def __str__(self) -> str:
        return f"{self.year}年：{self.text[:30]}"

    def natural_key(self) -> tuple[str, str, int]:
        return (*self.section.natural_key(), self.position)

    natural_key.dependencies = ["documents.section"]  # type: ignore[attr-defined]


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def get_by_natural_key(self, name: str) -> Indicator:
        return self.get(name=name)


class Indicator(models.Model):
    """A notion that several plans set values for, such as 制造业质量竞争力指数.

    The name is in simplified script and says nothing of place (全市) or unit; `aliases` are the names as printed.
    """

    class Direction(models.TextChoices):
        UP = "up", "越高越好"
        DOWN = "down", "越低越好"

    name = models.CharField("名称", max_length=200, unique=True)
    unit = models.CharField("单位", max_length=30, blank=True)
    direction = models.CharField("方向", max_length=4, choices=Direction, blank=True)
    aliases = models.JSONField("文中写法", default=list, blank=True, help_text="文本列表")

    objects = IndicatorQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="指标历史", verbose_name_plural="指标历史")

    class Meta:
        verbose_name = verbose_name_plural = "指标"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="indicator_has_a_name"),
            models.CheckConstraint(condition=Q(direction__in=["", "up", "down"]), name="indicator_direction_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.name,)


class TargetQuerySet(models.QuerySet["Target"]):
    def get_by_natural_key(self, plan: str, anchor: str, position: int) -> Target:
        return self.get(section__plan__slug=plan, section__anchor=anchor, position=position)

    def in_order(self) -> TargetQuerySet:
        return self.order_by("section__plan", "section__position", "position")

    def of_plan(self, plan: Plan) -> TargetQuerySet:
        return self.filter(section__plan=plan)

    def published(self) -> TargetQuerySet:
        return self.filter(section__plan__status=Plan.Status.PUBLISHED)

    def current(self) -> TargetQuerySet:
        """Return what stands in the newest editions of published plans."""
        return self.published().exclude(section__plan__in=superseded())

    def binding(self) -> TargetQuerySet:
        return self.filter(attribute=Target.Attribute.BINDING)


class Target(models.Model):
    """A value that a plan sets for an indicator, and the words that say so.

    A target without a value is relative to something that the quote names (超过全省平均水平).
    """

    class Operator(models.TextChoices):
        AT_LEAST = ">=", "不低于"
        MORE = ">", "超过"
        AT_MOST = "<=", "不超过"
        LESS = "<", "低于"
        EQUAL = "=", "达到"
        ABOUT = "approx", "左右"
        RANGE = "range", "区间"

    class Basis(models.TextChoices):
        ANNUAL = "annual", "年均"
        CUMULATIVE = "cumulative", "累计"
        INCREASE = "increase", "提高"
        DECREASE = "decrease", "降低"
        ADDED = "added", "新增"

    class Attribute(models.TextChoices):
        EXPECTED = "expected", "预期性"
        BINDING = "binding", "约束性"

    class Source(models.TextChoices):
        TABLE = "table", "指标表"
        PROSE = "prose", "正文"

    READ = ("name", "operator", "value", "upper", "unit", "year", "basis", "attribute", "quote")

    section = models.ForeignKey(Section, models.CASCADE, verbose_name="所在章节条", related_name="targets")
    position = models.IntegerField("次序", default=1)
    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name="指标", related_name="targets")
    name = models.CharField("文中名称", max_length=300)
    operator = models.CharField("关系", max_length=6, choices=Operator, default=Operator.EQUAL)
    value = models.DecimalField("数值", max_digits=20, decimal_places=6, null=True, blank=True)
    upper = models.DecimalField("上限", max_digits=20, decimal_places=6, null=True, blank=True)
    unit = models.CharField("单位", max_length=30, blank=True)
    year = models.PositiveSmallIntegerField("年份", null=True, blank=True)
    basis = models.CharField("口径", max_length=10, choices=Basis, blank=True)
    attribute = models.CharField("属性", max_length=10, choices=Attribute, blank=True)
    source = models.CharField("出处", max_length=5, choices=Source, default=Source.PROSE)
    quote = models.TextField("原文摘录", blank=True)
    start = models.PositiveIntegerField("原文起点", null=True, blank=True, editable=False)
    end = models.PositiveIntegerField("原文终点", null=True, blank=True, editable=False)

    objects = TargetQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="指标值历史", verbose_name_plural="指标值历史")

    class Meta:
        verbose_name = verbose_name_plural = "指标值"
        ordering = ["section", "position"]
        constraints = [
            models.UniqueConstraint(fields=["section", "position"], name="target_position_is_unique_in_section"),
            models.CheckConstraint(
                condition=Q(operator__in=[">=", ">", "<=", "<", "=", "approx", "range"]),
                name="target_operator_is_known",
            ),
            models.CheckConstraint(
                condition=Q(upper__isnull=True) | Q(operator="range", value__isnull=False, upper__gte=F("value")),
                name="target_upper_belongs_to_a_range",
                violation_error_message="只有“区间”才有上限，且上限不能小于数值。",
            ),
            models.CheckConstraint(
                condition=~Q(operator="range") | Q(value__isnull=False, upper__isnull=False),
                name="target_range_has_both_ends",
                violation_error_message="“区间”须同时填写数值和上限。",
            ),
            models.CheckConstraint(
                condition=Q(year__isnull=True) | SENSIBLE_YEAR,
                name="target_year_is_sensible",
                violation_error_message="年份应在 1900 至 2200 之间。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.printed_value}".strip()

    def natural_key(self) -> tuple[str, str, int]:
        return (*self.section.natural_key(), self.position)

    natural_key.dependencies = ["documents.section", "indicators.indicator"]  # type: ignore[attr-defined]

    @property
    def is_corrected(self) -> bool:
        """Tell whether the value (校订) or its section's text, by which it should be checked, was corrected by hand."""
        return self.section.is_corrected or self.is_added or bool(self.corrected_fields)

    @property
    def is_added(self) -> bool:
        """Tell whether the value was put by hand into a section that was read from the source."""
        return self.section.as_read is not None and self.reading is None

    @property
    def reading(self) -> Target | None:
        """Return, unsaved, what was read from the source for this value; None where it was entered by hand."""
        read: list[dict[str, Any]] = (self.section.as_read or {}).get("targets", [])
        record = next((record for record in read if record["position"] == self.position), None)
        if record is None:
            return None
        numbers = {name: record[name] and Decimal(record[name]) for name in ("value", "upper")}
        return Target(**{name: record[name] for name in Target.READ} | numbers)

    @property
    def corrected_fields(self) -> list[str]:
        """Return the names of the fields that hold something else than was read."""
        reading = self.reading
        if reading is None:
            return []
        return [name for name in Target.READ if _plain(getattr(self, name)) != _plain(getattr(reading, name))]

    @property
    def printed_value(self) -> str:
        """≥80%, 约3.5万亿元, 30–40家; empty where the target is relative."""
        return printed_value(self.value, self.upper, self.unit, operator=self.operator)


def printed_value(value: Decimal | None, upper: Decimal | None, unit: str, *, operator: str) -> str:
    """Return the value of a target as it is printed, before its unit the sign of its operator; empty where it has none."""
    if value is None:
        return ""
    sign = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "approx": "约"}.get(operator, "")
    end = f"–{plain(upper)}" if upper is not None else ""
    return f"{sign}{plain(value)}{end}{unit}"


def plain(number: Decimal) -> str:
    """Return the shortest way to write the number: 86, not 86.000000."""
    return f"{number.normalize():f}"


def _plain(value: Any) -> Any:
    return with_plain_ends(value) if isinstance(value, str) else value
