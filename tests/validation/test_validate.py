"""A planted difference is found and can be asked again; chance alone is none."""

import pytest

from keyart.core.errors import BadQuestion, DruidUnavailable, UnknownName
from keyart.core.measures import BUILT_IN, Distinct, Ratio
from keyart.core.progress import Silent
from keyart.query import Query, ask, owner
from keyart.store import Snapshot
from keyart.validation import ValidationRequest, validate
from tests.validation.conftest import NOW, Validate


def test_exact_engines_agree(validated: Validate) -> None:
    found = validated("duckdb", 80)
    assert found.verdict == "duckdb and native agree on 80 questions."
    assert found.is_sound
    assert (found.differences, found.failures, found.refusals) == ((), (), ())
    assert found.rows > 1000
    assert found.exact > 3000
    assert found.estimates.count == 0
    assert found.estimates.share_inside is None
    assert found.other_version == found.version == 2
    assert len(found.reference_ms) == len(found.other_ms) == 80


@pytest.mark.parametrize("seed", range(5))
def test_chance_is_no_difference(validated: Validate, seed: int) -> None:
    found = validated("estimating", seed=seed)
    assert found.is_sound
    estimates = found.estimates
    assert estimates.count > 300
    assert (estimates.bound, estimates.confidence) == (0.04, 0.9545)
    assert estimates.allowed > 0.08
    assert 0.9 < (estimates.share_inside or 0) <= 1
    assert len(estimates.points) == min(estimates.count, 400)


def test_more_error_than_is_stated_is_a_difference(validated: Validate, snapshot: Snapshot) -> None:
    found = validated("sloppy")
    assert not found.is_sound
    cells = [cell for one in found.differences for cell in one.cells]
    people = {measure.name for measure in BUILT_IN if isinstance(measure, Distinct)}
    names = {cell.measure for cell in cells}
    assert names & people
    for name in names - people:
        ratio = snapshot.config.measures[name]
        assert isinstance(ratio, Ratio)
        assert people & {ratio.numerator, ratio.denominator}
    for cell in cells:
        assert cell.low is not None
        assert cell.high is not None
        assert not cell.low <= cell.other <= cell.high
        assert cell.low <= cell.reference <= cell.high


def test_a_planted_difference_is_found_and_can_be_asked_again(
    validated: Validate, snapshot: Snapshot
) -> None:
    found = validated("overcounting", 150)
    assert found.verdict.endswith("answered differently.")
    assert found.differences
    for one in found.differences:
        assert "country" in one.question.by
        assert "impressions" in one.question.measures
        for cell in one.cells:
            assert cell.key["country"] == "DE"
            assert cell.part == "rows"
        planted = next(cell for cell in one.cells if cell.measure == "impressions")
        answers = [
            _ask_again(snapshot, one.question, engine) for engine in ("native", found.against)
        ]
        values = [{row[key] for row in rows for key in ["impressions"]} for rows in answers]
        assert planted.reference in values[0]
        assert planted.other in values[1]
        assert planted.other == planted.reference + 1


def test_rows_that_one_engine_lacks_are_differences(validated: Validate) -> None:
    found = validated("forgetful")
    cells = [cell for one in found.differences for cell in one.cells]
    assert cells
    for cell in cells:
        assert (cell.measure, cell.reference, cell.other) == ("", "a row", None)
        assert None in cell.key.values()


def test_what_is_refused_by_name_is_no_difference(validated: Validate) -> None:
    found = validated("unwilling")
    assert found.is_sound
    assert [one.message for one in found.refusals] == ["unwilling has no viewing."]
    assert found.refusals[0].count + found.compared == found.asked == 60
    assert found.refusals[0].example.measures


def test_a_failure_is_not_passed_over(validated: Validate) -> None:
    found = validated("breaking")
    assert not found.is_sound
    assert found.differences == ()
    assert {one.code for one in found.failures} == {"druid_error"}
    assert found.verdict == f"breaking failed at {len(found.failures)} of 60 questions."


def test_an_engine_that_is_gone_ends_it(validated: Validate) -> None:
    with pytest.raises(DruidUnavailable):
        validated("gone")


def test_an_older_copy_is_named(validated: Validate) -> None:
    found = validated("older", 10)
    assert found.other_version == 1
    (remark,) = found.remarks
    assert remark.startswith("older holds version 1, and the store is at version 2: load it first")


def test_the_same_seed_asks_the_same(validated: Validate) -> None:
    first, again, other = (validated("overcounting", 100, seed) for seed in (3, 3, 4))
    questions = [[one.question for one in found.differences] for found in (first, again, other)]
    assert questions[0] == questions[1]
    assert questions[0] != questions[2]
    assert first.picks == again.picks


@pytest.mark.parametrize("against", ["native", "clickhouse"])
def test_there_are_other_engines_to_validate(validated: Validate, against: str) -> None:
    with pytest.raises(UnknownName, match="engine to validate"):
        validated(against)


def test_a_kind_of_titles_must_exist(snapshot: Snapshot) -> None:
    wanted = ValidationRequest("duckdb", titles=("recnt",))
    with pytest.raises(UnknownName, match="Did you mean 'recent'"):
        validate(snapshot, owner(), wanted, Silent(), now=NOW)


def test_something_must_be_asked(snapshot: Snapshot) -> None:
    with pytest.raises(BadQuestion):
        validate(snapshot, owner(), ValidationRequest("duckdb", titles=()), Silent(), now=NOW)


def _ask_again(snapshot: Snapshot, question: Query, engine: str) -> list[dict[str, object]]:
    asked = Query.from_dict({**question.to_dict(), "engine": engine})
    return ask(snapshot, owner(), asked).to_dicts()
