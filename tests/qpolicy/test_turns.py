"""Two processes that prepare one knowledge base take turns."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest

from qpolicy import turns
from qpolicy.turns import StillBusy, one_at_a_time


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
