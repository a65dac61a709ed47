"""Who does what, for reading: the departments of a task under the word of their role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tasks.models import Role

ORDER = (Role.LEAD, Role.RESPONSIBLE, Role.PARTICIPANT)


@dataclass(frozen=True, slots=True)
class Duty:
    """Departments of one role, in the order of the text; `word` is the role's Chinese word."""

    role: str
    word: str
    names: tuple[str, ...]


def by_role(parts: Iterable[tuple[str, str]]) -> tuple[Duty, ...]:
    """Return the duties of these (role, department) pairs: who leads first, then who is responsible.

    A department stands once in a role.
    """
    names: dict[str, dict[str, None]] = {}
    for role, name in parts:
        names.setdefault(role, {})[name] = None
    return tuple(Duty(role.value, str(role.label), tuple(names[role])) for role in ORDER if role in names)
