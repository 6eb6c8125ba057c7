"""What the system refuses has words and a status: no room left, files that cannot be read."""

import resource
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

import keyart
from tests.api.serving import VIEW_TOKEN, serving

PUT = {"name": "list:many", "profile_ids": [f"person-{n}" for n in range(20_000)]}
ROOM = 100_000
"""Bytes that a file may have: less than a list of so many people takes."""


@contextmanager
def small_files() -> Generator[None]:
    """Let the system refuse files of more than `ROOM` bytes, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    keyart.create(tmp_path / "my.keyart").close()
    return tmp_path / "my.keyart"


def test_where_there_is_no_room_a_list_is_refused_whole(path: Path) -> None:
    with serving(path) as served, served.client() as client:
        with small_files():
            refused = client.post("/v1/audiences/put", json=PUT)
        assert refused.status_code == 507
        error = refused.json()["error"]
        assert error["code"] == "disk_full"
        assert "ake room, and try again" in error["hint"]
        assert client.get("/v1/audiences").json()["audiences"] == []
        assert client.post("/v1/audiences/put", json=PUT).status_code == 200


def test_a_file_that_cannot_be_read_is_no_riddle(path: Path, tmp_path: Path) -> None:
    web = tmp_path / "web"
    (web / "index.html").mkdir(parents=True)
    with serving(path, web) as served, served.client(VIEW_TOKEN) as client:
        refused = client.get("/", headers={"Accept": "text/html"})
        assert refused.status_code == 503
        error = refused.json()["error"]
        assert error == {
            "code": "store_error",
            "message": "A file that this needs cannot be used: Is a directory.",
            "hint": "Fix that, and try again.",
        }
        assert str(tmp_path) not in refused.text
