"""Sections are recognised from one reading to the next."""

from __future__ import annotations

import time

from documents.matching import Known, match

CHAPTER = Known("heading", "一、", "重点任务", "", None)
TASK = Known("task", "(一)", "提升产品质量", "甲。", 0)
NEXT = Known("task", "(二)", "提升服务质量", "乙。", 0)
PARAGRAPH = Known("paragraph", "", "", "丙。", 0)
OLD = [CHAPTER, TASK, NEXT, PARAGRAPH]


def changed(section: Known, **fields: object) -> Known:
    values = {name: getattr(section, name) for name in Known.__slots__}
    return Known(**{**values, **fields})


def test_the_same_reading_matches_one_to_one() -> None:
    assert match(OLD, OLD) == {0: 0, 1: 1, 2: 2, 3: 3}


def test_a_task_whose_text_changes_is_the_same_task() -> None:
    assert match(OLD, [CHAPTER, changed(TASK, text="另一段。"), NEXT, PARAGRAPH])[1] == 1


def test_a_task_that_is_renumbered_is_the_same_task() -> None:
    new = Known("task", "(一)", "提升工程质量", "丁。", 0)
    shifted = [CHAPTER, new, changed(TASK, number="(二)"), changed(NEXT, number="(三)"), PARAGRAPH]
    assert match(OLD, shifted) == {0: 0, 2: 1, 3: 2, 4: 3}


def test_a_task_whose_title_and_text_change_is_known_by_its_number() -> None:
    assert match(OLD, [CHAPTER, changed(TASK, title="提升质量", text="另。"), NEXT])[1] == 1


def test_a_paragraph_that_changes_is_known_by_its_place() -> None:
    assert match(OLD, [CHAPTER, TASK, NEXT, changed(PARAGRAPH, text="改写。")])[3] == 3


def test_equal_paragraphs_are_matched_in_order() -> None:
    twice = [CHAPTER, PARAGRAPH, PARAGRAPH]
    assert match(twice, twice) == {0: 0, 1: 1, 2: 2}


def test_a_paragraph_of_another_chapter_is_not_taken_for_this_one() -> None:
    old = [CHAPTER, Known("heading", "二、", "保障措施", "", None), Known("paragraph", "", "", "戊。", 1)]
    new = [CHAPTER, Known("paragraph", "", "", "己。", 0), Known("heading", "二、", "保障措施", "", None)]
    assert match(old, new) == {0: 0, 2: 1}


def test_time_grows_with_the_length() -> None:
    many = [CHAPTER, *(Known("paragraph", "", "", "同", 0) for _ in range(20_000))]
    start = time.process_time()
    assert len(match(many, many)) == len(many)
    assert time.process_time() - start < 20
