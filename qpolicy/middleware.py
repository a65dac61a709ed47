"""What no request may carry, and what every answer says."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import patch_cache_control

from qpolicy.api.problems import KINDS, MEDIA_TYPE, is_of_api, problem

Answer = Callable[[HttpRequest], HttpResponse]

# What a page could ask of a browser, and none of these pages needs.
UNUSED = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation",
    "gyroscope", "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-get",
    "screen-wake-lock", "usb", "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join(f"{feature}=()" for feature in UNUSED)


def drop_nulls(answer: Answer) -> Answer:
    """PostgreSQL takes no null characters in text: whatever is asked is answered as if they had not been typed.

    An address with one in its path is a bad request.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            raise BadRequest("null character")
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query or "\0" in query:
            # What is left of %0%000 is another one: that becomes a blank, of which no third can come.
            request.META["QUERY_STRING"] = query.replace("\0", "").replace("%00", "").replace("%00", "+")
        return answer(request)

    return middleware


def restrict_browser(answer: Answer) -> Answer:
    """Forbid what no page needs, and other sites to take anything from this one into their pages."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


def tell_programs(answer: Answer) -> Answer:
    """Make problem details of an error of the API that is an answer of Django's own, such as a failed precondition."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        kind = KINDS.get(response.status_code)
        if kind is None or response["Content-Type"] == MEDIA_TYPE or not is_of_api(request):
            return response
        return problem(request, kind)

    return middleware


class ConditionalPages(ConditionalGetMiddleware):
    """A public page is sent again only when it has changed; what a signed-in user sees is kept nowhere."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if "no-store" in response.get("Cache-Control", ""):
            return response
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
            return response
        patch_cache_control(response, no_cache=True)
        return super().process_response(request, response) if response.status_code == HTTPStatus.OK else response
