"""The producer: background work on a store while it is served.

`run` publishes the events of the inbox, and makes a feed of each new version. If several servers
serve one store, one of them produces; `python -m keyart.live STORE` produces without a server.
"""

from keyart.live.notices import judge_once
from keyart.live.producer import run

__all__ = ["judge_once", "run"]
