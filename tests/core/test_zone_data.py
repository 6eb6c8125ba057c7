"""The newest time zone data is used, whether it is the system's or the package's."""

import json
import os
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
import tzdata

from keyart.core.zone_data import PACKAGE, ZoneData, newest

ASK = """
import json, sys
import keyart, pyarrow as pa
from keyart.insights import status
with keyart.create(sys.argv[1]) as store:
    store.ingest(plays=pa.table({"ts": ["2026-07-01T23:30"], "profile_id": ["p"],
                                 "title_id": ["t"], "seconds": [600.0]}))
    found = status(store.snapshot())
    asked = dict(measures=["starts"], grain="hour", tz="Europe/Berlin")
    print(json.dumps({
        "status": [found.time_zones.version, found.time_zones.source],
        **{engine: store.query(**asked, engine=engine).to_dicts()[0]["time"].isoformat()
           for engine in ("native", "duckdb")},
    }))
"""


def system(folder: Path, version: str | None, *, name: str = "tzdata.zi") -> Path:
    """Make a system's zones in which Berlin is where Tokyo is, of a version or of none known."""
    zones = Path(str(files("tzdata"))) / "zoneinfo"
    for copy, own in (("Etc/UTC", "Etc/UTC"), ("Europe/Berlin", "Asia/Tokyo")):
        (folder / copy).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(zones / own, folder / copy)
    if version is not None:
        text = f"# version {version}\n# This zic input file\n" if name == "tzdata.zi" else version
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["tzdata.zi", "+VERSION"])
@pytest.mark.parametrize(
    ("version", "wins"),
    [("2025b", False), ("2026e", False), ("2026f", True), ("2026aa", True), ("2027a", True)],
)
def test_the_newest_wins(tmp_path: Path, version: str, wins: bool, name: str) -> None:
    folder = system(tmp_path / "zones", version, name=name)
    found = newest([tmp_path / "none", folder], "2026f")
    assert found == (ZoneData(version, str(folder)) if wins else ZoneData("2026f", PACKAGE))


def test_a_system_that_has_no_zones_or_no_version_is_older(tmp_path: Path) -> None:
    packaged = ZoneData("2026f", PACKAGE)
    assert newest([], "2026f") == packaged
    assert newest([tmp_path], "2026f") == packaged
    assert newest([system(tmp_path / "zones", None)], "2026f") == packaged


@pytest.mark.parametrize(("version", "offset"), [("1999a", "+02:00"), ("9999a", "+09:00")])
def test_both_engines_and_what_they_show_follow_the_newest(
    tmp_path: Path, version: str, offset: str
) -> None:
    folder = system(tmp_path / "zones", version)
    ran = subprocess.run(
        [sys.executable, "-c", ASK, str(tmp_path / "a.keyart")],
        env={**os.environ, "PYTHONTZPATH": str(folder)},
        capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip
    told = json.loads(ran.stdout)
    assert told["native"] == told["duckdb"]
    assert told["native"].endswith(offset)
    ours = [tzdata.IANA_VERSION, PACKAGE]
    assert told["status"] == (ours if version == "1999a" else [version, str(folder)])
