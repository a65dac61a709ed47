"""The preview of a draft, its form of metadata, and what publishing it would change."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from documents.admin.publishing import may_publish
from documents.models import Draft, Plan
from documents.store.departments import key_of
from qpolicy.corrections import Corrected, identity
from qpolicy.drafting.catalogue import departments_in, indicators_in
from qpolicy.drafting.changes import changes, metadata_changes
from qpolicy.drafting.metadata import form_of
from qpolicy.drafting.pages.shared import Context, refused, region_of_draft, seen_in, shown, to_draft
from qpolicy.drafting.preview import pages_of, rows_of, told, warnings_of
from qpolicy.drafting.publishing import changed_meanwhile, why_not_publish
from qpolicy.drafting.readings import reading_of
from qpolicy.drafting.saving import ChangedMeanwhile, NotPossible, changing

MOST_CHANGES = 200


def preview(request: HttpRequest, draft: Draft, context: Context) -> HttpResponse:
    found = reading_of(draft)
    bodies = departments_in(found, region_of_draft(draft))
    unknown = {named.key for named in bodies if named.known is None}
    written = [duty.name for duties in found.draft.duties.values() for duty in duties if key_of(duty.name) in unknown]
    pages = pages_of(found)
    asked = request.GET.get("page", "")
    page = min(max(int(asked), 1), pages) if asked.isdecimal() and len(asked) < 6 else 1
    form = form_of(draft)
    return shown(
        request,
        "preview",
        {
            **context,
            **_way(request, draft),
            "title": f"草稿：{draft}",
            "rows": rows_of(found, page, unknown=written),
            "page": page,
            "pages": range(1, pages + 1),
            "warnings": warnings_of(found),
            "facts": _facts(draft, found),
            "form": form,
            "is_complete": form.is_valid(),
            "unknown_bodies": len(unknown),
            "unknown_indicators": sum(1 for named in indicators_in(found) if named.known is None),
            "made": [(told(one, found), " ".join(identity(one))) for one in found.corrections],
            "unfit": [told(one, found) for one in found.unfit],
        },
    )


def metadata(request: HttpRequest, draft: Draft, context: Context) -> HttpResponse:
    form = form_of(draft, request.POST if request.method == "POST" else None)
    seen = draft.lock_version
    if request.method == "POST":
        try:
            with changing(draft.pk, seen_in(request), by=request.user, what="修改了发文信息") as kept:
                kept.metadata = form.typed
                kept.title = kept.metadata["title"][:300]
        except (ChangedMeanwhile, NotPossible) as error:
            refused(request, error)
            seen = getattr(error, "draft", draft).lock_version
        else:
            if form.is_valid():
                messages.success(request, "已保存发文信息。")
                return to_draft(draft)
            messages.warning(request, "已保存，但还有不对的地方，改好后才能提交。")
            seen += 1
    elif not any(form.data.values()):
        form = form_of(draft)
    context |= {"title": f"发文信息：{draft}", "form": form, "seen": seen}
    return shown(request, "metadata", context)


def changed(request: HttpRequest, draft: Draft, context: Context) -> HttpResponse:
    found, form = reading_of(draft), form_of(draft)
    made = changes(draft, found)
    context |= {
        "title": f"将有的改动：{draft}",
        "changes": made[:MOST_CHANGES],
        "more": max(0, len(made) - MOST_CHANGES),
        "metadata_changes": metadata_changes(draft, form),
        "is_new": draft.manner == Draft.Manner.NEW,
        "facts": _facts(draft, found),
    }
    return shown(request, "changes", {**context, **_way(request, draft)})


def _way(request: HttpRequest, draft: Draft) -> dict[str, Any]:
    """Say which steps the user may take with the draft."""
    state, may_change = draft.state, request.user.has_perm("documents.change_draft")
    is_own = draft.owner_id == request.user.pk
    why_not = why_not_publish(draft, request.user)
    return {
        "may_submit": may_change and draft.is_editable,
        "may_discard": may_change and draft.is_editable,
        "may_resume": may_change and state == Draft.State.DISCARDED,
        "may_return": state == Draft.State.SUBMITTED and may_change and (may_publish(request.user) or is_own),
        "is_own": is_own,
        "may_be_new": may_change and draft.is_editable and _may_be_new(draft),
        "may_publish": draft.is_open and not why_not,
        "why_not": why_not if may_publish(request.user) and draft.is_open else "",
        "meanwhile": changed_meanwhile(draft) if draft.is_open else [],
        "resembling": _resembling(draft) if draft.is_editable else [],
        "four_eyes": settings.FOUR_EYES,
    }


def _may_be_new(draft: Draft) -> bool:
    """Tell whether the draft is taken for a version of a plan, but has a text of its own, or the plan is gone."""
    is_version = draft.manner != Draft.Manner.NEW
    return is_version and (draft.plan is None or draft.plan.source_sha256 != draft.source_sha256)


def _resembling(draft: Draft) -> list[tuple[Plan, str]]:
    reasons = dict(draft.resembling)
    if not reasons or draft.manner != Draft.Manner.NEW:
        return []
    return [(plan, reasons[plan.pk]) for plan in Plan.objects.filter(pk__in=reasons).without_source()]


def _facts(draft: Draft, found: Corrected) -> list[tuple[str, int]]:
    sections = found.draft.outline.sections
    return [
        ("章节条", len(sections)),
        ("任务", sum(1 for section in sections if section.kind.is_work_item)),
        ("责任分工", sum(len(found.draft.duties.get(one.id, ())) for one in sections if one.kind.is_work_item)),
        ("目标", len(found.draft.goals)),
        ("指标值", len(found.draft.targets)),
        ("校订", len(draft.corrections)),
    ]
