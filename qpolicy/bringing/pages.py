"""带回台账 in the admin: an edited file is shown as what it would change; only what was seen is then written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from documents.readers import Limits
from qpolicy.bringing.applying import ChangedMeanwhile, NotWritten, bring_back
from qpolicy.bringing.comparing import Comparison, compare
from qpolicy.bringing.meanwhile import with_meanwhile
from qpolicy.bringing.workbook import Line, UnreadableLedger, exported_at, read_lines

SALT = "qpolicy.bringing"
OPEN_FOR = 8 * 60 * 60  # seconds
MOST_CHANGED = 1000  # lines
OUTDATED = "这一页已经失效，请重新上传文件。"
TOO_MANY = "改动了 {number:,} 行，一次最多 {most:,} 行，请分几次带回。"
NOTHING = "没有改动：表中的部门、时限和指标值与库中相同。"


class LedgerForm(forms.Form):
    file = forms.FileField(
        label="修改过的台账",
        help_text="从“职责台账”或“任务”下载的 Excel 文件，改好后另存为 .xlsx。",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "请选择文件。", "empty": "文件是空的。"},
    )


def bring_back_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Read and compare an uploaded file, or write what was seen of one."""
    if request.method == "POST" and "lines" in request.POST:
        return _write(request, context)
    form = LedgerForm(request.POST, request.FILES) if request.method == "POST" else LedgerForm()
    if form.is_bound and form.is_valid():
        return _show(request, context, form)
    return _page(request, {**context, "form": form})


def _show(request: HttpRequest, context: dict[str, Any], form: LedgerForm) -> HttpResponse:
    limits = Limits(**settings.FILE_LIMITS)
    try:
        content = form.cleaned_data["file"].read(limits.max_bytes + 1)
        lines = read_lines(content, limits)
    except UnreadableLedger as error:
        form.add_error("file", str(error))
        return _page(request, {**context, "form": form})
    found = compare(lines, request.user)
    if len(found.changes) > MOST_CHANGED:
        form.add_error("file", TOO_MANY.format(number=len(found.changes), most=MOST_CHANGED))
        return _page(request, {**context, "form": form})
    return _page(request, {**context, "form": form, **_shown(found, exported_at(content))})


def _write(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    try:
        seen, lines, since = _unpacked(request.POST["lines"])
    except (signing.BadSignature, ValueError, TypeError):
        messages.error(request, OUTDATED)
        return HttpResponseRedirect(request.path)
    try:
        found = bring_back(lines, seen, request)
    except ChangedMeanwhile as changed:
        messages.warning(request, str(changed))
        return _page(request, {**context, "form": LedgerForm(), **_shown(changed.found, since)})
    except NotWritten as refusal:
        messages.error(request, str(refusal))
        return _page(request, {**context, "form": LedgerForm(), **_shown(compare(lines, request.user), since)})
    messages.success(
        request, f"已写入 {len(found.changes)} 项任务的 {found.number} 处改动，每一处都可在修改历史中查看和还原。"
    )
    return HttpResponseRedirect(reverse("admin:tasks_task_changelist"))


def _shown(found: Comparison, since: datetime | None) -> dict[str, Any]:
    """Return what is shown of a file that was downloaded at that moment, if it says when."""
    found.changes = with_meanwhile(found.changes, since)
    return {"found": found, "lines": _packed(found, since), "nothing": NOTHING}


def _packed(found: Comparison, since: datetime | None) -> str:
    """Return the lines that change something, signed, with the digest of what they change and the moment of their file."""
    lines: Sequence[Any] = [(change.line.number, change.line.key, dict(change.line.cells)) for change in found.changes]
    return signing.dumps((found.digest, lines, since and since.isoformat()), salt=SALT, compress=True)


def _unpacked(signed: str) -> tuple[str, list[Line], datetime | None]:
    """Return digest, lines and moment; a page that an earlier version has shown tells no moment.

    Raises BadSignature, ValueError or TypeError.
    """
    seen, stored, *told = signing.loads(signed, salt=SALT, max_age=OPEN_FOR)
    moment = datetime.fromisoformat(told[0]) if told and told[0] else None
    return seen, [Line(number, key, cells) for number, key, cells in stored], moment


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return TemplateResponse(request, "admin/tasks/task/bring_back.html", context)
