"""The sheet of what the search finds: tasks with all that is known of them, or goals, indicators, plans, departments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from documents.models import Section
from documents.search.query import parse
from indicators.models import Target
from qpolicy.exports import aims, duties, lists
from qpolicy.exports.asked import Asked, conditions
from qpolicy.exports.sheets import Column, Row, Sheet, chunks, counted
from tasks.directory import named_bodies
from tasks.found.conditions import GOALS, INDICATORS, KINDS, PLANS, TASKS, HitFilter
from tasks.found.names import names
from tasks.found.results import MOST_SHOWN, Results, results
from tasks.ledger import SECTION_SHOWN, LedgerRow, ledger_rows
from tasks.models import Task
from tasks.search_views import asked as asked_for
from tasks.search_views import found_besides

MATCH = Column("match", "匹配", 8)
OF_HITS = (duties.OF_TASKS[0], MATCH, *duties.OF_TASKS[1:])


def search(asked: Asked) -> Sheet:
    """What can be leafed through on the page, in its order; nothing where nothing is looked for."""
    typed = asked.request.GET.get("q", "").strip()
    filters = HitFilter(asked_for(asked.request, typed), shelf=asked.shelf)
    query = parse(typed)
    told = (("检索词", query.typed), ("查找", KINDS[filters.kind]), *conditions(filters))
    if query.is_empty or not asked.shelf.plans:
        return Sheet("search", "检索结果", OF_HITS, (), told, script=asked.script)
    found = results(query, filters)
    columns, rows = _tasks(found, asked) if filters.kind == TASKS else _others(found, filters.kind, asked)
    notes = (f"共 {found.total} 项完全匹配，列出最靠前的 {MOST_SHOWN} 项。",) if found.total > found.shown else ()
    return Sheet("search", "检索结果", columns, counted(rows), told, notes, asked.script)


def _tasks(found: Results, asked: Asked) -> tuple[tuple[Column, ...], Iterator[Row]]:
    keys = [*found.full, *found.partial]
    matches = ("完全" if at < len(found.full) else "部分" for at in range(len(keys)))
    rows = duties.listed(_entries(keys, asked.wanted), asked)
    return OF_HITS, ((match, *row) for match, row in zip(matches, rows, strict=False))


def _entries(keys: Sequence[int], wanted: str) -> Iterator[LedgerRow]:
    """Yield the sections that were found; those that are nothing to be done have no deadline."""
    sections = Section.objects.published().select_related("plan__region", "theme").only(*SECTION_SHOWN)
    for some in chunks(keys):
        known = sections.in_bulk(some)
        deadlines = dict(Task.objects.filter(pk__in=some).values_list("pk", "deadline"))
        items = [Task(section=known[key], deadline=deadlines.get(key, "")) for key in some if key in known]
        yield from ledger_rows(items, {}, wanted=wanted)


def _others(found: Results, kind: str, asked: Asked) -> tuple[tuple[Column, ...], Iterable[Row]]:
    keys = found_besides(found, names())[kind]
    if kind == GOALS:
        return aims.OF_GOALS, aims.of_goals(keys, asked)
    if kind == INDICATORS:
        stated = Target.objects.published()
        some = stated if found.among is None else stated.filter(section__plan__in=found.among)
        return aims.OF_TARGETS, aims.of_indicators(keys, some, asked)
    if kind == PLANS:
        return lists.OF_PLANS, lists.of_plans((plan.pk for plan in keys), asked)
    return lists.OF_BODIES, lists.of_bodies(named_bodies().filter(pk__in=list(keys)), asked)
