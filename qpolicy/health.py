"""Whether the site can serve: the database answers and every migration is applied."""

from __future__ import annotations

import logging
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 or 503; what went wrong goes to the log, never to whoever asks."""
    report = health()
    return JsonResponse(report, status=200 if report["status"] == "ok" else 503)


def health() -> dict[str, str]:
    """Return what is well and what is not, each in one word. Two queries."""
    try:
        waiting = _known_migrations() - set(MigrationRecorder(connection).applied_migrations())
    except DatabaseError:
        logger.exception("the database does not answer")
        return {"status": "error", "database": "unreachable", "migrations": "unknown"}
    if waiting:
        logger.error("migrations not applied: %s", sorted(waiting))
        return {"status": "error", "database": "ok", "migrations": "pending"}
    return {"status": "ok", "database": "ok", "migrations": "applied"}


@cache
def _known_migrations() -> set[tuple[str, str]]:
    """Read the files once: they change only with the program."""
    return set(MigrationLoader(None).disk_migrations)
