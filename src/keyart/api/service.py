"""What all requests to one worker share."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.requests import HTTPConnection

from keyart.api.limits import Scans
from keyart.api.snapshots import Snapshots
from keyart.core.server import ServerSettings
from keyart.query import Access, Query, Result, ask

if TYPE_CHECKING:
    from keyart.api.metrics import Metrics


@dataclass(frozen=True)
class Service:
    """One store, as one worker serves it."""

    root: Path
    settings: ServerSettings
    snapshots: Snapshots
    scans: Scans
    metrics: "Metrics"

    def ask(self, access: Access, query: Query) -> Result:
        """Answer a question from the newest version; to be called by `Scans.run`."""
        with self.snapshots.newest() as snapshot:
            return ask(snapshot, access, query)

    def close(self) -> None:
        """Let go of the store."""
        self.scans.close()
        self.snapshots.close()


def service_of(request: HTTPConnection) -> Service:
    """Return the service that a request was made to."""
    return request.app.state.service
