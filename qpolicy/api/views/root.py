"""Where a program begins: the addresses of all lists, and of the documentation."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from rest_framework import serializers

from qpolicy.api.asking import Asked
from qpolicy.api.parameters import Parameter
from qpolicy.api.shown import Shown
from qpolicy.api.views.base import Endpoint

LISTS = (
    "plans", "tasks", "indicators", "targets", "goals", "departments", "functions", "regions", "search",
    "compare-indicators", "compare-duties", "compare-coverage", "compare-alignment",
)  # fmt: skip
ASKED = {"search": "?q="}  # an address that answers, to which the words are added


class RootSerializer(serializers.Serializer):
    name = serializers.CharField()
    version = serializers.CharField()
    documentation = serializers.URLField(help_text="接口说明")
    schema = serializers.URLField(help_text="OpenAPI 3.1")
    lists = serializers.DictField(child=serializers.URLField(), help_text="各列表的地址")


class Root(Endpoint):
    operation, tag = "root", "入口"
    title = "入口"
    about = "各列表的地址。"
    example = ""
    parameters: ClassVar[tuple[Parameter, ...]] = ()

    def answer(self, asked: Asked, **names: Any) -> Any:
        shown = Shown(asked)
        return {
            "name": settings.SITE_NAME,
            "version": "1",
            "documentation": shown.page("site:api"),
            "schema": shown.api("openapi-json"),
            "lists": {name: shown.api(name, query=ASKED.get(name, "")) for name in LISTS},
        }

    def answers(self) -> Any:
        return RootSerializer
