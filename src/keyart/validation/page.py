"""A validation as one HTML page that needs nothing beside it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from importlib.resources import files
from typing import Any, cast

from keyart.core.measures import is_rate
from keyart.query import Query
from keyart.validation import chart
from keyart.validation.findings import (
    REFERENCE,
    Cell,
    Difference,
    Estimates,
    Failure,
    Refusal,
    Validation,
    commands,
    typical,
)

MISSING = "–"


def to_html(found: Validation) -> str:
    """Return the page; light or dark as the reader's system is."""
    sections = [
        _head(found),
        _figures(found),
        _differences(found),
        _failures(found),
        _estimates(found.estimates, found.against),
        _refusals(found),
        _picks(found),
    ]
    style = files("keyart.validation").joinpath("page.css").read_text("utf-8")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(found.verdict)}</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<main>\n{''.join(filter(None, sections))}</main>\n</body>\n</html>\n"
    )


def _head(found: Validation) -> str:
    kind = "sound" if found.is_sound and found.compared else "unsound"
    when = f"{found.began:%Y-%m-%d %H:%M} UTC"
    remarks = "".join(f'<p class="remark">{escape(text)}</p>\n' for text in found.remarks)
    return (
        f'<p class="kicker">Keyart · {escape(found.against)} held against {REFERENCE} · '
        f"{escape(found.store)}, version {found.version} · {when}</p>\n"
        f'<h1 class="{kind}">{escape(found.verdict)}</h1>\n{remarks}'
    )


def _figures(found: Validation) -> str:
    times = typical(found.reference_ms), typical(found.other_ms)
    refused = sum(one.count for one in found.refusals)
    figures = {
        "questions": (f"{found.asked:,}", f"seed {found.seed}"),
        "answered by both": (f"{found.compared:,}", f"{refused:,} refused by name"),
        "rows compared": (f"{found.rows:,}", f"{found.exact + found.estimates.count:,} values"),
        **{
            f"{name}, median": (f"{of['p50']:,.0f} ms", f"95%: {of['p95']:,.0f} ms")
            for name, of in zip((REFERENCE, found.against), times, strict=True)
            if of
        },
    }
    return f"<dl>\n{''.join(_figure(name, *texts) for name, texts in figures.items())}</dl>\n"


def _figure(name: str, value: str, beside: str) -> str:
    return (
        f"<div><dt>{escape(name)}</dt>"
        f"<dd>{escape(value)}<small>{escape(beside)}</small></dd></div>\n"
    )


def _differences(found: Validation) -> str:
    if not found.differences:
        return ""
    panels = "".join(_difference(one, found) for one in found.differences)
    return f"<h2>Answered differently</h2>\n<p>Beyond what chance explains.</p>\n{panels}"


def _difference(one: Difference, found: Validation) -> str:
    rows = [
        (
            _key(cell),
            cell.measure or "the row",
            _value(cell.measure, cell.reference),
            _value(cell.measure, cell.other),
            _allowed(cell),
        )
        for cell in one.cells
    ]
    more = one.count - len(rows)
    note = f"<p>and {more:,} more values.</p>\n" if more > 0 else ""
    headings = ("row", "value", REFERENCE, found.against, "allowed")
    return (
        f'<div class="panel">\n<h3>{escape(_in_words(one.question))} '
        f"<span>· {escape(one.pick.kind)}: {escape(one.pick.why)}</span></h3>\n"
        f"{_table(headings, rows, numbers=(2, 3, 4), wrong=3)}{note}"
        f"{_commands(found, one.question)}</div>\n"
    )


def _failures(found: Validation) -> str:
    if not found.failures:
        return ""
    panels = "".join(_failure(one, found) for one in found.failures)
    return f"<h2>Failed</h2>\n<p>{escape(found.against)} should have answered.</p>\n{panels}"


def _failure(one: Failure, found: Validation) -> str:
    return (
        f'<div class="panel">\n<h3>{escape(_in_words(one.question))} '
        f"<span>· {escape(one.code)}</span></h3>\n<p>{escape(one.message)}</p>\n"
        f"{_commands(found, one.question)}</div>\n"
    )


def _estimates(found: Estimates, against: str) -> str:
    if found.share_inside is None:
        return ""
    return (
        "<h2>How well people are estimated</h2>\n"
        f"<p>{escape(against)} states that {found.confidence:.1%} of its counts lie within "
        f"{found.bound:.2%} of the exact ones. Of {found.count:,} counts, "
        f"<strong>{found.share_inside:.1%}</strong> do; the widest error is {found.widest:.2%}. "
        f"A difference is what lies beyond {found.allowed:.2%}.</p>\n"
        f'<div class="panel"><figure>{chart.errors(found)}<figcaption>Relative error by the exact '
        "number of people. The band is what the engine states; beyond the dashed lines chance no "
        "longer explains it.</figcaption></figure></div>\n"
    )


def _refusals(found: Validation) -> str:
    if not found.refusals:
        return ""
    rows = [_refusal(one, found) for one in found.refusals]
    return (
        "<h2>Refused by name</h2>\n"
        f"<p>What {escape(found.against)} says it cannot answer; that is no difference.</p>\n"
        f'<div class="panel">{"".join(rows)}</div>\n'
    )


def _refusal(one: Refusal, found: Validation) -> str:
    command = commands(found.store, one.example, (found.against,))[0]
    return (
        f"<details><summary>{one.count:,} × {escape(one.message)}</summary>"
        f"<pre>{escape(command)}</pre></details>\n"
    )


def _picks(found: Validation) -> str:
    rows = [
        (pick.kind, pick.why, ", ".join(map(str, pick.where.values())) or "all")
        for pick in found.picks
    ]
    return (
        "<h2>Asked about</h2>\n<p>The questions go round these in turn.</p>\n"
        f'<div class="panel">{_table(("kind", "why", "titles"), rows)}</div>\n'
    )


def _commands(found: Validation, question: Query) -> str:
    words = commands(found.store, question, (REFERENCE, found.against))
    return (
        f"<details><summary>Ask both again</summary><pre>{escape(chr(10).join(words))}</pre>"
        "</details>\n"
    )


def _table(
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    numbers: Sequence[int] = (),
    wrong: int | None = None,
) -> str:
    kinds = [
        " ".join([*(["number"] if at in numbers else []), *(["wrong"] if at == wrong else [])])
        for at in range(len(headings))
    ]
    head = _row("th", [kind.removesuffix("wrong") for kind in kinds], headings)
    body = "".join(_row("td", kinds, row) for row in rows)
    return f"<table><thead>\n{head}</thead><tbody>\n{body}</tbody></table>\n"


def _row(tag: str, kinds: Sequence[str], values: Sequence[object]) -> str:
    cells = (
        f'<{tag} class="{kind.strip()}">{_text(value)}</{tag}>'
        for kind, value in zip(kinds, values, strict=True)
    )
    return f"<tr>{''.join(cells)}</tr>\n"


def _key(cell: Cell) -> str:
    if not cell.key:
        return cell.part
    return ", ".join(f"{name} {_plain(value)}" for name, value in cell.key.items())


def _allowed(cell: Cell) -> str:
    if cell.low is None or cell.high is None:
        return "equal" if cell.measure else ""
    return f"{_value(cell.measure, cell.low)} to {_value(cell.measure, cell.high)}"


def _value(measure: str, value: object) -> str:
    """Return a value of a measure as people read it: a rate as percent."""
    if isinstance(value, float) and is_rate(measure):
        return f"{value:.2%}"
    return _number(value) if isinstance(value, int | float) else _plain(value)


def _in_words(question: Query) -> str:
    """Return a question as one line that people can read."""
    asked: Mapping[str, Any] = question.to_dict()
    by = [*question.by, *([question.grain] if question.grain else [])]
    conditions = [f"{name} {_condition(value)}" for name, value in question.where.items()]
    range_ = [f"{name} {asked[name]}" for name in ("since", "until") if name in asked]
    audience = [f"of {question.audience}"] if question.audience else []
    parts = [
        ", ".join(question.measures),
        f"by {', '.join(by)}" if by else "",
        f"where {'; '.join(conditions)}" if conditions else "",
        *audience,
        *range_,
        f"in {question.tz}" if question.tz != "UTC" else "",
    ]
    return " ".join(filter(None, parts))


def _condition(value: Any) -> str:
    match value:
        case {"not": values}:
            return f"not {_condition(values)}"
        case {"from": low, "to": high}:
            return f"from {low} to {high}"
        case {"from": low}:
            return f"from {low}"
        case {"to": high}:
            return f"below {high}"
        case list():
            return " or ".join(map(_plain, cast(list[object], value)))
        case _:
            return _plain(value)


def _text(value: object) -> str:
    return escape(_number(value) if isinstance(value, int | float) else _plain(value))


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return MISSING if value is None else str(value)


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.4g}"
