"""`POST /v1/notices/seen`. The notices themselves are a question, whose route is derived."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from keyart import notify
from keyart.api.context import RequestContext
from keyart.api.questions.routes import RequestRoute, router_of
from keyart.core.request import Request


@dataclass(frozen=True, kw_only=True)
class SeenRequest(Request):
    """Mark notices as seen."""

    ids: Sequence[int] | None = None
    """The numbers of notices; null: all of them."""


def _mark_seen(context: RequestContext, request: SeenRequest) -> dict[str, Any]:
    return {"seen": notify.see(context.service.root, request.ids, datetime.now(UTC))}


MARK_SEEN = RequestRoute(
    path="/v1/notices/seen",
    kind=SeenRequest,
    work=_mark_seen,
    example={"ids": [12, 13]},
    answer={"seen": 2},
    tag="notices",
    changes=True,
)

router = router_of([MARK_SEEN])
