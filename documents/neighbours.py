"""The plans that a page leads on to: those before and after in the order of the list, those that replace it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.urls import reverse

from documents.models import Plan
from documents.scripted import language_of, writer_for


@dataclass(frozen=True, slots=True)
class OtherPlan:
    """A plan to go on to, its title in the script that the reader wants.

    `changes_url` is where it is set against the plan that it replaces, `edition` what tells the two apart.
    """

    title: str
    url: str
    language: str
    changes_url: str = ""
    edition: str = ""


def other_plan(plan: Plan, wanted: str) -> OtherPlan:
    return OtherPlan(writer_for(plan, wanted)(plan.title), plan.get_absolute_url(), language_of(plan, wanted))


def successors(plan: Plan, wanted: str) -> list[OtherPlan]:
    """Return the published plans that replace this one. One query."""
    found = plan.replaced_by.published().without_source()
    return [_edition(newer, plan, wanted, changes_url(newer)) for newer in found]


def predecessor(plan: Plan, wanted: str) -> OtherPlan | None:
    """Return the published plan that this one replaces. Without a query where `replaces` is loaded."""
    older = plan.replaces
    return _edition(older, plan, wanted, changes_url(plan)) if older and older.is_public else None


def edition_beside(plan: Plan, other: Plan) -> str:
    """Return （第2版） of a plan named beside another edition, empty where both are said to be the same."""
    return f"（第{plan.edition}版）" if plan.edition != other.edition else ""


def changes_url(newer: Plan) -> str:
    return reverse("documents:plan-changes", args=[newer.slug])


def neighbours(plan: Plan) -> tuple[Plan | None, Plan | None]:
    """Return the plans before and after in the list of newest editions; none for a plan that is not in it. One query."""
    plans = list(Plan.objects.current().only("title", "slug", "script"))
    at = next((index for index, other in enumerate(plans) if other.pk == plan.pk), None)
    if at is None:
        return None, None
    return plans[at - 1] if at else None, plans[at + 1] if at + 1 < len(plans) else None


def _edition(plan: Plan, other: Plan, wanted: str, changes: str) -> OtherPlan:
    return replace(other_plan(plan, wanted), changes_url=changes, edition=edition_beside(plan, other))
