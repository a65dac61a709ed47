"""Show where a text holds what is wanted: in its own script, marked exactly where it matched."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from html import escape

from documents.search.cuts import lowered
from documents.search.wanted import Wanted, WantedPiece
from documents.spellings import Piece
from documents.text import fold_each

LENGTH = 140  # characters of a snippet
LEAD = 30  # of them at most before the first match
STARTS = "。！？；!?;\n"
SOFT_STARTS = "，,、：:"
Place = tuple[int, int]


def places(text: str, wanted: Wanted) -> list[Place]:
    """Return where the text holds what is wanted, as (start, end) in reading order, none touching another."""
    at, run = _letters(text)
    found = [place for piece in wanted.pieces for place in _of_piece(run, piece)]
    return _joined((at[start], at[end - 1] + 1) for start, end in found)


def places_of_words(text: str, words: Iterable[str], wanted: Collection[str]) -> list[Place]:
    """Return where the wanted ones of a text's words stand, as whole words; `words` are those of its cuts, in order."""
    at, _ = _letters(text)
    found, start = [], 0
    for word in words:
        end = start + len(word)
        if word in wanted and end <= len(at):
            found.append((at[start], at[end - 1] + 1))
        start = end
    return _joined(found) if start == len(at) else []


def marked(text: str, wanted: Wanted) -> tuple[Piece, ...]:
    """Return the whole text in pieces, those that matched marked."""
    return marked_at(text, places(text, wanted))


def snippet(text: str, wanted: Wanted, length: int = LENGTH) -> tuple[Piece, ...]:
    """Return the part of a text that says most of what is wanted; its beginning where it says nothing."""
    return snippet_at(text, places(text, wanted), length)


def marked_at(text: str, found: Sequence[Place]) -> tuple[Piece, ...]:
    return _pieces(text, 0, len(text), found)


def snippet_at(text: str, found: Sequence[Place], length: int = LENGTH) -> tuple[Piece, ...]:
    start = _start(text, _densest(found, length)) if found else 0
    end = min(len(text), start + length)
    before = (Piece("…"),) if start else ()
    after = (Piece("…"),) if end < len(text) else ()
    return (*before, *_pieces(text, start, end, found), *after)


def to_html(pieces: Iterable[Piece]) -> str:
    """Return the pieces as HTML: everything escaped, only <mark> added."""
    return "".join(f"<mark>{escape(p.text)}</mark>" if p.is_found else escape(p.text) for p in pieces)


def _letters(text: str) -> tuple[list[int], str]:
    """Return the letters of a text and where in it each of them stands."""
    folded = lowered(fold_each(text))
    at = [place for place, char in enumerate(folded) if char.isalnum()]
    return at, "".join(folded[place] for place in at)


def _of_piece(run: str, piece: WantedPiece) -> list[Place]:
    whole = [place for wanted in piece.runs for place in _occurrences(run, wanted)]
    return whole or [place for word in (piece.words or piece.parts) for place in _occurrences(run, word)]


def _occurrences(run: str, wanted: str) -> list[Place]:
    found, at = [], run.find(wanted) if wanted else -1
    while at >= 0:
        found.append((at, at + len(wanted)))
        at = run.find(wanted, at + len(wanted))
    return found


def _joined(found: Iterable[Place]) -> list[Place]:
    joined: list[Place] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _densest(found: Sequence[Place], length: int) -> int:
    """Return where the part of this length begins that holds most of what was found; the first of equal ones."""
    best, most, last, held = found[0][0], 0, 0, 0
    for first, (start, _) in enumerate(found):
        while last < len(found) and found[last][1] <= start + length - LEAD:
            held += found[last][1] - found[last][0]
            last += 1
        if held > most:
            best, most = start, held
        if last > first:
            held -= found[first][1] - found[first][0]
        else:
            last = first + 1
    return best


def _start(text: str, first: int) -> int:
    """Begin with the sentence or the clause in which the first match stands, where it is near."""
    nearest = max(0, first - LEAD)
    if nearest == 0:
        return 0
    for signs in (STARTS, SOFT_STARTS):
        if (at := max(text.rfind(sign, nearest, first) for sign in signs)) >= 0:
            return at + 1
    return nearest


def _pieces(text: str, start: int, end: int, found: Sequence[Place]) -> tuple[Piece, ...]:
    pieces, at = [], start
    for first, last in found:
        first, last = max(first, start), min(last, end)  # noqa: PLW2901  only the part that is shown
        if first >= last:
            continue
        pieces += [Piece(text[at:first]), Piece(text[first:last], is_found=True)]
        at = last
    return tuple(piece for piece in (*pieces, Piece(text[at:end])) if piece.text)
