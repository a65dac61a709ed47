"""Texts, lists and tables as an editor types them: a line each, cells divided by bars."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget

from documents.text import with_plain_ends


class TextLinesField(forms.CharField):
    """A text of several lines; browsers send CRLF, plans have LF."""

    def to_python(self, value: Any) -> str:
        return with_plain_ends(super().to_python(value) or "")


class NumberField(forms.DecimalField):
    """A number as it is written: 21, not 21.000000."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) and value.is_finite() else value


class LinesField(forms.CharField):
    """A list of names, one a line."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", "每行一个")
        super().__init__(widget=AdminTextareaWidget(attrs={"rows": 4}), required=False, **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = (line.strip() for line in str(super().to_python(value) or "").splitlines())
        return list(dict.fromkeys(filter(None, lines)))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(self.prepare_value(initial or [])) != self.to_python(data))


class RowsField(forms.CharField):
    """A table's rows, one a line, the cells divided by bars. None where nothing is typed."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", "仅用于表格：每行一行，单元格以 | 分隔")
        super().__init__(widget=AdminTextareaWidget(attrs={"rows": 6}), required=False, **options)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(" | ".join(cell.replace("\n", " ") for cell in row) for row in value)

    def to_python(self, value: Any) -> Any:
        lines = str(super().to_python(value) or "").splitlines()
        return [[cell.strip() for cell in line.split("|")] for line in lines if line.strip()] or None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(self.prepare_value(initial) or "") != self.to_python(data))
