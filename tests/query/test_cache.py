"""Answers are kept, shared by those who ask at once, and forgotten where there is no room."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from keyart.core.errors import QueryTimeout, TooManyGroups, UnknownName
from keyart.query import Access, Query, Result, ask, cache, owner
from keyart.query.cache import AnswerCache
from keyart.store import Snapshot

REACH = Query(("reach",), by=("asset",))


class Slow:
    """Asks as `ask` does, but waits until it may."""

    def __init__(self) -> None:
        self.may = threading.Event()
        self.began = threading.Event()
        self.calls = 0
        self.error: Exception | None = None

    def __call__(self, *arguments: Any) -> Result:
        self.calls += 1
        self.began.set()
        assert self.may.wait(30)
        if self.error is not None:
            raise self.error
        return ask(*arguments)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    made = Slow()
    monkeypatch.setattr(cache, "ask", made)
    return made


def test_the_same_question_is_asked_once(small: Snapshot) -> None:
    answers = AnswerCache(1 << 20)
    first = answers.ask(small, owner(), REACH)
    again = answers.ask(small, owner(), Query.from_dict(REACH.to_dict()))
    assert again.table is first.table
    assert again.to_dicts() == ask(small, owner(), REACH).to_dicts()
    assert (answers.counts.scans, answers.counts.hits) == (1, 1)


def test_what_may_be_seen_makes_another_answer(small: Snapshot) -> None:
    answers = AnswerCache(1 << 20)
    some = Access("germany", where={"country": "DE"})
    totals = [answers.ask(small, who, REACH).totals["reach"] for who in (owner(), some)]
    assert totals == [5, 2]
    answers.ask(small, Access("another name"), REACH)
    assert (answers.counts.scans, answers.counts.hits) == (2, 1)


def test_those_asked_last_stay(small: Snapshot) -> None:
    one = AnswerCache(1 << 20)
    one.ask(small, owner(), REACH)
    answers = AnswerCache(2 * one.bytes + one.bytes // 2)
    queries = [Query(("reach",), by=("asset",), limit=limit) for limit in (7, 8, 9)]
    for query in [queries[0], queries[1], queries[0], queries[2], queries[0]]:
        answers.ask(small, owner(), query)
    assert answers.counts.hits == 2
    answers.ask(small, owner(), queries[1])
    assert answers.counts.scans == 4
    assert answers.bytes <= 2 * one.bytes + one.bytes // 2


def test_answers_that_are_too_large_are_not_kept(small: Snapshot) -> None:
    answers = AnswerCache(10)
    for _ in range(2):
        answers.ask(small, owner(), REACH)
    assert (answers.counts.scans, answers.bytes) == (2, 0)


def test_those_who_ask_at_once_share_one_scan(small: Snapshot, slow: Slow) -> None:
    answers = AnswerCache(1 << 20)
    with ThreadPoolExecutor(8) as pool:
        futures = [pool.submit(answers.ask, small, owner(), REACH) for _ in range(8)]
        assert slow.began.wait(30)
        slow.may.set()
        found = [future.result(30) for future in futures]
    assert slow.calls == 1
    assert len({id(result.table) for result in found}) == 1
    assert answers.counts.scans == 1
    assert answers.counts.shared + answers.counts.hits == 7


def test_who_waits_may_stop_waiting(small: Snapshot, slow: Slow) -> None:
    answers = AnswerCache(1 << 20)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(answers.ask, small, owner(), REACH)
        assert slow.began.wait(30)
        with pytest.raises(QueryTimeout):
            answers.ask(small, owner(), REACH, wait=0.01)
        slow.may.set()
        assert first.result(30).totals["reach"] == 5
    assert answers.ask(small, owner(), REACH, wait=0.01).totals["reach"] == 5


def test_errors_are_not_kept_and_not_shared(small: Snapshot, slow: Slow) -> None:
    answers = AnswerCache(1 << 20)
    slow.error = TooManyGroups("Too many.")
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(answers.ask, small, owner(), REACH)
        assert slow.began.wait(30)
        second = pool.submit(answers.ask, small, owner(), REACH)
        slow.may.set()
        for future in (first, second):
            with pytest.raises(TooManyGroups):
                future.result(30)
    assert slow.calls == 2
    slow.error = None
    assert answers.ask(small, owner(), REACH).totals["reach"] == 5


def test_a_name_that_is_not_is_said_each_time(small: Snapshot) -> None:
    answers = AnswerCache(1 << 20)
    for _ in range(2):
        with pytest.raises(UnknownName):
            answers.ask(small, owner(), Query(("nothing",)))
    assert answers.bytes == 0
