"""What is corrected in a draft is stored as if it had been corrected by hand: reading the same again changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.models import Plan, Section
from indicators.models import Target, plain
from qpolicy.amending import amend
from qpolicy.corrections import Correction, corrected, replace_text
from qpolicy.corrections.findings import names_of
from qpolicy.storing import Stored, store_draft
from tasks.models import Responsibility, Task
from tests.builders import region
from tests.qpolicy.test_corrections import TEXT, key, place, read, target_of

pytestmark = pytest.mark.django_db


def stored(*corrections: Correction, plan: Plan | None = None) -> Stored:
    found = corrected(TEXT, corrections)
    kept = plan or Plan(slug="some-city", region=region("some", "某市"))
    return store_draft(found.reading, kept, amend=lambda entries: amend(entries, found))


def rows() -> list[tuple[Any, ...]]:
    return list(Section.objects.in_order().values_list("kind", "number", "title", "text"))


def bodies(title: str) -> list[tuple[str, str]]:
    return list(Responsibility.objects.filter(task__section__title=title).in_order().values_list("name", "role"))


ALL = [
    pytest.param([{"kind": "section", "section": key("培育品牌"), "set": {"title": "培育知名品牌"}}], id="title"),
    pytest.param([{"kind": "section", "section": key("培育品牌"), "set": {"kind": "paragraph"}}], id="kind"),
    pytest.param([{"kind": "section", "section": key("培育品牌"), "set": {"parent": key("总体要求")}}], id="parent"),
    pytest.param([{"kind": "section", "section": key("培育品牌"), "set": {"parent": ""}}], id="top"),
    pytest.param([{"kind": "join", "section": key("发展绿色"), "with": key("培育品牌")}], id="join"),
    pytest.param([{"kind": "join", "section": key("培育品牌"), "with": key("保障措施")}], id="join-chapter"),
    pytest.param([{"kind": "split", "section": key("提升农产品"), "at": 5, "words": "推进认证"}], id="split"),
    pytest.param([{"kind": "duty", "section": key("发展绿色"), "name": "市财政局", "removed": True}], id="duty"),
    pytest.param(
        [{"kind": "duty", "section": key("发展绿色"), "name": "市住建局", "set": {"name": "市住房城乡建设局"}}],
        id="rename",
    ),
    pytest.param(
        [{"kind": "duty", "section": key("培育品牌"), "name": "市工信局", "added": True, "role": "lead"}], id="add"
    ),
    pytest.param(
        [
            {
                "kind": "target",
                "section": key("发展绿色"),
                "target": names_of([target_of(read(), "发展绿色")])[0],
                "set": {"value": "95"},
            }
        ],
        id="target",
    ),
    pytest.param(replace_text(TEXT, [], (TEXT.index("90%"), TEXT.index("90%") + 2), "92"), id="text"),
    pytest.param(replace_text(TEXT, [], (TEXT.index("推进认证"), TEXT.index("推进认证")), "\n"), id="line"),
    pytest.param(replace_text(TEXT, [], (TEXT.index("(三)培育"), TEXT.index("四、保障")), ""), id="cut"),
]


@pytest.mark.parametrize("corrections", ALL)
def test_the_rows_say_what_the_corrected_draft_says(corrections: list[Correction]) -> None:
    found = corrected(TEXT, corrections)
    assert found.unfit == ()
    stored(*corrections)
    sections = found.draft.outline.sections
    assert rows() == [(one.kind.value, one.number or "", one.title or "", one.text) for one in sections]
    kept = list(Section.objects.in_order())
    assert [row.parent and kept.index(row.parent) for row in kept] == [
        one.parent and one.parent - 1 for one in sections
    ]
    at = {row.pk: index for index, row in enumerate(kept, start=1)}
    parts = [(at[part.task_id], part.name, part.role) for part in Responsibility.objects.all()]
    wanted = [(key, duty.name, duty.role) for key, duties in found.draft.duties.items() for duty in duties]
    assert sorted(parts) == sorted(one for one in wanted if sections[one[0] - 1].kind.is_work_item)
    targets = [(at[t.section_id], t.name, plain(t.value), t.year) for t in Target.objects.all() if t.value]
    assert sorted(targets) == sorted((t.section, t.name, t.value, t.year) for t in found.draft.targets)
    assert set(Task.objects.values_list("pk", flat=True)) == {row.pk for row in kept if row.is_work_item}


@pytest.mark.parametrize("corrections", ALL)
def test_reading_the_same_again_changes_nothing(corrections: list[Correction]) -> None:
    stored(*corrections)
    before = rows(), list(Responsibility.objects.values()), list(Target.objects.values())
    with CaptureQueriesContext(connection) as captured:
        result = store_draft(read().reading, Plan.objects.get())
    assert [q["sql"] for q in captured if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []
    assert not result.is_changed
    assert (rows(), list(Responsibility.objects.values()), list(Target.objects.values())) == before


@pytest.mark.parametrize("corrections", ALL)
def test_corrections_reach_a_plan_that_is_stored_already(corrections: list[Correction]) -> None:
    stored()
    stored(*corrections, plan=Plan.objects.get())
    sections = corrected(TEXT, corrections).draft.outline.sections
    assert rows() == [(one.kind.value, one.number or "", one.title or "", one.text) for one in sections]


def test_what_was_corrected_counts_as_corrected_by_hand_and_has_a_history() -> None:
    stored({"kind": "section", "section": key("培育品牌"), "set": {"title": "培育知名品牌"}})
    row = Section.objects.get(title="培育知名品牌")
    assert row.is_corrected
    assert [record.title for record in row.history.order_by("history_id")] == ["培育品牌", "培育知名品牌"]


def test_a_department_that_is_corrected_keeps_its_place_in_the_source() -> None:
    stored({"kind": "duty", "section": key("发展绿色"), "name": "市住建局", "set": {"name": "市住房城乡建设局"}})
    part = Responsibility.objects.get(name="市住房城乡建设局")
    assert TEXT[part.start : part.end] == "市住建局"
    assert part.department.name == "市住房城乡建设局"
    stored({"kind": "duty", "section": key("培育品牌"), "name": "市工信局", "added": True}, plan=Plan.objects.get())
    added = Responsibility.objects.get(name="市工信局")
    assert (added.start, added.end) == (None, None)


def test_another_correction_by_hand_is_not_undone() -> None:
    stored()
    row = Section.objects.get(title="提升农产品质量")
    row.title = "提升农产品质量水平"
    row.save()
    stored({"kind": "section", "section": key("培育品牌"), "set": {"title": "培育知名品牌"}}, plan=Plan.objects.get())
    assert {"提升农产品质量水平", "培育知名品牌"} <= {title for _, _, title, _ in rows()}


def test_the_place_of_a_word_is_known() -> None:
    """Guards the tests above."""
    assert place("培育品牌", read()) > 0
    assert bodies("发展绿色建筑") == []
