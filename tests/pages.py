"""What tests of pages share."""

from __future__ import annotations

from typing import Any


def text_of(response: Any) -> str:
    """Return the page that was sent; any other answer fails the test."""
    assert response.status_code == 200
    return str(response.content.decode())
