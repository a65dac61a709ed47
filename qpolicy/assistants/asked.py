"""What was asked for: plans, departments and pages, or in words for the one who asks what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.forms import BaseForm
from django.http import QueryDict

from documents.models import Plan
from documents.shelf import Shelf

LOCAL = "http://127.0.0.1:8000"  # where quickstart serves
MOST_NAMED = 20


class Wrong(ValueError):  # noqa: N818  as an assistant is told it
    """What was asked cannot be answered; the message says what to ask instead."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where the pages of the site are to be found from outside."""

    address: str = LOCAL

    def url(self, path: str) -> str:
        return urljoin(f"{self.address.rstrip('/')}/", path)


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a list of so many rows."""

    total: int
    page: int
    size: int

    @property
    def rows(self) -> slice:
        return slice((self.page - 1) * self.size, self.page * self.size)

    @property
    def next_page(self) -> int | None:
        return self.page + 1 if self.page * self.size < self.total else None

    @property
    def said(self) -> str:
        """Return 共 32 项，列出第 1—10 项."""
        first, last = self.rows.start + 1, min(self.rows.stop, self.total)
        if not self.total:
            return "共 0 项"
        if first > self.total:
            return f"共 {self.total} 项，没有第 {self.page} 页"
        left = f"，下一页为 page={self.next_page}" if self.next_page else ""
        return f"共 {self.total} 项，列出第 {first}—{last} 项{left}"

    @property
    def fields(self) -> dict[str, Any]:
        """Return what every listing says of itself."""
        return {"total": self.total, "page": self.page, "next_page": self.next_page}


@dataclass(frozen=True, slots=True)
class Asked:
    """Where the site is for the one who asks, and which page of a list is asked for."""

    site: Site
    page: int = 1
    size: int = 10

    def part(self, total: int) -> Part:
        return Part(total, self.page, self.size)


def site_address(given: str) -> str:
    """Return the address that was given, or that of SITE_DOMAIN, or where the site is served for a look."""
    domain = settings.SITE_DOMAIN
    return given or (domain if "://" in domain else f"https://{domain}" if domain else LOCAL)


def asked_plan(slug: str, shelf: Shelf) -> Plan:
    """Return the published plan of this slug. Raises Wrong."""
    found = next((plan for plan in shelf.plans.values() if plan.slug == slug.strip()), None)
    if found is None:
        known = "、".join(plan.slug for plan in list(shelf.plans.values())[:MOST_NAMED]) or "（还没有已发布的规划）"
        raise Wrong(f"没有标识为“{slug}”的规划。plan 应为 list_plans 给出的标识，如：{known}。")
    return found


def conditions(**asked: object) -> QueryDict:
    """Return the conditions as a page has them in its address."""
    found = QueryDict(mutable=True)
    for name, value in asked.items():
        if isinstance(value, list):
            found.setlist(name, value)
        elif value not in ("", None):
            found[name] = str(value)
    return found


def misread(form: BaseForm) -> str:
    """Say which conditions were not understood, and what there is to choose."""
    said = []
    for name in form.errors:
        choices = [f"{key}（{word}）" for key, word in getattr(form.fields[name], "choices", ()) if key]
        known = f"可选：{'、'.join(choices[:MOST_NAMED])}{'……' if len(choices) > MOST_NAMED else ''}" if choices else ""
        said.append(f"{name} 的值不能识别。{known}")
    return "".join(said)
