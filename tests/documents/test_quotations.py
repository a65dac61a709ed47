"""Whether a sentence stands in published plans, where, and if not, what is nearest to it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.models import Plan, Section
from documents.quotations.places import cited
from documents.quotations.verdict import LONGEST, Verdict, is_too_short, verify
from documents.shelf import Shelf
from tests import builders
from tests.hostile import queries
from tests.imported import TEXT, imported

pytestmark = pytest.mark.django_db


def asked(quotation: str, within: Plan | None = None) -> Verdict:
    return verify(quotation, Shelf(), within=within)


def anchors(verdict: Verdict) -> list[str]:
    return [place.section.anchor for place in verdict.places]


def from_source(verdict: Verdict) -> list[str]:
    return ["".join(place.plan.source_text[a:b] for a, b in place.spans) for place in verdict.places]


def test_a_sentence_is_found_in_either_script_with_its_place_in_the_source() -> None:
    imported()
    verdict = asked("加強農產品質量安全監測，完善追溯體系")
    assert anchors(verdict) == ["s-2-1"]
    assert from_source(verdict) == ["加强农产品质量安全监测,完善追溯体系"]
    assert [place.is_literal for place in verdict.places] == [False]
    assert asked("加强农产品质量安全监测,完善追溯体系").places[0].is_literal


def test_a_place_is_cited_as_official_papers_do() -> None:
    imported()
    verdict = asked("完善追溯体系")
    assert cited(verdict.places, "original") == ["《某市质量强市建设实施方案》（某府发〔2024〕16号）第二部分第（一）项"]
    assert verdict.places[0].url == "/plans/some-city/#s-2-1"


def test_a_place_comes_with_the_rest_of_its_sentence() -> None:
    imported()
    [place] = asked("完善追溯体系").places
    assert (place.before, place.behind) == ("加强农产品质量安全监测,", ",2025年底前全覆盖。")


def test_number_and_title_belong_to_the_text() -> None:
    imported()
    assert from_source(asked("（二）培育区域品牌。开展品牌培育行动")) == ["二)培育区域品牌。开展品牌培育行动"]


def test_a_quotation_may_go_over_from_one_section_to_the_next() -> None:
    imported()
    [place] = asked("市市场监管局配合）（二）培育区域品牌").places
    assert (place.section.anchor, place.until and place.until.anchor) == ("s-2-1", "s-2-2")
    assert "".join(place.plan.source_text[a:b] for a, b in place.spans) == "市市场监管局配合)(二)培育区域品牌"


def test_another_number_is_not_found_and_the_nearest_passage_tells_what_differs() -> None:
    imported()
    verdict = asked("到2025年，制造业产品质量合格率达到96%")
    assert not verdict.is_found
    [near] = verdict.near[:1]
    assert near.place.written == "到2025年,制造业产品质量合格率达到94%"
    assert [(step.old, step.new) for step in near.steps if not step.is_same] == [("96", "94")]


def test_what_nobody_says_is_near_to_nothing() -> None:
    imported()
    assert asked("今天天气晴朗适合去公园散步") == Verdict("今天天气晴朗适合去公园散步")


def test_one_plan_may_be_asked_alone() -> None:
    own, other = imported(), imported("other", TEXT.replace("某市质量", "别市质量").replace("16号", "17号"))
    assert {place.plan for place in asked("完善追溯体系").places} == {own, other}
    assert [place.plan for place in asked("完善追溯体系", within=other).places] == [other]


def test_every_time_that_a_section_says_it_is_a_place_of_its_own() -> None:
    imported(text=TEXT.replace("完善追溯体系,", "完善追溯体系,加强监管,完善追溯体系,"))
    spans = [place.spans for place in asked("完善追溯体系").places]
    assert len(spans) == 2 and spans[0] != spans[1]


@pytest.mark.parametrize("status", ["draft", "review", "withdrawn"])
def test_what_is_not_published_is_neither_found_nor_near(status: str) -> None:
    imported(status=status)
    assert asked("加强农产品质量安全监测,完善追溯体系") == Verdict("加强农产品质量安全监测,完善追溯体系")


def test_newest_editions_come_first() -> None:
    older, newer = builders.two_editions()
    assert [place.plan for place in asked("布局国家质检中心").places] == [newer, older]


def test_what_was_entered_by_hand_has_no_place_in_a_source() -> None:
    builders.sections(builders.published(), ("task", "(一)", "提升农产品质量"))
    assert [place.spans for place in asked("提升农产品质量").places] == [(), ()]


def test_words_that_were_corrected_since_are_told_to_stand_in_the_source() -> None:
    imported()
    section = Section.objects.get(anchor="s-2-1")
    section.text = section.text.replace("农产品质量安全监测", "食用农产品质量安全检测")
    section.save()
    verdict = asked("加强农产品质量安全监测,完善追溯体系")
    assert not verdict.is_found
    assert verdict.near[0].is_as_read
    assert asked("加强食用农产品质量安全检测").places[0].spans == ()


@pytest.mark.parametrize(
    ("quotation", "expected"), [("质量。", True), ("，，，，，", True), ("", True), ("质量强市", False)]
)
def test_a_word_or_two_are_no_quotation(quotation: str, expected: bool) -> None:
    assert is_too_short(quotation) is expected


def test_the_number_of_queries_depends_neither_on_plans_nor_on_places() -> None:
    def number(quotation: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            cited(asked(quotation).places, "original")
        return len(captured)

    imported()
    counted = [number("完善追溯体系"), number("完善追溯体制的体系")]
    for copy in range(6):
        imported(f"copy-{copy}", TEXT.replace("某市质量", f"第{copy}市质量").replace("16号", f"{copy}号"))
    assert [number("完善追溯体系"), number("完善追溯体制的体系")] == counted


def test_anything_that_can_be_typed_is_answered() -> None:
    imported()
    for typed in queries(150, text=TEXT):
        asked(typed.replace("\0", "")[:LONGEST])
