"""Two imports at once: whether trying again helps, and in Chinese what stands in the way where it does not."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError, IntegrityError

from documents.quoting import quoted

TAKEN_TURNS = ("40001", "40P01")  # PostgreSQL: could not serialise, deadlock detected

# What a database calls a constraint: PostgreSQL by its name, SQLite by its columns.
MESSAGES = {
    ("plan_is_stored_once", "documents_plan.document_number, documents_plan.title, documents_plan.edition"): (
        "知识库中已有同一发文字号、标题和版次的规划：{title}。{advice}"
    ),
    ("documents_plan_slug", "documents_plan.slug"): "网址标识已被另一部规划占用。请用 --slug 指明另一个。",
}
OTHERWISE = "存入时与知识库中已有的内容冲突，没有存入任何内容。如有他人正在导入，请稍后再试；数据库的说明：{reason}"


def is_passing(error: DatabaseError) -> bool:
    """Tell whether what went wrong may be another's doing, to be found and built upon by a second try."""
    return isinstance(error, IntegrityError) or getattr(error.__cause__, "pgcode", None) in TAKEN_TURNS


def explained(error: DatabaseError, *, title: str, advice: str) -> str:
    """Name what is there already, with `advice` on what to do about a plan that is stored.

    A constraint that has no words of its own is quoted, never taken for another.
    """
    violated = _constraint(error)
    message = next((words for signs, words in MESSAGES.items() if any(sign in violated for sign in signs)), OTHERWISE)
    return message.format(title=quoted(title), advice=advice, reason=" ".join(str(error).split()))


def _constraint(error: DatabaseError) -> str:
    diagnosis: Any = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnosis, "constraint_name", None) or error)
