"""Places of words in plans: in which section, how the plan writes them, where in its source text, and how they are cited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from documents.citing import cite, place_of
from documents.excerpts import excerpts
from documents.models import Plan, Section
from documents.passage import Span, gather, merged
from documents.reading import ReadSection, assemble
from documents.scripted import writer_for
from documents.switch import script_for
from documents.verbatim import is_literal, places, said

CONTEXT = 60  # characters
SENTENCE_END = re.compile("[。！？；!?;\n]")
READ = ("plan", "position", "number", "title", "text", "spans", "as_read", "anchor", "kind")


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: `written` is the plan's own wording, `spans` its places in the source text.

    `before` and `behind` are what else the sentence says, as far as CONTEXT.
    `until` is the section in which they end, where that is another one. No spans where a section was entered or
    corrected by hand, or the plan has no source text.
    """

    plan: Plan
    section: Section
    until: Section | None
    written: str
    spans: tuple[Span, ...]
    is_literal: bool
    before: str = ""
    behind: str = ""

    @property
    def url(self) -> str:
        return f"{self.plan.get_absolute_url()}#{self.section.anchor}"


@dataclass(frozen=True, slots=True)
class Match:
    """Words found in these sections, at this place of all that they say; the `nth` of `of` times."""

    sections: tuple[Section, ...]
    text: str
    span: Span
    nth: int = 0
    of: int = 1

    @property
    def written(self) -> str:
        return self.text[slice(*self.span)]

    @property
    def before(self) -> str:
        nearest = max(0, self.span[0] - CONTEXT)
        ends = [found.end() for found in SENTENCE_END.finditer(self.text, nearest, self.span[0])]
        return self.text[ends[-1] : self.span[0]] if ends else _cut_before(self.text[nearest : self.span[0]], nearest)

    @property
    def behind(self) -> str:
        last = self.span[1] + CONTEXT
        end = SENTENCE_END.search(self.text, self.span[1], last)
        if end:
            return self.text[self.span[1] : end.end()].rstrip("\n")
        return self.text[self.span[1] : last] + ("…" if last < len(self.text) else "")


@dataclass(frozen=True, slots=True)
class Places:
    """Makes places of matches. One query."""

    quotation: str
    plans: dict[int, Plan]
    sources: dict[int, str] = field(default_factory=dict)

    def of(self, matches: Iterable[Match]) -> list[Place]:
        matches = list(matches)
        wanted = {match.sections[0].plan_id for match in matches} - self.sources.keys()
        if wanted:
            self.sources.update(Plan.objects.filter(pk__in=wanted).values_list("pk", "source_text"))
        return [self._place(match) for match in matches]

    def _place(self, match: Match) -> Place:
        first, last = match.sections[0], match.sections[-1]
        return Place(
            plan=self.plans[first.plan_id],
            section=first,
            until=None if last.pk == first.pk else last,
            written=match.written,
            spans=spans_of(match, self.sources.get(first.plan_id, "")),
            is_literal=is_literal(self.quotation, match.written),
            before=match.before,
            behind=match.behind,
        )


def _cut_before(text: str, start: int) -> str:
    return f"…{text}" if start else text


def passage(section: Section) -> str:
    """Return all that the section itself says."""
    return f"{section.number}{section.title}\n{section.text}"


def as_read(section: Section) -> str:
    """Return what the section said before it was corrected by hand; nothing where it was not."""
    read = section.as_read if section.is_corrected else None
    return f"{read.get('number') or ''}{read.get('title') or ''}\n{read.get('text') or ''}" if read else ""


def sections_of(keys: Iterable[int]) -> list[Section]:
    return list(Section.objects.filter(pk__in=list(keys)).only(*READ).in_order())


def sections_of_plans(plans: Sequence[int]) -> list[Section]:
    return list(Section.objects.filter(plan__in=plans).only(*READ).in_order())


def spans_of(match: Match, source: str) -> tuple[Span, ...]:
    """Return where in the source the words stand, if the sections' own spans hold them as often as the sections do."""
    own = merged((start, end) for section in match.sections for start, end in section.spans or ())
    if not own or own[-1][1] > len(source):
        return ()
    read = gather(source, source, [(span, "\n") for span in own])
    found = places(said(match.written), said(read.text))
    if len(found) != match.of:
        return ()
    return merged(span for span, _ in read.pieces(*found[match.nth]))


def cited(found: Sequence[Place], wanted: str) -> list[str]:
    """Return the citation of each place, in the wanted script. One query."""
    plans = {place.plan.pk: place.plan for place in found}
    stored = excerpts({place.section.pk for place in found}, plans)
    read: dict[int, ReadSection] = {}
    for key, sections in stored.items():
        read |= assemble(sections, writer_for(plans[key], wanted)).by_key
    return [_citation(place.plan, read.get(place.section.pk), wanted) for place in found]


def _citation(plan: Plan, section: ReadSection | None, wanted: str) -> str:
    write = writer_for(plan, wanted)
    place = place_of(section, script_for(plan, wanted)) if section else ""
    return cite(write(plan.title), write(plan.document_number), place)
