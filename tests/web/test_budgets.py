"""How much a browser loads before it shows a page."""

import gzip
import re

from keyart.api.webapp import WEBDIST

MOST = 200_000
"""Bytes of scripts, packed by gzip, before those that a page loads when it is shown."""


def test_scripts_of_the_first_load_are_few() -> None:
    index = (WEBDIST / "index.html").read_text(encoding="utf-8")
    scripts = set(re.findall(r'(?:src|href)="/(assets/[^"]+\.js)"', index))
    assert len(scripts) > 3
    assert sum(len(gzip.compress((WEBDIST / one).read_bytes())) for one in scripts) <= MOST
