"""In what form an answer is wanted: JSON is all there is."""

from __future__ import annotations

from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation


class JsonAlone(DefaultContentNegotiation):
    def get_accept_list(self, request: Any) -> list[str]:
        """Return what is accepted; an empty header accepts anything, as no header does."""
        return list(filter(None, super().get_accept_list(request))) or ["*/*"]
