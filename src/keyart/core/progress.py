"""How a long step says how far it is; who shows it (a bar, a log, nobody) is not its concern."""

from typing import Protocol


class Progress(Protocol):
    """Receives the advance of a long job."""

    def begin(self, step: str, total: int | None) -> None:
        """Say that `step` begins, with `total` units to do (rows or bytes), None if unknown."""
        ...

    def advance(self, amount: int) -> None:
        """Say that `amount` more units of the current step are done."""
        ...


class Silent:
    """Shows nothing."""

    def begin(self, step: str, total: int | None) -> None:
        """Do nothing."""

    def advance(self, amount: int) -> None:
        """Do nothing."""
