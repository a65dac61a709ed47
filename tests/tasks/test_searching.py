"""Whatever is typed is answered: from published plans alone, the best first, with honest numbers."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.models import Plan, Region, SearchEntry, Section, Synonym
from tasks.models import Responsibility
from tasks.searching import find, hits
from tests import builders
from tests.hostile import queries

pytestmark = pytest.mark.django_db
TASKS = (
    ("發展壯大質量人才隊伍", "實施首席質量官培養計劃。(市市場監管局負責)"),
    ("提升质量管理水平", "推行首席质量官制度，降低能耗，能源消耗强度持续下降。"),
    ("健全监管机制", "健全以“双随机、一公开”监管为基本手段的监管机制。"),
    ("推广绿色建筑", "发展绿色建筑。缺陷产品依法召回。"),
)


@pytest.fixture
def plan() -> Plan:
    made = builders.plan(status="published", period_start=2023, period_end=2027)
    rows = builders.sections(made, *(("task", f"({n})", title) for n, (title, _) in enumerate(TASKS, start=1)))
    for row, (_, text) in zip(rows, TASKS, strict=True):
        row.text = text
    Section.objects.bulk_update(rows, ["text"])
    return made


def numbers(typed: str, **options: Any) -> list[str]:
    """Return the numbers of the full hits; partial ones stand in brackets of their own."""
    found = hits(find(typed, **options).answer.hits)
    return [hit.section.number if hit.ranked.is_full else f"[{hit.section.number}]" for hit in found]


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("首席質量官", {"(1)", "(2)"}),
        ("席质量", {"(1)", "(2)"}),
        ("双随机一公开", {"(3)"}),
        ("機、一公開", {"(3)"}),
        ('"绿色建筑"', {"(4)"}),
        ("首席质量官 -能耗", {"(1)"}),
        ("召回产品", {"(4)"}),
        ("官", {"(1)", "(2)"}),
        ("官 耗", {"(2)", "[(1)]"}),
        ("官 -耗", {"(1)"}),
        ("地区:西安 首席质量官", {"(1)", "(2)"}),
        ("年份:2025 绿色建筑", {"(4)"}),
        ("年份:2019 绿色建筑", set()),
        ("地区:不存在 绿色建筑", set()),
        ("类型:任务 绿色建筑", {"(4)"}),
        ("类型:任务、保障措施 绿色建筑", {"(4)"}),
        ("地区:西安，西安市 绿色建筑", {"(4)"}),
        ("地区:西安、不存在 绿色建筑", set()),
        ("层级:市 绿色建筑", {"(4)"}),
        ("层级:县级 绿色建筑", set()),
        ("麒麟獬豸", set()),
        ("80%以上", set()),  # 以上 alone says nothing
        ("绿色建筑面积80%以上", {"[(4)]"}),
    ],
)
def test_what_is_found(typed: str, expected: set[str]) -> None:
    assert set(numbers(typed)) == expected


@pytest.mark.usefixtures("plan")
def test_fields_alone_find_all_that_meets_them_in_reading_order() -> None:
    assert numbers("地区:西安") == ["(1)", "(2)", "(3)", "(4)"]
    assert numbers("地区:西安 -首席质量官") == ["(3)", "(4)"]
    assert numbers("地区:不存在") == numbers("年份:2019") == []
    answer = find("地区:西安", most=3).answer
    assert (answer.total, len(answer.hits), answer.partial_total) == (4, 3, 0)


@pytest.mark.parametrize("named", ["长安区", "西安市", "陕西", "全国"])
def test_a_region_finds_what_lies_in_it_however_far_down(plan: Plan, named: str) -> None:
    above = None
    for slug, name, level in (
        ("china", "全国", "national"),
        ("shaanxi", "陕西省", "province"),
        ("xian", "西安市", "city"),
    ):
        region = builders.region(slug, name, level)
        region.parent, region.short_name = above, name[:2]
        region.save()
        above = region
    plan.region = Region.objects.create(slug="changan", name="长安区", level="district", parent=above)
    plan.save()
    assert set(numbers(f"地区:{named} 绿色建筑")) == {"(4)"}


@pytest.mark.usefixtures("plan")
def test_partial_hits_follow_and_are_counted() -> None:
    answer = find("首席质量官 绿色建筑").answer
    assert numbers("首席质量官 绿色建筑")[0].startswith("[")
    assert (answer.total, answer.partial_total) == (0, 3)


def test_what_alone_has_a_rare_word_is_found_among_many_that_have_a_common_one() -> None:
    stored = builders.plan(status="published")
    rows = builders.sections(stored, *(("task", f"({n})", f"提高工程质量第{n}项") for n in range(300)))
    rows[-1].text = "发展熔盐储能。"
    rows[-1].save()
    for typed in ("熔盐储能 质量", "工程质量 熔盐储能 首席"):
        answer = find(typed).answer
        assert answer.hits[0].key == rows[-1].pk
        assert answer.partial_total == 100, "some of those that have the common word follow"


def test_a_long_quotation_is_shown_where_it_stands(plan: Plan) -> None:
    quoted = "推行首席质量官制度，健全检验检测体系，" * 6
    Section.objects.filter(plan=plan, number="(2)").update(text=f"一是{quoted}二是其他。")
    SearchEntry.objects.write(Section.objects.all())
    assert numbers(f'"{quoted}"') == numbers(f"“{quoted}” 其他") == ["(2)"]
    assert numbers(f'"{quoted}三是"') == []


@pytest.mark.parametrize("place", ["", " 地区:西安", " -航天"])
def test_a_document_number_is_not_looked_for_in_part(plan: Plan, place: str) -> None:
    others = [("task", "(7)", "发展")] * 9
    builders.sections(plan, ("task", "(5)", "保护荣昌卤鹅"), ("task", "(6)", "落实荣昌府发〔2024〕16号文件"), *others)
    for typed in ("荣昌府发〔2024〕16号", "“榮昌府發[2024]第16號”"):
        assert numbers(typed + place) == (["(6)"] if "第" not in typed else [])
    assert numbers("荣昌府发〔2024〕18号" + place) == []
    assert "[(5)]" in numbers("荣昌府发〔2024〕16号 卤鹅" + place)


@pytest.mark.usefixtures("plan")
def test_synonyms_are_full_hits_after_the_word_itself() -> None:
    assert numbers("能源消耗量") == [] or all(number.startswith("[") for number in numbers("能源消耗量"))
    Synonym.objects.create(words=["节能建筑", "绿色建筑"])
    assert numbers("节能建筑") == ["(4)"]
    Synonym.objects.update(is_active=False)
    assert numbers("节能建筑") in ([], ["[(4)]"])


def test_other_names_of_a_department_are_found(plan: Plan) -> None:
    body = builders.department("市市场监管局")
    body.function = builders.function()
    body.save()
    task = Section.objects.get(number="(1)").task
    Responsibility.objects.create(task=task, department=body, name="市市場監管局")
    assert numbers("市场监督管理局") == ["(1)"]
    assert numbers("部门:市监局 首席质量官") == ["(1)"]
    assert numbers("部门:不存在 首席质量官") == []
    assert numbers("角色:责任 首席质量官") == ["(1)"]
    assert numbers("分工:负责 首席质量官") == numbers("角色:负责 首席质量官") == ["(1)"]


def test_a_body_is_not_found_by_the_words_of_its_name(plan: Plan) -> None:
    builders.sections(plan, ("task", "(5)", "深化改革，加快发展"), ("task", "(6)", "由市发展改革委牵头"))
    assert [number for number in numbers("发展改革委") if not number.startswith("[")] == ["(6)"]


def test_what_is_not_published_is_not_found(plan: Plan) -> None:
    Plan.objects.update(status="draft")
    assert numbers("首席质量官") == []
    assert find("首席质量官 绿色").answer.partial_total == 0


def test_a_pasted_paragraph_finds_the_task_it_was_taken_from(plan: Plan) -> None:
    pasted = "推行首席质量官制度 降低能耗 能源消耗强度持续下降 " * 3 + "以及别的许多文字" * 4
    assert numbers(pasted)[0] == "[(2)]"


@pytest.mark.usefixtures("plan")
def test_the_number_of_queries_does_not_depend_on_what_is_stored() -> None:
    def asked(typed: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as context:
            find(typed)
        return len(context)

    before = [asked(typed) for typed in ("首席质量官", "绿色 召回", "市场监管局", "无此词语")]
    for at in range(12):
        builders.sections(
            builders.plan(f"p{at}", status="published"), *(("task", f"({n})", "推行首席质量官") for n in range(9))
        )
    assert [asked(typed) for typed in ("首席质量官", "绿色 召回", "市场监管局", "无此词语")] == before
    assert max(before) <= 9


@pytest.mark.usefixtures("plan")
def test_anything_typed_is_answered() -> None:
    for typed in queries(400, text="".join(text for _, text in TASKS)):
        answer = find(typed).answer
        assert answer.total == len(answer.full) <= len(TASKS), typed


def searched(*arguments: str, monkeypatch: pytest.MonkeyPatch | None = None, typed: str = "") -> list[dict[str, Any]]:
    out = io.StringIO()
    if monkeypatch:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    call_command("search", *arguments, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.usefixtures("plan")
def test_the_command_prints_an_object_for_each_query(monkeypatch: pytest.MonkeyPatch) -> None:
    [one, other] = searched("--json", "綠色建築", "麒麟")
    assert (one["query"], one["total"], other["total"]) == ("綠色建築", 1, 0)
    [hit] = one["hits"]
    assert hit | {"score": 0} == {
        "plan": "xian", "number": "(4)", "box": None, "kind": "task", "title": "推广绿色建筑", "url": "/plans/xian/#s-4",
        "score": 0, "partial": False, "snippet": "发展<mark>绿色建筑</mark>。缺陷产品依法召回。",
    }  # fmt: skip
    lines = searched("--json", "--limit", "1", "-", monkeypatch=monkeypatch, typed="首席质量官\n\n绿色\n")
    assert [(line["total"], len(line["hits"])) for line in lines] == [(2, 1), (0, 0), (1, 1)]


@pytest.mark.usefixtures("plan")
def test_the_command_answers_bytes_that_are_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff" + "绿色建筑\n".encode()), encoding="utf-8"))
    call_command("search", "--json", "-", stdout=out)
    call_command("search", "--json", "\udcff绿色建筑", stdout=out)
    out.flush()
    lines = [json.loads(line) for line in out.buffer.getvalue().decode().splitlines()]
    assert [line["total"] for line in lines] == [1, 1]


@pytest.mark.usefixtures("plan")
def test_the_command_can_be_read_by_people(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("search", "绿色建筑")
    assert "绿色建筑：1 条" in capsys.readouterr().out
