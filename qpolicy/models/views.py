"""Views of the site that have a short address of their own, and which of them an account keeps under a name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from qpolicy.addresses import address

# What can neither be misread nor misheard, and spells no word.
ALPHABET = "23456789acfhkmqrwxy"
SHORTEST, LONGEST = 9, 20
Conditions = Sequence[Sequence[str]]


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def of(self, page: str, conditions: Conditions) -> SavedView | None:
        """Return the view, where anybody has asked for its address before."""
        return self.filter(digest=digest_of(page, conditions)).first()

    def saved(self, page: str, conditions: Conditions, *, words: str) -> SavedView:
        """Return the view, made where it is new: the same view always has the same address."""
        digest = digest_of(page, conditions)
        fresh = {"page": page, "conditions": conditions, "words": words}
        return self.get_or_create(digest=digest, defaults={**fresh, "code": self._free_code(digest)})[0]

    def _free_code(self, digest: str) -> str:
        """Return the shortest code of the view that no other has."""
        codes = [code_of(digest, length) for length in range(SHORTEST, LONGEST + 1)]
        taken = set(self.filter(code__in=codes).exclude(digest=digest).values_list("code", flat=True))
        return next(code for code in codes if code not in taken)


class SavedView(models.Model):
    """A list, comparison or search with its conditions. It stays: an address that was given to somebody must open.

    The code is made of nothing but page and conditions, so that a view that was deleted gets its address again.
    `page` is the name of the address, which may move; `words` say the conditions as they were then.
    """

    code = models.CharField("短码", max_length=LONGEST, unique=True)
    page = models.CharField("页面", max_length=60)
    conditions = models.JSONField("条件", default=list, blank=True)
    words = models.TextField("说明", blank=True)
    digest = models.CharField("校验值", max_length=64, unique=True)
    created_at = models.DateTimeField("生成时间", default=timezone.now)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "短网址"
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view", "delete")
        constraints = [models.CheckConstraint(condition=~Q(code=""), name="saved_view_has_a_code")]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("site:view", args=[self.code])

    @property
    def place(self) -> str:
        """The address of the page itself; empty where the site has no such page any more."""
        page = address(self.page)
        return page and f"{page}{query_of(self.conditions)}"


class KeptView(models.Model):
    """A view that an account has given a name. It is nobody else's business."""

    user = models.ForeignKey(User, models.CASCADE, verbose_name="账号", related_name="kept_views")
    view = models.ForeignKey(SavedView, models.CASCADE, verbose_name="短网址", related_name="kept_by")
    name = models.CharField("名称", max_length=60)
    created_at = models.DateTimeField("存入时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "我的视图"
        ordering = ["-created_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "view"], name="view_is_kept_once_by_an_account"),
            models.CheckConstraint(condition=~Q(name=""), name="kept_view_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


def digest_of(page: str, conditions: Conditions) -> str:
    told = json.dumps([page, *map(list, conditions)], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def code_of(digest: str, length: int) -> str:
    """Return the beginning, so long, of the digest in the letters of codes."""
    number, letters = int(digest, 16), ""
    for _ in range(length):
        number, at = divmod(number, len(ALPHABET))
        letters += ALPHABET[at]
    return letters


def query_of(conditions: Conditions) -> str:
    return f"?{urlencode([(name, value) for name, value in conditions])}" if conditions else ""
