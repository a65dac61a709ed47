"""How rows are shown to whoever asks: in the wanted script, with absolute addresses and with their citations."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.urls import reverse

from documents.models import Plan, Section
from documents.scripted import writer_for
from qpolicy.api.asking import Asked
from qpolicy.citations import Citations

NAMESPACE = "api"


class Shown:
    """The context of the serializers of one answer; `sections` are those that it cites."""

    def __init__(self, asked: Asked, sections: Iterable[Section] = (), **extra: Any) -> None:
        self._asked = asked
        self._sections = list(sections)
        self._root = asked.request.build_absolute_uri("/").rstrip("/")
        self.extra = extra

    @cached_property
    def citations(self) -> Citations:
        return Citations(self._sections)

    def write(self, plan: Plan, text: str) -> str:
        return writer_for(plan, self._asked.script)(text) if text else text

    def api(self, name: str, *arguments: Any, query: str = "") -> str:
        """Return the address of an answer of the API."""
        return f"{self._root}{reverse(f'{NAMESPACE}:{name}', args=arguments)}{query}"

    def page(self, name: str, *arguments: Any, query: str = "") -> str:
        """Return the address of a page of the site."""
        return f"{self._root}{reverse(name, args=arguments)}{query}"

    def at(self, path: str) -> str:
        return f"{self._root}{path}"
