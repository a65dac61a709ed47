"""Entering and correcting plans by hand.

Plan, Section and Department are registered by the tasks app, which adds what depends on them.
"""

from documents.admin.base import KnowledgeAdmin, NamedRows
from documents.admin.catalogue import FunctionAdmin, RegionAdmin, ThemeAdmin
from documents.admin.departments import DepartmentAdmin
from documents.admin.locking import GuardedAdmin, GuardedForm
from documents.admin.plans import PlanAdmin
from documents.admin.publishing import ONLY_BY_DRAFT, is_barred, may_publish
from documents.admin.reports import ErrorReportAdmin
from documents.admin.searches import SearchLogAdmin
from documents.admin.sections import SectionAdmin, SectionForm
from documents.admin.synonyms import SynonymAdmin
from documents.admin.upkeep import Chore, KeptInOrder

__all__ = [
    "ONLY_BY_DRAFT",
    "Chore",
    "DepartmentAdmin",
    "ErrorReportAdmin",
    "FunctionAdmin",
    "GuardedAdmin",
    "GuardedForm",
    "KeptInOrder",
    "KnowledgeAdmin",
    "NamedRows",
    "PlanAdmin",
    "RegionAdmin",
    "SearchLogAdmin",
    "SectionAdmin",
    "SectionForm",
    "SynonymAdmin",
    "ThemeAdmin",
    "is_barred",
    "may_publish",
]
