"""What stands beside what when two plans are laid side by side."""

from __future__ import annotations

from tasks.placing import Line, Pair, lay_out


def pair(first: int, second: int, *, of_first: bool = True, of_second: bool = True, **more: object) -> Pair:
    values = {"is_confirmed": False, "score": 0.5, **more}
    return Pair(first, second, of_first, of_second, **values)  # type: ignore[arg-type]


def shown(lines: list[Line]) -> list[tuple[str, list[int]]]:
    return [(line.state, line.tasks) for line in lines]


def test_every_task_of_both_plans_is_there_those_of_the_second_alone_at_the_end() -> None:
    lines = lay_out([1, 2], [11, 12], [pair(1, 12)])
    assert shown(lines) == [("paired", [1, 12]), ("only-a", [2]), ("only-b", [11])]


def test_several_of_the_second_may_stand_beside_one_each_others_nearest_first() -> None:
    pairs = [pair(1, 11, of_first=False), pair(1, 12, score=0.2)]
    assert shown(lay_out([1], [11, 12], pairs)) == [("paired", [1, 12, 11])]


def test_one_of_the_second_may_stand_beside_several() -> None:
    pairs = [pair(1, 11, of_second=False), pair(2, 11)]
    assert shown(lay_out([1, 2], [11], pairs)) == [("paired", [1, 11]), ("paired", [2, 11])]


def test_what_was_confirmed_comes_first() -> None:
    pairs = [pair(1, 11, score=0.9), pair(1, 12, score=0.1, is_confirmed=True)]
    assert shown(lay_out([1], [11, 12], pairs)) == [("paired", [1, 12, 11])]


def test_plans_without_tasks_have_no_lines() -> None:
    assert lay_out([], [], []) == []
