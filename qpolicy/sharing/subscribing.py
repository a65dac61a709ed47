"""Which views can be subscribed to: lists and searches; what a comparison shows are no entries that come and change."""

from __future__ import annotations

from qpolicy.models.views import Conditions

PLAN_LIST, TASK_LIST, LEDGER, SEARCH = "documents:plan-list", "tasks:task-list", "tasks:ledger", "tasks:search"
GOAL_LIST, INDICATOR_LIST = "indicators:goal-list", "indicators:indicator-list"
DEPARTMENT_LIST = "tasks:department-list"
LISTS = frozenset([PLAN_LIST, TASK_LIST, LEDGER, GOAL_LIST, INDICATOR_LIST, DEPARTMENT_LIST])


def can_be_subscribed(page: str, conditions: Conditions) -> bool:
    """A search must look for something."""
    return page in LISTS or (page == SEARCH and any(pair[0] == "q" for pair in conditions))
