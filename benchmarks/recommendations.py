"""Which model recommends best what people play later: `python -m benchmarks recommendations`.

Each store holds only what was played before a cut. The models learn from it, and rank the titles
that a person has not seen. What the person played after the cut, and had not seen before, is what
should have been among the first 20. Results are means over people, with bootstrap intervals over
people at 95%; people who had watched fewer than `COLD` titles are counted apart.

- `demo`: the small demo world, cut four weeks before its end; plays of at least two minutes count.
- `movielens`: the small edition of 2016 (`../shared/data`, if it is there). People rate everything
  within days, so each person's own ratings are split: the last fifth is later. Films rated 4 or
  more should be among the first 20.

The models:

- `popularity`: what most people watched in the person's country in the last 28 days (MovieLens: in
  all).
- `popularity in affinities`: what is watched by the members of each of their affinities, by
  strength, and by everybody in their country.
- `tastes`: the affinities' forecast.
- `item-kNN`: the cosine of titles' viewers, with the 50 nearest titles.
- `ALS`: implicit factors (Hu, Koren, Volinsky 2008), by the library implicit.
- `EASE`: a linear model of titles by titles (Steck 2019), as Keyart learns it.
- `EASE + popularity`: both, standardised by person and added.
- `keyart, no diversity`: EASE, tastes and, for people who have watched little, popularity.
- `keyart`: the same with the default diversity.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from importlib import import_module
from pathlib import Path
from shutil import copyfile
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
from scipy.sparse import csr_array, diags_array

import keyart
from benchmarks.options import Options, options, parser
from keyart.audiences.affinities import WatchedTitles
from keyart.audiences.affinities.mixture import predict_shares
from keyart.core.ids import keys
from keyart.curation.affinities import current_fit, model_of
from keyart.curation.watched import viewing_of
from keyart.query import owner
from keyart.query.lookups import series_of
from keyart.recommendations.learning import TitleModel, title_model
from keyart.recommendations.ranking import Forecasts, chances, order, tastes_of
from keyart.session import Store
from keyart.store import key_texts

F64 = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

FIRST = 20
COLD = 5
MOST_PEOPLE = 4_000
AT_ONCE = 500
NEIGHBOURS = 50
BOOTSTRAPS = 2_000
TAIL = 0.8
"""The long tail is this share of titles, the least watched."""
UNTIL = date(2026, 6, 1)
CUT = datetime(2026, 5, 4, tzinfo=UTC)
RECENT = timedelta(days=28)
LEAST_SECONDS = 120
LIKED = 4.0
MOVIELENS = Path(__file__).parents[2] / "shared" / "data" / "movielens-latest-small"
DISCOUNT = 1 / np.log2(np.arange(2, FIRST + 2))


@dataclass(frozen=True, eq=False)
class Split:
    """What people watched before the cut, and what they should be recommended.

    Titles are numbered as in the title model: those with five viewers or more.

    Attributes:
        recent: how many people watched each title in the last 28 days, by market, [c, m].
        later: the titles that people watched later, by their places in `watched`.
    """

    store: Store
    watched: WatchedTitles
    recent: F64
    later: Mapping[int, Ints]

    @cached_property
    def model(self) -> TitleModel:
        """What Keyart learns."""
        return title_model(self.store.snapshot())

    @cached_property
    def matrix(self) -> Any:
        """How much each person watched of each title, [p, m]."""
        return csr_array(self.model.matrix(self.watched), dtype=np.float64)

    def part(self, rows: Ints) -> WatchedTitles:
        """Return what some people watched, whose places ascend."""
        flags = np.zeros(self.watched.profiles, np.bool_)
        flags[rows] = True
        return self.watched.of_profiles(flags)


Scores = Callable[[Ints], F64]
"""Returns the scores of all titles for some people, [q, m]; what they saw is left out later."""


def by_popularity(split: Split) -> Scores:
    usual = split.recent + 1e-9 * np.asarray(split.matrix.sum(axis=0)).ravel()
    return lambda rows: usual[split.watched.market[rows]]


def by_popularity_in_affinities(split: Split) -> Scores:
    snapshot = split.store.snapshot()
    fit = current_fit(snapshot)
    place = np.full(snapshot.profiles, -1)
    place[split.watched.profile] = np.arange(split.watched.profiles)
    share = np.zeros((split.watched.profiles, len(fit.profiles)))
    for at, name in enumerate(sorted(fit.profiles)):
        rows = place[fit.profiles[name]]
        share[rows[rows >= 0], at] = fit.strengths[name][rows >= 0]
    of_affinity = _parts(np.asarray((split.matrix.T @ share).T))
    usual = by_popularity(split)

    def scores(rows: Ints) -> F64:
        rest = np.maximum(1 - share[rows].sum(axis=1, keepdims=True), 0.05)
        return share[rows] @ of_affinity + rest * _parts(usual(rows))

    return scores


def by_tastes(split: Split) -> Scores:
    snapshot = split.store.snapshot()
    tastes = tastes_of(snapshot, split.model)
    assert tastes is not None
    mixture = model_of(current_fit(snapshot)).mixture.chance()
    shares = predict_shares(mixture, split.watched.of_titles(tastes.of_works), 2)
    known = tastes.number >= 0

    def scores(rows: Ints) -> F64:
        found = np.zeros((rows.size, known.size))
        for place, row in enumerate(rows.tolist()):
            chance = mixture[split.watched.market[row]][tastes.number[known]]
            found[place, known] = chance @ shares[row]
        return found

    return scores


def by_neighbours(split: Split) -> Scores:
    x = split.matrix
    norm = np.sqrt(np.asarray((x * x).sum(axis=0)).ravel())
    scaled = x @ diags_array(1 / np.maximum(norm, 1e-9))
    alike = np.asarray((scaled.T @ scaled).todense())
    np.fill_diagonal(alike, 0)
    if alike.shape[0] > NEIGHBOURS:
        alike[alike < np.partition(alike, -NEIGHBOURS, axis=0)[-NEIGHBOURS]] = 0
    return lambda rows: np.asarray(x[rows] @ alike)


def by_als(split: Split) -> Scores:
    als = import_module("implicit.als").AlternatingLeastSquares(
        factors=24, regularization=0.1, alpha=10, random_state=1, num_threads=2
    )
    als.fit(split.matrix.astype(np.float32), show_progress=False)
    people, titles = np.asarray(als.user_factors), np.asarray(als.item_factors)
    return lambda rows: (people[rows] @ titles.T).astype(np.float64)


def by_ease(split: Split) -> Scores:
    return lambda rows: np.asarray(split.matrix[rows] @ split.model.weight)


def by_ease_and_popularity(split: Split) -> Scores:
    ease, usual = by_ease(split), by_popularity(split)
    return lambda rows: _standard(ease(rows)) + _standard(np.log(usual(rows) + 1e-7))


def by_keyart(split: Split) -> Scores:
    forecasts = Forecasts.of(split.store.snapshot(), owner(), split.model)
    return lambda rows: forecasts.score(split.part(rows)).astype(np.float64)


MODELS: Mapping[str, Callable[[Split], Scores]] = {
    "popularity": by_popularity,
    "popularity in affinities": by_popularity_in_affinities,
    "tastes": by_tastes,
    "item-kNN": by_neighbours,
    "ALS": by_als,
    "EASE": by_ease,
    "EASE + popularity": by_ease_and_popularity,
    "keyart, no diversity": by_keyart,
    "keyart": by_keyart,
}
DIVERSITY = {"keyart": 0.3}


def _parts(values: F64) -> F64:
    return values / np.maximum(values.sum(axis=1, keepdims=True), 1e-9)


def _even(scores: Scores) -> Scores:
    """Return scores of one scale, in the same order."""
    return lambda rows: _standard(scores(rows))


def _standard(values: F64) -> F64:
    spread = np.maximum(values.std(axis=1, keepdims=True), 1e-9)
    return (values - values.mean(axis=1, keepdims=True)) / spread


def measure(options: Options) -> dict[str, Any]:
    """Return the scores of each model on each data set, for warm and for cold people."""
    folder = options.data / "recommendations"
    folder.mkdir(parents=True, exist_ok=True)
    found: dict[str, Any] = {}
    for name, make in (("demo", _demo), ("movielens", _movielens)):
        split = make(folder, options.threads)
        if split is None:
            print("  MovieLens is not at hand: demo only", flush=True)
            continue
        with split.store:
            found[name] = _measure(split)
    return found


def _measure(split: Split) -> dict[str, Any]:
    titles = np.diff(split.watched.starts)
    everyone = np.array(sorted(split.later), np.int64)
    rng = np.random.default_rng(1)
    groups = {
        name: np.sort(rng.permutation(rows)[:MOST_PEOPLE])
        for name, rows in (
            ("warm", everyone[titles[everyone] >= COLD]),
            ("cold", everyone[titles[everyone] < COLD]),
        )
        if rows.size
    }
    viewers = np.bincount(split.matrix.indices, minlength=split.model.size)
    tail = np.zeros(viewers.size, np.bool_)
    tail[np.argsort(viewers, kind="stable")[: round(TAIL * viewers.size)]] = True
    found: dict[str, Any] = {"titles": split.model.size}
    for group, rows in groups.items():
        best: dict[str, F64] = {}
        found[group] = {"people": int(rows.size), "models": {}}
        for name, make in MODELS.items():
            scores = make(split) if make is by_keyart else _even(make(split))
            each, lists = _ask(split, scores, rows, DIVERSITY.get(name, 0.0))
            best[name] = each
            found[group]["models"][name] = {
                "recall": _interval(each[:, 0]),
                "ndcg": _interval(each[:, 1]),
                "coverage": np.unique(lists[lists >= 0]).size / split.model.size,
                "tail": float(tail[lists[lists >= 0]].mean()),
            }
            print(f"  {group}, {name}: {found[group]['models'][name]['recall']}", flush=True)
        for name, each in best.items():
            difference = best["keyart"] - each
            found[group]["models"][name]["ahead"] = [_interval(difference[:, at]) for at in (0, 1)]
    return found


def _ask(split: Split, scores: Scores, rows: Ints, diversity: float) -> tuple[F64, Ints]:
    """Return recall@20 and NDCG@20 of each person, [p, 2], and what they are recommended."""
    each: list[tuple[float, float]] = []
    lists: list[Ints] = []
    for first in range(0, rows.size, AT_ONCE):
        some = rows[first : first + AT_ONCE]
        unseen = np.ones((some.size, split.model.size), np.bool_)
        unseen[split.matrix[some].nonzero()] = False
        parts = chances(scores(some).astype(np.float32), unseen)
        chosen, _ = order(np.maximum(parts, 1e-30) * unseen, split.model.alike, FIRST, diversity)
        lists.append(chosen)
        for row, ranked in zip(some.tolist(), chosen, strict=True):
            hits = np.isin(ranked, split.later[row])
            ideal = min(FIRST, split.later[row].size)
            each.append((hits.sum() / ideal, float(hits @ DISCOUNT / DISCOUNT[:ideal].sum())))
    return np.array(each), np.concatenate(lists)


def _interval(values: F64) -> tuple[float, float, float]:
    """Return the mean with its bootstrap interval at 95%."""
    rng = np.random.default_rng(7)
    drawn = rng.integers(0, values.size, (BOOTSTRAPS, values.size))
    means = np.array([values[places].mean() for places in drawn])
    return float(values.mean()), *np.quantile(means, (0.025, 0.975)).tolist()


def _demo(folder: Path, threads: int) -> Split:
    from keyart_demo.world import SIZES, World, write  # noqa: PLC0415 - an optional package

    world = folder / "world"
    if not (folder / "demo.keyart").exists():
        write(World(SIZES["small"], 1, UNTIL), world, processes=threads)
    parts = [ds.dataset(world / "plays"), ds.dataset(world / "late" / "plays")]
    plays = pa.concat_tables([part.to_table() for part in parts], promote_options="permissive")
    before = pc.less(plays["ts"], pa.scalar(CUT))
    if not (folder / "demo.keyart").exists():
        with keyart.create(folder / "demo.keyart") as store:
            store.ingest(
                titles=world / "titles.parquet",
                profiles=world / "profiles.parquet",
                plays=plays.filter(before),
            )
            store.audiences.fit()
    later = plays.filter(
        pc.and_(pc.invert(before), pc.greater_equal(plays["seconds"], LEAST_SECONDS))
    )
    after = pc.greater_equal(plays["ts"], pa.scalar(CUT - RECENT))
    recent = plays.filter(pc.and_(before, after))
    return _split(folder / "demo.keyart", later, recent)


def _movielens(folder: Path, threads: int) -> Split | None:
    del threads
    if not MOVIELENS.exists():
        return None
    rated: dict[str, list[tuple[int, str, float]]] = defaultdict(list)
    with (MOVIELENS / "ratings.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rated[row["userId"]].append(
                (int(row["timestamp"]), row["movieId"], float(row["rating"]))
            )
    first = {person: sorted(own)[: len(own) * 4 // 5] for person, own in rated.items()}
    last = {person: sorted(own)[len(own) * 4 // 5 :] for person, own in rated.items()}
    if not (folder / "movielens.keyart").exists():
        (folder / "movielens").mkdir(exist_ok=True)
        for name in ("movies.csv", "tags.csv", "links.csv"):
            copyfile(MOVIELENS / name, folder / "movielens" / name)
        with (folder / "movielens" / "ratings.csv").open("w", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["userId", "movieId", "rating", "timestamp"])
            writer.writerows((p, f, stars, at) for p, own in first.items() for at, f, stars in own)
        with keyart.create(folder / "movielens.keyart") as store:
            store.import_movielens(folder / "movielens")
            store.audiences.fit()
    later = [(p, f) for p, own in last.items() for _, f, stars in own if stars >= LIKED]
    recent = [(p, f) for p, own in first.items() for _, f, _ in own]
    return _split(folder / "movielens.keyart", _plays(later), _plays(recent))


def _plays(pairs: Sequence[tuple[str, str]]) -> pa.Table:
    ids, titles = zip(*pairs, strict=True)
    nowhere = pa.nulls(len(ids), pa.string())
    return pa.table({"profile_id": ids, "title_id": titles, "country": nowhere})


def _split(path: Path, later: pa.Table, recent: pa.Table) -> Split:
    store = keyart.open(path)
    snapshot = store.snapshot()
    model = title_model(snapshot)
    viewing = viewing_of(snapshot)
    (watched,) = viewing.parts()
    place = dict(
        zip(key_texts(snapshot, watched.profile).to_pylist(), range(watched.profiles), strict=True)
    )
    markets = {name: at for at, name in enumerate(viewing.markets)}
    counts = np.zeros((len(markets) + 1, model.size))
    for _, title, country in set(_known(snapshot, model, recent)):
        counts[markets.get(country or "", len(markets)), title] += 1
    if not counts[:-1].any():
        counts[:] = counts[-1]
    seen = model.matrix(watched)
    targets: dict[int, set[int]] = defaultdict(set)
    for person, title, _ in set(_known(snapshot, model, later)):
        if person in place:
            targets[place[person]].add(title)
    unseen = {
        row: np.array(sorted(titles - set(seen.indices[seen.indptr[row] : seen.indptr[row + 1]])))
        for row, titles in targets.items()
    }
    return Split(store, watched, counts, {row: own for row, own in unseen.items() if own.size})


def _known(
    snapshot: Any, model: TitleModel, plays: pa.Table
) -> Iterator[tuple[str, int, str | None]]:
    """Yield the person's key, the title's number and the country of plays of the model's titles."""
    ids: list[str] = plays["profile_id"].cast(pa.string()).to_pylist()
    people = list(dict.fromkeys(ids))
    hashes = keys(snapshot.salt, people)
    key = {p: f"{int(h):016x}{int(low):016x}" for p, (h, low) in zip(people, hashes, strict=True)}
    titles = plays["title_id"].cast(pa.string()).combine_chunks()
    roots: list[str] = series_of(snapshot.titles, titles).to_pylist()
    number: dict[str, int] = {
        model.works[work]: at for at, work in enumerate(model.work_of.tolist())
    }
    countries: list[str | None] = plays["country"].cast(pa.string()).to_pylist()
    for person, root, country in zip(ids, roots, countries, strict=True):
        if root in number:
            yield key[person], number[root], country


def table(found: Mapping[str, Any]) -> list[str]:
    """Return the lines of results as tables in Markdown."""
    lines: list[str] = []
    for data, result in found.items():
        for group in ("warm", "cold"):
            if group not in result:
                continue
            people, titles = result[group]["people"], result["titles"]
            who = "at least" if group == "warm" else "fewer than"
            watched = f"{people:,} people who had watched {who} {COLD} titles"
            lines += [f"**{data}**, {watched}, {titles:,} titles:", ""]
            heads = ("model", "recall@20", "NDCG@20", "coverage", "long tail")
            heads = (*heads, "keyart ahead: recall", "keyart ahead: NDCG")
            lines += [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
            for name, scores in result[group]["models"].items():
                figures = [_words(scores[measure]) for measure in ("recall", "ndcg")]
                shares = [f"{scores[measure]:.0%}" for measure in ("coverage", "tail")]
                ahead = [_words(scores["ahead"][at], "+") for at in (0, 1)]
                ahead = ["–", "–"] if name == "keyart" else ahead
                lines.append(f"| {' | '.join([name, *figures, *shares, *ahead])} |")
            lines.append("")
    return lines


def _words(interval: Sequence[float], sign: str = "") -> str:
    value, low, high = interval
    return f"{value:{sign}.3f} ({low:{sign}.3f} to {high:{sign}.3f})"


if __name__ == "__main__":
    print("\n".join(table(measure(options(parser().parse_args(sys.argv[1:]))))))
