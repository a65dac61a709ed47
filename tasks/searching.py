"""Search the tasks of published plans, as the page, the command and whoever asks for more do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from documents.models import Department, SearchEntry, Section
from documents.models.search import SearchEntryQuerySet
from documents.search import fields
from documents.search.cuts import letters
from documents.search.engine import Answer, held, known_words, search
from documents.search.matching import MOST_COUNTED
from documents.search.query import Field, Query, parse
from documents.search.ranking import Ranked
from documents.search.snippets import snippet, to_html
from documents.search.wanted import Wanted
from tasks.models import DefaultResponsibility, Responsibility, Role

EVERY_KIND = "all"
OTHER_ROLES = {"参与": "配合", "协同": "配合", "责任": "负责"}  # words of plans


@dataclass(frozen=True, slots=True)
class Found:
    """The answer, and the fields of the query whose value nothing is called by."""

    query: Query
    answer: Answer
    unknown: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A section that was found, with its plan and, of a project, the number of its box."""

    section: Section
    ranked: Ranked

    @property
    def box(self) -> str | None:
        above = (self.section.parent, self.section.parent and self.section.parent.parent)
        return next((one.number for one in above if one and one.kind == Section.Kind.BOX), None)


def find(typed: str, *, kind: str | None = None, most: int = 20) -> Found:
    """Answer what was typed, in any script; by default from tasks, safeguards and projects."""
    query = parse(typed)
    narrowed = fields.narrow(entries_for(query, kind), query, READERS)
    answer = answer_of(query, narrowed.entries, most=most)
    if query.fields and not query.pieces:
        answer = _all_of(answer, narrowed.entries, most)
    return Found(query, answer, narrowed.unknown)


def answer_of(query: Query, entries: SearchEntryQuerySet, *, most: int) -> Answer:
    """Answer from these entries, as the page, the API, feeds, files and the command all do."""
    answer = search(query, entries, most=most)
    # 荣昌 in the text of a task is not what a 文号 asks for.
    return answer.without_partial() if query.is_number else answer


def entries_for(query: Query, kind: str | None = None) -> SearchEntryQuerySet:
    """Return the entries of published plans that are searched: of one kind, of all, or of what is to be done."""
    return among(query, SearchEntry.objects.published(), kind)


def among(query: Query, entries: SearchEntryQuerySet, kind: str | None = None) -> SearchEntryQuerySet:
    """Keep the entries that are searched."""
    if kind == EVERY_KIND or any(field.name == "kind" for field in query.fields):
        return entries
    return entries.of_kind(*([kind] if kind else Section.WORK_ITEMS))


def hits(ranked: Sequence[Ranked]) -> list[Hit]:
    """Return the sections of a page of hits, in their order. One query."""
    known = Section.objects.select_related("plan__region", "parent__parent", "theme").in_bulk(
        [hit.key for hit in ranked]
    )
    return [Hit(known[hit.key], hit) for hit in ranked if hit.key in known]


def to_json(found: Found, *, limit: int, milliseconds: float) -> dict[str, Any]:
    """Return what `manage.py search --json` prints of an answer."""
    answer = found.answer
    record = {
        "query": found.query.typed,
        "total": answer.total,
        "partial_total": answer.partial_total,
        "milliseconds": round(milliseconds, 1),
        "hits": [_hit(hit, answer.wanted) for hit in hits(answer.hits[:limit])],
    }
    return record | ({"total_is_lower_bound": True} if answer.is_lower_bound else {})


def by_department(typed: str) -> Q | None:
    """A name of a department, or another one of the same function: its own tasks and those of plan-wide rules."""
    wanted = letters(typed)
    runs = (wanted, *known_words().synonyms(wanted)) if wanted else ()
    named = Department.objects.values_list("pk", "name", "aliases")
    keys = [key for key, name, aliases in named if any(r in letters(n) for n in (name, *aliases) for r in runs)]
    if not keys:
        return None
    own = Responsibility.objects.filter(department__in=keys).values("task")
    plans = DefaultResponsibility.objects.filter(department__in=keys).values("plan")
    return Q(section__in=own) | Q(section__plan__in=plans, section__task__isnull=False)


def by_role(typed: str) -> Q | None:
    name = OTHER_ROLES.get(letters(typed), letters(typed))
    roles = [value for value, label in Role.choices if name in (value, letters(label))]
    return Q(section__in=Responsibility.objects.filter(role__in=roles).values("task")) if roles else None


READERS: Mapping[str, fields.Reader] = {**fields.READERS, "department": by_department, "role": by_role}


def _all_of(answer: Answer, entries: SearchEntryQuerySet, most: int) -> Answer:
    """Return everything that meets the fields, where no words are looked for, in reading order. Two queries."""
    found = held(answer.wanted, entries)
    total = found[: MOST_COUNTED + 1].count()
    keys = found.order_by("section__plan", "section__position").values_list("pk", flat=True)[:most]
    hits = tuple(Ranked(key, 0.0, is_full=True, held=()) for key in keys)
    return replace(answer, hits=hits, total=min(total, MOST_COUNTED), is_lower_bound=total > MOST_COUNTED)


def _hit(hit: Hit, wanted: Wanted) -> dict[str, Any]:
    section = hit.section
    return {
        "plan": section.plan.slug,
        "number": section.number,
        "box": hit.box,
        "kind": section.kind,
        "title": section.title or None,
        "url": section.get_absolute_url(),
        "score": round(hit.ranked.score, 2),
        "partial": not hit.ranked.is_full,
        "snippet": to_html(snippet(section.text or section.title, wanted)),
    }
