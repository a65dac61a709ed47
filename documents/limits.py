"""How often one network address may do what is stored or costs much."""

from __future__ import annotations

import ipaddress
import time
from dataclasses import dataclass
from math import ceil

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import salted_hmac


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times in each window of so many seconds; two requests at one moment may count as one."""

    name: str
    times: int
    seconds: int

    def wait(self, request: HttpRequest) -> int:
        """Return the seconds until the address may go on, 0 where it may now."""
        used = cache.get(self._key(request), 0)
        return self.seconds - int(time.time()) % self.seconds if used >= self.times else 0

    def count(self, request: HttpRequest) -> None:
        key = self._key(request)
        cache.set(key, cache.get(key, 0) + 1, timeout=self.seconds)

    def take(self, request: HttpRequest) -> int:
        """Count one more where the address may go on; return the seconds that it must wait. 0 times set no limit."""
        if not self.times:
            return 0
        wait = self.wait(request)
        if not wait:
            self.count(request)
        return wait

    def _key(self, request: HttpRequest) -> str:
        """Name the address by a keyed digest, so that the cache holds no address, and the window by its number."""
        digest = salted_hmac(f"documents.limits.{self.name}", network_of(request), algorithm="sha256").hexdigest()
        return f"limit:{self.name}:{int(time.time()) // self.seconds}:{digest}"


def too_many_requests(request: HttpRequest, wait: int, *, template: str = "429.html") -> HttpResponse:
    """Tell whoever asks too often to come back after so many seconds."""
    response = render(request, template, {"minutes": ceil(wait / 60)}, status=429)
    response["Retry-After"] = str(wait)
    add_never_cache_headers(response)
    return response


def network_of(request: HttpRequest) -> str:
    """Return the address of the client; of IPv6 its first half, for whoever has one address there has them all.

    Behind a proxy it is the last one that X-Forwarded-For names: the proxy's own word, those before are the client's.
    """
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    written = forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(written)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((int(address) >> 64 << 64, 64)))
