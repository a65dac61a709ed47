"""The pages of a list, any number of which may be asked for."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest


def paged(request: HttpRequest, rows: Any, size: int, *, total: int | None = None) -> dict[str, Any]:
    """Return what includes/pages.html shows: the page asked for, or the nearest to it, and the numbers around it.

    `total` is the number of rows where it is known; else they are counted.
    """
    pages = Paginator(rows, size)
    if total is not None:
        pages.count = total
    page = pages.get_page(request.GET.get("page"))
    return {"page": page, "numbers": list(pages.get_elided_page_range(page.number, on_each_side=2, on_ends=1))}
