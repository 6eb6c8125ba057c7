"""What a reading needs to know beside its source."""

from dataclasses import dataclass, field
from datetime import datetime

from keyart.core.config import Config
from keyart.core.progress import Progress, Silent


@dataclass(frozen=True)
class ReadOptions:
    """How to read, and where to say how it goes.

    Attributes:
        config: the store's `keyart.toml`.
        salt: the store's salt, for the keys of profiles.
        now: the time that "now + 1 day" is counted from, with a zone.
        progress: is told of bytes read.
        notes: receives one sentence for each thing worth knowing that is no error.
    """

    config: Config
    salt: str
    now: datetime
    progress: Progress = field(default_factory=Silent)
    notes: list[str] = field(default_factory=list[str])
