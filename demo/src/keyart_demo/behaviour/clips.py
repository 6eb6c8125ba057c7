"""How long clips run: each hooks and holds its own share of viewers."""

from dataclasses import dataclass

import numpy as np

from keyart_demo.arrays import F64, I64, Flags
from keyart_demo.catalogue.model import Catalogue
from keyart_demo.world_size import Stream, World

HOOK = (0.35, 0.75)
"""The lowest and highest share of a clip's impressions that run for three seconds."""
HOLD = (0.2, 0.5)
"""And the share of those that continue to fifteen; clips play in a loop."""
HOOKED_MS, HELD_MS, LONGEST_MS = 3_000, 15_000, 40_000


@dataclass(frozen=True)
class Clips:
    """Columns by asset."""

    is_clip: Flags
    hook: F64
    hold: F64

    def ran(self, asset: I64, u: F64) -> I64:
        """Return how many milliseconds each asset ran, −1 if it is not a clip."""
        away, hook = 1 - self.hook[asset], self.hook[asset]
        stays = np.clip((u - away) / hook, 0, 1)
        leaves, hold = 1 - self.hold[asset], self.hold[asset]
        some = HOOKED_MS + (HELD_MS - HOOKED_MS - 100) * np.minimum(stays / leaves, 1)
        long = HELD_MS + (LONGEST_MS - HELD_MS) * np.clip((stays - leaves) / hold, 0, 1)
        ran = np.where(stays < leaves, some, long)
        ran = np.where(u < away, (HOOKED_MS - 100) * u / away, ran)
        return np.where(self.is_clip[asset], np.floor(ran / 100).astype(np.int64) * 100, -1)


def clips(world: World, catalogue: Catalogue) -> Clips:
    """Return the run lengths of a world's clips."""
    u = world.generator(Stream.CLIPS).random((2, len(catalogue.assets)))
    return Clips(
        is_clip=np.array([asset.asset_type == "video" for asset in catalogue.assets]),
        hook=_between(HOOK, u[0]),
        hold=_between(HOLD, u[1]),
    )


def _between(ends: tuple[float, float], u: F64) -> F64:
    """Return numbers between two ends, to three decimals."""
    low, high = ends
    return np.asarray(low + u * (high - low)).round(3)
