"""Sketches made by Python, to hold those of others against."""

import base64
import json
from collections.abc import Iterable

from datasketches import hll_sketch, hll_union, tgt_hll_type


def sketch(
    ids: Iterable[int | str], lg_k: int, kind: tgt_hll_type = tgt_hll_type.HLL_4
) -> hll_sketch:
    """Return the sketch of some ids."""
    made = hll_sketch(lg_k, kind)
    for one in ids:
        made.update(one)
    return made


def canonical(*sketches: hll_sketch) -> float:
    """Return what sketches estimate together, whether they were built or merged before.

    Equal registers do not make equal estimates: a sketch that was never merged knows more.
    """
    union = hll_union(sketches[0].lg_config_k)
    for one in (*sketches, *sketches):
        union.update(one)
    return union.get_estimate()


def decoded(text: str) -> hll_sketch:
    """Return a sketch as Druid's SQL shows it."""
    return hll_sketch.deserialize(base64.b64decode(json.loads(text)))
