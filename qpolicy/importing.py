"""Take a plan into the knowledge base: find its place, store it, and say in Chinese why where that cannot be."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Q

from documents.models import Plan, Region
from documents.quoting import quoted
from documents.store import checksum, differences, region_of, storable
from qpolicy.collisions import Advice, Collided, explained, with_second_try
from qpolicy.given import complaints
from qpolicy.ingest import Draft, entitle, read_plan, with_notes
from qpolicy.storing import Stored, Then, store_draft


class Refused(ValueError):  # noqa: N818  a refusal, as an editor is told it
    """What was asked cannot be done; the message tells an editor what to do instead."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the importer knows better than the text; None leaves it to the text."""

    slug: str | None = None
    title: str | None = None
    region: str | None = None  # code of GB/T 2260 or slug
    issuer: str | None = None
    document_number: str | None = None
    issued_on: str | None = None  # ISO date
    kind: str | None = None
    source_name: str | None = None
    source_url: str | None = None
    is_published: bool = False
    replaces: bool = False
    is_certain: bool = False  # the text may be another document than the plan it replaces


def import_plan(text: str, wish: Wish, *, notes: Iterable[str] = (), then: Then | None = None) -> Stored:
    """Read a text and store it as a plan, whole or not at all; `notes` are the file's reader's. Raises Refused.

    What is done `then` is done in the same transaction.
    """
    if complaint := next(complaints(asdict(wish)), None):
        raise Refused(complaint)
    draft = _entitled(with_notes(read_plan(storable(text)), notes), wish.title)
    given = _given(wish)
    try:
        return with_second_try(lambda: _store(draft, wish, given, then))
    except Collided as collided:
        advice = Advice("" if wish.replaces else "如要更新它，请加 --replace。", "请用 --slug 指明另一个。")
        title = wish.title or draft.outline.heading.title or ""
        raise Refused(explained(collided.error, title=title, advice=advice)) from collided


def _store(draft: Draft, wish: Wish, given: dict[str, Any], then: Then | None) -> Stored:
    plan = _plan_for(draft, wish, given)
    if not wish.replaces and _is_stored(plan, draft, given):
        return Stored(plan, {})
    title = wish.title or draft.outline.heading.title or plan.title
    if not title:
        raise Refused("文中没有读到规划的标题，请用 --title 指明标题。没有存入任何内容。")
    try:
        entitled = _entitled(draft, None if draft.outline.heading.title else title)
        return store_draft(entitled, plan, given=given, then=then)
    except Plan.DoesNotExist as error:
        raise Refused(f"{quoted(plan.title)}刚被删除，没有存入任何内容。如仍要存入，请再试一次。") from error


def _entitled(draft: Draft, title: str | None) -> Draft:
    return entitle(draft, title) if title else draft


def _is_stored(plan: Plan, draft: Draft, given: Mapping[str, Any]) -> bool:
    """Tell whether the plan is this very text, and nothing else is asked for; where it came from does not matter."""
    if plan.pk is None or plan.source_sha256 != checksum(draft.outline.source):
        return False
    return all(getattr(plan, name) == value for name, value in given.items() if name != "source_name")


def _given(wish: Wish) -> dict[str, Any]:
    """Return the fields of the plan that are known."""
    names = ("title", "issuer", "document_number", "kind", "source_name", "source_url")
    given: dict[str, Any] = {name: storable(value) for name in names if (value := getattr(wish, name))}
    if wish.region:
        given["region"] = _region(wish.region)
    if wish.issued_on:
        given["issued_on"] = datetime.date.fromisoformat(wish.issued_on)
    if wish.is_published:
        given["status"] = Plan.Status.PUBLISHED
    return given


def _plan_for(draft: Draft, wish: Wish, given: Mapping[str, Any]) -> Plan:
    """Return the plan that is to be replaced, or a new one with an address of its own."""
    region = given.get("region") or region_of(draft.outline.heading)
    known = _known_plan(draft, wish, region)
    if known is None:
        return Plan(slug=wish.slug or free_slug(region.slug if region else "plan"), region=region)
    reasons = [] if wish.is_certain else _differences(known, draft, wish, region)
    if reasons:
        raise Refused(_another_document(known, draft, wish, reasons))
    if not wish.replaces and not _is_stored(known, draft, given):
        raise Refused(
            f"知识库中已有{quoted(known.title)}（{known.slug}）。如要用本文件更新它，请加 --replace；"
            "如要另存一份，请用 --slug 指明另一个网址标识。"
        )
    return known


def _known_plan(draft: Draft, wish: Wish, region: Region | None) -> Plan | None:
    """Return the plan that the slug names; or the one of this very text; or one of this title that can be the same."""
    if wish.slug:
        return Plan.objects.filter(slug=wish.slug).first()
    plans = Plan.objects.order_by("-edition", "pk")
    if not wish.title and (same := plans.filter(source_sha256=checksum(draft.outline.source)).first()):
        return same
    heading = draft.outline.heading
    number, title = wish.document_number or heading.document_number, wish.title or heading.title
    named = Q(title=title) | Q(as_read__title=title)
    numbered = Q(document_number=number or "") | Q(as_read__document_number=number or "")
    found = plans.filter(named & numbered) if title else plans.none()
    return next((plan for plan in found if wish.is_certain or not _differences(plan, draft, wish, region)), None)


def _differences(plan: Plan, draft: Draft, wish: Wish, region: Region | None) -> list[str]:
    titles = (wish.title, draft.outline.heading.title)
    return differences(plan, draft.outline, titles=titles, region=region)


def _another_document(known: Plan, draft: Draft, wish: Wish, reasons: list[str]) -> str:
    title = wish.title or draft.outline.heading.title
    read = f"本文件{quoted(title) if title else '（无标题）'}"
    why = "；".join(reasons)
    if not wish.replaces:
        return (
            f"网址标识 {known.slug} 已用于{quoted(known.title)}，{read}是另一份文件：{why}。"
            "没有存入任何内容。请用 --slug 指明另一个网址标识。"
        )
    return (
        f"{read}与知识库中的{quoted(known.title)}（{known.slug}）不是同一份文件：{why}。没有存入任何内容。"
        "如要另存，请去掉 --replace，用 --slug 指明另一个网址标识；确要用本文件替换它，请再加 --anyway。"
    )


def free_slug(stem: str) -> str:
    taken = set(Plan.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)


def _region(key: str) -> Region:
    try:
        return Region.objects.get_by_natural_key(key)
    except Region.DoesNotExist as error:
        raise Refused(f"--region：没有代码或标识为 {key} 的地区。") from error
