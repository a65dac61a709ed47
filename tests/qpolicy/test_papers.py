"""Plans and tasks in the layout of official documents."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from django.test import Client
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from documents.entry import append
from documents.models import Plan, Section
from indicators.models import Indicator, Target
from tasks.kinds import keep_tasks
from tasks.models import DefaultResponsibility, Responsibility, Role, Task
from tests import builders
from tests.builders import published

pytestmark = pytest.mark.django_db

ROWS = [
    ["序號", "類別", "指標名稱", "2025年"],
    ["1", "產品質量", "制造業產品質量合格率", "≥95"],
    ["2", "農產品監測合格率", "98.5"],
]


@pytest.fixture
def xian() -> Plan:
    """A plan with headings of all kinds, a table with a merged cell, and a task without title."""
    plan = published("xian", title="質量強市方案", script="hant", document_number="市政发〔2024〕1号")
    sections = append(
        plan,
        [
            Section(kind="paragraph", text="各區縣政府：\n現印發給你們。"),
            Section(kind="heading", number="一、", title="總體要求"),
            Section(kind="table", number="專欄1", title="主要指標", text="指標", rows=ROWS),
            Section(kind="heading", number="二、", title="重點任務"),
            Section(kind="task", number="(一)", title="提升質量", text="加強監測。"),
            Section(kind="task", number="1.", title="培育品牌", text="打造“西安”品牌。"),
            Section(kind="task", number="2.", text="沒有標題的任務。\n第二段。"),
        ],
    )
    keep_tasks(sections)
    return plan


def paper(client: Client, path: str = "/plans/xian/export.docx") -> Any:
    response = client.get(path)
    assert response.status_code == 200
    return docx.Document(io.BytesIO(response.getvalue()))


def lines_of(made: Any) -> list[str]:
    return [paragraph.text for paragraph in made.paragraphs]


def face_of(made: Any, text: str) -> tuple[str, float]:
    """Return the East-Asian font and the size of a paragraph."""
    paragraph = next(one for one in made.paragraphs if one.text == text)
    properties = paragraph.runs[0]._r.rPr
    if properties is None or properties.find(qn("w:rFonts")) is None:
        properties = made.styles["Normal"].element.rPr
    return properties.find(qn("w:rFonts")).get(qn("w:eastAsia")), int(properties.find(qn("w:sz")).get(qn("w:val"))) / 2


def test_the_page_is_that_of_the_standard(client: Client, xian: Plan) -> None:
    made = paper(client)
    section = made.sections[0]
    sides = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]
    assert [round(side.mm) for side in sides] == [37, 26, 35, 28]
    normal = made.styles["Normal"]
    assert normal.paragraph_format.line_spacing == Pt(28.95)
    assert normal.element.rPr.find(qn("w:spacing")).get(qn("w:val")) == "-5"  # of 16 points, 15.75
    assert 22 * Pt(28.95) <= section.page_height - section.top_margin - section.bottom_margin < 23 * Pt(28.95)
    assert 28 * Pt(15.75) <= section.page_width - section.left_margin - section.right_margin < 29 * Pt(15.75)
    assert round(section.footer_distance.mm) == 23


def test_headings_have_the_faces_of_their_levels(client: Client, xian: Plan) -> None:
    made = paper(client)
    assert face_of(made, "質量強市方案") == ("方正小标宋_GBK", 22)
    assert face_of(made, "一、總體要求") == ("黑体", 16)
    assert face_of(made, "(一)提升質量") == ("楷体", 16)
    assert face_of(made, "1. 培育品牌") == ("仿宋", 16)
    assert face_of(made, "加強監測。") == ("仿宋", 16)
    heading = next(one for one in made.paragraphs if one.text == "一、總體要求")
    assert heading.paragraph_format.keep_with_next
    assert heading.paragraph_format.first_line_indent == Pt(31.5)


def test_the_whole_text_is_there_in_reading_order(client: Client, xian: Plan) -> None:
    lines = [line for line in lines_of(paper(client)) if line]
    assert lines[:-1] == [
        "質量強市方案", "市政发〔2024〕1号", "各區縣政府：", "現印發給你們。", "一、總體要求", "專欄1 主要指標", "二、重點任務", "(一)提升質量", "加強監測。",
        "1. 培育品牌", "打造“西安”品牌。", "2. 沒有標題的任務。", "第二段。",
    ]  # fmt: skip
    assert lines[-1].startswith("來源：質量政策知識庫　http://testserver/plans/xian/　20")


def test_a_table_keeps_its_merged_cells_and_repeats_its_header(client: Client, xian: Plan) -> None:
    [table] = paper(client).tables
    texts = [[cell.text for cell in row.cells] for row in table.rows]
    assert texts == [ROWS[0], ROWS[1], ["2", "產品質量", "農產品監測合格率", "98.5"]]
    assert table.rows[0]._tr.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None


def test_a_short_column_has_room_for_its_words_beside_long_ones(client: Client, xian: Plan) -> None:
    Section.objects.filter(plan=xian, kind="table").update(
        rows=[["序號", "任務", "名稱", "屬性"], ["1", "任" * 40, "名" * 40, "預期性"]]
    )
    [table] = paper(client).tables
    widths = [cell.width.pt for cell in table.rows[0].cells]
    assert widths[3] >= 3 * 12 + 2 * 5.4  # characters of 12 points, and the sides of a cell
    assert sum(widths) == pytest.approx(Mm(156).pt, abs=1)


def test_pages_are_numbered_at_their_outer_edge(client: Client, xian: Plan) -> None:
    made = paper(client)
    section = made.sections[0]
    assert made.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        [paragraph] = footer.paragraphs
        assert paragraph.alignment is not None
        assert paragraph.alignment.name.lower() == side
        assert [one.text for one in paragraph._p.iter(qn("w:instrText"))] == ["PAGE"]
        assert (paragraph.runs[0].text, paragraph.runs[-1].text) == ("— ", " —")


def test_a_paper_is_in_the_script_that_is_wanted(client: Client, xian: Plan) -> None:
    made = paper(client, "/plans/xian/export.docx?script=hans")
    lines = lines_of(made)
    assert "质量强市方案" in lines
    assert "(一)提升质量" in lines
    assert any(line.startswith("来源：质量政策知识库") for line in lines)
    language = made.styles.element.find(qn("w:docDefaults")).find(".//" + qn("w:lang"))
    assert (language.get(qn("w:eastAsia")), language.get(qn("w:val"))) == ("zh-CN", "en-US")  # else 33/00 is broken


def test_a_task_says_where_it_stands_who_does_it_and_what_is_to_be_reached(client: Client, xian: Plan) -> None:
    section = Section.objects.get(plan=xian, number="(一)")
    body, bound = builders.department("市市場監管局"), builders.department("各區縣政府")
    Responsibility.objects.create(task=section.task, department=body, role=Role.LEAD, name=body.name)
    DefaultResponsibility.objects.create(plan=xian, department=bound)
    Task.objects.filter(section=section).update(deadline="2025年底前")
    indicator = Indicator.objects.create(name="监测合格率")
    Target.objects.create(section=section, indicator=indicator, name="監測合格率", value=98, unit="%", year=2025)
    made = paper(client, f"/plans/xian/tasks/{section.anchor}/export.docx")
    lines = [line for line in lines_of(made) if line]
    assert lines[:-1] == [
        "(一)提升質量",
        "（《質量強市方案》（市政发〔2024〕1号）第二部分第（一）項）",
        "加強監測。",
        "牽頭單位：市市場監管局",
        "負責單位（各項任務通用）：各區縣政府",
        "完成時限：2025年底前",
        "指標值：監測合格率 98%（2025年）",
    ]
    assert face_of(made, "牽頭單位：市市場監管局") == ("黑体", 16)


def test_hostile_texts_make_a_paper_all_the_same(client: Client, xian: Plan) -> None:
    section = Section.objects.get(plan=xian, number="(一)")
    section.text = "甲\x07乙\x0b丙\ufffe" + "质" * 40_000
    section.title = "=cmd|'/c calc'!A1"
    section.rows = [["a" * 5000, "\x1b"], ["="], []]
    section.save()
    for path in ("/plans/xian/export.docx", f"/plans/xian/tasks/{section.anchor}/export.docx"):
        assert "=cmd|'/c calc'!A1" in "".join(lines_of(paper(client, path)))


def test_a_plan_without_text_is_a_paper_with_its_title(client: Client) -> None:
    published("bare", title="没有正文的规划")
    assert lines_of(paper(client, "/plans/bare/export.docx"))[0] == "没有正文的规划"


def test_an_expired_plan_says_so(client: Client, xian: Plan) -> None:
    Plan.objects.update(validity="expired")
    assert "本規劃已失效。" in lines_of(paper(client))


def test_a_replaced_plan_says_so(client: Client, xian: Plan) -> None:
    assert "本規劃已被替代。" not in lines_of(paper(client))
    published("newer", replaces=xian)
    assert "本規劃已被替代。" in lines_of(paper(client))
