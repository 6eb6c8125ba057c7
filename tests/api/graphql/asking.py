"""Asking the graph over HTTP."""

from dataclasses import dataclass
from typing import Any

from tests.api.serving import TOKEN, Served


@dataclass(frozen=True)
class Graph:
    """The graph of a running service."""

    served: Served

    def post(self, query: str, token: str = TOKEN, **variables: Any) -> dict[str, Any]:
        """Return what the service says."""
        with self.served.client(token) as client:
            answer = client.post("/graphql", json={"query": query, "variables": variables})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def ask(self, query: str, **variables: Any) -> Any:
        """Return the data of an answer without errors."""
        said = self.post(query, **variables)
        assert "errors" not in said, said
        return said["data"]

    def refused(self, query: str, **variables: Any) -> str:
        """Return the code of the only error."""
        (error,) = self.post(query, **variables)["errors"]
        assert error["message"]
        assert set(error["extensions"]) == {"code", "hint"}
        return error["extensions"]["code"]

    def refused_whole(self, query: str) -> tuple[int, str]:
        """Return the status and code of a request that is none."""
        with self.served.client() as client:
            answer = client.post("/graphql", json={"query": query})
        return answer.status_code, answer.json()["error"]["code"]
