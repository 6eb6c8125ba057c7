"""`python -m benchmarks.service.bare PORT BYTES`: a route that only answers so many bytes.

The same server and protocol as the service's, and nothing else: what HTTP alone costs in Python.
"""

import sys

import uvicorn
from starlette.types import Receive, Scope, Send

from keyart.api.process.protocol import LimitedHttpProtocol


def main(port: int, size: int) -> None:
    """Serve until killed."""
    body = b"0" * size
    start = {
        "type": "http.response.start",
        "status": 200,
        "headers": [(b"content-type", b"application/json"), (b"content-length", b"%d" % size)],
    }
    answer = {"type": "http.response.body", "body": body}

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http"
        while (await receive()).get("more_body", False):
            pass
        await send(start)
        await send(answer)

    uvicorn.run(
        app,
        port=port,
        http=LimitedHttpProtocol,
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
