"""The form of what a plan says about itself: prefilled from the text, checked as the plan will be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms

from documents.admin.fields import TextLinesField
from documents.models import Draft, Plan, Region
from documents.store import storable
from qpolicy.drafting.opening import written_region

# 西安市（610100）
CODE = re.compile(r"[（(](?P<code>[-0-9A-Za-z]{1,60})[）)]$")
MOST_NAMED = 6
STATED = (
    "title", "slug", "region", "issuer", "document_number", "index_number", "kind", "issued_on", "published_on",
    "period_start", "period_end", "validity", "source_url", "notes",
)  # fmt: skip


class RegionField(forms.CharField):
    """A region by its name, its code, or both; there are thousands, too many to choose from a list."""

    def clean(self, value: Any) -> Region | None:
        typed = super().clean(value)
        if not typed:
            return None
        found = CODE.search(typed)
        key = found.group("code") if found else typed
        exact = Region.objects.filter(code=key) if key.isdigit() else Region.objects.filter(slug=key)
        regions = list(exact or Region.objects.filter(name=key)[:MOST_NAMED])
        regions = regions or list(Region.objects.filter(short_name=key)[:MOST_NAMED])
        if not regions:
            raise forms.ValidationError("没有这个地区，请填写全称（如 西安市）或六位行政区划代码。")
        if len(regions) > 1:
            names = "、".join(map(written_region, regions))
            raise forms.ValidationError(f"叫这个名称的地区不止一个，请选填其中之一：{names}。")
        return regions[0]


class MetadataForm(forms.ModelForm):  # type: ignore[type-arg]
    region = RegionField(label="地区", required=False, help_text="全称或六位代码，如 西安市 或 610100")
    notes = TextLinesField(
        label="校订说明",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "wide"}),
        help_text="人工更正之处，每行一条",
    )

    class Meta:
        model = Plan
        fields = STATED
        widgets = {"title": forms.TextInput(attrs={"class": "wide"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("issued_on", "published_on"):
            self.fields[name].help_text = "如 2024-04-28"

    @property
    def typed(self) -> dict[str, str]:
        """Return what was typed, as the draft keeps it: also what is not right yet. A known region has name and code."""
        values = {name: storable(str(self.data.get(self.add_prefix(name), ""))) for name in STATED}
        region = self.cleaned_data.get("region") if self.is_bound and not self.errors.get("region") else None
        return values | ({"region": written_region(region)} if region else {})


def form_of(draft: Draft, data: Mapping[str, Any] | None = None) -> MetadataForm:
    """Return the form of a draft, bound to what was typed last; an update is checked as the plan that it changes."""
    instance = draft.plan if draft.manner == Draft.Manner.UPDATE and draft.plan else Plan(edition=_edition(draft))
    return MetadataForm(draft.metadata if data is None else data, instance=instance)


def metadata_of(plan: Plan) -> dict[str, str]:
    """Return what is stored, as the form writes it."""
    values = {name: getattr(plan, name) for name in STATED}
    return {name: "" if value is None else str(value) for name, value in values.items()} | {
        "region": written_region(plan.region)
    }


def _edition(draft: Draft) -> int:
    return draft.plan.edition + 1 if draft.manner == Draft.Manner.EDITION and draft.plan else 1
