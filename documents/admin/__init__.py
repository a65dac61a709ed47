"""Entering and correcting plans by hand.

Plan, Section and Department are registered by the tasks app, which adds what depends on them.
"""

from documents.admin.base import KnowledgeAdmin
from documents.admin.catalogue import FunctionAdmin, RegionAdmin, ThemeAdmin
from documents.admin.departments import DepartmentAdmin
from documents.admin.locking import GuardedAdmin, GuardedForm
from documents.admin.plans import PlanAdmin
from documents.admin.reports import ErrorReportAdmin
from documents.admin.sections import SectionAdmin, SectionForm

__all__ = [
    "DepartmentAdmin",
    "ErrorReportAdmin",
    "FunctionAdmin",
    "GuardedAdmin",
    "GuardedForm",
    "KnowledgeAdmin",
    "PlanAdmin",
    "RegionAdmin",
    "SectionAdmin",
    "SectionForm",
    "ThemeAdmin",
]
