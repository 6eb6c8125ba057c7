"""Druid as we use it: questions in SQL, and what kind of cluster answers them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import pyarrow as pa

from keyart.core.errors import DruidError, DruidUnavailable
from keyart.scale.druid import sql
from keyart.scale.druid.http import Calls, Login

TIMEOUT = 60.0
"""Seconds for which any answer is waited, unless a call says otherwise."""

GRACE = 5.0
"""Seconds more than Druid's own time for a question: its refusal has to arrive."""

SKETCHES = "druid-datasketches"
PARQUET = "druid-parquet-extensions"

QUERIES = "/druid/v2/sql"

AGAIN = 2
"""Druid 33 fails to list its tables when one goes meanwhile; it is asked so often again."""

AS_WRITTEN: Mapping[str, Any] = {"useApproximateTopN": False, "sqlReverseLookup": False}
"""Without it `ORDER BY … LIMIT` on one dimension leaves groups out that belong to the top, and
conditions on two lookups, one of them of missing values, lose rows that pass them."""


@dataclass(frozen=True)
class Cluster:
    """What a cluster is, as its router says."""

    version: str
    extensions: tuple[str, ...]
    """The extensions that are loaded, in order."""

    def has(self, extension: str) -> bool:
        """Return whether an extension is loaded."""
        return extension in self.extensions


class Druid:
    """A cluster, by the address of its router. Safe for threads."""

    def __init__(self, url: str, login: Login | None = None, *, timeout: float = TIMEOUT) -> None:
        self.calls = Calls(url, login or Login(), timeout)

    @property
    def url(self) -> str:
        """The router's address."""
        return self.calls.url

    def close(self) -> None:
        """Let go of all connections."""
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
            context: Druid's query context, beside `AS_WRITTEN`.
            query_id: By which `cancel` can stop it.
            timeout: Seconds after which Druid stops it.

        Raises:
            QueryTimeout: It took longer than it may.
            DruidUnavailable: Druid cannot be reached, or refuses who asks.
            DruidError: Druid refuses or fails, in its own words; `category` is `CANCELED` for a
                query that was stopped.
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
        """Stop a query, if it is under way."""
        self.calls.forget(f"{QUERIES}/{quote(query_id, safe='')}")

    def cluster(self) -> Cluster:
        """Return what kind of cluster answers; raises `DruidUnavailable`."""
        said = self.calls.get("/status")
        modules = said.get("modules", ())
        names = {str(module["artifact"]) for module in modules if module.get("artifact")}
        return Cluster(str(said.get("version")), tuple(sorted(names)))

    def require_sketches(self) -> Cluster:
        """Return the cluster; raises `DruidError` when it cannot keep sketches."""
        cluster = self.cluster()
        if not cluster.has(SKETCHES):
            raise DruidError(
                f"Druid at {self.url} has not loaded {SKETCHES}, by which people are counted.",
                hint="Add it to druid.extensions.loadList of all services, and start them again.",
            )
        return cluster

    def tables(self) -> frozenset[str]:
        """Return the names of the datasources that can be asked."""
        for _ in range(AGAIN):
            try:
                return self._tables()
            except DruidUnavailable:
                raise
            except DruidError:
                continue
        return self._tables()

    def _tables(self) -> frozenset[str]:
        found = self.sql(
            "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'druid'"
        )
        return frozenset(found.column("TABLE_NAME").to_pylist())
