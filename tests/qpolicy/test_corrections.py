"""Corrections of a reading: each does what it says, none is lost by reading again, and no character of the source is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.outline import Kind
from qpolicy.corrections import Corrected, Correction, corrected, put, rekeyed, replace_text, working_text
from qpolicy.corrections.findings import names_of
from qpolicy.ingest import Draft

TEXT = """某市质量强市建设实施方案

一、总体要求
到2025年,制造业产品质量合格率达到94%。
二、重点任务
(一)提升农产品质量。加强监测。推进认证。(市农业农村局、市市场监管局负责)
(二)发展绿色建筑。推广绿色建材,到2025年绿色建筑占比达到90%。(市住建局牵头,市财政局配合)
(三)培育品牌。支持企业争创品牌。
四、保障措施
(一)加强领导。各部门要协同推进。
"""


def read(*corrections: Correction) -> Corrected:
    return corrected(TEXT, corrections)


def key(words: str, found: Corrected | None = None) -> str:
    found = found or read()
    return found.keys[place(words, found)]


def place(words: str, found: Corrected) -> int:
    sections = found.draft.outline.sections
    return next(at for at, one in enumerate(sections) if words in f"{one.number or ''}{one.title or ''}{one.text}")


def duties(found: Corrected, words: str) -> list[tuple[str, str]]:
    return [(duty.name, duty.role) for duty in found.draft.duties.get(place(words, found) + 1, ())]


def target_of(found: Corrected, words: str) -> Any:
    return next(target for target in found.draft.targets if target.section == place(words, found) + 1)


def lines(found: Corrected) -> list[str]:
    return [f"{one.number or ''}{one.title or ''}|{one.text}" for one in found.draft.outline.sections]


def test_without_corrections_the_draft_is_the_reading() -> None:
    found = read()
    assert found.draft == found.reading
    assert found.origins == tuple(range(1, len(found.keys) + 1))


def test_kind_number_and_title_become_what_the_editor_says() -> None:
    values = {"kind": "safeguard", "number": "（三）", "title": "培育知名品牌"}
    found = read({"kind": "section", "section": key("培育品牌"), "set": values})
    section = found.draft.outline.sections[place("培育知名品牌", found)]
    assert (section.kind, section.number, section.title) == (Kind.SAFEGUARD, "（三）", "培育知名品牌")
    assert found.unfit == ()


def test_a_paragraph_that_becomes_a_task_has_its_departments_read() -> None:
    text = TEXT.replace("(三)培育品牌。支持企业争创品牌。", "(三)培育品牌。支持企业。\n开展行动。(市教育局负责)")
    first = corrected(text, [])
    at = key("开展行动", first)
    if first.draft.outline.sections[place("开展行动", first)].kind is Kind.PARAGRAPH:
        found = corrected(text, [{"kind": "section", "section": at, "set": {"kind": "task"}}])
        assert duties(found, "开展行动") == [("市教育局", "responsible")]


def test_a_section_moves_under_one_that_stands_before_it_and_under_no_other() -> None:
    chapter, later = key("总体要求"), key("保障措施")
    found = read({"kind": "section", "section": key("培育品牌"), "set": {"parent": chapter}})
    assert found.draft.outline.sections[place("培育品牌", found)].parent == place("总体要求", found) + 1
    wrong: Correction = {"kind": "section", "section": key("培育品牌"), "set": {"parent": later}}
    assert read(wrong).unfit == (wrong,)


def test_a_section_is_joined_with_the_next() -> None:
    found = read({"kind": "join", "section": key("发展绿色建筑"), "with": key("培育品牌")})
    assert (
        "(二)发展绿色建筑|推广绿色建材,到2025年绿色建筑占比达到90%。(市住建局牵头,市财政局配合)\n(三)培育品牌。支持企业争创品牌。"
        in lines(found)
    )
    assert len(found.keys) == len(read().keys) - 1


def test_only_neighbours_are_joined() -> None:
    wrong: Correction = {"kind": "join", "section": key("提升农产品"), "with": key("培育品牌")}
    assert read(wrong).unfit == (wrong,)


def test_several_are_joined_to_one() -> None:
    one, two, three = key("提升农产品"), key("发展绿色建筑"), key("培育品牌")
    found = read(
        {"kind": "join", "section": one, "with": two},
        {"kind": "join", "section": two, "with": three},
    )
    assert found.unfit == ()
    assert lines(found)[place("提升农产品", found)].endswith("(三)培育品牌。支持企业争创品牌。")


def test_a_section_is_split_and_what_stands_in_each_part_is_its_own() -> None:
    text = read().draft.outline.sections[place("提升农产品", read())].text
    at = text.index("推进认证")
    found = read({"kind": "split", "section": key("提升农产品"), "at": at, "words": "推进认证"})
    assert "(一)提升农产品质量|加强监测。" in lines(found)
    assert duties(found, "加强监测") == []
    assert duties(found, "推进认证") == [("市农业农村局", "responsible"), ("市市场监管局", "responsible")]
    assert found.origins[place("推进认证", found)] is None


def test_what_is_split_off_and_begins_with_a_number_has_number_and_title() -> None:
    text = "某市方案\n一、任务\n(一)甲。做甲事。(二)乙。做乙事。\n"
    first = corrected(text, [])
    section = first.draft.outline.sections[place("做乙事", first)]
    at = section.text.index("(二)")
    found = corrected(text, [{"kind": "split", "section": first.keys[section.id - 1], "at": at, "words": "(二)乙"}])
    second = found.draft.outline.sections[place("做乙事", found)]
    assert (second.number, second.title, second.text) == ("(二)", "乙", "做乙事。")


def test_a_department_is_renamed_removed_added_and_given_another_role() -> None:
    at = key("发展绿色建筑")
    found = read(
        {"kind": "duty", "section": at, "name": "市住建局", "set": {"name": "市住房城乡建设局"}},
        {"kind": "duty", "section": at, "name": "市财政局", "removed": True},
        {"kind": "duty", "section": at, "name": "市科技局", "added": True, "role": "participant"},
    )
    assert duties(found, "发展绿色建筑") == [("市住房城乡建设局", "lead"), ("市科技局", "participant")]
    other = read({"kind": "duty", "section": at, "name": "市财政局", "set": {"role": "lead"}})
    assert ("市财政局", "lead") in duties(other, "发展绿色建筑")


def test_a_department_that_is_renamed_to_another_stands_once() -> None:
    at = key("发展绿色建筑")
    found = read({"kind": "duty", "section": at, "name": "市财政局", "set": {"name": "市住建局"}})
    assert [name for name, _ in duties(found, "发展绿色建筑")] == ["市住建局"]


def test_a_target_is_changed_removed_and_added() -> None:
    at = key("发展绿色建筑")
    [name] = names_of([target_of(read(), "发展绿色建筑")])
    found = read({"kind": "target", "section": at, "target": name, "set": {"value": "95", "operator": ">="}})
    target = target_of(found, "发展绿色建筑")
    assert (target.value, target.operator, target.unit, target.year) == ("95", ">=", "%", 2025)
    gone = read({"kind": "target", "section": at, "target": name, "removed": True})
    assert not any(one.section == place("发展绿色建筑", gone) + 1 for one in gone.draft.targets)
    values = {"name": "品牌数量", "value": "30", "unit": "个", "year": 2025}
    more = read({"kind": "target", "section": key("培育品牌"), "target": "new-1", "added": True, "set": values})
    assert target_of(more, "培育品牌").name == "品牌数量"


def test_what_fits_nothing_is_named_and_changes_nothing() -> None:
    wrong: list[Correction] = [
        {"kind": "duty", "section": key("培育品牌"), "name": "市无此局", "removed": True},
        {"kind": "target", "section": "none", "target": "无|2025|1", "removed": True},
        {"kind": "split", "section": key("培育品牌"), "at": 999, "words": "无此文字"},
        {"kind": "section", "section": "none", "set": {"title": "无"}},
    ]
    found = read(*wrong)
    assert set(map(str, found.unfit)) == set(map(str, wrong))
    assert lines(found) == lines(read())


# Text


def test_a_stretch_of_the_text_is_replaced_and_read_again() -> None:
    at = TEXT.index("90%")
    found = read(*replace_text(TEXT, [], (at, at + 3), "92%"))
    assert target_of(found, "发展绿色建筑").value == "92"
    assert found.reading.outline.source == TEXT
    assert found.origins == read().origins


def test_reading_a_corrected_text_again_keeps_the_other_corrections() -> None:
    before = read()
    duty: Correction = {"kind": "duty", "section": key("发展绿色建筑"), "name": "市财政局", "removed": True}
    at = TEXT.index("推广绿色建材")
    texts = replace_text(TEXT, [duty], (at, at + 2), "大力推广")
    after = corrected(TEXT, texts)
    assert after.unfit == (duty,)
    kept = rekeyed(texts, before.working.outline, after.working.outline)
    found = corrected(TEXT, kept)
    assert found.unfit == ()
    assert [name for name, _ in duties(found, "发展绿色建筑")] == ["市住建局"]


def test_a_line_end_that_was_missing_makes_two_sections_of_one() -> None:
    text = TEXT.replace("支持企业争创品牌。\n", "支持企业争创品牌。(四)建设标准。")
    at = text.index("(四)建设")
    found = corrected(text, replace_text(text, [], (at, at), "\n"))
    assert found.draft.outline.sections[place("建设标准", found)].kind is Kind.TASK
    assert found.origins[place("建设标准", found)] is None


SOURCE = "零一二三四五六七八九"
STRETCH = st.tuples(st.integers(0, 9), st.integers(0, 4), st.text("甲乙丙\n", max_size=4))


@given(st.lists(STRETCH, max_size=8))
def test_replacing_again_and_again_is_replacing_what_the_editor_sees(edits: list[tuple[int, int, str]]) -> None:
    corrections: Sequence[Correction] = []
    shown = SOURCE
    for start, length, new in edits:
        first = min(start, len(shown))
        last = min(first + length, len(shown))
        corrections = replace_text(SOURCE, corrections, (first, last), new)
        shown = shown[:first] + new + shown[last:]
        assert working_text(SOURCE, corrections) == shown
    back = replace_text(SOURCE, corrections, (0, len(shown)), SOURCE)
    assert back == []


# All together

FIRST = read()
NUMBERS = st.integers(0, len(FIRST.keys) - 1)
KINDS = st.sampled_from(["heading", "paragraph", "task", "safeguard", "box", "project"])


@st.composite
def some_corrections(draw: st.DrawFn) -> list[Correction]:
    made: list[Correction] = []
    for _ in range(draw(st.integers(0, 6))):
        at = draw(NUMBERS)
        section = FIRST.draft.outline.sections[at]
        name = FIRST.keys[at]
        kind = draw(st.sampled_from(["split", "join", "drop", "section", "parent", "duty", "deadline", "rule"]))
        if kind == "split":
            offset = draw(st.integers(0, max(len(section.text), 1)))
            made.append({"kind": "split", "section": name, "at": offset, "words": section.text[offset : offset + 6]})
        elif kind == "join":
            made.append({"kind": "join", "section": name, "with": FIRST.keys[min(at + 1, len(FIRST.keys) - 1)]})
        elif kind == "drop":
            made.append({"kind": "drop", "section": name})
        elif kind == "section":
            made.append(
                {
                    "kind": "section",
                    "section": name,
                    "set": {"kind": draw(KINDS), "title": draw(st.text("甲乙", max_size=3))},
                }
            )
        elif kind == "parent":
            made.append({"kind": "section", "section": name, "set": {"parent": FIRST.keys[draw(NUMBERS)]}})
        elif kind == "deadline":
            made.append({"kind": "deadline", "section": name, "set": {"deadline": draw(st.text("年月底", max_size=3))}})
        elif kind == "rule":
            body = draw(st.sampled_from(["各区县政府", "市直各部门"]))
            made.append({"kind": "rule", "name": body, "added": True, "role": "lead", "section": name})
        else:
            made.append({"kind": "duty", "section": name, "name": "市财政局", "removed": True})
    return put([], *made)


def visible(found: Corrected) -> list[int]:
    outline = found.draft.outline
    spans = [span for section in outline.sections for span in section.spans] + list(outline.dropped)
    return sorted(at for start, end in spans for at in range(start, end) if not outline.source[at].isspace())


@settings(deadline=None)
@given(some_corrections())
def test_nothing_of_the_source_is_lost_or_doubled(corrections: list[Correction]) -> None:
    found = corrected(TEXT, corrections)
    assert visible(found) == [at for at, char in enumerate(TEXT) if not char.isspace()]
    said = "".join(
        "".join(f"{one.number or ''}{one.title or ''}{one.text}" for one in found.draft.outline.sections).split()
    )
    if not any(correction["kind"] in ("section", "drop") for correction in corrections):
        missing = sorted(set("".join(TEXT.split())) - set(said))
        assert missing == []


@settings(deadline=None)
@given(some_corrections())
def test_the_tree_is_whole(corrections: list[Correction]) -> None:
    found = corrected(TEXT, corrections)
    sections = found.draft.outline.sections
    assert [section.id for section in sections] == list(range(1, len(sections) + 1))
    assert all(section.parent is None or section.parent < section.id for section in sections)
    assert len(set(found.keys)) == len(found.keys) == len(found.origins)
    assert {target.section for target in found.draft.targets} <= {section.id for section in sections}
    assert {rule.section for rule in found.draft.defaults} <= {0, *(section.id for section in sections)}
    assert all(sections[number - 1].kind.is_work_item and when for number, when in found.draft.deadlines.items())


@settings(deadline=None)
@given(some_corrections(), st.randoms())
def test_applying_twice_and_in_another_order_is_applying_once(corrections: list[Correction], chance: Any) -> None:
    found = corrected(TEXT, corrections)
    mixed = [*corrections, *corrections]
    chance.shuffle(mixed)
    assert in_one_order(corrected(TEXT, put([], *mixed)).draft) == in_one_order(found.draft)


def in_one_order(draft: Draft) -> Draft:
    """Departments and rules that are added stand in the order in which they were."""
    duties = {number: tuple(sorted(some, key=attrgetter("name"))) for number, some in draft.duties.items()}
    return replace(draft, defaults=tuple(sorted(draft.defaults, key=attrgetter("name"))), duties=duties)


@pytest.mark.parametrize("text", ["", "\n", "没有结构的文字。", "一" * 3000])
def test_any_text_is_read(text: str) -> None:
    assert corrected(text, [{"kind": "section", "section": "x", "set": {"title": "y"}}]).draft.outline.source == text
