"""Keep the alignment of all current plans: computed when plans change, so that a page only reads it.

Every edit of a plan counts in its lock_version, by which it is known cheaply what may have changed; whether it has is
told by a fingerprint of what the tasks say.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeVar

from django.db import DatabaseError, transaction
from django.db.models import F, Q

from documents.keeping import kept_value
from documents.models import Plan, SearchEntry, Section
from documents.retrying import is_passing
from tasks.counterparts import RULES, Item, Key, Match, Profile, Rarities, match, read
from tasks.models import AlignedPlan, Alignment, AlignmentQuerySet

BATCH = 2000
MOST_TRIES = 3
COMPUTED = ["score", "is_nearest_of_task", "is_nearest_of_counterpart"]

Items = Mapping[int, Sequence[Item]]
Each = TypeVar("Each")
_postponed: ContextVar[bool] = ContextVar("postponed", default=False)


@dataclass(frozen=True, slots=True)
class Faults:
    """Keys of plans: `missing` ones were never aligned, `stale` ones say something else now, `orphaned` ones are not current."""

    missing: set[int] = field(default_factory=set)
    stale: set[int] = field(default_factory=set)
    orphaned: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.orphaned)


def align_soon() -> None:
    """Align what has changed as soon as the transaction is done; should that fail, the log says so and the edit stands."""
    if not _postponed.get():
        transaction.on_commit(_align_at_last, robust=True)


@contextmanager
def postponed() -> Iterator[None]:
    """Align only once, after many plans were stored."""
    token = _postponed.set(True)
    try:
        yield
    finally:
        _postponed.reset(token)
        align_soon()


def _align_at_last() -> None:
    """Align what has changed, once more where a plan was deleted or aligned by others meanwhile.

    What else goes wrong, a lock that was not to be had in time, is left to the next edit: whoever saves waits for this.
    """
    for tries_left in reversed(range(MOST_TRIES)):
        try:
            align_changed()
        except DatabaseError as error:  # a task is gone, or two have waited for each other
            if not tries_left or not is_passing(error):
                raise
        else:
            return


def align_changed() -> int:
    """Align the plans that were edited, published or withdrawn since; return how many. Two queries where none was."""
    waiting = Q(aligned=None) | ~Q(aligned__lock_version=F("lock_version"))
    edited = set(Plan.objects.current().filter(waiting).values_list("pk", flat=True))
    left = AlignedPlan.objects.exclude(plan__in=Plan.objects.current().order_by().values("pk"))
    return _align(edited) if edited or left.exists() else 0


def align() -> int:
    """Align the plans whose tasks say something else than when they were aligned, however that came; return how many."""
    return _align(set(_current()))


@transaction.atomic
def align_anew() -> int:
    """Align all plans, by the words as they are spread now; return how many. Judgements stay."""
    AlignedPlan.objects.all().delete()
    return align()


def check() -> Faults:
    """Compare what plans say with what they said when they were aligned."""
    kept = dict(AlignedPlan.objects.values_list("plan", "fingerprint"))
    current = set(_current())
    items = _items(current)
    stale = {plan for plan in current & kept.keys() if kept[plan] != _fingerprint(items[plan])}
    return Faults(current - kept.keys(), stale, kept.keys() - current)


def lock() -> list[AlignedPlan]:
    """Let whoever else aligns or judges wait until the transaction is done."""
    return list(AlignedPlan.objects.select_for_update().order_by("pk"))


@transaction.atomic
def _align(suspects: Collection[int]) -> int:
    """Align those of the suspects that have changed with all others. Whoever else aligns waits."""
    kept = {one.plan_id: one for one in lock()}
    versions = dict(Plan.objects.current().values_list("pk", "lock_version"))
    _forget(kept.keys() - versions.keys())
    items = _items(suspects)
    marks = {plan: _fingerprint(items[plan]) for plan in versions.keys() & set(suspects)}
    changed = sorted(plan for plan in marks if plan not in kept or kept[plan].fingerprint != marks[plan])
    if changed:
        _realign(changed, _items(versions))
    AlignedPlan.objects.bulk_create(
        [AlignedPlan(plan_id=plan, lock_version=versions[plan], fingerprint=mark) for plan, mark in marks.items()],
        update_conflicts=True,
        unique_fields=["plan"],
        update_fields=["lock_version", "fingerprint"],
    )
    return len(changed)


def realign_two(one: int, other: int) -> None:
    """Align two current plans anew, after an editor has judged of a pair of theirs; for who holds the lock.

    How rare words are is kept until a plan changes, so that it costs what two plans cost.
    """
    rarities = kept_value("rarities", lambda: Rarities(map(read, _every(_items(_current())))))
    items = _items([one, other])
    firsts, seconds = ([rarities.profile(read(item)) for item in items[plan]] for plan in (one, other))
    stored = Alignment.objects.among([item.key for item in _every(items)])
    _Rows([item.key for item in items[one]], stored).write(firsts, seconds)


def _realign(changed: Sequence[int], items: Items) -> None:
    profiles = _profiles(items)
    done: set[int] = set()
    for plan in changed:
        own = [item.key for item in items[plan]]
        rows = _Rows(own, Alignment.objects.touching(own))
        for other in items.keys() - done - {plan}:
            rows.write(profiles[plan], profiles[other])
        done.add(plan)


class _Rows:
    """The stored pairs of a plan's tasks, and how they are made to say what was computed."""

    def __init__(self, tasks: Collection[int], rows: AlignmentQuerySet) -> None:
        self._stored: defaultdict[int, dict[Key, Alignment]] = defaultdict(dict)  # by the task of the other plan
        own = set(tasks)
        for row in rows.order_by().iterator(BATCH):
            other = row.counterpart_id if row.task_id in own else row.task_id
            self._stored[other][row.task_id, row.counterpart_id] = row

    def write(self, firsts: Sequence[Profile], seconds: Sequence[Profile]) -> None:
        """Store how two plans are aligned; the first is the one whose pairs these are."""
        stored = {key: row for second in seconds for key, row in self._stored[second.item.key].items()}
        own = {first.item.key for first in firsts}
        of: defaultdict[str, set[Key]] = defaultdict(set)
        for (task, counterpart), row in stored.items():
            of[row.judgement].add((task, counterpart) if task in own else (counterpart, task))
        found = match(
            firsts, seconds, confirmed=of[Alignment.Judgement.CONFIRMED], rejected=of[Alignment.Judgement.REJECTED]
        )
        computed = {(row.task_id, row.counterpart_id): row for row in map(_row, found)}
        _store(computed, stored)


def _store(computed: Mapping[Key, Alignment], stored: Mapping[Key, Alignment]) -> None:
    """Write what differs; a pair that is no more the nearest goes, unless somebody has judged it."""
    gone = [row for key, row in stored.items() if key not in computed]
    left = [row.pk for row in gone if row.judgement == Alignment.Judgement.UNJUDGED]
    if left:
        Alignment.objects.filter(pk__in=left).delete()
    kept = {row.pk for row in gone if row.judgement != Alignment.Judgement.UNJUDGED}
    if kept:
        Alignment.objects.filter(pk__in=kept).update(is_nearest_of_task=False, is_nearest_of_counterpart=False)
    new = [row for key, row in computed.items() if key not in stored or _said(stored[key]) != _said(row)]
    Alignment.objects.bulk_create(
        new, BATCH, update_conflicts=True, unique_fields=["task", "counterpart"], update_fields=COMPUTED
    )


def _row(found: Match) -> Alignment:
    first, second = found.is_nearest_of_first, found.is_nearest_of_second
    task, counterpart = found.first, found.second
    if task > counterpart:
        task, counterpart, first, second = counterpart, task, second, first
    return Alignment(
        task_id=task,
        counterpart_id=counterpart,
        score=found.score,
        is_nearest_of_task=first,
        is_nearest_of_counterpart=second,
    )


def _said(row: Alignment) -> tuple[float, bool, bool]:
    return row.score, row.is_nearest_of_task, row.is_nearest_of_counterpart


def _forget(plans: Collection[int]) -> None:
    """Take away what was computed of plans that are not current any more; judgements wait for their return."""
    if plans:
        tasks = Section.objects.filter(plan__in=plans).order_by().values("pk")
        Alignment.objects.unjudged().filter(Q(task__in=tasks) | Q(counterpart__in=tasks)).delete()
        AlignedPlan.objects.filter(plan__in=plans).delete()


def _items(plans: Iterable[int]) -> dict[int, list[Item]]:
    """Return the work items of the plans as the search knows them, in reading order. One query."""
    found: dict[int, list[Item]] = {plan: [] for plan in plans}
    entries = SearchEntry.objects.of_kind(*Section.WORK_ITEMS).filter(plan__in=found, section__task__isnull=False)
    rows = entries.order_by("plan", "section__position")
    for plan, key, kind, theme, cuts in rows.values_list("plan", "section", "kind", "section__theme", "cuts").iterator(
        BATCH
    ):
        found[plan].append(Item(key, kind, theme, cuts))
    return found


def _profiles(items: Items) -> dict[int, list[Profile]]:
    spoken = {plan: list(map(read, of_plan)) for plan, of_plan in items.items()}
    rarities = Rarities(_every(spoken))
    return {plan: list(map(rarities.profile, of_plan)) for plan, of_plan in spoken.items()}


def _every(of_plans: Mapping[int, Sequence[Each]]) -> Iterator[Each]:
    return chain.from_iterable(of_plans.values())


def _current() -> list[int]:
    return list(Plan.objects.current().values_list("pk", flat=True))


def _fingerprint(items: Sequence[Item]) -> str:
    said = repr((RULES, [(item.key, item.kind, item.theme, item.cuts) for item in items]))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
