"""Import a folder of plans, each file in a transaction of its own, and tell what became of each."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.management import CommandError
from django.db import DatabaseError

from documents.quoting import quoted
from qpolicy.importing import Refused
from qpolicy.restoring import NOT_LINKED
from qpolicy.storing import Stored

HIDDEN = (".", "~$")  # of the system, and what Word keeps beside an open file
STORED, SAME, REFUSED = "存入", "没有变化", "未导入"
DATABASE = "数据库无法写入（{reason}），没有存入任何内容。请稍后再试。"

Links = dict[Path, tuple[str, list[str]]]
Import = Callable[[Path], Stored]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file; `twin` is an earlier one of the same text."""

    path: Path
    stored: Stored | None = None
    refusal: str = ""
    twin: Path | None = None

    @property
    def result(self) -> str:
        if self.stored is None:
            return REFUSED
        return STORED if self.stored.is_changed else SAME


def files_in(folder: Path) -> list[Path]:
    """Return all files of the folder and its folders, by name, those that nobody put there left out."""
    found = (path for path in folder.rglob("*") if path.is_file())
    shown = (path for path in found if not any(part.startswith(HIDDEN) for part in path.relative_to(folder).parts))
    return _linked_first(sorted(shown, key=lambda path: path.relative_to(folder).parts))


def import_all(paths: list[Path], take: Import) -> Iterator[Outcome]:
    """Take every file and yield what became of it; a refusal stops nothing.

    A file that names a plan which comes only later is taken once more at the end.
    """
    known: dict[str, Path] = {}
    waiting = []
    for path in paths:
        outcome = _taken(path, take, known)
        if outcome.stored and any(warning["code"] == NOT_LINKED for warning in outcome.stored.warnings):
            waiting.append(path)
        yield outcome
    yield from (_taken(path, take, {}) for path in waiting if len(paths) > 1)


def told(outcome: Outcome, folder: Path) -> list[str]:
    """Return a line for the file, and one for each warning."""
    name = f"{outcome.result}：{outcome.path.relative_to(folder)}"
    if outcome.stored is None:
        return [f"{name}：{outcome.refusal}"]
    plan = outcome.stored.plan
    twin = f"，与 {outcome.twin.relative_to(folder)} 是同一份文字" if outcome.twin else ""
    line = f"{name}：{quoted(plan.title)}（{plan.slug}，{plan.get_status_display()}{twin}）"
    return [line, *(f"  提示 {warning['code']}：{warning['message']}" for warning in outcome.stored.warnings)]


def summary(outcomes: list[Outcome]) -> str:
    counts = Counter(outcome.result for outcome in outcomes)
    files = len({outcome.path for outcome in outcomes})
    return f"共 {files} 个文件：" + "，".join(f"{result} {counts[result]}" for result in (STORED, SAME, REFUSED))


def _linked_first(paths: list[Path]) -> list[Path]:
    """Put exported plans after those that they replace or are based on; a circle stays as it is."""
    links = {path: _links(path) for path in paths if path.suffix.lower() == ".json"}
    by_slug = {slug: path for path, (slug, _) in links.items()}
    placed: dict[Path, None] = {}
    for path in paths:
        _place(path, links, by_slug, placed)
    return list(placed)


def _place(path: Path, links: Links, by_slug: dict[str, Path], placed: dict[Path, None]) -> None:
    """Place the path after all that it leads to, without recursion: a chain of editions may be long."""
    waiting, opened = [path], set()
    while waiting:
        one = waiting[-1]
        before = [by_slug[slug] for slug in links.get(one, ("", []))[1] if slug in by_slug]
        needed = [other for other in before if other not in placed and other not in opened]
        opened.add(one)
        if needed:
            waiting += needed
        else:
            placed.setdefault(waiting.pop())


def _links(path: Path) -> tuple[str, list[str]]:
    """Return the slug of an exported plan and those it names; what is wrong with a file is said when it is taken."""
    try:
        plan = json.loads(path.read_bytes())["plan"]
        return str(plan["slug"]), [str(slug) for slug in (*plan["based_on"], plan["replaces"]) if slug]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return "", []


def _taken(path: Path, take: Import, known: dict[str, Path]) -> Outcome:
    try:
        stored = take(path)
    except DatabaseError as error:
        return Outcome(path, refusal=DATABASE.format(reason=" ".join(str(error).split())))
    except (CommandError, Refused) as error:
        return Outcome(path, refusal=str(error).removeprefix(f"{path.name}："))
    twin = known.setdefault(stored.plan.source_sha256 or stored.plan.slug, path)
    return Outcome(path, stored, twin=None if twin == path else twin)
