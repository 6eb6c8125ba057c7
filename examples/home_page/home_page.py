"""A home page that shows each person the asset that a policy gives them, and logs what it showed.

Three steps, each a few lines to port:

1. Ask `GET /v1/policies` now and then; the ETag makes that free while nothing was decided.
2. Choose each title's asset by the documented hash: `keyart.policies.choose`.
3. Send what was shown to `POST /v1/events/impressions`, with its propensity, so that Keyart learns
   whether the decision was right.
"""

import json
import logging
import os
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

import httpx
import uvicorn
from fastapi import BackgroundTasks, FastAPI
from fastapi.responses import HTMLResponse

from keyart.policies import choose

log = logging.getLogger("home_page")

Policy = Mapping[str, Any]

PAGE = """<!doctype html>
<meta charset="utf-8"><title>Home</title>
<style>main {{ display: flex; gap: 1rem }} figure {{ margin: 0; width: 12rem }}</style>
<main>{figures}</main>
"""
FIGURE = '<figure><img alt="" src="{media}/{asset}.jpg"><figcaption>{title}</figcaption></figure>'


class Policies:
    """The policies that stand. Asks again after `every` seconds; keeps the last if that fails."""

    def __init__(self, service: httpx.Client, every: float = 60.0) -> None:
        self._service = service
        self._every = every
        self._policies: list[Policy] = []
        self._etag = ""
        self._due = 0.0
        self._lock = threading.Lock()

    def current(self) -> list[Policy]:
        """Return the policies of artwork, by title."""
        with self._lock:
            if monotonic() >= self._due:
                self._due = monotonic() + self._every
                self._ask()
            return self._policies

    def _ask(self) -> None:
        try:
            answer = self._service.get("/v1/policies", headers={"If-None-Match": self._etag})
        except httpx.HTTPError as error:
            log.warning("The last policies stay: %s", error)
            return
        if answer.is_success:
            found: list[Policy] = answer.json()["policies"]
            self._policies = [one for one in found if one["asset_type"] == "artwork"]
            self._etag = answer.headers["ETag"]


def log_impressions(service: httpx.Client, impressions: Iterable[Mapping[str, Any]]) -> None:
    """Send what was shown. Each has an id, so sending it again after an error counts it once."""
    lines = "".join(json.dumps(impression) + "\n" for impression in impressions)
    for _ in range(3):
        try:
            service.post("/v1/events/impressions", content=lines).raise_for_status()
        except httpx.HTTPError as error:
            log.warning("Not logged yet: %s", error)
        else:
            return


def create_app(
    service: httpx.Client,
    audiences_of: Callable[[str], set[str]],
    *,
    media: str = "/media",
    every: float = 60.0,
) -> FastAPI:
    """Return the page. `audiences_of` says which audiences a person belongs to, by their id."""
    app = FastAPI()
    policies = Policies(service, every)

    @app.get("/", response_class=HTMLResponse)
    def home(person: str, tasks: BackgroundTasks) -> str:
        audiences = audiences_of(person)
        figures: list[str] = []
        impressions: list[dict[str, Any]] = []
        for position, policy in enumerate(policies.current(), 1):
            asset, propensity = choose(policy, audiences, person)
            figures.append(
                FIGURE.format(media=media, asset=escape(asset), title=escape(policy["title"]))
            )
            impressions.append(
                {
                    "event_id": uuid4().hex,
                    "ts": datetime.now(UTC).isoformat(),
                    "profile_id": person,
                    "title_id": policy["title"],
                    "asset_id": asset,
                    "placement": "home",
                    "position": position,
                    "propensity": propensity,
                }
            )
        if impressions:
            tasks.add_task(log_impressions, service, impressions)
        return PAGE.format(figures="".join(figures))

    return app


if __name__ == "__main__":
    url, members, port = sys.argv[1:]
    known = {
        person: set(names)
        for person, names in json.loads(Path(members).read_text(encoding="utf-8")).items()
    }
    token = {"Authorization": f"Bearer {os.environ['KEYART_TOKEN']}"}
    with httpx.Client(base_url=url, headers=token, timeout=2) as client:
        uvicorn.run(create_app(client, lambda person: known.get(person, set())), port=int(port))
