"""Profiles found by ids that a caller gives; ids are hashed here and never kept."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.ingest import profile_keys
from keyart.store import Snapshot, locate


def match_ids(snapshot: Snapshot, ids: pa.Array) -> npt.NDArray[np.int64]:
    """Return the ordinal of each profile id (an array of text without nulls), -1 if unknown.

    Raises `WrongKey` for a store whose key is lost.
    """
    keys, places = np.unique(profile_keys(snapshot.salt, ids), return_inverse=True)
    return locate(snapshot, keys)[places]
