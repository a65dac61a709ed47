"""Words are those that jieba's own tokenizer finds with the same dictionary, whatever the text."""

from __future__ import annotations

from functools import cache
from typing import Any

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.search import words
from tests.documents.readers.publishing import SLUGS, source

LETTERS = st.text("质量强国建设安全食品检验检测认证认可abc12%#+._-、，。 \n\ud800\U00020000", max_size=60)


@cache
def jiebas() -> Any:
    ours, its_own = words._tokenizer(), jieba.Tokenizer()
    its_own.FREQ, its_own.total, its_own.initialized = ours.FREQ, ours.total, True
    return its_own


def known_words() -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(sorted(words._tokenizer().FREQ)), max_size=12).map("".join)


@given(text=st.one_of(LETTERS, st.text(max_size=40), st.deferred(known_words)))
def test_any_text_is_cut_as_jieba_cuts_it(text: str) -> None:
    assert words.segment(text) == (jiebas().lcut(text, HMM=False) if text else [])


@pytest.mark.parametrize("slug", SLUGS)
def test_the_plans_are_cut_as_jieba_cuts_them(slug: str) -> None:
    for line in source(slug).splitlines():
        assert words.segment(line) == (jiebas().lcut(line, HMM=False) if line else [])
