"""Plays that say themselves which impression led to them."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.attribute.kernels import linking
from keyart.attribute.order import column, text_column
from keyart.attribute.rules import TitleRules
from keyart.core.texthash import hash_text, text_buffers


def linked_impressions(
    impressions: pa.Table, plays: pa.Table, rules: TitleRules
) -> npt.NDArray[np.int32]:
    """Return the row of the impression that each play's `impression_id` names, −1 for none.

    An impression counts only if it is of the play's profile and of its title or an ancestor,
    whatever its time and placement. Event ids of impressions are unique (see `merge_duplicates`).
    """
    linked = np.full(plays.num_rows, -1, np.int32)
    names = text_column(plays, "impression_id")
    if names.null_count == len(names) or impressions.num_rows == 0:
        return linked
    ids = text_column(impressions, "event_id")
    hashes = hash_text(names)
    naming = np.flatnonzero(hashes)
    naming = naming[np.argsort(hashes[naming])]
    sorted_hashes = hashes[naming]
    linking.follow_links(
        linking.hash_table(sorted_hashes), sorted_hashes, naming, *text_buffers(names),
        column(plays, "title"), column(plays, "profile"),
        hash_text(ids), *text_buffers(ids),
        column(impressions, "title"), column(impressions, "profile"),
        rules.parent, linked,
    )  # fmt: skip
    return linked
