"""Clips: read back from the file, and pixel by pixel before it."""

from itertools import islice
from pathlib import Path

import av
import numpy as np
import pytest

from keyart_demo.art.brief import Brief, Setting, Style
from keyart_demo.art.canvas import Size
from keyart_demo.art.clip import RATE, frames, poster_frame
from keyart_demo.art.encoding import encode
from keyart_demo.art.finish import Bytes
from tests.demo.art.settings_briefs import landscape

SIZE = Size(192, 108)


@pytest.fixture(scope="module")
def brief() -> Brief:
    return landscape(Setting.SEA, Style.ROMANCE)


@pytest.fixture(scope="module")
def film(brief: Brief, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    encode(path, frames(brief, SIZE), SIZE, RATE)
    return path


def decoded(path: Path) -> list[Bytes]:
    with av.open(str(path)) as file:
        return [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)]


def test_a_clip_lasts_as_long_as_it_should_and_reads_back_whole(brief: Brief, film: Path) -> None:
    drawn = sum(1 for _ in frames(brief, SIZE))
    pictures = decoded(film)
    assert len(pictures) == drawn
    assert drawn == pytest.approx(brief.seconds * RATE, abs=1)
    assert all(picture.shape == (*SIZE.shape, 3) for picture in pictures)
    with av.open(str(film)) as file:
        stream = file.streams.video[0]
        assert stream.average_rate == RATE
        assert stream.codec_context.pix_fmt == "yuv420p"
        assert file.duration is not None
        assert file.duration / av.time_base == pytest.approx(drawn / RATE, abs=0.1)


def test_the_file_shows_what_was_drawn(brief: Brief, film: Path) -> None:
    for picture, shown in zip(frames(brief, SIZE), decoded(film), strict=True):
        assert np.abs(picture.astype(int) - shown).mean() < 12


def test_the_camera_moves_and_shots_are_cut(brief: Brief) -> None:
    still: list[float] = []
    last: Bytes | None = None
    for picture in frames(brief, SIZE):
        if last is not None:
            still.append(float(np.abs(picture.astype(int) - last).mean()))
        last = picture.copy()
    assert min(still) > 0.5
    cuts = sum(change > 15 for change in still)
    assert cuts >= 1


def test_frames_repeat(brief: Brief) -> None:
    for first, second in islice(zip(frames(brief, SIZE), frames(brief, SIZE), strict=True), 80):
        assert np.array_equal(first, second)


def test_the_file_repeats(brief: Brief, film: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.mp4"
    encode(again, frames(brief, SIZE), SIZE, RATE)
    assert again.read_bytes() == film.read_bytes()


def test_the_index_comes_first(film: Path) -> None:
    start = film.read_bytes()
    assert start.index(b"moov") < start.index(b"mdat")


def test_the_poster_frame_is_a_frame_of_the_clip(brief: Brief) -> None:
    poster = poster_frame(brief, SIZE)
    assert poster.shape == (*SIZE.shape, 3)
    nearest = min(np.abs(f.astype(int) - poster).mean() for f in frames(brief, SIZE))
    assert nearest < 9
