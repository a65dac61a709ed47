"""The grammar of department clauses: (市工信局牵头,市商务局按职责分工负责) to names with their roles.

A clause is read as names between labels (牵头单位:) and verbs (按职责分工负责). A label holds for the names after it
until the next one, a verb for the names before it since the last verb.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from documents.passage import Span
from tasks.bodies import LONGEST_NAME, MASK, divide, is_body, is_office, number_behind
from tasks.wording import BRACKET, BRACKETS, MARK, NOBODY, TOKEN, Role, role_of_label, role_of_verb

GROUP_END = re.compile(r"[,;。|:∶]")


@dataclass(frozen=True, slots=True)
class Assignment:
    """A body named at start:end of the clause. `is_said`: a label or verb says the role, it is not only the default."""

    start: int
    end: int
    role: Role
    is_said: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """What a clause says, and how plainly.

    `labels` and `verbs` are counted, `doubts` are names that end like no body, `objects` are verbs with what is to be
    done behind them (市工信局负责标准制定), `timings` say when it is to be done (年内完成),
    `unread` is what stands behind a number within a list (市财政局3保障措施).
    """

    assignments: tuple[Assignment, ...]
    labels: int
    verbs: int
    doubts: int
    objects: int
    timings: int
    unread: tuple[Span, ...]

    @property
    def distinguishes(self) -> bool:
        """Whether the text itself tells who leads or helps."""
        return any(assignment.role != "responsible" for assignment in self.assignments)


def read(clause: str) -> Clause:
    """Read a clause (folded, without blanks and without its own brackets). Linear in its length."""
    masked = mask(clause)
    reader = _Reader(clause, masked)
    for token in TOKEN.finditer(masked):
        reader.take(token)
    return reader.finish()


def mask(clause: str) -> str:
    """Put MASK for every character that stands in brackets, and for the brackets. Brackets without a partner stay."""
    pieces: list[str] = []
    opened: list[int] = []
    at = 0
    for found in BRACKET.finditer(clause):
        if found.group() in BRACKETS:
            opened.append(found.start())
        elif opened:
            begin = opened.pop()
            if not opened:
                pieces += [clause[at:begin], MASK * (found.end() - begin)]
                at = found.end()
    return "".join([*pieces, clause[at:]])


@dataclass(slots=True)
class _Reader:
    """Goes through a clause token by token; `waiting` are the names whose role is not yet known."""

    clause: str
    masked: str
    at: int = 0
    label: Role | None = None
    is_loose: bool = False  # the label is a verb before its names: 牵头市工信局
    is_other: bool = False  # after 完成时限: and the like
    is_object: bool = False  # after A负责, without a comma: what A is to do
    waiting: list[Span] = field(default_factory=list)
    subjects: list[Span] = field(default_factory=list)  # A in A会同B负责
    is_joined: bool = False
    found: list[Assignment] = field(default_factory=list)
    marked: set[int] = field(default_factory=set)  # where bodies with a role in brackets begin
    labels: int = 0
    verbs: int = 0
    doubts: int = 0
    objects: int = 0
    timings: int = 0
    unread: list[Span] = field(default_factory=list)

    def take(self, token: re.Match[str]) -> None:
        self._take_names(token.start(), before_verb=token.lastgroup == "verb")
        self.at = token.end()
        match token.lastgroup:
            case "label":
                self._close(None)
                self.label, self.labels = role_of_label(token["label"]), self.labels + 1
                self.is_other, self.is_loose = False, token.group()[-1] not in ":∶"
            case "other":
                self._close(None)
                self.is_other = True
            case "verb":
                self._take_verb(
                    role_of_verb(token["verb"]), begins=self.masked[token.start() - 1 : token.start()] in ",;。"
                )
            case "when":
                self._take_when(token["when"])
            case "with":
                self.subjects += self.waiting
                self.waiting, self.is_joined, self.is_object = [], True, False
            case _:
                self.is_object = False
                if token.group() in ";。|":
                    self._close(None)
                    self.is_other = False

    def finish(self) -> Clause:
        self._take_names(len(self.masked), before_verb=False)
        self._close(None)
        found = _spread(self.found, self.marked, self.masked)
        counts = (self.labels, self.verbs, self.doubts, self.objects, self.timings)
        return Clause(tuple(found), *counts, tuple(self.unread))

    def _take_names(self, end: int, *, before_verb: bool) -> None:
        """Take the names between the last token and this one."""
        if self.at >= end or self.is_other:
            return
        names = self._without_numbers(divide(self.masked, self.at, end), end)
        if self.is_object and not (before_verb and all(is_office(self.masked[slice(*name)]) for name in names)):
            self.objects += 1
        else:
            self.waiting += names
        self.is_object = False

    def _without_numbers(self, names: list[Span], end: int) -> list[Span]:
        """The names up to the number of a heading that was run into them; numbers of notes are left out."""
        kept: list[Span] = []
        numbers = [number_behind(self.clause[slice(*name)], self.masked[slice(*name)]) for name in names]
        for at, ((start, stop), number) in enumerate(zip(names, numbers, strict=True)):
            kept.append((start, start + number[0] if number else stop))
            if number is None:
                continue
            is_next_body = at + 1 == len(names) or numbers[at + 1] or is_body(self.masked[slice(*names[at + 1])])
            if start + number[1] < stop or not is_next_body:
                self.unread.append((kept[-1][1], end))
                break
        return kept

    def _take_verb(self, role: Role, *, begins: bool) -> None:
        if self.is_other:
            return
        self.verbs += 1
        if self.is_loose and begins:  # 牵头市工信局,配合市商务局
            self._close(None)
            self.label = None
        if not self.waiting and not self.subjects:
            if self.label is None:
                self.label, self.is_loose = role, True
            return
        self._close(role)
        self.is_object = True

    def _take_when(self, when: str) -> None:
        """市工信局,2025年底前完成 gives it a duty; 市工信局,持续推进 only ends the list."""
        if self.is_other:
            return
        self.timings += 1
        is_duty = when.endswith("完成") and bool(self.waiting)
        self.verbs += is_duty
        self._close("responsible" if is_duty else None)

    def _close(self, verb: Role | None) -> None:
        """Give the names that wait the role of the verb, or of the label: 牵头单位:市工信局负责 leads."""
        role = self.label if verb in (None, "responsible") and self.label else verb
        for name in self.subjects:
            self._assign(name, role)
        for name in self.waiting:
            self._assign(name, "participant" if self.is_joined else role)
        self.subjects, self.waiting, self.is_joined = [], [], False

    def _assign(self, name: Span, role: Role | None) -> None:
        start, end = name
        marked = MARK.search(self.clause, start, end)
        if marked:
            role, end = role_of_label(marked["role"]), marked.start()
            self.marked.add(start)
        text = self.masked[start:end]
        if self.is_loose and not is_body(text):
            return
        is_doubtful = not is_body(text)
        self.doubts += is_doubtful
        if _can_be_name(text) and not (is_doubtful and (role is None or "的" in text)):
            self.found.append(Assignment(start, end, role or "responsible", role is not None))


def _spread(found: Sequence[Assignment], marked: Collection[int], masked: str) -> list[Assignment]:
    """市工信局(牵头),市商务局、市财政局(配合): a mark behind the last of a group is that of the bodies before it, too.

    Back to the last comma or mark; not where the clause has but one group and one mark.
    """
    groups: list[list[Assignment]] = []
    for at, assignment in enumerate(found):
        if at and not GROUP_END.search(masked, found[at - 1].end, assignment.start):
            groups[-1].append(assignment)
        else:
            groups.append([assignment])
    if len(marked) < 2 and len(groups) < 2:
        return list(found)
    return [assignment for group in groups for assignment in _of_one_role(group, marked)]


def _of_one_role(group: Sequence[Assignment], marked: Collection[int]) -> Iterator[Assignment]:
    last = group[-1]
    before = max((at for at, found in enumerate(group[:-1]) if found.start in marked), default=-1)
    for at, found in enumerate(group):
        is_covered = last.start in marked and at > before and found.role == "responsible"
        yield replace(found, role=last.role, is_said=True) if is_covered else found


def _can_be_name(text: str) -> bool:
    is_long_enough = len(text.strip(MASK)) >= 2 and not NOBODY.match(text)
    return is_long_enough and len(text) <= LONGEST_NAME and text.isprintable() and not BRACKET.search(text)
