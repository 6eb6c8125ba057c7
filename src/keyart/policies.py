"""Carry out a policy: which asset a person is shown. Imports nothing, so that it is easily ported.

docs/policies.md has the steps and test vectors for other languages.
"""

from collections.abc import Collection, Mapping
from hashlib import sha256
from typing import Any, NamedTuple


class Choice(NamedTuple):
    """The asset to show a person, and the chance with which they got it: log it as propensity."""

    asset: str
    propensity: float


def choose(policy: Mapping[str, Any], memberships: Collection[str], profile_key: str) -> Choice:
    """Return what to show a person, the same at every visit.

    policy: as `Policy.document()` or `GET /v1/policies` give it. memberships: the audiences that
    the person belongs to. profile_key: your id of the person, or a hash of it; it never changes.
    """
    # 1. The first rule whose audience the person belongs to.
    rules = (rule for rule in policy["rules"] if rule["audience"] in memberships)
    shares: Mapping[str, float] = next(rules, policy["otherwise"])["shares"]
    # 2. A number from 0 to below 1: the first 8 bytes of SHA-256(seed, newline, key), over 2^64.
    digest = sha256(f"{policy['seed']}\n{profile_key}".encode()).digest()
    number = int.from_bytes(digest[:8], "big") / 2**64
    # 3. The asset in whose part of the shares, in order of ids, the number falls.
    assets = sorted(asset for asset in shares if shares[asset] > 0)
    end = 0.0
    for asset in assets:
        end += shares[asset]
        if number < end:
            return Choice(asset, shares[asset])
    return Choice(assets[-1], shares[assets[-1]])
