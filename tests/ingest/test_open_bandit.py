"""The Open Bandit Dataset as the contract's tables: small logs, in each layout."""

from pathlib import Path

import pytest

from keyart.core.config import parse
from keyart.core.errors import BadInput
from keyart.core.report import Account
from keyart.core.settings import Settings
from keyart.ingest import OPEN_BANDIT, open_download
from keyart.ingest.public import DataSetTables
from tests.ingest.public_files import open_bandit, open_bandit_full, zipped
from tests.ingest.sample import Outcome, events, metadata


def tables(path: Path, settings: Settings | None = None) -> DataSetTables:
    return OPEN_BANDIT.tables(open_download(path), settings or Settings())


def read(path: Path, table: str) -> Outcome:
    return events(tables(path).sources[table], table)


def test_rows_become_impressions(tmp_path: Path):
    found = read(open_bandit(tmp_path), "impressions")

    assert found.rejected == []
    assert found.values("asset_id") == ["all-14", "all-2", "all-14", "all-0"] * 2
    assert found.values("title_id") == ["all"] * 8
    assert found.values("position") == ["3", "1", "2", "1"] * 2
    assert found.values("phase") == ["explore"] * 4 + ["exploit"] * 4
    assert found.values("propensity") == [0.0125] * 4 + [0.25] * 4
    assert found.values("event_id")[:2] == ["random-all-1", "random-all-2"]
    assert found.values("ts")[0] == 1_574_553_634_762_830
    assert len(set(found.values("key_high"))) == 8


def test_clicks_become_plays_of_their_impressions(tmp_path: Path):
    found = read(open_bandit(tmp_path), "plays")
    shown = read(tmp_path, "impressions")

    assert found.rejected == []
    assert found.values("impression_id") == [
        f"{policy}-all-{row}" for policy in ("random", "bts") for row in (2, 4)
    ]
    assert found.row_numbers == [2, 4, 2, 4]
    assert found.values("watch_ms") == [120_000] * 4
    assert found.values("fraction") == [None] * 4
    times = dict(zip(shown.values("event_id"), shown.values("ts"), strict=True))
    assert found.values("ts") == [times[play] for play in found.values("impression_id")]


def test_plays_last_what_the_settings_say(tmp_path: Path):
    config = parse("[settings.content_type.shop]\nmin_play_seconds = 2.5", {})
    sources = tables(open_bandit(tmp_path), config.settings).sources

    assert set(events(sources["plays"], "plays").values("watch_ms")) == {2_500}


def test_campaigns_are_titles_and_articles_their_assets(tmp_path: Path):
    sources = tables(open_bandit_full(tmp_path)).sources
    titles = metadata(sources["titles"], "titles").accepted
    assets = metadata(sources["assets"], "assets").accepted

    assert [(t["title_id"], t["name"]) for t in titles] == [
        ("all", "ZOZOTOWN, all"),
        ("men", "ZOZOTOWN, men"),
    ]
    assert [(a["asset_id"], a["title_id"]) for a in assets] == [
        (f"{campaign}-{item}", campaign) for campaign in ("all", "men") for item in (0, 2, 14)
    ]
    assert assets[2] == {
        "asset_id": "all-14",
        "title_id": "all",
        "asset_type": "item",
        "item_feature_0": "1.4",
        "item_feature_1": "all2",
    }


def test_articles_are_described_by_one_policy(tmp_path: Path):
    assets = metadata(tables(open_bandit(tmp_path)).sources["assets"], "assets").accepted

    assert [asset["item_feature_1"] for asset in assets] == ["random0", "random1", "random2"]
    for path in tmp_path.rglob("item_context.csv"):
        path.unlink()
    assert "assets" not in tables(tmp_path).sources


def test_each_row_is_a_profile_with_its_features(tmp_path: Path):
    profiles = metadata(tables(open_bandit(tmp_path)).sources["profiles"], "profiles").accepted

    assert [profile["user_feature_0"] for profile in profiles] == ["u0", "u1", "u0", "u1"] * 2
    assert len({profile["key_high"] for profile in profiles}) == 8
    shown = read(tmp_path, "impressions")
    assert shown.values("key_high") == [profile["key_high"] for profile in profiles]


def test_both_layouts_and_zip_files_hold_the_same(tmp_path: Path):
    open_bandit(tmp_path / "plain" / "obd")
    for name, rows in (("plain", 8), ("full", 16)):
        folder = tmp_path / name
        if name == "full":
            open_bandit_full(folder / "open_bandit_dataset")
        found = read(folder, "impressions")
        assert len(found.accepted) == rows
        assert read(zipped(folder), "impressions").accepted == found.accepted


@pytest.mark.parametrize(
    ("change", "table", "code"),
    [
        ({"propensity_score": 0}, "impressions", "bad_range"),
        ({"propensity_score": 1.5}, "impressions", "bad_range"),
        ({"propensity_score": "x"}, "impressions", "bad_type"),
        ({"position": "left"}, "impressions", "bad_type"),
        ({"item_id": ""}, "impressions", "missing_value"),
        ({"timestamp": "yesterday"}, "impressions", "bad_timestamp|bad_type"),
        ({"click": "x"}, "plays", "bad_type"),
        ({"click": 2}, "plays", "bad_type"),
        ({"click": ""}, "plays", "missing_value"),
    ],
)
def test_bad_rows_are_rejected(tmp_path: Path, change: dict[str, object], table: str, code: str):
    found = read(open_bandit(tmp_path, **change), table)

    assert [row["row"] for row in found.rejected] == [1, 2, 3, 4] * 2
    assert {row["code"] for row in found.rejected} <= {*code.split("|")}


def test_a_line_that_cannot_be_parsed_is_rejected_once(tmp_path: Path):
    path = open_bandit(tmp_path) / "bts" / "all.csv"
    path.write_text(path.read_text() + "7,too few\n")

    assert read(tmp_path, "impressions").codes == [(5, "malformed")]
    assert read(tmp_path, "plays").codes == []
    assert metadata(tables(tmp_path).sources["profiles"], "profiles").codes == []


def test_one_policy_is_enough_and_told(tmp_path: Path):
    open_bandit(tmp_path)
    found = tables(tmp_path)
    accounts = {"impressions": Account(rows=8, accepted=8), "plays": Account(rows=4, accepted=4)}
    both = [
        "8 rows read = 8 impressions + 0 in quarantine.",
        "4 clicks read = 4 plays + 0 in quarantine.",
    ]
    assert list(found.remarks(accounts)) == both
    for path in (tmp_path / "random").iterdir():
        path.unlink()
    *_, last = tables(tmp_path).remarks(accounts)
    assert last == "There is no log of the policy random: nothing is in phase explore."


def test_what_is_not_the_data_set_is_refused(tmp_path: Path):
    with pytest.raises(BadInput, match="has no log of a policy"):
        tables(tmp_path)
    path = open_bandit(tmp_path) / "random" / "all.csv"
    whole = path.read_bytes()
    for data, says in [
        (b"", "is empty"),
        (whole[:-3], "ends in the middle of a line"),
        (whole.replace(b"propensity_score", b"pscore"), "no column 'propensity_score'"),
        (whole.split(b"\n")[0] + b"\n", "has no rows"),
    ]:
        path.write_bytes(data)
        with pytest.raises(BadInput, match=says) as caught:
            tables(tmp_path)
        assert "Download it again" in caught.value.hint


def test_two_copies_are_not_chosen_from(tmp_path: Path):
    open_bandit(tmp_path / "a")
    open_bandit(tmp_path / "b")

    with pytest.raises(BadInput, match="twice"):
        tables(tmp_path)
