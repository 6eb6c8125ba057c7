"""Splitting a sum in one pass gives what one question for each value, cell and span gives."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest

from keyart import session
from keyart.core.errors import TooManyGroups
from keyart.core.zones import slot_bound
from keyart.query import Query, owner
from keyart.query.moments import measure_parts, measure_split
from keyart.query.planning.model import model_of
from keyart.query.split import Split, SplitAnswer
from keyart.session import Store

START = datetime(2026, 3, 1, tzinfo=UTC)
DAYS = 60
COUNTRIES = ("DE", "FR", "US", None)
GENRES = {"a": ["x", "y"], "b": ["y"], "c": [], "d": ["z"], "e": ["x", "y", "z"]}
NUMBERS = {"x": 0, "y": 1, "z": 2}
VALUES = {title: [NUMBERS[genre] for genre in listed] for title, listed in GENRES.items()}
SPANS = (
    {"since": "2026-03-31", "until": "2026-04-20"},
    {"since": "2026-03-11", "until": "2026-03-31"},
)
LISTS = ("list:even", "list:few")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return a store of several segments, with plays that grew, and rows without a country."""
    random = np.random.default_rng(1)
    titles = [{"title_id": t, "name": t, "genres": genres} for t, genres in GENRES.items()]
    plays: list[dict[str, Any]] = [
        {
            "event_id": str(number),
            "ts": START + timedelta(minutes=int(random.integers(DAYS * 1440))),
            "profile_id": f"p{random.integers(200)}",
            # The catalogue doesn't know f.
            "title_id": str(random.choice([*GENRES, "f"])),
            "country": COUNTRIES[random.choice(4, p=[0.6, 0.2, 0.1, 0.1])],
            "device": str(random.choice(["tv", "web"])),
            "seconds": float(random.integers(0, 4000)),
        }
        for number in range(4000)
    ]
    grown = [{**play, "seconds": play["seconds"] + 100} for play in plays[:200]]
    folder = tmp_path_factory.mktemp("splitting")
    with session.create(folder / "s.keyart") as made:
        made.ingest(titles=pa.Table.from_pylist(titles))
        for part in (plays[:2500], plays[2500:], grown):
            made.ingest(plays=pa.Table.from_pylist(part))
        made.audiences.put("list:even", [f"p{n}" for n in range(0, 200, 2)])
        made.audiences.put("list:few", [f"p{n}" for n in range(20)])
        yield made


@pytest.mark.parametrize("across", ["country", "region", None, "audience"])
@pytest.mark.parametrize(
    "rows",
    [
        {},
        {"where": {"device": "tv", "country": ["DE", "US"]}},
        {"audience": "list:even", "since": "2026-03-05", "until": "2026-04-20"},
    ],
    ids=["all", "where", "audience"],
)
def test_each_sum_is_that_of_a_question_of_its_own(
    store: Store, across: Any, rows: dict[str, Any]
) -> None:
    query = Query(("hours_viewed",), **rows)
    by = () if across is None else (across,)
    found = _split(store, query, across)
    for span, of in enumerate([query, *(replace(query, **one) for one in SPANS)]):
        for key, parts in _parts(store, of, "genre", *by).items():
            got = found.by_cell[:, span, NUMBERS[str(key[0])], _cell(found, by, key)]
            _check(got, parts, with_people=span == 0)
        for key, parts in _parts(store, of, *by).items():
            _check(found.by_cell[:, span, 3, _cell(found, by, key)], parts, with_people=span == 0)
        for (genre,), parts in _parts(store, of, "genre").items():
            _check(found.overall[:, span, NUMBERS[str(genre)]], parts, with_people=span == 0)
        # Where no question finds anything, nothing was added.
        cells = len(_parts(store, of, "genre", *by))
        assert np.count_nonzero(found.by_cell[0, span, :3]) == cells
    for key, parts in _parts(store, query, "title", *by).items():
        place = found.titles.index(str(key[0])), _cell(found, by, key)
        assert found.by_title[place] == pytest.approx(parts[0])
        assert found.watched[place] == (parts[3] > 0)
    for (country,), parts in _parts(store, query, "country").items() if across is None else ():
        assert found.by_country[found.countries.index(country), 0] == pytest.approx(parts[0])


def _split(store: Store, query: Query, across: Any) -> SplitAnswer:
    snapshot = store.snapshot()
    names = model_of(snapshot).names
    audiences = [names.audience(name) for name in LISTS] if across == "audience" else None
    spans = [tuple(slot_bound(at, "UTC") for at in one.values()) for one in SPANS]
    how = Split(VALUES, 3, None if audiences else across, audiences, spans)  # pyright: ignore[reportArgumentType]
    return measure_split(snapshot, owner(), query, how)


def _cell(found: SplitAnswer, by: tuple[str, ...], key: tuple[str | None, ...]) -> int:
    return found.cells.index(key[-1]) if by else 0


def _check(got: npt.NDArray[np.float64], wanted: list[float], *, with_people: bool) -> None:
    assert got[:3] == pytest.approx(wanted[:3])
    if with_people:
        assert got[3] == wanted[3]


def _parts(store: Store, query: Query, *by: str) -> dict[tuple[str | None, ...], list[float]]:
    """Return the parts of each group, without those that have no value or no cell."""
    asked = replace(query, by=by, audiences=LISTS if "audience" in by else None)
    found = measure_parts(store.snapshot(), owner(), asked)
    names = [found.keys.column(name).to_pylist() for name in by]
    sums = zip(found.y.tolist(), found.yy.tolist(), found.xy.tolist(), found.people.tolist(),
               strict=True)  # fmt: skip
    rows = {tuple(column[row] for column in names): [*each] for row, each in enumerate(sums)}
    return {key: parts for key, parts in rows.items() if None not in key}


def test_without_rows_all_is_zero(store: Store) -> None:
    query = Query(("hours_viewed",), where={"country": "ZZ"})
    for across, cells in ((None, [None]), ("country", [])):
        how = Split(VALUES, 3, across, None, ())  # pyright: ignore[reportArgumentType]
        found = measure_split(store.snapshot(), owner(), query, how)
        assert list(found.cells) == cells
        assert not found.overall.any()


def test_more_than_fits_in_memory_is_refused(tmp_path: Path) -> None:
    with session.create(tmp_path / "s.keyart") as store:
        play = {"ts": START, "profile_id": "p", "title_id": "t", "seconds": 60.0, "country": "DE"}
        store.ingest(plays=pa.Table.from_pylist([play]))
        how = Split({"t": [0]}, 1 << 24, "country", None, ())
        with pytest.raises(TooManyGroups, match="values"):
            measure_split(store.snapshot(), owner(), Query(("hours_viewed",)), how)
