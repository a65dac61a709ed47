"""What Word files are made of: faces with their East-Asian fonts, paragraphs of exact height, tables, page numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from documents.text import Script
from qpolicy.exports.cells import clean
from qpolicy.exports.sheets import Origin

FANG_SONG, HEI, KAI, SONG = "仿宋", "黑体", "楷体", "宋体"
BIAO_SONG = "方正小标宋_GBK"  # has the characters of both scripts
LANGUAGES: dict[Script, str] = {"hans": "zh-CN", "hant": "zh-TW"}
TWIPS = 20  # in a point
MOST_UNDIVIDED = 200  # characters of a cell whose row goes to the next page as a whole


@dataclass(frozen=True, slots=True)
class Face:
    """`size` is in points; `pitch` is how far characters stand apart, where it is not the size."""

    font: str
    size: float
    pitch: float | None = None


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell over so many columns; `is_top` where it reaches down, `is_below` where the one above reaches into it."""

    text: str
    columns: int = 1
    is_top: bool = False
    is_below: bool = False


def new_document(face: Face, script: Script, title: str, origin: Origin) -> Any:
    """Return an empty document on A4 whose paragraphs have this face."""
    document = docx.Document()
    language = LANGUAGES[script]
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for child in list(defaults):
        defaults.remove(child)  # the fonts of a theme would go before those of the face
    # A number in "Chinese" is broken anywhere: its digits and letters are of another language.
    defaults.append(_element("w:lang", val="en-US", eastAsia=language))
    style = document.styles["Normal"]
    set_face(style.element.get_or_add_rPr(), face)
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    style.paragraph_format.widow_control = False
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    told = document.core_properties
    told.title, told.author, told.comments, told.keywords = clean(title)[:255], clean(origin.site)[:255], "", ""
    told.created = told.modified = origin.at.replace(tzinfo=None)
    told.last_modified_by, told.language = told.author, language
    return document


def set_face(properties: Any, face: Face) -> None:
    fonts = dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), face.font)
    for made in (
        _element("w:rFonts", **fonts, hint="eastAsia"),  # “” are as wide as a 汉字
        *([_element("w:spacing", val=round((face.pitch - face.size) * TWIPS))] if face.pitch else []),
        _element("w:sz", val=round(face.size * 2)),
        _element("w:szCs", val=round(face.size * 2)),
    ):
        for old in properties.findall(made.tag):
            properties.remove(old)
        properties.append(made)


def add_run(paragraph: Any, text: str, face: Face | None = None) -> None:
    run = paragraph.add_run(clean(text))
    if face:
        set_face(run._r.get_or_add_rPr(), face)


def add_table(document: Any, widths: Sequence[float], rows: Iterable[Sequence[TableCell]], *, heads: int) -> None:
    """Add a table with lines all around, as wide as its columns (in mm); the first rows stand on every page."""
    table = _element("w:tbl")
    properties = _child(table, "w:tblPr")
    _child(properties, "w:tblW", w=round(sum(widths) * TWIPS * 72 / 25.4), type="dxa")
    _child(properties, "w:jc", val="center")
    borders = _child(properties, "w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        _child(borders, f"w:{side}", val="single", sz=4, space=0, color="000000")
    _child(properties, "w:tblLayout", type="fixed")
    grid = _child(table, "w:tblGrid")
    twips = [round(width * TWIPS * 72 / 25.4) for width in widths]
    for width in twips:
        _child(grid, "w:gridCol", w=width)
    for number, row in enumerate(rows):
        table.append(_row(row, twips, is_head=number < heads))
    document.element.body.insert_element_before(table, "w:sectPr")


def number_pages(document: Any, face: Face, inset: float) -> None:
    """Put — 1 — at the outer edge of each page, so many points from it (GB/T 9704)."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, side in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(inset)
        add_run(paragraph, "— ", face)
        for kind in ("begin", None, "end"):
            run = paragraph.add_run()
            set_face(run._r.get_or_add_rPr(), face)
            if kind:
                _child(run._r, "w:fldChar", fldCharType=kind)
            else:
                _child(run._r, "w:instrText").text = "PAGE"
        add_run(paragraph, " —", face)


def _row(cells: Sequence[TableCell], widths: Sequence[int], *, is_head: bool) -> Any:
    row = _element("w:tr")
    properties = _child(row, "w:trPr")
    if all(len(cell.text) <= MOST_UNDIVIDED for cell in cells):
        _child(properties, "w:cantSplit")
    if is_head:
        _child(properties, "w:tblHeader")
    at = 0
    for cell in cells:
        made = _child(row, "w:tc")
        properties = _child(made, "w:tcPr")
        _child(properties, "w:tcW", w=sum(widths[at : at + cell.columns]), type="dxa")
        if cell.columns > 1:
            _child(properties, "w:gridSpan", val=cell.columns)
        if cell.is_top or cell.is_below:
            _child(properties, "w:vMerge", val="restart" if cell.is_top else "continue")
        _child(properties, "w:vAlign", val="center" if is_head else "top")
        _fill(made, cell.text, is_head=is_head)
        at += cell.columns
    return row


def _fill(cell: Any, text: str, *, is_head: bool) -> None:
    paragraph = _child(cell, "w:p")
    _child(_child(paragraph, "w:pPr"), "w:pStyle", val="TableHead" if is_head else "TableText")
    run = _child(paragraph, "w:r")
    for number, line in enumerate(clean(text).split("\n")):
        if number:
            _child(run, "w:br")
        said = _child(run, "w:t")
        said.text = line
        said.set(qn("xml:space"), "preserve")


def add_table_styles(document: Any, text: Face, head: Face, line: float) -> None:
    """Make the styles of the paragraphs within tables, whose lines are at least so many points high."""
    for name, face, side in (("TableText", text, ALIGN.LEFT), ("TableHead", head, ALIGN.CENTER)):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        set_face(style.element.get_or_add_rPr(), face)
        form = style.paragraph_format
        form.alignment, form.first_line_indent = side, Pt(0)
        form.space_before = form.space_after = Pt(0)
        form.line_spacing, form.line_spacing_rule = Pt(line), WD_LINE_SPACING.AT_LEAST


def _element(tag: str, **attributes: object) -> Any:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def _child(parent: Any, tag: str, **attributes: object) -> Any:
    made = _element(tag, **attributes)
    parent.append(made)
    return made
