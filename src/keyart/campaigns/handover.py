"""Hand a campaign over: the caller's own ids go in, and those of them that get an asset come out.

No id, no name and nothing that anybody watched leaves the store: whoever asks has the ids already.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa

from keyart.campaigns.campaign import MEMBERS, CampaignMembers, CampaignState, CampaignStep
from keyart.campaigns.changing import WAIT
from keyart.campaigns.records import stored_campaign
from keyart.core.errors import BadQuestion
from keyart.ingest import ids_as_text
from keyart.query.engine import Ints
from keyart.query.membership.matching import match_ids
from keyart.store import Snapshot, publication


def hand_over(
    root: Path, name: str, ids: Iterable[object], by: str | None, now: datetime, wait: float = WAIT
) -> CampaignMembers:
    """Return who of `ids` gets which asset of a campaign, and log it.

    People who are held out, or who have objected to profiling since the start, are left out, and so
    is everyone who isn't in the campaign. Raises `UnknownName`, and `BadQuestion` if it isn't
    running or none of the ids is in it.
    """
    given = ids_as_text(ids)
    distinct = pa.array(list(dict.fromkeys(given.to_pylist())), pa.string())
    if not len(distinct):
        raise BadQuestion("There are no ids to match.", hint="Give at least one.")
    with publication(root, command=f"campaigns members {name}", now=now, wait=wait) as p:
        campaign = stored_campaign(p.base, name)
        if campaign.state is not CampaignState.RUNNING:
            raise BadQuestion(
                f"The campaign {name!r} isn't running, so it has no members to hand over.",
                hint="It has ended."
                if campaign.state in {CampaignState.ENDED, CampaignState.JUDGED}
                else "Approve it, then start it: keyart campaigns start.",
            )
        ordinals = match_ids(p.base, distinct)
        unknown = int((ordinals < 0).sum())
        if unknown == len(distinct):
            raise BadQuestion(
                f"None of the {len(distinct):,} ids is known to the store.",
                hint="Give the ids that its events have, as they are there.",
            )
        audience = _audience_of(p.base, name, ordinals)
        places = np.flatnonzero(audience >= 0)
        if not places.size:
            raise BadQuestion(
                f"None of the {len(distinct):,} ids gets an asset in the campaign {name!r}.",
                hint="Give more of your people: only those in its segment can be in it.",
            )
        assets = pa.array([row.asset for row in campaign.audiences])
        table = pa.table(
            [distinct.take(pa.array(places)), assets.take(pa.array(audience[places]))],
            schema=MEMBERS,
        )
        why = f"{campaign.purpose}, for {campaign.recipient}"
        step = CampaignStep("handed over", now, by, why, table.num_rows)
        logged = replace(campaign, log=(*campaign.log, step))
        p.put_campaign(name, logged.to_dict())
        p.commit()
    return CampaignMembers(logged, table, len(distinct), unknown)


def _audience_of(snapshot: Snapshot, name: str, ordinals: Ints) -> Ints:
    """Return the audience of each person who gets an asset; −1 for anybody else."""
    members = snapshot.campaign_members(name)
    assert members is not None
    profile = members.column("profile").to_numpy()
    audience = np.full(snapshot.profiles + 1, -1, np.int64)  # the last is for the unknown
    treated = members.column("treated").to_numpy() > 0
    audience[profile[treated]] = members.column("audience").to_numpy()[treated]
    audience[:-1][snapshot.protected] = -1
    return audience[ordinals]
