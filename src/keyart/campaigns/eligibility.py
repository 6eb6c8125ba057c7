"""Who is in a campaign, who is held out, and whom it leaves out.

Chance decides by a keyed hash of the campaign and the profile, so it depends on nothing else that
is known of a person, and on no other campaign. The rules that leave people out don't look at who is
held out of another campaign either: that would make its groups differ.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.campaigns.campaign import Campaign, CampaignOverlap, CampaignState, LeftOut
from keyart.campaigns.records import stored_campaigns
from keyart.core.errors import BadQuestion, UnknownName
from keyart.ingest import profile_keys as hash_keys
from keyart.query.engine import Floats
from keyart.query.membership import Members
from keyart.query.membership.bits import Ordinals
from keyart.query.planning.audience_names import names_of
from keyart.query.router import ENGINES, engine
from keyart.store import Snapshot, profile_keys

Flags = npt.NDArray[np.bool_]

AT_ONCE = 1 << 24
"""Keys that are hashed at once: their text must stay below 2^31 characters."""

STARTED = (CampaignState.RUNNING, CampaignState.ENDED, CampaignState.JUDGED)


@dataclass(frozen=True, eq=False)
class CampaignPeople:
    """The people of a campaign, by profile ascending."""

    profile: Ordinals
    audience: npt.NDArray[np.int32]
    """Which of the plan's audiences each is in: the first that matches, the last is everyone else.
    """
    treated: Flags
    left_out: LeftOut
    overlaps: tuple[CampaignOverlap, ...]


def find_people(
    snapshot: Snapshot, campaign: Campaign, audiences: Sequence[str | None]
) -> CampaignPeople:
    """Return who is in a campaign, by its segment and audiences as they are now.

    Raises `BadQuestion` if the segment or an audience does not exist any more, or if nobody is in
    it.
    """
    members = Members(snapshot, engine(next(iter(ENGINES))))
    inside = _flags(members, campaign.segment, "segment")
    if not inside.any():
        raise BadQuestion(
            f"Nobody is in {campaign.segment!r}.",
            hint="Choose a larger segment. Minors and people who object to profiling are in none.",
        )
    settings = snapshot.config.settings
    # 1. The global control comes first, so that it is the same for all campaigns.
    control = inside & in_control(snapshot)
    # 2. Quiet audiences.
    quiet = np.zeros(inside.size, np.bool_)
    for name in settings.quiet_audiences:
        quiet |= _flags(members, name, "quiet audience")
    quiet &= inside & ~control
    # 3. Those who are in as many campaigns as they may be.
    others = [*_others(snapshot, campaign)]
    counts = np.zeros(inside.size, np.int32)
    for other, started in others:
        if other.end > campaign.start - timedelta(days=settings.campaign_cap_days):
            counts[started] += 1
    most = settings.max_campaigns_per_profile
    capped = inside & ~control & ~quiet & (counts >= most if most else False)
    chosen = np.flatnonzero(inside & ~control & ~quiet & ~capped).astype(np.uint32)
    if not chosen.size:
        raise BadQuestion(
            f"Nobody of {campaign.segment!r} can be in this campaign: quiet audiences, the global "
            "control and the limit of campaigns for each profile leave everyone out.",
            hint="Choose a larger segment, or change quiet_audiences or max_campaigns_per_profile.",
        )
    # 4. Who is in which audience, and whom chance holds out.
    place = np.full(inside.size, len(audiences) - 1, np.int32)
    for at in reversed(range(len(audiences) - 1)):
        place[_flags(members, str(audiences[at]), "audience")] = at
    overlaps = [
        CampaignOverlap(other.name, int(np.isin(started, chosen, assume_unique=True).sum()))
        for other, started in others
        if other.end > campaign.start and other.start < campaign.end
    ]
    return CampaignPeople(
        profile=chosen,
        audience=place[chosen],
        treated=draw(snapshot, f"holdout\n{campaign.name}")[chosen] >= campaign.holdout,
        left_out=LeftOut(*(int(part.sum()) for part in (capped, quiet, control))),
        overlaps=tuple(one for one in overlaps if one.people),
    )


def in_control(snapshot: Snapshot) -> Flags:
    """Return which profiles are in the global control, and so in no campaign."""
    settings = snapshot.config.settings
    if not settings.control_fraction:
        return np.zeros(snapshot.profiles, np.bool_)
    lots = draw(snapshot, f"control\n{settings.control_rotation}")
    return lots < settings.control_fraction


def draw(snapshot: Snapshot, seed: str) -> Floats:
    """Return a number from 0 to below 1 for each profile, always the same for a seed.

    It is the first 8 bytes of SHA-256(seed, newline, the profile's key as 32 hexadecimal digits),
    over 2^64, as policies choose assets.
    """
    keys = profile_keys(snapshot).astype([("high", ">u8"), ("low", ">u8")])
    parts = [
        hash_keys(f"{seed}\n", _hex(keys[first : first + AT_ONCE]))["high"]
        for first in range(0, keys.size, AT_ONCE)
    ]
    high = np.concatenate([np.empty(0, np.uint64), *parts])
    return (high >> np.uint64(11)).astype(np.float64) / 2.0**53


def _hex(keys: npt.NDArray[np.void]) -> pa.Array:
    text = keys.tobytes().hex().encode()
    offsets = np.arange(keys.size + 1, dtype=np.int32) * 32
    buffers = [None, pa.py_buffer(offsets.tobytes()), pa.py_buffer(text)]
    return pa.Array.from_buffers(pa.string(), keys.size, buffers)


def _flags(members: Members, text: str, what: str) -> Flags:
    try:
        return members.flags(names_of(members.snapshot).audience(text).expression)
    except UnknownName as error:
        raise BadQuestion(
            f"The {what} {text!r} doesn't exist: {error.message}", hint=error.hint
        ) from error


def _others(snapshot: Snapshot, campaign: Campaign) -> Iterator[tuple[Campaign, Ordinals]]:
    """Yield the other campaigns that have started, with their people, held out or not."""
    for other in stored_campaigns(snapshot):
        table = snapshot.campaign_members(other.name)
        if other.name != campaign.name and other.state in STARTED and table is not None:
            yield other, table.column("profile").to_numpy()
