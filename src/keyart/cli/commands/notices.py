"""`keyart notices …`: list notices, mark them as seen, send a test."""

from typing import Annotated

import typer

from keyart import session
from keyart.cli import figures, tables
from keyart.cli.arguments import AsJson, Store, example
from keyart.cli.questions import MOST_ROWS, Limit, question_command, remark_on_rest
from keyart.cli.terminal import show, show_json
from keyart.core.config import server_settings
from keyart.core.errors import BadSettings, KeyartError
from keyart.core.notice import Notice, Notices
from keyart.questions.registry import NOTICES
from keyart.store.paths import Paths

LIST_EXAMPLE = example(
    "keyart notices list my.keyart",
    "keyart notices list my.keyart --state open --kind clickbait",
)
SEEN_EXAMPLE = example("keyart notices seen my.keyart 12 13", "keyart notices seen my.keyart")
TEST_EXAMPLE = example("keyart notices test my.keyart")

Ids = Annotated[
    list[int] | None, typer.Argument(metavar="[ID]...", help="The notices; all by default.")
]


class NotTaken(KeyartError):
    """A test message that was not delivered everywhere."""

    code = "not_taken"


def _show_notices(result: Notices, limit: Limit = MOST_ROWS) -> None:
    if not result.notices:
        show("No notices.")
        return
    drawn = tables.table(("id", "", "opened", "resolved", "what", "sent"), ("id",))
    for notice in result.notices[:limit]:
        mark = "" if notice.seen else "new"
        ended = figures.instant(notice.resolved) if notice.resolved else ""
        what = f"{notice.what}\n{notice.how_much}"
        opened = figures.instant(notice.opened)
        drawn.add_row(str(notice.id), mark, opened, ended, what, _list_deliveries(notice))
    show(drawn)
    remark_on_rest(len(result.notices), limit, ())


list_ = question_command(NOTICES, _show_notices, data=lambda result: result.to_dict()["notices"])


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
    from keyart.notify.messages import trial_message  # noqa: PLC0415

    with session.open(store) as opened:
        salt = opened.snapshot().salt
    recipients = addresses(server_settings(Paths(store).config).notify_urls, salt)
    if not recipients:
        raise BadSettings("notify_urls is empty.", hint="Set KEYART_NOTIFY_URLS.")
    outcomes = [
        (recipient.name, send(recipient, trial_message(), "test")) for recipient in recipients
    ]
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
            f"{missing} of {len(recipients)} addresses did not accept the message.",
            hint="Check notify_urls.",
        )


def _list_deliveries(notice: Notice) -> str:
    """Return the state of each message about a notice."""
    return "\n".join(
        f"{delivery.about}: {delivery.said} ({delivery.address})" for delivery in notice.deliveries
    )
