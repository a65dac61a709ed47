"""What every address of the API does: read what is asked, answer in JSON, and keep the answer until something changes."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.views import APIView

from documents.keeping import kept_value
from qpolicy.api.asking import Asked, read
from qpolicy.api.parameters import PAGING, SCRIPT, Parameter
from qpolicy.api.problems import NoSuchPageError

JSON = "application/json"
LONGEST_KEPT = 300  # characters of an address; what many conditions lead to is hardly asked for twice


class MovedError(Exception):
    """What was asked for has become another row, whose address this is."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


class Endpoint(APIView):
    """An address that is read; the words about it are those of the documentation.

    `example` is an address that answers on the five plans, below the root of the API.
    """

    http_method_names = ["get", "head"]

    operation: ClassVar[str] = ""
    title: ClassVar[str] = ""
    about: ClassVar[str] = ""
    tag: ClassVar[str] = ""
    example: ClassVar[str] = ""
    parameters: ClassVar[tuple[Parameter, ...]] = (SCRIPT,)
    path_words: ClassVar[dict[str, str]] = {}
    is_kept: ClassVar[bool] = True
    moves: ClassVar[bool] = False

    def perform_authentication(self, request: Any) -> None:
        """Ask for nobody's name: what is answered is the same for everybody."""

    def get(self, request: Any, **names: Any) -> HttpResponseBase:
        asked = read(request._request, self.parameters)
        try:
            body = self._kept(asked.request, lambda: self._written(asked, names))
        except MovedError as moved:
            return redirect(moved.address)
        return HttpResponse(body, content_type=JSON)

    def answer(self, asked: Asked, **names: Any) -> Any:
        """Return what is written as JSON."""
        raise NotImplementedError

    def answers(self) -> Any:
        """Return the serializer of the answer, for the schema."""
        raise NotImplementedError

    def _written(self, asked: Asked, names: dict[str, Any]) -> bytes:
        written: bytes = JSONRenderer().render(self.answer(asked, **names))
        return written

    def _kept(self, request: HttpRequest, write: Callable[[], bytes]) -> bytes:
        """Write once for each state of the knowledge base; in the memory the answers lie compressed."""
        address = request.build_absolute_uri()
        if not self.is_kept or len(address) > LONGEST_KEPT:
            return write()
        key = hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()
        return zlib.decompress(kept_value(f"api:{key}", lambda: zlib.compress(write())))


class ListEndpoint(Endpoint):
    """An address with a list, any page of which may be asked for."""

    serializer: ClassVar[type[serializers.Serializer]]
    further: ClassVar[dict[str, serializers.Field]] = {}

    def answers(self) -> Any:
        return page_of(self.serializer, self.further)

    def paged(self, asked: Asked, rows: Any, show: Callable[[Sequence[Any]], Any]) -> dict[str, Any]:
        """Return the page asked for, with the numbers and addresses that lead to the others."""
        pages = Paginator(rows, asked.page_size)
        if asked.page > pages.num_pages:
            raise NoSuchPageError(pages.num_pages)
        page = pages.page(asked.page)
        return {
            "total": pages.count,
            "page": page.number,
            "pages": pages.num_pages,
            "page_size": asked.page_size,
            "next": _address(asked, page.number + 1) if page.has_next() else None,
            "previous": _address(asked, page.number - 1) if page.has_previous() else None,
            "results": show(list(page)),
        }


def page_of(of: type[serializers.Serializer], further: dict[str, serializers.Field]) -> type[serializers.Serializer]:
    """Return the serializer of a page of a list."""
    fields: dict[str, Any] = {
        "total": serializers.IntegerField(help_text="总数"),
        "page": serializers.IntegerField(help_text="第几页"),
        "pages": serializers.IntegerField(help_text="共几页"),
        "page_size": serializers.IntegerField(help_text="每页几条"),
        "next": serializers.URLField(allow_null=True, help_text="下一页"),
        "previous": serializers.URLField(allow_null=True, help_text="上一页"),
        **further,
        "results": of(many=True),
    }
    return type(f"{of.__name__.removesuffix('Serializer')}PageSerializer", (serializers.Serializer,), fields)


def with_paging(*parameters: Parameter) -> tuple[Parameter, ...]:
    return (*parameters, SCRIPT, *PAGING)


def _address(asked: Asked, page: int) -> str:
    query = asked.request.GET.copy()
    query["page"] = str(page)
    return asked.request.build_absolute_uri(f"{asked.request.path}?{query.urlencode()}")
