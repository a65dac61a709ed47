"""The hits as the search page shows them, in the script the reader wants, with what matched marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from documents.models import Plan, Section
from documents.reading import Write
from documents.scripted import language_of, writer_for
from documents.search.cuts import letters
from documents.search.snippets import marked, snippet
from documents.search.wanted import Wanted
from documents.spellings import Piece
from tasks.duties import Duty, by_role
from tasks.listing import counted_mark, first_duties
from tasks.models import Responsibility

SHOWN = (
    *("number", "title", "text", "kind", "anchor", "position"),
    *(f"parent__{name}" for name in ("number", "title")),
    *(f"parent__parent__{name}" for name in ("number", "title")),
    "theme__name",
    *(f"plan__{name}" for name in ("title", "slug", "script", "validity", "issued_on")),
)
NAMED_BY_TEXT = 60  # characters that stand for a title where there is none


@dataclass(frozen=True, slots=True)
class HitRow:
    """A section that was found; `path` are the headings above it, `unsaid` the runs that it holds in other words."""

    url: str
    language: str
    mark: str
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    path: tuple[str, ...]
    plan: Plan
    plan_title: str
    kind: str
    theme: str
    duties: tuple[Duty, ...]
    more_departments: int
    is_full: bool
    is_superseded: bool
    unsaid: frozenset[str]


def hit_rows(keys: Sequence[int], full: set[int], looked_for: Wanted, *, wanted: str) -> list[HitRow]:
    """Return the sections of a page of hits, in their order. Two queries."""
    newer = Plan.objects.published().filter(replaces=OuterRef("plan"))
    some = Section.objects.select_related("plan", "parent__parent", "theme").only(*SHOWN)
    some = some.annotate(is_superseded=Exists(newer))
    known = some.in_bulk(list(keys))
    parts: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    stated = Responsibility.objects.filter(task__in=list(keys)).order_by("task", "position")
    for task, role, name, department in stated.values_list("task", "role", "name", "department__name"):
        parts[task].append((role, name or department))
    return [_row(known[key], key in full, parts[key], looked_for, wanted) for key in keys if key in known]


def as_held(looked_for: Wanted, title: str, text: str) -> Wanted:
    """Return what is to be marked: of a piece that stands there as one run, not its words elsewhere."""
    said = _said(title, text)
    pieces = (
        replace(piece, words=(), parts=()) if any(run in said for run in piece.runs) else piece
        for piece in looked_for.pieces
    )
    return replace(looked_for, pieces=tuple(pieces))


def _said(title: str, text: str) -> str:
    return f"{letters(title)}|{letters(text)}"


def _row(section: Any, is_full: bool, parts: Iterable[tuple[str, str]], looked_for: Wanted, wanted: str) -> HitRow:
    plan = section.plan
    write = writer_for(plan, wanted)
    duties = by_role((role, write(name)) for role, name in parts)
    title, text = write(section.title), write(section.text)
    first, more = first_duties(duties)
    said = _said(title, text)
    looked_for = as_held(looked_for, title, text)
    return HitRow(
        url=_address(section),
        language=language_of(plan, wanted),
        mark=counted_mark(write(section.number)),
        title=marked(title, looked_for) if title else snippet(text, looked_for, NAMED_BY_TEXT),
        text=snippet(text, looked_for),
        path=tuple(_path(section, write)),
        plan=plan,
        plan_title=write(plan.title),
        kind=section.get_kind_display(),
        theme=section.theme.name if section.theme else "",
        duties=first,
        more_departments=more,
        is_full=is_full,
        is_superseded=section.is_superseded,
        unsaid=frozenset(piece.run for piece in looked_for.pieces if piece.run not in said),
    )


def _address(section: Section) -> str:
    if section.is_work_item:
        return reverse("tasks:task-detail", args=[section.plan.slug, section.anchor])
    return section.get_absolute_url()


def _path(section: Section, write: Write) -> Iterable[str]:
    above = section.parent
    for heading in (above.parent, above) if above else ():
        if heading and (heading.number or heading.title):
            yield counted_mark(write(heading.number)) + write(heading.title)
