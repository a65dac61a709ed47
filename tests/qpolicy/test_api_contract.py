"""schemathesis finds nothing: whatever is asked, the API answers as its schema says.

All checks are on. Of one it is told more: that a request which the schema allows is accepted (positive_data_acceptance)
cannot hold where a parameter is the id of something, for no schema can say which ids there are. Such a request is
refused with 400, and the test then demands that nothing but unknown ids was wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, seed, settings
from schemathesis.config import SchemathesisConfig

from tests.five_plans import load_five_plans

EXAMPLES, SEED = 100, 20261129
CONFIG = {
    "checks": {
        "positive_data_acceptance": {"expected-statuses": ["2xx", "3xx", "400", "404"]},
    }
}


schema = schemathesis.openapi.from_wsgi(
    "/api/v1/openapi.json", get_wsgi_application(), config=SchemathesisConfig.from_dict(CONFIG)
)


@pytest.fixture
def _answering(db: Any, settings: Any) -> Iterator[None]:
    """The end of a request must not close the connection in whose transaction the plans stand."""
    load_five_plans()
    settings.API_LIMIT = 0
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.usefixtures("_answering")
@seed(SEED)
@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=False,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_it_answers_whatever_is_asked_as_the_schema_says(case: Any) -> None:
    response = case.call()
    case.validate_response(response)
    if response.status_code == 400 and case.meta and case.meta.generation.mode.is_positive:
        faults = response.json()["errors"]
        assert {fault["code"] for fault in faults} == {"unknown-value"}, faults
