"""Events as they arrive: each has its own asset, so that answers distinguish them."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import keyart
from keyart.store.inbox import EventFormat, Inbox


def impression(number: int, **changes: Any) -> dict[str, Any]:
    """Return an impression of now."""
    return {
        "ts": datetime.now(UTC).isoformat(),
        "profile_id": f"p{number}",
        "title_id": "heist",
        "asset_id": f"a{number}",
        "event_id": f"i{number}",
        **changes,
    }


def lines(rows: Iterable[dict[str, Any]]) -> bytes:
    """Return rows as JSON lines."""
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def put(inbox: Inbox, *numbers: int) -> None:
    """Append impressions and wait until they are kept."""
    inbox.append("impressions", EventFormat.LINES, lines(map(impression, numbers))).result(60)


def shown(root: Path) -> dict[str, int]:
    """Return how many impressions the newest version has of each asset."""
    with keyart.open(root) as store:
        rows = store.query(measures=["impressions"], by=["asset"]).to_dicts()
    return {row["asset"]: row["impressions"] for row in rows}
