"""Sections of several plans with what they stand under, so that each can be named by its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Left

from documents.models import Section

BEGINNING = 80


@dataclass(slots=True)
class Excerpt:
    """A section without most of its text, for `documents.reading.assemble`."""

    pk: int
    parent_id: int | None
    kind: str
    number: str
    title: str
    text: str
    anchor: str
    rows: None = None


def excerpts(sections: Collection[int], plans: Collection[int]) -> dict[int, list[Excerpt]]:
    """Return the sections and all that have others under them, by plan and in reading order. One query."""
    is_above = Exists(Section.objects.filter(parent=OuterRef("pk")))
    found = (
        Section.objects.filter(Q(pk__in=sections) | is_above, plan__in=plans)
        .order_by("plan_id", "position")
        .values_list("plan_id", "pk", "parent_id", "kind", "number", "title", Left("text", BEGINNING), "anchor")
    )
    by_plan: defaultdict[int, list[Excerpt]] = defaultdict(list)
    for plan, *fields in found:
        by_plan[plan].append(Excerpt(*fields))
    return by_plan
