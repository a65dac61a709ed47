"""What no request carries as far as a database."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


def drop_nulls(answer: Answer) -> Answer:
    """PostgreSQL takes no null characters in text, and a filter of the admin's lists would break on one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        request.META["QUERY_STRING"] = query.replace("%00", "").replace("\0", "")
        return answer(request)

    return middleware
