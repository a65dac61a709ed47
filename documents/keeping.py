"""Answer readers with the page as it was written last, as long as nothing in the knowledge base has changed since.

For pages that are the same for everybody who is not signed in: they may depend on their address, on the reader's
choices (documents.switch) and on what is stored, and hold no form that posts. Whoever is signed in gets a page
of their own, written anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from documents.switch import wanted_script, wanted_size

View = Callable[..., HttpResponse]
Value = TypeVar("Value")

STATE = (
    "SELECT COUNT(*), SUM(lock_version), MAX(updated_at), (SELECT MAX(id) FROM django_admin_log) FROM documents_plan"
)
# What many conditions lead to is hardly asked for twice, and would fill the memory.
LONGEST_QUERY, MOST_CONDITIONS = 300, 6


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was sent; `etag` is made of its bytes, so that it also changes with the program."""

    content: bytes
    content_type: str
    etag: str


def kept(view: View) -> View:
    """Write a page once for each state of the knowledge base, and tell a browser that has it already so (304)."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
        if request.user.is_authenticated or _is_rare(request.META.get("QUERY_STRING", "")):
            return _personal(view(request, *args, **kwargs))
        key = _key(request)
        page = caches["pages"].get(key)
        if page is None:
            response = view(request, *args, **kwargs)
            if response.status_code != 200 or response.cookies:
                return response
            page = Page(response.content, response.headers["Content-Type"], _etag(response.content))
            caches["pages"].set(key, page)
        return get_conditional_response(request, etag=page.etag, response=_response(page))

    return answer  # type: ignore[return-value]


def kept_value(name: str, make: Callable[[], Value]) -> Value:
    """Return what is made of the whole knowledge base, made once for each state of it. One query."""
    key = f"{name}:{hashlib.sha256(state().encode()).hexdigest()}"
    value: Value | None = caches["pages"].get(key)
    if value is None:
        value = make()
        caches["pages"].set(key, value)
    return value


def state() -> str:
    """Return what changes with every edit: of a plan or what belongs to it, and of all else that the admin edits.

    One query that is answered from indexes; it is asked for every page, and compiling it would take most of the time.
    """
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        return repr(cursor.fetchone())


def _is_rare(query: str) -> bool:
    """Tell whether much is asked for; what a form leaves empty (&region=&plan=) asks for nothing."""
    return len(query) > LONGEST_QUERY or sum(not part.endswith("=") for part in query.split("&")) > MOST_CONDITIONS


def _key(request: HttpRequest) -> str:
    asked = (request.scheme, request.get_host(), request.get_full_path(), wanted_script(request), wanted_size(request))
    return hashlib.sha256(repr((state(), asked)).encode("utf-8", "surrogatepass")).hexdigest()


def _etag(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def _response(page: Page) -> HttpResponse:
    response = HttpResponse(page.content, content_type=page.content_type)
    response["ETag"] = page.etag
    response["Cache-Control"] = "no-cache"  # to be kept, and asked for again each time: an edit shows at once
    patch_vary_headers(response, ["Cookie"])
    return response


def _personal(response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Cache-Control", "private, no-cache")
    patch_vary_headers(response, ["Cookie"])
    return response
