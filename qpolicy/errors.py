"""The pages that tell of an error: they need neither a database nor a request that can be read."""

from __future__ import annotations

from math import ceil

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers

from qpolicy.context import frame


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(render_to_string("400.html", frame()), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render_to_string("500.html", frame()), status=500)


def too_many_requests(request: HttpRequest, wait: int) -> HttpResponse:
    """Tell whoever asks too often to come back after so many seconds."""
    page = render_to_string("429.html", {**frame(), "minutes": ceil(wait / 60)})
    response = HttpResponse(page, status=429, headers={"Retry-After": str(wait)})
    add_never_cache_headers(response)
    return response
