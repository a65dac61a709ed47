"""The structure of a plan's text."""

from documents.outline.parsing import parse
from documents.outline.sections import Cell, Heading, Kind, Outline, Remark, Role, Section

__all__ = ["Cell", "Heading", "Kind", "Outline", "Remark", "Role", "Section", "parse"]
