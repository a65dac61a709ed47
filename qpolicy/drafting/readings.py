"""Readings of drafts as they are corrected; the last few are kept, for an editor goes from page to page of one."""

from __future__ import annotations

import json
from functools import lru_cache

from documents.models import Draft
from qpolicy.corrections import Corrected, Correction, corrected

LAST = 8


def reading_of(draft: Draft) -> Corrected:
    """Return the draft as read and corrected. Nobody changes what is returned."""
    return reading_with(draft, draft.corrections)


def reading_with(draft: Draft, corrections: list[Correction]) -> Corrected:
    """Return the same with other corrections, such as it had earlier."""
    return _corrected(draft.source_text, json.dumps(corrections))


@lru_cache(maxsize=LAST)
def _corrected(source: str, corrections: str) -> Corrected:
    return corrected(source, json.loads(corrections))
