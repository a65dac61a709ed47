"""The reader's choice of script and size of type: made by a link, remembered in a cookie."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from documents.models import Plan
from documents.text import Script

ORIGINAL, USUAL = "original", "normal"
SCRIPTS = {ORIGINAL: "原文", "hans": "简体", "hant": "繁体"}
SIZES = {"small": "A−", USUAL: "A", "large": "A+"}
SIZE_WORDS = {"small": "小号字", USUAL: "标准字号", "large": "大号字"}
CHOICES = {"script": SCRIPTS, "size": SIZES}  # by the name of their parameter and their cookie
YEAR = 365 * 24 * 3600


def wanted_script(request: HttpRequest) -> str:
    """Return hans, hant or original; whatever else was asked for is original."""
    return _wanted(request, "script", ORIGINAL)


def wanted_size(request: HttpRequest) -> str:
    """Return small, normal or large; whatever else was asked for is normal."""
    return _wanted(request, "size", USUAL)


def script_for(plan: Plan, wanted: str) -> Script:
    return cast(Script, plan.script if wanted == ORIGINAL else wanted)


def options(wanted: str) -> list[dict[str, object]]:
    """Return the links of the switch."""
    return _options(SCRIPTS, wanted)


def sizes(wanted: str) -> list[dict[str, object]]:
    """Return the links of the switch of sizes, each with the word for what A−, A or A+ means."""
    return [{**option, "word": SIZE_WORDS[str(option["key"])]} for option in _options(SIZES, wanted)]


def remember(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Keep the choices that this request made."""
    for name, known in CHOICES.items():
        asked = request.GET.get(name, "")
        if asked in known:
            response.set_cookie(
                _cookie(name), asked, max_age=YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
            )
    return response


def remembered(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep the choices that a request for this view made."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return remember(request, view(request, *args, **kwargs))

    return answer


def _cookie(name: str) -> str:
    return f"{settings.COOKIE_PREFIX}{name}"


def _wanted(request: HttpRequest, name: str, usual: str) -> str:
    known = CHOICES[name]
    asked = request.GET.get(name, "")
    kept = asked if asked in known else request.COOKIES.get(_cookie(name), "")
    return kept if kept in known else usual


def _options(known: Mapping[str, str], wanted: str) -> list[dict[str, object]]:
    return [{"key": key, "label": label, "is_chosen": key == wanted} for key, label in known.items()]
