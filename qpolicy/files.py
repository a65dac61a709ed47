"""Read files and pasted texts of plans within the limits that the settings name."""

from __future__ import annotations

from django.conf import settings

from documents.readers import Limits, Reading, check_length, read


def read_file(name: str, content: bytes) -> Reading:
    """Read a file. Raises UnreadableFile with words for an editor."""
    return read(name, content, _limits())


def check_text(text: str) -> None:
    """Refuse a pasted text that is too long, as a file of it would be. Raises UnreadableFile."""
    check_length(text, _limits())


def _limits() -> Limits:
    return Limits(**settings.FILE_LIMITS)
