"""The list of corrections says in words what each does, and what there was before."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from documents.models import Draft
from qpolicy.corrections import Correction
from qpolicy.drafting.wording import told, value_of
from tests import entering
from tests.entering import address, save
from tests.pages import text_of
from tests.qpolicy.test_corrections import key, read

editor, draft = entering.editor, entering.draft

GREEN = "绿色建筑占比|2025|1"


def of_target(**more: Any) -> Correction:
    return {"kind": "target", "section": key("发展绿色建筑"), "target": GREEN, **more}


@pytest.mark.parametrize(
    ("correction", "words"),
    [
        ({"set": {"value": "46", "operator": ">="}}, "的指标值“绿色建筑占比”由“90%”改为“不低于46%”"),
        ({"set": {"year": 2027}}, "的指标值“绿色建筑占比”由“90%（2025年）”改为“90%（2027年）”"),
        ({"set": {"attribute": "binding"}}, "由“90%（2025年）”改为“90%（2025年，约束性）”"),
        ({"set": {"name": "绿色建筑比例"}}, "由“绿色建筑占比 90%”改为“绿色建筑比例 90%”"),
        ({"removed": True}, "删除指标值“绿色建筑占比 90%（2025年）”"),
        ({"target": "别的|2025|1", "set": {"operator": ">=", "unit": None}}, "“别的”改为：关系 不低于，单位 （空）"),
        (
            {
                "target": "new-0",
                "added": True,
                "set": {
                    "name": "农机高新技术企业", "operator": "=", "value": "100", "upper": None, "unit": "家",
                    "year": 2025, "basis": None, "attribute": None,
                },
            },
            "增加指标值“农机高新技术企业 100家（2025年）”",
        ),
    ],
)  # fmt: skip
def test_a_correction_of_a_value_is_told_in_words(correction: Correction, words: str) -> None:
    made = of_target(**correction)
    sentence = told(made, read(made), {})
    assert sentence.startswith("“(二)发展绿色建筑”") and sentence.endswith(words)


def test_a_correction_of_the_year_of_a_goal_is_told_in_words() -> None:
    about = {"kind": "goal", "section": key("到2025年"), "goal": "2025|1"}
    assert told({**about, "set": {"year": 2027}}, read(), {}).endswith("的目标由“2025年”改为“2027年”")
    assert told({**about, "removed": True}, read(), {}).endswith("的目标“2025年”删除")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"operator": "approx", "value": "11", "unit": "亿千瓦", "year": 2030}, "约11亿千瓦（2030年）"),
        ({"operator": "range", "value": "30", "upper": "40", "unit": "家"}, "30–40家（年份未定）"),
        ({"operator": ">", "value": None, "year": 2025, "basis": "annual"}, "（无数值）（2025年，年均）"),
    ],
)
def test_a_value_is_worded_as_the_pages_of_plans_word_it(values: dict[str, Any], words: str) -> None:
    assert value_of(values) == words


@pytest.mark.django_db
def test_the_preview_shows_no_words_of_the_machine(editor: Client, draft: Draft) -> None:
    more = {"target__1__name": "农机高新技术企业", "target__1__value": "100", "target__1__unit": "家"}
    save(editor, draft, "发展绿色建筑", target__0__operator=">=", **more)
    page = editor.get(address("change", draft))
    made = "\n".join(words for words, _ in page.context["made"])
    assert all(line in text_of(page) for line in made.splitlines())
    assert "由“90%”改为“不低于90%”" in made and "增加指标值“农机高新技术企业 100家（年份未定）”" in made
    assert "new-" not in made
