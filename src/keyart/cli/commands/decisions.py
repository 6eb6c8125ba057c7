"""`keyart decisions …`: what waits, the record of what was decided."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from keyart import session
from keyart.cli import figures, tables
from keyart.cli.arguments import AsJson, Store, example
from keyart.cli.questions import MOST_ROWS, Limit, question_command, remark_on_rest
from keyart.cli.terminal import show, show_json
from keyart.core.errors import BadQuestion
from keyart.core.json_object import json_object
from keyart.decisions import (
    DecisionKind,
    DecisionList,
    PendingDecision,
    PendingDecisions,
    Reviews,
)
from keyart.questions.registry import DECISIONS, PENDING, REVIEWS

LIST_EXAMPLE = example(
    "keyart decisions list my.keyart", "keyart decisions list my.keyart --title t1 --state stands"
)
RECORD_EXAMPLE = example(
    'keyart decisions record my.keyart winner a3 --title t1 --because "It wins by 2 points."',
    'keyart decisions record my.keyart policy policy.json --because "340 more viewers a week."',
)
REVERSE_EXAMPLE = example('keyart decisions reverse my.keyart 12 --because "Legal objects."')
PENDING_EXAMPLE = example("keyart decisions pending my.keyart")
REVIEW_EXAMPLE = example("keyart decisions review my.keyart")
DISMISS_EXAMPLE = example(
    'keyart decisions dismiss my.keyart 0c4be1d83a5f --because "The campaign ends tomorrow."'
)
REMIND_EXAMPLE = example("keyart decisions remind my.keyart 0c4be1d83a5f --until 2026-07-01")
BRING_BACK_EXAMPLE = example("keyart decisions bring-back my.keyart 0c4be1d83a5f")

Kind = Annotated[
    DecisionKind,
    typer.Argument(metavar="KIND", help="What was decided.", show_default=False),
]
Chosen = Annotated[
    str,
    typer.Argument(
        metavar="CHOSEN",
        help="An asset's id, a text, or for a policy the file that keyart decide --json wrote.",
        show_default=False,
    ),
]
Title = Annotated[str | None, typer.Option(metavar="ID", help="The title it is about.")]
Because = Annotated[str, typer.Option(metavar="TEXT", help="Why.", show_default=False)]
Until = Annotated[
    datetime | None,
    typer.Option(metavar="DATE", help="When to review it; by default in four weeks."),
]
When = Annotated[
    datetime,
    typer.Option("--until", metavar="DATE", help="When it comes back.", show_default=False),
]
Key = Annotated[
    str, typer.Argument(metavar="KEY", help="The key of what waits.", show_default=False)
]
By = Annotated[str | None, typer.Option(metavar="NAME", help="Who decided (free text).")]
Number = Annotated[
    int, typer.Argument(metavar="ID", help="The decision's number.", show_default=False)
]


def _show_decisions(result: DecisionList, limit: Limit = MOST_ROWS) -> None:
    if not result.decisions:
        show("No decisions yet.")
        return
    drawn = tables.table(("id", "made", "title", "decision", "because", "state"), ("id",))
    for one in result.decisions[:limit]:
        made = figures.instant(one.made)
        drawn.add_row(str(one.id), made, one.title_name or "", one.heading, one.because, one.state)
    show(drawn)
    remark_on_rest(len(result.decisions), limit, ())


list_ = question_command(
    DECISIONS, _show_decisions, data=lambda result: result.to_dict()["decisions"]
)


def record(
    store: Store,
    kind: Kind,
    chosen: Chosen,
    because: Because,
    title: Title = None,
    until: Until = None,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Record a decision, with the version of the store that was seen.

    A later decision about what is shown of a title replaces the earlier one.
    """
    what = _read_policy(Path(chosen)) if kind is DecisionKind.POLICY else chosen
    with session.open(store) as opened:
        made = opened.decisions.record(kind, title, what, because, until, by=by)
    if as_json:
        show_json(made.to_dict())
    else:
        show(f"Recorded decision {made.id}, to be reviewed on {made.until:%Y-%m-%d}.")


def _read_policy(file: Path) -> dict[str, Any]:
    try:
        text = file.read_bytes()
    except OSError as error:
        raise BadQuestion(
            f"{file} cannot be read: {error.strerror}.",
            hint="Write it with keyart decide --json.",
        ) from error
    return json_object(text, str(file), "Write it with keyart decide --json.")


def reverse(
    store: Store, decision: Number, because: Because, by: By = None, as_json: AsJson = False
) -> None:
    """Reverse a decision; it stays in the record."""
    with session.open(store) as opened:
        made = opened.decisions.reverse(decision, because, by=by)
    if as_json:
        show_json(made.to_dict())
    else:
        show(f"Reversed decision {made.id}.")


def _show_pending(result: PendingDecisions, limit: Limit = MOST_ROWS) -> None:
    if not result.decisions:
        show("Nothing to decide.")
    for one in result.decisions[:limit]:
        show(waiting_lines(one))
    remark_on_rest(len(result.decisions), limit, ())
    if result.set_aside:
        show(f"{result.set_aside:,} dismissed or put off; --include-set-aside shows them.")


def waiting_lines(one: PendingDecision) -> str:
    """Return what waits for a decision, what waiting costs, and the evidence, in two lines."""
    what = f"{one.title_name}: {one.heading}.{_cost(one)}"
    return f"{one.key}  {what}\n{'':{len(one.key)}}  {one.evidence}"


def _cost(one: PendingDecision) -> str:
    """Return what waiting costs."""
    cost = one.per_week
    if cost is None or cost.value is None or cost.low is None or cost.high is None:
        return ""
    return (
        f" Waiting costs about {cost.value:,.0f} {one.unit} a week "
        f"({cost.low:,.0f} to {cost.high:,.0f})."
    )


pending = question_command(
    PENDING, _show_pending, data=lambda result: result.to_dict()["decisions"]
)


def _show_reviews(result: Reviews, limit: Limit = MOST_ROWS) -> None:
    show(result.sentence)
    for one in result.reviews[:limit]:
        show(f"{one.decision:>4}  {one.title_name or one.title}: {one.heading}.")
        show(f"      {one.sentence}")
    remark_on_rest(len(result.reviews), limit, result.notes)


review = question_command(REVIEWS, _show_reviews)


def dismiss(store: Store, pending: Key, because: Because, by: By = None) -> None:
    """Dismiss what waits for a decision; it comes back only when it says something else."""
    with session.open(store) as opened:
        opened.decisions.dismiss(pending, because, by=by)
    show(f"Dismissed {pending}.")


def remind(store: Store, pending: Key, until: When, by: By = None) -> None:
    """Put off what waits for a decision until a day."""
    with session.open(store) as opened:
        opened.decisions.remind(pending, until, by=by)
    show(f"{pending} comes back on {until:%Y-%m-%d}.")


def bring_back(store: Store, pending: Key) -> None:
    """Put what was dismissed or put off back on the list."""
    with session.open(store) as opened:
        opened.decisions.bring_back(pending)
    show(f"{pending} waits for a decision again.")
