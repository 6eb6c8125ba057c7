"""The results as Markdown and plots, from the JSON files in the results folder."""

import json
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import recommendations
from benchmarks.contenders import native, one_pass
from benchmarks.druid import report as druid
from benchmarks.machine import sentence
from benchmarks.questions import OF
from benchmarks.service import report as service
from benchmarks.tables import table

Part = Mapping[str, Any]

BEGIN, END = "<!-- results -->", "<!-- /results -->"
REPORT = "results.md"
GROWTH = "growth"
"""The name, without ending, of the plot of growing stores."""
SHAPES = {"title": "One title", "catalogue": "The same title in a catalogue"}


def write(results: Path) -> Path:
    """Write the report and the plots of all parts in `results`; return the report's path."""
    parts = {path.stem: json.loads(path.read_text()) for path in sorted(results.glob("*.json"))}
    lines = [line for section in _sections(parts) for line in (*section, "")]
    path = results / REPORT
    path.write_text("\n".join(lines))
    _draw(results, parts)
    return path


def questions_file(part: str) -> str:
    """Return the name, without ending, of the plot of a comparison."""
    return f"questions-{part}"


def _draw(results: Path, parts: Mapping[str, Part]) -> None:
    """Draw the plots, where there is what draws them: the group `plots` of the project."""
    if find_spec("matplotlib") is None:
        print("There is no matplotlib, so plots stay as they are.")
        return
    from benchmarks import plots  # noqa: PLC0415 - an optional package

    plots.write(results, parts)


def put_into(readme: Path, report: Path) -> None:
    """Put the report between the marks in `readme`, where its plots keep their places."""
    before, _, rest = readme.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    place = report.parent.relative_to(readme.parent)
    text = report.read_text().replace("](", f"]({place}/")
    readme.write_text(f"{before}{BEGIN}\n## Results\n\n{text}{END}{after}")


def _sections(parts: Mapping[str, Part]) -> Iterator[list[str]]:
    if parts:
        yield _machine(next(iter(parts.values()))["machine"])
    for name, title in SHAPES.items():
        if name in parts:
            yield _comparison(name, title, parts[name])
    others = {
        "ingest": _ingest,
        "scaling": _scaling,
        "startup": _startup,
        "checksums": _checksums,
        "audiences": _audiences,
        "service": service.section,
        "druid": druid.section,
        "spark": _spark,
        "fitting": _fitting,
        "tastes": _tastes,
        "names": _names,
        "recommendations": _recommendations,
    }
    for name, section in others.items():
        if name in parts:
            yield section(parts[name])


def _machine(machine: Mapping[str, Any]) -> list[str]:
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    return [
        "### Machine",
        "",
        sentence(machine),
        f"Python {machine['python']}, {versions}.",
    ]


def _comparison(name: str, title: str, part: Part) -> list[str]:
    rows = f"{part['rows']:,} impressions"
    if part["rest"]:
        rows += f", and {part['rest']:,} of other titles"
    families: Sequence[Part] = part["families"]
    header = ["median milliseconds (ratio to Keyart)", *(family["label"] for family in families)]
    cells = {
        label: [label, *(_cell(family, label) for family in families)]
        for label in _labels(families)
    }
    lines = [f"### {title}: {rows}", "", *table([header, *cells.values()])]
    lines += ["", *_errors(families), *_roads(families)]
    return [*lines, "", f"![Times by question]({questions_file(name)}.svg)"]


def _labels(families: Sequence[Part]) -> list[str]:
    return list(dict.fromkeys(r["label"] for family in families for r in family["results"]))


def _cell(family: Part, label: str) -> str:
    times = {result["label"]: median(result["seconds"]) for result in family["results"]}
    if label not in times:
        return ""
    text = f"{times[label] * 1e3:,.0f}" if times[label] >= 0.01 else f"{times[label] * 1e3:.1f}"
    if label == native.LABEL or native.LABEL not in times:
        return f"**{text}**" if label == native.LABEL else text
    ratio = times[label] / times[native.LABEL]
    if label == one_pass.LABEL:
        return f"{text} (Keyart takes {1 / ratio:.1f}×)"
    return f"{text} ({ratio:.1f}×)"


def _errors(families: Sequence[Part]) -> Iterator[str]:
    """Yield a sentence on the worst error of reach of each approximate contender."""
    worst: dict[str, float] = {}
    for family in families:
        for result in family["results"]:
            if result["error"]:
                worst[result["label"]] = max(worst.get(result["label"], 0), result["error"])
    for label, error in worst.items():
        yield f"- {label}: reach is wrong by up to {error:.1%}."


def _roads(families: Sequence[Part]) -> Iterator[str]:
    """Yield a line for each contender that had several formulations to choose from."""
    chosen: dict[str, list[str]] = {}
    for family in families:
        for result in family["results"]:
            chosen.setdefault(result["label"], []).append(result["road"])
    for label, roads in chosen.items():
        if len(set(roads)) > 1:
            yield f"- {label}, fastest formulation by question: {'; '.join(roads)}."


def _ingest(part: Part) -> list[str]:
    header = [
        "impressions",
        "events",
        "seconds",
        "million events/s",
        "peak memory, GiB",
        "of it own pages, GiB",
    ]
    rows = [
        [
            f"{size['impressions']:,}",
            f"{size['events']:,}",
            f"{size['seconds']:.0f}",
            f"{size['events_per_second'] / 1e6:.2f}",
            f"{size['peak_resident_bytes'] / 2**30:.1f}",
            f"{size['peak_own_bytes'] / 2**30:.1f}",
        ]
        for size in part["sizes"]
    ]
    return [
        "### Ingest: from Parquet with text ids to published facts",
        "",
        *table([header, *rows]),
    ]


def _scaling(part: Part) -> list[str]:
    lines = ["### Growth"]
    for name, title in (
        ("catalogue", "The rest of the catalogue grows"),
        ("title", "The title grows"),
    ):
        results: Sequence[Part] = part[name]
        families = list(results[0]["seconds"])
        header = ["rows of the title", "other rows", *(f"{f}, ms" for f in families)]
        rows = [
            [
                f"{r['rows']:,}",
                f"{r['rest']:,}",
                *(f"{r['seconds'][f] * 1e3:.1f}" for f in families),
            ]
            for r in results
        ]
        lines += ["", f"#### {title}", "", *table([header, *rows])]
    return [*lines, "", f"![Growth]({GROWTH}.svg)"]


def _startup(part: Part) -> list[str]:
    steps = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in part["steps"].items())
    return [
        "### The first question of a new process",
        "",
        f"{part['process']:.2f} s in all: {steps}; the rest is Python's own start and end.",
        *_starts(part.get("starts", {})),
    ]


def _starts(seconds: Mapping[str, float]) -> list[str]:
    """Return the table of processes that ask nothing; an older result has none."""
    rows = [
        [f"`{name}`", f"{value:.2f}", f"{value / seconds[OF]:.2f}"]
        for name, value in seconds.items()
    ]
    header = ["process", "processor time, s", f"as a part of `{OF}`"]
    return ["", *table([header, *rows])] if rows else []


def _checksums(part: Part) -> list[str]:
    header = [
        "first question",
        "processor time without comparing, ms",
        "with it",
        "more",
        "of a new process",
    ]
    rows = [
        [
            row["question"] + (", from disk" if row["cold"] else ""),
            f"{row['cpu_known'] * 1e3:,.0f}",
            f"{row['cpu_compared'] * 1e3:,.0f}",
            f"{row['cpu_share']:.0%}",
            f"{row['process_share']:.1%}",
        ]
        for row in part["questions"]
    ]
    title = f"### What comparing checksums costs: {part['rows']:,} impressions"
    return [title, "", *table([header, *rows])]


def _audiences(part: Part) -> list[str]:
    header = ["question", "median, ms"]
    rows = [[name, f"{median(seconds) * 1e3:,.1f}"] for name, seconds in part["seconds"].items()]
    size = f"{part['profiles']:,} profiles, {part['rows']:,} impressions"
    return [f"### Audiences: {size}", "", *table([header, *rows])]


def _spark(part: Part) -> list[str]:
    rows = [["events", "build, s", "events/s", "peak memory, GiB", "by loops, s", "by SQL, s"]]
    for size in part["sizes"]:
        seconds: Mapping[str, float] = size["seconds"]
        rate = f"{size['events'] / seconds['build']:,.0f}"
        memory = f"{size['peak_resident_bytes'] / 2**30:.1f}"
        roads = (f"{seconds[road]:.1f}" for road in ("loops", "sql"))
        rows.append([f"{size['events']:,}", f"{seconds['build']:.0f}", rate, memory, *roads])
    title = "### Builds by Spark, and attribution alone"
    return [title, "", sentence(part["machine"]), "", *table(rows)]


def _fitting(part: Part) -> list[str]:
    size = f"{part['profiles']:,} profiles × {part['titles']:,} titles, {part['plays']:,} plays"
    took = f"{part['seconds']:.0f} s, {part['peak_own_bytes'] / 2**30:.1f} GiB"
    found = f"{part['affinities']} affinities of {part['planted']} planted tastes"
    return ["### Fit of affinities", "", f"{size}: {took}; {found}."]


def _tastes(part: Part) -> list[str]:
    rows = [["method", "F1 of planted tastes", "recall@20 of later plays", "NDCG@20"]]
    for name in dict.fromkeys([*part["planted"], *part["later"]]):
        planted, later = part["planted"].get(name, []), part["later"].get(name, [])
        cells = [[one["f1"] for one in planted]]
        cells += [[one[measure] for one in later] for measure in ("recall", "ndcg")]
        rows.append([name, *map(_span, cells)])
    return ["### Methods for affinities", "", *table(rows)]


def _names(part: Part) -> list[str]:
    lines = ["### Names of affinities", ""]
    rows = [["catalogue", "name", "members", "strongest titles"]]
    for catalogue, affinities in part["catalogues"].items():
        for one in affinities:
            titles = "; ".join(one["titles"][:5])
            rows.append([catalogue, one["name"], f"{one['members']:,}", titles])
    return [*lines, *table(rows)]


def _recommendations(part: Part) -> list[str]:
    data = {name: part[name] for name in ("demo", "movielens") if name in part}
    return ["### Models of recommendations", "", *recommendations.table(data)]


def _span(values: Sequence[float]) -> str:
    """Return the range over seeds, empty for none."""
    if not values:
        return ""
    low, high = f"{min(values):.3f}", f"{max(values):.3f}"
    return low if low == high else f"{low} – {high}"
