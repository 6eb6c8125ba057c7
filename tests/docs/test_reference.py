"""Documentation that fails the build: everything that has a name stands where it is looked up."""

import re
import tomllib

import pytest

from keyart.audiences import KINDS, READY_MADE, RULES, parse, to_text
from keyart.core import config, dimensions, measures, settings, zones
from keyart.core.facts import REASONS, Family
from keyart.core.glossary import GLOSSARY, MEASURES
from keyart.core.schema import INPUT_TABLES, Rejection, Table
from keyart.core.settings import SETTINGS
from keyart.ingest.formats.sources import COMPRESSIONS, EXTENSIONS
from option_tables import PAGE, written
from tests.docs.pages import ROOT, check_settings, names, page, rows

CONCEPTS = page("docs/concepts.md")
AUDIENCES = page("docs/audiences.md")


def test_every_word_has_its_row() -> None:
    assert dict(list(rows(CONCEPTS.section("Words")))[1:]) == dict(GLOSSARY)


@pytest.mark.parametrize(
    ("heading", "family"), [("By impression", Family.EXPOSURE), ("Viewing", Family.VIEWING)]
)
def test_every_measure_has_its_row(heading: str, family: Family) -> None:
    known = [measure.name for measure in measures.BUILT_IN if measure.family is family]
    assert names(CONCEPTS.section(heading)) == known


def test_measures_mean_the_same_in_the_application() -> None:
    said = {row[0].strip("`"): row[1] for row in rows(CONCEPTS.section("Measures"))}
    assert {name: said[name] for name in MEASURES} == dict(MEASURES)
    assert list(MEASURES) == [measure.name for measure in measures.BUILT_IN]


def test_ratios_say_of_what() -> None:
    said = {row[0].strip("`"): row[1] for row in rows(CONCEPTS.section("Measures"))}
    for measure in measures.BUILT_IN:
        if isinstance(measure, measures.Ratio):
            assert f"{measure.numerator} / {measure.denominator}" in said[measure.name]


def test_every_dimension_has_its_row() -> None:
    text = CONCEPTS.section("Dimensions").split("### ")[0]
    assert names(text) == [dimension.name for dimension in dimensions.BUILT_IN]


def test_every_grain_has_its_row() -> None:
    assert tuple(names(CONCEPTS.section("Grains"))) == zones.GRAINS


def test_every_rejection_has_its_row() -> None:
    assert names(CONCEPTS.section("Quarantine")) == [code.value for code in Rejection]


def test_every_reason_is_explained() -> None:
    text = CONCEPTS.section("How a play finds its impression")
    for reason in REASONS:
        assert f"`{reason}`" in text


def test_every_setting_has_its_row() -> None:
    check_settings(page("docs/settings.md").section("All settings"), SETTINGS)


def test_settings_by_content_type_are_named() -> None:
    text = page("docs/settings.md").section("By content type")
    for name in settings.BY_CONTENT_TYPE:
        assert f"`{name}`" in text


@pytest.mark.parametrize("name", ["docs/settings.md", "docs/input.md"])
def test_settings_in_examples_are_valid(name: str) -> None:
    for block in page(name).blocks:
        if block.language == "toml":
            assert tomllib.loads(block.text)
            config.parse(block.text, {}, name)


@pytest.mark.parametrize("table", INPUT_TABLES.values(), ids=lambda table: table.name)
def test_every_input_column_has_its_row(table: Table) -> None:
    found = list(rows(page("docs/input.md").section(table.name)))[1:]
    said = [(cells[0], cells[1]) for cells in found]
    assert said == [
        (f"`{column.name}`{'*' if column.required else ''}", column.kind.value)
        for column in table.columns
    ]


def test_every_format_is_named() -> None:
    text = page("docs/input.md").section("Sources")
    for suffix in (*EXTENSIONS, *COMPRESSIONS):
        assert f"`{suffix}`" in text


def test_every_package_is_described() -> None:
    text = page("docs/architecture.md").text
    packages = [path.parent.name for path in (ROOT / "src/keyart").glob("*/__init__.py")]
    modules = ["pipeline", "session"]
    for name in (*packages, *modules):
        assert f"`{name}`" in text


def test_dependencies_are_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = {re.split(r"[<>=]", one)[0] for one in project["dependencies"]}
    table = page("docs/dependencies.md").section("To run")
    assert {row[0].split(" ")[0] for row in rows(table)} - {"package"} == needed


def test_every_rule_has_its_heading_and_its_arguments() -> None:
    headings = [heading for heading in AUDIENCES.headings if heading in RULES]
    assert headings == list(RULES)
    for form in RULES.values():
        assert f"`{form.name}(" in AUDIENCES.section(form.name)
        for argument in form.arguments:
            assert f"`{argument}=`" in AUDIENCES.section("Rules").split("### ")[0]


def test_every_kind_of_audience_has_its_row() -> None:
    kinds = {name.split(":")[0] for name in names(AUDIENCES.section("Kinds"))}
    assert kinds == set(KINDS)


def test_every_ready_made_segment_has_its_row() -> None:
    table = list(rows(AUDIENCES.section("Ready-made segments")))[1:]
    said = {name.strip("`"): text.strip("`") for name, text in table}
    assert said == {f"segment:{segment.name}": segment.text for segment in READY_MADE.values()}
    for segment in READY_MADE.values():
        assert to_text(parse(segment.text)) == segment.text


def test_options_of_questions_are_those_of_their_help() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == written(text), "run python scripts/option_tables.py"
