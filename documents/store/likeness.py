"""Tell whether a text is the plan that is stored, or another document."""

from __future__ import annotations

import re
from collections.abc import Iterable

from documents.matching import Known, match
from documents.models import Plan, Region, Section
from documents.outline import Outline
from documents.store.sections import known_sections
from documents.text import fold

LEAST_FOUND = 0.3  # of the text of the stored work items, in a later version of the same document
PIECE = 4  # characters; unrelated plans share few runs of four
# 质量强市行动计划(2023—2025年) and 質量強市行動計劃(2026年) are one title
UNTOLD = re.compile(r"[\W\d_]|年")


def differences(plan: Plan, outline: Outline, *, titles: Iterable[str | None], region: Region | None) -> list[str]:
    """Return in Chinese what speaks against the text being a version of the plan; nothing where it is one.

    `titles` are those the text has or is given, `region` the one it is for. The same title, or enough of the same
    work, makes the same document, unless the region is another.
    """
    if plan.source_text and plan.source_text == outline.source:
        return []
    found = []
    read = plan.as_read or {}
    if not _bare(titles) & _bare([plan.title, read.get("title")]):
        share = share_found(plan, outline)
        if share < LEAST_FOUND:
            found.append(f"标题不同，已存任务的文字只有 {share:.0%} 能在本文件中找到")
    places = {plan.region.slug if plan.region else None, read.get("region")} - {None}
    if region and places and region.slug not in places:
        found.append(f"地区不同（已存的是{plan.region or read['region']}，本文件是{region}）")
    return found


def share_found(plan: Plan, outline: Outline) -> float:
    """Return which share of the text of the plan's work items the outline holds again, in the section that each became.

    Where a plan has no work items, all its sections count; a plan without any text has nothing that could be lost.
    """
    rows = list(plan.sections.in_order())
    old, new = _stored_sections(rows), known_sections(outline)
    counted = [index for index, row in enumerate(rows) if row.is_work_item] or list(range(len(rows)))
    partner = {known: reading for reading, known in match(old, new).items()}
    total = again = 0
    for index in counted:
        pieces = _pieces(old[index])
        total += len(pieces)
        again += len(pieces & _pieces(new[partner[index]])) if index in partner else 0
    return again / total if total else 1.0


def _stored_sections(rows: list[Section]) -> list[Known]:
    index_of = {row.pk: index for index, row in enumerate(rows)}
    return [
        Known(row.kind, row.number, row.title, row.text, index_of.get(row.parent_id) if row.parent_id else None)
        for row in rows
    ]


def _pieces(section: Known) -> set[str]:
    text = re.sub(r"\W", "", fold(section.title + section.text))
    return {text[at : at + PIECE] for at in range(max(len(text) - PIECE + 1, bool(text)))}


def _bare(titles: Iterable[str | None]) -> set[str]:
    return {UNTOLD.sub("", fold(title)) for title in titles if title} - {""}
