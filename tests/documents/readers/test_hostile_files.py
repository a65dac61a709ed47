"""Whatever is sent is read or refused in Chinese, the whole way from its bytes to a draft, at a bounded cost.

Each file is read in a process of its own, forked from one that has imported the readers, and measured by the system.
"""

from __future__ import annotations

import multiprocessing
import re
import resource
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from tests.documents.readers.hostile_files import HOSTILE, READ

SECONDS, MEGABYTES = 5, 200
MOST_SECONDS = 60  # the system ends a process that does not end by itself
GUARDED = {"scripts": "alert", "an external entity in a page": "root:", "a billion laughs in a page": "llllllllll"}


def work(path: str, name: str, answers: Connection) -> None:
    """Read the file and its plan; answer with text or refusal, remarks, and what that took."""
    from documents.readers import UnreadableFile, read
    from qpolicy.ingest import read_plan

    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    content = Path(path).read_bytes() if path else b""
    before = resource.getrusage(resource.RUSAGE_SELF)
    is_read, said, codes = False, "", []
    try:
        said = read(name, content).text if path else ""
        codes = [remark.code for remark in read_plan(said).remarks]
        is_read = True
    except UnreadableFile as refusal:
        said = str(refusal)
    after = resource.getrusage(resource.RUSAGE_SELF)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    answers.send((is_read, said[:10_000], codes, seconds, after.ru_maxrss / 1024))


@pytest.fixture(scope="module")
def forks() -> Any:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["documents.readers", "qpolicy.ingest"])
    return context


@pytest.fixture(scope="module")
def bare(forks: Any) -> float:
    """The memory, in MB, of a process that has imported the readers and read nothing."""
    return float(answer(forks, "", "")[4])


def answer(forks: Any, path: str, name: str) -> Any:
    receives, sends = forks.Pipe(duplex=False)
    process = forks.Process(target=work, args=(path, name, sends))
    process.start()
    sends.close()
    try:
        return receives.recv()
    except EOFError:
        pytest.fail("the process ended without an answer")
    finally:
        process.join()


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_costs_little_and_is_read_or_refused_in_chinese(
    case: str, forks: Any, bare: float, tmp_path: Path
) -> None:
    name, make, expected = HOSTILE[case]
    path = tmp_path / "file"
    path.write_bytes(make())
    is_read, said, codes, seconds, megabytes = answer(forks, str(path), name)
    assert is_read == (expected == READ), said
    if is_read:
        assert GUARDED.get(case, "\0") not in said
        assert "no-title" in codes or "no-structure" in codes
    else:
        assert re.search(expected, said), said
        assert said.endswith("。")
    assert seconds < SECONDS
    assert megabytes - bare < MEGABYTES
