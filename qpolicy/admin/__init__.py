"""What only the composition knows of the admin: accounts, the audit log, and what is written into it."""

from qpolicy.admin.accounts import AccountAdmin, AccountGroupAdmin
from qpolicy.admin.drafts import DraftAdmin
from qpolicy.admin.events import AuditEventAdmin
from qpolicy.admin.plans import RecordedPlanAdmin

__all__ = ["AccountAdmin", "AccountGroupAdmin", "AuditEventAdmin", "DraftAdmin", "RecordedPlanAdmin"]
