"""The pages that tell of an error, and to programs the problem details: they need neither a database nor a request that can be read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import page_not_found

from qpolicy.api.problems import KINDS, is_of_api, problem
from qpolicy.context import frame


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if is_of_api(request):
        return problem(request, KINDS[400])
    return HttpResponse(render_to_string("400.html", frame()), status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(request, KINDS[404]) if is_of_api(request) else page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    if is_of_api(request):
        return problem(request, KINDS[500])
    return HttpResponse(render_to_string("500.html", frame()), status=500)
