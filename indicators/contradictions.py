"""Two values for one indicator that cannot both hold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from documents.outline.sections import Remark
from documents.text import fold
from indicators.drafts import TargetDraft

# 全市规模以上工业企业首席质量官覆盖率 and 规模以上企业首席质量官制度 speak of one thing.
SCOPE = re.compile(
    r"全[国省市县区州]|[我本][省市县区州]|规模以上|规上|工业|企业|制度|覆盖率|[的 (),、“”‘’]|达标率|比例|占比|率$|[数量]{1,2}$|总数$"
)
SHORTEST, MOST_COMPARED = 3, 8


def contradictions(targets: Sequence[TargetDraft]) -> Iterator[Remark]:
    """Yield a remark at each later target that says of the same thing and year something else than an earlier one."""
    alike: dict[tuple[str, str | None], list[TargetDraft]] = defaultdict(list)
    for target in targets:
        key = SCOPE.sub("", fold(target.name))
        if len(key) < SHORTEST or target.value is None:
            continue
        other = next((earlier for earlier in alike[key, _unit(target)] if _clash(earlier, target)), None)
        if other:
            yield _remark(other, target)
        if len(alike[key, _unit(target)]) < MOST_COMPARED:
            alike[key, _unit(target)].append(target)


def _unit(target: TargetDraft) -> str | None:
    return fold(target.unit) if target.unit else None


def _clash(one: TargetDraft, other: TargetDraft) -> bool:
    if one.section == other.section:
        return False  # 生产性服务业 … 满意度达到85以上, 生活性服务业 … 满意度达到80以上
    same_time = one.year == other.year or one.year is None or other.year is None
    return (
        same_time
        and one.basis == other.basis
        and _number(one.value) != _number(other.value)
        and not (one.upper or other.upper)
    )


def _number(value: str | None) -> float:
    return float(value or "nan")


def _remark(one: TargetDraft, other: TargetDraft) -> Remark:
    message = f"“{other.name}”前后不一：前为{_said(one)}，此处为{_said(other)}"
    return Remark("contradiction", message, other.start, other.end)


def _said(target: TargetDraft) -> str:
    sign = {">=": "≥", "<=": "≤", "approx": "约", "=": ""}.get(target.operator, target.operator)
    return f"{sign}{target.value}{target.unit or ''}"
