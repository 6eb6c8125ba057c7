"""What affinities are called on public catalogues, beside the titles that people would judge by.

- `movielens`: the small edition of 2016: ratings of 1996 to 2016 as viewing, genres, few tags;
- `movielens-100k`: ratings of 1997 and 1998; three quarters of the films are of the nineties. The
  files `u.data` and `u.item` are looked for in the folder `ml-100k` beside the other data sets;
- `wikipedia`: films of three decades with the genres of Wikipedia's editors; who watches them is
  made up: each person has one to three of `LIKES`, and watches what is famous, too.

A name is right if a person who looks at the ten strongest titles would use it. docs/audiences.md
keeps such judgements.
"""

import csv
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

import keyart
from benchmarks.options import Options
from benchmarks.tastes import MOVIELENS

PUBLIC = MOVIELENS.parent
ML_100K = PUBLIC / "ml-100k"
WIKIPEDIA = PUBLIC / "wikipedia-movies"
SHOWN = 10

LIKES: tuple[Mapping[str, float], ...] = (
    {"Horror": 1, "Slasher": 1, "Supernatural": 1}, {"Animated": 1.4, "Family": 1},
    {"Romance": 1, "Comedy": 0.7, "Drama": -0.3}, {"Crime": 1, "Noir": 1, "Thriller": 0.7},
    {"Superhero": 1.2, "Science Fiction": 0.7, "Action": 0.5}, {"War": 1.2, "Historical": 0.8},
    {"Sports": 1.4, "Biography": 0.6}, {"Documentary": 2}, {"Western": 2},
    {"Musical": 1.6, "Dance": 1}, {"Teen": 1.4, "Comedy": 0.4},
    {"Martial Arts": 1.5, "Spy": 1, "Action": 0.6}, {"Fantasy": 1.1, "Adventure": 1},
    {"Independent": 1, "Drama": 0.8, "Biography": 0.4},
)  # fmt: skip
"""How much each taste is drawn by genres."""
FILMS, PEOPLE, DRAWN = 1_500, 4_000, 1.9
"""So many films, the longest described first; people; and how strongly genres draw them."""
GENRES_100K = (
    "unknown", "Action", "Adventure", "Animation", "Children's", "Comedy", "Crime", "Documentary",
    "Drama", "Fantasy", "Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi",
    "Thriller", "War", "Western",
)  # fmt: skip


def measure(options: Options) -> dict[str, Any]:
    """Return the names, members and strongest titles of each catalogue's affinities."""
    folder = options.data / "names"
    folder.mkdir(parents=True, exist_ok=True)
    found: dict[str, Any] = {}
    for name, (needs, fill) in CATALOGUES.items():
        if not needs.exists():
            print(f"  {needs.name} is not at hand")
            continue
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir()
        with keyart.create(folder / name / "names.keyart") as store:
            fill(store, folder / name)
            affinities = store.audiences.fit().affinities
        found[name] = [
            {
                "name": a.suggested,
                "members": a.members,
                "titles": [t.name for t in a.titles[:SHOWN]],
            }
            for a in affinities
        ]
        for one in found[name]:
            print(f"  {name}: {one['name']}: {'; '.join(one['titles'])}", flush=True)
    return {"catalogues": found}


def _movielens(store: keyart.Store, _: Path) -> None:
    store.import_movielens(MOVIELENS)


def _movielens_100k(store: keyart.Store, folder: Path) -> None:
    """Import the edition of 1998, written as later editions are."""
    with (ML_100K / "u.item").open(encoding="latin-1") as file:
        films = list(csv.reader(file, delimiter="|", quoting=csv.QUOTE_NONE))
    rows = [["movieId", "title", "genres"]]
    for film in films:
        flags = zip(GENRES_100K[1:], film[6:], strict=True)
        rows.append([film[0], film[1], "|".join(genre for genre, flag in flags if flag == "1")])
    _write(folder / "movies.csv", rows)
    with (ML_100K / "u.data").open(encoding="ascii") as file:
        ratings = list(csv.reader(file, delimiter="\t"))
    _write(folder / "ratings.csv", [["userId", "movieId", "rating", "timestamp"], *ratings])
    store.import_movielens(folder)


def _write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def _wikipedia(store: keyart.Store, _: Path) -> None:
    films = _films()
    titles = [
        {"title_id": f"w{at}", "name": film["title"], "genres": film["genres"] or None,
         "synopsis": film["extract"], "launched_at": f"{film['year']}-01-01",
         "runtime_seconds": 6000.0}
        for at, film in enumerate(films)
    ]  # fmt: skip
    store.ingest(titles=pa.Table.from_pylist(titles), plays=pa.Table.from_pylist([*_plays(films)]))


def _films() -> list[dict[str, Any]]:
    texts = [(WIKIPEDIA / f"movies-{d}s.json").read_text("utf-8") for d in (1990, 2000, 2010)]
    every = {(f["title"], f["year"]): f for text in texts for f in json.loads(text)}
    told = [film for film in every.values() if film.get("extract")]
    return sorted(told, key=lambda film: (-len(film["extract"]), film["title"]))[:FILMS]


def _plays(films: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    rng = np.random.default_rng(1)
    fame = np.exp(rng.normal(0, 1, len(films)))
    drawn = [[min(2.2, sum(own.get(g, 0) for g in f["genres"])) for f in films] for own in LIKES]
    liked = fame * np.exp(DRAWN * np.array(drawn))
    liked /= liked.sum(axis=1, keepdims=True)
    first = datetime(2026, 1, 1, tzinfo=UTC)
    for person in range(PEOPLE):
        own = rng.choice(len(LIKES), rng.integers(1, 4), replace=False)
        chance = 0.35 * fame / fame.sum() + 0.65 * liked[own].mean(axis=0)
        for film in rng.choice(len(films), int(rng.integers(12, 50)), replace=False, p=chance):
            yield {
                "ts": first + timedelta(minutes=15 * int(rng.integers(9_600))),
                "profile_id": f"p{person}",
                "title_id": f"w{film}",
                "seconds": float(rng.integers(1_800, 6_000)),
            }


CATALOGUES: Mapping[str, tuple[Path, Callable[[keyart.Store, Path], None]]] = {
    "movielens": (MOVIELENS, _movielens),
    "movielens-100k": (ML_100K, _movielens_100k),
    "wikipedia": (WIKIPEDIA, _wikipedia),
}
