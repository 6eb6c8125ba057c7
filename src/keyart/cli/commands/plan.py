"""`keyart plan`: how many people and days a test needs before it starts."""

from keyart.cli import tables
from keyart.cli.arguments import example
from keyart.cli.figures import MISSING
from keyart.cli.questions import question_command
from keyart.cli.terminal import remark, show
from keyart.insights.charts.figures import shown
from keyart.insights.planning import PlannedTest
from keyart.questions.registry import PLAN_TEST

EXAMPLE = example(
    "keyart plan my.keyart --title heist --arms 4 --mde 5%",
    "keyart plan my.keyart --title new-show --mde 10% --rate 6% --people-per-day 5000",
)


def _show(planned: PlannedTest) -> None:
    show(planned.sentence)
    grid = tables.plain_grid()
    impressions = MISSING if planned.impressions is None else f"{planned.impressions:,}"
    for name, figure in (
        ("people per asset", f"{planned.people_per_arm:,}"),
        ("people in total", f"{planned.people:,}"),
        ("impressions", impressions),
        ("days", f"{planned.days:,}"),
        ("new people per day", f"{planned.people_per_day:,.0f}"),
    ):
        grid.add_row(name, figure)
    show()
    show(grid)
    show()
    show(_in_four_weeks(planned))
    remark("")
    for line in _origin(planned):
        remark(line)


def _in_four_weeks(planned: PlannedTest) -> str:
    if planned.in_four_weeks is None:
        return "Four weeks wouldn't detect even a doubling."
    return f"Four weeks would detect a difference of {shown(planned.in_four_weeks, 'rate')}."


def _origin(planned: PlannedTest) -> list[str]:
    """Return what the figures rest on."""
    lines = [f"A real difference is detected with {planned.power:.0%} probability."]
    if planned.since is not None:
        lines.append(
            f"Rate and traffic come from {planned.since} up to {planned.until} (exclusive), unless "
            "given."
        )
    if planned.explore_only:
        lines.append("They come from the explore phase.")
    return lines


plan = question_command(PLAN_TEST, _show, compiled="units")
