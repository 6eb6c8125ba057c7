"""What is planted is found: the causes for which plays find no impression."""

from datetime import timedelta
from pathlib import Path

import pytest

from keyart.insights import CauseCode
from tests.insights.planted import PROFILES, impression, judged, play

EVERYBODY = range(PROFILES)
SHOWN = [impression(n) for n in EVERYBODY]


def test_plays_that_meet_their_impressions_need_no_cause(tmp_path: Path) -> None:
    found = judged(tmp_path, impressions=SHOWN, plays=[play(n) for n in EVERYBODY])
    assert found.plays == {
        "qualified": 40,
        "too_short": 0,
        "outside_window": 0,
        "no_impression": 0,
    }
    assert found.share("qualified") == 1
    assert found.causes == ()


def test_an_empty_store_has_no_shares(tmp_path: Path) -> None:
    found = judged(tmp_path, impressions=SHOWN, plays=[])
    assert found.total == 0
    assert found.share("qualified") is None


def test_half_without_impression_is_not_most(tmp_path: Path) -> None:
    strangers = [play(n, profile_id=f"other{n}") for n in EVERYBODY]
    found = judged(tmp_path, impressions=SHOWN, plays=[*map(play, EVERYBODY), *strangers])
    assert found.share("no_impression") == 0.5
    assert found.causes == ()


def test_two_kinds_of_profile_ids(tmp_path: Path) -> None:
    plays = [play(n, profile_id=f"{n:08d}") for n in EVERYBODY]
    (cause,) = judged(tmp_path, impressions=SHOWN, plays=[*plays, play(0)]).causes
    assert cause.code is CauseCode.PROFILES_NEVER_MEET
    assert cause.share == 1
    assert "Only 2.4% of the 41 profiles with plays have any impression" in cause.evidence
    assert "profile_id" in cause.remedy


def test_two_kinds_of_title_ids(tmp_path: Path) -> None:
    plays = [play(n, title_id=f"movie-{n % 4}") for n in EVERYBODY]
    (cause,) = judged(tmp_path, impressions=SHOWN, plays=plays).causes
    assert cause.code is CauseCode.TITLES_NEVER_MEET
    assert "Only 0.0% of the 4 titles played were ever shown" in cause.evidence
    assert "'movie-0'" in cause.evidence


@pytest.mark.parametrize("parent", [None, "other-show"])
def test_episodes_without_their_series(tmp_path: Path, parent: str | None) -> None:
    titles = [
        {
            "title_id": f"e{n}",
            "name": "E",
            "content_type": "episode",
            "parent_title_id": parent,
        }
        for n in range(4)
    ]
    plays = [play(n, title_id=f"e{n % 4}") for n in EVERYBODY]
    (cause,) = judged(tmp_path, impressions=SHOWN, plays=plays, titles=titles).causes
    assert cause.code is CauseCode.EPISODES_WITHOUT_SERIES
    told = "4 of the 4 played episodes have no parent" if parent is None else "were never shown"
    assert told in cause.evidence
    assert "parent_title_id" in cause.remedy


def test_episodes_with_their_series_are_well(tmp_path: Path) -> None:
    titles = [
        {"title_id": "show", "name": "S", "content_type": "series", "parent_title_id": None},
        {"title_id": "e1", "name": "E", "content_type": "episode", "parent_title_id": "show"},
    ]
    plays = [play(n, title_id="e1") for n in EVERYBODY]
    found = judged(tmp_path, impressions=SHOWN, plays=plays, titles=titles)
    assert found.share("qualified") == 1


@pytest.mark.parametrize(
    ("behind", "told"),
    [(timedelta(hours=5), "4 h 55 min"), (timedelta(minutes=12), "7 min 00 s")],
)
def test_a_clock_that_is_behind(tmp_path: Path, behind: timedelta, told: str) -> None:
    plays = [play(n, timedelta(minutes=5) - behind) for n in EVERYBODY]
    (cause,) = judged(tmp_path, impressions=SHOWN, plays=plays).causes
    assert cause.code is CauseCode.CLOCK_SKEW
    assert cause.share == 1
    assert "40 of 40 such plays start before an impression" in cause.evidence
    assert told in cause.evidence
    assert "tz" in cause.remedy


def test_being_shown_what_one_goes_on_watching_is_no_skew(tmp_path: Path) -> None:
    """Excluded placements follow a play by their nature."""
    again = [impression(n, placement="continue_watching") for n in EVERYBODY]
    long_before = [impression(n, ts=again[n]["ts"] - timedelta(days=40)) for n in EVERYBODY]
    plays = [play(n, timedelta(hours=-1)) for n in EVERYBODY]
    (cause,) = judged(tmp_path, impressions=[*again, *long_before], plays=plays).causes
    assert cause.code is CauseCode.UNKNOWN
    assert "search, deep links" in cause.remedy


def test_causes_that_overlap_are_all_named(tmp_path: Path) -> None:
    plays = [play(n, profile_id=f"x{n}", title_id="y") for n in EVERYBODY]
    causes = judged(tmp_path, impressions=SHOWN, plays=plays).causes
    assert {cause.code for cause in causes} == {
        CauseCode.PROFILES_NEVER_MEET,
        CauseCode.TITLES_NEVER_MEET,
    }
    assert all(len(str(cause).splitlines()) == 1 for cause in causes)
