"""What happens when somebody signs in, fails to, is locked out, or signs out: it is written into the audit log.

Nothing else of the project listens to signals but post_migrate. These five are the one way to learn of sign-ins:
django.contrib.auth's user_logged_in, user_logged_out and user_login_failed, and axes' user_locked_out.
"""

from __future__ import annotations

import ipaddress
import time
from math import ceil
from typing import Any

from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from documents.limits import network_of
from qpolicy.audit import Kind, record
from qpolicy.passwords import why_due

BEGUN, SEEN, DUE = "signed_in_at", "seen_at", "password_due"  # what a session keeps
UNKNOWN = "所填账号不存在"


def listen() -> None:
    user_logged_in.connect(_signed_in, dispatch_uid="qpolicy.signins")
    user_logged_out.connect(_signed_out, dispatch_uid="qpolicy.signins")
    user_login_failed.connect(_failed, dispatch_uid="qpolicy.signins")
    user_locked_out.connect(_locked_out, dispatch_uid="qpolicy.signins")


def client_address(request: HttpRequest) -> str | None:
    """Return the address by which failures are counted: of IPv6 the first of its network."""
    address = network_of(request).partition("/")[0]
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return None


def locked_page(request: HttpRequest, response: Any = None, credentials: Any = None) -> HttpResponse:
    """Answer whoever has failed too often; the same whether there is such an account or not."""
    seconds = int(settings.AXES_COOLOFF_TIME.total_seconds())
    page = render(request, "accounts/locked.html", {"minutes": ceil(seconds / 60)}, status=429)
    page["Retry-After"] = str(seconds)
    add_never_cache_headers(page)
    return page


def _signed_in(sender: Any, request: HttpRequest, user: Any, **_: Any) -> None:
    record(Kind.SIGN_IN, request=request, by=user)
    request.session[BEGUN] = request.session[SEEN] = int(time.time())
    if due := why_due(user):
        request.session[DUE] = due


def _signed_out(sender: Any, request: HttpRequest, user: Any, **_: Any) -> None:
    if user is not None:
        record(Kind.SIGN_OUT, request=request, by=user, details=getattr(request, "why_signed_out", ""))


def _failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    if not _is_turned_away(request):
        record(Kind.FAILED_SIGN_IN, request=request, success=False, **_named(credentials.get("username")))


def _locked_out(sender: Any, request: HttpRequest, username: str | None = None, **_: Any) -> None:
    record(Kind.LOCKOUT, request=request, success=False, **_named(username))


def _is_turned_away(request: HttpRequest | None) -> bool:
    """Tell whether the password was not even looked at: axes has counted no failure, and tells of a lockout."""
    is_locked = getattr(request, "axes_locked_out", False)
    return is_locked and not getattr(request, "axes_failures_since_start", None)


def _named(typed: str | None) -> dict[str, str]:
    """Return the account that was meant. What names none is not kept: it may be a password in the wrong box."""
    known = get_user_model()._default_manager.filter(username=typed or "").exists()
    return {"by": typed or ""} if known else {"details": UNKNOWN}
