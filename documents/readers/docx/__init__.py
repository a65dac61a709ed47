"""Read Word files (.docx): the text as Word shows it, automatic numbers included."""

from __future__ import annotations

from collections import Counter

from documents.readers.docx.markup import MALFORMED, W
from documents.readers.docx.numbering import Numbering
from documents.readers.docx.package import open_package
from documents.readers.docx.story import Story
from documents.readers.docx.styles import Styles
from documents.readers.glosses import note_of, without_glosses
from documents.readers.lines import put_together
from documents.readers.reading import Limits, Reading, UnreadableFile

NOTES = {
    "numbered": "有 {count} 个段落的自动编号已转为文字，请核对。",
    "references": "有 {count} 处脚注或尾注，其内容没有读入。",
    "deletions": "有 {count} 处修订标为删除的内容，没有读入。",
    "hidden": "有 {count} 处隐藏文字，没有读入。",
    "pictures": "有 {count} 幅图片或图形，其中的文字没有读入，请核对。",
    "symbols": "有 {count} 个符号字体的字符，没有读入。",
    "embedded": "有 {count} 处嵌入的其他文档，没有读入。",
}


def read_docx(content: bytes, limits: Limits) -> Reading:
    """Read the body: not its headers, footers, notes and comments, nor what is deleted or hidden."""
    package = open_package(content, limits)
    body = package.document.find(W + "body")
    if body is None:
        raise UnreadableFile(MALFORMED)
    styles = Styles(package.styles)
    story = Story(styles, Numbering(package.numbering, styles))
    text, glosses = without_glosses(put_together(story.lines(body)))
    return Reading(text, (*_notes(story.seen), *note_of(glosses + story.seen["glosses"])), "docx")


def _notes(seen: Counter[str]) -> tuple[str, ...]:
    return tuple(note.format(count=seen[kind]) for kind, note in NOTES.items() if seen[kind])
