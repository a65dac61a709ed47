"""核对引文: paste a sentence, choose a plan or all of them, and see whether it stands there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from documents.models import Plan
from documents.paging import paged
from documents.quotations.places import Place, cited
from documents.quotations.verdict import LONGEST, SHORTEST, Near, is_too_short, verify
from documents.scripted import language_of, render_with_switch, writer_for
from documents.shelf import Shelf
from documents.switch import wanted_script
from documents.text import with_plain_ends
from documents.wordwise import Step

PLACES_A_PAGE = 20
LONGEST_IN_ADDRESS = 500  # characters; what is longer is answered where it was posted
LONGEST_TITLE = 30


class QuotationForm(forms.Form):
    q = forms.CharField(
        label="要核对的引文",
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
        max_length=LONGEST,
        help_text=f"粘贴一句话或一段话，最多 {LONGEST} 字。繁体简体、全角半角、标点和空白不同，不算不同；数字不同，算不同。",
        error_messages={
            "required": "请粘贴要核对的引文。",
            "max_length": f"最多 {LONGEST} 字，现有 %(show_value)d 字，请分段核对。",
            "null_characters_not_allowed": "引文中有不能识别的字符，请删去后再核对。",
        },
    )
    plan = forms.ChoiceField(
        label="在哪份规划中核对",
        required=False,
        error_messages={"invalid_choice": "没有这份规划，请重新选择。"},
    )

    def __init__(self, data: QueryDict | None, *, shelf: Shelf) -> None:
        super().__init__(data)
        self.fields["plan"].choices = [("", "全部规划"), *shelf.choices()["plan"]]  # type: ignore[attr-defined]
        self.fields["q"].widget.attrs.pop("maxlength", None)  # a browser would cut what is pasted, and say nothing

    def clean_q(self) -> str:
        quotation = with_plain_ends(str(self.cleaned_data["q"]))
        if is_too_short(quotation):
            raise forms.ValidationError(f"太短，至少要有 {SHORTEST} 个字。查找一个词请用检索。")
        return quotation


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A place in the script the reader wants; `is_literal`: not a sign is written otherwise than in the quotation."""

    cited: str
    before: str
    written: str
    behind: str
    url: str
    language: str
    is_literal: bool
    is_superseded: bool
    is_expired: bool


@dataclass(frozen=True, slots=True)
class ShownNear:
    """A passage that is like the quotation, in pieces: what both say, and what only the one or the other says."""

    place: ShownPlace
    steps: tuple[Step, ...]
    is_as_read: bool


@csrf_exempt  # nothing is changed, and nobody asked who asks: a form that anybody may send
@require_http_methods(["GET", "HEAD", "POST"])
def verify_quotation(request: HttpRequest) -> HttpResponse:
    sent = request.POST if request.method == "POST" else request.GET
    shelf = Shelf(wanted_script(request))
    form = QuotationForm(sent if "q" in sent else None, shelf=shelf)
    is_asked = form.is_valid()
    if is_asked and request.method == "POST" and len(form.cleaned_data["q"]) <= LONGEST_IN_ADDRESS:
        return redirect(_address(form.cleaned_data))
    context: dict[str, Any] = {
        "place": "verify",
        "form": form,
        "is_bare": not shelf.plans,
        "may_switch": request.method != "POST",
    }
    if is_asked:
        context |= _answered(request, form.cleaned_data, shelf)
    return render_with_switch(request, "documents/verify.html", context)


def _address(asked: dict[str, str]) -> str:
    """Return where a short quotation is answered, so that the answer can be kept and shared."""
    return f"{reverse('site:verify')}?{urlencode({name: value for name, value in asked.items() if value})}"


def _answered(request: HttpRequest, asked: dict[str, str], shelf: Shelf) -> dict[str, Any]:
    """Return what was found; the places of a long quotation, which are few, stand on one page."""
    within = next((plan for plan in shelf.plans.values() if plan.slug == asked["plan"]), None)
    verdict = verify(asked["q"], shelf, within=within)
    paging = paged(request, verdict.places, PLACES_A_PAGE)
    return {
        "verdict": verdict,
        "named": _shortened(" ".join(asked["q"].split())),
        "within": within and {"title": shelf.title_of(within), "language": language_of(within, shelf.wanted)},
        "everywhere": _address({"q": asked["q"]}) if len(asked["q"]) <= LONGEST_IN_ADDRESS else "",
        "places": _shown(list(paging["page"]), shelf),
        "near": list(_near(verdict.near, shelf)),
        "plan_count": len({place.plan.pk for place in verdict.places}),
        **(paging if request.method != "POST" else {"left_out": max(0, len(verdict.places) - PLACES_A_PAGE)}),
    }


def _shown(found: Sequence[Place], shelf: Shelf) -> list[ShownPlace]:
    return [
        ShownPlace(
            cited=citation,
            before=writer_for(place.plan, shelf.wanted)(place.before),
            written=writer_for(place.plan, shelf.wanted)(place.written),
            behind=writer_for(place.plan, shelf.wanted)(place.behind),
            url=place.url,
            language=language_of(place.plan, shelf.wanted),
            is_literal=place.is_literal,
            is_superseded=place.plan.pk in shelf.superseded,
            is_expired=place.plan.validity == Plan.Validity.EXPIRED,
        )
        for place, citation in zip(found, cited(found, shelf.wanted), strict=True)
    ]


def _near(near: Sequence[Near], shelf: Shelf) -> Iterator[ShownNear]:
    for one, place in zip(near, _shown([one.place for one in near], shelf), strict=True):
        write = writer_for(one.place.plan, shelf.wanted)
        yield ShownNear(
            place, tuple(Step(step.old, write(step.new), step.is_same) for step in one.steps), one.is_as_read
        )


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else f"{text[:LONGEST_TITLE]}…"
