"""全部资料下载: the page that says what is in the archive, and the archive."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from documents.keeping import kept_value
from qpolicy.download.keeping import archive as written_archive
from qpolicy.download.keeping import kept_archive
from qpolicy.download.packing import count, last_change
from qpolicy.turns import StillBusy

NAME = "qpolicy.zip"
RETRY_AFTER = 30  # seconds


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Say what there is without writing the archive, and its size where it is written."""
    counts, changed_at = kept_value("download", lambda: (_counts(), last_change()))
    context = {"place": "", "counts": counts, "changed_at": changed_at, "kept": kept_archive()}
    return render(request, "download.html", context)


@require_safe
def archive(request: HttpRequest) -> HttpResponseBase:
    try:
        kept = written_archive()
    except StillBusy:
        return _still_busy(request)
    etag = f'"{kept.sha256}"'
    is_anonymous = request.user.is_anonymous  # what others are sent is kept nowhere
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag) if is_anonymous else None
    if response is None:
        file = kept.path.open("rb")
        response = FileResponse(file, as_attachment=True, filename=NAME, content_type="application/zip")
    if is_anonymous:
        response["ETag"] = etag
        response["Cache-Control"] = "no-cache"
    return response


def _still_busy(request: HttpRequest) -> HttpResponse:
    response = render(request, "503_download.html", status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def _counts() -> list[tuple[str, str, int]]:
    return [(kind.file, kind.word, number) for kind, number in count()]
