"""What is suggested where nothing was found: always something that has hits, and nothing of what is not published."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from documents.models import SearchEntry, Section, Synonym
from documents.search import suggestions
from documents.search.engine import search
from documents.search.query import parse
from documents.search.suggestions import MOST_SUGGESTED, suggest, vocabulary_of
from tests import builders

pytestmark = pytest.mark.django_db
TITLES = ["推行首席质量官制度", "建设质量强国", "发展绿色建筑", "提高消费者满意度", "推广质量贷产品，扶持35家"]


@pytest.fixture(autouse=True)
def _stored() -> None:
    suggestions._vocabulary_at.cache_clear()
    plan = builders.plan(status="published")
    builders.sections(plan, *(("task", f"{at}.", title) for at, title in enumerate(TITLES, start=1)))
    builders.sections(builders.plan("draft"), ("task", "1.", "设立秘密基金"))
    SearchEntry.objects.write(Section.objects.all())


def suggested(typed: str) -> list[str]:
    return suggest(parse(typed), SearchEntry.objects.published())


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("手席质量官", ["首席质量官"]),
        ("手席質量官", ["首席质量官"]),
        ("指量强国", ["质量强国"]),
        ("shouxizhiliangguan", ["首席质量官"]),
        ("绿色建助", ["绿色建筑"]),
        ("提高满以度", ["提高满意度"]),  # its words stand together, though not in a row
        ("首席质量官 满意渡", []),  # no task speaks of both
        ('"手席质量官"', ['"首席质量官"']),
        ("手席质量官 制度", ["首席质量官 制度"]),
        ("手席质量官 年份:2025 -奖励", ["首席质量官 -奖励 年份:2025"]),
        ("手席质量官 地区:“西安 市”", ['首席质量官 地区:"西安 市"']),
    ],
)
def test_the_nearest_spelling_is_suggested(typed: str, wanted: list[str]) -> None:
    if wanted:
        assert suggested(typed)[: len(wanted)] == wanted
    else:
        assert set(suggested(typed)) == {"首席质量官", "满意度"}


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("首席质量官 火星基地", ["首席质量官"]),
        ("手席质量官 火星基地", ["首席质量官"]),
        ("首席质量官 绿色建筑", ["首席质量官", "绿色建筑"]),
        ("首席质量官培训办法", ["首席质量官"]),
        ("(首席质量官 火星基地)", ["首席质量官"]),
        ("火星35基地", []),
        ("火星基地", []),
        ("", []),
        ("，。", []),
        ("年份:2025", []),
        ("首席质量官" * 20, []),
    ],
)
def test_less_is_suggested_where_nothing_near_is_held(typed: str, wanted: list[str]) -> None:
    assert suggested(typed) == wanted


def test_whatever_is_suggested_has_full_hits() -> None:
    entries = SearchEntry.objects.published()
    for typed in ("手席质量官", "质量官强国", "绿色质量", "满意绿", "首席 绿色 消费", "zhiliang", "建设首席质量官强国"):
        offered = suggested(typed)
        assert len(offered) <= MOST_SUGGESTED
        assert all(search(parse(text), entries).total for text in offered), (typed, offered)


@pytest.mark.parametrize("typed", ["38家", "53家以上", "94%以上"])
def test_another_figure_is_no_spelling(typed: str) -> None:
    assert suggested(typed) == []


def test_a_piece_that_is_held_is_not_mended() -> None:
    assert suggested("首席质量官 火星") == ["首席质量官"]


def test_what_is_excluded_is_no_hit() -> None:
    assert suggested("首席 手席质量官 -制度") == []


def test_synonyms_count_as_hits() -> None:
    Synonym.objects.create(words=["质量贷", "融资增信"])
    assert suggested("融资增信 指量贷") == [] or all(
        "质量贷" in text or "融资增信" in text for text in suggested("融资增信 火星")
    )
    assert suggested("融资增信 火星") == ["融资增信"]


def test_a_body_of_another_level_is_offered_without_a_level() -> None:
    builders.sections(builders.plan("other", status="published"), ("task", "1.", "质量奖由市发展改革委牵头"))
    assert suggested("省发展改革委") == ["发展改革委"]
    assert suggested("省发展改革委 质量奖")[0] == "发展改革委 质量奖"


def test_a_spelling_is_offered_as_it_stands_and_not_for_a_synonym_of_it() -> None:
    """区市场监管局 is not mended to 趋市场监管局, though that too may be read as a name of the body."""
    builders.sections(builders.plan("other", status="published"), ("task", "1.", "资源趋市场而动，由市场监管局负责"))
    body = builders.department("市场监管局")
    body.function = builders.function()
    body.save()
    assert suggested("区市场监管局") == ["市场监管局"]


@pytest.mark.parametrize("typed", ["密密基金", "设力秘密基金", "mimijijin", "秘密基金会"])
def test_nothing_unpublished_is_suggested(typed: str) -> None:
    assert not [text for text in suggested(typed) if "秘密" in text or "基金" in text]


def test_only_the_entries_that_are_searched_count() -> None:
    others = SearchEntry.objects.published().of_kind("safeguard")
    assert suggest(parse("手席质量官"), others) == []


def test_it_costs_four_queries_and_one_after_a_change(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(5):
        suggested("手席质量官")
    with django_assert_num_queries(4):
        suggested("指量强国 绿色建助 满意渡 消费者")


def test_the_vocabulary_knows_words_and_phrases_but_no_empty_ones() -> None:
    known = vocabulary_of(["首席质量官 制度 的 建设|绿色 发展"])
    assert {"首席质量官", "制度", "绿色发展"} <= set(known.counts)
    assert not {"制度的", "的建设", "建设绿色"} & set(known.counts)
    assert known.counts["首席质量官"] == 1


@pytest.mark.parametrize(
    "typed", ["\x00", "\ud800", "%' OR 1", '"' * 99, "-" * 99, "质 " * 3000, "a" * 10_000, "*" * 50]
)
def test_anything_may_be_typed(typed: str) -> None:
    suggested(typed)
