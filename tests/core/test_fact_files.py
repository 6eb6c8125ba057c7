"""The description of a folder of facts, and the fingerprints of salts."""

import pytest

from keyart.core.errors import BadInput, BadSettings
from keyart.core.fact_files import About, key_fingerprint
from keyart.core.ids import new_salt, salt_from


def test_a_description_is_read_as_it_was_written() -> None:
    for about in (About("ab" * 16), About("", 1_772_000_000_000_000)):
        assert About.from_text(about.to_text()) == about
    with pytest.raises(BadInput):
        About.from_text('{"format": 1}')


def test_fingerprints_distinguish_salts_and_do_not_show_them() -> None:
    salt, other = new_salt(), new_salt()
    assert key_fingerprint(salt) == key_fingerprint(salt)
    assert key_fingerprint(salt) != key_fingerprint(other)
    assert len(key_fingerprint(salt)) == 32
    # It never changes: folders that were written long ago can still be imported.
    assert key_fingerprint("a" * 32) == "fc65461aa4eb466b1a3b668ccc0cc707"


def test_a_salt_is_read_with_the_end_of_its_line() -> None:
    salt = new_salt()
    assert salt_from(f"{salt}\n", "here") == salt


@pytest.mark.parametrize("text", ["", "short", "x" * 33, "ä" * 32, "a" * 15 + "\n" + "b" * 16])
def test_an_invalid_salt_is_refused_and_not_shown(text: str) -> None:
    with pytest.raises(BadSettings, match="here holds no salt") as caught:
        salt_from(text, "here")
    assert not text.strip() or text not in str(caught.value)
