"""What can be asked about resonance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from keyart.core.errors import BadQuestion
from keyart.insights.catalogue.context import ContextRequest

MARKETS = ("country", "region")
MOST_TOGETHER = 2


@dataclass(frozen=True, kw_only=True)
class ResonanceRequest(ContextRequest):
    """Show what an audience likes more than others do, and of what it is offered too little."""

    by: Sequence[str] = ("genre",)
    """What titles have in common: genre, tag, content_type or title.X, or two of them together."""
    across: Literal["country", "region", "audience"] | None = None
    """Also by market or audience, each judged by itself."""
    against: Literal["everybody", "market"] = "everybody"
    """Whose taste to compare with: everybody's, or that of everybody in the same market."""

    def __post_init__(self) -> None:
        """Check what fits together."""
        super().__post_init__()
        if not 1 <= len(self.by) <= MOST_TOGETHER:
            raise BadQuestion(
                f"by has {len(self.by)} names.", hint="Name one dimension of titles, or two."
            )
        if self.across == "audience" and self.audience is not None:
            raise BadQuestion(
                'audience and across="audience" can\'t be combined.',
                hint="Ask about one audience, or about all.",
            )

    @property
    def elsewhere(self) -> Mapping[str, Any]:
        """The conditions without those on markets."""
        return {name: raw for name, raw in self.where.items() if name not in MARKETS}
