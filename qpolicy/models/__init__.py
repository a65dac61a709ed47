"""What belongs to the composition: accounts, and the log of what was done with them."""

from qpolicy.models.accounts import Account
from qpolicy.models.audit import AuditEvent, Unchangeable

__all__ = ["Account", "AuditEvent", "Unchangeable"]
