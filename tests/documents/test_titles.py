"""The name of another document in a title is kept on one line; a sign at the end is as wide as it looks."""

from __future__ import annotations

from time import process_time

import pytest

from documents.templatetags.titles import LONGEST_KEPT, tight_end, whole_names


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("质量强市建设方案", "质量强市建设方案"),
        ("贯彻《强国纲要》方案", '贯彻<span class="whole-name">《强国纲要》</span>方案'),
        ("《甲》和《乙》", '<span class="whole-name">《甲》</span>和<span class="whole-name">《乙》</span>'),
        ("《" + "长" * (LONGEST_KEPT + 1) + "》", "《" + "长" * (LONGEST_KEPT + 1) + "》"),
        ("《没有完", "《没有完"),
        ("《a&b》<i>", '<span class="whole-name">《a&amp;b》</span>&lt;i&gt;'),
        ("", ""),
    ],
)
def test_a_line_does_not_break_within_it(title: str, expected: str) -> None:
    assert whole_names(title) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("“长安杯”", '“长安杯<span class="tight">”</span>'),
        ("“长安杯”数", "“长安杯”数"),
        ("<i>）", '&lt;i&gt;<span class="tight">）</span>'),
        ("", ""),
    ],
)
def test_a_closing_sign_at_the_end_is_marked(words: str, expected: str) -> None:
    assert tight_end(words) == expected


@pytest.mark.parametrize("text", ["《" * 100_000, "《》" * 50_000, "\ud800\0《"])
def test_hostile_titles_take_no_time(text: str) -> None:
    begun = process_time()
    whole_names(text)
    assert process_time() - begun < 1
