"""The producer: what happens to a store by itself while it is served.

`run` publishes the events of the inbox, and makes a feed of each version that has none. Of several
servers of one store one produces; `python -m keyart.live STORE` does so without a server.
"""

from keyart.live.notices import judge_once
from keyart.live.producer import run

__all__ = ["judge_once", "run"]
