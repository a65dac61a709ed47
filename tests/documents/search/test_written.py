"""Whatever way rows are written, the index says what they say; on either database."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import F, Value
from django.db.models.functions import Concat

from documents.models import Plan, SearchEntry, SearchIndex, Section, sections
from documents.search import indexing
from documents.search.cuts import fingerprint, letters
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _index_of_now() -> None:
    SearchIndex.objects.update_or_create(pk=1, defaults={"fingerprint": fingerprint()})


@pytest.fixture
def section() -> Section:
    [made] = builders.sections(builders.plan(), ("task", "(一)", "提升質量"))
    return made


def finds(run: str) -> set[int]:
    return set(SearchEntry.objects.holding_run(letters(run)).values_list("pk", flat=True))


def another(section: Section, **changes: Any) -> Section:
    said = {field.attname: getattr(section, field.attname) for field in Section._meta.concrete_fields}
    return Section(**{**said, "id": None, **changes})


def test_what_is_not_saved_is_not_indexed(section: Section) -> None:
    section.title, section.text = "健全制度", "推行召回。"
    section.save(update_fields=["title"])
    assert finds("健全制度") == finds("提升质量") == {section.pk}
    assert finds("召回") == set()
    assert not indexing.check()


def test_an_older_copy_that_saves_a_field_indexes_nothing_older(section: Section) -> None:
    newer = Section.objects.get(pk=section.pk)
    newer.text = "推行召回。"
    newer.save()
    section.title = "健全制度"
    section.save(update_fields=["title"])
    assert finds("召回") == finds("健全制度") == {section.pk}
    assert not indexing.check()


def test_a_copy_with_some_fields_is_indexed_whole(section: Section) -> None:
    some = Section.objects.defer("text").get(pk=section.pk)
    some.title = "健全制度"
    some.save()
    assert finds("提升质量") == finds("健全制度") == {section.pk}
    assert not indexing.check()


def test_rows_that_were_there_already_stay_as_they_are_indexed(section: Section) -> None:
    new = another(section, anchor="new", position=99, title="健全制度")
    Section.objects.bulk_create([another(section, title="召回"), new], ignore_conflicts=True)
    assert finds("召回") == set()
    assert len(finds("健全制度")) == 1
    assert not indexing.check()


def test_rows_that_are_changed_in_part_are_indexed_as_they_are(section: Section) -> None:
    new = another(section, anchor="new", position=99, title="健全制度")
    Section.objects.bulk_create(
        [another(section, title="召回", text="推行。"), new],
        update_conflicts=True, unique_fields=["plan", "anchor"], update_fields=["title"],
    )  # fmt: skip
    assert finds("召回") == {section.pk}
    assert finds("推行") == set()
    assert len(finds("健全制度")) == 1
    assert not indexing.check()


def test_rows_changed_by_an_expression_are_found(section: Section) -> None:
    Section.objects.update(text=Concat(F("text"), Value("推行召回。")))
    assert finds("推行召回") == {section.pk}
    assert not indexing.check()


def test_very_many_rows_are_changed_in_turn(section: Section, monkeypatch: pytest.MonkeyPatch) -> None:
    builders.sections(section.plan, *(("task", f"({at})", f"任务{at}") for at in range(5)))
    monkeypatch.setattr(sections, "MOST_AT_ONCE", 2)
    assert Section.objects.filter(plan=section.plan).update(title="健全制度") == 6
    assert len(finds("健全制度")) == 6
    assert not indexing.check()


def test_what_was_before_is_found_when_it_is_brought_back(section: Section) -> None:
    first = section.history.latest()
    section.text = "推行召回。"
    section.save()
    first.instance.save()
    assert finds("召回") == set()
    assert finds("提升质量") == {section.pk}
    assert not indexing.check()


def test_a_section_that_moves_to_another_plan_is_found_there(section: Section) -> None:
    other: Plan = builders.plan("hebei")
    Section.objects.filter(pk=section.pk).update(plan=other, kind="project")
    assert list(SearchEntry.objects.values_list("plan", "kind")) == [(other.pk, "project")]
    assert not indexing.check()
