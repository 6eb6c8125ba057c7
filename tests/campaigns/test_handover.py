"""Members leave as the caller's own ids, once the campaign runs, and never without a trace."""

from collections.abc import Generator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.truth.campaign_worlds import make_store, planned, run
from keyart.core.errors import BadQuestion, UnknownName
from keyart.session import Store
from tests.cli.commands import fail, succeed

PEOPLE = 1000
EVERYONE = [f"p{number}" for number in range(PEOPLE)]


@pytest.fixture
def store(tmp_path: Path) -> Generator[Store]:
    with make_store(tmp_path / "s.keyart", PEOPLE) as made:
        yield made


def test_only_those_who_get_an_asset_come_back(store: Store) -> None:
    store.audiences.put("list:vip", EVERYONE[:500])
    started = run(store, audiences=["list:vip"], holdout=0.3)
    asked = [*reversed(EVERYONE), "nobody", "p1"]
    found = store.campaigns.members("spring", asked, by="Cy")
    given = found.table.column("id").to_pylist()
    assert len(given) == started.people
    assert given == [name for name in asked[:PEOPLE] if name in set(given)]
    assert (found.ids, found.unknown) == (PEOPLE + 1, 1)
    assert set(found.table.column("asset").to_pylist()) == {"b"}
    assert found.table.column_names == ["id", "asset"]
    # Those who hold the plan gold, are held out, minors, or object to profiling are missing.
    numbers = [int(name[1:]) for name in given]
    assert all(number % 2 and number % 100 not in {1, 3} for number in numbers)
    store.audiences.put("list:given", given)
    assert store.audiences.size("list:given and list:campaign-spring") == started.people


def test_each_handover_is_logged(store: Store) -> None:
    run(store)
    people = store.campaigns.members("spring", EVERYONE, by="Cy").table.num_rows
    step = store.campaigns.list()[0].log[-1]
    assert (step.what, step.by, step.people) == ("handed over", "Cy", people)
    assert step.because == "Win back binge viewers, for Braze"


def test_who_objects_after_the_start_is_left_out(store: Store) -> None:
    run(store)
    first = store.campaigns.members("spring", EVERYONE).table.column("id").to_pylist()
    gone = first[:3]
    consent = ["no_profiling", "none", "full"]
    minor = [False, False, True]
    store.ingest(profiles=pa.table({"profile_id": gone, "consent": consent, "is_minor": minor}))
    later = store.campaigns.members("spring", EVERYONE).table.column("id").to_pylist()
    assert later == first[3:]


def test_what_cannot_be_handed_over_says_why(store: Store) -> None:
    store.campaigns.plan(**planned())
    with pytest.raises(BadQuestion, match="isn't running"):
        store.campaigns.members("spring", EVERYONE)
    store.campaigns.approve("spring")
    store.campaigns.start("spring")
    with pytest.raises(BadQuestion, match="None of the 2 ids is known"):
        store.campaigns.members("spring", ["x", "y", "x"])
    with pytest.raises(BadQuestion, match="gets an asset"):
        store.campaigns.members("spring", ["p0", "x"])
    with pytest.raises(BadQuestion, match="no ids"):
        store.campaigns.members("spring", [])
    with pytest.raises(UnknownName):
        store.campaigns.members("sprin", EVERYONE)
    assert [step.what for step in store.campaigns.list()[0].log][-1] == "started"
    store.campaigns.end("spring")
    with pytest.raises(BadQuestion, match="isn't running"):
        store.campaigns.members("spring", EVERYONE)


def test_the_command_line_reads_and_writes_files(store: Store, tmp_path: Path) -> None:
    people = run(store).people
    match, out = tmp_path / "crm.csv", tmp_path / "members.csv"
    match.write_text("id,mail\n" + "".join(f"{name},x@example.org\n" for name in EVERYONE))
    asked = ("export", "members", store.root, "spring", "--match", match)
    outcome = succeed(*asked, "--id-column", "id", "--out", out, "--by", "Cy")
    assert f"{people:,} of 1,000 ids get an asset; 0 are unknown" in outcome.err
    lines = out.read_text().splitlines()
    assert (lines[0], len(lines)) == ("id,asset", 1 + (people or 0))
    parquet = out.with_suffix(".parquet")
    succeed(*asked, "--id-column", "id", "--out", parquet)
    assert pq.read_table(parquet).num_rows == people
    assert "no column 'profile_id'" in fail(1, *asked)
    assert store.campaigns.list()[0].log[-2].by == "Cy"
