"""Profile keys: SHA-256 as everybody else makes it."""

import hashlib

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.core import ids
from keyart.ingest.values.keyed_hash import key_hex, keys_of_hex, profile_keys

pytestmark = pytest.mark.kernels


@given(st.lists(st.text(max_size=200), max_size=40), st.sampled_from(["", "s" * 32, "long" * 40]))
def test_keys_are_those_of_core(texts: list[str], salt: str):
    assert (profile_keys(salt, pa.array(texts, pa.string())) == ids.keys(salt, texts)).all()


@pytest.mark.parametrize("length", [*range(20, 36), 50, 64, 87, 88, 96, 1_000])
def test_every_length_around_a_block_is_padded_right(length: int):
    salt, text = "0123456789abcdef" * 2, "x" * length

    (key,) = key_hex(profile_keys(salt, pa.array([text, text])))[1:]

    assert key == hashlib.sha256((salt + text).encode()).hexdigest()[:32]


def test_slices_nulls_and_dictionaries():
    texts = pa.array(["a", "b", None, "b", "a"])
    plain = ids.keys("s", ["b", "", "b", "a"])

    assert (profile_keys("s", texts.slice(1)) == plain).all()
    assert (profile_keys("s", texts.slice(1).dictionary_encode()) == plain).all()
    coded = pa.array(["b", "b", "b", "a"]).dictionary_encode()
    assert (profile_keys("s", coded) == ids.keys("s", ["b", "b", "b", "a"])).all()


def test_hexadecimal_text_and_back():
    keys = ids.keys("s", ["a", "b"])

    assert (keys_of_hex(key_hex(keys)) == keys).all()
    assert key_hex(keys)[0] == hashlib.sha256(b"sa").hexdigest()[:32]
