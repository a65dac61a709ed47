"""What no request may carry."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


def drop_nulls(answer: Answer) -> Answer:
    """PostgreSQL takes no null characters in text: whatever is asked is answered as if they had not been typed.

    An address with one in its path is a bad request.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            raise BadRequest("null character")
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query or "\0" in query:
            request.META["QUERY_STRING"] = query.replace("%00", "").replace("\0", "")
        return answer(request)

    return middleware
