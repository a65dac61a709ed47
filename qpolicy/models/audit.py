"""The audit log: who did what, when and from where. Rows are added, and never changed or taken out.

Not by the model, not by a QuerySet, and not past them: triggers of the database refuse it (qpolicy.sealing). Only what
is older than the law wants it kept may go, by the command purge_audit.
"""

from __future__ import annotations

import datetime
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone

LEAST_DAYS = 180  # 网络安全法 wants logs kept for six months at least


class Unchangeable(RuntimeError):  # noqa: N818  a refusal
    """Somebody tried to change or delete what is only ever added to."""

    def __init__(self) -> None:
        super().__init__("审计日志只能增加，不能修改或删除。")


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def before(self, moment: datetime.datetime) -> AuditEventQuerySet:
        return self.filter(occurred_at__lt=moment)

    def forget(self, days: int) -> int:
        """Delete what is older, and return how many. Raises ValueError where the law wants it kept."""
        if days < LEAST_DAYS:
            raise ValueError(f"审计日志至少保存 {LEAST_DAYS} 天。")
        old = self.before(timezone.now() - datetime.timedelta(days=days))
        return old._raw_delete(old.db)

    def update(self, **changes: Any) -> NoReturn:
        raise Unchangeable

    def delete(self) -> NoReturn:
        raise Unchangeable

    def bulk_update(self, *args: Any, **options: Any) -> NoReturn:
        raise Unchangeable


class AuditEvent(models.Model):
    """`account` is the name as it was then: it stays when the account is renamed or deleted, and `actor` goes."""

    class Kind(models.TextChoices):
        SIGN_IN = "sign-in", "登录"
        SIGN_OUT = "sign-out", "退出"
        FAILED_SIGN_IN = "failed-sign-in", "登录失败"
        LOCKOUT = "lockout", "登录锁定"
        PASSWORD = "password", "修改密码"
        ACCOUNT = "account", "账号变更"
        PERMISSION = "permission", "权限变更"
        IMPORT = "import", "导入"
        SUBMISSION = "submission", "送审"
        RECALL = "recall", "撤回送审"
        RETURN = "return", "退回修改"
        PUBLICATION = "publication", "发布"
        WITHDRAWAL = "withdrawal", "撤回"
        DELETION = "deletion", "删除"
        RESTORE = "restore", "还原"
        EXPORT = "export", "导出"
        PURGE = "purge", "清理日志"

    occurred_at = models.DateTimeField("时间", default=timezone.now, db_index=True)
    kind = models.CharField("事项", max_length=20, choices=Kind)
    account = models.CharField("账号", max_length=150, blank=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="现有账号",
        related_name="audit_events",
        null=True,
        blank=True,
    )
    network = models.CharField("网络地址", max_length=50, blank=True)
    subject = models.CharField("对象", max_length=300, blank=True)
    subject_url = models.CharField("对象网址", max_length=300, blank=True)
    details = models.TextField("详情", blank=True)
    success = models.BooleanField("是否成功", default=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审计日志"
        ordering = ["-occurred_at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return " ".join(filter(None, (self.get_kind_display(), self.subject)))

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise Unchangeable
        super().save(*args, **{**options, "force_insert": True})

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise Unchangeable
