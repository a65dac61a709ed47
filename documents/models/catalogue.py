"""What plans are told apart and compared by: regions, functions of departments, themes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class RegionQuerySet(models.QuerySet["Region"]):
    def get_by_natural_key(self, key: str) -> Region:
        """Accept a slug (shaanxi) or a code of GB/T 2260 (610000)."""
        return self.get(code=key) if key.isdigit() else self.get(slug=key)

    def of_level(self, level: str) -> RegionQuerySet:
        return self.filter(level=level)


class Region(models.Model):
    """A place that issues plans. The generic city of model texts has no code."""

    class Level(models.TextChoices):
        NATIONAL = "national", "国家级"
        PROVINCE = "province", "省级"
        CITY = "city", "市级"
        DISTRICT = "district", "区县级"

    code = models.CharField(
        "行政区划代码", max_length=6, null=True, blank=True, unique=True, help_text="GB/T 2260，六位数字"
    )
    name = models.CharField("名称", max_length=60)
    short_name = models.CharField("简称", max_length=30, blank=True)
    slug = models.SlugField("网址标识", max_length=60, unique=True, help_text="网址中使用，如 shaanxi")
    level = models.CharField("层级", max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="上级地区", related_name="children", null=True, blank=True
    )

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "地区"
        ordering = ["code", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__isnull=True) | Q(code__regex=r"^[0-9]{6}$"),
                name="region_code_has_six_digits",
                violation_error_message="行政区划代码应为六位数字。",
            ),
            models.CheckConstraint(
                condition=Q(level__in=["national", "province", "city", "district"]), name="region_level_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class FunctionQuerySet(models.QuerySet["Function"]):
    def get_by_natural_key(self, slug: str) -> Function:
        return self.get(slug=slug)


class Function(models.Model):
    """What a department is there for (职能), whatever it is called: lets plans of two regions be read side by side."""

    name = models.CharField("名称", max_length=60, unique=True)
    slug = models.SlugField("标识", max_length=60, unique=True)
    order = models.PositiveSmallIntegerField("次序", default=0)
    aliases = models.JSONField("别称", default=list, blank=True, help_text='文本列表，如 ["工信", "经信"]')

    objects = FunctionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "职能"
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class ThemeQuerySet(models.QuerySet["Theme"]):
    def get_by_natural_key(self, slug: str) -> Theme:
        return self.get(slug=slug)


class Theme(models.Model):
    """One of the parts that quality plans have in common: 经济、产业、产品、工程、服务 …"""

    name = models.CharField("名称", max_length=30, unique=True)
    slug = models.SlugField("标识", max_length=30, unique=True)
    order = models.PositiveSmallIntegerField("次序", default=0)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "主题"
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)
