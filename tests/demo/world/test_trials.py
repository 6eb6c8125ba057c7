"""What is planted in trials is found by plain SQL on the files, within sampling error.

Tolerances are in standard errors: 4.5 for each of some forty differences, which chance exceeds
in less than one world of three thousand.
"""

from math import sqrt
from typing import Any

import duckdb

from tests.demo.world.conftest import Small
from tests.demo.world.counting import Count, off, rows, took, z

FAR = 4.5


def all_trials(con: duckdb.DuckDBPyConnection, small: Small) -> None:
    """Check every promise about trials; for any small world."""
    promises_are_kept(small)
    winners_win(con, small)
    counts_are_told(con, small)
    nulls_are_null(con, small)
    clickbait_misleads(con, small)
    gems_are_hidden(con, small)
    allocation_is_broken(con, small)
    order_is_reversed(con, small)


def test_small_world_keeps_its_promises(small: Small) -> None:
    promises_are_kept(small)


def promises_are_kept(small: Small) -> None:
    winners = small.of("winner")
    overall = {one["title"]: one["asset"] for one in winners if one["taste"] is None}
    tastes = [one for one in winners if one["taste"] is not None]
    assert len({one["title"] for one in winners}) >= 25
    assert sum(overall.get(one["title"]) not in (None, one["asset"]) for one in tastes) >= 15
    assert min(one["power"] for one in winners) >= 0.9
    assert len(small.of("no_difference")) >= 10
    assert min(one["power"] for one in small.of("no_difference")) >= 0.6
    assert len(small.of("clickbait")) >= 2
    assert len(small.of("hidden_gem")) >= 2
    assert {one["kind"] for one in small.truth["effects"]} >= {
        "broken_allocation",
        "simpson_reversal",
        "gap",
        "level_shift",
        "spike",
        "launch_hit",
        "launch_flop",
        "fatigue",
    }
    assert all(0.02 <= one["effect"]["take_rate"] <= 0.25 for one in winners)


def test_three_stories_are_the_clearest(small: Small) -> None:
    stories = {one["story"]: one for one in small.truth["stories"]}
    assert list(stories) == ["wins_for_a_taste", "is_clickbait", "cannot_be_trusted"]
    assert stories["wins_for_a_taste"]["taste"] == "Heist Thrillers"
    assert stories["wins_for_a_taste"]["seen"]["z"] > 5
    assert stories["is_clickbait"]["seen"]["z"] > 3


def test_winners_win(sql: duckdb.DuckDBPyConnection, small: Small) -> None:
    winners_win(sql, small)


def test_the_truth_counts_what_the_files_say(sql: duckdb.DuckDBPyConnection, small: Small) -> None:
    counts_are_told(sql, small)


def test_nothing_differs_where_nothing_is_planted(
    sql: duckdb.DuckDBPyConnection, small: Small
) -> None:
    nulls_are_null(sql, small)


def test_clickbait_wins_plays_and_loses_viewers(
    sql: duckdb.DuckDBPyConnection, small: Small
) -> None:
    clickbait_misleads(sql, small)


def test_hidden_gems_keep_the_few_they_win(sql: duckdb.DuckDBPyConnection, small: Small) -> None:
    gems_are_hidden(sql, small)


def test_one_allocation_is_broken(sql: duckdb.DuckDBPyConnection, small: Small) -> None:
    allocation_is_broken(sql, small)


def test_one_order_is_reversed(sql: duckdb.DuckDBPyConnection, small: Small) -> None:
    order_is_reversed(sql, small)


def test_an_arm_is_drawn_as_its_propensity_says(
    sql: duckdb.DuckDBPyConnection, small: Small
) -> None:
    drawn = rows(
        sql,
        """
        SELECT test, list(n ORDER BY asset_id), max(abs(low - share)), max(abs(high - share))
        FROM (
          SELECT test, t.asset_id, share, count(*) AS n, min(propensity) AS low,
            max(propensity) AS high
          FROM tests AS t JOIN impressions AS i USING (title_id, asset_id)
          WHERE phase = 'explore' GROUP BY ALL
        ) GROUP BY test
        """,
    )
    broken = small.one("broken_allocation")["test"]
    assert len(drawn) >= 40
    for test, counts, low, high in drawn:
        assert low < 1e-5
        assert high < 1e-5
        assert test == broken or not _too_high(_evenness(counts), len(counts) - 1)


def test_exploit_shows_what_it_believes_in(sql: duckdb.DuckDBPyConnection) -> None:
    shares = dict(
        rows(
            sql,
            """
            SELECT propensity > 0.5, count(*) FROM impressions
            WHERE phase = 'exploit' AND propensity IS NOT NULL GROUP BY ALL
            """,
        )
    )
    assert shares[True] / (shares[True] + shares[False]) > 0.85


def winners_win(con: duckdb.DuckDBPyConnection, small: Small) -> None:
    for one in small.of("winner"):
        winner, rest = _arms(con, one)
        assert abs(off(winner, rest, one["effect"]["difference"])) < FAR, one
        # An oracle with so much power sees it in this very sample, but for bad luck.
        assert z(winner, rest) > 0, one
    seen = [z(*_arms(con, one)) > 1.96 for one in small.of("winner")]
    assert sum(seen) / len(seen) >= 0.9


def counts_are_told(con: duckdb.DuckDBPyConnection, small: Small) -> None:
    for kind in ("winner", "clickbait", "hidden_gem", "broken_allocation"):
        for one in small.of(kind):
            winner, rest = _arms(con, one)
            assert one["profiles"] == {"asset": winner.n, "rest": rest.n}
            assert one["seen"]["taken"] == {"asset": winner.k, "rest": rest.k}


def nulls_are_null(con: duckdb.DuckDBPyConnection, small: Small) -> None:
    for one in small.of("no_difference"):
        counts = [took(con, one["title"], [asset]) for asset in one["assets"]]
        assert sum(count.n for count in counts) == one["profiles"]
        assert _too_high(_homogeneity(counts), len(counts) - 1) is False, one


def clickbait_misleads(con: duckdb.DuckDBPyConnection, small: Small) -> None:
    for one in small.of("clickbait"):
        winner, rest = _arms(con, one)
        assert z(winner, rest) > 3
        bait, others = _plays_after(con, one)
        assert z(Count(bait.n, bait.short), Count(others.n, others.short)) > 4
        assert z(Count(bait.long, bait.done), Count(others.long, others.done)) < -3


def gems_are_hidden(con: duckdb.DuckDBPyConnection, small: Small) -> None:
    for one in small.of("hidden_gem"):
        gem, rest = _arms(con, one)
        assert z(gem, rest) < -2
        mine, others = _plays_after(con, one)
        assert z(Count(mine.long, mine.done), Count(others.long, others.done)) > 2
        assert mine.short / mine.n < others.short / others.n


def allocation_is_broken(con: duckdb.DuckDBPyConnection, small: Small) -> None:
    one = small.one("broken_allocation")
    assets = [one["asset"], *one["against"]]
    device = f"device = '{one['device']}'"
    counts = [took(con, one["title"], [asset], where=device).n for asset in assets]
    elsewhere = [took(con, one["title"], [a], where=f"NOT ({device})").n for a in assets]
    assert one["on_device"] == {"asset": counts[0], "rest": sum(counts[1:])}
    assert _too_high(_evenness(counts), len(counts) - 1)
    assert not _too_high(_evenness(elsewhere), len(elsewhere) - 1)
    shares = rows(con, "SELECT share FROM tests WHERE test = $test", test=one["test"])
    assert len(shares) == len(assets)
    assert all(abs(share * len(assets) - 1) < 1e-9 for (share,) in shares)
    expected = sum(counts[1:]) / len(counts[1:])
    assert abs(counts[0] / expected - (1 - one["lost_share"])) < 0.12


def order_is_reversed(con: duckdb.DuckDBPyConnection, small: Small) -> None:
    one = small.one("simpson_reversal")
    better, worse = _arms(con, one)
    assert z(better, worse) < -4
    halves: list[tuple[Count, Count]] = []
    for number, markets in enumerate(one["markets"]):
        there = f"country IN ({', '.join(repr(country) for country in markets)})"
        good, bad = (
            took(con, one["title"], [a], where=there) for a in (one["asset"], *one["against"])
        )
        assert good.rate > bad.rate
        halves.append((good, bad))
        share = good.n / (good.n + bad.n)
        assert abs(share - one["propensities"][number][0]) < 4.5 * sqrt(0.19 / (good.n + bad.n))
    assert sum(z(good, bad) for good, bad in halves) / sqrt(2) > 3
    said = rows(
        con,
        """
        SELECT DISTINCT round(propensity, 4) FROM impressions JOIN assets USING (title_id, asset_id)
        WHERE title_id = $title AND phase = 'explore' AND asset_type = 'artwork'
        """,
        title=one["title"],
    )
    assert {value for (value,) in said} == set(one["propensities"][0])


def _arms(con: duckdb.DuckDBPyConnection, one: dict[str, Any]) -> tuple[Count, Count]:
    taste = one.get("taste")
    winner = took(con, one["title"], [one["asset"]], taste)
    return winner, took(con, one["title"], one["against"], taste)


class _Plays:
    """Plays that began within a day of a first exposure: all, short, long, and completed."""

    def __init__(self, n: int, short: int, done: int) -> None:
        self.n, self.short, self.long, self.done = n, short, n - short, done


def _plays_after(con: duckdb.DuckDBPyConnection, one: dict[str, Any]) -> tuple[_Plays, _Plays]:
    found = rows(
        con,
        """
        SELECT e.asset_id = $asset, count(*), count_if(p.seconds < 120),
          count_if(p.seconds >= 0.9 * t.runtime_seconds)
        FROM exposures AS e
        JOIN root AS r ON r.root = e.title_id
        JOIN titles AS t ON t.title_id = r.title_id
        JOIN plays AS p ON p.title_id = r.title_id AND p.profile_id = e.profile_id
        WHERE e.title_id = $title AND p.ts BETWEEN e.ts AND e.ts + INTERVAL 24 HOUR
        GROUP BY ALL ORDER BY 1 DESC
        """,
        title=one["title"],
        asset=one["asset"],
    )
    return tuple(_Plays(*counts) for _, *counts in found)  # pyright: ignore[reportReturnType]


def _homogeneity(counts: list[Count]) -> float:
    """Return Pearson's chi-square statistic of equal rates."""
    rate = sum(count.k for count in counts) / sum(count.n for count in counts)
    return sum((c.k - rate * c.n) ** 2 / (rate * (1 - rate) * c.n) for c in counts)


def _evenness(counts: list[int]) -> float:
    """Return Pearson's chi-square statistic of equal shares."""
    expected = sum(counts) / len(counts)
    return sum((count - expected) ** 2 / expected for count in counts)


def _too_high(statistic: float, degrees: int) -> bool:
    """Return whether chance alone exceeds a chi-square statistic in one case of 10,000 or less."""
    return statistic > {1: 15.14, 2: 18.42, 3: 21.11, 4: 23.51}[degrees]
