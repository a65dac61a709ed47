"""Two plans side by side, task by task: what both say, what only one of them does. It reads what tasks.aligning keeps."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest

from django.urls import reverse

from documents.models import Plan, SearchEntry, Section, Theme
from documents.scripted import language_of, writer_for
from documents.search.cuts import rarity, words_of
from documents.search.likeness import COMMON_SHARE, telling_words
from documents.search.snippets import marked_at, places_of_words, snippet_at
from documents.search.wanted import title_and_text
from documents.spellings import Piece
from tasks.listing import counted_mark
from tasks.models import Alignment
from tasks.placing import STATES, Line, Pair, lay_out

MOST_MARKED = 10  # words that two tasks share
UNSORTED = "未归类"


@dataclass(frozen=True, slots=True)
class Side:
    """A task of one of the plans, in the script that the reader wants, what it shares with its counterpart marked."""

    key: int
    anchor: str
    url: str
    language: str
    kind: str
    theme: str
    mark: str
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    paragraphs: tuple[tuple[Piece, ...], ...]

    @property
    def name(self) -> str:
        return self.mark + "".join(piece.text for piece in self.title)


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The task of the second plan in a pair; `relation` says whose nearest it is, `nearer` to which it is nearer."""

    side: Side
    relation: str
    nearer: Side | None
    score: float
    judgement: str
    judged: str
    version: str

    @property
    def is_confirmed(self) -> bool:
        return self.judgement == Alignment.Judgement.CONFIRMED


@dataclass(frozen=True, slots=True)
class Row:
    """A task of the first plan with its counterparts, the best first, or one that only the second plan has."""

    state: str
    first: Side | None
    counterparts: tuple[Counterpart, ...]
    second: Side | None

    @property
    def anchor(self) -> str:
        side = self.first or self.second
        return f"{'a' if self.first else 'b'}-{side.anchor}" if side else ""


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """How many tasks two plans have in a theme, and how many of them stand beside one, or alone."""

    slug: str
    name: str
    first: int
    second: int
    paired: int
    only_first: int
    only_second: int


@dataclass(frozen=True, slots=True)
class Head:
    """One of the plans, with how many tasks it has, and how many of them alone."""

    word: str
    region: str
    title: str
    language: str
    url: str
    number: int
    only: int


class Comparison:
    """Two plans and their stored alignment; `lines` say what stands beside what, `row` shows a line. Two queries."""

    def __init__(self, first: Plan, second: Plan, *, wanted: str) -> None:
        self.plans = {plan.pk: plan for plan in (first, second)}
        self.wanted = wanted
        entries = SearchEntry.objects.of_kind(*Section.WORK_ITEMS).filter(plan__in=self.plans)
        loaded = entries.select_related("section__theme").order_by("section__position")
        self._entries = {entry.pk: entry for entry in loaded.defer("marks", "section__spans", "section__as_read")}
        of_plan = {key: [pk for pk, entry in self._entries.items() if entry.plan_id == key] for key in self.plans}
        self._firsts, self._seconds = of_plan[first.pk], of_plan[second.pk]
        self._is_first = frozenset(self._firsts)
        loaded_pairs = Alignment.objects.among(list(self._entries)).select_related("judged_by")
        self._pairs = {frozenset((row.task_id, row.counterpart_id)): row for row in loaded_pairs}
        standing = (row for row in self._pairs.values() if row.is_standing)
        self.lines = lay_out(self._firsts, self._seconds, map(self._pair, standing))

    def heads(self) -> list[Head]:
        counted = counts(self.lines)
        sides = zip("甲乙", self.plans.values(), (self._firsts, self._seconds), STATES[1:], strict=True)
        return [self._head(word, plan, len(keys), counted[state]) for word, plan, keys, state in sides]

    def of_theme(self, slug: str) -> list[Line]:
        """Return the lines with a task of the theme on either side."""
        return [line for line in self.lines if slug in {self._theme_slug(key) for key in line.tasks}]

    def rows(self, lines: Iterable[Line]) -> list[Row]:
        return list(map(self.row, lines))

    def row(self, line: Line) -> Row:
        pairs = line.pairs
        second = self._side(line.second, ()) if line.second else None
        if line.first is None:
            return Row(line.state, None, (), second)
        best = pairs[0].second if pairs else None
        own = self._side(line.first, self._shared(line.first, best) if best else ())
        return Row(line.state, own, tuple(self._counterpart(pair, line) for pair in pairs), None)

    def rejected(self) -> list[tuple[Side, Counterpart]]:
        """Return the pairs that an editor has rejected; no line shows them."""
        pairs = [self._pair(row) for row in self._pairs.values() if row.is_rejected]
        return [(self._side(pair.first, ()), self._counterpart(pair, None)) for pair in pairs]

    def themes(self) -> list[ThemeCount]:
        """Return how the plans stand in each theme that they speak of, in the order of themes."""
        names: dict[str, Theme | None] = {self._theme_slug(key): self._theme(key) for key in self._entries}
        firsts, seconds = (Counter(map(self._theme_slug, keys)) for keys in (self._firsts, self._seconds))
        states: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for line in self.lines:
            states[self._theme_slug(line.first or line.second or 0)][line.state] += 1
        ordered = sorted(names.items(), key=lambda pair: (pair[1] is None, pair[1].order if pair[1] else 0, pair[0]))
        return [
            ThemeCount(
                slug,
                theme.name if theme else UNSORTED,
                firsts[slug],
                seconds[slug],
                *(states[slug][one] for one in STATES),
            )
            for slug, theme in ordered
        ]

    def _head(self, word: str, plan: Plan, number: int, only: int) -> Head:
        title = writer_for(plan, self.wanted)(plan.title)
        region = plan.region.name if plan.region else ""
        return Head(word, region, title, language_of(plan, self.wanted), plan.get_absolute_url(), number, only)

    def _pair(self, row: Alignment) -> Pair:
        one, other = row.is_nearest_of_task, row.is_nearest_of_counterpart
        if row.task_id in self._is_first:
            return Pair(row.task_id, row.counterpart_id, one, other, row.is_confirmed, row.score)
        return Pair(row.counterpart_id, row.task_id, other, one, row.is_confirmed, row.score)

    @cached_property
    def _nearest_of_second(self) -> Mapping[int, int]:
        """For each task of the second plan its nearest in the first."""
        return {pair.second: pair.first for line in self.lines for pair in line.pairs if pair.is_nearest_of_second}

    def _counterpart(self, pair: Pair, line: Line | None) -> Counterpart:
        row = self._pairs[frozenset((pair.first, pair.second))]
        nearer = self._nearest_of_second.get(pair.second) if line and not pair.is_nearest_of_second else None
        return Counterpart(
            side=self._side(pair.second, self._shared(pair.first, pair.second)),
            relation=_relation(pair),
            nearer=self._side(nearer, ()) if nearer else None,
            score=pair.score,
            judgement=row.judgement,
            judged=row.judged,
            version=row.version,
        )

    def _side(self, key: int, shared: Collection[str]) -> Side:
        entry = self._entries[key]
        section, plan = entry.section, self.plans[entry.plan_id]
        write = writer_for(plan, self.wanted)
        title, text = write(section.title), write(section.text)
        in_title, in_text = map(words_of, title_and_text(entry.cuts))
        found = places_of_words(text, in_text, shared)
        excerpt = snippet_at(text, found)
        return Side(
            key=key,
            anchor=section.anchor,
            url=reverse("tasks:task-detail", args=[plan.slug, section.anchor]),
            language=language_of(plan, self.wanted),
            kind=section.get_kind_display(),
            theme=section.theme.name if section.theme else UNSORTED,
            mark=counted_mark(write(section.number)),
            title=marked_at(title, places_of_words(title, in_title, shared)) if title else excerpt,
            excerpt=excerpt if title else (),
            paragraphs=tuple(paragraphs(marked_at(text, found))),
        )

    @cached_property
    def _told(self) -> Mapping[int, Mapping[str, float]]:
        return {key: telling_words(entry.cuts) for key, entry in self._entries.items()}

    @cached_property
    def _holders(self) -> Counter[str]:
        return Counter(word for told in self._told.values() for word in told)

    def _shared(self, first: int, second: int) -> Collection[str]:
        """Return the words that tell most of what two tasks have in common; what half of all tasks say tells nothing."""
        one, other, number = self._told[first], self._told[second], len(self._entries)
        most = max(COMMON_SHARE * number, 2)
        common = {
            word: one[word] * other[word] * rarity(self._holders[word], number)
            for word in one.keys() & other.keys()
            if self._holders[word] <= most
        }
        return frozenset(nlargest(MOST_MARKED, common, key=lambda word: (common[word], word)))

    def _theme(self, key: int) -> Theme | None:
        return self._entries[key].section.theme

    def _theme_slug(self, key: int) -> str:
        theme = self._theme(key)
        return theme.slug if theme else "none"


def counts(lines: Sequence[Line]) -> dict[str, int]:
    """Return how many lines each state has, and all of them under the empty word."""
    counted = Counter(line.state for line in lines)
    return {"": len(lines), **{state: counted[state] for state in STATES}}


def paragraphs(pieces: Iterable[Piece]) -> list[tuple[Piece, ...]]:
    """Divide marked text at its line ends; empty lines are left out."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *others = piece.text.split("\n")
        for at, part in enumerate([first, *others]):
            if at:
                lines.append([])
            if part:
                lines[-1].append(Piece(part, piece.is_found))
    return [tuple(line) for line in lines if line]


def _relation(pair: Pair) -> str:
    if pair.is_nearest_of_first and pair.is_nearest_of_second:
        return "互为最相近"
    return "甲→乙最相近" if pair.is_nearest_of_first else "乙→甲最相近"
