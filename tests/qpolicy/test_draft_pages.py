"""From a file to a published plan in the admin: a draft is opened, corrected, submitted, returned and published."""

from __future__ import annotations

import json
import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from documents.entry import append
from documents.models import Department, Draft, Plan, Section
from qpolicy.audit import Kind
from qpolicy.drafting import preview
from qpolicy.drafting.opening import open_draft
from qpolicy.drafting.readings import reading_of
from qpolicy.models import AuditEvent
from tests import entering
from tests.documents.readers.word import word_file
from tests.entering import TITLE, address, key, save, step, typed, upload
from tests.pages import text_of
from tests.qpolicy.test_corrections import TEXT

pytestmark = pytest.mark.django_db

editor, reviewer, draft, published = entering.editor, entering.reviewer, entering.draft, entering.published


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


def test_a_file_that_is_too_large_is_refused_before_it_is_read_whole(editor: Client, settings: Settings) -> None:
    settings.FILE_LIMITS = {**settings.FILE_LIMITS, "max_bytes": 1000}
    assert "没有导入" in text_of(upload(editor, ("大.txt", TEXT.encode() * 100)))
    assert not Draft.objects.exists()


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
    assert "发展绿色建筑" in page and "4 个将新建" in page


def test_a_draft_without_a_region_is_not_called_complete(editor: Client, draft: Draft) -> None:
    assert "已完整" in text_of(editor.get(address("change", draft)))
    draft.metadata = {**draft.metadata, "region": ""}
    draft.save(update_fields=["metadata"])
    page = text_of(editor.get(address("change", draft)))
    assert "已完整" not in page and "没有填地区" in page


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


@pytest.mark.parametrize("page", ["section", "metadata", "departments", "indicators", "changes"])
def test_the_other_pages_cost_the_same_however_long_the_draft_is(editor: Client, page: str) -> None:
    owner = User.objects.get(username="录入")
    counts = []
    for number in (3, 90):
        lines = [f"({at})任务{at}。合格率达到{at}%。(市第{at}局负责)" for at in range(1, number)]
        made = open_draft("某市方案\n一、任务\n" + "\n".join(lines), owner=owner)
        more = [key(made, "任务2")] if page == "section" else []
        with CaptureQueriesContext(connection) as captured:
            text_of(editor.get(address(page, made, *more)))
        counts.append(len(captured))
    assert counts[0] == counts[1]


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


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (  # taken out, and typed again in another role
            {"duty__0__DELETE": "on", "duty__2__name": "市住建局", "duty__2__role": "participant"},
            [("市住建局", "participant"), ("市财政局", "participant")],
        ),
        (  # typed once more in another role: it stands once, as it was typed last
            {"duty__2__name": "市住建局", "duty__2__role": "participant"},
            [("市住建局", "participant"), ("市财政局", "participant")],
        ),
        (  # called something else, and added anew
            {"duty__0__name": "市城管局", "duty__2__name": "市住建局", "duty__2__role": "participant"},
            [("市住建局", "participant"), ("市城管局", "lead"), ("市财政局", "participant")],
        ),
        (  # each in the place of the other
            {"duty__0__name": "市财政局", "duty__1__name": "市住建局"},
            [("市住建局", "participant"), ("市财政局", "lead")],
        ),
        (  # called as another one that is left as it is
            {"duty__0__name": "市财政局"},
            [("市财政局", "lead")],
        ),
    ],
)
def test_a_department_has_the_role_in_which_it_was_typed_last(
    editor: Client, draft: Draft, changed: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    save(editor, draft, "发展绿色建筑", **changed)
    found = reading_of(draft)
    at = next(one.id for one in found.draft.outline.sections if one.title == "发展绿色建筑")
    assert sorted((duty.name, duty.role) for duty in found.draft.duties[at]) == expected
    assert found.unfit == ()
    before = draft.corrections
    save(editor, draft, "发展绿色建筑")
    assert draft.corrections == before


def test_a_value_that_is_added_takes_no_others_place(editor: Client, draft: Draft) -> None:
    def values() -> list[str]:
        found = reading_of(draft)
        at = next(one.id for one in found.draft.outline.sections if one.title == "发展绿色建筑")
        return [target.name for target in found.draft.targets if target.section == at]

    [read] = values()
    for at, name in enumerate(("甲", "乙"), start=1):
        save(editor, draft, "发展绿色建筑", **{f"target__{at}__name": name, f"target__{at}__value": "1"})
    assert values() == [read, "甲", "乙"]
    save(editor, draft, "发展绿色建筑", target__1__DELETE="on")
    save(editor, draft, "发展绿色建筑", target__2__name="丙", target__2__value="1")
    assert values() == [read, "乙", "丙"]


def test_sections_are_joined_and_split(editor: Client, draft: Draft) -> None:
    number = len(reading_of(draft).keys)
    save(editor, draft, "发展绿色建筑", do="join")
    assert len(reading_of(draft).keys) == number - 1
    at = reading_of(draft).draft.outline.sections[4].text.index("推进认证")
    save(editor, draft, "提升农产品质量", do=f"split-{at}")
    assert len(reading_of(draft).keys) == number
    step(editor, draft, "undo", correction=" ".join(("split", draft.corrections[1]["section"], str(at))))
    assert [one["kind"] for one in draft.corrections] == ["join"]


def test_taking_a_correction_back_leads_to_the_next_one_on_the_same_page(
    editor: Client, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "SECTIONS_A_PAGE", 3)
    for title in ("发展绿色建筑", "提升农产品质量"):
        save(editor, draft, title, number="九")
    listed = f"{address('change', draft)}?page=2"
    for left in ("#m1", ""):
        page = text_of(editor.get(listed))
        forms = re.findall(r'<li id="m\d+">.*?</form>', page, re.DOTALL)
        sent = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', forms[-1]))
        assert editor.post(address("step", draft), sent)["Location"] == listed + left
    draft.refresh_from_db()
    assert draft.corrections == []


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
    assert '<a href="#id_target-0-value">数值</a>' in page
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


def test_corrections_of_a_draft_are_json(draft: Draft, editor: Client) -> None:
    save(editor, draft, "发展绿色建筑", target__0__value="95")
    assert json.loads(json.dumps(draft.corrections)) == draft.corrections


@pytest.mark.parametrize("wish", ["", "foo", "split-", "split-99999999"])
def test_a_page_of_a_section_that_sends_nonsense_is_answered(editor: Client, draft: Draft, wish: str) -> None:
    page = editor.post(address("section", draft, key(draft, "发展绿色建筑")), {"do": wish, "seen": "1"})
    assert page.status_code == 200
    draft.refresh_from_db()
    assert draft.corrections == []


def test_a_file_that_is_both_sent_and_cleared_is_answered(editor: Client) -> None:
    assert "请选择文件" in text_of(upload(editor, ("方案.txt", TEXT.encode()), **{"uploads-clear": "on"}))
    assert not Draft.objects.exists()


def test_a_table_with_merged_cells_is_shown_as_on_the_page_of_the_plan(editor: Client) -> None:
    rows = "序号 | 类别 | 指标名称 | 2025年 | 属性\n1 | 经济质量 | 全员劳动生产率 | 21 | 预期性\n2 | 能源消耗降低 | 13 | 约束性\n"
    draft = open_draft(f"{TITLE}\n一、主要指标\n{rows}", owner=User.objects.get(username="录入"))
    for page in (address("change", draft), address("section", draft, key(draft, "全员劳动生产率"))):
        shown = text_of(editor.get(page))
        assert '<th scope="col" class="brief">类别</th>' in shown
        assert '<td rowspan="2" class="brief">经济质量</td>' in shown
        assert re.search(
            r'<td class="number">2</td><td class="brief">能源消耗降低</td><td class="number">13</td>', shown
        )


def test_a_table_that_was_entered_by_hand_is_shown_so_too(editor: Client, published: Plan) -> None:
    rows = [["序号", "类别", "指标名称", "2025年"], ["1", "经济质量", "生产率", "21"], ["2", "能耗", "13"]]
    append(published, [Section(kind="table", title="附表", text="指标", rows=rows)])
    editor.post(reverse("admin:documents_draft_edit", args=[published.pk]))
    edited = Draft.objects.latest("pk")
    row = Section.objects.get(title="附表")
    for page in (address("change", edited), address("entered", edited, row.pk)):
        assert '<td rowspan="2" class="brief">经济质量</td>' in text_of(editor.get(page))


def test_tasks_are_counted_as_on_the_page_of_the_plan_and_safeguards_apart(editor: Client, published: Plan) -> None:
    editor.post(reverse("admin:documents_draft_edit", args=[published.pk]))
    edited = Draft.objects.latest("pk")
    page = text_of(editor.get(address("change", edited)))
    assert "，任务 3，保障措施 1，责任分工 4，" in page
    public = text_of(Client().get(published.get_absolute_url()))
    assert '任务 <span class="count">3</span>' in public
