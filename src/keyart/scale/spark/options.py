"""What a build is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from keyart.core.config import Config
from keyart.core.progress import Progress, Silent

LG_K = 14
"""log2 of the number of registers of a sketch: one sigma is 0.81%."""

ROWS_PER_TASK = 250_000


@dataclass(frozen=True)
class BuildOptions:
    """A build of facts.

    Attributes:
        sources: paths, globs, folders or URIs of each input table, by its name; `audiences`
            too, whose columns are `audience` and `profile_id`.
        out: the folder to build, a path or URI.
        salt: what profiles' keys are made with; the same for all builds of a folder.
        now: the time that "now + 1 day" is counted from, with a zone.
        config: settings, the names of the user's columns, custom dimensions and sums.
        since: events before are left alone, None for none.
        until: events at it or later are left alone, None for none.
        lg_k: log2 of the number of registers of the sketches.
        rows_per_task: about how many events a task holds in memory at once.
        progress: is told of the steps.
    """

    sources: Mapping[str, Sequence[str]]
    out: str
    salt: str = field(repr=False)
    now: datetime
    config: Config = field(default_factory=Config)
    since: datetime | None = None
    until: datetime | None = None
    lg_k: int = LG_K
    rows_per_task: int = ROWS_PER_TASK
    progress: Progress = field(default_factory=Silent)
