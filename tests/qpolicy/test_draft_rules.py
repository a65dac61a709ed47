"""Rules for the whole plan and deadlines are corrected in a draft, survive a new reading, and are shown to a reviewer."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.entry import append
from documents.models import Draft, Plan, Section
from qpolicy.corrections import Corrected, Correction, corrected, put, rekeyed, replace_text
from qpolicy.drafting.opening import open_draft
from qpolicy.drafting.readings import reading_of
from qpolicy.drafting.stored import corrections_of
from qpolicy.ingest import read_plan
from qpolicy.storing import store_draft
from tasks.models import DefaultResponsibility, Task
from tests import entering
from tests.builders import department, region
from tests.entering import address, key, save, step
from tests.pages import text_of

editor, reviewer = entering.editor, entering.reviewer

TEXT = """某市质量强市建设实施方案

一、重点任务
以下工作均需各区县政府、各开发区管委会落实,不再列出。
(一)提升农产品质量。加强监测。(市农业农村局负责。完成时限:2025年6月底)
(二)发展绿色建筑。推广绿色建材。(市住建局牵头,市财政局配合)
(三)培育品牌。支持企业争创品牌。
"""


def rules(found: Corrected) -> list[tuple[str, str]]:
    return [(rule.name, rule.role) for rule in found.draft.defaults]


def deadlines(found: Corrected) -> dict[str, str]:
    return {found.draft.outline.section(at).title or "": when for at, when in found.draft.deadlines.items()}


def at(words: str, found: Corrected | None = None) -> str:
    found = found or corrected(TEXT, [])
    sections = found.draft.outline.sections
    return next(found.keys[one.id - 1] for one in sections if words in f"{one.title or ''}{one.text}")


READ = [("各区县政府", "responsible"), ("各开发区管委会", "responsible")]


def test_the_text_of_these_tests_has_both() -> None:
    found = corrected(TEXT, [])
    assert rules(found) == READ
    assert deadlines(found) == {"提升农产品质量": "2025年6月底"}


def test_rules_are_renamed_removed_added_and_given_another_role() -> None:
    found = corrected(
        TEXT,
        [
            {"kind": "rule", "name": "各区县政府", "set": {"name": "各区县人民政府", "role": "lead"}},
            {"kind": "rule", "name": "各开发区管委会", "removed": True},
            {"kind": "rule", "name": "市直各部门", "added": True, "role": "participant", "section": at("培育品牌")},
            {"kind": "rule", "name": "市无此局", "removed": True},
        ],
    )
    assert rules(found) == [("各区县人民政府", "lead"), ("市直各部门", "participant")]
    assert found.draft.outline.section(found.draft.defaults[1].section).title == "培育品牌"
    assert [one["name"] for one in found.unfit] == ["市无此局"]


def test_a_deadline_is_of_a_work_item() -> None:
    wrong: Correction = {"kind": "deadline", "section": at("重点任务"), "set": {"deadline": "2025年"}}
    found = corrected(TEXT, [{"kind": "deadline", "section": at("培育品牌"), "set": {"deadline": "2026年底前"}}, wrong])
    assert deadlines(found)["培育品牌"] == "2026年底前"
    assert found.unfit == (wrong,)
    gone = corrected(TEXT, [{"kind": "deadline", "section": at("提升农产品质量"), "set": {"deadline": ""}}])
    assert deadlines(gone) == {}


@settings(deadline=None)
@given(st.integers(0, len(TEXT) - 1), st.text("甲乙。\n(", max_size=4))
def test_they_survive_any_new_reading(place: int, new: str) -> None:
    """What is added without a section, and what is renamed in a rule that is still read, stays whatever is typed."""
    made: list[Correction] = [
        {"kind": "rule", "name": "各区县政府", "set": {"role": "lead"}},
        {"kind": "rule", "name": "市直各部门", "added": True, "role": "participant", "section": at("培育品牌")},
        {"kind": "deadline", "section": at("培育品牌"), "set": {"deadline": "2026年底前"}},
    ]
    before = corrected(TEXT, made)
    again = replace_text(TEXT, made, (place, place), new)
    kept = rekeyed(again, before.working.outline, corrected(TEXT, again).working.outline)
    found = corrected(TEXT, kept)
    assert ("市直各部门", "participant") in rules(found)
    if "各区县政府" in dict(rules(found)):
        assert ("各区县政府", "lead") in rules(found)
    if any(section.title == "培育品牌" and section.kind == "task" for section in found.draft.outline.sections):
        assert deadlines(found)["培育品牌"] == "2026年底前"
    assert corrected(TEXT, put([], *reversed(kept))).draft.deadlines == found.draft.deadlines


@pytest.fixture
def draft(editor: Client) -> Draft:
    made = open_draft(TEXT, owner=User.objects.get(username="录入"), name="方案.txt")
    region("some", "某市", code="990100")
    made.metadata |= {"region": "990100"}
    made.save()
    return made


@pytest.fixture
def published(editor: Client, reviewer: Client, draft: Draft) -> Plan:
    step(editor, draft, "submit")
    step(reviewer, draft, "publish")
    return Plan.objects.get()


def edit(client: Client, plan: Plan) -> Draft:
    client.post(reverse("admin:documents_draft_edit", args=[plan.pk]))
    return Draft.objects.latest("pk")


def save_rules(client: Client, draft: Draft, **changed: str) -> str:
    page = client.get(address("rules", draft))
    forms = page.context["forms"]
    fields = [*forms.management_form, *(field for form in forms for field in form)]
    sent = {field.html_name: str(field.value()) for field in fields if field.value() not in (None, False)}
    sent |= {"seen": str(page.context["seen"])} | {name.replace("__", "-"): value for name, value in changed.items()}
    answer = text_of(client.post(address("rules", draft), sent, follow=True))
    draft.refresh_from_db()
    return answer


def stored() -> list[tuple[Any, ...]]:
    return list(DefaultResponsibility.objects.order_by("position").values_list("name", "role", "department__name"))


@pytest.mark.django_db
def test_they_are_corrected_on_their_pages_and_published(editor: Client, reviewer: Client, draft: Draft) -> None:
    changed = {"rule__0__name": "各区县人民政府", "rule__1__DELETE": "on", "rule__2__name": "市直各部门"}
    assert "已保存通用分工" in save_rules(editor, draft, **changed, rule__2__section=key(draft, "培育品牌"))
    save(editor, draft, "培育品牌", deadline="2026年底前")
    save(editor, draft, "提升农产品质量", deadline="")
    page = text_of(editor.get(address("change", draft)))
    assert "各区县人民政府" in page and "2026年底前" in page and "通用分工的部门“各开发区管委会”删除" in page
    stretch = entering.typed(editor, draft, "绿色建筑")["stretch0"]
    save(editor, draft, "绿色建筑", stretch0=stretch.replace("推广绿色", "大力推广绿色"))
    assert reading_of(draft).unfit == ()
    step(editor, draft, "submit")
    step(reviewer, draft, "publish")
    assert stored() == [
        ("各区县人民政府", "responsible", "各区县人民政府"),
        ("市直各部门", "responsible", "市直各部门"),
    ]
    first, second = DefaultResponsibility.objects.order_by("position")
    assert TEXT[first.start : first.end] == "各区县政府" and first.history.count() == 2
    assert second.section is not None and second.section.title == "培育品牌" and second.start is None
    assert dict(Task.objects.values_list("section__title", "deadline")) == {
        "提升农产品质量": "",
        "发展绿色建筑": "",
        "培育品牌": "2026年底前",
    }
    plan = Plan.objects.get()
    assert not store_draft(read_plan(TEXT), plan).is_changed  # they count as corrected by hand


@pytest.mark.django_db
def test_a_page_that_is_saved_untouched_corrects_nothing(editor: Client, draft: Draft) -> None:
    save_rules(editor, draft)
    save(editor, draft, "提升农产品质量")
    assert draft.corrections == []


@pytest.mark.django_db
def test_a_reviewer_sees_what_would_change_in_them(editor: Client, reviewer: Client, published: Plan) -> None:
    draft = edit(editor, published)
    page = reviewer.get(address("changes", draft))
    assert (page.context["rule_changes"], page.context["changes"]) == ("", [])
    save_rules(editor, draft, rule__0__role="lead")
    save(editor, draft, "提升农产品质量", deadline="2027年")
    page = reviewer.get(address("changes", draft))
    assert "牵头" in page.context["rule_changes"] and "各区县政府" in text_of(page)
    [change] = page.context["changes"]
    assert change.details[0].startswith("完成时限：") and "2027年" in change.details[0]


@pytest.mark.django_db
def test_a_draft_of_a_plan_begins_with_what_was_corrected_by_hand(
    editor: Client, reviewer: Client, published: Plan
) -> None:
    rule = DefaultResponsibility.objects.get(name="各区县政府")
    rule.role = "lead"
    rule.save()
    DefaultResponsibility.objects.get(name="各开发区管委会").delete()
    body = department("市直各部门", "some")
    [by_hand] = append(published, [Section(kind="paragraph", text="附：手工录入。")])
    DefaultResponsibility.objects.create(plan=published, position=9, department=body, section=by_hand)
    Task.objects.filter(section__title="培育品牌").update(deadline="2028年")
    assert [one["kind"] for one in corrections_of(published)] == ["deadline", "rule", "rule", "rule"]
    draft = edit(editor, published)
    assert reading_of(draft).unfit == ()
    before = [list(DefaultResponsibility.objects.order_by("pk").values()), list(Task.objects.values())]
    page = reviewer.get(address("changes", draft))
    assert (page.context["rule_changes"], page.context["changes"]) == ("", [])
    step(editor, draft, "submit")
    step(reviewer, draft, "publish")
    assert draft.state == "published"
    assert [list(DefaultResponsibility.objects.order_by("pk").values()), list(Task.objects.values())] == before


@pytest.mark.django_db
def test_a_rule_that_is_added_twice_or_named_as_one_that_is_there_stands_once(
    editor: Client, reviewer: Client, published: Plan
) -> None:
    draft = edit(editor, published)
    save_rules(editor, draft, rule__0__name="各开发区管委会", rule__2__name="市直各部门", rule__3__name="市直各部门")
    step(editor, draft, "submit")
    step(reviewer, draft, "publish")
    assert [name for name, _, _ in stored()] == ["各开发区管委会", "市直各部门"]


@pytest.mark.django_db
def test_a_rule_that_is_taken_out_and_typed_again_has_its_new_role(editor: Client, draft: Draft) -> None:
    save_rules(editor, draft, rule__0__DELETE="on", rule__2__name="各区县政府", rule__2__role="lead")
    assert rules(reading_of(draft)) == [("各区县政府", "lead"), ("各开发区管委会", "responsible")]
