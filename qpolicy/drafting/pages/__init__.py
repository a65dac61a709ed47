"""The pages of drafts; qpolicy.admin.drafts says who may see them."""

from qpolicy.drafting.pages.entering import edit_plan, import_page
from qpolicy.drafting.pages.naming import departments, indicators
from qpolicy.drafting.pages.sections import section
from qpolicy.drafting.pages.showing import changed, metadata, preview
from qpolicy.drafting.pages.steps import step

__all__ = ["changed", "departments", "edit_plan", "import_page", "indicators", "metadata", "preview", "section", "step"]
