"""From a file to a published plan in the admin: a draft is opened, corrected, submitted, returned and published."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from documents.functions import function_of
from documents.models import Department, Draft, Plan, Region, Section
from documents.search.indexing import repair
from indicators.models import Indicator, Target
from qpolicy.audit import Kind
from qpolicy.drafting.opening import open_draft
from qpolicy.drafting.readings import reading_of
from qpolicy.models import AuditEvent
from qpolicy.roles import AUDIT, ENTRY, REVIEW
from tasks.models import Responsibility
from tests.builders import department, function, region
from tests.documents.readers.word import word_file
from tests.pages import text_of
from tests.qpolicy.test_corrections import TEXT
from tests.roles import SUPER, account

pytestmark = pytest.mark.django_db

TITLE = "某市质量强市建设实施方案"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(account(ENTRY, "录入"))
    return client


@pytest.fixture
def reviewer() -> Client:
    client = Client()
    client.force_login(account(REVIEW, "审核"))
    return client


@pytest.fixture
def draft(editor: Client) -> Draft:
    made = open_draft(TEXT, owner=User.objects.get(username="录入"), name="方案.txt")
    region("some", "某市", code="990100")
    made.metadata |= {"region": "990100"}
    made.save()
    return made


def address(page: str, draft: Draft, *more: str) -> str:
    return reverse(f"admin:documents_draft_{page}", args=[draft.pk, *more])


def key(draft: Draft, words: str) -> str:
    found = reading_of(draft)
    return next(
        found.keys[one.id - 1]
        for one in found.draft.outline.sections
        if words in f"{one.number or ''}{one.title or ''}{one.text}"
    )


def upload(client: Client, *files: tuple[str, bytes], **fields: str) -> Any:
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(reverse("admin:documents_draft_add"), {"uploads": sent, **fields}, follow=True)


def step(client: Client, draft: Draft, do: str, **more: str) -> str:
    draft.refresh_from_db()
    data = {"do": do, "seen": str(draft.lock_version), **more}
    response = client.post(address("step", draft), data, follow=True)
    draft.refresh_from_db()
    return text_of(response)


def typed(client: Client, draft: Draft, words: str) -> dict[str, str]:
    """Return what the page of a section sends if nobody touches it."""
    page = client.get(address("section", draft, key(draft, words)))
    forms = [page.context["form"], *(form for name in ("duties", "targets", "goals") for form in page.context[name])]
    fields = [field for form in forms for field in form]
    for name in ("duties", "targets", "goals"):
        fields += list(page.context[name].management_form)
    values = {field.html_name: field.value() for field in fields}
    sent = {name: str(value) for name, value in values.items() if value is not None and value is not False}
    return sent | {"seen": str(page.context["seen"])}


def save(client: Client, draft: Draft, words: str, /, do: str = "save", **changed: str) -> str:
    data = (
        typed(client, draft, words) | {"do": do} | {name.replace("__", "-"): value for name, value in changed.items()}
    )
    page = client.post(address("section", draft, key(draft, words)), data, follow=True)
    draft.refresh_from_db()
    return text_of(page)


# Import


def test_a_word_file_becomes_a_draft_and_nothing_of_it_a_plan(editor: Client) -> None:
    page = text_of(upload(editor, ("方案.docx", word_file(*TEXT.splitlines()))))
    draft = Draft.objects.get()
    assert (draft.title, draft.source_name, draft.state) == (TITLE, "方案.docx", "editing")
    assert "读取提示" in page and "市住建局" in page
    assert not Plan.objects.exists() and not Section.objects.exists() and not Department.objects.exists()
    assert AuditEvent.objects.filter(kind=Kind.IMPORT, subject="方案.docx").count() == 1


def test_a_pasted_text_becomes_a_draft_to_the_character(editor: Client) -> None:
    upload(editor, text=TEXT.replace("\n", "\r\n"))
    assert Draft.objects.get().source_text == TEXT


def test_each_of_several_files_has_its_draft_or_its_reason(editor: Client) -> None:
    page = text_of(upload(editor, ("甲.txt", TEXT.encode()), ("乙.docx", b"PK\x03\x04broken"), ("丙.txt", b"")))
    assert Draft.objects.count() == 1
    assert page.count("没有导入") == 2
    assert "文件是空的" in page


@pytest.mark.parametrize(
    ("fields", "message"),
    [({}, "请选择文件，或粘贴规划的文字。"), ({"text": TEXT, "source_url": "javascript:x"}, "来源网址应以 http")],
)
def test_what_is_missing_or_wrong_is_said(editor: Client, fields: dict[str, str], message: str) -> None:
    response = editor.post(reverse("admin:documents_draft_add"), fields)
    assert message in response.content.decode()
    assert not Draft.objects.exists()


def test_the_same_file_twice_leads_to_the_draft_that_there_is(editor: Client) -> None:
    upload(editor, ("甲.txt", TEXT.encode()))
    page = text_of(upload(editor, ("乙.txt", TEXT.encode())))
    assert Draft.objects.count() == 1
    assert "已为同一份文字建有草稿" in page and address("change", Draft.objects.get()) in page


def test_a_text_without_structure_is_read_with_a_warning(editor: Client) -> None:
    page = text_of(upload(editor, text="这是一段没有结构的文字。"))
    assert "读取提示（0）" not in page


# Preview


def test_the_preview_shows_the_source_beside_what_was_read(editor: Client, draft: Draft) -> None:
    page = text_of(editor.get(address("change", draft)))
    assert '<mark class="d"' in page and '<mark class="t"' in page
    assert "发展绿色建筑" in page and "不在目录中" in page


def test_a_long_draft_is_shown_page_by_page_at_the_same_cost(editor: Client, client: Client) -> None:
    def text(chapters: int) -> str:
        lines = [
            f"({number})任务{chapter}-{number}。推进工作。(市第{chapter}{number}局负责)"
            for chapter in range(1, chapters + 1)
            for number in range(41)
        ]
        return "某市方案\n" + "\n".join(
            f"{'一二三四五六七八九十'[at // 41]}、重点任务" if at % 41 == 0 else line for at, line in enumerate(lines)
        )

    owner = User.objects.get(username="录入")
    short, long = open_draft(text(1), owner=owner), open_draft(text(10), owner=owner)
    counts = []
    for made in (short, long):
        with CaptureQueriesContext(connection) as captured:
            page = text_of(editor.get(address("change", made)))
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert "第 9 页" in page and page.count('class="pair ') == 50
    assert "任务10-40" in text_of(editor.get(f"{address('change', long)}?page=9"))


# Corrections


def test_a_department_and_a_target_are_corrected(editor: Client, draft: Draft) -> None:
    save(editor, draft, "发展绿色建筑", duty__0__name="市住房城乡建设局", target__0__value="95")
    kinds = {one["kind"]: one for one in draft.corrections}
    assert kinds["duty"]["set"] == {"name": "市住房城乡建设局"}
    assert kinds["target"]["set"] == {"value": "95"}
    page = text_of(editor.get(address("change", draft)))
    assert "市住房城乡建设局" in page and "95%" in page and "已校订" in page


def test_a_page_that_is_saved_untouched_corrects_nothing(editor: Client, draft: Draft) -> None:
    for words in ("总体要求", "制造业产品", "发展绿色建筑", "培育品牌"):
        save(editor, draft, words)
    assert draft.corrections == []


def test_a_correction_can_be_changed_and_taken_back(editor: Client, draft: Draft) -> None:
    save(editor, draft, "培育品牌", title="培育知名品牌", kind="safeguard")
    [made] = draft.corrections
    assert made["set"] == {"kind": "safeguard", "title": "培育知名品牌"}
    save(editor, draft, "培育知名品牌", title="培育品牌")
    assert draft.corrections[0]["set"] == {"kind": "safeguard"}
    save(editor, draft, "培育品牌", do="reset")
    assert draft.corrections == []


def test_departments_are_added_and_removed(editor: Client, draft: Draft) -> None:
    changed = {"duty__1__DELETE": "on", "duty__2__name": "市科技局", "duty__2__role": "participant"}
    save(editor, draft, "发展绿色建筑", **changed)
    found = reading_of(draft)
    at = next(one.id for one in found.draft.outline.sections if one.title == "发展绿色建筑")
    assert [(duty.name, duty.role) for duty in found.draft.duties[at]] == [
        ("市住建局", "lead"),
        ("市科技局", "participant"),
    ]


def test_sections_are_joined_and_split(editor: Client, draft: Draft) -> None:
    number = len(reading_of(draft).keys)
    save(editor, draft, "发展绿色建筑", do="join")
    assert len(reading_of(draft).keys) == number - 1
    at = reading_of(draft).draft.outline.sections[4].text.index("推进认证")
    save(editor, draft, "提升农产品质量", do=f"split-{at}")
    assert len(reading_of(draft).keys) == number
    step(editor, draft, "undo", correction=" ".join(("split", draft.corrections[1]["section"], str(at))))
    assert [one["kind"] for one in draft.corrections] == ["join"]


def test_the_text_is_corrected_and_the_other_corrections_stay(editor: Client, draft: Draft) -> None:
    save(editor, draft, "发展绿色建筑", duty__1__DELETE="on")
    stretch = typed(editor, draft, "发展绿色建筑")["stretch0"]
    save(editor, draft, "发展绿色建筑", stretch0=stretch.replace("90%", "92%"))
    found = reading_of(draft)
    assert found.unfit == ()
    assert "92%" in found.draft.outline.source and "90%" in draft.source_text
    at = next(one.id for one in found.draft.outline.sections if one.title == "发展绿色建筑")
    assert [duty.name for duty in found.draft.duties[at]] == ["市住建局"]


def test_what_is_typed_wrongly_is_said_and_kept(editor: Client, draft: Draft) -> None:
    page = save(editor, draft, "发展绿色建筑", target__0__value="很多")
    assert "没有保存" in page and "很多" in page
    assert draft.corrections == []


def test_the_second_save_is_refused_told_of_the_first_and_keeps_what_was_typed(
    editor: Client, reviewer: Client, draft: Draft
) -> None:
    mine = typed(editor, draft, "培育品牌") | {"title": "我的标题", "do": "save"}
    save(reviewer, draft, "发展绿色建筑", title="发展绿色低碳建筑")
    where = address("section", draft, key(draft, "培育品牌"))
    page = editor.post(where, mine)
    assert "我的标题" in text_of(page) and "审核（" in text_of(page) and "发展绿色建筑" in text_of(page)
    draft.refresh_from_db()
    assert len(draft.corrections) == 1
    again = mine | {"seen": str(page.context["seen"])}
    editor.post(where, again)
    draft.refresh_from_db()
    assert len(draft.corrections) == 2


def test_what_was_typed_for_a_section_that_is_gone_is_shown(editor: Client, reviewer: Client, draft: Draft) -> None:
    mine = typed(editor, draft, "培育品牌") | {"title": "我的标题", "do": "save"}
    where = address("section", draft, key(draft, "培育品牌"))
    save(reviewer, draft, "发展绿色建筑", do="join")
    response = editor.post(where, mine)
    assert response.status_code == 409
    assert "我的标题" in response.content.decode()


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


def test_who_entered_a_draft_does_not_publish_it(reviewer: Client, settings: Settings) -> None:
    upload(reviewer, text=TEXT)
    draft = Draft.objects.get()
    assert "请由另一位审核员" in step(reviewer, draft, "publish")
    assert not Plan.objects.exists()
    settings.FOUR_EYES = False
    step(reviewer, draft, "publish")
    assert Plan.objects.published().count() == 1


def test_a_superuser_may_publish_alone() -> None:
    client = Client()
    client.force_login(account(SUPER))
    upload(client, text=TEXT)
    step(client, Draft.objects.get(), "publish")
    assert Plan.objects.published().count() == 1


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


@pytest.fixture
def published(editor: Client, reviewer: Client, draft: Draft) -> Plan:
    step(editor, draft, "submit")
    step(reviewer, draft, "publish")
    return Plan.objects.get()


LATER = TEXT.replace("90%", "96%")


def test_a_later_text_is_offered_as_an_update_or_a_new_edition(editor: Client, published: Plan) -> None:
    page = text_of(upload(editor, text=LATER))
    assert "是同一版本，更新它" in page and "是它的新版本，替代它" in page and "标题相同" in page


def test_a_text_may_be_meant_for_a_plan_whatever_it_says(editor: Client, published: Plan) -> None:
    plan_page = text_of(editor.get(reverse("admin:documents_plan_change", args=[published.pk])))
    assert f"{reverse('admin:documents_draft_add')}?plan={published.pk}" in plan_page
    page = text_of(upload(editor, text="别的规划\n一、任务\n(一)做事。认真做事。\n", plan=str(published.pk)))
    assert "由这部规划的页面导入" in page


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
    step(reviewer, draft, "accept")
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


def test_corrections_of_a_draft_are_json(draft: Draft, editor: Client) -> None:
    save(editor, draft, "发展绿色建筑", target__0__value="95")
    assert json.loads(json.dumps(draft.corrections)) == draft.corrections
