"""How facts add up, and how they are sorted."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pytest

from keyart.attribute import Facts, attribute
from keyart.core.facts import EXPOSURE_SUMS, MISSING, SLOT_MICROSECONDS, VIEWING_SUMS
from keyart.core.settings import Settings
from keyart.core.vocabulary import Vocabulary
from tests.attribute.parts import Encoder
from tests.oracles.attribution import DAY, SECOND, Custom, Row

pytestmark = pytest.mark.kernels

NOON = 1_767_268_800 * SECOND
SLOT = NOON // SLOT_MICROSECONDS


def shown(ts: int = NOON, **more: object) -> Row:
    return {"ts": ts, "profile_id": "p", "title_id": "t", "asset_id": "a", **more}


def played(seconds: float, ts: int = NOON + 1, **more: object) -> Row:
    return {"ts": ts, "profile_id": "p", "title_id": "t", "seconds": seconds, **more}


def facts(
    impressions: Sequence[Row],
    plays: Sequence[Row] = (),
    titles: Sequence[Row] = (),
    custom: Custom | None = None,
    settings: Settings | None = None,
) -> tuple[list[Row], list[Row]]:
    """Return the exposure and the viewing facts, decoded; sums that are 0 are left away."""
    encoder = Encoder(titles, custom or Custom())
    tables = encoder.impressions(impressions), encoder.plays(plays)
    made = attribute(*tables, encoder.rules(settings), encoder.vocabularies)
    decoded = [encoder.decode(table) for table in (made.exposure, made.viewing)]
    exposure, viewing = (
        [{k: v for k, v in row.items() if v not in (0, None)} for row in rows] for rows in decoded
    )
    return exposure, viewing


HERE: Row = {"title": "t", "profile": "p", "slot": SLOT, "asset": "a"}
THERE: Row = {"title": "t", "profile": "p", "slot": SLOT}


def test_equal_impressions_of_one_slot_are_one_fact() -> None:
    end = NOON + SLOT_MICROSECONDS
    rows = [shown(), shown(end - 1), shown(end), shown(device="tv")]
    assert facts(rows)[0] == [
        HERE | {"impressions": 2},
        HERE | {"device": "tv", "impressions": 1},
        HERE | {"slot": SLOT + 1, "impressions": 1},
    ]


def test_a_play_counts_where_and_when_its_impression_was() -> None:
    impressions = [shown(country="DE", device="tv", placement="hero", position=3, phase="explore")]
    plays = [played(600.0, NOON + DAY, country="LU", device="web"), played(20.0, NOON + 5)]
    exposure, viewing = facts(impressions, plays)
    where = {"country": "DE", "device": "tv", "placement": "hero"}
    assert exposure == [
        HERE
        | where
        | {"position": "3", "phase": "explore", "impressions": 1, "plays": 2}
        | {"qualified_plays": 1, "short_plays": 1, "watch_ms": 600_000}
    ]
    assert viewing == [
        THERE | {"reason": "too_short", "starts": 1, "watch_ms": 20_000},
        THERE
        | {"slot": SLOT + 96, "country": "LU", "device": "web"}
        | {"starts": 1, "active_starts": 1, "watch_ms": 600_000},
    ]


def test_an_episodes_play_counts_under_the_series_impression() -> None:
    titles: list[Row] = [{"title_id": "s"}, {"title_id": "e", "parent_title_id": "s"}]
    exposure, viewing = facts([shown(title_id="s")], [played(600.0, title_id="e")], titles)
    assert [(row["title"], row["qualified_plays"]) for row in exposure] == [("s", 1)]
    assert [(row["title"], row["starts"]) for row in viewing] == [("e", 1)]


def test_plays_without_impression_are_viewing_only() -> None:
    impressions = [shown(NOON - 2 * DAY)]
    plays = [played(600.0), played(60.0), played(600.0, title_id="u")]
    exposure, viewing = facts(impressions, plays)
    assert exposure == [HERE | {"slot": SLOT - 192, "impressions": 1}]
    assert viewing == [
        THERE
        | {"reason": "outside_window", "starts": 2, "active_starts": 1}
        | {"unattributed_plays": 2, "watch_ms": 660_000},
        THERE
        | {"title": "u", "reason": "no_impression", "starts": 1, "active_starts": 1}
        | {"unattributed_plays": 1, "watch_ms": 600_000},
    ]


@pytest.mark.parametrize(
    ("play", "runtime", "known", "completed"),
    [
        (played(120.0), None, 0, 0),
        (played(900.0), 1000.0, 1, 1),
        (played(899.999), 1000.0, 1, 0),
        (played(5000.0), 1000.0, 1, 1),
        (played(120.0, fraction=0.9), None, 1, 1),
        (played(5000.0, fraction=0.8999), 1000.0, 1, 0),
        (played(120.0, fraction=0.0), None, 1, 0),
        (played(119.0, fraction=1.0), 100.0, 0, 0),
    ],
)
def test_completions_are_of_qualified_plays_whose_fraction_is_known(
    play: Row, runtime: float | None, known: int, completed: int
) -> None:
    titles: list[Row] = [{"title_id": "t", "runtime_seconds": runtime}]
    for impressions in ([shown()], []):
        exposure, viewing = facts(impressions, [play], titles)
        for row in (*exposure, *viewing):
            assert row.get("completion_known", 0) == known
            assert row.get("completions", 0) == completed


def test_hooks_and_holds() -> None:
    rows = [shown(media_seconds=s) for s in (None, 0.0, 2.999, 3.0, 14.999, 15.0)]
    assert facts(rows)[0] == [HERE | {"impressions": 6, "hooks": 3, "holds": 1}]


def test_inverse_propensities_add_up_in_whole_millionths() -> None:
    rows = [shown(propensity=p) for p in (0.25, 0.3, 0.3, 1.0, None)]
    exposure = facts(rows)[0]
    assert exposure == [
        HERE | {"impressions": 5, "inverse_propensity": 4_000_000 + 2 * 3_333_333 + 1_000_000}
    ]


def test_an_impression_weighs_a_million_others_at_most() -> None:
    rows = [shown(position=i, propensity=p) for i, p in enumerate((1e-6, 1e-9, 5e-324))]
    assert [row["inverse_propensity"] for row in facts(rows)[0]] == [10**12] * 3


def test_a_play_adds_no_weight() -> None:
    exposure, _ = facts([shown(propensity=0.5)], [played(600.0), played(20.0)])
    assert [(row["plays"], row["inverse_propensity"]) for row in exposure] == [(2, 2_000_000)]


def test_custom_dimensions_and_sums() -> None:
    custom = Custom(("cell",), ("cost", "clicks"))
    rows = [
        shown(cell="x", cost=0.1, clicks=2.0),
        shown(cell="x", cost=0.2),
        shown(cell="y", cost=-1.0),
        shown(),
    ]
    assert facts(rows, custom=custom)[0] == [
        HERE | {"impressions": 1},
        HERE | {"x_cell": "x", "impressions": 2, "s_cost": 300_000, "s_clicks": 2_000_000},
        HERE | {"x_cell": "y", "impressions": 1, "s_cost": -1_000_000},
    ]


def test_nothing_gives_empty_facts_with_all_columns() -> None:
    encoder = Encoder(custom=Custom(("cell",), ("cost",)))
    made = attribute(
        encoder.impressions([]), encoder.plays([]), encoder.rules(), encoder.vocabularies
    )
    dimensions = ["asset", "country", "device", "placement", "position", "phase", "x_cell"]
    assert made.exposure.num_rows == made.viewing.num_rows == 0
    assert made.exposure.schema == pa.schema(
        [
            ("title", pa.int32()),
            ("profile", pa.uint32()),
            ("slot", pa.uint32()),
            *((name, pa.int32()) for name in dimensions),
            *((name, pa.int64()) for name in (*EXPOSURE_SUMS, "s_cost")),
        ]
    )
    assert made.viewing.schema == pa.schema(
        [
            ("title", pa.int32()),
            ("profile", pa.uint32()),
            ("slot", pa.uint32()),
            *((name, pa.int32()) for name in ("country", "device", "reason")),
            *((name, pa.int64()) for name in VIEWING_SUMS),
        ]
    )


def wide_part(rows: int, wide: bool, seed: int) -> Facts:
    """Attribute random rows whose codes need few or (with `wide`) more than 64 bits."""
    random = np.random.default_rng(seed)
    sizes = {"title": 3, "asset": 4, "country": 3, "device": 2, "placement": 3, "position": 2}
    sizes |= {"phase": 2, "x_one": 3, "x_two": 2}
    top = 2**31 - 2 if wide else 100

    def codes(name: str) -> np.ndarray:
        scale = 1 if name in ("title", "placement") else top // sizes[name]
        return (random.integers(-1, sizes[name], rows) * scale).clip(-1).astype(np.int32)

    profile = random.integers(0, 4, rows) * (2**30 if wide else 1)
    impressions: dict[str, object] = {"profile": profile.astype(np.uint32)}
    impressions |= {name: codes(name) for name in ("title", "asset")}
    impressions["ts"] = NOON + random.integers(0, 2 * SLOT_MICROSECONDS, rows)
    impressions["event_id"] = pa.nulls(rows, pa.string())
    for name in ("country", "device", "placement", "position", "phase"):
        impressions[name] = codes(name)
    for name in ("propensity", "visible_ms", "media_seconds"):
        impressions[name] = np.full(rows, np.nan)
    impressions |= {"x_one": codes("x_one"), "x_two": codes("x_two")}
    impressions["batch"] = np.ones(rows, np.int32)
    encoder = Encoder()
    encoder.vocabularies |= {
        "title": Vocabulary(["t0", "t1", "t2"]),
        "placement": Vocabulary(["p0", "p1", "p2"]),
    }
    plays = encoder.plays([])
    return attribute(pa.table(impressions), plays, encoder.rules(), encoder.vocabularies)


@pytest.mark.parametrize("wide", [False, True], ids=["packed in 64 bits", "in more"])
@pytest.mark.parametrize("rows", [1, 2, 25, 3000])
def test_facts_are_sorted_and_each_combination_stands_once(rows: int, wide: bool) -> None:
    made = wide_part(rows, wide, seed=rows).exposure
    keys = made.drop_columns([*EXPOSURE_SUMS]).to_pandas().to_numpy(np.int64)
    places = np.lexsort(keys.T[::-1])
    assert (places == np.arange(len(keys))).all()
    assert len(np.unique(keys, axis=0)) == len(keys)
    assert made["impressions"].to_numpy().sum() == rows
    assert rows < 100 or (keys[:, 3:] == MISSING).any(axis=0).all()


def test_many_rows_of_one_profile_in_one_slot() -> None:
    rows = [shown(NOON + i % 900, position=i % 40, device=f"d{i % 3}") for i in range(5000)]
    exposure, _ = facts(rows, [played(600.0, NOON + 1000)])
    assert len(exposure) == 120
    assert sum(row["impressions"] for row in exposure) == 5000
    assert sum(row.get("qualified_plays", 0) for row in exposure) == 1
