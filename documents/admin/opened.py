"""Forms that know what they were opened with: only what their user has changed is written."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils import timezone

from documents.text import with_plain_ends

Values = dict[str, Any]
HIDDEN = ("seen", "seen_version")


class OpenedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form whose untouched fields keep what the row holds now, to the character, whoever has changed it meanwhile.

    `seen` goes to the browser and back: when the form was opened, and a digest of each value it was opened with.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    touched: list[str] | None = None  # known once the form is cleaned

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_edit and not self.is_bound:
            self.initial["seen"] = self._opening(self.values_of(self.shown_row()))

    @property
    def is_edit(self) -> bool:
        return not self.instance._state.adding

    @cached_property
    def changed_data(self) -> list[str]:
        changed = [name for name in super().changed_data if name not in HIDDEN]
        if self.touched is None:
            return changed
        return [*self.touched, *(name for name in changed if name not in self.base_fields)]  # DELETE of a formset

    @cached_property
    def opened_at(self) -> datetime.datetime | None:
        try:
            return datetime.datetime.fromisoformat(self._seen["at"])
        except (KeyError, TypeError, ValueError):
            return None

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.is_edit:
            self.keep_untouched(self.current_row())
        return cleaned

    def shown_row(self) -> Any:
        """Return the row that is being edited, also where the form shows an older state that is to be restored."""
        return self.instance

    def current_row(self) -> Any:
        """Return the row as it stands now."""
        return self.instance

    def values_of(self, row: Any) -> Values:
        """Return what the form's fields show of a row."""
        return forms.model_to_dict(row, fields=list(self.base_fields))

    def value_in(self, row: Any, name: str) -> Any:
        """Return what a field of the form cleans to where nobody touches it."""
        value = getattr(row, name)
        return value.all() if isinstance(value, models.Manager) else value

    def keep_untouched(self, row: Any) -> None:
        """Put the row's own values for those that came back as they went out, in what is saved and what is shown."""
        values = self.values_of(row)
        now, opened = self._digests(values), self._seen.get("fields", {})
        sent = {name: digest(self.fields[name], self[name].data) for name in now}
        untouched = [name for name in now if sent[name] in (now[name], opened.get(name))]
        self.touched = [name for name in now if name not in untouched]
        self.__dict__.pop("changed_data", None)
        for name in self.cleaned_data.keys() & untouched:
            self.cleaned_data[name] = self.value_in(row, name)
        self._show({name: values[name] for name in untouched if sent[name] != now[name]}, self._opening(values))

    def changed_by_others(self, row: Any) -> list[str]:
        """Return the labels of the fields that hold something else than when the form was opened."""
        opened = self._seen.get("fields", {})
        now = self._digests(self.values_of(row))
        return [str(self.fields[name].label) for name in now if opened.get(name, now[name]) != now[name]]

    @cached_property
    def _seen(self) -> Mapping[str, Any]:
        try:
            seen = json.loads(self.data.get(self.add_prefix("seen"), ""))
        except ValueError:
            return {}
        return seen if isinstance(seen, dict) and isinstance(seen.get("fields", {}), dict) else {}

    def _opening(self, values: Values) -> str:
        return json.dumps({"at": timezone.now().isoformat(), "fields": self._digests(values)})

    def _digests(self, values: Values) -> dict[str, str]:
        return {name: digest(field, values[name]) for name, field in self.fields.items() if name in values}

    def _show(self, values: Values, seen: str) -> None:
        data = cast(QueryDict, self.data).copy()
        for name, value in values.items():
            data.setlist(self.add_prefix(name), _sent(self.fields[name], value))
        data[self.add_prefix("seen")] = seen
        self.data = data


def digest(field: forms.Field, value: Any) -> str:
    """Return a short digest of what a field holds, the same for the value of a row and for what a browser sends back."""
    return hashlib.blake2b(repr(_plain(field, value)).encode("utf-8", "surrogatepass"), digest_size=9).hexdigest()


def _plain(field: forms.Field, value: Any) -> Any:
    if isinstance(field, forms.ModelChoiceField):
        return sorted(_sent(field, value))
    try:
        plain = field.to_python(field.prepare_value(value))
    except ValidationError:
        plain = str(value)
    if isinstance(plain, Decimal):
        return f"{plain.normalize():f}"
    if isinstance(plain, str):  # a box of one line sends no line ends
        plain = with_plain_ends(plain)
        return plain if isinstance(field.widget, forms.Textarea) else plain.replace("\n", "")
    return plain


def _sent(field: forms.Field, value: Any) -> list[str]:
    """Return what a browser sends for a value."""
    prepared = field.prepare_value(value)
    many = prepared if isinstance(prepared, list | tuple) else [prepared]
    return [str(one) for one in many if one not in (None, "")]
