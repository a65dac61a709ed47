"""A plan, or one of its tasks, in the layout of official documents (GB/T 9704): 22 lines of 28 characters a page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt

from documents.models import Plan
from documents.numerals import NUMERAL
from documents.outline.sections import Kind
from documents.reading import ReadSection
from documents.scripts import Writer
from documents.switch import script_for
from documents.tables import Table
from documents.text import Script, fold
from qpolicy.exports.asked import Asked
from qpolicy.exports.sheets import Origin
from qpolicy.exports.word import (
    BIAO_SONG,
    FANG_SONG,
    HEI,
    KAI,
    SONG,
    Face,
    TableCell,
    add_run,
    add_table,
    add_table_styles,
    new_document,
    number_pages,
)
from qpolicy.reading import compose
from tasks.showing import TaskPage
from tasks.showing import compose as compose_task
from tasks.views import find_task

# 3号 is 16 points; 28 characters go into 156 mm where they stand 15.75 points apart.
LINE, PITCH = 28.95, 15.75
BODY, CHAPTER, ITEM = (Face(font, 16, PITCH) for font in (FANG_SONG, HEI, KAI))
TITLE, ASIDE, PAGE = Face(BIAO_SONG, 22), Face(KAI, 14), Face(SONG, 14)
CELL, CELL_HEAD = Face(FANG_SONG, 12), Face(HEI, 12)
TEXT_WIDTH = 156  # mm
LEAST_WEIGHT, MOST_WEIGHT = 4, 17  # characters that the column of a table is counted for
# 一、 and 第一章 are set in 黑体, (一) in 楷体, 1. and (1) in 仿宋.
OF_CHAPTER = re.compile(rf"{NUMERAL}{{1,6}}、|第{NUMERAL}{{1,6}}[章篇部编]|专栏|附[件表]")
OF_ITEM = re.compile(rf"\({NUMERAL}{{1,6}}\)|第{NUMERAL}{{1,6}}[节条]")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph; `is_heading` keeps it on the page of what follows."""

    text: str
    face: Face = BODY
    is_heading: bool = False
    is_centred: bool = False
    is_justified: bool = True
    label: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    title: str
    script: Script
    parts: tuple[Line | Table, ...]
    notes: tuple[str, ...]


def plan(asked: Asked, slug: str) -> Paper:
    """Raises Http404 where no published plan is called so."""
    plans = Plan.objects.published().select_related("region", "replaces").defer("replaces__source_text")
    of = get_object_or_404(plans, slug=slug)
    is_superseded = of.pk in asked.shelf.superseded
    page = compose(of, wanted=asked.wanted, is_superseded=is_superseded, with_remarks=False)
    script = script_for(of, asked.wanted)
    number = Writer(of.script, script)(of.document_number)  # type: ignore[arg-type]
    head = [Line(number, is_centred=True), Line("")] if number else [Line("")]
    body = (part for block in page.blocks for part in _section(block.section))
    return Paper(page.title, script, (*head, *body), tuple(_notes(of, page.caveats, asked)))


def task(asked: Asked, slug: str, anchor: str) -> Paper:
    """Raises Http404 where no published plan has such a task."""
    found = find_task(Plan.objects.published(), slug, anchor)
    of = found.section.plan
    page = compose_task(found, wanted=asked.wanted)
    script = script_for(of, asked.wanted)
    source = Line(f"（{page.cited}）", ITEM, is_centred=True)
    text = (*_text(page.section), *(part for section in page.below for part in _section(section)))
    facts = _facts(page, Writer("hans", script))
    return Paper(
        page.mark + page.name, script, (source, Line(""), *text, *facts), tuple(_notes(of, page.caveats, asked))
    )


def write(paper: Paper, origin: Origin) -> io.BytesIO:
    """Return the file, open at its beginning."""
    say = Writer("hans", paper.script)
    document = new_document(BODY, paper.script, paper.title, origin)
    add_table_styles(document, CELL, CELL_HEAD, 18)
    _set_up(document)
    _add(document, Line(paper.title, TITLE, is_centred=True, is_heading=True))
    for part in paper.parts:
        _add(document, part) if isinstance(part, Line) else _add_table(document, part)
    for note in (*paper.notes, f"来源：{origin.site}　{origin.address}　{origin.moment} 导出"):
        _add(document, Line(say(note), ASIDE, is_justified=False))
    file = io.BytesIO()
    document.save(file)
    file.seek(0)
    return file


def _section(section: ReadSection) -> Iterator[Line | Table]:
    """A heading stands on a line of its own; without one the number stands before the text."""
    if section.title or section.kind in (Kind.HEADING, Kind.BOX):
        yield Line(section.mark + section.title, _face(section), is_heading=True)
        yield from _text(section)
        return
    first, *others = section.paragraphs or ("",)
    if section.mark + first:
        yield Line(section.mark + first)
    yield from map(Line, others)
    if section.table:
        yield section.table


def _text(section: ReadSection) -> Iterator[Line | Table]:
    yield from map(Line, section.paragraphs)
    if section.table:
        yield section.table


def _face(section: ReadSection) -> Face:
    number = fold(section.number).strip()
    if OF_ITEM.match(number):
        return ITEM
    if OF_CHAPTER.match(number):
        return CHAPTER
    return BODY if number else CHAPTER


def _facts(page: TaskPage, say: Writer) -> Iterator[Line]:
    """Say who does it, by when, and what is to be reached; the labels are in the script of the text."""
    for duties, aside in ((page.duties, ""), (page.rule.duties if page.rule else (), "（各项任务通用）")):
        for duty in duties:
            yield Line("、".join(body.label for body in duty.bodies), label=say(f"{duty.word}单位{aside}："))
    if page.deadline:
        yield Line(page.deadline, label=say("完成时限："))
    for target in page.targets:
        aside = say("，".join(filter(None, (f"{target.year}年" if target.year else "", target.attribute))))
        value = f"{target.name} {target.statement}{target.unit}"
        yield Line(f"{value}（{aside}）" if aside else value, label=say("指标值："))


def _notes(of: Plan, caveats: Iterable[str], asked: Asked) -> Iterator[str]:
    yield ""
    for caveat in caveats:
        yield f"{caveat}。"
    if of.validity == Plan.Validity.EXPIRED:
        yield "本规划已失效。"
    if of.pk in asked.shelf.superseded:
        yield "本规划已被替代。"


def _set_up(document: Any) -> None:
    page = document.sections[0]
    page.top_margin, page.right_margin, page.bottom_margin, page.left_margin = Mm(37), Mm(26), Mm(35), Mm(28)
    page.footer_distance = Mm(23)  # 7 mm below the text
    form = document.styles["Normal"].paragraph_format
    form.line_spacing = Pt(LINE)
    number_pages(document, PAGE, PAGE.size)


def _add(document: Any, line: Line) -> None:
    paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.keep_with_next = line.is_heading or None
    if line.is_centred:
        paragraph.alignment = ALIGN.CENTER
    else:
        paragraph.alignment = ALIGN.JUSTIFY if line.is_justified else ALIGN.LEFT
        form.first_line_indent = Pt(2 * (line.face.pitch or line.face.size))
    if line.label:
        add_run(paragraph, line.label, CHAPTER)
    add_run(paragraph, line.text, None if line.face == BODY else line.face)


def _add_table(document: Any, table: Table) -> None:
    if table.caption:
        _add(document, Line(table.caption, CHAPTER, is_heading=True, is_centred=True))
    rows = [[TableCell(name) for name in table.header]] if table.header else []
    rows += _grid(table)
    add_table(document, _widths(rows, table.width), rows, heads=bool(table.header))
    _add(document, Line(""))


def _widths(rows: Sequence[Sequence[TableCell]], number: int) -> list[float]:
    """Give a column that needs no more than an equal share what its longest text needs, the others the rest by need."""
    needs = [LEAST_WEIGHT] * number
    for row in rows:
        if len(row) == number:
            needs = [max(known, min(len(cell.text) + 1, MOST_WEIGHT)) for known, cell in zip(needs, row, strict=True)]
    room = TEXT_WIDTH / Pt(CELL.size).mm  # in characters
    short = [need for need in needs if need <= room / number]
    if len(short) == number:
        return [TEXT_WIDTH * need / sum(needs) for need in needs]
    stretch = (room - sum(short)) / (sum(needs) - sum(short))
    return [TEXT_WIDTH / room * (need if need <= room / number else need * stretch) for need in needs]


def _grid(table: Table) -> list[list[TableCell]]:
    """Return the rows with a cell at each place, also where one from above reaches into it."""
    reaching: dict[int, int] = {}  # column -> rows that it still reaches into
    grid = []
    for line in table.lines:
        row: list[TableCell] = []
        cells, at = list(line.cells), 0
        while at < table.width:
            if reaching.get(at):
                reaching[at] -= 1
                row.append(TableCell("", is_below=True))
                at += 1
                continue
            if not cells:
                row.append(TableCell(""))
                at += 1
                continue
            cell = cells.pop(0)
            row.append(TableCell(cell.text, cell.columns, is_top=cell.rows > 1))
            reaching[at] = cell.rows - 1
            at += cell.columns
        grid.append(row)
    return grid
