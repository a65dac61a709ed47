"""Find out how the characters of a text are encoded."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from documents.readers.reading import UnreadableFile
from documents.text import with_plain_ends

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# From the likeliest: an equal share of common characters goes to the first.
LADDER = ("utf-8", "gb18030", "cp950", "big5hkscs")
NAMES = {"utf-8": "UTF-8", "gb18030": "GB18030", "cp950": "Big5", "big5hkscs": "Big5-HKSCS"}
SAMPLE = 100_000
COMMON_AT_LEAST = 0.8
DAMAGED_AT_MOST = 0.01
REPLACEMENT = "\ufffd"

UNKNOWN = "无法识别文件的文字编码。请用记事本打开，确认文字显示正确，再以 UTF-8 编码另存后导入。"
BROKEN = "文件标明的编码是 {name}，内容却不是有效的 {name} 文字。请以 UTF-8 编码重新保存后导入。"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the Python name of its encoding; `damaged` bytes stand in it as U+FFFD."""

    text: str
    encoding: str
    damaged: int = 0

    @property
    def notes(self) -> tuple[str, ...]:
        name = name_of(self.encoding)
        told = (f"文件编码为 {name}。",) if self.encoding != "utf-8" else ()
        damage = f"有 {self.damaged} 处字节不是有效的 {name} 文字，已用 {REPLACEMENT} 代替，请核对。"
        return (*told, damage) if self.damaged else told


def decode(content: bytes, declared: str | None = None) -> Decoded:
    """Decode by BOM, else as UTF-8, else as what the file declares, else as what gives most common characters.

    The BOM is removed, CRLF and CR become LF.
    """
    decoded = _by_mark(content) or _by_zeros(content) or _strictly(content, "utf-8")
    decoded = decoded or (_strictly(content, declared) if declared else None) or _likeliest(content)
    return Decoded(with_plain_ends(decoded.text), decoded.encoding, decoded.damaged)


def name_of(encoding: str) -> str:
    """Return the encoding's name as editors know it."""
    return NAMES.get(encoding, encoding.upper().removesuffix("-LE").removesuffix("-BE"))


def common_share(text: str) -> float:
    """Return which part of the characters beyond ASCII, at the beginning of the text, is common in Chinese."""
    foreign = [char for char in text[:SAMPLE] if char > "\x7f"]
    return sum(map(_common_characters().__contains__, foreign)) / len(foreign) if foreign else 1.0


def _by_mark(content: bytes) -> Decoded | None:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            decoded = _strictly(content[len(mark) :], encoding)
            if decoded is None:
                raise UnreadableFile(BROKEN.format(name=name_of(encoding)))
            return decoded
    return None


def _by_zeros(content: bytes) -> Decoded | None:
    """UTF-16 without BOM: line ends and digits have a zero byte, and read the other way round it is hardly Chinese.

    Which side of the pairs the zeros stand on does not tell: 一 (4E00), 开 (5F00) and others have them on the other.
    """
    if 0 not in content or len(content) % 2:
        return None
    decoded = [each for encoding in ("utf-16-le", "utf-16-be") if (each := _strictly(content, encoding))]
    best = max(decoded, key=lambda each: common_share(each.text), default=None)
    is_text = best is not None and "\0" not in best.text and common_share(best.text) >= COMMON_AT_LEAST
    return best if is_text else None


def _strictly(content: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(content.decode(encoding), encoding)
    except UnicodeDecodeError:
        return None


def _likeliest(content: bytes) -> Decoded:
    texts = ((content.decode(encoding, "replace"), encoding) for encoding in LADDER)
    decoded = [Decoded(text, encoding, text.count(REPLACEMENT)) for text, encoding in texts]
    best = max(decoded, key=lambda each: common_share(each.text))
    damaged_at_most = max(1, int(len(best.text) * DAMAGED_AT_MOST))
    if common_share(best.text) < COMMON_AT_LEAST or best.damaged > damaged_at_most:
        raise UnreadableFile(UNKNOWN)
    return best


@cache
def _common_characters() -> frozenset[str]:
    """The first levels of GB 2312 (3755) and Big5 (5401), which were chosen by frequency, and the usual marks."""
    simplified = _characters("gb2312", range(0xB0, 0xD8), range(0xA1, 0xFF))
    traditional = _characters("big5", range(0xA4, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF)))
    marks = "".join(map(chr, (*range(0x3000, 0x3020), *range(0xFF01, 0xFF5F), *range(0x2460, 0x2474))))
    return frozenset(simplified + traditional + marks + "—…·“”‘’•●×≥≤℃㎡\u00a0\u2002\u2003")


def _characters(encoding: str, leads: Iterable[int], trails: Iterable[int]) -> str:
    trails = tuple(trails)
    return "".join(bytes((lead, trail)).decode(encoding, "ignore") for lead in leads for trail in trails)
