"""Keys to look for, whatever was typed: SQLite cannot be asked for a number that it could not hold."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.models.fields.related_lookups import RelatedExact, RelatedIn
from django.db.models.lookups import In

LARGEST = 2**63 - 1


class Several:
    """Leave out of a list what no row can have; Django itself does so for one number, not for several."""

    def get_prep_lookup(self) -> Any:
        wanted = super().get_prep_lookup()  # type: ignore[misc]
        return [one for one in wanted if _is_possible(one)] if self.rhs_is_direct_value() else wanted  # type: ignore[attr-defined]


class NumberIn(Several, In):
    pass


class KeyIn(Several, RelatedIn):
    pass


class KeyExact(RelatedExact):
    """Find nothing under a key that no row can have; Django itself does so for numbers, not for keys of others."""

    def process_rhs(self, compiler: Any, connection: Any) -> Any:
        if not _is_possible(self.rhs):
            raise EmptyResultSet
        return super().process_rhs(compiler, connection)


def register() -> None:
    """Let all numbers and keys be asked for in this way."""
    models.IntegerField.register_lookup(NumberIn)
    models.ForeignKey.register_lookup(KeyIn)
    models.ForeignKey.register_lookup(KeyExact)


def _is_possible(value: Any) -> bool:
    return not isinstance(value, int) or -LARGEST <= value <= LARGEST
