"""Stores that the tests of this folder read and never change."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from keyart import session
from tests.insights.comparison import busy as busy_people
from tests.insights.comparison import gallery as pictures


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[session.Store]:
    """Trials of all kinds, each a title."""
    folder: Path = tmp_path_factory.mktemp("comparisons") / "gallery.keyart"
    with pictures.made(folder) as store:
        yield store


@pytest.fixture(scope="session")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[session.Store]:
    """People who meet several arms again and again."""
    folder: Path = tmp_path_factory.mktemp("comparisons") / "busy.keyart"
    with busy_people.made(folder) as store:
        yield store
