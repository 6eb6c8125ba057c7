"""Verifying the profile dictionary, the profiles' attributes, and lists."""

from collections.abc import Iterable, Iterator

import numpy as np

from keyart.core.schema import CONSENTS
from keyart.store.arrow_files import column
from keyart.store.dictionary import KeyRun, key_runs, merge_key_runs
from keyart.store.finding import Finding
from keyart.store.paths import Kind
from keyart.store.snapshot import Snapshot


def check_dictionary(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify that runs are sorted, keys and ordinals distinct, and the key bits theirs."""
    seen = np.zeros(snapshot.profiles, np.bool_)
    bits = snapshot.key_bits
    if len(bits) != snapshot.profiles:
        yield Finding("dictionary", f"has key bits of {len(bits)} of {snapshot.profiles} profiles")
        return
    runs: list[KeyRun] = []
    for file in snapshot.files(Kind.DICTIONARY):
        own = key_runs(snapshot.map(file))
        runs += own
        for run in own:
            if int(run.ordinals.max()) >= snapshot.profiles:
                yield Finding(file.name, "has ordinals that were never given")
            elif seen[run.ordinals].any() or len(np.unique(run.ordinals)) < len(run.ordinals):
                yield Finding(file.name, "has an ordinal twice")
            elif (bits[run.ordinals] != run.high >> np.uint64(56)).any():
                yield Finding(file.name, "has keys whose top bits are not those of its ordinals")
            else:
                seen[run.ordinals] = True
        if not _ascend(own):
            yield Finding(file.name, "is not sorted")
    if not _ascend(merge_key_runs(runs)):
        yield Finding("dictionary", "has a key twice")


def _ascend(runs: Iterable[KeyRun]) -> bool:
    """Return whether the keys ascend strictly, from run to run too."""
    last: tuple[int, int] | None = None
    for run in runs:
        higher = run.high[1:] > run.high[:-1]
        lower = (run.high[1:] == run.high[:-1]) & (run.low[1:] > run.low[:-1])
        if not (higher | lower).all():
            return False
        if last is not None and (int(run.high[0]), int(run.low[0])) <= last:
            return False
        last = int(run.high[-1]), int(run.low[-1])
    return True


def check_profiles(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify consent and attributes."""
    for file in snapshot.files(Kind.PROFILES):
        if file.rows > snapshot.profiles:
            yield Finding(file.name, "has more rows than there are profiles")
            return
        if int(snapshot.profile_table.flags("consent").max(initial=0)) >= len(CONSENTS):
            yield Finding(file.name, "has an unknown consent")
        for name in snapshot.attributes:
            attribute = snapshot.attribute(name)
            if int(attribute.codes.max(initial=-1)) >= len(attribute.values):
                yield Finding(file.name, f"has codes of {name} beyond its values")


def check_lists(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify that lists are sorted, distinct, and of known profiles."""
    for file in snapshot.files(Kind.LIST):
        ordinals = column(snapshot.map(file), "profile", np.uint32)
        if (ordinals[1:] <= ordinals[:-1]).any():
            yield Finding(file.name, "is not sorted")
        if int(ordinals.max(initial=0)) >= max(snapshot.profiles, 1):
            yield Finding(file.name, "has profiles that the store does not know")
