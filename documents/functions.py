"""The function (职能) a body serves, told from its name: 市工信局 and 省工业和信息化厅 serve one function."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from documents.text import fold

CATALOGUE = Path(__file__).resolve().parent.parent / "fixtures" / "functions.json"
LONGEST_NAME = 200
# 市市场监管局(市知识产权局), 质量强市办〔市市场监管局〕: the body itself stands outside the brackets.
BRACKETED = re.compile(r"[(〔\[【][^()〔〕\[\]【】]*[)〕\]】]?")


def function_of(name: str) -> str | None:
    """Return the slug of the function of a body as written, in any script; None where it is unknown.

    The longest alias in the name wins, and of equally long ones the last, for the noun that a Chinese name is
    about comes last: 市委网信办 is 网信. What stands in brackets is asked only where the rest tells nothing.
    """
    folded = fold(name[:LONGEST_NAME]).replace(" ", "")
    return _longest(BRACKETED.sub("", folded)) or _longest(folded)


def _longest(name: str) -> str | None:
    aliases, lengths = _aliases()
    for length in lengths:
        for start in range(len(name) - length, -1, -1):
            function = aliases.get(name[start : start + length])
            if function:
                return function
    return None


@cache
def _aliases() -> tuple[dict[str, str], tuple[int, ...]]:
    """Return the functions' slugs by alias, and the lengths of the aliases, longest first."""
    records = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    aliases = {alias: record["fields"]["slug"] for record in records for alias in record["fields"]["aliases"]}
    return aliases, tuple(sorted({len(alias) for alias in aliases}, reverse=True))
