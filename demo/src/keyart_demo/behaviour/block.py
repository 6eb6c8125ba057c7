"""One block of profiles and everything they do: from random numbers to tables.

A block has its own random streams, so blocks can be made in any order by any number of processes.
Values are computed only with operations that IEEE 754 rounds exactly (no logarithms, no
transcendental distributions), and with integers where sums are compared.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from keyart_demo.arrays import U64
from keyart_demo.behaviour.impressions import Impressions, impressions, messages
from keyart_demo.behaviour.losing import logged, renumbered
from keyart_demo.behaviour.plays import Plays
from keyart_demo.behaviour.stage import Stage
from keyart_demo.behaviour.tables import (
    Reports,
    impression_texts,
    impressions_table,
    plays_table,
)
from keyart_demo.behaviour.taking import chances, taken
from keyart_demo.behaviour.tallying import tallied
from keyart_demo.behaviour.viewing import continued, spikes, viewing
from keyart_demo.event_text import event_numbers
from keyart_demo.faults.delivery import (
    FIRST,
    IMPRESSION_RATES,
    LATE,
    PLAY_RATES,
    Copy,
    Delivery,
    account,
    deliver,
)
from keyart_demo.people.profiles import Profiles, draw_profiles
from keyart_demo.people.tables import profiles_table, tastes_table
from keyart_demo.plan.evidence import Tally
from keyart_demo.world_size import DAYS, Stream

KNOWN_IMPRESSION = 0.3
"""Share of attributed plays whose player names the impression."""
KNOWN_FRACTION = 0.6
"""Share of plays, of titles with a runtime, that include the fraction watched."""


@dataclass(frozen=True)
class Block:
    """What a block of profiles did.

    Attributes:
        events: tables by (batch, table).
        profiles: the contract's table.
        tastes: the profiles' true tastes.
        tally: the counts made on the way.
    """

    events: Mapping[tuple[str, str], pa.Table]
    profiles: pa.Table
    tastes: pa.Table
    tally: Tally


def block(stage: Stage, number: int) -> Block:
    """Return one block of a world."""
    # 1. The profiles, and what they watch on their own.
    people = draw_profiles(stage.world, stage.catalogue.tastes, number, stage.levers.common)
    if stage.world.went_on is not None:
        people = people.still_there(DAYS + stage.world.went_on)
    rng = stage.world.generator(Stream.VIEWING, number)
    own = viewing(stage, people, rng)
    famous = spikes(stage, people, rng)
    # 2. What they are shown, and the plays it leads to.
    showing = stage.world.generator(Stream.SHOWING, number)
    seen = impressions(stage, people, showing).joined(continued(stage, people, own, showing))
    seen = seen.joined(messages(stage, people, showing))
    odds = chances(stage, people, seen)
    watching = stage.world.generator(Stream.WATCHING, number)
    plays = taken(stage, people, seen, odds, watching).joined(own).joined(famous)
    # 3. What reaches the log.
    faults = stage.world.generator(Stream.FAULTS, number)
    kept, played, counts = logged(stage, people, (seen, plays), faults)
    plays = replace(plays, cause=renumbered(plays.cause, kept)).take(played)
    seen = seen.take(kept)
    # 4. What that says about the trials.
    tally = tallied(stage, people, (seen, plays), odds.qualified[kept])
    tally.counts.update(counts + Counter(spike_plays=famous.count))
    # 5. How it is delivered.
    events, delivered = _delivered(_Log(stage, people, number, seen, plays), faults)
    tally.counts.update(delivered)
    tastes = stage.catalogue.tastes
    return Block(events, profiles_table(stage.world, people), tastes_table(people, tastes), tally)


def message_block(stage: Stage, number: int) -> Mapping[str, pa.Table]:
    """Return only the messages that a block of profiles opens, and the plays that follow."""
    people = draw_profiles(stage.world, stage.catalogue.tastes, number, stage.levers.common)
    rng = stage.world.generator(Stream.MESSAGES, number)
    seen = messages(stage, people, rng)
    plays = taken(stage, people, seen, chances(stage, people, seen), rng)
    plays = plays.take(plays.ts < stage.world.end_us)
    log = _Log(stage, people, number, seen, plays, kinds=(2, 3))
    events = log.events(log.kinds[0], seen.count)
    once, watched = (np.full(rows.count, int(Copy.EVENT)) for rows in (seen, plays))
    reports = _reports(log, events, rng)
    return {
        "impressions": impressions_table(stage, people, seen, events, once),
        "plays": plays_table(stage, people, plays, reports, (np.arange(plays.count), watched)),
    }


@dataclass(frozen=True)
class _Log:
    """The data of a block to write."""

    stage: Stage
    people: Profiles
    number: int
    seen: Impressions
    plays: Plays
    kinds: tuple[int, int] = (0, 1)
    """What tells the events of impressions, and of plays, from others of the block."""

    def events(self, kind: int, rows: int) -> U64:
        """Return event numbers, unique in the world."""
        return event_numbers(
            self.stage.world.seed,
            kind << 60 | self.stage.world.chapter << 48 | self.number << 32,
            rows,
        )


def _delivered(
    log: _Log, rng: np.random.Generator
) -> tuple[dict[tuple[str, str], pa.Table], Counter[str]]:
    """Return the tables of both batches, and the account that an ingest of them must give."""
    seen_by = log.people.consenting[log.seen.profile]
    played_by = log.people.consenting[log.plays.profile]
    shown = deliver(seen_by, None, IMPRESSION_RATES, rng)
    played = deliver(played_by, log.plays.ms, PLAY_RATES, rng)
    counts = account("impressions", shown, seen_by) + account("plays", played, played_by)
    events = log.events(log.kinds[0], log.seen.count)
    reports = _reports(log, events, rng)
    tables: dict[tuple[str, str], pa.Table] = {}
    for batch, late in ((FIRST, False), (LATE, True)):
        tables[batch, "impressions"] = _impressions(log, shown, events, late=late)
        tables[batch, "plays"] = plays_table(
            log.stage, log.people, log.plays, reports, played.batch(late)
        )
    return tables, counts


def _impressions(log: _Log, shown: Delivery, events: U64, *, late: bool) -> pa.Table:
    row, copy = shown.batch(late)
    return impressions_table(log.stage, log.people, log.seen.take(row), events[row], copy)


def _reports(log: _Log, events: U64, rng: np.random.Generator) -> Reports:
    plays = log.plays
    u = rng.random((2, plays.count))
    return Reports(
        events=log.events(log.kinds[1], plays.count),
        knows_fraction=pa.array(u[0] < KNOWN_FRACTION),
        impression=impression_texts(events, plays.cause, u[1] < KNOWN_IMPRESSION),
    )
