"""The page of scale-out names every setting of Druid."""

import re
import tomllib

from keyart.core import config
from keyart.core.druid import DRUID_SETTINGS
from tests.docs.pages import page, rows

PAGE = page("docs/scale-out.md")


def test_every_setting_of_druid_has_its_row() -> None:
    found = {row[0].strip("`"): row[1:] for row in rows(PAGE.section("Settings of Druid"))}
    del found["setting"]
    assert list(found) == [setting.name for setting in DRUID_SETTINGS]
    for setting in DRUID_SETTINGS:
        default, meaning = found[setting.name]
        if default == "none":
            assert not setting.default
        else:
            assert setting.metadata["read"](default.strip("`")) == setting.default
        assert meaning == setting.metadata["doc"]


def test_settings_in_examples_are_valid() -> None:
    for block in PAGE.blocks:
        if block.language == "toml":
            assert tomllib.loads(block.text)
            config.parse(block.text, {}, PAGE.name)


def test_variables_that_are_named_are_settings() -> None:
    variables = set(re.findall(r"KEYART_DRUID_([A-Z_]+[A-Z])", PAGE.text))
    assert variables <= {setting.name.upper() for setting in DRUID_SETTINGS}
