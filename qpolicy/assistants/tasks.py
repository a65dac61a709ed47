"""Tasks for assistants: those that a search finds, and a task with all that is known of it."""

from __future__ import annotations

from collections.abc import Iterable

from documents.models import Section
from documents.passage import Span
from documents.quotations.places import passage
from documents.search.query import parse
from documents.search.snippets import places
from documents.search.wanted import Wanted
from documents.shelf import Shelf
from documents.switch import ORIGINAL
from indicators.models import Target
from indicators.rows import shown
from qpolicy.assistants.asked import Asked, Part, Site, Wrong, asked_plan
from qpolicy.assistants.citations import CITED, Citer
from qpolicy.assistants.plans import asked_section
from qpolicy.assistants.shapes import Duty, OtherTask, TaskDetail, TaskHit, TaskHits
from qpolicy.assistants.targets import entries
from tasks.alike import alike
from tasks.models import Task
from tasks.searching import Found, find
from tasks.showing import BodyDuty, compose

MOST_FOUND = 1000  # hits that a search puts in order
EXCERPT, LEAD = 300, 60  # characters of a hit; of them before what was looked for
MOST_TEXT = 6000
FIELDS = {
    "region": "地区", "department": "部门", "plan": "规划", "year": "年份", "kind": "类型", "theme": "主题", "level": "层级", "role": "分工",
}  # fmt: skip
SENTENCE_ENDS = "。！？；\n"


def search_tasks(asked: Asked, query: str, *, plan: str, kind: str) -> TaskHits:
    """Return what `manage.py search` finds, in its order."""
    most = asked.page * asked.size
    if most > MOST_FOUND:
        raise Wrong(f"只排列前 {MOST_FOUND} 项，page 乘以 page_size 不能更大；请加条件缩小范围。")
    shelf = Shelf()
    if parse(query).is_empty:
        raise Wrong("query 中没有可以检索的文字。")
    if plan and any(field.name == "plan" for field in parse(query).fields):
        raise Wrong("query 中已有“规划:”条件，不要再给 plan。")
    within = f"规划:{asked_plan(plan, shelf).slug} " if plan else ""
    found = find(within + query, kind=kind or None, most=most)
    answer = found.answer
    part = asked.part(answer.total + answer.partial_total)
    ranked = answer.hits[part.rows]
    sections = Section.objects.only(*CITED).in_bulk([hit.key for hit in ranked])
    known = [hit for hit in ranked if hit.key in sections and sections[hit.key].plan_id in shelf.plans]
    citer = Citer.of(asked.site, shelf, [sections[hit.key] for hit in known])
    return TaskHits(
        summary=_said(found, part),
        is_lower_bound=answer.is_lower_bound,
        partial_total=answer.partial_total,
        hits=[_hit(sections[hit.key], citer, answer.wanted, is_partial=not hit.is_full) for hit in known],
        **{**part.fields, "total": answer.total},
    )


def get_task(site: Site, slug: str, anchor: str) -> TaskDetail:
    """Return what the page of a task shows."""
    shelf = Shelf()
    plan = asked_plan(slug, shelf)
    section = asked_section(plan, anchor)
    tasks = Task.objects.select_related("section__theme", "section__search_entry").filter(section=section)
    task = tasks.first()
    if task is None:
        raise Wrong(f"“{anchor}”是{section.get_kind_display()}，不是任务；它的文字用 get_section 取。")
    task.section.plan = plan
    page = compose(task, wanted=ORIGINAL)
    citer = Citer.of(site, shelf, [section])
    targets = list(shown(Target.objects.filter(section=section).order_by("position")))
    citation = citer.cite(section)
    text = passage(section).strip("\n")
    return TaskDetail(
        summary=f"{citation.citation}{'，文字过长，余下的用 get_section 取' if len(text) > MOST_TEXT else ''}。",
        cited=citation,
        kind=page.kind,
        theme=page.theme.name if page.theme else "",
        heading=citer.heading(section),
        text=text[:MOST_TEXT],
        duties=_duties(page.duties),
        default_duties=_duties(page.rule.duties) if page.rule else [],
        deadline=page.deadline,
        targets=entries(targets, site, shelf),
        alike=[
            OtherTask(
                plan_title=one.plan_title,
                heading=one.mark + "".join(piece.text for piece in one.title),
                url=site.url(one.url),
            )
            for one in alike(task.section, wanted=ORIGINAL)
        ],
    )


def _said(found: Found, part: Part) -> str:
    answer = found.answer
    total = f"{answer.total}{'（或更多）' if answer.is_lower_bound else ''}"
    unknown = "".join(f"没有叫“{field.text}”的{FIELDS[field.name]}，因此没有结果。" for field in found.unknown)
    return f"{unknown}{total} 项含全部检索词，另有 {answer.partial_total} 项只含一部分；合计{part.said}。"


def _hit(section: Section, citer: Citer, wanted: Wanted, *, is_partial: bool) -> TaskHit:
    return TaskHit(
        cited=citer.cite(section, _excerpt(section, wanted)),
        kind=section.get_kind_display(),
        heading=citer.heading(section),
        is_partial=is_partial,
    )


def _excerpt(section: Section, wanted: Wanted) -> Span:
    """Return where the sentences stand that hold what was looked for; the beginning where the text does not hold it."""
    text = passage(section)
    begin = len(text) - len(section.text)
    found = places(section.text, wanted)
    if not found or begin + found[0][1] <= EXCERPT:
        return 0, min(len(text.rstrip("\n")), EXCERPT)
    first = begin + found[0][0]
    start = max(text.rfind(sign, max(begin, first - LEAD), first) + 1 for sign in SENTENCE_ENDS) or first
    return start, min(len(text), start + EXCERPT)


def _duties(duties: Iterable[BodyDuty]) -> list[Duty]:
    return [Duty(role=duty.word, departments=[body.label for body in duty.bodies]) for duty in duties]
