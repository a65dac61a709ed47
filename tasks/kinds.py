"""The one way in which a section gets or loses its task row.

A section of the kinds task, safeguard and project has a row in Task, and no other has.
"""

from __future__ import annotations

from collections.abc import Iterable

from simple_history.utils import bulk_create_with_history

from documents.models import Section
from tasks.models import Responsibility, Task


def set_kind(section: Section, kind: str) -> None:
    """Change what a section is and save it. Its responsibilities go with its task (see `responsibilities_lost`)."""
    section.kind = kind
    section.save()
    keep_tasks([section])


def keep_tasks(sections: Iterable[Section]) -> None:
    """Give each work item among these its task, and take it from the others. Two queries where nothing changes."""
    sections = list(sections)
    kept = {task.section_id: task for task in Task.objects.filter(section__in=sections)}
    missing = [Task(section=section) for section in sections if section.is_work_item and section.pk not in kept]
    if missing:
        bulk_create_with_history(missing, Task)
    for section in sections:
        if not section.is_work_item and section.pk in kept:
            _remove(kept[section.pk])


def responsibilities_lost(section: Section, kind: str) -> int:
    """Return how many responsibilities the section would lose by becoming of this kind."""
    if section.pk is None or kind in Section.WORK_ITEMS:
        return 0
    return Responsibility.objects.filter(task__section=section).count()


def _remove(task: Task) -> None:
    """Row by row, so that each leaves its history."""
    for responsibility in task.responsibilities.all():
        responsibility.delete()
    task.delete()
