"""Targets that the sentences of a plan set: 到2025年,制造业产品质量合格率达到94%."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from documents.passage import Passage, Span
from indicators.clauses import Clause, clauses, mask
from indicators.names import COUNT_OF, LONGEST, Name, actor_last, completed, cut_name, take_apart
from indicators.phrases import (
    LOOK_AHEAD,
    WINDOW,
    Group,
    Mood,
    Phrase,
    Text,
    ends_behind,
    groups_of,
    is_brought_forth,
    is_reached,
    made_in,
    noun_at_end,
    noun_behind,
    phrase_of,
)
from indicators.quantities import Quantity
from indicators.wholes import Whole, wholes
from indicators.wording import (
    ADDED,
    CONDITION,
    CUMULATIVE,
    LONGEST_WORD,
    OWN_PARTS,
    PAST,
    PAST_SENTENCE,
    REWARD,
    SHARED,
    STARTING_POINT,
    VERB_ONLY,
    YEAR_OF_VALUE,
    YEARLY,
)
from indicators.years import Calendar, Marker, markers

TRIGGER = re.compile(r"\d|全覆盖|全部|平均|亿|番|一半|分之|[一二两三四五六七八九十][个家项名成]")
NUMBERED_YEAR = re.compile(r"\d+ ?年?[底末]?")
BASES = ((YEARLY, "annual"), (CUMULATIVE, "cumulative"), (ADDED, "added"))
QUOTE_EDGES = " 、,;和及与\n—"


@dataclass(frozen=True, slots=True)
class Finding:
    """A target in a passage; start and end are places of the passage."""

    name: str
    operator: str
    value: str | None
    upper: str | None
    unit: str | None
    year: int | None
    basis: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The targets of a passage, and the year that governs what follows it; None where nothing was aimed at yet."""

    findings: tuple[Finding, ...]
    year: int | None


@dataclass(slots=True)
class Sentence:
    """What the sentence so far has said."""

    start: int = 0
    is_past: bool = False
    is_dated: bool = False
    has_spoken: bool = False
    is_listing: bool = False
    basis: str | None = None
    subject: Name = ()
    before: Clause | None = None
    years: list[int] = field(default_factory=list)


def read(
    passage: Passage, calendar: Calendar, *, year: int | None = None, needs_year: bool = False, is_aimed: bool = False
) -> Reading:
    """Read one passage that stands under `year`.

    With `needs_year` nothing counts before a year ahead is named; with `is_aimed` the passage stands among goals,
    where a value needs no verb to be a target.
    """
    reader = _Reader(passage, calendar, year=year, is_aimed=is_aimed)
    reader.is_closed = needs_year
    findings = tuple(reader.read())
    return Reading(findings, None if reader.is_closed else reader.year)


class _Reader:
    """Goes through the clauses of one passage in order."""

    def __init__(self, passage: Passage, calendar: Calendar, *, year: int | None, is_aimed: bool) -> None:
        self.text = Text(passage.text, passage.folded, mask(passage.folded))
        self.markers = deque(markers(self.text.masked, calendar))
        self.year, self.is_aimed, self.is_closed = year, is_aimed, False
        self.sentence = Sentence()
        self.at = 0  # where the next phrase may begin
        self.name_end: int | None = None  # where the name ended before 由60%

    def read(self) -> Iterator[Finding]:
        if not self.markers and not TRIGGER.search(self.text.folded):
            return
        for clause in clauses(self.text.masked):
            here = self._enter(clause)
            yield from self._of_clause(clause, here)
            self.sentence.before = clause

    def _of_clause(self, clause: Clause, here: tuple[Marker, ...]) -> Iterator[Finding]:
        if self.is_closed or not self._may_hold(clause):
            return
        if self.sentence.is_past or PAST.search(self.text.masked, clause.start, clause.end):
            self._remember_subject(clause, here)
        else:
            yield from self._targets(clause, here)

    def _enter(self, clause: Clause) -> tuple[Marker, ...]:
        """Follow the years that the clause names and return them."""
        if clause.opens:
            self.sentence = Sentence(clause.start)
        if PAST_SENTENCE.search(self.text.masked, clause.start, clause.end):
            self.sentence.is_past = True
        here = []
        while self.markers and self.markers[0].start < clause.end:
            here.append(self.markers.popleft())
        if here:
            self._follow(here)
        return tuple(here[:LOOK_AHEAD])

    def _follow(self, here: Sequence[Marker]) -> None:
        self.sentence.is_past = not here[-1].is_ahead
        self.sentence.years = [marker.year for marker in here if marker.is_ahead]
        if self.sentence.years:
            self.year, self.sentence.is_dated = self.sentence.years[-1], True
        if any(marker.is_ahead and marker.is_aim for marker in here):
            self.is_closed = False

    def _may_hold(self, clause: Clause) -> bool:
        masked = self.text.masked
        return bool(TRIGGER.search(masked, clause.start, clause.end)) and not CONDITION.search(
            masked, max(clause.start, clause.end - LONGEST_WORD), clause.end
        )

    def _remember_subject(self, clause: Clause, here: tuple[Marker, ...]) -> None:
        """目前有放心消费单位2.8万家,2025年达到5万家: what is past still says what the next clause speaks of."""
        before = self.sentence
        self.sentence = replace(before, is_dated=True)
        for _ in self._targets(clause, here):
            pass
        before.subject = self.sentence.subject
        self.sentence = before

    def _targets(self, clause: Clause, here: tuple[Marker, ...]) -> Iterator[Finding]:
        self.at, self.name_end = clause.start, None
        groups = groups_of(self.text, clause)
        for index, group in enumerate(groups):
            if group[0].start < self.at or self._is_reward(group, clause):
                continue
            phrase = self._phrase(group, here)
            if phrase and ends_behind(self.text, clause, phrase.last):
                yield from self._reached(phrase)
            elif phrase and len(group) == 1:
                yield from self._brought_forth(clause, phrase, groups[index + 1 : index + 1 + LOOK_AHEAD])
        for whole in wholes(self.text, clause, self.at, here):
            yield self._whole(whole)

    def _is_reward(self, group: Group, clause: Clause) -> bool:
        """Money is no target where the sentence gives it away; nothing is where the clause does."""
        begin = max(self.sentence.start, clause.start - WINDOW)
        start = max(begin, self.text.masked.rfind(";", begin, clause.start)) if group[0].is_money else clause.start
        return bool(REWARD.search(self.text.masked, start, min(clause.end, group[-1].end + WINDOW)))

    def _phrase(self, group: Group, here: tuple[Marker, ...]) -> Phrase | None:
        """Read what stands before the number; None for the number that a thing starts from (由60%提高到75%)."""
        first, masked = group[0], self.text.masked
        near = max(self.at, first.start - 14)
        base = STARTING_POINT.search(masked, near, first.start)
        if base:
            self.name_end = base.start()
            if first.upper is None:
                return None
            group = (replace(first, value=first.upper, upper=None),)
        dated = None if base else YEAR_OF_VALUE.search(masked, near, first.start)
        end = base.start() if base else dated.start() if dated else first.start
        return phrase_of(self.text, group, (self.at, end), here, name_end=self.name_end)

    @property
    def _mood(self) -> Mood:
        sentence = self.sentence
        return Mood(self.is_aimed, sentence.is_dated, sentence.has_spoken, sentence.is_listing)

    # 合格率达到98%以上; 培育标杆企业35家

    def _reached(self, phrase: Phrase) -> Iterator[Finding]:
        name = self._full_name(phrase) if is_reached(self.text, phrase, self._mood) else ()
        if not name:
            return
        start, self.at, self.name_end = self.at, phrase.last.end, None
        yield from self._findings(phrase, name, self._basis(phrase, phrase.name[0]), (start, self.at))
        self.sentence.has_spoken = True
        self.sentence.is_listing = self.sentence.is_listing or not phrase.peeled.is_verb

    def _full_name(self, phrase: Phrase) -> Name:
        """The name, completed by the subject of the sentence where the clause leaves it out; empty where there is none."""
        start, end = phrase.name
        if not phrase.has_name:
            return self._named_before(phrase)
        if end - start > LONGEST or VERB_ONLY.fullmatch(self.text.folded, start, end):
            return ()
        added = ADDED.search(self.text.masked, phrase.left, start)
        if added and COUNT_OF.search(self.text.folded, start, end):
            start = added.start()  # 新增获证人数 is a name, 新增企业 is not
        return completed(self.text.folded, (start, end), self.sentence.subject)

    def _named_before(self, phrase: Phrase) -> Name:
        """建设质量服务站,到2025年达100个: what the clause just before makes, or else the subject of the sentence."""
        made = made_in(self.text, self.sentence.before) if phrase.first.is_counted and phrase.markers else None
        return (made,) if made else self.sentence.subject

    # 培育100家产业链优质企业; 75%以上科技人员落户企业

    def _brought_forth(self, clause: Clause, phrase: Phrase, later: Sequence[Group]) -> Iterator[Finding]:
        if not is_brought_forth(self.text, phrase, self._mood):
            return
        noun = noun_behind(self.text, clause, phrase.first, later)
        if OWN_PARTS.match(self.text.masked, *noun) or not 1 < noun[1] - noun[0] <= LONGEST:
            return
        name = (*actor_last(self.text.masked, noun), *noun_at_end(self.text, clause, noun, later))
        start, self.at = self.at, noun[1]
        yield from self._findings(phrase, name, self._basis(phrase, phrase.first.start), (start, self.at))
        self.sentence.has_spoken = self.sentence.is_listing = True

    # what is found

    def _findings(self, phrase: Phrase, name: Name, basis: str | None, span: Span) -> Iterator[Finding]:
        self.sentence.subject, self.sentence.basis = name, basis
        quote = self._quote(*span)
        if phrase.first.is_spelled:
            quote = self._without_years(quote, phrase.first.start)
        words = {word for _, word in phrase.peeled.words}
        count = len(phrase.group)
        is_shared = count > 1 or bool(words & SHARED)
        names = take_apart(self.text.folded, name[0], is_shared=is_shared, values=count) if len(name) == 1 else [name]
        for which, quantity, year in self._paired(phrase, names):
            full = replace(quantity, bound=quantity.bound or phrase.last.bound)
            yield self._finding(which, full, phrase, Finding("", "", None, None, None, year, basis, *quote))

    def _paired(self, phrase: Phrase, names: list[Name]) -> Iterator[tuple[Name, Quantity, int | None]]:
        """Pair names, values and years: 种植、收获机械化率分别达到65%和55%; 到2025年、2030年分别达到60%、70%."""
        group, ahead = phrase.group, self._years(phrase)
        year = ahead[-1] if ahead else self.year
        if len(group) == 1:
            return ((name, group[0], year) for name in names)
        if len(names) == len(group):
            return ((name, quantity, year) for name, quantity in zip(names, group, strict=True))
        years = ahead if len(ahead) == len(group) else [year] * len(group)
        return ((names[0], quantity, when) for quantity, when in zip(group, years, strict=True))

    def _years(self, phrase: Phrase) -> list[int | None]:
        own = [marker.year for marker in phrase.markers if marker.is_ahead and marker.start < phrase.first.start]
        return [*(own or self.sentence.years)]

    def _finding(self, name: Name, quantity: Quantity, phrase: Phrase, found: Finding) -> Finding:
        operator = "range" if quantity.upper else phrase.peeled.operator(quantity.bound)
        near = self.text.masked[max(found.start, quantity.start - LONGEST_WORD) : quantity.start]
        unit = self.text.printed[slice(*quantity.unit_span)].replace(" ", "") if quantity.unit_span else quantity.unit
        return replace(
            found,
            name=cut_name(self.text.printed, name),
            operator=">=" if operator == "=" and "至少" in near else operator,
            value=quantity.value,
            upper=quantity.upper,
            unit=unit,
        )

    def _whole(self, whole: Whole) -> Finding:
        name = cut_name(self.text.printed, whole.name)
        unit = "%" if whole.value else None
        return Finding(name, whole.operator, whole.value, None, unit, self.year, whole.basis, *self._quote(*whole.span))

    def _basis(self, phrase: Phrase, end: int) -> str | None:
        if phrase.peeled.basis:
            return phrase.peeled.basis
        for words, basis in BASES:
            if words.search(self.text.masked, phrase.left, end):
                return basis
        return self.sentence.basis if self.sentence.is_listing and not phrase.peeled.is_verb else None

    def _quote(self, start: int, end: int) -> Span:
        while start < end and self.text.masked[start] in QUOTE_EDGES:
            start += 1
        return start, end

    def _without_years(self, quote: Span, start: int) -> Span:
        """A year before a number that is spelled out would pass for its digits."""
        years = [found.end() for found in NUMBERED_YEAR.finditer(self.text.masked, quote[0], start)]
        return (years[-1] if years else quote[0]), quote[1]
