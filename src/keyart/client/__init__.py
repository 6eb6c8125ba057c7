"""A remote store behind a service: the same queries and results as for a local one."""

from typing import TYPE_CHECKING

from keyart.core.lazy import lazy_names

if TYPE_CHECKING:
    from keyart.client.errors import ServiceError
    from keyart.client.store import RemoteStore, connect
else:
    __getattr__, __dir__ = lazy_names(__name__)

__all__ = ["RemoteStore", "ServiceError", "connect"]
