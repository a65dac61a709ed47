"""PDF files for the tests, written by hand: one composite font whose codes are UTF-16, mapped by a ToUnicode table."""

from __future__ import annotations

from collections.abc import Sequence

IDENTITY = b"/Registry(Adobe)/Ordering(Identity)/Supplement 0"
TO_UNICODE = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def\n"
    b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    b"%d beginbfchar\n%s\nendbfchar\nendcmap end end"
)


def pdf_file(*pages: Sequence[str], with_table: bool = True) -> bytes:
    """Return a file with these lines on its pages. Without the table nothing says which characters the codes are."""
    characters = sorted({char for page in pages for line in page for char in line})
    mapped = b"\n".join(b"<%s> <%s>" % (_code(char), _code(char)) for char in characters)
    font = b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[4 0 R]%s>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>"
        % (len(pages), b" ".join(b"%d 0 R" % (6 + 2 * at) for at in range(len(pages)))),
        font % (b"/ToUnicode 5 0 R" if with_table else b""),
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo<<%s>>/DW 1000>>" % IDENTITY,
        _stream(TO_UNICODE % (len(characters), mapped)),
    ]
    for at, page in enumerate(pages):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % (7 + 2 * at)
        )
        objects.append(_stream(_content(page)))
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


def _stream(content: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)


def _code(char: str) -> bytes:
    return char.encode("utf-16-be").hex().encode()
