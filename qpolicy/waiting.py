"""What waits for whoever enters the admin: what they have begun, what came back to them, what they may publish."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count, Q
from django.urls import reverse

from documents.admin.publishing import may_publish
from documents.models import Draft

State = Draft.State


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many drafts, and the list of exactly these."""

    word: str
    number: int
    url: str


def waiting(user: User | AnonymousUser) -> list[Waiting]:
    """Return what waits for the account; lists of nothing are left out. One query."""
    if not user.has_perm("documents.view_draft"):
        return []
    lists = dict(_lists(user))
    counted = {f"list_{at}": Count("pk", filter=Q(**kept)) for at, kept in enumerate(lists.values())}
    numbers = Draft.objects.aggregate(**counted)
    shown = zip(lists, lists.values(), numbers.values(), strict=True)
    address = reverse("admin:documents_draft_changelist")
    return [
        Waiting(word, number, f"{address}?{urlencode({f'{name}__exact': one for name, one in kept.items()})}")
        for word, kept, number in shown
        if number
    ]


def _lists(user: User | AnonymousUser) -> Iterator[tuple[str, dict[str, object]]]:
    if may_publish(user):
        yield "待审核的草稿", {"state": State.SUBMITTED.value}
    if user.has_perm("documents.add_draft"):
        yield "退回给我的草稿", {"state": State.RETURNED.value, "owner__id": user.pk}
        yield "我录入中的草稿", {"state": State.EDITING.value, "owner__id": user.pk}
