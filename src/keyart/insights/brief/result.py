"""The result: a brief, as data and as pages."""

from dataclasses import asdict, dataclass
from typing import Any

from keyart.core.plain import plain
from keyart.insights.resonance.result import ResonanceRow


@dataclass(frozen=True)
class Brief:
    """What to make for an audience in a market, on one page."""

    headline: str
    """What it says, in one line."""
    audience: str | None
    """The audience."""
    market: str | None
    """The market."""
    findings: tuple[ResonanceRow, ...]
    """The findings that matter most, at most five: genres, with the numbers of `resonance`."""
    elsewhere: tuple[ResonanceRow, ...]
    """Where else the audience likes what is under-served, the most first."""
    notes: tuple[str, ...]
    """Notes for the reader, among them how sure findings are."""
    markdown: str
    """The page as Markdown."""
    html: str
    """The page as HTML, which needs no other file and prints on one sheet of A4."""

    def to_dict(self) -> dict[str, Any]:
        """Return everything as data that JSON can hold."""
        return plain(asdict(self))
