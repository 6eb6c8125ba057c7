"""Carry policies out for people whom a caller names: the same choices as a home page makes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.errors import BadExpression, UnknownName
from keyart.decisions.exporting import CHOICES, PolicyChoices
from keyart.decisions.recording import policies
from keyart.ingest import profile_keys
from keyart.query.membership import Members
from keyart.query.membership.matching import match_ids
from keyart.query.planning.audience_names import names_of
from keyart.query.router import ENGINES, engine
from keyart.store import Snapshot


def choose_all(snapshot: Snapshot, ids: pa.Array, title: str | None = None) -> PolicyChoices:
    """Return what each policy that stands shows to each id, an array of text without nulls.

    The key of a person's hash is the id as it is given, so a home page that knows people by the
    same ids makes the same choices. Raises `UnknownName` for a title without a policy.
    """
    standing = policies(snapshot.root)
    if title is not None:
        titles = sorted({policy["title"] for policy in standing})
        standing = [policy for policy in standing if policy["title"] == title]
        if not standing:
            raise UnknownName("title with a policy", title, titles)
    people = _People(snapshot, ids, match_ids(snapshot, ids))
    chosen = [people.choose(policy) for policy in standing]
    columns = {
        "id": ids.take(pa.array(np.repeat(np.arange(len(ids)), len(standing)))),
        "title": [policy["title"] for policy in standing] * len(ids),
        "asset": np.array([assets for assets, _ in chosen], object).T.ravel(),
        "propensity": np.array([chances for _, chances in chosen], np.float64).T.ravel(),
    }
    notes = [
        f"{policy['title']}: the audience {name} no longer exists, so its rule matches nobody. "
        "Decide again."
        for policy in standing
        for name in people.missing(policy)
    ]
    return PolicyChoices(
        table=pa.table(columns, schema=CHOICES),
        ids=len(ids),
        unknown=int((people.ordinals < 0).sum()),
        notes=tuple(notes),
    )


@dataclass(frozen=True, eq=False)
class _People:
    """Ids, and who they are in the store."""

    snapshot: Snapshot
    ids: pa.Array
    ordinals: npt.NDArray[np.int64]

    def missing(self, policy: Mapping[str, Any]) -> list[str]:
        """Return the audiences of a policy that no longer exist."""
        known = names_of(self.snapshot)
        names: list[str] = []
        for rule in policy["rules"]:
            try:
                known.read(rule["audience"])
            except (BadExpression, UnknownName):
                names.append(rule["audience"])
        return names

    def choose(
        self, policy: Mapping[str, Any]
    ) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.float64]]:
        """Return the asset for each id, and the chance with which it was chosen.

        `keyart.policies.choose` for many people at once.
        """
        rules = (*policy["rules"], policy["otherwise"])
        matched = self._rules(policy)
        halves = profile_keys(f"{policy['seed']}\n", self.ids)
        number = halves["high"].astype(np.float64) / 2**64
        asset = np.empty(len(self.ids), object)
        chance = np.empty(len(self.ids))
        for place, rule in enumerate(rules):
            of_rule = np.flatnonzero(matched == place)
            shares = {name: share for name, share in rule["shares"].items() if share > 0}
            names = sorted(shares)
            ends = np.cumsum([shares[name] for name in names])
            at = np.minimum(np.searchsorted(ends, number[of_rule], "right"), len(names) - 1)
            asset[of_rule] = np.array(names, object)[at]
            chance[of_rule] = np.array([shares[name] for name in names])[at]
        return asset, chance

    def _rules(self, policy: Mapping[str, Any]) -> npt.NDArray[np.int64]:
        """Return the place of the first rule that matches each id."""
        members = Members(self.snapshot, engine(next(iter(ENGINES))))
        known = names_of(self.snapshot)
        missing = self.missing(policy)
        rules: Sequence[Mapping[str, Any]] = policy["rules"]
        matched = np.full(len(self.ids), len(rules))
        found = np.flatnonzero(self.ordinals >= 0)
        for place in reversed(range(len(rules))):
            if (audience := rules[place]["audience"]) not in missing:
                flags = members.flags(known.read(audience))
                matched[found[flags[self.ordinals[found]]]] = place
        return matched
