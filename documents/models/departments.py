"""The bodies that plans give work to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from documents.models.catalogue import Function, Region


class DepartmentQuerySet(models.QuerySet["Department"]):
    def get_by_natural_key(self, region: str | None, name: str) -> Department:
        if region is None:
            return self.get(region=None, name=name)
        return self.get(region=Region.objects.get_by_natural_key(region), name=name)

    def of_region(self, region: Region | None) -> DepartmentQuerySet:
        return self.filter(region=region)

    def of_function(self, slug: str) -> DepartmentQuerySet:
        return self.filter(function__slug=slug)

    def unconfirmed(self) -> DepartmentQuerySet:
        """Return those that reading a plan has made and nobody has looked at."""
        return self.filter(is_confirmed=False)


class Department(models.Model):
    """市工信局 of Xi'an and 省工信厅 of Hebei are two departments of one function.

    `aliases` are the names as written in plans; each finds this department when a plan of its region is stored.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, verbose_name="地区", related_name="departments", null=True, blank=True
    )
    name = models.CharField("名称", max_length=200)
    function = models.ForeignKey(
        Function, models.PROTECT, verbose_name="职能", related_name="departments", null=True, blank=True
    )
    aliases = models.JSONField(
        "文中写法", default=list, blank=True, help_text='文本列表，如 ["市工信局", "市工業和信息化局"]'
    )
    is_confirmed = models.BooleanField("已核对", default=False, help_text="由系统新建的部门，核对名称与职能后勾选")

    objects = DepartmentQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="部门历史", verbose_name_plural="部门历史")

    class Meta:
        verbose_name = verbose_name_plural = "部门"
        ordering = ["region__code", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name"],
                name="department_name_is_unique_in_region",
                violation_error_message="该地区已有同名部门。",
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(region__isnull=True),
                name="department_name_is_unique_without_region",
                violation_error_message="已有同名且未指明地区的部门。",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="department_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str | None, str]:
        return (self.region.slug if self.region else None, self.name)

    natural_key.dependencies = ["documents.region"]  # type: ignore[attr-defined]
