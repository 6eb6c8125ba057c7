"""Links of notices reach the pages of any id."""

import pytest

from keyart.insights.notices.wording import title_page


@pytest.mark.parametrize(
    ("title", "address"),
    [
        ("t1", "/titles/t1"),
        ("a/b?c", "/titles/a%2Fb%3Fc"),
        ("..", "/titles/~.."),
        (".", "/titles/~."),
        ("~a", "/titles/~~a"),
        ("a~", "/titles/a~"),
    ],
)
def test_a_title_of_any_id_has_an_address(title: str, address: str) -> None:
    assert title_page(title) == address
