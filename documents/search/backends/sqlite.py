"""SQLite: two contentless FTS5 tables that triggers keep from the entries, one of words, one of runs.

Runs are the pairs of neighbouring characters, and each word alone and with the next one, where that is longer. Both
tables have detail=none, for neither ranks (bm25() would be 0 for every row) nor knows where a word stands: `instr`
looks into the few texts that have all pairs of a run, but not the run itself. The tokenizer `ascii` takes everything beyond ASCII for a part of words, so
that no ideograph is unknown to it. A deletion is told the old content, which is made from the entry as before.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import pairwise
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

from documents.search.abreast import abreast
from documents.search.backends import Asked, is_short, joined, look_for, some_pairs
from documents.search.cuts import LONGEST_WORD, TITLE_END, words_of
from documents.search.needs import AllOf, Need

ENTRIES, SECTIONS = "documents_searchentry", "documents_section"
WORDS, RUNS = "documents_searchwords", "documents_searchruns"
FORMER = ("documents_searchpairs",)  # tables of earlier versions
SHORT = 4  # letters
Sums = tuple[int, int]  # of the terms of a row: how many, and their first and last characters together
NOTHING: Sums = (0, 0)
Terms = Callable[[str, str], set[str]]  # of an entry's cuts and marks
STEPS = ",".join(map(str, range(1, LONGEST_WORD + 1)))


def _words(row: str) -> str:
    return f"{row}.cuts || ' ' || {row}.marks"


def _runs(row: str) -> str:
    """Return what makes the runs: the pairs within each word with the first character of the next, and the words. Linear.

    The last character of title and of text stands alone. Most words are short: for them no table of steps is read.
    """
    parts = f"replace(replace(replace(replace({row}.cuts,'|',' | '),',',' '),'.',' '),'/',' ')"
    short = " ".join(f"WHEN {length} THEN {_steps(length)}" for length in range(2, SHORT + 1))
    return f"""(SELECT group_concat(CASE length(word) WHEN 1 THEN run {short} ELSE
          (SELECT group_concat(substr(run, step.value, 2), ' ') FROM json_each('[{STEPS}]') AS step WHERE step.value <= length(word))
        END || CASE WHEN length(word) > 2 THEN ' ' || word ELSE '' END
            || CASE WHEN length(word || next) > 2 AND next <> '' THEN ' ' || word || next ELSE '' END, ' ')
        FROM (SELECT word, next, word || substr(next, 1, 1) AS run
          FROM (SELECT value AS word, coalesce(nullif(lead(value) OVER (ORDER BY key), '|'), '') AS next
                FROM json_each('["' || replace({parts}, ' ', '","') || '"]') WHERE value <> '')
          WHERE word <> '|'))"""


def _steps(length: int) -> str:
    return " || ' ' || ".join(f"substr(run, {at}, 2)" for at in range(1, length + 1))


def _insert(row: str) -> str:
    return (
        f"INSERT INTO {WORDS}(rowid, body) VALUES ({row}.section_id, {_words(row)});"
        f"INSERT INTO {RUNS}(rowid, body) VALUES ({row}.section_id, coalesce({_runs(row)}, ''));"
    )


def _delete(row: str) -> str:
    return (
        f"INSERT INTO {WORDS}({WORDS}, rowid, body) VALUES ('delete', {row}.section_id, {_words(row)});"
        f"INSERT INTO {RUNS}({RUNS}, rowid, body) VALUES ('delete', {row}.section_id, coalesce({_runs(row)}, ''));"
    )


TRIGGERS = {
    "documents_searchentry_added": f"AFTER INSERT ON {ENTRIES} BEGIN {_insert('new')} END",
    "documents_searchentry_removed": f"AFTER DELETE ON {ENTRIES} BEGIN {_delete('old')} END",
    "documents_searchentry_changed": f"""AFTER UPDATE ON {ENTRIES}
        WHEN old.section_id <> new.section_id OR old.cuts <> new.cuts OR old.marks <> new.marks
        BEGIN {_delete("old")} {_insert("new")} END""",
    "documents_section_rewritten": f"""AFTER UPDATE OF title, text, kind, plan_id ON {SECTIONS}
        WHEN old.title <> new.title OR old.text <> new.text OR old.kind <> new.kind OR old.plan_id <> new.plan_id
        BEGIN DELETE FROM {ENTRIES} WHERE section_id = old.id; END""",
    "documents_section_gone": f"""AFTER DELETE ON {SECTIONS}
        BEGIN DELETE FROM {ENTRIES} WHERE section_id = old.id; END""",
}
TABLES = dict.fromkeys((WORDS, RUNS), "USING fts5(body, content='', tokenize='ascii', detail=none, columnsize=0)")
RUN_OF = "replace(replace(replace(replace({row}.cuts,' ',''),',',''),'.',''),'/','')"


class SQLite:
    def is_installed(self, connection: BaseDatabaseWrapper) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'trigger')")
            kept = dict(cursor)
        return _statements().items() <= kept.items()

    def uninstall(self, connection: BaseDatabaseWrapper) -> None:
        self.suspend(connection)
        with connection.cursor() as cursor:
            for table in (*TABLES, *FORMER):
                cursor.execute(f"DROP TABLE IF EXISTS {table}")

    def suspend(self, connection: BaseDatabaseWrapper) -> None:
        """An index that has lost a row cannot be told to delete it, so nothing may tell it to."""
        with connection.cursor() as cursor:
            for name in TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")

    def rebuild(self, connection: BaseDatabaseWrapper) -> None:
        self.uninstall(connection)
        with connection.cursor() as cursor:
            for statement in _statements().values():
                cursor.execute(statement)
            cursor.execute(f"INSERT INTO {WORDS}(rowid, body) SELECT section_id, {_words('e')} FROM {ENTRIES} e")
            cursor.execute(
                f"INSERT INTO {RUNS}(rowid, body) SELECT section_id, coalesce({_runs('e')}, '') FROM {ENTRIES} e"
            )

    def written(self, connection: BaseDatabaseWrapper) -> None:
        """Nothing: the triggers have done it."""

    def faults(self, connection: BaseDatabaseWrapper) -> dict[str, set[int]]:
        """One table after the other: SQLite sorts all terms of a table by their rows, which takes 64 MB and a file."""
        found: dict[str, set[int]] = {"stale": set(), "orphaned": set()}
        for table, terms in TERMS.items():
            for key, (wanted, kept) in abreast(self._wanted(connection, terms), self._kept(connection, table)):
                if wanted is None:
                    found["orphaned"].add(key)
                elif wanted != (kept or NOTHING):
                    found["stale"].add(key)
        return found

    @contextmanager
    def at_one_moment(self, connection: BaseDatabaseWrapper) -> Iterator[None]:
        """Begin a transaction that only reads: Django's would keep all others from writing."""
        if connection.in_atomic_block:
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("COMMIT")

    def asking(self, connection: BaseDatabaseWrapper) -> AbstractContextManager[object]:
        return nullcontext()

    def size(self, connection: BaseDatabaseWrapper) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name")
            return sum(size for name, size in cursor if name.startswith("documents_search"))

    def holds(self, row: str, need: Need) -> Asked:
        matched = f"{row}.section_id IN (SELECT rowid FROM {RUNS} WHERE {RUNS} MATCH %s)", [_match(need)]
        return joined(" AND ", [matched] if is_short(need, 2) else [matched, self.looked(row, need)])

    def looked(self, row: str, need: Need) -> Asked:
        run_of_row = RUN_OF.format(row=row)  # between the letters of a single one stands no sign
        return look_for(need, lambda run: (f"instr({run_of_row if len(run) > 1 else f'{row}.cuts'}, %s) > 0", [run]))

    def is_among(self, row: str, keys: Sequence[int]) -> Asked:
        return f"{row}.section_id IN (SELECT value FROM json_each(%s))", [json.dumps(list(keys))]

    def joining(self, rows: str, key: str) -> str:
        return f"SELECT count(*), group_concat({key}, ' ') FROM ({rows}) AS found"

    def matching(self, entries: QuerySet[Any], need: Need) -> QuerySet[Any]:
        return _joined_with(entries, RUNS, _match(need))

    def proving(self, entries: QuerySet[Any], proof: Need) -> QuerySet[Any]:
        return _joined_with(entries, RUNS, _match(proof, _itself))

    def doubtful(self, entries: QuerySet[Any], need: Need, proof: Need) -> QuerySet[Any]:
        return _joined_with(entries, RUNS, f"{_match(need)} NOT {_match(proof, _itself)}")

    def is_settled(self, need: Need, proof: Need) -> bool:
        return need == proof and is_short(proof, 2)

    def ruling_out(self, entries: QuerySet[Any], excluded: Need) -> None:
        return None

    def matching_words(self, entries: QuerySet[Any], groups: Sequence[Sequence[str]]) -> QuerySet[Any]:
        return _joined_with(entries, WORDS, _match_words(groups))

    def frequencies(
        self, connection: BaseDatabaseWrapper, runs: Sequence[str], most: int, sections: int
    ) -> tuple[list[int], int]:
        return _counted(connection, RUNS, [_all(run) for run in runs], most, sections)

    def frequencies_of_words(
        self, connection: BaseDatabaseWrapper, words: Sequence[str], most: int, sections: int
    ) -> tuple[list[int], int]:
        return _counted(connection, WORDS, [_quoted(word) for word in words], most, sections)

    def _wanted(self, connection: BaseDatabaseWrapper, terms: Terms) -> Iterator[tuple[int, Sums]]:
        """Yield for each entry what a table should keep of it, in the order of the keys."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT section_id, cuts, marks FROM {ENTRIES} ORDER BY section_id")
            yield from ((key, _summed(terms(cuts, marks))) for key, cuts, marks in cursor)

    def _kept(self, connection: BaseDatabaseWrapper, table: str) -> Iterator[tuple[int, Sums]]:
        """Yield for each row how many terms the table keeps of it, and the sum of their first and last characters."""
        vocabulary = f"{table}_terms"
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{vocabulary} USING fts5vocab(main, {table}, instance)"
            )
            cursor.execute(
                f"SELECT doc, count(*), sum(unicode(term) + unicode(substr(term, -1))) FROM temp.{vocabulary} GROUP BY doc ORDER BY doc"
            )
            yield from ((doc, (number, total)) for doc, number, total in cursor)


# What is common is counted to the end of what is allowed; how far down the table that has led tells about how many there are.
COUNT = """(SELECT CASE WHEN count(*) < most THEN count(*)
  ELSE min(n, count(*) * (last - first + 1) / (max(rowid) - first + 1)) END
  FROM (SELECT rowid FROM {table} WHERE {table} MATCH %s LIMIT (SELECT most FROM known)))"""


def _statements() -> dict[str, str]:
    """Return what makes each table and trigger, as SQLite repeats it."""
    tables = {name: f"CREATE VIRTUAL TABLE {name} {rest}" for name, rest in TABLES.items()}
    return tables | {name: f"CREATE TRIGGER {name} {rest}" for name, rest in TRIGGERS.items()}


def _counted(
    connection: BaseDatabaseWrapper, table: str, asked: Sequence[str], most: int, sections: int
) -> tuple[list[int], int]:
    counts = "".join(f", {COUNT.format(table=table)}" for _ in asked)
    looked_up = {
        "n": "count(*)",
        "first": "min(section_id)",
        "last": "max(section_id)",
    }  # one by one: two would be a scan
    number = "SELECT " + ", ".join(f"(SELECT {what} FROM {ENTRIES}) AS {name}" for name, what in looked_up.items())
    known = f"SELECT *, CASE WHEN n > %s THEN %s ELSE %s END AS most FROM ({number})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH known AS MATERIALIZED ({known}) SELECT n{counts} FROM known", [sections, most, sections, *asked]
        )
        found, *rest = cursor.fetchone()
    return rest, found


def _joined_with(entries: QuerySet[Any], table: str, matched: str) -> QuerySet[Any]:
    """Lead from the index to the entries: the sign + keeps SQLite from asking the index for one entry after the other.

    As a subquery the index would return all of a hundred thousand rows before the first is looked at.
    """
    where = [f"{table} MATCH %s", f"{ENTRIES}.section_id = +{table}.rowid"]
    return entries.extra(tables=[table], where=where, params=[matched])


def _match_words(groups: Sequence[Sequence[str]]) -> str:
    return " AND ".join(f"({' OR '.join(_quoted(word) for word in group)})" for group in groups)


def _quoted(word: str) -> str:
    return f'"{word}"'


def _match(need: Need, asked: Callable[[str], str] | None = None) -> str:
    """Return what the runs must match, by default that all pairs of each are there."""
    asked = asked or _all
    if isinstance(need, str):
        return f"({asked(need)})"
    word = " AND " if isinstance(need, AllOf) else " OR "
    return f"({word.join(_match(part, asked) for part in need.parts)})"


def _itself(run: str) -> str:
    """Ask for the run as it stands in the index, which knows a single character by what begins with it."""
    return _quoted(run) if len(run) > 1 else _all(run)


def _all(run: str) -> str:
    """Ask for all pairs of a run; every character begins a pair or stands there alone, at the end."""
    return " AND ".join(map(_quoted, some_pairs(run))) if len(run) > 1 else f"{_quoted(run)}*"


def _terms_of_words(cuts: str, marks: str) -> set[str]:
    return set(words_of(cuts)) | set(marks.split())


def _terms_of_runs(cuts: str, marks: str) -> set[str]:
    title, _, text = cuts.partition(TITLE_END)
    return _runs_of(title) | _runs_of(text)


def _runs_of(part: str) -> set[str]:
    """Return the pairs of a part, its last character, which stands alone, and its words, alone and with the next."""
    words = words_of(part)
    run = "".join(words)
    longer = {run for run in (*words, *map("".join, pairwise(words))) if len(run) > 2}
    return longer | {run[at : at + 2] for at in range(len(run))}


def _summed(terms: set[str]) -> Sums:
    sums = Counter(number=len(terms), total=sum(ord(term[0]) + ord(term[-1]) for term in terms))
    return sums["number"], sums["total"]


TERMS: dict[str, Terms] = {WORDS: _terms_of_words, RUNS: _terms_of_runs}
