"""What waits for a decision: what is found, what it costs, and how it leaves the list."""

import json
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import keyart
from keyart.core.errors import BadQuestion
from keyart.session import Store
from tests.cli.commands import succeed
from tests.insights.policies.test_deciding import PEOPLE, RATES, make_store

PEOPLE_A_WEEK = PEOPLE / 4


@pytest.fixture
def store(tmp_path: Path) -> Generator[Store]:
    """Yield a store in which `his` wins with everyone."""
    with make_store(tmp_path / "s.keyart", noir=RATES, days=29) as made:
        yield made


def test_a_winner_waits_with_what_waiting_costs(store: Store) -> None:
    (winner,) = store.decisions.pending()
    assert winner.kind == "winner"
    assert (winner.title_name, winner.chosen) == ("The Heist", "his")
    assert winner.heading == "Show “his” to everyone"
    # Chance gives each of three assets a third of the people, and all meet the title once.
    truth = PEOPLE_A_WEEK * sum(RATES["his"] - rate for rate in RATES.values()) / 3
    assert winner.per_week is not None
    assert winner.per_week.low is not None
    assert winner.per_week.high is not None
    assert 0 < winner.per_week.low <= truth <= winner.per_week.high
    assert store.compare(title="t").verdict.asset == winner.chosen


def test_clickbait_waits_while_it_runs(tmp_path: Path) -> None:
    rates = {**RATES, "third": 0.25}
    with make_store(tmp_path / "s.keyart", noir=rates, rates=rates, days=29) as store:
        (clickbait,) = store.decisions.pending()
        assert (clickbait.kind, clickbait.chosen) == ("clickbait", "third")
        assert "It still goes to" in clickbait.evidence
        made = store.decisions.record("clickbait", "t", "third", "It loses viewers.")
        assert made.expected_per_week == clickbait.per_week
        assert store.decisions.pending() == []


def test_what_is_decided_leaves_the_list_until_it_is_reversed(store: Store) -> None:
    (winner,) = store.decisions.pending()
    made = store.decisions.record("winner", "t", "his", "It wins.")
    assert made.expected_per_week == winner.per_week
    assert made.figures is not None
    assert made.figures["verdict"]["asset"] == "his"
    assert "winner" not in {one.kind for one in store.decisions.pending()}
    store.decisions.reverse(made.id, "A mistake.")
    assert "winner" in {one.kind for one in store.decisions.pending()}
    store.decisions.record("winner", "t", "hers", "I like it.")
    assert "winner" in {one.kind for one in store.decisions.pending()}


def test_what_is_dismissed_or_put_off_can_be_brought_back(store: Store) -> None:
    winner = next(one for one in store.decisions.pending() if one.kind == "winner")
    store.decisions.dismiss(winner.key, "The campaign ends tomorrow.", by="Ada")
    assert winner.key not in {one.key for one in store.decisions.pending()}
    kept = {one.key: one for one in store.decisions.pending(include_set_aside=True)}[winner.key]
    assert kept.set_aside is not None
    assert (kept.set_aside.because, kept.set_aside.by) == ("The campaign ends tomorrow.", "Ada")
    store.decisions.remind(winner.key, datetime.now(UTC) + timedelta(days=1))
    assert winner.key not in {one.key for one in store.decisions.pending()}
    store.decisions.bring_back(winner.key)
    assert winner.key in {one.key for one in store.decisions.pending()}
    with pytest.raises(BadQuestion, match="reason"):
        store.decisions.dismiss(winner.key, " ")
    with pytest.raises(BadQuestion, match="later than now"):
        store.decisions.remind(winner.key, datetime.now(UTC) - timedelta(days=1))


def test_the_command_line_reads_the_list_aloud(store: Store) -> None:
    said = succeed("decisions", "pending", store.root).out
    assert "The Heist: Show “his” to everyone. Waiting costs about" in said
    key = next(one.key for one in store.decisions.pending() if one.kind == "winner")
    succeed("decisions", "dismiss", store.root, key, "--because", "Not now.")
    assert "1 dismissed or put off" in succeed("decisions", "pending", store.root).out
    succeed("decisions", "bring-back", store.root, key)
    assert key in succeed("decisions", "pending", store.root).out


def test_where_nothing_can_be_judged_nothing_waits(tmp_path: Path) -> None:
    with make_store(tmp_path / "s.keyart", noir=RATES, phase=None, catalogue=False) as made:
        assert made.decisions.pending() == []


def test_what_waits_is_found_once_for_all_processes(store: Store) -> None:
    waiting = store.decisions.pending()
    (kept,) = (
        path
        for path in (store.root / "findings").iterdir()
        if "decisions" in json.loads(path.read_text(encoding="utf-8"))
    )
    content = kept.read_text(encoding="utf-8")
    # 1. Another process, which has nothing in memory yet, reads it.
    kept.write_text(content.replace("to everyone", "to all"), encoding="utf-8")
    with keyart.open(store.root) as other:
        assert other.decisions.pending()[0].heading == waiting[0].heading.replace("everyone", "all")
    # 2. A damaged file is found anew, and so is what waits in another version or with other rules.
    kept.write_text(content[:100], encoding="utf-8")
    with keyart.open(store.root) as other:
        assert other.decisions.pending() == waiting
    kept.write_text(content.replace("to everyone", "to all"), encoding="utf-8")
    store.audiences.put("list:vip", ["n1", "n2"])
    assert store.decisions.pending() == waiting
