"""The service's section of the report."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

import numpy as np

from benchmarks.machine import sentence
from benchmarks.service.load import Figures, middle
from benchmarks.tables import table

Part = Mapping[str, Any]


def section(part: Part) -> list[str]:
    """Return the lines of the section."""
    return [
        "### The service on loopback",
        "",
        sentence(part["machine"]),
        "",
        *_pages(part["pages"]),
        "",
        *_people(part["people"]),
        "",
        *_taking(part["taking"]),
        "",
        *_roads(part["roads"]),
    ]


def _pages(pages: Part) -> list[str]:
    rows = [["answers from the feed", "answers/s", "p50, ms", "p99, ms", "generator, of a core"]]
    for how, loads in (("as fast as can", "fast"), (f"{pages['rate_asked']:,.0f}/s", "steady")):
        for name, rounds in pages[loads].items():
            rows.append([f"{name}, {how}", *_load(middle(rounds))])
    filters = np.quantile(pages["filters"], [0.5, 0.99]) * 1e3
    text = (
        f"{pages['workers']} workers; an answer has {pages['bytes']:,} bytes. Valid filter values "
        f"of a title, in process, {pages['titles']:,} titles: median {filters[0]:.3f} ms, "
        f"p99 {filters[1]:.3f} ms."
    )
    return [*table(rows), "", text]


def _load(one: Figures) -> list[str]:
    times = [f"{one[name] * 1e3:.1f}" for name in ("p50", "p99")]
    return [f"{one['rate']:,.0f}", *times, f"{one['generator_cpu']:.0%}"]


def _people(people: Part) -> list[str]:
    size = (
        f"{people['people']} people, {people['thought']:.0f} s of thought, {people['rows']:,} rows"
    )
    rows = [[size, "questions", "p50, ms", "p95, ms"]]
    rows += [[label, *_times(seconds)] for label, seconds in people["seconds"].items()]
    rows.append(["all", *_times([one for each in people["seconds"].values() for one in each])])
    return table(rows)


def _times(seconds: Sequence[float]) -> list[str]:
    return [str(len(seconds)), *(f"{q * 1e3:.0f}" for q in np.quantile(seconds, [0.5, 0.95]))]


def _taking(taking: Part) -> list[str]:
    exports: Sequence[Part] = taking["exports"]
    seconds, sent = (median(one[name] for one in exports) for name in ("seconds", "sent"))
    before = median(one["memory_before"] for one in exports)
    quarters = zip(*(one["memory_by_quarter"] for one in exports), strict=True)
    memory = [f"{median(quarter) / 1e6:.0f}" for quarter in quarters]
    text = (
        f"{taking['rows']:,} facts as Parquet in {seconds:.1f} s: "
        f"{sent / seconds / 1e6:.0f} MB/s of the file ({sent / 1e6:.0f} MB), "
        f"{taking['held'] / seconds / 1e6:.0f} MB/s of the columns as Arrow has them in memory "
        f"({taking['held'] / 1e6:,.0f} MB). The service's own pages: {before / 1e6:.0f} MB before, "
        f"at most {', '.join(memory)} MB in the quarters of the export."
    )
    return [text]


def _roads(roads: Part) -> list[str]:
    rows = [["what a road adds to the engine", "p50, ms", "p95, ms"]]
    for name, seconds in roads["seconds"].items():
        rows.append([name, *(f"{q * 1e3:.1f}" for q in np.quantile(seconds, [0.5, 0.95]))])
    return table(rows)
