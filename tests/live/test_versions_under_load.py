"""A writer that publishes while people ask: no request fails, and no answer mixes versions."""

import json
import time
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import pyarrow as pa
import pytest

import keyart
from tests.cli.commands import loaded
from tests.live.running import STARTS, TOKEN, children, server

MEASURES = ["impressions", "reach"]
FIRST = 6
"""Impressions, each of somebody else, in the first version; each version has one more."""

BY = ("asset", "country")
"""The feed has the figures of assets; for those of countries an engine reads the facts."""

TOGETHER = """
query Together($limit: Int!) {
  asset: question(ask: {measures: ["impressions", "reach"], by: ["asset"], limit: $limit}) {
    ...Whole
  }
  country: question(ask: {measures: ["impressions", "reach"], by: ["country"], limit: $limit}) {
    ...Whole
  }
}
fragment Whole on Answer { columns { name } rows totals meta { version answeredBy } }
"""


@dataclass(frozen=True)
class Told:
    """An answer: its rows and totals, of which version they are said to be, and who had them."""

    version: int
    answered_by: str
    totals: dict[str, Any]
    rows: list[dict[str, Any]]


@dataclass
class Publishing:
    """How far the writer is, and what was told meanwhile."""

    url: str
    first: int
    published: int
    ended: Event = field(default_factory=Event)
    told: list[tuple[Told, ...]] = field(default_factory=list[tuple[Told, ...]])

    @contextmanager
    def asking(self) -> Generator[list[Told]]:
        """Take the answers of one request, and hold them against what is published."""
        least, answers = self.published, list[Told]()
        yield answers
        (version,) = {told.version for told in answers}
        assert least <= version <= self.published + 1
        for told in answers:
            people = FIRST + version - self.first
            assert told.totals == {"impressions": people, "reach": people}
            assert sum(row["impressions"] for row in told.rows) == people
        self.told.append(tuple(answers))


def ask_plainly(at: Publishing) -> None:
    headers = {"authorization": f"Bearer {TOKEN}", "connection": "close"}
    with httpx.Client(base_url=at.url, headers=headers, timeout=STARTS) as client:
        while not at.ended.is_set():
            for by in BY:
                with at.asking() as answers:
                    said = client.post("/v1/query", json={"measures": MEASURES, "by": [by]})
                    assert said.status_code == 200, said.text
                    found = said.json()
                    meta = found["meta"]
                    answers.append(
                        Told(meta["version"], meta["answered_by"], found["totals"], found["rows"])
                    )


def ask_the_graph(at: Publishing) -> None:
    headers = {"authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=at.url, headers=headers, timeout=STARTS) as client:
        for limit in count(100):  # a question that was not asked before: its answer is not kept
            if at.ended.is_set():
                return
            with at.asking() as answers:
                asked = {"query": TOGETHER, "variables": {"limit": limit}}
                said = client.post("/graphql", json=asked)
                assert said.status_code == 200, said.text
                assert "errors" not in said.json(), said.text
                for found in said.json()["data"].values():
                    meta, names = found["meta"], [column["name"] for column in found["columns"]]
                    rows = [dict(zip(names, row, strict=True)) for row in found["rows"]]
                    answers.append(Told(meta["version"], meta["answeredBy"], found["totals"], rows))


def ask_from_afar(at: Publishing) -> None:
    with keyart.connect(at.url, TOKEN, timeout=STARTS) as store:
        while not at.ended.is_set():
            for by in BY:
                with at.asking() as answers:
                    found = store.query(measures=MEASURES, by=[by])
                    answers.append(
                        Told(
                            found.meta.version,
                            found.meta.answered_by,
                            dict(found.totals),
                            found.to_dicts(),
                        )
                    )


def take_facts(at: Publishing) -> None:
    headers = {"authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=at.url, headers=headers, timeout=STARTS) as client:
        while not at.ended.is_set():
            least = at.published
            said = client.get("/v1/export", params={"raw": "exposure", "format": "jsonl"})
            assert said.status_code == 200, said.text
            facts = [json.loads(line) for line in said.text.splitlines()]
            version = at.first + sum(fact["impressions"] for fact in facts) - FIRST
            assert least <= version <= at.published + 1


ASKERS: tuple[Callable[[Publishing], None], ...] = (
    ask_plainly,
    ask_the_graph,
    ask_from_afar,
    take_facts,
)


def publish(store: keyart.Store, number: int) -> int:
    """Publish a version with an impression more, and return its number."""
    row = {"ts": "2026-03-01T19:00Z", "profile_id": f"more-{number}", "asset_id": "blue"}
    store.ingest(impressions=pa.Table.from_pylist([row | {"title_id": "heist", "country": "FR"}]))
    return store.snapshot().version


def wait_for_feed(at: Publishing, asking: list[Future[None]]) -> None:
    """Wait until the newest version was told by its feed beside an engine, in one answer."""
    until = time.monotonic() + STARTS
    while not any(both_answered(told, at.published) for told in at.told[-50:]):
        assert time.monotonic() < until, "the feed did not come"
        for one in asking:
            if one.done():
                one.result()
        time.sleep(0.01)


def both_answered(told: tuple[Told, ...], version: int) -> bool:
    by = {one.answered_by for one in told}
    return told[0].version == version and by == {"feed", "native"}


@pytest.mark.timeout(1800)
def test_no_request_fails_and_no_answer_mixes_versions(tmp_path: Path, full: bool) -> None:
    rounds = 100 if full else 12
    root = loaded(tmp_path)
    with keyart.open(root) as store, server(root, workers=2) as (process, url):
        assert len(children(process)) == 3
        first = store.snapshot().version
        at = Publishing(url, first, first)
        with ThreadPoolExecutor(len(ASKERS)) as pool:
            asking = [pool.submit(ask, at) for ask in ASKERS]
            try:
                for number in range(rounds):
                    at.published = publish(store, number)
                    if number % 4 == 3:
                        wait_for_feed(at, asking)
            finally:
                at.ended.set()
        for one in asking:
            one.result()
    assert max(told[0].version for told in at.told) == first + rounds
