"""What a check found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with a store."""

    where: str
    """The file, relative to the data folder, or what else it is about."""
    problem: str

    def __str__(self) -> str:
        """Return the finding as one line."""
        return f"{self.where} {self.problem}"
