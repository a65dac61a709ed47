"""Reading again changes what has changed in the text, and leaves what an editor has corrected."""

from __future__ import annotations

from documents.threeway import merge, merge_rows, numbered

BASE = {"title": "旧题", "text": "旧文"}


def test_what_nobody_touched_follows_the_text() -> None:
    assert merge(BASE, BASE, {"title": "旧题", "text": "新文"}).changes == {"text": "新文"}


def test_a_correction_outlives_the_same_reading() -> None:
    merged = merge(BASE, {"title": "校订", "text": "旧文"}, BASE)
    assert (merged.changes, merged.conflicts) == ({}, ())


def test_a_correction_outlives_a_new_reading_and_is_reported() -> None:
    merged = merge(BASE, {"title": "校订", "text": "旧文"}, {"title": "新题", "text": "新文"})
    assert (merged.changes, merged.conflicts) == ({"text": "新文"}, ("title",))


def test_a_reading_that_agrees_with_the_correction_is_no_conflict() -> None:
    merged = merge(BASE, {"title": "新题", "text": "旧文"}, {"title": "新题", "text": "旧文"})
    assert (merged.changes, merged.conflicts) == ({}, ())


A, B, C = ({"name": name, "role": "responsible"} for name in ("甲局", "乙局", "丙局"))
FIRST = numbered([A, B])


def rows(*records: dict[str, str]) -> dict[int, dict[str, str]]:
    return dict(enumerate(records, start=1))


def test_the_same_list_changes_nothing() -> None:
    merged = merge_rows(FIRST, rows(A, B), [A, B], identity=["name"])
    assert (merged.read, merged.added, merged.changed, merged.removed) == (FIRST, [], {}, [])


def test_a_new_row_goes_where_it_is_read_and_a_missing_one_goes() -> None:
    merged = merge_rows(FIRST, rows(A, B), [C, A], identity=["name"])
    assert merged.added == [{"position": 1, **C}]
    assert merged.removed == [2]
    assert merged.moved == {1: 2}
    assert merged.read == [{"position": 1, **C}, {"position": 2, **A}]


def test_a_new_row_at_the_end_moves_no_other() -> None:
    merged = merge_rows(FIRST, rows(A, B), [A, B, C], identity=["name"])
    assert (merged.added, merged.moved) == ([{"position": 3, **C}], {})


def test_rows_entered_or_deleted_by_hand_keep_their_place_among_the_others() -> None:
    mine = {2: B, 5: {"name": "丁局", "role": "lead"}}
    merged = merge_rows(FIRST, mine, [A, C, B], identity=["name"])
    assert merged.added == [{"position": 2, **C}]
    assert merged.moved == {2: 3, 5: 4}
    assert [record["position"] for record in merged.read] == [1, 2, 3]


def test_a_row_that_changes_keeps_its_place() -> None:
    lead = {"name": "甲局", "role": "lead"}
    merged = merge_rows(FIRST, rows(A, B), [lead, B], identity=["name"])
    assert (merged.changed, merged.added, merged.removed) == ({1: {"role": "lead"}}, [], [])


def test_a_row_deleted_by_hand_stays_deleted() -> None:
    merged = merge_rows(FIRST, {2: B}, [{"name": "甲局", "role": "lead"}, B], identity=["name"])
    assert (merged.changed, merged.added) == ({}, [])


def test_a_row_corrected_by_hand_is_kept_when_the_text_no_longer_has_it() -> None:
    merged = merge_rows(FIRST, {1: {"name": "甲局", "role": "lead"}, 2: B}, [B], identity=["name"])
    assert (merged.removed, merged.conflicts) == ([], 1)


def test_a_row_added_by_hand_is_not_doubled_when_it_is_read_at_last() -> None:
    merged = merge_rows(FIRST, {**rows(A, B), 7: C}, [A, B, C], identity=["name"])
    assert merged.added == []
    assert merged.read[-1] == {"position": 7, **C}


def test_equal_rows_are_told_apart_by_their_order() -> None:
    merged = merge_rows(numbered([A, A]), rows(A, A), [A, A, A], identity=["name"])
    assert [record["position"] for record in merged.added] == [3]
