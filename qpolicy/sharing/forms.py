"""What is typed when a view is kept under a name."""

from __future__ import annotations

from typing import Any

from django import forms

from documents.store import storable
from qpolicy.models import KeptView


class NameForm(forms.ModelForm):  # type: ignore[type-arg]
    name = forms.CharField(
        label="名称",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "请写一个名称。", "max_length": "名称最多 60 字，现有 %(show_value)d 字。"},
    )

    class Meta:
        model = KeptView
        fields = ["name"]

    def clean_name(self) -> Any:
        """A name stands on one line."""
        return storable(" ".join(self.cleaned_data["name"].split()))
