"""Store a plan as read, and read it again without undoing what was corrected by hand."""

from documents.store.amending import State, amend_rows, amend_sections
from documents.store.departments import departments_named
from documents.store.entries import Entries, Entry, Place
from documents.store.likeness import differences
from documents.store.locks import lock_plans
from documents.store.plans import checksum, region_of, storable, store_plan
from documents.store.rows import Listed, remembered, shift, store_rows
from documents.store.sections import digests, save_readings, store_sections

__all__ = [
    "Entries",
    "Entry",
    "Listed",
    "Place",
    "State",
    "amend_rows",
    "amend_sections",
    "checksum",
    "departments_named",
    "differences",
    "digests",
    "lock_plans",
    "region_of",
    "remembered",
    "save_readings",
    "shift",
    "storable",
    "store_plan",
    "store_rows",
    "store_sections",
]
