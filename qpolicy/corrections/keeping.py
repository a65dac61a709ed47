"""The list of corrections: each is about one thing, and a later one about the same thing takes its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from documents.functions import function_of

Correction = dict[str, Any]
Identity = tuple[str, ...]

# What tells two corrections of one kind apart.
ABOUT = {
    "text": ("start", "end"),
    "split": ("section", "at"),
    "join": ("section", "with"),
    "drop": ("section",),
    "section": ("section",),
    "duty": ("section", "name"),
    "target": ("section", "target"),
    "goal": ("section", "goal"),
    "deadline": ("section",),
    "rule": ("name",),
    "entered": ("row",),
    "department": ("name",),
    "indicator": ("name",),
}


def identity(correction: Correction) -> Identity:
    """Return what the correction is about; two that share it are one."""
    kind = str(correction.get("kind"))
    return (kind, *(str(correction.get(name, "")) for name in ABOUT.get(kind, ())))


def alters(correction: Correction) -> bool:
    """Tell whether it changes what will be stored; a department that was seen and left as it is proposed does not."""
    is_of_department = correction.get("kind") == "department" and not correction.get("to")
    return not (is_of_department and correction.get("function") == function_of(correction["name"]))


def put(corrections: Iterable[Correction], *new: Correction) -> list[Correction]:
    """Return the corrections with the new ones in the place of older ones about the same, or at the end."""
    kept = {identity(correction): correction for correction in corrections}
    return list((kept | {identity(correction): correction for correction in new}).values())


def dropped(corrections: Iterable[Correction], *gone: Identity) -> list[Correction]:
    """Return the corrections without these."""
    return [correction for correction in corrections if identity(correction) not in gone]
