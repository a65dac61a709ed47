"""Two who store at once: trying again where that helps, and in Chinese what stands in the way where it does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from django.db import DatabaseError

from documents.quoting import quoted
from documents.retrying import is_passing

Result = TypeVar("Result")

# What a database calls a constraint: PostgreSQL by its name, SQLite by its columns.
MESSAGES = {
    ("plan_is_stored_once", "documents_plan.document_number, documents_plan.title, documents_plan.edition"): (
        "知识库中已有同一发文字号、标题和版次的规划：{title}。{advice}"
    ),
    ("documents_plan_slug", "documents_plan.slug"): "网址标识已被另一份规划占用。{slug}",
}
OTHERWISE = "存入时与知识库中已有的内容冲突，没有存入任何内容。如有他人正在导入，请稍后再试；数据库的说明：{reason}"


class Advice(NamedTuple):
    """What can be done about a plan that is `stored` already, and about a `slug` that is taken: by command or on a page."""

    stored: str
    slug: str


class Collided(Exception):  # noqa: N818  a refusal
    """Others were storing the same at the same time, twice, or have stored it before. Nothing was stored."""

    def __init__(self, error: DatabaseError) -> None:
        super().__init__(_reason(error))
        self.error = error


def with_second_try(store: Callable[[], Result]) -> Result:
    """Store in one transaction, and once more where another has just stored what both need, a department perhaps.

    Now it is there to be found. Raises Collided where the second try does not pass either, and what is not passing at
    once.
    """
    try:
        return store()
    except DatabaseError as error:
        if not is_passing(error):
            raise
    try:
        return store()
    except DatabaseError as error:
        if not is_passing(error):
            raise
        raise Collided(error) from error


def explained(error: DatabaseError, *, title: str, advice: Advice) -> str:
    """Name what is there already, and what can be done about it where the reader is.

    A constraint that has no words of its own is quoted, never taken for another.
    """
    violated = _constraint(error)
    message = next((words for signs, words in MESSAGES.items() if any(sign in violated for sign in signs)), OTHERWISE)
    return message.format(title=quoted(title), advice=advice.stored, slug=advice.slug, reason=_reason(error))


def conflict(error: DatabaseError) -> str:
    """Say that what was stored meets something that is there, and in the database's words what."""
    return OTHERWISE.format(reason=_reason(error))


def _reason(error: DatabaseError) -> str:
    return " ".join(str(error).split())


def _constraint(error: DatabaseError) -> str:
    diagnosis: Any = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnosis, "constraint_name", None) or error)
