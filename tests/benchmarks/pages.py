"""What pages cost under gunicorn, beside a bare Django view that returns the same bytes: requests a second, in one run.

Run from the project's root: .venv/bin/python -m tests.benchmarks.pages
One worker each, best of 15 short rounds in turn, on a data folder of their own. The bare view has no middleware, no
database and no template.
Exits 1 where a page reaches less than 0.3 times the requests of the bare view, or a browser that has the page is
not told so (304).
"""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    "/plans/xian/",
    "/plans/xian/?script=hans",
    "/plans/xian/goals/",
    "/plans/xian/targets/",
    "/plans/",
    "/plans/?level=city&sort=title",
    "/tasks/",
    "/tasks/?plan=xian&theme=products",
)
ROUNDS, SECONDS = 15, 0.25
BOUND = 0.3


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"DATA_DIR": folder, "DATABASE_URL": "", "PROD": "0", "LOG_LEVEL": "WARNING"}
        subprocess.run(
            [sys.executable, "manage.py", "quickstart", "--no-serve"],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        with serving("qpolicy.wsgi", environment) as site:
            bodies = {path: fetch(site, path) for path in PAGES}
            for number, body in enumerate(bodies.values()):
                Path(folder, f"page-{number}").write_bytes(body)
            with serving("tests.benchmarks.bare", environment | {"BARE_PAGES": folder}) as bare:
                results = [measured(site, bare, path, number) for number, path in enumerate(PAGES)]
    return int(not all(results))


def measured(site: int, bare: int, path: str, number: int) -> bool:
    """Print the figures of one page and tell whether they hold. The rounds of both servers alternate."""
    rates: dict[int, list[float]] = {site: [], bare: []}
    for _ in range(ROUNDS):
        rates[site].append(rate(site, path))
        rates[bare].append(rate(bare, f"/{number}"))
    ours, theirs = (max(rates[port]) for port in (site, bare))
    status = status_for_a_browser_that_has_it(site, path)
    size = len(fetch(site, path)) // 1024
    print(
        f"{path}: {ours:.0f} of {theirs:.0f} requests a second, {size} kB, ratio {ours / theirs:.2f} (bound {BOUND}), then {status}"
    )
    return ours / theirs >= BOUND and status == 304


@contextmanager
def serving(application: str, environment: dict[str, str]) -> Iterator[int]:
    """Start one gunicorn worker and yield its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-w",
        "1",
        "-k",
        "gthread",
        "--threads",
        "1",
        "-b",
        f"127.0.0.1:{port}",
        f"{application}:application",
    ]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("gunicorn did not start within 30 seconds")


def fetch(port: int, path: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    assert answer.status == 200, (path, answer.status)
    return body


def rate(port: int, path: str) -> float:
    """Return the requests a second over one connection that is kept open."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path)
    connection.getresponse().read()
    count, begun = 0, time.perf_counter()
    while (passed := time.perf_counter() - begun) < SECONDS:
        connection.request("GET", path)
        connection.getresponse().read()
        count += 1
    connection.close()
    return count / passed


def status_for_a_browser_that_has_it(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.request("GET", path, headers={"If-None-Match": answer.headers["ETag"] or ""})
    status = connection.getresponse().status
    connection.close()
    return status


if __name__ == "__main__":
    sys.exit(main())
