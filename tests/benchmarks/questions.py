"""What a corpus is asked: as many queries of each class, drawn from its own texts."""

from __future__ import annotations

import random
from collections.abc import Sequence

OF_EACH_CLASS, SEED = 11, 11
DIGITS = ("94%", "2025年", "98.3%", "100%", "15家", "2035年", "2027年", "300家", "86", "１００％", "50%以上")
COMMON = ("质量", "企业", "服务", "提升", "发展", "标准", "产品", "建设", "体系", "推进", "创新")
DEPARTMENTS = (
    "市场监管局",
    "市工信局",
    "发展改革委",
    "市农业农村局",
    "住建局",
    "商务局",
    "区委宣传部",
    "财政局",
    "发改委",
    "工业和信息化局",
    "市场监管部门",
)
NOTHING = (
    "魑魅魍魉",
    "qzxjkv",
    "龘靐齉",
    "饕餮盛宴图",
    "9988776655",
    "zz-top",
    "麒麟獬豸",
    "耄耋饕餮",
    "ⅧⅨⅩ",
    "qqq www",
    "氍毹氆氇",
)


def questions(texts: Sequence[tuple[str, str]], cuts: Sequence[str]) -> dict[str, list[str]]:
    from collections import Counter

    from opencc import OpenCC

    from documents.search.cuts import run_of, words_of

    dice, many = random.Random(SEED), range(OF_EACH_CLASS)
    counts = Counter(word for one in cuts[:20_000] for word in set(words_of(one)) if len(word) > 1)
    rare = sorted(word for word, count in counts.items() if count == 2)
    said = [
        [word for word in words_of(one) if len(word) > 1] for one in dice.sample(cuts, 200)
    ]  # often what is frequent
    to_traditional = OpenCC("s2t").convert

    def piece(length: int) -> str:
        run = run_of(dice.choice(cuts)).partition("|")[2]
        at = dice.randrange(max(1, len(run) - length))
        return run[at : at + length]

    def some(n: int) -> str:
        return " ".join(dice.sample(sorted(set(dice.choice(said))), n))

    return {
        "common word": list(COMMON),
        "rare word": dice.sample(rare, OF_EACH_CLASS),
        "2-4 words": [some(2 + at % 3) for at in many],
        "exact phrase": [f'"{piece(dice.randint(4, 20))}"' for _ in many],
        "across words": [piece(dice.randint(2, 4)) for _ in many],
        "traditional": [to_traditional(some(1 + at % 2)) for at in many],
        "department": list(DEPARTMENTS),
        "digits": list(DIGITS),
        "pasted": [dice.choice(texts)[1][:150] for _ in many],
        "no hit": list(NOTHING),
    }
