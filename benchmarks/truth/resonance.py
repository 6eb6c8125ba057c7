"""Resonance: is what is planted found, and of what is found, how much isn't there?

Small services in which one country likes a genre more, watches one less, and has a hit; then the
same with people dealt to countries anew, where nothing can be found.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.truth.resonance_worlds import World, make

WORLDS, PEOPLE = 50, 400
TITLES = {"crime": 6, "drama": 20, "comedy": 20, "docs": 10, "horror": 4}
LIKED = {("crime", "DE"): 3.0, ("docs", "DE"): 0.35}
HITS = {("horror0", "US"): 9.0}
PLANTED: dict[tuple[str, str | None], str] = {
    ("crime", "DE"): "under_served",
    ("docs", "DE"): "over_served",
    ("horror", "US"): "one_title",
}
FOUND = {*PLANTED.values()}


def run(out: Path) -> dict[str, Any]:
    """Return all results."""
    del out
    planted = list(_findings(dealt_anew=False))
    found: Counter[str] = Counter()
    false: list[float] = []
    for findings in planted:
        found.update(kind for place, kind in PLANTED.items() if findings.get(place) == kind)
        # Of something planted, only its kind can be wrong.
        wrong = [place for place, kind in findings.items() if PLANTED.get(place) != kind]
        false.append(len(wrong) / max(len(findings), 1))
    anew = [len(findings) for findings in _findings(dealt_anew=True)]
    told = {
        "worlds": WORLDS,
        "people": 3 * PEOPLE,
        "found": dict(found),
        "false_discovery_rate": round(sum(false) / WORLDS, 4),
        "dealt_anew": {"findings": sum(anew), "worlds_with_any": sum(map(bool, anew))},
    }
    print("  ", told, flush=True)
    return told


def _findings(*, dealt_anew: bool) -> Iterator[dict[tuple[str, str | None], str]]:
    """Yield the findings of each world by genre and country."""
    for seed in range(WORLDS):
        world = World(
            TITLES, liked=LIKED, hits=HITS, people=PEOPLE, seed=seed, dealt_anew=dealt_anew
        )
        with (
            TemporaryDirectory(prefix="keyart-truth-") as folder,
            make(Path(folder), world) as store,
        ):
            rows = store.resonance(across="country").rows
        yield {(row.value, row.market): row.finding for row in rows if row.finding in FOUND}
