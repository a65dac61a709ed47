"""Tables of duties (任务分工表): their rows name the departments of tasks that have no clause of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from documents.outline import Cell, Section
from documents.passage import Span
from tasks.responsibility import read
from tasks.stripping import strip
from tasks.wording import LABEL, Role

ROLE_COLUMN = re.compile(rf"(?:{LABEL})$")
TASK_COLUMN = re.compile(r"任务|事项|内容|项目|措施|举措|行动|工作")
DEADLINE_COLUMN = re.compile(r"时限|时间|期限|进度")
NOT_TITLE = re.compile(r"[^\w]|^[\d一二三四五六七八九十]+(?=[.、)])")


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says of one task: the place of every name with its role, and that of the deadline."""

    title: str
    names: tuple[tuple[Span, Role], ...]
    deadline: Span | None


def duty_rows(table: Section) -> Iterator[Row]:
    """Yield the rows of a table that has a column of tasks and one of departments; of any other table, none."""
    header: list[str] = []
    for cells in table.rows:
        texts = ["".join(cell.folded.split()) for cell in cells]
        if any(map(ROLE_COLUMN.match, texts)):
            header = texts
        elif header and len(cells) == len(header) and (row := _row(header, cells, texts)):
            yield row


def plain_title(title: str) -> str:
    """The title without its number, punctuation and blanks, for comparing."""
    return NOT_TITLE.sub("", "".join(title.split()))


def _row(header: list[str], cells: tuple[Cell, ...], texts: list[str]) -> Row | None:
    title = next((text for head, text in zip(header, texts, strict=True) if _is_task_column(head)), "")
    names: list[tuple[Span, Role]] = []
    deadline = None
    for head, cell in zip(header, cells, strict=True):
        if ROLE_COLUMN.match(head):
            names += _names(head, cell)
        elif DEADLINE_COLUMN.search(head) and cell.folded.strip():
            deadline = cell.span
    return Row(plain_title(title), tuple(names), deadline) if title and names else None


def _is_task_column(head: str) -> bool:
    return bool(TASK_COLUMN.search(head)) and not ROLE_COLUMN.match(head) and not DEADLINE_COLUMN.search(head)


def _names(head: str, cell: Cell) -> Iterator[tuple[Span, Role]]:
    content = strip(cell.folded, 0, len(cell.folded))
    prefix = f"{head}:"
    is_exact = cell.span[1] - cell.span[0] == len(cell.folded)
    for found in read(prefix + content.text).assignments:
        start, end = content.span(found.start - len(prefix), found.end - len(prefix))
        yield ((cell.span[0] + start, cell.span[0] + end) if is_exact else cell.span), found.role
