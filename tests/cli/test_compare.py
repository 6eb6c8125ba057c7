"""`keyart compare` as strategists and machines read it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

from keyart.cli.commands.compare import COLOURS
from keyart.insights.comparison import VerdictKind
from tests.cli.commands import fail, succeed
from tests.insights.comparison.trials import People, Trial, even, store

NAMES = {"f1": "وجه <سعيد> [b]", "f2": "同じ名前 😀", "f3": "同じ名前 😀"}

FANS, OTHERS = "list:fans", "list:others"


def chosen(propensity: dict[str, float], take: float) -> People:
    """Return people whom a model showed arms at will; “few” is better with each of them."""
    return People(
        arms={arm: round(6_000 * share) for arm, share in propensity.items()},
        take={"few": take * 1.2, "many": take},
        phase="exploit",
        propensity=propensity,
        country="DE" if take < 0.2 else "FR",
    )


TRIALS = (
    Trial("winner", [even({"plain": 0.20, "better": 0.25}, 5_000)]),
    Trial(
        "bait",
        [even({"bait": 0.3, "fair": 0.2}, 4_000, short={"bait": 0.3}, finish={"bait": 0.1})],
    ),
    Trial("unequal", [People(arms={"u1": 4_000, "u2": 3_000}, take={"u1": 0.2, "u2": 0.3})]),
    Trial(
        "weighted", [chosen({"few": 0.8, "many": 0.2}, 0.1), chosen({"few": 0.2, "many": 0.8}, 0.3)]
    ),
    Trial("faces", [even({"f1": 0.2, "f2": 0.25, "f3": 0.1}, 1_000)], names=NAMES),
    Trial("five", [even({f"a{n}": 0.1 + n / 50 for n in range(5)}, 600)]),
    Trial("behind", [even({"ahead": 0.24, "next": 0.14, "behind": 0.09}, 1_100)]),
    Trial("few", [even({"l1": 0.2, "l2": 0.2}, 40)]),
    Trial(
        "tastes",
        [
            even({"g1": 0.30, "g2": 0.20}, 2_000, of=FANS),
            even({"g1": 0.20, "g2": 0.26}, 4_000, of=OTHERS),
        ],
    ),
)


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with store(tmp_path_factory.mktemp("compare") / "my.keyart", TRIALS) as made:
        yield made.root


def test_an_arm_that_is_surely_out_keeps_no_verdict_waiting(trials: Path) -> None:
    outcome = succeed("compare", trials, "--assets", "ahead,behind,next").out
    assert outcome.startswith("“ahead” wins: its take rate is +71.4%")
    assert "minimum sample" not in outcome
    (lead,) = [line for line in outcome.splitlines() if line.startswith("“ahead” – “behind”")]
    assert lead.rstrip().endswith("beyond chance")


def test_the_verdict_comes_first_then_the_numbers(trials: Path) -> None:
    outcome = succeed("compare", trials, "--assets", "plain,better")
    verdict, *lines = outcome.out.splitlines()
    assert verdict.startswith("“better” wins: its take rate is +25.0% (+")
    arms = [line.split() for line in lines if line.startswith(("plain ", "better "))]
    assert [row[:3] for row in arms] == [["better", "5,000", "25.0%"], ["plain", "5,000", "20.0%"]]
    assert [row[6] for row in arms] == [">99%", "<1%"]
    (difference,) = [line for line in lines if line.startswith("“better” – “plain”")]
    assert difference.endswith("beyond chance")
    assert "compared in " in outcome.err
    assert "Intervals are at 95%, valid however often you check." in outcome.err
    assert "Traffic is split as planned (p = " in outcome.err


def test_assets_may_be_named_one_by_one(trials: Path) -> None:
    together = succeed("compare", trials, "--assets", "plain,better").out
    assert succeed("compare", trials, "--assets", "plain", "--assets", "better").out == together
    assert succeed("compare", trials, "--title", "winner").out == together


def test_an_asset_that_loses_viewers_says_so(trials: Path) -> None:
    out = succeed("compare", trials, "--title", "bait").out
    assert out.startswith("“bait” wins plays but loses viewers: take rate +50.0%")
    out = succeed("compare", trials, "--title", "bait", "--guardrails", "none").out
    assert out.startswith("“bait” wins: ")
    assert "completed" not in out


def test_nothing_untrustworthy_is_shown_as_a_rate(trials: Path) -> None:
    outcome = succeed("compare", trials, "--title", "unequal")
    assert outcome.out.startswith("Don't trust this: “u")
    rows = [line.split() for line in outcome.out.splitlines() if line.startswith("u")]
    assert ["u1", "4,000", "57.1%", "50.0%"] in rows
    assert ["u2", "3,000", "42.9%", "50.0%"] in rows
    assert "take rate" not in outcome.out
    assert "Intervals" not in outcome.err


def test_a_reversed_order_is_warned_about(trials: Path) -> None:
    outcome = succeed("compare", trials, "--assets", "few,many")
    assert outcome.out.startswith("“few” wins: its take rate is +20.0%")
    assert "unadjusted, “many” would lead “few”" in outcome.out
    rows = {
        line.split()[0]: line.split() for line in outcome.out.splitlines() if line[:1].islower()
    }
    assert [rows[arm][2] for arm in ("few", "many")] == ["24.0%", "20.0%"]
    assert [rows[arm][7] for arm in ("few", "many")] == ["16.8%", "26.0%"]
    assert "The assets reached different people (by country), beyond chance." in outcome.err


def test_names_of_any_script_stand_in_columns(trials: Path) -> None:
    lines = succeed("compare", trials, "--title", "faces").out.splitlines()
    rows = [line for line in lines if line.startswith(("f1 ", "f2 ", "f3 "))]
    assert len(rows) == 3
    assert all(any(name in row for name in NAMES.values()) for row in rows)
    assert len({cell_len(row) for row in rows}) == 1
    assert any("“同じ名前 😀” (f2) – “同じ名前 😀” (f3)" in line for line in lines)
    assert any("<سعيد> [b]" in row for row in rows)


def test_of_many_arms_only_the_leader_is_set_against_the_others(trials: Path) -> None:
    out = succeed("compare", trials, "--title", "five").out
    pairs = [line.split("  ")[0] for line in out.splitlines() if " – “" in line]
    assert pairs == [f"“a4” – “a{n}”" for n in (3, 2, 1, 0)]
    out = succeed("compare", trials, "--title", "five", "--baseline", "a0").out
    pairs = [line.split("  ")[0] for line in out.splitlines() if " – “" in line]
    assert pairs == [f"“a{n}” – “a0”" for n in (4, 3, 2, 1)]


def test_audiences_that_differ_are_listed_and_others_counted(trials: Path) -> None:
    outcome = succeed("compare", trials, "--title", "tastes", "--audiences", f"{FANS},{OTHERS}")
    rows = [line for line in outcome.out.splitlines() if line.startswith(("fans ", "others "))]
    assert len(rows) == 2
    assert "“g1” +" in rows[0]
    assert "stands out" in outcome.out
    outcome = succeed("compare", trials, "--title", "winner", "--audiences", FANS)
    assert "1 audience needs more data." in outcome.err
    assert "stands out" not in outcome.out


def test_too_little_data_is_no_answer(trials: Path) -> None:
    out = succeed("compare", trials, "--title", "few").out
    assert out.startswith("Not enough data")
    (pair,) = [line for line in out.splitlines() if " – “" in line]
    assert pair.endswith("needs more data")


def test_all_rules_for_people_of_several_arms(trials: Path) -> None:
    lines = succeed("compare", trials, "--title", "winner", "--every-crossover").out.splitlines()
    (heading,) = [line for line in lines if line.startswith("people who saw several")]
    assert heading.split()[4:] == ["first", "exclude", "all"]


def test_machines_get_all_of_it(trials: Path) -> None:
    said = succeed("compare", trials, "--title", "winner", "--level", "99%", "--json").json
    assert said["verdict"]["kind"] == "winner"
    assert said["level"] == 0.99
    assert [arm["asset"] for arm in said["arms"]] == ["better", "plain"]
    assert said["allocation"]["assets"] == ["better", "plain"]
    fixed = succeed("compare", trials, "--title", "winner", "--fixed", "--json").json
    assert fixed["fixed"] is True


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "A comparison takes one of assets, test and title."),
        (("--assets", "plain"), "A comparison needs at least 2 assets, not 1."),
        (("--assets", "plain,bettre"), "Did you mean 'better'?"),
        (("--title", "winer"), "Did you mean 'winner'?"),
        (("--title", "winner", "--margin", "much"), "'much' is not a share; write 5% or 0.05"),
        (
            ("--title", "winner", "--margin", "500%"),
            "margin must be 0.000001 to 0.999999, not 5.0.",
        ),
        (("--title", "winner", "--measure", "reach"), "'reach' is not a rate of impressions."),
    ],
)
def test_misuse_is_one_line(trials: Path, words: tuple[str, ...], said: str) -> None:
    assert said in fail(2, "compare", trials, *words)


def test_every_kind_of_verdict_has_its_colour() -> None:
    assert set(COLOURS) == set(VerdictKind)
