"""One number in its clause: what stands before it, what behind it, and whether that makes it a target."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from documents.passage import Span
from indicators.clauses import Clause
from indicators.names import ADJECTIVE, JOINT, LONGEST, MEASURE, find_name, sets_going, starts_making
from indicators.quantities import Quantity, quantities
from indicators.wording import AFTER_QUANTITY, FUNDS, GLUE, SCHEDULE, STOP, Peeled, peel
from indicators.years import Marker

# 期限, 办理时限: a length of time is a target only of what lasts.
LASTING = re.compile(r"(?:年限|寿命|时限|时长|天数|时间|周期)$")
TURNS = ("次", "期", "轮")
RANKS = ("前", "第")
WINDOW = 120
# No clause of a plan holds more; a text that does is no prose and must not cost more than its length.
MOST_IN_CLAUSE, LOOK_AHEAD = 60, 6

# 65%和55%: numbers that follow each other in one go.
Group = tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A passage as published, folded, and folded with quotations and brackets hidden; all of one length."""

    printed: str
    folded: str
    masked: str


@dataclass(frozen=True, slots=True)
class Mood:
    """What makes a bare number a target: where it stands, and what its sentence has said before."""

    is_aimed: bool
    is_dated: bool
    has_spoken: bool
    is_listing: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """Numbers with the words of measure before them and the place of the name before those."""

    group: Group
    peeled: Peeled
    left: int
    name: Span
    markers: tuple[Marker, ...]

    @property
    def first(self) -> Quantity:
        return self.group[0]

    @property
    def last(self) -> Quantity:
        return self.group[-1]

    @property
    def has_name(self) -> bool:
        return self.name[1] - self.name[0] > 1

    @property
    def is_firm(self) -> bool:
        """35家以上, 达到35家, 新增35家: more than a number that is only mentioned."""
        return bool(self.first.bound or self.last.bound or "added" in self.peeled.kinds or self.peeled.is_firm)


def phrase_of(text: Text, group: Group, span: Span, markers: tuple[Marker, ...], *, name_end: int | None) -> Phrase:
    """Read what stands in text[span] before a number; the name ends at `name_end` where that is known."""
    left, end = max(span[0], span[1] - WINDOW), span[1]
    peeled = peel(text.masked, left, end)
    stop = peeled.start if name_end is None else name_end
    name = find_name(text.masked, left, stop, markers, is_counted=group[0].is_material)
    return Phrase(group, peeled, left, name, markers)


def groups_of(text: Text, clause: Clause) -> list[Group]:
    """Return the numbers of a clause; those that follow each other in one go (65%和55%) together."""
    groups: list[Group] = []
    for quantity in quantities(text.masked, clause.start, clause.end):
        if groups and quantity.start < groups[-1][-1].end:
            continue
        if groups and len(groups[-1]) < LOOK_AHEAD and _goes_on(text, clause, groups[-1][-1], quantity):
            groups[-1] = (*groups[-1], quantity)
        elif len(groups) == MOST_IN_CLAUSE:
            break
        else:
            groups.append((quantity,))
    return groups


def ends_behind(text: Text, clause: Clause, quantity: Quantity) -> bool:
    """Whether nothing that the number could count follows it: 达到35家, 突破万亿元大关."""
    return bool(AFTER_QUANTITY.match(text.masked, quantity.end, clause.end))


def is_reached(text: Text, phrase: Phrase, mood: Mood) -> bool:
    """Whether a number behind its name is said to be reached (合格率达到98%, 培育标杆企业35家), not only mentioned."""
    first, name = phrase.first, text.folded[slice(*phrase.name)]
    if (first.is_time and not LASTING.search(name)) or (first.is_money and FUNDS.search(name)):
        return False
    if first.unit in TURNS and len(first.value) == 1 and SCHEDULE.search(text.masked, phrase.left, first.start):
        return False
    if text.masked[first.start - 1 : first.start] in RANKS or (first.is_spelled and not phrase.is_firm):
        return False
    if phrase.peeled.is_verb:
        return first.unit is not None or phrase.peeled.is_firm or bool(MEASURE.search(name))
    if first.unit is None and not first.is_spelled:
        return False
    if text.masked[phrase.peeled.start - 1 : phrase.peeled.start] == "的" and not (first.is_share and "占" in name):
        return False
    return _is_set(text, phrase, name, mood)


def is_brought_forth(text: Text, phrase: Phrase, mood: Mood) -> bool:
    """Whether a number before its noun is to be brought forth (培育100家企业), not a property or a place (在20个领域)."""
    quantity, peeled = phrase.first, phrase.peeled
    is_making = sets_going(text.masked, phrase.left, peeled.start) or "added" in peeled.kinds
    if not (quantity.is_counted or quantity.is_share) or (phrase.name[0] < phrase.name[1] and not is_making):
        return False
    if "level" in peeled.kinds and not peeled.is_firm and not (quantity.bound and ("level", "为") in peeled.words):
        return False
    if quantity.is_spelled:
        return phrase.is_firm
    return is_making or phrase.is_firm or mood.has_spoken or mood.is_aimed


def made_in(text: Text, clause: Clause | None) -> Span | None:
    """建设质量服务站: return what a clause without a number brings forth; None where it says nothing of the kind."""
    if clause is None or clause.end - clause.start > WINDOW or quantities(text.masked, clause.start, clause.end):
        return None
    noun = find_name(text.masked, clause.start, clause.end, (), is_counted=True)
    is_made = starts_making(text.masked, clause.start, clause.end, ()) and 1 < noun[1] - noun[0] <= LONGEST
    return noun if is_made and "的" not in text.masked[slice(*noun)] else None


def noun_behind(text: Text, clause: Clause, quantity: Quantity, later: Sequence[Group]) -> Span:
    """Return the counted noun: it ends at a word that goes on, or at the 、 or 和 before the next count of the list."""
    end = clause.end
    for group in later:
        joints = list(JOINT.finditer(text.masked, quantity.end, group[0].start))
        if joints and _is_next_of_list(text, clause, joints[-1].end(), group):
            end = joints[-1].start()
            break
    stop = STOP.search(text.masked, quantity.end, min(end, quantity.end + WINDOW))
    end = stop.start() if stop else end
    return find_name(text.masked, quantity.end, end, (), is_counted=False)


def noun_at_end(text: Text, clause: Clause, noun: Span, later: Sequence[Group]) -> tuple[Span, ...]:
    """国家级 of 1个国家级、3个省级计量中心 lacks its noun: return where the next of the list has it."""
    is_amount = noun[1] > 0 and text.folded[noun[1] - 1] == "元"
    if not later or not (is_amount or ADJECTIVE.fullmatch(text.folded, *noun)):
        return ()
    later = [group for group in later if group[0].start >= noun[1]]
    start, end = noun_behind(text, clause, later[0][0], later[1:]) if later else (0, 0)
    if is_amount:  # 5家年收入过百亿元、2家年收入达50亿元的企业
        own_end = text.folded.find("的", start, end)
        return ((own_end, end),) if own_end > 0 else ()
    own = ADJECTIVE.match(text.folded, start, end)
    return ((own.end(), end),) if own and own.end() < end else ()


def _goes_on(text: Text, clause: Clause, before: Quantity, quantity: Quantity) -> bool:
    return bool(GLUE.fullmatch(text.masked, before.end, quantity.start)) and ends_behind(text, clause, quantity)


def _is_set(text: Text, phrase: Phrase, name: str, mood: Mood) -> bool:
    """Whether a number without a verb of its own is a target: among goals, in a list, after a verb that sets going."""
    is_aimed = mood.is_aimed or mood.is_dated or mood.is_listing
    if is_aimed or starts_making(text.masked, phrase.left, phrase.peeled.start, phrase.markers):
        return True
    return not phrase.first.is_money and (phrase.is_firm or (phrase.first.is_share and bool(MEASURE.search(name))))


def _is_next_of_list(text: Text, clause: Clause, start: int, group: Group) -> bool:
    phrase = phrase_of(text, group, (start, group[0].start), (), name_end=None)
    return phrase.name[0] == phrase.name[1] or ends_behind(text, clause, group[-1])
