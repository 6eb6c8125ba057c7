"""Attribution as a single SQL query: the reference for testing the compiled loops.

It is in DuckDB's dialect; `sqlglot.transpile(MATCH_SQL, read="duckdb", write="spark")` returns
Spark's. It carries the latest impression along each (profile, title), so thousands of impressions
and plays of one title by a bot cost no more than as many by different people.
"""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from keyart.attribute.rules import TitleRules
from keyart.core.facts import MISSING
from keyart.core.vocabulary import Codes, Vocabulary

MATCH_SQL = """\
WITH kinds AS (
  SELECT DISTINCT kind FROM title_rules
), shown AS (
  SELECT
    i.row, i.profile, i.title, i.ts, i.placement, i.asset, i.row_text,
    CASE WHEN i.event_id IS NULL THEN 0 ELSE 1 END AS has_id,
    coalesce(i.event_id, '') AS event_id
  FROM impressions AS i
), events AS (
  SELECT
    k.kind, s.profile, s.title, s.ts, 0 AS is_play, s.has_id, s.event_id, s.asset, s.row_text,
    s.ts AS shown_at, CASE WHEN e.kind IS NULL THEN s.row END AS candidate, NULL AS play
  FROM shown AS s
  CROSS JOIN kinds AS k
  LEFT JOIN exclusions AS e ON e.kind = k.kind AND e.placement = s.placement
  UNION ALL
  SELECT
    r.kind, p.profile, f.ancestor AS title, p.ts, 1 AS is_play, 0 AS has_id, '' AS event_id,
    '' AS asset, 0 AS row_text, NULL AS shown_at, NULL AS candidate, p.row AS play
  FROM plays AS p
  JOIN title_rules AS r ON r.title = p.title
  JOIN families AS f ON f.title = p.title
), carried AS (
  SELECT
    play,
    last_value(candidate IGNORE NULLS) OVER (
      PARTITION BY kind, profile, title
      ORDER BY ts, is_play, has_id, event_id, asset, row_text
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS candidate,
    last_value(shown_at IGNORE NULLS) OVER (
      PARTITION BY kind, profile, title
      ORDER BY ts, is_play, has_id, event_id, asset, row_text
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS shown_at
  FROM events
), recent AS (
  SELECT play, max(shown_at) AS shown_at FROM carried WHERE play IS NOT NULL GROUP BY play
), ranked AS (
  SELECT
    c.play, c.candidate,
    row_number() OVER (
      PARTITION BY c.play
      ORDER BY s.ts DESC, s.has_id DESC, s.event_id DESC, s.asset DESC, s.row_text DESC
    ) AS place
  FROM carried AS c
  JOIN shown AS s ON s.row = c.candidate
  JOIN plays AS p ON p.row = c.play
  JOIN title_rules AS r ON r.title = p.title
  WHERE s.ts >= p.ts - r.window_us
), linked AS (
  SELECT p.row AS play, max(i.row) AS impression
  FROM plays AS p
  JOIN impressions AS i ON i.event_id = p.impression_id AND i.profile = p.profile
  JOIN families AS f ON f.title = p.title AND f.ancestor = i.title
  GROUP BY p.row
), matched AS (
  SELECT
    p.row AS play, coalesce(l.impression, c.candidate) AS impression,
    p.watch_ms >= r.min_play_ms AS long_enough,
    coalesce(a.shown_at >= p.ts - 2592000000000, FALSE) AS recent
  FROM plays AS p
  JOIN title_rules AS r ON r.title = p.title
  LEFT JOIN linked AS l ON l.play = p.row
  LEFT JOIN ranked AS c ON c.play = p.row AND c.place = 1
  LEFT JOIN recent AS a ON a.play = p.row
)
SELECT
  play, impression,
  CASE
    WHEN NOT impression IS NULL AND long_enough THEN NULL
    WHEN NOT impression IS NULL THEN 'too_short'
    WHEN recent THEN 'outside_window'
    ELSE 'no_impression'
  END AS reason
FROM matched
ORDER BY play
"""
"""One row for each play: `play`, `impression` (null = none), `reason` (null = qualified).

It reads these tables, with each event once:
- `impressions`: row, profile, title, ts (BIGINT, µs), event_id (or null), asset, placement,
  row_text (anything that sorts like the canonical row texts);
- `plays`: row, profile, title, ts, watch_ms, impression_id (or null);
- `families`, `title_rules`, `exclusions`: from `rule_tables`.
"""


def rule_tables(rules: TitleRules, vocabularies: Mapping[str, Vocabulary]) -> dict[str, pa.Table]:
    """Return the rules as the tables that `MATCH_SQL` reads.

    `families` (title, ancestor; each title is its own ancestor), `title_rules` (title, kind,
    window_us, min_play_ms) and `exclusions` (kind, placement).
    """
    titles, placements = vocabularies["title"].array(), vocabularies["placement"].array()
    title, ancestor = _ancestor_pairs(rules)
    kind, placement = np.nonzero(rules.excluded[:, :-1])
    return {
        "families": pa.table(
            {"title": titles.take(pa.array(title)), "ancestor": titles.take(pa.array(ancestor))}
        ),
        "title_rules": pa.table(
            {
                "title": titles,
                "kind": rules.kind[:-1],
                "window_us": rules.window_us[:-1],
                "min_play_ms": rules.min_play_ms[:-1],
            }
        ),
        "exclusions": pa.table({"kind": kind, "placement": placements.take(pa.array(placement))}),
    }


def _ancestor_pairs(rules: TitleRules) -> tuple[Codes, Codes]:
    """Return the pairs (title, title or ancestor of it)."""
    title = ancestor = np.arange(rules.titles, dtype=np.int32)
    titles, ancestors = [title], [ancestor]
    while len(title):
        above = rules.parent[ancestor]
        title, ancestor = title[above != MISSING], above[above != MISSING]
        titles.append(title)
        ancestors.append(ancestor)
    return np.concatenate(titles), np.concatenate(ancestors)
