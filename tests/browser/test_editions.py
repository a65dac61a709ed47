"""Two editions side by side in a real browser: nothing is wider than the window, keeps anybody out or needs a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from documents.entry import append
from documents.models import Plan, Section
from tasks.kinds import keep_tasks
from tests import builders
from tests.browser.conftest import LONG_TEXT, LONG_TITLE
from tests.browser.test_accessibility import violations_on

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def _editions(site: str) -> None:
    older, newer = builders.two_editions()
    Plan.objects.filter(pk=older.pk).update(
        title=LONG_TITLE, document_number="测府发〔2021〕3号", issued_on="2021-05-06"
    )
    Plan.objects.filter(pk=newer.pk).update(document_number="测府发〔2024〕16号", issued_on="2024-04-28")
    for plan, word, end in ((older, "效能", ""), (newer, "效率", "到2027年全面建成。")):
        rows = [
            Section(kind="task", number="(四)", title="完善激励政策", text=LONG_TEXT.replace("效能", word) + end),
            Section(
                kind="safeguard", number="1.", title=f"加强组织领导{end[:6]}", text="健全工作机制。\n严格考核督查。"
            ),
        ]
        keep_tasks(append(plan, rows))


@pytest.mark.usefixtures("_editions")
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("path", ["/plans/xian/changes/", "/plans/xian/changes/?show=same", "/plans/xian/", "/plans/"])
def test_editions_keep_nobody_out(visit: Callable[..., Any], path: str, width: int) -> None:
    page = visit(path, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations_on(page) == []


@pytest.mark.usefixtures("_editions")
def test_a_filter_needs_no_script(visit: Callable[..., Any]) -> None:
    page = visit("/plans/xian/changes/", scripts=False)
    page.click("text=新增")
    assert page.locator(".change").count() == 1
    assert page.locator(".change h3").inner_text().endswith("改善旅游服务")
