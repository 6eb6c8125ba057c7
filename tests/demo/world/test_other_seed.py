"""Another seed is another world that keeps the same promises."""

from pathlib import Path

import pytest

from tests.demo.world.conftest import Small, opened, written_small
from tests.demo.world.test_incidents import all_incidents
from tests.demo.world.test_trials import all_trials


@pytest.mark.full
def test_another_world_keeps_the_same_promises(small: Small, tmp_path: Path) -> None:
    other = written_small(tmp_path, seed=2)
    assert other.truth["effects"] != small.truth["effects"]
    with opened(other.folder) as con:
        all_trials(con, other)
        all_incidents(con, other)
