"""Every package that is passed on has its licence in the docs, and its terms in the bundle."""

import re
import tomllib
from collections.abc import Iterator

import pytest

from keyart.api.webapp import WEBDIST
from tests.docs.pages import ROOT

PAGE = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
BUILT_IN = re.compile(r"^(@?[\w./-]+) (\d[^\s:]*): (.+)$", re.MULTILINE)
"""A package in licences.txt: its name, version and licence."""


def python_packages() -> set[str]:
    """Return all that Keyart and its extras bring along, by uv.lock."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    packages = {one["name"]: one for one in lock["package"]}
    pending = ["keyart", "keyart-demo"]
    pending += [
        d["name"] for many in packages["keyart"]["optional-dependencies"].values() for d in many
    ]
    found: set[str] = set()
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending += [one["name"] for one in packages[name].get("dependencies", ())]
    return found - {"keyart", "keyart-demo"}


def licences_on_the_page() -> Iterator[tuple[str, str]]:
    """Yield (package, row of a table) for each package that a row of the page names."""
    for line in PAGE.splitlines():
        if line.startswith("|"):
            for name in re.findall(r"@?[\w][\w./-]*", line):
                yield name, line


def test_every_python_package_has_its_licence_on_the_page() -> None:
    rows = dict(licences_on_the_page())
    assert python_packages() - rows.keys() == set()
    known = r"MIT|BSD|Apache-2\.0|ISC|MPL-2\.0|PSF-2\.0"
    assert [name for name in python_packages() if not re.search(known, rows[name])] == []


def built_in() -> dict[str, str]:
    text = (WEBDIST / "licences.txt").read_text(encoding="utf-8")
    return {name: licence for name, _, licence in BUILT_IN.findall(text)}


def test_every_package_of_the_pages_has_its_licence_on_the_page() -> None:
    rows = {name: line for name, line in licences_on_the_page() if line.count("|") == 3}
    found = built_in()
    assert {"react", "react-dom", "@mantine/core", "wouter"} <= found.keys()
    for name, licence in found.items():
        assert rows.get(name, "").startswith(f"| {licence} |"), name


def test_the_bundle_holds_the_terms_of_fonts_and_libraries() -> None:
    parts = re.split(r"\n\n-{80}\n\n", (WEBDIST / "licences.txt").read_text(encoding="utf-8"))
    assert "Apache License 2.0" in parts[0]
    assert len(parts) - 1 == len(built_in())
    terms = {"MIT": "Permission is hereby granted", "ISC": "Permission to use, copy, modify"}
    for part in parts[1:]:
        _, _, licence = BUILT_IN.findall(part)[0]
        assert terms.get(licence, "") in part
        assert len(part) > 500, part[:60]


@pytest.mark.parametrize("font", ["inter", "jetbrains-mono"])
def test_fonts_come_with_the_open_font_license(font: str) -> None:
    text = (WEBDIST / "licences.txt").read_text(encoding="utf-8")
    (_, after) = text.split(f"@fontsource-variable/{font} ")
    assert "SIL OPEN FONT LICENSE Version 1.1" in after.split("-" * 80)[0].upper().replace(
        "VERSION", "Version"
    )
    assert list((WEBDIST / "assets").glob(f"{font}-*.woff2"))
