"""A comparison on the terminal: the verdict first, then the numbers that it follows from."""

from collections.abc import Iterable, Iterator, Mapping

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from keyart.cli import tables
from keyart.cli.arguments import example
from keyart.cli.figures import MISSING, count
from keyart.cli.questions import question_command
from keyart.cli.terminal import remark, show
from keyart.insights.charts.figures import shown
from keyart.insights.charts.rows import Figure, Row, figures
from keyart.insights.comparison import Arm, Basis, Comparison, Difference, Interval, VerdictKind
from keyart.insights.comparison.wording import is_share, joined, measure_words, quoted_name, sized
from keyart.query.units import Crossover
from keyart.questions.registry import COMPARE

COLOURS = {
    VerdictKind.WINNER: "green",
    VerdictKind.LOSES_VIEWERS: "dark_orange",
    VerdictKind.DONT_TRUST: "red",
    VerdictKind.NO_DIFFERENCE: "cyan",
    VerdictKind.KEEP_WAITING: "gold3",
}

FEW_ARMS = 4
"""Of so many arms every two are set against each other; of more only the leader with the others."""

HEADINGS = {"completion_rate": "completed", "short_play_rate": "short\nplays"}
"""Of narrow columns."""

FATES: Mapping[str, str] = {
    Crossover.FIRST: "they count for the first",
    Crossover.EXCLUDE: "they do not count",
    Crossover.ALL: "they count for each",
}
"""What becomes of people who met several arms."""


def show_comparison(comparison: Comparison) -> None:
    """Show a comparison: what it says and warns of on stdout, how it was made on stderr."""
    for part in parts(comparison):
        show(part)
    remark("")
    for line in remarks(comparison):
        remark(line)


def parts(comparison: Comparison) -> Iterator[RenderableType]:
    """Yield what a comparison says: the verdict, what led to it, and the numbers."""
    verdict = comparison.verdict
    yield Text(verdict.sentence, style=f"bold {COLOURS[verdict.kind]}")
    lines = [*verdict.reasons, *_warnings(comparison)]
    if lines:
        yield _listed(lines)
    for table in _tables(comparison):
        yield ""
        yield table


def remarks(comparison: Comparison) -> Iterator[str]:
    """Yield how it was made, and what it is worth."""
    yield from _checks(comparison)
    yield from comparison.notes
    yield tables.source("compared", comparison)


def _tables(comparison: Comparison) -> Iterator[Table]:
    """Yield the tables behind the verdict; without those that it says not to trust."""
    if comparison.verdict.kind is VerdictKind.DONT_TRUST:
        yield _shares(comparison)
        return
    yield _arms(comparison)
    yield _differences(comparison)
    if comparison.by_crossover:
        yield _crossovers(comparison)
    if any(audience.differs for audience in comparison.audiences):
        yield _audiences(comparison)


def _listed(lines: Iterable[str]) -> Table:
    grid = Table.grid(padding=(0, 1))
    for line in lines:
        grid.add_row("·", Text(line, overflow="fold"))
    return grid


# -------------------------------------------------------------------------------------- warnings


def _warnings(comparison: Comparison) -> Iterator[str]:
    """Yield what a reader may stumble over."""
    names = comparison.names
    for better, worse in comparison.reversals:
        yield (
            f"Mind the mix: unadjusted, {quoted_name(worse, names)} would lead "
            f"{quoted_name(better, names)}, only because it reached different people."
        )


def _checks(comparison: Comparison) -> Iterator[str]:
    """Yield what was checked, and how to read the numbers."""
    allocation, overlap = comparison.allocation, comparison.overlap
    if comparison.verdict.kind is VerdictKind.DONT_TRUST:
        yield "Rates are hidden because the groups aren't comparable; --json has them."
    else:
        yield from _other_audiences(comparison)
        yield f"Intervals are at {comparison.level:.0%}, {_looks(comparison)}."
    if allocation.expected is not None and not allocation.broken and not allocation.slices:
        yield f"Traffic is split as planned (p = {allocation.p:.2g})."
    if comparison.mixes:
        dimensions = joined(mix.dimension for mix in comparison.mixes)
        yield f"The assets reached different people (by {dimensions}), beyond chance."
    waiting = sum(arm.waiting for arm in comparison.arms)
    if waiting:
        yield f"{count(waiting, 'person', 'people')} arrived too late to count yet."
    if overlap.within:
        people = count(overlap.within, "person", "people")
        fate = FATES[comparison.crossover]
        yield f"{people} ({overlap.share:.1%}) soon saw a second asset: {fate}."


def _looks(comparison: Comparison) -> str:
    """Return for how many looks intervals hold."""
    if comparison.fixed:
        return "for one planned check"
    nearly = "nearly " if comparison.basis is Basis.ADJUSTED else ""
    return f"{nearly}valid however often you check"


def _other_audiences(comparison: Comparison) -> Iterator[str]:
    """Yield how many audiences are not in the table, and why."""
    alike = sum(1 for audience in comparison.audiences if not audience.differs and audience.effects)
    few = sum(1 for audience in comparison.audiences if not audience.effects)
    if alike:
        audiences = count(alike, "audience")
        verb = "does" if alike == 1 else "do"
        yield f"{audiences} {verb} not differ measurably from everyone else."
    if few:
        yield f"{count(few, 'audience')} {'needs' if few == 1 else 'need'} more data."


# ---------------------------------------------------------------------------------------- tables


def _arms(comparison: Comparison) -> Table:
    """Return the arms, best first."""
    guards = [guard.measure for guard in comparison.guardrails]
    raw = ["raw"] if comparison.basis is not Basis.RAW else []
    interval = f"{comparison.level:.0%}\ninterval"
    numbers = [
        "people",
        _heading(comparison.measure),
        interval,
        "best",
        *raw,
        *map(_heading, guards),
    ]
    drawn = _of_arms(comparison, numbers)
    rates = _figures(comparison, [comparison.rate_of(arm) for arm in comparison.arms])
    for arm, rate in zip(comparison.arms, rates, strict=True):
        drawn.add_row(
            *_names(comparison, arm),
            f"{arm.people:,}",
            rate.value,
            rate.doubt,
            _sure(arm.best),
            *(_value(comparison.measure, arm.rate) for _ in raw),
            *(_value(name, arm.others[name]) for name in guards),
        )
    return drawn


def _shares(comparison: Comparison) -> Table:
    """Return the people who saw each arm, and the planned shares."""
    drawn = _of_arms(comparison, ["people", "share", "planned"])
    allocation = comparison.allocation
    for arm in comparison.arms:
        at = allocation.assets.index(arm.asset)
        planned = None if allocation.expected is None else allocation.expected[at]
        drawn.add_row(
            *_names(comparison, arm),
            f"{arm.people + arm.waiting:,}",
            shown(allocation.seen[at], "rate"),
            shown(planned, "rate"),
        )
    return drawn


def _of_arms(comparison: Comparison, numbers: list[str]) -> Table:
    """Return an empty table of arms; only what they are called may take several lines."""
    named = ("name",) if _are_named(comparison) else ()
    drawn = tables.table(("asset", *named, *numbers), numbers)
    drawn.padding = (0, 1, 0, 0)
    for column in drawn.columns[-len(numbers) :]:
        column.no_wrap = True
    return drawn


def _are_named(comparison: Comparison) -> bool:
    return any(arm.name != arm.asset for arm in comparison.arms)


def _names(comparison: Comparison, arm: Arm) -> tuple[str, ...]:
    return (arm.asset, arm.name) if _are_named(comparison) else (arm.asset,)


def _heading(measure: str) -> str:
    """Return a measure as the heading of a narrow column."""
    return HEADINGS.get(measure) or measure_words(measure).replace(" ", "\n")


def _figures(comparison: Comparison, rates: Iterable[Interval]) -> list[Figure]:
    rows = [Row("", rate.value, rate.low, rate.high) for rate in rates]
    return figures(rows, "rate" if is_share(comparison.measure) else "number")


def _value(measure: str, rate: Interval) -> str:
    return shown(rate.value, "rate" if is_share(measure) else "number")


def _sure(probability: float | None) -> str:
    """Return a probability in whole percent, never as certain."""
    if probability is None:
        return MISSING
    if probability > 0.995:
        return ">99%"
    return "<1%" if probability < 0.005 else f"{probability:.0%}"


def _differences(comparison: Comparison) -> Table:
    """Return how arms differ: all pairs of a few arms, else only pairs with the leader."""
    heading = measure_words(comparison.measure)
    drawn = tables.table(("difference", heading, ""), (heading,))
    for difference in _worth_showing(comparison):
        drawn.add_row(
            _name_pair(difference, comparison),
            sized(difference.ratio),
            _describe_difference(difference, comparison.margin),
        )
    return drawn


def _name_pair(difference: Difference, comparison: Comparison) -> str:
    return " – ".join(
        quoted_name(asset, comparison.names) for asset in (difference.asset, difference.other)
    )


def _worth_showing(comparison: Comparison) -> list[Difference]:
    """Return the differences to show, each with the better arm first."""
    order = list(comparison.names)
    leader = order[0]
    few = len(order) <= FEW_ARMS or len(comparison.differences) < len(order)
    return [
        difference.seen_from(min(difference.asset, difference.other, key=order.index))
        for difference in sorted(
            comparison.differences, key=lambda difference: _places(difference, order)
        )
        if few or leader in {difference.asset, difference.other}
    ]


def _places(difference: Difference, order: list[str]) -> list[int]:
    return sorted((order.index(difference.asset), order.index(difference.other)))


def _describe_difference(difference: Difference, margin: float) -> str:
    if difference.beyond_chance:
        return "beyond chance"
    if difference.matters_not(margin):
        return "doesn't matter"
    return "may be chance" if difference.ratio.low is not None else "needs more data"


def _crossovers(comparison: Comparison) -> Table:
    """Return the differences under each rule for people who met several arms."""
    rules = list(comparison.by_crossover)
    drawn = tables.table(("people who saw several", *rules), rules)
    for at, difference in enumerate(comparison.differences):
        ratios = (comparison.by_crossover[rule][at].ratio.value for rule in rules)
        drawn.add_row(
            _name_pair(difference, comparison), *(shown(ratio, "change") for ratio in ratios)
        )
    return drawn


def _audiences(comparison: Comparison) -> Table:
    """Return the audiences that differ from other audiences, beyond chance."""
    names = comparison.names
    cost = f"cost of\n{quoted_name(comparison.arms[0].asset, names)}"
    headings = ("audience", "people", "stands out", "best there", "sure", cost)
    drawn = tables.table(headings, ("people", "sure", cost))
    for audience in comparison.audiences:
        if audience.differs:
            effects = (
                f"{quoted_name(asset, names)} {shown(audience.effects[asset].value, 'change')}"
                for asset in audience.differs
            )
            drawn.add_row(
                audience.name,
                f"{audience.people:,}",
                ", ".join(effects),
                MISSING if audience.best is None else quoted_name(audience.best, names),
                _sure(audience.probability),
                shown(audience.loss, "rate"),
            )
    return drawn


EXAMPLE = example(
    "keyart compare my.keyart --title heist",
    "keyart compare my.keyart --assets poster-blue,poster-red --where country=DE,LU",
    "keyart compare my.keyart --test heist-artwork --measure watch_time_share --json",
)

compare = question_command(COMPARE, show_comparison, compiled="units")
