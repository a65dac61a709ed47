"""How many entries have a run or a word on PostgreSQL: counted where they are few, concluded where they are many."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

ENTRIES = "documents_searchentry"
# Take the planner's own statistics of what is common where there are many rows; count what is rare, as far as allowed,
# and conclude from how far down the table that has led. What the statistics do not know is no word that half of the rows
# have, so that it need not be told from one that a third of them have: some hundred tell its weight well enough.
COUNTED = 600
COUNT = f"""
WITH known AS MATERIALIZED (
  SELECT reltuples > %(sections)s AS are_many, relpages AS pages,
    CASE WHEN reltuples > %(sections)s THEN reltuples ELSE (SELECT count(*) FROM {ENTRIES}) END AS n,
    CASE WHEN reltuples > %(sections)s THEN %(most)s ELSE %(sections)s END AS most
  FROM pg_class WHERE oid = '{ENTRIES}'::regclass),
common AS MATERIALIZED (
  SELECT element, share * n AS number FROM pg_stats, known,
    unnest(most_common_elems::text::text[], most_common_elem_freqs[:cardinality(most_common_elems)]) AS each(element, share)
  WHERE schemaname = current_schema() AND tablename = '{ENTRIES}_{{index}}' AND are_many
    AND element = ANY (%(asked)s::text[]) AND share * n > most)
SELECT n::int, ARRAY(
  SELECT coalesce(number, (
    SELECT CASE WHEN count(*) < most THEN count(*)
      ELSE least(n, count(*) * greatest(1, pages / (1 + (max(ctid)::text::point)[0]))) END
    FROM (SELECT ctid FROM {ENTRIES}
          WHERE {{elements}} @> string_to_array(CASE WHEN are_many THEN told ELSE asked END, ' ')::{{kind}}[] LIMIT most) AS found
  ))::int FROM unnest(%(asked)s::text[], %(told)s::text[]) WITH ORDINALITY AS each(asked, told, place)
    LEFT JOIN common ON element = asked
  ORDER BY place)
FROM known
"""


def counted(
    connection: BaseDatabaseWrapper, sql: str, asked: Sequence[tuple[str, str]], most: int, sections: int
) -> tuple[list[int], int]:
    """Count each by what is asked where there are few rows, and by what tells about as much where there are many."""
    every, telling = ([one[at] for one in asked] for at in (0, 1))
    with connection.cursor() as cursor:
        cursor.execute(sql, {"asked": every, "told": telling, "most": min(most, COUNTED), "sections": sections})
        number, counts = cursor.fetchone()
    return counts, number
