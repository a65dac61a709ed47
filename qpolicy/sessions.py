"""How long somebody stays signed in, and what comes before anything else: a password of one's own."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from qpolicy.signins import BEGUN, DUE, SEEN

Answer = Callable[[HttpRequest], HttpResponse]

WRITTEN_EVERY = 60  # seconds; a session that was written a moment ago is not written again
TOO_LONG = "登录时间已满"


def end_sessions(answer: Answer) -> Answer:
    """Sign out whoever has been idle or signed in for too long.

    The session store forgets a session SESSION_COOKIE_AGE after it was written; here it is written again while in use.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            _keep_or_end(request)
        return answer(request)

    return middleware


def ask_for_password(answer: Answer) -> Answer:
    """Lead whoever has to choose another password to where it is chosen, and nowhere else."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.session.get(DUE) and request.path not in _open_places():
            return redirect("admin:password_change")
        return answer(request)

    return middleware


def _keep_or_end(request: HttpRequest) -> None:
    now = int(time.time())
    begun = request.session.setdefault(BEGUN, now)
    if settings.SESSION_LONGEST_SECONDS and now - begun >= settings.SESSION_LONGEST_SECONDS:
        request.why_signed_out = TOO_LONG  # type: ignore[attr-defined]
        logout(request)
    elif now - request.session.get(SEEN, 0) >= min(WRITTEN_EVERY, settings.SESSION_COOKIE_AGE // 2):
        request.session[SEEN] = now


def _open_places() -> set[str]:
    return {reverse(f"admin:{name}") for name in ("password_change", "logout", "login")} | {reverse("healthz")}
