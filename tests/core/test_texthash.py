"""`hash_text` is XXH64 with seed 42, however Arrow holds the text."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.core.texthash import hash_text

pytestmark = pytest.mark.kernels

MASK = (1 << 64) - 1
P1, P2, P3, P4, P5 = (
    0x9E3779B185EBCA87,
    0xC2B2AE3D27D4EB4F,
    0x165667B19E3779F9,
    0x85EBCA77C2B2AE63,
    0x27D4EB2F165667C5,
)


def rotate(x: int, left: int) -> int:
    return (x << left | x >> (64 - left)) & MASK


def turn(state: int, word: int) -> int:
    return rotate((state + word * P2) & MASK, 31) * P1 & MASK


def xxh64(data: bytes, seed: int) -> int:
    """Return the hash as the specification describes it."""
    h, rest = (seed + P5) & MASK, data
    if len(data) >= 32:
        lanes = [(seed + P1 + P2) & MASK, (seed + P2) & MASK, seed, (seed - P1) & MASK]
        while len(rest) >= 32:
            words = [int.from_bytes(rest[i : i + 8], "little") for i in (0, 8, 16, 24)]
            lanes = [turn(lane, word) for lane, word in zip(lanes, words, strict=True)]
            rest = rest[32:]
        h = sum(rotate(lane, by) for lane, by in zip(lanes, (1, 7, 12, 18), strict=True)) & MASK
        for lane in lanes:
            h = ((h ^ turn(0, lane)) * P1 + P4) & MASK
    h = (h + len(data)) & MASK
    while len(rest) >= 8:
        h = (rotate(h ^ turn(0, int.from_bytes(rest[:8], "little")), 27) * P1 + P4) & MASK
        rest = rest[8:]
    if len(rest) >= 4:
        h = (rotate(h ^ int.from_bytes(rest[:4], "little") * P1 & MASK, 23) * P2 + P3) & MASK
        rest = rest[4:]
    for byte in rest:
        h = rotate(h ^ byte * P5 & MASK, 11) * P1 & MASK
    h = (h ^ h >> 33) * P2 & MASK
    h = (h ^ h >> 29) * P3 & MASK
    return h ^ h >> 32


def test_the_slow_hash_is_the_published_one() -> None:
    assert xxh64(b"", 0) == 0xEF46DB3751D8E999
    assert xxh64(b"a", 0) == 0xD24EC4F1A98C6E5B
    assert xxh64(b"abc", 0) == 0x44BC2CF5AD770999


def test_it_never_changes() -> None:
    texts = ["", "a", "event-0001", "0123456789abcdef0123456789abcdef", "Größe 😀"]
    assert hash_text(pa.array(texts)).tolist() == [
        11002672306508523268,
        9864288744972464332,
        *(xxh64(text.encode(), 42) for text in texts[2:]),
    ]


def test_every_length() -> None:
    texts = ["x" * length + "y" for length in range(100)]
    assert hash_text(pa.array(texts)).tolist() == [xxh64(t.encode(), 42) for t in texts]


def test_null_gives_0_and_is_not_the_empty_text() -> None:
    hashes = hash_text(pa.array([None, "", None, "a"]))
    assert hashes[0] == hashes[2] == 0
    assert hashes[1] == xxh64(b"", 42)
    assert hashes[3] != 0
    assert hash_text(pa.nulls(2, pa.string())).tolist() == [0, 0]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()])
def test_the_type_does_not_matter(kind: pa.DataType) -> None:
    texts = ["a", None, "b" * 40, ""]
    assert hash_text(pa.array(texts, kind)).tolist() == hash_text(pa.array(texts)).tolist()


def test_nothing_gives_nothing() -> None:
    assert hash_text(pa.array([], pa.string())).tolist() == []
    assert hash_text(pa.chunked_array([], pa.string())).tolist() == []


def test_text_at_an_odd_address() -> None:
    texts = ["0123456789", "abcdefgh" * 9, "z"]
    data = pa.py_buffer(b"?" + "".join(texts).encode())
    offsets = pa.array([0, 10, 82, 83], pa.int32()).buffers()[1]
    array = pa.Array.from_buffers(pa.string(), 3, [None, offsets, data.slice(1)])
    assert hash_text(array).tolist() == [xxh64(t.encode(), 42) for t in texts]


@given(st.lists(st.none() | st.text(max_size=80), max_size=20), st.data())
def test_slices_and_chunks_do_not_matter(texts: list[str | None], data: st.DataObject) -> None:
    array = pa.array(texts, pa.string())
    wanted = [0 if text is None else xxh64(text.encode(), 42) for text in texts]
    cut = data.draw(st.integers(0, len(texts)))
    assert hash_text(array).tolist() == wanted
    assert hash_text(array.slice(cut)).tolist() == wanted[cut:]
    assert hash_text(array.slice(0, cut)).tolist() == wanted[:cut]
    chunked = pa.chunked_array([array.slice(0, cut), array.slice(cut)])
    assert hash_text(chunked).tolist() == wanted
