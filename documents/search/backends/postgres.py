"""PostgreSQL: two GIN indexes on functions of the entries, one of words, one of runs.

Arrays, not tsvector: its parser drops the % of 94%, its values end at one megabyte and keep places that nobody asks
for. A row that has all pairs of a run, but not the run itself, is looked into (`strpos`). The functions are declared costly, and are, so that
the planner takes the index even for words that most rows have; stored columns of arrays were read from TOAST row by
row instead, which took ten times as long and twice the space. Words are sorted by their bytes, which takes a third
of the time of any other order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

from documents.search.backends import Asked, is_certain, joined, look_for, some_pairs
from documents.search.needs import AllOf, AnyOf, Need

ENTRIES, SECTIONS = "documents_searchentry", "documents_section"
COST = 100_000
PENDING = "gin_pending_list_limit = 8192"  # kB, of rows that are not sorted in yet: a large plan and a half

INSTALL = f"""
CREATE OR REPLACE FUNCTION documents_search_words(cuts text, marks text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST {COST} AS $$
  SELECT coalesce(array_agg(DISTINCT word COLLATE "C"), '{{}}')
  FROM unnest(string_to_array(translate(cuts, ',./|', '    ') || ' ' || marks, ' ')) word WHERE word <> ''
$$;
CREATE OR REPLACE FUNCTION documents_search_runs(cuts text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST {COST} AS $$
  SELECT coalesce(array_agg(run), '{{}}') FROM (
    SELECT unnest(ARRAY[one, one || other]) AS run FROM (
      SELECT one, nullif(lead(one) OVER (ORDER BY place), '|') AS other
      FROM unnest(string_to_array(translate(cuts, ' ,./', ''), NULL)) WITH ORDINALITY AS chars(one, place)
    ) AS of_chars WHERE one <> '|'
    UNION
    SELECT run FROM (
      SELECT one, unnest(ARRAY[one, one || nullif(lead(one) OVER (ORDER BY place), '|')]) AS run
      FROM unnest(string_to_array(replace(translate(cuts, ',./', '   '), '|', ' | '), ' ')) WITH ORDINALITY AS words(one, place)
      WHERE one <> ''
    ) AS of_words WHERE one <> '|' AND length(run) > 2
  ) AS runs WHERE run IS NOT NULL
$$;
CREATE INDEX IF NOT EXISTS documents_searchentry_words ON {ENTRIES} USING gin (documents_search_words(cuts, marks)) WITH ({PENDING});
CREATE INDEX IF NOT EXISTS documents_searchentry_runs ON {ENTRIES} USING gin (documents_search_runs(cuts)) WITH ({PENDING});
CREATE OR REPLACE FUNCTION documents_search_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN DELETE FROM {ENTRIES} WHERE section_id = old.id; RETURN coalesce(new, old); END $$;
DROP TRIGGER IF EXISTS documents_section_rewritten ON {SECTIONS};
CREATE TRIGGER documents_section_rewritten AFTER UPDATE OF title, text, kind, plan_id ON {SECTIONS} FOR EACH ROW
  WHEN ((old.title, old.text, old.kind, old.plan_id) IS DISTINCT FROM (new.title, new.text, new.kind, new.plan_id))
  EXECUTE FUNCTION documents_search_forget();
DROP TRIGGER IF EXISTS documents_section_gone ON {SECTIONS};
CREATE TRIGGER documents_section_gone BEFORE DELETE ON {SECTIONS} FOR EACH ROW EXECUTE FUNCTION documents_search_forget();
"""
INSTALLED = hashlib.sha256(INSTALL.encode()).hexdigest()
IS_INSTALLED = f"""
SELECT coalesce(obj_description(to_regprocedure('documents_search_forget()'), 'pg_proc') = '{INSTALLED}'
  AND to_regclass('{ENTRIES}_words') IS NOT NULL AND to_regclass('{ENTRIES}_runs') IS NOT NULL
  AND 2 = (SELECT count(*) FROM pg_trigger WHERE tgrelid = to_regclass('{SECTIONS}') AND tgenabled <> 'D'
           AND tgname IN ('documents_section_rewritten', 'documents_section_gone')), false)
"""
UNINSTALL = """
DROP FUNCTION IF EXISTS documents_search_forget(), documents_search_words(text, text), documents_search_runs(text),
  documents_search_pairs(text) CASCADE  -- the last one was of an earlier version
"""
SETTINGS = [
    f"set_config('{name}', '{value}', true)"
    for name, value in (
        ("enable_seqscan", "off"),
        ("enable_indexscan", "off"),
        ("jit", "off"),
        ("max_parallel_workers_per_gather", "0"),
    )
]
RUNS, WORDS = "documents_search_runs({row}cuts)", "documents_search_words({row}cuts, {row}marks)"


class PostgreSQL:
    def is_installed(self, connection: BaseDatabaseWrapper) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(IS_INSTALLED)
            return bool(cursor.fetchone()[0])

    def uninstall(self, connection: BaseDatabaseWrapper) -> None:
        with connection.cursor() as cursor:
            cursor.execute(UNINSTALL)

    def suspend(self, connection: BaseDatabaseWrapper) -> None:
        """Let nobody change a section that was read already: its entry would then say what it said before."""
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {SECTIONS} IN SHARE ROW EXCLUSIVE MODE")

    def rebuild(self, connection: BaseDatabaseWrapper) -> None:
        """Without its indexes the table is made anew; so no row is left that was made by other functions."""
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")  # what waits forbids an index
            cursor.execute(UNINSTALL)
            cursor.execute(INSTALL)
            cursor.execute(f"COMMENT ON FUNCTION documents_search_forget() IS '{INSTALLED}'")

    def faults(self, connection: BaseDatabaseWrapper) -> dict[str, set[int]]:
        """None: an index on a function of a row cannot say otherwise than the row."""
        return {"stale": set(), "orphaned": set()}

    @contextmanager
    def asking(self, connection: BaseDatabaseWrapper) -> Iterator[None]:
        """Keep the planner from what costs more than it thinks.

        A word that nearly every row has makes it read row by row, in the order of the table or of the key, and work out
        the pairs of each; and short questions that look costly are worth neither compiling nor dividing.
        """
        if getattr(connection, "is_asking", False):  # within a page that asks several times
            yield
            return
        connection.is_asking = True  # type: ignore[attr-defined]
        try:
            with nullcontext() if connection.in_atomic_block else transaction.atomic(using=connection.alias):
                with connection.cursor() as cursor:
                    cursor.execute(f"SELECT {', '.join(SETTINGS)}")
                yield
        finally:
            connection.is_asking = False  # type: ignore[attr-defined]

    def size(self, connection: BaseDatabaseWrapper) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_total_relation_size('{ENTRIES}')")
            return int(cursor.fetchone()[0])

    def holds(self, row: str, need: Need) -> Asked:
        """Ask the index for the pairs alone, and look for runs apart from it, so that the costly functions are never called."""
        matched = _matched(row, need)
        return matched if is_certain(need) else joined(" AND ", [matched, self.looked(row, need)])

    def looked(self, row: str, need: Need) -> Asked:
        run_of_row = f"translate({row}.cuts, ' ,./', '')"  # between the letters of a single one stands no sign
        return look_for(need, lambda run: (f"strpos({run_of_row if len(run) > 1 else f'{row}.cuts'}, %s) > 0", [run]))

    def is_among(self, row: str, keys: Sequence[int]) -> Asked:
        return f"{row}.section_id = ANY (%s)", [list(keys)]

    def matching(self, entries: QuerySet[Any], need: Need) -> QuerySet[Any]:
        return _where(entries, _matched(ENTRIES, need))

    def proving(self, entries: QuerySet[Any], proof: Need) -> QuerySet[Any]:
        return _where(entries, _proved(ENTRIES, proof))

    def doubtful(self, entries: QuerySet[Any], need: Need, proof: Need) -> QuerySet[Any]:
        """The proven ones are taken away by a table of their keys, not by working out the runs of each."""
        sql, parameters = _proved(ENTRIES, proof)
        without = f"{ENTRIES}.section_id NOT IN (SELECT section_id FROM {ENTRIES} WHERE {sql})"
        return _where(entries, joined(" AND ", [_matched(ENTRIES, need), (without, parameters)]))

    def matching_words(self, entries: QuerySet[Any], groups: Sequence[Sequence[str]]) -> QuerySet[Any]:
        words = WORDS.format(row=f"{ENTRIES}.")
        return _where(entries, joined(" AND ", [(f"{words} && %s::text[]", [list(group)]) for group in groups]))

    def frequencies(
        self, connection: BaseDatabaseWrapper, runs: Sequence[str], most: int, sections: int
    ) -> tuple[list[int], int]:
        asked = [" ".join(some_pairs(run)) for run in runs]
        return _counted(connection, COUNT.format(index="runs", elements=RUNS.format(row="")), asked, most, sections)

    def frequencies_of_words(
        self, connection: BaseDatabaseWrapper, words: Sequence[str], most: int, sections: int
    ) -> tuple[list[int], int]:
        sql = COUNT.format(index="words", elements=WORDS.format(row=""))
        return _counted(connection, sql, words, most, sections)


# Take the planner's own statistics of what is common where there are many rows; count what is rare, as far as allowed,
# and conclude from how far down the table that has led.
COUNT = f"""
WITH known AS MATERIALIZED (
  SELECT CASE WHEN reltuples > %(sections)s THEN reltuples ELSE (SELECT count(*) FROM {ENTRIES}) END AS n,
    CASE WHEN reltuples > %(sections)s THEN %(most)s ELSE %(sections)s END AS most, relpages AS pages
  FROM pg_class WHERE oid = '{ENTRIES}'::regclass),
common AS MATERIALIZED (
  SELECT element, share * n AS number FROM pg_stats, known,
    unnest(most_common_elems::text::text[], most_common_elem_freqs[:cardinality(most_common_elems)]) AS each(element, share)
  WHERE schemaname = current_schema() AND tablename = '{ENTRIES}_{{index}}' AND share * n > most)
SELECT n::int, ARRAY(
  SELECT coalesce(number, (
    SELECT CASE WHEN count(*) < most THEN count(*)
      ELSE least(n, count(*) * greatest(1, pages / (1 + (max(ctid)::text::point)[0]))) END
    FROM (SELECT ctid FROM {ENTRIES} WHERE {{elements}} @> string_to_array(asked, ' ') LIMIT most) AS found
  ))::int FROM unnest(%(asked)s::text[]) WITH ORDINALITY AS each(asked, place) LEFT JOIN common ON element = asked
  ORDER BY place)
FROM known
"""


def _counted(
    connection: BaseDatabaseWrapper, sql: str, asked: Sequence[str], most: int, sections: int
) -> tuple[list[int], int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"asked": list(asked), "most": most, "sections": sections})
        number, counts = cursor.fetchone()
    return counts, number


def _where(entries: QuerySet[Any], condition: Asked) -> QuerySet[Any]:
    sql, parameters = condition
    return entries.extra(where=[sql], params=parameters)


def _matched(row: str, need: Need) -> Asked:
    """Return the condition on the pairs."""
    return _indexed(row, need, some_pairs)


def _proved(row: str, proof: Need) -> Asked:
    """Return the condition that each run stands in the index itself."""
    return _indexed(row, proof, lambda run: [run])


def _indexed(row: str, need: Need, elements: Callable[[str], list[str]]) -> Asked:
    runs = RUNS.format(row=f"{row}.")
    if isinstance(need, str):
        return f"{runs} @> %s::text[]", [elements(need)]
    singles = [elements(part) for part in need.parts if isinstance(part, str)]
    if isinstance(need, AnyOf) and len(singles) == len(need.parts) and all(len(single) == 1 for single in singles):
        return f"{runs} && %s::text[]", [[single[0] for single in singles]]
    return joined(
        " AND " if isinstance(need, AllOf) else " OR ", [_indexed(row, part, elements) for part in need.parts]
    )
