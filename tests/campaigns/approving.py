"""A writer that approves and starts a campaign, for tests that kill it."""

from pathlib import Path

import keyart


def write(_folder: Path, root: Path) -> None:
    """Approve the campaign `spring`, and start it."""
    with keyart.open(root) as store:
        store.campaigns.approve("spring", "Fits the launch.", by="Bo")
        store.campaigns.start("spring", by="Bo")
