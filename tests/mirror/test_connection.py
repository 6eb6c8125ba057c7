"""Writing [druid] into an existing keyart.toml."""

from pathlib import Path

import pytest

from keyart.core import config
from keyart.core.errors import BadSettings
from keyart.mirror import write_settings
from keyart.mirror.connection import set_druid

THEIRS = """\
# Ours, by hand.
[settings]
threads = 2 # small machine

[druid] # since May
lg_k = 12
  url = "http://old:8888"
# prefix = "no"

[regions]
DACH = ["DE", "AT", "CH"]
"""


def test_a_section_is_added_at_the_end() -> None:
    before = "# Ours.\n[settings]\nthreads = 2\n"
    after = set_druid(before, {"url": "http://druid:8888", "prefix": "films"})
    assert after.startswith(before)
    said = config.parse(after, {})
    assert (said.druid.url, said.druid.prefix, said.settings.threads) == (
        "http://druid:8888", "films", 2,
    )  # fmt: skip


def test_an_empty_file_gets_a_section() -> None:
    assert config.parse(set_druid("", {"url": "http://druid:8888"}), {}).druid.url


def test_a_setting_is_replaced_in_its_line_and_everything_else_stays() -> None:
    after = set_druid(THEIRS, {"url": "http://new:8888", "prefix": "films"})
    kept = [line for line in THEIRS.splitlines() if "old" not in line]
    found = after.splitlines()
    assert [line for line in found if line in kept] == kept
    assert [line for line in found if line not in kept] == [
        'prefix = "films"',
        'url = "http://new:8888"',
    ]
    assert config.parse(after, {}).druid.lg_k == 12


def test_writing_it_again_changes_nothing() -> None:
    once = set_druid(THEIRS, {"url": "http://new:8888"})
    assert set_druid(once, {"url": "http://new:8888"}) == once


def test_invalid_settings_are_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KEYART_DRUID_URL", raising=False)
    file = tmp_path / "keyart.toml"
    file.write_text(THEIRS)
    with pytest.raises(BadSettings, match="prefix"):
        write_settings(file, "http://new:8888", 'a"b')
    assert file.read_text() == THEIRS
    assert write_settings(file, "http://new:8888", None).url == "http://new:8888"
    assert [path.name for path in tmp_path.iterdir()] == ["keyart.toml"]
