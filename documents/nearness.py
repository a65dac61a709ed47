"""Which departments a plan of a region can be expected to name."""

from __future__ import annotations

from django.db.models import Case, IntegerField, QuerySet, Value, When

from documents.models import Department, Region


def nearest_first(departments: QuerySet[Department], region: int) -> QuerySet[Department]:
    """Put the region's own departments first, then those of the regions above it, the nearer the earlier."""
    chain = region_and_above(region)
    rank = Case(
        *(When(region_id=key, then=Value(place)) for place, key in enumerate(chain)),
        When(region__level=Region.Level.NATIONAL, then=Value(len(chain))),
        default=Value(len(chain) + 1),
        output_field=IntegerField(),
    )
    return departments.order_by(rank, *Department._meta.ordering or ())


def region_and_above(region: int) -> list[int]:
    """Return the region and everything above it, from below. A query for each level, of which there are few."""
    chain: list[int] = []
    at: int | None = region
    while at is not None and at not in chain:
        chain.append(at)
        at = Region.objects.filter(pk=at).values_list("parent", flat=True).first()
    return chain


def is_related(department: Department, region: Region) -> bool:
    """Tell whether a plan of the region may well name the department: of its own, above or below it, or of nowhere."""
    other = department.region
    if other is None or other.level == Region.Level.NATIONAL:
        return True
    return other.pk in region_and_above(region.pk) or region.pk in region_and_above(other.pk)
