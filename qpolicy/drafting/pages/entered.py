"""One section that was entered by hand, corrected in a draft of its plan as those of the source are."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from documents.models import Draft
from qpolicy.drafting.entered import correct_entered, duties_of, entered_by_hand
from qpolicy.drafting.forms import Duties, EnteredForm
from qpolicy.drafting.pages.shared import Context, refused, seen_in, shown
from qpolicy.drafting.preview import Entered
from qpolicy.drafting.readings import reading_of
from qpolicy.drafting.saving import ChangedMeanwhile, NotPossible, changing


def entered(request: HttpRequest, draft: Draft, context: Context, row: int) -> HttpResponse:
    one = _found(draft, row)
    forms = _forms(draft, one, request.POST if request.method == "POST" else None)
    seen = draft.lock_version
    if request.method == "POST" and not all(form.is_valid() for form in forms.values()):
        messages.error(request, "没有保存：请改正下面标出的地方。")
    elif request.method == "POST":
        try:
            with changing(draft.pk, seen_in(request), by=request.user, what=f"校订了“{one.name}”") as kept:
                _save(kept, one, forms)
        except (ChangedMeanwhile, NotPossible) as error:
            refused(request, error)
            seen = getattr(error, "draft", draft).lock_version
        else:
            messages.success(request, "已保存。")
            return HttpResponseRedirect(_place(draft, one))
    context |= {**forms, "title": f"校订：{one.name}", "one": one, "seen": seen, "back": _place(draft, one)}
    return shown(request, "entered", context)


def _found(draft: Draft, row: int) -> Entered:
    one = next((one for one in entered_by_hand(draft, reading_of(draft)) if one.row.pk == row), None)
    if one is None:
        raise Http404("规划中没有这一条手工录入的内容。")
    return one


def _forms(draft: Draft, one: Entered, sent: Any) -> dict[str, Any]:
    form = EnteredForm(sent, row=one.row, initial=one.values)
    if not one.row.is_work_item:
        return {"form": form}
    return {"form": form, "duties": Duties(sent, prefix="duty", initial=duties_of(one, draft.corrections))}


def _save(kept: Draft, one: Entered, forms: dict[str, Any]) -> None:
    duties = [form.cleaned_data for form in forms["duties"]] if "duties" in forms else []
    correct_entered(kept, one.row, forms["form"].cleaned_data, duties)


def _place(draft: Draft, one: Entered) -> str:
    return f"{reverse('admin:documents_draft_change', args=[draft.pk])}?page={one.page}#h{one.row.pk}"
