"""PostgreSQL: two GIN indexes on functions of the entries, one of words, one of runs.

Runs are those of one, two and three letters, each as the number that its letters make together, and what tears longer
ones, as numbers below 0: a run of four letters that does not stand in a row of which both halves of three do (abcd,
where there is abc and bcd), three letters that stand there twice, after different ones, and two that stand there so
often that what they tear is not told. A row that has all threes of a run has the run itself, unless something tears it:
of the shortest piece of it that is not there both halves are, and what is between them stands there twice. So hardly a
row must be looked into (`strpos`), and runs of four and more, most of which stand in one row only, need no place of
their own. Several runs of four may share a number: then a row is looked into that need not be.

Arrays, not tsvector: its parser drops the % of 94%, its values end at one megabyte and keep places that nobody asks
for. Numbers are compared in a third of the time of texts, and words sorted by their bytes (COLLATE "C") in a third of that of
any other order. The functions are declared costly, and are, so that the planner takes the index even for words that
most rows have; stored columns of arrays were read from TOAST row by row instead, which took ten times as long and twice
the space.

Most questions are how many rows there are, and few what they say. So the texts stand apart from the rows (TOAST), and
ten thousand rows on two hundred pages. PostgreSQL moves texts only out of rows longer than 2 kB: `room`, blanks that
take thirty bytes when it has compressed them, makes each row so long.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

from documents.search.backends import Asked, is_short, joined, look_for, some_pairs
from documents.search.backends.estimates import COUNT, ENTRIES, counted
from documents.search.backends.threes import BITS, MOST_PLACES, SPREAD, certain_part, middle, number, numbers, tearing
from documents.search.needs import AllOf, AnyOf, Need

logger = logging.getLogger(__name__)

SECTIONS = "documents_section"
COST = 100_000
END, LETTER = ord("|"), (1 << BITS) - 1  # what divides title and text, and the bits of one letter
# kB of rows that are not sorted in yet: in a transaction four large plans of runs, and five of words. What the lists have
# taken up stays part of the index.
PENDING_WORDS, PENDING_RUNS = "gin_pending_list_limit = 6144", "gin_pending_list_limit = 32768"

APART = f"""
SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;  -- what waits forbids to change the table
ALTER TABLE {ENTRIES} ADD COLUMN IF NOT EXISTS room text NOT NULL DEFAULT repeat(' ', 2100);
ALTER TABLE {ENTRIES} ALTER COLUMN room SET STORAGE MAIN, ALTER COLUMN cuts SET STORAGE EXTERNAL,
  ALTER COLUMN marks SET STORAGE EXTERNAL;
ALTER TABLE {ENTRIES} SET (toast_tuple_target = 128);
"""
IS_APART = (
    f"SELECT true FROM pg_attribute WHERE attrelid = to_regclass('{ENTRIES}') AND attname = 'room' AND NOT attisdropped"
)
INSTALL = f"""
CREATE OR REPLACE FUNCTION documents_search_words(cuts text, marks text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST {COST} AS $$
  SELECT coalesce(array_agg(DISTINCT word COLLATE "C"), '{{}}')
  FROM unnest(string_to_array(translate(cuts, ',./|', '    ') || ' ' || marks, ' ')) word WHERE word <> ''
$$;
CREATE OR REPLACE FUNCTION documents_search_runs(cuts text) RETURNS bigint[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST {COST} AS $$
  SELECT array_remove(runs, NULL) || coalesce(torn, '{{}}')
  FROM (
    SELECT array_agg(ascii(letter)::bigint) AS signs
    FROM unnest(string_to_array('|' || translate(cuts, ' ,./', '') || '|', NULL)) letter OFFSET 0
  ) AS of_row,
  LATERAL (
    SELECT array_agg(a) || array_agg(a << {BITS} | b) || array_agg((a << {2 * BITS}) | (b << {BITS}) | c) AS runs
    FROM (SELECT array_replace(signs, {END}, NULL) OFFSET 0) AS of_row(chars), unnest(chars, chars[2:], chars[3:]) AS run(a, b, c)
  ) AS of_runs,
  LATERAL (
    SELECT array_agg(-CASE WHEN number > {MOST_PLACES} THEN pair
                      WHEN (one & {LETTER}) = (other & {LETTER}) THEN (pair << {BITS}) | (one & {LETTER})
                      ELSE ((one >> {BITS} << {2 * BITS}) | pair) # ((other & {LETTER}) * {SPREAD}) END) AS torn
    FROM (SELECT *, unnest(places[:{MOST_PLACES}]) AS other FROM (SELECT *, unnest(places[:{MOST_PLACES}]) AS one FROM (
      SELECT (b << {BITS}) | c AS pair, count(*) AS number, array_agg((a << {BITS}) | d) AS places
      FROM unnest(signs, signs[2:], signs[3:], signs[4:]) AS run(a, b, c, d) WHERE d IS NOT NULL GROUP BY 1 HAVING count(*) > 1
    ) AS of_pairs) AS of_one) AS of_both
    WHERE number > {MOST_PLACES}
      OR one <> other AND ((one & {LETTER}) = (other & {LETTER}) OR ((one >> {BITS} << {BITS}) | (other & {LETTER})) <> ALL (places))
  ) AS of_torn
$$;
CREATE INDEX IF NOT EXISTS documents_searchentry_words ON {ENTRIES} USING gin (documents_search_words(cuts COLLATE "C", marks COLLATE "C")) WITH ({PENDING_WORDS});
CREATE INDEX IF NOT EXISTS documents_searchentry_runs ON {ENTRIES} USING gin (documents_search_runs(cuts)) WITH ({PENDING_RUNS});
CREATE OR REPLACE FUNCTION documents_search_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN DELETE FROM {ENTRIES} WHERE section_id = old.id; RETURN coalesce(new, old); END $$;
DROP TRIGGER IF EXISTS documents_section_rewritten ON {SECTIONS};
CREATE TRIGGER documents_section_rewritten AFTER UPDATE OF title, text, kind, plan_id ON {SECTIONS} FOR EACH ROW
  WHEN ((old.title, old.text, old.kind, old.plan_id) IS DISTINCT FROM (new.title, new.text, new.kind, new.plan_id))
  EXECUTE FUNCTION documents_search_forget();
DROP TRIGGER IF EXISTS documents_section_gone ON {SECTIONS};
CREATE TRIGGER documents_section_gone BEFORE DELETE ON {SECTIONS} FOR EACH ROW EXECUTE FUNCTION documents_search_forget();
"""
INSTALLED = hashlib.sha256((APART + INSTALL).encode()).hexdigest()
IS_INSTALLED = f"""
SELECT coalesce(obj_description(to_regprocedure('documents_search_forget()'), 'pg_proc') = '{INSTALLED}'
  AND ({IS_APART}) AND to_regclass('{ENTRIES}_words') IS NOT NULL AND to_regclass('{ENTRIES}_runs') IS NOT NULL
  AND 2 = (SELECT count(*) FROM pg_trigger WHERE tgrelid = to_regclass('{SECTIONS}') AND tgenabled <> 'D'
           AND tgname IN ('documents_section_rewritten', 'documents_section_gone')), false)
"""
UNINSTALL = """
DROP FUNCTION IF EXISTS documents_search_forget(), documents_search_words(text, text), documents_search_runs(text),
  documents_search_pairs(text) CASCADE  -- the last one was of an earlier version
"""
# Only the owner of an index may; where the application is another role, autovacuum does it some time later.
SORT_IN = f"""
SELECT gin_clean_pending_list(oid) FROM pg_class
WHERE oid IN (to_regclass('{ENTRIES}_words'), to_regclass('{ENTRIES}_runs')) AND pg_has_role(relowner, 'USAGE')
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
RUNS = "documents_search_runs({row}cuts)"
WORDS = 'documents_search_words({row}cuts COLLATE "C", {row}marks COLLATE "C")'


class PostgreSQL:
    def is_installed(self, connection: BaseDatabaseWrapper) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(IS_INSTALLED)
            return bool(cursor.fetchone()[0])

    def uninstall(self, connection: BaseDatabaseWrapper) -> None:
        with connection.cursor() as cursor:
            cursor.execute(UNINSTALL)

    def suspend(self, connection: BaseDatabaseWrapper) -> None:
        """Let nobody change a section that was read already: its entry would then say what it said before.

        What is written from now on has its texts apart.
        """
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {SECTIONS} IN SHARE ROW EXCLUSIVE MODE")
            cursor.execute(IS_APART)
            if cursor.fetchone() is None:
                cursor.execute(APART)

    def rebuild(self, connection: BaseDatabaseWrapper) -> None:
        """Without its indexes the table is made anew; so no row is left that was made by other functions."""
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")  # what waits forbids an index
            cursor.execute(UNINSTALL)
            cursor.execute(INSTALL)
            cursor.execute(f"COMMENT ON FUNCTION documents_search_forget() IS '{INSTALLED}'")

    def written(self, connection: BaseDatabaseWrapper) -> None:
        """Have the rows sorted in, all of a transaction together, which costs least; what waits is read by every search."""
        waiting = _SortIn(connection.alias)
        if all(run != waiting for _, run, *_ in connection.run_on_commit):
            transaction.on_commit(waiting, using=connection.alias)

    def faults(self, connection: BaseDatabaseWrapper) -> dict[str, set[int]]:
        """None: an index on a function of a row cannot say otherwise than the row."""
        return {"stale": set(), "orphaned": set()}

    @contextmanager
    def at_one_moment(self, connection: BaseDatabaseWrapper) -> Iterator[None]:
        if connection.in_atomic_block:
            yield
            return
        with transaction.atomic(using=connection.alias):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield

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
        """Ask the index for the threes alone, and look for runs apart from it, so that the costly functions are never called."""
        matched = _matched(row, need)
        return matched if is_short(need, 3) else joined(" AND ", [matched, self.looked(row, need)])

    def looked(self, row: str, need: Need) -> Asked:
        run_of_row = f"translate({row}.cuts, ' ,./', '')"  # between the letters of a single one stands no sign
        return look_for(need, lambda run: (f"strpos({run_of_row if len(run) > 1 else f'{row}.cuts'}, %s) > 0", [run]))

    def is_among(self, row: str, keys: Sequence[int]) -> Asked:
        return f"{row}.section_id = ANY (%s)", [list(keys)]

    def joining(self, rows: str, key: str) -> str:
        return f"SELECT count(*), string_agg({key}::text, ' ') FROM ({rows}) AS found"

    def matching(self, entries: QuerySet[Any], need: Need) -> QuerySet[Any]:
        return _where(entries, _matched(ENTRIES, need))

    def proving(self, entries: QuerySet[Any], proof: Need) -> QuerySet[Any]:
        certain = certain_part(proof)
        return entries.none() if certain is None else _where(entries, _proved(certain))

    def doubtful(self, entries: QuerySet[Any], need: Need, proof: Need) -> QuerySet[Any]:
        """The proven ones are taken away by a table of their keys, not by working out the runs of each."""
        certain = certain_part(proof)
        if certain == need:
            return _where(entries, _torn(need)) if tearing(need) else entries.none()
        matched = _matched(ENTRIES, need)
        return _where(entries, matched if certain is None else joined(" AND ", [matched, _without(_proved(certain))]))

    def is_settled(self, need: Need, proof: Need) -> bool:
        return need == proof and is_short(proof, 3)

    def ruling_out(self, entries: QuerySet[Any], excluded: Need) -> QuerySet[Any]:
        return _where(entries, _without(_matched(ENTRIES, excluded)))

    def matching_words(self, entries: QuerySet[Any], groups: Sequence[Sequence[str]]) -> QuerySet[Any]:
        words = WORDS.format(row=f"{ENTRIES}.")
        return _where(entries, joined(" AND ", [(f"{words} && %s::text[]", [list(group)]) for group in groups]))

    def frequencies(
        self, connection: BaseDatabaseWrapper, runs: Sequence[str], most: int, sections: int
    ) -> tuple[list[int], int]:
        """Where there are many rows, the three letters in the middle of a run tell as well as all of it how rare it is."""
        sql = COUNT.format(index="runs", elements=RUNS.format(row=""), kind="bigint")
        asked = [(" ".join(str(number(pair)) for pair in some_pairs(run)), str(number(middle(run)))) for run in runs]
        return counted(connection, sql, asked, most, sections)

    def frequencies_of_words(
        self, connection: BaseDatabaseWrapper, words: Sequence[str], most: int, sections: int
    ) -> tuple[list[int], int]:
        sql = COUNT.format(index="words", elements=WORDS.format(row=""), kind="text")
        return counted(connection, sql, [(word, word) for word in words], most, sections)


@dataclass(frozen=True, slots=True)
class _SortIn:
    alias: str

    def __call__(self) -> None:
        """What was written is written; whatever keeps it from being sorted in must not undo what comes after it."""
        try:
            with connections[self.alias].cursor() as cursor:
                cursor.execute(SORT_IN)
        except DatabaseError:
            logger.warning("the search index keeps what was written last in its pending list", exc_info=True)


def _where(entries: QuerySet[Any], condition: Asked) -> QuerySet[Any]:
    sql, parameters = condition
    return entries.extra(where=[sql], params=parameters)


def _matched(row: str, need: Need) -> Asked:
    """Return the condition on the threes."""
    runs = RUNS.format(row=f"{row}.")
    if isinstance(need, str):
        return f"{runs} @> %s::bigint[]", [numbers(need)]
    if isinstance(need, AnyOf) and all(isinstance(part, str) and len(part) <= 3 for part in need.parts):
        return f"{runs} && %s::bigint[]", [[number(str(part)) for part in need.parts]]
    return joined(" AND " if isinstance(need, AllOf) else " OR ", [_matched(row, part) for part in need.parts])


def _proved(proof: Need) -> Asked:
    """Return the condition that a row has the threes, and nothing that tears the runs."""
    matched = _matched(ENTRIES, proof)
    return joined(" AND ", [matched, _without(_torn(proof))]) if tearing(proof) else matched


def _torn(need: Need) -> Asked:
    """Return the condition that a row has the threes, and something that tears the runs; then nobody knows."""
    torn = f"{RUNS.format(row=f'{ENTRIES}.')} && %s::bigint[]", [tearing(need)]
    return joined(" AND ", [_matched(ENTRIES, need), torn])


def _without(condition: Asked) -> Asked:
    sql, parameters = condition
    return f"{ENTRIES}.section_id NOT IN (SELECT section_id FROM {ENTRIES} WHERE {sql})", parameters
