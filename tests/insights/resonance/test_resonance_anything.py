"""What holds of any service: shares add up, bounds enclose, few people are not shown."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.truth.resonance_worlds import World, make
from keyart.query import Access
from keyart.questions.registry import BRIEF, RESONANCE
from keyart.session import Store

WORLDS = st.builds(
    World,
    titles=st.dictionaries(st.sampled_from("abcd"), st.integers(1, 4), min_size=1),
    people=st.integers(1, 8),
    seed=st.integers(0, 1000),
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(world=WORLDS, across=st.sampled_from(["country", "region", None]))
def test_shares_of_films_with_one_genre_add_up_to_one(world: World, across: str | None) -> None:
    with TemporaryDirectory() as folder, make(Path(folder), world) as store:
        result = store.resonance(RESONANCE.kind.from_dict({"across": across}))
    for market in {row.market for row in result.rows}:
        rows = [row for row in result.rows if row.market == market]
        assert sum(row.share_of_hours for row in rows) == pytest.approx(1)
        assert sum(row.share_of_supply for row in rows) == pytest.approx(1)
    for row in result.rows:
        for name in ("taste_index", "demand_index", "trend"):
            low, high = getattr(row, f"{name}_low"), getattr(row, f"{name}_high")
            assert low is None or high is None or low <= high


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    world = World({"drama": 6, "docs": 1}, liked={("docs", "DE"): 0.05}, people=60)
    with make(tmp_path_factory.mktemp("few"), world) as store:
        yield store


def test_rows_and_titles_of_few_people_are_not_shown(few: Store) -> None:
    careful = Access("view", min_cell=50)
    asked = RESONANCE.kind.from_dict({"where": {"country": "DE"}})
    whole = few.resonance(asked)
    (row,) = [row for row in whole.rows if row.value == "docs"]
    assert 0 < row.people < 50
    assert row.top_title == "docs0"
    shown = RESONANCE.answer(few.snapshot(), careful, asked)
    assert {row.value for row in shown.rows} <= {"drama"}
    assert "docs0" not in repr(shown)
    page = BRIEF.answer(few.snapshot(), careful, BRIEF.kind.from_dict({"market": "DE"}))
    assert "docs" not in page.html + page.markdown
