"""Departments and indicators of a draft: matched to those that are known, or to be made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from documents.models import Department, Draft
from indicators.models import Indicator
from qpolicy.corrections import Corrected, Correction
from qpolicy.drafting.catalogue import Named, departments_in, indicators_in
from qpolicy.drafting.entered import entered_by_hand
from qpolicy.drafting.forms import DepartmentNames, IndicatorNames, functions
from qpolicy.drafting.pages.shared import Context, refused, region_of_draft, seen_in, shown, to_draft
from qpolicy.drafting.preview import Entered, page_at
from qpolicy.drafting.readings import reading_of
from qpolicy.drafting.saving import ChangedMeanwhile, NotPossible, changing, correct, take_back
from qpolicy.drafting.wording import name_of


@dataclass(frozen=True, slots=True)
class Naming:
    """The names of one kind, and how the forms for them are made."""

    kind: str
    named: Sequence[Named]
    make: Any
    kwargs: dict[str, Any]

    @property
    def asked(self) -> list[Named]:
        """Return the names that an editor is asked about: unknown ones, and those that were decided."""
        return [one for one in self.named if one.known is None or one.is_mapped]

    def forms(self, data: Any) -> Any:
        first = [
            {"key": one.key, "to": str(one.known) if one.is_mapped else "", "function": one.function}
            for one in self.asked
        ]
        return self.make(data, initial=first, form_kwargs=self.kwargs, prefix="name")


def departments(request: HttpRequest, draft: Draft, context: Context) -> HttpResponse:
    region = region_of_draft(draft)
    named = departments_in(reading_of(draft), region, draft.updated)
    known = dict(Department.objects.of_region(region).values_list("name", "pk"))
    kwargs = {"known": known, "functions": functions()}
    context |= {"title": f"部门：{draft}", "noun": "部门", "region": region}
    return _page(request, draft, context, Naming("department", named, DepartmentNames, kwargs))


def indicators(request: HttpRequest, draft: Draft, context: Context) -> HttpResponse:
    named = indicators_in(reading_of(draft), draft.updated)
    kwargs = {"known": dict(Indicator.objects.values_list("name", "pk"))}
    context |= {"title": f"指标：{draft}", "noun": "指标"}
    return _page(request, draft, context, Naming("indicator", named, IndicatorNames, kwargs))


def _page(request: HttpRequest, draft: Draft, context: Context, naming: Naming) -> HttpResponse:
    asked, forms = naming.asked, naming.forms(request.POST if request.method == "POST" else None)
    seen = draft.lock_version
    if request.method == "POST":
        if not forms.is_valid():
            messages.error(request, "没有保存：请改正下面标出的地方。")
        else:
            try:
                with changing(draft.pk, seen_in(request), by=request.user, what=f"核对了{context['noun']}") as kept:
                    _keep(kept, naming.kind, [form.cleaned_data for form in forms if form.cleaned_data])
            except (ChangedMeanwhile, NotPossible) as error:
                refused(request, error)
                seen = getattr(error, "draft", draft).lock_version
            else:
                messages.success(request, f"已保存{context['noun']}的核对结果。")
                return to_draft(draft)
    found = reading_of(draft)
    entered = entered_by_hand(draft, found) if any(one.place.row for one in asked) else []
    rows = [(one, form, _where(draft, found, entered, one)) for one, form in zip(asked, forms, strict=False)]
    settled = [one for one in naming.named if one not in asked]
    context |= {"forms": forms, "rows": rows, "settled": settled, "known": sorted(naming.kwargs["known"]), "seen": seen}
    return shown(request, "names", context)


def _keep(draft: Draft, kind: str, typed: Sequence[dict[str, Any]]) -> None:
    keys = {one["key"] for one in typed}
    take_back(draft, lambda one: one["kind"] == kind and one["name"] in keys)
    made: list[Correction] = []
    for one in typed:
        if one.get("to"):
            made.append({"kind": kind, "name": one["key"], "to": one["to"]})
        elif one.get("function"):
            made.append({"kind": kind, "name": one["key"], "function": one["function"]})
    correct(draft, *made)


def _where(draft: Draft, found: Corrected, entered: Sequence[Entered], named: Named) -> tuple[str, str]:
    """Return what the section is called that names it first, and the address of its place in the preview."""
    address = reverse("admin:documents_draft_change", args=[draft.pk])
    if row := named.place.row:
        one = next((one for one in entered if one.row.pk == row), None)
        return (one.name, f"{address}?page={one.page}#h{row}") if one else ("手工录入的内容", address)
    section = found.draft.outline.sections[named.place.section]
    return name_of(section), f"{address}?page={page_at(section.id)}#s{section.id}"
