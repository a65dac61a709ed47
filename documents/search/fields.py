"""Fields of a query (地区:西安 年份:2025) as conditions on entries; apps above add their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from documents.models import Plan, Region, Section, Theme
from documents.models.search import SearchEntryQuerySet
from documents.numerals import to_int
from documents.search.cuts import letters
from documents.search.query import Field, Query
from documents.territories import PATHS
from documents.text import fold

FIRST_YEAR, LAST_YEAR, MOST_REGIONS = 1900, 2200, 50
MOST_ALTERNATIVES = 16
ALTERNATIVES = re.compile("[、,]")  # 地区:西安、河北
Reader = Callable[[str], Q | None]  # a value as typed -> the condition, None where nothing is called so


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The entries that meet the fields, and the fields whose value nothing is called by; those leave nothing."""

    entries: SearchEntryQuerySet
    unknown: tuple[Field, ...] = ()


def narrow(entries: SearchEntryQuerySet, query: Query, readers: Mapping[str, Reader]) -> Narrowed:
    """Keep the entries that meet every field. Values of one field are alternatives: 地区:西安 地区:河北."""
    unknown: list[Field] = []
    wanted: dict[str, Q] = {}
    for field in query.fields:
        condition = _condition(readers[field.name], field.text) if field.name in readers else None
        if condition is None:
            unknown.append(field)
        elif field.is_excluded:
            entries = entries.exclude(condition)
        else:
            wanted[field.name] = wanted.get(field.name, Q()) | condition
    for condition in wanted.values():
        entries = entries.filter(condition)
    return Narrowed(entries.none() if any(not f.is_excluded for f in unknown) else entries, tuple(unknown))


def _condition(reader: Reader, typed: str) -> Q | None:
    """Read a value, or several of them if all are known."""
    one = reader(typed)
    parts = [part for part in ALTERNATIVES.split(fold(typed)) if part.strip()]
    if one is not None or not 1 < len(parts) <= MOST_ALTERNATIVES:
        return one
    known = [condition for part in parts if (condition := reader(part)) is not None]
    return _any(known) if len(known) == len(parts) else None


def by_region(typed: str) -> Q | None:
    """西安, 西安市 or xian: the plans of the region and of what lies in it."""
    name = "".join(filter(str.isprintable, fold(typed))).strip().lower()
    if not name:
        return None
    known = Region.objects.filter(Q(name=name) | Q(short_name=name) | Q(slug=name))
    keys = list(known.values_list("pk", flat=True)) or list(
        Region.objects.filter(name__startswith=name).values_list("pk", flat=True)[:MOST_REGIONS]
    )
    return _any(Q(**{f"section__plan__{path}__in": keys}) for path in PATHS) if keys else None


def by_plan(typed: str) -> Q | None:
    """Words of a title, a 文号 with any brackets, or the name in the address."""
    wanted = letters(typed)
    named = Plan.objects.published().values_list("pk", "slug", "title", "document_number")
    keys = [
        key for key, slug, *words in named if wanted and (slug == typed or any(wanted in letters(w) for w in words))
    ]
    return Q(section__plan__in=keys) if keys else None


def by_year(typed: str) -> Q | None:
    """2025, ２０２５年 or 二〇二五: the plans whose period covers the year or that were issued in it."""
    year = to_int(fold(typed).strip().removesuffix("年"))
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    covered = Q(section__plan__period_start__lte=year, section__plan__period_end__gte=year)
    return covered | Q(section__plan__issued_on__year=year)


def by_kind(typed: str) -> Q | None:
    kinds = [value for value, label in Section.Kind.choices if letters(typed) in (value, label)]
    return Q(section__kind__in=kinds) if kinds else None


def by_theme(typed: str) -> Q | None:
    keys = [key for key, name in Theme.objects.values_list("pk", "name") if letters(typed) == letters(name)]
    return Q(section__theme__in=keys) if keys else None


def by_level(typed: str) -> Q | None:
    """省, 市级, and of 区县级 one half too."""
    name = letters(typed).removesuffix("级")
    levels = [value for value, label in Region.Level.choices if name and name in label.removesuffix("级")]
    return Q(section__plan__region__level__in=levels) if levels else None


READERS: Mapping[str, Reader] = {
    "region": by_region, "plan": by_plan, "year": by_year, "kind": by_kind, "theme": by_theme, "level": by_level,
}  # fmt: skip


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions)
