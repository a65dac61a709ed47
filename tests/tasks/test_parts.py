"""What departments hold is counted by plan and role, from published plans only."""

from __future__ import annotations

import pytest

from documents.models import Department, Plan
from tasks.models import Responsibility
from tasks.parts import add_up, count, held_by
from tests import builders

pytestmark = pytest.mark.django_db


def test_a_task_held_in_two_roles_counts_once_in_the_total() -> None:
    builders.full_plan("xian", tasks=2)
    Plan.objects.update(status="published")
    [counted] = count(held_by(Department.objects.filter(name="市第1局")), "original")
    assert counted.counts == (("牵头", 1), ("负责", 1), ("配合", 0))
    assert counted.total == 1
    assert not counted.has_rule


def test_plans_are_added_up() -> None:
    for slug in ("first", "second"):
        builders.full_plan(slug, tasks=1)
    Plan.objects.update(status="published")
    total = add_up(count(held_by(Department.objects.all()), "original"))
    assert total.counts == (("牵头", 2), ("负责", 2), ("配合", 0))
    assert total.total == 2


def test_a_rule_for_all_tasks_is_no_task_of_its_own() -> None:
    builders.full_plan("xian", tasks=3)
    Plan.objects.update(status="published")
    [counted] = count(held_by(Department.objects.filter(name="各区县政府")), "original")
    assert (counted.total, counted.has_rule) == (0, True)


def test_drafts_say_nothing() -> None:
    builders.full_plan("xian", tasks=3)
    held = held_by(Department.objects.all())
    assert (held.plans, held.parts, held.rules) == ((), (), ())


def test_parts_come_in_reading_order_and_plans_the_newest_first() -> None:
    plan = builders.plan(status="published", issued_on="2023-01-01")
    first, second = builders.task("甲", plan), builders.task("乙", plan)
    later = builders.task("丙", builders.plan("later", status="published", issued_on="2024-01-01"))
    body = builders.department()
    for task in (later, second, first):
        Responsibility.objects.create(task=task, department=body)
    held = held_by(Department.objects.all())
    assert [plan.slug for plan in held.plans] == ["later", "xian"]
    assert [part.task for part in held.parts if part.plan == plan.pk] == [first.pk, second.pk]
