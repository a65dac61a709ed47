"""What is done to a draft as a whole: submitted, returned, published, discarded, made a version of a plan."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from documents.admin.base import is_key
from documents.models import Draft, Plan
from documents.quoting import quoted
from documents.store import storable
from qpolicy.corrections import alters, identity
from qpolicy.drafting import publishing
from qpolicy.drafting.metadata import metadata_of
from qpolicy.drafting.opening import look_again
from qpolicy.drafting.pages.shared import Context, refused, seen_in, to_draft
from qpolicy.drafting.saving import ChangedMeanwhile, NotPossible, changing, take_back
from qpolicy.drafting.stored import carry_over, leave
from qpolicy.storing import Stored

SAID = {
    "submit": "已提交，等待审核。",
    "return": "已退回。",
    "discard": "已放弃。需要时可以恢复。",
    "resume": "已恢复，可以继续编辑。",
    "accept": "已记下您核对过他人的修改，发布时以本草稿为准。",
    "undo": "已撤销这一处校订。",
}
RECALLED = "已撤回提交，可以继续编辑。"
PUBLISHING = {"publish": publishing.publish, "submit-and-publish": publishing.submit_and_publish}


def step(request: HttpRequest, draft: Draft, context: Context) -> HttpResponse:
    if request.method != "POST":
        return to_draft(draft)
    wish = request.POST.get("do", "")
    try:
        if wish in ("submit", *PUBLISHING):
            look_again(draft.pk)
        if publish := PUBLISHING.get(wish):
            return _published(request, draft, publish)
        _do(wish, request, draft)
    except (ChangedMeanwhile, NotPossible) as error:
        refused(request, error)
    else:
        messages.success(request, _said(wish, draft))
    if wish == "discard":
        return HttpResponseRedirect(reverse("admin:documents_draft_changelist"))
    return _back_to_list(request, draft) if wish == "undo" else to_draft(draft)


def _published(request: HttpRequest, draft: Draft, publish: Callable[..., Stored]) -> HttpResponse:
    was = publishing.hidden_as(draft)
    if was == Plan.Status.WITHDRAWN.label and not request.POST.get("again"):
        raise NotPossible(publishing.AGAIN)
    stored = publish(draft.pk, seen_in(request), request=request)
    more = f"它原为“{was}”，现在对外公开。" if was else ""
    messages.success(request, f"已发布{quoted(stored.plan.title)}。{more}")
    return to_draft(draft)


def _back_to_list(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Lead to the page of the preview that was shown, and to what now stands there in the list of corrections."""
    page, place = (int(typed) if is_key(typed := request.POST.get(name, "")) else 1 for name in ("page", "place"))
    draft.refresh_from_db(fields=["corrections"])
    left = sum(map(alters, draft.corrections))
    return HttpResponseRedirect(f"{to_draft(draft).url}?page={page}" + (f"#m{min(place, left)}" if left else ""))


def _do(wish: str, request: HttpRequest, draft: Draft) -> None:
    match wish:
        case "submit":
            publishing.submit(draft.pk, seen_in(request), request=request)
        case "return":
            publishing.give_back(draft.pk, storable(request.POST.get("remark", ""))[:2000], request=request)
        case "discard":
            publishing.discard(draft.pk, request=request)
        case "resume":
            publishing.resume(draft.pk, request=request)
        case "accept":
            publishing.accept_plan(draft.pk, seen_in(request, "plan_version"), request=request)
        case "manner":
            _set_manner(request, draft)
        case "undo":
            wanted = request.POST.get("correction", "")
            with changing(draft.pk, seen_in(request), by=request.user, what="撤销了一处校订") as kept:
                take_back(kept, lambda one: " ".join(identity(one)) == wanted)
        case _:
            raise NotPossible("没有这样的操作。")


def _said(wish: str, draft: Draft) -> str:
    """Say what was done; to take back what one has submitted oneself is not to return it."""
    draft.refresh_from_db(fields=["state", "manner"])
    if wish == "manner":
        return f"已选定：{draft.get_manner_display()}。"
    return RECALLED if wish == "return" and draft.state == Draft.State.EDITING else SAID.get(wish, "")


def _set_manner(request: HttpRequest, draft: Draft) -> None:
    """Make the draft an update or a new edition of a plan that it resembles, or a plan of its own."""
    manner, key = request.POST.get("manner", ""), request.POST.get("plan", "")
    is_of_plan = manner != Draft.Manner.NEW and is_key(key)
    plan = Plan.objects.filter(pk=key).first() if is_of_plan else None
    if manner not in Draft.Manner.values or (plan is None and manner != Draft.Manner.NEW):
        raise NotPossible("没有这份规划，请刷新页面后再试。")
    words = f"改为“{Draft.Manner(manner).label}”{quoted(plan.title) if plan else ''}"
    with changing(draft.pk, seen_in(request), by=request.user, what=words) as kept:
        if kept.manner == Draft.Manner.UPDATE and kept.plan and kept.source_sha256 != kept.plan.source_sha256:
            leave(kept, kept.plan)
        is_settled = kept.manner == manner == Draft.Manner.NEW  # else the question is put again
        kept.manner, kept.plan = manner, plan
        kept.base_lock_version = plan.lock_version if plan else None
        kept.is_another = is_settled
        if plan and manner == Draft.Manner.UPDATE:
            stored = metadata_of(plan)
            kept.metadata = {name: stored.get(name) or value for name, value in {**stored, **kept.metadata}.items()}
            kept.title = kept.metadata["title"][:300]
            carry_over(kept, plan)
