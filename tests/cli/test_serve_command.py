"""`keyart serve`: real processes, from the link that it prints to its end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import psutil
import pytest

from tests.cli.commands import fail, loaded

TOKEN = "a-token-that-may-do-everything"
QUESTION = {"measures": ["reach"], "by": ["asset"]}
PATIENCE = 120


class Running:
    """A started `keyart serve` and its link."""

    def __init__(self, process: subprocess.Popen[str], link: str) -> None:
        self.process = process
        self.link = link
        parts = urlsplit(link)
        self.url = f"{parts.scheme}://{parts.netloc}"
        self.token = parse_qs(parts.query).get("token", [TOKEN])[0]

    def client(self) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self.token}"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=PATIENCE)

    def processes(self) -> list[psutil.Process]:
        """Return the workers and what follows them, in the order in which they started."""
        children = psutil.Process(self.process.pid).children()
        own = [child for child in children if "--multiprocessing-fork" in child.cmdline()]
        return sorted(own, key=lambda child: child.create_time())


@contextmanager
def started(store: Path, *options: str, **environment: str) -> Generator[Running]:
    command = [sys.executable, "-m", "keyart", "serve", str(store), "--port", "0", *options]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | environment,
    ) as process:
        assert process.stdout is not None
        try:
            link = process.stdout.readline().strip()
            assert link, process.stderr and process.stderr.read()
            yield Running(process, link)
        finally:
            process.kill()


def test_the_link_opens_the_service_and_a_signal_ends_it_well(store: Path) -> None:
    with started(store, "--workers", "2") as running:
        assert len(running.token) >= 32
        page = {"Accept": "text/html"}
        with httpx.Client(follow_redirects=True, timeout=PATIENCE) as browser:
            assert "Keyart" in browser.get(running.link, headers=page).text
            assert browser.post(f"{running.url}/v1/query", json=QUESTION).status_code == 200
        running.process.send_signal(signal.SIGTERM)
        _, said = running.process.communicate(timeout=PATIENCE)
    assert running.process.returncode == 0
    assert running.token not in said


def test_all_that_is_said_is_a_line_a_request_and_how_to_end_it(tmp_path: Path) -> None:
    event = {"ts": "2026-03-01T18:00:00Z", "profile_id": "ann", "title_id": "t", "asset_id": "a"}
    with started(loaded(tmp_path)) as running:
        with running.client() as client:
            said = client.post("/v1/events/impressions", json=event)
            assert said.status_code == 200
            version = client.get("/readyz").json()["version"]
            while client.get("/readyz").json()["version"] == version:
                time.sleep(0.2)
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait(PATIENCE) == 0
        assert running.process.stderr is not None
        lines = running.process.stderr.read().splitlines()
    others = [line for line in lines if not line.startswith("{")]
    assert others == ["Stop with Ctrl-C."]


def test_what_is_in_flight_is_finished(store: Path) -> None:
    with started(store) as running, running.client() as client:
        assert client.get("/readyz").status_code == 200
        answer = client.post("/v1/query", content=_slowly(running, b'{"measures": ["reach"]}'))
        assert answer.json()["totals"] == {"reach": None, "suppressed": "too_few_people"}
        assert running.process.wait(PATIENCE) == 0
        with pytest.raises(httpx.TransportError):
            client.get("/healthz")


def _slowly(running: Running, body: bytes) -> Generator[bytes]:
    """Yield a body whose second half comes when the service has been told to end."""
    yield body[:10]
    time.sleep(0.5)
    running.process.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    yield body[10:]


def test_a_worker_that_dies_is_replaced(store: Path) -> None:
    with started(store) as running:
        with running.client() as client:
            assert client.get("/readyz").status_code == 200
        worker = running.processes()[0]
        worker.kill()
        with running.client() as client:
            assert client.post("/v1/query", json=QUESTION).status_code == 200
        assert worker.pid not in [other.pid for other in running.processes()]
        running.process.send_signal(signal.SIGINT)
        _, said = running.process.communicate(timeout=PATIENCE)
    assert "another one starts" in said
    assert running.process.returncode == 0


def test_workers_end_with_their_supervisor(store: Path) -> None:
    with started(store) as running, running.client() as client:
        assert client.get("/healthz").status_code == 200
        processes = running.processes()
        running.process.kill()
        gone, alive = psutil.wait_procs(processes, PATIENCE)
    assert gone
    assert not alive


def test_a_token_of_ones_own_is_not_printed(store: Path) -> None:
    with started(store, KEYART_TOKEN=TOKEN, KEYART_MIN_CELL="0") as running:
        assert "token" not in running.link
        with running.client() as client:
            rows = client.post("/v1/query", json=QUESTION).json()["rows"]
    assert rows == [{"asset": "blue", "reach": 3}, {"asset": "red", "reach": 3}]


def test_other_machines_need_a_token(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KEYART_TOKEN", raising=False)
    assert "Set KEYART_TOKEN" in fail(2, "serve", store, "--host", "0.0.0.0")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("TOKEN", "short", "16 or more"),
        ("PORT", "many", "PORT"),
        ("ALLOWED_ORIGINS", "*", "scheme and host"),
        ("MEDIA_ORIGINS", "https://a.example.com; script-src *", "host"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_no_secret_is_said(
    store: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(f"KEYART_{name}", value)
    complaint = fail(2, "serve", store)
    assert said in complaint
    assert (value in complaint) == (name != "TOKEN")
