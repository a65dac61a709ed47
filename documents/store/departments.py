"""Find the departments that a plan names, and make those that nobody has named before."""

from __future__ import annotations

from collections.abc import Iterable

from simple_history.utils import bulk_create_with_history

from documents.functions import function_of
from documents.models import Department, Function, Region
from documents.text import fold

LONGEST_NAME = 200


def departments_named(names: Iterable[str], region: Region | None) -> dict[str, Department]:
    """Return the department of each name as written in a plan of the region. At most three queries and one insert."""
    wanted = dict.fromkeys(names)
    if not wanted:
        return {}
    known = {key: department for department in Department.objects.of_region(region) for key in _keys(department)}
    missing = dict.fromkeys(key for name in wanted if (key := key_of(name)) not in known)
    known |= _made(missing, {key_of(name): name for name in wanted}, region) if missing else {}
    return {name: known[key_of(name)] for name in wanted}


def key_of(name: str) -> str:
    """Return what two spellings of one name have in common: script, width and blanks aside."""
    return fold(name[:LONGEST_NAME]).replace(" ", "").replace("\n", "")


def _keys(department: Department) -> set[str]:
    return {key_of(name) for name in (department.name, *department.aliases)}


def _made(keys: Iterable[str], written: dict[str, str], region: Region | None) -> dict[str, Department]:
    functions = dict(Function.objects.values_list("slug", "pk"))
    departments = {
        key: Department(
            region=region,
            name=key,
            function_id=functions.get(function_of(key) or ""),
            aliases=[written[key]] if written[key] != key else [],
        )
        for key in keys
    }
    bulk_create_with_history(list(departments.values()), Department)
    return departments
