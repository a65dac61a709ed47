"""Two texts are told apart in a few readable words."""

from __future__ import annotations

import time

import pytest

from documents.differences import difference

LONG = "加强农产品质量安全监测,完善追溯体系,推进标准化生产,培育区域公用品牌,健全检验检测网络。"


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("", "西安市人民政府", "（空） → 西安市人民政府"),
        ("94", "95", "94 → 95"),
        (LONG, LONG.replace("监测", "检测"), "…强农产品质量安全〔监测 → 检测〕,完善追溯体系,…"),
        (LONG, LONG + "到2025年达到94%。", "…全检验检测网络。〔（空） → 到2025年达到94%。〕"),
        ("到2025年," + LONG, "到2027年," + LONG, "到〔2025 → 2027〕年,加强农产品质…"),
        (LONG, LONG.replace(",推进", ",\n推进"), "…,完善追溯体系,〔（空） → ⏎〕推进标准化生产,…"),
        (LONG, LONG.replace("追溯", "追查"), "…量安全监测,完善〔追溯 → 追查〕体系,推进标准化…"),
        (LONG, LONG.replace("农产品", "農產品"), "加强〔农产品 → 農產品〕质量安全监测,完…"),
        (LONG, "", f"{LONG} → （空）"),
    ],
)
def test_the_pieces_that_differ_are_shown_with_a_few_words_around_them(old: str, new: str, shown: str) -> None:
    assert difference(old, new) == shown


def test_many_differences_are_counted() -> None:
    old = "".join(f"第{n}项任务完成得很好。" for n in range(10))
    assert difference(old, old.replace("很", "不")).endswith("；另有 6 处不同")


def test_long_texts_are_cut_and_take_no_time() -> None:
    started = time.process_time()
    shown = difference("质" * 100_000, "量" * 100_000)
    assert "（共 100000 字）" in shown
    assert len(shown) < 200
    difference("质量" * 50_000, "量质" * 50_000)
    assert time.process_time() - started < 2
