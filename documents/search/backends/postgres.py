"""PostgreSQL: two GIN indexes on functions of the entries, one of words, one of pairs of characters.

Arrays, not tsvector: its parser drops the % of 94%, its values end at one megabyte and keep places that nobody asks
for. A row that has all pairs of a run is looked into (`strpos`). The functions are declared costly, and are, so that
the planner takes the index even for words that most rows have; stored columns of arrays were read from TOAST row by
row instead, which took ten times as long and twice the space.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

from documents.search.backends import Asked, is_certain, joined, listed, look_for, some_pairs
from documents.search.needs import AllOf, AnyOf, Need

ENTRIES, SECTIONS = "documents_searchentry", "documents_section"
COST = 100_000
SAMPLE = 2000  # rows

INSTALL = f"""
CREATE OR REPLACE FUNCTION documents_search_words(cuts text, marks text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST {COST} AS $$
  SELECT coalesce(array_agg(DISTINCT word), '{{}}')
  FROM unnest(string_to_array(translate(cuts, ',./|', '    ') || ' ' || marks, ' ')) word WHERE word <> ''
$$;
CREATE OR REPLACE FUNCTION documents_search_pairs(cuts text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST {COST} AS $$
  SELECT coalesce(array_agg(DISTINCT one || other), '{{}}') FROM (
    SELECT one, lead(one) OVER (ORDER BY place) AS other
    FROM unnest(string_to_array(translate(cuts, ' ,./', ''), NULL)) WITH ORDINALITY AS chars(one, place)
  ) AS both_of WHERE other IS NOT NULL AND one <> '|' AND other <> '|'
$$;
CREATE INDEX IF NOT EXISTS documents_searchentry_words ON {ENTRIES} USING gin (documents_search_words(cuts, marks));
CREATE INDEX IF NOT EXISTS documents_searchentry_pairs ON {ENTRIES} USING gin (documents_search_pairs(cuts));
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
  AND to_regclass('{ENTRIES}_words') IS NOT NULL AND to_regclass('{ENTRIES}_pairs') IS NOT NULL
  AND 2 = (SELECT count(*) FROM pg_trigger WHERE tgrelid = to_regclass('{SECTIONS}') AND tgenabled <> 'D'
           AND tgname IN ('documents_section_rewritten', 'documents_section_gone')), false)
"""
UNINSTALL = """
DROP FUNCTION IF EXISTS documents_search_forget(), documents_search_words(text, text), documents_search_pairs(text) CASCADE
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
PAIRS, WORDS = "documents_search_pairs({row}cuts)", "documents_search_words({row}cuts, {row}marks)"


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
        if matched is None:
            return self.looked(row, need)
        return matched if is_certain(need) else joined(" AND ", [matched, self.looked(row, need)])

    def looked(self, row: str, need: Need) -> Asked:
        run_of_row = f"translate({row}.cuts, ' ,./', '')"  # between the letters of a single one stands no sign
        return look_for(need, lambda run: (f"strpos({run_of_row if len(run) > 1 else f'{row}.cuts'}, %s) > 0", [run]))

    def is_among(self, row: str, keys: Sequence[int]) -> Asked:
        return f"{row}.section_id = ANY (%s)", [list(keys)]

    def matching(self, entries: QuerySet[Any], need: Need) -> QuerySet[Any]:
        sql, parameters = _matched(ENTRIES, need) or self.looked(ENTRIES, need)
        return entries.extra(where=[sql], params=parameters)

    def matching_words(self, entries: QuerySet[Any], groups: Sequence[Sequence[str]]) -> QuerySet[Any]:
        sql, parameters = _has_words(groups)
        return entries.extra(where=[sql], params=parameters)

    def frequencies(self, runs: Sequence[str], most: int, sections: int) -> Asked:
        return _with_common("pairs", listed(_number(sections), (_frequency(run, most, sections) for run in runs)))

    def frequencies_of_words(self, words: Sequence[str], most: int, sections: int) -> Asked:
        return _with_common("words", listed(_number(sections), (_frequency_of_word(word, most) for word in words)))


def _number(most: int) -> Asked:
    return f"SELECT CASE WHEN n > {most} THEN n ELSE (SELECT count(*) FROM {ENTRIES}) END FROM known", []


def _frequency(run: str, most: int, sections: int) -> Asked:
    matched = _matched(ENTRIES, run)
    return (
        _known_or_counted(some_pairs(run), matched, most) if matched else _frequency_of_character(run, most, sections)
    )


def _frequency_of_character(char: str, most: int, sections: int) -> Asked:
    """Count a single character, of which no index knows, by reading; of very many rows some, for which all may stand."""
    counted = f"SELECT count(*) FROM (SELECT 1 FROM {ENTRIES} WHERE strpos(cuts, %s) > 0 LIMIT %s) AS s"
    some = f"SELECT cuts FROM {ENTRIES} LIMIT {SAMPLE}"
    sample = f"SELECT count(*) * n / least(n, {SAMPLE}) FROM ({some}) AS s WHERE strpos(cuts, %s) > 0"
    return f"SELECT (CASE WHEN n > {sections} THEN ({sample}) ELSE ({counted}) END)::int FROM known", [char, char, most]


def _frequency_of_word(word: str, most: int) -> Asked:
    return _known_or_counted([word], _has_words([[word]]), most)


def _has_words(groups: Sequence[Sequence[str]]) -> Asked:
    """Return the condition that an entry has a word of every group."""
    words = WORDS.format(row=f"{ENTRIES}.")
    return joined(" AND ", [(f"{words} && %s::text[]", [list(group)]) for group in groups])


def _known_or_counted(elements: Sequence[str], condition: Asked, most: int) -> Asked:
    """Take the planner's own statistics of a common word where there are many rows; count a rare one."""
    sql, parameters = condition
    counted = f"SELECT count(*) FROM (SELECT 1 FROM {ENTRIES} WHERE {sql} LIMIT %s) AS s"
    if len(elements) > 1:
        return counted, [*parameters, most]
    known = "SELECT (share * n)::int FROM common, known WHERE element = %s AND share * n > %s"
    return f"SELECT coalesce(({known}), ({counted}))", [elements[0], most, *parameters, most]


def _with_common(index: str, asked: Asked) -> Asked:
    """Let the query know about how many rows there are, and which elements of the index most of them have."""
    common = f"""WITH known AS MATERIALIZED (
          SELECT reltuples AS n FROM pg_class WHERE oid = '{ENTRIES}'::regclass),
        common AS MATERIALIZED (
          SELECT element, share FROM pg_stats,
            unnest(most_common_elems::text::text[], most_common_elem_freqs[:cardinality(most_common_elems)])
              AS elements(element, share)
          WHERE schemaname = current_schema() AND tablename = '{ENTRIES}_{index}')"""
    return f"{common} {asked[0]}", asked[1]


def _matched(row: str, need: Need) -> Asked | None:
    """Return the condition on the pairs; None where they cannot tell, as of a single character."""
    pairs = PAIRS.format(row=f"{row}.")
    if isinstance(need, str):
        return (f"{pairs} @> %s::text[]", [some_pairs(need)]) if len(need) > 1 else None
    if isinstance(need, AnyOf) and is_certain(need) and all(isinstance(part, str) for part in need.parts):
        return f"{pairs} && %s::text[]", [list(need.parts)]
    parts = [_matched(row, part) for part in need.parts]
    known = [part for part in parts if part is not None]
    if isinstance(need, AllOf):
        return joined(" AND ", known) if known else None
    return joined(" OR ", known) if len(known) == len(parts) else None
