"""Who may change what the public reads: whoever may publish; everybody else prepares a draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser, User

from documents.models import Plan

PUBLISH = "documents.publish_plan"
REMEMBERED = "_published_plans"
NEVER_PUBLIC = (Plan.Status.DRAFT, Plan.Status.REVIEW)
ONLY_BY_DRAFT = "这份规划已经发布，不能直接修改。请以草稿提出修改，由审核员审核后发布。"


def may_publish(user: User | AnonymousUser) -> bool:
    return user.has_perm(PUBLISH)


def is_barred(user: User | AnonymousUser, plan: int | None) -> bool:
    """Tell whether the plan is published and the user may change it only by a draft.

    One query a request at most: what is published is remembered with the user, as Django remembers permissions.
    """
    if plan is None or may_publish(user):
        return False
    published: frozenset[int] | None = getattr(user, REMEMBERED, None)
    if published is None:
        published = frozenset(Plan.objects.published().values_list("pk", flat=True))
        setattr(user, REMEMBERED, published)
    return plan in published


def plans_chosen(cleaned: Mapping[str, Any]) -> Iterator[Plan]:
    """Yield the plans into which a form's choices put a row: by naming a plan, a section of it, or a task."""
    for name in ("plan", "section", "task"):
        if chosen := cleaned.get(name):
            yield chosen if isinstance(chosen, Plan) else getattr(chosen, "section", chosen).plan
