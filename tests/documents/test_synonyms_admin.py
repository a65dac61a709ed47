"""Synonyms in the admin: typed one a line, checked, and at work at once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from documents.admin.synonyms import overlapping, shared_words
from documents.models import Plan, SearchEntry, Section, Synonym
from documents.search.engine import search
from documents.search.query import parse
from tests import builders
from tests.pages import text_of

pytestmark = pytest.mark.django_db
ADD = "admin:documents_synonym_add"


def typed(client: Client, words: str, **fields: str) -> Any:
    return client.post(reverse(ADD), {"words": words, "is_active": "on", **fields}, follow=True)


def found(query: str) -> int:
    return search(parse(query), SearchEntry.objects.published()).total


def test_words_are_typed_one_a_line(admin_client: Client) -> None:
    typed(admin_client, " 规上 \r\n\r\n规模以上\r\n规上")
    assert Synonym.objects.get().words == ["规上", "规模以上"]


def test_a_new_group_works_at_once_and_an_inactive_one_no_more(admin_client: Client) -> None:
    builders.task("培育规模以上企业", builders.plan(status="published"))
    SearchEntry.objects.write(Section.objects.all())
    assert found("规上企业") == 0
    typed(admin_client, "规上\n规模以上")
    assert found("规上企业") == 1
    Synonym.objects.update(is_active=False)
    assert found("规上企业") == 0


def test_an_abbreviation_finds_its_full_name_but_not_the_other_way_round(admin_client: Client) -> None:
    plan = builders.plan(status="published")
    builders.task("推动中国标准走出去", plan)
    builders.task("参与制定国家标准", plan)
    SearchEntry.objects.write(Section.objects.all())
    typed(admin_client, "国标\n国家标准", is_abbreviation="on")
    assert (found("国标"), found("国家标准")) == (2, 1)
    page = admin_client.get(reverse("admin:documents_synonym_changelist")).content.decode()
    assert "国标 → 国家标准" in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "至少要有两个不同的词"),
        ("规上", "至少要有两个不同的词"),
        ("规上\n规、上", "检索时视为同一个词"),
        ("質量\n质量", "检索时视为同一个词"),
        ("质量\n优", "“优”太短"),
        ("质量\n，。", "“，。”太短"),
        ("质量\n" + "字" * 101, "太长：最多 100 个字"),
    ],
)
def test_what_cannot_work_is_refused_in_chinese(admin_client: Client, words: str, said: str) -> None:
    page = typed(admin_client, words).content.decode()
    assert said in page
    assert page.count(said) == 1
    assert not Synonym.objects.exists()


def test_a_word_of_two_groups_is_remarked_on(admin_client: Client) -> None:
    Synonym.objects.create(words=["研发", "研究开发"])
    page = typed(admin_client, "研發\n研究与开发").content.decode()
    assert "“研發”也在另一组同义词“研发、研究开发”中" in page
    assert Synonym.objects.count() == 2


def test_full_names_of_an_abbreviation_may_stand_in_a_group_too() -> None:
    Synonym.objects.create(words=["地理标志", "地理标识"])
    abbreviation = Synonym.objects.create(words=["地标", "地方标准", "地理标志"], is_abbreviation=True)
    assert not list(shared_words(abbreviation)) and not overlapping()
    again = Synonym.objects.create(words=["地标", "地标产品"])
    assert [word for word, _ in shared_words(again)] == ["地标"]
    assert overlapping() == {abbreviation.pk, again.pk}


def test_words_of_inactive_groups_are_not_remarked_on() -> None:
    active = Synonym.objects.create(words=["研发", "研究开发"])
    idle = Synonym.objects.create(words=["研发", "研制"], is_active=False)
    assert not list(shared_words(active))
    assert not list(shared_words(idle))


def test_the_page_says_that_nothing_need_be_indexed_again(admin_client: Client) -> None:
    page = admin_client.get(reverse(ADD)).content.decode()
    assert "保存后立即生效，不必重建索引" in page


@pytest.mark.parametrize("query", ["能源", "能源消耗", "消耗 能耗", "說明"])
def test_groups_are_found_by_their_words_and_notes(admin_client: Client, query: str) -> None:
    Synonym.objects.create(words=["能耗", "能源消耗"], note="說明")
    Synonym.objects.create(words=["规上", "规模以上"])
    page = admin_client.get(reverse("admin:documents_synonym_changelist"), {"q": query}).content.decode()
    assert re.search(r"能耗、能源消耗</a>", page)
    assert "规模以上</a>" not in page


def test_a_group_keeps_its_order(admin_client: Client) -> None:
    group = Synonym.objects.create(words=["规上", "规模以上"])
    page = admin_client.get(reverse("admin:documents_synonym_change", args=[group.pk])).content.decode()
    assert re.search(r"<textarea[^>]*>\s*规上\n规模以上</textarea>", page)
    assert Plan.objects.count() == 0


def test_the_list_says_which_groups_begin_with_an_abbreviation(admin_client: Client) -> None:
    Synonym.objects.create(words=["国标", "国家标准"], is_abbreviation=True)
    page = text_of(admin_client.get(reverse("admin:documents_synonym_changelist")))
    assert "field-is_abbreviation" in page
