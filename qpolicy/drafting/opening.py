"""Open a draft for a text: what its form says at first, and which plans it may be a version of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from documents.models import Draft, Plan, Region
from documents.outline import Heading
from documents.quoting import quoted
from documents.store import checksum, region_of, storable
from documents.store.likeness import LEAST_FOUND, share_found
from documents.store.plans import LONGEST
from qpolicy.drafting.readings import reading_of
from qpolicy.importing import free_slug

MOST_RESEMBLING, MOST_COMPARED = 3, 20
LONGEST_NAME = 200


class Known(ValueError):  # noqa: N818  a refusal, as an editor is told it
    """The very text is there already; `there` is the plan or the draft that has it."""

    def __init__(self, message: str, there: Plan | Draft) -> None:
        super().__init__(message)
        self.there = there


@transaction.atomic
def open_draft(  # noqa: PLR0913  what is known of a text, all of it optional
    text: str, *, owner: Any, name: str = "", url: str = "", notes: tuple[str, ...] = (), plan: Plan | None = None
) -> Draft:
    """Save a draft of a new text, which may be meant for a plan that there is.

    Raises Known where the very text is a plan or somebody's draft already.
    """
    text = storable(text)
    digest = checksum(text)
    _refuse_known(digest, owner)
    draft = Draft(
        owner=owner,
        source_text=text,
        source_name=name[:LONGEST_NAME],
        source_url=url,
        source_sha256=digest,
        notes=list(notes),
    )
    heading = reading_of(draft).reading.outline.heading
    region = region_of(heading)
    draft.metadata = first_metadata(heading, region) | {"source_url": url}
    draft.title = draft.metadata["title"]
    meant = [[plan.pk, "由这份规划的页面导入"]] if plan else []
    found = [[known.pk, why] for known, why in _resembling(draft, region, Plan.objects.all()) if known != plan]
    draft.resembling = [*meant, *found][:MOST_RESEMBLING]
    save_first(draft, owner, f"导入了{quoted(name) if name else '粘贴的文字'}")
    return draft


@transaction.atomic
def look_again(key: int) -> None:
    """Put the question what a text is once more where plans that it resembles have come since it was opened."""
    draft = Draft.objects.select_for_update(of=["self"]).get(pk=key)
    if draft.manner != Draft.Manner.NEW or not draft.is_open:
        return
    asked = {plan for plan, _ in draft.resembling}
    region = region_of(reading_of(draft).reading.outline.heading)
    since = Plan.objects.filter(created_at__gt=draft.created_at).exclude(pk__in=asked)
    new = [[plan.pk, why] for plan, why in _resembling(draft, region, since)]
    if new:
        draft.resembling, draft.is_another = [*new[:MOST_RESEMBLING], *draft.resembling], False
        draft.save(update_fields=["resembling", "is_another"])


def save_first(draft: Draft, owner: Any, what: str) -> None:
    """Save a new draft. Raises Known where somebody has opened one of the same text at the same moment."""
    draft.take_part(owner)
    draft.note(owner.get_username(), what)
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError:
        if there := Draft.objects.of_text(draft.source_sha256):
            raise Known(already_open(there, owner), there) from None
        raise


def already_open(there: Draft, user: Any) -> str:
    """Say whose the open draft of the very text is, and how far it is."""
    who = "您" if there.owner_id == user.pk else there.owner.get_username() if there.owner else "他人"
    state = there.get_state_display()
    if there.manner == Draft.Manner.UPDATE and there.plan and there.plan.source_sha256 == there.source_sha256:
        return f"{who}已有修改这份规划的草稿（{state}），没有另建，请在其中继续。"
    return f"{who}已为同一份文字建有草稿（{state}），没有另建。"


def first_metadata(heading: Heading, region: Region | None) -> dict[str, str]:
    """Return what the text says of itself, as the form writes it."""
    first, last = heading.period or (None, None)
    words = {name: (getattr(heading, name) or "")[:longest] for name, longest in LONGEST.items()}
    return words | {
        "region": written_region(region),
        "slug": free_slug(region.slug if region else "plan"),
        "issued_on": heading.issued_on or "",
        "period_start": str(first or ""),
        "period_end": str(last or ""),
        "validity": Plan.Validity.IN_FORCE.value,
    }


def written_region(region: Region | None) -> str:
    """Return a region as the form shows it, and understands it: 西安市（610100）."""
    return f"{region.name}（{region.code or region.slug}）" if region else ""


def _refuse_known(digest: str, user: Any) -> None:
    if plan := Plan.objects.filter(source_sha256=digest).first():
        raise Known(f"与知识库中的{quoted(plan.title)}原文完全相同，没有另建草稿。", plan)
    if draft := Draft.objects.of_text(digest):
        raise Known(already_open(draft, user), draft)


def _resembling(draft: Draft, region: Region | None, plans: QuerySet[Plan]) -> Iterator[tuple[Plan, str]]:
    """Yield those of the plans that the text may be a version of, each with the reason."""
    title, number = draft.metadata["title"], draft.metadata["document_number"]
    same = Q(title=title) | Q(as_read__title=title) if title else Q(pk=None)
    if number:
        same |= Q(document_number=number)
    if region:
        same |= Q(region=region)
    outline = reading_of(draft).reading.outline
    for plan in plans.filter(same).order_by("-edition", "pk")[:MOST_COMPARED]:
        if title in (plan.title, (plan.as_read or {}).get("title")):
            yield plan, "标题相同"
        elif number and plan.document_number == number:
            yield plan, "发文字号相同"
        elif plan.source_text and (share := share_found(plan, outline)) >= LEAST_FOUND:
            yield plan, f"任务文字有 {share:.0%} 相同"
