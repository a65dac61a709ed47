"""Write into the audit log: into the database, and as a line of JSON to the logger qpolicy.audit."""

from __future__ import annotations

import json
import logging
from functools import partial
from typing import Any

from django.db import models, transaction
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from documents.limits import network_of
from documents.store import storable
from qpolicy.models import AuditEvent

Kind = AuditEvent.Kind
LONGEST = 300
logger = logging.getLogger(__name__)


def record(  # noqa: PLR0913  an event has so many sides, all of them optional
    kind: str,
    *,
    request: HttpRequest | None = None,
    by: Any = None,
    subject: models.Model | str = "",
    details: str = "",
    success: bool = True,
) -> AuditEvent:
    """Add an event, in the transaction of what it tells of: what is undone was not done, and stands in neither log.

    Who did it is `by`, an account, or a name where there is none, that of a command perhaps; else who is signed in.
    """
    user, name = _who(by or getattr(request, "user", None))
    event = AuditEvent.objects.create(
        kind=kind,
        actor=user,
        account=name[:150],
        network=network_of(request) if request else "",
        subject=storable(_label(subject))[:LONGEST],
        subject_url=_address(subject)[:LONGEST],
        details=storable(details),
        success=success,
    )
    transaction.on_commit(partial(logger.info, "%s", _line(event)))
    return event


def _who(by: Any) -> tuple[Any, str]:
    if isinstance(by, str):
        return None, by
    return (by, by.get_username()) if by is not None and by.is_authenticated else (None, "")


def _label(subject: models.Model | str) -> str:
    return subject if isinstance(subject, str) else f"{subject._meta.verbose_name}“{subject}”"


def _address(subject: models.Model | str) -> str:
    """Return where the subject is to be seen: on the site, else in the admin."""
    if isinstance(subject, str) or subject.pk is None:
        return ""
    try:
        if hasattr(subject, "get_absolute_url"):
            return str(subject.get_absolute_url())
        return reverse(f"admin:{subject._meta.app_label}_{subject._meta.model_name}_change", args=[subject.pk])
    except NoReverseMatch:
        return ""


def _line(event: AuditEvent) -> str:
    names = ("kind", "account", "network", "subject", "subject_url", "details", "success")
    line = {"time": timezone.localtime(event.occurred_at).isoformat(), **{name: getattr(event, name) for name in names}}
    return json.dumps(line, ensure_ascii=False)
