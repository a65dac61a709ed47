"""Errors as problem details (RFC 9457), in Chinese, or in English for whoever prefers it (Accept-Language)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from math import ceil
from typing import Any

from django.core.exceptions import DisallowedHost, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework import exceptions

MEDIA_TYPE = "application/problem+json"
ROOT = "/api/"  # where the documentation stands, a page; all below it is for programs
CHINESE, ENGLISH = "zh-hans", "en"


@dataclass(frozen=True, slots=True)
class Said:
    """The same in both languages."""

    chinese: str
    english: str

    def in_language(self, language: str) -> str:
        return self.english if language == ENGLISH else self.chinese


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: `name` is the last part of its type, which leads to what the documentation says of it."""

    status: int
    name: str
    title: Said
    detail: Said


KINDS = {
    kind.status: kind
    for kind in (
        Kind(
            400,
            "bad-request",
            Said("请求有误", "Bad request"),
            Said("请求的地址或参数有误，请对照接口说明改正。", "The address or a parameter of the request is wrong."),
        ),
        Kind(
            404,
            "not-found",
            Said("没有找到", "Not found"),
            Said(
                "这个地址没有内容：可能写错了，也可能相应的规划尚未发布或已经撤回。",
                "There is nothing at this address: it may be misspelt, or the plan may not be published.",
            ),
        ),
        Kind(
            405,
            "method-not-allowed",
            Said("不支持这种请求方法", "Method not allowed"),
            Said("接口只供读取，只接受 GET 和 HEAD。", "The API is read-only and answers GET and HEAD alone."),
        ),
        Kind(
            406,
            "not-acceptable",
            Said("没有所要的格式", "Not acceptable"),
            Said("接口只提供 JSON（application/json）。", "The API answers in JSON (application/json) alone."),
        ),
        Kind(
            412,
            "precondition-failed",
            Said("条件不符", "Precondition failed"),
            Said(
                "请求中的 If-Match 或 If-Unmodified-Since 与现在的内容不符。",
                "The content is another one than If-Match or If-Unmodified-Since of the request asks for.",
            ),
        ),
        Kind(
            429,
            "too-many-requests",
            Said("请求过于频繁", "Too many requests"),
            Said(
                "同一网络地址的请求过于频繁，请在 {wait} 秒后再试。", "Too many requests; try again in {wait} seconds."
            ),
        ),
        Kind(
            500,
            "server-error",
            Said("服务器出错", "Server error"),
            Said(
                "服务器出错，已记录在案。请稍后再试。",
                "The server has failed, and keeps a record of it. Try again later.",
            ),
        ),
    )
}
# The same status as a bad request, with what is wrong with each parameter.
INVALID = Kind(
    400,
    "invalid-parameters",
    Said("参数有误", "Invalid parameters"),
    Said(
        "有参数写错了，没有照它查询；各处错误见 errors。",
        "Parameters are wrong, and nothing was looked up; see errors.",
    ),
)
EVERY_KIND = (KINDS[400], INVALID, *(KINDS[status] for status in (404, 405, 406, 412, 429, 500)))


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a parameter; `code` says so to programs."""

    parameter: str
    code: str
    said: Said


class InvalidQueryError(Exception):
    """The query string cannot be understood as a whole."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


class NoSuchPageError(Exception):
    """There are fewer pages than were asked for."""

    def __init__(self, pages: int) -> None:
        super().__init__(pages)
        self.said = Said(f"没有这一页，共 {pages} 页。", f"There is no such page; the last one is {pages}.")


def answer(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """Answer what went wrong in a view; None where nobody has foreseen it."""
    request = context["request"]._request
    if isinstance(error, InvalidQueryError):
        return problem(request, INVALID, faults=error.faults)
    if isinstance(error, NoSuchPageError):
        return problem(request, KINDS[HTTPStatus.NOT_FOUND], detail=error.said)
    if isinstance(error, Http404):
        return problem(request, KINDS[HTTPStatus.NOT_FOUND])
    if isinstance(error, exceptions.APIException) and error.status_code in KINDS:
        wait = ceil(getattr(error, "wait", None) or 0)
        response = problem(request, KINDS[error.status_code], wait=wait)
        for name, value in getattr(error, "auth_header", {}).items():
            response[name] = value
        return response
    return None


def problem(
    request: HttpRequest, kind: Kind, *, faults: Sequence[Fault] = (), detail: Said | None = None, wait: int = 0
) -> HttpResponse:
    """Return the answer that tells of it; it needs no database."""
    language = wanted_language(request)
    told: dict[str, Any] = {
        "type": f"{_documentation(request)}#{kind.name}",
        "title": kind.title.in_language(language),
        "status": kind.status,
        "detail": (detail or kind.detail).in_language(language).format(wait=wait),
        "instance": request.get_full_path(),
    }
    if faults:
        told["errors"] = [
            {"parameter": fault.parameter, "code": fault.code, "detail": fault.said.in_language(language)}
            for fault in faults
        ]
    written = json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace")
    response = HttpResponse(written, status=kind.status, content_type=MEDIA_TYPE)
    response["Content-Language"] = "en" if language == ENGLISH else "zh-Hans"
    response["Cache-Control"] = "no-store"
    if wait:
        response["Retry-After"] = str(wait)
    patch_vary_headers(response, ["Accept-Language"])
    return response


def is_of_api(request: HttpRequest) -> bool:
    """Tell whether whoever asks is a program that expects problem details."""
    return request.path_info.startswith(ROOT) and request.path_info != ROOT


def wanted_language(request: HttpRequest) -> str:
    """Return English where the header puts it before Chinese; whoever says nothing reads Chinese."""
    for language, _ in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")):
        if language.split("-")[0] in ("zh", "en"):
            return ENGLISH if language.startswith("en") else CHINESE
    return CHINESE


def told_by_django(parameter: str, error: ValidationError) -> Fault:
    """Return the fault that a form has found, in the words of Django's own translations."""
    said = []
    for language in (CHINESE, ENGLISH):
        with translation.override(language):
            said.append(" ".join(error.messages))
    return Fault(parameter, error.code or "invalid", Said(*said))


def _documentation(request: HttpRequest) -> str:
    path = reverse("site:api")
    try:
        return request.build_absolute_uri(path)
    except DisallowedHost:
        return path
