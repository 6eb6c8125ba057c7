"""Which row of an event counts, and what the account says of the others."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest

from keyart.attribute import Deduplicated, EventCounts, EventTable, merge_duplicates
from keyart.core.texthash import hash_text
from tests.attribute.parts import Encoder
from tests.oracles.attribution import SECOND, Custom, Row

pytestmark = pytest.mark.kernels

NOON = 1_767_268_800 * SECOND


def shown(event_id: str | None, ts: int = NOON, **more: object) -> Row:
    row: Row = {"profile_id": "p", "asset_id": "a", "title_id": "t", "ts": ts}
    return row | {"event_id": event_id, **more}


def played(event_id: str | None, seconds: float, **more: object) -> Row:
    row: Row = {"profile_id": "p", "title_id": "t", "ts": NOON, "seconds": seconds}
    return row | {"event_id": event_id, **more}


def merged(kind: EventTable, *batches: Sequence[Row]) -> tuple[list[Row], EventCounts]:
    """Merge rows given by batch, of which the last is new; return what is kept, decoded."""
    encoder = Encoder(custom=Custom(("cell",), ("cost",)))
    encode = encoder.plays if kind == "plays" else encoder.impressions
    table = pa.concat_tables([encode(rows, number) for number, rows in enumerate(batches, 1)])
    result = merge_duplicates(table, kind, len(batches), encoder.vocabularies, encoder.profile_text)
    return encoder.decode(result.table), result.counts


def test_rows_of_different_events_all_count() -> None:
    encoder = Encoder()
    table = encoder.impressions([shown("a"), shown("b"), shown(None), shown(None, NOON + 1)])
    result = merge_duplicates(table, "impressions", 1, encoder.vocabularies)
    assert result == Deduplicated(table, EventCounts(4))
    assert result.table is table


def test_nothing_is_nothing() -> None:
    assert merged("impressions", []) == ([], EventCounts(0))
    assert merged("plays", []) == ([], EventCounts(0))


def test_equal_rows_are_one_event() -> None:
    for event_id in ("e", None):
        row = shown(event_id, propensity=0.5, cell="x", cost=1.5)
        kept, counts = merged("impressions", [row, row, shown("other"), row])
        assert [r["event_id"] for r in kept] == [event_id, "other"]
        assert counts == EventCounts(accepted=2, duplicate=2)


@pytest.mark.parametrize(
    "other",
    [
        {"ts": NOON + 1},
        {"profile_id": "q"},
        {"title_id": "u"},
        {"asset_id": "b"},
        {"country": "LU"},
        {"country": None},
        {"device": "tv"},
        {"placement": "hero"},
        {"position": "1"},
        {"phase": "explore"},
        {"propensity": 1.0},
        {"visible_ms": 0.0},
        {"media_seconds": 1.0},
        {"cell": "y"},
        {"cost": 0.000001},
    ],
    ids=lambda other: next(iter(other)),
)
def test_impressions_without_id_are_one_event_only_if_all_agrees(other: Row) -> None:
    one = shown(None, country="DE")
    kept, counts = merged("impressions", [one, one | other])
    assert (len(kept), counts) == (2, EventCounts(2))
    kept, counts = merged("impressions", [one | {"event_id": "e"}, one | other | {"event_id": "e"}])
    assert (len(kept), counts) == (1, EventCounts(1, duplicate=1, conflict=1))


@pytest.mark.parametrize(
    "other",
    [{"fraction": 0.5}, {"impression_id": ""}, {"impression_id": "i"}, {"device": "tv"}],
    ids=str,
)
def test_plays_without_id_are_one_event_only_if_all_agrees(other: Row) -> None:
    one = played(None, 60.0)
    assert merged("plays", [one, one | other])[1] == EventCounts(2)
    same_id = [row | {"event_id": "e"} for row in (one, one | other)]
    assert merged("plays", same_id)[1] == EventCounts(1, duplicate=1, conflict=1)


@pytest.mark.parametrize("order", [1, -1], ids=["as written", "reversed"])
@pytest.mark.parametrize(
    ("counts", "does_not"),
    [
        (shown("e", NOON - 1, country="Z"), shown("e", NOON, country="A")),
        (shown("e", country="A"), shown("e", country="B")),
        (shown("e"), shown("e", country="A")),
        (shown("e", position="10"), shown("e", position="9")),
        (shown("e", title_id="t", asset_id="z"), shown("e", title_id="u", asset_id="a")),
        (shown("e", propensity=0.25), shown("e", propensity=0.5)),
        (shown("e", profile_id="p"), shown("e", profile_id="q")),
        (shown("e", device="tv", profile_id="q"), shown("e", device="web", profile_id="p")),
        (shown("e", cell="x"), shown("e", cell="y")),
    ],
)
def test_the_smallest_impression_counts(counts: Row, does_not: Row, order: int) -> None:
    rows = [counts, does_not][::order]
    for batches in ([rows], [[row] for row in rows]):
        kept, account = merged("impressions", *batches)
        assert len(kept) == 1
        assert {k: kept[0][k] for k in ("ts", "country", "device", "position", "x_cell")} == {
            "ts": counts["ts"],
            "country": counts.get("country"),
            "device": counts.get("device"),
            "position": counts.get("position"),
            "x_cell": counts.get("cell"),
        }
        assert kept[0]["profile"] == counts["profile_id"]
        assert account.conflict == 1


def test_the_longest_play_counts_and_the_others_are_updates() -> None:
    rows = [played("e", s, fraction=s / 600) for s in (60.0, 300.0, 120.0, 300.0)]
    kept, counts = merged("plays", rows)
    assert [row["watch_ms"] for row in kept] == [300_000]
    assert counts == EventCounts(accepted=1, duplicate=3, updated=2)


def test_a_play_that_grew_replaces_the_older_and_one_that_grows_less_does_not() -> None:
    kept, counts = merged("plays", [played("e", 60.0)], [played("e", 90.0)])
    assert [(row["watch_ms"], row["batch"]) for row in kept] == [(90_000, 2)]
    assert counts == EventCounts(accepted=0, duplicate=1, updated=1)
    kept, counts = merged("plays", [played("e", 90.0)], [played("e", 60.0)])
    assert [(row["watch_ms"], row["batch"]) for row in kept] == [(90_000, 1)]
    assert counts == EventCounts(accepted=0, duplicate=1, updated=1)


@pytest.mark.parametrize("other", [{"ts": NOON - 1}, {"profile_id": "q"}, {"title_id": "u"}])
def test_another_play_under_the_same_id_is_a_conflict(other: Row) -> None:
    rows = [played("e", 60.0), played("e", 90.0) | other]
    kept, counts = merged("plays", rows)
    assert [row["watch_ms"] for row in kept] == [90_000]
    assert counts == EventCounts(accepted=1, duplicate=1, conflict=1)


def test_of_plays_of_one_length_the_smallest_counts() -> None:
    rows = [played("e", 60.0, ts=NOON, country="A"), played("e", 60.0, ts=NOON - 1, country="B")]
    assert merged("plays", rows)[0][0]["country"] == "B"
    rows = [played("e", 60.0, impression_id="b"), played("e", 60.0, impression_id="a")]
    assert merged("plays", rows)[0][0]["impression_id"] == "a"


def test_an_equal_row_of_an_older_batch_keeps_its_place() -> None:
    kept, counts = merged("impressions", [shown("e"), shown(None)], [shown(None), shown("e")])
    assert [row["batch"] for row in kept] == [1, 1]
    assert counts == EventCounts(accepted=0, duplicate=2)


def test_the_time_decides_before_the_text() -> None:
    rows = [
        shown("e", NOON + 1, asset_id="a"),
        *(shown("e", asset_id=asset) for asset in "yz"),
        *(shown("f", asset_id=asset) for asset in "bc"),
    ]
    kept, _ = merged("impressions", rows)
    assert [(row["event_id"], row["ts"], row["asset"]) for row in kept] == [
        ("e", NOON, "y"),
        ("f", NOON, "b"),
    ]


def test_only_new_rows_are_in_the_account() -> None:
    _, counts = merged(
        "impressions",
        [shown("e", country="B"), shown("f"), shown("f")],
        [shown("e", country="C"), shown("g", country="B")],
        [
            shown("e", country="A"),  # replaces the older row, and differs from it
            shown("e", country="D"),  # loses, and differs
            shown("g", country="A"),
            shown("f"),  # agrees with what is kept
            shown("h"),
            shown("h"),
            shown("i"),
        ],
    )
    assert counts == EventCounts(accepted=2, duplicate=5, conflict=3)


def test_minus_zero_is_zero() -> None:
    rows = [shown(None, media_seconds=0.0), shown(None, media_seconds=-0.0)]
    assert merged("impressions", rows)[1] == EventCounts(1, duplicate=1)


def test_profiles_texts_are_asked_for_only_where_nothing_else_decides() -> None:
    encoder = Encoder()
    asked: list[list[int]] = []

    def profile_text(profiles: npt.NDArray[np.uint32]) -> list[str]:
        asked.append(profiles.tolist())
        return encoder.profile_text(profiles)

    rows = [shown("e", country="A"), shown("e", country="B", profile_id="q"), shown("f")]
    more = (1, encoder.vocabularies, profile_text)
    merge_duplicates(encoder.impressions(rows), "impressions", *more)
    assert asked == []
    rows = [shown("e", profile_id="q"), shown("e", profile_id="p")]
    result = merge_duplicates(encoder.impressions(rows), "impressions", *more)
    assert len(asked) == 1
    assert encoder.profile_text(result.table["profile"].to_numpy()) == ["p"]


def equal_hashes() -> tuple[str, str]:
    """Return two texts of 16 letters with the same hash, made by undoing a step of XXH64."""
    mask, p1, p2 = (1 << 64) - 1, 0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F
    p4, p5 = 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5

    def rotate(x: int, left: int) -> int:
        return (x << left | x >> (64 - left)) & mask

    def turn(word: bytes) -> int:
        return rotate(int.from_bytes(word, "little") * p2 & mask, 31) * p1 & mask

    def after(word: bytes) -> int:
        return (rotate((42 + p5 + 16) & mask ^ turn(word), 27) * p1 + p4) & mask

    one, other = b"AAAAAAAA", b"BBBBBBBB"
    for number in range(100_000):
        end = b"%08d" % number
        wanted = turn(end) ^ after(one) ^ after(other)
        word = rotate(wanted * pow(p1, -1, 1 << 64) & mask, 33) * pow(p2, -1, 1 << 64) & mask
        fitting = word.to_bytes(8, "little")
        if fitting.isascii():
            return (one + end).decode(), (other + fitting).decode()
    raise AssertionError


def test_different_ids_with_the_same_hash_are_different_events() -> None:
    a, b = equal_hashes()
    assert a != b
    assert len(set(hash_text(pa.array([a, b])).tolist())) == 1
    kept, counts = merged("impressions", [shown(a), shown(b), shown("c")])
    assert (len(kept), counts) == (3, EventCounts(3))
    rows = [shown(a), shown(None), shown(b), shown(a), shown(None, NOON + 1), shown(None)]
    kept, counts = merged("impressions", rows, [shown(b), shown(None, NOON + 2), shown(None)])
    assert [(row["event_id"], row["ts"] - NOON) for row in kept] == [
        (a, 0), (None, 0), (b, 0), (None, 1), (None, 2),
    ]  # fmt: skip
    assert counts == EventCounts(accepted=1, duplicate=2)


def test_many_rows_of_one_event() -> None:
    rows = [played("e", float(s), device=f"d{s % 7}") for s in range(500)]
    kept, counts = merged("plays", rows[::2], rows[1::2])
    assert [(row["watch_ms"], row["batch"]) for row in kept] == [(499_000, 2)]
    assert counts == EventCounts(accepted=0, duplicate=250, updated=250)
