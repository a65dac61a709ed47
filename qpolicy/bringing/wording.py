"""Read what an editor wrote into a cell: names of departments, and a target as the ledger states it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from documents.store.departments import key_of
from documents.text import fold
from indicators.models import Target
from indicators.statements import comparison
from tasks.ledger import stated

NAMES_JOINT, JOINTS = "、", re.compile("[;；\n,，、]")
OTHER_JOINTS = re.compile("[,，、]")
LONGEST_LINE = 400
LONGEST_NAME = 300  # of a target
# 监测合格率 ≥98%（2025年，预期性）
ASIDE = re.compile(r"\((?P<aside>[^()]{0,40})\)$")
YEAR = re.compile(r"(?P<year>\d{4})年?")
# 年均 7%, 新增 50家, 约3.5万亿元, 30-40家, 98%以上
AMOUNT = re.compile(
    r"(?P<basis>年均|累计|提高|降低|新增)? ?(?P<sign>[≥≤><=≧≦]|约|不低于|不少于|不超过|超过|低于|达到)? ?"
    r"(?P<low>\d{1,14}(?:\.\d{1,6})?)(?:[-~–—至](?P<high>\d{1,14}(?:\.\d{1,6})?))?(?P<unit>[^\d]{0,30}?)"
    r"(?P<bound>以上|以内|以下|左右)?"
)
FIRST_OF_AMOUNT = re.compile(r" (?=(?:年均|累计|提高|降低|新增|约|不低于|不少于|不超过|超过|低于|达到)? ?[≥≤><=≧≦]?\d)")
OPERATORS = {
    **dict.fromkeys(("≥", "≧", "不低于", "不少于", "以上"), Target.Operator.AT_LEAST),
    **dict.fromkeys(("≤", "≦", "不超过", "以内", "以下"), Target.Operator.AT_MOST),
    **dict.fromkeys((">", "超过"), Target.Operator.MORE),
    **dict.fromkeys(("<", "低于"), Target.Operator.LESS),
    **dict.fromkeys(("约", "左右"), Target.Operator.ABOUT),
}
BASES = {str(label): value for value, label in Target.Basis.choices}
ATTRIBUTES = {str(label): value for value, label in Target.Attribute.choices}
Values = dict[str, Any]


class NotUnderstood(ValueError):  # noqa: N818  a refusal
    """The words state no target; the message, in Chinese, says which and how one is written."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A target as a line states it."""

    line: str
    values: Values


def names_in(cell: str, known: Collection[str]) -> list[str]:
    """Return the names in a cell, each once; a name that is known keeps the signs within it (各区、县级市政府)."""
    lengths = sorted({len(JOINTS.findall(name)) for name in known}, reverse=True)
    names = _divided(cell, {_joined(name) for name in known}, lengths)
    return list({key_of(name): name for name in reversed(list(names))}.values())[::-1]


def _divided(cell: str, known: Collection[str], lengths: Sequence[int]) -> Iterator[str]:
    """Yield what stands between the signs, and as one name what is known; `lengths` are how many signs those have."""
    ends = [*(found.start() for found in JOINTS.finditer(cell)), len(cell)]
    start = at = 0
    while at < len(ends):
        lasts = (at + length for length in lengths if at + length < len(ends))
        last = next((last for last in lasts if _joined(cell[start : ends[last]]) in known), at)
        if name := cell[start : ends[last]].strip():
            yield name
        start, at = ends[last] + 1, last + 1


def _joined(name: str) -> str:
    """Return what spellings of a name have in common, whichever sign stands between its parts."""
    return key_of(JOINTS.sub(NAMES_JOINT, name.strip()))


def lines_of(cell: str) -> list[str]:
    return [line.strip() for line in cell.split("\n") if line.strip()]


def same(one: str, other: str) -> bool:
    """Tell whether two texts say the same, script, width and blanks aside."""
    return _key(one) == _key(other)


def _key(text: str) -> str:
    return "".join(fold(text).split())


def paired(lines: Sequence[str], targets: Sequence[Target]) -> tuple[list[tuple[str, Target]], list[str], list[Target]]:
    """Return the lines that state something else of a target than is stored, the new lines, and the targets without one."""
    waiting, left = list(targets), []
    for line in lines:
        at = next((at for at, target in enumerate(waiting) if same(line, stated(target))), None)
        left.append(line) if at is None else waiting.pop(at)
    changed, new = [], []
    for line in left:
        at = max(
            (at for at, target in enumerate(waiting) if _key(line).startswith(_key(target.name))),
            key=lambda at: len(waiting[at].name),
            default=None,
        )
        new.append(line) if at is None else changed.append((line, waiting.pop(at)))
    return changed, new, waiting


def target_in(line: str, known: Target | None = None) -> Stated:
    """Return what a line states, of a known target or of a new one. Raises NotUnderstood."""
    if len(line) > LONGEST_LINE:
        raise NotUnderstood(f"指标“{line[:30]}……”太长，最多 {LONGEST_LINE} 字。")
    folded = fold(line)
    aside = ASIDE.search(folded)
    end = aside.start() if aside else len(line)
    values = _asides(aside["aside"], line) if aside else {"year": None, "attribute": ""}
    name, said_from = _name(line, folded[:end], known)
    said = folded[said_from:end].strip()
    if known and known.value is None and said and same(said, comparison(known.name, known.quote)):
        return Stated(line, values)
    return Stated(line, {"name": name, **_amount(said, line, said_from, known), **values})


def _name(line: str, folded: str, known: Target | None) -> tuple[str, int]:
    """Return the name and where it ends."""
    if known:
        end = next((at for at in range(len(line) + 1) if _key(line[:at]) == _key(known.name)), 0)
        return known.name, end
    found = FIRST_OF_AMOUNT.search(folded)
    if not found or not folded[: found.start()].strip():
        raise _refused(line)
    if found.start() > LONGEST_NAME:
        raise NotUnderstood(f"指标“{line[:30]}……”的名称太长，最多 {LONGEST_NAME} 字。")
    return line[: found.start()].strip(), found.end()


def _amount(said: str, line: str, start: int, known: Target | None) -> Values:
    found = AMOUNT.fullmatch(said.replace(",", ""))
    if not found:
        raise _refused(line)
    value, upper = Decimal(found["low"]), Decimal(found["high"]) if found["high"] else None
    if upper is not None and upper < value:
        raise NotUnderstood(f"指标“{line}”的上限小于下限。")
    sign = found["sign"] or found["bound"] or ""
    operator = Target.Operator.RANGE if upper is not None else OPERATORS.get(sign, Target.Operator.EQUAL)
    unit = found["unit"].strip()
    at = fold(line).find(unit, start) if unit else -1
    printed = line[at : at + len(unit)] if at >= 0 else unit
    return {
        "operator": operator.value,
        "value": value,
        "upper": upper,
        "unit": known.unit if known and same(known.unit, printed) else printed,
        "basis": _basis(found["basis"], known),
    }


def _basis(word: str | None, known: Target | None) -> str:
    """A name that says it (能耗降低) is not followed by the word again: then nothing has changed."""
    if word:
        return BASES[word]
    is_said_by_name = (
        known is not None
        and known.basis
        and not _key(stated(known)).startswith(_key(f"{known.name}{known.get_basis_display()}"))
    )
    return known.basis if known and is_said_by_name else ""


def _asides(aside: str, line: str) -> Values:
    values: Values = {"year": None, "attribute": ""}
    for part in filter(None, (part.strip() for part in OTHER_JOINTS.split(aside))):
        if part in ATTRIBUTES:
            values["attribute"] = ATTRIBUTES[part]
        elif (year := YEAR.fullmatch(part)) and 1900 <= int(year["year"]) <= 2200:
            values["year"] = int(year["year"])
        else:
            raise NotUnderstood(f"指标“{line}”括号里的“{part}”看不懂：可写年份（2025年）和“预期性”或“约束性”。")
    return values


def _refused(line: str) -> NotUnderstood:
    return NotUnderstood(
        f"看不懂指标“{line}”。请照原样写：名称、空格、数值和单位，年份和性质写在括号里，如“合格率 ≥98%（2025年，预期性）”。"
    )
