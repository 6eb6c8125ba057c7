"""Free ports of this machine."""

import random
import socket
from collections.abc import Iterable, Mapping
from contextlib import suppress

from druid_cluster.services import HOST

# Below those that outgoing connections take, so that none is gone when its service starts.
_RANGE = range(20_000, 32_000)


def choose(names: Iterable[str], fixed: Mapping[str, int]) -> dict[str, int]:
    """Return a free port for each name; `fixed` ones as they are."""
    taken = set(fixed.values())
    ports = dict(fixed)
    for name in names:
        if name not in ports:
            ports[name] = next(port for port in _shuffled() if port not in taken and is_free(port))
            taken.add(ports[name])
    return ports


def is_free(port: int) -> bool:
    """Tell whether a service could listen on the port."""
    with suppress(OSError), socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((HOST, port))
        return True
    return False


def _shuffled() -> list[int]:
    return random.SystemRandom().sample(_RANGE, len(_RANGE))
