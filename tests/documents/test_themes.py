"""A heading tells what part of a plan follows it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from documents.themes import WORDS, theme_of


@pytest.mark.parametrize(
    ("heading", "theme"),
    [
        ("推动经济质量效益持续发展", "economy"),
        ("提升區域產業質量競爭力", "industry"),
        ("加快产品质量提档升级", "product"),
        ("推动工业品质量向中高端迈进", "product"),
        ("提升建设工程品质", "engineering"),
        ("推动工程高品质建造", "engineering"),
        ("深入实施质量提升工程", None),
        ("增强优质服务供给", "service"),
        ("构建高质量基础设施服务体系", "infrastructure"),
        ("增强企业质量和品牌发展能力", "enterprise"),
        ("不断壮大质量品牌矩阵", "brand"),
        ("擦亮区域品牌", "brand"),
        ("大力实施标准计量提升工程", "infrastructure"),
        ("推进质量治理现代化", "governance"),
        ("深入推进质量共治", "governance"),
        ("强化组织保障", "safeguard"),
        ("总体要求", None),
        ("主要任务及保障措施", None),
        ("", None),
        (None, None),
    ],
)
def test_the_first_telling_word_decides(heading: str | None, theme: str | None) -> None:
    assert theme_of(heading) == theme


def test_each_theme_is_in_the_catalogue() -> None:
    catalogue = json.loads(Path(__file__, "../../../fixtures/themes.json").resolve().read_text(encoding="utf-8"))
    assert [record["fields"]["slug"] for record in catalogue] == list(WORDS)
