"""apprise, as far as we use it: its own types are partly unknown."""

from collections.abc import Iterable, Sequence
from enum import Enum, IntEnum

class NotifyType(Enum):
    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    FAILURE = "failure"

class NotifyFormat(Enum):
    TEXT = "text"

class PersistentStoreMode(Enum):
    MEMORY = "memory"

class AppriseResultStatus(IntEnum):
    SUCCESS = 0
    FAILURE = 1
    NOMATCH = 3
    PARTIAL = 4
    TIMEOUT = 5

class AppriseResult:
    status: AppriseResultStatus

class AppriseAsset:
    def __init__(
        self,
        *,
        app_id: str,
        app_desc: str,
        async_mode: bool,
        allow_templates: bool,
        service_timeout: float,
        storage_mode: PersistentStoreMode,
    ) -> None: ...

class URLBase:
    socket_read_timeout: float
    host: str | None
    secure: bool
    asset: AppriseAsset

class NotifyBase(URLBase):
    protocol: str | Iterable[str] | None
    secure_protocol: str | Iterable[str] | None
    templates: Sequence[str]
    def __len__(self) -> int: ...

class Apprise:
    def __init__(self, *, asset: AppriseAsset) -> None: ...
    def add(self, services: NotifyBase) -> bool: ...
    def notify(
        self, body: str, title: str, notify_type: NotifyType, body_format: NotifyFormat
    ) -> AppriseResult: ...
    @staticmethod
    def instantiate(
        url: str, asset: AppriseAsset, suppress_exceptions: bool
    ) -> NotifyBase | None: ...
