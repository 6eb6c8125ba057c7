"""A chunk's events as the contract's input tables."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.schema import IMPRESSIONS, PLAYS
from keyart_demo.arrays import I64
from keyart_demo.event_catalogue import (
    KINDS,
    Catalogue,
    asset_ids,
    episode_ids,
    title_ids,
)
from keyart_demo.event_chunks import (
    COUNTRIES,
    DEVICES,
    PHASES,
    PLACEMENTS,
    Impressions,
    Plays,
)
from keyart_demo.event_text import coded, decimal_ids, hex_ids

INSTANT = pa.timestamp("us", "UTC")


def impressions_table(shown: Impressions, catalogue: Catalogue) -> pa.Table:
    """Return the contract's `impressions`: all of its columns, in its order."""
    exploring = shown.phase == PHASES.index("explore")
    columns = {
        "ts": pa.array(shown.ts).cast(INSTANT),
        "profile_id": profile_ids(shown.profile),
        "asset_id": asset_ids(shown.asset),
        "title_id": title_ids(shown.title),
        "event_id": hex_ids("i", shown.event),
        "country": coded(shown.country, COUNTRIES),
        "device": coded(shown.device, DEVICES),
        "placement": coded(shown.placement, PLACEMENTS),
        "position": pa.array(shown.position),
        "phase": coded(shown.phase, PHASES),
        "propensity": pa.array(1 / catalogue.assets[shown.title], mask=~exploring),
        "visible_ms": pa.array(shown.visible_ms.astype(np.float64)),
        "media_seconds": pa.array(
            shown.media_seconds.astype(np.float64), mask=shown.media_seconds < 0
        ),
    }
    return pa.table({name: columns[name] for name in IMPRESSIONS.names})


def plays_table(plays: Plays, catalogue: Catalogue) -> pa.Table:
    """Return the contract's `plays`: all of its columns, in its order."""
    is_game = catalogue.kind[plays.title] == KINDS.index("game")
    fraction = np.minimum(1.0, plays.seconds / catalogue.runtime[plays.title])
    columns = {
        "ts": pa.array(plays.ts).cast(INSTANT),
        "profile_id": profile_ids(plays.profile),
        "title_id": pc.if_else(
            pa.array(catalogue.is_series[plays.title]),
            episode_ids(plays.title, plays.episode),
            title_ids(plays.title),
        ),
        "seconds": pa.array(plays.seconds),
        "event_id": hex_ids("y", plays.event),
        "fraction": pa.array(fraction, mask=is_game | ~plays.fraction_known),
        "country": coded(plays.country, COUNTRIES),
        "device": coded(plays.device, DEVICES),
        "impression_id": pc.if_else(
            pa.array(plays.named), hex_ids("i", plays.impression), pa.scalar(None, pa.string())
        ),
    }
    return pa.table({name: columns[name] for name in PLAYS.names})


def profile_ids(profiles: I64) -> pa.Array:
    """Return the ids of profiles by number: "p00" and eight digits."""
    return decimal_ids("p00", profiles)
