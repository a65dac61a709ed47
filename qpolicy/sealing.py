"""What the database itself refuses: to change or delete what stands in the audit log, whoever asks, by whatever way.

Two things it lets pass: that the account of an event is deleted (its name stays), and that what is older than the law
wants it kept is deleted. Put in after each migrate, for SQLite loses triggers when a table is rebuilt.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from qpolicy.models.audit import LEAST_DAYS, AuditEvent

TABLE = AuditEvent._meta.db_table
TRIGGERS = (f"{TABLE}_unchanged", f"{TABLE}_kept", f"{TABLE}_not_emptied")
REFUSAL = "the audit log is append-only"


def seal(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers, also where they are already."""
    statements = _sqlite() if connection.vendor == "sqlite" else _postgresql()
    with connection.cursor() as cursor:
        for statement in (*unsealing(connection.vendor), *statements):
            cursor.execute(statement)


def unsealing(vendor: str) -> Iterator[str]:
    """Yield what takes the triggers away; tests empty their tables by it."""
    place = "" if vendor == "sqlite" else f" ON {TABLE}"
    return (f"DROP TRIGGER IF EXISTS {name}{place}" for name in TRIGGERS)


def _columns() -> list[str]:
    return [str(field.column) for field in AuditEvent._meta.concrete_fields if field.name != "actor"]


def _row(name: str) -> str:
    return f"({', '.join(f'{name}.{column}' for column in _columns())})"


def _sqlite() -> Iterator[str]:
    unchanged, kept, _ = TRIGGERS
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    yield f"""CREATE TRIGGER {unchanged} BEFORE UPDATE ON {TABLE}
        WHEN new.actor_id IS NOT NULL OR {_row("new")} IS NOT {_row("old")} {refuse}"""
    yield f"""CREATE TRIGGER {kept} BEFORE DELETE ON {TABLE}
        WHEN old.occurred_at > datetime('now', '-{LEAST_DAYS} days') {refuse}"""


def _postgresql() -> Iterator[str]:
    unchanged, kept, emptied = TRIGGERS
    refuse = f"{TABLE}_refuse()"
    yield f"""CREATE OR REPLACE FUNCTION {refuse} RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"""
    yield f"""CREATE TRIGGER {unchanged} BEFORE UPDATE ON {TABLE} FOR EACH ROW
        WHEN (NEW.actor_id IS NOT NULL OR {_row("NEW")} IS DISTINCT FROM {_row("OLD")}) EXECUTE FUNCTION {refuse}"""
    yield f"""CREATE TRIGGER {kept} BEFORE DELETE ON {TABLE} FOR EACH ROW
        WHEN (OLD.occurred_at > now() - interval '{LEAST_DAYS} days') EXECUTE FUNCTION {refuse}"""
    yield f"CREATE TRIGGER {emptied} BEFORE TRUNCATE ON {TABLE} EXECUTE FUNCTION {refuse}"
