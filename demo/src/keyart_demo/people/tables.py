"""Profiles as the contract's table, and their true tastes as a table."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart_demo.arrays import I64
from keyart_demo.catalogue.model import Taste
from keyart_demo.event_text import coded, decimal_ids
from keyart_demo.markets import COUNTRIES, LANGUAGES
from keyart_demo.people.profiles import AGE_BANDS, CONSENTS, PLANS, Profiles
from keyart_demo.world_size import DAYS, World


def profile_ids(number: I64) -> pa.Array:
    """Return the ids of profiles by number."""
    return decimal_ids("p", number)


def profile_numbers(ids: pa.ChunkedArray) -> I64:
    """Return the numbers of profiles by id."""
    return pc.utf8_slice_codeunits(ids, 1).cast(pa.int64()).to_numpy()


def profiles_table(world: World, profiles: Profiles) -> pa.Table:
    """Return the contract's `profiles`; children have no age band."""
    age = pc.if_else(
        pa.array(profiles.minor),
        pa.scalar(None, pa.string()),
        coded(profiles.age, AGE_BANDS).cast(pa.string()),
    )
    left = np.where(profiles.left < DAYS, profiles.left, -1)
    return pa.table(
        {
            "profile_id": profile_ids(profiles.number),
            "consent": coded(profiles.consent, CONSENTS),
            "is_minor": pa.array(profiles.minor),
            "country": coded(profiles.country, COUNTRIES),
            "age_band": age,
            "plan": coded(profiles.plan, PLANS),
            "language": coded(profiles.language, LANGUAGES),
            "joined_on": _dates(world, profiles.joined, None),
            "left_on": _dates(world, left, -1),
        }
    )


def tastes_table(profiles: Profiles, tastes: Sequence[Taste]) -> pa.Table:
    """Return each taste of each profile: `profile_id`, `taste` (its name), `strength` (0 … 1)."""
    row, taste = np.nonzero(profiles.strength)
    return pa.table(
        {
            "profile_id": profile_ids(profiles.number[row]),
            "taste": coded(taste, [each.name for each in tastes]),
            "strength": pa.array(profiles.strength[row, taste] / 100),
        }
    )


def _dates(world: World, days: I64, missing: int | None) -> pa.Array:
    """Return the ISO dates of days of the world; null where they equal `missing`."""
    first = np.datetime64(world.start.date().isoformat(), "D").astype(np.int64)
    mask = days == missing if missing is not None else None
    return (
        pa.array((first + days).astype(np.int32), pa.int32(), mask=mask)
        .cast(pa.date32())
        .cast(pa.string())
    )
