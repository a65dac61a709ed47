"""What a paragraph or a run takes over from its style: its list, and whether it is hidden."""

from __future__ import annotations

from collections.abc import Iterator

from documents.readers.docx.markup import Element, W, is_on, number, value

CHAIN_AT_MOST = 50


class Styles:
    """The styles of a document, each with those that it is based on."""

    def __init__(self, root: Element | None) -> None:
        styles = [] if root is None else root.findall(W + "style")
        self._by_id = {style_id: style for style in styles if (style_id := value(style, "styleId"))}
        self._usual = next((value(style, "styleId") for style in styles if _is_usual(style)), None)
        self._hidden: dict[str | None, bool] = {}
        self._lists: dict[str | None, tuple[int | None, int | None]] = {}

    def list_of(self, style: str | None) -> tuple[int | None, int | None]:
        """Return number and level of the list that paragraphs of this style belong to. The usual style if None."""
        style = style or self._usual
        if style not in self._lists:
            properties = [each.find(f"{W}pPr/{W}numPr") for each in self._chain(style)]
            self._lists[style] = (_first(properties, "numId"), _first(properties, "ilvl"))
        return self._lists[style]

    def is_hidden(self, style: str | None) -> bool:
        """Tell whether text of this style is hidden."""
        if style not in self._hidden:
            marks = (each.find(f"{W}rPr/{W}vanish") for each in self._chain(style))
            self._hidden[style] = is_on(next((mark for mark in marks if mark is not None), None))
        return self._hidden[style]

    def _chain(self, style: str | None) -> Iterator[Element]:
        """The style, the one it is based on and so on; circles end."""
        seen: set[str] = set()
        while style and style in self._by_id and style not in seen and len(seen) < CHAIN_AT_MOST:
            seen.add(style)
            yield self._by_id[style]
            style = value(self._by_id[style].find(W + "basedOn"))


def _is_usual(style: Element) -> bool:
    return value(style, "type") == "paragraph" and value(style, "default") in ("1", "true")


def _first(properties: list[Element | None], name: str) -> int | None:
    numbers = (number(each.find(W + name)) for each in properties if each is not None)
    return next((found for found in numbers if found is not None), None)
