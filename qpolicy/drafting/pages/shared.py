"""What the pages of drafts share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from documents.models import Draft, Region
from qpolicy.corrections import Corrected
from qpolicy.drafting.metadata import form_of
from qpolicy.drafting.preview import page_at
from qpolicy.drafting.saving import ChangedMeanwhile, NotPossible

Context = dict[str, Any]


def shown(request: HttpRequest, name: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    here = "" if name == "preview" else str(context["title"]).partition("：")[0]
    return render(request, f"admin/documents/draft/{name}.html", {**context, "here": here}, status=status)


def to_draft(draft: Draft, number: int = 0) -> HttpResponseRedirect:
    """Lead back to the preview, to a section of it where one is named."""
    address = reverse("admin:documents_draft_change", args=[draft.pk])
    return HttpResponseRedirect(f"{address}?page={page_at(number)}#s{number}" if number else address)


def seen_in(request: HttpRequest, name: str = "seen") -> int:
    """Return the version that was on the screen, of the draft unless another field is named."""
    typed = request.POST.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else -1


def region_of_draft(draft: Draft) -> Region | None:
    """Return the region that the form names; None where it names none that there is."""
    form = form_of(draft)
    form.is_valid()
    region: Region | None = form.cleaned_data.get("region")
    return region


def refused(request: HttpRequest, error: ChangedMeanwhile | NotPossible) -> None:
    """Tell why nothing was saved, and who was quicker."""
    messages.error(request, str(error))
    for sentence in getattr(error, "told", []):
        messages.warning(request, sentence)


def number_at(found: Corrected, place: int) -> int:
    """Return the number of the section that stands at a place of the text."""
    sections = found.draft.outline.sections
    return next((one.id for one in sections for start, end in one.spans if start <= place < end), 0)
