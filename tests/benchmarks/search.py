"""Search among many sections: the project on SQLite and on PostgreSQL, tantivy fed the same words, and a LIKE scan.

Run from the project's root: .venv/bin/python -m tests.benchmarks.search --sections 20000 200000
Prints milliseconds for the best 20 with the total (p50, p95, p99 over all queries, and the median of each class), the
facets apart, the size of the index, what indexing costs in times of jieba, and for each bound whether it is kept.
PostgreSQL is that of TEST_DATABASE_URL, or one started for the purpose. Exits 1 where a bound is not kept.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.places import DATABASES, place

ROOT = Path(__file__).resolve().parents[2]
PLANS, REPEATS = 100, 3
INDEXED_FOR_TIME = 1500
BOUNDS = {"sqlite": 30.0, "postgresql": 20.0}  # p95 in times of tantivy's, at the largest number of sections
GROWTH, SIZES, INDEXING = 15.0, {"sqlite": 2.5, "postgresql": 8.0}, 3.5
Timed = dict[str, list[float]]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sections", type=int, nargs="+", default=[20_000])
    options.add_argument("--databases", nargs="+", default=DATABASES, choices=DATABASES)
    options.add_argument("--work", nargs=3, metavar=("DATABASE", "CORPUS", "ANSWERS"), help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.work:
        database, corpus, answers = chosen.work
        Path(answers).write_text(json.dumps(_work(database, Path(corpus))), encoding="utf-8")
        return 0
    return _measure(chosen.sections, chosen.databases)


def _measure(numbers: Sequence[int], databases: Sequence[str]) -> int:
    kept = True
    p95: dict[tuple[str, int], float] = {}
    for number in sorted(numbers):
        with tempfile.TemporaryDirectory(prefix="qpolicy-benchmark-") as folder:
            corpus = Path(folder) / "corpus"
            prepared = prepare(number)
            corpus.write_bytes(pickle.dumps(prepared))
            results = {"tantivy": _tantivy(prepared, Path(folder))}
            results |= {database: _ask(database, corpus, Path(folder)) for database in databases}
            _print(number, results)
            p95 |= {(name, number): _percentile(_all(result["times"]), 95) for name, result in results.items()}
            kept &= _bounds(number, results, p95, numbers)
    return int(not kept)


def prepare(number: int) -> dict[str, Any]:
    """Make the corpus, cut it as the index does, and choose the queries."""
    from documents.search.cuts import cut, marks
    from tests.benchmarks.corpus import sections
    from tests.benchmarks.questions import questions

    texts = list(sections(number))
    cuts = [cut(title, text) for title, text in texts]
    return {"texts": texts, "cuts": cuts, "marks": [marks(one) for one in cuts], "queries": questions(texts, cuts)}


def _tantivy(prepared: dict[str, Any], folder: Path) -> dict[str, Any]:
    import tantivy

    from documents.search.cuts import letters, words_of
    from documents.search.query import parse
    from documents.search.words import segment

    (folder / "tantivy").mkdir()
    schema = (
        tantivy.SchemaBuilder()
        .add_integer_field("key", stored=True)
        .add_text_field("body", tokenizer_name="whitespace")
    )
    index = tantivy.Index(schema.build(), path=str(folder / "tantivy"))
    writer = index.writer(heap_size=200_000_000)
    for key, cuts in enumerate(prepared["cuts"]):
        writer.add_document(tantivy.Document(key=key, body=[" ".join(words_of(cuts))]))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(typed: str) -> object:
        words = [word for p in parse(typed).pieces for word in segment(p.letters)] or [letters(typed) or "x"]
        joined = f'"{" ".join(words)}"' if typed.startswith('"') else " AND ".join(f'"{word}"' for word in words)
        found: Any = searcher.search(index.parse_query(joined, ["body"]), 20, count=True)
        return found.count, [searcher.doc(address)["key"] for _, address in found.hits]

    return {"times": _timed(ask, prepared["queries"])}


def _ask(database: str, corpus: Path, folder: Path) -> dict[str, Any]:
    """Let a process of its own work on one database, for a process has one."""
    answers = folder / f"{database}.json"
    with place(database, folder) as here:
        command = [sys.executable, "-m", "tests.benchmarks.search", "--work", database, str(corpus), str(answers)]
        subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, **here})
    result: dict[str, Any] = json.loads(answers.read_text(encoding="utf-8"))
    return result


def _work(database: str, corpus: Path) -> dict[str, Any]:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qpolicy.settings")
    django.setup()
    prepared = pickle.loads(corpus.read_bytes())
    store(prepared)
    result: dict[str, Any] = {
        "times": _timed(_project(), prepared["queries"]),
        "facets": _timed(_facets(), prepared["queries"]),
    }
    if database == "sqlite":
        result["like"] = _timed(like(), prepared["queries"], repeats=1)
    return result | {"size": _size(prepared), "indexing": _indexing(prepared)}


def store(prepared: dict[str, Any]) -> None:
    from django.core.management import call_command
    from django.db import connection

    from documents.models import Plan, SearchEntry, Section

    call_command("migrate", verbosity=0)
    plans = [Plan(title=f"质量强市实施方案{at}", slug=f"plan-{at}", status="published") for at in range(PLANS)]
    Plan.objects.bulk_create(plans)
    made = [
        Section(plan=plans[at % PLANS], position=at, kind="task", title=title, text=text, anchor=f"s-{at}")
        for at, (title, text) in enumerate(prepared["texts"])
    ]
    Section._base_manager.bulk_create(made, batch_size=1000)
    entries = (
        SearchEntry(section_id=section.pk, plan_id=section.plan_id, kind="task", cuts=cuts, marks=marks)
        for section, cuts, marks in zip(made, prepared["cuts"], prepared["marks"], strict=True)
    )
    SearchEntry.objects.bulk_create(entries, batch_size=1000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def _project() -> Callable[[str], object]:
    from tasks.searching import find

    return lambda typed: find(typed, most=20).answer.total


def _facets() -> Callable[[str], object]:
    from django.db.models import Count

    from documents.search.engine import held, wanted_of
    from documents.search.query import parse
    from tasks.searching import entries_for

    def ask(typed: str) -> object:
        query = parse(typed)
        entries = entries_for(query)
        return list(held(wanted_of(query), entries).order_by().values_list("section__plan").annotate(Count("pk")))

    return ask


def like() -> Callable[[str], object]:
    from documents.models import Section
    from documents.search.cuts import letters

    def ask(typed: str) -> object:
        found = Section.objects.filter(text__contains=letters(typed.strip('"'))).values_list("pk", flat=True)
        return found.count(), list(found[:20])

    return ask


def _size(prepared: dict[str, Any]) -> float:
    from django.db import connection

    from documents.search.backends import backend_of

    return backend_of(connection).size(connection) / sum(len(f"{a}{b}".encode()) for a, b in prepared["texts"])


def _indexing(prepared: dict[str, Any]) -> float:
    """Return what indexing costs in times of what jieba alone needs for the same text."""
    import jieba

    from documents.models import SearchEntry, Section

    some = list(Section.objects.order_by("pk")[:INDEXED_FOR_TIME])
    jieba.initialize()
    began = time.perf_counter()
    for section in some:
        jieba.lcut(section.title), jieba.lcut(section.text)
    cut = time.perf_counter() - began
    SearchEntry.objects.filter(section__in=[section.pk for section in some]).delete()
    began = time.perf_counter()
    SearchEntry.objects.write(some)
    return (time.perf_counter() - began) / cut


def _timed(ask: Callable[[str], object], queries: dict[str, list[str]], repeats: int = REPEATS) -> Timed:
    """Return the median milliseconds of each query, by class, once warm."""
    times: Timed = {}
    for name, typed in queries.items():
        ask(typed[0])
        times[name] = [statistics.median(_once(ask, one) for _ in range(repeats)) for one in typed]
    return times


def _once(ask: Callable[[str], object], typed: str) -> float:
    began = time.perf_counter()
    ask(typed)
    return (time.perf_counter() - began) * 1000


def _all(times: Timed) -> list[float]:
    return [one for some in times.values() for one in some]


def _percentile(values: Iterable[float], share: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


def _print(number: int, results: dict[str, dict[str, Any]]) -> None:
    columns = {name: result["times"] for name, result in results.items()}
    columns |= {f"{name} facets": result["facets"] for name, result in results.items() if "facets" in result}
    if scanned := [result["like"] for result in results.values() if "like" in result]:
        columns["LIKE"] = scanned[0]
    print(f"\n{number} sections, ms" + "".join(f"{name:>19}" for name in columns))
    for name in next(iter(columns.values())):
        print(f"{name:>20}" + "".join(f"{statistics.median(times[name]):19.2f}" for times in columns.values()))
    for share in (50, 95, 99):
        print(f"{f'p{share}':>20}" + "".join(f"{_percentile(_all(t), share):19.2f}" for t in columns.values()))


def _bounds(number: int, results: dict[str, Any], p95: dict[tuple[str, int], float], numbers: Sequence[int]) -> bool:
    kept = True
    for name, bound in BOUNDS.items():
        if name not in results:
            continue
        figures = [(f"p95 in times of tantivy's, {name}", p95[name, number] / p95["tantivy", number], bound)]
        figures.append((f"index in times of the text, {name}", results[name]["size"], SIZES[name]))
        figures.append((f"indexing in times of jieba, {name}", results[name]["indexing"], INDEXING))
        if number == max(numbers) > min(numbers):
            figures.append((f"growth of p95, {name}", p95[name, number] / p95[name, min(numbers)], GROWTH))
        else:
            figures[0] = (*figures[0][:2], float("inf")) if number < max(numbers) else figures[0]
        for words, figure, most in figures:
            print(f"{words}: {figure:.2f} (bound {most:g}){'' if figure <= most else '  NOT KEPT'}")
            kept &= figure <= most
    return kept


if __name__ == "__main__":
    sys.exit(main())
