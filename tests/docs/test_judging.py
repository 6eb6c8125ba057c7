"""The page that says how Keyart judges shows what Keyart says of the demo world, and its pictures.

A store of that world takes a while to make, so what commands print is checked in long runs only.
Numbers need only be near: other machines round otherwise.
"""

import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from benchmarks.pictures import FOLDER, PICTURES, daily_looks, main
from benchmarks.truth.demo_worlds import demo_store
from keyart.cli import app
from tests.docs.pages import page

PAGE = page("docs/judging.md")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
TICK = re.compile(r"[−+]?\d+%")
PICTURE = re.compile(r"!\[(.*?)\]\(images/judging/(.*?)\.svg\)")


def shown() -> Iterator[tuple[str, str]]:
    """Yield each command, and the lines that the page shows of what it prints."""
    for block, after in pairwise(PAGE.blocks):
        if block.language == "sh" and after.language == "text":
            yield block.text.strip(), after.text


def near(printed: str, expected: str) -> bool:
    """Return whether a text stands in another one, but for small differences of numbers."""
    words = [re.escape(word) for word in NUMBER.split(expected)]
    found = re.search(f"({NUMBER.pattern})".join(words), printed)
    if found is None:
        return False
    pairs = zip(found.groups(), NUMBER.findall(expected), strict=True)
    numbers = [tuple(float(one.replace(",", "")) for one in pair) for pair in pairs]
    return all(abs(a - b) <= max(0.5, 0.04 * b) for a, b in numbers)


def written(path: Path) -> str:
    """Return the texts of a picture, without its axes: they end with the farthest point."""
    texts = (one.text or "" for one in ET.parse(path).iter("{http://www.w3.org/2000/svg}text"))
    return "\n".join(text for text in texts if not TICK.fullmatch(text))


def test_every_picture_is_shown_and_described() -> None:
    found = PICTURE.findall(PAGE.text)
    assert [name for _, name in found] == list(PICTURES)
    assert all(len(described) > 40 for described, _ in found)
    assert {path.stem for path in FOLDER.glob("*.svg")} == set(PICTURES)


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_follow_the_readers_theme(name: str) -> None:
    text = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    root = ET.fromstring(text)
    assert root.findtext("{*}title")
    assert "prefers-color-scheme:dark" in (root.findtext("{*}style") or "")


def test_the_picture_of_daily_looks_is_that_of_the_results() -> None:
    with_line = f"{daily_looks().svg()}\n"
    assert (FOLDER / "daily-looks.svg").read_text(encoding="utf-8") == with_line


@pytest.mark.full
def test_commands_and_pictures_say_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with demo_store(1, affinities=True) as (store, _):
        (tmp_path / "demo.keyart").symlink_to(store.root)
        for command, expected in shown():
            result = CliRunner().invoke(app, shlex.split(command)[1:])
            assert result.exit_code == 0, f"{command}\n{result.output}"
            printed = "\n".join(line.rstrip() for line in result.stdout.splitlines())
            assert near(printed, expected.strip()), f"{command}\n{printed}"
        main(["--store", "demo.keyart", "--folder", str(tmp_path)])
    for name in PICTURES:
        file = f"{name}.svg"
        assert near(written(tmp_path / file), written(FOLDER / file)), name
