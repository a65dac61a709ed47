"""The story of a Word document as lines of text: what is seen, in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from documents.readers.docx.markup import MC, Element, M, W, is_on, value
from documents.readers.docx.numbering import Numbering
from documents.readers.docx.styles import Styles
from documents.readers.tables import table_lines

PARAGRAPH, TABLE, ROW, CELL = W + "p", W + "tbl", W + "tr", W + "tc"
# Left out and counted.
COUNTED = {
    W + "del": "deletions",
    W + "moveFrom": "deletions",
    W + "footnoteReference": "references",
    W + "endnoteReference": "references",
    W + "rt": "glosses",
    W + "altChunk": "embedded",
}
NOT_TEXT = frozenset(
    W + name for name in ("pPr", "rPr", "rubyPr", "instrText", "delText", "delInstrText", "tblPr", "tblGrid", "trPr")
) | frozenset(W + name for name in ("tcPr", "sectPr", "sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr", "fldData"))
CHARACTERS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
TEXTS = frozenset((W + "t", M + "t"))
PICTURES = frozenset((W + "drawing", W + "pict", W + "object"))
PRIVATE = range(0xE000, 0xF900)


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph while it is read: text boxes anchored in it are put aside."""

    element: Element
    properties: Element | None
    boxes: list[Element] = field(default_factory=list)

    @property
    def style(self) -> str | None:
        return value(None if self.properties is None else self.properties.find(W + "pStyle"))

    @property
    def runs_on(self) -> bool:
        """Tell whether the end of the paragraph is deleted or hidden, so that it goes on in the next one."""
        mark = None if self.properties is None else self.properties.find(W + "rPr")
        return mark is not None and (mark.find(W + "del") is not None or is_on(mark.find(W + "vanish")))


class Story:
    """Reads the body of a document once; `seen` then counts what was left out and what was written out."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.seen: Counter[str] = Counter()
        self._styles = styles
        self._numbering = numbering

    def lines(self, container: Element) -> Iterator[str]:
        """Yield the lines of everything in the container. A paragraph without text is a blank line."""
        carried = ""
        for block in self._within(container, PARAGRAPH, TABLE):
            if block.tag == TABLE:
                yield from table_lines(list(self._rows(block)))
                continue
            paragraph = _Paragraph(block, block.find(W + "pPr"))
            carried += "".join(self._pieces(block, paragraph))
            if not paragraph.runs_on:
                yield self._label(paragraph) + carried
                carried = ""
            for box in paragraph.boxes:
                yield from self.lines(box)
        if carried:
            yield carried

    def _within(self, container: Element, *wanted: str) -> Iterator[Element]:
        """Yield the nearest elements of the wanted kinds, through content controls, insertions and the like."""
        for child in container:
            if child.tag in wanted:
                yield child
            elif child.tag == MC + "AlternateContent":
                yield from self._within(_alternative(child), *wanted)
            elif child.tag in COUNTED:
                self.seen[COUNTED[child.tag]] += 1
            elif child.tag not in NOT_TEXT:
                yield from self._within(child, *wanted)

    def _rows(self, table: Element) -> Iterator[list[list[str]]]:
        for row in self._within(table, ROW):
            if row.find(f"{W}trPr/{W}del") is not None:
                self.seen["deletions"] += 1
                continue
            yield [list(self.lines(cell)) for cell in self._within(row, CELL) if not _is_continued(cell)]

    def _label(self, paragraph: _Paragraph) -> str:
        label = self._numbering.label(paragraph.properties)
        self.seen["numbered"] += bool(label)
        return label

    def _pieces(self, element: Element, paragraph: _Paragraph) -> Iterator[str]:
        for child in element:
            tag = child.tag
            if tag in TEXTS:
                yield child.text or ""
            elif tag in CHARACTERS:
                yield CHARACTERS[tag]
            elif tag == W + "sym":
                yield self._symbol(child)
            elif tag in PICTURES:
                boxes = list(self._within(child, W + "txbxContent"))
                self.seen["pictures"] += not boxes
                paragraph.boxes.extend(boxes)
            elif tag == MC + "AlternateContent":
                yield from self._pieces(_alternative(child), paragraph)
            elif not self._leaves_out(child, paragraph):
                yield from self._pieces(child, paragraph)

    def _leaves_out(self, element: Element, paragraph: _Paragraph) -> bool:
        """Tell whether nothing of the element is to be seen in the text, and count it."""
        if element.tag == W + "r" and self._is_hidden(element, paragraph):
            self.seen["hidden"] += element.find(W + "t") is not None
            return True
        if element.tag in COUNTED:
            self.seen[COUNTED[element.tag]] += 1
        return element.tag in COUNTED or element.tag in NOT_TEXT

    def _is_hidden(self, run: Element, paragraph: _Paragraph) -> bool:
        properties = run.find(W + "rPr")
        mark = None if properties is None else properties.find(W + "vanish")
        if mark is not None:
            return is_on(mark)
        style = None if properties is None else value(properties.find(W + "rStyle"))
        return self._styles.is_hidden(style) or self._styles.is_hidden(paragraph.style)

    def _symbol(self, symbol: Element) -> str:
        """Symbol fonts give their characters private codes, which say nothing."""
        try:
            code = int(value(symbol, "char") or "", 16)
        except ValueError:
            code = PRIVATE.start
        if code in PRIVATE or not 0x20 <= code <= 0xFFFF:
            self.seen["symbols"] += 1
            return ""
        return chr(code)


def _alternative(element: Element) -> Element:
    """Return the one of several renderings that holds text: the first, the last where none does."""
    renderings = [each for each in element if each.tag in (MC + "Choice", MC + "Fallback")]
    with_text = (each for each in renderings if next(each.iter(W + "t"), None) is not None)
    return next(with_text, renderings[-1] if renderings else etree.Element("none"))


def _is_continued(cell: Element) -> bool:
    """Tell whether the cell only continues the one above or before it, or was deleted."""
    properties = cell.find(W + "tcPr")
    if properties is None:
        return False
    merges = (properties.find(W + "vMerge"), properties.find(W + "hMerge"))
    continued = any(merge is not None and value(merge) != "restart" for merge in merges)
    return continued or properties.find(W + "cellDel") is not None
