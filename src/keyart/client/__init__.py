"""A store that a service holds: the same questions and answers as of one on this machine."""

from keyart.client.errors import ServiceError
from keyart.client.store import RemoteStore, connect

__all__ = ["RemoteStore", "ServiceError", "connect"]
