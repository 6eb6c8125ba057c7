"""The small world, written once for all tests, and views of it in DuckDB."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest

from keyart_demo.world import SIZES, World, WrittenWorld, write

UNTIL = date(2026, 6, 1)


class Small(NamedTuple):
    """A written world and its truth."""

    folder: Path
    written: WrittenWorld
    truth: dict[str, Any]

    def of(self, kind: str) -> list[dict[str, Any]]:
        """Return the effects of one kind."""
        return [effect for effect in self.truth["effects"] if effect["kind"] == kind]

    def one(self, kind: str) -> dict[str, Any]:
        """Return the only effect of one kind."""
        (effect,) = self.of(kind)
        return effect


def written_small(folder: Path, seed: int) -> Small:
    written = write(World(SIZES["small"], seed, UNTIL), folder, processes=2)
    return Small(folder, written, json.loads(written.truth.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return written_small(tmp_path_factory.mktemp("small"), seed=1)


@pytest.fixture(scope="session")
def sql(small: Small) -> Iterator[duckdb.DuckDBPyConnection]:
    with opened(small.folder) as con:
        yield con


def opened(folder: Path) -> duckdb.DuckDBPyConnection:
    """Return a connection in which the world's files are tables, each event once."""
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'")
    for name in ("titles", "assets", "availability", "tests", "profiles"):
        con.execute(f"CREATE VIEW {name} AS FROM '{folder}/{name}.parquet'")
    con.execute(f"CREATE TABLE tastes AS FROM '{folder}/truth-tastes.parquet'")
    con.execute(AUDIENCE)
    con.execute(
        """
        CREATE VIEW root AS
        SELECT title_id, coalesce(parent_title_id, title_id) AS root FROM titles
        """
    )
    for table, best in (("impressions", "ts"), ("plays", "seconds DESC, ts")):
        con.execute(
            f"""
            CREATE TABLE {table} AS
            SELECT DISTINCT ON (event_id) *
            FROM read_parquet(['{folder}/{table}/*.parquet', '{folder}/late/{table}/*.parquet'])
            WHERE profile_id NOT IN (SELECT profile_id FROM profiles WHERE consent = 'none')
            ORDER BY event_id, {best}
            """
        )
    con.execute(EXPOSURES)
    return con


AUDIENCE = """
CREATE TABLE audience AS
SELECT taste, profile_id FROM tastes JOIN profiles USING (profile_id)
WHERE consent = 'full' AND NOT is_minor
"""
"""The people of each taste who may be put into audiences."""

EXPOSURES = """
CREATE TABLE exposures AS
WITH arms AS (
  SELECT title_id, asset_id FROM tests
  UNION
  SELECT DISTINCT title_id, asset_id FROM impressions
  JOIN assets USING (title_id, asset_id)
  WHERE phase = 'explore' AND asset_type = 'artwork'
  AND title_id NOT IN (SELECT title_id FROM tests)
), first AS (
  SELECT profile_id, title_id, min(ts) AS ts, arg_min(i.asset_id, ts) AS asset_id,
    arg_min(i.country, ts) AS country, arg_min(i.device, ts) AS device
  FROM impressions AS i JOIN arms USING (title_id, asset_id)
  WHERE phase = 'explore'
  GROUP BY ALL
), long AS (
  SELECT profile_id, root AS title_id, ts FROM plays JOIN root USING (title_id)
  WHERE seconds >= 120
), took AS (
  SELECT DISTINCT f.profile_id, f.title_id
  FROM first AS f JOIN long AS p USING (profile_id, title_id)
  WHERE p.ts BETWEEN f.ts AND f.ts + INTERVAL 24 HOUR
)
SELECT f.*, t.profile_id IS NOT NULL AS took
FROM first AS f LEFT JOIN took AS t USING (profile_id, title_id)
"""
"""Each profile's first exposure to each title while exploring, and whether it took within a day."""
