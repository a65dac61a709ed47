"""Names of what is published, offered while somebody types into the search box, for the script that shows them."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from documents.keeping import state
from documents.models import Plan
from documents.search.completion import Name, complete, named
from documents.search.suggestions import known_vocabulary
from documents.search.words import terms
from indicators.models import Target
from tasks.directory import named_bodies
from tasks.models import Task

MOST_TITLES = 20_000  # the latest ones; whoever types more finds what the others say by searching


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Answer {"query": what was typed, "suggestions": [{"text": …, "kind": 术语, 部门, 指标, 规划 or 任务}]}.

    Its cost is bounded, so that nobody is told to wait: the names are looked through in memory, and nothing is stored.
    One query, and six more after a change of the knowledge base.
    """
    typed = request.GET.get("q", "")
    offered = [{"text": name.text, "kind": name.kind} for name in complete(typed, _names_at(state()))]
    return JsonResponse({"query": typed, "suggestions": offered}, json_dumps_params={"ensure_ascii": False})


@lru_cache(maxsize=1)
def _names_at(_: str) -> tuple[Name, ...]:
    """Return all names in the order of their kinds: of equally good ones the first is offered first."""
    said = known_vocabulary().counts
    tasks = Task.objects.published().exclude(section__title="").order_by("-pk")
    indicators = Target.objects.published().order_by("indicator__name").values_list("indicator__name", flat=True)
    return (
        *named("术语", (term for term in terms() if said.get(term))),
        *named("部门", named_bodies().order_by("name").values_list("name", flat=True)),
        *named("指标", indicators.distinct()),
        *named("规划", Plan.objects.published().order_by("pk").values_list("title", flat=True)),
        *named("任务", tasks.values_list("section__title", flat=True)[:MOST_TITLES]),
    )
