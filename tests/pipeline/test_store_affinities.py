"""Affinities through a store: fitted, asked, explained, kept, and never of protected profiles."""

import json
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import keyart
from keyart.cli.app import app
from keyart.core.errors import BadInput, NothingToFit, UnknownName
from keyart.core.ids import keys

GENRES = ("thriller", "comedy", "romance", "horror")
TAGS = ("heist", "office", "period romance", "haunted house")
EACH = 8
"""Titles of each taste; the first one of each is a series of three episodes."""
PROFILES = 1_200
PLAYS = 14
FIRST = datetime(2026, 1, 5, tzinfo=UTC)
NO_PROFILING, MINOR, NONE = range(10, 20), range(20, 30), range(30, 40)


def titles() -> pa.Table:
    rows = [
        {"title_id": f"{TAGS[taste][:2]}{number}", "name": f"{TAGS[taste]} {number}",
         "parent_title_id": None, "genres": [GENRES[taste]], "tags": [TAGS[taste], "new"],
         "runtime_seconds": 3600.0 if number else None}
        for taste in range(4)
        for number in range(EACH)
    ]  # fmt: skip
    rows += [
        {"title_id": f"{TAGS[taste][:2]}0e{e}", "name": f"Episode {e}",
         "parent_title_id": f"{TAGS[taste][:2]}0", "genres": None, "tags": None,
         "runtime_seconds": 1800.0}
        for taste in range(4)
        for e in range(3)
    ]  # fmt: skip
    return pa.Table.from_pylist(rows)


def taste_of(profile: int) -> int:
    return profile % 4


def plays(profiles: range = range(PROFILES), seed: int = 1) -> pa.Table:
    rng = np.random.default_rng(seed)
    rows: list[dict[str, object]] = []
    for profile in profiles:
        for _ in range(PLAYS):
            taste = taste_of(profile) if rng.random() < 0.85 else int(rng.integers(4))
            number = int(rng.integers(EACH))
            episode = f"e{rng.integers(3)}" if number == 0 else ""
            rows.append(
                {
                    "ts": FIRST + timedelta(minutes=15 * int(rng.integers(4 * 24 * 40))),
                    "profile_id": f"p{profile}",
                    "title_id": f"{TAGS[taste][:2]}{number}{episode}",
                    "seconds": float(rng.integers(600, 3600)),
                    "country": "DE",
                    "device": "tv",
                }
            )
    return pa.Table.from_pylist(rows)


def people() -> pa.Table:
    consent = ["full"] * PROFILES
    for profile in NO_PROFILING:
        consent[profile] = "no_profiling"
    for profile in NONE:
        consent[profile] = "none"
    ids = [f"p{profile}" for profile in range(PROFILES)]
    minor = [profile in MINOR for profile in range(PROFILES)]
    return pa.table({"profile_id": ids, "consent": consent, "is_minor": minor})


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Generator[keyart.Store]:
    """A store with what was watched, and two fits."""
    with keyart.create(tmp_path_factory.mktemp("affinities") / "my.keyart") as made:
        made.ingest(titles=titles(), profiles=people(), plays=plays())
        made.audiences.fit()
        made.audiences.fit()
        yield made


def keys_of(store: keyart.Store, profiles: range) -> set[str]:
    found = keys(store.snapshot().salt, [f"p{profile}" for profile in profiles])
    return {f"{int(high):016x}{int(low):016x}" for high, low in found.tolist()}


@pytest.mark.kernels
def test_each_taste_is_an_affinity_with_its_people(watched: keyart.Store) -> None:
    names = {one.name: one.id for one in watched.audiences.affinities()}
    assert set(names) == {"Heist Thrillers", "Office Comedy", "Period Romance", "Haunted House"}
    table = watched.audiences.memberships()
    for taste, name in enumerate(
        ("Heist Thrillers", "Office Comedy", "Period Romance", "Haunted House")
    ):
        own = keys_of(watched, range(PROFILES)) & {
            row["profile_key"] for row in table.to_pylist() if row["audience"] == names[name]
        }
        right = keys_of(watched, range(taste, PROFILES, 4))
        assert len(own & right) / len(own) > 0.75
        assert len(own & right) / len(right) > 0.9


def test_an_affinity_is_an_audience_like_others(watched: keyart.Store) -> None:
    name = "affinity:heist-thrillers"
    members = watched.audiences.size(name)
    (one,) = [a for a in watched.audiences.affinities() if a.id == name]
    assert members == one.members
    for engine in ("native", "duckdb"):
        asked = {"measures": ["starts", "active_profiles"], "engine": engine}
        filtered = watched.query(**asked, audience=name)
        grouped = watched.query(**asked, by=["audience:affinity"])
        assert filtered.totals["active_profiles"] == members
        (row,) = [row for row in grouped.to_dicts() if row["audience"] == name]
        labelled = watched.query(**asked, by=["audience"], audiences=[name], labels=True)
        assert labelled.to_dicts()[0]["audience_name"] == "Heist Thrillers"
        assert row["starts"] == filtered.totals["starts"]


def test_nobody_protected_is_in_any_affinity(watched: keyart.Store) -> None:
    told = set(watched.audiences.memberships().column("profile_key").to_pylist())
    for protected in (NO_PROFILING, MINOR, NONE):
        assert not told & keys_of(watched, protected)
    assert watched.audiences.why("p10").protected
    assert watched.audiences.why("p20").affinities == ()


def test_why_names_the_titles(watched: keyart.Store) -> None:
    found = watched.audiences.why("p100")
    assert found.enough
    first = found.affinities[0]
    assert first.affinity == "affinity:heist-thrillers"
    assert first.strength > 0.4
    best = [found.names[one.title_id] for one in first.titles]
    assert all(name.startswith("heist") for name in best[:4])
    assert 0.9 < sum(one.part for one in first.titles) <= 1.0001
    with pytest.raises(UnknownName):
        watched.audiences.why("nobody")


def test_answers_say_which_fit_and_older_ones_can_be_asked_for(watched: keyart.Store) -> None:
    name = "affinity:heist-thrillers"
    newest = watched.query(measures=["active_profiles"], audience=name)
    assert newest.meta.audiences_version == 2
    older = watched.query(measures=["active_profiles"], audience=name, audiences_version=1)
    assert older.meta.audiences_version == 1
    assert older.totals == newest.totals
    assert len(watched.audiences.affinities(1)) == 4
    with pytest.raises(UnknownName, match="version of the audiences"):
        watched.query(measures=["starts"], audiences_version=3)


def test_the_card_says_what_it_is(watched: keyart.Store) -> None:
    card = watched.audiences.card()
    data = card.to_dict()
    assert data["fit"] == 2
    assert data["plays"]["kept"] == len(range(PROFILES)) * PLAYS - len(NONE) * PLAYS
    assert data["protected"] == len(NO_PROFILING) + len(MINOR) + len(NONE)
    assert data["must_not_be_used"]
    assert "Heist Thrillers (affinity:heist-thrillers)" in card.to_text()


def test_the_store_is_sound(watched: keyart.Store) -> None:
    assert watched.check() == []


def test_an_audience_is_seen_from_all_sides(watched: keyart.Store) -> None:
    found = watched.audiences.explore("affinity:heist-thrillers")
    assert found.label == "Heist Thrillers"
    assert [one.fit for one in found.growth] == [1, 2]
    genre = {one.value: one for one in found.indexes["genre"]}
    assert genre["thriller"].index > 105
    assert genre["comedy"].index < 100
    assert genre["comedy"].low < genre["comedy"].index < genre["comedy"].high
    assert found.top_titles[0].name.startswith("heist")
    assert {one.audience for one in found.nearest} <= {
        one.id for one in watched.audiences.affinities()
    }
    for country in found.indexes["country"]:
        assert country.index == pytest.approx(100)


def test_an_audience_of_which_nothing_is_known_is_seen_too(store: keyart.Store) -> None:
    store.audiences.put("list:guests", ["a", "b"])
    found = store.audiences.explore("list:guests")
    assert (found.profiles, found.share, found.top_titles) == (2, 1.0, ())
    assert not any(found.indexes.values())
    assert [one.rate for one in found.returns] == [None, None]


def test_sensitive_tags_are_not_told_of_an_audience(store: keyart.Store) -> None:
    told = titles().to_pylist()
    told[1]["tags"] = ["heist", "faith"]
    store.ingest(titles=pa.Table.from_pylist(told), plays=plays(range(400)))
    store.audiences.put("list:some", [f"p{profile}" for profile in range(0, 400, 4)])
    tags = {one.value for one in store.audiences.explore("list:some").indexes["tag"]}
    assert "heist" in tags
    assert "faith" not in tags


@pytest.mark.parametrize(("of", "measure"), [("plays", "starts"), ("hours", "hours_viewed")])
def test_an_index_is_a_share_by_a_share(watched: keyart.Store, of: str, measure: str) -> None:
    found = watched.audiences.explore("affinity:heist-thrillers", of=of).indexes["tag"]
    (heist,) = [one for one in found if one.value == "heist"]
    name = "affinity:heist-thrillers"
    audiences = {"own": name, "all": f"{name} or not {name}"}

    def counted(counting: str, who: str, **where: str) -> float:
        asked = {"measures": [counting], "where": where, "audience": audiences[who]}
        return watched.query(**asked).totals[counting]

    shares = {who: counted(measure, who, tag="heist") / counted(measure, who) for who in audiences}
    assert (heist.share, heist.base) == pytest.approx((shares["own"], shares["all"]))
    assert heist.index == pytest.approx(100 * heist.share / heist.base)
    assert heist.low < heist.index < heist.high
    # Beside it: how many watched any.
    people = {who: counted("active_profiles", who, tag="heist") for who in audiences}
    assert heist.profiles == people["own"]
    active = {who: counted("active_profiles", who) for who in audiences}
    assert heist.watched == pytest.approx(people["own"] / active["own"])
    assert heist.watched_base == pytest.approx(people["all"] / active["all"])


def test_what_indexes_compare_is_plays_or_hours(watched: keyart.Store) -> None:
    with pytest.raises(UnknownName, match="titles"):
        watched.audiences.explore("affinity:heist-thrillers", of="titles")


@pytest.mark.kernels
def test_return_rates_are_counted_by_day(watched: keyart.Store) -> None:
    rows = plays().to_pylist()
    hidden = {f"p{profile}" for profile in (*NO_PROFILING, *MINOR, *NONE)}
    days = {
        (row["profile_id"], row["ts"].date()) for row in rows if row["profile_id"] not in hidden
    }
    last = max(row["ts"] for row in rows).date()
    explored = watched.audiences.explore(watched.audiences.affinities()[0].id)
    for after, found in zip((7, 28), explored.returns_of_all, strict=True):
        able = [(p, d) for p, d in days if d + timedelta(days=after) < last]
        again = sum((p, d + timedelta(days=after)) in days for p, d in able)
        assert (found.days, found.active) == (after, len(able))
        assert found.rate == pytest.approx(again / len(able))


def test_a_new_name_outlives_a_refit(store: keyart.Store) -> None:
    store.ingest(titles=titles(), profiles=people(), plays=plays())
    store.audiences.fit()
    store.audiences.save("segment:capers", "affinity:heist-thrillers and hours(days=28) >= 1")
    size = store.audiences.size("segment:capers")
    store.audiences.rename("affinity:heist-thrillers", "Caper  Fans", owner="Ana")
    with pytest.raises(BadInput):
        store.audiences.rename("affinity:heist-thrillers", "office comedy")
    with pytest.raises(UnknownName):
        store.audiences.rename("affinity:heists", "Heists")
    again = store.audiences.fit()
    (own,) = [one for one in again.affinities if one.id == "affinity:heist-thrillers"]
    assert (own.name, own.edited_by) == ("Caper Fans", "Ana")
    assert store.audiences.size("segment:capers") == size
    assert store.audiences.show(own.id).note == "Caper Fans"
    assert store.check() == []


def test_a_segment_outlives_the_affinity_that_it_names(store: keyart.Store) -> None:
    store.ingest(titles=titles(), plays=plays(range(400)))
    store.audiences.fit()
    name = "affinity:haunted-house"
    store.audiences.save("segment:brave", f"{name} or viewed(tag=heist, at_least=20)")
    with pytest.raises(BadInput, match="affinities come from fits"):
        store.audiences.remove("affinity:heist-thrillers")
    told = titles().to_pylist()
    for title in told[3 * EACH : 4 * EACH]:
        title["tags"] = ["faith"]
    store.ingest(titles=pa.Table.from_pylist(told))
    report = store.audiences.fit()
    assert name not in {one.id for one in report.affinities}
    assert [one.id for one in report.changes if one.fate == "died"] == [name]
    assert len(report.card["withheld"]) == 1
    assert store.audiences.size(name) == 0
    assert store.audiences.size("segment:brave") == 0
    assert store.check() == []


def test_only_the_newest_fits_are_kept(tmp_path: Path) -> None:
    with keyart.create(tmp_path / "kept.keyart") as store:
        (store.root / "keyart.toml").write_text("[settings]\nfits_kept = 2\n", encoding="utf-8")
        store.ingest(titles=titles(), plays=plays(range(400)))
        for _ in range(3):
            store.audiences.fit()
        assert store.snapshot().fits == (2, 3)
        assert store.check() == []


def test_who_is_protected_later_is_in_no_affinity_at_once(store: keyart.Store) -> None:
    store.ingest(titles=titles(), plays=plays(range(400)))
    store.audiences.fit()
    before = store.audiences.memberships().num_rows
    leaving = store.audiences.why("p4").affinities
    assert leaving
    store.ingest(profiles=pa.table({"profile_id": ["p4"], "consent": ["no_profiling"]}))
    assert store.audiences.memberships().num_rows == before - len(leaving)
    assert store.audiences.why("p4").protected
    assert store.check() == []


def test_the_order_in_which_plays_come_does_not_matter(tmp_path: Path) -> None:
    whole = plays(range(400))
    sizes: list[dict[str, int]] = []
    for name, parts in (("one", [whole]), ("two", [whole.slice(3_000), whole.slice(0, 3_000)])):
        with keyart.create(tmp_path / f"{name}.keyart") as store:
            for part in parts:
                store.ingest(plays=part)
            store.ingest(titles=titles())
            sizes.append({one.id: one.members for one in store.audiences.fit().affinities})
    assert sizes[0].keys() == sizes[1].keys()
    assert sizes[0] == pytest.approx(sizes[1], abs=2)


@pytest.mark.parametrize(
    ("loaded", "says"),
    [
        ("nothing", "no plays"),
        ("titles", "no plays"),
        ("few", "none of 3 profiles watched 5 titles"),
        ("protected", "may be profiled"),
        ("short", "none of 400 profiles"),
    ],
)
def test_a_fit_on_nothing_says_so_and_publishes_nothing(
    store: keyart.Store, loaded: str, says: str
) -> None:
    if loaded != "nothing":
        store.ingest(titles=titles())
    if loaded == "few":
        store.ingest(plays=plays(range(3)))
    if loaded == "protected":
        store.ingest(profiles=people(), plays=plays(NO_PROFILING))
    if loaded == "short":
        store.ingest(plays=_of_seconds(plays(range(400)), 30.0))
    version = store.snapshot().version
    with pytest.raises(NothingToFit, match=says) as refused:
        store.audiences.fit()
    assert refused.value.code == "nothing_to_fit"
    assert refused.value.hint
    assert store.snapshot().version == version
    assert store.audiences.affinities() == ()
    failed = CliRunner().invoke(app, ["audiences", "fit", str(store.root)])
    assert failed.exit_code == 1
    assert says.split(maxsplit=1)[0] in failed.stderr
    assert store.check() == []


def _of_seconds(table: pa.Table, seconds: float) -> pa.Table:
    place = table.column_names.index("seconds")
    return table.set_column(place, "seconds", pa.array([seconds] * table.num_rows))


def test_the_fit_before_stays_where_there_is_nothing_to_fit(store: keyart.Store) -> None:
    store.ingest(titles=titles(), plays=plays(range(400)))
    fitted = store.audiences.fit()
    everybody = [f"p{profile}" for profile in range(400)]
    protected = pa.table({"profile_id": everybody, "consent": ["no_profiling"] * 400})
    store.ingest(profiles=protected)
    with pytest.raises(NothingToFit):
        store.audiences.fit()
    assert store.snapshot().fits == (1,)
    assert {one.id for one in store.audiences.affinities()} == {a.id for a in fitted.affinities}
    assert store.audiences.memberships().num_rows == 0


def test_random_plays_are_fitted_and_have_no_affinities(store: keyart.Store) -> None:
    """There is enough to learn from, and nothing in it: that is an answer."""
    rng = np.random.default_rng(3)
    table = plays(range(400))
    mixed = table.set_column(
        table.column_names.index("profile_id"), "profile_id",
        pa.array([f"p{profile}" for profile in rng.integers(0, 400, table.num_rows)]),
    )  # fmt: skip
    store.ingest(titles=titles(), plays=mixed)
    assert store.audiences.fit().affinities == ()
    assert "0 affinities" in store.audiences.card().to_text()


def test_the_command_line_fits_and_renames(store: keyart.Store) -> None:
    store.ingest(titles=titles(), plays=plays(range(400)))
    run, root = CliRunner(), str(store.root)
    fitted = run.invoke(app, ["audiences", "fit", root])
    assert fitted.exit_code == 0, fitted.output
    assert "Fit 1: 4 affinities." in fitted.output
    again = run.invoke(app, ["audiences", "fit", root, "--json"])
    assert json.loads(again.stdout)["number"] == 2
    named = ["audiences", "rename", root, "affinity:office-comedy", "Desk Jokes", "--owner", "Bo"]
    assert run.invoke(app, named).exit_code == 0
    assert "Desk Jokes" in run.invoke(app, ["audiences", "list", root]).output
    unknown = run.invoke(app, ["audiences", "explore", root, "affinity:office"])
    assert unknown.exit_code == 2
    assert "affinity:office-comedy" in unknown.output


def test_the_command_line_tells_the_same(watched: keyart.Store, tmp_path: Path) -> None:
    run, root = CliRunner(), str(watched.root)
    out = tmp_path / "members.parquet"
    name = "affinity:heist-thrillers"
    for arguments, said in (
        (["why", root, "p100"], "Heist Thrillers"),
        (["why", root, "p10"], "Affinities are not inferred"),
        (["explore", root, name], "thriller"),
        (["compare", root, name, "affinity:office-comedy"], "Office Comedy"),
        (["card", root], "Not to be used"),
        (["list", root], "Heist Thrillers"),
        (["members", root, "--out", str(out)], ""),
        (["members", root, "--fit", "1"], "profile_key"),
    ):
        done = run.invoke(app, ["audiences", *arguments])
        assert done.exit_code == 0, done.output
        assert said in done.output
    assert pq.read_table(out).equals(watched.audiences.memberships())
