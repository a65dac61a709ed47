"""What an importer says of a plan, checked before anything is read: which option, what was expected, what was given."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from unicodedata import category

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from documents.models import Plan

COLUMNS = ("slug", "title", "issuer", "document_number", "kind", "source_url")
OPTIONS = (*COLUMNS, "region", "issued_on")
UNREADABLE = ("Cc", "Cs")  # control characters, and bytes of an argument that are no text
SLUG = re.compile(r"[-A-Za-z0-9_]+")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def complaints(given: Mapping[str, Any]) -> Iterator[str]:
    """Say in Chinese what is wrong with each value, by the option that gives it. An empty one is as good as none."""
    for name, value in given.items():
        if isinstance(value, str) and value and name in OPTIONS and (trouble := _trouble(name, value)):
            yield f"--{name.replace('_', '-')}：{trouble}"


def _trouble(name: str, value: str) -> str | None:
    if not value.strip():
        return "不能只有空格；如要取自文中，请不用这个选项。"
    if any(category(char) in UNREADABLE for char in value):
        return f"应为一行文字，不能含有换行、控制字符或无法识别的字节，现为 {value!a}。"
    return _too_long(name, value) or _misspelled(name, value)


def _too_long(name: str, value: str) -> str | None:
    column: Any = Plan._meta.get_field(name) if name in COLUMNS else None
    if column is None or len(value) <= column.max_length:
        return None
    return f"{column.verbose_name}最多 {column.max_length} 字，现为 {len(value)} 字。"


def _misspelled(name: str, value: str) -> str | None:
    if name not in SPELLINGS:
        return None
    check, expected = SPELLINGS[name]
    return None if check(value) else f"{expected}，现为 {value!r}。"


def _is_slug(value: str) -> bool:
    return SLUG.fullmatch(value) is not None


def _is_day(value: str) -> bool:
    if not DAY.fullmatch(value):
        return False
    try:
        return datetime.date.fromisoformat(value).year >= 1900
    except ValueError:
        return False


def _is_address(value: str) -> bool:
    try:
        URLValidator(["http", "https"])(value)
    except ValidationError:
        return False
    return True


SPELLINGS: dict[str, tuple[Callable[[str], bool], str]] = {
    "slug": (_is_slug, "网址标识只能含字母、数字、下划线和连字符"),
    "issued_on": (_is_day, "日期应写作 2024-04-28 的样子"),
    "source_url": (_is_address, "来源网址应以 http:// 或 https:// 开头"),
}
