"""One chunk of an event world: its impressions, and the plays attributed to them.

A chunk depends only on `SeedSequence((seed, part, chunk))` and covers its own slice of the time, so
chunks can be made in any order, by any number of processes. It uses only operations that IEEE 754
rounds exactly (no `sin`, no `log`), so the result is the same on every machine.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keyart_demo.arrays import F32, I64, U64
from keyart_demo.event_catalogue import ASSET_KINDS, EPISODES, Catalogue, asset_kind
from keyart_demo.event_text import event_numbers, mixed
from keyart_demo.event_world import MICROSECONDS_PER_DAY, EventWorld, Part

COUNTRIES = tuple("US BR MX GB DE FR IN JP KR ES IT CA AU AR CO PL TR NL SE PT BE CH AT LU".split())
DEVICES = ("tv", "mobile", "web", "tablet", "console")
PLACEMENTS = ("home_row", "billboard", "search", "title_page", "continue_watching")
PHASES = ("explore", "exploit")

DEVICE_WEIGHTS = (4, 3, 1, 1, 1)
_MAIN_DEVICE = np.repeat(np.arange(len(DEVICES)), DEVICE_WEIGHTS)
PLACEMENT_WEIGHTS = (11, 3, 3, 2, 1)
PLACEMENT_STEPS = sum(PLACEMENT_WEIGHTS)
_PLACEMENT = np.repeat(np.arange(len(PLACEMENTS)), PLACEMENT_WEIGHTS)

EXPLORED = 0.2
"""Share of impressions shown at random."""
CAUSED = 0.085
"""Share of impressions that lead to a play, for an asset with average appeal."""
SPONTANEOUS = 0.015
"""Plays without an impression, as a share of impressions."""
SHORT = 0.25
"""Share of plays under two minutes."""
KNOWN_IMPRESSION = 0.2
"""Share of caused plays whose player names the impression."""
KNOWN_FRACTION = 0.6
"""Share of plays, except game sessions, that include the fraction watched."""
AWAY = 0.03
"""Share of impressions outside the profile's own country."""
OWN_DEVICE = 0.7
"""Share of impressions on the profile's main device."""
LONGEST_DELAY_S = 2400
"""Longest time between an impression and the play that it leads to."""


@dataclass(frozen=True)
class Impressions:
    """Columns of shape (rows,): instants in µs since 1970 UTC, positions in the tuples above."""

    ts: I64
    event: U64
    profile: I64
    title: I64
    asset: I64
    country: I64
    device: I64
    placement: I64
    position: I64
    phase: I64
    visible_ms: I64
    media_seconds: I64


@dataclass(frozen=True)
class Plays:
    """Columns of shape (rows,), ordered by time; `impression` is valid where `named`."""

    ts: I64
    event: U64
    profile: I64
    title: I64
    episode: I64
    country: I64
    device: I64
    seconds: npt.NDArray[np.float64]
    fraction_known: npt.NDArray[np.bool_]
    impression: U64
    named: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Chunk:
    """A chunk's place in its world."""

    world: EventWorld
    part: Part
    number: int

    @property
    def first_row(self) -> int:
        """The first row of the chunk within its part."""
        return self.number * self.world.chunk_rows

    @property
    def rows(self) -> int:
        """The number of impressions in the chunk."""
        return min(self.world.chunk_rows, self.world.rows(self.part) - self.first_row)

    @property
    def generator(self) -> np.random.Generator:
        """A new generator, the same each time."""
        entropy = (self.world.seed, int(self.part), self.number)
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy)))

    def events(self, rows: int, kind: int) -> U64:
        """Return event numbers, unique in the world: kind 0 for impressions, 1 for plays."""
        start = (int(self.part) * 2 + kind) << 60 | self.number << 32
        return event_numbers(self.world.seed, start, rows)


def generate(chunk: Chunk, known: Catalogue) -> tuple[Impressions, Plays]:
    """Return the impressions and plays of `chunk`, both ordered by time."""
    rng = chunk.generator
    impressions = _impressions(chunk, known, rng)
    return impressions, _plays(chunk, known, impressions, rng)


def _impressions(chunk: Chunk, known: Catalogue, rng: np.random.Generator) -> Impressions:
    rows, world = chunk.rows, chunk.world
    profile = _profiles(world, rng.random(rows))
    traits = mixed(profile.astype(np.uint64))
    title = _titles(chunk, rng.random(rows))
    u = rng.random((8, rows), np.float32)
    phase = (u[0] >= EXPLORED).astype(np.int64)
    asset = known.first_asset[title] + _asset_places(known.assets[title], phase, u[1])
    is_clip = asset_kind(asset) == ASSET_KINDS.index("video")
    return Impressions(
        ts=_instants(chunk, (np.arange(rows) + rng.random(rows)) / rows),
        event=chunk.events(rows, 0),
        profile=profile,
        title=title,
        asset=asset,
        country=_countries(traits, u[2]),
        device=_devices(traits, u[3]),
        placement=_PLACEMENT[(PLACEMENT_STEPS * u[4]).astype(np.int64)],
        position=(40 * u[5] * u[5]).astype(np.int64),
        phase=phase,
        visible_ms=300 + 50 * (200 * u[6] * u[6]).astype(np.int64),
        media_seconds=np.where(is_clip, (31 * u[7] * u[7]).astype(np.int64), -1),
    )


def _plays(chunk: Chunk, known: Catalogue, shown: Impressions, rng: np.random.Generator) -> Plays:
    chance = np.float32(CAUSED) * known.appeal[shown.asset]
    cause = np.flatnonzero(rng.random(chunk.rows, np.float32) < chance)
    alone = int(chunk.rows * SPONTANEOUS)
    rows = cause.size + alone
    u_alone = rng.random((3, alone))
    profile = np.append(shown.profile[cause], _profiles(chunk.world, u_alone[0]))
    title = np.append(shown.title[cause], _titles(chunk, u_alone[1]))
    u = rng.random((6, rows), np.float32)
    ts = np.append(shown.ts[cause] + _delays(u[0, : cause.size]), _instants(chunk, u_alone[2]))
    order = np.argsort(ts, kind="stable")
    traits = mixed(profile[cause.size :].astype(np.uint64))
    return Plays(
        ts=ts[order],
        event=chunk.events(rows, 1),
        profile=profile[order],
        title=title[order],
        episode=(EPISODES * u[1] * u[1]).astype(np.int64)[order],
        country=np.append(shown.country[cause], _home(traits))[order],
        device=np.append(shown.device[cause], _main_device(traits))[order],
        seconds=_seconds(known.runtime[title], u[2], u[3])[order],
        fraction_known=(u[4] < KNOWN_FRACTION)[order],
        impression=np.append(shown.event[cause], np.zeros(alone, np.uint64))[order],
        named=((u[5] < KNOWN_IMPRESSION) & (np.arange(rows) < cause.size))[order],
    )


def _instants(chunk: Chunk, places: npt.NDArray[np.float64]) -> I64:
    """Return instants in the chunk's slice of the time; `places` in [0, 1), order is kept."""
    world = chunk.world
    place = (chunk.first_row + places * chunk.rows) / world.rows(chunk.part) * world.days
    day = np.minimum(np.floor(place), world.days - 1)
    since_start = ((day + _most_at_noon(place - day)) * MICROSECONDS_PER_DAY).astype(np.int64)
    return world.start_us + np.minimum(since_start, world.days * MICROSECONDS_PER_DAY - 1)


def _most_at_noon(share: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the time of day in [0, 1] by which `share` of a day's traffic has arrived.

    Increasing, with slope 0.4 at noon UTC (2.5 times the average traffic) and 2.2 at midnight.
    """
    centred = 2 * share - 1
    return (1 + centred * (0.4 + 0.6 * centred * centred)) / 2


def _profiles(world: EventWorld, u: npt.NDArray[np.float64]) -> I64:
    """Return profile numbers; the density of rank r is proportional to r^(−1/3)."""
    count = world.profile_count
    rank = (u * np.sqrt(u) * count).astype(np.int64)
    return _shuffled(rank, count)


def _titles(chunk: Chunk, u: npt.NDArray[np.float64]) -> I64:
    """Return title numbers; the density of rank r is proportional to r^(−2/3)."""
    first, count = chunk.world.first_title(chunk.part), chunk.world.title_count(chunk.part)
    return first + (u * u * u * count).astype(np.int64)


def _shuffled(rank: I64, count: int) -> I64:
    """Return a permutation of `rank` within [0, count)."""
    prime = 2_654_435_761
    return rank * prime % count


def _asset_places(count: I64, phase: I64, u: F32) -> I64:
    """Return a place in [0, count): uniform while exploring, otherwise mostly the first ones."""
    return (count * np.where(phase == PHASES.index("explore"), u, u * u)).astype(np.int64)


def _home(traits: U64) -> I64:
    """Return the country of each profile; the first countries have more profiles."""
    share = (traits >> np.uint64(44)).astype(np.float64) / 2**20
    return (len(COUNTRIES) * share * share).astype(np.int64)


def _main_device(traits: U64) -> I64:
    return _MAIN_DEVICE[(traits >> np.uint64(8)) % np.uint64(_MAIN_DEVICE.size)]


def _countries(traits: U64, u: F32) -> I64:
    away = np.minimum((u * (len(COUNTRIES) / AWAY)).astype(np.int64), len(COUNTRIES) - 1)
    return np.where(u < AWAY, away, _home(traits))


def _devices(traits: U64, u: F32) -> I64:
    other = ((u - OWN_DEVICE) * (len(DEVICES) / (1 - OWN_DEVICE))).astype(np.int64)
    return np.where(u < OWN_DEVICE, _main_device(traits), np.minimum(other, len(DEVICES) - 1))


def _delays(u: F32) -> I64:
    """Return microseconds from an impression to its play: half are within five minutes."""
    wide = u.astype(np.float64)
    return (LONGEST_DELAY_S * 1e6 * wide * wide * wide).astype(np.int64)


def _seconds(runtime: I64, kind: F32, u: F32) -> npt.NDArray[np.float64]:
    """Return seconds watched, in whole milliseconds; a third of the long plays are finished."""
    share = np.minimum(1.0, 0.07 + 1.4 * u.astype(np.float64))
    ms = np.where(kind < SHORT, 2000 + 115_000 * u.astype(np.float64), 1000 * runtime * share)
    return np.rint(ms) / 1000
