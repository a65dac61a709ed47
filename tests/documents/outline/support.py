"""Short ways to say what an outline holds."""

from documents.outline import Outline, parse
from documents.text import is_blank


def shape(text: str) -> list[tuple[str, str | None, str | None]]:
    """Return (kind, number, title) of every section."""
    return [(section.kind.value, section.number, section.title) for section in parse(text).sections]


def work_items(text: str) -> list[tuple[str, str | None, str | None]]:
    return [item for item in shape(text) if item[0] in ("task", "safeguard", "project")]


def codes(outline: Outline) -> set[str]:
    return {remark.code for remark in outline.remarks}


def coverage(outline: Outline) -> list[int]:
    """Return for every visible character in how many sections or dropped spans it stands; all should be 1."""
    counted = [0] * len(outline.source)
    for spans in (*(section.spans for section in outline.sections), outline.dropped):
        for begin, end in spans:
            for at in range(begin, end):
                counted[at] += 1
    return [count for count, char in zip(counted, outline.source, strict=True) if not is_blank(char)]
