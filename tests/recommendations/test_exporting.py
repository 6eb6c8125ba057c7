"""Recommendations for many people: the caller's own ids in and out, and nothing else."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from keyart.curation import watched
from keyart.session import Store
from tests.cli.commands import keyart, succeed
from tests.recommendations.viewers import (
    ADULT,
    MINOR,
    NO_PROFILING,
    ONLY_US,
    PROFILES,
    country_of,
)

EVERYBODY = [f"p{p}" for p in range(PROFILES)]


def by_id(table: pa.Table) -> dict[str, list[str]]:
    """Return the titles of each id, the best first."""
    found: dict[str, list[str]] = {}
    for row in table.to_pylist():
        found.setdefault(row["id"], []).append(row["title"])
        assert row["rank"] == len(found[row["id"]])
    return found


def test_everybody_gets_what_they_would_get_alone(store: Store) -> None:
    exported = store.recommend_all(EVERYBODY, n=8)
    assert exported.table.column_names == ["id", "rank", "title", "score"]
    assert (exported.ids, exported.unknown) == (PROFILES, 0)
    assert exported.popular >= len(MINOR) + len(NO_PROFILING)
    found = by_id(exported.table)
    assert list(found) == EVERYBODY
    for profile in ("p3", "p100", "p207", f"p{MINOR[2]}", f"p{NO_PROFILING[2]}"):
        alone = [row.title for row in store.recommend(profile_id=profile, n=8).rows]
        assert found[profile] == alone[: len(found[profile])]
        assert len(found[profile]) >= 7
    german = {
        title for p, titles in found.items() if country_of(int(p[1:])) == "DE" for title in titles
    }
    assert ONLY_US not in german
    assert not any(ADULT in found[f"p{p}"] for p in (*range(8), *MINOR))


def test_unknown_ids_get_what_is_popular(store: Store) -> None:
    exported = store.recommend_all(["p100", "somebody", "p100"], n=5, country="US")
    found = exported.table.to_pylist()
    assert [row["id"] for row in found] == [*["p100"] * 5, *["somebody"] * 5, *["p100"] * 5]
    assert exported.unknown == 1
    assert found[0]["title"] == found[10]["title"]


def test_the_command_writes_the_callers_ids(store: Store, tmp_path: Path) -> None:
    ids, out = tmp_path / "ids.parquet", tmp_path / "recs.parquet"
    pq.write_table(pa.table({"id": ["p1", "p2", "x"], "secret": [1, 2, 3]}), ids)
    said = succeed("export", "recommendations", store.root, "--match", ids, "--id-column", "id",
                   "-n", "4", "--out", out)  # fmt: skip
    table = pq.read_table(out)
    assert table.column_names == ["id", "rank", "title", "score"]
    assert set(table.column("id").to_pylist()) == {"p1", "p2", "x"}
    assert table.num_rows == 12
    assert "Unknown to the store: 1" in said.err
    lines = succeed("export", "recommendations", store.root, "--match", ids, "--id-column", "id",
                    "-n", "2").out.splitlines()  # fmt: skip
    assert lines[0] == "id,rank,title,score"
    assert len(lines) == 7
    (tmp_path / "none.txt").write_text("", encoding="utf-8")
    empty = keyart("export", "recommendations", store.root, "--match", tmp_path / "none.txt")
    assert empty.code == 2
    assert "no ids" in empty.err


@pytest.mark.parametrize("diversity", [0.0, 1.0])
def test_no_title_comes_twice(store: Store, diversity: float) -> None:
    found = by_id(store.recommend_all(EVERYBODY[:50], n=30, diversity=diversity).table)
    assert all(len(titles) == len(set(titles)) for titles in found.values())


def test_what_is_too_large_to_be_kept_is_read_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = store.recommend(profile_id="p100").to_dict(), store.recommend_all(["p100"]).table
    monkeypatch.setattr(watched, "MOST_KEPT", 0)
    assert store.recommend(profile_id="p100").to_dict() == kept[0]
    assert store.recommend_all(["p100"]).table.equals(kept[1])
