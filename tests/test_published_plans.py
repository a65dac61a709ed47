"""The five published texts are read to what is printed in them."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from documents.outline import Kind, Section
from qpolicy.ingest import Draft, read_plan

SOURCES = Path(__file__).resolve().parents[1] / "fixtures" / "sources"


@cache
def draft_of(slug: str) -> Draft:
    return read_plan((SOURCES / f"{slug}.txt").read_text(encoding="utf-8"))


def sections_of(slug: str, *kinds: Kind) -> list[Section]:
    return [section for section in draft_of(slug).outline.sections if section.kind in kinds]


def codes_of(slug: str) -> Counter[str]:
    return Counter(remark.code for remark in draft_of(slug).remarks)


@pytest.mark.parametrize(
    ("slug", "tasks", "safeguards"),
    [("rongchang", 28, 4), ("generic-city", 16, 3), ("hebei", 32, 3), ("xinjiang", 32, 3), ("xian", 30, 4)],
)
def test_every_task_and_safeguard_is_read(slug: str, tasks: int, safeguards: int) -> None:
    assert len(sections_of(slug, Kind.TASK)) == tasks
    assert len(sections_of(slug, Kind.SAFEGUARD)) == safeguards


def test_xian_has_seven_boxes_with_21_projects_and_one_table() -> None:
    assert [box.number for box in sections_of("xian", Kind.BOX)] == [f"專欄{number}" for number in range(2, 9)]
    assert len(sections_of("xian", Kind.PROJECT)) == 21
    assert [table.number for table in sections_of("xian", Kind.TABLE)] == ["專欄1"]


def test_xian_has_22_table_targets_with_unit_operator_year_and_attribute() -> None:
    targets = [target for target in draft_of("xian").targets if target.source == "table"]
    assert len(targets) == 22
    assert {target.year for target in targets} == {2025}
    assert Counter(target.attribute for target in targets) == {"expected": 12, "binding": 10}
    firsts = {target.name: (target.operator, target.value, target.unit, target.basis) for target in targets}
    assert firsts["國家高新技術企業"] == (">=", "1.2", "萬家", None)
    assert firsts["制造業全員勞動生產率增長"][:3] == ("=", "7", "%")
    assert firsts["制造業全員勞動生產率增長"][3] == "annual"
    assert firsts["全員勞動生產率"] == ("=", "21", "萬元/人", None)


def test_every_task_of_xian_names_who_is_responsible() -> None:
    duties = draft_of("xian").duties
    assert all(duties[section.id] for section in sections_of("xian", Kind.TASK, Kind.SAFEGUARD, Kind.PROJECT))
    last = sections_of("xian", Kind.TASK)[25]
    assert [(duty.name, duty.role) for duty in duties[last.id]] == [
        ("市市場監管局", "lead"),
        ("市級相關部門", "responsible"),
    ]


def test_the_plan_wide_rule_of_xian_is_read_once() -> None:
    assert [duty.name for duty in draft_of("xian").defaults] == ["各區縣政府", "西咸新區", "各開發區管委會"]


def test_one_phrase_with_two_indicators_gives_both_or_is_named_as_printed() -> None:
    names = {target.name for target in draft_of("rongchang").targets}
    assert names >= {"制造业质量竞争力指数", "农产品质量安全例行监测合格率"}
    assert names & {"制造业产品和消费品质量合格率", "制造业产品质量合格率"}


@pytest.mark.parametrize(
    ("slug", "years"),
    [
        ("rongchang", [2027, 2035]),
        ("generic-city", [2022]),
        ("hebei", [2025, 2035]),
        ("xinjiang", [2025, 2035]),
        ("xian", [2025, 2035]),
    ],
)
def test_the_goals_are_read_by_year(slug: str, years: list[int]) -> None:
    assert [goal.year for goal in draft_of(slug).goals] == years


@pytest.mark.parametrize(
    ("slug", "code"),
    [
        ("rongchang", "missing-number"),
        ("rongchang", "announced-count"),
        ("rongchang", "noise-dropped"),
        ("generic-city", "noise-dropped"),
        ("xinjiang", "no-title"),
        ("xian", "contradiction"),
    ],
)
def test_an_editor_is_told_what_to_look_at(slug: str, code: str) -> None:
    assert codes_of(slug)[code]


METADATA = {
    "rongchang": ("质量强区建设行动计划", "荣昌府发〔2024〕16号", "重庆市荣昌区人民政府", None),
    "generic-city": ("某市人民政府关于实施质量强市战略的意见", None, "某市人民政府", None),
    "hebei": ("河北省質量強省建設綱要", None, "中共河北省委、河北省人民政府", None),
    "xinjiang": (None, None, None, None),
    "xian": ("西安市貫徹落實《質量強國建設綱要》深化質量強市建設實施方案", None, "西安市人民政府辦公廳", "2024-04-28"),
}
CATALOGUE_WORDS = {
    "rongchang": ("荣昌区", "district", "行动计划", "hans"),
    "generic-city": ("某市", "city", "意见", "hans"),
    "hebei": ("河北省", "province", "纲要", "hant"),
    "xinjiang": ("新疆维吾尔自治区", "province", "方案", "hans"),
    "xian": ("西安市", "city", "实施方案", "hant"),
}


@pytest.mark.parametrize("slug", METADATA)
def test_the_metadata_is_what_the_text_says(slug: str) -> None:
    heading = draft_of(slug).outline.heading
    assert (heading.title, heading.document_number, heading.issuer, heading.issued_on) == METADATA[slug]
    assert (heading.region, heading.level, heading.kind, heading.script) == CATALOGUE_WORDS[slug]
