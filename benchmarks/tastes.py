"""Which method finds tastes best: on planted ones, and on what people play later.

Each method is given the same strengths of profiles and titles. On the small demo world every
method but Keyart's is told how many tastes were planted, and each gets the threshold of
membership that is best for it; F1 is the mean of the best match of each planted taste. On
MovieLens, each person's ratings split in time, each ranks the titles not yet played.

- `keyart`: affinities as `keyart audiences fit` finds them.
- `tags`: a taste for each tag or genre; a profile's is its part of what it watches (no learning).
- `als + k-means`: implicit factors (Hu, Koren, Volinsky 2008), titles clustered by direction.
- `nmf`: non-negative factors of the strengths.
- `lda`: latent Dirichlet allocation (Blei, Ng, Jordan 2003).
- `co-watching`: positive pointwise mutual information of titles, spectral clustering.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq
from scipy.sparse import csr_array

import keyart
from benchmarks.options import Options
from keyart.audiences.affinities import WatchedTitles
from keyart.audiences.affinities.mixture import FitWork, fit_tastes, taste_shares
from keyart.audiences.affinities.scores import recall_and_ndcg
from keyart.audiences.affinities.structure import NullWorlds, StructureLimits, find_structure
from keyart.audiences.affinities.viewing import popularity
from keyart.core.ids import keys
from keyart.curation.viewing import StoreViewing, title_info
from keyart.ingest.public.movielens import WATCHED
from keyart.store import key_texts
from keyart_demo.world import SIZES, World, write

F64 = npt.NDArray[np.float64]
SEEDS = (1, 2, 3)
UNTIL = date(2026, 6, 1)
FACTORS = 24
LEAST_VIEWERS = 5
LIKED = 4.0
MOVIELENS = Path(__file__).parents[2] / "shared" / "data" / "movielens-latest-small"


@dataclass(frozen=True, eq=False)
class Tastes:
    """What a method says: how much of each taste each profile has, and what it would play.

    `share` is [p, k]; `score` returns the scores of all titles for some profiles, [q, m].
    """

    share: F64
    score: Callable[[npt.NDArray[np.int64]], F64]


@dataclass(frozen=True, eq=False)
class Data:
    """Strengths, and which titles have which tag or genre, [m, f]."""

    watched: WatchedTitles
    traits: F64

    @property
    def matrix(self) -> Any:
        w = self.watched
        shape = (w.profiles, self.traits.shape[0])
        return csr_array((w.strength.astype(np.float64), w.title, w.starts), shape)


Method = Callable[[Data, int, int, int], Tastes]
"""Takes data, how many tastes to look for, a seed and threads."""


def by_keyart(data: Data, most: int, seed: int, threads: int) -> Tastes:
    del most  # the plays say
    popular = popularity([data.watched], int(data.watched.market.max()) + 1, len(data.traits))
    found = find_structure(data.watched, popular, StructureLimits(), NullWorlds(seed, threads))
    mixture = fit_tastes(found.axes, data.watched, popular, FitWork(threads))
    chance = mixture.chance()
    share = taste_shares(chance, data.watched, threads).share.astype(np.float64)
    market = data.watched.market

    def score(rows: npt.NDArray[np.int64]) -> F64:
        return np.stack([chance[market[row]] @ share[row] for row in rows.tolist()])

    return Tastes(share[:, :-1], score)


def by_tags(data: Data, most: int, seed: int, threads: int) -> Tastes:
    del most, seed, threads
    matrix = data.matrix
    share = matrix @ data.traits / np.maximum(matrix.sum(axis=1), 1e-9)[:, None]
    usual = matrix.sum(axis=0)
    expected = usual @ data.traits / usual.sum()
    lift = share / np.maximum(expected, 1e-9)
    each = np.maximum(data.traits.sum(axis=1), 1)
    return Tastes(share, lambda rows: usual * (lift[rows] @ data.traits.T) / each)


def by_als(data: Data, most: int, seed: int, threads: int) -> Tastes:
    als = import_module("implicit.als").AlternatingLeastSquares(
        factors=most, regularization=0.1, alpha=10, random_state=seed, num_threads=threads
    )
    als.fit(data.matrix.astype(np.float32), show_progress=False)
    titles, people = np.asarray(als.item_factors), np.asarray(als.user_factors)
    directions = titles / np.maximum(np.linalg.norm(titles, axis=1, keepdims=True), 1e-9)
    kmeans = import_module("sklearn.cluster").KMeans(most, n_init=4, random_state=seed)
    return Tastes(
        _in_clusters(data, kmeans.fit_predict(directions)),
        lambda rows: (people[rows] @ titles.T).astype(np.float64),
    )


def by_nmf(data: Data, most: int, seed: int, threads: int) -> Tastes:
    del threads
    made = import_module("sklearn.decomposition").NMF(
        most, init="nndsvda", max_iter=300, random_state=seed
    )
    people = made.fit_transform(data.matrix)
    titles = made.components_
    part = people * titles.sum(axis=1)
    return Tastes(_shares(part), lambda rows: people[rows] @ titles)


def by_lda(data: Data, most: int, seed: int, threads: int) -> Tastes:
    made = import_module("sklearn.decomposition").LatentDirichletAllocation(
        most, doc_topic_prior=0.1, topic_word_prior=0.05, max_iter=20, random_state=seed,
        n_jobs=threads,
    )  # fmt: skip
    people = made.fit_transform(data.matrix)
    titles = made.components_ / made.components_.sum(axis=1, keepdims=True)
    return Tastes(people, lambda rows: people[rows] @ titles)


def by_co_watching(data: Data, most: int, seed: int, threads: int) -> Tastes:
    del threads
    seen = (data.matrix > 0).astype(np.float64)
    both = np.asarray((seen.T @ seen).todense())
    alone = np.diagonal(both).copy()
    by_chance = np.multiply.outer(alone, alone) / seen.shape[0]
    information = np.log(np.maximum((both + 1) / (by_chance + 1), 1e-9))
    np.fill_diagonal(information, 0)
    alike = np.maximum(information, 0)
    clustering = import_module("sklearn.cluster").SpectralClustering(
        most, affinity="precomputed", random_state=seed, assign_labels="cluster_qr"
    )
    clusters = clustering.fit_predict(alike + 1e-6)
    matrix = data.matrix
    return Tastes(_in_clusters(data, clusters), lambda rows: matrix[rows] @ alike)


METHODS: Mapping[str, Method] = {
    "keyart": by_keyart,
    "tags": by_tags,
    "als + k-means": by_als,
    "nmf": by_nmf,
    "lda": by_lda,
    "co-watching": by_co_watching,
}


def _in_clusters(data: Data, clusters: npt.NDArray[np.integer]) -> F64:
    return _shares(np.asarray(data.matrix @ np.eye(int(clusters.max()) + 1)[clusters]))


def _shares(parts: F64) -> F64:
    return parts / np.maximum(parts.sum(axis=1, keepdims=True), 1e-9)


def measure(options: Options) -> dict[str, Any]:
    """Return F1 on planted tastes, recall@20 and NDCG@20 on later plays, by method and seed."""
    return {"planted": _planted(options), "later": _later(options)}


def _methods(options: Options) -> Mapping[str, Method]:
    wanted = options.contenders
    return {n: m for n, m in METHODS.items() if not wanted or any(word in n for word in wanted)}


def _planted(options: Options) -> dict[str, Any]:
    folder = options.data / "tastes"
    world = folder / "world"
    if not (folder / "tastes.keyart").exists():
        write(World(SIZES["small"], 1, UNTIL), world, processes=options.threads)
        with keyart.create(folder / "tastes.keyart") as store:
            store.ingest(
                titles=world / "titles.parquet",
                profiles=world / "profiles.parquet",
                plays=[world / "plays", world / "late" / "plays"],
            )
    with keyart.open(folder / "tastes.keyart") as store:
        viewing = StoreViewing(store.snapshot())
        (watched,) = viewing.parts()
        info = title_info(store.snapshot(), viewing.works)
        data = Data(watched, _traits([(*one.tags, *one.genres) for one in info]))
        texts = key_texts(store.snapshot(), watched.profile).to_pylist()
        truth = _truth(world / "truth-tastes.parquet", store.snapshot().salt, texts)
    found: dict[str, Any] = {}
    for name, method in _methods(options).items():
        found[name] = []
        for seed in SEEDS:
            began = perf_counter()
            share = method(data, truth.shape[1], seed, options.threads).share
            seconds = perf_counter() - began
            score = max(_best_match(share > bound, truth) for bound in np.arange(0.02, 0.4, 0.02))
            found[name].append({"f1": score, "tastes": share.shape[1], "seconds": seconds})
        print(f"  planted, {name}: {[round(one['f1'], 3) for one in found[name]]}", flush=True)
    return found


def _traits(of_titles: Sequence[Sequence[str]]) -> F64:
    names = sorted({name for own in of_titles for name in own})
    return np.array([[name in own for name in names] for own in of_titles], np.float64)


def _truth(path: Path, salt: str, texts: Sequence[str]) -> npt.NDArray[np.bool_]:
    rows = pq.read_table(path)
    ids: list[str] = rows["profile_id"].to_pylist()
    tastes: list[str] = rows["taste"].cast("string").to_pylist()
    people = list(dict.fromkeys(ids))
    key = [f"{int(high):016x}{int(low):016x}" for high, low in keys(salt, people)]
    place = {text: at for at, text in enumerate(texts)}
    at = dict(zip(people, (place.get(text) for text in key), strict=True))
    number = {name: n for n, name in enumerate(sorted(set(tastes)))}
    has = np.zeros((len(texts), len(number)), np.bool_)
    for person, taste in zip(ids, tastes, strict=True):
        if at[person] is not None:
            has[at[person], number[taste]] = True
    return has


def _best_match(found: npt.NDArray[np.bool_], truth: npt.NDArray[np.bool_]) -> float:
    both = found.T.astype(np.float32) @ truth.astype(np.float32)
    sizes = found.sum(axis=0)[:, None] + truth.sum(axis=0)
    return float((2 * both / np.maximum(sizes, 1)).max(axis=0).mean())


def _later(options: Options) -> dict[str, Any]:
    if not MOVIELENS.exists():
        print("  MovieLens is not at hand: planted tastes only")
        return {}
    data, wanted = _movielens()
    usual = np.asarray(data.matrix.sum(axis=0))
    found: dict[str, Any] = {
        "popularity": [_foretold(lambda rows: usual[None].repeat(len(rows), 0), data, wanted)]
    }
    for name, method in _methods(options).items():
        found[name] = [
            _foretold(method(data, FACTORS, seed, options.threads).score, data, wanted)
            for seed in SEEDS
        ]
        print(
            f"  later plays, {name}: {[round(one['recall'], 3) for one in found[name]]}", flush=True
        )
    return found


def _movielens() -> tuple[Data, Mapping[int, list[int]]]:
    """Return the first four fifths of each person's ratings, and what they liked of the last."""
    by_person: dict[str, list[tuple[int, str, float]]] = defaultdict(list)
    with (MOVIELENS / "ratings.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            by_person[row["userId"]].append(
                (int(row["timestamp"]), row["movieId"], float(row["rating"]))
            )
    first = {p: sorted(rated)[: len(rated) * 4 // 5] for p, rated in by_person.items()}
    viewers: dict[str, int] = defaultdict(int)
    for rated in first.values():
        for _, film, stars in rated:
            viewers[film] += stars > 2
    films = sorted(film for film, count in viewers.items() if count >= LEAST_VIEWERS)
    number = {film: at for at, film in enumerate(films)}
    rows: list[tuple[int, int, float]] = []
    wanted: dict[int, list[int]] = defaultdict(list)
    for person, (name, rated) in enumerate(by_person.items()):
        rows += [(person, number[f], np.log2(1 + WATCHED[s]))
                 for _, f, s in first[name] if f in number and s > 2]  # fmt: skip
        for _, film, stars in sorted(rated)[len(rated) * 4 // 5 :]:
            if film in number and stars >= LIKED:
                wanted[person].append(number[film])
    watched = _watched(rows, len(by_person))
    with (MOVIELENS / "movies.csv").open(encoding="utf-8") as file:
        genres = {row["movieId"]: row["genres"].split("|") for row in csv.DictReader(file)}
    return Data(watched, _traits([genres[film] for film in films])), wanted


def _watched(rows: Sequence[tuple[int, int, float]], people: int) -> WatchedTitles:
    ordered = sorted(rows)
    owner = np.array([row[0] for row in ordered])
    starts = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=people))])
    return WatchedTitles(
        np.arange(people, dtype=np.uint32),
        np.zeros(people, np.int32),
        starts.astype(np.int64),
        np.array([row[1] for row in ordered], np.int32),
        np.array([row[2] for row in ordered], np.float32),
    )


def _foretold(
    score: Callable[[npt.NDArray[np.int64]], F64], data: Data, wanted: Mapping[int, list[int]]
) -> dict[str, float]:
    people = np.array(sorted(wanted), np.int64)
    sums = np.zeros(2)
    scores = np.asarray(score(people), np.float64)
    for own, person in zip(scores, people.tolist(), strict=True):
        ranked = own.copy()
        starts = data.watched.starts
        ranked[data.watched.title[starts[person] : starts[person + 1]]] = -np.inf
        sums += recall_and_ndcg(ranked, np.array(wanted[person], np.int32))
    recall, ndcg = (sums / people.size).tolist()
    return {"recall": recall, "ndcg": ndcg}
