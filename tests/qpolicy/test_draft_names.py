"""Departments of a draft: seen by who enters it, confirmed by who publishes it, corrected only where something is chosen."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Department, Draft, Function, Plan
from indicators.models import Indicator, Target
from tasks.models import Responsibility
from tests import entering
from tests.builders import department, function
from tests.entering import address, save, step
from tests.pages import text_of

pytestmark = pytest.mark.django_db

editor, reviewer, draft, published = entering.editor, entering.reviewer, entering.draft, entering.published


@pytest.fixture(autouse=True)
def functions() -> None:
    for slug, name in (("finance", "财政"), ("housing", "住房城乡建设"), ("market-regulation", "市场监管")):
        function(slug, name)


def settled(client: Client, draft: Draft, **chosen: dict[str, str]) -> str:
    """Save the page of departments with what it proposes, and with what is chosen for some, by their names."""
    draft.refresh_from_db()
    forms = client.get(address("departments", draft)).context["forms"]
    data: dict[str, Any] = {field.html_name: str(field.value() or "") for form in forms for field in form}
    data |= {field.html_name: str(field.value()) for field in forms.management_form}
    for form in forms:
        for name, value in chosen.get(form["key"].value(), {}).items():
            data[form[name].html_name] = value
    page = client.post(address("departments", draft), data | {"seen": str(draft.lock_version)}, follow=True)
    draft.refresh_from_db()
    return text_of(page)


def summary(page: str) -> str:
    return page.partition('aria-label="核对"')[2].partition("</section>")[0]


def test_what_is_seen_and_left_as_proposed_is_no_correction(editor: Client, draft: Draft) -> None:
    assert "4 个将新建，其中 4 个待核对" in summary(text_of(editor.get(address("change", draft))))
    page = settled(editor, draft)
    assert "4 个将新建，其中 1 个待核对" in summary(page), "市农业农村局 has no function here"
    assert "校订 0" in summary(page) and "已作的校订" not in page and "已核对" not in page
    assert page.count("chip unknown") == 1


def test_what_is_all_seen_needs_no_more_looking_at(editor: Client, draft: Draft) -> None:
    page = settled(editor, draft, 市农业农村局={"function": "finance"})
    assert "4 个将新建，都已看过" in summary(page) and "校订 1" in summary(page)
    assert "部门“市农业农村局”的职能定为“财政”" in page and "已作的校订（1）" in page


def test_a_department_that_is_mapped_is_told_with_the_one_it_is_mapped_to(editor: Client, draft: Draft) -> None:
    department("市住房和城乡建设局", "some")
    page = settled(editor, draft, 市住建局={"to": "市住房和城乡建设局"})
    assert "部门“市住建局”归到“市住房和城乡建设局”" in page and "校订 1" in summary(page)


def test_the_page_of_departments_says_which_were_seen(editor: Client, draft: Draft) -> None:
    settled(editor, draft)
    page = text_of(editor.get(address("departments", draft)))
    assert page.count(">已看过<") == 3 and page.count(">待核对<") == 1
    assert "经审核员发布入库时成为“已核对”" in page


def test_what_the_editor_has_seen_is_confirmed_by_who_publishes(editor: Client, reviewer: Client, draft: Draft) -> None:
    settled(editor, draft, 市财政局={"function": "housing"})
    step(editor, draft, "submit")
    step(reviewer, draft, "publish")
    confirmed = Department.objects.filter(is_confirmed=True)
    assert set(confirmed.values_list("name", flat=True)) == {"市住建局", "市财政局", "市市场监管局"}
    assert Department.objects.get(name="市财政局").function == Function.objects.get(slug="housing")
    assert Department.objects.unconfirmed().get().name == "市农业农村局"
    assert "部门“市财政局”的职能定为“住房城乡建设”" in text_of(editor.get(address("change", draft)))
    listed = text_of(reviewer.get(f"{reverse('admin:documents_department_changelist')}?chore=unconfirmed"))
    assert "市农业农村局" in listed and ">市财政局<" not in listed


def test_what_nobody_has_seen_is_confirmed_by_nobody(editor: Client, reviewer: Client, draft: Draft) -> None:
    step(editor, draft, "submit")
    step(reviewer, draft, "publish")
    assert not Department.objects.filter(is_confirmed=True).exists()


def test_taking_back_a_correction_leads_past_what_was_only_seen(editor: Client, draft: Draft) -> None:
    settled(editor, draft)
    save(editor, draft, "培育品牌", title="培育知名品牌")
    made = editor.get(address("change", draft)).context["made"]
    assert len(made) == 1
    sent = {"do": "undo", "seen": str(draft.lock_version), "correction": made[0][1], "place": "1"}
    assert "#m" not in editor.post(address("step", draft), sent)["Location"]


def test_a_name_stands_for_what_it_does_in_the_plan_that_is_updated_as_often_as_there(
    editor: Client, reviewer: Client, published: Plan
) -> None:
    elsewhere, notion = department("省财政厅", "other"), Indicator.objects.create(name="绿色建筑比例")
    Responsibility.objects.filter(name="市财政局").update(department=elsewhere)
    Target.objects.filter(name="绿色建筑占比").update(indicator=notion)
    Department.objects.filter(name="市财政局").delete()
    Indicator.objects.filter(targets=None).delete()
    editor.post(reverse("admin:documents_draft_edit", args=[published.pk]))
    edited = Draft.objects.latest("pk")
    assert "将新建" not in summary(text_of(editor.get(address("change", edited))))
    more = {"target__0__name": "绿色建筑占比", "target__0__value": "95"}
    save(editor, edited, "提升农产品质量", duty__2__name="市财政局", **more)
    page = summary(text_of(editor.get(address("change", edited))))
    assert "1 个将新建，其中 1 个待核对" in page and "指标</a>：1 个将新建" in page
    step(editor, edited, "submit")
    step(reviewer, edited, "publish")
    assert Responsibility.objects.filter(name="市财政局", department__name="市财政局").count() == 1
    assert Target.objects.filter(name="绿色建筑占比", indicator=notion).count() == 1
