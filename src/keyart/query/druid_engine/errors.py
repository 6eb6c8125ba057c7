"""Errors for queries that Druid cannot answer, with what to do instead."""

from datetime import datetime

from keyart.core.druid import DruidSettings
from keyart.core.errors import UnsupportedByEngine
from keyart.core.facts import SLOT_MICROSECONDS
from keyart.core.zones import instant
from keyart.query.planning.plan import Plan
from keyart.scale.druid.layout import Manifest

ELSEWHERE = 'Ask engine="native".'


def unsupported(what: str, hint: str = ELSEWHERE) -> UnsupportedByEngine:
    """Return an error with the sentence `what`."""
    return UnsupportedByEngine(what, hint=hint)


def not_loaded(kind: str, name: str, setting: str) -> UnsupportedByEngine:
    """Return the error for a name that Druid has not loaded; `setting` of `[druid]` lists them."""
    return unsupported(
        f"Druid has not loaded the {kind} {name!r}.",
        f"Name it in {setting} of [druid] and run: keyart druid load. Or {_small(ELSEWHERE)}",
    )


def require_served(manifest: Manifest, plan: Plan, settings: DruidSettings, now: datetime) -> None:
    """Raise `UnsupportedByEngine` for a time range whose facts Druid has dropped."""
    if manifest.retention is None and settings.retention:
        raise unsupported(
            "Druid may have dropped old facts (retention), and its copy does not say which.",
            f"Run: keyart druid load. Or {_small(ELSEWHERE)}",
        )
    first = manifest.served_from(now)
    if first is None or (plan.first_slot or 0) * SLOT_MICROSECONDS >= first:
        return
    day = f"{instant(first):%Y-%m-%d}"
    raise unsupported(
        f"Druid has facts since {day} only: older ones were dropped (retention in [druid]).",
        f"Use since={day} or later (UTC). Or {_small(ELSEWHERE)}",
    )


def _small(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
