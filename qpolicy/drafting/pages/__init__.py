"""The pages of drafts; qpolicy.admin.drafts says who may see them."""

from qpolicy.drafting.pages.entered import entered
from qpolicy.drafting.pages.entering import batch_page, edit_plan, import_page
from qpolicy.drafting.pages.naming import departments, indicators
from qpolicy.drafting.pages.rules import rules
from qpolicy.drafting.pages.sections import section
from qpolicy.drafting.pages.showing import changed, metadata, preview
from qpolicy.drafting.pages.steps import step

__all__ = [
    "batch_page",
    "changed",
    "departments",
    "edit_plan",
    "entered",
    "import_page",
    "indicators",
    "metadata",
    "preview",
    "rules",
    "section",
    "step",
]
