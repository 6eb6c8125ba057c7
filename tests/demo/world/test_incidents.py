"""Gaps, shifts, spikes, launches and fatigue are found by plain SQL on the files."""

from datetime import date, timedelta
from math import sqrt
from typing import Any

import duckdb

from tests.demo.world.conftest import Small
from tests.demo.world.counting import one_row, rows

OWN_PLAYS = 0.007
"""The most profiles that play a title within six hours of their own accord."""

LED_TO = """
CREATE OR REPLACE TEMP TABLE led AS
WITH long AS (
  SELECT profile_id, root AS title_id, ts FROM plays JOIN root USING (title_id)
  WHERE seconds >= 120
)
SELECT i.event_id, i.title_id, i.asset_id, i.profile_id, i.ts,
  count(p.ts) > 0 AS took
FROM impressions AS i LEFT JOIN long AS p
  ON p.profile_id = i.profile_id AND p.title_id = i.title_id
  AND p.ts BETWEEN i.ts AND i.ts + INTERVAL 6 HOUR
WHERE i.placement <> 'continue_watching' AND {where}
GROUP BY ALL
"""
"""Impressions with a play within six hours; most plays that are led to begin within minutes."""


def all_incidents(con: duckdb.DuckDBPyConnection, small: Small) -> None:
    """Check every promise about incidents; for any small world."""
    data_is_missing(con, small)
    level_shifts(con, small)
    one_day_spikes(con, small)
    launches_stand_out(con, small)
    assets_wear_out(con, small)
    people_are_shown_as_much_when_tests_end(con)


def test_two_days_are_missing(sql: duckdb.DuckDBPyConnection, small: Small) -> None:
    data_is_missing(sql, small)


def test_a_level_shifts(sql: duckdb.DuckDBPyConnection, small: Small) -> None:
    level_shifts(sql, small)


def test_one_day_spikes(sql: duckdb.DuckDBPyConnection, small: Small) -> None:
    one_day_spikes(sql, small)


def test_a_hit_and_a_flop_stand_out(sql: duckdb.DuckDBPyConnection, small: Small) -> None:
    launches_stand_out(sql, small)


def test_pushed_assets_wear_out(sql: duckdb.DuckDBPyConnection, small: Small) -> None:
    assets_wear_out(sql, small)


def data_is_missing(con: duckdb.DuckDBPyConnection, small: Small) -> None:
    gap = small.one("gap")
    for table in ("impressions", "plays"):
        days = rows(
            con,
            f"""
            SELECT ts >= $from::TIMESTAMPTZ AND ts < $until::TIMESTAMPTZ, count(*)
            FROM {table} WHERE country = $country AND device = $device
            AND ts >= $from::TIMESTAMPTZ - INTERVAL 7 DAY
            AND ts < $until::TIMESTAMPTZ + INTERVAL 7 DAY GROUP BY ALL
            """,
            **{name: gap[name] for name in ("from", "until", "country", "device")},
        )
        ((within, around),) = days
        assert within is False
        a_day = around / 14
        assert abs(gap["lost"][table] / 2 - a_day) < 0.35 * a_day + 5


def level_shifts(con: duckdb.DuckDBPyConnection, small: Small) -> None:
    shift = small.one("level_shift")
    con.execute(LED_TO.format(where="i.title_id = $title"), {"title": shift["title"]})
    (_, n, k), (_, m, j) = rows(
        con,
        "SELECT ts >= $day::TIMESTAMPTZ, count(*), count_if(took) FROM led GROUP BY ALL ORDER BY 1",
        day=shift["from"],
    )
    before, after = k / n, j / m
    error = after / before * sqrt((1 - before) / k + (1 - after) / j)
    # Plays of people's own accord do not shift, so the ratio may be somewhat nearer to 1.
    assert after / before < shift["factor"] + 0.12 + 4 * error
    assert after / before > shift["factor"] - 4 * error
    assert (before - after) / sqrt(before * (1 - before) / n + after * (1 - after) / m) > 4


def one_day_spikes(con: duckdb.DuckDBPyConnection, small: Small) -> None:
    spike = small.one("spike")
    days = dict(
        rows(
            con,
            """
            SELECT strftime(ts, '%Y-%m-%d'), count(*) FROM plays JOIN root USING (title_id)
            WHERE root = $title GROUP BY ALL
            """,
            title=spike["title"],
        )
    )
    day = date.fromisoformat(spike["day"])
    alike = [str(day + timedelta(days=weeks * 7)) for weeks in (-2, -1, 1, 2)]
    usual = sum(days[one] for one in alike) / len(alike)
    extra = days[spike["day"]] - usual
    assert max(days, key=lambda day: days[day]) == spike["day"]
    assert extra > 6 * sqrt(usual)
    # Episodes are watched in runs, so a day's plays vary more than independent ones would.
    assert abs(extra - spike["extra_plays"]) < 9 * sqrt(days[spike["day"]] + usual)


def launches_stand_out(con: duckdb.DuckDBPyConnection, small: Small) -> None:
    rates = dict(
        rows(
            con,
            """
            WITH launched AS (
              SELECT title_id, launched_at FROM titles
              WHERE content_type IN ('film', 'series') AND launched_at >= $from::TIMESTAMPTZ
            ), first AS (
              SELECT profile_id, title_id, min(ts) AS ts
              FROM impressions JOIN launched USING (title_id)
              WHERE ts < launched_at + INTERVAL 14 DAY AND placement <> 'continue_watching'
              GROUP BY ALL
            ), long AS (
              SELECT profile_id, root AS title_id, ts FROM plays JOIN root USING (title_id)
              WHERE seconds >= 120
            ), took AS (
              SELECT DISTINCT f.profile_id, f.title_id FROM first AS f
              JOIN long AS p USING (profile_id, title_id)
              WHERE p.ts BETWEEN f.ts AND f.ts + INTERVAL 6 HOUR
            )
            SELECT title_id, [count(*), count(t.profile_id)]
            FROM first LEFT JOIN took AS t USING (profile_id, title_id) GROUP BY ALL
            """,
            **{"from": small.truth["world"]["from"]},
        )
    )
    hit, flop = small.one("launch_hit")["title"], small.one("launch_flop")["title"]
    others = [counts for title, counts in rates.items() if title not in (hit, flop)]
    usual = sum(k for _, k in others) / sum(n for n, _ in others)
    for title, sign in ((hit, 1), (flop, -1)):
        n, k = rates[title]
        assert sign * (k / n - usual) / sqrt(usual * (1 - usual) / n) > 4
    by_rate = sorted(rates, key=lambda title: rates[title][1] / rates[title][0])
    assert by_rate[-1] == hit
    assert flop in by_rate[:2]


def assets_wear_out(con: duckdb.DuckDBPyConnection, small: Small) -> None:
    for one in small.of("fatigue"):
        con.execute(LED_TO.format(where="i.title_id = $title"), {"title": one["title"]})
        numbered = rows(
            con,
            """
            WITH ordered AS (
              SELECT took, asset_id,
                row_number() OVER (PARTITION BY profile_id, asset_id ORDER BY ts) - 1 AS earlier,
                row_number() OVER (PARTITION BY profile_id ORDER BY ts) - 1 AS of_title
              FROM led
            )
            SELECT earlier >= 4, count(*), count_if(took), avg(earlier), avg(of_title)
            FROM ordered WHERE asset_id = $asset AND earlier < 9 GROUP BY ALL ORDER BY 1
            """,
            asset=one["asset"],
        )
        expected = _expected(con, one)
        (_, n, k, *_), (_, m, j, *_) = numbered
        early, late = k / n, j / m
        error = sqrt(late * (1 - late) / m + expected**2 * early * (1 - early) / n)
        assert late < 0.8 * early
        # People who play of their own accord, whatever they saw, lift both.
        assert late - expected * early < OWN_PLAYS + 4 * error
        assert late - expected * early > -4 * error


def _expected(con: duckdb.DuckDBPyConnection, one: dict[str, Any]) -> float:
    """Return the ratio of chances, late exposures to early ones, that the curve implies."""
    late, early = one_row(
        con,
        """
        WITH ordered AS (
          SELECT asset_id,
            row_number() OVER (PARTITION BY profile_id, asset_id ORDER BY ts) - 1 AS earlier,
            row_number() OVER (PARTITION BY profile_id ORDER BY ts) - 1 AS of_title
          FROM led
        ), chances AS (
          SELECT earlier,
            0.5 ** (earlier / $half) * 0.5 ** (of_title / $title) AS chance
          FROM ordered WHERE asset_id = $asset AND earlier < 9
        )
        SELECT avg(chance) FILTER (earlier >= 4), avg(chance) FILTER (earlier < 4) FROM chances
        """,
        asset=one["asset"],
        half=one["half_life"],
        title=one["title_half_life"],
    )
    return late / early


def people_are_shown_as_much_when_tests_end(con: duckdb.DuckDBPyConnection) -> None:
    weeks = rows(
        con,
        """
        SELECT count(*) FROM impressions
        GROUP BY (DATE '2026-05-31' - ts::DATE) // 7 ORDER BY (DATE '2026-05-31' - ts::DATE) // 7
        """,
    )
    last, before, *_ = [count for (count,) in weeks]
    assert last >= 0.9 * before
