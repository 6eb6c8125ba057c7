"""Impressions: requests with a time, a place on the screen and an asset."""

from dataclasses import dataclass, fields

import numpy as np

from keyart_demo.arrays import F64, I64, Flags
from keyart_demo.behaviour.requests import EXPLOIT, EXPLORE, Requests, requests, soon
from keyart_demo.behaviour.stage import OFFSET, Stage
from keyart_demo.lottery import Lottery, whole
from keyart_demo.markets import HALF
from keyart_demo.people.profiles import Profiles
from keyart_demo.plan.levers import SLOTS
from keyart_demo.shelf import ARTWORK, SYNOPSIS, VIDEO

PLACEMENTS = ("home_row", "hero", "search_results", "title_page", "continue_watching", "message")
HOME_ROW, HERO, SEARCH, TITLE_PAGE, CONTINUE, MESSAGE = range(len(PLACEMENTS))
_PLACEMENT = Lottery.of(np.array([(68, 6, 13, 13), (60, 14, 13, 13)]))
"""Weights of the first four placements in each phase."""
POSITIONS = (40, 1, 20, 1, 8, 1)
"""The number of positions of each placement; the first ones are more likely."""
OPENED = 0.5
"""Share of people who open the message of a campaign."""
OWN_DEVICE = 0.78
"""Share of events on the profile's main device."""


@dataclass(frozen=True)
class Impressions:
    """Columns of shape (rows,), unordered; `profile` is the place in the block.

    Attributes:
        slot: which of the title's planted tastes determines the profile's behaviour, 0 for none.
        match: how well the title fits the profile, 0 … 1.
        odds: the probability of showing the asset; 0 if unknown.
        visible_ms: whole milliseconds.
        media_ms: how long a clip ran, −1 if the asset is not a clip.
    """

    profile: I64
    shown: I64
    ts: I64
    asset: I64
    device: I64
    placement: I64
    position: I64
    phase: I64
    slot: I64
    match: F64
    odds: F64
    visible_ms: I64
    media_ms: I64

    @classmethod
    def none(cls) -> "Impressions":
        """Return no rows."""
        whole, real = np.empty(0, np.int64), np.empty(0, np.float64)
        return cls(
            profile=whole, shown=whole, ts=whole, asset=whole, device=whole, placement=whole,
            position=whole, phase=whole, slot=whole, match=real, odds=real, visible_ms=whole,
            media_ms=whole,
        )  # fmt: skip

    @property
    def count(self) -> int:
        """The number of impressions."""
        return self.ts.size

    def take(self, rows: I64 | Flags) -> "Impressions":
        """Return some of the rows."""
        return Impressions(*(getattr(self, field.name)[rows] for field in fields(self)))

    def joined(self, other: "Impressions") -> "Impressions":
        """Return the rows of both."""
        pairs = ((getattr(self, f.name), getattr(other, f.name)) for f in fields(self))
        return Impressions(*(np.concatenate(pair) for pair in pairs))


def impressions(stage: Stage, people: Profiles, rng: np.random.Generator) -> Impressions:
    """Return what a block of profiles is shown."""
    asked = requests(stage, people, rng)
    rows = asked.profile.size
    u = rng.random((12, rows))
    device = devices(people, asked.profile, u[0])
    high = soon(stage, asked.shown, (asked.low, asked.high), u[1:3])
    habits = (device, OFFSET[people.country[asked.profile]])
    tried = (asked.phase == EXPLORE) & np.isin(asked.shown, [t.shown for t in stage.trials])
    ts = stage.calendar.instants((asked.low, high), habits, u[3:6], outside=~tried)
    placement = np.where(asked.asset >= 0, HOME_ROW, _PLACEMENT.draw(asked.phase, u[6]))
    slot = slots(stage, people, (asked.profile, asked.shown))
    asset, odds, phase = _assets(stage, people, asked, (placement, slot), u[7])
    return Impressions(
        profile=asked.profile,
        shown=asked.shown,
        ts=np.maximum(ts, stage.shelf.launched[asked.shown] + whole(u[8], 3_600_000) * 1_000),
        asset=asset,
        device=device,
        placement=placement,
        position=whole(u[9] * u[9], np.array(POSITIONS)[placement]),
        phase=phase,
        slot=slot,
        match=stage.shelf.match(people.strength, asked.profile, asked.shown),
        odds=odds,
        visible_ms=visible_ms(u[10]),
        media_ms=stage.clips.ran(asset, u[11]),
    )


def messages(stage: Stage, people: Profiles, rng: np.random.Generator) -> Impressions:
    """Return the messages of campaigns that people open, each at most once."""
    parts = [Impressions.none()]
    for campaign in () if stage.decided is None else stage.decided.campaigns:
        asset = campaign.asset[people.number]
        profile = np.flatnonzero((asset >= 0) & (rng.random(asset.size) < OPENED))
        u = rng.random((6, profile.size))
        shown = np.full(profile.size, campaign.shown)
        days = (np.full(profile.size, campaign.days[0]), np.full(profile.size, campaign.days[1]))
        device = devices(people, profile, u[0])
        none = np.zeros(profile.size)
        parts.append(
            Impressions(
                profile=profile,
                shown=shown,
                ts=stage.calendar.instants(days, (device, OFFSET[people.country[profile]]), u[1:4]),
                asset=asset[profile],
                device=device,
                placement=np.full(profile.size, MESSAGE),
                position=np.zeros(profile.size, np.int64),
                phase=np.full(profile.size, EXPLOIT),
                slot=slots(stage, people, (profile, shown)),
                match=stage.shelf.match(people.strength, profile, shown),
                odds=none,
                visible_ms=visible_ms(u[4]),
                media_ms=np.full(profile.size, -1),
            )
        )
    rows = parts[0]
    for part in parts[1:]:
        rows = rows.joined(part)
    return rows


def devices(people: Profiles, profile: I64, u: F64) -> I64:
    """Return the device of each event: mostly the profile's main one."""
    return np.where(u < OWN_DEVICE, people.device[profile], people.second_device[profile])


def slots(stage: Stage, people: Profiles, what: tuple[I64, I64]) -> I64:
    """Return the slot of the title's levers for each profile: the first that fits."""
    profile, shown = what
    slot = np.zeros(profile.size, np.int64)
    for number in range(SLOTS - 1, 0, -1):
        taste = stage.levers.slot_taste[shown, number - 1]
        slot[people.strength[profile, taste] > 0] = number
    return slot


def visible_ms(u: F64) -> I64:
    """Return how long something is in view: 0.3 to 10 seconds, mostly short, in steps of 50 ms."""
    return 300 + 50 * whole(u * u, 195)


def _assets(
    stage: Stage, people: Profiles, asked: Requests, where: tuple[I64, I64], u: F64
) -> tuple[I64, F64, I64]:
    """Return the asset of each request, the probability that it got this one, and its phase.

    What was decided about a title is done wherever an artwork of it is shown.
    """
    placement, slot = where
    shown, has = asked.shown, stage.policies.has
    kind = np.full(shown.size, ARTWORK)
    kind[(placement == HERO) & has[shown, VIDEO]] = VIDEO
    kind[(placement == TITLE_PAGE) & has[shown, SYNOPSIS]] = SYNOPSIS
    asset, odds = asked.asset.copy(), np.zeros(shown.size)
    drawn = asked.asset < 0
    row = np.full(shown.size, -1) if stage.decided is None else stage.decided.policy[shown]
    decided = drawn & (row >= 0) & (kind == ARTWORK)
    phase = np.where(decided, EXPLOIT, asked.phase)
    explore = np.flatnonzero(drawn & (phase == EXPLORE))
    half = np.array(HALF)[people.country[asked.profile[explore]]]
    asset[explore], odds[explore] = stage.policies.explore(
        (shown[explore], kind[explore]), half, u[explore]
    )
    exploit = np.flatnonzero(drawn & (phase == EXPLOIT))
    chosen, odds[exploit] = stage.policies.choose(
        (shown[exploit], kind[exploit]), slot[exploit], u[exploit]
    )
    if stage.decided is not None:
        follows = np.flatnonzero(decided[exploit])
        where = row[exploit[follows]], people.number[asked.profile[exploit[follows]]]
        chosen[follows] = stage.decided.asset[where]
        odds[exploit[follows]] = stage.decided.odds[where]
    language = people.language[asked.profile[exploit]]
    wide = (placement[exploit] == HERO).astype(np.int64)
    asset[exploit] = stage.ideas.variant[chosen, language, wide]
    return asset, odds, phase
