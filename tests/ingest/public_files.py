"""Small downloads of public data sets, in each layout, and where the real ones are."""

import csv
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

REAL = Path(__file__).parents[3] / "shared" / "data"
MOVIELENS = REAL / "movielens-latest-small"
OPEN_BANDIT = REAL / "open-bandit"

needs_movielens = pytest.mark.skipif(
    not MOVIELENS.exists(), reason="the small edition of MovieLens is not at hand"
)
needs_open_bandit = pytest.mark.skipif(
    not OPEN_BANDIT.exists(), reason="the sample of the Open Bandit Dataset is not at hand"
)

Row = Sequence[object]

MOVIES: Sequence[Row] = [
    (1, "Toy Story (1995)", "Adventure|Animation"),
    (2, "American President, The (1995)", "Comedy"),
    (3, "Misérables, Les (1935) ", "Drama"),
    (4, "Babylon 5", "(no genres listed)"),
]
RATINGS: Sequence[Row] = [
    (1, 1, 5, 978300760),
    (1, 2, 2, 978300761),
    (2, 1, 3, 978300762),
    (2, 3, 4, 978300763),
    (3, 4, 1, 978300764),
]
TAGS: Sequence[Row] = [
    (1, 1, "Pixar", 978300770),
    (1, 1, "fun", 978300771),
    (2, 1, " pixar", 978300772),
    (2, 3, "Été", 978300773),
]
USERS: Sequence[Row] = [
    (1, "F", 1, 10, "48067"),
    (2, "M", 56, 16, "70072"),
    (3, "M", 25, 99, "55117"),
]

CSV_HEADS = {
    "ratings": ("userId", "movieId", "rating", "timestamp"),
    "movies": ("movieId", "title", "genres"),
    "tags": ("userId", "movieId", "tag", "timestamp"),
}


def movielens_csv(folder: Path, **changes: Iterable[Row]) -> Path:
    """Write an edition as it has been published since 2015; `changes` are rows of its files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in {"ratings": RATINGS, "movies": MOVIES, "tags": TAGS, **changes}.items():
        write_csv(folder / f"{name}.csv", CSV_HEADS[name], rows)
    return folder


def movielens_dat(folder: Path, encoding: str = "latin-1", **changes: Iterable[Row]) -> Path:
    """Write an edition as it was published before, with what the 1M edition says of people."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {"ratings": RATINGS, "movies": MOVIES, "tags": TAGS, "users": USERS, **changes}
    for name, rows in files.items():
        lines = ("::".join(map(str, row)) + "\n" for row in rows)
        (folder / f"{name}.dat").write_bytes("".join(lines).encode(encoding))
    return folder


LAYOUTS: Mapping[str, Callable[[Path], Path]] = {
    "csv": movielens_csv,
    "dat": movielens_dat,
    "dat in UTF-8": lambda folder: movielens_dat(folder, "utf-8"),
    "zip of csv": lambda folder: zipped(movielens_csv(folder / "ml-small")),
    "zip of dat": lambda folder: zipped(movielens_dat(folder / "ml-1m")),
}

SHOWN: Sequence[Mapping[str, Any]] = [
    {"timestamp": "2019-11-24 00:00:34.762830+00:00", "item_id": 14, "position": 3, "click": 0},
    {"timestamp": "2019-11-24 00:01:12+00:00", "item_id": 2, "position": 1, "click": 1},
    {"timestamp": "2019-11-25 10:00:00.5+00:00", "item_id": 14, "position": 2, "click": 0},
    {"timestamp": "2019-11-26 11:00:00+00:00", "item_id": 0, "position": 1, "click": 1},
]


def open_bandit(folder: Path, **changes: Any) -> Path:
    """Write both policies of the campaign `all` beside their descriptions of articles.

    `changes` are values of every row.
    """
    for policy, propensity in (("random", 0.0125), ("bts", 0.25)):
        rows = [
            {"": k, **row, "propensity_score": propensity, "user_feature_0": f"u{k % 2}", **changes}
            for k, row in enumerate(SHOWN)
        ]
        write_log(folder / policy, "all", rows)
    return folder


def open_bandit_full(folder: Path) -> Path:
    """Write two campaigns of both policies, each in a folder of its own."""
    for policy in ("random", "bts"):
        for campaign in ("all", "men"):
            rows = [{"": k, **row, "propensity_score": 0.5} for k, row in enumerate(SHOWN)]
            write_log(folder / policy / campaign, campaign, rows)
    return folder


def write_log(folder: Path, campaign: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write what was shown in a campaign, and of which articles: 0, 2 and 14."""
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(folder / f"{campaign}.csv", list(rows[0]), [list(row.values()) for row in rows])
    head = ("", "item_id", "item_feature_0", "item_feature_1")
    items = [(k, item, f"{item / 10}", f"{folder.name}{k}") for k, item in enumerate((0, 2, 14))]
    write_csv(folder / "item_context.csv", head, items)


def write_csv(path: Path, head: Sequence[str], rows: Iterable[Row]) -> None:
    """Write a file of CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *rows])


def zipped(folder: Path) -> Path:
    """Return a zip file beside a folder, with the folder in it."""
    target = folder.with_suffix(".zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(folder.parent))
    return target
