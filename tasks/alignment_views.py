"""任务对应: two plans side by side, task by task, and the form by which an editor judges of a pair."""

from __future__ import annotations

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from documents.models import Section
from documents.paging import paged
from documents.scripted import render_with_switch
from documents.shelf import Shelf
from documents.switch import wanted_script
from tasks.alignment import Comparison, counts
from tasks.judging import JudgedMeanwhile, judge, may_judge
from tasks.models import Alignment
from tasks.placing import ONLY_FIRST, ONLY_SECOND, PAIRED
from tasks.two_plans import TwoPlans

LINES_A_PAGE = 50
VIEWS = {"": "全部", PAIRED: "有对应", ONLY_FIRST: "仅甲有", ONLY_SECOND: "仅乙有"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alignment(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    if not may_judge(request.user):
        raise PermissionDenied
    try:
        task = _judge(request)
    except JudgedMeanwhile as refusal:
        return _page(request, str(refusal))
    return redirect(f"{request.get_full_path()}#a-{task.anchor}")


def _page(request: HttpRequest, refusal: str = "") -> HttpResponse:
    wanted = wanted_script(request)
    plans = TwoPlans(request.GET, Shelf(wanted))
    context: dict[str, object] = {
        "place": "compare",
        "compared": "alignment",
        "columns": plans,
        "is_bare": not plans.plans,
        "refusal": refusal,
    }
    if plans.first and plans.second:
        context |= _compared(request, Comparison(plans.first, plans.second, wanted=wanted))
    response = render_with_switch(request, "tasks/compare_alignment.html", context)
    if refusal:
        response.status_code = HTTPStatus.CONFLICT
    return response


class Narrowed:
    """The lines of a comparison that were asked for: of a theme, and of one state."""

    def __init__(self, comparison: Comparison, asked: QueryDict) -> None:
        self.themes = comparison.themes()
        self.theme = next((one for one in self.themes if one.slug == asked.get("theme", "")), None)
        self.view = show if (show := asked.get("show", "")) in VIEWS else ""
        self.of_theme = comparison.of_theme(self.theme.slug) if self.theme else comparison.lines
        self.lines = [line for line in self.of_theme if self.view in ("", line.state)]


def _compared(request: HttpRequest, comparison: Comparison) -> dict[str, object]:
    narrowed = Narrowed(comparison, request.GET)
    counted = counts(narrowed.of_theme)
    paging = paged(request, narrowed.lines, LINES_A_PAGE)
    is_editor = may_judge(request.user)
    return {
        "comparison": comparison,
        "themes": narrowed.themes,
        "theme": narrowed.theme,
        "view": narrowed.view,
        "views": [(key, word, counted[key], key == narrowed.view) for key, word in VIEWS.items()],
        "rows": comparison.rows(paging["page"]),
        "may_judge": is_editor,
        "rejected": comparison.rejected() if is_editor else [],
        **paging,
    }


def _judge(request: HttpRequest) -> Section:
    """Judge of the pair that was sent, and return its first task; what is no pair of the two plans named is not found."""
    plans = TwoPlans(request.GET, Shelf())
    judgement = request.POST.get("judgement", "")
    if judgement not in Alignment.Judgement.values or not plans.are_as_asked:
        raise Http404
    tasks = Section.objects.work_items().filter(task__isnull=False)
    one = get_object_or_404(tasks, plan=plans.first, anchor=_sent(request, "task"))
    other = get_object_or_404(tasks, plan=plans.second, anchor=_sent(request, "counterpart"))
    judge(one, other, judgement, seen=request.POST.get("seen", ""), by=request.user)
    return one


def _sent(request: HttpRequest, name: str) -> str:
    """Return an anchor, or of what cannot be one nothing: no database is asked for it."""
    sent = request.POST.get(name, "")
    return sent if sent.isascii() and sent.isprintable() else ""
