"""Names that run from right to left keep to themselves in sentences."""

import pytest

from keyart.core.direction import isolated, quoted


@pytest.mark.parametrize("name", ["The Heist", "Sürpriz Öğle", "海边渔村", "Снег 2", ""])
def test_names_that_run_from_left_to_right_stay_as_they_are(name: str) -> None:
    assert isolated(name) == name


@pytest.mark.parametrize("name", ["השוד הגדול", "ليلة في القاهرة ٢", "Heist: السرقة", "a\u202eb"])
def test_names_that_would_reorder_their_sentence_are_isolated(name: str) -> None:
    assert isolated(name) == f"\u2068{name}\u2069"
    assert quoted(name) == f"“\u2068{name}\u2069”"
    assert isolated(isolated(name)) == isolated(name)


def test_a_name_cannot_end_its_isolation() -> None:
    assert isolated("حب\u2069 (5%)") == "\u2068حب (5%)\u2069"
