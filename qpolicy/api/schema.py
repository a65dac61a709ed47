"""The OpenAPI schema: made of what the endpoints say of themselves, and served as JSON and as YAML."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from qpolicy.api.parameters import WHOLE, Parameter
from qpolicy.api.problems import EVERY_KIND, KINDS, MEDIA_TYPE, Kind, problem

EXAMPLES = Path(__file__).with_name("examples.json")
YAML, JSON = "application/yaml", "application/json"
KEYS = ("id", "position")  # whole numbers in a path
SAFE = ("GET", "HEAD")


class FaultSerializer(serializers.Serializer):
    parameter = serializers.CharField(allow_blank=True, help_text="参数")
    code = serializers.CharField(help_text="错在哪里，供程序判断")
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer):
    """Problem details after RFC 9457, in Chinese or, by Accept-Language, in English."""

    type = serializers.CharField(help_text="问题的种类，即说明它的地址")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField(help_text="所请求的地址")
    errors = FaultSerializer(many=True, required=False, help_text="各参数的错误")


class EndpointSchema(AutoSchema):
    """Reads the schema of an operation from its endpoint (qpolicy.api.views.base.Endpoint)."""

    def get_operation_id(self) -> str:
        return str(self.view.operation)

    def get_summary(self) -> str:
        return str(self.view.title)

    def get_description(self) -> str:
        return str(self.view.about)

    def get_tags(self) -> list[str]:
        return [self.view.tag]

    def get_auth(self) -> list[Any]:
        return []

    def get_override_parameters(self) -> list[Any]:
        in_path = [_in_path(name, words) for name, words in self.view.path_words.items()]
        return [*in_path, *map(_in_query, self.view.parameters)]

    def get_response_serializers(self) -> Any:
        moved = {302: OpenApiResponse(description="已并入另一个，转到它的地址")} if self.view.moves else {}
        told = {(kind.status, MEDIA_TYPE): _response(kind) for kind in EVERY_KIND}
        answer = OpenApiResponse(self.view.answers(), description="所查的内容；带 ETag")
        unchanged = OpenApiResponse(description="内容没有变（请求中带 If-None-Match）")
        return {(200, JSON): answer, **moved, 304: unchanged, **told}

    def get_examples(self) -> list[OpenApiExample]:
        value = examples()[self.view.operation]
        return [OpenApiExample("例", value=value, response_only=True, status_codes=["200"])]


def without_notes(result: Any, **_: Any) -> Any:
    """Leave out of the schema what docstrings say to those who read the code: what readers see is Chinese."""
    for component in result["components"]["schemas"].values():
        if component.get("type") == "object":
            component.pop("description", None)
    return result


@lru_cache(maxsize=1)
def examples() -> dict[str, Any]:
    """Return an answer of each operation, as the five plans give it (tests.examples writes them)."""
    written: dict[str, Any] = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    return written


@lru_cache(maxsize=1)
def described() -> dict[str, Any]:
    """Return the schema without the address of the site."""
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return made


def only_read(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse other methods as the endpoints do, with problem details."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        if request.method in SAFE:
            return view(request)
        refused = problem(request, KINDS[405])
        refused["Allow"] = ", ".join(SAFE)
        return refused

    return answer


@only_read
def openapi_json(request: HttpRequest) -> HttpResponse:
    written = json.dumps(_at_this_site(request), ensure_ascii=False, indent=1)
    return HttpResponse(written, content_type=JSON)


@only_read
def openapi_yaml(request: HttpRequest) -> HttpResponse:
    return HttpResponse(OpenApiYamlRenderer().render(_at_this_site(request)), content_type=YAML)


def _at_this_site(request: HttpRequest) -> dict[str, Any]:
    return {**deepcopy(described()), "servers": [{"url": request.build_absolute_uri("/").rstrip("/")}]}


def _in_path(name: str, words: str) -> OpenApiParameter:
    kind: dict[str, Any] = {"type": WHOLE} if name in KEYS else {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}
    return OpenApiParameter(name, kind, OpenApiParameter.PATH, required=True, description=words)


def _in_query(one: Parameter) -> OpenApiParameter:
    schema = {"type": "array", "items": one.schema} if one.is_repeated else one.schema
    return OpenApiParameter(
        one.name,
        schema,
        OpenApiParameter.QUERY,
        required=one.is_required,
        description=one.description,
        explode=True if one.is_repeated else None,
        style="form" if one.is_repeated else None,
    )


def _response(kind: Kind) -> OpenApiResponse:
    return OpenApiResponse(ProblemSerializer, description=kind.title.chinese)
