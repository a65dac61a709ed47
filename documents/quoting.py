"""Titles quoted in sentences for editors."""

from __future__ import annotations

INNER = str.maketrans("《》", "〈〉")


def quoted(title: str) -> str:
    """Return 《贯彻〈质量强国建设纲要〉方案》: title marks inside title marks are single ones."""
    return f"《{title.translate(INNER)}》"
