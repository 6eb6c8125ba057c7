"""`keyart audiences …`: lists of profiles, segments, and how they overlap."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from keyart import session
from keyart.cli import figures, tables
from keyart.cli.arguments import AsJson, Store, Wait, example
from keyart.cli.ids import read_ids
from keyart.cli.publishing import publishing
from keyart.cli.questions import question_command
from keyart.cli.terminal import remark_on_compiling, show, show_json
from keyart.curation import Description
from keyart.curation.reading import AudienceSize
from keyart.query.membership import Overlap
from keyart.questions.registry import OVERLAP, SHOW_AUDIENCE, SIZE

PUT_EXAMPLE = example("keyart audiences put my.keyart list:vip vip.txt")
SAVE_EXAMPLE = example(
    'keyart audiences save my.keyart segment:binge "hours(days=28) >= 20 and not list:staff"'
    ' --note "For the spring campaign" --owner Ana'
)
SHOW_EXAMPLE = example("keyart audiences show my.keyart segment:binge")
LIST_EXAMPLE = example("keyart audiences list my.keyart")
SIZE_EXAMPLE = example('keyart audiences size my.keyart "list:vip and not segment:lapsed"')
OVERLAP_EXAMPLE = example(
    'keyart audiences overlap my.keyart list:vip segment:heavy "viewed(genre=drama, at_least=3)"'
)
REMOVE_EXAMPLE = example("keyart audiences remove my.keyart list:vip")

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="The audience, such as list:vip.", show_default=False)
]
Expression = Annotated[
    str,
    typer.Argument(
        metavar="EXPR",
        help="An audience expression, such as 'attr:country=DE and not segment:lapsed'.",
        show_default=False,
    ),
]
File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="Profile ids: one per line (- reads stdin), or a column profile_id of a Parquet, CSV "
        "or JSON lines file.",
        show_default=False,
    ),
]
Note = Annotated[str | None, typer.Option(metavar="TEXT", help="What the segment is for.")]
Owner = Annotated[str | None, typer.Option(metavar="NAME", help="Author (free text).")]


def put(store: Store, name: Name, file: File, wait: Wait = 60.0, as_json: AsJson = False) -> None:
    """Upload a list of profiles.

    Replaces the list of that name.

    Ids without events yet count once their events arrive.
    """
    with session.open(store) as opened, publishing(store):
        profiles = opened.audiences.put(name, read_ids(file), wait=wait)
    if as_json:
        show_json({"name": name, "profiles": profiles})
    else:
        show(f"{name} has {figures.count(profiles, 'profile')}.")


def save(
    store: Store,
    name: Name,
    expression: Expression,
    note: Note = None,
    owner: Owner = None,
    wait: Wait = 60.0,
    as_json: AsJson = False,
) -> None:
    """Save an expression as a segment.

    Replaces the segment of that name and keeps its history.
    """
    remark_on_compiling("native")
    with session.open(store) as opened, publishing(store):
        saved = opened.audiences.save(name, expression, note=note, owner=owner, wait=wait)
    if as_json:
        show_json(saved.to_dict())
    else:
        show(f"{name} has {figures.count(saved.profiles or 0, 'profile')}.")


def _show_description(result: Description) -> None:
    show(_grid(result))
    if result.history:
        show()
        show(_history(result))


def _show_size(result: AudienceSize) -> None:
    show(figures.count(result.profiles or 0, "profile"))


show_ = question_command(SHOW_AUDIENCE, _show_description)
size = question_command(SIZE, _show_size)


def list_(store: Store, as_json: AsJson = False) -> None:
    """List audiences and their sizes."""
    remark_on_compiling("native")
    with session.open(store) as opened:
        result = [opened.audiences.show(name) for name in opened.audiences.list()]
    if as_json:
        show_json([_entry(audience) for audience in result])
    elif result:
        drawn = tables.table(("audience", "profiles", "expression", "note"), ("profiles",))
        for audience in result:
            drawn.add_row(
                audience.name,
                f"{audience.profiles or 0:,}",
                audience.text or "",
                audience.note or "",
            )
        show(drawn)
    else:
        show("No audiences yet: see keyart audiences put --help.")


def remove(store: Store, name: Name, owner: Owner = None, wait: Wait = 60.0) -> None:
    """Remove a list or a segment."""
    with session.open(store) as opened, publishing(store):
        opened.audiences.remove(name, owner=owner, wait=wait)
    show(f"Removed {name}.")


def _entry(result: Description) -> dict[str, Any]:
    """Return the name, the size and the details of an audience in a list."""
    optional = {"text": result.text, "note": result.note, "owner": result.owner}
    details = {name: text for name, text in optional.items() if text is not None}
    return {"name": result.name, "profiles": result.profiles, **details}


def _grid(result: Description) -> Table:
    lines = {
        "audience": result.name,
        "profiles": f"{result.profiles or 0:,}",
        "expression": result.text,
        "note": result.note,
        "owner": result.owner,
        "ready-made": "yes" if result.ready_made else None,
        "made of": ", ".join(result.made_of),
        "used by": ", ".join(result.used_by),
    }
    grid = tables.plain_grid()
    for name, text in lines.items():
        if text:
            grid.add_row(name, text)
    return grid


def _history(result: Description) -> Table:
    drawn = tables.table(("revision", "when", "who", "expression", "note"), ("revision",))
    for row in result.history:
        when = figures.instant(row.created)
        text = "removed" if row.text is None else row.text
        drawn.add_row(str(row.revision), when, row.owner or "", text, row.note or "")
    return drawn


def _show_overlaps(result: Overlap) -> None:
    """Show a row for each pair of different audiences, those that overlap most first."""
    headings = ("audience", "other", "profiles", "of the audience", "lift")
    drawn = tables.table(headings, headings[2:])
    pairs = [pair for pair in result.to_dicts() if pair["audience"] != pair["other"]]
    for pair in sorted(pairs, key=lambda pair: -pair["profiles"]):
        share = figures.MISSING if pair["share"] is None else figures.percent(pair["share"])
        lift = figures.MISSING if pair["lift"] is None else f"{pair['lift']:,.2f}"
        drawn.add_row(pair["audience"], pair["other"], f"{pair['profiles']:,}", share, lift)
    show(drawn)


overlap = question_command(
    OVERLAP,
    _show_overlaps,
    data=lambda result: {**result.to_dict(), "pairs": result.to_dicts()},
)
