"""Serve assistants over standard input and output, or over HTTP to those who name a host that is allowed."""

from __future__ import annotations

import asyncio
from typing import Any

import uvicorn
from django.conf import settings
from mcp.server.transport_security import TransportSecuritySettings

from qpolicy.assistants.limiting import limited
from qpolicy.assistants.server import Server
from qpolicy.serving import EVERYWHERE, Address

PATH = "/mcp"
LARGEST_REQUEST = 256 * 1024  # bytes
MOST_AT_ONCE = 100
ANY = "*"


def serve_stdio(server: Server) -> None:
    """Answer until standard input ends; nothing else is written to standard output."""
    asyncio.run(server.run_stdio_async())


def serve_http(server: Server, address: Address) -> None:
    """Serve until interrupted."""
    config = uvicorn.Config(
        application(server, address),
        host=address.host,
        port=address.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # who asks is told by BEHIND_PROXY, as on the site
        limit_concurrency=MOST_AT_ONCE,
        timeout_graceful_shutdown=3,
    )
    uvicorn.Server(config).run()


def application(server: Server, address: Address) -> Any:
    """Return what answers under PATH; it keeps no sessions, so that any number of processes may serve."""
    return limited(
        server.streamable_http_app(
            streamable_http_path=PATH,
            json_response=True,
            stateless_http=True,
            max_request_body_size=LARGEST_REQUEST,
            transport_security=security(address),
            host=address.host,
        )
    )


def security(address: Address) -> TransportSecuritySettings:
    """Allow the hosts of ALLOWED_HOSTS and the one that is served; of .example.gov.cn only example.gov.cn itself.

    Whoever is led here by a name of another site (DNS rebinding), or from a page of one, is refused.
    """
    own = [] if address.host in EVERYWHERE else [f"[{address.host}]" if address.is_ipv6 else address.host]
    hosts = [host.lstrip(".") for host in (*settings.ALLOWED_HOSTS, *own)]
    named = [name for host in hosts for name in (host, f"{host}:*")]
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=ANY not in hosts,
        allowed_hosts=named,
        allowed_origins=[f"{scheme}://{name}" for scheme in ("http", "https") for name in named],
    )
