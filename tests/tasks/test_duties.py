"""Departments are shown under the word of their role."""

from __future__ import annotations

from tasks.duties import Duty, by_role


def test_who_leads_comes_first_and_every_role_has_its_word() -> None:
    parts = [
        ("responsible", "各区政府"),
        ("participant", "市财政局"),
        ("lead", "市市场监管局"),
        ("participant", "市科技局"),
    ]
    assert by_role(parts) == (
        Duty("lead", "牵头", ("市市场监管局",)),
        Duty("responsible", "负责", ("各区政府",)),
        Duty("participant", "配合", ("市财政局", "市科技局")),
    )


def test_a_department_stands_once_in_a_role() -> None:
    assert by_role([("lead", "市工信局"), ("lead", "市工信局")])[0].names == ("市工信局",)


def test_nobody_is_nothing() -> None:
    assert by_role([]) == ()
