"""A store in Druid: the same facts, people counted by the same sketches; replaced as a whole.

The tests of this module go one after another: each finds what the one before has left.
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from datasketches import hll_sketch, tgt_hll_type

from keyart.core.errors import BadInput, DruidError
from keyart.core.fact_files import About, key_fingerprint
from keyart.core.facts import Family
from keyart.core.progress import Silent
from keyart.mirror import LoadReason, find_held, load, load_sketches, read_state
from keyart.mirror import drop as drop_all
from keyart.query import Query, ask, owner
from keyart.scale.druid import ingestion, lookups, segments, tasks
from keyart.scale.druid.layout import asset_days, datasource, lookup, manifest_lookup
from keyart.store import profile_keys
from tests.cli.commands import keyart, succeed
from tests.cluster.druid_load.conftest import NOW, Mirrored
from tests.cluster.druid_load.months import AGAIN, FEBRUARY, JANUARY, MARCH, MINOR
from tests.cluster.sketching import canonical, decoded, sketch
from tests.oracles.small import SMALL
from tests.oracles.world import publish

SUMS = ("impressions", "plays", "qualified_plays", "watch_seconds", "starts", "hours_viewed")
"""Measures that are sums of one column, and (below) what of it they are."""

COLUMNS = {"watch_seconds": ("watch_ms", 1000), "hours_viewed": ("watch_ms", 3_600_000)}


def rows(mirrored: Mirrored, family: Family, asked: str, **context: object) -> pa.Table:
    """Return what SQL finds in a datasource, `asked` being what is selected and how."""
    select, _, rest = asked.partition(" BY ")
    name = datasource(mirrored.settings.prefix, family)
    return mirrored.druid.sql(f'SELECT {select} FROM "{name}" {rest}', context=context)


def total(mirrored: Mirrored, what: str) -> int:
    found = rows(mirrored, Family.EXPOSURE, f"SUM({what}) AS total")
    return int(found.column("total")[0].as_py())


def sketch_of(
    mirrored: Mirrored, profiles: range, lg_k: int, kind: tgt_hll_type = tgt_hll_type.HLL_4
) -> hll_sketch:
    """Return Python's sketch of the keys of profiles."""
    low = profile_keys(mirrored.snapshot)["low"].view("int64")
    return sketch(low[profiles.start : profiles.stop].tolist(), lg_k, kind)


def test_the_first_load_takes_all(mirrored: Mirrored) -> None:
    first = mirrored.first
    assert first.why is LoadReason.FIRST
    exposure = first.families[Family.EXPOSURE]
    assert exposure.rows == len(JANUARY) + len(FEBRUARY) + len(MARCH)
    assert exposure.loaded == ("2026-01", "2026-02", "2026-03")
    assert not exposure.kept
    assert first.families[Family.VIEWING].loaded == ("2026-01",)


@pytest.mark.parametrize("by", ["asset", "genre", "country"])
def test_sums_are_those_of_the_store(mirrored: Mirrored, by: str) -> None:
    wanted = ask(mirrored.snapshot, owner(), Query(measures=SUMS[:4], by=(by,)))
    sums = ", ".join(f'SUM("{COLUMNS.get(n, (n,))[0]}") AS "{n}"' for n in SUMS[:4])
    found = rows(mirrored, Family.EXPOSURE, f'"{by}", {sums} BY GROUP BY 1')
    own = {row.pop(by): row for row in found.to_pylist()}
    for row in own.values():
        row["watch_seconds"] /= 1000
    assert own == {row.pop(by): row for row in wanted.to_dicts()}


def test_viewing_is_there_too(mirrored: Mirrored) -> None:
    found = rows(mirrored, Family.VIEWING, "SUM(starts) AS starts, SUM(fact_rows) AS facts")
    assert found.to_pylist() == [{"starts": 900, "facts": 900}]


def test_rows_that_are_equal_become_one(mirrored: Mirrored) -> None:
    facts, kept = segments.counts(
        mirrored.druid, datasource(mirrored.settings.prefix, Family.VIEWING)
    )
    assert facts == 900
    assert kept < 20


def test_sketches_are_those_of_python(mirrored: Mirrored) -> None:
    own = sketch_of(mirrored, JANUARY, 13)
    merging = "DS_HLL(people_impressions, 13) AS people BY WHERE title = 'film'"
    theirs = decoded(rows(mirrored, Family.EXPOSURE, merging).column("people")[0].as_py())
    assert canonical(theirs) == canonical(own) == canonical(theirs, own)
    assert canonical(own) == pytest.approx(len(JANUARY), rel=0.05)


def test_sketches_have_the_size_that_was_set(mirrored: Mirrored) -> None:
    stored = rows(mirrored, Family.EXPOSURE, "people_impressions BY LIMIT 1")
    assert decoded(stored.column(0)[0].as_py()).lg_config_k == 13


def test_a_sketch_that_is_merged_with_the_default_size_errs_more(mirrored: Mirrored) -> None:
    """Estimates of one group may be equal by chance, those of all days are not."""
    counted = "APPROX_COUNT_DISTINCT_DS_HLL(people_impressions{}) AS people BY GROUP BY __time"
    kept, lost = (
        rows(mirrored, Family.EXPOSURE, f"{counted.format(size)} ORDER BY __time")["people"]
        for size in (", 13", "")
    )
    assert len(kept) > 1
    assert kept != lost  # so lgK has to be passed, always


def test_people_count_where_their_guard_is_above_zero(mirrored: Mirrored) -> None:
    counted = "APPROX_COUNT_DISTINCT_DS_HLL(people_qualified_plays, 13) AS n BY WHERE asset = 'd'"
    found = rows(mirrored, Family.EXPOSURE, counted)
    assert round(found.column("n")[0].as_py()) == len([p for p in MARCH if p % 4 == 0])


def test_profiles_are_in_their_audiences_and_minors_in_none(mirrored: Mirrored) -> None:
    counted = "APPROX_COUNT_DISTINCT_DS_HLL(people_impressions, 13) AS n BY WHERE {}"
    found = {
        where: round(rows(mirrored, Family.EXPOSURE, counted.format(where)).column("n")[0].as_py())
        for where in (
            "MV_CONTAINS(audience, 'list:vip')",
            "MV_CONTAINS(audience, ARRAY['list:vip', 'list:rest'])",
            "protected = 'yes'",
            "profile_plan = 'gold'",
        )
    }
    assert list(found.values()) == [49, 10, 1, 2]
    assert MINOR in range(50)


def test_lookups_say_what_the_catalogue_says(mirrored: Mirrored) -> None:
    prefix = mirrored.settings.prefix
    name = lookup(prefix, "title", "titles", "name")
    runtime = lookup(prefix, "title", "titles", "runtime_seconds")
    region = lookup(prefix, "country", "regions")
    found = rows(
        mirrored,
        Family.EXPOSURE,
        f"DISTINCT LOOKUP(title, '{name}') AS name, LOOKUP(title, '{runtime}') AS runtime, "
        f"LOOKUP(country, '{region}') AS region BY WHERE country = 'US' ORDER BY 1",
    )
    assert found.to_pylist() == [
        {"name": "Show", "runtime": "1800.5", "region": "UCAN"},
        {"name": "The “Film”", "runtime": None, "region": "UCAN"},
    ]


def test_a_load_of_what_is_there_changes_nothing(mirrored: Mirrored) -> None:
    name = datasource(mirrored.settings.prefix, Family.EXPOSURE)
    before = segments.current_segments(mirrored.druid, name)
    again = mirrored.load()
    assert again.why is LoadReason.CHANGED
    assert all(not own.loaded and not own.dropped for own in again.families.values())
    assert segments.current_segments(mirrored.druid, name) == before


def test_another_store_does_not_take_its_place(mirrored: Mirrored, tmp_path: Path) -> None:
    with publish(SMALL, tmp_path / "other") as other:
        with pytest.raises(DruidError, match="another store"):
            load(other, mirrored.druid, mirrored.settings, now=NOW)
        assert find_held(other, mirrored.druid, mirrored.settings).foreign
    assert not find_held(mirrored.snapshot, mirrored.druid, mirrored.settings).foreign


def test_a_task_that_fails_says_why_and_leaves_what_there_is(
    mirrored: Mirrored, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"time": 1767225600000, "title": "film"}\n{"time": "yesterday"\n')
    name = datasource(mirrored.settings.prefix, Family.EXPOSURE)
    january, before = (
        segments.current_segments(mirrored.druid, name)[0],
        total(mirrored, "impressions"),
    )
    table = ingestion.FactTable(name, ("title",), ("impressions",), (), 13, 900)
    new = ingestion.IntervalReplacement(
        intervals=((january.start, january.end),),
        chunk="MONTH",
        files=(broken,),
        is_parquet=False,
        rows_per_segment=1000,
    )
    spec = ingestion.replace_task(table, new)
    with pytest.raises(DruidError, match=r"task .* failed: .*[Pp]arse") as failed:
        tasks.finish(mirrored.druid, [tasks.submit(mirrored.druid, spec)], Silent())
    assert "/log" in failed.value.hint
    assert total(mirrored, "impressions") == before


def test_a_reload_shows_the_old_or_the_new(mirrored: Mirrored) -> None:
    february = "SUM(impressions) AS n BY WHERE TIME_IN_INTERVAL(__time, '2026-02-01/P1M')"
    old = sum(1 + profile % 3 for profile in FEBRUARY)
    new = sum(1 + profile % 3 for profile in AGAIN)
    seen: set[int | None] = set()
    over = Event()

    def watch() -> None:
        while not over.is_set():
            found = rows(mirrored, Family.EXPOSURE, february, useCache=False)
            seen.add(found.column("n")[0].as_py())

    mirrored.publish_next()
    assert read_state(mirrored.snapshot, mirrored.druid, mirrored.settings).behind == 1
    with ThreadPoolExecutor(1) as threads:
        watching = threads.submit(watch)
        try:
            loaded = mirrored.load()
        finally:
            over.set()
        watching.result()
    assert seen == {old, new}
    exposure = loaded.families[Family.EXPOSURE]
    assert (exposure.kept, exposure.loaded) == (("2026-01",), ("2026-02",))
    assert exposure.dropped == ("2026-03-01 to 2026-04-01",)
    assert loaded.families[Family.VIEWING].kept == ("2026-01",)


def test_what_the_store_has_no_more_is_gone(mirrored: Mirrored) -> None:
    wanted = ask(mirrored.snapshot, owner(), Query(measures=("impressions",)))
    assert total(mirrored, "impressions") == wanted.totals["impressions"]
    march = "COUNT(*) AS n BY WHERE __time >= TIMESTAMP '2026-03-01'"
    assert rows(mirrored, Family.EXPOSURE, march).column("n")[0].as_py() == 0


def test_the_state_is_what_is_there(mirrored: Mirrored) -> None:
    found = read_state(mirrored.snapshot, mirrored.druid, mirrored.settings)
    assert found.sketches
    assert found.manifest is not None
    assert (found.behind, found.manifest.version) == (0, mirrored.snapshot.version)
    assert (found.manifest.lg_k, found.manifest.attributes) == (13, ("plan",))
    exposure = found.families[Family.EXPOSURE]
    assert exposure.facts == len(JANUARY) + len(AGAIN)
    assert exposure.rows <= exposure.facts
    assert exposure.available == 1
    assert f"{exposure.since:%Y-%m-%d}" == "2026-01-01"
    assert f"{exposure.until:%Y-%m-%d}" == "2026-03-01"
    assert found.lookups == found.lookups_served > 0


def built(mirrored: Mirrored, folder: Path, salt: str) -> Path:
    """Return a folder of sketches of two days, as Spark writes them."""
    for day, profiles in (("2026-01-01", range(3000)), ("2026-02-01", range(2000, 5000))):
        sketch = sketch_of(mirrored, profiles, 13, tgt_hll_type.HLL_8).serialize_updatable()
        table = pa.table({"asset": ["a"], "reach": [sketch], "viewers": pa.nulls(1, pa.binary())})
        path = folder / "sketches" / "days" / f"day={day}" / "part-0.parquet"
        path.parent.mkdir(parents=True)
        pq.write_table(table, path)
    (folder / "facts.json").write_text(About(key_fingerprint(salt)).to_text())
    return folder


def test_sketches_that_spark_made_are_merged(mirrored: Mirrored, tmp_path: Path) -> None:
    folder = built(mirrored, tmp_path, mirrored.snapshot.salt)
    done = load_sketches(mirrored.snapshot, mirrored.druid, mirrored.settings, folder)
    assert (done.rows, done.days) == (2, 2)
    merging = f'SELECT DS_HLL(reach, 13) AS people FROM "{done.datasource}" WHERE asset = ?'
    theirs = decoded(mirrored.druid.sql(merging, ["a"]).column("people")[0].as_py())
    own = sketch_of(mirrored, range(5000), 13)
    assert canonical(theirs) == canonical(own) == canonical(theirs, own)


def test_sketches_of_other_keys_are_refused(mirrored: Mirrored, tmp_path: Path) -> None:
    folder = built(mirrored, tmp_path / "other", "another salt")
    for wrong in (folder, tmp_path / "nothing"):
        with pytest.raises(BadInput, match=wrong.name):
            load_sketches(mirrored.snapshot, mirrored.druid, mirrored.settings, wrong)


def test_the_commands_say_the_same(mirrored: Mirrored, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KEYART_DRUID_URL", raising=False)
    monkeypatch.setenv("KEYART_DRUID_LG_K", str(mirrored.settings.lg_k))
    monkeypatch.setenv("KEYART_DRUID_ATTRIBUTES", "plan")
    store, (url, prefix) = mirrored.folder, (mirrored.settings.url, mirrored.settings.prefix)
    begun = succeed("druid", "init", store, "--url", url, "--prefix", prefix)
    assert f"version {mirrored.snapshot.version}" in begun.out
    assert f'prefix = "{prefix}"' in (store / "keyart.toml").read_text()
    loaded = succeed("druid", "load", store).out
    assert f"Druid holds version {mirrored.snapshot.version}" in loaded
    assert "exposure: 6,300 facts, 2 months held already" in loaded
    shown = succeed("druid", "status", store).out
    assert f"{prefix}_exposure" in shown
    assert "list:rest, list:vip" in shown
    told = succeed("druid", "status", store, "--json").json
    assert (told["behind"], told["families"]["exposure"]["facts"]) == (0, 6300)
    declined = keyart("druid", "drop", store, stdin="n\n")
    assert declined.code == 1
    assert f"{prefix}_exposure" in declined.err
    assert total(mirrored, "impressions") > 0


def test_a_drop_leaves_nothing(mirrored: Mirrored) -> None:
    druid, prefix = mirrored.druid, mirrored.settings.prefix
    sources = [*(datasource(prefix, family) for family in Family), asset_days(prefix)]
    gone = drop_all(mirrored.snapshot, druid, mirrored.settings)
    assert list(gone.datasources) == sources
    assert manifest_lookup(prefix) in gone.lookups
    assert not [name for name in lookups.names(druid) if name.startswith(prefix)]
    assert not segments.stored_datasources(druid) & set(sources)
    assert not {*sources} & {*druid.calls.get(f"{segments.COORDINATOR}/rules")}
    for name in sources:
        assert druid.calls.find(f"{segments.COORDINATOR}/config/compaction/{name}") is None
    assert not find_held(mirrored.snapshot, druid, mirrored.settings).datasources
    assert read_state(mirrored.snapshot, druid, mirrored.settings).manifest is None
