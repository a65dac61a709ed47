"""Say in Chinese what is wrong with the arguments of a tool."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

SAID = {
    "missing": "缺少参数",
    "too_short": "不能为空",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
}
KINDS = {"int": "应为整数", "string": "应为文字", "list": "应为列表"}


def said(error: ValidationError) -> str:
    """Return a line for each argument that is wrong."""
    return "\n".join(f"参数 {'.'.join(map(str, one['loc']))}：{_complaint(one)}。" for one in error.errors())


def unknown(names: Iterable[str], known: Iterable[str]) -> str:
    return f"没有参数 {'、'.join(sorted(names))}；可用的参数有：{'、'.join(known)}。"


def _complaint(error: Any) -> str:
    kind = str(error["type"])
    if kind in SAID:
        return SAID[kind].format(**error.get("ctx", {}))
    if kind == "too_long":
        return f"最多 {error['ctx']['max_length']} {'个' if isinstance(error['input'], list) else '字'}"
    if kind == "literal_error":
        return f"应为 {str(error['ctx']['expected']).replace(' or ', '、').replace(', ', '、')} 之一"
    return KINDS.get(kind.partition("_")[0], "值不能识别")
