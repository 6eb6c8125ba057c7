"""Small pictures look like the large ones, and no file costs more than it may."""

import struct
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from keyart.media import WIDTHS, MediaType, NotMedia, media_type_of, placeholder, thumbnail
from keyart.media.media_types import media_type_of_head
from tests.media.pictures import BLUE, RED, encoded, halves, is_like, opened, write_clip

PICTURES = [kind for kind in MediaType if not kind.is_video]


def made(path: Path, content: bytes, width: int = 160) -> Image.Image:
    path.write_bytes(content)
    small = thumbnail(path, media_type_of(path), width)
    assert small is not None
    return opened(small)


@pytest.mark.parametrize("kind", PICTURES)
@pytest.mark.parametrize("width", [160, 320])
def test_every_kind_of_picture_gets_smaller(kind: MediaType, width: int, tmp_path: Path) -> None:
    small = made(tmp_path / "a", encoded(kind), width)
    assert small.size == (width, round(width * 2 / 3))
    assert is_like(small, (0.2, 0.5), RED)
    assert is_like(small, (0.8, 0.5), BLUE)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_pictures_of_all_modes_are_read(mode: str, tmp_path: Path) -> None:
    kind = MediaType.JPEG if mode == "CMYK" else MediaType.PNG
    picture = halves().convert("I").convert(mode) if mode == "I;16" else halves().convert(mode)
    assert made(tmp_path / "a", encoded(kind, picture)).width == 160


@pytest.mark.parametrize(("width", "height", "expected"), [
    (100, 50, (100, 50)),
    (1000, 10, (160, 2)),
    (1000, 1, (160, 1)),
    (100, 6400, (10, 640)),
    (1, 3000, (1, 640)),
])  # fmt: skip
def test_the_aspect_is_kept_and_nothing_grows(
    width: int, height: int, expected: tuple[int, int], tmp_path: Path
) -> None:
    assert made(tmp_path / "a", encoded(MediaType.PNG, halves(width, height))).size == expected


def test_pictures_stand_upright_and_forget_where_they_were_taken(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned to the right
    exif[0x013B] = "somebody"
    path = tmp_path / "a"
    path.write_bytes(encoded(MediaType.JPEG, exif=exif.tobytes()))
    content = thumbnail(path, MediaType.JPEG, 160)
    assert content is not None
    assert b"somebody" not in content
    small = opened(content)
    assert small.size == (160, 240)
    assert is_like(small, (0.5, 0.2), RED)
    assert is_like(small, (0.5, 0.8), BLUE)


@pytest.mark.parametrize("kind", [MediaType.GIF, MediaType.WEBP, MediaType.AVIF, MediaType.PNG])
def test_what_moves_stands_still(kind: MediaType, tmp_path: Path) -> None:
    later = Image.new("RGB", (600, 400), BLUE)
    content = encoded(kind, save_all=True, append_images=[later], duration=100)
    assert is_like(made(tmp_path / "a", content), (0.2, 0.5), RED)


@pytest.mark.parametrize(("name", "codec"), [("a.mp4", "mpeg4"), ("a.webm", "libvpx")])
def test_a_clip_has_a_frame(name: str, codec: str, tmp_path: Path) -> None:
    path = write_clip(tmp_path / name, codec)
    content = thumbnail(path, media_type_of(path), 160)
    assert content is not None
    small = opened(content)
    assert small.size == (160, 90)
    assert is_like(small, (0.2, 0.5), RED)
    assert is_like(small, (0.8, 0.5), BLUE)


def test_without_the_package_a_clip_has_no_frame(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_clip(tmp_path / "a.mp4", "mpeg4")
    monkeypatch.setitem(sys.modules, "av", None)
    assert thumbnail(path, MediaType.MP4, 160) is None


@pytest.mark.parametrize("width", WIDTHS)
def test_its_placeholder_has_the_shape_of_a_screen(width: int) -> None:
    assert opened(placeholder(width)).size == (width, width * 9 // 16)


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


@pytest.mark.parametrize("side", [8_000, 9_700, 30_000, 2_000_000_000])
def test_a_picture_that_claims_to_be_enormous_is_refused(side: int, tmp_path: Path) -> None:
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1 << 20))
    bomb = (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")
    )
    path = tmp_path / "a.png"
    path.write_bytes(bomb)
    with pytest.raises(NotMedia):
        thumbnail(path, MediaType.PNG, 160)


def test_a_clip_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"\0\0\0\x18ftypisom\0\0\0\0isommp41" + bytes(1000))
    with pytest.raises(NotMedia):
        thumbnail(path, MediaType.MP4, 160)


FILES = {kind: encoded(kind, halves(60, 40)) for kind in PICTURES}


@given(
    kind=st.sampled_from(PICTURES),
    changes=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=8),
    kept=st.floats(0, 1),
)
def test_broken_pictures_are_refused_or_read(
    tmp_path_factory: pytest.TempPathFactory,
    kind: MediaType,
    changes: list[tuple[int, int]],
    kept: float,
) -> None:
    content = bytearray(FILES[kind])
    for at, value in changes:
        content[at % len(content)] = value
    path = tmp_path_factory.getbasetemp() / "broken"
    path.write_bytes(content[: int(len(content) * kept) + 1])
    found = media_type_of_head(path.read_bytes()[:512])
    if found is None or found.is_video:
        return
    try:
        small = thumbnail(path, found, 160)
    except NotMedia:
        return
    assert small is not None
    assert opened(small).width <= 160
