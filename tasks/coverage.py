"""How plans spread their tasks: over functions (who is to do them) and over themes (what they are about)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from documents.models import Function, Plan, Theme
from tasks.models import DefaultResponsibility, Responsibility, Role, Task

UNSORTED = "未归类"
NONE = "none"  # stands for no function, and for no theme, where one is asked for
# A plan names nobody for the task, neither in it nor by a rule for all.
HELD_BY_NOBODY = Q(
    ~Exists(Responsibility.objects.filter(task=OuterRef("pk"))),
    ~Exists(DefaultResponsibility.objects.filter(plan=OuterRef("section__plan"))),
)


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a plan falls to a row: `number` of items, `leading` of them led; `rule`: all items by a plan-wide rule."""

    plan: Plan
    number: int
    url: str
    leading: int = 0
    has_rule: bool = False


@dataclass(frozen=True, slots=True)
class CountRow:
    """A function or a theme, `slug` is empty for what belongs to none, with a cell for each plan."""

    slug: str
    name: str
    url: str
    cells: tuple[Share, ...]

    @property
    def is_sorted(self) -> bool:
        """Tell whether it is a function or a theme at all, not what is left over."""
        return bool(self.slug)

    @property
    def total(self) -> int:
        return sum(cell.number for cell in self.cells)

    @property
    def plan_count(self) -> int:
        return sum(bool(cell.number or cell.has_rule) for cell in self.cells)


def functions(plans: Sequence[Plan]) -> list[CountRow]:
    """Return a row for each function that these plans give work, those of most plans first. Three queries."""
    keys = [plan.pk for plan in plans]
    parts = Responsibility.objects.filter(task__section__plan__in=keys).order_by()
    counted = parts.values_list("department__function", "task__section__plan").annotate(
        tasks=Count("task", distinct=True), leading=Count("task", distinct=True, filter=Q(role=Role.LEAD))
    )
    numbers = {(function, plan): (tasks, leading) for function, plan, tasks, leading in counted}
    ruled = DefaultResponsibility.objects.filter(plan__in=keys).order_by().values_list("department__function", "plan")
    rules = set(ruled)
    rows = []
    for function in [*Function.objects.all(), None]:
        key = function.pk if function else None
        cells = tuple(
            Share(
                plan,
                numbers.get((key, plan.pk), (0, 0))[0],
                _ledger(plan, function.slug if function else NONE),
                numbers.get((key, plan.pk), (0, 0))[1],
                (key, plan.pk) in rules,
            )
            for plan in plans
        )
        url = reverse("tasks:function-detail", args=[function.slug]) if function else _bodies(function=NONE)
        slug, name = (function.slug, function.name) if function else ("", UNSORTED)
        rows.append(CountRow(slug, name, url, cells))
    return _with_something(rows)


def themes(plans: Sequence[Plan]) -> list[CountRow]:
    """Return a row for each theme that these plans speak of, in the order of themes. Two queries."""
    tasks = Task.objects.filter(section__plan__in=[plan.pk for plan in plans]).order_by()
    counted = tasks.values_list("section__theme", "section__plan").annotate(tasks=Count("pk"))
    numbers: defaultdict[int | None, dict[int, int]] = defaultdict(dict)
    for theme, plan, number in counted:
        numbers[theme][plan] = number
    rows = []
    for theme in [*Theme.objects.all(), None]:
        of_plans = numbers[theme.pk if theme else None]
        asked = theme.slug if theme else NONE
        cells = tuple(Share(plan, of_plans.get(plan.pk, 0), _tasks(plan, theme=asked)) for plan in plans)
        url = f"{reverse('tasks:task-list')}?{urlencode({'theme': asked})}"
        slug, name = (theme.slug, theme.name) if theme else ("", UNSORTED)
        rows.append(CountRow(slug, name, url, cells))
    return [row for row in rows if row.total]


def unassigned(plans: Sequence[Plan]) -> list[Share]:
    """Return how many items each plan gives to nobody, neither in the item nor by a rule for all. One query."""
    tasks = Task.objects.filter(section__plan__in=[plan.pk for plan in plans])
    numbers = dict(tasks.filter(HELD_BY_NOBODY).order_by().values_list("section__plan").annotate(tasks=Count("pk")))
    return [Share(plan, numbers.get(plan.pk, 0), _tasks(plan, held="none")) for plan in plans]


def _with_something(rows: Iterable[CountRow]) -> list[CountRow]:
    kept = [row for row in rows if row.plan_count]
    return sorted(kept, key=lambda row: (not row.is_sorted, -row.plan_count, -row.total))


def _tasks(plan: Plan, **asked: str) -> str:
    return f"{reverse('tasks:task-list')}?{urlencode({'plan': plan.slug, **asked})}"


def _bodies(**asked: str) -> str:
    return f"{reverse('tasks:department-list')}?{urlencode(asked)}"


def _ledger(plan: Plan, function: str) -> str:
    return f"{reverse('tasks:ledger')}?{urlencode({'plan': plan.slug, 'function': function})}"
