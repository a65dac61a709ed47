"""Cite places of plans for assistants: title, number, issuer, path, address, words, and where these stand in the source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from documents.citing import cite, place_of
from documents.excerpts import excerpts
from documents.models import Plan, Section
from documents.passage import Span
from documents.quotations.places import Match, passage, spans_of
from documents.reading import Reading, ReadSection, assemble
from documents.scripted import writer_for
from documents.shelf import Shelf
from documents.switch import ORIGINAL, script_for
from documents.verbatim import places, said
from qpolicy.assistants.asked import Site
from qpolicy.assistants.shapes import Citation

MOST_QUOTED = 400  # characters
MOST_SPANS = 20
CITED = ("plan", "position", "kind", "number", "title", "text", "spans", "as_read", "anchor", "parent")


@dataclass(frozen=True, slots=True)
class Citer:
    """Cites sections, all of which it knows beforehand. Two queries."""

    site: Site
    shelf: Shelf
    readings: dict[int, Reading]
    sources: dict[int, str]
    parents: dict[int, int | None]

    @classmethod
    def of(cls, site: Site, shelf: Shelf, sections: Iterable[Section]) -> Citer:
        sections = list(sections)
        plans = {section.plan_id for section in sections}
        stored = excerpts({section.pk for section in sections}, plans)
        return cls(
            site,
            shelf,
            {key: assemble(rows, writer_for(shelf.plans[key], ORIGINAL)) for key, rows in stored.items()},
            dict(Plan.objects.filter(pk__in=plans).values_list("pk", "source_text")),
            {row.pk: row.parent_id for rows in stored.values() for row in rows},
        )

    def cite(self, section: Section, span: Span | None = None) -> Citation:
        """Cite a place in all that the section says; without one its beginning."""
        text = passage(section)
        whole = len(text.rstrip())
        start, end = span or (0, min(whole, MOST_QUOTED))
        written = text[start:end]
        found = places(said(written), said(text))
        nth = next((at for at, (begin, _) in enumerate(found) if begin >= start), 0)
        match = Match((section,), text, (start, end), nth, max(1, len(found)))
        spans = spans_of(match, self.sources.get(section.plan_id, "")) if found else ()
        return self.of_words(section, written.strip("\n"), spans, is_cut=start > 0 or end < whole)

    def of_words(self, section: Section, quote: str, spans: Iterable[Span], *, is_cut: bool = False) -> Citation:
        plan = self.shelf.plans[section.plan_id]
        read = self.readings[plan.pk].get(section.pk) if plan.pk in self.readings else None
        place = place_of(read, script_for(plan, ORIGINAL)) if read else ""
        return cited_plan(plan, self.shelf, self.site).model_copy(
            update={
                "citation": cite(plan.title, plan.document_number, place),
                "section": section.anchor,
                "path": list(self._path(plan.pk, section.pk)),
                "url": self.site.url(f"{plan.get_absolute_url()}#{section.anchor}"),
                "quote": quote,
                "is_cut": is_cut,
                "spans": list(spans)[:MOST_SPANS],
                "notes": [*notes(plan, self.shelf), *(["本条经人工校订，与原文不同"] if section.is_corrected else [])],
            }
        )

    def heading(self, section: Section) -> str:
        read = self.readings[section.plan_id].get(section.pk)
        return heading(read) if read else section.title

    def _path(self, plan: int, key: int) -> Iterator[str]:
        above: list[ReadSection] = []
        at: int | None = key
        while at is not None and (read := self.readings[plan].get(at)) and read not in above:
            above.append(read)
            at = self.parents.get(at)
        return map(heading, reversed(above))


def heading(read: ReadSection) -> str:
    return f"{read.mark}{read.label}"


def cited_plan(plan: Plan, shelf: Shelf, site: Site) -> Citation:
    return Citation(
        citation=cite(plan.title, plan.document_number, ""),
        plan=plan.slug,
        title=plan.title,
        document_number=plan.document_number,
        issuer=plan.issuer,
        url=site.url(plan.get_absolute_url()),
        notes=notes(plan, shelf),
    )


def notes(plan: Plan, shelf: Shelf) -> list[str]:
    """Return what one should know who cites the plan."""
    said = [
        ("本规划已被新版替代", plan.pk in shelf.superseded),
        ("本规划已失效", plan.validity == Plan.Validity.EXPIRED),
    ]
    return [note for note, holds in said if holds]
