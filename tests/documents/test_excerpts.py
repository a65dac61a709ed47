"""Single sections are read with what they stand under, and without their texts."""

from __future__ import annotations

import pytest

from documents.excerpts import BEGINNING, excerpts
from documents.models import Section
from documents.reading import assemble
from tests import builders

pytestmark = pytest.mark.django_db


def test_a_section_is_cited_by_its_place() -> None:
    plan = builders.plan()
    chapter, _, task = builders.sections(
        plan, ("heading", "二、", "重点任务"), ("task", "(一)", "甲"), ("task", "(二)", "乙")
    )
    Section.objects.filter(pk=task.pk).update(parent=chapter, text="长" * 500)
    found = excerpts([task.pk], [plan.pk])[plan.pk]
    assert [excerpt.pk for excerpt in found] == [chapter.pk, task.pk]
    assert len(found[-1].text) == BEGINNING
    assert assemble(found, str)[task.pk].citation == "二、(二)乙"


def test_plans_that_were_not_asked_for_are_left_out() -> None:
    first, second = builders.plan("first"), builders.plan("second")
    [task] = builders.sections(first, ("task", "(一)", "甲"))
    assert excerpts([task.pk], [second.pk]) == {}
