"""The settings of Druid: from the file, from the environment, and invalid ones."""

import pytest

from keyart.core import config
from keyart.core.druid import ALL, load
from keyart.core.errors import BadSettings, UnknownName


def test_a_file_says_where_druid_is() -> None:
    said = config.parse('[druid]\nurl = "http://druid:8888/"\nattributes = ["plan"]\n', {}).druid
    assert (said.url, said.attributes, said.audiences) == ("http://druid:8888", ("plan",), ALL)
    assert said.granularity_seconds == 900


def test_the_environment_comes_first() -> None:
    variables = {"KEYART_DRUID_URL": "http://other:8888", "KEYART_DRUID_AUDIENCES": "affinity, a:b"}
    said = load({"url": "http://druid:8888", "lg_k": 12}, variables, "keyart.toml")
    assert (said.url, said.lg_k, said.audiences) == ("http://other:8888", 12, ("affinity", "a:b"))


def test_variables_of_a_store_are_not_those_of_druid() -> None:
    assert load({}, {"KEYART_URL": "http://other:8888"}, "keyart.toml").url == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("url", "druid:8888"),
        ("url", "http://ann:secret@druid:8888"),
        ("prefix", "with space"),
        ("prefix", ""),
        ("lg_k", 9),
        ("lg_k", 21),
        ("granularity", "1m"),
        ("rows_per_segment", 0),
        ("tasks", 0),
        ("retention", "a while"),
        ("input_folder", "files"),
    ],
)
def test_invalid_values_are_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(BadSettings, match=name):
        load({name: value}, {}, "keyart.toml")


def test_unknown_names_are_refused() -> None:
    with pytest.raises(UnknownName, match="lgk") as refused:
        load({"lgk": 14}, {}, "keyart.toml")
    assert refused.value.nearest == ("lg_k",)


def test_secrets_are_never_shown() -> None:
    said = load({}, {"KEYART_DRUID_TOKEN": "t0ps3cret", "KEYART_DRUID_PASSWORD": "h1dden"}, "x")
    assert (said.token, said.password) == ("t0ps3cret", "h1dden")
    assert "t0ps3cret" not in repr(said)
    assert "h1dden" not in repr(said)
