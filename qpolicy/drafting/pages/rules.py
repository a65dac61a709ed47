"""The rules for the whole plan (通用分工): who has a part in every task, corrected as the departments of a task are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from documents.models import Draft
from qpolicy.corrections import Corrected
from qpolicy.drafting.forms import Rules
from qpolicy.drafting.pages.shared import Context, refused, seen_in, shown, to_draft
from qpolicy.drafting.preview import page_at
from qpolicy.drafting.readings import reading_of
from qpolicy.drafting.saving import ChangedMeanwhile, NotPossible, changing, correct, take_back
from qpolicy.drafting.sections import bodies_typed
from qpolicy.drafting.wording import name_of


def rules(request: HttpRequest, draft: Draft, context: Context) -> HttpResponse:
    found, seen = reading_of(draft), draft.lock_version
    forms = _forms(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and not forms.is_valid():
        messages.error(request, "没有保存：请改正下面标出的地方。")
    elif request.method == "POST":
        try:
            with changing(draft.pk, seen_in(request), by=request.user, what="核对了通用分工") as kept:
                _keep(kept, reading_of(kept), [form.cleaned_data for form in forms])
        except (ChangedMeanwhile, NotPossible) as error:
            refused(request, error)
            seen = getattr(error, "draft", draft).lock_version
        else:
            messages.success(request, "已保存通用分工。")
            return to_draft(draft)
    places = {rule.name: _place(found, rule.section) for rule in found.structured.defaults if rule.section}
    rows = [(form, places.get(form["was"].value() or "")) for form in forms]
    context |= {"title": f"通用分工：{draft}", "forms": forms, "rows": rows, "seen": seen}
    return shown(request, "rules", context)


def _forms(found: Corrected, data: Any) -> Any:
    pairs = zip(found.keys, found.draft.outline.sections, strict=True)
    kwargs = {"sections": [(key, name_of(section)[:40]) for key, section in pairs]}
    return Rules(data, prefix="rule", initial=list(_stated(found)), form_kwargs=kwargs)


def _stated(found: Corrected) -> Iterator[dict[str, Any]]:
    """Yield the rules as they were read, each with what it was corrected to; then those that were added."""
    mine = {one["name"]: one for one in found.corrections if one["kind"] == "rule"}
    for rule in found.structured.defaults:
        values = (correction := mine.get(rule.name, {})).get("set", {})
        row = {"was": rule.name, "name": values.get("name", rule.name), "role": values.get("role", rule.role)}
        yield row | {"DELETE": bool(correction.get("removed"))}
    for name, one in mine.items():
        if one.get("added"):
            yield {"was": "", "name": name, "role": one.get("role"), "section": one.get("section", "")}


def _keep(draft: Draft, found: Corrected, typed: list[dict[str, Any]]) -> None:
    """Put what was typed in the place of all earlier corrections of rules."""
    roles = {rule.name: rule.role for rule in found.structured.defaults}
    take_back(draft, lambda one: one["kind"] == "rule")
    correct(draft, *({"kind": "rule", **one} for one in bodies_typed(typed, roles)))


def _place(found: Corrected, number: int) -> tuple[str, int, int]:
    """Return what the section is called that states a rule, its number and its page."""
    section = found.draft.outline.section(number)
    return name_of(section), number, page_at(number)
