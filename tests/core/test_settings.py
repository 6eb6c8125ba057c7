"""Settings: each has bounds, and any value is read or refused by name."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.core import config
from keyart.core.druid import DRUID_SETTINGS
from keyart.core.errors import BadSettings
from keyart.core.ranges import Range
from keyart.core.server import SERVER_SETTINGS
from keyart.core.settings import SETTINGS, read_value

KNOWN = {
    "settings": SETTINGS,
    "server": SERVER_SETTINGS,
    "druid": DRUID_SETTINGS,
}
BY_NAME = {f"{table}.{one.name}": one for table, known in KNOWN.items() for one in known}
NUMBERS = [name for name, one in BY_NAME.items() if isinstance(one.metadata["allowed"], Range)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[settings]\nthreads = 1000000", "threads must be 0 to 256, not 1000000."),
        ("[settings]\nthreads = 1.5", "threads must be a whole number, not 1.5."),
        ("[settings]\nmin_play_seconds = -1", "min_play_seconds must be 0 to 86400, not -1."),
        ("[settings]\nmin_play_seconds = inf", "min_play_seconds must be a number, not inf."),
        ("[settings]\nmin_play_seconds = nan", "min_play_seconds must be a number, not nan."),
        ("[settings]\ncompletion_fraction = 0", "completion_fraction must be 0.001 to 1, not 0."),
        ("[settings]\nattribution_window = '99999w'", "must be 0 to 3650d, not '99999w'."),
        ("[settings]\nquery_memory = 0", "query_memory must be 1 to 16TiB, not 0."),
        ("[settings]\nfsync = 'maybe'", "fsync must be true or false, not 'maybe'."),
        ("[settings]\nexclude_placements = [1]", "must be a list of names, not [1]."),
        ("[server]\nworkers = 0", "workers must be 1 to 256, not 0."),
        ("[server]\nport = 65536", "port must be 0 to 65535, not 65536."),
        ("[server]\nquery_timeout = 0", "query_timeout must be 0.1s to 1d, not 0."),
        ("[server]\ntoken = 'short'", "token must be 16 or more letters, digits and symbols"),
        ("[server]\npublic_url = 'http://['", "public_url must be the address that people open"),
        ("[druid]\nlg_k = 9", "lg_k must be 10 to 20, not 9."),
        ("settings = 3", "settings must be a table, not 3."),
        ("[settings]\ncontent_type = 3", "settings.content_type must be a table, not 3."),
        ("[settings.content_type]\nlive = 3", "settings.content_type.live must be a table, not 3."),
        (
            "[settings.content_type.live]\nmin_play_seconds = -1",
            "[settings.content_type.live]: min_play_seconds must be 0 to 86400, not -1.",
        ),
        ("[map]\nimpressions = 3", "map.impressions must be a table, not 3."),
        ("[map.plays]\nts = 3", "[map.plays] ts must be text, not 3."),
        ("[measures]\ncost = 3", "measures.cost must be a table, not 3."),
        ("[regions]\nDACH = 'DE'", "[regions] DACH must be a list of countries, not 'DE'."),
        ("a = " + "[" * 5000, "is not valid TOML: it nests too deeply."),
    ],
)
def test_invalid_values_in_a_file_are_refused_with_their_bounds(text: str, says: str) -> None:
    with pytest.raises(BadSettings) as refused:
        config.parse(text, {}, "keyart.toml")
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)
    assert str(refused.value).startswith("keyart.toml")


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("beyond", [-1, 1e300, -1e300, "1e999", "nan", True, "9" * 400, "", [1]])
def test_every_number_has_bounds(name: str, beyond: object) -> None:
    with pytest.raises(BadSettings, match=BY_NAME[name].name):
        read_value(BY_NAME[name], beyond, "keyart.toml")


@pytest.mark.parametrize("name", NUMBERS)
def test_both_bounds_are_allowed(name: str) -> None:
    allowed = BY_NAME[name].metadata["allowed"]
    for bound in (allowed.least, allowed.most, BY_NAME[name].default):
        assert read_value(BY_NAME[name], bound, "keyart.toml") == bound


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=4,
)


@given(name=st.sampled_from(sorted(BY_NAME)), value=VALUES)
def test_any_value_is_read_or_refused(name: str, value: object) -> None:
    with suppress(BadSettings):
        read_value(BY_NAME[name], value, "keyart.toml")


def test_a_secret_is_not_repeated() -> None:
    with pytest.raises(BadSettings) as refused:
        config.parse("[server]\ntoken = 's3cret with spaces'", {}, "keyart.toml")
    assert "s3cret" not in str(refused.value)
