"""What every answer says to the browser: what may be loaded, who may frame it, what may be kept."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from documents.models import Plan
from tests import builders
from tests.addresses import public_addresses

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
POLICY = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self'", "font-src": "'self'",
    "connect-src": "'self'", "base-uri": "'none'", "form-action": "'self'", "frame-ancestors": "'none'",
}  # fmt: skip
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
OTHERS = ("/download/qpolicy.zip", "/nowhere/", "/%00", "/static/qpolicy/css/base.css", "/admin/", "/admin/login/")
INLINE = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*(?:\ssrc=\"/|\stype=\"application/json\"))")


def policy_of(header: str) -> dict[str, str]:
    return dict(directive.strip().split(" ", 1) for directive in header.split(";"))


def signed_in(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editor", password="a-long-password"))
    return client


def test_every_answer_carries_every_header(client: Client) -> None:
    for address in (*public_addresses().values(), *OTHERS):
        response = client.get(address)
        assert policy_of(response.headers["Content-Security-Policy"]) == POLICY, address
        assert "camera=()" in response.headers["Permissions-Policy"], address
        for name, value in HEADERS.items():
            assert response.headers[name] == value, f"{address}: {name}"
        response.getvalue()  # a static file is open until it is read


def test_no_page_holds_what_the_policy_forbids(client: Client) -> None:
    for address in (*public_addresses().values(), "/nowhere/"):
        response = client.get(address)
        if response.headers["Content-Type"].startswith("text/html"):
            page = response.content.decode()
            assert not INLINE.search(page), address
            assert not re.search(r"(?:src|<link[^>]*href)=\"(?:https?:)?//", page), address


def test_a_public_page_is_sent_again_only_when_it_has_changed(client: Client) -> None:
    addresses = public_addresses()
    del addresses["healthz"]
    for name, address in addresses.items():
        first = client.get(address)
        if "no-store" in first.headers["Cache-Control"]:
            continue
        assert first.headers["Cache-Control"] == "no-cache", name
        again = client.get(address, headers={"if-none-match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b""), name


def test_a_changed_page_is_sent_again(client: Client) -> None:
    plan = builders.plan(status="published")
    seen = client.get("/plans/xian/").headers["ETag"]
    Plan.objects.filter(pk=plan.pk).update(title="新的标题")
    response = client.get("/plans/xian/", headers={"if-none-match": seen})
    assert response.status_code == 200
    assert "新的标题" in response.content.decode()


def test_what_a_signed_in_user_sees_is_kept_nowhere(client: Client) -> None:
    addresses = public_addresses()
    seen = client.get("/plans/").headers["ETag"]
    signed_in(client)
    for address in (*addresses.values(), reverse("admin:index")):
        response = client.get(address, headers={"if-none-match": seen})
        assert response.status_code == 200, address
        assert "no-store" in response.headers["Cache-Control"], address
        assert "ETag" not in response.headers, address


def test_cookies_are_for_this_site_alone(client: Client) -> None:
    client.get("/admin/login/")
    User.objects.create_superuser("editor", password="a-long-password")
    response = client.post("/admin/login/", {"username": "editor", "password": "a-long-password"})
    assert set(response.cookies) == {"sessionid", "csrftoken"}
    for cookie in response.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


IN_PRODUCTION = """
import django, warnings
django.setup()
from django.core.management import call_command
from django.test import Client
from tests import builders
call_command("migrate", verbosity=0)
def show(address, **options):
    response = Client().get(address, **options)
    print(response.status_code, response.headers.get("Strict-Transport-Security"), response.headers.get("Location"))
    for cookie in response.cookies.values():
        print("cookie", cookie.OutputString())
show("/admin/login/", secure=True)
builders.plan(status="published")
show("/plans/xian/?script=hans", secure=True)
show("/plans/")
show("/healthz")
"""


def test_in_production_cookies_are_bound_to_the_host_and_https_is_insisted_on(tmp_path: Path) -> None:
    keep = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "PYTHONPATH")}
    production = {
        "PROD": "1", "SECRET_KEY": "k" * 30 + "abcdefghijklmnopqrstuvwxyz", "ALLOWED_HOSTS": "testserver",
        "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "qpolicy.settings", "PYTHONUTF8": "1",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", IN_PRODUCTION],
        cwd=ROOT,
        check=False,
        env=keep | production,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    login, csrf, plan, script, redirected, health = done.stdout.splitlines()
    assert login == "200 max-age=31536000; includeSubDomains; preload None"
    assert plan.startswith("200 ")
    assert redirected == "301 None https://testserver/plans/"
    assert health.startswith("200 ")
    for name, cookie in (("csrftoken", csrf), ("script", script)):
        assert cookie.startswith(f"cookie __Host-{name}=")
        assert "Secure" in cookie
        assert "Path=/;" in cookie
        assert "Domain" not in cookie
