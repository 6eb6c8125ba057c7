"""How a build becomes visible: staged whole, then put in place by a list that can be done again.

1. All that a build makes is written below `STAGING`, which readers do not look at.
2. `READY` is written there: which files go where, and which go away. From now on the build will
   be done, before this nothing of it will be.
3. The files are moved, day by day, and the old ones removed. A build that is killed here is
   finished by the next one: whatever was moved is skipped.
4. `COMMITTED`, which says what the folder holds, is put in place last, and the staging removed.
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
class Committed:
    """What a folder holds, and what the next build must know of it."""

    batch: int = 0
    """How many builds there were."""
    keys: str = ""
    """The fingerprint of the salt."""
    lg_k: int = 0
    """log2 of the number of registers of the sketches."""
    settings: str = ""
    """The settings of attribution, as text: when they change, all is attributed anew."""
    until: int | None = None
    """The time of the newest event, µs."""
    days: Mapping[str, list[int]] = field(default_factory=dict[str, list[int]])
    """The days (since 1970) of which there are kept events, by table."""
    links: list[list[int]] = field(default_factory=list[list[int]])
    """Days of plays that name an impression, and the day of that impression, each pair once."""
    audiences: bool = False
    """Whether facts say in which audiences their profiles are."""

    def to_bytes(self) -> bytes:
        """Return the contents of the file `COMMITTED`."""
        return (json.dumps({"format": FORMAT, **asdict(self)}, indent=1) + "\n").encode()

    @classmethod
    def of(cls, folder: Folder) -> Self:
        """Return what a folder holds, nothing where it is new; raises `BadInput` for another's."""
        if not folder.holds(COMMITTED):
            _require_free(folder)
            return cls()
        raw: dict[str, Any] = json.loads(folder.read(COMMITTED))
        written = raw.pop("format")
        if written != FORMAT:
            raise BadInput(
                f"{folder.place} was built in format {written}; this version builds {FORMAT}.",
                hint="Build into a new folder.",
            )
        return cls(**raw)


def _require_free(folder: Folder) -> None:
    others = [n for n in folder.files() if not n.startswith(STAGING)]
    if others:
        what = "holds facts that were exported" if ABOUT in others else "is not empty"
        raise BadInput(
            f"{folder.place} {what}, and is no folder of a Spark build.",
            hint="A build needs a folder of its own: name a new one.",
        )


def recover(folder: Folder) -> bool:
    """Finish a build that was killed once it was ready, else remove what it staged.

    Returns whether one was finished.
    """
    ready = folder.holds(READY)
    if ready:
        apply(folder)
    elif folder.holds(STAGING):
        folder.remove([STAGING])
    return ready


@dataclass
class Plan:
    """What a build does to the folder."""

    moves: dict[str, str] = field(default_factory=dict[str, str])
    """The staged files, and where each goes."""
    removals: list[str] = field(default_factory=list[str])
    """The files that go away."""

    def replace(self, folder: Folder, staged: str, target: str) -> None:
        """Put all staged files below `staged` in the place of all files below `target`."""
        self.removals += folder.files(target)
        self.add(folder, staged, target)

    def add(self, folder: Folder, staged: str, target: str) -> None:
        """Put all staged files below `staged` below `target`, beside what is there."""
        for name in folder.files(staged):
            if not name.rsplit("/", 1)[-1].startswith((".", "_")):
                self.moves[name] = target + name.removeprefix(staged)

    def replace_days(self, folder: Folder, name: str, days: Iterable[int]) -> None:
        """Put the staged days of a folder by day in the place of those days in it."""
        wanted = {f"{name}/day={date(1970, 1, 1) + timedelta(days=day)}/" for day in days}
        self.removals += [n for n in folder.files(name) if n[: n.rfind("/") + 1] in wanted]
        self.add(folder, f"{STAGING}/{name}", name)


def commit(folder: Folder, plan: Plan) -> None:
    """Do what `plan` says; from here on it will be done whatever happens."""
    content = {"moves": plan.moves, "removals": plan.removals}
    folder.write(READY, json.dumps(content).encode())
    apply(folder)


def apply(folder: Folder) -> None:
    """Do, or go on doing, what stands in `READY`."""
    content = json.loads(folder.read(READY))
    moves: dict[str, str] = content["moves"]
    kept = set(moves.values())
    folder.remove(name for name in content["removals"] if name not in kept)
    folder.move_all(moves)
    folder.remove([READY, STAGING])
