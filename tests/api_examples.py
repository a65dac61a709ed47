"""Write the examples of the API's schema anew: what each operation answers on the five plans.

Run from the project's root in the environment of a knowledge base that holds nothing but the five plans
(manage.py quickstart --no-serve): .venv/bin/python -m tests.api_examples
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from typing import Any

HOST = "plans.example.gov.cn"
TIME = "2026-01-01T08:00:00+08:00"


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qpolicy.settings")
    import django

    django.setup()
    from django.conf import settings

    from qpolicy.api.schema import EXAMPLES

    settings.ALLOWED_HOSTS.append(HOST)
    settings.SECURE_SSL_REDIRECT = False
    written = dict(sorted(answers()))
    EXAMPLES.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{len(written)} examples")
    return 0


def answers() -> Iterator[tuple[str, Any]]:
    """Yield the operations with what they answer to their examples."""
    from django.test import Client

    client = Client(headers={"host": HOST})
    for endpoint in endpoints():
        response = client.get(f"/api/v1/{address_of(endpoint)}", secure=True)
        assert response.status_code == 200, (endpoint.operation, response.content.decode())
        yield endpoint.operation, shortened(response.json())


def endpoints() -> list[Any]:
    """Return every endpoint that has an address."""
    from django.urls import get_resolver

    from qpolicy.api import urls

    assert get_resolver()
    views = (getattr(pattern.callback, "cls", None) for pattern in urls.urlpatterns)
    return [view for view in views if view is not None]


def address_of(endpoint: Any) -> str:
    """Return the example's address; what has a number for its id is looked up by name."""
    from documents.models import Department
    from indicators.models import Indicator

    if endpoint.operation == "department":
        return f"departments/{Department.objects.get(region__slug='xian', name='市市场监管局').pk}/"
    if endpoint.operation == "indicator":
        return f"indicators/{Indicator.objects.get(name='制造业质量竞争力指数').pk}/"
    return str(endpoint.example)


def shortened(answer: Any) -> Any:
    """Return the answer with no more than two entries of each list, and with a time that does not change."""
    if isinstance(answer, list):
        return [shortened(entry) for entry in answer[:2]]
    if isinstance(answer, dict):
        return {name: TIME if name == "updated_at" else shortened(value) for name, value in answer.items()}
    return answer


def without_keys(answer: Any) -> Any:
    """Return the answer without the numbers that a database gives its rows."""
    written = json.dumps(answer, ensure_ascii=False)
    written = re.sub(r'"id": \d+', '"id": 0', written)
    return json.loads(re.sub(r"((?:departments|indicators)/|(?:department|indicator)=)\d+", r"\g<1>0", written))


if __name__ == "__main__":
    raise SystemExit(main())
