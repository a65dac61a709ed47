"""Pages that show the text of plans in the script the reader wants."""

from __future__ import annotations

from functools import partial
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from documents.models import Plan
from documents.reading import Write
from documents.scripts import LANGUAGES, convert
from documents.switch import options, remember, script_for, wanted_script
from documents.text import Script


def render_with_switch(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """Render a page with the links of the switch, and keep what was chosen by it."""
    response = render(request, template, {**context, "scripts": options(wanted_script(request))})
    patch_vary_headers(response, ["Cookie"])
    return remember(request, response)


def writer_for(plan: Plan, wanted: str) -> Write:
    """Return what puts text of the plan into the wanted script."""
    return partial(convert, written=cast(Script, plan.script), wanted=script_for(plan, wanted))


def language_of(plan: Plan, wanted: str) -> str:
    return LANGUAGES[script_for(plan, wanted)]
