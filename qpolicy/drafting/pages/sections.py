"""One section of a draft: corrected, joined with the next, split, its text replaced."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse

from documents.models import Draft
from documents.outline import Section
from qpolicy.corrections import Corrected
from qpolicy.drafting import sections
from qpolicy.drafting.forms import DeadlineForm, Duties, DutiesAsRead, Goals, SectionForm, Targets
from qpolicy.drafting.pages.shared import Context, number_at, refused, seen_in, shown, to_draft
from qpolicy.drafting.preview import page_at, table_of, warnings_of
from qpolicy.drafting.readings import reading_of
from qpolicy.drafting.saving import ChangedMeanwhile, NotPossible, changing, correct, correct_text
from qpolicy.drafting.wording import name_of

GONE = "这一条已不在文中（可能刚被合并、拆开或改写）。您填写的内容列在下面，请到相应的条目中重新填写。"
NOTHING_NEXT = "后面没有可以合并的条目；表格不能合并。"
NO_PLACE = "不能在这里拆开，请刷新页面后再试。"
NO_STEP = "没有这样的操作。"


def section(request: HttpRequest, draft: Draft, context: Context, section: str) -> HttpResponse:
    found = reading_of(draft)
    shown_section = sections.section_of(found, section)
    if shown_section is None:
        return _gone(request, context) if request.method == "POST" else _missing()
    forms = _forms(found, shown_section, request.POST if request.method == "POST" else None)
    seen = draft.lock_version
    if request.method == "POST":
        try:
            if answer := _saved(request, draft, shown_section, section, forms):
                return answer
        except (ChangedMeanwhile, NotPossible) as error:
            refused(request, error)
            if isinstance(error, ChangedMeanwhile):
                seen, found = error.draft.lock_version, reading_of(error.draft)
                now = sections.section_of(found, section)
                if now is None:
                    return _gone(request, context)
                shown_section = now
    return _shown(request, found, shown_section, {**context, **forms, "seen": seen})


def _saved(
    request: HttpRequest, draft: Draft, shown_section: Section, key: str, forms: dict[str, Any]
) -> HttpResponse | None:
    """Do what was asked and lead back to the preview; None where what was typed is not right."""
    wish = request.POST.get("do") or "save"
    if wish == "save" and not all(form.is_valid() for form in forms.values()):
        messages.error(request, "没有保存：请改正下面标出的地方。")
        return None
    what = {"reset": "撤销了校订", "join": "合并了下一条"}.get(wish, "拆开了" if wish.startswith("split") else "校订了")
    with changing(draft.pk, seen_in(request), by=request.user, what=f"{what}“{name_of(shown_section)}”") as kept:
        found = reading_of(kept)
        now = sections.section_of(found, key)
        if now is None:
            raise NotPossible(GONE)
        _do(wish, kept, found, now, forms)
        place = min((start for start, _ in now.spans), default=0)
    messages.success(request, "已保存。")
    return to_draft(draft, number_at(reading_of(kept), place))


def _do(wish: str, kept: Draft, found: Corrected, now: Section, forms: dict[str, Any]) -> None:
    key = found.keys[now.id - 1]
    if wish == "reset":
        sections.reset(kept, found, now)
    elif wish == "join":
        following = found.draft.outline.sections[now.id] if now.id < len(found.keys) else None
        if following is None or following.rows or now.rows:
            raise NotPossible(NOTHING_NEXT)
        correct(kept, {"kind": "join", "section": key, "with": found.keys[now.id]})
    elif wish.startswith("split-"):
        at = wish.removeprefix("split-")
        made = sections.split_at(found, now, int(at) if at.isdecimal() and len(at) < 9 else -1)
        if made is None:
            raise NotPossible(NO_PLACE)
        correct(kept, made)
    elif wish == "save":
        _save(kept, found, now, forms)
    else:
        raise NotPossible(NO_STEP)


def _save(kept: Draft, found: Corrected, now: Section, forms: dict[str, Any]) -> None:
    sections.correct_section(kept, found, now, forms["form"].cleaned_data)
    sections.correct_findings(kept, found, now, forms)
    if "deadline" in forms:
        sections.correct_deadline(kept, found, now, forms["deadline"].cleaned_data["deadline"])
    stretches = sections.stretches_of(found, now)
    source = found.draft.outline.source
    if len(stretches) != len(forms["form"].stretches):
        raise NotPossible("原文已被改写，请刷新页面后再试。")
    for at, (start, end) in reversed(list(enumerate(stretches))):
        new = forms["form"].cleaned_data[f"stretch{at}"]
        if new != source[start:end]:
            correct_text(kept, (start, end), new)


def _forms(found: Corrected, section: Section, data: Any) -> dict[str, Any]:
    source = found.draft.outline.source
    stretches = [source[start:end] for start, end in sections.stretches_of(found, section)]
    first = sections.first_values(found, section)
    duties = Duties if section.kind.is_work_item else DutiesAsRead  # only work items have departments
    deadline = {"deadline": DeadlineForm(data, initial={"deadline": sections.deadline_of(found, section)})}
    return {
        **(deadline if section.kind.is_work_item else {}),
        "form": SectionForm(data, parents=sections.parents_of(found, section), stretches=stretches, initial=first),
        "duties": duties(data, prefix="duty", initial=sections.duties_of(found, section)),
        "targets": Targets(data, prefix="target", initial=sections.targets_of(found, section)),
        "goals": Goals(data, prefix="goal", initial=sections.goals_of(found, section)),
    }


def _shown(request: HttpRequest, found: Corrected, section: Section, context: Context) -> HttpResponse:
    following = found.draft.outline.sections[section.id] if section.id < len(found.keys) else None
    key = found.keys[section.id - 1]
    context |= {
        "title": f"校订：{name_of(section)}",
        "section": section,
        "wrong": list(_wrong(context)),
        "number": section.id,
        "page": page_at(section.id),
        "key": key,
        "places": sections.places_to_split(section),
        "following": following if following and not following.rows and not section.rows else None,
        "following_name": name_of(following) if following else "",
        "following_key": found.keys[section.id] if following else "",
        "before_key": found.keys[section.id - 2] if section.id > 1 else "",
        "remarks": [one for one in warnings_of(found) if one.number == section.id],
        "is_corrected": any(one.get("section") == key and one["kind"] != "rule" for one in found.corrections)
        or "~" in key,
        "table": table_of(found, section),
    }
    return shown(request, "section", context)


def _wrong(forms: Context) -> Iterator[tuple[str, str, str]]:
    """Yield what is to be put right: the label, the id, and what is wrong with it; the page is long."""
    single = [forms["form"], *([forms["deadline"]] if "deadline" in forms else [])]
    for form in (*single, *forms["duties"], *forms["targets"], *forms["goals"]):
        for field in form if form.is_bound else ():
            for error in field.errors:
                yield str(field.label), field.id_for_label, str(error)


def _gone(request: HttpRequest, context: Context) -> HttpResponse:
    """Show what was typed where the section it was typed for is there no more."""
    hidden = ("csrfmiddlewaretoken", "seen", "do")
    typed = [
        (name, value)
        for name, value in request.POST.items()
        if value and name not in hidden and not name.endswith(("_FORMS", "-was"))
    ]
    messages.error(request, GONE)
    return shown(request, "gone", {**context, "title": "没有保存", "typed": typed}, status=409)


def _missing() -> HttpResponse:
    raise Http404("草稿中没有这一条。")
