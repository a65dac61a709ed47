"""Serve the site from one process, for a look or for a small office; production has gunicorn."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass

from django.conf import settings
from django.core.servers.basehttp import WSGIServer, run
from django.core.wsgi import get_wsgi_application

ADDRESS = re.compile(r"(?:(?P<host>\[[0-9A-Fa-f:.]+\]|[^\[\]:\s]+):)?(?P<port>[0-9]{1,5})")
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  only recognised here


@dataclass(frozen=True, slots=True)
class Address:
    host: str
    port: int

    @property
    def is_ipv6(self) -> bool:
        return ":" in self.host

    @property
    def url(self) -> str:
        """What to open in a browser on this machine."""
        host = "127.0.0.1" if self.host in EVERYWHERE else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"


def address_of(written: str) -> Address | None:
    """Read 8000, 0.0.0.0:8000, localhost:8000 or [::1]:8000; None where it is none of these."""
    found = ADDRESS.fullmatch(written)
    if found is None or not 0 < int(found["port"]) < 65536:
        return None
    return Address((found["host"] or "127.0.0.1").strip("[]"), int(found["port"]))


def trouble_with(address: Address) -> str | None:
    """Return in Chinese why nothing can be served there, if so."""
    family = socket.AF_INET6 if address.is_ipv6 else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except (OSError, UnicodeError) as error:
            return _explained(address, error)
    return None


def serve(address: Address) -> None:
    """Serve until interrupted. The host that was asked for may be opened, whatever ALLOWED_HOSTS says."""
    if address.host not in (*EVERYWHERE, *settings.ALLOWED_HOSTS):
        settings.ALLOWED_HOSTS.append(f"[{address.host}]" if address.is_ipv6 else address.host)
    run(address.host, address.port, get_wsgi_application(), ipv6=address.is_ipv6, threading=True, server_cls=WSGIServer)


def _explained(address: Address, error: Exception) -> str:
    if isinstance(error, PermissionError):
        return f"没有使用端口 {address.port} 的权限，请换一个 1024 以上的端口"
    if isinstance(error, socket.gaierror | UnicodeError) or getattr(error, "errno", 0) == 99:
        return f"本机没有地址 {address.host}"
    return f"端口 {address.port} 已被占用，请先停止占用它的程序，或换一个端口，如 {address.port + 1 if address.port < 65535 else 8000}"
