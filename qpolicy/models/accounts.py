"""What is known of an account besides what Django keeps: when its password was set, and whether by its owner."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone


class Account(models.Model):
    """An account without such a row has the password that it was made with, and nobody asks for another at once."""

    user = models.OneToOneField(User, models.CASCADE, verbose_name="账号", primary_key=True, related_name="account")
    password_set_at = models.DateTimeField("密码设置时间", default=timezone.now)
    must_change_password = models.BooleanField("须更换密码", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "账号密码状况"
        default_permissions = ()

    def __str__(self) -> str:
        return self.user.get_username()
