"""Several files at once: laid aside, read one by one, and how far the work is stands on a page at every moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from documents.models import Draft, Upload
from documents.models.uploads import KEPT
from qpolicy.audit import Kind
from qpolicy.beginning import prepare
from qpolicy.drafting import batches
from qpolicy.drafting.opening import open_draft
from qpolicy.models import AuditEvent
from tests import entering
from tests.entering import upload
from tests.pages import text_of
from tests.qpolicy.test_corrections import TEXT

pytestmark = pytest.mark.django_db

editor = entering.editor


def files(number: int) -> list[tuple[str, bytes]]:
    return [(f"{at}.txt", TEXT.replace("某市", f"第{at}市").encode()) for at in range(1, number + 1)]


@pytest.fixture
def one_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "SECONDS", -1)


@pytest.mark.usefixtures("one_a_request")
def test_each_request_reads_a_bit_and_the_page_says_how_far_it_is(editor: Client) -> None:
    page = upload(editor, *files(2), ("坏.docx", b"PK\x03\x04broken"))
    where = page.request["PATH_INFO"]
    assert "已读取 1 份，共 3 份" in text_of(page) and text_of(page).count("等待读取") == 2
    assert "继续读取（还有 2 份）" in text_of(page)
    page = editor.post(where, follow=True)
    assert "已读取 2 份，共 3 份" in text_of(page)
    page = editor.post(where, follow=True)
    assert "3 份文件都已读取" in text_of(page) and "data-continue" not in text_of(page)
    assert text_of(page).count("已建立草稿") == 2 and text_of(page).count("没有导入") == 1
    assert Draft.objects.count() == 2
    assert AuditEvent.objects.filter(kind=Kind.IMPORT).count() == 3
    assert not any(bytes(content) for content in Upload.objects.values_list("content", flat=True))
    assert "3 份文件都已读取" in text_of(editor.post(where, follow=True)), "asked for once more, nothing is done twice"
    assert Draft.objects.count() == 2


def test_a_few_files_are_read_at_once(editor: Client) -> None:
    assert "3 份文件都已读取" in text_of(upload(editor, *files(3)))


@pytest.mark.usefixtures("one_a_request")
def test_a_file_that_somebody_is_reading_is_left_to_them_unless_they_died(editor: Client) -> None:
    where = upload(editor, *files(2)).request["PATH_INFO"]
    Upload.objects.filter(done_at=None).update(taken_at=timezone.now())
    editor.post(where)
    assert Draft.objects.count() == 1
    Upload.objects.filter(done_at=None).update(taken_at=timezone.now() - batches.LONGEST_READING - timedelta(seconds=1))
    editor.post(where)
    assert Draft.objects.count() == 2


def stumbling(monkeypatch: pytest.MonkeyPatch, error: type[BaseException], *, over: str) -> None:
    """Let whoever makes a draft of the file of this name stumble."""

    def open_or_stumble(*args: Any, **options: Any) -> Draft:
        if options["name"] == over:
            raise error("stumbled")
        return open_draft(*args, **options)

    monkeypatch.setattr(batches, "open_draft", open_or_stumble)


def hours_pass() -> None:
    Upload.objects.filter(done_at=None).update(taken_at=timezone.now() - timedelta(hours=1))


def test_a_worker_that_dies_leaves_its_file_to_the_next(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = batches.lay_aside(files(1), owner=User.objects.get(), plan=None)
    with monkeypatch.context() as patch:
        stumbling(patch, SystemExit, over="1.txt")
        with pytest.raises(SystemExit):
            batches.read_some(batch, then=lambda upload: None)
    hours_pass()
    batches.read_some(batch, then=lambda upload: None)
    assert Draft.objects.count() == 1


def test_a_file_that_kills_its_workers_is_given_up_after_three_tries(
    editor: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    batch = batches.lay_aside(files(2), owner=User.objects.get(), plan=None)
    stumbling(monkeypatch, SystemExit, over="1.txt")
    for _ in range(3):
        with pytest.raises(SystemExit):
            batches.read_some(batch, then=lambda upload: None)
        hours_pass()
    assert Draft.objects.count() == 1, "the other file has been read meanwhile"
    batches.read_some(batch, then=lambda upload: None)
    deadly = Upload.objects.get(position=1)
    assert deadly.done_at and "《1.txt》" in deadly.reason and f"upload {deadly.pk}" in deadly.reason
    assert f"upload {deadly.pk} ('1.txt') is given up after 3 tries" in caplog.text


def test_what_nobody_has_foreseen_stops_one_file_and_no_other(
    editor: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stumbling(monkeypatch, RuntimeError, over="1.txt")
    page = text_of(upload(editor, *files(3)))
    assert "3 份文件都已读取" in page and page.count("已建立草稿") == 2
    assert "读取《1.txt》时程序意外中断，已试 3 次" in page and "系统管理员" in page
    assert caplog.text.count("RuntimeError: stumbled") == 3, "each try has its traceback in the log"
    assert AuditEvent.objects.filter(kind=Kind.IMPORT, success=False, subject__contains="1.txt").count() == 1
    assert not any(bytes(content) for content in Upload.objects.values_list("content", flat=True))


def test_what_fails_once_is_read_at_the_next_try(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    stumbles = iter([True, False])

    def open_or_stumble(*args: Any, **options: Any) -> Draft:
        if next(stumbles):
            raise RuntimeError
        return open_draft(*args, **options)

    batch = batches.lay_aside(files(1), owner=User.objects.get(), plan=None)
    monkeypatch.setattr(batches, "open_draft", open_or_stumble)
    batches.read_some(batch, then=lambda upload: None)
    assert Upload.objects.get().draft == Draft.objects.get()


def test_a_text_that_is_sent_with_files_has_its_draft_too(editor: Client) -> None:
    page = text_of(upload(editor, *files(2), text=TEXT))
    assert "粘贴的文字：已建立草稿" in page and Draft.objects.count() == 3


def test_what_nobody_came_back_for_is_forgotten(editor: Client) -> None:
    upload(editor, *files(2))
    Upload.objects.update(created_at=timezone.now() - KEPT - timedelta(hours=1))
    upload(editor, ("丙.txt", b""), ("丁.txt", b""))
    assert set(Upload.objects.values_list("name", flat=True)) == {"丙.txt", "丁.txt"}


def test_quickstart_forgets_it_too_where_nothing_more_is_sent(editor: Client) -> None:
    upload(editor, *files(2))
    Upload.objects.filter(position=1).update(created_at=timezone.now() - KEPT - timedelta(hours=1))
    assert any("1 份上传文件" in line for line in prepare())
    assert list(Upload.objects.values_list("position", flat=True)) == [2]


def test_one_file_at_a_time_is_in_memory(editor: Client) -> None:
    read: list[int] = []

    def sent() -> Iterator[tuple[str, bytes]]:
        for number in range(3):
            assert Upload.objects.count() == number, "the one before is laid aside when the next is read"
            read.append(number)
            yield f"{number}.txt", b"x"

    batches.lay_aside(sent(), owner=User.objects.get(), plan=None)
    assert read == [0, 1, 2]


def test_a_batch_that_there_is_not_is_not_found(editor: Client) -> None:
    address = "/admin/documents/draft/add/00000000-0000-0000-0000-000000000000/"
    assert editor.get(address).status_code == 404
