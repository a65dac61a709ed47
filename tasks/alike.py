"""Tasks of other plans that are like one, with what they share marked, in the script the reader wants."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from documents.models import SearchEntry, Section
from documents.scripted import language_of, writer_for
from documents.search.cuts import words_of
from documents.search.likeness import Alike
from documents.search.nearest import nearest
from documents.search.snippets import marked_at, places_of_words, snippet_at
from documents.search.wanted import title_and_text
from documents.spellings import Piece
from tasks.listing import counted_mark

MOST_SHOWN = 5
SHOWN = (
    "cuts",
    *(f"section__{name}" for name in ("number", "title", "text", "anchor")),
    *(f"section__plan__{name}" for name in ("title", "slug", "script")),
)


@dataclass(frozen=True, slots=True)
class AlikeTask:
    """A task that is like another; what has no title of its own is named by its text."""

    url: str
    language: str
    mark: str
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    plan_title: str
    plan_url: str


def alike(section: Section, *, wanted: str) -> list[AlikeTask]:
    """Return the tasks of other published plans that are most like one, the nearest first. Two queries.

    The section comes with its search_entry.
    """
    published = SearchEntry.objects.published().of_kind(*Section.WORK_ITEMS)
    entries = published.select_related("section__plan").only(*SHOWN)
    return [_shown(entry, found, wanted) for entry, found in nearest(section, entries, most=MOST_SHOWN)]


def _shown(entry: SearchEntry, found: Alike, wanted: str) -> AlikeTask:
    section = entry.section
    plan = section.plan
    write = writer_for(plan, wanted)
    title, text = write(section.title), write(section.text)
    in_title, in_text = map(words_of, title_and_text(entry.cuts))
    excerpt = snippet_at(text, places_of_words(text, in_text, found.shared))
    return AlikeTask(
        url=reverse("tasks:task-detail", args=[plan.slug, section.anchor]),
        language=language_of(plan, wanted),
        mark=counted_mark(write(section.number)),
        title=marked_at(title, places_of_words(title, in_title, found.shared)) if title else excerpt,
        text=excerpt if title else (),
        plan_title=write(plan.title),
        plan_url=plan.get_absolute_url(),
    )
