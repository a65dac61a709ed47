"""Files that were sent together and are read one by one: what became of each, and the content of those still waiting."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from documents.models.drafts import Draft
from documents.models.plans import Plan

KEPT = timedelta(days=2)


class UploadQuerySet(models.QuerySet["Upload"]):
    def forget_old(self) -> int:
        """Delete what nobody has come back for in KEPT, with its content; return how many."""
        return self.filter(created_at__lt=timezone.now() - KEPT).delete()[0]


class Upload(models.Model):
    """A file on its way to becoming a draft; `meant` is the plan that it was sent for, `known` one that it is already."""

    batch = models.UUIDField("批次", default=uuid.uuid4, db_index=True)
    position = models.PositiveIntegerField("次序", default=1)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="录入人", related_name="+")
    name = models.CharField("文件", max_length=300)
    content = models.BinaryField("内容", blank=True, default=b"")
    meant = models.ForeignKey(Plan, models.SET_NULL, verbose_name="所为规划", related_name="+", null=True, blank=True)
    taken_at = models.DateTimeField("开始读取", null=True, blank=True)
    tries = models.PositiveSmallIntegerField("读取次数", default=0)
    done_at = models.DateTimeField("读取完", null=True, blank=True)
    reason = models.TextField("没有导入的原因", blank=True)
    draft = models.ForeignKey(Draft, models.SET_NULL, verbose_name="草稿", related_name="+", null=True, blank=True)
    known = models.ForeignKey(Plan, models.SET_NULL, verbose_name="已有规划", related_name="+", null=True, blank=True)
    created_at = models.DateTimeField("上传时间", default=timezone.now)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "上传的文件"
        ordering = ["batch", "position"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="upload_has_its_place")]

    def __str__(self) -> str:
        return self.name
