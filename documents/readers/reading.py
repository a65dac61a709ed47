"""What reading a file yields, how much of it is read at most, and how a file is refused."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a file: no BOM, line ends are LF. `notes` are Chinese sentences for the editor who imports it."""

    text: str
    notes: tuple[str, ...]
    format: str


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read at most; what exceeds a limit is refused, never cut."""

    max_bytes: int = 20 * MEGABYTE
    max_characters: int = 1_000_000
    max_lines: int = 30_000  # that show anything
    max_marks: int = 20_000  # numbers that may open a section
    max_members: int = 2000  # of a zip archive
    max_part: int = 20 * MEGABYTE  # unpacked
    max_total: int = 50 * MEGABYTE  # unpacked
    max_ratio: int = 200  # unpacked to packed
    max_tags: int = 400_000  # opening and closing tags of one part of a Word file or of a web page
    max_pages: int = 1000
    max_seconds: float = 4.0  # of processor time, for the pages of a PDF file


class UnreadableFile(ValueError):  # noqa: N818 - named for what the caller has in hand
    """A file that cannot be read; the message, in Chinese, says what is wrong and what to do."""
