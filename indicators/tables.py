"""Targets from tables of indicators, however their columns are called and merged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from documents.outline.sections import Cell, Outline, Remark, Section
from indicators.columns import ATTRIBUTES, BLANK, VALUE, YEAR, Column, align, header_of, with_second_header
from indicators.drafts import TargetDraft
from indicators.names import without_blanks
from indicators.quantities import UNIT, plain_number
from indicators.years import Calendar

SIGNS = {
    "≥": ">=", ">=": ">=", "不低于": ">=", "不少于": ">=", "≤": "<=", "<=": "<=", "不超过": "<=", "不高于": "<=",
    ">": ">", "超过": ">", "优于": ">", "高于": ">", "大于": ">", "突破": ">", "<": "<", "低于": "<", "小于": "<", "约": "approx",
}  # fmt: skip
BOUNDS = {"以上": ">=", "及以上": ">=", "以内": "<=", "以下": "<=", "及以下": "<=", "左右": "approx", "上下": "approx"}
NO_UNIT = ("无量纲", "/", "-", "—")
PARENTHESIS = re.compile(r" ?[(\[](?P<inside>[^()\[\]]{1,24})[)\]] ?$")
UNIT_ONLY = re.compile(rf"{UNIT}|[\u4e00-\u9fff]|[^\d,;、/]{{1,6}}/[^\d,;、]{{1,8}}|无量纲")
RELATIVE = re.compile(r"(?P<sign>超过|高于|优于|不低于|低于|达到)[^,;。]{0,14}(?:平均|水平)")
BASES = (
    (re.compile(r"年均|年平均"), "annual"),
    (re.compile(r"累计"), "cumulative"),
    (re.compile(r"新增|净增"), "added"),
    (re.compile(r"(?:降低|下降|减少|削减|压减)(?:率|幅度|比例)?$"), "decrease"),
    (re.compile(r"(?:增长|提高|提升|增加)(?:率|幅度)?$"), "increase"),
)


Pairs = Sequence[tuple[Column, Cell]]


@dataclass(frozen=True, slots=True)
class Table:
    targets: tuple[TargetDraft, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell says, in the words of contracts.md."""

    operator: str
    low: str | None
    high: str | None
    unit: str | None
    basis: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says besides its values."""

    name: str
    unit: str | None
    basis: str | None
    attribute: str | None


def read_table(outline: Outline, section: Section, calendar: Calendar, *, year: int | None) -> Table:
    """Return the targets of a table; none where no column holds an indicator and none its value."""
    columns: list[Column] = []
    targets: list[TargetDraft] = []
    remarks: list[Remark] = []
    year = _year_of_title(section) or year
    for row in section.rows:
        cells = _without_padding(row)
        header = header_of(cells, calendar) or (with_second_header(columns, cells, calendar) if columns else [])
        if header:
            remarks += _presumed(columns, header, cells)
            columns = header
        elif columns and len(cells) > 1:
            pairs = align(columns, cells)
            found = list(_targets(outline, section, pairs, year))
            targets += found
            if not found and not _is_silent(pairs, cells):
                remarks.append(_odd(cells))
    is_read = targets or any(column.is_presumed for column in columns)
    return Table(tuple(targets), tuple(remarks) if is_read else ())  # without any value it is no table of indicators


def _without_padding(row: Sequence[Cell]) -> tuple[Cell, ...]:
    end = len(row)
    while end and not row[end - 1].folded.strip():
        end -= 1
    return tuple(row[:end])


def _year_of_title(section: Section) -> int | None:
    years = YEAR.findall(section.title or "")
    return int(years[-1]) if years else None


def _targets(outline: Outline, section: Section, pairs: Pairs, year: int | None) -> Iterator[TargetDraft]:
    row = _row(outline.source, pairs)
    if row is None:
        return
    start, end = _span([cell for _, cell in pairs])
    for column, cell in pairs:
        value = _value(outline.source, row, column, cell) if column.kind in ("target", "growth") else None
        if value:
            yield TargetDraft(
                name=row.name,
                operator=value.operator,
                value=value.low,
                upper=value.high,
                unit=value.unit,
                year=column.year or year,
                basis=value.basis,
                attribute=row.attribute,
                source="table",
                section=section.id,
                quote=outline.source[start:end],
                start=start,
                end=end,
            )


def _row(source: str, pairs: Pairs) -> Row | None:
    cells = {column.kind: cell for column, cell in pairs}
    if "name" not in cells:
        return None
    name, unit, basis = _name(source, cells["name"])
    if "unit" in cells and not BLANK.fullmatch(cells["unit"].folded):
        unit = without_blanks(source[slice(*cells["unit"].span)])
    attribute = ATTRIBUTES.get(cells["attribute"].folded.strip()) if "attribute" in cells else None
    return Row(name, None if unit in NO_UNIT else unit, basis, attribute) if name else None


def _name(source: str, cell: Cell) -> tuple[str, str | None, str | None]:
    """The name, the unit printed behind it, and the basis that either tells: 全员劳动生产率(万元/人)."""
    printed, folded = source[slice(*cell.span)].strip(), cell.folded.strip()
    unit, noted = None, folded
    while found := PARENTHESIS.search(folded):
        begin, end = found.span("inside")
        units = [part for part in re.split(r"[,;、 ]", folded[begin:end]) if UNIT_ONLY.fullmatch(part)]
        if not units and not any(pattern.search(folded[begin:end]) for pattern, _ in BASES):
            break
        if units and unit is None:
            at = folded.index(units[0], begin)
            unit = printed[at : at + len(units[0])]
        printed, folded = printed[: found.start()], folded[: found.start()].rstrip()
    return without_blanks(printed), unit, _basis_of_name(folded, noted)


def _basis_of_name(name: str, noted: str) -> str | None:
    for pattern, basis in BASES:
        if pattern.search(name) or (basis in ("annual", "cumulative") and pattern.search(noted)):
            return basis
    return None


def _value(source: str, row: Row, column: Column, cell: Cell) -> Value | None:
    text = cell.folded.strip()
    found = VALUE.fullmatch(text)
    if found:
        high = plain_number(found["high"]) if found["high"] else None
        unit = _unit(source, cell, found, row, column)
        return Value(_operator(found), plain_number(found["low"]), high, unit, _basis(found, row, column))
    relative = RELATIVE.search(text)
    return Value(SIGNS.get(relative["sign"], "="), None, None, None, row.basis) if relative else None


def _operator(found: re.Match[str]) -> str:
    if found["high"]:
        return "range"
    if found["sign"]:
        return SIGNS.get(found["sign"], "=")
    return BOUNDS.get(found["bound"] or "", "=")


def _unit(source: str, cell: Cell, found: re.Match[str], row: Row, column: Column) -> str | None:
    """The unit in the cell, that of the header where growth is told, or the row's; 1.2万 of 家 is 1.2 万家."""
    kind = "high_unit" if found["high_unit"] else "low_unit"
    if found[kind]:
        shift = cell.span[0] + len(cell.folded) - len(cell.folded.lstrip())
        printed = source[shift + found.start(kind) : shift + found.end(kind)]
        is_magnitude = not printed.strip("十百千万亿萬億")
        return printed + row.unit if is_magnitude and row.unit and row.unit not in "%‰" else printed
    if column.kind == "growth" and not found["open"]:
        return "%" if row.unit == "%" or "%" in column.header else None
    return row.unit


def _basis(found: re.Match[str], row: Row, column: Column) -> str | None:
    said = (found["note"] or "") + (column.header if column.kind == "growth" else "")
    if found["open"] or "累计" in (found["note"] or ""):
        return "cumulative"
    if re.search(r"年均|增速", said):
        return "annual"
    return "cumulative" if "累计" in said else row.basis


def _span(cells: Sequence[Cell]) -> tuple[int, int]:
    filled = [cell.span for cell in cells if cell.span[0] < cell.span[1]]
    return filled[0][0], filled[-1][1]


def _is_silent(pairs: Pairs, cells: Sequence[Cell]) -> bool:
    """A row that promises no value: the heading of a group, or a — where the value would stand and none beside it."""
    if sum(bool(cell.folded.strip()) for cell in cells) < 2:
        return True
    if pairs and not any(column.kind == "target" for column, _ in pairs):
        return True  # all its years lie behind, and the header was named for that
    values = [cell for column, cell in pairs if column.kind in ("target", "growth", "base")]
    return bool(values) and all(BLANK.fullmatch(cell.folded) for cell in values)


def _presumed(before: Sequence[Column], columns: Sequence[Column], cells: Sequence[Cell]) -> Iterator[Remark]:
    """Name the columns of a new header that are left out because of what stands beside them."""
    start, end = _span(cells)
    for column in columns:
        if column.is_presumed and column not in before:
            yield Remark("odd-row", f"“{column.header[:20]}”一列当作现状，没有读作目标，请核对", start, end)


def _odd(cells: Sequence[Cell]) -> Remark:
    start, end = _span(cells)
    return Remark("odd-row", "表格的这一行没有读出指标值，请核对", start, end)
