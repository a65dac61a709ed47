"""How often one network address may ask over HTTP: as often as the API, by the same setting, and counted beside it."""

from __future__ import annotations

import asyncio
import io
import json
from typing import Any

from django.conf import settings
from django.core.handlers.asgi import ASGIRequest

from documents.limits import Limit
from qpolicy.api.problems import KINDS, wanted_language

REFUSED = -32000  # of the codes that JSON-RPC leaves to servers


def limited(application: Any) -> Any:
    """Send whoever asks too often away, in words that a client shows: an error of JSON-RPC, as it awaits one."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        request = ASGIRequest(scope, io.BytesIO())
        limit = Limit("mcp", settings.API_LIMIT, settings.API_SECONDS)
        wait = await asyncio.to_thread(limit.take, request)
        if wait:
            await _refuse(request, wait, send)
        else:
            await application(scope, receive, send)

    return answer


async def _refuse(request: ASGIRequest, wait: int, send: Any) -> None:
    said = KINDS[429].detail.in_language(wanted_language(request)).format(wait=wait)
    error = {"jsonrpc": "2.0", "id": None, "error": {"code": REFUSED, "message": said}}
    headers = {"Content-Type": "application/json", "Retry-After": str(wait), "Cache-Control": "no-store"}
    told = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": 429, "headers": told})
    await send({"type": "http.response.body", "body": json.dumps(error, ensure_ascii=False).encode()})
