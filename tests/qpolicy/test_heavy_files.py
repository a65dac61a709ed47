"""Two hundred plans of forty tasks: their ledger is a page of few queries and a file of little memory."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.benchmarks import files
from tests.benchmarks.places import place


@pytest.mark.slow
def test_the_ledger_of_8000_tasks_costs_little(tmp_path: Path) -> None:
    with place("sqlite", tmp_path) as here:
        files.run("fill", here, "200", "40")
        measured = json.loads(files.run("measure", here))
    assert {page["queries"] <= files.MOST_QUERIES for page in measured["pages"].values()} == {True}
    assert measured["files"]["xlsx"]["bytes"] > 1_000_000
    assert measured["files"]["xlsx"]["megabytes"] < files.MOST_MEGABYTES
