"""What every template may name: the site and who runs it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

REGISTER_OF_SITES = "https://beian.miit.gov.cn/"
REGISTER_OF_POLICE = "https://beian.mps.gov.cn/#/query/webSearch?code="


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the foot of every page; `url` is where the number can be checked."""

    label: str
    text: str
    url: str = ""


def site(request: HttpRequest) -> dict[str, object]:
    return {**frame(), "site_domain": settings.SITE_DOMAIN or request.get_host()}


def frame() -> dict[str, object]:
    """Return what is known of the site without a request, for the pages that tell of an error."""
    return {
        "site_name": settings.SITE_NAME,
        "site_domain": settings.SITE_DOMAIN,
        "site_id_code": settings.SITE_ID_CODE,
        "site_lines": [line for line in _lines() if line.text],
    }


def _lines() -> tuple[Line, ...]:
    digits = re.sub(r"[^0-9]", "", settings.SITE_POLICE_NUMBER)
    return (
        Line("主办单位", settings.SITE_ORGANISER),
        Line("承办单位", settings.SITE_OPERATOR),
        Line("联系方式", settings.SITE_CONTACT),
        Line("网站标识码", settings.SITE_ID_CODE),
        Line("ICP备案号", settings.SITE_ICP_NUMBER, REGISTER_OF_SITES),
        Line("公安备案号", settings.SITE_POLICE_NUMBER, f"{REGISTER_OF_POLICE}{digits}"),
    )
