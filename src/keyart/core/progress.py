"""The progress of long steps, independent of whether and how it is shown."""

from typing import Protocol


class Progress(Protocol):
    """Receives the progress of a long job."""

    def begin(self, step: str, total: int | None) -> None:
        """Start `step`, with `total` units of work (rows or bytes), None if unknown."""
        ...

    def advance(self, amount: int) -> None:
        """Count `amount` more units of the current step as done."""
        ...


class Silent:
    """Shows nothing."""

    def begin(self, step: str, total: int | None) -> None:
        """Do nothing."""

    def advance(self, amount: int) -> None:
        """Do nothing."""
