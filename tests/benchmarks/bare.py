"""The least that Django can do: a view without middleware, database and template. For tests.benchmarks.pages."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

PAGES = {int(page.name.split("-")[1]): page.read_bytes() for page in Path(os.environ["BARE_PAGES"]).glob("page-*")}


def page(request: HttpRequest, number: int) -> HttpResponse:
    return HttpResponse(PAGES[number])


urlpatterns = [path("<int:number>", page)]

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="none", DEBUG=False, MIDDLEWARE=[])
application = get_wsgi_application()
