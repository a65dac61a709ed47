"""Two processes that prepare one knowledge base take turns."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest
from django.db import connection

from qpolicy import turns
from qpolicy.turns import StillBusy, in_turn, one_at_a_time


def test_who_comes_second_waits_until_the_first_has_done(tmp_path: Path) -> None:
    done: list[str] = []
    second_waits = threading.Event()

    def second() -> None:
        with one_at_a_time(tmp_path / "lock", waiting=second_waits.set):
            done.append("second")

    with one_at_a_time(tmp_path / "lock", waiting=pytest.fail):
        thread = threading.Thread(target=second)
        thread.start()
        assert second_waits.wait(10)
        done.append("first")
    thread.join(10)
    assert done == ["first", "second"]


def test_nobody_waits_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LONGEST_WAIT", 0)
    with (
        one_at_a_time(tmp_path / "lock", waiting=pytest.fail),
        pytest.raises(StillBusy),
        one_at_a_time(tmp_path / "lock", waiting=lambda: None),
    ):
        pytest.fail("entered twice")


def test_a_turn_that_fails_is_over(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), one_at_a_time(tmp_path / "lock", waiting=pytest.fail):
        raise ZeroDivisionError
    with one_at_a_time(tmp_path / "lock", waiting=pytest.fail):
        assert stat.S_IMODE((tmp_path / "lock").stat().st_mode) == 0o600


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's file lies in the folder of the lock file")
def test_a_server_gives_turns_to_those_who_share_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    second_waits = threading.Event()

    def second() -> None:
        with one_at_a_time(tmp_path / "own", waiting=pytest.fail), turns._alone_on_server(waiting=second_waits.set):
            done.append("second")

    monkeypatch.setattr(turns, "LOCK", tmp_path / "lock")
    with in_turn(waiting=pytest.fail):
        thread = threading.Thread(target=second)
        thread.start()
        assert second_waits.wait(10)
        done.append("first")
    thread.join(10)
    assert done == ["first", "second"]
    with in_turn(waiting=pytest.fail):
        monkeypatch.setattr(turns, "LONGEST_WAIT", 0)
        with pytest.raises(StillBusy), turns._alone_on_server(waiting=lambda: None):
            pytest.fail("entered twice")
