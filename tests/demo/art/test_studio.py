"""The studio draws each file once, whole, whoever asks for it, however it is stopped."""

import multiprocessing
import os
import time
from pathlib import Path

import pytest
from PIL import Image

from keyart.core.errors import BadSettings
from keyart_demo.art import studio as studio_module
from keyart_demo.art.brief import Setting
from keyart_demo.art.studio import ArtFailed, Kind, Request, Studio
from tests.demo.art.settings_briefs import landscape

SIZE = (96, 144)


class Counting:
    """A progress that remembers."""

    def __init__(self) -> None:
        self.total: int | None = None
        self.done = 0

    def begin(self, step: str, total: int | None) -> None:
        assert step == "drawing"
        self.total = total

    def advance(self, amount: int) -> None:
        self.done += amount


def requests(count: int = 6) -> list[Request]:
    return [Request(Kind.POSTER, landscape(setting), SIZE) for setting in list(Setting)[:count]]


def test_a_poster_is_a_webp_of_the_size_asked_for(tmp_path: Path) -> None:
    path = Studio(tmp_path).poster(landscape(), SIZE)
    with Image.open(path) as picture:
        assert picture.format == "WEBP"
        assert picture.size == SIZE


def test_what_is_there_is_not_drawn_again(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    path = studio.poster(landscape(), SIZE)
    path.write_bytes(b"drawn before")
    assert studio.poster(landscape(), SIZE) == path
    studio.draw_all([Request(Kind.POSTER, landscape(), SIZE)])
    assert path.read_bytes() == b"drawn before"


def test_the_name_follows_all_that_decides_the_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = Studio(tmp_path)
    asked = [
        Request(Kind.POSTER, landscape(), SIZE),
        Request(Kind.STILL, landscape(), SIZE),
        Request(Kind.CLIP, landscape(), SIZE),
        Request(Kind.POSTER, landscape(), (144, 96)),
        Request(Kind.POSTER, landscape(variant=1), SIZE),
        Request(Kind.POSTER, landscape(look=12), SIZE),
    ]
    places = [studio.place(request) for request in asked]
    monkeypatch.setattr(studio_module, "ART_VERSION", -1)
    places.append(studio.place(asked[0]))
    assert len(set(places)) == len(places)


def test_all_are_drawn_side_by_side_and_progress_counts_them(tmp_path: Path) -> None:
    studio, progress = Studio(tmp_path, processes=2), Counting()
    studio.poster(landscape(Setting.MOUNTAINS), SIZE)
    studio.draw_all([*requests(), *requests()], progress)
    assert progress.total == progress.done == 5
    assert all(studio.place(request).is_file() for request in requests())
    assert not list(tmp_path.rglob("*.part"))


def test_processes_draw_the_same_bytes_as_one(tmp_path: Path) -> None:
    one, two = Studio(tmp_path / "one", processes=1), Studio(tmp_path / "two", processes=2)
    for studio in (one, two):
        studio.draw_all(requests(3))
    for request in requests(3):
        assert one.place(request).read_bytes() == two.place(request).read_bytes()


def _draw_all(cache: Path) -> None:
    Studio(cache, processes=1).draw_all(requests())


def test_two_processes_may_want_the_same_files(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    others = [spawn.Process(target=_draw_all, args=(tmp_path,)) for _ in range(2)]
    for other in others:
        other.start()
    for other in others:
        other.join()
    assert [other.exitcode for other in others] == [0, 0]
    for request in requests():
        with Image.open(Studio(tmp_path).place(request)) as picture:
            picture.load()
    assert not list(tmp_path.rglob("*.part"))


def _draw_clip(cache: Path) -> None:
    Studio(cache).clip(landscape(), (320, 180))


def test_a_killed_drawing_leaves_no_half_file(tmp_path: Path) -> None:
    other = multiprocessing.get_context("spawn").Process(target=_draw_clip, args=(tmp_path,))
    other.start()
    while not list(tmp_path.rglob("*.part")):
        assert other.is_alive()
        time.sleep(0.01)
    other.kill()
    other.join()
    assert not list(tmp_path.rglob("*.mp4"))
    parts = list(tmp_path.rglob("*.part"))
    assert len(parts) == 1
    Studio(tmp_path)
    assert parts[0].exists(), "it may be another process's"
    os.utime(parts[0], (1, 1))
    Studio(tmp_path)
    assert not parts[0].exists()


class Killing(Counting):
    """Kills the workers, as a system short of memory does."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    def advance(self, amount: int) -> None:
        super().advance(amount)
        if self.times:
            self.times -= 1
            # All, for one that was killed before may still be among them.
            for worker in multiprocessing.active_children():
                worker.kill()


def test_a_killed_worker_is_replaced(tmp_path: Path) -> None:
    studio = Studio(tmp_path, processes=2)
    studio.draw_all(requests(10), Killing(1))
    assert all(studio.place(request).is_file() for request in requests(10))


@pytest.mark.full
def test_workers_killed_again_and_again_are_told(tmp_path: Path) -> None:
    with pytest.raises(ArtFailed, match="missing"):
        Studio(tmp_path, processes=2).draw_all(requests(10), Killing(99))


def test_a_cache_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    occupied = tmp_path / "cache"
    occupied.write_text("not a folder")
    with pytest.raises(BadSettings, match="KEYART_CACHE"):
        Studio(occupied).poster(landscape(), SIZE)


def test_the_cache_follows_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEYART_CACHE", str(tmp_path))
    place = Studio().place(requests()[0])
    assert place.is_relative_to(tmp_path / "media")


def test_an_error_in_drawing_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r".+"):
        Studio(tmp_path).poster(landscape(), (0, 0))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
