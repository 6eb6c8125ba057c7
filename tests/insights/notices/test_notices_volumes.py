"""In a store events that are missing are told once, in words, and not before one can know."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from keyart.core.notice import NoticeCondition
from keyart.insights.notices import find
from keyart.session import Store
from tests.insights.notices.hourly import END, START, Lost, both, events, store

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TUESDAY = START + 36 * DAY


def gaps(made: Store, now: datetime | None = None) -> list[NoticeCondition]:
    return [one for one in find(made.snapshot(), now=now) if one.kind == "volume_gap"]


def test_nothing_is_missing_where_nothing_is_lost(tmp_path: Path) -> None:
    assert not find(store(tmp_path, events()).snapshot())


def test_a_day_that_is_lost_is_one_gap(tmp_path: Path) -> None:
    (one,) = gaps(store(tmp_path, events(*both(TUESDAY, TUESDAY + DAY))))
    assert one.subject == "impressions:2026-04-07T00"
    assert one.measures == ("impressions", "starts")
    assert one.what == (
        "Hardly any impressions and plays from 00:00 on 7 April 2026 until 00:00 on 8 April 2026 "
        "(UTC)."
    )
    assert one.how_much.startswith("Fewer than 50 impressions where about 3,")
    assert "plays where about 3," in one.how_much
    assert one.how_sure == "Chance: under 1 in a million hours."
    assert (one.title, one.asset, one.link) == (None, None, "/health")


def test_plays_alone_are_told_as_plays(tmp_path: Path) -> None:
    lost = Lost("plays", TUESDAY + 5 * HOUR, TUESDAY + 8 * HOUR)
    (one,) = gaps(store(tmp_path, events(lost)))
    assert (one.subject, one.measures) == ("starts:2026-04-07T05", ("starts",))
    assert one.what.startswith("Hardly any plays from 05:00 on 7 April 2026 until 08:00 on 7 April")


def test_a_country_that_is_missing_is_named(tmp_path: Path) -> None:
    """Its hours are too few to be judged, its days are not."""
    lost = both(TUESDAY + 6 * HOUR, TUESDAY + 2 * DAY + 2 * HOUR, "DE")
    (one,) = gaps(store(tmp_path, events(*lost)))
    assert one.subject == "impressions:DE:2026-04-07T00"
    assert one.what == (
        "Far fewer impressions and plays in Germany from 7 April 2026 to 8 April 2026 (UTC)."
    )
    assert one.how_sure == "Chance: under 1 in a million days."
    assert "fewer)" in one.how_much


def test_the_same_is_found_whatever_the_batches(tmp_path: Path) -> None:
    tables = events(*both(TUESDAY, TUESDAY + 30 * HOUR), *both(END - 5 * DAY, END - 3 * DAY, "US"))
    found: set[tuple[NoticeCondition, ...]] = set()
    for splits in (1, 2, 5):
        folder = tmp_path / str(splits)
        folder.mkdir()
        found.add(find(store(folder, tables, splits=splits).snapshot()))
    (one,) = found
    assert len([condition for condition in one if condition.kind == "volume_gap"]) == 2


def test_what_was_not_loaded_yet_is_not_missing(tmp_path: Path) -> None:
    """Plays may come in a file of their own: only after a day they are missing."""
    made = store(tmp_path, events(Lost("plays", END - 20 * HOUR, END)))
    assert not gaps(made)
    (tmp_path / "later").mkdir()
    made = store(tmp_path / "later", events(Lost("plays", END - 30 * HOUR, END)))
    (one,) = gaps(made)
    assert one.what.startswith("Hardly any plays since 18:00 on 18 April 2026 (UTC)")


@pytest.mark.parametrize(("fresh", "told"), [(True, True), (False, False)])
def test_silence_is_told_by_the_clock_where_events_come_live(
    tmp_path: Path, fresh: bool, told: bool
) -> None:
    published = TUESDAY + (10 * HOUR if fresh else DAY)
    made = store(tmp_path, events(until=TUESDAY + 10 * HOUR - timedelta(minutes=20)), now=published)
    assert not gaps(made)
    assert not gaps(made, now=TUESDAY + 11 * HOUR)
    found = gaps(made, now=TUESDAY + 13 * HOUR + timedelta(minutes=30))
    assert [one.subject for one in found] == ["impressions:2026-04-07T10"] * told
    if told:
        assert (
            found[0].what == "Hardly any impressions and plays since 10:00 on 7 April 2026 (UTC)."
        )


def test_a_clock_that_is_wrong_ends_no_hour(tmp_path: Path) -> None:
    """An event of tomorrow does not make today's other events missing."""
    tables = events(until=TUESDAY + 10 * HOUR)
    late = tables["impressions"].slice(0, 1).to_pylist()[0] | {"ts": TUESDAY + 30 * HOUR}
    wrong = pa.Table.from_pylist([late], schema=tables["impressions"].schema)
    tables["impressions"] = pa.concat_tables([tables["impressions"], wrong])
    now = TUESDAY + 10 * HOUR
    made = store(tmp_path, tables, now=now)
    assert made.snapshot().data_until == int(late["ts"].timestamp() * 1e6)
    assert not gaps(made, now=now + timedelta(minutes=5))
    assert not gaps(made)


def test_a_store_without_events_has_nothing_to_tell(tmp_path: Path) -> None:
    assert not find(store(tmp_path, {}).snapshot(), now=datetime.now(UTC))
