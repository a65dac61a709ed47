"""Word files give the text as Word shows it."""

from __future__ import annotations

import io

import pytest
from docx import Document

from documents.readers.docx import read_docx
from documents.readers.reading import Limits, UnreadableFile
from tests.documents.readers.word import (
    list_of,
    numbered,
    paragraph,
    part_of,
    pattern,
    saved,
    table,
    with_parts,
    word_file,
    word_file_of,
)

LIMITS = Limits()
STRICT = (
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
)


def text_of(body: str, **more: str) -> str:
    return read_docx(word_file_of(body, **more), LIMITS).text


def notes_of(body: str, **more: str) -> tuple[str, ...]:
    return read_docx(word_file_of(body, **more), LIMITS).notes


def run(content: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr>{content}</w:r>"


def box(content: str) -> str:
    return f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"


def test_paragraphs_stand_in_their_order_with_one_blank_line_at_most() -> None:
    content = word_file("某市质量强市建设实施方案", "", "", "一、总体要求", "到2025年，质量水平明显提高。")
    reading = read_docx(content, LIMITS)
    assert reading.text == "某市质量强市建设实施方案\n\n一、总体要求\n到2025年，质量水平明显提高。"
    assert (reading.notes, reading.format) == ((), "docx")


def test_tables_stand_where_they_are_in_the_body() -> None:
    document = Document()
    document.add_paragraph("专栏1 主要指标")
    cells = document.add_table(2, 3)
    for at, text in enumerate(("序号", "指标", "2025年", "1", "合格率（%）", "94")):
        cells.cell(at // 3, at % 3).text = text
    document.add_paragraph("二、主要任务")
    assert (
        read_docx(saved(document), LIMITS).text
        == "专栏1 主要指标\n序号 | 指标 | 2025年\n1 | 合格率（%） | 94\n二、主要任务"
    )


def test_headers_and_footers_are_no_text() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "页脚"
    document.add_paragraph("正文")
    assert read_docx(saved(document), LIMITS).text == "正文"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["{<w:gridSpan w:val='2'/>}专栏1"], ["a", "b"]], "专栏1\na | b"),
        ([["1", "{<w:vMerge w:val='restart'/>}经济"], ["2", "{<w:vMerge/>}"]], "1 | 经济\n2 |"),
        (
            [["1", "{<w:vMerge w:val='restart'/>}经济", "a"], ["2", "{<w:vMerge w:val='continue'/>}", "b"]],
            "1 | 经济 | a\n2 | b",
        ),
        ([["1", "", "94"], ["经济\n质量", "b", "c"]], "1 |  | 94\n经济 质量 | b | c"),
        ([["专栏2 质量工程\n——培育品牌。\n——建设平台。"]], "专栏2 质量工程\n——培育品牌。\n——建设平台。"),
    ],
)
def test_merged_cells_are_told_once(rows: list[list[str]], expected: str) -> None:
    assert text_of(table(*rows)) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (run("<w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t><w:cr/><w:t>四</w:t>"), "一\n二\t三\n四"),
        ("<w:hyperlink>" + run("<w:t>一</w:t>") + "</w:hyperlink>" + run("<w:t>二</w:t>"), "一二"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + run("<w:t>一</w:t>") + "</w:sdtContent></w:sdt>", "一"),
        (run("<w:instrText>PAGE</w:instrText>") + run("<w:t>一</w:t>"), "一"),
        (run('<w:t>≥</w:t><w:sym w:font="Symbol" w:char="F0B7"/><w:sym w:font="宋体" w:char="4E00"/>'), "≥一"),
        ("<m:oMath><m:r><m:t>94%</m:t></m:r></m:oMath>", "94%"),
        (run("<w:noBreakHyphen/><w:softHyphen/><w:t>一</w:t>"), "-一"),
    ],
)
def test_everything_that_is_text_in_a_paragraph_is_read(content: str, expected: str) -> None:
    assert text_of(f"<w:p>{content}</w:p>") == expected


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (f"<w:del>{run('<w:delText>二</w:delText>')}</w:del>", "有 1 处修订标为删除的内容，没有读入。"),
        (f"<w:moveFrom>{run('<w:t>二</w:t>')}</w:moveFrom>", "有 1 处修订标为删除的内容，没有读入。"),
        (run("<w:t>二</w:t>", "<w:vanish/>"), "有 1 处隐藏文字，没有读入。"),
        (run("<w:t>二</w:t>", '<w:rStyle w:val="Secret"/>'), "有 1 处隐藏文字，没有读入。"),
        (run('<w:footnoteReference w:id="1"/>'), "有 1 处脚注或尾注，其内容没有读入。"),
        (run("<w:drawing/>"), "有 1 幅图片或图形，其中的文字没有读入，请核对。"),
        (run('<w:sym w:font="Wingdings" w:char="F0FC"/>'), "有 1 个符号字体的字符，没有读入。"),
        (f"<w:ruby><w:rt>{run('<w:t>sān</w:t>')}</w:rt><w:rubyBase/></w:ruby>", "已去除 1 处注音。"),
    ],
)
def test_what_is_left_out_is_said(content: str, note: str) -> None:
    styles = '<w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = f"<w:p>{run('<w:t>一</w:t>')}{content}<w:ins>{run('<w:t>三</w:t>')}</w:ins></w:p>"
    assert text_of(body, styles=styles) == "一三"
    assert notes_of(body, styles=styles) == (note,)


def test_hiding_may_be_turned_off_and_stands_in_paragraph_styles_too() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
    shown = run("<w:t>二</w:t>", '<w:vanish w:val="0"/>')
    body = f'<w:p><w:pPr><w:pStyle w:val="Secret"/></w:pPr>{run("<w:t>一</w:t>")}{shown}</w:p>'
    assert text_of(body, styles=styles) == "二"


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next() -> None:
    body = (
        paragraph("质量", "<w:rPr><w:del/></w:rPr>") + paragraph("强国") + paragraph("纲要", "<w:rPr><w:del/></w:rPr>")
    )
    assert text_of(body) == "质量强国\n纲要"


def test_a_deleted_row_is_left_out() -> None:
    rows = table(["a", "b"], ["c", "d"]).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>", 1)
    assert text_of(rows) == "c | d"


def test_text_boxes_follow_the_paragraph_that_they_hang_on() -> None:
    drawing = f"<w:drawing><wp:inline>{box(paragraph('框一') + paragraph('框二'))}</wp:inline></w:drawing>"
    body = f"<w:p>{run(drawing)}{run('<w:t>正文</w:t>')}</w:p>{paragraph('后文')}"
    assert text_of(body) == "正文\n框一\n框二\n后文"


@pytest.mark.parametrize("new", [box(paragraph("框")), ""])
def test_a_text_box_with_a_rendering_for_old_versions_is_read_once(new: str) -> None:
    old = f"<w:pict><v:textbox><w:txbxContent>{paragraph('框')}</w:txbxContent></v:textbox></w:pict>"
    choice = f"<mc:Choice Requires='wps'><w:drawing>{new}</w:drawing></mc:Choice>"
    both = f"<mc:AlternateContent>{choice}<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    assert text_of(f"<w:p>{run(both)}</w:p>") == "框"


def test_content_controls_around_paragraphs_rows_and_cells_are_seen_through() -> None:
    def control(content: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    first, second = (f"<w:tc>{paragraph(text)}</w:tc>" for text in "ab")
    rows = control(f"<w:tr>{control(first)}{second}</w:tr>")
    assert text_of(control(paragraph("目录")) + f"<w:tbl>{rows}</w:tbl>") == "目录\na | b"


def test_numbers_of_lists_are_written_out_in_paragraphs_and_cells() -> None:
    lists = pattern(("chineseCounting", "%1、")) + pattern(("decimal", "%1"), id=1) + list_of() + list_of(1, id=2)
    first, empty = numbered("总体要求"), numbered("", 2)
    rows = table(["{}", "合格率"], ["{}", "满意度"]).replace(paragraph(""), empty)
    assert (
        text_of(first + rows + numbered("主要任务"), numbering=lists)
        == "一、总体要求\n1 | 合格率\n2 | 满意度\n二、主要任务"
    )
    assert notes_of(first, numbering=lists) == ("有 1 个段落的自动编号已转为文字，请核对。",)


def test_pronunciations_are_removed() -> None:
    reading = read_docx(word_file("湖(hú)北"), LIMITS)
    assert (reading.text, reading.notes) == ("湖北", ("已去除 1 处注音。",))


def test_the_strict_variant_of_the_format_is_read_alike() -> None:
    content = word_file("质量强国")
    document = part_of(content, "word/document.xml").replace(*STRICT)
    assert read_docx(with_parts(content, {"word/document.xml": document}), LIMITS).text == "质量强国"


def test_a_file_that_says_nothing_of_styles_and_lists_is_read() -> None:
    content = with_parts(word_file("质量强国"), {"word/_rels/document.xml.rels": b"<x/>", "_rels/.rels": b"<x/>"})
    assert read_docx(content, LIMITS).text == "质量强国"


@pytest.mark.parametrize("document", [b"", b"<w:document", b"<a/>", b"<a>\xff</a>", b"<a>&#0;</a>", b"<a>&b;</a>"])
def test_a_broken_document_is_refused(document: bytes) -> None:
    with pytest.raises(UnreadableFile, match="已损坏"):
        read_docx(with_parts(word_file("一"), {"word/document.xml": document}), LIMITS)


def test_a_document_without_its_main_part_is_refused() -> None:
    content = with_parts(
        word_file("一"), {"_rels/.rels": part_of(word_file(), "_rels/.rels").replace(b"word/document", b"word/x")}
    )
    with pytest.raises(UnreadableFile, match="已损坏"):
        read_docx(content, LIMITS)


def test_what_python_docx_saves_again_reads_the_same() -> None:
    content = word_file_of(
        numbered("总体要求") + table(["a", "b"]), numbering=pattern(("chineseCounting", "%1、")) + list_of()
    )
    again = saved(Document(io.BytesIO(content)))
    assert read_docx(again, LIMITS).text == read_docx(content, LIMITS).text == "一、总体要求\na | b"
