"""A plan is shown in either script; the stored text is what comes back."""

from __future__ import annotations

import re
from pathlib import Path
from time import process_time

import pytest

from documents.scripts import convert

SOURCES = Path(__file__).resolve().parents[2] / "fixtures" / "sources"


@pytest.mark.parametrize(
    ("text", "simplified"),
    [
        ("提升農產品質量安全水平", "提升农产品质量安全水平"),
        ("乾縣市場監管局著力推進", "乾县市场监管局着力推进"),
        ("質量合格率≥98%,到2025年", "质量合格率≥98%,到2025年"),
    ],
)
def test_it_shows_traditional_text_in_simplified_script(text: str, simplified: str) -> None:
    assert convert(text, written="hant", wanted="hans") == simplified


@pytest.mark.parametrize(
    ("text", "traditional"),
    [
        ("质量强区建设行动计划", "質量強區建設行動計劃"),
        ("干部、干线、里程碑、公里", "幹部、幹線、里程碑、公里"),
        ("以人民群众满意为目标", "以人民群眾滿意為目標"),
        ("第一行\n第二行", "第一行\n第二行"),
        ("引导棉农更加注重质量提升", "引導棉農更加注重質量提升"),
        ("完善市场准入制度,分类放宽准入限制", "完善市場准入制度,分類放寬准入限制"),
        ("关注、注册、备注重点,标准入户,不准确", "關注、註冊、備註重點,標準入戶,不準確"),
        ("支持西咸新区建设加注站,不准以罚代管", "支持西咸新區建設加注站,不准以罰代管"),
        ("减少污染,治理里下河", "減少污染,治理里下河"),
    ],
)
def test_it_shows_simplified_text_in_traditional_script(text: str, traditional: str) -> None:
    assert convert(text, written="hans", wanted="hant") == traditional


@pytest.mark.parametrize("name", ["rongchang", "xinjiang", "generic-city"])
def test_a_simplified_plan_comes_back_exactly_from_traditional_script(name: str) -> None:
    text = (SOURCES / f"{name}.txt").read_text(encoding="utf-8")
    traditional = convert(text, written="hans", wanted="hant")
    assert convert(traditional, written="hant", wanted="hans") == text
    assert not re.search("更加註重|市場準入|汙", traditional)


def test_it_leaves_text_alone_that_is_in_the_wanted_script() -> None:
    mixed = "關於质量的著作\r\n　　2025年"
    assert convert(mixed, written="hant", wanted="hant") == mixed
    assert convert(mixed, written="hans", wanted="hans") == mixed


@pytest.mark.parametrize("text", ["", "\0", "\ud800", "。;；\n\n", "a\r\nb"])
def test_it_loses_nothing_of_odd_text(text: str) -> None:
    assert convert(text, written="hant", wanted="hans") == text


@pytest.mark.parametrize("char", ["發", "乾", "着", " ", "，", "。"])
def test_a_long_run_of_one_character_takes_no_time(char: str) -> None:
    begun = process_time()
    assert len(convert(char * 100_000, written="hant", wanted="hans")) == 100_000
    assert process_time() - begun < 20
