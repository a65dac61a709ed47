"""PDF files for the tests, written by hand: one composite font whose codes are UTF-16, mapped by a ToUnicode table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Word = tuple[float, float, str]

IDENTITY = b"/Registry(Adobe)/Ordering(Identity)/Supplement 0"
TO_UNICODE = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def\n"
    b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    b"%d beginbfchar\n%s\nendbfchar\nendcmap end end"
)


def pdf_file(*pages: Sequence[str], with_table: bool = True) -> bytes:
    """Return a file with these lines on its pages. Without the table nothing says which characters the codes are."""
    characters = {char for page in pages for line in page for char in line}
    return _file([_content(page) for page in pages], characters, with_table=with_table)


def drawn_pdf(*pages: tuple[Sequence[Word], Sequence[Sequence[float]]], turn: int = 0) -> bytes:
    """Return a file with words at places, and straight lines between two points, all turned by so many degrees."""
    contents = [_turned(turn) + b"".join(map(_line, lines)) + b"".join(map(_word, words)) for words, lines in pages]
    characters = {char for words, _ in pages for _, _, text in words for char in text}
    return _file(contents, characters, with_table=True)


def _file(contents: Sequence[bytes], characters: Iterable[str], *, with_table: bool) -> bytes:
    characters = sorted(characters)
    mapped = b"\n".join(b"<%s> <%s>" % (_code(char), _code(char)) for char in characters)
    font = b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[4 0 R]%s>>"
    kids = b" ".join(b"%d 0 R" % (6 + 2 * at) for at in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(contents), kids),
        font % (b"/ToUnicode 5 0 R" if with_table else b""),
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo<<%s>>/DW 1000>>" % IDENTITY,
        _stream(TO_UNICODE % (len(characters), mapped)),
    ]
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
    for at, content in enumerate(contents):
        objects += [page % (7 + 2 * at), _stream(content)]
    return written(objects)


def written(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """Return a file of these objects, numbered from 1; the first is its catalogue."""
    file, places = b"%PDF-1.7\n", []
    for at, content in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (at, content)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(file))
    return file + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, rows) + end


def _content(page: Sequence[str]) -> bytes:
    shown = b"".join(b"<%s> Tj 0 -20 Td\n" % b"".join(map(_code, line)) for line in page)
    return b"BT /F1 12 Tf 60 780 Td\n" + shown + b"ET"


def _turned(degrees: int) -> bytes:
    cosine, sine = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[degrees]
    return b"%d %d %d %d 0 0 cm\n" % (cosine, sine, -sine, cosine)


def _line(points: Sequence[float]) -> bytes:
    return b"%f %f m %f %f l S\n" % tuple(points)


def _word(word: Word) -> bytes:
    x, y, text = word
    return b"BT /F1 12 Tf %f %f Td <%s> Tj ET\n" % (x, y, b"".join(map(_code, text)))


def _stream(content: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)


def _code(char: str) -> bytes:
    return char.encode("utf-16-be").hex().encode()
