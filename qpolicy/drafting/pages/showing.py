"""The preview of a draft, its form of metadata, and what publishing it would change."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse

from documents.admin.publishing import may_publish
from documents.models import Draft, Plan, Section
from documents.store.departments import key_of
from qpolicy.corrections import Corrected, alters, identity
from qpolicy.drafting.catalogue import choices, departments_in, indicators_in
from qpolicy.drafting.changes import changes, metadata_changes, rule_changes
from qpolicy.drafting.entered import entered_by_hand, entered_changes, lost
from qpolicy.drafting.forms import functions
from qpolicy.drafting.metadata import form_of
from qpolicy.drafting.pages.shared import Context, refused, region_of_draft, seen_in, shown, to_draft
from qpolicy.drafting.preview import pages_of, rows_of, warnings_of
from qpolicy.drafting.publishing import changed_meanwhile, hidden_as, is_sufficient_alone, why_not_publish
from qpolicy.drafting.readings import reading_of
from qpolicy.drafting.relation import answer_of, features_of, is_answered, resembling_of
from qpolicy.drafting.returned import changes_since_return
from qpolicy.drafting.saving import ChangedMeanwhile, NotPossible, changing
from qpolicy.drafting.wording import KINDS, told

MOST_CHANGES = 200
MAY_YET = "提交之后可以由您审核发布。一旦由您改动或提交，就须由另一位审核员发布。"


def preview(request: HttpRequest, draft: Draft, context: Context) -> HttpResponse:
    found = reading_of(draft)
    region = region_of_draft(draft)
    bodies, notions = departments_in(found, region, draft.updated), indicators_in(found, draft.updated)
    new = [named for named in bodies if named.known is None]
    unseen = {named.key for named in new if not named.is_seen}
    chosen = {("department", key): words for key, words in choices(bodies, dict(functions())).items()}
    chosen |= {("indicator", key): words for key, words in choices(notions, {}).items()}
    pages = pages_of(found)
    asked = request.GET.get("page", "")
    page = min(max(int(asked), 1), pages) if asked.isdecimal() and len(asked) < 6 else 1
    form = form_of(draft)
    entered = entered_by_hand(draft, found)
    names = [duty.name for duties in found.draft.duties.values() for duty in duties]
    names += [duty.label for one in entered for duty in one.duties]
    written = [name for name in names if key_of(name) in unseen]
    return shown(
        request,
        "preview",
        {
            **context,
            **_way(request, draft),
            "title": f"草稿：{draft}",
            "rows": rows_of(found, page, unknown=written, entered=entered),
            "entered": entered,
            "page": page,
            "pages": range(1, pages + 1),
            "warnings": warnings_of(found),
            "facts": [*_facts(found), ("校订", sum(map(alters, draft.corrections)))],
            "form": form,
            "is_complete": form.is_valid(),
            "has_region": region is not None,
            "new_bodies": len(new),
            "unseen_bodies": len(unseen),
            "rules": len(found.draft.defaults),
            "unknown_indicators": sum(1 for named in notions if named.known is None),
            "made": [(told(one, found, chosen), " ".join(identity(one))) for one in found.corrections if alters(one)],
            "unfit": [told(one, found, chosen) for one in (*found.unfit, *lost(draft, entered))],
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
    context |= {"title": f"发文信息：{draft}", "form": form, "seen": seen}
    return shown(request, "metadata", context)


def changed(request: HttpRequest, draft: Draft, context: Context) -> HttpResponse:
    if not draft.is_open:
        return to_draft(draft)
    found, form = reading_of(draft), form_of(draft)
    made = [*changes(draft, found), *entered_changes(entered_by_hand(draft, found))]
    context |= {
        "title": f"将有的改动：{draft}",
        "changes": made[:MOST_CHANGES],
        "more": max(0, len(made) - MOST_CHANGES),
        "metadata_changes": metadata_changes(draft, form),
        "rule_changes": rule_changes(draft, found),
        "is_new": draft.manner == Draft.Manner.NEW,
        "facts": _facts(found),
    }
    return shown(request, "changes", {**context, **_way(request, draft)})


def _way(request: HttpRequest, draft: Draft) -> dict[str, Any]:
    """Say which steps the user may take with the draft."""
    state, may_change = draft.state, request.user.has_perm("documents.change_draft")
    is_own = draft.owner_id == request.user.pk
    why_not = why_not_publish(draft, request.user)
    is_submitted = state == Draft.State.SUBMITTED
    resembling = resembling_of(draft) if draft.is_open else []
    return {
        "may_submit": may_change and draft.is_editable,
        "may_discard": may_change and draft.is_editable,
        "may_resume": may_change and state == Draft.State.DISCARDED,
        "may_return": is_submitted and may_change and (may_publish(request.user) or is_own),
        "is_own": is_own,
        "may_be_new": may_change and draft.is_editable and _may_be_new(draft),
        "may_publish": is_submitted and not why_not,
        "may_do_both": may_change and draft.is_editable and is_sufficient_alone(request.user),
        "why_not": _turn(draft, request.user, why_not) if may_publish(request.user) and draft.is_open else "",
        "contributors": _contributors(draft),
        "hidden_as": hidden_as(draft) if draft.is_open else "",
        "is_withdrawn": hidden_as(draft) == Plan.Status.WITHDRAWN.label,
        "meanwhile": changed_meanwhile(draft) if draft.is_open else [],
        "changes_since_return": changes_since_return(draft) if draft.is_open else None,
        "features": features_of(draft.plan) if draft.plan else "",
        "resembling": resembling,
        "is_answered": is_answered(draft),
        "answer": answer_of(draft),
    }


def _turn(draft: Draft, user: Any, why_not: str) -> str:
    """Say to a reviewer whose turn it is to publish."""
    if why_not or not draft.is_editable or is_sufficient_alone(user):
        return why_not
    return MAY_YET


def _contributors(draft: Draft) -> list[str]:
    """Return who changed or submitted the draft besides whoever entered it."""
    keys = [key for key in draft.contributors if key != draft.owner_id]
    names = dict(User.objects.filter(pk__in=keys).values_list("pk", "username")) if keys else {}
    return [names.get(key, "（账号已删除）") for key in keys]


def _may_be_new(draft: Draft) -> bool:
    """Tell whether the draft is taken for a version of a plan, but has a text of its own, or the plan is gone."""
    is_version = draft.manner != Draft.Manner.NEW
    return is_version and (draft.plan is None or draft.plan.source_sha256 != draft.source_sha256)


def _facts(found: Corrected) -> list[tuple[str, int]]:
    sections = found.draft.outline.sections
    kinds = Counter(section.kind.value for section in sections)
    others = [kind for kind in Section.WORK_ITEMS if kind != Section.Kind.TASK and kinds[kind]]
    return [
        ("章节条", len(sections)),
        *((KINDS[kind], kinds[kind]) for kind in (Section.Kind.TASK, *others)),
        ("责任分工", sum(len(found.draft.duties.get(one.id, ())) for one in sections if one.kind.is_work_item)),
        ("目标", len(found.draft.goals)),
        ("指标值", len(found.draft.targets)),
    ]
