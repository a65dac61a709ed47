"""Show where a text holds what is wanted: in its own script, marked exactly where it matched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from html import escape

from documents.search.cuts import lowered
from documents.search.wanted import Wanted, WantedPiece
from documents.spellings import Piece
from documents.text import fold_each

LENGTH = 140  # characters of a snippet
LEAD = 30  # of them at most before the first match
MOST_PARTS = 3  # of a snippet whose pieces stand far apart
STARTS = "。！？；!?;\n"
SOFT_STARTS = "，,、：:"
Place = tuple[int, int]
Named = tuple[int, int, str]  # a place, and the run or word that stands there


def places(text: str, wanted: Wanted) -> list[Place]:
    """Return where the text holds what is wanted, as (start, end) in reading order, none touching another."""
    return _joined((start, end) for of_piece in _by_piece(text, wanted) for start, end, _ in of_piece)


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
    """Return the part of a text that says most of what is wanted; its beginning where it says nothing.

    Where pieces stand too far apart it is several shorter parts, together no longer.
    """
    by_piece = _by_piece(text, wanted)
    if not by_piece:
        return snippet_at(text, (), length)
    found = _joined((start, end) for of_piece in by_piece for start, end, _ in of_piece)
    return tuple(_of_parts(text, _parts(text, by_piece, length), found))


def marked_at(text: str, found: Sequence[Place]) -> tuple[Piece, ...]:
    return _pieces(text, 0, len(text), found)


def snippet_at(text: str, found: Sequence[Place], length: int = LENGTH) -> tuple[Piece, ...]:
    start = _start(text, _densest([(*place, "") for place in found], length)) if found else 0
    return tuple(_of_parts(text, [(start, min(len(text), start + length))], found))


def to_html(pieces: Iterable[Piece]) -> str:
    """Return the pieces as HTML: everything escaped, only <mark> added."""
    return "".join(f"<mark>{escape(p.text)}</mark>" if p.is_found else escape(p.text) for p in pieces)


def _letters(text: str) -> tuple[list[int], str]:
    """Return the letters of a text and where in it each of them stands."""
    folded = lowered(fold_each(text))
    at = [place for place, char in enumerate(folded) if char.isalnum()]
    return at, "".join(folded[place] for place in at)


def _by_piece(text: str, wanted: Wanted) -> list[list[Named]]:
    """Return where the text holds each piece that it holds."""
    at, run = _letters(text)
    found = (_of_piece(run, piece) for piece in wanted.pieces)
    return [[(at[start], at[end - 1] + 1, name) for start, end, name in of_piece] for of_piece in found if of_piece]


def _of_piece(run: str, piece: WantedPiece) -> list[Named]:
    whole = [(start, end, piece.run) for wanted in piece.runs for start, end, _ in _occurrences(run, wanted)]
    return whole or [place for word in (piece.words or piece.parts) for place in _occurrences(run, word)]


def _occurrences(run: str, wanted: str) -> list[Named]:
    found, at = [], run.find(wanted) if wanted else -1
    while at >= 0:
        found.append((at, at + len(wanted), wanted))
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


def _parts(text: str, by_piece: Sequence[Sequence[Named]], length: int) -> list[Place]:
    """Return as few parts of a text as say something of every piece, as far as that can be."""
    for number in range(1, MOST_PARTS + 1):
        parts, left = _fewest(text, by_piece, length // number, number)
        if not left:
            break
    return _joined(parts)


def _fewest(
    text: str, by_piece: Sequence[Sequence[Named]], length: int, number: int
) -> tuple[list[Place], Sequence[Sequence[Named]]]:
    """Return so many parts of this length at most, and the pieces of which they say nothing."""
    parts: list[Place] = []
    while by_piece and len(parts) < number:
        start = _start(text, _densest(sorted(place for of_piece in by_piece for place in of_piece), length))
        end = min(len(text), start + length)
        parts.append((start, end))
        by_piece = [of for of in by_piece if not any(_is_shown(one, start, end, length) for one in of)]
    return parts, by_piece


def _is_shown(place: Named, start: int, end: int, length: int) -> bool:
    """Tell whether the part shows the place, or of one that is longer than any part the beginning."""
    return start <= place[0] and min(place[1], place[0] + length - LEAD) <= end


def _of_parts(text: str, parts: Sequence[Place], found: Sequence[Place]) -> Iterator[Piece]:
    ended = 0
    for start, end in parts:
        if start > ended:
            yield Piece("…")
        yield from _pieces(text, start, end, found)
        ended = end
    if ended < len(text):
        yield Piece("…")


def _densest(found: Sequence[Named], length: int) -> int:
    """Return where the part of this length begins that holds most different things, and most of them; the first of equal ones."""
    best, most, last, held = found[0][0], (0, 0), 0, 0
    names: Counter[str] = Counter()
    for first, (start, _, _) in enumerate(found):
        while last < len(found) and found[last][1] <= start + length - LEAD:
            held += _counted(names, found[last], 1)
            last += 1
        if (len(names), held) > most:
            best, most = start, (len(names), held)
        if last > first:
            held += _counted(names, found[first], -1)
        else:
            last = first + 1
    return best


def _counted(names: Counter[str], place: Named, number: int) -> int:
    """Count a name, or take it back, and return how many characters that is."""
    start, end, name = place
    names[name] += number
    if not names[name]:
        del names[name]
    return number * (end - start)


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
