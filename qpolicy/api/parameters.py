"""What may stand in the query string of an address: read from the filters of the pages, so that both mean the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms

from documents.switch import ORIGINAL, SCRIPTS

LARGEST_KEY = 2**53 - 1  # the largest whole number that every JSON library reads as it is written
LARGEST_PAGE = 1_000_000
USUAL_SIZE, LARGEST_SIZE = 20, 100
TEXT, WHOLE, FLAG = "string", "integer", "boolean"
FLAGS = (("true", "是"), ("false", "否"))

# What the label of a condition does not say to a program.
HINTS = {
    "region": "地区的 id（见 /regions/），其下辖地区的一并算入。",
    "plan": "规划的 id（见 /plans/）。写明一份已被替代的规划，即包括它；否则只含各规划的最新版本。",
    "department": "部门的 id（见 /departments/）；规划对全部任务的通用分工一并算入。",
    "function": "职能的 id（见 /functions/）；none 为未归类。",
    "theme": "主题的 id，见任务的 theme；none 为未归类。",
    "q": "用空格隔开的几个词，须全部具备；简体、繁体都可以。",
    "year": "四位数的年份。",
    "edition": "不写则只含最新版本。",
    "sort": "不写则为默认顺序。",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A condition by its name; `choices` are all values there are, each with its word, where they are known beforehand."""

    name: str
    description: str
    kind: str = TEXT
    choices: tuple[tuple[str, str], ...] = ()
    least: int | None = None
    most: int | None = None
    longest: int | None = None
    default: Any = None
    is_repeated: bool = False
    is_required: bool = False

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON schema of one value."""
        said = {
            "type": self.kind,
            "enum": [value for value, _ in self.choices] if self.choices and self.kind != FLAG else None,
            "minimum": self.least,
            "maximum": self.most,
            "maxLength": self.longest,
            "default": self.default,
        }
        return {name: value for name, value in said.items() if value is not None}


SCRIPT = Parameter(
    "script",
    "文字的字形：original 原文，hans 简体，hant 繁体。引文（citation）总照原文。",
    choices=tuple(SCRIPTS.items()),
    default=ORIGINAL,
)
PAGE = Parameter("page", "第几页，从 1 起。", WHOLE, least=1, most=LARGEST_PAGE, default=1)
PAGE_SIZE = Parameter(
    "page_size", f"每页几条，最多 {LARGEST_SIZE} 条。", WHOLE, least=1, most=LARGEST_SIZE, default=USUAL_SIZE
)
PAGING = (PAGE, PAGE_SIZE)


def of_filters(filters: type[django_filters.FilterSet]) -> tuple[Parameter, ...]:
    """Return the conditions of the filter of a page."""
    return tuple(_of_filter(name, one) for name, one in filters.base_filters.items())


def of_form(form: type[forms.Form]) -> tuple[Parameter, ...]:
    """Return the conditions of a form, as those of comparisons have."""
    return tuple(_of_field(name, field) for name, field in form.base_fields.items())


def _of_filter(name: str, one: Any) -> Parameter:
    extra = one.extra
    description = _described(name, str(one.label), extra.get("choices", ()), str(extra.get("empty_label") or ""))
    if isinstance(one, django_filters.NumberFilter):
        return Parameter(name, description, WHOLE, least=extra["min_value"], most=extra["max_value"])
    if isinstance(one, django_filters.ModelChoiceFilter) and not extra.get("to_field_name"):
        return Parameter(name, description, WHOLE, least=1, most=LARGEST_KEY)
    return Parameter(name, description, choices=_pairs(extra.get("choices", ())), longest=extra.get("max_length"))


def _of_field(name: str, field: Any) -> Parameter:
    choices = _pairs(pair for pair in getattr(field, "choices", ()) if pair[0])
    description = _described(name, str(field.label), choices)
    if isinstance(field, forms.BooleanField):
        return Parameter(name, description, FLAG, choices=FLAGS, default=False)
    is_repeated = isinstance(field, forms.MultipleChoiceField)
    if is_repeated:
        description = "规划的 id，可以写几次（plan=a&plan=b）；已被替代的也可以选。不写则取全部，规划很多时取其中几份。"
    longest = getattr(field, "max_length", None)
    return Parameter(name, description, choices=choices, longest=longest, is_repeated=is_repeated)


def _described(name: str, label: str, choices: Any, unasked: str = "") -> str:
    known = "，".join(f"{value} {word}" for value, word in _pairs(choices))
    hint = HINTS.get(name, "")
    if unasked and name == "sort":
        hint = f"不写则为：{unasked}。"
    return "".join(_sentences(label, known, hint))


def _sentences(label: str, known: str, hint: str) -> Iterator[str]:
    """Yield the label, unless the hint names it anyway, with all values there are; then the hint."""
    if known or not hint.startswith(label):
        yield f"{label}：{known}。" if known else f"{label}。"
    yield hint


def _pairs(choices: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(value), str(word)) for value, word in choices)
