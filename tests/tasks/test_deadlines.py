"""When a section is to be done."""

from __future__ import annotations

import pytest

from tasks.clauses import find_clauses
from tasks.deadlines import deadline_in


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("加强管理。\n责任单位:市工信局\n完成时限:2025年6月底前", "2025年6月底前"),
        ("加强管理。(责任单位:市工信局;完成时间:长期坚持)", "长期坚持"),
        ("加强管理。\n【完成时限】 2025年 \n【责任单位】市工信局", "2025年"),
        ("加强管理。(市工信局负责,2025年6月底前完成)", "2025年6月底前"),
        ("加强管理。(6月底前完成,市工信局、市商务局按职责分工负责)", "6月底前"),
        ("加强管理。(市工信局负责,年内完成)", "年内"),
        ("加强管理。(责任单位:市工信局,每年12月31日前)", "每年12月31日前"),
        ("加强管理。(市工信局、市商务局,持续推进)", "持续推进"),
        ("加强管理。(市工信局负责,长期坚持,2026年底前取得实效)", "2026年底前"),
        ("加强管理。(市工信局牵头,各区县于6月底前完成)", "6月底前"),
        ("加强管理。(市工信局、市商务局,立即启动)", None),
        ("到2025年底前,建成平台3个。(市工信局负责)", None),
        ("合理安排时间要求各方配合。", None),
        ("", None),
    ],
)
def test_it_reads_the_deadline_of_an_item(body: str, expected: str | None) -> None:
    place = deadline_in(body, find_clauses(body))
    assert (place and body[slice(*place)]) == expected
