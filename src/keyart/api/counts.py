"""Counts of requests: how many, how they ended, how long they took.

With several workers each writes its counts into files of one folder (`FOLDER`, which the
supervisor names before they start), and whichever is asked adds them all up.
"""

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.types import Scope

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The environment's name for the folder in which workers' counts meet."""

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
"""Bounds of the histogram of durations, in seconds."""


class Counts:
    """The counts of one worker."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "keyart_requests",
            "Requests answered.",
            ["route", "method", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "keyart_request_seconds",
            "How long requests took.",
            ["route"],
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.version = Gauge(
            "keyart_store_version",
            "The newest version of the store that has been read.",
            multiprocess_mode="max",
            registry=self.registry,
        )

    def observe(self, scope: Scope, status: int, seconds: float) -> None:
        """Count one request."""
        route = getattr(scope.get("route"), "path", "other")
        method = scope.get("method", "WEBSOCKET")
        self.requests.labels(route, method if route != "other" else "other", status).inc()
        self.seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """Return the counts of all workers in Prometheus' format."""
        registry = self.registry
        if os.environ.get(FOLDER):
            registry = CollectorRegistry()
            MultiProcessCollector(registry)
        return generate_latest(registry)
