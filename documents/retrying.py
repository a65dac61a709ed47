"""What goes wrong because another was writing at the same time, and may go well when it is tried again."""

from __future__ import annotations

from django.db import DatabaseError, IntegrityError

TAKEN_TURNS = ("40001", "40P01")  # PostgreSQL: could not serialise, deadlock detected


def is_passing(error: DatabaseError) -> bool:
    """Tell whether what went wrong may be another's doing, to be found and built upon by a second try.

    Who has waited for a lock in vain is not to wait as long again.
    """
    return isinstance(error, IntegrityError) or getattr(error.__cause__, "pgcode", None) in TAKEN_TURNS
