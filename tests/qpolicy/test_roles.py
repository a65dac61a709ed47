"""For every role and every address of the admin: who may see and do what.

The addresses are those that the admin has; one that no table here names fails a test.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.models import Plan
from qpolicy.audit import record
from qpolicy.models import AuditEvent
from qpolicy.roles import AUDIT, ENTRY, REVIEW
from tests.admin_addresses import address, make_rows, models_of, pages, row_of
from tests.roles import NOBODY, PLAIN, ROLES, SUPER, signed_in

pytestmark = pytest.mark.django_db

# What each role may do with the rows of a model: view, add, change, delete; the first letters.
ALL, LOOK, NOTHING = "vacd", "v", ""
COLUMNS = (ENTRY, REVIEW, AUDIT, SUPER)
CONTENT = (ALL, ALL, LOOK, ALL)
CATALOGUE = (LOOK, ALL, LOOK, ALL)
QUEUE = (NOTHING, ALL, LOOK, ALL)
MODELS = {
    "documents.plan": CONTENT,
    "documents.section": CONTENT,
    "tasks.task": CONTENT,
    "tasks.responsibility": CONTENT,
    "tasks.defaultresponsibility": CONTENT,
    "tasks.alignment": (LOOK, "vc", LOOK, "vc"),  # made and taken away by the program
    "indicators.goal": CONTENT,
    "indicators.target": CONTENT,
    "indicators.indicator": CATALOGUE,
    "documents.region": CATALOGUE,
    "documents.function": CATALOGUE,
    "documents.theme": CATALOGUE,
    "documents.department": CATALOGUE,
    "documents.draft": ("vac", "vac", LOOK, "vac"),  # discarded, never deleted
    "documents.synonym": QUEUE,
    "documents.errorreport": QUEUE,
    "documents.searchlog": (NOTHING, LOOK, LOOK, "vd"),
    "auth.user": (NOTHING, NOTHING, LOOK, ALL),
    "auth.group": (NOTHING, NOTHING, LOOK, ALL),
    "qpolicy.auditevent": (NOTHING, NOTHING, LOOK, LOOK),
    "qpolicy.savedview": (NOTHING, NOTHING, LOOK, "vd"),
}
# What a page asks of a role: to be seen, and to do what it is there for.
PAGES = {
    "changelist": ("v", "v"),
    "add": ("a", "a"),
    "change": ("v", "c"),
    "delete": ("d", "d"),
    "history": ("v", "v"),
    "simple_history": ("v", "c"),
    "everything": ("v", "v"),  # the history of a plan and of all in it
    "deleted": ("v", "v"),  # the plans that are gone
    "back": ("v", "a"),  # one of them, which is brought back
    "batch": ("a", "a"),  # of files that were sent together
    "edit": ("a", "a"),  # of a plan by a draft
    "metadata": ("v", "c"),  # of a draft, as those that follow
    "section": ("v", "c"),
    "entered": ("v", "c"),  # by hand, in the plan that a draft updates
    "departments": ("v", "c"),
    "indicators": ("v", "c"),
    "rules": ("v", "c"),
    "changes": ("v", "c"),
    "step": ("c", "c"),
    "bring_back": ("c", "c"),  # of an edited ledger of duties
    "password_change": ("c", "c"),  # of an account, by an administrator
}
LOGIN, DENIED, MISSING = "sign-in", 403, 404
EVERYBODY = dict.fromkeys(ROLES, "open")
SIGNED_IN = {role: LOGIN if role == NOBODY else "open" for role in ROLES}
# What belongs to no model: how each role gets in where it is seen.
PLACES: dict[str, dict[str, Any]] = {
    "index": SIGNED_IN,
    "login": EVERYBODY,
    "logout": EVERYBODY,
    "password_change": SIGNED_IN,
    "password_change_done": SIGNED_IN,
    "jsi18n": SIGNED_IN,
    "autocomplete": {role: LOGIN if role == NOBODY else DENIED for role in ROLES},  # of nothing in particular
    "view_on_site": {role: LOGIN if role == NOBODY else "elsewhere" for role in ROLES},
    "app_list": SIGNED_IN,
    "upkeep": {role: LOGIN if role == NOBODY else DENIED if role == PLAIN else "open" for role in ROLES},
}


@pytest.fixture
def _rows() -> None:
    make_rows()


OF_MODELS = [(label, page) for label, page in pages() if label]
OF_SITE = [page for label, page in pages() if not label]


def may(role: str, label: str) -> str:
    return dict(zip(COLUMNS, MODELS[label], strict=True)).get(role, NOTHING)


def test_every_address_stands_in_a_table() -> None:
    assert {label for label, _ in OF_MODELS} == set(MODELS)
    assert {page for _, page in OF_MODELS} == set(PAGES)
    assert set(OF_SITE) == set(PLACES)


def is_sent_to_sign_in(response: Any) -> bool:
    return response.status_code == 302 and str(response.url).startswith(reverse("admin:login"))


@pytest.mark.usefixtures("_rows")
@pytest.mark.parametrize("role", ROLES)
def test_who_may_see_and_do_what(role: str) -> None:
    client = signed_in(role)
    wrong = []
    for label, page in OF_MODELS:
        to_see, to_do = PAGES[page]
        where = address(label, page)
        for method, needed in (("get", to_see), ("post", to_do)):
            response = getattr(client, method)(where)
            allowed = needed in may(role, label)
            right = (
                is_sent_to_sign_in(response)
                if role == NOBODY
                else response.status_code in ((200, 302) if allowed else (403,))
            )
            if not right:
                wrong.append((method, where, response.status_code, "allowed" if allowed else "refused"))
    assert wrong == []


@pytest.mark.usefixtures("_rows")
@pytest.mark.parametrize("page", OF_SITE)
@pytest.mark.parametrize("role", ROLES)
def test_who_gets_where_in_the_site(role: str, page: str) -> None:
    arguments: dict[str, list[Any]] = {
        "view_on_site": [ContentType.objects.get_for_model(Plan).pk, Plan.objects.get(slug="xian").pk],
        "app_list": ["documents"],
    }
    client = signed_in(role)
    where = reverse(f"admin:{page}", args=arguments.get(page, []))
    wanted = PLACES[page][role]
    response = client.post(where, follow=role == NOBODY) if page == "logout" else client.get(where)
    if page == "app_list" and role == PLAIN:
        wanted = MISSING  # nothing to be listed
    if page == "login" and role != NOBODY:
        assert (response.status_code, response.url) == (302, reverse("admin:index"))  # type: ignore[attr-defined]
    elif wanted == LOGIN:
        assert is_sent_to_sign_in(response)
    else:
        assert response.status_code == {"open": 200, "elsewhere": 302}.get(wanted, wanted)


MAY_NOT_DELETE = [(role, label) for role in ROLES for label in MODELS if "d" not in may(role, label)]


@pytest.mark.usefixtures("_rows")
@pytest.mark.parametrize(("role", "label"), MAY_NOT_DELETE)
def test_what_is_not_allowed_changes_nothing(role: str, label: str) -> None:
    client, row = signed_in(role), row_of(label)
    client.post(address(label, "delete"), {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    client.post(address(label, "changelist"), chosen)
    assert models_of(label)._default_manager.filter(pk=row.pk).exists()


ACTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "documents.plan": {"publish": (REVIEW, SUPER), "withdraw": (REVIEW, SUPER)},
    "documents.department": {"confirm": (REVIEW, SUPER), "merge": (REVIEW, SUPER)},
    "indicators.indicator": {"merge": (REVIEW, SUPER)},
    "documents.errorreport": {"accept": (REVIEW, SUPER), "reject": (REVIEW, SUPER)},
    "tasks.alignment": dict.fromkeys(("confirm", "reject", "take_back"), (REVIEW, SUPER)),
    "documents.searchlog": {"forget": (SUPER,)},
    "auth.user": {"unlock": (SUPER,)},
}


@pytest.mark.usefixtures("_rows")
@pytest.mark.parametrize("label", MODELS)
def test_every_action_is_offered_to_those_who_may_and_to_nobody_else(label: str, rf: Any) -> None:
    owner = admin.site._registry[models_of(label)]
    known = ACTIONS.get(label, {})
    offered: dict[str, list[str]] = {}
    for role in COLUMNS:
        client = signed_in(role)
        request = rf.get("/")
        request.user = User.objects.get(pk=client.session["_auth_user_id"])
        for name in owner.get_actions(request):
            offered.setdefault(name, []).append(role)
    deleting = [role for role in COLUMNS if "d" in may(role, label)]
    wanted = {name: list(roles) for name, roles in known.items()} | ({"delete_selected": deleting} if deleting else {})
    assert offered == wanted


def test_an_empty_database_has_the_groups_whole_once_it_is_migrated() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == {ENTRY, REVIEW, AUDIT}
    entry, review, audit = (set(Group.objects.get(name=name).permissions.all()) for name in (ENTRY, REVIEW, AUDIT))
    assert entry < review
    assert {permission.codename.partition("_")[0] for permission in audit} == {"view"}
    assert review.difference(entry)


@pytest.mark.usefixtures("_rows")
@pytest.mark.parametrize("label", ["qpolicy.auditevent", "auth.user", "auth.group"])
@pytest.mark.parametrize("page", ["changelist", "change"])
def test_the_pages_of_accounts_and_audit_cost_the_same_however_many_there_are(label: str, page: str) -> None:
    def queries(client: Client) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(label, page)).status_code == 200
        return len(captured)

    client = signed_in(AUDIT)
    client.get(address(label, page))
    few = queries(client)
    for number in range(9):
        user = User.objects.create_user(f"user{number}", is_staff=True)
        user.groups.add(Group.objects.create(name=f"group{number}"))
        record("sign-in", by=user)
    assert AuditEvent.objects.count() > 9
    assert queries(client) == few
