"""The truth about a demo world, as in `truth.json`; `docs/demo.md` describes it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from keyart_demo.behaviour.stage import Stage
from keyart_demo.faults.delivery import FIRST, LATE
from keyart_demo.faults.old_app import OldApp
from keyart_demo.plan.effect import Entry
from keyart_demo.plan.evidence import Evidence, Tally

CLEAR = 0.9
"""A winner with less power than this is listed as faint: it need not be found."""
WINNER = "winner"


def truth(stage: Stage, tally: Tally, sent: OldApp) -> dict[str, Any]:
    """Return everything planted in a world, the evidence for it, and the faults in the data."""
    evidence = Evidence(stage.world, stage.catalogue, stage.shelf, tally, stage.plan.arms)
    entries = [effect.make_entry(evidence) for effect in stage.plan.effects]
    effects = [entry for entry in entries if not _faint(entry)]
    return {
        "world": _world(stage),
        "stories": stories(effects),
        "effects": effects,
        "faint": [entry for entry in entries if _faint(entry)],
        "clips": _clips(stage),
        "tastes": [_taste(stage, number) for number in range(stage.tastes)],
        "account": {batch: _account(batch, tally, sent) for batch in (FIRST, LATE)},
    }


def write_truth(content: Mapping[str, Any], path: Path) -> None:
    """Write the truth as JSON, the same bytes for the same truth."""
    text = json.dumps(content, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def stories(effects: list[Entry]) -> list[Entry]:
    """Return the three stories for newcomers: the clearest of their kind."""
    tastes = [
        effect for effect in effects if effect["kind"] == WINNER and effect["taste"] is not None
    ]
    heists = [effect for effect in tastes if effect["taste"] == "Heist Thrillers"]
    bait = [effect for effect in effects if effect["kind"] == "clickbait"]
    broken = [effect for effect in effects if effect["kind"] == "broken_allocation"]
    candidates = {
        "wins_for_a_taste": heists or tastes,
        "is_clickbait": bait,
        "cannot_be_trusted": broken,
    }
    return [{"story": name, **max(of, key=_clearness)} for name, of in candidates.items() if of]


def _clearness(entry: Entry) -> float:
    return abs(entry["seen"]["z"])


def _faint(entry: Entry) -> bool:
    return entry["kind"] == WINNER and entry["power"] < CLEAR


def _world(stage: Stage) -> dict[str, Any]:
    world = stage.world
    return {
        "size": world.size.name,
        "seed": world.seed,
        "from": world.start.date().isoformat(),
        "until": world.until.isoformat(),
        "titles": stage.shelf.count,
        "profiles": world.size.profiles,
    }


def _clips(stage: Stage) -> list[dict[str, Any]]:
    clips = stage.clips
    return [
        {
            "asset": asset.asset_id,
            "hook": float(clips.hook[asset.number]),
            "hold": float(clips.hold[asset.number]),
        }
        for asset in stage.catalogue.assets
        if clips.is_clip[asset.number]
    ]


def _taste(stage: Stage, number: int) -> dict[str, Any]:
    taste = stage.catalogue.tastes[number]
    return {"taste": taste.name, "leading_tag": taste.tags[0]}


def _account(batch: str, tally: Tally, sent: OldApp) -> dict[str, Any]:
    """Return the report that an ingest of one batch must give."""
    by_table: dict[str, Any] = {}
    for table, reasons in sent.reasons.items():
        figure = {
            name: tally.counts[f"{batch}.{table}.{name}"]
            for name in ("rows", "duplicate", "updated", "conflict", "no_consent")
        }
        bad = dict(sorted(reasons.items())) if batch == FIRST else {}
        rejected = {**bad, "no_consent": figure.pop("no_consent")}
        figure["rows"] += sum(bad.values())
        quarantined = sum(rejected.values())
        accepted = figure["rows"] - figure["duplicate"] - quarantined
        by_table[table] = {
            **figure,
            "accepted": accepted,
            "quarantined": quarantined,
            "reasons": {code: rows for code, rows in rejected.items() if rows},
        }
    return by_table
