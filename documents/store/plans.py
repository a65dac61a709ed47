"""What a plan says about itself, stored and merged with corrections."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Mapping
from typing import Any

from documents.models import Plan, Region
from documents.outline import Heading
from documents.threeway import Record, merge

UNSTORABLE = re.compile("[\0\ud800-\udfff]")
LONGEST = {"title": 300, "document_number": 100, "issuer": 200, "kind": 30}
UNKNOWN: Record = {
    "title": "", "document_number": "", "issuer": "", "kind": "", "issued_on": None, "region": None,
    "period_start": None, "period_end": None, "script": "hans",
}  # fmt: skip


def storable(text: str) -> str:
    """Return the text, of the same length, without what no database takes: nulls and halves of surrogate pairs."""
    return UNSTORABLE.sub("\ufffd", text)


def checksum(text: str) -> str:
    """Return the SHA-256 of a plan's text in UTF-8, as anybody can compute it from the download."""
    return hashlib.sha256(text.encode()).hexdigest()


def region_of(heading: Heading) -> Region | None:
    """Return the region that the heading names; None where the catalogue has none, or several of that name."""
    if heading.region_code:
        return Region.objects.filter(code=heading.region_code).first()
    found = list(Region.objects.filter(name=heading.region)[:2]) if heading.region else []
    return found[0] if len(found) == 1 else None


def store_plan(plan: Plan, heading: Heading, source: str, *, given: Mapping[str, Any], lists: Record) -> bool:
    """Set what the heading says and then what the importer has `given`, save, and tell whether anything has changed.

    `lists` is what a new plan remembers besides.
    """
    before = None if plan.pk is None else _state(plan, given)
    region = region_of(heading)
    record = _record(heading, region)
    merged = merge(plan.as_read or UNKNOWN, _stored(plan), record)
    for name, value in merged.changes.items():
        setattr(plan, name, _value(name, value, region))
    for name, value in given.items():
        setattr(plan, name, value)
    plan.as_read = {**(lists if plan.as_read is None else plan.as_read), **record}
    plan.source_text, plan.source_sha256 = source, checksum(source)
    is_changed = _state(plan, given) != before
    if is_changed:
        plan.save()
    return is_changed


def _record(heading: Heading, region: Region | None) -> Record:
    first, last = heading.period or (None, None)
    if first is None or last is None or not 1900 <= first <= last <= 2200:
        first = last = None
    words = {name: (getattr(heading, name) or "")[:longest] for name, longest in LONGEST.items()}
    return words | {
        "issued_on": heading.issued_on,
        "region": region.slug if region else None,
        "period_start": first,
        "period_end": last,
        "script": heading.script,
    }


def _stored(plan: Plan) -> Record:
    """Return the same of the plan as it is stored."""
    record = {name: getattr(plan, name) for name in UNKNOWN}
    record["issued_on"] = plan.issued_on.isoformat() if plan.issued_on else None
    record["region"] = plan.region.slug if plan.region else None
    return record


def _value(name: str, value: Any, region: Region | None) -> Any:
    if name == "issued_on":
        return datetime.date.fromisoformat(value) if value else None
    return region if name == "region" else value


def _state(plan: Plan, given: Mapping[str, Any]) -> Record:
    return {name: getattr(plan, name) for name in (*UNKNOWN, *given, "source_text", "as_read")}
