"""The text of plans, and what names who issues them and who acts: one subject a module."""

from documents.models.catalogue import Function, Region, Theme
from documents.models.departments import Department
from documents.models.drafts import Draft
from documents.models.plans import Plan, superseded
from documents.models.reports import ErrorReport
from documents.models.search import SearchEntry, SearchIndex, SearchLog, Synonym
from documents.models.sections import Section
from documents.models.uploads import Upload

__all__ = [
    "Department",
    "Draft",
    "ErrorReport",
    "Function",
    "Plan",
    "Region",
    "SearchEntry",
    "SearchIndex",
    "SearchLog",
    "Section",
    "Synonym",
    "Theme",
    "Upload",
    "superseded",
]
