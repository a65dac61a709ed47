"""What the words find besides tasks: goals by their text, indicators, plans and departments by their names."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, islice
from typing import Any

from documents.models import Plan
from documents.reading import Write
from documents.scripted import language_of, writer_for
from documents.search.cuts import SENTENCE_ENDS, TITLE_END, letters
from documents.search.figures import figures_in
from documents.search.snippets import marked, snippet
from documents.search.wanted import Wanted, is_held
from documents.spellings import Piece
from indicators.filters import most_planned_first
from indicators.listing import IndicatorRow, indicator_rows
from indicators.models import Goal, GoalQuerySet, Target
from indicators.rows import TargetRow
from tasks.directory import BodyRow, body_row, counted, named_bodies
from tasks.found.names import Names, said_of, values
from tasks.models import DefaultResponsibility, Responsibility

MOST_FOUND = 1000
SENTENCES = re.compile(f"[{SENTENCE_ENDS}]")
GOAL_LENGTH = 200
GOAL = ("year", "text", "section__anchor", *(f"plan__{name}" for name in ("title", "slug", "script")))


@dataclass(frozen=True, slots=True)
class NameHit:
    """A goal, a plan or a department; `notes` say more of it, each in pieces, and `others` are further names that hold."""

    name: tuple[Piece, ...]
    url: str
    language: str = ""
    lead: str = ""
    notes: tuple[tuple[Piece, ...], ...] = ()
    others: tuple[tuple[Piece, ...], ...] = ()


def goals(looked_for: Wanted, among: GoalQuerySet) -> list[int]:
    """Return the goals whose own text holds every piece, in the order of plans and years. One query.

    Plans state a few each, so all of them are looked into, one after the other.
    """
    texts = among.in_order().values_list("pk", "text").iterator(chunk_size=MOST_FOUND)
    return list(islice((key for key, text in texts if is_named(looked_for, [text])), MOST_FOUND))


def indicators(looked_for: Wanted, known: Names, *, among: Collection[int] | None) -> list[int]:
    """Return the indicators that a plan sets a value for under a name that holds every piece, then those whose value does.

    A value (≥94%, 2027年) is asked only where a figure is looked for, which it must have as it is: 9 is not 94.
    One query where not all published plans are asked but those `among` whose keys they are, and one for a figure.
    """
    if not looked_for.pieces:
        return []
    named = (key for key, said in known.indicators.items() if any(is_named(looked_for, (name,)) for name in said))
    kept = _kept(named, among, lambda plans: Target.objects.filter(section__plan__in=plans).values_list("indicator"))
    return list(dict.fromkeys((*kept, *_of_value(looked_for, among))))[:MOST_FOUND]


def plans(looked_for: Wanted, among: Iterable[Plan]) -> list[Plan]:
    """Return the plans whose title, number or issuer hold every piece. No query of its own."""
    return [plan for plan in among if is_named(looked_for, (plan.title, plan.document_number, plan.issuer))][
        :MOST_FOUND
    ]


def departments(looked_for: Wanted, known: Names, *, among: Collection[int] | None) -> list[int]:
    """Return the departments whose name, or another one, holds every piece. One query where not all plans are asked."""
    if not looked_for.pieces:
        return []
    found = (key for key, body in known.bodies.items() if is_named(looked_for, (body.name, *body.aliases)))
    return _kept(found, among, _bodies_of)


def is_lower_bound(found: Sequence[Any]) -> bool:
    """Tell whether there may be more than these."""
    return len(found) >= MOST_FOUND


def is_named(looked_for: Wanted, names: Sequence[str]) -> bool:
    """Tell whether the names hold every piece and nothing that is excluded: runs of a name, or words of a sentence."""
    sentences = [_sentences(name) for name in names]
    run = TITLE_END.join("".join(said) for said in sentences)
    if any(excluded in run for excluded in looked_for.excluded):
        return False
    return all(is_held(piece, run, lambda: [*chain(*sentences)]) for piece in looked_for.pieces)


def goal_hits(keys: Sequence[int], looked_for: Wanted, *, wanted: str) -> list[NameHit]:
    """One query."""
    known = Goal.objects.select_related("plan", "section").only(*GOAL).in_bulk(list(keys))
    return [_goal(known[key], looked_for, wanted) for key in keys if key in known]


def indicator_hits(
    keys: Sequence[int], looked_for: Wanted, *, among: Collection[int] | None, wanted: str
) -> list[IndicatorRow]:
    """Return the indicators with the values that these plans set for them, first those that are looked for. Two queries."""
    known = list(most_planned_first().filter(pk__in=list(keys)))
    targets = Target.objects.published()
    rows = indicator_rows(
        known,
        targets if among is None else targets.filter(section__plan__in=among),
        (),
        wanted=wanted,
        is_found=_is_looked_for(looked_for),
    )
    names = (indicator.name for indicator in known)
    return [replace(row, name=marked(name, looked_for)) for row, name in zip(rows, names, strict=True)]


def plan_hits(found: Iterable[Plan], looked_for: Wanted, *, wanted: str) -> list[NameHit]:
    return [_plan(plan, looked_for, wanted) for plan in found]


def department_hits(keys: Sequence[int], looked_for: Wanted) -> list[NameHit]:
    """One query."""
    return [_department(body, looked_for) for body in counted(named_bodies().filter(pk__in=list(keys)))]


def _of_value(looked_for: Wanted, among: Collection[int] | None) -> Iterator[int]:
    """Yield the indicators of the values that hold every piece, a figure among them."""
    if not looked_for.figures:
        return
    known = values()
    for value in min((known.get(figure, ()) for figure in looked_for.figures), key=len):
        if (among is None or value.plan in among) and _is_said(value.said, looked_for):
            yield value.indicator


def _is_looked_for(looked_for: Wanted) -> Callable[[TargetRow], bool] | None:
    """Return what tells the values that are looked for, where a figure is that the names do not have."""

    def is_found(row: TargetRow) -> bool:
        names = row.indicator, row.name
        said = said_of(names, f"{row.statement}{row.unit}", row.year)
        return _is_said(said, looked_for) and not is_named(looked_for, names)

    return is_found if looked_for.figures else None


def _is_said(said: Sequence[str], looked_for: Wanted) -> bool:
    return looked_for.figures <= figures_in(said) and is_named(looked_for, said)


def _kept(found: Iterable[int], among: Collection[int] | None, of: Callable[[Collection[int]], Any]) -> list[int]:
    """Keep those that belong to the plans among which is looked, and of very many the first."""
    some = list(found)
    if among is not None and some:
        own = {key for (key,) in of(among)}
        some = [key for key in some if key in own]
    return some[:MOST_FOUND]


def _bodies_of(plans: Collection[int]) -> Any:
    tasks = Responsibility.objects.filter(task__section__plan__in=plans).order_by().values_list("department")
    return tasks.union(DefaultResponsibility.objects.filter(plan__in=plans).order_by().values_list("department"))


def _goal(goal: Goal, looked_for: Wanted, wanted: str) -> NameHit:
    write = writer_for(goal.plan, wanted)
    return NameHit(
        name=snippet(write(goal.text), looked_for, GOAL_LENGTH),
        url=f"{goal.plan.get_absolute_url()}#{goal.section.anchor}",
        language=language_of(goal.plan, wanted),
        lead=f"{goal.year}年",
        notes=((Piece(write(goal.plan.title)),),),
    )


def _plan(plan: Plan, looked_for: Wanted, wanted: str) -> NameHit:
    write = writer_for(plan, wanted)
    issued = f"{plan.issued_on:%Y-%m-%d} 成文" if plan.issued_on else ""
    return NameHit(
        name=marked(write(plan.title), looked_for),
        url=plan.get_absolute_url(),
        language=language_of(plan, wanted),
        notes=tuple(_notes((plan.document_number, plan.issuer, issued), looked_for, write)),
    )


def _department(body: Any, looked_for: Wanted) -> NameHit:
    row = body_row(body)
    counts = "、".join(f"{word} {number} 项" for word, number in row.counts if number)
    rule = "各项任务的通用分工" if row.has_rule else ""
    place, function = (row.region.name if row.region else ""), (row.function.name if row.function else "")
    return NameHit(
        name=marked(row.name, looked_for),
        url=row.url,
        notes=tuple((Piece(note),) for note in (place, function, counts, rule) if note),
        others=tuple(marked(other, looked_for) for other in _others(row, looked_for)),
    )


def _others(row: BodyRow, looked_for: Wanted) -> Iterable[str]:
    """Return the other names that hold what is looked for and are not merely another spelling."""
    said = {letters(alias): alias for alias in row.aliases if is_named(looked_for, (alias,))}
    return (alias for key, alias in said.items() if key != letters(row.name))


def _notes(texts: Iterable[str], looked_for: Wanted, write: Write) -> Iterator[tuple[Piece, ...]]:
    return (marked(write(text), looked_for) for text in texts if text)


@lru_cache(maxsize=50_000)
def _sentences(text: str) -> tuple[str, ...]:
    """Return the letters of each sentence of a name or goal."""
    return tuple(map(letters, SENTENCES.split(text)))
