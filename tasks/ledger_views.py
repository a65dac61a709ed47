"""职责台账: the duties of a department, of a function in all plans, or of all bodies in one plan."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from documents.keeping import kept
from documents.models import Plan
from documents.paging import paged
from documents.scripted import language_of, render_with_switch, writer_for
from documents.shelf import Shelf
from documents.switch import wanted_script
from tasks.ledger import in_ledger, label, ledger_rows, ledger_rules
from tasks.ledger_filters import LedgerFacets, LedgerFilter
from tasks.listing import counted_mark
from tasks.showing import Link
from tasks.views import counted

ROWS_A_PAGE = 50
MOST_RULES = 20  # plans
MOST_NAMED = 50


@dataclass(frozen=True, slots=True)
class Nobody:
    """The tasks that name nobody: how many of the ledger, where they are listed, and in that of one plan which."""

    number: int
    is_all: bool
    query: str
    language: str
    tasks: tuple[Link, ...]

    @property
    def more(self) -> int:
        return self.number - len(self.tasks) if self.tasks else 0


@require_safe
@kept
def ledger(request: HttpRequest) -> HttpResponse:
    wanted = wanted_script(request)
    shelf = Shelf(wanted)
    filters = LedgerFilter(request.GET, shelf=shelf)
    facets = LedgerFacets(filters)
    paging = paged(request, in_ledger(filters.qs), ROWS_A_PAGE, total=facets.total)
    asked = filters.parts_without()
    rules = list(ledger_rules(filters.rules(), shelf.plans, asked, wanted=wanted))
    context: dict[str, object] = {
        "place": "compare",
        "compared": "ledger",
        "filters": filters,
        "facets": facets.first(),
        "further": facets.further(),
        "chosen": list(filters.chosen()),
        "counted": counted(filters),
        "rows": ledger_rows(list(paging["page"]), asked, wanted=wanted),
        "rules": rules[:MOST_RULES],
        "more_rules": len(rules) - MOST_RULES,
        "nobody": _nobody(filters, facets),
        "is_bare": not shelf.plans,
        **paging,
    }
    return render_with_switch(request, "tasks/ledger.html", context)


def _nobody(filters: LedgerFilter, facets: LedgerFacets) -> Nobody | None:
    """One query where the ledger is of one plan; nothing where somebody is asked for, or they alone are listed."""
    if filters.parts_without() or "held" in filters.understood or not facets.nobody:
        return None
    plan, wanted = filters.only_plan, filters.shelf.wanted
    is_all = facets.nobody == facets.total
    tasks = _named(filters, plan, wanted) if plan and not is_all else ()
    language = language_of(plan, wanted) if plan else ""
    return Nobody(facets.nobody, is_all, filters.query_with("held", "none"), language, tasks)


def _named(filters: LedgerFilter, plan: Plan, wanted: str) -> tuple[Link, ...]:
    write = writer_for(plan, wanted)
    sections = filters.nobody().values_list("section__number", "section__title", "section__text", "section__anchor")
    return tuple(
        Link(
            counted_mark(write(number)) + label(write(title), write(text)),
            reverse("tasks:task-detail", args=[plan.slug, anchor]),
        )
        for number, title, text, anchor in sections[:MOST_NAMED]
    )
