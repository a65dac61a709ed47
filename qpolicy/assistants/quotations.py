"""Quotations for assistants: whether a sentence stands in a plan or in any plan, where, and what is nearest to it."""

from __future__ import annotations

from collections.abc import Sequence

from documents.models import Section
from documents.quotations.places import Place
from documents.quotations.verdict import SHORTEST, Near, is_too_short, verify
from documents.quoting import quoted
from documents.shelf import Shelf
from qpolicy.assistants.asked import Asked, Wrong, asked_plan
from qpolicy.assistants.citations import CITED, Citer
from qpolicy.assistants.shapes import Citation, Difference, NearPassage, QuotationPlace, Verification

FOUND, NEAR, NOT_FOUND = "原文有此句", "未找到此句，有相近的", "未找到此句"
AS_READ = "导入的原文正是所引的话，本库收录的文字后经人工校订"


def verify_quotation(asked: Asked, quotation: str, *, plan: str) -> Verification:
    """Answer as the page 核对引文 does."""
    if is_too_short(quotation):
        raise Wrong(f"引文太短，至少要有 {SHORTEST} 个字；查找一个词请用 search_tasks。")
    shelf = Shelf()
    within = asked_plan(plan, shelf) if plan else None
    found = verify(quotation, shelf, within=within)
    shown = asked.part(len(found.places))
    places = found.places[shown.rows]
    sections = _sections([*places, *(near.place for near in found.near)])
    citer = Citer.of(asked.site, shelf, sections.values())
    verdict = FOUND if found.is_found else NEAR if found.near else NOT_FOUND
    scope = quoted(within.title) if within else "全部已发布的规划"
    return Verification(
        summary=f"{verdict}（核对了{scope}{f'，{shown.said}' if found.is_found else ''}）。",
        is_lower_bound=found.is_lower_bound,
        verdict=verdict,
        is_found=found.is_found,
        places=[QuotationPlace(cited=_cited(place, sections, citer), is_literal=place.is_literal) for place in places],
        near=[_near(near, sections, citer) for near in found.near],
        **shown.fields,
    )


def _sections(places: Sequence[Place]) -> dict[int, Section]:
    return Section.objects.only(*CITED).in_bulk({place.section.pk for place in places})


def _near(near: Near, sections: dict[int, Section], citer: Citer) -> NearPassage:
    cited = _cited(near.place, sections, citer)
    if near.is_as_read:
        cited = cited.model_copy(update={"notes": [*cited.notes, AS_READ]})
    return NearPassage(
        likeness=round(near.likeness, 2),
        cited=cited,
        differences=[Difference(said=step.old, written=step.new) for step in near.steps if not step.is_same],
    )


def _cited(place: Place, sections: dict[int, Section], citer: Citer) -> Citation:
    return citer.of_words(sections[place.section.pk], place.written, place.spans)
