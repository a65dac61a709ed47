"""How often one network address may ask, counted in the cache that all processes of a machine share."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework.throttling import BaseThrottle

from documents.limits import Limit


class ByAddress(BaseThrottle):
    """API_LIMIT requests in each window of API_SECONDS seconds; 0 sets no limit."""

    def __init__(self) -> None:
        self.seconds = 0

    def allow_request(self, request: Any, view: Any) -> bool:
        self.seconds = Limit("api", settings.API_LIMIT, settings.API_SECONDS).take(request._request)
        return not self.seconds

    def wait(self) -> float:
        return self.seconds
