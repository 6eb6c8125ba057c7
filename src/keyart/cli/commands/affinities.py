"""`keyart audiences fit|why|explore|compare|lookalike|rename|card|members`."""

import sys
from pathlib import Path
from typing import Annotated

import pyarrow as pa
import pyarrow.parquet as pq
import typer
from pyarrow import csv
from rich.console import Group
from rich.table import Table

from keyart import session
from keyart.cli import figures, tables
from keyart.cli.arguments import AsJson, Store, Wait, example, share
from keyart.cli.progress import shown_progress
from keyart.cli.publishing import publishing
from keyart.cli.questions import question_command
from keyart.cli.terminal import remark, remark_on_compiling, show, show_json
from keyart.curation import (
    AffinityExplanation,
    Exploration,
    FitReport,
    Index,
    Lookalike,
    LookalikeRequest,
)
from keyart.curation.indexes import IndexOf
from keyart.questions.registry import EXPLORE

FIT_EXAMPLE = example("keyart audiences fit my.keyart")
WHY_EXAMPLE = example("keyart audiences why my.keyart p00000042")
EXPLORE_EXAMPLE = example("keyart audiences explore my.keyart affinity:heist-thrillers")
COMPARE_EXAMPLE = example(
    "keyart audiences compare my.keyart affinity:character-drama affinity:pop-culture"
)
RENAME_EXAMPLE = example(
    'keyart audiences rename my.keyart affinity:heist-thrillers "Caper Fans" --owner Ana'
)
CARD_EXAMPLE = example("keyart audiences card my.keyart")
LOOKALIKE_EXAMPLE = example(
    "keyart audiences lookalike my.keyart list:vip -n 10000 --save list:like-vip",
    "keyart audiences lookalike my.keyart segment:binge --threshold 50% --out like.parquet",
)
MEMBERS_EXAMPLE = example("keyart audiences members my.keyart --out members.parquet")

SHOWN = 8
"""Show this many rows of each dimension; --json has all."""

Expressions = Annotated[
    list[str], typer.Argument(metavar="EXPR...", help="The audiences.", show_default=False)
]
Affinity = Annotated[
    str,
    typer.Argument(metavar="NAME", help="The affinity's id, such as affinity:heist-thrillers."),
]
Expression = Annotated[
    str,
    typer.Argument(metavar="EXPR", help="The audience to start from.", show_default=False),
]
Number = Annotated[
    int | None,
    typer.Option("-n", metavar="N", min=1, help="Find N people; as many as EXPR by default."),
]
Threshold = Annotated[
    float | None,
    typer.Option(metavar="SHARE", parser=share, help="Find everyone with at least this score."),
]
IncludeSeed = Annotated[
    bool, typer.Option("--include-seed", help="People of EXPR may be among them.")
]
Save = Annotated[str | None, typer.Option(metavar="NAME", help="Save them as this list.")]
NewName = Annotated[str, typer.Argument(metavar="NEW", help="The new name.")]
Owner = Annotated[str | None, typer.Option(metavar="NAME", help="Author (free text).")]
ProfileId = Annotated[str, typer.Argument(metavar="PROFILE_ID", help="The profile.")]
Seed = Annotated[int, typer.Option(metavar="N", min=0, help="The random seed.")]
Version = Annotated[
    int | None, typer.Option("--fit", metavar="N", min=1, help="The number of an older fit.")
]
Zone = Annotated[str, typer.Option("--tz", metavar="ZONE", help="The time zone.")]
Counted = Annotated[IndexOf, typer.Option("--of", help="What indexes compare shares of.")]
Out = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="The file to write: Parquet if its name ends in .parquet, else CSV."
    ),
]


def fit(store: Store, seed: Seed = 1, wait: Wait = 60.0, as_json: AsJson = False) -> None:
    """Infer affinities from what people watched.

    Tastes found again keep their ids and names.
    """
    remark_on_compiling("affinities")
    with session.open(store) as opened, publishing(store), shown_progress() as progress:
        report = opened.audiences.fit(seed=seed, wait=wait, progress=progress)
    if as_json:
        show_json(report.to_dict())
    else:
        show(_fitted(report))


def why(store: Store, profile_id: ProfileId, as_json: AsJson = False) -> None:
    """Show the titles behind each affinity of a profile."""
    with session.open(store) as opened:
        result = opened.audiences.why(profile_id)
    if as_json:
        show_json(result.to_dict())
    elif result.affinities:
        show(_reasons(result))
    else:
        show(_no_reasons(result))


def compare(
    store: Store,
    expressions: Expressions,
    tz: Zone = "UTC",
    of: Counted = IndexOf.PLAYS,
    as_json: AsJson = False,
) -> None:
    """Compare audiences side by side."""
    remark_on_compiling("native")
    with session.open(store) as opened:
        result = [opened.audiences.explore(expression, tz=tz, of=of) for expression in expressions]
    if as_json:
        show_json([exploration.to_dict() for exploration in result])
    else:
        show(_compared(result))


def rename(
    store: Store, name: Affinity, new: NewName, owner: Owner = None, wait: Wait = 60.0
) -> None:
    """Rename an affinity; later fits keep the name."""
    with session.open(store) as opened, publishing(store):
        opened.audiences.rename(name, new, owner=owner, wait=wait)
    show(f"{name} is now called {' '.join(new.split())}.")


def card(store: Store, fit: Version = None, as_json: AsJson = False) -> None:
    """Show the model card of a fit."""
    with session.open(store) as opened:
        result = opened.audiences.card(fit)
    if as_json:
        show_json(result.to_dict())
    else:
        show(result.to_text())


def members(store: Store, fit: Version = None, out: Out = None) -> None:
    """Export the members of affinities.

    Columns: profile, profile_key, audience, strength.
    """
    with session.open(store) as opened:
        table = opened.audiences.memberships(fit)
    if out is None:
        csv.write_csv(table, sys.stdout.buffer)
    else:
        _write(table, out)


def _write(table: pa.Table, out: Path) -> None:
    """Write a table as Parquet or, if the file is named otherwise, as CSV."""
    if out.suffix.lower() == ".parquet":
        pq.write_table(table, out)
    else:
        csv.write_csv(table, out)


def lookalike(
    store: Store,
    seed: Expression,
    n: Number = None,
    threshold: Threshold = None,
    include_seed: IncludeSeed = False,
    save: Save = None,
    out: Out = None,
    wait: Wait = 60.0,
    as_json: AsJson = False,
) -> None:
    """Find the people who are most like an audience in what they watch.

    Profiles that may not be profiled are never among them.
    """
    remark_on_compiling("native")
    request = LookalikeRequest(seed, n=n, threshold=threshold, include_seed=include_seed)
    with session.open(store) as opened:
        if save is None:
            found = opened.audiences.lookalike(request)
        else:
            with publishing(store):
                found = opened.audiences.save_lookalike(
                    save, seed, n=n, threshold=threshold, include_seed=include_seed, wait=wait
                )
    if out is not None:
        _write(found.members, out)
    if as_json:
        show_json(found.to_dict())
        return
    show(found.sentence)
    if found.titles:
        show()
        show(_likeness(found))
    remark("")
    for note in found.notes:
        remark(note)
    if save is not None:
        remark(f"Saved as {save}.")
    if out is not None:
        remark(f"Written to {out}.")


def _likeness(found: Lookalike) -> Table:
    headings = ("it rests on", "part", found.seed, "everyone else")
    drawn = tables.table(headings, headings[1:])
    for title in found.titles:
        parts = (title.part, title.watched, title.watched_base)
        drawn.add_row(title.name, *(f"{part:.0%}" for part in parts))
    return drawn


def _fitted(report: FitReport) -> Group:
    drawn = tables.table(("affinity", "name", "profiles", "typical of"), ("profiles",))
    for affinity in report.affinities:
        marks = ", ".join(mark.text for mark in affinity.marks[:4])
        drawn.add_row(affinity.id, affinity.name, f"{affinity.members:,}", marks)
    profiles = report.card["profiles"]
    affinities = figures.count(len(report.affinities), "affinity", "affinities")
    summary = (
        f"Fit {report.number}: {affinities}. {profiles['told']:,} of {profiles['watched']:,} "
        f"profiles have one; {profiles['too_little']:,} haven't watched enough."
    )
    changes = [
        f"{change.fate}: {change.name} ({change.id}), {change.members:,} profiles"
        + (f", {change.other}" if change.other else "")
        for change in report.changes
    ]
    return Group(*([drawn] if report.affinities else []), summary, *changes)


def _reasons(result: AffinityExplanation) -> Table:
    drawn = tables.table(("affinity", "share of viewing", "because of"), ("share of viewing",))
    for reason in result.affinities:
        titles = ", ".join(
            f"{result.names.get(title.title_id, title.title_id)} ({title.part:.0%})"
            for title in reason.titles[:SHOWN]
        )
        drawn.add_row(reason.name, f"{reason.strength:.0%}", titles)
    return drawn


def _no_reasons(result: AffinityExplanation) -> str:
    if result.protected:
        return "Affinities are not inferred for this profile: it is a minor's, or opted out."
    if not result.enough:
        titles = figures.count(result.titles_watched, "title")
        return f"It has watched only {titles}: not enough to infer its tastes."
    return "It has no affinity: it watches what everyone watches."


def _show_exploration(result: Exploration) -> None:
    grid = tables.plain_grid()
    grid.add_row("audience", f"{result.label} ({result.name})")
    grid.add_row("profiles", f"{result.profiles:,} ({figures.percent(result.share)})")
    if len(result.growth) > 1:
        sizes = " → ".join(f"{size.profiles:,}" for size in result.growth)
        grid.add_row("by fit", sizes)
    for rate, overall in zip(result.returns, result.returns_of_all, strict=True):
        if rate.rate is not None and overall.rate is not None:
            rates = f"{figures.percent(rate.rate)} (all: {figures.percent(overall.rate)})"
            grid.add_row(f"back after {rate.days} days", rates)
    titles = ", ".join(f"{title.name} ({title.profiles:,})" for title in result.top_titles)
    grid.add_row("top titles", titles)
    near = ", ".join(
        f"{neighbour.audience} (lift {neighbour.lift:.2f})" for neighbour in result.nearest
    )
    grid.add_row("nearest", near)
    show(Group(grid, "", _over_indexing(result)))


explore = question_command(EXPLORE, _show_exploration)


def _over_indexing(result: Exploration) -> Table:
    columns = ("dimension", "value", "index", "95%", "share", "watched any", "profiles")
    drawn = tables.table(columns, ("index", "share", "watched any", "profiles"))
    for dimension, rows in result.indexes.items():
        for index in rows[:SHOWN]:
            drawn.add_row(
                dimension, index.label, f"{index.index:.0f}", _interval(index),
                figures.percent(index.share), figures.percent(index.watched), f"{index.profiles:,}",
            )  # fmt: skip
    return drawn


def _interval(index: Index) -> str:
    return f"{index.low:.0f} – {index.high:.0f}"


def _compared(result: list[Exploration]) -> Table:
    """Return a row for each value that over-indexes most in one of the audiences."""
    drawn = tables.table(
        ("", *(exploration.label for exploration in result)),
        [exploration.label for exploration in result],
    )
    drawn.add_row("profiles", *(f"{exploration.profiles:,}" for exploration in result))
    for place, rate in enumerate(result[0].returns):
        rates = (exploration.returns[place].rate for exploration in result)
        cells = (figures.MISSING if r is None else figures.percent(r) for r in rates)
        drawn.add_row(f"back after {rate.days} days", *cells)
    for dimension in result[0].indexes:
        by_value = [
            {index.value: index for index in exploration.indexes[dimension]}
            for exploration in result
        ]
        best = dict.fromkeys(
            (index.value, index.label)
            for exploration in result
            for index in exploration.indexes[dimension][:3]
        )
        for value, label in best:
            indexes = (rows.get(value) for rows in by_value)
            cells = (
                figures.MISSING if index is None else f"{index.index:.0f}" for index in indexes
            )
            drawn.add_row(f"{dimension}: {label}", *cells)
    return drawn
