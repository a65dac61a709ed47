"""A reader reports an error without saying who he is, and an editor finds it and decides."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from documents.models import ErrorReport, Plan, Section
from tests import builders

pytestmark = pytest.mark.django_db

ADDRESS = "/report/xian/s-1-1/"
QUEUE = "/admin/documents/errorreport/"


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture
def section() -> Section:
    plan = builders.full_plan("xian", tasks=2)
    Plan.objects.update(status="published")
    ErrorReport.objects.all().delete()
    return plan.sections.get(anchor="s-1-1")


def said(response: Any) -> str:
    return str(response.content.decode())


def test_the_form_quotes_the_section(client: Client, section: Section) -> None:
    page = said(client.get(ADDRESS))
    assert "<p>(1)任务1</p><p>任务1。</p>" in page
    assert f'href="{section.get_absolute_url()}"' in page
    assert '<meta name="robots" content="noindex">' in page


def test_a_report_is_kept_with_the_words_it_is_about(client: Client, section: Section) -> None:
    response = client.post(ADDRESS, {"text": "  年份应为2027年。 "}, follow=True)
    assert response.redirect_chain == [(f"{ADDRESS}sent/", 302)]
    assert "已收到，谢谢" in said(response)
    report = ErrorReport.objects.get()
    assert (report.section, report.plan, report.status) == (section, section.plan, "open")
    assert report.text == "年份应为2027年。"
    assert report.quote == "(1)任务1\n任务1。"


def test_a_report_outlives_its_section(section: Section) -> None:
    report = ErrorReport.objects.create(section=section, text="错字")
    section.delete()
    report.refresh_from_db()
    assert report.section is None
    assert report.quote == "(1)任务1\n任务1。"
    assert report.plan.slug == "xian"


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "请写明哪里不对。"), (" \n", "请写明哪里不对。"), ("字" * 2001, "最多 2000 字，现有 2001 字。")],
)
def test_what_says_nothing_or_too_much_is_asked_for_again(
    client: Client, section: Section, text: str, why: str
) -> None:
    page = said(client.post(ADDRESS, {"text": text}))
    assert why in page
    assert 'aria-invalid="true"' in page
    assert "填写有误" in page
    assert not ErrorReport.objects.exists()


def test_nothing_that_was_typed_becomes_markup(client: Client, section: Section) -> None:
    Section.objects.filter(pk=section.pk).update(text="<script>alert(1)</script>")
    page = said(client.post(ADDRESS, {"text": "</textarea><script>alert(2)</script>" + "字" * 2000}))
    assert "<script>alert" not in page


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "\u202e倒"])
def test_no_character_breaks_it(client: Client, section: Section, text: str) -> None:
    body = f"text={''.join(f'%{byte:02X}' for byte in text.encode('utf-8', 'surrogatepass'))}"
    response = client.post(ADDRESS, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code in (200, 302)


def test_a_program_that_fills_in_everything_is_thanked_and_ignored(client: Client, section: Section) -> None:
    response = client.post(ADDRESS, {"text": "buy", "homepage": "http://spam.example"})
    assert response.status_code == 302
    assert not ErrorReport.objects.exists()


def test_a_form_of_another_site_is_refused(section: Section) -> None:
    response = Client(enforce_csrf_checks=True).post(ADDRESS, {"text": "错字"})
    assert response.status_code == 403
    assert not ErrorReport.objects.exists()


def test_too_many_reports_are_refused_for_a_while(client: Client, section: Section, settings: Settings) -> None:
    settings.REPORT_LIMIT = 2
    for _ in range(2):
        assert client.post(ADDRESS, {"text": ""}).status_code == 200  # what is not kept does not count
        assert client.post(ADDRESS, {"text": "错字"}).status_code == 302
    refused = client.post(ADDRESS, {"text": "错字"})
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= settings.REPORT_SECONDS
    assert "提交得太频繁" in said(refused)
    assert ErrorReport.objects.count() == 2
    assert client.get(ADDRESS).status_code == 200


def test_only_what_is_published_can_be_reported(client: Client, section: Section) -> None:
    assert client.get("/report/xian/s-9/").status_code == 404
    Plan.objects.update(status="draft")
    for address in (ADDRESS, f"{ADDRESS}sent/"):
        assert client.get(address).status_code == 404
    assert client.post(ADDRESS, {"text": "错字"}).status_code == 404


def test_the_quote_is_in_the_script_that_the_reader_wants(client: Client) -> None:
    plan = builders.plan(title="質量強市方案", script="hant", status="published")
    builders.sections(plan, ("task", "(一)", "提升農產品質量"))
    address = "/report/xian/s-1/"
    page = said(client.get(address))
    assert '<blockquote lang="zh-Hant">' in page
    assert "提升農產品質量" in page
    client.cookies["script"] = "hans"
    page = said(client.get(address))
    assert "提升农产品质量" in page
    assert "農" not in page
    client.post(address, {"text": "错字"})
    assert ErrorReport.objects.get().quote.startswith("(一)提升農產品質量")


def test_of_a_long_section_the_beginning_is_quoted(client: Client, section: Section) -> None:
    Section.objects.filter(pk=section.pk).update(text="质" * 4000)
    page = said(client.get(ADDRESS))
    assert "质……</p>" in page
    assert page.count("质" * 300) == 0
    assert "看这一条的全文" in page


def test_it_costs_few_queries(
    client: Client, section: Section, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(3):
        client.get(ADDRESS)


# The queue of the editors


def test_the_queue_shows_what_is_open_first(admin_client: Client, section: Section) -> None:
    ErrorReport.objects.create(section=section, text="等待处理的错字")
    ErrorReport.objects.create(section=section, text="处理过的错字", status="accepted")
    assert "处理过的错字" not in said(admin_client.get(QUEUE))
    assert "等待处理的错字" in said(admin_client.get(QUEUE))
    every = said(admin_client.get(f"{QUEUE}?status=all"))
    assert "处理过的错字" in every
    assert "等待处理的错字" in every


@pytest.mark.parametrize(("action", "status"), [("accept", "accepted"), ("reject", "rejected")])
def test_an_editor_decides_and_the_decision_is_logged(
    admin_client: Client, section: Section, action: str, status: str
) -> None:
    report = ErrorReport.objects.create(section=section, text="错字")
    admin_client.post(QUEUE, {"action": action, "_selected_action": [report.pk]})
    report.refresh_from_db()
    assert report.status == status
    assert LogEntry.objects.get().object_id == str(report.pk)


def test_an_editor_notes_why_but_cannot_change_what_was_said(admin_client: Client, section: Section) -> None:
    report = ErrorReport.objects.create(section=section, text="错字")
    address = f"{QUEUE}{report.pk}/change/"
    page = said(admin_client.get(address))
    assert f"/admin/documents/section/{section.pk}/change/" in page
    admin_client.post(address, {"status": "rejected", "note": "原文如此。", "text": "改过的话", "section": ""})
    report.refresh_from_db()
    assert (report.status, report.note, report.text, report.section) == ("rejected", "原文如此。", "错字", section)


def test_what_came_by_telephone_can_be_entered(admin_client: Client, section: Section) -> None:
    page = {"text": "来电反映错字", "section": section.pk, "status": "open"}
    assert admin_client.post(f"{QUEUE}add/", page).status_code == 302
    assert ErrorReport.objects.get().plan == section.plan


def test_a_report_of_nothing_cannot_be_entered(admin_client: Client) -> None:
    response = admin_client.post(f"{QUEUE}add/", {"text": "来电反映错字", "section": "", "status": "open"})
    assert response.status_code == 200
    assert not ErrorReport.objects.exists()
