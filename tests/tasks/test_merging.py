"""Two names of one body become one department, and nothing it has to do is lost or doubled."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Department
from tasks.merging import merge
from tasks.models import Responsibility
from tests.builders import department, plan, task

pytestmark = pytest.mark.django_db


def test_the_kept_department_takes_over_tasks_and_names() -> None:
    kept, other = department("市发展改革委"), department("市发改委")
    shared = plan()
    both, one = task("甲", shared), task("乙", shared)
    Responsibility.objects.create(task=both, department=kept, position=1)
    Responsibility.objects.create(task=both, department=other, position=2)
    Responsibility.objects.create(task=one, department=other, position=1)
    merge(kept, [other])
    assert list(Department.objects.values_list("name", "aliases")) == [("市发展改革委", ["市发改委"])]
    assert both.responsibilities.count() == one.responsibilities.count() == 1


def test_departments_of_two_regions_are_not_merged(admin_client: Client) -> None:
    here = department("市工信局")
    Department.objects.create(name="省工信厅")
    everything = {"action": "merge", "_selected_action": list(Department.objects.values_list("pk", flat=True))}
    page = admin_client.post(reverse("admin:documents_department_changelist"), everything, follow=True)
    assert "只能合并同一地区的部门" in page.content.decode()
    assert Department.objects.filter(pk=here.pk).exists()
