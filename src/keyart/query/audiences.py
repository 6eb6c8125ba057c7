"""Audiences as sets of profiles: so far the uploaded lists."""

import numpy as np
import numpy.typing as npt

from keyart.store import Snapshot

Ordinals = npt.NDArray[np.uint32]


def members(snapshot: Snapshot, name: str) -> Ordinals:
    """Return the ordinals of the profiles in audience `name`, ascending.

    Profiles without full consent and minors' are in no audience.
    """
    listed = snapshot.lists[name]
    known = listed[listed < snapshot.profiles]
    return known[~snapshot.protected[known]]


def kind(name: str) -> str:
    """Return the kind of an audience: what stands before the colon of its name."""
    return name.split(":", 1)[0]


def label(name: str) -> str:
    """Return what people call an audience: its name without the kind."""
    return name.split(":", 1)[-1]
