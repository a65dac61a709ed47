"""Rules that a plan states once for all its clauses: the first body leads, everybody named here has a part in all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from documents.passage import Span
from tasks.bodies import is_body
from tasks.responsibility import Assignment, mask, read
from tasks.wording import BRACKET, BRACKETS, Role

LONGEST_RULE = 300
HINT = re.compile(r"不再|均|第一|第1|首[位个家]|最前")
STOPS = re.compile(r"[。;\n]")
# 列第一位者为牵头单位; 排在首位的责任单位为牵头部门; 第一个部门为牵头单位
FIRST_LEADS = re.compile(
    r"(?:(?:责任|承办)?(?:单位|部门)[中里]?)?(?:[排列名位处居序][名序列位]?[在于次]?)?"
    r"(?:第一|第1|首|最前)[位个名家列]?(?:者|的|责任|承办|负责|单位|部门){0,4}[即均]?[为是]"
    r"(?:本|该|各|项|任务|主要|工作|总|责任){0,4}(?:牵头|主办|主责)"
)
# …为牵头单位,其他为配合单位
REST_HELPS = re.compile(r"(?:其他|其它|其余|后面|后续)[^,。;]{0,10}?[为是](?:配合|参与|参加|协办|协助|协同)")
# 不再列出; 不再逐一列出; 不再做分工,下同
NOT_AGAIN = re.compile(
    r"[,、(]?(?:下同)?[,、]?(?:文中|后文|以下)?均?不再"
    r"(?:一一|逐一|逐项|另行|单独|重复|分别|具体|再)*+(?:列|注|标|写|做|作|明|分|赘|单)[^,。;]*"
)
# 以下工作, 各项任务, 具体任务
SUBJECT = re.compile(
    r"(?:以下|下列|下述|上述|以上|各项|各条|所有|全部|其他|其余|具体|除|涉及|凡)[^,。;:]{0,20}?"
    r"(?=均|需|须|由|应|涉及|包括|责任单位)"
)
# 均需 (落实), 均由 (负责), 均涉及
FOR_ALL = re.compile(r"均(?:需要?|须|应|请|要)?(?:由|含|包括|包含|涉及|到)?|(?:需要?|须|应)由?|由|涉及|包括")


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules found in a text; `spans` are the sentences that state them, which name nobody for the item itself.

    `rest`: where the first body of every list leads, the role of those behind it; None where it does not.
    """

    rest: Role | None
    everybody: tuple[Assignment, ...]
    spans: tuple[Span, ...]


NONE = Rules(rest=None, everybody=(), spans=())


def find_rules(folded: str) -> Rules:
    """Find the rules that a text (folded, without blanks) states. Linear in its length."""
    rest: Role | None = None
    everybody: list[Assignment] = []
    spans: list[Span] = []
    for start, end in _sentences(folded):
        sentence = folded[start:end]
        if first := FIRST_LEADS.search(sentence):
            rest = "participant" if REST_HELPS.search(sentence, first.end()) else "responsible"
            spans.append((start + first.start(), start + _end(sentence, first.end())))
        elif rule := _for_all(sentence):
            begin, named = rule
            everybody += [replace(a, start=start + a.start, end=start + a.end) for a in named]
            spans.append((start + begin, start + _end(sentence, begin)))
    return Rules(rest, tuple(everybody), tuple(spans)) if spans else NONE


def _sentences(folded: str) -> Iterator[Span]:
    """The sentences that may state a rule."""
    done = 0
    for hint in HINT.finditer(folded):
        if hint.start() < done:
            continue
        start = max(folded.rfind(stop, done, hint.start()) for stop in "。;\n")
        start = start + 1 if start >= 0 else done
        stop = STOPS.search(folded, hint.end())
        done = stop.start() if stop else len(folded)
        if done - start <= LONGEST_RULE:
            yield start, done


def _for_all(sentence: str) -> tuple[int, list[Assignment]] | None:
    """以下工作均需各区县政府、西咸新区落实,不再列出: where the rule begins in the sentence, and whom it names."""
    tail = NOT_AGAIN.search(sentence)
    subject = SUBJECT.search(sentence)
    if not tail and not (subject and "均" in sentence[subject.start() :]):
        return None
    begin, start = subject.span() if subject else (0, 0)
    end = tail.start() if tail else len(sentence)
    every = FOR_ALL.match(sentence, start) if subject else FOR_ALL.search(sentence, 0, end)
    named = _named(sentence, every.end(), end) if every else []
    named = named or _named(sentence, start, end) or _named(sentence, max(begin, sentence.find("各", begin)), end)
    return (_piece_start(sentence, begin), named) if named else None


def _named(sentence: str, start: int, end: int) -> list[Assignment]:
    assignments = read(sentence[start:end]).assignments
    moved = [replace(a, start=start + a.start, end=start + a.end) for a in assignments]
    return [a for a in moved if is_body(mask(sentence[a.start : a.end]))]


def _piece_start(sentence: str, at: int) -> int:
    return max(sentence.rfind(mark, 0, at) for mark in ",(〔[【") + 1


def _end(sentence: str, begin: int) -> int:
    """The end of the sentence, or of the bracket that it stands in."""
    depth = 0
    for found in BRACKET.finditer(sentence, begin):
        depth += 1 if found.group() in BRACKETS else -1
        if depth < 0:
            return found.start()
    return len(sentence)
