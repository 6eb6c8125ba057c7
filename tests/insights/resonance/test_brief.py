"""A brief says on one page what resonance says, in each of its forms."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.truth.resonance_worlds import World, make
from keyart.cli import app
from keyart.core.errors import BadQuestion
from keyart.session import Store

TITLES = {"<crime>": 6, "drama": 20, "comedy": 20, "docs": 10}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    liked = {("<crime>", "DE"): 3.0, ("<crime>", "FR"): 3.0, ("docs", "DE"): 0.3}
    world = World(TITLES, liked=liked, people=250)
    with make(tmp_path_factory.mktemp("brief"), world) as store:
        yield store


def test_its_numbers_are_those_of_resonance(planted: Store) -> None:
    page = planted.brief(None, "DE")
    found = planted.resonance(across="country").rows
    rows = {row.value: row for row in found if row.market == "DE"}
    assert page.headline.startswith("Germany: more <crime>, less docs")
    assert page.findings[0].value == "<crime>"
    assert all(row == rows[row.value] for row in page.findings)
    assert f"{rows['<crime>'].demand_index:.0f} (" in page.markdown
    assert [row.market for row in page.elsewhere] == ["FR"]
    assert "France likes" in page.markdown
    assert "Germany · everybody · 2026-03-01 to 2026-04-29" in page.html


def test_the_page_needs_no_other_file_and_shows_names_as_text(planted: Store) -> None:
    page = planted.brief(market="DE")
    assert "&lt;crime&gt;" in page.html
    assert "<crime>" not in page.html
    assert not any(word in page.html for word in ("src=", "href=", "url(", "<script"))
    assert "\\<crime\\>" in page.markdown
    assert json.loads(json.dumps(page.to_dict()))["html"] == page.html


def test_a_region_or_everybody_is_a_market_too(planted: Store) -> None:
    assert planted.brief(market="EMEA").market == "EMEA"
    everywhere = planted.brief()
    assert (everywhere.market, everywhere.elsewhere) == (None, ())
    assert planted.brief(market="JP").findings == ()
    with pytest.raises(BadQuestion, match="neither a country nor a region"):
        planted.brief(market="Germany")


def test_the_command_prints_it(tmp_path: Path) -> None:
    with make(tmp_path, World(TITLES, liked={("docs", "DE"): 0.3}, people=80)) as store:
        written = store.brief(market="DE")
    asked = ["brief", str(tmp_path / "world.keyart"), "--market", "DE"]
    printed = CliRunner().invoke(app, asked)
    assert printed.exit_code == 0, printed.output
    assert printed.stdout == written.markdown
    sheet = tmp_path / "brief.html"
    assert CliRunner().invoke(app, [*asked, "--html", str(sheet)]).exit_code == 0
    assert sheet.read_text(encoding="utf-8") == written.html
