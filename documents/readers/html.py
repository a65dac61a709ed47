"""Read web pages (.html): what a browser shows of the text, without menus and scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

from documents.readers.encodings import decode
from documents.readers.glosses import note_of, without_glosses
from documents.readers.lines import put_together, visible_length
from documents.readers.reading import Limits, Reading, UnreadableFile
from documents.readers.tables import table_lines

DECLARED_WITHIN = 4096
# <meta charset="gb2312">, <meta http-equiv="Content-Type" content="text/html; charset=gb2312">
DECLARED = re.compile(rb"<meta\b[^>]{0,300}?charset\s{0,5}=\s{0,5}[\"']?(?P<encoding>[A-Za-z0-9_-]{1,20})", re.I)
# Pages that say gb2312 mean its superset, and so on.
ENCODINGS = dict.fromkeys(("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk"), "gb18030")
ENCODINGS |= {"big5": "cp950", "big5-hkscs": "big5hkscs", "utf-8": "utf-8", "utf8": "utf-8"}
XML_DECLARATION = re.compile(r"\s{0,100}<\?xml[^>]{0,200}\?>")
HIDING = re.compile(r"(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden)", re.I)
WHITE = re.compile(r"[ \t\n\r\f]+")
# Between these a line end of the page's source is no blank.
WIDE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…]")

SCRIPTS = ("head", "title", "script", "style", "noscript", "template")
EMBEDDED = ("iframe", "frame", "object", "embed", "applet", "svg", "canvas", "audio", "video", "map")
CONTROLS = ("select", "option", "button", "input", "textarea", "datalist", "dialog")
GLOSSES = ("rt", "rtc")
DROPPED = frozenset((*SCRIPTS, *EMBEDDED, *CONTROLS, *GLOSSES, "rp", "nav", "aside"))
PAGE_ENDS = ("header", "footer")
ARTICLES = ("article", "main")

PARTS = ("html", "body", "main", "article", "section", "header", "footer", "address", "div", "center", "form")
TEXTS = ("p", "pre", "blockquote", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "figure", "figcaption")
LISTS = ("ul", "ol", "li", "dir", "menu", "dl", "dt", "dd", "details", "summary", "fieldset", "legend")
TABLES = ("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th")
BLOCKS = frozenset((*PARTS, *TEXTS, *LISTS, *TABLES))

Element = etree._Element

TOO_MUCH_MARKUP = "网页的标签超过 {most:,} 个，为安全起见不予读取。请复制正文，另存为 .txt 后再导入。"
TOO_DEEP = "网页的标签嵌套过深，或一段文字过长，无法完整读取。请复制正文，另存为 .txt 后再导入。"
MALFORMED = "网页的内容无法解析。请复制正文，另存为 .txt 后再导入。"


def read_html(content: bytes, limits: Limits) -> Reading:
    """Read the body: one line a block, one line a row of a table."""
    decoded = decode(content, _declared(content))
    page = _Page(_parse(decoded.text, limits))
    text, glosses = without_glosses(put_together(page.lines()))
    text = text.replace("\u00a0", " ")
    return Reading(text, (*decoded.notes, *note_of(glosses + page.glosses)), "html")


def _declared(content: bytes) -> str | None:
    found = DECLARED.search(content[:DECLARED_WITHIN])
    return ENCODINGS.get(found["encoding"].decode().lower()) if found else None


def _parse(text: str, limits: Limits) -> Element:
    if text.count("<") > limits.max_tags:
        raise UnreadableFile(TOO_MUCH_MARKUP.format(most=limits.max_tags))
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        root = html.document_fromstring(XML_DECLARATION.sub("", text.replace("\0", ""), count=1), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError) as error:
        raise UnreadableFile(MALFORMED) from error
    if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
        raise UnreadableFile(TOO_DEEP)
    return root


class _Page:
    """The lines of a page, read without recursion over its blocks: a page may be nested deeply."""

    def __init__(self, root: Element) -> None:
        self.glosses = sum(1 for _ in root.iter(*GLOSSES))
        self._root = root
        self._outer_tables = _outer_tables(root)

    def lines(self) -> Iterator[str]:
        """Yield the lines of the page."""
        return self._lines(self._root)

    def _lines(self, root: Element) -> Iterator[str]:
        line: list[str] = []
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if element.tag in BLOCKS:
                yield from _flowing(line, is_break=element.tag == "br" and event == "start")
                line.clear()
            if event == "end":
                line += [element.tail or ""] if element is not root else []
            elif element is not root and _is_dropped(element):
                walk.skip_subtree()
            elif element is not root and (rows := self._rows(element)) is not None:
                yield from table_lines(rows)
                walk.skip_subtree()
            else:
                line.append(_text_of(element))
        yield from _flowing(line)

    def _rows(self, table: Element) -> list[list[list[str]]] | None:
        """Return the cells of a table of which every cell holds text only; None for other elements."""
        if table.tag != "table" or table in self._outer_tables:
            return None
        rows = [[list(self._lines(caption))] for caption in table.iterchildren("caption")]
        rows += [self._cells(row) for row in table.iter("tr") if not _is_dropped(row)]
        in_cells = sum(visible_length(line) for row in rows for cell in row for line in cell)
        is_whole = in_cells == sum(map(visible_length, self._lines(table)))
        return rows if is_whole else None

    def _cells(self, row: Element) -> list[list[str]]:
        return [list(self._lines(cell)) for cell in row.iterchildren("td", "th") if not _is_dropped(cell)]


def _outer_tables(root: Element) -> set[Element]:
    """Return the tables that hold other tables."""
    outer: set[Element] = set()
    for table in root.iter("table"):
        for around in table.iterancestors("table"):
            if around in outer:
                break
            outer.add(around)
    return outer


def _is_dropped(element: Element) -> bool:
    """Tell whether the element is hidden, holds no text of the page, or belongs to its frame."""
    tag = element.tag
    if tag in DROPPED or element.get("hidden") is not None or HIDING.search(element.get("style", "")):
        return True
    return tag in PAGE_ENDS and next(element.iterancestors(*ARTICLES), None) is None


def _text_of(element: Element) -> str:
    text = element.text or ""
    return text.replace("\n", "\v") if element.tag == "pre" else text


def _flowing(line: list[str], *, is_break: bool = False) -> Iterator[str]:
    """Yield the line with its blanks as a browser shows them; nothing where it is empty, unless a break ends it."""
    text = WHITE.sub(_blank, "".join(line)).strip(" ")
    if text or is_break:
        yield text


def _blank(found: re.Match[str]) -> str:
    before, after = found.string[max(0, found.start() - 1) : found.start()], found.string[found.end() : found.end() + 1]
    is_line_end = "\n" in found.group() or "\r" in found.group()
    return "" if is_line_end and WIDE.match(before) and WIDE.match(after) else " "
