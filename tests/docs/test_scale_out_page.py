"""The page of scale-out names every setting of Druid."""

import re

from keyart.core.druid import DRUID_SETTINGS
from tests.docs.pages import check_examples_of_settings, check_settings, page

PAGE = page("docs/scale-out.md")


def test_every_setting_of_druid_has_its_row() -> None:
    check_settings(PAGE.section("Settings of Druid"), DRUID_SETTINGS)


def test_settings_in_examples_are_valid() -> None:
    check_examples_of_settings(PAGE)


def test_variables_that_are_named_are_settings() -> None:
    variables = set(re.findall(r"KEYART_DRUID_([A-Z_]+[A-Z])", PAGE.text))
    assert variables <= {setting.name.upper() for setting in DRUID_SETTINGS}
