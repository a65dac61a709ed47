"""Addresses of the admin that nobody has been given: answered as not found, or without what they propose."""

from __future__ import annotations

import pytest

from qpolicy.roles import AUDIT, ENTRY, REVIEW
from tests import builders
from tests.roles import signed_in

pytestmark = pytest.mark.django_db

HUGE = "9" * 23
MODELS = ("documents/section", "documents/plan", "documents/department", "indicators/target", "tasks/task")
NOWHERE = (
    f"{HUGE}/change/",
    f"{HUGE}/history/1/",
    f"1/history/{HUGE}/",
    "1/history/abc/",
    "abc/history/",
    "abc/history/1/",
)
PROPOSED = (
    "documents/section/add/?plan=abc",
    "documents/plan/add/?region=abc&based_on=abc,1",
    f"indicators/target/add/?section={HUGE}",
    "tasks/task/add/?plan=²",
    f"tasks/responsibility/add/?task={HUGE}",
)  # fmt: skip


@pytest.mark.parametrize("role", [ENTRY, REVIEW, AUDIT])
@pytest.mark.parametrize("model", MODELS)
def test_what_can_be_no_row_is_not_found(role: str, model: str) -> None:
    builders.full_plan("sample", tasks=2)
    client = signed_in(role)
    for path in NOWHERE:
        for answer in (client.get(f"/admin/{model}/{path}"), client.post(f"/admin/{model}/{path}")):
            assert answer.status_code in (302, 403, 404), path


@pytest.mark.parametrize("address", PROPOSED)
def test_a_new_row_is_proposed_without_what_can_be_no_row(address: str) -> None:
    builders.full_plan("sample", tasks=2)
    assert signed_in(REVIEW).get(f"/admin/{address}").status_code == 200


@pytest.mark.parametrize("sent", ["abc", "²", "\0"])
@pytest.mark.parametrize("model", [*MODELS, "tasks/responsibility", "tasks/defaultresponsibility"])
def test_what_is_chosen_without_being_offered_is_refused(model: str, sent: str) -> None:
    names = (
        "plan",
        "region",
        "function",
        "replaces",
        "based_on",
        "section",
        "indicator",
        "task",
        "department",
        "theme",
    )
    answer = signed_in(REVIEW).post(f"/admin/{model}/add/", dict.fromkeys(names, sent))
    assert answer.status_code == 200
