"""The way of a draft: names settled, submitted, returned, published by another, an update, a new edition."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from documents.functions import function_of
from documents.models import Department, Draft, Plan, Region
from documents.search.indexing import repair
from indicators.models import Indicator, Target
from qpolicy.audit import Kind
from qpolicy.models import AuditEvent
from qpolicy.roles import AUDIT
from tasks.models import Responsibility
from tests import entering
from tests.builders import department, function
from tests.entering import TITLE, address, save, step, upload
from tests.pages import text_of
from tests.qpolicy.test_corrections import TEXT
from tests.roles import account

pytestmark = pytest.mark.django_db

editor, reviewer, draft, published = entering.editor, entering.reviewer, entering.draft, entering.published


# Catalogue


def test_an_unknown_department_is_mapped_to_a_known_one_or_made_with_a_function(
    editor: Client, reviewer: Client, draft: Draft
) -> None:
    known = department("市住房和城乡建设局", "some")
    function(function_of("市财政局") or "", "财政")
    page = editor.get(address("departments", draft))
    forms = page.context["forms"]
    data = {field.html_name: str(field.value() or "") for form in forms for field in form}
    data |= {field.html_name: str(field.value()) for field in forms.management_form}
    index = next(at for at, form in enumerate(forms) if form["key"].value() == "市住建局")
    wrong = data | {f"name-{index}-to": "无此局", "seen": "1"}
    assert "目录中没有“无此局”" in text_of(editor.post(address("departments", draft), wrong))
    editor.post(address("departments", draft), data | {f"name-{index}-to": known.name, "seen": "1"})
    draft.refresh_from_db()
    step(editor, draft, "submit")
    step(reviewer, draft, "publish")
    known.refresh_from_db()
    assert known.aliases == ["市住建局"]
    assert Responsibility.objects.get(name="市住建局").department == known
    assert Department.objects.get(name="市财政局").function


def test_a_name_that_only_the_misreading_had_is_not_left_in_the_catalogue(
    editor: Client, reviewer: Client, draft: Draft
) -> None:
    save(editor, draft, "发展绿色建筑", duty__0__name="市住房城乡建设局", target__0__name="绿色建筑比例")
    step(editor, draft, "submit")
    step(reviewer, draft, "publish")
    assert not Department.objects.filter(name="市住建局").exists()
    assert Department.objects.filter(name="市住房城乡建设局").exists()
    assert not Indicator.objects.filter(name="绿色建筑占比").exists()


def test_an_unknown_indicator_is_mapped_to_a_known_one(editor: Client, reviewer: Client, draft: Draft) -> None:
    known = Indicator.objects.create(name="绿色建筑比例")
    forms = editor.get(address("indicators", draft)).context["forms"]
    data = {field.html_name: str(field.value() or "") for form in forms for field in form}
    data |= {field.html_name: str(field.value()) for field in forms.management_form}
    index = next(at for at, form in enumerate(forms) if "绿色建筑" in form["key"].value())
    editor.post(address("indicators", draft), data | {f"name-{index}-to": known.name, "seen": "1"})
    draft.refresh_from_db()
    step(editor, draft, "submit")
    step(reviewer, draft, "publish")
    assert known.targets.count() == 1


# The way


def test_a_draft_is_submitted_returned_corrected_submitted_and_published_by_another(
    editor: Client, reviewer: Client, draft: Draft, client: Client
) -> None:
    step(editor, draft, "submit")
    assert draft.state == "submitted"
    assert "请填写审核意见" in step(reviewer, draft, "return", remark=" ")
    assert "请改标题" in step(reviewer, draft, "return", remark="请改标题")
    assert draft.state == "returned"
    save(editor, draft, "培育品牌", title="培育知名品牌")
    step(editor, draft, "submit")
    assert "已发布" in step(reviewer, draft, "publish")
    assert draft.state == "published" and draft.plan
    assert draft.plan.is_public and draft.plan.title == TITLE
    assert "培育知名品牌" in text_of(Client().get(draft.plan.get_absolute_url()))
    assert repair() == 0
    kinds = list(AuditEvent.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds.count(Kind.SUBMISSION) == 2 and kinds.count(Kind.PUBLICATION) == 1
    assert AuditEvent.objects.get(kind=Kind.RETURN).details == "请改标题"


def test_an_editor_publishes_nothing(editor: Client, draft: Draft) -> None:
    assert "只有审核员可以发布" in step(editor, draft, "publish")
    assert not Plan.objects.exists()


def test_an_auditor_looks_and_changes_nothing(draft: Draft) -> None:
    client = Client()
    client.force_login(account(AUDIT))
    assert client.get(address("change", draft)).status_code == 200
    assert client.get(reverse("admin:documents_draft_add")).status_code == 403
    for page in ("step", "metadata", "departments", "indicators"):
        assert client.post(address(page, draft), {"do": "discard"}).status_code == 403


def test_a_submitted_draft_is_not_edited(editor: Client, draft: Draft) -> None:
    step(editor, draft, "submit")
    assert "不能再修改" in save(editor, draft, "培育品牌", title="别的")
    step(editor, draft, "return")
    assert draft.state == "editing"


def test_what_changed_since_it_was_seen_is_not_submitted(editor: Client, reviewer: Client, draft: Draft) -> None:
    seen = str(draft.lock_version)
    save(reviewer, draft, "培育品牌", title="培育知名品牌")
    page = text_of(editor.post(address("step", draft), {"do": "submit", "seen": seen}, follow=True))
    assert "草稿已被修改" in page
    draft.refresh_from_db()
    assert draft.state == "editing"


def test_without_a_title_it_is_not_submitted_and_the_form_says_why(editor: Client) -> None:
    upload(editor, text="一、任务\n(一)做事。认真做事。\n")
    draft = Draft.objects.get()
    assert "请先改好发文信息" in step(editor, draft, "submit")
    data = {**draft.metadata, "title": "新的标题", "seen": str(draft.lock_version)}
    editor.post(address("metadata", draft), data)
    step(editor, draft, "submit")
    assert draft.state == "submitted"


def test_a_region_is_typed_by_name_or_code(editor: Client, draft: Draft) -> None:
    Region.objects.create(slug="one", name="城关区", level="district", code="990102")
    Region.objects.create(slug="two", name="城关区", level="district", code="990103")
    for written, message in (("无此地", "没有这个地区"), ("城关区", "其中之一：城关区（990102）、城关区（990103）")):
        data = {**draft.metadata, "region": written, "seen": str(draft.lock_version)}
        assert message in text_of(editor.post(address("metadata", draft), data))
        draft.refresh_from_db()
    data = {**draft.metadata, "region": "城关区（990103）", "seen": str(draft.lock_version)}
    assert editor.post(address("metadata", draft), data).status_code == 302


def test_a_draft_is_discarded_and_taken_up_again(editor: Client, draft: Draft) -> None:
    step(editor, draft, "discard")
    assert draft.state == "discarded"
    step(editor, draft, "resume")
    assert draft.state == "editing"


# Versions


LATER = TEXT.replace("90%", "96%")


def test_a_later_text_is_offered_as_an_update_or_a_new_edition(editor: Client, published: Plan) -> None:
    page = text_of(upload(editor, text=LATER))
    assert "是同一版本，更新它" in page and "是它的新版本，替代它" in page and "标题相同" in page


def test_a_text_may_be_meant_for_a_plan_whatever_it_says(editor: Client, published: Plan) -> None:
    plan_page = text_of(editor.get(reverse("admin:documents_plan_change", args=[published.pk])))
    assert f"{reverse('admin:documents_draft_add')}?plan={published.pk}" in plan_page
    page = text_of(upload(editor, text="别的规划\n一、任务\n(一)做事。认真做事。\n", plan=str(published.pk)))
    assert "由这份规划的页面导入" in page


def test_no_public_page_tells_of_a_draft(client: Client, draft: Draft) -> None:
    public = Client()
    for where in ("/", "/plans/", "/tasks/", "/departments/", "/sitemap.xml", "/search/?q=绿色建筑&type=plans"):
        page = public.get(where).content.decode()
        assert TITLE not in page and "市住建局" not in page and "发展绿色建筑" not in page


def test_the_file_of_a_published_plan_is_recognised(editor: Client, published: Plan) -> None:
    assert "原文完全相同" in text_of(upload(editor, text=TEXT))
    assert Draft.objects.count() == 1


def test_an_update_changes_the_plan_and_a_reviewer_sees_what(editor: Client, reviewer: Client, published: Plan) -> None:
    upload(editor, text=LATER)
    draft = Draft.objects.exclude(plan=published).get()
    step(editor, draft, "manner", manner="update", plan=str(published.pk))
    assert "90〔" in text_of(editor.get(address("changes", draft))) or "〔90 → 96〕" in text_of(
        editor.get(address("changes", draft))
    )
    step(editor, draft, "submit")
    step(reviewer, draft, "publish")
    assert Plan.objects.count() == 1
    assert Target.objects.filter(value=96).exists() and not Target.objects.filter(value=90).exists()


def test_an_update_of_a_plan_that_changed_meanwhile_waits_until_it_was_looked_at(
    editor: Client, reviewer: Client, published: Plan
) -> None:
    upload(editor, text=LATER)
    draft = Draft.objects.exclude(plan=published).get()
    step(editor, draft, "manner", manner="update", plan=str(published.pk))
    step(editor, draft, "submit")
    published.refresh_from_db()
    published.issuer = "某市人民政府"
    published.save()
    Plan.objects.filter(pk=published.pk).mark_edited()
    page = step(reviewer, draft, "publish")
    assert "规划已被他人修改" in page and "某市人民政府" in page
    assert draft.state == "submitted"
    step(reviewer, draft, "accept", plan_version=str(Plan.objects.get().lock_version))
    step(reviewer, draft, "publish")
    assert draft.state == "published"


def test_a_new_edition_replaces_the_old_one(editor: Client, reviewer: Client, published: Plan) -> None:
    upload(editor, text=LATER)
    draft = Draft.objects.exclude(plan=published).get()
    step(editor, draft, "manner", manner="edition", plan=str(published.pk))
    step(editor, draft, "submit")
    step(reviewer, draft, "publish")
    newer = Plan.objects.exclude(pk=published.pk).get()
    assert (newer.edition, newer.replaces) == (2, published)


def test_whoever_takes_back_what_they_submitted_is_not_told_that_it_was_returned(
    editor: Client, reviewer: Client, draft: Draft
) -> None:
    step(editor, draft, "submit")
    assert "已撤回提交，可以继续编辑。" in step(editor, draft, "return")
    step(editor, draft, "submit")
    assert "已退回。" in step(reviewer, draft, "return", remark="请核对。")


def test_the_history_of_a_plan_names_the_draft_it_was_published_from(
    editor: Client, reviewer: Client, draft: Draft
) -> None:
    assert f"草稿编号：{draft.pk}" in text_of(editor.get(address("change", draft)))
    step(editor, draft, "submit")
    step(reviewer, draft, "publish")
    [record] = Plan.history.all()
    assert record.history_change_reason == f"由草稿 {draft.pk}（录入 录入）发布"
    page = text_of(reviewer.get(reverse("admin:documents_plan_history", args=[record.id])))
    assert record.history_change_reason in page


def test_a_new_plan_is_said_to_bring_what_it_has_and_no_corrections(editor: Client, draft: Draft) -> None:
    page = text_of(editor.get(address("changes", draft)))
    assert "这是一份新规划，发布后新增：章节条 " in page
    assert "校订 " not in page.partition("发布后新增")[2].partition("</p>")[0]


def test_a_region_is_shown_by_its_name_however_it_was_typed(editor: Client, draft: Draft) -> None:
    typed = {**draft.metadata, "region": "990100", "seen": str(draft.lock_version)}
    assert "某市（990100）" in text_of(editor.post(address("metadata", draft), typed, follow=True))
    draft.refresh_from_db()
    assert draft.metadata["region"] == "某市（990100）"
    editor.post(address("metadata", draft), {**typed, "region": "无此市", "seen": str(draft.lock_version)})
    draft.refresh_from_db()
    assert draft.metadata["region"] == "无此市", "what is not right yet stays as it was typed"
