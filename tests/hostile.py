"""What nobody means and somebody types: a list, and as many random queries as are asked for."""

from __future__ import annotations

import random
from collections.abc import Iterator

LISTED = (
    "", " ", '"', '""', "“", "”", "「", "*", "-", "--", "- -", "NEAR(", "NEAR(质量 标准, 5)", "质量 AND", "OR OR OR", "NOT", "a-b", "a -b",
    "94%以上", "%", "_", "%_%", "'", "''; DROP TABLE documents_section; --", "\\", "\\x00", "\x00", "质\x00量", "\ud800", "质量\udfff", "\u200b",
    "😀", "👨‍👩‍👧‍👦", "质" * 10_000, "质量 " * 3_000, '"质量" ' * 2_000, "(" * 5_000, "地区:", "地区:地区:地区:", "地区:西安 部门:", "部门:“", "地区:西\x00安", "地区:\ud800", "地区:\u200b", "年份:９９９９９９９９９９",
    "年份:-1", "类型:不存在", "规划:%", "规划:*", "-地区:西安", "-质量", "-“质量", "〔2024〕", "荣昌府发[2024]16号", "１２３４５６７８９０", "⑴⒈①㈠", "ﬁ",
    "İstanbul", "ß", "Ⅷ", "㎡", "𠮷𰻝", "\n\n质量\r\n标准\t", "a" * 4_000, "a b " * 1_000, "rowid", "body:质量", "{质量}", "^质量", "质量^2", "质量~", "[质量]",
    "质量|标准", "质量/标准", "质量,标准", "质量.标准", "..", "|", ",", "/", "{}", "{0}", "%s", "%(a)s", "$1", ":1", "?", "<script>alert(1)</script>", "&lt;", "的", "的的的", "量",
)  # fmt: skip
ALPHABET = '质量强国標準建設企业產品的了0194%“”"-－:：*()[]〔〕 　\n\x00aZé😀\ud800/,.|、。地区部门'
LONGEST = 30


def queries(number: int, seed: int = 5, text: str = "") -> Iterator[str]:
    """Yield so many: the listed ones, then random characters, and random pieces of the text with some of them."""
    dice = random.Random(seed)
    yield from LISTED[:number]
    for _ in range(max(0, number - len(LISTED))):
        strange = "".join(dice.choice(ALPHABET) for _ in range(dice.randint(1, LONGEST)))
        if text and dice.random() < 0.5:
            at = dice.randrange(len(text))
            strange = (
                text[at : at + dice.randint(1, 12)]
                + dice.choice(["", " ", "-", '"', "*"])
                + strange[: dice.randint(0, 6)]
            )
        yield strange
