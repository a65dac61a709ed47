"""What was changed in a draft since a reviewer returned it, so that it does not look new when it comes back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from documents.models import Draft
from qpolicy.corrections import Correction, alters, identity, rekeyed
from qpolicy.drafting.readings import reading_of, reading_with


def content_of(draft: Draft) -> dict[str, Any]:
    """Return what an editor can change of a draft."""
    return {
        "relation": [draft.manner, draft.plan_id, draft.is_another],
        "metadata": {name: value for name, value in draft.metadata.items() if value},
        "corrections": draft.corrections,
    }


def changes_since_return(draft: Draft) -> int | None:
    """Count what is not as it was when the draft was returned last; None where it never was."""
    was, now = draft.as_returned, content_of(draft)
    if was is None:
        return None
    old, new = _by_name(_as_now(draft, was["corrections"])), _by_name(now["corrections"])
    fields = {*was["metadata"], *now["metadata"]}
    differences = [
        *(old.get(name) != new.get(name) for name in {*old, *new}),
        *(was["metadata"].get(name) != now["metadata"].get(name) for name in fields),
        was["relation"] != now["relation"],
    ]
    return sum(map(bool, differences))


def _as_now(draft: Draft, corrections: list[Correction]) -> list[Correction]:
    """Return earlier corrections with the keys that their sections have in the text as it is mended now."""
    if _of_text(corrections) == _of_text(draft.corrections):
        return corrections
    before = reading_with(draft, corrections)
    return rekeyed(corrections, before.working.outline, reading_of(draft).working.outline)


def _of_text(corrections: Iterable[Correction]) -> list[Correction]:
    return [one for one in corrections if one["kind"] == "text"]


def _by_name(corrections: Iterable[Correction]) -> dict[tuple[str, ...], Correction]:
    return {identity(one): one for one in corrections if alters(one)}
