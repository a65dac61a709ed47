"""Plans for assistants: the list, a plan with its outline, the text of a section."""

from __future__ import annotations

from django.db.models.functions import Left

from documents.caveats import caveats
from documents.excerpts import BEGINNING, Excerpt
from documents.filters import PlanFilter
from documents.models import Plan, Section
from documents.quotations.places import passage
from documents.quoting import quoted
from documents.reading import Reading, ReadSection, assemble
from documents.scripted import writer_for
from documents.shelf import Shelf
from documents.switch import ORIGINAL
from qpolicy.assistants.asked import Asked, Part, Site, Wrong, asked_plan, conditions, misread
from qpolicy.assistants.citations import CITED, Citer, cited_plan, heading
from qpolicy.assistants.shapes import OutlineEntry, PlanDetail, PlanEntry, PlanList, SectionText
from qpolicy.listing import PlanRow, rows

FIELDS = ("pk", "parent_id", "kind", "number", "title", Left("text", BEGINNING), "anchor")
OUTLINE_LINES = 150
MOST_BELOW = 100
MOST_TEXT = 6000  # characters of an answer


def list_plans(asked: Asked, **chosen: str) -> PlanList:
    """Return the plans of the list of plans, in its order."""
    shelf = Shelf()
    filters = PlanFilter(conditions(**chosen), shelf=shelf)
    if filters.is_misread:
        raise Wrong(misread(filters.form))
    keys = filters.keys()
    shown = asked.part(len(keys))
    found = rows(keys[shown.rows], wanted=ORIGINAL)
    by_slug = {plan.slug: plan for plan in shelf.plans.values()}
    return PlanList(
        summary=f"规划{shown.said}。",
        plans=[_entry(by_slug[row.slug], row, shelf, asked.site) for row in found if row.slug in by_slug],
        **shown.fields,
    )


def get_plan(site: Site, slug: str, page: int) -> PlanDetail:
    shelf = Shelf()
    plan = asked_plan(slug, shelf)
    reading, _ = _read(plan)
    outline = [section for section in reading if section.is_listed]
    shown = Part(len(outline), page, OUTLINE_LINES)
    [row] = rows([plan.pk], wanted=ORIGINAL)
    replaced = shelf.plans.get(plan.replaces_id or 0)
    return PlanDetail(
        summary=f"{quoted(plan.title)}的目录{shown.said}。各条全文用 get_section 取。",
        plan=_entry(plan, row, shelf, site),
        caveats=list(caveats(plan.source_name, plan.notes)),
        source=plan.source_url,
        sha256=plan.source_sha256,
        replaces=replaced.slug if replaced else "",
        replaced_by=[newer.slug for newer in shelf.plans.values() if newer.replaces_id == plan.pk],
        outline=[_line(section, plan, site) for section in outline[shown.rows]],
        **shown.fields,
    )


def get_section(site: Site, slug: str, anchor: str, offset: int) -> SectionText:
    """Return a section with all that stands under it."""
    shelf = Shelf()
    plan = asked_plan(slug, shelf)
    reading, parents = _read(plan)
    own = asked_section(plan, anchor)
    under = _under(own.pk, parents)
    stored = [own, *Section.objects.filter(pk__in=under).only(*CITED).in_order()]
    text = "\n".join(passage(section).strip("\n") for section in stored)
    end = min(len(text), offset + MOST_TEXT)
    if offset and offset >= len(text):
        raise Wrong(f"offset 超出全文：共 {len(text)} 字。")
    left = f"，未完，余下的用 offset={end} 取" if end < len(text) else ""
    citation = Citer.of(site, shelf, [own]).cite(own)
    below = [reading[key] for key in under if parents[key] == own.pk]
    return SectionText(
        summary=f"{citation.citation}，共 {len(text)} 字，列出第 {offset + 1}—{end} 字{left}。",
        cited=citation,
        kind=own.get_kind_display(),
        text=text[offset:end],
        characters=len(text),
        offset=offset,
        next_offset=end if end < len(text) else None,
        below=[_line(section, plan, site) for section in below[:MOST_BELOW]],
    )


def asked_section(plan: Plan, anchor: str) -> Section:
    """Return the section of a plan that is asked for. Raises Wrong."""
    found = Section.objects.filter(plan=plan, anchor=anchor.strip().lstrip("#")).only(*CITED).first()
    if found is None:
        raise Wrong(f"{quoted(plan.title)}中没有标识为“{anchor}”的章节条。章节条的标识用 get_plan 或 search_tasks 查。")
    return found


def _read(plan: Plan) -> tuple[Reading, dict[int, int | None]]:
    """Return the plan for reading, with the beginnings of its texts, and what each section stands under. One query."""
    in_order = Section.objects.filter(plan=plan).order_by("position").values_list(*FIELDS)
    stored = [Excerpt(*row) for row in in_order]
    return assemble(stored, writer_for(plan, ORIGINAL)), {row.pk: row.parent_id for row in stored}


def _under(key: int, parents: dict[int, int | None]) -> list[int]:
    found = {key}
    for section, parent in parents.items():  # in reading order, parents first
        if parent in found:
            found.add(section)
    return [section for section in parents if section in found and section != key]


def _line(section: ReadSection, plan: Plan, site: Site) -> OutlineEntry:
    return OutlineEntry(
        section=section.anchor,
        kind=str(Section.Kind(section.kind.value).label),
        depth=section.level - 1,
        heading=heading(section),
        url=site.url(f"{plan.get_absolute_url()}#{section.anchor}"),
    )


def _entry(plan: Plan, row: PlanRow, shelf: Shelf, site: Site) -> PlanEntry:
    return PlanEntry(
        cited=cited_plan(plan, shelf, site),
        region=row.region,
        level=row.level,
        kind=row.kind,
        issued_on=row.issued_on,
        published_on=row.published_on,
        period="—".join(str(year) for year in (plan.period_start, plan.period_end) if year),
        tasks=row.task_count,
        targets=row.target_count,
    )
