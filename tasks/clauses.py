"""Where in the body of a section the department clauses stand: in brackets, after a label, or as a sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from documents.passage import Span
from tasks.bodies import divide, is_office, is_particular
from tasks.meaning import bracket_is_meant, label_is_meant
from tasks.responsibility import Assignment, Clause, mask, read
from tasks.rules import NONE, Rules, find_rules
from tasks.stripping import Stripped, strip, strip_lines
from tasks.wording import BRACKET, BRACKETS, LABEL, OTHER_LABEL, SHORT_LABEL, STRONG, WEAK

LONGEST_CLAUSE = 1500
LONGEST_SENTENCE = 200
MOST_FAILURES = 5  # labels in a line that turn out to be none
DEEPEST = 4  # brackets within brackets that are still looked into

# No clause without one of these, a bracket of nothing but names apart.
CLUE = re.compile(
    r"负责|完成|牵头|配合|参与|参加|协[同助办]|会同|落实|实施|推进|承[办担]|主办|分工|责任|单位|部门|机构|不再|第一|首位"
)
BULLET = r"[\d.、·•●■◆★▲※*#—\-]{0,4}"
# 责任单位:市工信局 at the start of a line or behind a sentence; 【责任单位】市工信局
LINE_LABEL = re.compile(
    rf"(?:^|(?<=[。;!?])|(?<=[,、)…])(?=(?:{LABEL})[:∶])){BULLET}"
    rf"(?P<open>[【\[〔(])?(?P<label>{LABEL}|{SHORT_LABEL})(?:(?P<colon>(?:为|是)?[:∶])|(?P<close>(?(open)[】\]〕)]|(?!))[:∶]?))?"
)
# The next sentence belongs to the clause too: 。完成时限:2025年底
GOES_ON = re.compile(rf"{BULLET}[【\[〔(]?(?:(?:{LABEL}|{SHORT_LABEL})(?:为|是)?|{OTHER_LABEL})(?:[:∶]|[】\]〕)])")
# 责任单位: and then the names on the next line, or a list broken behind a 、
UNFINISHED = re.compile(rf"[:∶、,】]$|^{BULLET}(?:{LABEL})$")
LINE_END = re.compile(r"[ 。;]*+(?:\n|$)")
ENDS_SENTENCE = re.compile(r" *+(?:[。;\n]|$)")
SENTENCE = re.compile(r"[^。;!?]+")
ENDS_WITH_VERB = re.compile(rf"(?:{STRONG}|{WEAK}|分工)[)〕】\]]?$")
# …,具体由市市场监管局负责
ASSIGNED_BY = re.compile(r"(?<=[,:])(?:具体|统一|主要|并|分别|原则上)?由")
# Around a rule behind a list: 市税务局(列第一位者为牵头单位,下同)
NOTE_OPENS = ("(", "[", "【", "〔", "〈", "<")
NOTE_CLOSES = (")", "]", "】", "〕", "〉", ">")


@dataclass(frozen=True, slots=True)
class Found:
    """A clause at start:end of a body, with its assignments and rules placed in the body.

    `clause` is None where something looks like a clause and cannot be read.
    """

    start: int
    end: int
    clause: Clause | None
    rules: Rules


def find_clauses(body: str) -> list[Found]:
    """Return the clauses of a folded body in order; they do not overlap. Time is linear in the length of the body."""
    bracketed = list(_bracketed(body))
    found = [*bracketed, *_unbracketed(body, bracketed)]
    return sorted(found, key=lambda clause: clause.start)


def _bracketed(body: str) -> Iterator[Found]:
    after = 0
    for start, end in _brackets(body):
        if start >= after and (found := _in_brackets(body, start, end)):
            after = end
            yield found


def _brackets(body: str) -> Iterator[Span]:
    """The places of pairs of brackets as long as a clause can be, the outer before the inner ones."""
    opened: list[int] = []
    pairs: list[Span] = []
    for found in BRACKET.finditer(body):
        if found.group() in BRACKETS:
            opened.append(found.start())
        elif opened and found.end() - (begin := opened.pop()) <= LONGEST_CLAUSE:
            pairs.append((begin, found.end()))
    around: list[int] = []
    for start, end in sorted(pairs):
        while around and around[-1] <= start:
            around.pop()
        if len(around) < DEEPEST:
            around.append(end)
            yield start, end


def _in_brackets(body: str, start: int, end: int) -> Found | None:
    content = strip(body, start + 1, end - 1)
    stands_apart = _stands_apart(body, start, end)
    if not (stands_apart or CLUE.search(content.text)):
        return None
    rules = find_rules(content.text)
    clause = _read_around(content.text, rules)
    if _assigns(clause, content.text) or ((stands_apart or clause.timings) and _only_names(clause, content.text)):
        return _placed(content, clause, rules, (start, end))
    if rules.spans:
        return _placed(content, replace(clause, assignments=()), rules, (start, end))
    ends_sentence = _follows_sentence(body, start) or ENDS_SENTENCE.match(body, end) is not None
    is_meant = bracket_is_meant(content.text, ends_sentence=ends_sentence, stands_apart=stands_apart)
    return Found(start, end, None, rules) if is_meant else None


def _stands_apart(body: str, start: int, end: int) -> bool:
    """Whether a bracket stands behind a whole sentence, at the end of its line."""
    return _follows_sentence(body, start) and LINE_END.match(body, end) is not None


def _follows_sentence(body: str, start: int) -> bool:
    before = body[max(0, start - 8) : start].rstrip(" ")[-1:]
    return not before or before in "。;!?”\n"


def _read_around(text: str, rules: Rules) -> Clause:
    """Read the clause without the rules that stand in it."""
    for begin, stop in rules.spans:
        start = begin - (text[begin - 1 : begin] in NOTE_OPENS)
        end = stop + (text[stop : stop + 1] in NOTE_CLOSES)
        text = text[:start] + "," * (end - start) + text[end:]
    return read(text)


def _placed(part: Stripped, clause: Clause, rules: Rules, place: Span) -> Found:
    """Move what was read in a part to where it stands in the body."""

    def moved(assignment: Assignment) -> Assignment:
        start, end = part.span(assignment.start, assignment.end)
        return replace(assignment, start=start, end=end)

    unread = tuple(part.span(*rest) for rest in clause.unread)
    clause = replace(clause, assignments=tuple(map(moved, clause.assignments)), unread=unread)
    return Found(*place, clause, replace(rules, everybody=tuple(map(moved, rules.everybody))))


def _assigns(clause: Clause, text: str) -> bool:
    """Whether a label or verb gives duties to what are plainly bodies."""
    said = [a for a in clause.assignments if a.is_said]
    offices = sum(is_office(mask(text[a.start : a.end])) for a in said)
    if clause.labels and re.search("[:∶]", text):
        return bool(said) and (clause.doubts <= offices or all(a.end - a.start <= 12 for a in said))
    return bool(clause.labels or clause.verbs) and 0 < offices >= clause.doubts


def _only_names(clause: Clause, text: str) -> bool:
    """(各有关单位), (市工信局、市商务局): nothing but names of bodies."""
    return not clause.doubts and any(is_office(mask(text[a.start : a.end])) for a in clause.assignments)


def _unbracketed(body: str, bracketed: Sequence[Found]) -> Iterator[Found]:
    """The clauses behind labels and those that are sentences of their own, line by line."""
    taken = [(found.start, found.end) for found in bracketed]
    lines = strip_lines(body)
    at = 0
    while at < len(lines):
        line, at = lines[at], at + 1
        if not CLUE.search(line.text):
            continue
        if LINE_LABEL.search(line.text):
            line, at = _with_next_lines(line, lines, at)
        labelled = list(_labelled(line, taken))
        yield from labelled
        yield from _sentences(line, taken, [(found.start, found.end) for found in labelled])


def _with_next_lines(line: Stripped, lines: Sequence[Stripped], at: int) -> tuple[Stripped, int]:
    """责任单位: and on the next lines 市工信局、 市商务局, or one body a line."""
    while at < len(lines) and len(line.text) < LONGEST_CLAUSE:
        if UNFINISHED.search(line.text):
            line = line.joined(lines[at])
        elif _is_list(lines[at].text):
            line = line.joined(lines[at], "、")
        else:
            break
        at += 1
    return line, at


def _is_list(line: str) -> bool:
    masked = mask(line)
    is_short = len(line) <= LONGEST_SENTENCE and not re.search("[。:∶!?]", masked)
    return is_short and all(is_office(masked[start:end]) for start, end in divide(masked, 0, len(masked)))


def _labelled(line: Stripped, taken: Sequence[Span]) -> Iterator[Found]:
    """责任单位:市工信局。完成时限:2025年底 from a label to the end of the last labelled sentence."""
    at = failures = 0
    while failures < MOST_FAILURES and (label := LINE_LABEL.search(line.text, at)):
        start = label.start("open") if label["close"] else label.start("label")
        end = _labelled_end(line.text, start)
        is_taken = _is_taken(line.places[label.start("label")], taken)
        found = None if is_taken else _behind_label(line.part(start, end), label, is_last=end == len(line.text))
        if found:
            yield found
        failures += found is None
        at = end if found else label.end()


def _behind_label(part: Stripped, label: re.Match[str], *, is_last: bool) -> Found | None:
    if len(part.text) > LONGEST_CLAUSE:
        return None
    text = _with_colons(part.text, label["open"]) if label["close"] else part.text
    rules = find_rules(text)
    clause = _read_around(text, rules)
    place = part.span(0, len(part.text))
    is_marked = label["colon"] or label["close"]
    if _assigns(clause, text) if is_marked else is_last and _is_plain(clause, text):
        return _placed(part, clause, rules, place)
    return Found(*place, None, rules) if is_marked and label_is_meant(label["label"]) else None


def _labelled_end(text: str, start: int) -> int:
    stop = text.find("。", start)
    while stop >= 0 and GOES_ON.match(text, stop + 1):
        stop = text.find("。", stop + 1)
    return stop + 1 if stop >= 0 else len(text)


def _with_colons(text: str, opening: str) -> str:
    """Write 【牵头单位】市工信局 as 牵头单位:市工信局, of the same length."""
    closing = BRACKETS[opening]
    pattern = rf"{re.escape(opening)}(?P<label>{LABEL}|{SHORT_LABEL}|{OTHER_LABEL}){re.escape(closing)}[:∶]?"
    return re.sub(pattern, lambda found: f";{found['label']}:".ljust(len(found.group()), ","), text)


def _sentences(line: Stripped, *taken: Sequence[Span]) -> Iterator[Found]:
    """由市市场监管局牵头,市工信局配合。 Only sentences that say nothing else, or end so."""
    for sentence in SENTENCE.finditer(line.text):
        start, end = sentence.span()
        if end - start > LONGEST_SENTENCE or not ENDS_WITH_VERB.search(line.text, max(start, end - 8), end):
            continue
        if any(_is_taken(line.places[end - 1], spans) for spans in taken):
            continue
        start, end = _without_half_brackets(line.text, start, end)
        starts = [start, *(found.start() for found in ASSIGNED_BY.finditer(line.text, start, end))]
        parts = (line.part(begin, end) for begin in starts if begin < end)
        if found := next(filter(None, (_as_sentence(part, line.text) for part in parts)), None):
            yield found


def _as_sentence(part: Stripped, line: str) -> Found | None:
    """A sentence counts where it names a certain body, or stands alone on its line."""
    clause = read(part.text)
    is_certain = any(is_particular(mask(part.text[a.start : a.end])) for a in clause.assignments)
    if _is_plain(clause, part.text) and (is_certain or part.text == line.strip("。;()")):
        return _placed(part, clause, NONE, part.span(0, len(part.text)))
    return None


def _without_half_brackets(text: str, start: int, end: int) -> Span:
    """Leave out a bracket never closed, with what is before it, or never opened, with what is behind it."""
    half = BRACKET.search(mask(text[start:end]))
    if half is None:
        return start, end
    return (start + half.end(), end) if half.group() in BRACKETS else (start, start + half.start())


def _is_plain(clause: Clause, text: str) -> bool:
    """Whether it says nothing but which bodies lead, help or answer for it."""
    is_said = clause.assignments and all(a.is_said for a in clause.assignments)
    has_more = clause.doubts or clause.objects
    return bool(is_said and not has_more) and all(is_office(mask(text[a.start : a.end])) for a in clause.assignments)


def _is_taken(place: int, taken: Sequence[Span]) -> bool:
    at = bisect_right(taken, place, key=lambda span: span[0])
    return at > 0 and place < taken[at - 1][1]
