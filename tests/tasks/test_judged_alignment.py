"""The pairs of tasks judged by hand, by which an alignment of two plans is measured, fit the reviewed plans."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from qpolicy.fixtures import FOLDER

JUDGED: dict[str, Any] = json.loads(Path(__file__).with_name("judged_alignment.json").read_text(encoding="utf-8"))
PAIRS: list[dict[str, Any]] = JUDGED["pairs"]


def test_every_task_is_judged_once_in_reading_order_under_its_title() -> None:
    tasks = [(section["anchor"], section["title"]) for section in sections_of(JUDGED["from"], "task")]
    assert [(pair["task"], pair["title"]) for pair in PAIRS] == tasks


def test_every_best_counterpart_is_a_task_of_the_other_plan() -> None:
    known = {section["anchor"] for section in sections_of(JUDGED["to"], "task")}
    assert {pair["best"] for pair in PAIRS} - {None} <= known


def test_every_acceptable_counterpart_is_a_task_or_safeguard_of_the_other_plan() -> None:
    known = {section["anchor"] for section in sections_of(JUDGED["to"], "task", "safeguard")}
    assert {anchor for pair in PAIRS for anchor in pair["acceptable"]} <= known


def test_no_counterpart_is_named_twice() -> None:
    for pair in PAIRS:
        named = [pair["best"], *pair["acceptable"]]
        assert len(named) == len(set(named)), pair


def test_nothing_is_acceptable_where_there_is_no_counterpart() -> None:
    assert not [pair for pair in PAIRS if pair["best"] is None and pair["acceptable"]]


def test_every_judgement_has_a_short_reason() -> None:
    assert not [pair for pair in PAIRS if not 0 < len(pair["reason"]) <= 20]


def sections_of(slug: str, *kinds: str) -> list[dict[str, Any]]:
    """Return the sections of a reviewed plan of some kinds, in reading order."""
    rows = json.loads((FOLDER / f"{slug}.json").read_text(encoding="utf-8"))
    sections = [row["fields"] for row in rows if row["model"] == "documents.section"]
    return sorted(
        (section for section in sections if section["kind"] in kinds), key=lambda section: section["position"]
    )
