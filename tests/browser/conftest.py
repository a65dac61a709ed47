"""A real browser on a real server with plans that strain the layout; skipped where there is no chromium."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from documents.entry import append
from documents.models import Plan, Section
from indicators.models import Indicator, Target
from tasks.kinds import keep_tasks
from tasks.models import Responsibility
from tests import builders
from tests.chromium import CHROMIUM, MISSING

LONG_TITLE = (
    "关于贯彻落实国家质量强国建设纲要进一步深化质量变革效率变革动力变革"
    "推动全市各县区高质量发展的若干政策措施和三年行动计划（2024—2027年）"
)
LONG_TEXT = "坚持以质量第一为价值导向，完善质量激励政策，提升质量基础设施服务效能。" * 24
ROWS = [
    ["序号", "类别", "指标名称", "2025年", "属性"],
    ["1", "产品质量", "制造业产品质量合格率(%)", "≥95", "约束性"],
    ["2", "农产品质量安全例行监测合格率(%)", "98.5", "预期性"],
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip(MISSING)
    # Playwright's loop runs in this thread, where Django would otherwise refuse to touch the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(chromium: Any, live_server: Any) -> str:
    """The address of a site with an ordinary plan, one that is too much of everything, and one without text."""
    builders.full_plan("ordinary", tasks=4)
    strained = builders.plan(
        "strained", title=LONG_TITLE, issuer="市人民政府办公室、" * 6, document_number="测府发〔2024〕16号"
    )
    fill(strained)
    builders.plan("bare", title="没有正文的规划")
    Plan.objects.update(status="published", issued_on=date(2024, 4, 28), kind="实施方案", source_text="原文。")
    return str(live_server.url)


def fill(plan: Plan) -> None:
    """Add sixty departments, a task of 4,000 characters, a wide table, a box and an item without title."""
    sections = append(
        plan,
        [
            Section(kind="heading", number="第一章", title="总体要求和主要目标以及保障措施和组织实施的若干规定"),
            Section(kind="table", title="主要指标", text="指标", rows=ROWS),
            Section(kind="task", number="（一）", title="部门很多", text="各部门共同推进。"),
            Section(kind="task", number="（二）", title="文字很长", text="\n".join([LONG_TEXT] * 5)),
            Section(kind="task", number="3.", text="没有标题的任务，到2025年合格率达到95%以上。"),
            Section(kind="box", number="专栏1", title="重点工程"),
            Section(kind="project", number="——", title="建设公共服务平台", text="建设平台。"),
        ],
    )
    keep_tasks(sections)
    for position in range(60):
        role = "lead" if position == 0 else "participant" if position < 30 else "responsible"
        body = builders.department(f"市某某某某管理局{position}")
        Responsibility.objects.create(
            task=sections[2].task, position=position, department=body, role=role, name=body.name
        )
    indicator = Indicator.objects.create(name="制造业产品质量合格率")
    Target.objects.create(
        section=sections[4],
        indicator=indicator,
        name=indicator.name,
        operator=">=",
        value=95,
        unit="%",
        quote="合格率达到95%以上",
    )


@pytest.fixture
def visit(chromium: Any, site: str) -> Iterator[Callable[..., Any]]:
    """Open a page of the site; anything that leaves the site, fails or complains fails the test.

    With SCREENSHOTS=folder in the environment each page is also left there as a picture.
    """
    complaints: list[str] = []
    contexts: list[Any] = []

    def open_page(path: str, *, width: int = 1440, scripts: bool = True) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda sent: None if sent.url.startswith(site) else complaints.append(f"left: {sent.url}"))
        page.on("response", lambda got: complaints.append(f"{got.status} {got.url}") if got.status >= 400 else None)
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.click = patient(page)
        page.goto(site + path)
        picture(page, f"{path}-{width}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def patient(page: Any) -> Callable[..., None]:
    """Return a click that waits for the page it leads to; Playwright's own returns as soon as the link is pressed."""
    press = page.click

    def click(selector: str, **options: Any) -> None:
        sent: list[Any] = []

        def note(request: Any) -> None:
            sent.append(request)

        page.on("request", note)
        press(selector, **options)
        page.wait_for_timeout(200)
        page.remove_listener("request", note)
        for request in sent:
            if request.is_navigation_request():
                request.response()
                page.wait_for_timeout(100)
                page.wait_for_load_state("load")
                break

    return click


def picture(page: Any, name: str) -> None:
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name.strip('/').replace('/', '-')}.png", full_page=True)
