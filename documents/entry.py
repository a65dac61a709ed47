"""Sections that are entered by hand: where they stand and what their address is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import Max

from documents.anchors import Anchors
from documents.models import Plan, Section
from documents.ordering import STEP
from documents.text import fold

# （一）夯实基础  第一节 夯实基础: a group of the chapter before it
GROUP = re.compile(r"\(|第[^章]{1,9}节")


def append(plan: Plan, sections: Iterable[Section]) -> list[Section]:
    """Save new sections at the end of a plan, in order, each under the heading or box that it follows."""
    earlier = list(Section.objects.filter(plan=plan).defer("text", "spans", "rows", "as_read").in_order())
    added = []
    for section in sections:
        section.plan = plan
        section.parent = section.parent or proper_parent(section, earlier)
        settle(section)
        section.save()
        earlier.append(section)
        added.append(section)
    return added


def settle(section: Section) -> None:
    """Give a section the place and the address that it lacks. Two queries at most."""
    others = Section.objects.filter(plan=section.plan)
    if section.position is None:
        section.position = (others.aggregate(last=Max("position"))["last"] or 0) + STEP
    if not section.anchor:
        anchors = Anchors.besides(others.values_list("anchor", flat=True))
        section.anchor = anchors.give(section.parent.anchor if section.parent else None, section.kind, section.number)


def proper_parent(section: Section, earlier: list[Section]) -> Section | None:
    """Return what a section belongs under if it follows these: a project its box, a group its chapter."""
    if section.kind == Section.Kind.HEADING:
        chapters = [other for other in earlier if other.kind == Section.Kind.HEADING and other.parent_id is None]
        return chapters[-1] if chapters and GROUP.match(fold(section.number)) else None
    wanted = Section.Kind.BOX if section.kind == Section.Kind.PROJECT else Section.Kind.HEADING
    return next((other for other in reversed(earlier) if other.kind == wanted), None)
