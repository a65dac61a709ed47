"""Change a draft: one editor at a time, and nobody's typing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from documents.models import Draft
from qpolicy.corrections import Correction, dropped, identity, put, rekeyed, replace_text
from qpolicy.drafting.readings import reading_of
from qpolicy.drafting.returned import content_of

CHANGED_MEANWHILE = "您打开此页之后，草稿已被修改，您填写的内容尚未保存，仍在下面。核对后再次点“保存”，以您填写的为准。"


class ChangedMeanwhile(ValueError):  # noqa: N818  a refusal
    """Somebody else has saved the draft since; `told` says who and what."""

    def __init__(self, draft: Draft, told: list[str]) -> None:
        super().__init__(CHANGED_MEANWHILE)
        self.draft, self.told = draft, told


class NotPossible(ValueError):  # noqa: N818  a refusal
    """What was asked cannot be done with the draft as it is; the message tells why."""


@contextmanager
def changing(key: int, seen: int, *, by: Any, what: str = "") -> Iterator[Draft]:
    """Lock the draft, refuse where it has changed since `seen`, and save it with the change noted.

    Raises ChangedMeanwhile, or NotPossible where it is not to be edited any more.
    """
    with transaction.atomic():
        draft = as_seen(locked(key), seen)
        if not draft.is_editable:
            raise NotPossible(f"草稿{draft.get_state_display()}，不能再修改。")
        before = content_of(draft)
        yield draft
        if content_of(draft) != before:
            draft.take_part(by)
        if what:
            draft.note(by.get_username(), what)
        draft.save()


def locked(key: int) -> Draft:
    """Return the draft as it stands now; it waits until whoever is changing it has done so."""
    return Draft.objects.select_for_update(of=["self"]).select_related("plan", "owner").get(pk=key)


def as_seen(draft: Draft, seen: int) -> Draft:
    """Return the draft where it is still what was on the screen. Raises ChangedMeanwhile."""
    if draft.lock_version != seen:
        raise ChangedMeanwhile(draft, draft.told_since(seen))
    return draft


def correct(draft: Draft, *corrections: Correction) -> None:
    """Add corrections; each takes the place of an earlier one about the same."""
    draft.corrections = put(draft.corrections, *corrections)


def take_back(draft: Draft, wanted: Callable[[Correction], bool]) -> None:
    """Take corrections back."""
    draft.corrections = dropped(draft.corrections, *(identity(one) for one in draft.corrections if wanted(one)))


def correct_text(draft: Draft, span: tuple[int, int], new: str) -> None:
    """Replace a stretch of what is read and read again; the other corrections stay with their sections."""
    before = reading_of(draft)
    draft.corrections = replace_text(draft.source_text, draft.corrections, span, new)
    after = reading_of(draft)
    draft.corrections = rekeyed(draft.corrections, before.working.outline, after.working.outline)
