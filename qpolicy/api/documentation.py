"""接口说明: the page that describes the API, written from its schema."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from qpolicy.api.parameters import FLAG, LARGEST_SIZE, USUAL_SIZE, WHOLE
from qpolicy.api.problems import EVERY_KIND
from qpolicy.api.schema import described, examples
from qpolicy.api.views import bodies, comparing, indicators, plans, root, searching, tasks
from qpolicy.api.views.base import Endpoint

KINDS = {"string": "文本", WHOLE: "整数", FLAG: "true 或 false", "array": "文本，可以写几次"}
IN_PATH = "path"
# In the order of the page: what is read first comes first.
MODULES = (root, plans, tasks, indicators, bodies, searching, comparing)


@dataclass(frozen=True, slots=True)
class ShownParameter:
    name: str
    kind: str
    description: str
    is_in_path: bool
    is_required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation as the page shows it; `command` is what can be typed to try it, `answer` what then comes."""

    name: str
    title: str
    about: str
    tag: str
    path: str
    parameters: tuple[ShownParameter, ...]
    command: str
    answer: str


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    address = request.build_absolute_uri(reverse("api:root"))
    shown = list(operations(address))
    groups = [(tag, list(of_tag)) for tag, of_tag in groupby(shown, key=lambda operation: operation.tag)]
    context = {
        "groups": groups,
        "address": address,
        "problems": EVERY_KIND,
        "usual_size": USUAL_SIZE,
        "largest_size": LARGEST_SIZE,
        "limit": settings.API_LIMIT,
        "seconds": settings.API_SECONDS,
        "is_open": bool(settings.API_CORS_ORIGINS),
    }
    return render(request, "api.html", context)


def operations(address: str) -> Iterator[Operation]:
    """Yield the operations of the schema in the order of their subjects."""
    endpoints = {endpoint.operation: endpoint for endpoint in _endpoints()}
    found = {told["get"]["operationId"]: (path, told["get"]) for path, told in described()["paths"].items()}
    for name, endpoint in endpoints.items():
        path, told = found[name]
        yield _operation(endpoint, path, told, address)


def _endpoints() -> Iterator[type[Endpoint]]:
    for module in MODULES:
        own = (one for one in vars(module).values() if isinstance(one, type) and issubclass(one, Endpoint))
        yield from (one for one in own if one.operation and one.__module__ == module.__name__)


def _operation(endpoint: type[Endpoint], path: str, told: Mapping[str, Any], address: str) -> Operation:
    return Operation(
        name=told["operationId"],
        title=told["summary"],
        about=told["description"],
        tag=told["tags"][0],
        path=path,
        parameters=tuple(map(_parameter, sorted(told.get("parameters", ()), key=_place))),
        command=_command(f"{address}{_example(endpoint)}"),
        answer=json.dumps(examples()[endpoint.operation], ensure_ascii=False, indent=2),
    )


def _place(told: Mapping[str, Any]) -> bool:
    """Sort what stands in the path first; all else in the order in which it was declared."""
    return bool(told["in"] != IN_PATH)


def _parameter(told: Mapping[str, Any]) -> ShownParameter:
    schema = told["schema"]
    known = [KINDS[schema["type"]]]
    if "default" in schema:
        known.append(f"默认 {json.dumps(schema['default']).strip(chr(34))}")
    if "maxLength" in schema:
        known.append(f"最多 {schema['maxLength']} 字")
    return ShownParameter(
        told["name"], "，".join(known), told["description"], told["in"] == IN_PATH, bool(told.get("required"))
    )


def _example(endpoint: type[Endpoint]) -> str:
    """Return the address of the example; where the id is a number, that of the answer that is shown."""
    answer = examples()[endpoint.operation]
    return urlsplit(answer["url"]).path.removeprefix("/api/v1/") if endpoint.moves else endpoint.example


def _command(address: str) -> str:
    """Return what asks for the address in a shell; what is not ASCII is left to curl, so that it can be read."""
    path, _, query = address.partition("?")
    if query.isascii():
        return f"curl '{address}'"
    asked: Sequence[str] = [f"--data-urlencode '{name}={value}'" for name, value in parse_qsl(query)]
    return f"curl -G '{path}' {' '.join(asked)}"
