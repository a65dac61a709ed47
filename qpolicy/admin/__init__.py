"""What only the composition knows of the admin: accounts, the audit log, and what is written into it."""

from qpolicy.admin.accounts import AccountAdmin, AccountGroupAdmin
from qpolicy.admin.drafts import DraftAdmin
from qpolicy.admin.events import AuditEventAdmin
from qpolicy.admin.ledger import LedgerTaskAdmin
from qpolicy.admin.plans import RecordedPlanAdmin
from qpolicy.admin.views import SavedViewAdmin

__all__ = [
    "AccountAdmin",
    "AccountGroupAdmin",
    "AuditEventAdmin",
    "DraftAdmin",
    "LedgerTaskAdmin",
    "RecordedPlanAdmin",
    "SavedViewAdmin",
]
