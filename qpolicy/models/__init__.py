"""What belongs to the composition: accounts, the log of what was done with them, and saved views."""

from qpolicy.models.accounts import Account
from qpolicy.models.audit import AuditEvent, Unchangeable
from qpolicy.models.views import KeptView, SavedView

__all__ = ["Account", "AuditEvent", "KeptView", "SavedView", "Unchangeable"]
