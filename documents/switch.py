"""The reader's choice of script: made by a link, remembered in a cookie."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from documents.models import Plan
from documents.text import Script

ORIGINAL = "original"
SCRIPTS = {ORIGINAL: "原文", "hans": "简体", "hant": "繁体"}
COOKIE = f"{settings.COOKIE_PREFIX}script"
YEAR = 365 * 24 * 3600


def wanted_script(request: HttpRequest) -> str:
    """Return hans, hant or original; whatever else was asked for is original."""
    asked = request.GET.get("script", "")
    return asked if asked in SCRIPTS else _remembered(request)


def script_for(plan: Plan, wanted: str) -> Script:
    return cast(Script, plan.script if wanted == ORIGINAL else wanted)


def options(wanted: str) -> list[dict[str, object]]:
    """Return the links of the switch."""
    return [{"key": key, "label": label, "is_chosen": key == wanted} for key, label in SCRIPTS.items()]


def remember(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Keep the choice where this request made one."""
    asked = request.GET.get("script", "")
    if asked in SCRIPTS:
        response.set_cookie(
            COOKIE, asked, max_age=YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
        )
    return response


def _remembered(request: HttpRequest) -> str:
    kept = request.COOKIES.get(COOKIE, "")
    return kept if kept in SCRIPTS else ORIGINAL
