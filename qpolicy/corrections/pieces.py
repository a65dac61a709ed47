"""Sections on their way from the reading to what an editor makes of them: split, joined, renamed, moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from documents.outline import Kind, Outline, Section, parse
from documents.passage import Passage, Span, gather, merged
from documents.text import fold
from qpolicy.corrections.keeping import Correction
from qpolicy.corrections.keys import SPLIT, keys_of

NEAREST = 200  # characters to either side in which the words are looked for before which a section is split


@dataclass(slots=True, eq=False)
class Piece:
    """A section and its parent; `origin` is its id in the reading, None for what was split off."""

    key: str
    section: Section
    parent: Piece | None
    origin: int | None


class Pieces:
    """The sections of one reading, in reading order, while they are corrected."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.row: list[Piece] = []
        for key, section in zip(keys_of(outline), outline.sections, strict=True):
            parent = self.row[section.parent - 1] if section.parent else None
            self.row.append(Piece(key, section, parent, section.id))
        self.by_key = {piece.key: piece for piece in self.row}
        self.dropped: list[Span] = []

    def split(self, correction: Correction) -> bool:
        """Let what follows a place be a section of its own. Splits of one section come in the order of their places."""
        piece = self.by_key.get(correction["section"])
        part = self._last_part(piece, correction["at"]) if piece else None
        if piece is None or part is None or part.section.rows:
            return False
        offset = part.section.body.text and self._place(part, correction)
        if not offset:
            return False
        first, second = _divided(self.outline, part.section, offset)
        key = f"{piece.key}{SPLIT}{correction['at']}"
        part.section = first
        made = Piece(key, second, part.parent, None)
        self.row.insert(self._index(part) + 1, made)
        self.by_key[key] = made
        return True

    def join(self, correction: Correction) -> bool:
        """Take the section that follows into the one before it. Joins come from the end of the text to its beginning."""
        piece, other = self.by_key.get(correction["section"]), self.by_key.get(correction["with"])
        if piece is None or other is None or piece.section.rows or other.section.rows:
            return False
        index = self._index(piece)
        if index + 1 >= len(self.row) or self.row[index + 1] is not other:
            return False
        piece.section = _joined(self.outline, piece.section, other.section)
        del self.row[index + 1]
        del self.by_key[other.key]
        heir = piece if piece.section.kind in (Kind.HEADING, Kind.BOX) else piece.parent
        for child in self.row:
            if child.parent is other:
                child.parent = heir
        return True

    def drop(self, correction: Correction) -> bool:
        """Leave a section out; what stands below it stands below what it stood under."""
        piece = self.by_key.pop(correction["section"], None)
        if piece is None:
            return False
        self.row.remove(piece)
        self.dropped += piece.section.spans
        for child in self.row:
            if child.parent is piece:
                child.parent = piece.parent
        return True

    def change(self, correction: Correction) -> bool:
        piece = self.by_key.get(correction["section"])
        values = correction["set"]
        if piece is None or not _is_possible(piece.section, values.get("kind")):
            return False
        section = piece.section
        piece.section = replace(
            section,
            kind=Kind(values.get("kind", section.kind)),
            number=values.get("number", section.number) or None,
            title=values.get("title", section.title) or None,
            body=_rewritten(section, values["text"]) if "text" in values else section.body,
        )
        return "parent" not in values or self._move(piece, values["parent"])

    def numbered(self) -> tuple[Section, ...]:
        """Return the sections with the ids that they have now."""
        ids = {id(piece): number for number, piece in enumerate(self.row, start=1)}
        return tuple(
            replace(piece.section, id=number, parent=ids[id(piece.parent)] if piece.parent else None)
            for number, piece in enumerate(self.row, start=1)
        )

    def _move(self, piece: Piece, key: str) -> bool:
        """A section stands under one that is printed before it."""
        parent = self.by_key.get(key)
        if key and (parent is None or self._index(parent) >= self._index(piece)):
            return False
        piece.parent = parent
        return True

    def _index(self, piece: Piece) -> int:
        return next(index for index, other in enumerate(self.row) if other is piece)

    def _last_part(self, piece: Piece, at: int) -> Piece | None:
        """Return the part of a section that is split already in which a place of it lies."""
        places = [place for place in self._splits_of(piece.key) if place < at]
        return self.by_key.get(f"{piece.key}{SPLIT}{places[-1]}") if places else piece

    def _splits_of(self, key: str) -> list[int]:
        stems = (other.partition(SPLIT) for other in self.by_key)
        return sorted(int(place) for stem, sign, place in stems if stem == key and sign)

    def _place(self, part: Piece, correction: Correction) -> int | None:
        """Return where the part is split: at the words that followed, nearest to where they stood."""
        whole = self.by_key[correction["section"]]
        origin = self.outline.section(whole.origin).body if whole.origin else whole.section.body
        at, words = correction["at"], correction.get("words", "")
        if words and origin.text[at : at + len(words)] != words:
            at = _nearest(origin.text, words, at)
        if not 0 < at < len(origin.text):
            return None
        offset = len(part.section.body.text) - (len(origin.text) - at)
        tail = part.section.body.text[offset:] if offset > 0 else None
        return offset if tail == origin.text[at:] else None


def _rewritten(section: Section, text: str) -> Passage:
    """Return a body that says something else than the source; its places are no more than near."""
    start = min((first for first, _ in section.spans), default=0)
    end = max((last for _, last in section.spans), default=0)
    return Passage(text, fold(text), ((start, end),), (0,)) if text else Passage()


def _is_possible(section: Section, kind: str | None) -> bool:
    """A table stays one, and nothing else becomes one."""
    return kind is None or (kind in set(Kind) and (kind == Kind.TABLE) == (section.kind is Kind.TABLE))


def _nearest(text: str, words: str, at: int) -> int:
    begin = max(at - NEAREST, 0)
    places = list(_found(text, words, begin, at + NEAREST))
    return min(places, key=lambda place: abs(place - at), default=-1)


def _found(text: str, words: str, begin: int, end: int) -> Iterator[int]:
    at = text.find(words, begin, end)
    while at >= 0:
        yield at
        at = text.find(words, at + 1, end)


def _divided(outline: Outline, section: Section, at: int) -> tuple[Section, Section]:
    """Return both parts; number and title of the second are read from its beginning."""
    body = section.body
    first = _passage(outline, body.pieces(0, at))
    second = _passage(outline, body.pieces(at, len(body.text)))
    gone = list(second.spans)
    left = merged(part for span in section.spans for part in _without(span, gone))
    later = Section(section.id, None, _kind_of_part(section.kind), None, None, second, merged(gone), section.role)
    return replace(section, body=first, spans=left), _headed(outline, later)


def _headed(outline: Outline, section: Section) -> Section:
    """（二）加强监管。大力…: what begins like an item has its number and title."""
    read = parse(section.text).sections
    if len(read) != 1 or not read[0].number:
        return section
    start = section.text.rfind(read[0].text) if read[0].text else len(section.text)
    body = _passage(outline, section.body.pieces(start, len(section.text)))
    return replace(section, number=read[0].number, title=read[0].title, body=body)


def _joined(outline: Outline, first: Section, second: Section) -> Section:
    """Everything the second says, its number and title too, follows the text of the first on a line of its own."""
    more = [(span, "" if index else "\n") for index, span in enumerate(second.spans)]
    body = _passage(outline, [*_pieces(first.body), *more])
    return replace(first, body=body, spans=merged([*first.spans, *second.spans]))


def _pieces(body: Passage) -> Sequence[tuple[Span, str]]:
    return body.pieces(0, len(body.text)) if body else []


def _passage(outline: Outline, pieces: Iterable[tuple[Span, str]]) -> Passage:
    return gather(outline.source, outline.folded, list(pieces))


def _kind_of_part(kind: Kind) -> Kind:
    return kind if kind.is_work_item else Kind.PARAGRAPH


def _without(span: Span, gone: Sequence[Span]) -> Iterator[Span]:
    """Yield what is left of a span."""
    start, end = span
    for first, last in sorted(gone):
        if last <= start or first >= end:
            continue
        if start < first:
            yield start, first
        start = max(start, last)
    if start < end:
        yield start, end
