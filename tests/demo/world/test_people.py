"""Profiles: enough to see their tastes, and who must not be profiled."""

import duckdb

from tests.demo.world.conftest import Small
from tests.demo.world.counting import one_row, rows


def test_each_profile_plays_at_least_thirty_times(
    sql: duckdb.DuckDBPyConnection, small: Small
) -> None:
    profiles, least, median = one_row(
        sql,
        """
        SELECT count(*), min(n), median(n)
        FROM (SELECT profile_id, count(*) AS n FROM plays GROUP BY ALL)
        """,
    )
    consenting = one_row(sql, "SELECT count(*) FROM profiles WHERE consent <> 'none'")[0]
    assert profiles == consenting
    assert least >= 30
    assert 40 <= median <= 60
    assert small.truth["world"]["profiles"] == 60_000


def test_most_plays_follow_no_impression(sql: duckdb.DuckDBPyConnection) -> None:
    led = one_row(
        sql,
        """
        SELECT count(*) FILTER (EXISTS (
          SELECT 1 FROM impressions AS i JOIN root AS r ON r.root = i.title_id
          WHERE i.profile_id = p.profile_id AND r.title_id = p.title_id
          AND i.ts BETWEEN p.ts - INTERVAL 24 HOUR AND p.ts
          AND i.placement <> 'continue_watching')) / count(*)
        FROM plays AS p WHERE p.profile_id LIKE '%7'
        """,
    )[0]
    assert 0.03 < led < 0.25


def test_tastes_are_seen_in_plays(sql: duckdb.DuckDBPyConnection, small: Small) -> None:
    """Each taste's people play titles with its leading tag much more often than others do."""
    lifts = rows(
        sql,
        """
        WITH likes AS (
          SELECT unnest($names) AS taste, unnest($tags) AS tag
        ), tagged AS (
          SELECT title_id, unnest(tags) AS tag FROM titles
        ), share AS (
          SELECT l.taste, p.profile_id, count(t.tag) / count(*) AS share
          FROM plays AS p CROSS JOIN likes AS l
          LEFT JOIN tagged AS t ON t.title_id = p.title_id AND t.tag = l.tag
          WHERE p.profile_id LIKE '%3'
          GROUP BY ALL
        )
        SELECT s.taste, avg(share) FILTER (t.profile_id IS NOT NULL),
          avg(share) FILTER (t.profile_id IS NULL)
        FROM share AS s LEFT JOIN tastes AS t USING (taste, profile_id) GROUP BY ALL
        """,
        names=[one["taste"] for one in small.truth["tastes"]],
        tags=[one["leading_tag"] for one in small.truth["tastes"]],
    )
    assert len(lifts) == len(small.truth["tastes"])
    assert all(own > 2 * others for _, own, others in lifts), lifts


def test_profiles_have_three_to_six_tastes(sql: duckdb.DuckDBPyConnection) -> None:
    counts = rows(
        sql, "SELECT DISTINCT n FROM (SELECT count(*) AS n FROM tastes GROUP BY profile_id)"
    )
    assert sorted(n for (n,) in counts) == [3, 4, 5, 6]


def test_some_must_not_be_profiled(sql: duckdb.DuckDBPyConnection) -> None:
    minors, shy, none = one_row(
        sql,
        """
        SELECT avg(is_minor::INT), avg((consent = 'no_profiling')::INT),
          avg((consent = 'none')::INT)
        FROM profiles
        """,
    )
    assert abs(minors - 0.04) < 0.005
    assert abs(shy - 0.03) < 0.005
    assert 0 < none < 0.01


def test_events_lie_within_stay_licence_and_launch(sql: duckdb.DuckDBPyConnection) -> None:
    for table in ("impressions", "plays"):
        early, away, gone = one_row(
            sql,
            f"""
            SELECT count_if(e.ts < t.launched_at),
              count_if(a.title_id IS NULL),
              count_if(e.ts < p.joined_on::DATE - 1 OR e.ts > p.left_on::DATE + 2)
            FROM {table} AS e JOIN titles AS t USING (title_id) JOIN root AS r USING (title_id)
            JOIN profiles AS p USING (profile_id)
            LEFT JOIN (SELECT DISTINCT title_id, country FROM availability) AS a
              ON a.title_id = r.root AND a.country = p.country
            """,
        )
        assert (early, gone) == (0, 0)
        assert away == 0
