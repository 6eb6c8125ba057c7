"""The campaigns of a demo: one that works, one that nobody opens, one that runs, one to approve.

The store deals who gets them, so what people do with their messages can only be drawn once its
events are loaded. It is loaded then, as if the log of a CRM came last.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from keyart.campaigns import (
    ApproveCampaignRequest,
    Campaign,
    CampaignPlanRequest,
    StartCampaignRequest,
    change_campaign,
    hand_over,
)
from keyart.query import Query
from keyart.session import Store
from keyart_demo.behaviour.decided import CHOSEN, Sent, write_decided
from keyart_demo.people.tables import profile_ids
from keyart_demo.tour import marked_by
from keyart_demo.world_size import World
from keyart_demo.writing import write_messages

DAY = timedelta(days=1)
LASTS = 28 * DAY
HOLDOUT = 0.3
"""A small service has to hold many people out to learn something."""
PLANNER, APPROVER = "Nora Lind", "Jonas Beck"


@dataclass(frozen=True)
class _Idea:
    """A campaign of the demo: its name after its title's, what for, and when it starts.

    `starts` counts from the end of the world. Messages that nobody opens change nothing.
    """

    called: str
    purpose: str
    recipient: str
    starts: timedelta
    opened: bool = True


IDEAS = (
    _Idea("second push", "Win people of its taste for an older title", "CRM", -LASTS),
    _Idea("newsletter", "Try the last lines of the newsletter", "Newsletter", -LASTS, opened=False),
    _Idea("reminder", "Remind people of its taste on their phones", "CRM", -12 * DAY),
    _Idea("next week", "Win people of its taste for an older title", "CRM", 5 * DAY),
)


def hold_campaigns(
    opened: Store, world: World, truth: Mapping[str, Any], folder: Path
) -> list[dict[str, Any]]:
    """Hold the campaigns of a demo, load their messages, and return what was planted by them.

    folder: a new one, for the events.
    """
    people = profile_ids(np.arange(world.size.profiles)).to_pylist()
    held: list[tuple[_Idea, Campaign]] = []
    sent: list[Sent] = []
    # 1. Plans; those that have begun are approved, started and handed over.
    for idea, (title, name, audience) in zip(IDEAS, _titles(opened, truth), strict=False):
        campaign = _planned(opened, world, idea, f"{name}, {idea.called}", (title, audience))
        held.append((idea, campaign))
        if idea.starts < timedelta(0):
            gets = _started(opened, campaign, people)
            days = ((campaign.start - world.start).days, world.days)
            sent += [Sent(title, gets, days)] if idea.opened else []
    # 2. What is opened, and watched because of it.
    folder.mkdir()
    write_decided(folder / "decided", CHOSEN.empty_table(), sent=sent)
    events = write_messages(
        world, folder / "events", folder / "decided", processes=os.cpu_count() or 1
    )
    opened.ingest(impressions=events.paths["impressions"], plays=events.paths["plays"])
    # 3. What is over is judged.
    for _, campaign in held:
        if campaign.end <= world.end:
            opened.campaigns.end(campaign.name, by=PLANNER)
            opened.campaigns.judge(campaign.name, by=PLANNER)
    return [
        {
            "campaign": campaign.name,
            "title": campaign.title,
            "segment": campaign.segment,
            "opened": idea.opened and idea.starts < timedelta(0),
        }
        for idea, campaign in held
    ]


def _titles(opened: Store, truth: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield titles for which an artwork was planted for a taste: id, name, and its affinity.

    Those of the stories are left alone; the most watched come first.
    """
    stories = {story.get("title") for story in truth["stories"]}
    tags = {taste["taste"]: taste["leading_tag"] for taste in truth["tastes"]}
    affinities = opened.audiences.affinities()
    fitting: dict[str, tuple[str, str]] = {}
    for effect in truth["effects"]:
        if effect["kind"] != "winner" or not effect["taste"] or effect["title"] in stories:
            continue
        affinity = marked_by(affinities, tags[effect["taste"]])
        if affinity is not None:
            fitting.setdefault(effect["title"], (effect["name"], affinity.id))
    watched = opened.query(
        Query(
            measures=("viewers",),
            by=("title",),
            where={"title": [*fitting]},
            order=("-viewers",),
        )
    )
    for row in watched.to_dicts():
        yield row["title"], *fitting[row["title"]]


def _planned(opened: Store, world: World, idea: _Idea, name: str, of: tuple[str, str]) -> Campaign:
    title, segment = of
    start = world.end + idea.starts
    request = CampaignPlanRequest(
        name=name,
        title=title,
        segment=segment,
        holdout=HOLDOUT,
        start=start,
        end=start + LASTS,
        purpose=idea.purpose,
        recipient=idea.recipient,
        by=PLANNER,
    )
    return change_campaign(opened.root, request, min(start, world.end) - 2 * DAY)


def _started(opened: Store, campaign: Campaign, people: list[str]) -> pa.Table:
    """Approve and start a campaign, and hand its members over; return these."""
    approve = ApproveCampaignRequest(
        name=campaign.name, because="Enough people are held out.", by=APPROVER
    )
    change_campaign(opened.root, approve, campaign.start - DAY)
    change_campaign(
        opened.root, StartCampaignRequest(name=campaign.name, by=PLANNER), campaign.start
    )
    return hand_over(opened.root, campaign.name, people, PLANNER, campaign.start).table
