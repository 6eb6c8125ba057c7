"""The page of the service names everything that it has: routes, settings, errors."""

import re
from datetime import UTC, datetime
from pathlib import Path

from keyart.api import create_app
from keyart.core.server import SERVER_SETTINGS, ServerSettings
from keyart.core.settings import SETTINGS
from keyart.store import create
from tests.docs.pages import ROOT, check_examples_of_settings, check_settings, page

PAGE = page("docs/service.md")


def test_every_setting_of_the_service_has_its_row() -> None:
    check_settings(PAGE.section("Settings of the service"), SERVER_SETTINGS)


def test_no_variable_means_two_settings() -> None:
    assert not {s.name for s in SERVER_SETTINGS} & {s.name for s in SETTINGS}


def test_settings_in_examples_are_valid() -> None:
    check_examples_of_settings(PAGE)


def test_every_route_has_its_heading(tmp_path: Path) -> None:
    create(tmp_path / "a.keyart", now=datetime(2026, 1, 1, tzinfo=UTC))
    app = create_app(tmp_path / "a.keyart", ServerSettings(token="x" * 16))
    described = {
        f"{method.upper()} {path}"
        for path, operations in app.openapi()["paths"].items()
        for method in operations
    }
    app.state.service.close()
    assert described <= set(PAGE.headings)


def test_every_code_of_the_service_has_its_place() -> None:
    text = PAGE.section("Errors")
    for path in (ROOT / "src/keyart/api").glob("*.py"):
        for code in re.findall(r'Refused\(\s*\d+,\s*"(\w+)"', path.read_text(encoding="utf-8")):
            assert code == "client_gone" or f"`{code}`" in text
