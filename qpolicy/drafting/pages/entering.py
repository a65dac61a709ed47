"""导入规划: files or a pasted text become drafts, each on its own, and a report says what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from documents.admin.base import is_key
from documents.models import Draft, Plan, Upload
from documents.quoting import quoted
from documents.readers import UnreadableFile
from qpolicy.audit import Kind, record
from qpolicy.drafting.batches import lay_aside, of_batch, read_some
from qpolicy.drafting.forms import ImportForm
from qpolicy.drafting.opening import Known, open_draft
from qpolicy.drafting.pages.shared import Context, shown, to_draft
from qpolicy.drafting.saving import NotPossible
from qpolicy.drafting.stored import open_edit
from qpolicy.files import check_text, read_file

PASTED = "粘贴的文字"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: a draft, or the reason why there is none and what is there instead."""

    name: str
    draft: Draft | None = None
    reason: str = ""
    plan: Plan | None = None


def import_page(request: HttpRequest, context: Context) -> HttpResponse:
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm(initial=_asked(request))
    context = {**context, "title": "导入规划", "form": form}
    if request.method != "POST" or not form.is_valid():
        return shown(request, "import", context)
    if len(form.cleaned_data["uploads"]) > 1:
        return _begun(request, form.cleaned_data)
    outcomes = [_outcome_of_file(file, form.cleaned_data, request) for file in form.cleaned_data["uploads"]]
    if (text := form.cleaned_data["text"]).strip():
        outcomes.append(_outcome(PASTED, lambda: _pasted(text, form.cleaned_data, request.user)))
    _tell(request, outcomes)
    if len(outcomes) == 1 and (made := outcomes[0].draft) and not outcomes[0].reason:
        messages.success(request, f"已读取{quoted(str(made))}，请先看读取提示，再核对各条。")
        return to_draft(made)
    return shown(request, "imported" if outcomes else "import", {**context, "outcomes": outcomes})


def batch_page(request: HttpRequest, context: Context, batch: UUID) -> HttpResponse:
    """Show what has become of several files, and go on with those that are left where that is asked for."""
    if request.method == "POST":
        read_some(batch, then=partial(_tell_of, request))
        return HttpResponseRedirect(request.path)
    files = list(of_batch(batch))
    if not files:
        raise Http404("没有这批文件。")
    done = sum(1 for file in files if file.done_at)
    counts = {"done": done, "all": len(files), "left": len(files) - done}
    return shown(request, "batch", {**context, **counts, "title": "导入规划", "files": files})


def _begun(request: HttpRequest, typed: dict[str, Any]) -> HttpResponse:
    """Lay several files aside, read the first of them, and lead to the page that says how far the work is."""
    longest = settings.FILE_LIMITS["max_bytes"] + 1  # enough to be refused by
    files = ((file.name or "文件", file.read(longest)) for file in typed["uploads"])
    if (text := typed["text"]).strip():
        outcome = _outcome(PASTED, lambda: _pasted(text, typed, request.user))
        _tell(request, [outcome])
        what = outcome.reason or f"已建立草稿{quoted(str(outcome.draft))}。"
        messages.info(request, f"{PASTED}：{what}")
    batch = lay_aside(files, owner=request.user, plan=typed["plan"])
    read_some(batch, then=partial(_tell_of, request))
    return HttpResponseRedirect(reverse("admin:documents_draft_batch", args=[batch]))


def _tell_of(request: HttpRequest, upload: Upload) -> None:
    _tell(request, [Outcome(upload.name, draft=upload.draft, reason=upload.reason)])


def edit_plan(request: HttpRequest, context: Context, plan: int) -> HttpResponse:
    """Begin a draft of a plan that is stored, or lead to the one that there is."""
    stored = get_object_or_404(Plan, pk=plan)
    if request.method == "POST":
        try:
            return to_draft(open_edit(stored, owner=request.user))
        except Known as error:
            messages.info(request, str(error))
            return to_draft(cast(Draft, error.there))
        except NotPossible as error:
            messages.error(request, str(error))
    return HttpResponseRedirect(reverse("admin:documents_plan_change", args=[stored.pk]))


def _asked(request: HttpRequest) -> dict[str, str]:
    """Return the plan from whose page the editor comes."""
    key = request.GET.get("plan", "")
    return {"plan": key} if is_key(key) else {}


def _outcome_of_file(file: Any, typed: dict[str, Any], request: HttpRequest) -> Outcome:
    name = file.name or "文件"

    def opened() -> Draft:
        reading = read_file(name, file.read(settings.FILE_LIMITS["max_bytes"] + 1))  # enough to be refused by
        url = typed["source_url"] if len(typed["uploads"]) == 1 else ""
        plan = typed["plan"]
        return open_draft(reading.text, owner=request.user, name=name, url=url, notes=reading.notes, plan=plan)

    return _outcome(name, opened)


def _pasted(text: str, typed: dict[str, Any], owner: Any) -> Draft:
    check_text(text)
    url = "" if typed["uploads"] else typed["source_url"]
    return open_draft(text, owner=owner, url=url, plan=typed["plan"])


def _outcome(name: str, opened: Any) -> Outcome:
    try:
        return Outcome(name, draft=opened())
    except UnreadableFile as error:
        return Outcome(name, reason=str(error))
    except Known as error:
        there = error.there
        return Outcome(
            name,
            reason=str(error),
            draft=there if isinstance(there, Draft) else None,
            plan=there if isinstance(there, Plan) else None,
        )


def _tell(request: HttpRequest, outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        what = outcome.reason or f"建立草稿 {outcome.draft.pk if outcome.draft else ''}"
        record(Kind.IMPORT, request=request, subject=outcome.name, details=what, success=not outcome.reason)
