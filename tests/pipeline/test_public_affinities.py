"""Do affinities that were learnt before say what people play after? On MovieLens, split in time.

Of each person's ratings the first four fifths make a store; the last fifth is foretold. All
comparisons are by person, with intervals of a bootstrap over people.
"""

import csv
import shutil
from collections import defaultdict
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

import keyart
from keyart.audiences.affinities import AffinityModel
from keyart.audiences.affinities.membership import prepare
from keyart.audiences.affinities.mixture import predict_shares
from keyart.audiences.affinities.scores import recall_and_ndcg
from keyart.core.ids import keys
from keyart.curation.affinities import model_of
from keyart.curation.viewing import StoreViewing, title_info
from keyart.session import Store
from keyart.store import key_texts
from tests.ingest.public_files import CSV_HEADS, MOVIELENS, needs_movielens, write_csv

F64 = npt.NDArray[np.float64]
LIKED = 4.0
FAVOURITES = 3
MILLENNIUM = 946_684_800
SEEDS = (1, *(pytest.param(seed, marks=pytest.mark.full) for seed in (2, 3)))

pytestmark = needs_movielens

Rating = tuple[str, str, float, int]


def _split(folder: Path) -> tuple[list[Rating], list[Rating]]:
    """Return the first four fifths of each person's ratings, and the last."""
    by_person: dict[str, list[Rating]] = defaultdict(list)
    with (folder / "ratings.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if int(row["timestamp"]) >= MILLENNIUM:
                rating = (
                    row["userId"],
                    row["movieId"],
                    float(row["rating"]),
                    int(row["timestamp"]),
                )
                by_person[row["userId"]].append(rating)
    before: list[Rating] = []
    after: list[Rating] = []
    for ratings in by_person.values():
        ordered = sorted(ratings, key=lambda one: (one[3], one[1]))
        cut = len(ordered) * 4 // 5
        before += ordered[:cut]
        after += ordered[cut:]
    return before, after


@dataclass(frozen=True)
class Foretold:
    """A store of what came before, fitted with one seed, and what came after."""

    store: Store
    after: Sequence[Rating]

    @cached_property
    def model(self) -> AffinityModel:
        fit = self.store.snapshot().fit
        assert fit is not None
        return model_of(fit)

    @cached_property
    def viewing(self) -> StoreViewing:
        return StoreViewing(self.store.snapshot(), self.model.title_ids, self.model.markets)

    @cached_property
    def genres(self) -> npt.NDArray[np.bool_]:
        """Which title has which genre, [m, g]."""
        info = title_info(self.store.snapshot(), self.model.title_ids)
        names = sorted({genre for one in info for genre in one.genres})
        return np.array([[name in one.genres for name in names] for one in info])

    @cached_property
    def person(self) -> Mapping[str, str]:
        """Who has which profile key."""
        people = sorted({person for person, *_ in self.after})
        salt = self.store.snapshot().salt
        texts = (f"{int(h):016x}{int(low):016x}" for h, low in keys(salt, people))
        return dict(zip(texts, people, strict=True))

    def liked_after(self) -> Mapping[str, list[int]]:
        """The numbers of the titles that each person liked after."""
        place = {title: at for at, title in enumerate(self.model.title_ids)}
        found: dict[str, list[int]] = defaultdict(list)
        for person, film, stars, _ in self.after:
            if stars >= LIKED and film in place:
                found[person].append(place[film])
        return found

    def members(self) -> Mapping[str, set[str]]:
        """The people of each affinity."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.store.audiences.memberships().to_pylist():
            found[row["audience"]].add(self.person[row["profile_key"]])
        return found

    def scores(self) -> dict[str, F64]:
        """Return recall@20 and NDCG@20 of each person, [people, 2], by who foretells."""
        (part,) = self.viewing.parts()
        watched = prepare(part, np.arange(len(self.model.title_ids), dtype=np.int32))
        texts = key_texts(self.store.snapshot(), watched.profile).to_pylist()
        people = [self.person[text] for text in texts]
        chance = self.model.mixture.chance()
        share = predict_shares(chance, watched, 1)
        usual = self.model.mixture.popularity[-1]
        after = self.liked_after()
        rows: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for at in sorted(range(len(people)), key=people.__getitem__):
            if people[at] not in after:
                continue
            seen = watched.title[watched.starts[at] : watched.starts[at + 1]]
            strength = watched.strength[watched.starts[at] : watched.starts[at + 1]]
            favourite = np.argsort(-(strength @ self.genres[seen]))[:FAVOURITES]
            rankings = {
                "tastes": (chance[-1] @ share[at]).astype(np.float64),
                "popularity": usual,
                "favourites": usual * self.genres[:, favourite].any(axis=1),
            }
            for name, ranking in rankings.items():
                ranked = ranking.copy()
                ranked[seen] = -1
                rows[name].append(recall_and_ndcg(ranked, np.array(after[people[at]], np.int32)))
        return {name: np.array(pairs) for name, pairs in rows.items()}


@pytest.fixture(scope="module", params=SEEDS)
def foretold(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Foretold]:
    folder = tmp_path_factory.mktemp("movielens")
    with _fitted(folder, request.param) as (store, after):
        yield Foretold(store, after)


@contextmanager
def _fitted(folder: Path, seed: int) -> Generator[tuple[Store, Sequence[Rating]]]:
    """Yield a store of what came before, with its own secret, fitted; and what came after."""
    before, after = _split(MOVIELENS)
    shutil.copy(MOVIELENS / "movies.csv", folder)
    shutil.copy(MOVIELENS / "tags.csv", folder)
    write_csv(folder / "ratings.csv", CSV_HEADS["ratings"], before)
    with keyart.create(folder / "films.keyart") as store:
        store.import_movielens(folder)
        store.audiences.fit(seed=seed)
        yield store, after


def _interval(values: F64) -> tuple[float, float]:
    """Return the 95% interval of a mean by the bootstrap over people."""
    rng = np.random.default_rng(0)
    means = [rng.choice(values, values.size).mean() for _ in range(2_000)]
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def test_tastes_foretell_better_than_popularity(foretold: Foretold) -> None:
    scores = foretold.scores()
    for other in ("popularity", "favourites"):
        gain = scores["tastes"] - scores[other]
        for measure, name in enumerate(("recall@20", "NDCG@20")):
            low, _ = _interval(gain[:, measure])
            assert low > 0, (other, name)
    assert scores["tastes"][:, 0].mean() > 1.15 * scores["popularity"][:, 0].mean()


@pytest.mark.parametrize("foretold", SEEDS[:1], indirect=True)
def test_a_store_s_secret_does_not_matter(foretold: Foretold, tmp_path: Path) -> None:
    seed = foretold.model.card["settings"]["seed"]
    with _fitted(tmp_path, seed) as (store, after):
        again = Foretold(store, after)
        assert again.store.snapshot().salt != foretold.store.snapshot().salt
        assert np.array_equal(again.model.mixture.lift, foretold.model.mixture.lift)
        assert again.members() == foretold.members()


@pytest.mark.parametrize("foretold", SEEDS[:1], indirect=True)
def test_names_are_of_genres_and_periods_before_titles(foretold: Foretold) -> None:
    names = [one.suggested for one in foretold.model.affinities]
    assert any("Children’s" in name for name in names), names
    assert not [name for name in names if name.startswith("Viewers of")]


def test_members_play_the_titles_of_their_affinity_next(foretold: Foretold) -> None:
    """Members' share of plays of the titles that define an affinity, beside that of others."""
    after = foretold.liked_after()
    members = foretold.members()
    logs = [
        _log_lift(after, members[one.id], foretold.model.mixture.lift[one.taste] > 1.5)
        for one in foretold.model.affinities
    ]
    assert len(foretold.model.affinities) >= 4
    people = np.concatenate(logs)
    low, _ = _interval(people)
    assert low > np.log(1.1), "at least a tenth more often than others"


def _log_lift(
    after: Mapping[str, list[int]], inside: set[str], defining: npt.NDArray[np.bool_]
) -> F64:
    """Return for each member the logarithm of its share of defining titles by others' share."""
    share = {person: (defining[titles].sum() + 0.5) / (len(titles) + 1)
             for person, titles in after.items()}  # fmt: skip
    others = [value for person, value in share.items() if person not in inside]
    usual = np.mean(others) if others else 1.0
    return np.array([np.log(share[one] / usual) for one in sorted(inside) if one in share])
