"""What can be asked about norms."""

from dataclasses import dataclass

from keyart.core.errors import BadQuestion
from keyart.insights.catalogue.context import ContextRequest


@dataclass(frozen=True, kw_only=True)
class NormRequest(ContextRequest):
    """Show typical rates for an asset's type, and where assets stand among similar ones."""

    title: str | None = None
    """Only the assets of this title."""
    asset: str | None = None
    """Only this asset."""
    measure: str = "take_rate"
    """The rate to judge."""

    def __post_init__(self) -> None:
        """Check what fits together."""
        super().__post_init__()
        if self.asset is not None and self.title is not None:
            raise BadQuestion("asset and title can't be combined.", hint="Give one of them.")
