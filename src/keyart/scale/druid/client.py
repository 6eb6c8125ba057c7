"""A client of Druid: SQL queries, and the cluster's version and extensions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import pyarrow as pa

from keyart.core.errors import DruidError, DruidUnavailable
from keyart.scale.druid import sql
from keyart.scale.druid.http import Login, RouterConnection

TIMEOUT = 60.0
"""Seconds to wait for an answer, unless a call sets another time."""

GRACE = 5.0
"""Extra seconds beyond Druid's own timeout, so that its error can arrive."""

SKETCHES = "druid-datasketches"
PARQUET = "druid-parquet-extensions"

QUERIES = "/druid/v2/sql"

AGAIN = 2
"""Retries: Druid 33 fails to list its tables while one is removed."""

AS_WRITTEN: Mapping[str, Any] = {"useApproximateTopN": False, "sqlReverseLookup": False}
"""Without it `ORDER BY … LIMIT` on one dimension omits groups that belong to the top, and
conditions on two lookups, one of them of missing values, lose matching rows."""


@dataclass(frozen=True)
class Cluster:
    """A cluster's version and extensions, from its router."""

    version: str
    extensions: tuple[str, ...]
    """The loaded extensions, sorted."""

    def has(self, extension: str) -> bool:
        """Return whether an extension is loaded."""
        return extension in self.extensions


class Druid:
    """A cluster, by its router's address. Thread-safe."""

    def __init__(self, url: str, login: Login | None = None, *, timeout: float = TIMEOUT) -> None:
        self.calls = RouterConnection(url, login or Login(), timeout)

    @property
    def url(self) -> str:
        """The router's address."""
        return self.calls.url

    def close(self) -> None:
        """Close all connections."""
        self.calls.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def sql(
        self,
        text: str,
        parameters: Sequence[sql.Parameter] = (),
        *,
        context: Mapping[str, Any] | None = None,
        query_id: str | None = None,
        timeout: float | None = None,
    ) -> pa.Table:
        """Return the rows of a query: int64, float64, string, bool, lists, timestamp("us", "UTC").

        Args:
            text: SQL, with a `?` for each of the parameters.
            parameters: Their values, in order.
            context: Druid's query context, added to `AS_WRITTEN`.
            query_id: An id with which `cancel` can stop it.
            timeout: Seconds after which Druid stops it.

        Raises:
            QueryTimeout: It exceeded the time limit.
            DruidUnavailable: Druid cannot be reached, or refuses access.
            DruidError: Druid's own error; `category` is `CANCELED` for a stopped query.
        """
        all_context: dict[str, Any] = {**AS_WRITTEN, **(context or {})}
        if query_id is not None:
            all_context["sqlQueryId"] = query_id
        if timeout is not None:
            all_context["timeout"] = max(1, round(timeout * 1000))
        patience = None if timeout is None else timeout + GRACE
        answer = self.calls.send(QUERIES, sql.body(text, parameters, all_context), patience)
        return sql.rows(answer)

    def cancel(self, query_id: str) -> None:
        """Stop a query if it is running."""
        self.calls.forget(f"{QUERIES}/{quote(query_id, safe='')}")

    def cluster(self) -> Cluster:
        """Return the cluster's version and extensions; raises `DruidUnavailable`."""
        status = self.calls.get("/status")
        modules = status.get("modules", ())
        names = {str(module["artifact"]) for module in modules if module.get("artifact")}
        return Cluster(str(status.get("version")), tuple(sorted(names)))

    def require_sketches(self) -> Cluster:
        """Return the cluster; raises `DruidError` when it cannot keep sketches."""
        cluster = self.cluster()
        if not cluster.has(SKETCHES):
            raise DruidError(
                f"Druid at {self.url} has not loaded {SKETCHES}, which counts people.",
                hint="Add it to druid.extensions.loadList of all services, and restart them.",
            )
        return cluster

    def tables(self) -> frozenset[str]:
        """Return the names of the datasources that can be queried."""
        for _ in range(AGAIN):
            try:
                return self._list_tables()
            except DruidUnavailable:
                raise
            except DruidError:
                continue
        return self._list_tables()

    def _list_tables(self) -> frozenset[str]:
        rows = self.sql(
            "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'druid'"
        )
        return frozenset(rows.column("TABLE_NAME").to_pylist())
