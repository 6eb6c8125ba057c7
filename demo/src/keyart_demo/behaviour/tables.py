"""A block's events as the contract's input tables."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.schema import IMPRESSIONS, PLAYS
from keyart_demo.arrays import F64, I64, U64, Flags
from keyart_demo.behaviour.impressions import PLACEMENTS, Impressions
from keyart_demo.behaviour.plays import Plays
from keyart_demo.behaviour.requests import PHASES
from keyart_demo.behaviour.stage import Stage
from keyart_demo.event_text import coded, hex_ids
from keyart_demo.faults.delivery import Copy
from keyart_demo.markets import COUNTRIES, DEVICES
from keyart_demo.people.profiles import Profiles
from keyart_demo.people.tables import profile_ids

INSTANT = pa.timestamp("us", "UTC")
LATER_US = 1_000_000
GREW = 0.4
"""The fraction of a play at which it is reported while it grows."""


def impressions_table(
    stage: Stage, people: Profiles, impressions: Impressions, events: U64, copy: I64
) -> pa.Table:
    """Return the contract's `impressions` of some rows, ordered by time."""
    ts = impressions.ts + np.where(copy == Copy.CONFLICT, LATER_US, 0)
    order = np.argsort(ts, kind="stable")
    impressions, events = impressions.take(order), events[order]
    columns = {
        "ts": pa.array(ts[order]).cast(INSTANT),
        "profile_id": _profiles(people, impressions.profile),
        "asset_id": _named(impressions.asset, _asset_ids(stage)),
        "title_id": _named(stage.shelf.title[impressions.shown], _title_ids(stage)),
        "event_id": hex_ids("i", events),
        "country": coded(people.country[impressions.profile], COUNTRIES),
        "device": coded(impressions.device, DEVICES),
        "placement": coded(impressions.placement, PLACEMENTS),
        "position": pa.array(impressions.position.astype(np.int32)),
        "phase": coded(impressions.phase, PHASES),
        "propensity": pa.array(impressions.odds, mask=impressions.odds == 0),
        "visible_ms": pa.array(impressions.visible_ms.astype(np.float64)),
        "media_seconds": pa.array(impressions.media_ms / 1_000, mask=impressions.media_ms < 0),
    }
    return pa.table({name: columns[name] for name in IMPRESSIONS.names})


@dataclass(frozen=True)
class Reports:
    """Additional player reports about the plays; columns of shape (plays,).

    Attributes:
        events: event numbers.
        knows_fraction: whether the player reports the fraction watched.
        impression: the event id of the impression that led to the play, null if not reported.
    """

    events: U64
    knows_fraction: pa.Array
    impression: pa.Array


def plays_table(
    stage: Stage, people: Profiles, plays: Plays, reports: Reports, delivered: tuple[I64, I64]
) -> pa.Table:
    """Return the contract's `plays` of the delivered (rows, kinds of copies), ordered by time."""
    row, copy = delivered
    ts = plays.ts[row] + np.where(copy == Copy.CONFLICT, LATER_US, 0)
    order = np.argsort(ts, kind="stable")
    row, copy = row[order], copy[order]
    plays = plays.take(row)
    grew = np.floor(plays.ms * GREW / 100).astype(np.int64) * 100
    ms = np.where(copy == Copy.GROWING, grew, plays.ms)
    columns = {
        "ts": pa.array(ts[order]).cast(INSTANT),
        "profile_id": _profiles(people, plays.profile),
        "title_id": _named(plays.title, _title_ids(stage)),
        "seconds": pa.array(ms / 1_000),
        "event_id": hex_ids("y", reports.events[row]),
        "fraction": _fractions(stage, plays.title, ms, reports.knows_fraction.take(pa.array(row))),
        "country": coded(people.country[plays.profile], COUNTRIES),
        "device": coded(plays.device, DEVICES),
        "impression_id": reports.impression.take(pa.array(row)),
    }
    return pa.table({name: columns[name] for name in PLAYS.names})


def _fractions(stage: Stage, title: I64, ms: I64, reported: pa.Array) -> pa.Array:
    runtime = stage.shelf.play_runtime[title]
    fraction: F64 = np.minimum(np.round(ms / np.maximum(runtime, 1) / 1_000, 4), 1.0)
    valid = reported.to_numpy(zero_copy_only=False) & (runtime > 0)
    return pa.array(fraction, mask=~valid)


def impression_texts(events: U64, cause: I64, named: Flags) -> pa.Array:
    """Return the event ids of the impressions that led to plays, null where not `named`."""
    ids = hex_ids("i", events[np.maximum(cause, 0)])
    return pc.if_else(pa.array(named & (cause >= 0)), ids, pa.scalar(None, pa.string()))


def _profiles(people: Profiles, profile: I64) -> pa.DictionaryArray:
    return _named(profile, profile_ids(people.number))


def _title_ids(stage: Stage) -> pa.Array:
    return pa.array([title.title_id for title in stage.catalogue.titles])


def _asset_ids(stage: Stage) -> pa.Array:
    return pa.array([asset.asset_id for asset in stage.catalogue.assets])


def _named(codes: I64, names: pa.Array) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), names)
