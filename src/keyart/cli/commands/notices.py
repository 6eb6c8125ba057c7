"""`keyart notices …`: list notices, mark them as seen, send a test."""

from enum import StrEnum
from typing import Annotated

import typer

from keyart import session
from keyart.cli import figures, tables
from keyart.cli.arguments import AsJson, Store, example
from keyart.cli.terminal import remark, show, show_json
from keyart.core.config import server_settings
from keyart.core.errors import BadSettings, KeyartError
from keyart.core.notice import KINDS, STATES, Notice
from keyart.store.paths import Paths

LIST_EXAMPLE = example(
    "keyart notices list my.keyart",
    "keyart notices list my.keyart --state open --kind clickbait",
)
SEEN_EXAMPLE = example("keyart notices seen my.keyart 12 13", "keyart notices seen my.keyart")
TEST_EXAMPLE = example("keyart notices test my.keyart")

MOST_ROWS = 30
"""The default of --limit; --json has all."""

Kind = StrEnum("Kind", list(KINDS))
StateName = StrEnum("StateName", list(STATES))

OfState = Annotated[StateName | None, typer.Option("--state", help="Only notices in this state.")]
OfKind = Annotated[Kind | None, typer.Option("--kind", help="Only notices of this kind.")]
Limit = Annotated[int, typer.Option(metavar="N", min=1, help="List at most N notices.")]
Ids = Annotated[
    list[int] | None, typer.Argument(metavar="[ID]...", help="The notices; all by default.")
]


class NotTaken(KeyartError):
    """A test message that was not delivered everywhere."""

    code = "not_taken"


def list_(
    store: Store,
    state: OfState = None,
    kind: OfKind = None,
    limit: Limit = MOST_ROWS,
    as_json: AsJson = False,
) -> None:
    """List the notices of a store, newest first."""
    with session.open(store) as opened:
        notices = opened.notices(state=state, kind=kind)
    if as_json:
        show_json([one.to_dict() for one in notices])
        return
    if not notices:
        show("No notices.")
        return
    drawn = tables.table(("id", "", "opened", "resolved", "what", "sent"), ("id",))
    for one in notices[:limit]:
        mark = "" if one.seen else "new"
        ended = figures.instant(one.resolved) if one.resolved else ""
        what = f"{one.what}\n{one.how_much}"
        drawn.add_row(str(one.id), mark, figures.instant(one.opened), ended, what, _sent(one))
    show(drawn)
    if len(notices) > limit:
        remark(f"{len(notices) - limit:,} more not shown: see --limit or --json.")


def seen(store: Store, ids: Ids = None, as_json: AsJson = False) -> None:
    """Mark notices as seen."""
    with session.open(store) as opened:
        count = opened.see_notices(ids or None)
    if as_json:
        show_json({"seen": count})
    else:
        show(f"Marked {figures.count(count, 'notice')} as seen.")


def try_(store: Store, as_json: AsJson = False) -> None:
    """Send a test message to each address in notify_urls, and show which accepted it."""
    # apprise takes a second to import.
    from keyart.notify.addresses import addresses, send  # noqa: PLC0415
    from keyart.notify.messages import trial  # noqa: PLC0415

    with session.open(store) as opened:
        salt = opened.snapshot().salt
    told = addresses(server_settings(Paths(store).config).notify_urls, salt)
    if not told:
        raise BadSettings("notify_urls is empty.", hint="Set KEYART_NOTIFY_URLS.")
    outcomes = [(one.name, send(one, trial(), "test")) for one in told]
    if as_json:
        show_json([{"address": name, **outcome.to_dict()} for name, outcome in outcomes])
    else:
        drawn = tables.table(("address", "", ""))
        for name, outcome in outcomes:
            drawn.add_row(name, outcome.end.value, outcome.error or "")
        show(drawn)
    missing = sum(outcome.error is not None for _, outcome in outcomes)
    if missing:
        raise NotTaken(
            f"{missing} of {len(told)} addresses did not accept the message.",
            hint="Check notify_urls.",
        )


def _sent(notice: Notice) -> str:
    """Return what became of the messages about a notice."""
    return "\n".join(f"{one.about}: {one.said} ({one.address})" for one in notice.deliveries)
