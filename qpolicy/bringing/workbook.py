"""The lines of an Excel file of the ledger, found by the titles of their columns."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl
from django.utils import timezone

from documents.readers import Limits, UnreadableFile
from documents.readers.archive import open_archive, unpack
from documents.readers.docx.markup import ENTITIES
from documents.text import with_plain_ends
from qpolicy.exports import columns
from qpolicy.exports.as_xlsx import ABOUT, CONTINUED, EXPORTED
from qpolicy.exports.cells import UNWRITABLE
from qpolicy.exports.sheets import MOMENT

EDITED = (*columns.ROLES, columns.DEADLINE, columns.TARGETS)
KNOWN = {column.title: column.key for column in (columns.NUMBER, *EDITED, columns.KEY)}
HEAD_AMONG = 10  # first rows: somebody may have put a title above
MOST_LINES, MOST_COLUMNS = 30_000, 60
SENSIBLE_YEARS = range(2000, 2201)  # of a download; others may be none that a database knows
ZIP = b"PK\x03\x04"
ESCAPE = "_x005F_"
FORMULAS, COMPUTED = "fe", "\0"  # what one cell holds when its value is computed elsewhere; no text has this sign

NO_EXCEL = "这不是 Excel 工作簿（.xlsx）。请上传从“职责台账”下载、修改后另存的 .xlsx 文件。"
NO_KEY = "没有找到标题为“标识”的一列。请用从“职责台账”下载的文件修改，不要删去隐藏的最后一列和标题行。"
NOTHING_EDITED = "没有找到“牵头单位”“负责单位”“配合单位”“完成时限”“指标值”中的任何一列，没有可以带回的内容。"
TOO_LONG = f"表格超过 {MOST_LINES:,} 行，请拆分后分几次带回。"
TWICE = "标题“{title}”出现了两次，无法判断以哪一列为准，请删去一列。"
BROKEN = "工作簿已损坏，无法打开。请用 Excel 或 WPS 打开并重新保存后再上传。"
SUSPICIOUS = "文件内部含有实体或文档类型声明，并非电子表格程序所写，为安全起见不予读取。"
TOO_LARGE = "文件超过 {most} MB，请拆分后分几次带回。"


class UnreadableLedger(ValueError):  # noqa: N818  a refusal
    """The file cannot be read; the message, in Chinese, says why and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sheet as it stands there, `number` counted as the program shows it; `cells` by the key of their column."""

    number: int
    key: str
    cells: Mapping[str, str]
    is_continued: bool = False
    is_computed: bool = False  # a cell that counts holds a formula, or what one could not be computed to

    @property
    def is_stranger(self) -> bool:
        return not (self.key or self.is_continued or self.is_computed)

    @property
    def is_blank(self) -> bool:
        return not (self.key or self.is_computed or any(self.cells.values()))


def read_lines(content: bytes, limits: Limits) -> list[Line]:
    """Return the lines below the titles. Raises UnreadableLedger."""
    _check(content, limits)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        tables = [_rows(sheet) for sheet in book.worksheets]
    except UnreadableLedger:
        raise
    except Exception as error:  # whatever a broken part makes the library stumble over
        raise UnreadableLedger(BROKEN) from error
    for rows in tables:
        for at, titles in enumerate(rows[:HEAD_AMONG]):
            if columns.KEY.title in titles:
                return list(_lines(rows[at + 1 :], _places(titles), first=at + 2))
    raise UnreadableLedger(NO_KEY)


def exported_at(content: bytes) -> datetime.datetime | None:
    """Return when the file was downloaded, by its sheet 说明, if that is still there. For a file that could be read."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    if ABOUT not in book.sheetnames:
        return None
    rows = book[ABOUT].iter_rows(max_row=HEAD_AMONG, max_col=2, values_only=True)
    written = next((str(row[1]) for row in rows if len(row) > 1 and row[0] == EXPORTED), "")
    try:
        moment = datetime.datetime.strptime(written, MOMENT)
    except ValueError:
        return None
    return timezone.make_aware(moment) if moment.year in SENSIBLE_YEARS else None


def _check(content: bytes, limits: Limits) -> None:
    """Refuse what is no workbook, or one that would take much to open, before anything is parsed."""
    if len(content) > limits.max_bytes:
        raise UnreadableLedger(TOO_LARGE.format(most=limits.max_bytes // 1024 // 1024))
    if not content.startswith(ZIP):
        raise UnreadableLedger(NO_EXCEL)
    try:
        archive = open_archive(content, limits)
        if "xl/workbook.xml" not in archive.namelist():
            raise UnreadableLedger(NO_EXCEL)
        for name in archive.namelist():
            part = unpack(archive, name)
            if name.endswith((".xml", ".rels")) and (b"\0" in part[:400] or any(mark in part for mark in ENTITIES)):
                raise UnreadableLedger(SUSPICIOUS)
    except UnreadableFile as error:
        raise UnreadableLedger(str(error).replace("Word", "Excel").replace(".docx", ".xlsx")) from error


def _rows(sheet: Any) -> list[list[str]]:
    rows = []
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS)):
        if number > MOST_LINES:
            raise UnreadableLedger(TOO_LONG)
        rows.append([COMPUTED if cell.data_type in FORMULAS else _text(cell.value) for cell in row])
    return rows


def _text(value: Any) -> str:
    """Return what a cell shows; of a date that the program has made of what was typed, the usual words."""
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return UNWRITABLE.sub("", with_plain_ends(str(value))).replace(ESCAPE, "_").strip()


def _places(titles: Sequence[str]) -> dict[str, int]:
    """Return where each known column stands."""
    places: dict[str, int] = {}
    for at, title in enumerate(titles):
        if (key := KNOWN.get(title)) is None:
            continue
        if key in places:
            raise UnreadableLedger(TWICE.format(title=title))
        places[key] = at
    if not any(column.key in places for column in EDITED):
        raise UnreadableLedger(NOTHING_EDITED)
    return places


def _lines(rows: Sequence[Sequence[str]], places: Mapping[str, int], *, first: int) -> Iterator[Line]:
    for number, row in enumerate(rows, start=first):
        found = {key: row[at] if at < len(row) else "" for key, at in places.items()}
        is_continued = found.pop(columns.NUMBER.key, "") == CONTINUED
        is_computed = COMPUTED in found.values()
        found = {key: "" if value == COMPUTED else value for key, value in found.items()}
        line = Line(number, found.pop(columns.KEY.key), found, is_continued, is_computed)
        if not line.is_blank:
            yield line
