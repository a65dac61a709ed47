"""The fields that answers have in common."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from documents.models import Plan
from indicators.models import plain
from qpolicy.api.shown import Shown


def plan_of(row: Any) -> Plan:
    """Return the plan that a row belongs to."""
    if isinstance(row, Plan):
        return row
    plan: Plan = row.plan if hasattr(row, "plan") else row.section.plan
    return plan


class Written(serializers.CharField):
    """Text of a plan in the wanted script."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"allow_blank": True, **options})

    def get_attribute(self, instance: Any) -> str:
        shown: Shown = self.context["shown"]
        return shown.write(plan_of(instance), super().get_attribute(instance))


class Word(serializers.CharField):
    """The Chinese word for what another field says in a code."""

    def __init__(self, of: str, **options: Any) -> None:
        super().__init__(**{"source": f"get_{of}_display", "allow_blank": True, **options})


@extend_schema_field({"type": "string", "pattern": "^-?[0-9]+([.][0-9]+)?$"})
class Number(serializers.Field):
    """A decimal number as it is written: "86", not 86.000000."""

    def to_representation(self, value: Decimal) -> str:
        return plain(value)


@extend_schema_field(OpenApiTypes.URI)
class Address(serializers.Field):
    """An absolute address, made of what the row has under these names."""

    def __init__(self, view: str, *names: str, **options: Any) -> None:
        self.view, self.names = view, names
        super().__init__(**{"source": "*", "read_only": True, **options})

    def to_representation(self, value: Any) -> str:
        return self.made(self.context["shown"], [_reached(value, name) for name in self.names])

    def made(self, shown: Shown, arguments: list[Any]) -> str:
        return shown.api(self.view, *arguments)


class Page(Address):
    """The address of the page of the site."""

    def made(self, shown: Shown, arguments: list[Any]) -> str:
        return shown.page(self.view, *arguments)


class Place(Page):
    """The address of a section on the page of its plan; the last name is that of its anchor."""

    def made(self, shown: Shown, arguments: list[Any]) -> str:
        return f"{shown.page(self.view, *arguments[:-1])}#{arguments[-1]}"


class Listed(Address):
    """The address of a list that is narrowed to the row: `condition` is the parameter that does so."""

    def __init__(self, view: str, condition: str, name: str, **options: Any) -> None:
        self.condition = condition
        super().__init__(view, name, **options)

    def made(self, shown: Shown, arguments: list[Any]) -> str:
        return shown.api(self.view, query=f"?{self.condition}={arguments[0]}")


def _reached(value: Any, path: str) -> Any:
    for name in path.split("."):
        value = getattr(value, name)
    return value
