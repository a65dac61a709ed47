"""Send what a page lists as a file, under the conditions of the page."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from functools import wraps

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents.limits import Limit, too_many_requests
from qpolicy.audit import Kind, record
from qpolicy.exports import aims, alignment, as_csv, as_docx, as_json, as_xlsx, duties, hits, lists, matrices, papers
from qpolicy.exports.asked import Asked
from qpolicy.exports.files import disposition, file_name
from qpolicy.exports.sheets import Origin, Sheet

CSV, JSON = "text/csv; charset=utf-8", "application/json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
UNNAMED = frozenset(["排序", "未识别", "查找"])  # what a file is not named by
MOST_TOLD = 1000  # characters of the conditions in the audit log

Write = Callable[[Sheet, Origin], io.BytesIO | Iterable[bytes]]
FORMS: Mapping[str, tuple[str, Write]] = {
    "xlsx": (XLSX, as_xlsx.write),
    "csv": (CSV, as_csv.lines),
    "json": (JSON, as_json.pieces_of),
    "docx": (DOCX, as_docx.write),
}
ON_PAPER = frozenset(FORMS)
TOO_WIDE = ON_PAPER - {"docx"}  # a column a plan
SHEETS: Mapping[str, tuple[Callable[..., Sheet], frozenset[str]]] = {
    "plans": (lists.plans, ON_PAPER),
    "departments": (lists.departments, ON_PAPER),
    "functions": (lists.functions, ON_PAPER),
    "tasks": (duties.tasks, ON_PAPER),
    "ledger": (duties.ledger, ON_PAPER),
    "indicators": (aims.indicators, ON_PAPER),
    "indicator": (aims.indicator, ON_PAPER),
    "goals": (aims.goals, ON_PAPER),
    "targets": (aims.targets, ON_PAPER),
    "search": (hits.search, ON_PAPER),
    "compare-indicators": (matrices.indicators, TOO_WIDE),
    "compare-duties": (matrices.duties, TOO_WIDE),
    "compare-coverage": (matrices.coverage, TOO_WIDE),
    "compare-alignment": (alignment.pairs, ON_PAPER),
}


def limited(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Send one network address so many files; writing one costs more than a page. Signed-in users take what they need."""

    @wraps(view)
    def answer(request: HttpRequest, *args: str, **named: str) -> HttpResponseBase:
        limit = Limit("files", settings.EXPORT_LIMIT, settings.EXPORT_SECONDS)
        if limit.times and request.method != "HEAD" and request.user.is_anonymous:
            if wait := limit.wait(request):
                return too_many_requests(request, wait, template="429_files.html")
            limit.count(request)
        return view(request, *args, **named)

    return answer


@require_safe
@limited
def sheet(request: HttpRequest, form: str, page: str, **named: str | int) -> HttpResponseBase:
    """Send the sheet of a page as xlsx, csv, json or docx."""
    compose, forms = SHEETS[page]
    if form not in forms:
        raise Http404("没有这种格式的文件。")
    made = compose(Asked(request), **named)
    told = [value for name, value in made.conditions if name not in UNNAMED]
    name = file_name(made.title, *told[:2], f"{timezone.localdate():%Y-%m-%d}", form=form)
    kind, write = FORMS[form]
    if request.method == "HEAD":
        return _named(HttpResponse(content_type=kind), name, f"{made.name}.{form}")
    _note(request, f"{made.title}（{form}）", made.conditions)
    return _named(_answer(write(made, origin_of(request)), kind), name, f"{made.name}.{form}")


@require_safe
@limited
def paper(request: HttpRequest, slug: str, anchor: str = "") -> HttpResponseBase:
    """Send a plan, or one of its tasks, in the layout of official documents."""
    asked = Asked(request)
    made = papers.task(asked, slug, anchor) if anchor else papers.plan(asked, slug)
    name = file_name(made.title, f"{timezone.localdate():%Y-%m-%d}", form="docx")
    plain = f"{'-'.join(filter(None, (slug, anchor)))}.docx"
    if request.method == "HEAD":
        return _named(HttpResponse(content_type=DOCX), name, plain)
    _note(request, f"{made.title}（docx）", ())
    return _named(_answer(papers.write(made, origin_of(request)), DOCX), name, plain)


def origin_of(request: HttpRequest) -> Origin:
    """Say where a file comes from: the page whose address it extends."""
    page = request.path.rpartition("export.")[0]
    query = request.META.get("QUERY_STRING", "")
    address = request.build_absolute_uri(f"{page}?{query}" if query else page)
    return Origin(settings.SITE_NAME, address, timezone.localtime())


def _answer(written: io.BytesIO | Iterable[bytes], kind: str) -> HttpResponseBase:
    if isinstance(written, io.BytesIO):
        return FileResponse(written, content_type=kind)
    return StreamingHttpResponse(written, content_type=kind)


def _named(response: HttpResponseBase, name: str, plain: str) -> HttpResponseBase:
    response["Content-Disposition"] = disposition(name, plain)
    response["Cache-Control"] = "no-store"  # it says when it was made
    return response


def _note(request: HttpRequest, subject: str, conditions: Iterable[tuple[str, str]]) -> None:
    """Tell the audit log of what a signed-in user takes away."""
    if request.user.is_authenticated:
        told = "；".join(f"{name}：{value}" for name, value in conditions)
        record(Kind.EXPORT, request=request, subject=subject, details=told[:MOST_TOLD])
