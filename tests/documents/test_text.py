"""Folding keeps every character in its place and makes the two scripts and widths one."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from documents.text import fold, fold_each, script_of


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("（一）強化質量發展", "(一)强化质量发展"),
        ("１２．５％，≧８０", "12.5%,≥80"),
        ("著力推動、着力推动", "着力推动、着力推动"),
        ("乾坤 瞭解 幹部", "乾坤 了解 干部"),
        ("「雙隨機、一公開」", "“双随机、一公开”"),
        ("①②⑴², ㎡", "①②⑴², ㎡"),
        ("質\u200b量\u3000強\u00a0市", "质 量 强 市"),
        ("第一行\n第二行", "第一行\n第二行"),
        ("増⻓率、対外検験、黄髙淸衞、⻋⻔", "增长率、对外检验、黄高清卫、车门"),
        ("芸香、予以、○", "芸香、予以、○"),
    ],
)
def test_it_folds_script_width_and_blanks(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_for_comparing_a_circle_is_a_naught_and_small_figures_are_figures() -> None:
    assert fold_each("二○二五年、100m²") == "二〇二五年、100m2"


@settings(max_examples=500)
@given(st.text(max_size=300))
@example("﹁⸺薴")
@example("\ud800一\x00二\ufeff")
def test_any_text_keeps_its_length_and_folds_only_once(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("質量強省建設綱要", "hant"),
        ("质量强省建设纲要", "hans"),
        ("", "hans"),
        ("2025", "hans"),
        ("《关于贯彻〈質〉的实施方案》", "hans"),
    ],
)
def test_it_tells_the_script(text: str, script: str) -> None:
    assert script_of(text) == script
