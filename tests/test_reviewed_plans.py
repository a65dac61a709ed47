"""The fixtures are what reading the published texts gives, but for corrections, and those are said."""

from __future__ import annotations

from pathlib import Path

import pytest

from documents.models import Plan
from documents.readers import read
from documents.store import storable
from qpolicy.beginning import PLANS, reviewed_plans
from qpolicy.fixtures import FOLDER, load
from qpolicy.ingest import read_plan
from qpolicy.storing import store_draft

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not reviewed_plans(), reason="the plans have not been reviewed yet"),
]


@pytest.fixture
def _loaded() -> None:
    load([FOLDER / f"{name}.json" for name in ("regions", "functions", "themes")] + reviewed_plans())


def text_of(slug: str) -> str:
    path = Path(FOLDER, "sources", f"{slug}.txt")
    return storable(read(path.name, path.read_bytes()).text)


@pytest.mark.usefixtures("_loaded")
def test_reading_the_sources_gives_the_fixtures() -> None:
    for slug in PLANS:
        result = store_draft(read_plan(text_of(slug)), Plan.objects.get(slug=slug))
        assert not result.is_changed, (slug, result.counts)
        assert not [warning for warning in result.warnings if warning["code"] == "correction-kept"], slug


@pytest.mark.usefixtures("_loaded")
def test_a_plan_that_was_corrected_says_how() -> None:
    for plan in Plan.objects.all():
        corrected = [str(section) for section in plan.sections.all() if section.is_corrected or not section.as_read]
        assert plan.notes or not corrected, (plan.slug, corrected)
