"""What a file is, is told by its content and by nothing else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.media import MediaType, NotMedia, media_type_of
from keyart.media.media_types import media_type_of_head
from tests.media.pictures import encoded, write_clip

PICTURES = [kind for kind in MediaType if not kind.is_video]


@pytest.mark.parametrize("kind", PICTURES)
def test_pictures_are_known_whatever_they_are_called(kind: MediaType, tmp_path: Path) -> None:
    path = tmp_path / "story.html"
    path.write_bytes(encoded(kind))
    assert media_type_of(path) is kind


@pytest.mark.parametrize(("name", "codec", "kind"), [
    ("a.mp4", "mpeg4", MediaType.MP4),
    ("a.webm", "libvpx", MediaType.WEBM),
])  # fmt: skip
def test_clips_are_known(name: str, codec: str, kind: MediaType, tmp_path: Path) -> None:
    assert media_type_of(write_clip(tmp_path / name, codec)) is kind


REFUSED = {
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "svg after a mark": b"\xef\xbb\xbf<?xml version='1.0'?><svg/>",
    "html": b"<!doctype html><script>alert(1)</script>",
    "pdf": b"%PDF-1.7\n",
    "zip": b"PK\x03\x04" + bytes(60),
    "arrow": b"ARROW1\0\0" + bytes(60),
    "sqlite": b"SQLite format 3\0" + bytes(60),
    "matroska": b"\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska" + bytes(60),
    "heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(60),
    "quicktime": b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + bytes(60),
    "brand beyond its box": b"\0\0\0\x10ftypqt  \0\0\0\0isom" + bytes(60),
    "sound": b"RIFF\x24\0\0\0WAVEfmt ",
    "nothing": b"",
    "a beginning alone": b"\xff\xd8",
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_what_is_no_picture_or_clip_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "poster.jpg"
    path.write_bytes(content)
    with pytest.raises(NotMedia):
        media_type_of(path)


texts = st.text(st.characters(codec="utf-8"))


@given(text=texts, sign=st.sampled_from(["", "<", "<?xml", "<svg", "<!doctype html>", "{"]))
def test_no_text_is_a_picture_but_one_that_begins_as_gif(text: str, sign: str) -> None:
    head = (sign + text).encode()
    kind = media_type_of_head(head)
    assert kind is None or head.startswith(b"GIF8") or head[4:8] == b"ftyp" or head[:4] == b"RIFF"


@given(st.binary(max_size=600))
def test_any_bytes_have_a_kind_or_none(head: bytes) -> None:
    assert media_type_of_head(head) in {None, *MediaType}
