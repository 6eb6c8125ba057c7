"""The pictures of `docs/judging.md`: `python -m benchmarks.pictures`. What `make pictures` calls.

They show the demo world of seed 1 that ends on 1 June 2026, and what the simulations of
`make bench-truth` found. The same world gives the same bytes.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

import keyart
from benchmarks.options import HERE
from benchmarks.truth.demo_worlds import demo_store
from keyart.insights.charts import Chart, Forest, RateChart, Row, Tone
from keyart.insights.comparison import Interval
from keyart.insights.comparison.wording import measure_words
from keyart.query.intervals import wilson

FOLDER = HERE.parent / "docs" / "images" / "judging"
SEQUENCES = HERE / "results" / "truth" / "sequences.json"

WINNER, MISLEADING, BROKEN, TASTES = (f"t{n}-artwork" for n in ("0020", "0120", "0115", "0043"))
UNEQUALLY = ("t0139a02", "t0139a03")

RATE = 0.05
"""The take rate of both posters of the simulated pairs."""

MOST_OUTLIERS = 8


def main(argv: Sequence[str] | None = None) -> int:
    """Draw all pictures, of a store that is given or made anew."""
    known = argparse.ArgumentParser("python -m benchmarks.pictures", description=__doc__)
    known.add_argument("--store", type=Path, help="the store of that demo world; else it is made")
    known.add_argument("--folder", type=Path, default=FOLDER)
    told = known.parse_args(argv)
    told.folder.mkdir(parents=True, exist_ok=True)
    if told.store is not None:
        with keyart.open(told.store) as store:
            _draw(store, told.folder)
    else:
        with demo_store(1, affinities=True) as (store, _):
            _draw(store, told.folder)
    return 0


def _draw(store: keyart.Store, folder: Path) -> None:
    for name, picture in PICTURES.items():
        path = folder / f"{name}.svg"
        path.write_text(f"{picture(store).svg()}\n", encoding="utf-8")
        print(path)


def daily_looks() -> RateChart:
    """Return how often two equal posters are told apart by who looks every day."""
    found = json.loads(SEQUENCES.read_text(encoding="utf-8"))
    worlds = found["worlds"]
    wanted = {"arms": "2 equal arms", "rate": RATE, "compared": "difference"}
    those = [row for row in found["equal_arms"] if wanted.items() <= row.items()]
    return RateChart(
        "How often two equal posters “differ” within a month",
        (
            *(_looked("Bare numbers", row, row["naive"], worlds, "mislead") for row in those),
            *(_looked("Keyart", row, row["ours"], worlds, "win") for row in those),
        ),
        subtitle=f"Share of {worlds:,} simulated pairs, both with a take rate of {RATE:.0%}, of "
        "which a difference is declared on at least one of 30 days; by plays that each wins a day",
        limits=(0.0, 0.32),
    )


def _looked(who: str, row: dict[str, Any], share: float, worlds: int, tone: Tone) -> Row:
    low, high, _ = wilson(np.array(round(share * worlds)), np.array(worlds), 0.95)
    return Row(f"{who}, {row['events_a_day']:,} a day", share, float(low), float(high), tone=tone)


def guardrails(store: keyart.Store) -> Forest:
    """Return what an asset that wins plays does to its viewers."""
    found = store.compare(test=MISLEADING, audiences=[])
    leader, other = found.arms[:2]
    lead = next(one for one in found.differences if {leader.asset, other.asset} == set(one.arms))
    return Forest(
        f"“{leader.name}” wins plays and loses viewers",
        (
            _relative("take rate", lead.seen_from(leader.asset).ratio, "win"),
            *(_relative(measure_words(g.measure), g.ratio, "mislead") for g in found.guardrails),
        ),
        kind="change",
        subtitle=f"Relative to the other posters (take rate: to “{other.name}”, the runner-up)",
    )


def _relative(name: str, ratio: Interval, tone: Tone) -> Row:
    return Row(name, ratio.value, ratio.low, ratio.high, tone=tone)


def outliers(store: keyart.Store) -> Forest:
    """Return the artworks that are far from what their kind gets, those of most people first."""
    findings = store.outliers(level="asset").findings[:MOST_OUTLIERS]
    return Forest(
        "Artworks far from what their kind gets",
        tuple(
            Row(
                f"{one.title_name}: {one.name}",
                one.difference,
                one.low,
                one.high,
                note=f"{one.observed:.1%} instead of {one.expected:.1%}",
                tone="odd",
            )
            for one in findings
        ),
        kind="change",
        subtitle="Likely difference of the take rate from the norm, and its 95% interval",
    )


def _of_test(test: str, chart: str) -> Callable[[keyart.Store], Chart]:
    return lambda store: store.compare(test=test).charts()[chart]


PICTURES: dict[str, Callable[[keyart.Store], Chart]] = {
    "daily-looks": lambda _: daily_looks(),
    "sequence": _of_test(WINNER, "sequence"),
    "winner": _of_test(WINNER, "differences"),
    "guardrails": guardrails,
    "shares": _of_test(BROKEN, "shares"),
    "reversal": lambda store: store.compare(assets=UNEQUALLY).charts()["rates"],
    "audiences": _of_test(TASTES, "audiences"),
    "outliers": outliers,
    "promises": lambda store: store.authenticity().chart(),
}
"""What draws each picture of `docs/images/judging`, in the order of the page."""


if __name__ == "__main__":
    sys.exit(main())
