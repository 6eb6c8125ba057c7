"""How many files a process may have open: each connection is one."""

import resource
from contextlib import suppress

from keyart.api.protocol import MOST_OVER

SPARE = 256 + MOST_OVER
"""Files beside connections: those of the store while they are read, logs, sockets, and connections
too many."""


def allow(connections: int) -> None:
    """Let this process hold so many connections, as far as the system lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + SPARE
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
