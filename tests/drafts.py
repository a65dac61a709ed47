"""Drafts for tests: sentences read by the simplest rules that serve, so that storing is tested apart from reading."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from documents.outline import Heading, Outline, Section, parse

CLAUSE = re.compile(r"[(（](?P<names>[^()（）]+)负责[)）]")
DEFAULT = re.compile(r"均需(?P<name>[^,，]+)落实")
TARGET = re.compile(r"(?P<name>[\u4e00-\u9fff]+)达到(?P<value>[0-9.]+)(?P<unit>%|家|萬元)?")
DEADLINE = re.compile(r"完成时限:(?P<when>[^。]+)")
GOAL = re.compile(r"到(?P<year>20\d\d)年")


@dataclass
class Read:
    """The same shape as qpolicy.ingest.Draft."""

    outline: Outline
    goals: list[Any] = field(default_factory=list)
    targets: list[Any] = field(default_factory=list)
    duties: dict[int, list[Any]] = field(default_factory=dict)
    deadlines: dict[int, str] = field(default_factory=dict)
    defaults: list[Any] = field(default_factory=list)
    remarks: tuple[Any, ...] = ()


def read(text: str, **heading: Any) -> Any:
    parsed = parse(text)
    shown = Heading(**{"title": "某市质量强市行动计划", "script": parsed.heading.script, **heading})
    outline = Outline(parsed.source, parsed.folded, shown, parsed.sections, parsed.dropped, parsed.remarks)
    draft = Read(outline, remarks=outline.remarks)
    for section in outline.sections:
        _take(draft, section)
    return draft


def _take(draft: Read, section: Section) -> None:
    for found in CLAUSE.finditer(section.text):
        names = re.finditer(r"[^、]+", found["names"])
        places = [(name.group(), *section.body.locate(*_shifted(name.span(), found.start("names")))) for name in names]
        duties = [SimpleNamespace(name=name, role="responsible", start=start, end=end) for name, start, end in places]
        draft.duties.setdefault(section.id, []).extend(duties)
    for found in DEFAULT.finditer(section.text):
        start, end = section.body.locate(*found.span("name"))
        rule = SimpleNamespace(name=found["name"], role="responsible", section=section.id, start=start, end=end)
        draft.defaults.append(rule)
    if found_deadline := DEADLINE.search(section.text):
        draft.deadlines[section.id] = found_deadline["when"]
    if found_goal := GOAL.match(section.text):
        start, end = section.body.locate(0, len(section.text))
        year = int(found_goal["year"])
        draft.goals.append(SimpleNamespace(year=year, section=section.id, text=section.text, start=start, end=end))
    draft.targets += [_target(section, found) for found in TARGET.finditer(section.text)]


def _target(section: Section, found: re.Match[str]) -> Any:
    start, end = section.body.locate(*found.span())
    value, unit = found["value"], found["unit"]
    return SimpleNamespace(
        name=found["name"], operator="=", value=value, upper=None, unit=unit, year=2025, basis=None, attribute=None,
        source="prose", section=section.id, quote=found.group(), start=start, end=end,
    )  # fmt: skip


def _shifted(span: tuple[int, int], by: int) -> tuple[int, int]:
    return span[0] + by, span[1] + by
