"""How often something held, with its interval."""

from typing import Any

import numpy as np
import numpy.typing as npt

from keyart.query.intervals import wilson


def coverage(held: npt.NDArray[Any]) -> dict[str, float]:
    """Return how many there are, the share that held, and its interval of 95% (Wilson)."""
    low, high, _ = wilson(np.array(held.sum()), np.array(held.size), 0.95)
    share = float(held.mean()) if held.size else np.nan
    return {"count": held.size, "held": share, "low": float(low), "high": float(high)}
