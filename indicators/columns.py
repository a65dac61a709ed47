"""The columns of a table of indicators: told from the header, and found again in rows with merged cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from documents.outline.sections import Cell
from indicators.quantities import NUMBER, TO, UNIT
from indicators.years import Calendar

# Header words; the first pattern that fits decides.
HEADERS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("number", r"序号|编号|号|№"),
        ("attribute", r".*属性.*|指标类型|指标性质|性质|类型"),
        ("unit", r"(?:计量|指标)?单位"),
        ("other", r".*(?:责任|牵头|负责|配合|部门|备注|说明|来源|出处).*"),
        ("base", r".*(?:现状|基期|基准|基数|实际|完成|现值|初始).*"),
        ("growth", r".*(?:年均|累计|增速).*"),
        ("target", r"(?:到|至)?20\d\d ?年?.*|.*(?:目标|规划值|预期值).*"),
        ("name", r".*(?:指标名称|[二三]级指标|(?:具体|主要|核心|评价|考核|发展)指标).*|指标|指标内容"),
        ("category", r".*(?:类别|分类|一级指标|领域|任务|维度|方面|指标类).*|类"),
        ("name", r".*(?:名称|项目|内容).*"),
    )
)
YEAR = re.compile(r"20\d\d")
YEAR_HEADER = re.compile(r"(?:到|至)?20\d\d ?年?[^\d]{0,8}")
# 2025年目标值 beside 2022年: only one of them is to be reached. 2035年远景目标 says nothing of 2025年.
AIMED = re.compile(r"(?<!远景)(?<!展望)(?<!愿景)(?:目标|规划值|预期值)")
LONGEST_HEADER, MOST_COLUMNS = 16, 12
ATTRIBUTES = {"预期性": "expected", "预期": "expected", "约束性": "binding", "约束": "binding"}
# ≥1.2, 7(年均), [15], 85以上, 3-5, 98%, -13.5
VALUE = re.compile(
    rf"(?P<open>[\[〔【])?(?:年均|累计)?(?P<sign>[≥≤><]=?|不低于|不少于|不超过|不高于|超过|高于|低于|大于|小于|约|达到?|突破)? ?[+-]?(?P<low>{NUMBER}) ?(?P<low_unit>{UNIT})?"
    rf"(?:{TO}(?P<high>{NUMBER}) ?(?P<high_unit>{UNIT})?)? ?(?P<bound>及?以上|以内|及?以下|左右|上下)?[\]〕】]? ?(?P<note>\([^()]{{1,20}}\)|年均|累计)?"
)
BLANK = re.compile(r"[ —\-/–*·…]*")
# Cells merged with the row above, or left out at the end.
SOMETIMES_MISSING = ("number", "category", "unit", "attribute", "other", "base", "growth")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: number, category, name, unit, base, target, growth, attribute or other.

    `is_presumed`: that it is a base follows from what stands beside it, and should be looked at.
    """

    kind: str
    year: int | None = None
    header: str = ""
    is_presumed: bool = False


# How well it fits, and the columns that have a cell.
Way = tuple[int, tuple[Column, ...]]


def header_of(cells: Sequence[Cell], calendar: Calendar) -> list[Column]:
    """Return the columns that a header row names; none where the row is no header of a table of indicators."""
    if len(cells) < 2 or len(cells) > MOST_COLUMNS or any(_is_value(cell.folded.strip()) for cell in cells):
        return []
    columns = _once(_passed(_spread([_column(cell.folded) for cell in cells]), calendar))
    kinds = {column.kind for column in columns}
    holds_values = "target" in kinds or any(column.is_presumed for column in columns)
    return columns if "name" in kinds and holds_values else []


def with_second_header(columns: Sequence[Column], cells: Sequence[Cell], calendar: Calendar) -> list[Column]:
    """Return the columns made exact by a second header row (目标值 over 2025年 and 2030年); none where it is a row of values."""
    below = [_column(cell.folded) for cell in cells if cell.folded.strip()]
    if not below or any(column.kind not in ("target", "base", "growth") for column in below):
        return []
    above = _undated(columns, len(below))
    if len(above) == len(below):
        exact = list(columns)
        for index, column in zip(above, below, strict=True):
            kind = "base" if "base" in (columns[index].kind, column.kind) else columns[index].kind
            exact[index] = Column(kind, column.year or columns[index].year, columns[index].header + column.header)
        return _passed(exact, calendar)
    if len(above) == 1:
        return _passed([*columns[: above[0]], *below, *columns[above[0] + 1 :]], calendar)
    return []


def align(columns: Sequence[Column], cells: Sequence[Cell]) -> list[tuple[Column, Cell]]:
    """Pair a row's cells with their columns; cells merged with the row above are missing. None where no way fits."""
    texts = [cell.folded.strip() for cell in cells]
    ways: dict[int, Way] = {0: (0, ())}
    for column in columns:
        ways = _extended(ways, column, texts)
    fit, kept = ways.get(len(texts), (0, ()))
    return list(zip(kept, cells, strict=True)) if fit > 0 else []


def _extended(ways: dict[int, Way], column: Column, texts: Sequence[str]) -> dict[int, Way]:
    """Take one more column: the best way for each number of cells used, with a cell of it or without."""
    longer = dict(ways) if column.kind in SOMETIMES_MISSING else {}
    for used, (fit, kept) in ways.items():
        if used == len(texts):
            continue
        taken = fit + _fit(column.kind, texts[used]), (*kept, column)
        if used + 1 not in longer or taken[0] >= longer[used + 1][0]:
            longer[used + 1] = taken
    return longer


def _column(header: str) -> Column:
    text = re.sub(r"\s+", "", header)
    year = YEAR.search(text)
    bare = re.sub(r"[(\[][^()\[\]]*[)\]]$", "", text)
    if len(bare) <= LONGEST_HEADER:
        for kind, pattern in HEADERS:
            if pattern.fullmatch(bare):
                return Column(_kind_in_brackets(kind, text), int(year.group()) if year else None, text)
    return Column("category", None, text)


def _kind_in_brackets(kind: str, text: str) -> str:
    """2020年(实际) is where things stand."""
    return "base" if kind == "target" and re.search(r"现状|基期|基准|实际|完成", text) else kind


def _passed(columns: Sequence[Column], calendar: Calendar) -> list[Column]:
    """A year is where things stand, not a target, only where the plan or another header says so."""
    years = sorted({column.year for column in columns if column.kind == "target" and column.year})
    is_marked = any(column.kind == "base" for column in columns)
    told = calendar.begins if calendar.is_told and len(years) > 1 and not is_marked else None
    presumed = _first_aimed(columns, years, calendar)
    is_none_left = all(year < (told or 0) for year in years)
    return [_behind(column, told, presumed, is_none_left=is_none_left) for column in columns]


def _behind(column: Column, told: int | None, presumed: int | None, *, is_none_left: bool) -> Column:
    if column.kind != "target" or not column.year:
        return column
    if told and column.year < told:
        return replace(column, kind="base", is_presumed=is_none_left)
    return replace(column, kind="base", is_presumed=True) if presumed and column.year < presumed else column


def _first_aimed(columns: Sequence[Column], years: Sequence[int], calendar: Calendar) -> int | None:
    """The first year that is to be reached, where other headers or the years that the text aims at tell; else None."""
    marked = [column.year or 0 for column in columns if column.kind == "base"]
    if marked:
        return max(marked) or None
    aimed = [column.year or 0 for column in columns if _is_aimed(column)]
    plain = [column.year for column in columns if column.kind == "target" and column.year and not _is_aimed(column)]
    if plain and any(aimed):
        return min(year for year in aimed if year)
    if len(plain) == 1 and aimed and not _is_aimed(next(column for column in columns if column.kind == "target")):
        return plain[0] + 1  # 2022年, 目标值
    if len(years) == 2 and any(column.kind == "growth" for column in columns):
        return years[1]
    return calendar.begins if calendar.begins in years[1:2] and not calendar.is_told else None


def _is_aimed(column: Column) -> bool:
    return column.kind == "target" and bool(AIMED.search(column.header))


def _spread(columns: Sequence[Column]) -> list[Column]:
    """A blank header belongs to the one that spreads over it from the left."""
    spread: list[Column] = []
    for column in columns:
        over = bool(spread) and not column.header and spread[-1].kind == "target"
        spread.append(replace(spread[-1], header="") if over else column)
    return spread


def _undated(columns: Sequence[Column], count: int) -> list[int]:
    """Which columns a second header makes exact: those without a year, or all that hold values if there are as many."""
    values = [index for index, column in enumerate(columns) if column.kind in ("target", "base", "growth")]
    undated = [index for index in values if columns[index].year is None]
    return values if len(values) == count else undated


def _once(columns: Sequence[Column]) -> list[Column]:
    """Only the last of several columns of names holds the indicator; those before it are its categories."""
    last = max((index for index, column in enumerate(columns) if column.kind == "name"), default=-1)
    return [
        replace(column, kind="category") if column.kind == "name" and index < last else column
        for index, column in enumerate(columns)
    ]


def _is_value(text: str) -> bool:
    return bool(VALUE.fullmatch(text)) and not YEAR_HEADER.fullmatch(text)


def _fit(kind: str, text: str) -> int:
    """How well a cell's text goes with a kind of column."""
    is_value, is_attribute = bool(VALUE.fullmatch(text)), text in ATTRIBUTES
    if kind == "name":
        return 4 if len(text) > 1 and not is_value and not is_attribute else -9
    if kind == "attribute":
        return 3 if is_attribute else 0 if not text else -4
    if is_attribute:
        return -4
    if kind in ("target", "base", "growth"):
        return 3 if is_value else 1 if BLANK.fullmatch(text) else -1
    if kind == "number":
        return 2 if re.fullmatch(r"\(?\d{1,3}\)?[.、]?|[一二三四五六七八九十]{1,3}|[①-⑳]", text) else -3
    if kind == "unit":
        return 2 if not is_value and len(text) <= 10 else -3
    return 0 if not is_value else -2
