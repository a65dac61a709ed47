"""What is plainly about duties, though nobody could be read: an editor should look there."""

from __future__ import annotations

import re

from tasks.wording import ASIDE, HELPING, HOW, LEADING, STRONG, UNIT, WEAK

# A bracket that ends so was meant to name somebody, and behind a whole sentence more so. 谁主管谁负责 was not.
MEANT = re.compile(rf"(?<=..)(?:{STRONG})(?:{STRONG}|{WEAK}){{0,5}}[。,;]?$")
MEANT_APART = re.compile(rf"(?<=..)(?:{HOW})(?:{WEAK}){{1,5}}[。,;]?$|^由.{{2,}}(?:{WEAK})[。,;]?$")
# What stands behind 责任单位: or 责任分工: does so in any case.
DUTY_LABEL = (
    rf"(?:{LEADING}|{HELPING}|责任|负责|承办|落实|实施|承担|主管){{1,2}}"
    rf"[及和与、/或]?(?:{LEADING}|{HELPING}|责任)?{ASIDE}(?:{UNIT})(?:[及和与、/或]?(?:{UNIT}))?{ASIDE}|(?:责任|职责|任务)分工"
)
HAS_DUTY_LABEL = re.compile(rf"(?:{DUTY_LABEL})[:∶]")
IS_DUTY_LABEL = re.compile(rf"(?:总|主要|共同|具体|联合|第一|直接|各)?(?:{DUTY_LABEL})$")


def bracket_is_meant(text: str, *, ends_sentence: bool, stands_apart: bool) -> bool:
    """Tell it of the content of a bracket: (由专人负责). `stands_apart`: behind a whole sentence, at the end of a line."""
    if HAS_DUTY_LABEL.search(text):
        return True
    if text.startswith("谁"):
        return False
    return bool((ends_sentence and MEANT.search(text)) or (stands_apart and MEANT_APART.search(text)))


def label_is_meant(label: str) -> bool:
    """Tell it of a label before a colon: 责任单位, but not 有关单位."""
    return IS_DUTY_LABEL.match(label) is not None
