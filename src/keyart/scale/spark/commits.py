"""How a build becomes visible: staged completely, then moved by a list that can be repeated.

1. A build writes all its files below `STAGING`, which readers ignore.
2. It writes `READY` there: which files to move, and which to remove. From then on the build will be
   completed; before, it has no effect.
3. It moves the files, day by day, and removes the old ones. If it is killed, the next build
   finishes the list and skips moved files.
4. It moves `COMMITTED`, which describes the folder, last, and removes the staging.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any, Self

from keyart.core.errors import BadInput
from keyart.core.fact_files import ABOUT
from keyart.scale.spark.places import Folder

STAGING = "_staging"
READY = f"{STAGING}/ready.json"
COMMITTED = "_COMMITTED.json"

FORMAT = 1


@dataclass(frozen=True)
class CommittedState:
    """The contents of a folder, as the next build needs them."""

    batch: int = 0
    """The number of builds."""
    keys: str = ""
    """The fingerprint of the salt."""
    lg_k: int = 0
    """log2 of the number of registers of the sketches."""
    settings: str = ""
    """The settings of attribution, as text: when they change, everything is attributed again."""
    until: int | None = None
    """The time of the newest event, µs."""
    days: Mapping[str, list[int]] = field(default_factory=dict[str, list[int]])
    """The days (since 1970) with kept events, by table."""
    links: list[list[int]] = field(default_factory=list[list[int]])
    """Distinct pairs of days: of a play that names an impression, and of that impression."""
    audiences: bool = False
    """Whether facts have the audiences of their profiles."""

    def to_bytes(self) -> bytes:
        """Return the contents of the file `COMMITTED`."""
        return (json.dumps({"format": FORMAT, **asdict(self)}, indent=1) + "\n").encode()

    @classmethod
    def of(cls, folder: Folder) -> Self:
        """Return a folder's state, the default if new; raises `BadInput` for other folders."""
        if not folder.holds(COMMITTED):
            _require_empty(folder)
            return cls()
        raw: dict[str, Any] = json.loads(folder.read(COMMITTED))
        stored_format = raw.pop("format")
        if stored_format != FORMAT:
            raise BadInput(
                f"{folder.place} was built in format {stored_format}; "
                f"this version builds {FORMAT}.",
                hint="Build into a new folder.",
            )
        return cls(**raw)


def _require_empty(folder: Folder) -> None:
    others = [n for n in folder.files() if not n.startswith(STAGING)]
    if others:
        what = "holds facts that were exported" if ABOUT in others else "is not empty"
        raise BadInput(
            f"{folder.place} {what}: it is not the folder of a Spark build.",
            hint="Name a new folder for the build.",
        )


def recover(folder: Folder) -> bool:
    """Finish an interrupted build if it was ready, else remove its staged files.

    Returns whether one was finished.
    """
    ready = folder.holds(READY)
    if ready:
        apply(folder)
    elif folder.holds(STAGING):
        folder.remove([STAGING])
    return ready


@dataclass
class CommitPlan:
    """The changes of a build to its folder."""

    moves: dict[str, str] = field(default_factory=dict[str, str])
    """Staged file → its final name."""
    removals: list[str] = field(default_factory=list[str])
    """The files to remove."""

    def replace(self, folder: Folder, staged: str, target: str) -> None:
        """Replace all files below `target` with the staged files below `staged`."""
        self.removals += folder.files(target)
        self.add(folder, staged, target)

    def add(self, folder: Folder, staged: str, target: str) -> None:
        """Add all staged files below `staged` to those below `target`."""
        for name in folder.files(staged):
            if not name.rsplit("/", 1)[-1].startswith((".", "_")):
                self.moves[name] = target + name.removeprefix(staged)

    def replace_days(self, folder: Folder, name: str, days: Iterable[int]) -> None:
        """Replace `days` of a folder by day with the staged ones."""
        day_folders = {f"{name}/day={date(1970, 1, 1) + timedelta(days=day)}/" for day in days}
        self.removals += [n for n in folder.files(name) if n[: n.rfind("/") + 1] in day_folders]
        self.add(folder, f"{STAGING}/{name}", name)


def commit(folder: Folder, plan: CommitPlan) -> None:
    """Carry out `plan`; from here on it will be completed even after a crash."""
    content = {"moves": plan.moves, "removals": plan.removals}
    folder.write(READY, json.dumps(content).encode())
    apply(folder)


def apply(folder: Folder) -> None:
    """Carry out, or continue, the plan in `READY`."""
    content = json.loads(folder.read(READY))
    moves: dict[str, str] = content["moves"]
    kept = set(moves.values())
    folder.remove(name for name in content["removals"] if name not in kept)
    folder.move_all(moves)
    folder.remove([READY, STAGING])
