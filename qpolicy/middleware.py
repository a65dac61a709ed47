"""What no request may carry."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


def refuse_nulls(answer: Answer) -> Answer:
    """PostgreSQL takes no null characters in text: a filter of a list would break on one instead of finding nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query or "\0" in query or "\0" in request.path_info:
            raise BadRequest("null character")
        return answer(request)

    return middleware
