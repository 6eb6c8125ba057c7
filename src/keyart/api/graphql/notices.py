"""Notices: findings that people should know of, and the messages sent about them."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar

import strawberry
from strawberry import field

from keyart import notify
from keyart.api.context import RequestContext
from keyart.api.graphql.catalogue import Asset, Title, asset, title
from keyart.api.graphql.entries import catalogue_of
from keyart.api.graphql.nodes import AFTER, FIRST, PAGE, Connection, Info, Node, Page, read_opaque
from keyart.api.graphql.types import enum_type
from keyart.api.security.guard import changing
from keyart.api.service import service_of
from keyart.core.errors import BadQuestion
from keyart.core.notice import Delivery, DeliveryState, NoticeKind, NoticesRequest, NoticeState
from keyart.core.notice import Notice as StoredNotice
from keyart.core.request import argument_of
from keyart.notify import NoticeTotals
from keyart.questions.registry import NOTICES

PAUSE = 1.0
"""Seconds between two checks for changes of notices."""


for _enum in (NoticeKind, NoticeState, DeliveryState):
    enum_type(_enum)


@strawberry.type(description="A message about a notice to one recipient.")
class NoticeDelivery:
    """One message to one address."""

    about: NoticeState = field(description="Whether it reports the notice as open or resolved.")
    address: str = field(description="The messaging service, and its host if it has one.")
    state: DeliveryState = field(description="Its state.")
    said: str = field(description="The same in words.")
    attempts: int = field(description="How often it was tried.")
    error: str | None = field(description="Why the last attempt failed.")


@strawberry.type(description="A finding, from detection until it is resolved.")
class Notice(Node):
    """One notice."""

    node_kind: ClassVar[str] = "notice"
    stored: strawberry.Private[StoredNotice]

    kind: NoticeKind = field(description="What it is of.")
    state: NoticeState = field(description="Whether it still holds.")
    subject: str = field(description="The subject, stable across versions.")
    title_id: str | None = field(description="The id of its title.")
    asset_id: str | None = field(description="The id of its asset.")
    what: str = field(description="The finding in one sentence.")
    how_much: str = field(description="How large the effect is.")
    how_sure: str = field(description="How sure that is.")
    measures: list[str] = field(description="The measures it is based on.")
    link: str = field(description="The page that shows it: a path in the web application.")
    direction: str | None = field(
        description="Of an outlier: over or under what similar ones get; null for notices from "
        "earlier versions of Keyart."
    )
    opened: datetime = field(description="When it was found.")
    opened_version: int = field(description="In which version of the store.")
    resolved: datetime | None = field(description="When it no longer held.")
    resolved_version: int | None = field(description="In which version of the store.")
    seen: datetime | None = field(description="When it was first marked as seen.")
    deliveries: list[NoticeDelivery] = field(description="The messages about it.")

    @field(description="Its title, if in the catalogue.")
    def title(self, info: Info) -> Title | None:
        """Return the title."""
        key, catalogue = self.stored.title, catalogue_of(info.context.snapshot)
        return None if key is None else title(catalogue, key)

    @field(description="Its asset, if in the catalogue.")
    def asset(self, info: Info) -> Asset | None:
        """Return the asset."""
        key, catalogue = self.stored.asset, catalogue_of(info.context.snapshot)
        return None if key is None else asset(catalogue, key)


@strawberry.type(description="How many notices there are.")
class NoticeCounts:
    """Counts of notices."""

    open: int = field(description="Those that hold.")
    unseen: int = field(description="Unseen notices.")
    judged_version: int | None = field(
        description="The last version judged; null before the first."
    )


@strawberry.type(description="The result of marking notices as seen.")
class NoticesSeen:
    """How many were new."""

    seen: int = field(description="How many were unseen before.")
    counts: NoticeCounts = field(description="How many there are now.")


@strawberry.type(description="Questions about notices.")
class NoticeQuery:
    """What can be asked about notices."""

    @field(description="The notices of the store, newest first.")
    def notices(
        self,
        info: Info,
        state: Annotated[
            NoticeState | None,
            strawberry.argument(description=argument_of(NoticesRequest, "state").doc),
        ] = None,
        kind: Annotated[
            NoticeKind | None,
            strawberry.argument(description=argument_of(NoticesRequest, "kind").doc),
        ] = None,
        first: Annotated[int, strawberry.argument(description=FIRST)] = PAGE,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[Notice]:
        """Return a page of them."""
        request = NoticesRequest(state=state, kind=kind)
        notices = info.context.answer(NOTICES, request).notices
        by_key = {str(notice.id): notice for notice in notices}
        return Page(first, after).of(info, list(by_key), lambda key: _notice(by_key[key]))

    @field(description="How many notices there are.")
    def notice_counts(self, info: Info) -> NoticeCounts:
        """Return the counts."""
        return _counts(notify.count(info.context.service.root))


@strawberry.type(description="Changes of notices.")
class NoticeMutation:
    """What can be changed about notices."""

    @strawberry.mutation(description="Mark notices as seen; without ids, all of them.")
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
        numbers = None if ids is None else [_number(key) for key in ids]
        newly_seen = notify.see(root, numbers, datetime.now(UTC))
        return NoticesSeen(seen=newly_seen, counts=_counts(notify.count(root)))


@strawberry.type(description="Events about notices.")
class NoticeSubscription:
    """The subscriptions to notices."""

    @strawberry.subscription(
        description="The number of notices now, and whenever it changes or a version is judged."
    )
    async def notices_changed(
        self, info: strawberry.Info[Any, None]
    ) -> AsyncGenerator[NoticeCounts, None]:
        """Yield the counts as they change."""
        root = service_of(info.context["request"]).root
        previous: NoticeTotals | None = None
        while True:
            current = await asyncio.to_thread(notify.count, root)
            if current != previous:
                previous = current
                yield _counts(current)
            await asyncio.sleep(PAUSE)


def known_notice(context: RequestContext, key: str) -> Notice | None:
    """Return a notice by its key; None if there is none."""
    matches = (notice for notice in notify.notices(context.service.root) if str(notice.id) == key)
    return next(map(_notice, matches), None)


def _number(opaque_id: str) -> int:
    kind, key = read_opaque(opaque_id)
    if kind != Notice.node_kind or not key.isdecimal():
        raise BadQuestion(f"No notice has id {opaque_id!r}.", hint="notices lists them.")
    return int(key)


def _counts(totals: NoticeTotals) -> NoticeCounts:
    return NoticeCounts(open=totals.open, unseen=totals.unseen, judged_version=totals.judged)


def _notice(stored: StoredNotice) -> Notice:
    return Notice(
        key=str(stored.id),
        stored=stored,
        kind=NoticeKind(stored.kind),
        state=NoticeState(stored.state),
        subject=stored.subject,
        title_id=stored.title,
        asset_id=stored.asset,
        what=stored.what,
        how_much=stored.how_much,
        how_sure=stored.how_sure,
        measures=list(stored.measures),
        link=stored.link,
        direction=stored.direction,
        opened=stored.opened,
        opened_version=stored.opened_version,
        resolved=stored.resolved,
        resolved_version=stored.resolved_version,
        seen=stored.seen,
        deliveries=[_delivery(sent) for sent in stored.deliveries],
    )


def _delivery(delivery: Delivery) -> NoticeDelivery:
    return NoticeDelivery(
        about=NoticeState.OPEN if delivery.about == "opened" else NoticeState.RESOLVED,
        address=delivery.address,
        state=DeliveryState(delivery.state),
        said=delivery.said,
        attempts=delivery.attempts,
        error=delivery.error,
    )
