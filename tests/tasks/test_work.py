"""What a body has to do is shown by plan and role: with its place, its deadline, and as the plan writes it."""

from __future__ import annotations

import pytest

from documents.models import Department, Plan, Section
from indicators.models import Indicator, Target
from tasks.models import Responsibility, Task
from tasks.parts import held_by
from tasks.work import PlanWork, compose, written_names
from tests import builders

pytestmark = pytest.mark.django_db


def works(wanted: str = "original") -> list[PlanWork]:
    held = held_by(Department.objects.all())
    return list(compose(held.plans, held, wanted=wanted))


def hold(task: Task, role: str = "responsible", name: str = "市工信局") -> None:
    Responsibility.objects.create(
        task=task, department=builders.department(), role=role, name=name, position=task.responsibilities.count()
    )


@pytest.fixture
def traditional() -> Plan:
    return builders.plan(title="質量強市方案", script="hant", status="published")


def test_who_leads_comes_first_then_who_is_responsible_then_who_takes_part() -> None:
    plan = builders.plan(status="published")
    for number, role in enumerate(("participant", "responsible", "lead")):
        hold(builders.task(f"任务{number}", plan), role)
    [work] = works()
    assert [(group.word, [task.label for task in group.works]) for group in work.roles] == [
        ("牵头", ["任务2"]),
        ("负责", ["任务1"]),
        ("配合", ["任务0"]),
    ]


def test_a_task_is_named_by_its_place_and_leads_to_it() -> None:
    plan = builders.plan(status="published")
    chapter, section = builders.sections(plan, ("heading", "三、", "重点任务"), ("task", "(二)", "提升质量"))
    Section.objects.filter(pk=section.pk).update(parent=chapter)
    hold(section.task)
    task = works()[0].roles[0].works[0]
    assert (task.place, task.url) == ("三、(二)", f"/plans/xian/tasks/{section.anchor}/")


def test_a_task_without_title_is_named_by_its_beginning() -> None:
    task = builders.task("甲", builders.plan(status="published"))
    Section.objects.filter(pk=task.pk).update(title="", text="推动质量提升。" * 500)
    hold(task)
    label = works()[0].roles[0].works[0].label
    assert label.startswith("推动质量提升。推动")
    assert label.endswith("…")
    assert len(label) == 80


def test_the_deadline_is_shown_as_written_and_the_years_of_targets_once() -> None:
    task = builders.task(of=builders.plan(status="published"))
    Task.objects.filter(pk=task.pk).update(deadline="2025年底前")
    for position, year in enumerate((2027, 2025, 2025, None)):
        indicator = Indicator.objects.get_or_create(name="合格率")[0]
        Target.objects.create(
            section=task.section, position=position, indicator=indicator, name="合格率", year=year, quote="合格率"
        )
    hold(task)
    shown = works()[0].roles[0].works[0]
    assert (shown.deadline, shown.years) == ("2025年底前", (2025, 2027))


def test_a_rule_for_all_tasks_stands_apart() -> None:
    plan = builders.full_plan("xian", tasks=1)
    Plan.objects.update(status="published")
    [work] = works()
    [rule] = work.rules
    assert (rule.word, [body.name for body in rule.bodies]) == ("负责", ["各区县政府"])
    assert rule.url == f"{plan.get_absolute_url()}#s-1"
    assert "各区县政府" not in {body.name for group in work.roles for task in group.works for body in task.bodies}
    assert {body.name for body in work.bodies} == {"市第1局", "各区县政府"}


def test_text_is_shown_as_the_plan_writes_it_until_another_script_is_wanted(traditional: Plan) -> None:
    hold(builders.task("提升農產品質量", traditional), name="市農業農村局")
    [written], [simplified] = works(), works("hans")
    assert (written.title, written.language) == ("質量強市方案", "zh-Hant")
    assert written.roles[0].works[0].label == "提升農產品質量"
    assert (simplified.title, simplified.language) == ("质量强市方案", "zh-Hans")
    assert simplified.roles[0].works[0].bodies[0].name == "市农业农村局"


def test_a_department_is_known_by_every_name_that_plans_give_it_once(traditional: Plan) -> None:
    simple = builders.plan("simple", status="published")
    hold(builders.task("甲", traditional), name="市工業和信息化局")
    hold(builders.task("乙", traditional), name="市工業和信息化局")
    hold(builders.task("丙", simple), name="市工信局")
    held = held_by(Department.objects.all())
    assert set(written_names(held, "original")) == {("市工業和信息化局", "zh-Hant"), ("市工信局", "zh-Hans")}
    assert ("市工业和信息化局", "zh-Hans") in written_names(held, "hans")
