"""Notices: what was found that people should know, since when, and whether they could be told."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from enum import Enum
from typing import Annotated, Any, ClassVar

import strawberry
from strawberry import field

from keyart import notify
from keyart.api.asked import Asked
from keyart.api.graphql.catalogue import Asset, Title, asset, title
from keyart.api.graphql.connection import AFTER, FIRST, PAGE, Connection, Page
from keyart.api.graphql.context import Info
from keyart.api.graphql.entries import catalogue_of
from keyart.api.graphql.nodes import Node, read_opaque
from keyart.api.security import changing
from keyart.api.service import service_of
from keyart.core.errors import BadQuestion
from keyart.core.notice import Delivery
from keyart.core.notice import Notice as Known
from keyart.notify import Counts

PAUSE = 1.0
"""Seconds between two looks whether there are other notices."""


@strawberry.enum(description="What a notice is of.")
class NoticeKind(Enum):
    """The kinds."""

    OUTLIER = strawberry.enum_value(
        "outlier", description="Far more or fewer plays than similar ones."
    )
    CLICKBAIT = strawberry.enum_value("clickbait", description="It wins plays, viewers leave.")
    BROKEN_TEST = strawberry.enum_value("broken_test", description="Not shown as often as set.")
    VOLUME_GAP = strawberry.enum_value("volume_gap", description="Events are missing.")
    DAMAGED_FILE = strawberry.enum_value("damaged_file", description="A file is damaged.")


@strawberry.enum(description="Whether what was found still holds.")
class NoticeState(Enum):
    """The states."""

    OPEN = strawberry.enum_value("open", description="It holds.")
    RESOLVED = strawberry.enum_value("resolved", description="It holds no more.")


@strawberry.enum(description="What became of a message.")
class DeliveryState(Enum):
    """The states of a delivery."""

    WAITING = strawberry.enum_value("waiting", description="It is on its way.")
    SENDING = strawberry.enum_value("sending", description="It may not have arrived.")
    SENT = strawberry.enum_value("sent", description="It was taken.")
    GIVEN_UP = strawberry.enum_value("given_up", description="It could not be sent.")


@strawberry.type(description="A message about a notice to one of those who are told.")
class NoticeDelivery:
    """One message to one address."""

    about: NoticeState = field(description="Whether it says that the notice is open or resolved.")
    address: str = field(description="The service, and its host if it has one.")
    state: DeliveryState = field(description="What became of it.")
    said: str = field(description="The same in words.")
    attempts: int = field(description="How often it was tried.")
    error: str | None = field(description="Why the last attempt failed.")


@strawberry.type(description="Something that people should know, from found to resolved.")
class Notice(Node):
    """One notice."""

    node_kind: ClassVar[str] = "notice"
    known: strawberry.Private[Known]

    kind: NoticeKind = field(description="What it is of.")
    state: NoticeState = field(description="Whether it still holds.")
    subject: str = field(description="What it is about, the same in all versions.")
    title_id: str | None = field(description="The id of the title that it is about.")
    asset_id: str | None = field(description="The id of the asset that it is about.")
    what: str = field(description="What was found, in one sentence.")
    how_much: str = field(description="How large the effect is.")
    how_sure: str = field(description="How sure that is.")
    measures: list[str] = field(description="The measures that it rests on.")
    link: str = field(description="Where to look: an address inside the web application.")
    opened: datetime = field(description="When it was found.")
    opened_version: int = field(description="In which version of the store.")
    resolved: datetime | None = field(description="When it held no more.")
    resolved_version: int | None = field(description="In which version of the store.")
    seen: datetime | None = field(description="When somebody first said that they had seen it.")
    deliveries: list[NoticeDelivery] = field(description="What became of messages about it.")

    @field(description="The title that it is about, if that is in the catalogue.")
    def title(self, info: Info) -> Title | None:
        """Return the title."""
        key, catalogue = self.known.title, catalogue_of(info.context.snapshot)
        return None if key is None else title(catalogue, key)

    @field(description="The asset that it is about, if that is in the catalogue.")
    def asset(self, info: Info) -> Asset | None:
        """Return the asset."""
        key, catalogue = self.known.asset, catalogue_of(info.context.snapshot)
        return None if key is None else asset(catalogue, key)


@strawberry.type(description="How many notices there are.")
class NoticeCounts:
    """Counts of notices."""

    open: int = field(description="Those that hold.")
    unseen: int = field(description="Those of them that nobody has seen.")
    judged_version: int | None = field(
        description="The version that was judged last; null before the first was."
    )


@strawberry.type(description="What became of notices that were seen.")
class NoticesSeen:
    """How many were new."""

    seen: int = field(description="How many had not been seen before.")
    counts: NoticeCounts = field(description="How many there are now.")


@strawberry.type(description="Questions about notices.")
class NoticeQuery:
    """What can be asked about notices."""

    @field(description="What people should know of the store, the newest first.")
    def notices(
        self,
        info: Info,
        state: Annotated[
            NoticeState | None, strawberry.argument(description="Only those that are so.")
        ] = None,
        kind: Annotated[
            NoticeKind | None, strawberry.argument(description="Only those of this kind.")
        ] = None,
        first: Annotated[int, strawberry.argument(description=FIRST)] = PAGE,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[Notice]:
        """Return a page of them."""
        root = info.context.service.root
        found = notify.notices(root, state=_text(state), kind=_text(kind))
        by_key = {str(one.id): one for one in found}
        return Page(first, after).of(info, list(by_key), lambda key: _notice(by_key[key]))

    @field(description="How many notices there are.")
    def notice_counts(self, info: Info) -> NoticeCounts:
        """Return the counts."""
        return _counts(notify.count(info.context.service.root))


@strawberry.type(description="Changes of notices.")
class NoticeMutation:
    """What can be changed about notices."""

    @strawberry.mutation(description="Say that notices were seen; without ids, all of them.")
    def see_notices(
        self,
        info: Info,
        ids: Annotated[
            list[strawberry.ID] | None, strawberry.argument(description="Ids of notices.")
        ] = None,
    ) -> NoticesSeen:
        """Remember it, for everybody."""
        changing(info.context.access)
        root = info.context.service.root
        wanted = None if ids is None else [_number(one) for one in ids]
        seen = notify.see(root, wanted, datetime.now(UTC))
        return NoticesSeen(seen=seen, counts=_counts(notify.count(root)))


@strawberry.type(description="What is told about notices.")
class NoticeSubscription:
    """What is told about notices as it happens."""

    @strawberry.subscription(
        description="How many notices there are, at once and then whenever that changes or a "
        "version was judged."
    )
    async def notices_changed(
        self, info: strawberry.Info[Any, None]
    ) -> AsyncGenerator[NoticeCounts, None]:
        """Yield the counts as they change."""
        root = service_of(info.context["request"]).root
        told: Counts | None = None
        while True:
            now = await asyncio.to_thread(notify.count, root)
            if now != told:
                told = now
                yield _counts(now)
            await asyncio.sleep(PAUSE)


def known_notice(asked: Asked, key: str) -> Notice | None:
    """Return a notice by its key; None if there is none."""
    found = (one for one in notify.notices(asked.service.root) if str(one.id) == key)
    return next(map(_notice, found), None)


def _text(one: Enum | None) -> str | None:
    return None if one is None else one.value


def _number(opaque_id: str) -> int:
    kind, key = read_opaque(opaque_id)
    if kind != Notice.node_kind or not key.isdecimal():
        raise BadQuestion(f"{opaque_id!r} is the id of no notice.", hint="notices names them.")
    return int(key)


def _counts(found: Counts) -> NoticeCounts:
    return NoticeCounts(open=found.open, unseen=found.unseen, judged_version=found.judged)


def _notice(one: Known) -> Notice:
    return Notice(
        key=str(one.id),
        known=one,
        kind=NoticeKind(one.kind),
        state=NoticeState(one.state),
        subject=one.subject,
        title_id=one.title,
        asset_id=one.asset,
        what=one.what,
        how_much=one.how_much,
        how_sure=one.how_sure,
        measures=list(one.measures),
        link=one.link,
        opened=one.opened,
        opened_version=one.opened_version,
        resolved=one.resolved,
        resolved_version=one.resolved_version,
        seen=one.seen,
        deliveries=[_delivery(sent) for sent in one.deliveries],
    )


def _delivery(one: Delivery) -> NoticeDelivery:
    return NoticeDelivery(
        about=NoticeState.OPEN if one.about == "opened" else NoticeState.RESOLVED,
        address=one.address,
        state=DeliveryState(one.state),
        said=one.said,
        attempts=one.attempts,
        error=one.error,
    )
