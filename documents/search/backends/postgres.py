"""PostgreSQL: two generated columns of the entries with a GIN index each, one of words, one of pairs of characters.

Arrays, not tsvector: its parser drops the % of 94%, its values end at one megabyte and keep places that nobody asks
for. A row that has all pairs of a run is looked into (`strpos`).
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

from documents.search.backends import Asked, is_certain, joined, look_for, some_pairs
from documents.search.needs import AllOf, AnyOf, Need

ENTRIES, SECTIONS = "documents_searchentry", "documents_section"

INSTALL = f"""
CREATE OR REPLACE FUNCTION documents_search_words(cuts text, marks text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT word), '{{}}')
  FROM unnest(string_to_array(translate(cuts, ',./|', '    ') || ' ' || marks, ' ')) word WHERE word <> ''
$$;
CREATE OR REPLACE FUNCTION documents_search_pairs(cuts text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT one || other), '{{}}') FROM (
    SELECT one, lead(one) OVER (ORDER BY place) AS other
    FROM unnest(string_to_array(translate(cuts, ' ,./', ''), NULL)) WITH ORDINALITY AS chars(one, place)
  ) AS both_of WHERE other IS NOT NULL AND one <> '|' AND other <> '|'
$$;
ALTER TABLE {ENTRIES} ADD COLUMN IF NOT EXISTS words text[] GENERATED ALWAYS AS (documents_search_words(cuts, marks)) STORED;
ALTER TABLE {ENTRIES} ADD COLUMN IF NOT EXISTS pairs text[] GENERATED ALWAYS AS (documents_search_pairs(cuts)) STORED;
CREATE INDEX IF NOT EXISTS documents_searchentry_words ON {ENTRIES} USING gin (words);
CREATE INDEX IF NOT EXISTS documents_searchentry_pairs ON {ENTRIES} USING gin (pairs);
CREATE OR REPLACE FUNCTION documents_search_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN DELETE FROM {ENTRIES} WHERE section_id = old.id; RETURN coalesce(new, old); END $$;
DROP TRIGGER IF EXISTS documents_section_rewritten ON {SECTIONS};
CREATE TRIGGER documents_section_rewritten AFTER UPDATE OF title, text ON {SECTIONS} FOR EACH ROW
  WHEN (old.title IS DISTINCT FROM new.title OR old.text IS DISTINCT FROM new.text)
  EXECUTE FUNCTION documents_search_forget();
DROP TRIGGER IF EXISTS documents_section_gone ON {SECTIONS};
CREATE TRIGGER documents_section_gone BEFORE DELETE ON {SECTIONS} FOR EACH ROW EXECUTE FUNCTION documents_search_forget();
"""


class PostgreSQL:
    def install(self, connection: BaseDatabaseWrapper) -> None:
        with connection.cursor() as cursor:
            cursor.execute(INSTALL)

    def rebuild(self, connection: BaseDatabaseWrapper) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"REINDEX TABLE {ENTRIES}")

    def faults(self, connection: BaseDatabaseWrapper) -> dict[str, set[int]]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT section_id FROM {ENTRIES} "
                "WHERE words <> documents_search_words(cuts, marks) OR pairs <> documents_search_pairs(cuts)"
            )
            return {"stale": {key for [key] in cursor}, "orphaned": set()}

    def size(self, connection: BaseDatabaseWrapper) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_total_relation_size('{ENTRIES}')")
            return int(cursor.fetchone()[0])

    def holds(self, row: str, need: Need) -> Asked:
        if is_certain(need) and isinstance(need, AnyOf) and all(isinstance(part, str) for part in need.parts):
            return f"{row}.pairs && %s::text[]", [list(need.parts)]
        if not isinstance(need, str):
            return joined(" AND " if isinstance(need, AllOf) else " OR ", [self.holds(row, part) for part in need.parts])
        if len(need) < 2:
            return self.looked(row, need)
        sql = f"{row}.pairs @> %s::text[]"
        return (sql, [[need]]) if len(need) == 2 else joined(" AND ", [(sql, [some_pairs(need)]), self.looked(row, need)])

    def looked(self, row: str, need: Need) -> Asked:
        return look_for(need, lambda run: (f"strpos(translate({row}.cuts, ' ,./', ''), %s) > 0", [run]))

    def holds_any_word(self, row: str, words: Sequence[str]) -> Asked:
        return f"{row}.words && %s::text[]", [list(words)]

    def frequency(self, run: str, most: int) -> Asked:
        if len(run) < 2:
            return f"SELECT count(*) FROM (SELECT 1 FROM {ENTRIES} WHERE strpos(cuts, %s) > 0 LIMIT %s) AS s", [run, most]
        return f"SELECT count(*) FROM (SELECT 1 FROM {ENTRIES} WHERE pairs @> %s::text[] LIMIT %s) AS s", [some_pairs(run), most]
