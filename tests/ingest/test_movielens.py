"""MovieLens as the contract's tables: small editions in both layouts."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.core.errors import BadInput
from keyart.core.report import Account
from keyart.core.settings import Settings
from keyart.ingest import MOVIELENS, Source, open_download
from keyart.ingest.public import DataSetTables
from keyart.ingest.public.movielens import WATCHED
from tests.ingest.public_files import (
    LAYOUTS,
    MOVIES,
    RATINGS,
    TAGS,
    movielens_csv,
    movielens_dat,
    write_csv,
    zipped,
)
from tests.ingest.sample import Outcome, events, metadata


def tables(path: Path) -> DataSetTables:
    return MOVIELENS.tables(open_download(path), Settings())


def source(path: Path, table: str) -> Source:
    return tables(path).sources[table]


def plays(path: Path) -> Outcome:
    return events(source(path, "plays"), "plays")


@pytest.fixture(params=LAYOUTS)
def edition(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return LAYOUTS[request.param](tmp_path / "edition")


def test_ratings_become_plays(edition: Path):
    found = plays(edition)

    assert found.rejected == []
    assert found.values("title_id") == ["1", "2", "1", "3", "4"]
    assert found.values("ts") == [(978300760 + k) * 1_000_000 for k in range(5)]
    assert found.values("watch_ms") == [6_000_000, 96_000, 3_000_000, 5_400_000, 48_000]
    assert found.values("fraction") == [1.0, 0.016, 0.5, 0.9, 0.008]
    first, second, third, *_ = found.values("key_high")
    assert first == second != third


def test_movies_become_titles(edition: Path):
    titles = metadata(source(edition, "titles"), "titles").accepted

    assert [(t["title_id"], t["name"], t["genres"], t["tags"]) for t in titles] == [
        ("1", "Toy Story", ["Adventure", "Animation"], ["pixar", "fun"]),
        ("2", "American President, The", ["Comedy"], None),
        ("3", "Misérables, Les", ["Drama"], ["été"]),
        ("4", "Babylon 5", None, None),
    ]
    assert [t["launched_at"] and t["launched_at"].year for t in titles] == [1995, 1995, 1935, None]
    assert titles[0]["launched_at"] == datetime(1995, 1, 1, tzinfo=UTC)
    assert {t["content_type"] for t in titles} == {"film"}


def test_users_of_the_1m_edition_become_profiles(tmp_path: Path):
    profiles = metadata(source(movielens_dat(tmp_path), "profiles"), "profiles").accepted

    told = [{k: v for k, v in row.items() if not k.startswith("key")} for row in profiles]
    assert told == [
        profile(gender="female", age_band="under 18", occupation="school student", is_minor=True),
        profile(gender="male", age_band="56 and over", occupation="self-employed"),
        profile(gender="male", age_band="25-34", occupation="99"),
    ]
    assert "profiles" not in tables(movielens_csv(tmp_path / "csv")).sources


def profile(**told: Any) -> dict[str, Any]:
    return {"is_minor": False, **told}


def test_more_stars_are_more_watched_and_few_do_not_qualify():
    stars = sorted(WATCHED)
    shares = [WATCHED[s] for s in stars]

    assert stars == [k / 2 for k in range(1, 11)]
    assert shares == sorted(set(shares))
    settings = Settings()
    for star, share in WATCHED.items():
        assert (share * 6_000 >= settings.min_play_seconds) == (star > 2)
        assert (share >= settings.completion_fraction) == (star >= 4)


@pytest.mark.parametrize(
    ("name", "means", "year"),
    [
        ("Death Note: Desu nôto (2006–2007)", "Death Note: Desu nôto", 2006),
        ("Doctor Who (1963-)", "Doctor Who", 1963),
        ("1984 (Nineteen Eighty-Four) (1984)", "1984 (Nineteen Eighty-Four)", 1984),
        ("Stranger (Der Andere)", "Stranger (Der Andere)", None),
        ("(2010)", "(2010)", None),
        ("2001 (0001)", "2001 (0001)", None),
    ],
)
def test_the_year_leaves_the_name(tmp_path: Path, name: str, means: str, year: int | None):
    folder = movielens_csv(tmp_path, movies=[(1, name, "Drama")])
    (title,) = metadata(source(folder, "titles"), "titles").accepted

    assert title["name"] == means
    assert (title["launched_at"] and title["launched_at"].year) == year


def test_a_title_has_its_most_frequent_tags(tmp_path: Path):
    given = [(user, 1, f"tag {user % 12:02}", 978300770) for user in range(30)]
    folder = movielens_csv(tmp_path, tags=[*given, (1, 2, "other", 978300770)])
    titles = metadata(source(folder, "titles"), "titles").accepted

    assert titles[0]["tags"] == [f"tag {k:02}" for k in range(10)]
    assert titles[1]["tags"] == ["other"]


def test_tags_that_cannot_be_used_are_told(tmp_path: Path):
    folder = movielens_csv(tmp_path, tags=[*TAGS, (1, 1, "", 1), (1, "", "x", 1), (1, 1, "y")])
    found = tables(folder)

    assert "3 rows of tags could not be read" in "\n".join(found.remarks({"plays": Account()}))


@pytest.mark.parametrize(
    ("changed", "code", "says"),
    [
        ({2: "7"}, "bad_type", "seconds = '7 stars' is not a number."),
        ({2: "good"}, "bad_type", "seconds = 'good stars' is not a number."),
        ({2: ""}, "missing_value", "seconds is missing."),
        ({0: ""}, "missing_value", "profile_id is missing."),
        ({3: "1999"}, "bad_timestamp", "ts = '1999' is not between"),
        ({3: "599616000"}, "bad_timestamp", "ts = '599616000' is not between"),
    ],
)
def test_bad_ratings_are_rejected_where_they_stand(
    tmp_path: Path, changed: dict[int, str], code: str, says: str
):
    bad = [changed.get(k, value) for k, value in enumerate(RATINGS[1])]
    found = plays(movielens_csv(tmp_path, ratings=[RATINGS[0], bad, RATINGS[2]]))

    assert found.codes == [(2, code)]
    assert found.rejected[0]["message"].startswith(says)
    assert found.rejected[0]["file"].endswith("ratings.csv")
    assert found.row_numbers == [1, 3]


@pytest.mark.parametrize("write", [movielens_csv, movielens_dat])
def test_lines_that_cannot_be_parsed_are_rejected(tmp_path: Path, write: Any):
    found = plays(write(tmp_path, ratings=[RATINGS[0], (1, 2), RATINGS[2]]))

    assert found.codes == [(2, "malformed")]
    assert found.row_numbers == [1, 3]


@given(stars=st.lists(st.sampled_from([*map(str, WATCHED), "4", "0", "5.5", "x", ""]), max_size=30))
def test_no_rating_is_lost(tmp_path_factory: pytest.TempPathFactory, stars: list[str]):
    folder = tmp_path_factory.mktemp("edition")
    ratings = [RATINGS[0], *((k, 1, text, 978300760) for k, text in enumerate(stars))]
    found = plays(movielens_csv(folder, ratings=ratings))

    assert found.rows == len(ratings)
    good = [text for text in stars if text in {*map(str, WATCHED), "4"}]
    assert len(found.accepted) == 1 + len(good)


# ------------------------------------------------------------------------- what is no edition


def test_what_is_not_movielens_is_refused(tmp_path: Path):
    with pytest.raises(BadInput, match=r"neither ratings.csv nor ratings.dat"):
        tables(tmp_path)
    with pytest.raises(BadInput, match="does not exist"):
        tables(tmp_path / "none")
    (tmp_path / "ratings.txt").write_text("1,2,3,4\n")
    with pytest.raises(BadInput, match="neither a folder nor a complete zip file"):
        tables(tmp_path / "ratings.txt")


@pytest.mark.parametrize("suffix", ["csv", "dat"])
@pytest.mark.parametrize("name", ["movies", "ratings"])
def test_files_that_are_not_whole_are_refused(tmp_path: Path, name: str, suffix: str):
    folder = {"csv": movielens_csv, "dat": movielens_dat}[suffix](tmp_path)
    path = folder / f"{name}.{suffix}"
    whole = path.read_bytes()
    for data, says in [
        (b"", "is empty"),
        (whole[:-4], "ends in the middle of a line"),
        (b"what,is,this\n1,2,3\n", "has no column|has 1 fields"),
        (whole.split(b"\n")[0] + b"\n" if suffix == "csv" else b"\n", "has no rows"),
    ]:
        path.write_bytes(data)
        with pytest.raises(BadInput, match=says) as caught:
            tables(folder)
        assert "Download it again" in caught.value.hint
    path.unlink()
    with pytest.raises(BadInput):
        tables(folder)


def test_a_zip_file_that_was_cut_is_refused(tmp_path: Path):
    path = zipped(movielens_csv(tmp_path / "ml"))
    path.write_bytes(path.read_bytes()[:-100])

    with pytest.raises(BadInput, match="complete zip file"):
        tables(path)


def test_a_damaged_file_in_a_zip_stops_the_reading(tmp_path: Path):
    ratings = [(user, 1, 3, 978300760 + user * 7919 % 1000) for user in range(20_000)]
    path = zipped(movielens_csv(tmp_path / "ml", ratings=ratings))
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 8] = bytes(8)
    path.write_bytes(data)

    with pytest.raises(BadInput, match="cannot be read further"):
        plays(path)


def test_several_editions_are_not_chosen_from(tmp_path: Path):
    movielens_csv(tmp_path / "a")
    movielens_dat(tmp_path / "b")

    with pytest.raises(BadInput, match="several editions"):
        tables(tmp_path)
    assert len(plays(tmp_path / "b").accepted) == len(RATINGS)


def test_the_readme_tells_how_many_ratings_there_should_be(tmp_path: Path):
    folder = movielens_csv(tmp_path)
    for text, complains in [
        (f"It contains {len(RATINGS)} ratings and 4 tag applications across 4 movies.", False),
        ("These files contain 1,000,209 anonymous ratings of", True),
        ("Nothing is told here.", False),
    ]:
        (folder / "README.txt").write_text(text)
        remarks = list(tables(folder).remarks({"plays": Account(rows=5, accepted=5)}))
        assert remarks[0] == "5 ratings read = 5 plays + 0 in quarantine."
        assert ["README" in remark for remark in remarks[1:]] == [True] * complains


def test_a_file_in_another_order_of_columns_is_the_same(tmp_path: Path):
    folder = movielens_csv(tmp_path)
    head = ("genres", "more", "movieId", "title")
    write_csv(folder / "movies.csv", head, [(g, "x", m, t) for m, t, g in MOVIES])

    titles = metadata(source(folder, "titles"), "titles").accepted
    assert [title["title_id"] for title in titles] == ["1", "2", "3", "4"]
    assert titles[0]["genres"] == ["Adventure", "Animation"]
