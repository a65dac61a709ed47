"""The name of another document in a title is kept on one line."""

from __future__ import annotations

from time import perf_counter

import pytest

from documents.templatetags.titles import LONGEST_KEPT, whole_names


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


@pytest.mark.parametrize("text", ["《" * 100_000, "《》" * 50_000, "\ud800\0《"])
def test_hostile_titles_take_no_time(text: str) -> None:
    begun = perf_counter()
    whole_names(text)
    assert perf_counter() - begun < 1
