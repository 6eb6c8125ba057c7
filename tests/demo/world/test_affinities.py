"""Are the tastes that were planted in a demo world found, named, and kept through refits?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest

import keyart
from keyart.audiences.affinities import Affinity, WatchedTitles
from keyart.audiences.affinities.kernels import fold_in
from keyart.core.ids import keys
from keyart.curation.viewing import StoreViewing
from keyart.session import Store
from keyart.store import key_texts
from keyart_demo.behaviour.stage import Stage, stage
from keyart_demo.lottery import SCALE
from keyart_demo.markets import COUNTRIES
from keyart_demo.world import SIZES, World, write
from tests.demo.world.conftest import UNTIL, Small, opened

pytestmark = pytest.mark.full  # a fit of a whole world takes a minute

Flags = npt.NDArray[np.bool_]
PLAYS = 20
"""Profiles with so many plays are judged."""
WEEKS = 8


@dataclass(frozen=True)
class Judge:
    """Compares a store's affinities with what was planted, profile by profile."""

    store: Store
    known: Stage
    sql: duckdb.DuckDBPyConnection

    @property
    def tastes(self) -> list[str]:
        return [taste.name for taste in self.known.catalogue.tastes]

    @property
    def leading(self) -> list[str]:
        return [taste.tags[0] for taste in self.known.catalogue.tastes]

    @cached_property
    def people(self) -> Mapping[str, tuple[str, int]]:
        """The id, and how many plays, of each profile by its key."""
        rows = self.sql.execute("SELECT profile_id, count(*) FROM plays GROUP BY 1").fetchall()
        salt = self.store.snapshot().salt
        texts = (f"{int(h):016x}{int(low):016x}" for h, low in keys(salt, [r[0] for r in rows]))
        return dict(zip(texts, rows, strict=True))

    def planted(self, ids: list[str]) -> Flags:
        """Return which profile has which taste, [p, k]."""
        place = {profile: at for at, profile in enumerate(ids)}
        number = {name: at for at, name in enumerate(self.tastes)}
        has = np.zeros((len(ids), len(number)), np.bool_)
        rows = self.sql.execute("SELECT profile_id, taste::VARCHAR FROM audience").fetchall()
        for profile, taste in rows:
            if profile in place:
                has[place[profile], number[taste]] = True
        return has

    def scores(self) -> npt.NDArray[np.float64]:
        """Return the F1 of each affinity for each taste, over those who watched enough."""
        table = self.store.audiences.memberships()
        judged = [key for key, (_, plays) in self.people.items() if plays >= PLAYS]
        place = {key: at for at, key in enumerate(judged)}
        ids = [one.id for one in self.store.audiences.affinities()]
        found = np.zeros((len(judged), len(ids)), np.bool_)
        for name, key in zip(
            table["audience"].to_pylist(), table["profile_key"].to_pylist(), strict=True
        ):
            if key in place:
                found[place[key], ids.index(name)] = True
        return f1(found, self.planted([self.people[key][0] for key in judged]))

    def best_knowing(self) -> float:
        """Return the mean F1 of a judge who knows all chances that were planted."""
        viewing = StoreViewing(self.store.snapshot())
        (watched,) = viewing.parts()
        texts = key_texts(self.store.snapshot(), watched.profile).to_pylist()
        enough = np.array([self.people[key][1] >= PLAYS for key in texts])
        watched = watched.of_profiles(enough)
        ids = [self.people[key][0] for key, kept in zip(texts, enough, strict=True) if kept]
        share = self._shares(watched, viewing, ids)
        truth = self.planted(ids)
        return max(
            float(np.diagonal(f1(share > bound, truth)).mean())
            for bound in np.arange(0.02, 0.16, 0.01)
        )

    def _shares(self, watched: WatchedTitles, viewing: StoreViewing, ids: list[str]) -> Any:
        country = dict(
            self.sql.execute("SELECT profile_id, country::VARCHAR FROM profiles").fetchall()
        )
        market = np.array([COUNTRIES.index(country[one]) for one in ids], np.int32)
        chance = self._chances(viewing.works)
        share, evidence = (np.empty((len(ids), chance.shape[2]), np.float32) for _ in range(2))
        fold_in(
            market, watched.starts, watched.title, watched.strength, chance, np.float32(0.3), 40,
            0, len(ids), share, evidence,
        )  # fmt: skip
        return share[:, :-1]

    def _chances(self, works: tuple[str, ...]) -> npt.NDArray[np.float32]:
        """Return the chance of each title by country and taste, the last: of everybody."""
        lottery = self.known.programming.watched
        rows = (lottery.bounds - 1) // SCALE
        sizes = np.diff(lottery.bounds, prepend=0)
        shown: list[int] = self.known.shelf.title.tolist()
        chance = np.zeros(((self.known.tastes + 1) * len(COUNTRIES), len(shown)), np.float32)
        chance[rows, lottery.items] = sizes / SCALE
        titles = [self.known.catalogue.titles[number].title_id for number in shown]
        by_taste = chance.reshape(self.known.tastes + 1, len(COUNTRIES), -1)
        own = by_taste[:, :, [titles.index(work) for work in works]]
        return np.ascontiguousarray(own.transpose(1, 2, 0))


def f1(found: Flags, truth: Flags) -> npt.NDArray[np.float64]:
    both = found.T.astype(np.float32) @ truth.astype(np.float32)
    sizes = found.sum(axis=0)[:, None] + truth.sum(axis=0)
    return 2 * both / np.maximum(sizes, 1)


HALF = "hash(profile_id) % 2 = 0"
"""Half of all people: enough to tell whether ids and names last, in half the time."""


def _plays(sql: duckdb.DuckDBPyConnection, where: str = "true") -> pa.Table:
    return sql.sql(f"SELECT * FROM plays WHERE {where}").to_arrow_table()


@pytest.fixture(scope="module")
def judge(
    small: Small, sql: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Judge]:
    known = stage(World(SIZES["small"], 1, UNTIL))
    yield from _judge(small.folder, known, sql, tmp_path_factory.mktemp("tastes"))


def _judge(folder: Path, known: Stage, sql: duckdb.DuckDBPyConnection, at: Path) -> Iterator[Judge]:
    with keyart.create(at / "tastes.keyart") as store:
        metadata = {name: folder / f"{name}.parquet" for name in ("titles", "profiles")}
        store.ingest(titles=metadata["titles"], profiles=metadata["profiles"], plays=_plays(sql))
        store.audiences.fit()
        yield Judge(store, known, sql)


def test_planted_tastes_are_found_nearly_as_well_as_they_can_be(judge: Judge) -> None:
    scores = judge.scores()
    assert scores.shape[0] == len(judge.tastes)
    assert scores.max(axis=0).mean() >= 0.9 * judge.best_knowing()


def test_names_share_the_planted_leading_tag(judge: Judge) -> None:
    affinities = judge.store.audiences.affinities()
    best: list[int] = judge.scores().argmax(axis=0).tolist()
    pairs = zip(judge.leading, best, strict=True)
    right = [tag.casefold() in affinities[at].name.casefold() for tag, at in pairs]
    assert np.mean(right) >= 0.9


def test_most_profiles_have_three_to_six(judge: Judge) -> None:
    counts = np.array(judge.store.audiences.card().to_dict()["profiles"]["by_number_of_affinities"])
    assert counts[3:7].sum() / counts.sum() > 0.8


def test_nobody_protected_is_in_any(judge: Judge) -> None:
    told = set(judge.store.audiences.memberships()["profile_key"].to_pylist())
    rows = judge.sql.execute("SELECT profile_id FROM profiles WHERE consent <> 'full' OR is_minor")
    hidden = [row[0] for row in rows.fetchall()]
    salt = judge.store.snapshot().salt
    assert hidden
    assert not told & {f"{int(h):016x}{int(low):016x}" for h, low in keys(salt, hidden)}


def test_a_larger_catalogue_is_no_harder(tmp_path: Path) -> None:
    world = World(replace(SIZES["medium"], profiles=SIZES["small"].profiles), 2, UNTIL)
    write(world, tmp_path / "larger", processes=2)
    with opened(tmp_path / "larger") as sql:
        for judge in _judge(tmp_path / "larger", stage(world), sql, tmp_path):
            assert len(judge.store.audiences.affinities()) == len(judge.tastes)
            assert judge.scores().max(axis=0).mean() >= 0.9 * judge.best_knowing()


def test_tastes_keep_their_ids_and_names_through_eight_weekly_refits(
    small: Small, sql: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """One taste's titles are nobody's until the fifth week: it is born then."""
    known = stage(World(SIZES["small"], 1, UNTIL))
    late = "Nordic Noir"
    end = datetime(UNTIL.year, UNTIL.month, UNTIL.day, tzinfo=UTC)
    with keyart.create(tmp_path / "weekly.keyart") as store:
        judge = Judge(store, known, sql)
        taste = judge.tastes.index(late)
        hidden = _serving(known, taste)
        begin = end - timedelta(weeks=WEEKS)
        store.ingest(titles=small.folder / "titles.parquet")
        store.ingest(profiles=small.folder / "profiles.parquet")
        store.ingest(plays=_plays(sql, f"{HALF} AND ts < '{begin}' AND NOT {hidden}"))
        store.audiences.fit()
        first = _holders(judge)
        kept = set(judge.tastes) - {late}
        for week in range(1, WEEKS + 1):
            since, until = (begin + timedelta(weeks=week + w) for w in (-1, 0))
            new = f"ts >= '{since}' AND ts < '{until}'"
            seen = (
                f"{new} AND NOT {hidden}" if week < 5 else f"{new} OR (ts < '{until}' AND {hidden})"
            )
            store.ingest(plays=_plays(sql, f"{HALF} AND ({seen})"))
            report = store.audiences.fit()
            holders = _holders(judge)
            kept -= {t for t in kept if holders[t] != first.get(t)}
            if week == 5:
                born = [one for one in report.changes if one.fate == "born"]
                assert late in {one.name for one in born}
        assert len(kept) >= 0.9 * (len(judge.tastes) - 1)
        assert store.audiences.card().to_dict()["fit"] == WEEKS + 1


def _serving(known: Stage, taste: int) -> str:
    """Return the condition that a play is of a title of a taste."""
    own = [title.number for title in known.catalogue.titles if title.tastes.get(taste, 0) > 0.8]
    ids = [t.title_id for t in known.catalogue.titles if t.number in own or t.parent in own]
    return f"title_id IN ({', '.join(repr(one) for one in ids)})"


def _holders(judge: Judge) -> dict[str, tuple[str, str]]:
    """Return the id and name of the affinity that holds each taste best."""
    affinities: tuple[Affinity, ...] = judge.store.audiences.affinities()
    best: list[int] = judge.scores().argmax(axis=0).tolist()
    pairs = zip(judge.tastes, best, strict=True)
    return {taste: (affinities[at].id, affinities[at].name) for taste, at in pairs}
